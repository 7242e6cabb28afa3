"""The database of a graph that is being written: attached as ``graph``, new or begun with the rows of bulk tables."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from showgraph.errors import BuildError
from showgraph.sql import quote_string
from showgraph.store.layout import Table
from showgraph.store.manifest import DATABASE
from showgraph.store.tables import entity_table, index_table, quote, sorted_table

ROW_GROUP_SIZE = 8192
LARGE = 50_000
"""From how many rows on a table is stored in other orders too."""


class Database:
    """The database of a graph's folder, attached for a ``with`` block; ``begun`` are the tables it had before.

    Raises:
        BuildError: no space, no permission, or no memory, for all that is done inside the block.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.begun: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        place = quote_string(self.folder / DATABASE)
        try:
            self.connection.execute(f"ATTACH {place} AS graph (ROW_GROUP_SIZE {ROW_GROUP_SIZE})")
        except duckdb.Error as error:
            raise self._explain(error) from error
        rows = self.connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'graph'")
        self.begun = frozenset(str(name) for (name,) in rows.fetchall())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        late: BaseException | None = None
        try:
            self.connection.execute("DETACH graph")
        except duckdb.Error as failed:
            late = failed
        cause = error or late
        if isinstance(cause, duckdb.Error):
            raise self._explain(cause) from cause

    def _explain(self, error: duckdb.Error) -> BuildError | duckdb.Error:
        if isinstance(error, duckdb.OutOfMemoryException):
            return BuildError("the build ran out of memory; give it more with --memory, or build from fewer sources")
        if isinstance(error, duckdb.IOException | duckdb.PermissionException):
            return BuildError(f"can't write a graph to {self.folder.parent}: {str(error).splitlines()[0]}")
        return error

    def has(self, table: str) -> bool:
        """Tell whether a table was there when the database was attached."""
        return table.strip('"') in self.begun

    def fill(self, table: str, query: str) -> None:
        """Write rows into a table: beside those it was begun with, or as all that it has."""
        start = f"INSERT INTO graph.{table}" if self.has(table) else f"CREATE TABLE graph.{table} AS"
        self.connection.execute(f"{start} {query}")


def copies(table: Table) -> list[tuple[str, str]]:
    """Return the names of a large table's copies and indexes, each with a SELECT from ``{}`` in its order."""
    found = []
    for column in table.sorted_by:
        found.append((sorted_table(table.name, column), f"SELECT * FROM {{}} ORDER BY {quote(column)}, id"))
    for column in table.indexed:
        value = quote(column)
        query = f"SELECT {value} AS value, id FROM {{}} WHERE {value} IS NOT NULL ORDER BY value, id"
        found.append((index_table(table.name, column), query))
    return found


def create_copies(database: Database, table: Table, large: int) -> bool:
    """Write the copies and indexes of a table that has so many rows; return whether it has."""
    of = f"graph.{entity_table(table.name)}"
    if not database.connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = 'graph' AND table_name = ?",
        [entity_table(table.name).strip('"')],
    ).fetchone():
        return False
    row = database.connection.execute(f"SELECT count(*) FROM {of}").fetchone()
    if not row or row[0] < large:
        return False
    for name, query in copies(table):
        database.connection.execute(f"CREATE TABLE graph.{name} AS {query.format(of)}")
    return True
