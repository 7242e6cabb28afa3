"""The layout of the store as the model wants it: tables of kinds, and side tables for what has many values."""

from __future__ import annotations

from showgraph.model import CREDIT_EDGES, KINDS, PROPERTIES, XSD, Property, is_a
from showgraph.store import ANY_LITERAL, Column, Layout, Link, Table, Text

_DATATYPES = {"string": "string", "code": "string", "integer": "integer", "decimal": "decimal"}


def model_layout() -> Layout:
    """Return the store's layout, derived from the model: tables of kinds, and side tables for what has many values."""
    tables = []
    for kind in KINDS.values():
        if kind.table:
            own = {
                prop.iri: prop
                for prop in PROPERTIES
                if prop.one and (is_a(prop.of, kind.key) or _above(prop, kind.key))
            }
            columns = tuple(Column(prop.table_name, prop.iri, _datatype(prop)) for prop in own.values())
            sought = [column for column, prop in zip(columns, own.values(), strict=True) if prop.sought]
            sorted_by = tuple(column.name for column in sought if column.datatype is None)
            indexed = tuple(column.name for column in sought if column.datatype is not None)
            tables.append(Table(kind.table, kind.iri, columns, sorted_by, indexed))
    links: dict[str, Link] = {}
    texts: dict[str, Text] = {}
    for prop in PROPERTIES:
        if prop.one or prop.key == "value":
            continue
        if prop.value in ("entity", "iri"):
            links.setdefault(prop.iri, Link(prop.table_name, prop.iri))
        else:
            texts.setdefault(prop.iri, Text(prop.table_name, prop.iri))
    return Layout(tuple(tables), tuple(links.values()), tuple(texts.values()), tuple(adjacency_links()))


def adjacency_links() -> dict[str, str]:
    """Return the links that paths run over, with the keys of their properties."""
    return {prop.table_name: prop.key for prop in CREDIT_EDGES.values()}


def _above(prop: Property, kind: str) -> bool:
    return prop.of == "thing" or (prop.of in KINDS and is_a(kind, prop.of))


def _datatype(prop: Property) -> str | None:
    if prop.value in ("entity", "iri"):
        return None
    # A date is a day, a month or a year: three datatypes.
    return ANY_LITERAL if prop.value == "date" else XSD + _DATATYPES[prop.value]
