"""Quads to a graph directory: native columns, side tables, the general statement table, the dictionary.

Each triple of the default graph is stored once, in the best place that keeps its terms exactly: a column of its
subject's table if it is the only value and written in the column's canonical form; else a link or text table; else the
statement table, where all named graphs lie too. (Links and statements are stored in several orders.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from showgraph.progress import Tell, tell_nobody
from showgraph.store.beside import MOVED_TERMS, check_apart, check_once, stage_moved, take_out_moved
from showgraph.store.bulk import Bulk
from showgraph.store.bulk_plan import BulkPlan
from showgraph.store.count import count_graph
from showgraph.store.count_bulk import write_bulk_graphs
from showgraph.store.database import LARGE, Database, copies, create_copies
from showgraph.store.layout import (
    ANY_LITERAL,
    STATEMENT,
    TYPE,
    Column,
    Layout,
    Table,
    column_type,
    lexical_sql,
    numbered_columns,
)
from showgraph.store.manifest import DATABASE, Manifest, hash_file, write_manifest
from showgraph.store.neighbours import write_neighbours
from showgraph.store.ranges import Fixed, Range
from showgraph.store.staging import QUADS
from showgraph.store.tables import (
    GRAPHS,
    LOOKUP,
    STATEMENTS,
    TERMS,
    TYPE_SETS,
    entity_table,
    link_table,
    quote,
    text_table,
)
from showgraph.store.terms import RDF_TYPE, XSD_STRING

BULK_IRIS = "sg_bulk_iris"
_TEMPORARY = ("sg_placed", "sg_homes", "sg_places", "sg_ids", "sg_types", "sg_known", "sg_terms", "sg_rows")


def write_graph(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    folder: Path,
    *,
    program: str = "",
    built_at: str = "",
    facts: Mapping[str, object] | None = None,
    bulks: Sequence[Bulk] = (),
    large: int = LARGE,
    distinct: bool = False,
    further: Callable[[], None] = lambda: None,
    tell: Tell = tell_nobody,
) -> Manifest:
    """Write the quads staged in ``connection`` into ``folder``, which ``replace_directory`` gave.

    ``bulks`` are those with whose rows ``write_bulks`` began the graph in that folder, or one that was copied there.
    Tables with at least ``large`` rows are stored in the other orders that their layout asks for. ``distinct`` promises
    that no quad is staged twice.

    ``further`` is called when all else is written, to write further tables into the database ``graph``. ``facts`` are
    kept in the manifest as given; ``built_at`` comes from the caller, so that the same input can give the same graph.
    ``tell`` gets a line for each large step.

    Raises:
        BuildError: no space, no permission, or no memory.
    """
    with Database(connection, folder) as database:
        try:
            plan = BulkPlan(connection, layout, bulks)
            _place_quads(connection, layout, plan, distinct=distinct)
            _stage_iris(connection, plan)
            ranges, fixed = _write_dictionary(connection, plan)
            if bulks:
                tell("taking out rows that other sources tell of too")
                check_apart(connection, plan)
                take_out_moved(database, layout, plan)
            _write_type_sets(connection, plan)
            for index, table in enumerate(layout.tables):
                _write_table(database, layout, index, table, "sg_terms" if bulks else f"graph.{TERMS}")
            _write_sides(database, layout)
            check_once(connection, plan)
            sorted_too = [table.name for table in layout.tables if _has_copies(database, table, large)]
            _write_statements(connection)
            graphs = write_bulk_graphs(connection, plan)
            further()
            tell("counting")
            write_neighbours(connection, layout, folder)
            catalogue = replace(
                count_graph(connection, layout, plan, graphs), ranges=ranges, fixed=fixed, large=tuple(sorted_too)
            )
        finally:
            connection.execute(f"DROP {'VIEW' if distinct else 'TABLE'} IF EXISTS sg_quads")
            for name in (*_TEMPORARY, BULK_IRIS, MOVED_TERMS):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
    manifest = Manifest(
        layout, catalogue, hash_file(folder / DATABASE), program=program, built_at=built_at, facts=dict(facts or {})
    )
    write_manifest(folder, manifest)
    return manifest


def _stage_iris(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> None:
    """Make ``sg_bulk_iris``, the term texts that bulk rows need in the dictionary, with the ids of the fixed ones."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {BULK_IRIS} (term VARCHAR, id BIGINT)")
    fixed = dict(zip(plan.fixed.texts, range(plan.fixed.first, plan.fixed.last + 1), strict=True))
    wanted = {"<" + iri for bulk in plan.bulks for iri in plan.terms(bulk)} | fixed.keys()
    if wanted:
        texts = sorted(wanted)
        connection.execute(
            f"INSERT INTO {BULK_IRIS} SELECT unnest($1), unnest($2)", [texts, [fixed.get(text) for text in texts]]
        )


