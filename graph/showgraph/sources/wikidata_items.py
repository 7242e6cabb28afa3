"""Items of Wikidata to claims, whatever file they come from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import quote

from showgraph.model import (
    CREDIT_EDGES,
    KINDS,
    PROPERTIES,
    RDF_TYPE,
    Property,
    get_property,
    is_a,
    mint_iri,
)
from showgraph.sources import wikidata_words as words
from showgraph.sources.claims import OVERRULED, PLACEHOLDER, Claim
from showgraph.sources.credits import credit_claims, find_country, find_language, genre_claims
from showgraph.sources.toml_values import integer_text

_TYPE = "<" + RDF_TYPE
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NUMBER = re.compile(r"Q[1-9]\d{0,8}")
_BY_WIKIDATA: dict[str, Property] = {prop.wikidata: prop for prop in PROPERTIES if prop.wikidata}
_CREDITS: dict[str, tuple[str, Property]] = {
    prop.wikidata: (prop.function, prop) for prop in CREDIT_EDGES.values() if prop.wikidata
} | {words.VOICE: ("voice", get_property("actors"))}
_LINKS: dict[str, Property] = {
    item: prop for item, prop in _BY_WIKIDATA.items() if prop.value == "entity" and not prop.function
} | {words.SERIES: get_property("episode-of")}
NEEDED = frozenset(
    {words.CLASS, words.END, *words.DATES, *words.NUMBERS, *words.CODES, *words.TITLES, *words.ELSEWHERE}
    | {words.SUBJECT, *words.CODE_PROPERTIES, *_CREDITS, *_LINKS}
)


@dataclass(slots=True)
class Value:
    """One value of one statement: an item's number, or the term text of a literal.

    Dates are typed by the precision known, amounts plain numbers; times are in minutes. ``best`` is what Wikidata's
    truthy view takes: the preferred values, and the normal ones where none is preferred.
    """

    item: int = 0
    term: str = ""
    best: bool = True
    qualifiers: Mapping[str, list[Value]] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """What is needed of one item; names are by Wikidata's language codes."""

    number: int
    values: dict[str, list[Value]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)


