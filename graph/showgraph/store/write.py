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

from showgraph.errors import BuildError
from showgraph.progress import Pace, Tell, tell_nobody
from showgraph.store.bulk import Bulk
from showgraph.store.count import count_graph
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
from showgraph.store.ranges import Range
from showgraph.store.staging import QUADS
from showgraph.store.tables import (
    GRAPHS,
    LOOKUP,
    STATEMENTS,
    TERMS,
    TYPE_SETS,
    entity_table,
    index_table,
    link_table,
    quote,
    sorted_table,
    text_table,
)
from showgraph.store.terms import RDF_TYPE, XSD_STRING
from showgraph.store.write_bulk import (
    BULK_IRIS,
    BULK_TABLES,
    MOVED_TERMS,
    BulkWriter,
    bound_ranges,
    in_range_sql,
    place_ranges,
    range_ids_sql,
    stage_iris,
    stage_moved,
)

ROW_GROUP_SIZE = 8192
LARGE = 50_000
"""From how many rows on a table is stored in other orders too."""
_SHARES = 3.7
"""How long writing takes in all, in times of writing the tables once: as measured on credits by the million."""
_TEMPORARY = ("sg_placed", "sg_homes", "sg_places", "sg_ids", "sg_types", "sg_known", "sg_terms")


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
    tables: Callable[[], Mapping[str, str]] = dict,
    tell: Tell = tell_nobody,
) -> Manifest:
    """Write the quads and bulk tables staged in ``connection`` into ``folder``, which ``replace_directory`` gave.

    Tables with at least ``large`` rows are stored in the other orders that their layout asks for. ``distinct`` promises
    that no quad is staged twice.

    ``tables`` is asked, when all else is written, for further tables of the database: name to a SELECT over the staging
    connection, in the order the rows shall be stored in. ``facts`` are kept in the manifest as given; ``built_at``
    comes from the caller, so that the same input can give the same graph. ``tell`` gets a line for each large step.

    Raises:
        BuildError: no space, no permission, or no memory.
    """
    try:
        connection.execute(f"ATTACH '{_escape(folder / DATABASE)}' AS graph (ROW_GROUP_SIZE {ROW_GROUP_SIZE})")
        try:
            _place_quads(connection, layout, bulks, distinct=distinct)
            stage_iris(connection, layout, bulks)
            ranges = _write_dictionary(connection, bulks)
            bulk = BulkWriter(connection, layout, bulks, ranges)
            bulk.stage_ids()
            bulk.check_apart()
            _write_type_sets(connection)
            bulk.write_type_sets()
            rows = bulk.count_rows()
            # Rows are written to tables, to links and texts both ways, to sorted copies, and to the tables of names.
            pace = Pace(tell if rows else tell_nobody, _SHARES * rows)
            for index, table in enumerate(layout.tables):
                _write_table(connection, layout, index, table, "sg_terms" if bulks else f"graph.{TERMS}")
                written = bulk.write_table(table)
                pace.did("wrote", f"rows of {table.name}", written, units=written)
            filled = _write_sides(connection, layout)
            bulk.write_sides()
            bulk.check_once()
            _turn_sides(connection, layout, filled | bulk.filled)
            pace.did("wrote links and texts of", "rows", rows, units=rows)
            sorted_too = _write_copies(connection, layout, large)
            pace.did("sorted copies of", "rows", rows, units=rows)
            _write_statements(connection)
            bulk.write_graphs()
            for name, query in tables().items():
                connection.execute(f"CREATE TABLE graph.{quote(name)} AS {query}")
            pace.did("wrote names of", "rows", rows, units=rows / 2)
            write_neighbours(connection, layout, folder)
            catalogue = replace(count_graph(connection, layout, bulk), large=sorted_too)
        finally:
            connection.execute(f"DROP {'VIEW' if distinct else 'TABLE'} IF EXISTS sg_quads")
            for name in (*_TEMPORARY, *BULK_TABLES):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
            connection.execute("DETACH graph")
    except duckdb.OutOfMemoryException as error:
        raise BuildError(
            "the build ran out of memory; give it more with --memory, or build from fewer sources"
        ) from error
    except (duckdb.IOException, duckdb.PermissionException) as error:
        raise BuildError(f"can't write a graph to {folder.parent}: {str(error).splitlines()[0]}") from error
    manifest = Manifest(
        layout, catalogue, hash_file(folder / DATABASE), program=program, built_at=built_at, facts=dict(facts or {})
    )
    write_manifest(folder, manifest)
    return manifest


