"""What sources gave, kept for the next build: a file that has not changed is not read again.

It lies in the user's cache, beside the bundled graph; the oldest goes when there is too much of it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.files import PACKAGE, cache_folder
from showgraph.sources.claims import Reading
from showgraph.version import VERSION

if TYPE_CHECKING:
    import duckdb

FOLDER = "sources"
_MOST_BYTES = 4_000_000_000
_STAGED = {
    "claims": "SELECT * FROM claims WHERE source NOT IN (SELECT source FROM source_input)",
    "mentions": "SELECT * FROM mentions WHERE rowid > $1",
    "quads": "SELECT * FROM quads WHERE rowid > $1",
}


class Kept:
    """What one source gave, as far as it is kept: rows of staging tables and the reading."""

    def __init__(self, source: str, paths: Iterable[Path], detail: str = "") -> None:
        digest = hashlib.sha256(f"{VERSION} {source} {detail}".encode())
        for path in [*sorted(_files(paths)), *_program()]:
            facts = path.stat()
            digest.update(f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}".encode())
        self.folder = cache_folder() / FOLDER / digest.hexdigest()[:24]

    @property
    def is_there(self) -> bool:
        """Whether the source was read before and has not changed since."""
        return (self.folder / "reading.json").is_file()

    def restore(self, connection: duckdb.DuckDBPyConnection, reading: Reading) -> bool:
        """Put back what was kept; return whether that went well, so that nothing has to be read."""
        import duckdb

        try:
            said = json.loads((self.folder / "reading.json").read_text("utf-8"))
            files = sorted(self.folder.glob("*.parquet"))
            for file in files:
                if file.stem in _STAGED:
                    connection.execute(f"INSERT INTO {file.stem} SELECT * FROM read_parquet($1)", [str(file)])
                else:
                    connection.execute(
                        f'CREATE OR REPLACE TABLE "{file.stem}" AS SELECT * FROM read_parquet($1)', [str(file)]
                    )
        except (OSError, ValueError, duckdb.Error):
            shutil.rmtree(self.folder, ignore_errors=True)
            return False
        (self.folder / "reading.json").touch()
        for key in ("read", "loaded", "set_aside", "values", "notes"):
            setattr(reading, key, said[key])
        return True

    def keep(
        self, connection: duckdb.DuckDBPyConnection, reading: Reading, since: dict[str, int], tables: Iterable[str] = ()
    ) -> None:
        """Keep what a source gave: rows of staging tables after those of ``since``, and tables of its own.

        A cache that can't be written is no reason to fail.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            work = Path(tempfile.mkdtemp(dir=self.folder.parent))
            for table in tables:
                _copy(connection, f'SELECT * FROM "{table}"', work / f"{table}.parquet", [])
            for table, query in _STAGED.items() if not tables else ():
                _copy(connection, query, work / f"{table}.parquet", [since[table]] if table in since else [])
            (work / "reading.json").write_text(json.dumps(asdict(reading), ensure_ascii=False), "utf-8")
            shutil.rmtree(self.folder, ignore_errors=True)
            work.rename(self.folder)
            _make_room(self.folder.parent)
        except OSError:
            return


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the last row of each staging table that grows from source to source."""
    found = {}
    for table in ("mentions", "quads"):
        row = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchone()
        found[table] = int(row[0]) if row else -1
    return found


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path, values: list[int]) -> None:
    for number, value in enumerate(values, 1):
        query = query.replace(f"${number}", str(int(value)))
    place = str(target).replace("'", "''")
    connection.execute(f"COPY ({query}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _program() -> list[Path]:
    """Return the files that decide what a source becomes: another program may read it otherwise."""
    return sorted(
        file for name in ("sources", "model") for file in (PACKAGE / name).rglob("*") if file.suffix in (".py", ".toml")
    )


def _make_room(folder: Path) -> None:
    """Throw the longest unused away until the rest is small enough."""
    found = sorted(
        (one.stat().st_mtime, sum(file.stat().st_size for file in one.parent.iterdir()), one.parent)
        for one in folder.glob("*/reading.json")
    )
    total = sum(size for _, size, _ in found)
    for _, size, one in found[:-1]:
        if total <= _MOST_BYTES:
            break
        shutil.rmtree(one, ignore_errors=True)
        total -= size
