"""Which tables answer a triple pattern: one list of scans for each predicate, from the layout and the catalogue.

A scan says where each position stands in one table, so that whoever asks can add conditions and join. The scans of a
predicate are disjoint: their union is the pattern's solutions, without duplicates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from typing import Literal as Choice

from showgraph.store.catalogue import Catalogue, PredicateFacts
from showgraph.store.layout import ANY_LITERAL, Layout, column_type, lexical_sql
from showgraph.store.tables import (
    MOVED,
    STATEMENTS,
    TYPE_SETS,
    entity_table,
    index_table,
    link_table,
    quote,
    sorted_table,
    text_table,
)
from showgraph.store.terms import RDF_TYPE, XSD_STRING, Literal, Term

Kind = Choice["resource", "term", "value", "number", "text", "full"]


@dataclass(frozen=True)
class Cell:
    """Where and in which form a scan has a value; ``{t}`` in the SQL stands for the table's alias.

    - ``resource``: the id of an IRI or blank node;
    - ``term``: the id of any term of the dictionary;
    - ``value``: a native value of ``datatype``, which stands for its canonical lexical form;
    - ``number``: a number that was computed, which stands for the shortest form of its value;
    - ``text``: a string, ``language`` is SQL for its language tag or the empty string;
    - ``full``: a term text.

    ``digits`` is how many digits a number has at most, ``scale`` of them after the point; 0 where nothing is known.
    """

    sql: str
    kind: Kind = "resource"
    datatype: str = ""
    language: str = ""
    digits: int = 0
    scale: int = 0


@dataclass(frozen=True)
class Scan:
    """One table that holds triples of a pattern.

    ``home`` names the layout's table when the triples are one of its columns: at most one value per subject; ``within``
    the one that all its subjects lie in, if there is one. ``rows`` is how many triples it has without more conditions.
    ``unique`` says that no two subjects have the same object.
    """

    table: str
    s: Cell
    o: Cell
    p: Cell | None = None
    g: Cell | None = None
    conditions: tuple[str, ...] = ()
    home: str = ""
    rows: int = 0
    within: str = ""
    unique: bool = False


@dataclass(frozen=True)
class Place:
    """Which graphs a pattern looks in: the default graph, or named ones, all of them or those with the given ids.

    A ``merged`` place is the union of its graphs, in which a triple stands once.
    """

    named: bool = False
    graphs: tuple[int, ...] | None = None
    merged: bool = False


DEFAULT = Place()


class Patterns:
    """Finds the scans of patterns over one graph directory."""

    def __init__(self, layout: Layout, catalogue: Catalogue) -> None:
        self.layout = layout
        self.catalogue = catalogue
        self._columns = {(table.name, column.predicate): column for table in layout.tables for column in table.columns}
        self._orders = {
            table.name: (table.sorted_by, table.indexed) for table in layout.tables if table.name in catalogue.large
        }
        self._links = {link.predicate: link.name for link in layout.links}
        self._texts = {text.predicate: text.name for text in layout.texts}

    def facts(self, predicate: str) -> PredicateFacts | None:
        """Return the counts of a predicate, None when no triple has it."""
        return self.catalogue.predicates.get(predicate)

    def scans(
        self,
        predicate: str | None,
        place: Place = DEFAULT,
        *,
        by_object: bool = False,
        by_subject: bool = False,
        to_object: bool = False,
        type_id: int | None = None,
    ) -> list[Scan]:
        """Return the scans of a predicate, of all predicates for None.

        ``by_object`` and ``by_subject`` say which position will have a value, ``to_object`` that few objects are joined
        with it, so that the table in that order is read;
        ``type_id`` is the object of rdf:type where it is known already.
        A named place always has ``g`` cells, a scan of all predicates ``p`` cells.
        """
        if predicate is None:
            native = self._of_bulks(None, place) if place.named else self._all_native()
            return [self._statements(None, None, place, by_object, by_subject), *native]
        facts = self.facts(predicate)
        if facts is None:
            return []
        if place.named:
            flags = {"by_object": by_object, "by_subject": by_subject, "to_object": to_object}
            stated = self._statements(predicate, facts, place, by_object, by_subject)
            return [stated] * bool(facts.named_triples) + self._of_bulks(predicate, place, type_id=type_id, **flags)
        inverse = (by_object or to_object) and not by_subject
        direction: Choice["in", "out"] = "in" if inverse else "out"
        found = [
            self._column(table, predicate, rows, inverse=inverse, by_value=inverse and by_object)
            for table, rows in facts.columns.items()
        ]
        if facts.typed:
            found += self._types() if type_id is None else self._members(type_id)
        if facts.link:
            table = link_table(self._links[predicate], direction)
            found.append(Scan(table, Cell("{t}.s"), Cell("{t}.o"), rows=facts.link))
        if facts.text:
            table = text_table(self._texts[predicate], direction)
            cell = Cell("{t}.value", "text", language="{t}.lang")
            found.append(Scan(table, Cell("{t}.s"), cell, rows=facts.text))
        if facts.resources or facts.literals:
            found.append(self._statements(predicate, facts, place, by_object, by_subject))
        return found

    def _types(self) -> list[Scan]:
        found = []
        for name, sets in self.catalogue.types.items():
            rows = sum(count * len(self.catalogue.type_sets[types]) for types, count in sets.items())
            table = f"(SELECT t.id AS s, c.class AS o FROM {entity_table(name)} t JOIN {TYPE_SETS} c USING (types))"
            found.append(Scan(table, Cell("{t}.s"), Cell("{t}.o"), rows=rows, within=name))
        return [scan for scan in found if scan.rows]

    def _members(self, type_id: int) -> list[Scan]:
        """Return the scans of the tables' rows that have a type; a row tells it by one number."""
        found = []
        for name, sets in self.catalogue.types.items():
            chosen = {int(types): count for types, count in sets.items() if type_id in self.catalogue.type_sets[types]}
            if not chosen:
                continue
            tests = () if len(chosen) == len(sets) else (_one_of("{t}.types", sorted(chosen)),)
            cells = Cell("{t}.id"), Cell(str(type_id))
            found.append(Scan(entity_table(name), *cells, conditions=tests, home=name, rows=sum(chosen.values())))
        return found

    def homes(self, class_iri: str) -> Collection[str]:
        """Return the tables that all members of a class lie in; empty when some lie in none, so nothing follows."""
        counts = self.catalogue.classes.get(class_iri, {})
        return () if "" in counts else tuple(counts)

    def subjects_per_object(self, predicate: str) -> int:
        """Return a guess of how many subjects share an object: values are taken to be different."""
        facts = self.facts(predicate)
        if facts is None:
            return 0
        objects = sum(self.catalogue.rows[table] for table in facts.object_homes) or facts.default_triples
        return facts.default_triples // max(1, objects) if predicate != RDF_TYPE else facts.default_triples

    def ends(self, predicate: str) -> tuple[Collection[str], Collection[str]]:
        """Return the tables that all subjects and all objects of a predicate lie in; empty when nothing follows."""
        facts = self.facts(predicate)
        return (facts.subject_homes, facts.object_homes) if facts else ((), ())

    def _column(self, table: str, predicate: str, rows: int, *, inverse: bool, by_value: bool) -> Scan:
        column = self._columns[table, predicate]
        sorted_by, indexed = self._orders.get(table, ((), ()))
        sql = "{t}." + quote(column.name)
        if column.datatype == ANY_LITERAL:
            cell = Cell(sql, "full")
        else:
            digits = self.catalogue.digits.get(f"{table}.{column.name}", 0)
            cell = Cell(sql) if column.datatype is None else Cell(sql, "value", column.datatype, digits=digits)
        unique = f"{table}.{column.name}" in self.catalogue.unique
        if by_value and column.name in indexed:
            return Scan(
                index_table(table, column.name), Cell("{t}.id"), replace(cell, sql="{t}.value"), rows=rows, within=table
            )
        name = sorted_table(table, column.name) if inverse and column.name in sorted_by else entity_table(table)
        there = (f"{sql} IS NOT NULL",)
        return Scan(name, Cell("{t}.id"), cell, conditions=there, home=table, rows=rows, unique=unique)

    def _statements(
        self, predicate: str | None, facts: PredicateFacts | None, place: Place, by_object: bool, by_subject: bool
    ) -> Scan:
        catalogue = self.catalogue
        if not place.named:
            conditions = ["{t}.g = 0"]
            literals = facts is None or facts.literals > 0
            rows = facts.resources + facts.literals if facts else catalogue.default_triples
        else:
            conditions = ["{t}.g <> 0"] if place.graphs is None else [_one_of("{t}.g", place.graphs)]
            literals = facts is None or facts.named_literals > 0
            rows = facts.named_triples if facts else catalogue.named_triples
            if place.graphs is not None:
                rows = rows * len(place.graphs) // max(1, catalogue.graphs) + 1
        if facts is not None:
            conditions.append(f"{{t}}.p = {facts.id}")
        if place.merged and place.graphs is not None and len(place.graphs) != 1:
            inside = " AND ".join(condition.replace("{t}.", "") for condition in conditions)
            table = f"(SELECT DISTINCT p, s, o FROM statements WHERE {inside})"
            cell = Cell("{t}.o", "term" if literals else "resource")
            return Scan(table, Cell("{t}.s"), cell, None if predicate is not None else Cell("{t}.p"), rows=rows)
        table = "statements"
        if by_subject:
            table = "statements_by_subject"
        elif by_object and (predicate is not None):
            table = "statements_by_object"
        return Scan(
            table,
            Cell("{t}.s"),
            Cell("{t}.o", "term" if literals else "resource"),
            p=None if predicate is not None else Cell("{t}.p"),
            g=Cell("{t}.g") if place.named else None,
            conditions=tuple(conditions),
            rows=rows,
        )

    def _of_bulks(self, predicate: str | None, place: Place, **flags: Any) -> list[Scan]:
        """Return the scans of what named graphs say in the default graph's tables."""
        found = []
        one_graph = not (place.merged and place.graphs is not None and len(place.graphs) != 1)
        for graph in self.catalogue.bulk_graphs:
            if place.graphs is not None and graph.id not in place.graphs:
                continue
            chosen = list(graph.predicates) if predicate is None else [predicate] * (predicate in graph.predicates)
            for one in chosen:
                number = Cell(str(self.catalogue.predicates[one].id)) if predicate is None else None
                for scan in self.scans(one, **flags):
                    if scan.table in STATEMENTS:
                        continue
                    spans = " OR ".join(f"{scan.s.sql} BETWEEN {first} AND {last}" for first, last in graph.spans)
                    moved = (f"{scan.s.sql} NOT IN (SELECT id FROM {MOVED})",) if graph.moved else ()
                    found.append(
                        replace(
                            scan,
                            p=number,
                            g=Cell(str(graph.id)) if one_graph else None,
                            conditions=(*scan.conditions, f"({spans})", *moved),
                            rows=min(scan.rows, graph.predicates[one]),
                        )
                    )
        return found

    def _all_native(self) -> list[Scan]:
        """Return the scans of every column, link and text of the default graph, with their predicates."""
        found = []
        for predicate, facts in self.catalogue.predicates.items():
            for scan in self.scans(predicate):
                if scan.table != "statements":
                    found.append(
                        Scan(
                            scan.table, scan.s, scan.o, Cell(str(facts.id)), None, scan.conditions, scan.home, scan.rows
                        )
                    )
        return found


