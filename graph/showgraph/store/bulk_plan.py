"""Which ids and numbers rows of bulk tables get: the same in every graph that holds them, whatever else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from showgraph.sql import quote_string
from showgraph.store.bulk import Bulk, BulkRange, Cell
from showgraph.store.layout import Layout
from showgraph.store.ranges import Fixed, Range
from showgraph.store.terms import RDF_TYPE

if TYPE_CHECKING:
    import duckdb

_NEAR, _FAR = 2**30, 2**40
"""Ranges that end before the first have their ids before all others, so that neighbour arrays hold few numbers; the ids
of larger ones begin with the second, where no dictionary ever comes to."""


class BulkPlan:
    """The ids of a graph's bulk tables: ``ranges`` by name, ``fixed`` IRIs that cells name, ``type_sets`` by bulk.

    The dictionary's own ids begin with ``first``, those of its literals come ``after_far`` ids later; sets of types
    that no bulk table has are numbered after ``sets``.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, layout: Layout, bulks: Sequence[Bulk]) -> None:
        self.layout = layout
        self.bulks = bulks
        self.ranges = place_ranges(bulks)
        near = [one.last for one in self.ranges.values() if one.first < _FAR]
        self.fixed = Fixed(max(near, default=0) + 1, tuple(_read_fixed(connection, bulks)))
        self.first = self.fixed.last + 1
        far = [one.last for one in self.ranges.values() if one.first >= _FAR]
        self.after_far = max(far) - self.fixed.last if far else 0
        self.type_sets: list[dict[str, int]] = []
        self.sets = 0
        for bulk in bulks:
            self.type_sets.append({key: self.sets + number for number, key in enumerate(bulk.type_sets, 1)})
            self.sets += len(bulk.type_sets)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The first and the last id of each range."""
        return [(one.first, one.last) for one in self.ranges.values()]

    def terms(self, bulk: Bulk) -> set[str]:
        """Return the IRIs that rows of a bulk need in the dictionary, beside the fixed ones."""
        return {
            RDF_TYPE,
            *(iri for classes in bulk.type_sets.values() for iri in classes),
            *self.predicates(bulk),
            *({bulk.graph} - {""}),
        }

    def predicates(self, bulk: Bulk) -> Iterator[str]:
        """Yield the predicates of a bulk's rows, but for their types."""
        tables = {table.name: table for table in self.layout.tables}
        for part in bulk.tables:
            columns = {column.name: column.predicate for column in tables[bulk.ranges[part.range].table].columns}
            yield from (columns[name] for name in part.cells)
        links = {link.name: link.predicate for link in self.layout.links}
        yield from (links[part.link] for part in bulk.links)
        texts = {text.name: text.predicate for text in self.layout.texts}
        yield from (texts[part.text] for part in bulk.texts)

    def said(self) -> set[str]:
        """Return the predicates of which a bulk row has one value."""
        tables = {table.name: table for table in self.layout.tables}
        found = {RDF_TYPE}
        for bulk in self.bulks:
            for part in bulk.tables:
                columns = {column.name: column.predicate for column in tables[bulk.ranges[part.range].table].columns}
                found.update(columns[name] for name in part.cells)
        return found

    def columns(self) -> dict[str, set[str]]:
        """Return the names of columns that bulk rows fill, by table."""
        found: dict[str, set[str]] = {}
        for bulk in self.bulks:
            for part in bulk.tables:
                found.setdefault(bulk.ranges[part.range].table, set()).update(part.cells)
        return found

    @property
    def links(self) -> frozenset[str]:
        """The names of links that have bulk rows."""
        return frozenset(part.link for bulk in self.bulks for part in bulk.links)

    @property
    def texts(self) -> frozenset[str]:
        """The names of texts that have bulk rows."""
        return frozenset(part.text for bulk in self.bulks for part in bulk.texts)

    def homes(self) -> Iterator[tuple[str, set[str], set[str]]]:
        """Yield for each predicate the tables that its bulk subjects and objects lie in; ``""`` for none."""
        tables = {table.name: table for table in self.layout.tables}
        for bulk in self.bulks:
            for part in bulk.tables:
                home = bulk.ranges[part.range].table
                yield RDF_TYPE, {home}, {""}
                columns = {column.name: column.predicate for column in tables[home].columns}
                for name, cell in part.cells.items():
                    yield columns[name], {home}, _homes(bulk, cell)
            links = {link.name: link.predicate for link in self.layout.links}
            for link in bulk.links:
                yield links[link.link], _homes(bulk, link.s), _homes(bulk, link.o)
            texts = {text.name: text.predicate for text in self.layout.texts}
            for text in bulk.texts:
                yield texts[text.text], _homes(bulk, text.s), {""}

    def home_sql(self, number: str) -> str:
        """Return SQL for the place in the layout of the table that an id of a range lies in, -1 for other ids."""
        places = {table.name: place for place, table in enumerate(self.layout.tables)}
        tables = {name: one.table for bulk in self.bulks for name, one in bulk.ranges.items()}
        cases = " ".join(
            f"WHEN {number} BETWEEN {one.first} AND {one.last} THEN {places[tables[name]]}"
            for name, one in self.ranges.items()
        )
        return f"CASE {cases} ELSE -1 END" if cases else "-1"

    def in_range_sql(self, term: str) -> str:
        """Return the SQL that a term text is an identifier of a range."""
        tests = [
            f"(regexp_full_match({term}, {quote_string(_pattern(one))}) AND {_number_sql(one, term)} <= {one.most})"
            for bulk in self.bulks
            for one in bulk.ranges.values()
        ]
        return f"({' OR '.join(tests) or 'false'})"

    def range_ids_sql(self, term: str) -> str:
        """Return SQL for the id of a term text that is an identifier of a range."""
        cases = " ".join(
            f"WHEN starts_with({term}, {quote_string('<' + one.prefix)}) THEN {one.first} + {_number_sql(one, term)}"
            for one in self.ranges.values()
        )
        return f"CASE {cases} END"


