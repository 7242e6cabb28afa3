"""The files of a folder of TOML, with every entity by its slug and every problem by its line."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from showgraph.errors import BuildError, Problem
from showgraph.model import KINDS, is_a, mint_iri, segment_of
from showgraph.sources.toml_lines import find_line, find_text_line

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLE_FILES = {
    "people.toml": "person",
    "organizations.toml": "organization",
    "characters.toml": "character",
    "genres.toml": "genre",
    "sources.toml": "source",
}
OWN_SOURCE = "showgraph"
"""The source of genres that name no other, and of nothing else."""

Table = Mapping[str, Any]
Place = tuple[str | int, ...]


@dataclass
class SourceFile:
    """One TOML file: its text for finding lines, its content for reading."""

    path: Path
    name: str
    text: str
    content: Table


@dataclass(frozen=True)
class Entity:
    """One thing that a file or a table of a file describes."""

    slug: str
    kind: str
    table: Table
    file: SourceFile
    place: Place

    @property
    def iri(self) -> str:
        """Its identifier."""
        return mint_iri(segment_of(self.kind), self.slug)


@dataclass
class Folder:
    """The entities of a folder by slug, and the problems found so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    works: dict[str, Entity] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    tables: dict[str, dict[str, Entity]] = field(default_factory=lambda: {kind: {} for kind in _TABLE_FILES.values()})

    def report(self, file: SourceFile, place: Place, message: str, value: str = "") -> None:
        """Remember a problem at the line of a key, or of a quoted value below it."""
        line = find_text_line(file.text, place, value) if value else find_line(file.text, place)
        self.problems.append(Problem(file.name, line, message))

    def is_unread(self, kind: str) -> bool:
        """Tell whether the file that would hold things of a kind is missing or broken, which is told already."""
        return any(is_a(kind, unread) for unread in self.unread)

    def named(self, kind: str) -> dict[str, Entity]:
        """Return everything that a reference to a kind can name."""
        if is_a(kind, "work"):
            return self.works
        return self.tables["organization" if is_a(kind, "organization") else kind]


def read_folder(root: Path) -> Folder:
    """Return the entities of a folder; what can't be read is among its problems.

    Raises:
        BuildError: the folder isn't there, or holds no such files.
    """
    if not root.is_dir():
        raise BuildError(f"no folder {str(root)!r} to build from; give a folder in the shape of data/")
    found = Folder(root)
    paths = [*sorted(root.glob("shows/*.toml")), *sorted(root.glob("works/*.toml"))]
    if not paths:
        raise BuildError(
            f"{str(root)!r} holds no shows/*.toml and no works/*.toml; docs/data-format.md shows the shape"
        )
    for path in paths:
        if file := _read_file(found, path):
            _add_work(found, file)
    for name, kind in _TABLE_FILES.items():
        if not (root / name).exists():
            found.unread.add(kind)
            if name in ("people.toml", "sources.toml"):
                found.problems.append(Problem(name, 1, "the file is missing; every folder needs one"))
        elif file := _read_file(found, root / name):
            for slug, table in file.content.items():
                _add_table(found, file, kind, slug, table)
        else:
            found.unread.add(kind)
    own = SourceFile(root / "sources.toml", "sources.toml", "", {})
    own_table = {"title": "showgraph", "licence": "CC0-1.0", "trust": 2}
    found.tables["source"].setdefault(OWN_SOURCE, Entity(OWN_SOURCE, "source", own_table, own, ()))
    return found


def _read_file(found: Folder, path: Path) -> SourceFile | None:
    name = path.relative_to(found.root).as_posix()
    try:
        text = path.read_bytes().decode("utf-8")
        return SourceFile(path, name, text, tomli.loads(text))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        found.problems.append(Problem(name, line, "these bytes are not UTF-8; save the file as UTF-8"))
    except tomli.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        message = re.sub(r" \(at .*\)$", "", str(error))
        line = int(where.group(1)) if where else len(text.splitlines()) or 1
        if dates := _wrong_dates(text.splitlines()[line - 1 : line]):
            message = f"{dates[0]} is no date; expected one such as 2022-01-28"
        found.problems.append(Problem(name, line, f"not valid TOML: {message}"))
    except OSError as error:
        found.problems.append(Problem(name, 1, f"can't be read: {error.strerror}"))
    return None


def _wrong_dates(lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        for text in re.findall(r"=\s*(\d{4}-\d\d-\d\d)\b", line):
            try:
                datetime.date.fromisoformat(text)
            except ValueError:
                found.append(text)
    return found


def _check_slug(found: Folder, file: SourceFile, place: Place, slug: str) -> None:
    if not _SLUG.fullmatch(slug):
        found.report(file, place, f"{slug!r} is no slug: expected lower-case letters, digits and single hyphens")


def _add_work(found: Folder, file: SourceFile) -> None:
    slug = file.path.stem
    _check_slug(found, file, (), slug)
    above = "screen-work" if file.path.parent.name == "shows" else "work"
    kind = file.content.get("kind")
    allowed = [key for key in KINDS if is_a(key, above) and key not in ("work", "screen-work", "comic-series", "book")]
    if above == "work":
        allowed = [key for key in allowed if not is_a(key, "screen-work")]
    if kind not in allowed:
        found.report(file, ("kind",), f"kind is {kind!r}; expected one of {', '.join(allowed)}")
        kind = allowed[0]
    if slug in found.works:
        found.report(file, (), f"{slug!r} is also {found.works[slug].file.name}; shows and works share their slugs")
    else:
        found.works[slug] = Entity(slug, str(kind), file.content, file, ())


def _add_table(found: Folder, file: SourceFile, kind: str, slug: str, table: object) -> None:
    _check_slug(found, file, (slug,), slug)
    if not isinstance(table, dict):
        found.report(file, (slug,), f"{slug!r} is no table; expected [{slug}] with keys below it")
        return
    own = kind
    if kind == "organization":
        own = table.get("kind", "")
        if own not in ("studio", "broadcaster", "publisher"):
            found.report(file, (slug, "kind"), f"kind is {own!r}; expected studio, broadcaster or publisher")
            own = "studio"
    found.tables[kind][slug] = Entity(slug, own, table, file, (slug,))


def check_duplicates(found: Folder) -> None:
    """Report two entries that are one thing by identifier, or two works of one title, kind and year."""
    elsewhere: dict[str, Entity] = {}
    titles: dict[tuple[str, str, str], Entity] = {}
    for entities in (found.works, *found.tables.values()):
        for entity in entities.values():
            same = entity.table.get("same-as", [])
            for iri in same if isinstance(same, list) else [same]:
                if (other := elsewhere.setdefault(str(iri), entity)) is not entity:
                    message = f"{iri} is also {other.slug!r} in {other.file.name}; one thing has one entry"
                    found.report(entity.file, (*entity.place, "same-as"), message, str(iri))
    for entity in found.works.values():
        label = str(entity.table.get("label", "")).casefold()
        key = (label, entity.kind, str(entity.table.get("released", ""))[:4])
        if label and (other := titles.setdefault(key, entity)) is not entity:
            found.report(entity.file, ("label",), f"the same title, kind and year as {other.file.name}; one has to go")


def say_nearest(word: str, known: Iterable[str]) -> str:
    """Return the known words near one as the end of a sentence, empty where there are none."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"; nearest: {', '.join(near)}" if near else ""
