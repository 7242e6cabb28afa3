"""What bulk rows come to: triples by predicate, and the named graphs that stand in the default graph's tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from showgraph.store.bulk import Bulk
from showgraph.store.bulk_plan import BulkPlan
from showgraph.store.catalogue import BulkGraph
from showgraph.store.tables import GRAPHS, MOVED, TERMS, TYPE_SETS, entity_table, link_table, quote, text_table
from showgraph.store.terms import RDF_TYPE

if TYPE_CHECKING:
    import duckdb


def write_bulk_graphs(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> list[BulkGraph]:
    """Add what bulk rows say to the counts of their named graphs, and return those graphs."""
    found = [_read_graph(connection, plan, bulk) for bulk in plan.bulks if bulk.graph]
    for graph in found:
        connection.execute(
            f"CREATE OR REPLACE TABLE graph.{GRAPHS} AS SELECT g, sum(triples)::BIGINT AS triples FROM "
            f"(FROM graph.{GRAPHS} UNION ALL SELECT {graph.id}, {sum(graph.predicates.values())}) "
            "GROUP BY g ORDER BY g"
        )
    return found


def count_rows(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> Iterator[tuple[str, str, str, int]]:
    """Yield predicate, ``column``, ``link`` or ``text``, table and triples, those of the quads included."""
    tables = {table.name: table for table in plan.layout.tables}
    for name, cells in plan.columns().items():
        columns = [column for column in tables[name].columns if column.name in cells]
        counted = ", ".join(f"count({quote(column.name)})" for column in columns)
        row = connection.execute(f"SELECT {counted} FROM graph.{entity_table(name)}").fetchone() or ()
        for column, count in zip(columns, row, strict=True):
            yield column.predicate, "column", name, int(count)
    links = {link.name: link.predicate for link in plan.layout.links}
    texts = {text.name: text.predicate for text in plan.layout.texts}
    for name in plan.links:
        yield links[name], "link", "", _count(connection, link_table(name, "out"))
    for name in plan.texts:
        yield texts[name], "text", "", _count(connection, text_table(name, "out"))


def _read_graph(connection: duckdb.DuckDBPyConnection, plan: BulkPlan, bulk: Bulk) -> BulkGraph:
    layout = plan.layout
    spans = [(plan.ranges[name].first, plan.ranges[name].last) for name in bulk.ranges]
    within = " OR ".join(f"{{0}} BETWEEN {first} AND {last}" for first, last in spans)
    moved = _count(connection, MOVED) > 0
    inside = f"({within})" + (f" AND {{0}} NOT IN (SELECT id FROM graph.{MOVED})" if moved else "")
    found: dict[str, int] = {}
    tables = {table.name: table for table in layout.tables}
    for part in bulk.tables:
        table = tables[bulk.ranges[part.range].table]
        columns = [column for column in table.columns if column.name in part.cells]
        classes = f"(SELECT types, count(*) AS classes FROM graph.{TYPE_SETS} GROUP BY types)"
        counted = "".join(f", count({quote(column.name)})" for column in columns)
        row = connection.execute(
            f"SELECT coalesce(sum(classes), 0)::BIGINT{counted} FROM graph.{entity_table(table.name)} "
            f"JOIN {classes} USING (types) WHERE {inside.format('id')}"
        ).fetchone()
        for predicate, count in zip((RDF_TYPE, *(column.predicate for column in columns)), row or (), strict=True):
            found[predicate] = found.get(predicate, 0) + int(count)
    sides = [
        *((link.predicate, link_table(link.name, "out")) for link in layout.links),
        *((text.predicate, text_table(text.name, "out")) for text in layout.texts),
    ]
    said = set(plan.predicates(bulk))
    for predicate, side in sides:
        if predicate in said:
            found[predicate] = _count(connection, side, inside.format("s"))
    row = connection.execute(f"SELECT id FROM graph.{TERMS} WHERE term = ?", ["<" + bulk.graph]).fetchone()
    assert row is not None
    return BulkGraph(int(row[0]), {key: count for key, count in found.items() if count}, spans, moved)


def _count(connection: duckdb.DuckDBPyConnection, table: str, condition: str = "true") -> int:
    row = connection.execute(f"SELECT count(*) FROM graph.{table} WHERE {condition}").fetchone()
    return int(row[0]) if row else 0
