"""Mappings: what the columns of a table or the members of a JSON object mean in the model's words, as a TOML file.

docs/mappings.md describes the shape. Every source of tables that comes with showgraph is such a file too, in
``mappings/``; ``mapping:FILE.toml:DATA`` uses one of a user's own.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import tomli

from showgraph.errors import BuildError
from showgraph.model import FUNCTIONS, KINDS, properties_of

FOLDER = "mappings"
_USE_KEYS = {"field", "words", "split", "pattern", "otherwise", "language", "scale", "role", "html", "part"}


@dataclass(frozen=True)
class Use:
    """How one field fills one property.

    ``words`` turn what is written (in any case) into what is meant, an empty word into nothing; ``split`` separates
    the values of a list; ``pattern`` finds the value as its first group; ``otherwise`` stands for what no word covers.
    ``scale`` multiplies numbers. ``html`` takes marks of HTML away. ``part`` chooses of two dates with a dash between.
    """

    field: str
    words: Map[str, str] = dataclasses.field(default_factory=dict)
    split: str = ""
    pattern: str = ""
    otherwise: str | None = None
    language: str = ""
    scale: float = 1
    html: bool = False
    part: int = 1


@dataclass(frozen=True)
class Thing:
    """What a row tells of: its kind, how it is identified, and its properties by key.

    ``iri`` is a template with fields in braces for sources whose identifiers the world knows; else ``key`` names the
    fields whose values identify it. ``same`` are such templates of the same thing elsewhere. Rows tell of it only
    ``when`` a field is filled, or ``unless`` one is. ``fallback`` are the fields that identify it where the key is
    empty; a person known by them is a name in one work, and who else is the same is decided later.
    """

    name: str
    kind: str
    kind_use: Use | None
    key: tuple[str, ...]
    iri: str
    same: tuple[str, ...]
    uses: Map[str, tuple[Use, ...]]
    when: str = ""
    unless: str = ""
    fallback: tuple[str, ...] = ()


@dataclass(frozen=True)
class Credits:
    """Credits that a row tells of, beside those of a property: one, or one for each object of the list ``each``."""

    of: str
    to: str
    each: str
    function: str
    function_use: Use | None
    person: str
    person_iri: str
    character: str
    billing: str
    billing_from: int
    part: Use | None


@dataclass(frozen=True)
class Adaptation:
    """Words in a field that say which kind of work a row's work was adapted from, by the kind they mean."""

    of: str
    field: str
    words: Map[str, str]
    synopsis: str


