"""What a source of facts is: a name for the command line, how its files look, and what reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from showgraph.errors import BuildError
from showgraph.model import RDF_TYPE, RDFS, XSD, get_kind, get_property, make_slug, mint_iri
from showgraph.model.dates import last_day
from showgraph.progress import Tell
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.lines import bare_suffix
from showgraph.sources.text import read_head
from showgraph.sources.toml_values import read_date, read_integer, read_iri

if TYPE_CHECKING:
    import duckdb

    from showgraph.store import Bulk


class Look:
    """What can be told of a file or folder at a glance; nothing is read twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.path.is_dir()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of a folder's files."""
        return frozenset(one.name for one in self.path.iterdir()) if self.is_folder else frozenset()

    @cached_property
    def ending(self) -> str:
        """The file's ending in small letters, without that of a packer.

        >>> Look(Path("shows.json.gz")).ending
        '.json'
        """
        return bare_suffix(self.path)

    @cached_property
    def head(self) -> str:
        """The beginning of a file as text, empty for a folder."""
        return "" if self.is_folder else read_head(self.path)

    @cached_property
    def headers(self) -> list[str]:
        """The column names of a table, as its first line has them."""
        if self.ending == ".parquet":
            return _parquet_columns(self.path)
        from showgraph.sources.csv_rows import parse_header

        return parse_header(self.head)[0] if self.head.strip() and not self.is_json else []

    @cached_property
    def is_json(self) -> bool:
        """Whether it begins as JSON does."""
        return self.head.lstrip()[:1] in ("{", "[")

    @cached_property
    def first(self) -> Mapping[str, object]:
        """The first object of a JSON file, empty where none can be told."""
        decoder = json.JSONDecoder()
        text = self.head.lstrip().lstrip("[").lstrip()
        try:
            found, _ = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            found = _first_member(text)
        for _ in range(3):
            if isinstance(found, dict) and found and all(isinstance(_unpack(v), dict) for v in found.values()):
                found = _unpack(next(iter(found.values())))
        return found if isinstance(found, dict) else {}


def _parquet_columns(path: Path) -> list[str]:
    import duckdb

    try:
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet($1) LIMIT 0", [str(path)]).description or ()
    except duckdb.Error:
        return []
    return [str(column[0]) for column in found]


def _unpack(value: object) -> object:
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _first_member(text: str) -> object:
    """Return the first value of an object that is too long for a glance."""
    decoder = json.JSONDecoder()
    try:
        _, end = decoder.raw_decode(text, 1 + len(text[1:]) - len(text[1:].lstrip()))
        start = text.index(":", end) + 1
        start += len(text[start:]) - len(text[start:].lstrip())
        return _unpack(decoder.raw_decode(text, start)[0])
    except (ValueError, RecursionError):
        return {}


@dataclass(frozen=True)
class Source:
    """One kind of source.

    ``scheme`` is its word on the command line, ``reads`` what it is in a few words, ``door`` the ``module:function``
    that takes an ``Intake``, loaded when it is needed. ``looks`` tells from a glance how sure it is that a file is of
    this kind, 0 for not at all. ``keeps`` says that the same files always give the same, so that they need not be read
    again; ``tables`` that they are kept as tables of the source's own.
    """

    scheme: str
    reads: str
    door: str | Callable[[Intake], None]
    looks: Callable[[Look], int]
    keeps: bool = False
    tables: bool = False

    def read(self, intake: Intake) -> None:
        """Read a source's files.

        Raises:
            BuildError: nothing of it can be read.
        """
        door = self.door
        if isinstance(door, str):
            module, _, name = door.partition(":")
            door = getattr(import_module(module), name)
        door(intake)


class Large(Protocol):
    """A source of many rows that stays in tables, but for the things that other sources tell of too."""

    def claim_candidates(self) -> None:
        """Claim the things that others may tell of too."""

    def settle(self, members: str) -> None:
        """Drop the claims of things that nobody else tells of, and the rows of the others.

        ``members`` names the table of identifiers that gave way: old, new.
        """

    def leave_to_rows(self) -> None:
        """Drop quads of things whose rows tell of them."""


_READERS = {"integer": read_integer, "date": read_date, "iri": read_iri}


@dataclass
class Intake:
    """Where a source puts what it reads: claims, quads of named graphs, or whole tables."""

    connection: duckdb.DuckDBPyConnection
    path: Path
    scheme: str
    slug: str
    reading: Reading
    tell: Tell
    load: Callable[[Iterable[Claim]], object]
    add_quads: Callable[[Iterable[tuple[str, str, str, str]]], None]
    bulks: list[Bulk] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    alone: bool = True
    large: list[Large] = field(default_factory=list)
    restored: bool = False
    keep: Callable[[Iterable[str]], None] = field(default=lambda tables: None)

    @property
    def source(self) -> str:
        """The identifier of the source, which names the graph of what it says."""
        return mint_iri("source", self.slug)

    def describe(self, title: str = "", **details: object) -> None:
        """Claim what is known of the source itself, by the keys of a source's properties."""
        subject, name = "<" + self.source, title or self.path.name
        claims = [
            Claim(self.source, subject, "<" + RDF_TYPE, "<" + get_kind("source").iri),
            Claim(self.source, subject, "<" + RDFS + "label", '"' + name),
            Claim(self.source, subject, "<" + get_property("title", "source").iri, '"' + name),
        ]
        for key, value in details.items():
            prop = get_property(key, "source")
            text = _encode_detail(prop.value, str(value))
            claims.append(Claim(self.source, subject, "<" + prop.iri, text))
        self.load(claims)


def _encode_detail(kind: str, value: str) -> str:
    """Return a detail of a source as a term text: what is no date stays as it was written."""
    if kind == "integer":
        return f"^{XSD}integer {value}"
    datatypes = {4: "gYear", 7: "gYearMonth", 10: "date"}
    if kind == "date" and last_day(value):
        return f"^{XSD}{datatypes[len(value)]} {value}"
    return f'"{value}'


def find_slug(path: Path, taken: Iterable[str]) -> str:
    """Return a name for a source, made of its file's, that none of ``taken`` has.

    The ending stays, so that it is no name of a source in a folder of TOML.

    >>> find_slug(Path("lists/Korean dramas.csv.gz"), [])
    'korean-dramas.csv'
    """
    stem, _, endings = path.name.partition(".")
    ending = "folder" if path.is_dir() else make_slug(endings.split(".")[0]) if endings else "file"
    used = set(taken)
    found = f"{make_slug(stem)}.{ending}"
    if found in used:
        found = f"{make_slug(path.resolve().parent.name)}-{found}"
    number, first = 2, found
    while found in used:
        found, number = f"{first}-{number}", number + 1
    return found


def choose_source(sources: Iterable[Source], path: Path) -> Source | None:
    """Return the source that a file looks most like, None where it looks like none."""
    look = Look(path)
    try:
        ranked = sorted(((source.looks(look), source) for source in sources), key=lambda pair: -pair[0])
    except OSError as error:
        raise BuildError(f"{path} can't be read: {error.strerror or error}") from error
    return ranked[0][1] if ranked and ranked[0][0] > 0 else None
