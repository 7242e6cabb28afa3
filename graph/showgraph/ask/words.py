"""The words that questions are made of, derived from the model, with the few that the model can't know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType

from showgraph.ask.inflection import inflect_verb
from showgraph.model import COUNTRIES, KINDS, LANGUAGES, PROPERTIES, Property, get_property

Table = Mapping[str, tuple[Property, ...]]

_NOT_ASKED = {"thing", "concept", "performance-role", "credit", "claim", "licence", "source", "event"}
_NOT_TOLD = ("credit", "claim", "source", "event", "genre")

OUTSIDE = {
    "award": "awards", "awards": "awards", "oscar": "awards", "oscars": "awards", "prize": "awards", "emmy": "awards",
    "nominated": "awards", "nominations": "awards", "emmys": "awards", "baeksang": "awards",
    "gross": "box office", "grossing": "box office", "grossed": "box office", "earned": "box office",
    "budget": "box office", "revenue": "box office", "profitable": "box office",
    "tall": "people's height", "height": "people's height", "married": "private life", "spouse": "private life",
    "dating": "private life", "wife": "private life", "husband": "private life", "girlfriend": "private life",
    "boyfriend": "private life", "divorced": "private life", "salary": "pay", "paid": "pay", "net": "pay",
    "worth": "pay", "gossip": "gossip", "scandal": "gossip", "scandals": "gossip", "rumours": "gossip",
    "overrated": "opinions", "underrated": "opinions", "scariest": "opinions", "funniest": "opinions",
    "handsome": "opinions", "beautiful": "opinions", "sexiest": "opinions", "prettiest": "opinions",
    "scary": "opinions", "boring": "opinions", "saddest": "opinions", "weather": "the weather",
    "good": "opinions", "bad": "opinions", "great": "opinions", "worthwhile": "opinions", "favourite": "opinions",
    "favorite": "opinions", "rich": "pay", "richest": "pay",
    "hottest": "opinions", "cutest": "opinions", "coolest": "opinions", "famous": "opinions", "cost": "box office",
    "should": "opinions", "ought": "opinions", "ticket": "box office", "tickets": "box office", "viewers": "audience figures", "viewership": "audience figures",
    "watched": "audience figures", "viewed": "audience figures", "views": "audience figures",
    "religion": "private life", "zodiac": "private life", "instagram": "private life", "address": "private life",
    "mbti": "private life", "joke": "jokes", "lyrics": "songs", "soundtrack": "songs",
    "ost": "songs", "plot": "what happens in a story", "summary": "what happens in a story", "ending": "what happens in a story",
    "spoiler": "what happens in a story", "spoilers": "what happens in a story", "trailer": "trailers", "quote": "quotes",
}  # fmt: skip
"""Words of what the model leaves out, and what they are about."""

ARTICLES = {"a", "an", "the", "some", "any"}
AUXILIARIES = {
    "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "has", "have", "had", "can", "could",
    "would", "will", "may",
}  # fmt: skip
ADVERBS = {
    "also",
    "ever",
    "both",
    "together",
    "currently",
    "now",
    "actually",
    "already",
    "still",
    "just",
    "originally",
    "even",
    "so",
    "far",
    "once",
    "previously",
    "recently",
    "first",
    "mainly",
    "only",
    "too",
    "yet",
} - {"originally", "only", "first"}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "ninety": 90, "sixty": 60,
}  # fmt: skip
UNITS = {"episode": "episodes", "ep": "episodes", "season": "seasons", "minute": "runtime", "vote": "rating-count", "rating": "rating",
         "min": "runtime", "hour": "runtime"}  # fmt: skip


@dataclass(frozen=True)
class Superlative:
    """What a superlative orders by; ``people`` is what it orders people by."""

    prop: str
    descending: bool
    people: str = ""


SUPERLATIVES = {
    "newest": Superlative("year", True), "latest": Superlative("year", True),
    "most recent": Superlative("year", True), "oldest": Superlative("year", False, "born"),
    "earliest": Superlative("year", False), "first": Superlative("year", False), "last": Superlative("year", True),
    "youngest": Superlative("year", True, "born"), "final": Superlative("year", True),
    "longest": Superlative("runtime", True), "shortest": Superlative("runtime", False),
    "best": Superlative("rating", True), "top": Superlative("rating", True), "top rated": Superlative("rating", True),
    "best rated": Superlative("rating", True), "highest rated": Superlative("rating", True),
    "worst": Superlative("rating", False), "lowest rated": Superlative("rating", False),
    "worst rated": Superlative("rating", False), "best reviewed": Superlative("rating", True),
    "most popular": Superlative("rating-count", True), "most voted": Superlative("rating-count", True),
    "longest running": Superlative("runtime", True), "highest scoring": Superlative("rating", True),
    "lowest scoring": Superlative("rating", False), "highest ranked": Superlative("rating", True),
    "least popular": Superlative("rating-count", False), "most rated": Superlative("rating-count", True),
    "least recent": Superlative("year", False), "poorest rated": Superlative("rating", False),
    "top ranked": Superlative("rating", True), "debut": Superlative("year", False), "very first": Superlative("year", False),
    "most voted for": Superlative("rating-count", True), "best scored": Superlative("rating", True),
    "most highly rated": Superlative("rating", True), "better rated": Superlative("rating", True),
}  # fmt: skip
COMPARATIVES = {
    "longer": ("runtime", ">"), "shorter": ("runtime", "<"), "newer": ("year", ">"), "older": ("year", "<"),
    "later": ("year", ">"), "earlier": ("year", "<"), "better rated": ("rating", ">"), "higher rated": ("rating", ">"),
    "worse rated": ("rating", "<"), "lower rated": ("rating", "<"), "rated higher": ("rating", ">"),
    "rated better": ("rating", ">"), "rated lower": ("rating", "<"), "rated worse": ("rating", "<"),
    "younger": ("year", ">"), "more recent": ("year", ">"), "higher": ("rating", ">"), "lower": ("rating", "<"),
}  # fmt: skip
ANYONE = {"whoever", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "people", "persons", "those"}
ANYTHING = {"something", "anything", "everything", "titles", "things", "stuff", "ones"}


def plain(phrase: str) -> str:
    """Return words in the form in which they are compared."""
    return re.sub(r"[-\s]+", " ", phrase.casefold()).strip()


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Return the kinds that each noun names; a noun that fits two kinds names both."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS.values():
        if kind.key in _NOT_ASKED:
            continue
        for pair in kind.nouns:
            for word in pair:
                known = found.get(plain(word), ())
                found[plain(word)] = known if kind.key in known else (*known, kind.key)
    for word in ("show", "shows", "tv show", "tv shows", "television show", "television shows"):
        found[word] = ("series", "tv-special")
    for word in ("programme", "programmes", "program", "programs", "tv programme", "tv programmes"):
        found[word] = ("series", "tv-special")
    found |= dict.fromkeys(("project", "projects", "production", "productions", "credit", "credits"), ("work",))
    found |= dict.fromkeys(("picture", "pictures", "feature", "features", "cinema film", "cinema films"), ("movie",))
    found |= dict.fromkeys(("stuff", "things", "content", "thing", "material"), ("work",))
    found |= {"individual": ("person",), "individuals": ("person",), "persons": ("person",), "man": ("person",)}
    found |= {"comic book": ("comic-series",), "comic books": ("comic-series",), "webcomics": ("webtoon",)}
    found |= {"tv serial": ("series",), "tv serials": ("series",), "episodes series": ("series",)}
    found |= dict.fromkeys(("line up", "lineup", "slate", "output"), ("screen-work",))
    found |= {"flick": ("movie",), "flicks": ("movie",), "motion picture": ("movie",), "motion pictures": ("movie",)}
    return found


@cache
def plurals() -> frozenset[str]:
    """Return the nouns that mean several things."""
    words = {plain(pair[1]) for kind in KINDS.values() for pair in kind.nouns}
    words |= {plain(pair[1]) for prop in PROPERTIES for pair in (*prop.nouns, *prop.inverse_nouns)}
    return frozenset(words | {"shows", "tv shows", "dramas", "flicks"})


@cache
def value_nouns() -> Table:
    """Return the properties that each noun names: "director" names ``schema:director``."""
    return _table((word, prop) for prop in _told() for pair in prop.nouns for word in pair)


@cache
def subject_nouns() -> Table:
    """Return the properties whose subject each noun names: "remake" names what ``sg:remakeOf`` leads from."""
    return _table((word, prop) for prop in _told() for pair in prop.inverse_nouns for word in pair)


@cache
def activities() -> Table:
    """Return the properties whose value did what each word names: "direction" names ``schema:director``."""
    return _table((word, prop) for prop in _told() for word in prop.activities)


@cache
def phrases() -> Table:
    """Return the properties that each phrase leads along, from a work to its value."""
    pairs = [(phrase, prop) for prop in _told() for phrase in prop.phrases]
    for prop in _told():
        for verb in prop.verbs:
            if " " not in verb:
                pairs.append((inflect_verb(verb).participle + " by", prop))
    people = [get_property(key) for key in ("directors", "screenwriters", "creators", "authors", "illustrators")]
    pairs += [("by", prop) for prop in (*people, get_property("studios"), get_property("publishers"))]
    pairs += [("created by", get_property(key)) for key in ("authors", "illustrators")]
    pairs += [("made by", prop) for prop in people]
    pairs += [("for", prop) for prop in (get_property("broadcasters"), *people)]
    pairs += [
        (words, get_property("actors")) for words in ("for actor", "for the actor", "for actress", "for the actress")
    ]
    pairs += [("from", prop) for prop in people[:3]]
    everyone = ("actors", "directors", "screenwriters", "creators", "authors", "illustrators", "producers", "composers")
    pairs += [("of", get_property(key)) for key in everyone]
    pairs += [(words, get_property("studios")) for words in ("in cooperation with", "co produced by")]
    pairs += [
        (words, get_property("genres"))
        for words in ("of", "within", "under", "falls into", "fall into", "come under", "comes under", "fits into")
    ]
    pairs += [
        ("made into film by", get_property("directors")),
        ("use", get_property("based-on")),
        ("uses", get_property("based-on")),
    ]
    actors = get_property("actors")
    pairs += [
        (words, actors)
        for words in ("have", "has", "had", "having", "cast", "casts", "casting", "star actor", "led by")
    ]
    pairs += [(words, actors) for words in ("headlined by", "fronted by", "with actor", "with actress", "including")]
    writers = [get_property("screenwriters"), get_property("authors")]
    for words in ("from a script by", "with a script by", "with a screenplay by", "scripted by", "from the pen of",
                  "whose script is by", "screenplay by", "script by", "with a script from", "from a screenplay by"):  # fmt: skip
        pairs += [(words, prop) for prop in writers]
    pairs += [(words, get_property("directors")) for words in ("shot by", "under the direction of", "under")]
    pairs += [(words, get_property("studios")) for words in ("put out by", "made at", "produced at", "from studio")]
    pairs += [(words, get_property("broadcasters")) for words in ("shown by", "carried by", "that ran on", "ran on", "run on",
              "running on", "hosted on", "offered by", "available through", "to watch on", "put out by", "at", "via")]  # fmt: skip
    pairs += [(words, get_property("publishers")) for words in ("ran on", "run on", "running on", "appeared on", "appeared in", "released on",
              "first ran on", "hosted on", "first published on", "first appeared on")]  # fmt: skip
    pairs += [(words, get_property("authors")) for words in ("story by", "with a story by")]
    originally = ("originally from", "originally based on", "originally adapted from", "ultimately based on")
    pairs += [(words, get_property("based-on")) for words in originally]
    return _table(pairs)


@cache
def inverse_phrases() -> Table:
    """Return the properties that each phrase leads back along, from a value to its works."""
    pairs = [(phrase, prop) for prop in _told() for phrase in prop.inverse]
    for prop in _told():
        for verb in prop.verbs:
            head, _, tail = verb.rpartition(" ") if verb.startswith("co ") else verb.partition(" ")
            if verb.startswith("co "):
                _, head, tail = verb.split()
            for form in inflect_verb(head):
                pairs.append((f"{'co ' * verb.startswith('co ')}{form} {tail}".strip(), prop))
            if tail and head == "star":
                # "Who starred films of X" is what many write.
                pairs += [(form, prop) for form in inflect_verb(head)[2:4]]
    pairs += [
        (form, get_property(key)) for form in ("created", "create", "creates") for key in ("authors", "illustrators")
    ]
    pairs += [
        (form, get_property(key))
        for form in inflect_verb("make")
        for key in ("directors", "screenwriters", "creators", "authors")
    ]
    source = get_property("based-on")
    pairs += [
        (words, source)
        for words in ("behind", "underlying", "that led to", "which became", "gave rise to", "that became")
    ]
    for key in ("directors", "screenwriters", "creators", "authors", "producers"):
        pairs += [(words, get_property(key)) for words in ("behind", "responsible for")]
    for words in ("took part in", "take part in", "had a role in", "has a role in", "have a role in", "had a part in",
                  "has a part in", "have a part in", "was seen in", "is seen in", "can be seen in", "seen in", "cast for",
                  "featured on", "appears on", "appeared on", "appear on", "performed on", "been in", "was cast in",
                  "on the cast of", "in the cast of", "on screen in", "acting", "acted", "from the cast of", "among the cast of",
                  "voices characters in", "voiced characters in", "plays characters in", "has a voice role in", "of the cast of",
                  "turn up in", "turns up in", "turned up in", "show up in", "shows up in", "showed up in", "pop up in", "pops up in",
                  "lent their voices to", "lent his voice to", "lent her voice to", "lend their voices to", "make up the cast of", "form the cast of",
                  "makes up the cast of", "voiced a character in", "voices a character in", "voiced characters in", "lent a voice to",
                  "with a role in", "with a part in", "with roles in", "with parts in", "having a role in", "had some role in",
                  "belongs to the cast of", "belong to the cast of", "in the line up of", "had roles in", "have roles in"):  # fmt: skip
        pairs.append((words, get_property("actors")))
    pairs.append(("from", get_property("actors")))
    pairs += [(words, get_property(key)) for words in ("had a hand in", "have a hand in", "part in", "a part in", "anything to do with",
              "a hand in", "involved in making", "took part in") for key in ("broadcasters", "studios", "publishers")]  # fmt: skip
    for key in ("broadcasters", "studios", "publishers"):
        pairs += [(words, get_property(key)) for words in ("behind", "involved in", "have", "has", "got", "offer", "offers", "host", "hosts",
                  "carried", "picked up", "distribute", "distributes", "distributed", "of", "stand behind", "stands behind", "stood behind",
                  "is behind", "are behind", "was behind", "were behind")]  # fmt: skip
        pairs += [
            (words, get_property(key))
            for words in ("put out", "puts out", "release", "released", "releases", "bring out")
        ]
    pairs += [(words, get_property("directors")) for words in ("shot", "filmed")]
    pairs += [(words, get_property("composers")) for words in ("composed for", "wrote music for", "composed music for")]
    pairs += [
        (words, get_property("screenwriters")) for words in ("wrote for", "written for", "write for", "writes for")
    ]
    keys = ("actors", "directors", "screenwriters", "creators", "producers", "composers", "authors", "illustrators")
    pairs += [(words, get_property(key)) for words in _ANY_PART for key in keys]
    return _table(pairs)


_ANY_PART = (
    "work on",
    "works on",
    "worked on",
    "working on",
    "involved in",
    "involved with",
    "a part of",
    "part of",
    "do",
    "did",
    "done",
    "doing",
    "contributed to",
    "contribute to",
    "credited on",
    "credited in",
    "credited for",
    "worked at",
    "had a hand in",
    "have a hand in",
    "has a hand in",
)


@cache
def premodifier_verbs() -> Table:
    """Return the properties of participles that stand behind a name: "Netflix-produced", "Bong Joon-ho-directed"."""
    return {phrase.removesuffix(" by"): props for phrase, props in phrases().items() if phrase.endswith("ed by")} | {
        "written": phrases()["written by"],
        "made": phrases()["made by"],
        "drawn": phrases()["drawn by"],
    }


def _told() -> Iterable[Property]:
    return (prop for prop in PROPERTIES if prop.of not in _NOT_TOLD)


def _table(pairs: Iterable[tuple[str, Property]]) -> Table:
    found: dict[str, dict[str, Property]] = defaultdict(dict)
    for phrase, prop in pairs:
        found[plain(phrase)].setdefault(prop.key + prop.of, prop)
    return {phrase: tuple(props.values()) for phrase, props in found.items()}


@cache
def country_words() -> dict[str, str]:
    """Return the country code of each name and adjective."""
    return {plain(word): country.code for country in COUNTRIES.values() for word in country.words}


@cache
def language_words() -> dict[str, str]:
    """Return the language code of each language's name."""
    return {plain(word): language.code for language in LANGUAGES.values() for word in language.words}