def _escape(path: Path) -> str:
    return str(path).replace("'", "''")


def _place_quads(
    connection: duckdb.DuckDBPyConnection, layout: Layout, bulks: Sequence[Bulk], *, distinct: bool
) -> None:
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
    own = f" AND (NOT {in_range_sql(bulks, 'q.s')} OR q.s IN (SELECT term FROM {MOVED_TERMS}))" if bulks else ""
    stage_moved(connection, bulks)
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


def _write_dictionary(connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk]) -> dict[str, Range]:
    """Number the terms: blank nodes, IRIs, then the statement table's literals, each in the order of their texts.

    Ranges of identifiers have their ids between the other IRIs and the literals.
    """
    run = connection.execute
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE sg_known AS
        SELECT row_number() OVER (ORDER BY kind, term) AS id, term, kind FROM (
          SELECT DISTINCT term, CASE left(term, 1) WHEN '_' THEN 0 WHEN '<' THEN 1 ELSE 2 END AS kind FROM (
            SELECT s AS term FROM sg_placed UNION ALL SELECT p FROM sg_placed
            UNION ALL SELECT g FROM sg_placed WHERE g <> '' UNION ALL SELECT term FROM {BULK_IRIS}
            UNION ALL SELECT o FROM sg_placed WHERE place = {STATEMENT} OR left(o, 1) IN ('<', '_')
          ) {f"WHERE NOT {in_range_sql(bulks, 'term')}" if bulks else ""})
        """
    )
    row = run("SELECT count(*) FROM sg_known WHERE kind < 2").fetchone()
    ranges = place_ranges(bulks, int(row[0]) if row else 0)
    shift = sum(one.last - one.first + 1 for one in ranges.values())
    ranges = bound_ranges(connection, ranges)
    run(f"UPDATE sg_known SET id = id + {shift} WHERE kind = 2") if shift else None
    run(f"CREATE TABLE graph.{TERMS} AS SELECT id, term FROM sg_known ORDER BY id")
    run(f"CREATE TABLE graph.{LOOKUP} AS SELECT md5_number_lower(term) AS hash, id FROM graph.{TERMS} ORDER BY hash")
    terms = f"graph.{TERMS}"
    if bulks:
        placed = " UNION ".join(f"SELECT {x} AS term FROM sg_placed WHERE {in_range_sql(bulks, x)}" for x in "so")
        run(
            f"CREATE OR REPLACE TEMP TABLE sg_terms AS SELECT id, term FROM {terms} "
            f"UNION ALL SELECT {range_ids_sql(ranges.values(), 'term')}, term FROM ({placed})"
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
    return ranges


def _write_type_sets(connection: duckdb.DuckDBPyConnection) -> None:
    """Number the sets of types that rows of tables have: far fewer than rows, and a row's cell then holds them all."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE sg_types AS SELECT s, dense_rank() OVER (ORDER BY classes) AS types, classes
        FROM (SELECT s, list(o ORDER BY o) AS classes FROM sg_ids WHERE place = {TYPE} GROUP BY s)
        """
    )
    connection.execute(
        f"CREATE TABLE graph.{TYPE_SETS} AS SELECT types, unnest(classes) AS class "
        "FROM (SELECT DISTINCT types, classes FROM sg_types) ORDER BY ALL"
    )


def _write_table(connection: duckdb.DuckDBPyConnection, layout: Layout, index: int, table: Table, terms: str) -> None:
    mine = [(place, column) for place, home, column in numbered_columns(layout) if home == index]
    cells = "".join(f", {_cell(place, column)} AS {quote(column.name)}" for place, column in mine)
    names = "".join(f", v.{quote(column.name)}" for _, column in mine)
    places = ", ".join(str(place) for place, _ in mine) or "-2"
    connection.execute(
        f"CREATE TABLE graph.{entity_table(table.name)} AS SELECT t.id, ty.types{names} "
        f"FROM sg_homes h JOIN {terms} t ON t.term = h.s JOIN sg_types ty ON ty.s = t.id "
        f"LEFT JOIN (SELECT s{cells} FROM sg_ids WHERE place IN ({places}) GROUP BY s) v ON v.s = t.id "
        f"WHERE h.home = {index} ORDER BY t.id"
    )


def _write_copies(connection: duckdb.DuckDBPyConnection, layout: Layout, large: int) -> tuple[str, ...]:
    """Write the copies and indexes of large tables; return those tables' names."""
    found = []
    for table in layout.tables:
        of = f"graph.{entity_table(table.name)}"
        row = connection.execute(f"SELECT count(*) FROM {of}").fetchone()
        if not row or row[0] < large:
            continue
        found.append(table.name)
        for column in table.sorted_by:
            name = sorted_table(table.name, column)
            connection.execute(f"CREATE TABLE graph.{name} AS SELECT * FROM {of} ORDER BY {quote(column)}, id")
        for column in table.indexed:
            name, value = index_table(table.name, column), quote(column)
            connection.execute(
                f"CREATE TABLE graph.{name} AS SELECT {value} AS value, id FROM {of} WHERE {value} IS NOT NULL "
                "ORDER BY value, id"
            )
    return tuple(found)


