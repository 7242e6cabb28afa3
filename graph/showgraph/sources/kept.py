"""What sources gave, kept for the next build: a file that has not changed is not read again.

It lies in the user's cache, beside the bundled graph; the longest unused goes when there is too much of it. A large
source's own tables are kept, and the database of a graph that holds their rows and nothing else, with which the next
graph can begin.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.files import PACKAGE, cache_folder
from showgraph.sources.claims import Reading
from showgraph.sql import quote_string
from showgraph.version import VERSION

try:
    import fcntl
except ImportError:  # not a POSIX system, which deletes no file that is being read
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import duckdb

FOLDER = "sources"
_READING, _SIZE, _WORK = "reading.json", "begun.size", "keeping-"
_MOST_BYTES, _DAY = 4_000_000_000, 86_400
_STAGED = {
    "claims": "SELECT * FROM claims WHERE source NOT IN (SELECT source FROM source_input)",
    "mentions": "SELECT * FROM mentions WHERE rowid > $1",
    "quads": "SELECT * FROM quads WHERE rowid > $1",
}


class Kept:
    """What one source gave, as far as it is kept: rows of staging tables and the reading, perhaps a begun graph."""

    def __init__(self, source: str, paths: Iterable[Path], detail: str = "") -> None:
        import duckdb

        digest = hashlib.sha256(f"{VERSION} {duckdb.__version__} {source} {detail}".encode())
        for path in [*sorted(_files(paths)), *_program()]:
            facts = path.stat()
            digest.update(f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}".encode())
        self.folder = cache_folder() / FOLDER / digest.hexdigest()[:24]
        self._begun = self.folder / "begun.duckdb"

    @property
    def is_there(self) -> bool:
        """Whether the source was read before and has not changed since."""
        return (self.folder / _READING).is_file()

    def restore(self, connection: duckdb.DuckDBPyConnection, reading: Reading) -> bool:
        """Put back what was kept; return whether that went well, so that nothing has to be read.

        Tables of the source's own stay where they are, to be read from there, and are held until this object goes.
        """
        import duckdb

        views = []
        try:
            self._hold()
            said = json.loads((self.folder / _READING).read_text("utf-8"))
            for file in sorted(self.folder.glob("*.parquet")):
                rows = f"SELECT * FROM read_parquet({quote_string(file)})"
                if file.stem in _STAGED:
                    connection.execute(f"INSERT INTO {file.stem} {rows}")
                else:
                    connection.execute(f'CREATE VIEW "{file.stem}" AS {rows}')
                    views.append(file.stem)
        except (OSError, ValueError, duckdb.Error):
            for view in views:
                connection.execute(f'DROP VIEW "{view}"')
            shutil.rmtree(self.folder, ignore_errors=True)
            return False
        (self.folder / _READING).touch()
        for key in ("read", "loaded", "set_aside", "values", "notes"):
            setattr(reading, key, said[key])
        return True

    def _hold(self) -> None:
        """Let no other build make room by throwing away what this one reads."""
        handle = os.open(self.folder / _READING, os.O_RDONLY)
        weakref.finalize(self, os.close, handle)
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_SH)

    def keep(
        self, connection: duckdb.DuckDBPyConnection, reading: Reading, since: dict[str, int], tables: Iterable[str] = ()
    ) -> None:
        """Keep what a source gave: rows of staging tables after those of ``since``, or tables of its own."""

        def write(work: Path) -> None:
            for table in tables:
                _copy(connection, f'SELECT * FROM "{table}"', work / f"{table}.parquet", [])
            for table, query in _STAGED.items() if not tables else ():
                _copy(connection, query, work / f"{table}.parquet", [since[table]] if table in since else [])
            (work / _READING).write_text(json.dumps(asdict(reading), ensure_ascii=False), "utf-8")
            # Another build may have kept the same meanwhile, and a third be reading it.
            if not self.is_there:
                shutil.rmtree(self.folder, ignore_errors=True)
                work.rename(self.folder)
            self._hold()

        self._write(write)

    def keep_begun(self, database: Path) -> None:
        """Keep the database of a graph that was begun with the rows of this source alone."""

        def write(work: Path) -> None:
            copy = work / self._begun.name
            shutil.copyfile(database, copy)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
            (self.folder / _SIZE).write_text(str(copy.stat().st_size), "utf-8")
            copy.rename(self._begun)

        self._write(write)

    def restore_begun(self, database: Path) -> bool:
        """Begin a graph with what was kept; return whether there was any, and whole.

        The engine itself tells by a checksum of each block when one came to harm.

        Raises:
            BuildError: there is no room for it.
        """
        try:
            whole = self._begun.stat().st_size == int((self.folder / _SIZE).read_text("utf-8"))
        except (OSError, ValueError):
            whole = False
        if not whole:
            return False
        try:
            shutil.copyfile(self._begun, database)
        except OSError as error:
            raise BuildError(f"can't write a graph to {database.parent.parent}: {error.strerror or error}") from error
        return True

    def _write(self, write: Callable[[Path], None]) -> None:
        """Let a folder be filled and renamed; a cache that can't be written is no reason to fail."""
        import duckdb

        with contextlib.suppress(OSError, duckdb.IOException):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.folder.parent))
            try:
                write(work)
            finally:
                shutil.rmtree(work, ignore_errors=True)
            _make_room(self.folder.parent)


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
    connection.execute(f"COPY ({query}) TO {quote_string(target)} (FORMAT parquet, COMPRESSION zstd)")


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _program() -> list[Path]:
    """Return the files that decide what a source becomes: another program may read or write it otherwise."""
    rooms = ("sources", "model", "names", "resolve", "store")
    found = [file for name in rooms for file in (PACKAGE / name).rglob("*") if file.suffix in (".py", ".toml")]
    return sorted([*found, PACKAGE / "building.py"])


def _make_room(folder: Path) -> None:
    """Throw the longest unused away until the rest is small enough; what a build reads now stays.

    What a build left behind that was killed goes after a day.
    """
    for one in folder.glob(f"{_WORK}*"):
        if one.stat().st_mtime < time() - _DAY:
            shutil.rmtree(one, ignore_errors=True)
    found = sorted(
        (one.stat().st_mtime, sum(file.stat().st_size for file in one.parent.iterdir()), one)
        for one in folder.glob(f"*/{_READING}")
    )
    total = sum(size for _, size, _ in found)
    for _, size, one in found[:-1]:
        if total <= _MOST_BYTES:
            break
        if not _is_held(one):
            shutil.rmtree(one.parent, ignore_errors=True)
            total -= size


def _is_held(path: Path) -> bool:
    if fcntl is None:
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
