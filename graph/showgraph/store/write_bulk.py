"""Bulk tables into a graph that is being written: numbers become ids by adding where their range begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.store.bulk import Bulk, BulkTable, Cell
from showgraph.store.catalogue import BulkGraph
from showgraph.store.layout import Layout, Table
from showgraph.store.ranges import Range
from showgraph.store.tables import GRAPHS, MOVED, TERMS, TYPE_SETS, entity_table, link_table, quote, text_table
from showgraph.store.terms import RDF_TYPE

if TYPE_CHECKING:
    import duckdb

BULK_IRIS = "sg_bulk_iris"
_IDS = "sg_bulk_ids"
MOVED_TERMS = "sg_moved"
BULK_TABLES = (BULK_IRIS, _IDS, MOVED_TERMS)


def stage_iris(connection: duckdb.DuckDBPyConnection, layout: Layout, bulks: Sequence[Bulk]) -> None:
    """Make ``sg_bulk_iris``, the term texts that bulk tables need in the dictionary."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {BULK_IRIS} (term VARCHAR)")
    for bulk in bulks:
        known = {RDF_TYPE, *(iri for classes in bulk.type_sets.values() for iri in classes), *_predicates(layout, bulk)}
        known.update(iri for cell in _cells(bulk) for iri in cell.iris.values())
        known.update({bulk.graph} - {""})
        connection.execute(f"INSERT INTO {BULK_IRIS} SELECT '<' || unnest(?)", [sorted(known)])
        if bulk.iris:
            connection.execute(f"INSERT INTO {BULK_IRIS} SELECT DISTINCT '<' || iri FROM ({bulk.iris}) q(iri)")


def stage_moved(connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk]) -> None:
    """Make ``sg_moved``, the term texts of identifiers of ranges that quads tell of in place of the tables."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {MOVED_TERMS} (term VARCHAR)")
    for bulk in bulks:
        if bulk.moved:
            connection.execute(f"INSERT INTO {MOVED_TERMS} SELECT DISTINCT term FROM ({bulk.moved}) q(term)")


def _predicates(layout: Layout, bulk: Bulk) -> Iterator[str]:
    tables = {table.name: table for table in layout.tables}
    for part in bulk.tables:
        columns = {column.name: column.predicate for column in tables[bulk.ranges[part.range].table].columns}
        yield from (columns[name] for name in part.cells)
    links = {link.name: link.predicate for link in layout.links}
    yield from (links[part.link] for part in bulk.links)
    texts = {text.name: text.predicate for text in layout.texts}
    yield from (texts[part.text] for part in bulk.texts)


def _cells(bulk: Bulk) -> Iterator[Cell]:
    yield from (cell for part in bulk.tables for cell in part.cells.values())
    yield from (cell for part in bulk.links for cell in (part.s, part.o))
    yield from (part.s for part in bulk.texts)


def place_ranges(bulks: Sequence[Bulk], after: int) -> dict[str, Range]:
    """Return where each range's ids lie, the first after an id; the largest ranges come last."""
    found: dict[str, Range] = {}
    named = [entry for bulk in bulks for entry in bulk.ranges.items()]
    for name, one in sorted(named, key=lambda entry: entry[1].most):
        found[name] = Range(one.prefix, one.width, one.suffix, first=after + 1, last=after + 1 + one.most)
        after += one.most + 1
    return found


def bound_ranges(connection: duckdb.DuckDBPyConnection, ranges: Mapping[str, Range]) -> dict[str, Range]:
    """Return ranges that know where they lie among the resources of ``sg_known``, in the order of texts."""
    found = {}
    for name, one in ranges.items():
        start = "<" + one.prefix
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE term < $1), count(*) FILTER (WHERE starts_with(term, $1)) "
            "FROM sg_known WHERE kind < 2",
            [start],
        ).fetchone()
        before, between = (int(count) for count in row) if row else (0, 0)
        others = [other.prefix for key, other in ranges.items() if key != name]
        mixed = (
            between
            or one.suffix[:1].isdigit()
            or any(one.prefix.startswith(prefix) or prefix.startswith(one.prefix) for prefix in others)
        )
        found[name] = replace(one, after=-1 if mixed else before)
    return found


def in_range_sql(bulks: Sequence[Bulk], term: str) -> str:
    """Return the SQL that a term text is an identifier of a range."""
    tests = [
        f"(regexp_full_match({term}, '<{_quote_pattern(one.prefix)}([0-9]{{{one.width}}}|[1-9][0-9]{{{one.width},}})"
        f"{_quote_pattern(one.suffix)}') AND {_number_sql(one.prefix, one.suffix, term)} <= {one.most})"
        for bulk in bulks
        for one in bulk.ranges.values()
    ]
    return f"({' OR '.join(tests) or 'false'})"