def _one_of(sql: str, numbers: Sequence[int]) -> str:
    if not numbers:
        return "false"
    if len(numbers) == 1:
        return f"{sql} = {numbers[0]}"
    return f"{sql} IN ({', '.join(map(str, numbers))})"


def native_value(term: Term, datatype: str) -> int | bool | str | None:
    """Return what a literal is bound as when compared with a column of this datatype; None when it can't lie in one.

    Decimals are bound as text, which the engine casts without loss.
    """
    if not isinstance(term, Literal) or term.datatype != datatype:
        return None
    kind, lexical = column_type(datatype), term.lexical
    if kind == "BIGINT":
        try:
            number = int(lexical)
        except ValueError:
            return None
        return number if str(number) == lexical and -(2**63) <= number < 2**63 else None
    if kind == "BOOLEAN":
        return {"true": True, "false": False}.get(lexical)
    if kind == "VARCHAR":
        return lexical
    head, _, tail = lexical.removeprefix("-").partition(".")
    canonical = (
        head.isascii() and head.isdigit() and tail.isascii() and tail.isdigit() and len(tail) <= 6 and len(head) <= 12
        and (head == "0" or not head.startswith("0")) and (len(tail) == 1 or not tail.endswith("0"))
    )  # fmt: skip
    return lexical if canonical and lexical != "-0.0" else None


def full_text(cell: Cell) -> str:
    """Return SQL for the term text of a value or text cell; ids need the dictionary."""
    if cell.kind == "full":
        return cell.sql
    if cell.kind == "text":
        tagged = f"'@' || {cell.language} || ' ' || {cell.sql}"
        return f"CASE WHEN {cell.language} = '' THEN '\"' || {cell.sql} ELSE {tagged} END"
    if cell.kind == "number":
        text = f"CAST({cell.sql} AS VARCHAR)"
        return f"'^{cell.datatype} ' || " + (f"rtrim(rtrim({text}, '0'), '.')" if cell.scale else text)
    if cell.kind == "value":
        lexical = lexical_sql(cell.sql, cell.datatype)
        mark = '"' if cell.datatype == XSD_STRING else f"^{cell.datatype} ".replace("'", "''")
        return f"'{mark}' || {lexical}"
    raise ValueError(f"a {cell.kind} cell has no text of its own")
