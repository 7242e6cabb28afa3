"""A source's tables as claims: for one that is small enough to be matched with the others fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.model import KIND_OF_IRI, KINDS, RDF_TYPE, Property, most_special, properties_of

if TYPE_CHECKING:
    import duckdb

    from showgraph.store import Bulk
    from showgraph.store.bulk import BulkRange, Cell

_XSD = "http://www.w3.org/2001/XMLSchema#"


def unroll_bulk(connection: duckdb.DuckDBPyConnection, bulk: Bulk) -> None:
    """Put everything that the tables say into ``claims``, said by the source that the bulk's graph is named after."""
    run = connection.execute
    said = f"INSERT INTO claims SELECT DISTINCT '{bulk.graph}', "
    for table in bulk.tables:
        key = bulk.ranges[table.range]
        subject = identifier_sql(key, "number")
        source = f"(SELECT *, {table.number} AS number, {table.types} AS types FROM {table.query})"
        for name, classes in bulk.type_sets.items():
            # The classes above follow.
            own = KINDS[most_special(frozenset(KIND_OF_IRI[one].key for one in classes))].iri
            run(f"{said} {subject}, '<{RDF_TYPE}', '<{own}', 'actual' FROM {source} WHERE types = '{name}'")
        known = _columns(key.table)
        for column, cell in table.cells.items():
            # What follows from a class is derived for all sources alike.
            if column == "kind_name":
                continue
            prop = known[column]
            for where, value in _values(bulk, cell, prop):
                filled = f"{cell.sql} IS NOT NULL {where}"
                run(f"{said} {subject}, '<{prop.iri}', {value}, 'actual' FROM {source} WHERE {filled}")
    for link in bulk.links:
        prop = _columns("")[link.link]
        subject = identifier_sql(bulk.ranges[link.s.range], link.s.sql)
        for where, value in _values(bulk, link.o, prop):
            run(f"{said} {subject}, '<{prop.iri}', {value}, 'actual' FROM {link.query} WHERE true {where}")
    for text in bulk.texts:
        prop = _columns("")[text.text]
        subject = identifier_sql(bulk.ranges[text.s.range], text.s.sql)
        value = (
            f"CASE WHEN {text.lang} = '' THEN '\"' || {text.value} ELSE '@' || {text.lang} || ' ' || {text.value} END"
        )
        run(f"{said} {subject}, '<{prop.iri}', {value}, 'actual' FROM {text.query} WHERE {text.value} IS NOT NULL")


def _columns(table: str) -> dict[str, Property]:
    """Return the properties that are columns of a table, or any, by column."""
    kinds = {"work": "episode", "person": "person", "credit": "credit"}
    of = [kinds[table]] if table else ["episode", "person", "genre"]
    return {prop.table_name: prop for kind in of for prop in properties_of(kind).values()}


def identifier_sql(key: BulkRange, number: str) -> str:
    """Return SQL for the term text of an identifier of a range."""
    return f"'<{key.prefix}' || printf('%0{key.width}d', ({number})::BIGINT) || '{key.suffix}'"


def _values(bulk: Bulk, cell: Cell, prop: Property) -> list[tuple[str, str]]:
    """Return pairs of a further condition and the SQL of a term."""
    if cell.range:
        return [("", identifier_sql(bulk.ranges[cell.range], cell.sql))]
    if cell.iris:
        return [(f"AND {cell.sql} = {number}", f"'<{iri}'") for number, iri in cell.iris.items()]
    if cell.table:
        return [("", f"'<' || {cell.sql}")]
    if prop.value == "date":
        return [("", cell.sql)]
    if prop.value in ("integer", "decimal"):
        text = f"({cell.sql})::VARCHAR"
        if prop.value == "decimal":
            text = f"rtrim(rtrim(({cell.sql})::DECIMAL(18, 6)::VARCHAR, '0'), '.')"
        return [("", f"'^{_XSD}{prop.value} ' || {text}")]
    return [("", f"'\"' || {cell.sql}")]
