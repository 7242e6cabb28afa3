"""Finding what names mean at an endpoint: they are asked as they are written and in the cases that people write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from showgraph.ask.shown import write_term
from showgraph.model import DCTERMS, KIND_OF_IRI, RDF_TYPE, RDFS, SCHEMA, SKOS, get_property, is_a, most_special
from showgraph.names import Elsewhere, has_hangul, index_names
from showgraph.names.search import Rows
from showgraph.sparql import Result
from showgraph.store.terms import IRI, RDF_LANG_STRING, Literal

_NAMES = (
    DCTERMS + "title",
    RDFS + "label",
    SCHEMA + "name",
    SCHEMA + "alternateName",
    SKOS + "prefLabel",
    SKOS + "altLabel",
)
_MOST_LITERALS, _MOST_WORDS = 1_500, 9
_NAMED = ("work", "person", "organization", "character", "genre", "source")
_LATIN_TAGS, _KOREAN_TAGS, _OTHER_TAGS = ("en", "ko-Latn", "ja-Latn"), ("ko",), ("ja", "zh", "ko")
_SMALL = frozenset(["a", "an", "and", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


@dataclass(frozen=True)
class Thing:
    """What an endpoint says of a thing that a name found."""

    iri: str
    kind: str
    label: str
    year: str

    @property
    def about(self) -> str:
        """What tells it apart from others of its label."""
        words = "" if self.kind == "person" else self.kind.replace("-", " ")
        return ", ".join(part for part in (words, self.year) if part)


class RemoteNames(Elsewhere):
    """The names of an endpoint; ``ask`` answers a query there."""

    def __init__(self, ask: Callable[[str], Result]) -> None:
        self._ask = ask

    def look_up(self, forms: Sequence[str], written: Iterable[str]) -> Rows:
        """Return the rows of what is written: one query, as many more as a very long question needs."""
        wanted, found = set(forms), list[tuple[str, Thing]]()
        literals = list(dict.fromkeys(write_term(term) for text in written for term in _terms(text)))
        for start in range(0, len(literals), _MOST_LITERALS):
            chosen = " ".join(literals[start : start + _MOST_LITERALS])
            found += _read_things(self._ask(_BY_NAME.replace("LITERALS", chosen)))
        same = Counter(thing.label for thing in dict.fromkeys(thing for _, thing in found))
        rows: Rows = []
        for name, thing in dict.fromkeys(found):
            about = thing.about or (thing.iri if same[thing.label] > 1 else "")
            for form in index_names([(thing.iri, name, is_a(thing.kind, "person"))]):
                if form.form in wanted:
                    rows.append((form.form, form.way, name, thing.iri, thing.kind, thing.label, about, 0))
        return rows

    def look_up_identifier(self, iri: str) -> Rows:
        """Return the row of an identifier."""
        found = read_things(self._ask, [iri])
        return [("", "exact", t.label, t.iri, t.kind, t.label, t.about, 0) for t in found[:1]]


_FACTS = f"""?thing <{RDF_TYPE}> ?class .
  OPTIONAL {{ ?thing <{RDFS}label> ?label }}
  OPTIONAL {{ ?thing <{get_property("year").iri}> ?year }}"""
_BY_NAME = f"""SELECT DISTINCT ?thing ?name ?class ?label ?year WHERE {{
  VALUES ?name {{ LITERALS }}
  {" UNION ".join(f"{{ ?thing <{iri}> ?name }}" for iri in _NAMES)}
  {_FACTS}
}}"""
_BY_IRI = f"""SELECT DISTINCT ?thing ?class ?label ?year WHERE {{
  VALUES ?thing {{ THINGS }}
  {_FACTS}
}}"""


def read_things(ask: Callable[[str], Result], iris: Sequence[str]) -> list[Thing]:
    """Return what an endpoint says of some identifiers, those that are things of the model."""
    values = " ".join(write_term(IRI(iri)) for iri in iris)
    return [thing for _, thing in _read_things(ask(_BY_IRI.replace("THINGS", values)))]


def _read_things(result: Result) -> list[tuple[str, Thing]]:
    """Return each name with the thing it found, of the kind that its classes come to in the model."""
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in result:
        cells = row.asdict()
        groups.setdefault((str(cells.get("name") or cells["label"] or ""), str(cells["thing"])), []).append(cells)
    found = []
    for (text, iri), rows in groups.items():
        keys = frozenset(kind.key for row in rows if (kind := KIND_OF_IRI.get(str(row["class"]))))
        kinds = frozenset(key for key in keys if any(is_a(key, above) for above in _NAMED))
        if not kinds:
            continue
        labels = sorted({str(row["label"]) for row in rows if row["label"] is not None})
        years = sorted({str(row["year"]) for row in rows if row["year"] is not None})
        found.append((text, Thing(iri, most_special(kinds), next(iter(labels), text or iri), next(iter(years), ""))))
    return found


def _terms(text: str) -> Iterator[Literal]:
    """Yield the literals that may name what is written: plain, and in the languages that it can be in."""
    for way in _ways(text):
        tags = _KOREAN_TAGS if has_hangul(way) else _LATIN_TAGS if way.isascii() or way[:1] < "\u0250" else _OTHER_TAGS
        yield Literal(way)
        yield from (Literal(way, RDF_LANG_STRING, tag) for tag in tags)


def _ways(text: str) -> dict[str, None]:
    """Return the ways in which a name is written: its cases, its article, its words turned, of a plural the singular.

    >>> list(_ways("now at our school"))
    ['now at our school', 'Now at our school', 'Now At Our School', 'Now at Our School', 'NOW AT OUR SCHOOL']
    """
    text = re.sub(r" \([^()]*\)$", "", text).strip()
    words = text.split()
    if not text or len(words) > _MOST_WORDS:
        return {}
    written = [text]
    if 1 < len(words) <= 3:
        written += [" ".join([*words[1:], words[0]]), " ".join([words[-1], *words[:-1]])]
    if len(words) == 3:
        written.append(f"{words[0]} {words[1]}-{words[2].lower()}")
    if words[0].lower() == "the" and len(words) > 1:
        written.append(" ".join(words[1:]))
    if text.endswith("ies"):
        written.append(text[:-3] + "y")
    if text.endswith("s"):
        written.append(text[:-1])
    found: dict[str, None] = dict.fromkeys(written)
    for one in written:
        titled = [_capital(word) for word in one.split()]
        small = [word.lower() if place and word.lower() in _SMALL else word for place, word in enumerate(titled)]
        cases = (one.lower(), one[:1].upper() + one[1:], " ".join(titled), " ".join(small))
        found |= dict.fromkeys(cases)
    found.setdefault(text.upper())
    return found


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
