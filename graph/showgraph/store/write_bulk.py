"""The rows of bulk tables into a graph that is being begun: what another graph of the same rows can begin with too.

Nothing here depends on what else a graph holds: ids and numbers are those of ``BulkPlan``. So a database that holds
these rows and nothing else can be kept, and copied where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.progress import Pace, Tell, tell_nobody
from showgraph.sql import quote_string
from showgraph.store.bulk import Bulk, BulkTable, Cell
from showgraph.store.bulk_plan import BulkPlan
from showgraph.store.database import LARGE, Database, create_copies
from showgraph.store.layout import Layout, Table, column_type
from showgraph.store.tables import entity_table, link_table, quote, text_table

if TYPE_CHECKING:
    import duckdb

_SHARES = 3.7
"""How long writing takes in all, in times of writing the tables once: as measured on credits by the million."""
_IDS = "sg_fixed"


def write_bulks(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    bulks: Sequence[Bulk],
    folder: Path,
    *,
    large: int = LARGE,
    further: Callable[[], None] = lambda: None,
    tell: Tell = tell_nobody,
) -> None:
    """Begin a graph with the rows of bulk tables, all of them: those that moved are taken out by ``write_graph``.

    ``further`` is called when all else is written, to write further tables of the rows into the database ``graph``;
    ``large`` and ``tell`` are those of ``write_graph``.

    Raises:
        BuildError: no space, no permission, or no memory.
    """
    with Database(connection, folder) as database:
        writer = _Writer(connection, BulkPlan(connection, layout, bulks))
        rows = sum(writer.count(part.query) for bulk in bulks for part in bulk.tables)
        # Rows are written to tables, to links and texts both ways, to sorted copies, and to the tables of names.
        pace = Pace(tell if rows else tell_nobody, _SHARES * rows)
        for table in layout.tables:
            written = writer.write_table(table)
            pace.did("wrote", f"rows of {table.name}", written, units=written)
        writer.write_sides()
        pace.did("wrote links and texts of", "rows", rows, units=rows)
        for table in layout.tables:
            create_copies(database, table, large)
        pace.did("sorted copies of", "rows", rows, units=rows)
        further()
        pace.did("wrote names of", "rows", rows, units=rows / 2)
        connection.execute(f"DROP TABLE {_IDS}")


class _Writer:
    """Turns the numbers and texts of staged rows into ids."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> None:
        self.connection = connection
        self.plan = plan
        self.ids = {text[1:]: number for number, text in enumerate(plan.fixed.texts, plan.fixed.first)}
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_IDS} AS SELECT unnest(?) AS term, unnest(?) AS id", [
            list(self.ids), list(self.ids.values())
        ])  # fmt: skip

    def count(self, query: str) -> int:
        """Return how many rows a query has."""
        row = self.connection.execute(f"SELECT count(*) FROM {query}").fetchone()
        return int(row[0]) if row else 0

    def write_table(self, table: Table) -> int:
        """Write the rows of one table of the layout, made where there are any; return how many there are."""
        rows = 0
        for bulk, sets in zip(self.plan.bulks, self.plan.type_sets, strict=True):
            for part in bulk.tables:
                if bulk.ranges[part.range].table == table.name:
                    columns = "".join(f", {quote(one.name)} {column_type(one.datatype)}" for one in table.columns)
                    self._make(entity_table(table.name), f"id BIGINT, types BIGINT{columns}")
                    self._write_part(table, part, sets)
                    rows += self.count(part.query)
        return rows

    def _make(self, table: str, columns: str) -> None:
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS graph.{table} ({columns})")

    def _write_part(self, table: Table, part: BulkTable, type_sets: Mapping[str, int]) -> None:
        joins: list[str] = []
        cells = [
            self._cell(part.cells[column.name], joins, index) if column.name in part.cells else "NULL"
            for index, column in enumerate(table.columns)
        ]
        first = self.plan.ranges[part.range].first
        sets = " ".join(f"WHEN {quote_string(key)} THEN {number}" for key, number in type_sets.items())
        self.connection.execute(
            f"INSERT INTO graph.{entity_table(table.name)} "
            f"SELECT {', '.join([f'{first}::BIGINT + {part.number}', f'CASE {part.types} {sets} END', *cells])} "
            f"FROM {part.query} {' '.join(joins)} ORDER BY 1"
        )

    def _cell(self, cell: Cell, joins: list[str], index: int) -> str:
        if cell.range:
            return f"{self.plan.ranges[cell.range].first}::BIGINT + {cell.sql}"
        if cell.iris:
            return (
                f"CASE {cell.sql} {' '.join(f'WHEN {key} THEN {self.ids[iri]}' for key, iri in cell.iris.items())} END"
            )
        if cell.table:
            joins.append(f"LEFT JOIN {_IDS} i{index} ON i{index}.term = {cell.sql}")
            return f"i{index}.id"
        return cell.sql

    def write_sides(self) -> None:
        """Write the rows of links and texts, by subject, and by object or value."""
        for bulk in self.plan.bulks:
            for link in bulk.links:
                cells = {"s": link.s, "o": link.o}
                self._write_side(link_table(link.link, "out"), "s BIGINT, o BIGINT", link.query, cells)
            for text in bulk.texts:
                cells = {"s": text.s, "value": Cell(text.value), "lang": Cell(text.lang)}
                columns = "s BIGINT, value VARCHAR, lang VARCHAR"
                self._write_side(text_table(text.text, "out"), columns, text.query, cells)
        turned = [(link_table(name, "in"), link_table(name, "out"), "o, s") for name in sorted(self.plan.links)]
        turned += [
            (text_table(name, "in"), text_table(name, "out"), "value, lang, s") for name in sorted(self.plan.texts)
        ]
        for table, of, order in turned:
            self.connection.execute(f"CREATE TABLE graph.{table} AS SELECT * FROM graph.{of} ORDER BY {order}")

    def _write_side(self, table: str, columns: str, query: str, cells: Mapping[str, Cell]) -> None:
        joins: list[str] = []
        chosen = ", ".join(f"{self._cell(cell, joins, i)} AS {name}" for i, (name, cell) in enumerate(cells.items()))
        self._make(table, columns)
        self.connection.execute(
            f"INSERT INTO graph.{table} SELECT {chosen} FROM {query} {' '.join(joins)} ORDER BY {', '.join(cells)}"
        )