def _place_quads(connection: duckdb.DuckDBPyConnection, layout: Layout, plan: BulkPlan, *, distinct: bool) -> None:
    """Decide where every quad lies: ``place`` numbers columns, then links, then texts.

    -1 is a statement, -2 a type of a table's row.
    """
    run = connection.execute
    unique = "" if distinct else "DISTINCT "
    run(f"CREATE OR REPLACE TEMP {'VIEW' if distinct else 'TABLE'} sg_quads AS SELECT {unique}g, s, p, o FROM {QUADS}")
    run("CREATE OR REPLACE TEMP TABLE sg_places (home INTEGER, p VARCHAR, place INTEGER, kind VARCHAR, prefix VARCHAR)")
    places: list[tuple[int | None, str, int, str, str]] = [
        (home, "<" + column.predicate, place, _kind(column), _prefix(column))
        for place, home, column in numbered_columns(layout)
    ]
    first = len(places)
    places += [(None, "<" + link.predicate, first + i, "link", "") for i, link in enumerate(layout.links)]
    first = len(places)
    places += [(None, "<" + text.predicate, first + i, "text", "") for i, text in enumerate(layout.texts)]
    if places:
        run(
            "INSERT INTO sg_places VALUES " + ", ".join(["(?, ?, ?, ?, ?)"] * len(places)),
            [x for row in places for x in row],
        )
    # What bulk tables bring has its row from them.
    stage_moved(connection, plan.bulks)
    own = f" AND (NOT {plan.in_range_sql('q.s')} OR q.s IN (SELECT term FROM {MOVED_TERMS}))" if plan.bulks else ""
    classes = [f"({index}, ${index + 2})" for index in range(len(layout.tables))] or ["(0, NULL)"]
    run(
        "CREATE OR REPLACE TEMP TABLE sg_homes AS SELECT q.s, min(c.home) AS home FROM sg_quads q "
        f"JOIN (VALUES {', '.join(classes)}) c(home, class) ON q.o = c.class "
        f"WHERE q.g = '' AND q.p = $1{own} GROUP BY q.s",
        ["<" + RDF_TYPE, *("<" + table.class_iri for table in layout.tables)],
    )
    run(_PLACE, ["<" + RDF_TYPE])