def place_ranges(bulks: Sequence[Bulk]) -> dict[str, Range]:
    """Return where each range's ids lie; the largest ranges come last."""
    found: dict[str, Range] = {}
    after = 0
    named = [entry for bulk in bulks for entry in bulk.ranges.items()]
    for name, one in sorted(named, key=lambda entry: (entry[1].most, entry[0])):
        if after < _NEAR <= after + one.most + 1:
            after = _FAR
        found[name] = Range(one.prefix, one.width, one.suffix, first=after + 1, last=after + 1 + one.most)
        after += one.most + 1
    return found


def _read_fixed(connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk]) -> list[str]:
    """Return the term texts of IRIs that cells of rows name, sorted."""
    found = {"<" + iri for bulk in bulks for cell in _cells(bulk) for iri in cell.iris.values()}
    for bulk in bulks:
        if bulk.iris:
            found.update(
                text for (text,) in connection.execute(f"SELECT '<' || iri FROM ({bulk.iris}) q(iri)").fetchall()
            )
    return sorted(found)


def _cells(bulk: Bulk) -> Iterator[Cell]:
    yield from (cell for part in bulk.tables for cell in part.cells.values())
    yield from (cell for part in bulk.links for cell in (part.s, part.o))
    yield from (part.s for part in bulk.texts)


def _homes(bulk: Bulk, cell: Cell) -> set[str]:
    return {bulk.ranges[cell.range].table if cell.range else cell.table}


def _number_sql(one: BulkRange | Range, term: str) -> str:
    before, around = len(one.prefix) + 2, len(one.prefix) + len(one.suffix) + 1
    return f"TRY_CAST(substr({term}, {before}, length({term}) - {around}) AS BIGINT)"


def _pattern(one: BulkRange) -> str:
    """Return the regular expression of a range's identifiers."""
    digits = f"([0-9]{{{one.width}}}|[1-9][0-9]{{{one.width},}})"
    return f"<{re.escape(one.prefix)}{digits}{re.escape(one.suffix)}"
