"""The names of the tables inside ``graph.duckdb``; nothing else spells them."""

from __future__ import annotations

from typing import Literal

TERMS = "terms"
LOOKUP = "lookup"
GRAPHS = "graphs"
TYPE_SETS = "type_sets"
MOVED = "moved"
STATEMENTS = {"statements": "g, p, s, o", "statements_by_object": "g, p, o, s", "statements_by_subject": "s, p, o, g"}

Direction = Literal["out", "in"]
DIRECTIONS: tuple[Direction, ...] = ("out", "in")


def quote(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def entity_table(name: str) -> str:
    """Return the table of a layout's table, sorted by id: ``id``, ``types`` (a set of ``type_sets``), its columns."""
    return quote(f"table_{name}")


def sorted_table(name: str, column: str) -> str:
    """Return the copy of a layout's table that is sorted by a column."""
    return quote(f"table_{name}_by_{column}")


def index_table(name: str, column: str) -> str:
    """Return the index of a column of a layout's table: ``value`` and ``id``, sorted by value."""
    return quote(f"index_{name}_{column}")


def link_table(name: str, direction: Direction) -> str:
    """Return a link's table (s, o): ``out`` is sorted by subject, ``in`` by object."""
    return quote(f"link_{name}_{direction}")


def text_table(name: str, direction: Direction) -> str:
    """Return a text's table (s, value, lang): ``out`` is sorted by subject, ``in`` by value."""
    return quote(f"text_{name}_{direction}")