_FORM = "substr(q.o, length(c.prefix) + 1)"
_PLACE = f"""
CREATE OR REPLACE TEMP TABLE sg_placed AS
WITH fitting AS (
  SELECT q.s, q.p, q.o, c.place, CASE c.kind
    WHEN 'resource' THEN left(q.o, 1) IN ('<', '_')
    WHEN 'literal' THEN left(q.o, 1) NOT IN ('<', '_')
    WHEN 'BIGINT' THEN starts_with(q.o, c.prefix) AND CAST(TRY_CAST({_FORM} AS BIGINT) AS VARCHAR) = {_FORM}
    WHEN 'BOOLEAN' THEN starts_with(q.o, c.prefix) AND {_FORM} IN ('true', 'false')
    WHEN 'VARCHAR' THEN starts_with(q.o, c.prefix)
    ELSE starts_with(q.o, c.prefix)
      AND {lexical_sql(f"TRY_CAST({_FORM} AS DECIMAL(18, 6))", "http://www.w3.org/2001/XMLSchema#decimal")} = {_FORM}
    END AS fits
  FROM sg_quads q JOIN sg_homes h ON q.s = h.s JOIN sg_places c ON c.home = h.home AND c.p = q.p WHERE q.g = ''
), single AS (
  SELECT s, p, any_value(place) AS place FROM fitting GROUP BY s, p HAVING count(*) = 1 AND bool_and(fits IS TRUE)
)
SELECT q.g, q.s, q.p, q.o,
  CASE WHEN q.g <> '' THEN {STATEMENT} WHEN h.s IS NOT NULL THEN {TYPE}
    ELSE coalesce(one.place, many.place, {STATEMENT}) END AS place
FROM sg_quads q
LEFT JOIN sg_homes h ON q.g = '' AND q.p = $1 AND h.s = q.s AND left(q.o, 1) IN ('<', '_')
LEFT JOIN single one ON q.g = '' AND one.s = q.s AND one.p = q.p
LEFT JOIN sg_places many ON many.home IS NULL AND many.p = q.p
  AND CASE many.kind WHEN 'link' THEN left(q.o, 1) IN ('<', '_') ELSE left(q.o, 1) IN ('"', '@') END
"""


def _kind(column: Column) -> str:
    if column.datatype == ANY_LITERAL:
        return "literal"
    return "resource" if column.datatype is None else column_type(column.datatype)


def _prefix(column: Column) -> str:
    if not column.datatype:
        return ""
    return '"' if column.datatype == XSD_STRING else f"^{column.datatype} "


def _write_dictionary(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> tuple[tuple[Range, ...], Fixed]:
    """Number the terms: blank nodes, IRIs, then the statement table's literals, each in the order of their texts.

    What the bulk rows have ids for keeps those. Return its ranges and fixed ids, which know now where they would lie.
    """
    run = connection.execute
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE sg_known AS
        WITH used AS (
          SELECT s AS term, NULL::BIGINT AS fixed FROM sg_placed UNION ALL SELECT p, NULL FROM sg_placed
          UNION ALL SELECT g, NULL FROM sg_placed WHERE g <> '' UNION ALL SELECT term, id FROM {BULK_IRIS}
          UNION ALL SELECT o, NULL FROM sg_placed WHERE place = {STATEMENT} OR left(o, 1) IN ('<', '_')
        ), once AS (
          SELECT term, max(fixed) AS fixed, CASE left(term, 1) WHEN '_' THEN 0 WHEN '<' THEN 1 ELSE 2 END AS kind
          FROM used {f"WHERE NOT {plan.in_range_sql('term')}" if plan.bulks else ""} GROUP BY term
        )
        SELECT term, kind, fixed IS NOT NULL AS apart, coalesce(fixed, {plan.first - 1}
          + row_number() OVER (PARTITION BY fixed IS NULL ORDER BY kind, term)
          + CASE WHEN kind = 2 THEN {plan.after_far} ELSE 0 END) AS id
        FROM once
        """
    )
    run(f"CREATE TABLE graph.{TERMS} AS SELECT id, term FROM sg_known ORDER BY id")
    run(f"CREATE TABLE graph.{LOOKUP} AS SELECT md5_number_lower(term) AS hash, id FROM graph.{TERMS} ORDER BY hash")
    terms = f"graph.{TERMS}"
    if plan.bulks:
        placed = " UNION ".join(f"SELECT {x} AS term FROM sg_placed WHERE {plan.in_range_sql(x)}" for x in "so")
        run(
            f"CREATE OR REPLACE TEMP TABLE sg_terms AS SELECT id, term FROM {terms} "
            f"UNION ALL SELECT {plan.range_ids_sql('term')}, term FROM ({placed})"
        )
        terms = "sg_terms"
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE sg_ids AS
        SELECT q.place, coalesce(tg.id, 0) AS g, ts.id AS s, tp.id AS p, tb.id AS o,
          CASE WHEN q.place <> {STATEMENT} THEN q.o END AS text
        FROM sg_placed q JOIN {terms} ts ON ts.term = q.s JOIN {terms} tp ON tp.term = q.p
        LEFT JOIN {terms} tb ON tb.term = q.o LEFT JOIN {terms} tg ON tg.term = q.g
        """
    )
    return _order_bulks(connection, plan)


