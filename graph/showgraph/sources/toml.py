"""A folder of TOML files in the shape of ``data/`` (docs/data-format.md), read into claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from showgraph.errors import DataError
from showgraph.model import (
    FUNCTIONS,
    GENRE_SCHEME,
    KINDS,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    Property,
    get_kind,
    get_property,
    is_a,
    make_slug,
    mint_iri,
    properties_of,
)
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.toml_folder import (
    OWN_SOURCE,
    Entity,
    Folder,
    Place,
    Table,
    check_duplicates,
    read_folder,
    say_nearest,
)
from showgraph.sources.toml_values import (
    integer_text,
    iri_text,
    read_code,
    read_date,
    read_decimal,
    read_integer,
    read_iri,
    read_string,
    read_texts,
    string_text,
)

_SOURCE = mint_iri("source", "")
_EVENT_KINDS = ("announced", "production-start", "production-halt", "production-resume", "release")
_STATUSES = ("announced", "expected", "actual", "cancelled")
_PARTS = ("main", "support", "guest", "cameo")
_ACTING = ("acting", "voice", "self", "archive")
_VALUES: dict[str, Callable[[object], str]] = {
    "string": read_string,
    "integer": read_integer,
    "decimal": read_decimal,
    "date": read_date,
    "iri": read_iri,
    "code": read_code,
}


def read_toml(folder: Path, reading: Reading) -> Iterator[Claim]:
    """Yield the claims of a folder of TOML files; ``reading`` counts its tables.

    Raises:
        BuildError: the folder isn't there, or holds no such files.
        DataError: something in it can't be loaded; all problems of the folder together.
    """
    found = read_folder(folder)
    claims: list[Claim] = []
    for entities in (found.works, *found.tables.values()):
        for entity in entities.values():
            claims += _EntityReader(found, entity).read()
    check_duplicates(found)
    if found.problems:
        raise DataError(sorted(dict.fromkeys(found.problems), key=lambda problem: (problem.path, problem.line)))
    reading.read = reading.loaded = len(found.works) + sum(len(table) for table in found.tables.values())
    yield from claims


class _EntityReader:
    """Reads one entity's table into claims."""

    def __init__(self, folder: Folder, entity: Entity) -> None:
        self.folder = folder
        self.entity = entity
        self.claims: list[Claim] = []
        self.sources = self._read_sources()
        self.credited: dict[tuple[str, str], int] = {}

    def read(self) -> list[Claim]:
        """Return every claim of the entity."""
        entity, table = self.entity, self.entity.table
        if "label" not in table and entity.kind != "source":
            self._report(("label",), f"{entity.slug!r} has no label")
        said = table.get("said", {})
        if entity.kind == "source":
            self._read_source()
        else:
            self._claim("kind" if "kind" in self.sources else "label", RDF_TYPE, iri_text(get_kind(entity.kind).iri))
        self._read_keys(table, (), None)
        for slug, own in said.items() if isinstance(said, dict) else ():
            if self._known_source(slug, ("said", slug)):
                self._read_keys(own, ("said", slug), [slug])
        return self.claims

    def _report(self, place: Place, message: str, value: str = "") -> None:
        self.folder.report(self.entity.file, (*self.entity.place, *place), message, value)

    def _known_source(self, slug: object, place: Place) -> bool:
        known = self.folder.tables["source"]
        if slug in known or self.folder.is_unread("source"):
            return slug in known
        self._report(place, f"no source {slug!r} in sources.toml{say_nearest(str(slug), known)}", str(slug))
        return False

    def _read_sources(self) -> dict[str, list[str]]:
        if self.entity.kind == "source":
            return {"*": [self.entity.slug]}
        given = self.entity.table.get("sources")
        if self.entity.kind == "genre" and given is None:
            return {"*": [OWN_SOURCE]}
        if not isinstance(given, dict):
            self._report(
                ("sources",), 'expected sources = { "*" = ["…"] }, found ' + ("none" if not given else repr(given))
            )
            return {}
        checked: dict[str, list[str]] = {}
        for key, slugs in given.items():
            if key != "*" and key not in self.entity.table:
                self._report(("sources", key), f"sources name {key!r}, which isn't among the keys")
            if not isinstance(slugs, list) or not slugs:
                self._report(("sources", key), f"expected a list of sources, found {slugs!r}")
                continue
            checked[key] = [slug for slug in slugs if self._known_source(slug, ("sources", key))]
        return checked

    def _speakers(self, key: str, place: Place, own: list[str] | None) -> list[str]:
        if own is not None:
            return own
        speakers = self.sources.get(key) or self.sources.get("*")
        if not speakers:
            if not {key, "*"} & self.sources.keys() and self.sources:
                self._report(place, f"no source says {key!r}; name one under sources")
            return []
        return speakers

    def _add(self, speakers: list[str], subject: str, predicate: str, value: str, status: str = "actual") -> None:
        subject, predicate = iri_text(subject), iri_text(predicate)
        for slug in speakers:
            self.claims.append(Claim(_SOURCE + slug, subject, predicate, value, status))

    def _claim(self, key: str, predicate: str, value: str) -> None:
        self._add(self._speakers(key, (key,), None), self.entity.iri, predicate, value)

    def _read_source(self) -> None:
        table = self.entity.table
        self._claim("*", RDF_TYPE, iri_text(get_kind("source").iri))
        if "title" not in table:
            self._report(("title",), f"source {self.entity.slug!r} has no title")
        title = str(table.get("title", self.entity.slug))
        details = [str(table[key]) for key in ("publisher", "date") if key in table]
        details = [detail for detail in details if detail.casefold() not in title.casefold()]
        label = f"{title} ({', '.join(details)})" if details else title
        self._claim("*", RDFS + "label", string_text(str(table.get("label", label))))

    def _read_keys(self, table: Table, at: Place, own: list[str] | None) -> None:
        if not isinstance(table, dict):
            self._report(at, f"expected a table, found {table!r}")
            return
        known = properties_of(self.entity.kind)
        is_work = is_a(self.entity.kind, "work")
        skipped = {"kind", "sources", "said"} if self.entity.kind != "source" else {"sources"}
        for key, value in table.items():
            place = (*at, key)
            if key in skipped:
                continue
            if key == "cast" and is_work:
                self._read_cast(value, place, self._speakers(key, place, own), own is not None)
            elif key == "events" and is_work:
                self._read_events(value, place, self._speakers(key, place, own))
            elif key not in known or known[key].key == "actors":
                self._report(
                    place, f"a {self.entity.kind} has no {key!r}{say_nearest(key, [*known, 'cast', 'events'])}"
                )
            else:
                self._read_value(known[key], value, place, self._speakers(key, place, own))

    def _read_value(self, prop: Property, value: object, place: Place, speakers: list[str]) -> None:
        many = value if isinstance(value, list) and prop.value != "text" else [value]
        if prop.one and isinstance(value, list):
            self._report(place, f"{prop.key} has one value; found a list")
            return
        for entry in many:
            if prop.function:
                self._read_credit(prop.function, entry, place, speakers)
            elif prop.value == "entity":
                if target := self._find(prop.range, entry, place):
                    self._add(speakers, self.entity.iri, prop.iri, iri_text(target.iri))
            else:
                self._read_plain(prop, entry, place, speakers)

    def _read_plain(self, prop: Property, value: object, place: Place, speakers: list[str]) -> None:
        status = "actual"
        if prop.value == "date" and isinstance(value, dict):
            status = str(value.get("status", "actual"))
            if status not in _STATUSES:
                self._report(place, f"status is {status!r}; expected one of {', '.join(_STATUSES)}")
            value = value.get("date")
        try:
            terms = read_texts(value) if prop.value == "text" else [_VALUES[prop.value](value)]
        except ValueError as error:
            self._report(place, f"{prop.key}: {error}")
            return
        for term in terms:
            self._add(speakers, self.entity.iri, prop.iri, term, status)
            self._add_genre_words(prop, term, speakers)
        if prop.key == "label" and self.entity.kind not in ("genre", "source"):
            self._add(speakers, self.entity.iri, SCHEMA + "name", terms[0])

    def _add_genre_words(self, prop: Property, term: str, speakers: list[str]) -> None:
        if self.entity.kind != "genre" or prop.key not in ("label", "aliases"):
            return
        predicate = SKOS + ("prefLabel" if prop.key == "label" else "altLabel")
        text = term if term.startswith("@") else string_text(term[1:], "en")
        self._add(speakers, self.entity.iri, predicate, text)
        if prop.key == "label":
            self._add(speakers, self.entity.iri, SKOS + "inScheme", iri_text(GENRE_SCHEME))

    def _find(self, kind: str, slug: object, place: Place) -> Entity | None:
        known = self.folder.named(kind)
        target = known.get(slug) if isinstance(slug, str) else None
        if target is None:
            if self.folder.is_unread(kind):
                return None
            noun = KINDS[kind].noun
            self._report(place, f"no {noun} {slug!r} is here{say_nearest(str(slug), known)}", str(slug))
        elif not is_a(target.kind, kind):
            self._report(place, f"{slug!r} is a {target.kind}, expected a {kind}", str(slug))
            return None
        elif target is self.entity:
            self._report(place, f"{slug!r} names itself", str(slug))
            return None
        return target

    def _read_credit(self, function: str, entry: object, place: Place, speakers: list[str]) -> None:
        spelling = None
        if isinstance(entry, dict):
            spelling, entry = entry.get("as"), entry.get("person")
        if person := self._find("person", entry, place):
            self._add_credit(function, person, speakers)
            if spelling is not None:
                self._add(speakers, person.iri, SCHEMA + "alternateName", string_text(str(spelling)))

    def _add_credit(self, function: str, person: Entity | None, speakers: list[str], role: str = "") -> str:
        """Claim a credit and return its IRI; ``role`` tells apart several of one person and function."""
        parts = [self.entity.slug, person.slug if person else "unnamed", function, *([make_slug(role)] if role else [])]
        credit = mint_iri("credit", *parts)
        self._add(speakers, credit, RDF_TYPE, iri_text(get_kind("credit").iri))
        self._add(speakers, credit, get_property("credit-of").iri, iri_text(self.entity.iri))
        self._add(speakers, credit, get_property("function").iri, iri_text(FUNCTIONS[function].iri))
        if person:
            self._add(speakers, credit, get_property("credited-to").iri, iri_text(person.iri))
        return credit

    def _entries(self, value: object, place: Place, known: set[str]) -> Iterator[tuple[Table, Place]]:
        if not isinstance(value, list):
            self._report(place, f"expected [[{place[-1]}]] tables, found {value!r}")
            return
        for number, entry in enumerate(value):
            here = (*place, number)
            if not isinstance(entry, dict):
                self._report(here, f"expected a table, found {entry!r}")
                continue
            for key in entry.keys() - known:
                self._report((*here, key), f"an entry of {place[-1]} has no {key!r}{say_nearest(key, known)}")
            yield entry, here

    def _own_speakers(self, entry: Table, place: Place, speakers: list[str]) -> list[str]:
        own = entry.get("sources")
        if own is None:
            return speakers
        if not isinstance(own, list):
            self._report((*place, "sources"), f"expected a list of sources, found {own!r}")
            return speakers
        return [slug for slug in own if self._known_source(slug, (*place, "sources"))]

    def _choose(self, entry: Table, key: str, allowed: tuple[str, ...], place: Place, default: str = "") -> str:
        value = entry.get(key, default)
        if value not in (*allowed, default) or (not value and key in entry):
            self._report((*place, key), f"{key} is {value!r}; expected one of {', '.join(allowed)}")
            return default
        return str(value)

    def _read_cast(self, value: object, place: Place, speakers: list[str], said: bool) -> None:
        known = {"person", "character", "plays", "part", "function", "billing", "sources", "as"}
        entries = list(self._entries(value, place, known))
        seen: dict[tuple[str, str], int] = {}
        for billing, (entry, here) in enumerate(entries, 1):
            own = self._own_speakers(entry, here, speakers)
            function = self._choose(entry, "function", _ACTING, here, "acting")
            part = self._choose(entry, "part", _PARTS, here)
            person = self._find("person", entry["person"], (*here, "person")) if "person" in entry else None
            role = entry.get("character", "")
            if person is None and not role:
                self._report(here, "an entry of cast needs a person or a character")
                continue
            which = (person.slug if person else "", function)
            nth = seen[which] = seen.get(which, 0) + 1
            credit = self._add_credit(function, person, own, str(role) if nth > 1 or not person else "")
            if person and nth > 1 and not role:
                self._report(here, f"{entry['person']!r} is in the cast twice; give each entry its character")
            if role:
                self._add_entry_text(credit, get_property("character").iri, role, (*here, "character"), own)
            if part:
                self._add(own, credit, get_property("part").iri, string_text(part))
            if "as" in entry and person:
                self._add_entry_text(person.iri, SCHEMA + "alternateName", entry["as"], (*here, "as"), own)
            if not said or "billing" in entry:
                self._add(own, credit, get_property("billing").iri, integer_text(int(entry.get("billing", billing))))
            if "plays" in entry and (character := self._find("character", entry["plays"], (*here, "plays"))):
                self._add(own, credit, get_property("plays").iri, iri_text(character.iri))

    def _add_entry_text(self, subject: str, predicate: str, value: object, place: Place, speakers: list[str]) -> None:
        try:
            self._add(speakers, subject, predicate, read_string(value))
        except ValueError as error:
            self._report(place, str(error))

    def _read_events(self, value: object, place: Place, speakers: list[str]) -> None:
        for entry, here in self._entries(value, place, {"kind", "date", "status", "description", "sources"}):
            own = self._own_speakers(entry, here, speakers)
            kind = self._choose(entry, "kind", _EVENT_KINDS, here)
            status = self._choose(entry, "status", _STATUSES, here, "actual")
            if not kind:
                self._report(here, f"an event needs a kind: one of {', '.join(_EVENT_KINDS)}")
            date = ""
            if "date" in entry:
                try:
                    date = read_date(entry["date"])
                except ValueError as error:
                    self._report((*here, "date"), f"date: {error}")
            event = mint_iri("event", self.entity.slug, kind or "event", status, date.rpartition(" ")[2] or "undated")
            self._add(own, event, RDF_TYPE, iri_text(get_kind("event").iri))
            self._add(own, event, get_property("about", "event").iri, iri_text(self.entity.iri))
            self._add(own, event, get_property("kind", "event").iri, string_text(kind))
            self._add(own, event, get_property("status", "event").iri, string_text(status))
            if date:
                self._add(own, event, get_property("date", "event").iri, date)
            if "description" in entry:
                iri = SCHEMA + "description"
                self._add_entry_text(event, iri, entry["description"], (*here, "description"), own)