class Marks:
    """A set of item numbers at one bit each: a whole dump has a hundred million."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        """Put a number in."""
        if number >> 3 >= len(self._bits):
            self._bits.extend(bytes((number >> 3) + 1 - len(self._bits) + len(self._bits) // 4))
        self._bits[number >> 3] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        return number >> 3 < len(self._bits) and bool(self._bits[number >> 3] >> (number & 7) & 1)


def parse_number(text: str) -> int:
    """Return the number of an item such as ``Q42``; 0 of anything else.

    >>> parse_number("Q42"), parse_number("P31"), parse_number("Q0")
    (42, 0, 0)
    """
    return int(text[1:]) if _NUMBER.fullmatch(text) else 0


def entity(number: int) -> str:
    """Return the term text of an item."""
    return f"<{words.ENTITY}Q{number}"


class ItemReader:
    """Reads items in any order, and remembers what waits for an item that comes later.

    What waits is small beside a dump: one bit an item met, the numbers of the things that works point to, and the
    works that wait for the label of a genre or keyword or for the code of a country.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.met = Marks()
        self.ranges: dict[int, tuple[str, ...]] = {}
        self.waiting: dict[tuple[str, int, str], array[int]] = {}
        self.codes: dict[int, str] = {}
        self.labels: dict[int, str] = {}
        self.genres: dict[int, str] = {}
        self.unknown: dict[int, int] = {}

    def read(self, item: Item) -> list[Claim]:
        """Return the claims of an item; none when it is of no kind that the model has."""
        for key in words.CODE_PROPERTIES:
            for value in item.values.get(key, ()):
                if value.best and value.term.startswith('"'):
                    self.codes.setdefault(item.number, value.term[1:])
        classes = [value.item for value in item.values.get(words.CLASS, ()) if value.best]
        kinds = list(dict.fromkeys(kind for q in classes if (kind := words.KIND_OF_CLASS.get(f"Q{q}"))))
        if not kinds:
            return []
        self.met.add(item.number)
        if "genre" in kinds:
            return self._read_genre(item)
        claims = [self._claim(item.number, _TYPE, "<" + KINDS[kind].iri) for kind in kinds]
        claims += self._names(item)
        claims += chain.from_iterable(self._statements(item, kinds))
        return claims

    def wanted(self, number: int) -> bool:
        """Tell whether something read waits for this item, of which too little is known yet."""
        return number in self.unknown or (number in self.ranges and number not in self.met)

    def is_waiting(self) -> bool:
        """Tell whether there is such an item."""
        self.unknown = {number: 0 for predicate, number, _ in self.waiting if not self._settle(predicate, number)}
        return bool(self.unknown) or any(number not in self.met for number in self.ranges)

    def describe(self, item: Item) -> list[Claim]:
        """Return the claims of an item that is wanted; one without a known class is what it is used as."""
        if item.number in self.unknown:
            self.labels[item.number] = choose_label(item.labels)
        ranges = self.ranges.get(item.number, ())
        if item.number in self.met or not ranges:
            return []
        if words.CLASS in item.values:
            # Who is no human by class is a company or a group.
            ranges = tuple(kind for kind in ranges if kind != "person") or ("organization",)
        self.met.add(item.number)
        if "genre" in ranges:
            return self._read_genre(item)
        return [self._claim(item.number, _TYPE, "<" + KINDS[kind].iri) for kind in ranges] + list(self._names(item))

    def finish(self) -> Iterator[Claim]:
        """Yield what waited, as far as it could be settled; ``unknown`` counts the works of what could not."""
        self.unknown = {}
        for (predicate, number, status), works in self.waiting.items():
            term = self._settle(predicate, number)
            if not term:
                self.unknown[number] = self.unknown.get(number, 0) + len(works)
                continue
            for work in works:
                yield Claim(self.source, entity(work), predicate, term, status)
        for number, ranges in self.ranges.items():
            if number in self.genres:
                continue
            known = number in self.met and "genre" not in ranges
            # Of a thing that is in the file its own class counts; companies are what works make of them.
            for kind in ranges:
                if not known or is_a(kind, "organization"):
                    yield self._claim(number, _TYPE, "<" + KINDS[kind].iri)
            if not known:
                yield self._claim(number, _LABEL, f'"Q{number}', PLACEHOLDER)

    def _claim(self, subject: int, predicate: str, term: str, status: str = "actual") -> Claim:
        return Claim(self.source, entity(subject), predicate, term, status)

    def _names(self, item: Item) -> Iterator[Claim]:
        label = choose_label(item.labels)
        yield self._claim(item.number, _LABEL, '"' + (label or f"Q{item.number}"), "actual" if label else PLACEHOLDER)
        for predicate, names in ((_NAME, item.labels.items()), (_ALIAS, _pairs(item.aliases))):
            for language, name in names:
                if term := name_term(name, language):
                    yield self._claim(item.number, predicate, term)
        for key in words.TITLES:
            for value in item.values.get(key, ()):
                if value.term[:1] == "@":
                    yield self._claim(item.number, _NAME, value.term)

    def _read_genre(self, item: Item) -> list[Claim]:
        label = choose_label(item.labels)
        if not label:
            return []
        genre, claims = genre_claims(self.source, label)
        self.genres[item.number] = genre
        claims.append(Claim(self.source, genre, "<" + get_property("same-as").iri, entity(item.number)))
        return claims

    def _statements(self, item: Item, kinds: Iterable[str]) -> Iterator[Iterable[Claim]]:
        above = frozenset(kinds)
        yield self._dates(item, above)
        for key, values in item.values.items():
            if key in _CREDITS and _has(above, _CREDITS[key][1]):
                for value in values:
                    yield self._credit(item.number, _CREDITS[key][0], value)
            elif key == words.GENRE and _has(above, _LINKS[key]):
                yield self._wait(item.number, _LINKS[key], values, "genre")
            elif key in _LINKS and _has(above, _LINKS[key]):
                yield self._links(item.number, _LINKS[key], values)
            elif key in words.CODES and _has(above, get_property(words.CODES[key])):
                yield self._wait(item.number, get_property(words.CODES[key]), values)
            elif key == words.SUBJECT and _has(above, _BY_WIKIDATA[key]):
                yield self._wait(item.number, _BY_WIKIDATA[key], values)
            elif key in words.NUMBERS and _has(above, get_property(words.NUMBERS[key])):
                yield self._numbers(item.number, get_property(words.NUMBERS[key]), values)
            elif key in words.ELSEWHERE:
                yield self._elsewhere(item.number, key, values)

    def _dates(self, item: Item, kinds: frozenset[str]) -> Iterator[Claim]:
        """Yield dates; a work has several release dates, one a country, and the first is when it was released."""
        for key in dict.fromkeys(words.DATES.values()):
            prop = get_property(key)
            given = chain.from_iterable(item.values.get(p, ()) for p, k in words.DATES.items() if k == key)
            values = [value for value in given if value.term]
            best = [value.term for value in values if value.best]
            if not best or not _has(kinds, prop):
                continue
            right = [_first(best)] if prop.of == "work" else best
            for term in dict.fromkeys(value.term for value in values):
                status = "actual" if term in right else OVERRULED
                yield self._claim(item.number, "<" + prop.iri, term, status)
        if _has(kinds, get_property("end-year")):
            ends = [_when(value.term)[:4] for value in item.values.get(words.END, ()) if value.term and value.best]
            for year in sorted(ends)[-1:]:
                yield self._claim(item.number, "<" + get_property("end-year").iri, integer_text(int(year)))

    def _credit(self, work: int, function: str, value: Value) -> Iterator[Claim]:
        if not value.item:
            return
        self._point_to(value.item, "person")
        plays = [role.item for role in value.qualifiers.get(words.ROLE, ()) if role.item]
        names = [role.term[1:] for role in value.qualifiers.get(words.ROLE_NAME, ()) if role.term.startswith('"')]
        for character in plays:
            self._point_to(character, "character")
            yield self._claim(character, "<" + get_property("in").iri, entity(work))
        roles = [(plays, "".join(names))] if len(names) < 2 else [([], name) for name in names]
        if len(names) > 1 and plays:
            roles.append((plays, ""))
        for played, name in roles:
            yield from self._one_credit(work, function, value, played, name)

    def _one_credit(self, work: int, function: str, value: Value, plays: list[int], name: str) -> Iterator[Claim]:
        parts = [f"wikidata-Q{work}", function, f"Q{value.item}", *(f"Q{character}" for character in sorted(plays))]
        # The name last and behind a mark that nothing before it has: so no two credits share an identifier.
        credit = "<" + mint_iri("credit", "-".join(parts) + (f"-as-{quote(name, safe='')}" if name else ""))
        details = [("character", '"' + name)] if name else []
        details += [("plays", entity(character)) for character in plays]
        for ordinal in value.qualifiers.get(words.ORDINAL, ())[:1]:
            if re.fullmatch(r'"[1-9]\d{0,5}', ordinal.term):
                details.append(("billing", integer_text(int(ordinal.term[1:]))))
        claims = list(credit_claims(self.source, credit, entity(work), entity(value.item), function))
        claims += [Claim(self.source, credit, "<" + get_property(key).iri, term) for key, term in details]
        for claim in claims:
            yield claim if value.best else claim._replace(status=OVERRULED)

    def _links(self, subject: int, prop: Property, values: list[Value]) -> Iterator[Claim]:
        for value in values:
            if value.item and value.item != subject:
                self._point_to(value.item, prop.range)
                status = "actual" if value.best else OVERRULED
                yield self._claim(subject, "<" + prop.iri, entity(value.item), status)

    def _numbers(self, subject: int, prop: Property, values: list[Value]) -> Iterator[Claim]:
        for value in values:
            if re.fullmatch(r"\d{1,9}", value.term):
                status = "actual" if value.best else OVERRULED
                yield self._claim(subject, "<" + prop.iri, integer_text(int(value.term)), status)

    def _elsewhere(self, subject: int, key: str, values: list[Value]) -> Iterator[Claim]:
        for value in values:
            for pattern, address in words.ELSEWHERE[key]:
                if re.fullmatch(pattern, value.term[1:]):
                    link = "<" + address.format(value.term[1:])
                    yield self._claim(subject, "<" + get_property("same-as").iri, link)

    def _wait(self, subject: int, prop: Property, values: list[Value], kind: str = "") -> Iterator[Claim]:
        """Yield the codes that are known at once; remember what has to wait for an item of its own."""
        for value in values:
            status = "actual" if value.best else OVERRULED
            if prop.value == "code" and value.item in words.CODE_OF:
                yield self._claim(subject, "<" + prop.iri, '"' + words.CODE_OF[value.item], status)
            elif value.item:
                self.waiting.setdefault(("<" + prop.iri, value.item, status), array("I")).append(subject)
                if kind:
                    self._point_to(value.item, kind)

    def _point_to(self, number: int, kind: str) -> None:
        known = self.ranges.get(number, ())
        if kind not in known:
            self.ranges[number] = (*known, kind)

    def _settle(self, predicate: str, number: int) -> str:
        """Return the term that stands for an item which waited: a genre, a keyword, a code; nothing if unknown."""
        if predicate == "<" + _LINKS[words.GENRE].iri:
            return self.genres.get(number) or entity(number)
        label = self.labels.get(number, "")
        if predicate == "<" + _BY_WIKIDATA[words.SUBJECT].iri:
            return '"' + label if label else ""
        find = find_language if predicate == "<" + get_property("languages").iri else find_country
        # A word that has no code is kept as it is.
        code = self.codes.get(number) or find(label) or label
        return '"' + code if code else ""