def _order_bulks(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> tuple[tuple[Range, ...], Fixed]:
    """Return ranges and fixed ids that know after which of the other resources they come in the order of texts."""
    if not plan.bulks:
        return (), plan.fixed
    starts = {text: text for text in plan.fixed.texts} | {key: "<" + one.prefix for key, one in plan.ranges.items()}
    row = connection.execute(f"SELECT {plan.first - 1} + count(*) FROM sg_known WHERE kind = 0").fetchone()
    nodes = int(row[0]) if row else 0
    found = connection.execute(
        "SELECT key, coalesce(id, $3) FROM (SELECT unnest($1) AS key, unnest($2) AS start) AS starts "
        "ASOF LEFT JOIN (SELECT term, id FROM sg_known WHERE kind = 1 AND NOT apart) AS known ON start > term",
        [list(starts), list(starts.values()), nodes],
    ).fetchall()
    after = {str(key): int(number) for key, number in found}
    ranges = tuple(
        replace(one, after=-1 if _is_mixed(connection, key, plan) else after[key]) for key, one in plan.ranges.items()
    )
    return ranges, replace(plan.fixed, after=tuple(after[text] for text in plan.fixed.texts))


def _is_mixed(connection: duckdb.DuckDBPyConnection, name: str, plan: BulkPlan) -> bool:
    """Tell whether other resources lie between those of a range, so that only their texts can tell their order."""
    one = plan.ranges[name]
    row = connection.execute(
        "SELECT count(*) FROM sg_known WHERE kind = 1 AND starts_with(term, $1)", ["<" + one.prefix]
    ).fetchone()
    others = [other.prefix for key, other in plan.ranges.items() if key != name]
    return (
        bool(row and row[0])
        or one.suffix[:1].isdigit()
        or any(one.prefix.startswith(prefix) or prefix.startswith(one.prefix) for prefix in others)
    )


def _write_type_sets(connection: duckdb.DuckDBPyConnection, plan: BulkPlan) -> None:
    """Number the sets of types that rows of tables have: far fewer than rows, and a row's cell then holds them all."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE sg_types AS
        SELECT s, {plan.sets} + dense_rank() OVER (ORDER BY classes) AS types, classes
        FROM (SELECT s, list(o ORDER BY o) AS classes FROM sg_ids WHERE place = {TYPE} GROUP BY s)
        """
    )
    connection.execute(
        f"CREATE TABLE graph.{TYPE_SETS} AS SELECT types, unnest(classes) AS class "
        "FROM (SELECT DISTINCT types, classes FROM sg_types) ORDER BY ALL"
    )
    for bulk, sets in zip(plan.bulks, plan.type_sets, strict=True):
        for key, number in sets.items():
            connection.execute(
                f"INSERT INTO graph.{TYPE_SETS} SELECT {number}, id FROM graph.{TERMS} "
                "WHERE term IN (SELECT '<' || unnest(?)) ORDER BY id",
                [list(bulk.type_sets[key])],
            )


