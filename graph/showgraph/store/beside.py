"""What quads say beside bulk rows: rows that give way to quads, and what both may not say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.store.bulk import Bulk
from showgraph.store.bulk_plan import BulkPlan
from showgraph.store.database import Database, copies
from showgraph.store.layout import Layout
from showgraph.store.tables import DIRECTIONS, MOVED, entity_table, link_table, text_table

if TYPE_CHECKING:
    import duckdb

MOVED_TERMS = "sg_moved"
_GONE, _GONE_IDS = "sg_gone", "sg_gone_ids"


def stage_moved(connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk]) -> None:
    """Make ``sg_moved``, the term texts of identifiers of ranges that quads tell of in place of rows."""
    for name, queries in ((MOVED_TERMS, [bulk.moved for bulk in bulks]), (_GONE, [bulk.gone for bulk in bulks])):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (term VARCHAR)")
        for query in filter(None, queries):
            connection.execute(f"INSERT INTO {name} SELECT DISTINCT term FROM ({query}) q(term)")


def take_out_moved(database: Database, layout: Layout, plan: BulkPlan) -> None:
    """Delete bulk rows of what moved, and what leads to what is gone; write the table of moved ids."""
    run = database.connection.execute
    number, inside = plan.range_ids_sql("term"), plan.in_range_sql("term")
    for new, terms in ((f"TABLE graph.{MOVED}", MOVED_TERMS), (f"TEMP TABLE {_GONE_IDS}", _GONE)):
        run(f"CREATE OR REPLACE {new} AS SELECT DISTINCT {number} AS id FROM {terms} WHERE {inside} ORDER BY id")
    moved, gone = f"(SELECT id FROM graph.{MOVED})", f"(SELECT id FROM {_GONE_IDS})"
    for table in layout.tables:
        for name in (entity_table(table.name), *(name for name, _ in copies(table))):
            if database.has(name):
                run(f"DELETE FROM graph.{name} WHERE id IN {moved}")
    for direction in DIRECTIONS:
        for name in sorted(plan.links):
            run(f"DELETE FROM graph.{link_table(name, direction)} WHERE s IN {moved}")
            run(f"DELETE FROM graph.{link_table(name, direction)} WHERE o IN {gone}")
        for name in sorted(plan.texts):
            run(f"DELETE FROM graph.{text_table(name, direction)} WHERE s IN {moved}")
    run(f"DROP TABLE {_GONE}")
    run(f"DROP TABLE {_GONE_IDS}")


def check_apart(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> None:
    """Refuse quads that say of a bulk row what the row itself says: a cell has one value.

    Raises:
        BuildError: there are some; the error shows one.
    """
    row = connection.execute(
        "SELECT ts.term, tp.term FROM sg_ids JOIN sg_terms ts ON ts.id = s JOIN sg_terms tp ON tp.id = p "
        f"WHERE ({_spans_sql(plan)}) AND tp.term IN (SELECT '<' || unnest(?)) "
        f"AND ts.term NOT IN (SELECT term FROM {MOVED_TERMS}) LIMIT 1",
        [sorted(plan.said())],
    ).fetchone()
    if row:
        raise _two_sources(str(row[1])[1:], str(row[0])[1:])


def check_once(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> None:
    """Refuse links and texts that both quads and bulk tables have: a triple is in one place.

    Raises:
        BuildError: there are some; the error shows one.
    """
    links = {link.name: (link.predicate, link_table(link.name, "out")) for link in plan.layout.links}
    texts = {text.name: (text.predicate, text_table(text.name, "out")) for text in plan.layout.texts}
    sides = [links[name] for name in sorted(plan.links)] + [texts[name] for name in sorted(plan.texts)]
    for predicate, side in sides:
        row = connection.execute(
            f"SELECT any_value(t.term) FROM (SELECT *, count(*) AS times FROM graph.{side} WHERE s IN "
            f"(SELECT q.s FROM sg_ids q JOIN sg_terms p ON p.id = q.p WHERE p.term = $1 AND ({_spans_sql(plan)})) "
            "GROUP BY ALL) JOIN sg_terms t ON t.id = s HAVING max(times) > 1",
            ["<" + predicate],
        ).fetchone()
        if row and row[0]:
            raise _two_sources(predicate, str(row[0])[1:])


def _spans_sql(plan: BulkPlan) -> str:
    return " OR ".join(f"s BETWEEN {first} AND {last}" for first, last in plan.spans) or "false"


def _two_sources(predicate: str, subject: str) -> BuildError:
    return BuildError(
        f"two sources give the {predicate} of {subject}, one of them as tables; "
        "such sources can't be merged: leave these triples out, or build two graphs"
    )