@cache
def vocabulary() -> frozenset[str]:
    """Return every word of the grammar, for finding what a misspelt one might be."""
    tables: tuple[Iterable[str], ...] = (
        nouns(), value_nouns(), subject_nouns(), activities(), phrases(), inverse_phrases(), country_words(), language_words(),
        SUPERLATIVES, COMPARATIVES, NUMBERS, UNITS,
    )  # fmt: skip
    words = {word for table in tables for phrase in table for word in phrase.split()}
    return frozenset(words | ARTICLES | AUXILIARIES | ADVERBS | ANYONE | ANYTHING | _GRAMMAR)


@cache
def known_words() -> frozenset[str]:
    """Return every word that some rule reads: what is none of them and in no name was not understood."""
    return vocabulary() | _mentioned()


_RULES = (
    "sentences", "openers", "counts", "yes_no", "facts", "values", "in_place", "roles", "paths", "relations", "gaps", "whose", "colleagues",
    "likeness", "being", "clauses", "makers", "measures", "noun_phrases", "determiners", "before", "heads", "kinds", "jobs", "chains", "chart",
    "turns", "edges",
)  # fmt: skip
_PHRASE = re.compile(r"[a-z]+(?:['’]?[a-z]+)?(?: [a-z]+)*")


def _mentioned() -> set[str]:
    """Return the words of the phrases that the rules' code reads, so that none is taken for a slip of another."""
    found: set[str] = set()
    for name in _RULES:
        module = import_module(f"showgraph.ask.{name}")
        waiting: list[object] = [value for key, value in vars(module).items() if not key.startswith("__")]
        while waiting:
            value = waiting.pop()
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                waiting.append(value.__code__)
            elif isinstance(value, CodeType):
                waiting += [one for one in value.co_consts if one != value.co_consts[0] or not isinstance(one, str)]
            elif isinstance(value, tuple | frozenset | set | dict):
                waiting += value
            elif isinstance(value, str) and _PHRASE.fullmatch(value):
                found.update(value.split())
    return found


_GRAMMAR = set(
    """
    which what who whose whom when where how many much that there list show find give tell name count number and or
    not no never without in with from on since before after between until through during to than more less fewer
    least most over under above below else other another also connected related linked path connection works worked
    work together come out released premiere premiered start started drama dramas k kdrama kdramas language year years
    season seasons episode episodes long minutes hours adapted based into came top rated tagged about originally
    titles exist know only i want see watch can you it they he she him her his their its s please me of those these
    all every each except besides excluding same share shares shared co non common as at exactly up fewest type types
    play plays played character characters role roles portrayed portray voiced voices first shown last whether
    described sort sorts kind kinds listed person movie co-star co-stars costar costars costarred collaborated
    collaborator collaborators worked between and earlier later written main lead older younger longer shorter good
    neither nor either opposite alongside guest cameo support supporting leading full crew complete pre post than then
    among through under lacking minus nobody whoever got stuff whichever trace via involvement hand
    announced halted resumed suspended production stopped began production title name called english hangul often times
    themed related degrees separation common unadapted themselves himself herself anything something nothing none word this next after
    """.split()  # noqa: SIM905
)
