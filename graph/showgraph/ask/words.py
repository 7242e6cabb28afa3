"""The words that questions are made of, derived from the model, with the few that the model can't know."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from showgraph.model import COUNTRIES, KINDS, LANGUAGES, PROPERTIES, Property, get_property

_NOT_ASKED = {"thing", "concept", "performance-role", "credit", "claim", "licence", "source", "event"}

OUTSIDE = {
    "award": "awards", "awards": "awards", "oscar": "awards", "oscars": "awards", "prize": "awards",
    "gross": "box office", "grossing": "box office", "earned": "box office", "budget": "box office",
    "revenue": "box office", "tall": "people's height", "height": "people's height", "married": "private life",
    "dating": "private life", "wife": "private life", "husband": "private life", "girlfriend": "private life",
    "boyfriend": "private life", "salary": "pay", "net": "pay", "gossip": "gossip",
    "overrated": "opinions", "underrated": "opinions", "scariest": "opinions", "funniest": "opinions",
    "handsome": "opinions", "beautiful": "opinions", "sexiest": "opinions",
}  # fmt: skip
"""Words of what the model leaves out, and what they are about."""

FILLERS = {"please", "me", "some", "any", "all", "every", "the", "a", "an", "of", "those", "these"}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)} | {"twenty": 20, "fifty": 50, "hundred": 100}


@dataclass(frozen=True)
class Superlative:
    """What a superlative orders by."""

    prop: str
    descending: bool


SUPERLATIVES = {
    "newest": Superlative("year", True), "latest": Superlative("year", True),
    "most recent": Superlative("year", True), "oldest": Superlative("year", False),
    "earliest": Superlative("year", False), "first": Superlative("year", False), "last": Superlative("year", True),
    "longest": Superlative("runtime", True), "shortest": Superlative("runtime", False),
    "best": Superlative("rating", True), "top": Superlative("rating", True), "top rated": Superlative("rating", True),
    "best rated": Superlative("rating", True), "highest rated": Superlative("rating", True),
    "worst": Superlative("rating", False), "lowest rated": Superlative("rating", False),
    "worst rated": Superlative("rating", False),
    "most popular": Superlative("rating-count", True), "most voted": Superlative("rating-count", True),
}  # fmt: skip


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Return the kinds that each noun names; a noun that fits two kinds names both."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS.values():
        if kind.key in _NOT_ASKED:
            continue
        for pair in kind.nouns:
            for word in pair:
                found.setdefault(word.casefold().replace("-", " "), (kind.key,))
    for word in ("show", "shows", "tv show", "tv shows"):
        found[word] = ("series", "tv-special")
    return found


@cache
def value_nouns() -> dict[str, tuple[Property, ...]]:
    """Return the properties that each noun names: "director" names ``schema:director``."""
    found: dict[str, list[Property]] = defaultdict(list)
    for prop in PROPERTIES:
        if prop.of in ("credit", "claim", "source", "event", "genre"):
            continue
        for pair in prop.nouns:
            for word in dict.fromkeys(pair):
                found[word.casefold().replace("-", " ")].append(prop)
    for word, keys in _MORE_NOUNS.items():
        found[word] = [get_property(key) for key in keys]
    return {word: tuple(props) for word, props in found.items()}


_MORE_NOUNS = {
    "cast": ("actors",), "star": ("actors",), "stars": ("actors",), "actress": ("actors",), "actresses": ("actors",),
    "writer": ("screenwriters", "authors"), "writers": ("screenwriters", "authors"),
    "artist": ("illustrators",), "artists": ("illustrators",),
    "source": ("based-on",), "sequel": ("follows",), "sequels": ("follows",), "network": ("broadcasters",),
    "filmmaker": ("directors",), "filmmakers": ("directors",),
}  # fmt: skip


@cache
def phrases() -> dict[str, tuple[Property, ...]]:
    """Return the properties that each phrase leads along, from a work to its value."""
    found: dict[str, list[Property]] = defaultdict(list)
    for prop in PROPERTIES:
        for phrase in prop.phrases:
            found[_plain(phrase)].append(prop)
    people = [get_property(key) for key in ("directors", "screenwriters", "creators", "authors", "illustrators")]
    found["by"] = [*people, get_property("studios"), get_property("publishers")]
    found["created by"] = [get_property(key) for key in ("creators", "authors", "illustrators")]
    found["made by"] = [*people, get_property("studios")]
    for words in ("originally from", "originally based on", "originally adapted from"):
        found[words] = [get_property("based-on")]
    return {phrase: tuple(props) for phrase, props in found.items()}


@cache
def inverse_phrases() -> dict[str, tuple[Property, ...]]:
    """Return the properties that each phrase leads back along, from a value to its works."""
    found: dict[str, list[Property]] = defaultdict(list)
    for prop in PROPERTIES:
        for phrase in prop.inverse:
            found[_plain(phrase)].append(prop)
    found["created"] = [get_property(key) for key in ("creators", "authors", "illustrators")]
    found["made"] = [get_property(key) for key in ("directors", "screenwriters", "creators", "authors", "studios")]
    for base, past in _BASE_FORMS.items():
        if past in found:
            found[base] = list(dict.fromkeys((*found.get(base, []), *found[past])))
    return {phrase: tuple(props) for phrase, props in found.items()}


_BASE_FORMS = {
    "star in": "starred in", "act in": "acted in", "play in": "played in", "appear in": "appeared in",
    "starred": "starred in", "acted": "acted in", "draw": "drew", "illustrate": "illustrated", "drawn": "drew",
    "compose": "composed", "publish": "published", "create": "created", "make": "made", "write": "wrote",
    "direct": "directed", "appearing in": "appeared in", "starring in": "starred in",
}  # fmt: skip


@cache
def country_words() -> dict[str, str]:
    """Return the country code of each name and adjective."""
    return {_plain(word): country.code for country in COUNTRIES.values() for word in country.words}


@cache
def language_words() -> dict[str, str]:
    """Return the language code of each language's name."""
    return {_plain(word): language.code for language in LANGUAGES.values() for word in language.words}


@cache
def vocabulary() -> frozenset[str]:
    """Return every word of the grammar, for finding what a misspelt one might be."""
    tables = (nouns(), value_nouns(), phrases(), inverse_phrases(), country_words(), SUPERLATIVES, NUMBERS)
    words = {word for table in tables for phrase in table for word in phrase.split()}
    return frozenset(words | FILLERS | _GRAMMAR)


_GRAMMAR = set(
    """
    which what who whose when where how many much is are was were be been being do does did has have had that there
    list show find give tell name count number and or both not no never without with in from on since before after
    between until through during to than more less fewer least most over under above below else other another also
    connected related linked path connection works worked work together come out released premiere premiered start
    started drama dramas k kdrama kdramas k-drama k-dramas language year years season seasons episode episodes long
    adapted based into came top rated tagged about originally titles exist know only i want see watch can
    you it they he she him her his their s
    """.split()  # noqa: SIM905
)


def _plain(phrase: str) -> str:
    return re.sub(r"[-\s]+", " ", phrase.casefold()).strip()
