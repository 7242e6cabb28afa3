"""The catalogue of a graph that has just been written: where each predicate's triples lie, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from showgraph.store.bulk_plan import BulkPlan
from showgraph.store.catalogue import BulkGraph, Catalogue, PredicateFacts
from showgraph.store.count_bulk import count_rows
from showgraph.store.layout import INTEGER_TYPES, STATEMENT, TYPE, Layout, numbered_columns
from showgraph.store.tables import GRAPHS, TERMS, TYPE_SETS, entity_table, quote
from showgraph.store.terms import RDF_TYPE

_READ = 50_000


def count_graph(
    connection: duckdb.DuckDBPyConnection, layout: Layout, plan: BulkPlan, graphs: Sequence[BulkGraph]
) -> Catalogue:
    """Return the catalogue of a graph whose tables are written, while what they were written from is still staged."""

    def rows(query: str) -> list[tuple[object, ...]]:
        return connection.execute(query).fetchall()

    def number(query: str) -> int:
        row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    blank = number(f"SELECT count(*) FROM graph.{TERMS} WHERE starts_with(term, '_')")
    resources = number(f"SELECT coalesce(max(id), 0) FROM graph.{TERMS} WHERE left(term, 1) IN ('_', '<')")
    resources = max([resources, *(last for _, last in plan.spans)])
    types = {
        table.name: {
            str(key): int(str(count))
            for key, count in rows(
                f"SELECT types, count(*) FROM graph.{entity_table(table.name)} GROUP BY ALL ORDER BY ALL"
            )
        }
        for table in layout.tables
    }
    sets = rows(f"SELECT types, list(class ORDER BY class) FROM graph.{TYPE_SETS} GROUP BY ALL ORDER BY ALL")
    type_sets = {str(key): list(members) for key, members in sets}  # type: ignore[call-overload]
    typed = sum(count * len(type_sets[key]) for counts in types.values() for key, count in counts.items())
    predicates = _count_predicates(connection, layout, resources, typed, plan)
    return Catalogue(
        predicates=predicates,
        classes=_count_classes(connection, types, type_sets),
        rows={name: sum(counts.values()) for name, counts in types.items()},
        types=types,
        type_sets=type_sets,
        first=plan.first,
        digits=_count_digits(connection, layout),
        unique=_find_unique(connection, layout, {name: sum(counts.values()) for name, counts in types.items()}),
        blank_nodes=blank,
        resources=resources,
        terms=number(f"SELECT count(*) FROM graph.{TERMS}"),
        default_triples=sum(facts.default_triples for facts in predicates.values()),
        named_triples=number("SELECT count(*) FROM sg_ids WHERE g <> 0")
        + sum(sum(graph.predicates.values()) for graph in graphs),
        bulk_graphs=tuple(graphs),
        graphs=number(f"SELECT count(*) FROM graph.{GRAPHS}"),
    )


def _count_digits(connection: duckdb.DuckDBPyConnection, layout: Layout) -> dict[str, int]:
    found = {}
    for table in layout.tables:
        names = [column.name for column in table.columns if column.datatype in INTEGER_TYPES]
        if not names:
            continue
        ends = ", ".join(f"max({quote(name)}), min({quote(name)})" for name in names)
        row = connection.execute(f"SELECT {ends} FROM graph.{entity_table(table.name)}").fetchone() or ()
        for name, most, least in zip(names, row[::2], row[1::2], strict=True):
            if most is not None:
                found[f"{table.name}.{name}"] = len(str(max(abs(most), abs(least))))
    return found


def _find_unique(connection: duckdb.DuckDBPyConnection, layout: Layout, rows: Mapping[str, int]) -> tuple[str, ...]:
    """Return the columns that people look values up in and whose values all differ, of tables that are quickly read."""
    found = []
    for table in layout.tables:
        if table.indexed and 0 < rows.get(table.name, 0) < _READ:
            counts = ", ".join(f"count({quote(name)}), count(DISTINCT {quote(name)})" for name in table.indexed)
            row = connection.execute(f"SELECT {counts} FROM graph.{entity_table(table.name)}").fetchone() or ()
            pairs = zip(table.indexed, row[::2], row[1::2], strict=True)
            found += [f"{table.name}.{name}" for name, values, different in pairs if values == different]
    return tuple(found)


def _count_classes(
    connection: duckdb.DuckDBPyConnection, types: Mapping[str, Mapping[str, int]], type_sets: Mapping[str, list[int]]
) -> dict[str, dict[str, int]]:
    """Return how many members each class has in each table; ``""`` is for those in none."""
    names = dict(
        connection.execute(
            f"SELECT id, substr(term, 2) FROM graph.{TERMS} WHERE id IN (SELECT class FROM graph.{TYPE_SETS}) "
            "AND starts_with(term, '<')"
        ).fetchall()
    )
    found: dict[str, dict[str, int]] = {}
    for table, counts in types.items():
        for key, count in counts.items():
            for member in type_sets[key]:
                if member in names:
                    of = found.setdefault(names[member], {})
                    of[table] = of.get(table, 0) + count
    for iri, count in connection.execute(
        f"SELECT substr(o, 2), count(*) FROM sg_placed WHERE g = '' AND p = ? AND place <> {TYPE} "
        "AND starts_with(o, '<') GROUP BY ALL ORDER BY ALL",
        ["<" + RDF_TYPE],
    ).fetchall():
        found.setdefault(iri, {})[""] = count
    return found


def _count_predicates(
    connection: duckdb.DuckDBPyConnection, layout: Layout, resources: int, typed: int, plan: BulkPlan
) -> dict[str, PredicateFacts]:
    columns = numbered_columns(layout)
    links = range(len(columns), len(columns) + len(layout.links))
    facts: dict[str, dict[str, object]] = {}
    for iri, number, place, named, resource, count in connection.execute(
        f"""SELECT substr(t.term, 2), q.p, q.place, q.g <> 0, coalesce(q.o <= {resources}, false), count(*)
        FROM sg_ids q JOIN graph.{TERMS} t ON t.id = q.p GROUP BY ALL ORDER BY ALL"""
    ).fetchall():
        entry = facts.setdefault(iri, {"id": number})
        if place == STATEMENT:
            key = ("named_" if named else "") + ("resources" if resource else "literals")
        elif place == TYPE:
            continue
        elif place < len(columns):
            tables = entry.setdefault("columns", {})
            assert isinstance(tables, dict)
            name = layout.tables[columns[place][1]].name
            tables[name] = tables.get(name, 0) + count
            continue
        else:
            key = "link" if place in links else "text"
        entry[key] = count
    ends = {
        iri: (_table_names(layout, subjects), _table_names(layout, objects))
        for iri, subjects, objects in connection.execute(_ends(plan)).fetchall()
    }
    _count_bulk(connection, plan, facts, ends)
    if typed:
        facts[RDF_TYPE]["typed"] = typed
    for iri, (of, to) in ends.items():
        # What lies in no table could be anything.
        homes = [sorted(names) if "" not in names else [] for names in (of, to)]
        facts[iri].update(subject_homes=homes[0], object_homes=homes[1])
    return {iri: PredicateFacts(**entry) for iri, entry in facts.items()}  # type: ignore[arg-type]


def _count_bulk(
    connection: duckdb.DuckDBPyConnection,
    plan: BulkPlan,
    facts: dict[str, dict[str, object]],
    ends: dict[str, tuple[set[str], set[str]]],
) -> None:
    if not plan.bulks:
        return
    said = sorted({"<" + iri for bulk in plan.bulks for iri in plan.terms(bulk)})
    ids = dict(
        connection.execute(
            f"SELECT substr(term, 2), id FROM graph.{TERMS} WHERE term IN (SELECT unnest(?))", [said]
        ).fetchall()
    )
    facts.setdefault(RDF_TYPE, {"id": ids[RDF_TYPE]})
    for iri, place, table, count in count_rows(connection, plan):
        entry = facts.setdefault(iri, {"id": ids[iri]})
        if place == "column":
            tables = entry.setdefault("columns", {})
            assert isinstance(tables, dict)
            tables[table] = count
        else:
            entry[place] = count
    for iri, subjects, objects in plan.homes():
        of, to = ends.setdefault(iri, (set(), set()))
        of |= subjects
        to |= objects


def _table_names(layout: Layout, homes: list[int]) -> set[str]:
    return {"" if home == -1 else layout.tables[home].name for home in homes}


def _ends(plan: BulkPlan) -> str:
    """Return the query for the tables of the quads' subjects and objects, per predicate of the default graph.

    -1 is for what lies in none.
    """
    terms = "sg_terms" if plan.bulks else f"graph.{TERMS}"
    return f"""
WITH home AS (SELECT t.id, h.home FROM sg_homes h JOIN {terms} t ON t.term = h.s)
SELECT substr(p.term, 2), list(DISTINCT coalesce(s.home, {plan.home_sql("q.s")})),
  list(DISTINCT coalesce(o.home, {plan.home_sql("q.o")}))
FROM sg_ids q JOIN graph.{TERMS} p ON p.id = q.p LEFT JOIN home s ON s.id = q.s LEFT JOIN home o ON o.id = q.o
WHERE q.g = 0 GROUP BY 1
"""
