"""Quads on their way into a graph: a temporary DuckDB database that takes rows in any order, twice or more."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from showgraph.errors import BuildError

BATCH = 50_000
QUADS = "quads"


class Staging:
    """A table ``quads(g, s, p, o)`` of term texts, with ``g = ''`` for the default graph.

    Rows may repeat: a dataset is a set. The database lies in a temporary folder of its own inside ``folder`` (the
    system's own by default) and goes away with ``close`` or at the end of a ``with`` block. One that is known to be
    ``small`` lies in memory, and only what doesn't fit there in the folder.

    >>> with Staging() as staging:
    ...     staging.add([("", "<https://example.org/a", "<https://example.org/p", '"x')])
    ...     staging.connection.execute("SELECT count(*) FROM quads").fetchall()
    [(1,)]
    """

    def __init__(
        self, folder: Path | None = None, *, memory: str | None = None, small: bool = False, threads: int | None = None
    ) -> None:
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="showgraph-staging-", dir=folder))
        except OSError as error:
            raise BuildError(f"no room for temporary files in {folder}: {error.strerror}") from error
        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self.folder / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        if memory:
            config["memory_limit"] = memory
        if threads:
            config["threads"] = threads
        self.connection = duckdb.connect(":memory:" if small else str(self.folder / "staging.duckdb"), config=config)
        self.connection.execute(f"CREATE TABLE {QUADS} (g VARCHAR, s VARCHAR, p VARCHAR, o VARCHAR)")

    def add(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Add quads of term texts, in batches of bounded size."""
        # numpy comes with the first batch, not with the import: opening a graph must not pay for building one.
        import numpy as np

        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            columns = {
                name: np.array(values, dtype=object)
                for name, values in zip("gspo", zip(*batch, strict=True), strict=True)
            }
            self.connection.register("batch", columns)
            self.connection.execute(f"INSERT INTO {QUADS} SELECT g, s, p, o FROM batch")
            self.connection.unregister("batch")

    def close(self) -> None:
        """Throw the temporary database away."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