@dataclass(frozen=True)
class Mapping:
    """One mapping: fields with the headers or JSON paths they may have, and what they say."""

    scheme: str
    path: str
    reads: str
    format: str
    source: Map[str, object]
    detected: tuple[str, ...]
    likely: tuple[str, ...]
    fields: Map[str, tuple[str, ...]]
    things: tuple[Thing, ...]
    credits: tuple[Credits, ...]
    adaptations: tuple[Adaptation, ...]
    korean: bool

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that no row can do without: those that name things."""
        named = [thing.uses["label"][0].field for thing in self.things if "label" in thing.uses and not thing.iri]
        return tuple(dict.fromkeys(named))


@cache
def read_mappings() -> tuple[Mapping, ...]:
    """Return the mappings that come with showgraph, by scheme."""
    folder = files("showgraph.sources") / FOLDER
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return (*(parse_mapping(entry.read_text("utf-8"), entry.name) for entry in found), model_mapping())


@cache
def model_mapping() -> Mapping:
    """Return the mapping of tables whose columns are the model's own words: one row a thing of any kind.

    Columns are called as properties are in docs/model.md; ``iri`` identifies a thing, else its kind, label and year.
    """
    keys = {key for kind in ("episode", "person", "organization", "genre") for key in properties_of(kind)} - {
        "kind-name"
    }
    fields = {key: tuple(dict.fromkeys((key, _plural(key)))) for key in ("iri", "kind", *sorted(keys))}
    thing = Thing(
        name="thing",
        kind="episode",
        kind_use=Use("kind", {key: key for key in KINDS}, otherwise=""),
        key=("kind", "label", "released", "year"),
        iri="{iri}",
        same=(),
        uses={key: (Use(key),) for key in sorted(keys)},
    )
    return Mapping(
        scheme="works",
        path="",
        reads="works and people in the model's own columns, CSV or Parquet",
        format="csv",
        source={},
        detected=("kind", "label"),
        likely=(),
        fields=fields,
        things=(thing,),
        credits=(),
        adaptations=(),
        korean=True,
    )


def _plural(key: str) -> str:
    return key.removesuffix("s")


def read_mapping(path: Path) -> Mapping:
    """Read a mapping of a user's own.

    Raises:
        BuildError: it can't be read, or says something that no mapping can say.
    """
    try:
        return parse_mapping(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeError) as error:
        raise BuildError(f"mapping {path} can't be read: {error}") from error


def parse_mapping(text: str, name: str) -> Mapping:
    """Parse a mapping; ``name`` is the file's, for messages.

    Raises:
        BuildError: the text says something that no mapping can say; the error says what is known.
    """
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise BuildError(f"mapping {name}: {error}") from error
    return _Parser(table, name).parse()


class _Parser:
    def __init__(self, table: dict[str, object], name: str) -> None:
        self.table = table
        self.name = name
        self.fields: dict[str, tuple[str, ...]] = {}

    def fail(self, message: str) -> BuildError:
        return BuildError(f"mapping {self.name}: {message}")

    def choose(self, value: object, known: list[str], what: str) -> str:
        if value not in known:
            near = difflib.get_close_matches(str(value), known, n=3)
            hint = f"; nearest: {', '.join(near)}" if near else f"; known: {', '.join(known[:12])}"
            raise self.fail(f"no {what} {value!r}{hint}")
        return str(value)

    def parse(self) -> Mapping:
        known = {"reads", "format", "source", "detect", "fields", "things", "credits", "adaptations", "korean", "jobs"}
        for key in self.table:
            self.choose(key, sorted(known), "key")
        fields = self.section("fields")
        self.fields = {
            key: (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else (key,)
            for key, value in fields.items()
        }
        if not self.fields:
            raise self.fail("it has no [fields]")
        detect = self.section("detect")
        things = tuple(self.thing(name, table) for name, table in self.section("things").items())
        if not things:
            raise self.fail("it has no [things.NAME]")
        names = [thing.name for thing in things]
        return Mapping(
            scheme=Path(self.name).stem,
            path=self.name,
            reads=str(self.table.get("reads", "a table")),
            format=str(self.table.get("format", "csv")),
            source=self.section("source"),
            detected=self.listed(detect.get("fields", [])),
            likely=self.listed(detect.get("any", [])),
            fields=self.fields,
            things=things,
            credits=tuple(self.credits(table, names) for table in self.tables("credits")),
            adaptations=tuple(self.adaptation(table, names) for table in self.tables("adaptations")),
            korean=bool(self.table.get("korean", True)),
        )

    def listed(self, value: object) -> tuple[str, ...]:
        return tuple(self.field(one) for one in (value if isinstance(value, list) else [value]))

    def section(self, key: str) -> dict[str, object]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"[{key}] is no table")
        return value

    def tables(self, key: str) -> list[dict[str, object]]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fail(f"[[{key}]] are no tables")
        return value

    def field(self, value: object) -> str:
        return self.choose(value, list(self.fields), "field")

    def use(self, value: object) -> Use:
        if isinstance(value, str):
            return Use(self.field(value))
        if not isinstance(value, dict) or "field" not in value:
            raise self.fail(f"expected a field's name or a table with one, found {value!r}")
        for key in value:
            self.choose(key, sorted(_USE_KEYS), "key")
        given = {key: one for key, one in value.items() if key not in ("field", "words")}
        if "pattern" in given:
            try:
                re.compile(given["pattern"])
            except re.error as error:
                raise self.fail(f"pattern {given['pattern']!r}: {error}") from error
        words = {str(key).casefold(): str(one) for key, one in value.get("words", {}).items()}
        return Use(self.field(value["field"]), words, **given)

    def thing(self, name: str, value: object) -> Thing:
        if not isinstance(value, dict):
            raise self.fail(f"[things.{name}] is no table")
        kind = value.get("kind", "thing")
        kind_use = self.use(kind) if isinstance(kind, dict) else None
        kinds = [*kind_use.words.values(), kind_use.otherwise or "thing"] if kind_use else [kind]
        for one in kinds:
            self.choose(one, list(KINDS), "kind")
        above = str(kind) if not kind_use else str(kind_use.otherwise or "thing")
        known = properties_of(above)
        uses = {}
        for key, one in value.items():
            if key not in ("kind", "key", "iri", "same", "if", "unless", "fallback"):
                self.choose(key, list(known), f"property of a {above}")
                uses[key] = tuple(self.use(each) for each in (one if isinstance(one, list) else [one]))
        if "label" not in uses and not value.get("iri"):
            raise self.fail(f"[things.{name}] has neither a label nor an iri")
        keys = value.get("key", [])
        return Thing(
            name=name,
            kind=above,
            kind_use=kind_use,
            key=tuple(self.field(one) for one in (keys if isinstance(keys, list) else [keys])),
            iri=self.template(value.get("iri", "")),
            same=tuple(self.template(one) for one in value.get("same", [])),
            uses=uses,
            when=self.field(value["if"]) if "if" in value else "",
            unless=self.field(value["unless"]) if "unless" in value else "",
            fallback=self.listed(value.get("fallback", [])),
        )

    def template(self, text: object) -> str:
        for one in re.findall(r"\{(\w+)\}", str(text)):
            self.field(one)
        return str(text)

    def credits(self, table: dict[str, object], names: list[str]) -> Credits:
        function = table.get("function", "acting")
        use = self.use(function) if isinstance(function, dict) and not table.get("each") else None
        if isinstance(function, dict) and table.get("each"):
            # The field is a member of the objects in the list.
            words = self.section("jobs") if function.get("jobs") else function.get("words", {})
            meanings = {str(key).casefold(): str(one) for key, one in words.items()}
            use = Use(str(function.get("field")), meanings, otherwise=str(function.get("otherwise", "other")))
        for one in use.words.values() if use else [function]:
            if one:
                self.choose(one, list(FUNCTIONS), "function")
        part = table.get("part")
        return Credits(
            of=self.choose(table.get("of"), names, "thing"),
            to=self.choose(table["to"], names, "thing") if "to" in table else "",
            each=self.field(table["each"]) if "each" in table else "",
            function="" if use else str(function),
            function_use=use,
            person=str(table.get("person", "")),
            person_iri=str(table.get("person-iri", "")),
            character=str(table.get("character", "")),
            billing=str(table.get("billing", "")),
            billing_from=int(str(table.get("billing-from", 1))),
            part=self.use(part) if part else None,
        )

    def adaptation(self, table: dict[str, object], names: list[str]) -> Adaptation:
        words = table.get("words", {})
        if not isinstance(words, dict):
            raise self.fail("words of [[adaptations]] are no table")
        for one in words.values():
            self.choose(one, list(KINDS), "kind")
        return Adaptation(
            of=self.choose(table.get("of"), names, "thing"),
            field=self.field(table.get("field")),
            words={str(key).casefold(): str(one) for key, one in words.items()},
            synopsis=self.field(table["synopsis"]) if "synopsis" in table else "",
        )