def _write_table(database: Database, layout: Layout, index: int, table: Table, terms: str) -> None:
    """Write the rows of the quads, in every order that bulk rows of the table have already."""
    mine = [(place, column) for place, home, column in numbered_columns(layout) if home == index]
    cells = "".join(f", {_cell(place, column)} AS {quote(column.name)}" for place, column in mine)
    names = "".join(f", v.{quote(column.name)}" for _, column in mine)
    places = ", ".join(str(place) for place, _ in mine) or "-2"
    query = (
        f"SELECT t.id, ty.types{names} FROM sg_homes h JOIN {terms} t ON t.term = h.s JOIN sg_types ty ON ty.s = t.id "
        f"LEFT JOIN (SELECT s{cells} FROM sg_ids WHERE place IN ({places}) GROUP BY s) v ON v.s = t.id "
        f"WHERE h.home = {index} ORDER BY t.id"
    )
    name = entity_table(table.name)
    if not database.has(name):
        database.fill(name, query)
        return
    database.connection.execute(f"CREATE OR REPLACE TEMP TABLE sg_rows AS {query}")
    database.fill(name, "SELECT * FROM sg_rows ORDER BY id")
    for copy, select in copies(table):
        if database.has(copy):
            database.fill(copy, select.format("sg_rows"))


def _has_copies(database: Database, table: Table, large: int) -> bool:
    """Tell whether a table has copies and indexes; write them where it has grown large enough."""
    return any(database.has(name) for name, _ in copies(table)) or create_copies(database, table, large)


def _cell(place: int, column: Column) -> str:
    if column.datatype is None:
        return f"max(CASE WHEN place = {place} THEN o END)"
    form = f"substr(max(CASE WHEN place = {place} THEN text END), {len(_prefix(column)) + 1})"
    kind = column_type(column.datatype)
    return form if kind == "VARCHAR" else f"CAST({form} AS {kind})"


def _write_sides(database: Database, layout: Layout) -> None:
    """Write links by subject and by object, texts by subject and by value."""
    place = len(numbered_columns(layout))
    rows = database.connection.execute("SELECT DISTINCT place FROM sg_ids").fetchall()
    places = {found for (found,) in rows}
    for link in layout.links:
        query = f"SELECT s, o FROM sg_ids WHERE place = {place}" if place in places else ""
        _write_side(database, link_table(link.name, "out"), _LINK, query, "s, o")
        _write_side(database, link_table(link.name, "in"), _LINK, query, "o, s")
        place += 1
    for text in layout.texts:
        query = f"{_TEXT_ROWS} WHERE place = {place}" if place in places else ""
        _write_side(database, text_table(text.name, "out"), _TEXT, query, "s, value, lang")
        _write_side(database, text_table(text.name, "in"), _TEXT, query, "value, lang, s")
        place += 1


_LINK, _TEXT = "s BIGINT, o BIGINT", "s BIGINT, value VARCHAR, lang VARCHAR"
_TEXT_ROWS = """SELECT s,
  CASE left(text, 1) WHEN '"' THEN substr(text, 2) ELSE substr(text, strpos(text, ' ') + 1) END AS value,
  CASE left(text, 1) WHEN '"' THEN '' ELSE substr(text, 2, strpos(text, ' ') - 2) END AS lang
FROM sg_ids"""


def _write_side(database: Database, table: str, columns: str, query: str, order: str) -> None:
    """Write a side table; without a query it is empty, which is told without looking through the triples."""
    if query:
        database.fill(table, f"{query} ORDER BY {order}")
    elif not database.has(table):
        database.connection.execute(f"CREATE TABLE graph.{table} ({columns})")


def _write_statements(connection: duckdb.DuckDBPyConnection) -> None:
    for name, order in STATEMENTS.items():
        connection.execute(
            f"CREATE TABLE graph.{name} AS SELECT g, p, s, o FROM sg_ids WHERE place = {STATEMENT} ORDER BY {order}"
        )
    connection.execute(
        f"CREATE TABLE graph.{GRAPHS} AS SELECT g, count(*) AS triples FROM graph.statements WHERE g <> 0 "
        "GROUP BY g ORDER BY g"
    )