def range_ids_sql(ranges: Iterable[Range], term: str) -> str:
    """Return SQL for the id of a term text that is an identifier of a range."""
    cases = " ".join(
        f"WHEN starts_with({term}, '<{_quote(one.prefix)}') THEN {one.first} + "
        f"{_number_sql(one.prefix, one.suffix, term)}"
        for one in ranges
    )
    return f"CASE {cases} END"


def _number_sql(prefix: str, suffix: str, term: str) -> str:
    return f"TRY_CAST(substr({term}, {len(prefix) + 2}, length({term}) - {len(prefix) + len(suffix) + 1}) AS BIGINT)"


def _quote(text: str) -> str:
    return text.replace("'", "''")


def _quote_pattern(text: str) -> str:
    return _quote(re.escape(text))


class BulkWriter:
    """Adds the rows of bulk tables to tables that hold those of the quads already."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, layout: Layout, bulks: Sequence[Bulk], ranges: Mapping[str, Range]
    ) -> None:
        self.connection = connection
        self.layout = layout
        self.bulks = bulks
        self.ranges = ranges
        self.type_sets: list[dict[str, int]] = []
        self.graphs: list[BulkGraph] = []

    def write_type_sets(self) -> None:
        """Number the sets of types of the bulk tables after those of the quads."""
        row = self.connection.execute(f"SELECT coalesce(max(types), 0) FROM graph.{TYPE_SETS}").fetchone()
        number = int(row[0]) if row else 0
        for bulk in self.bulks:
            self.type_sets.append({})
            for key, classes in bulk.type_sets.items():
                number += 1
                self.type_sets[-1][key] = number
                self.connection.execute(
                    f"INSERT INTO graph.{TYPE_SETS} SELECT {number}, id FROM graph.{TERMS} "
                    "WHERE term IN (SELECT '<' || unnest(?)) ORDER BY id",
                    [list(classes)],
                )

    def write_table(self, table: Table) -> int:
        """Add the rows of one table of the layout; return how many there are."""
        rows = 0
        for bulk, sets in zip(self.bulks, self.type_sets, strict=True):
            for part in bulk.tables:
                if bulk.ranges[part.range].table == table.name:
                    self._write_part(table, part, sets)
                    rows += self._count(part.query)
        return rows

    def count_rows(self) -> int:
        """Return how many rows all tables get."""
        return sum(self._count(part.query) for bulk in self.bulks for part in bulk.tables)

    def _count(self, query: str) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM {query}").fetchone()
        return int(row[0]) if row else 0

    def _write_part(self, table: Table, part: BulkTable, type_sets: Mapping[str, int]) -> None:
        joins: list[str] = []
        cells = [
            self._cell(part.cells[column.name], joins, index) if column.name in part.cells else "NULL"
            for index, column in enumerate(table.columns)
        ]
        first = self.ranges[part.range].first
        sets = " ".join(f"WHEN '{_quote(key)}' THEN {number}" for key, number in type_sets.items())
        self.connection.execute(
            f"INSERT INTO graph.{entity_table(table.name)} "
            f"SELECT {', '.join([f'{first}::BIGINT + {part.number}', f'CASE {part.types} {sets} END', *cells])} "
            f"FROM {part.query} {' '.join(joins)} ORDER BY 1"
        )

    def _cell(self, cell: Cell, joins: list[str], index: int) -> str:
        if cell.range:
            return f"{self.ranges[cell.range].first}::BIGINT + {cell.sql}"
        if cell.iris:
            rows = self.connection.execute(
                f"SELECT term, id FROM {_IDS} WHERE term IN (SELECT unnest(?))", [list(cell.iris.values())]
            ).fetchall()
            ids = {str(term): int(number) for term, number in rows}
            return f"CASE {cell.sql} {' '.join(f'WHEN {key} THEN {ids[iri]}' for key, iri in cell.iris.items())} END"
        if cell.table:
            joins.append(f"LEFT JOIN {_IDS} i{index} ON i{index}.term = {cell.sql}")
            return f"i{index}.id"
        return cell.sql

    def write_sides(self) -> None:
        """Add the rows of links and texts, by subject."""
        for bulk in self.bulks:
            for link in bulk.links:
                self._write_side(link_table(link.link, "out"), link.query, {"s": link.s, "o": link.o})
            for text in bulk.texts:
                cells = {"s": text.s, "value": Cell(text.value), "lang": Cell(text.lang)}
                self._write_side(text_table(text.text, "out"), text.query, cells)

    def _write_side(self, table: str, query: str, cells: Mapping[str, Cell]) -> None:
        joins: list[str] = []
        chosen = ", ".join(f"{self._cell(cell, joins, i)} AS {name}" for i, (name, cell) in enumerate(cells.items()))
        self.connection.execute(
            f"INSERT INTO graph.{table} SELECT {chosen} FROM {query} {' '.join(joins)} ORDER BY {', '.join(cells)}"
        )

    def check_once(self) -> None:
        """Refuse links and texts that both quads and bulk tables have: a triple is in one place.

        Raises:
            BuildError: there are some; the error shows one.
        """
        spans = " OR ".join(f"s BETWEEN {one.first} AND {one.last}" for one in self.ranges.values())
        links = {link.name: (link.predicate, link_table(link.name, "out")) for link in self.layout.links}
        texts = {text.name: (text.predicate, text_table(text.name, "out")) for text in self.layout.texts}
        names = [links[part.link] for bulk in self.bulks for part in bulk.links]
        names += [texts[part.text] for bulk in self.bulks for part in bulk.texts]
        for predicate, side in names:
            row = self.connection.execute(
                f"SELECT any_value(t.term) FROM (SELECT *, count(*) AS times FROM graph.{side} WHERE s IN "
                f"(SELECT q.s FROM sg_ids q JOIN sg_terms p ON p.id = q.p WHERE p.term = $1 AND ({spans})) "
                "GROUP BY ALL) JOIN sg_terms t ON t.id = s HAVING max(times) > 1",
                ["<" + predicate],
            ).fetchone()
            if row and row[0]:
                raise _two_sources(predicate, str(row[0])[1:])

    @property
    def filled(self) -> frozenset[str]:
        """The names of links and texts that get rows."""
        links = {part.link for bulk in self.bulks for part in bulk.links}
        return frozenset(links | {part.text for bulk in self.bulks for part in bulk.texts})

    def stage_ids(self) -> None:
        """Make ``sg_bulk_ids``, the ids of the IRIs that cells give as text."""
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_IDS} AS SELECT substr(t.term, 2) AS term, t.id "
            f"FROM graph.{TERMS} t WHERE t.term IN (SELECT term FROM {BULK_IRIS})"
        )

    def counts(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield predicate, ``column``, ``link`` or ``text``, table and triples, those of the quads included."""
        tables = {table.name: table for table in self.layout.tables}
        for name, cells in self._columns().items():
            columns = [column for column in tables[name].columns if column.name in cells]
            counted = ", ".join(f"count({quote(column.name)})" for column in columns)
            row = self.connection.execute(f"SELECT {counted} FROM graph.{entity_table(name)}").fetchone() or ()
            for column, count in zip(columns, row, strict=True):
                yield column.predicate, "column", name, int(count)
        links = {link.name: link.predicate for link in self.layout.links}
        texts = {text.name: text.predicate for text in self.layout.texts}
        for name in {part.link for bulk in self.bulks for part in bulk.links}:
            yield links[name], "link", "", self._rows(link_table(name, "out"))
        for name in {part.text for bulk in self.bulks for part in bulk.texts}:
            yield texts[name], "text", "", self._rows(text_table(name, "out"))

    def write_graphs(self) -> None:
        """Add what the bulks say to the counts of their named graphs."""
        self.connection.execute(
            f"CREATE TABLE graph.{MOVED} AS SELECT id FROM sg_terms WHERE term IN (SELECT term FROM {MOVED_TERMS}) "
            "ORDER BY id"
        ) if self.bulks else None
        self.graphs = [self._read_graph(bulk) for bulk in self.bulks if bulk.graph]
        for graph in self.graphs:
            self.connection.execute(
                f"CREATE OR REPLACE TABLE graph.{GRAPHS} AS SELECT g, sum(triples)::BIGINT AS triples FROM "
                f"(FROM graph.{GRAPHS} UNION ALL SELECT {graph.id}, {sum(graph.predicates.values())}) "
                "GROUP BY g ORDER BY g"
            )

    def _read_graph(self, bulk: Bulk) -> BulkGraph:
        spans = [(self.ranges[name].first, self.ranges[name].last) for name in bulk.ranges]
        within = " OR ".join(f"{{0}} BETWEEN {first} AND {last}" for first, last in spans)
        moved = self._rows(MOVED) > 0
        inside = f"({within})" + (f" AND {{0}} NOT IN (SELECT id FROM graph.{MOVED})" if moved else "")
        found: dict[str, int] = {}
        tables = {table.name: table for table in self.layout.tables}
        for part in bulk.tables:
            table = tables[bulk.ranges[part.range].table]
            columns = [column for column in table.columns if column.name in part.cells]
            classes = f"(SELECT types, count(*) AS classes FROM graph.{TYPE_SETS} GROUP BY types)"
            counted = "".join(f", count({quote(column.name)})" for column in columns)
            row = self.connection.execute(
                f"SELECT coalesce(sum(classes), 0)::BIGINT{counted} FROM graph.{entity_table(table.name)} "
                f"JOIN {classes} USING (types) WHERE {inside.format('id')}"
            ).fetchone()
            for predicate, count in zip((RDF_TYPE, *(column.predicate for column in columns)), row or (), strict=True):
                found[predicate] = found.get(predicate, 0) + int(count)
        sides = [
            *((link.predicate, link_table(link.name, "out")) for link in self.layout.links),
            *((text.predicate, text_table(text.name, "out")) for text in self.layout.texts),
        ]
        said = set(_predicates(self.layout, bulk))
        for predicate, side in sides:
            if predicate in said:
                rows = self.connection.execute(
                    f"SELECT count(*) FROM graph.{side} WHERE {inside.format('s')}"
                ).fetchone()
                found[predicate] = int(rows[0]) if rows else 0
        row = self.connection.execute(f"SELECT id FROM graph.{TERMS} WHERE term = ?", ["<" + bulk.graph]).fetchone()
        assert row is not None
        return BulkGraph(int(row[0]), {key: count for key, count in found.items() if count}, spans, moved)

    def _columns(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for bulk in self.bulks:
            for part in bulk.tables:
                found.setdefault(bulk.ranges[part.range].table, set()).update(part.cells)
        return found

    def _rows(self, table: str) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM graph.{table}").fetchone()
        return int(row[0]) if row else 0

    def home_sql(self, number: str) -> str:
        """Return SQL for the place in the layout of the table that an id of a range lies in, -1 for other ids."""
        places = {table.name: place for place, table in enumerate(self.layout.tables)}
        tables = {name: one.table for bulk in self.bulks for name, one in bulk.ranges.items()}
        cases = " ".join(
            f"WHEN {number} BETWEEN {one.first} AND {one.last} THEN {places[tables[name]]}"
            for name, one in self.ranges.items()
        )
        return f"CASE {cases} ELSE -1 END" if cases else "-1"

    def check_apart(self) -> None:
        """Refuse quads that say of a bulk row what the row itself says: a cell has one value.

        Raises:
            BuildError: there are some; the error shows one.
        """
        tables = {table.name: table for table in self.layout.tables}
        said = {RDF_TYPE}
        for bulk in self.bulks:
            for part in bulk.tables:
                columns = {column.name: column.predicate for column in tables[bulk.ranges[part.range].table].columns}
                said.update(columns[name] for name in part.cells)
        spans = " OR ".join(f"s BETWEEN {one.first} AND {one.last}" for one in self.ranges.values())
        if not spans:
            return
        row = self.connection.execute(
            f"SELECT ts.term, tp.term FROM sg_ids JOIN sg_terms ts ON ts.id = s JOIN sg_terms tp ON tp.id = p "
            f"WHERE ({spans}) AND tp.term IN (SELECT '<' || unnest(?)) "
            f"AND ts.term NOT IN (SELECT term FROM {MOVED_TERMS}) LIMIT 1",
            [sorted(said)],
        ).fetchone()
        if row:
            raise _two_sources(str(row[1])[1:], str(row[0])[1:])

    def homes(self) -> Iterator[tuple[str, set[str], set[str]]]:
        """Yield for each predicate the tables that its bulk subjects and objects lie in; ``""`` for none."""
        tables = {table.name: table for table in self.layout.tables}
        for bulk in self.bulks:
            for part in bulk.tables:
                home = bulk.ranges[part.range].table
                yield RDF_TYPE, {home}, {""}
                columns = {column.name: column.predicate for column in tables[home].columns}
                for name, cell in part.cells.items():
                    yield columns[name], {home}, self._object_homes(bulk, cell)
            links = {link.name: link.predicate for link in self.layout.links}
            for link in bulk.links:
                yield links[link.link], self._object_homes(bulk, link.s), self._object_homes(bulk, link.o)
            texts = {text.name: text.predicate for text in self.layout.texts}
            for text in bulk.texts:
                yield texts[text.text], self._object_homes(bulk, text.s), {""}

    @staticmethod
    def _object_homes(bulk: Bulk, cell: Cell) -> set[str]:
        return {bulk.ranges[cell.range].table if cell.range else cell.table}


def _two_sources(predicate: str, subject: str) -> BuildError:
    return BuildError(
        f"two sources give the {predicate} of {subject}, one of them as tables; "
        "such sources can't be merged: leave these triples out, or build two graphs"
    )
