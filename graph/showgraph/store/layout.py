"""What the owner of a model tells the store: which triples deserve columns and side tables.

Nothing here changes what a graph says. A triple that fits no part of the layout, or fits it badly, lies in the general
statement table; with the empty layout all of them do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from showgraph.store.terms import XSD, XSD_STRING

INTEGER_TYPES = frozenset(
    XSD + name
    for name in (
        "integer",
        "long",
        "int",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    )
)


ANY_LITERAL = ""
STATEMENT, TYPE = -1, -2
"""The places of what lies in the statement table, and of the types of tables' rows."""


@dataclass(frozen=True)
class Column:
    """A property with one value, a column of its table.

    ``datatype`` is the IRI of the literals' datatype; None means that the values are IRIs or blank nodes, and
    ``ANY_LITERAL`` that literals of several datatypes lie in it, as whole term texts.
    """

    name: str
    predicate: str
    datatype: str | None = XSD_STRING


@dataclass(frozen=True)
class Table:
    """The subjects of one class, with all their types. A subject of several such classes lies in the first table.

    When it is large it is stored a second time for each column of ``sorted_by``, which hold resources, and an index
    made for each of ``indexed``, which hold values.
    """

    name: str
    class_iri: str
    columns: tuple[Column, ...] = ()
    sorted_by: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A property between resources with any number of values."""

    name: str
    predicate: str


@dataclass(frozen=True)
class Text:
    """A property whose values are plain or language-tagged strings, any number of them."""

    name: str
    predicate: str


@dataclass(frozen=True)
class Layout:
    """Tables, links and texts of one graph; ``adjacency`` names the links that also get neighbour arrays."""

    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    texts: tuple[Text, ...] = ()
    adjacency: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for names in (
            [table.name for table in self.tables],
            [link.name for link in self.links] + [text.name for text in self.texts],
            [link.predicate for link in self.links] + [text.predicate for text in self.texts],
            [table.class_iri for table in self.tables],
            *([column.name.lower() for column in table.columns] + ["id", "types"] for table in self.tables),
            *([column.predicate for column in table.columns] for table in self.tables),
        ):
            if len(set(names)) != len(names):
                raise ValueError(f"names in a layout must differ: {names}")
        if missing := set(self.adjacency) - {link.name for link in self.links}:
            raise ValueError(f"adjacency names links that don't exist: {sorted(missing)}")


def layout_to_json(layout: Layout) -> dict[str, object]:
    """Return a layout as plain JSON values."""
    return asdict(layout)


def layout_from_json(data: Mapping[str, object]) -> Layout:
    """Return the layout that ``layout_to_json`` wrote; KeyError or TypeError when it is garbage."""

    def records(value: object) -> list[dict[str, str]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise TypeError("a layout is made of lists of objects")
        return value

    return Layout(
        tables=tuple(
            Table(
                item["name"],
                item["class_iri"],
                tuple(Column(**column) for column in records(item["columns"])),
                tuple(records_of_text(item["sorted_by"])),
                tuple(records_of_text(item["indexed"])),
            )
            for item in records(data["tables"])
        ),
        links=tuple(Link(**item) for item in records(data["links"])),
        texts=tuple(Text(**item) for item in records(data["texts"])),
        adjacency=tuple(str(name) for name in records_of_text(data["adjacency"])),
    )


def records_of_text(value: object) -> list[str]:
    """Return a JSON list of strings; TypeError for anything else."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("expected a list of strings")
    return value


def column_type(datatype: str | None) -> str:
    """Return the SQL type of a column with this datatype; text where SQL's values would lose lexical forms."""
    if datatype is None or datatype in INTEGER_TYPES:
        return "BIGINT"
    if datatype == XSD + "decimal":
        return "DECIMAL(18, 6)"
    if datatype == XSD + "boolean":
        return "BOOLEAN"
    return "VARCHAR"


def lexical_sql(value: str, datatype: str | None) -> str:
    """Return SQL for the lexical form of a column's value; None or a string type needs no work."""
    kind = column_type(datatype)
    if kind.startswith("DECIMAL"):
        return f"regexp_replace(CAST({value} AS VARCHAR), '(\\.[0-9]*?[0-9])0+$', '\\1')"
    return value if kind == "VARCHAR" else f"CAST({value} AS VARCHAR)"


def numbered_columns(layout: Layout) -> list[tuple[int, int, Column]]:
    """Return every column with its place and the index of its table."""
    pairs = [(home, column) for home, table in enumerate(layout.tables) for column in table.columns]
    return [(place, home, column) for place, (home, column) in enumerate(pairs)]
