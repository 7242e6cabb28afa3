"""Facts that come as tables, written without ever being quads: what a source with millions of rows hands over.

Their subjects have identifiers of a range, so that numbers join with numbers from the source's file to the graph's
tables, and the dictionary stays small. Each fact is in the default graph, and in the named
graph of its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class BulkRange:
    """Identifiers ``prefix + number + suffix``, the number with at least ``width`` digits and at most ``most``.

    ``table`` names the layout's table that they all lie in.
    """

    table: str
    prefix: str
    most: int
    width: int = 1
    suffix: str = ""


@dataclass(frozen=True)
class Cell:
    """One value as SQL over a staged query.

    With ``range`` it is a number of that range; with ``table`` the text of an IRI that lies in that table of the layout
    by the quads, or, with ``iris``, a whole number that stands for the IRI given there; else a value as its column
    stores it.
    """

    sql: str
    range: str = ""
    table: str = ""
    iris: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BulkTable:
    """Rows for a table of the layout: one a subject, numbered by ``number`` within ``range``, sorted by it or not.

    ``types`` is SQL for a key of the bulk's ``type_sets``; ``cells`` are named as the layout's columns.
    """

    range: str
    query: str
    number: str
    types: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class BulkLink:
    """Rows for a link of the layout, each once."""

    link: str
    query: str
    s: Cell
    o: Cell


@dataclass(frozen=True)
class BulkText:
    """Rows for a text of the layout, each once; ``value`` and ``lang`` are SQL, ``lang`` empty for plain strings."""

    text: str
    query: str
    s: Cell
    value: str
    lang: str = "''"


@dataclass(frozen=True)
class Bulk:
    """All that one source hands over as tables; ``iris`` is a query for every IRI that its cells give as text.

    Those that a cell lists itself need not be in it. ``graph`` is the IRI of the source's named graph, empty for none.
    ``moved`` is a query for the term texts of identifiers of its ranges whose rows are left out because quads tell of
    them, with what others say; the bulk's own words about them are quads of its graph. ``gone`` is one for those of
    them that are no more, as they are the same as other things: what leads to them is left out too.
    """

    ranges: Mapping[str, BulkRange] = field(default_factory=dict)
    type_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: tuple[BulkTable, ...] = ()
    links: tuple[BulkLink, ...] = ()
    texts: tuple[BulkText, ...] = ()
    iris: str = ""
    graph: str = ""
    moved: str = ""
    gone: str = ""