_LABEL, _NAME, _ALIAS = ("<" + get_property(key).iri for key in ("label", "names", "aliases"))


def _has(kinds: frozenset[str], prop: Property) -> bool:
    return any(is_a(kind, prop.of) for kind in kinds)


def _when(term: str) -> str:
    return term.rpartition(" ")[2]


def _first(terms: list[str]) -> str:
    """Return the first of some dates; a year says nothing of a day in that year."""
    finest = [term for term in terms if not any(_when(other).startswith(_when(term) + "-") for other in terms)]
    return min(finest, key=_when)


def _pairs(names: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for language, several in names.items():
        for name in several:
            yield language, name


def choose_label(labels: Mapping[str, str]) -> str:
    """Return the one label of those in several languages; nothing where there is none.

    >>> choose_label({"ko": "킹덤", "en": "Kingdom"})
    'Kingdom'
    """
    chosen = next((key for key in words.LABEL_ORDER if labels.get(key)), None)
    return labels[chosen] if chosen else next((labels[key] for key in sorted(labels) if labels[key]), "")


def name_term(name: str, language: str) -> str:
    """Return the term text of a name in one of the languages that are loaded, or nothing.

    >>> name_term("킹덤", "ko"), name_term("王国", "zh-hant"), name_term("Kingdom", "mul"), name_term("Royaume", "fr")
    ('@ko 킹덤', '@zh-Hant 王国', '"Kingdom', '')
    """
    if language == "mul":
        return '"' + name
    if language.partition("-")[0] not in words.NAME_LANGUAGES:
        return ""
    return f"@{language_tag(language)} {name}" if _TAG.fullmatch(language) else ""


def language_tag(code: str) -> str:
    """Return a language code of Wikidata as BCP 47 writes it.

    >>> language_tag("zh-hant"), language_tag("zh-tw")
    ('zh-Hant', 'zh-TW')
    """
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])
