"""Queries that differ only in what they ask about have one plan: it is compiled once, and their terms are bound.

A text is cut at its IRIs in angle brackets and its quoted strings. What lies between, the *skeleton*, settles how the
text is read, so texts of one skeleton have their words in the same places. A word is left open only where its term
enters the SQL as a value and nothing else depends on it: as subject or object of a plain triple pattern. Predicates,
classes, objects of a variable predicate, ends of paths, graph names, datatypes, what stands in filters and VALUES, and
everything that is no such word, are part of the shape. The SQL is the one that parameters of a query get.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from showgraph.sparql.algebra import HIDDEN, Parameter, Triple, Var
from showgraph.sparql.iris import resolve_iri
from showgraph.sparql.plan import Plan, Slot
from showgraph.sparql.searches import WAYS
from showgraph.store.terms import IRI, RDF_TYPE, Literal, Term

LONGEST = 20_000
"""Longer texts are compiled each for itself."""
_WORD = re.compile(
    r"(?P<other>\#[^\r\n]*|'''(?:'{0,2}[^'])*'''|\"\"\"(?:\"{0,2}[^\"])*\"\"\")"
    r"""|(?P<iri><[^<>"{}|^`\x00-\x20]*>)"""
    r"""|(?P<string>'[^'\n\r]*'|"[^"\n\r]*")"""
)
_ASKED_OTHERWISE = frozenset({RDF_TYPE, *WAYS})
_GRAPHS = re.compile(r"\b(?:GRAPH|FROM|SERVICE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut at its words: the pieces between them, each with the first letter of the word after it."""

    skeleton: tuple[str, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...]

    def names(self, chosen: Iterable[int]) -> dict[int, str]:
        """Return a parameter's name for each of the words chosen; an IRI that stands twice has one."""
        first: dict[str, int] = {}
        return {
            index: f"{HIDDEN}w{first.setdefault(text, index) if text[0] == '<' else index}"
            for index in chosen
            for text in [self.texts[index]]
        }


@dataclass(frozen=True, slots=True)
class Shape:
    """The plan of all texts of one shape. ``terms`` has for each parameter its word and what a text gave it."""

    plan: Plan
    base: str
    terms: Mapping[str, tuple[int, IRI | Literal]]

    def bindings(self, words: Words) -> dict[str, Term]:
        """Return the terms that another text of the shape has in place of the parameters."""
        found: dict[str, Term] = {}
        for name, (index, term) in self.terms.items():
            said = words.texts[index][1:-1]
            found[name] = IRI(resolve_iri(said, self.base)) if isinstance(term, IRI) else replace(term, lexical=said)
        return found

    @property
    def open_slots(self) -> dict[str, Slot]:
        """The slots whose values are those of the terms."""
        return {name: slot for name, slot in self.plan.slots.items() if slot.parameter in self.terms}

    def fill(self, text: str, values: Mapping[str, object]) -> Plan:
        """Return the plan of a text, which has values where the shape has terms, and no parameters."""
        filled = {name: Slot("constant", value) for name, value in values.items()}  # type: ignore[arg-type]
        return replace(self.plan, text=text, slots={**self.plan.slots, **filled})


def cut(text: str) -> Words | None:
    """Return a text cut at its words; None for one that has to be compiled by itself."""
    if len(text) > LONGEST or "\\" in text or _GRAPHS.search(text):
        return None
    pieces, texts, starts, place = [], [], [], 0
    for match in _WORD.finditer(text):
        if match.lastgroup == "other":
            continue
        word = match.group()
        pieces.append(text[place : match.start()] + word[0])
        texts.append(word)
        starts.append(match.start())
        place = match.end()
    pieces.append(text[place:])
    return Words(tuple(pieces), tuple(texts), tuple(starts)) if texts else None


def settles_plan(triples: Iterable[Triple]) -> set[str]:
    """Return the names of the parameters whose terms are more than values somewhere in some triple patterns."""
    found: set[str] = set()
    for triple in triples:
        ends = [end.name for end in (triple.s, triple.o) if isinstance(end, Parameter)]
        if isinstance(triple.s, Parameter) and triple.s.kind != "iri":
            found.add(triple.s.name)
        if isinstance(triple.p, Var) and isinstance(triple.o, Parameter):
            found.add(triple.o.name)
        elif not isinstance(triple.p, Var | IRI) or (isinstance(triple.p, IRI) and triple.p.value in _ASKED_OTHERWISE):
            found.update(ends)
    return found