def _cell(place: int, column: Column) -> str:
    if column.datatype is None:
        return f"max(CASE WHEN place = {place} THEN o END)"
    form = f"substr(max(CASE WHEN place = {place} THEN text END), {len(_prefix(column)) + 1})"
    kind = column_type(column.datatype)
    return form if kind == "VARCHAR" else f"CAST({form} AS {kind})"


def _write_sides(connection: duckdb.DuckDBPyConnection, layout: Layout) -> frozenset[str]:
    """Write links and texts by subject; return the names of those that have rows."""
    place = len(numbered_columns(layout))
    places = {found for (found,) in connection.execute("SELECT DISTINCT place FROM sg_ids").fetchall()}
    filled = set()
    for link in layout.links:
        query = f"SELECT s, o FROM sg_ids WHERE place = {place} ORDER BY s, o" if place in places else ""
        _write_side(connection, link_table(link.name, "out"), _LINK, query)
        filled |= {link.name} if query else set()
        place += 1
    for text in layout.texts:
        query = f"{_TEXT_ROWS} WHERE place = {place} ORDER BY s, value, lang" if place in places else ""
        _write_side(connection, text_table(text.name, "out"), _TEXT, query)
        filled |= {text.name} if query else set()
        place += 1
    return frozenset(filled)


def _turn_sides(connection: duckdb.DuckDBPyConnection, layout: Layout, filled: frozenset[str]) -> None:
    """Write links and texts a second time, by object and by value."""
    for link in layout.links:
        query = f"SELECT s, o FROM graph.{link_table(link.name, 'out')} ORDER BY o, s" if link.name in filled else ""
        _write_side(connection, link_table(link.name, "in"), _LINK, query)
    for text in layout.texts:
        query = f"SELECT s, value, lang FROM graph.{text_table(text.name, 'out')} ORDER BY value, lang, s"
        _write_side(connection, text_table(text.name, "in"), _TEXT, query if text.name in filled else "")


_LINK, _TEXT = "s BIGINT, o BIGINT", "s BIGINT, value VARCHAR, lang VARCHAR"
_TEXT_ROWS = """SELECT s,
  CASE left(text, 1) WHEN '"' THEN substr(text, 2) ELSE substr(text, strpos(text, ' ') + 1) END AS value,
  CASE left(text, 1) WHEN '"' THEN '' ELSE substr(text, 2, strpos(text, ' ') - 2) END AS lang
FROM sg_ids"""


def _write_side(connection: duckdb.DuckDBPyConnection, table: str, columns: str, query: str) -> None:
    """Write a side table; without a query it is empty, which is told without looking through the triples."""
    connection.execute(f"CREATE TABLE graph.{table} " + (f"AS {query}" if query else f"({columns})"))


def _write_statements(connection: duckdb.DuckDBPyConnection) -> None:
    for name, order in STATEMENTS.items():
        connection.execute(
            f"CREATE TABLE graph.{name} AS SELECT g, p, s, o FROM sg_ids WHERE place = {STATEMENT} ORDER BY {order}"
        )
    connection.execute(
        f"CREATE TABLE graph.{GRAPHS} AS SELECT g, count(*) AS triples FROM graph.statements WHERE g <> 0 "
        "GROUP BY g ORDER BY g"
    )
