"""The statements of an RDF source that mean something in the model, by subject and predicate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from showgraph.model import (
    KIND_OF_IRI,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    is_a,
    mint_iri,
    segment_of,
)
from showgraph.sources.wikidata_words import ENTITY, KIND_OF_CLASS

TYPE, LABEL, NAME = "<" + RDF_TYPE, "<" + RDFS + "label", "<" + SCHEMA + "name"
PREFERRED = "<" + SKOS + "prefLabel"
OLD_SCHEMA = "<http://schema.org/"
# Classes of schema.org that the model has other words for.
_FURTHER = {
    "CreativeWorkSeries": "work",
    "MovieSeries": "work",
    "Episode": "episode",
    "ComicStory": "comic-series",
    "ComicIssue": "comic-series",
    "BookSeries": "book",
    "VideoGameSeries": "video-game",
    "Corporation": "organization",
    "LocalBusiness": "organization",
    "NewsMediaOrganization": "organization",
    "PerformingGroup": "organization",
    "MusicGroup": "organization",
    "TheaterGroup": "organization",
    "TelevisionStation": "broadcaster",
    "TelevisionChannel": "broadcaster",
    "BroadcastService": "broadcaster",
    "CableOrSatelliteService": "broadcaster",
}
KIND_OF_TYPE: Mapping[str, str] = (
    {"<" + SCHEMA + name: kind for name, kind in _FURTHER.items()}
    | {f"<{ENTITY}{item}": kind for item, kind in KIND_OF_CLASS.items()}
    | {"<" + iri: kind.key for iri, kind in KIND_OF_IRI.items()}
)
_PLURAL = {SCHEMA + "actors": SCHEMA + "actor", SCHEMA + "directors": SCHEMA + "director"}
_NAMED = ("work", "person", "organization", "character")
_LANGUAGES = ("", "en", "ko", "ja", "zh")


def modern(term: str) -> str:
    """Return a term text with the present name of a term of schema.org.

    >>> modern("<http://schema.org/actors"), modern("<http://example.org/a")
    ('<https://schema.org/actor', '<http://example.org/a')
    """
    if term.startswith(OLD_SCHEMA):
        term = "<" + SCHEMA + term[len(OLD_SCHEMA) :]
    return "<" + _PLURAL[term[1:]] if term[1:] in _PLURAL else term


def lexical(term: str) -> str:
    """Return the text of a literal's term text without language and datatype.

    >>> lexical("@ko 킹덤"), lexical('"Kingdom')
    ('킹덤', 'Kingdom')
    """
    return term[1:] if term[:1] == '"' else term.partition(" ")[2]


class Facts:
    """What a source says, with schema.org's terms under their present names, and which statements were understood."""

    def __init__(self, source: str, triples: Iterable[tuple[str, str, str]]) -> None:
        self.source = source
        self.about: dict[str, dict[str, list[str]]] = {}
        self.overruled: set[tuple[str, str, str]] = set()
        for s, p, o in triples:
            self.about.setdefault(s, {}).setdefault(modern(p), []).append(o)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return what a subject has of a predicate, in the order of the file."""
        return self.about.get(subject, {}).get(predicate, [])

    def kinds(self, subject: str) -> list[str]:
        """Return the kinds of the model that a subject is said to be of."""
        return [kind for term in self.values(subject, TYPE) if (kind := KIND_OF_TYPE.get(modern(term)))]

    def is_a(self, subject: str, kind: str) -> bool:
        """Tell whether a subject is said to be of a kind, or of one below it."""
        return any(is_a(own, kind) for own in self.kinds(subject))

    def overrule(self, subject: str, predicate: str, term: str) -> None:
        """Note that a statement was understood as another one."""
        self.overruled.add((subject, predicate, term))

    def name(self, term: str) -> str:
        """Return the name of a thing, or the text of a literal; nothing of a thing without a name."""
        if term[:1] not in ("<", "_"):
            return " ".join(lexical(term).split())
        for predicate in (LABEL, PREFERRED, NAME):
            if names := [name for name in self.values(term, predicate) if name[:1] in ('"', "@")]:
                return " ".join(lexical(min(names, key=_place)).split())
        return ""

    def name_blank_nodes(self, ranges: Mapping[str, str]) -> dict[str, str]:
        """Return identifiers for the blank nodes that are works, people or organisations.

        Their own address where it is theirs alone, otherwise one minted of the source and the name: within one source
        a name says who is meant, as in a cast list. ``ranges`` are the kinds that values of predicates have.
        """
        used = {
            term: kind
            for own in self.about.values()
            for predicate, kind in ranges.items()
            for term in own.get(predicate, ())
            if term[0] == "_"
        }
        named = {}
        for node in self.about:
            kind = next(iter(self.kinds(node)), used.get(node, "")) if node[0] == "_" else ""
            if any(kind and is_a(kind, above) for above in _NAMED) and (name := self.name(node)):
                named[node] = kind, name
        owners: dict[str, set[tuple[str, str]]] = {}
        for node, known in named.items():
            for address in self._addresses(node):
                owners.setdefault(address, set()).add(known)
        found = {}
        for node, (kind, name) in named.items():
            own = [address for address in self._addresses(node) if len(owners[address]) == 1]
            found[node] = own[0] if own else self.mint(kind, name, self._year(node))
        return found

    def mint(self, kind: str, name: str, year: str = "") -> str:
        """Return an identifier of a thing of which the source gives a name only."""
        slug = f"{self.source.rpartition('/')[2]}-{quote(name, safe='')}" + (f"-{year}" if year else "")
        return "<" + mint_iri(segment_of(kind), slug)

    def _addresses(self, node: str) -> list[str]:
        given = [*self.values(node, "<" + SCHEMA + "url"), *self.values(node, "<" + SCHEMA + "sameAs")]
        texts = [term[1:] if term[0] == "<" else lexical(term) for term in given]
        return ["<" + text for text in texts if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text)]

    def _year(self, node: str) -> str:
        dates = [lexical(term)[:4] for term in self.values(node, "<" + SCHEMA + "datePublished") if term[0] != "<"]
        return min((date for date in dates if date.isdigit()), default="")


def name_of_iri(term: str) -> str:
    """Return what an identifier is called when nothing says so: its last part.

    >>> name_of_iri("<http://www.wikidata.org/entity/Q42")
    'Q42'
    """
    return re.split(r"[/#:]", term[1:].rstrip("/#"))[-1] or term[1:]


def _place(term: str) -> tuple[int, str]:
    language = term[1:].partition(" ")[0].lower() if term[0] == "@" else ""
    first = language.partition("-")[0]
    return (_LANGUAGES.index(first) if first in _LANGUAGES else len(_LANGUAGES), term)
