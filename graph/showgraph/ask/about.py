"""Everything the graph says of one thing: facts with sources, what lost and why, names, events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from showgraph.ask.proof import store_labels
from showgraph.model import (
    KIND_OF_IRI,
    PROPERTIES,
    RDF_TYPE,
    RDFS,
    Property,
    get_property,
    is_a,
    most_special,
    name_code,
    properties_of,
)
from showgraph.names import Hit
from showgraph.resolve.receipts import find_receipts
from showgraph.resolve.speakers import Rule
from showgraph.resolve.then import Unheard
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits, Store
from showgraph.store.terms import IRI, encode_term

if TYPE_CHECKING:
    from showgraph.resolve.again import Loss, View


@dataclass(frozen=True)
class Fact:
    """One fact as shown to people: a value, who says so, and what became of it where sources disagree."""

    property: str
    value: str
    sources: tuple[str, ...]
    note: str = ""
    iri: str = ""

    def as_row(self) -> dict[str, object]:
        """Return the fact as a row of a table."""
        return {"property": self.property, "value": self.value, "note": self.note, "sources": "; ".join(self.sources)}


@dataclass(frozen=True)
class About:
    """A thing and what is said of it.

    ``unheard`` counts the sources that speak of it and don't count as of the day that was asked for.
    """

    thing: Hit
    facts: tuple[Fact, ...]
    columns: tuple[str, ...] = ("property", "value", "note", "sources")
    unheard: Unheard = field(default_factory=Unheard)
    _store: Store | None = field(default=None, repr=False, compare=False)
    _rule: Rule = field(default_factory=Rule, repr=False)

    def __iter__(self) -> Iterator[dict[str, object]]:
        return (fact.as_row() for fact in self.facts)

    @cached_property
    def why(self) -> list[dict[str, object]]:
        """One row for each source of each fact: what it said, when, with which status, and which rule decided."""
        from showgraph.ask.why import explain_facts

        return [] if self._store is None else explain_facts(self._store, self.thing, self._rule)


_LIMITS = Limits(seconds=30)
_FACTS = "SELECT ?p ?o WHERE { ?thing ?p ?o }"
_INVERSE = "SELECT ?s WHERE { ?s ?p ?thing }"
_CLAIMS = """
PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?p ?o ?source ?status ?rule WHERE {
  ?claim rdf:subject ?thing ; rdf:predicate ?p ; rdf:object ?o ; sg:outcome "lost" ;
    prov:wasDerivedFrom ?from ; sg:status ?status ; sg:decidedBy ?rule .
  ?from rdfs:label ?source .
}
ORDER BY ?p ?source
"""
_EVENTS = """
PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?kind ?date ?status ?description ?source ?from WHERE {
  GRAPH ?from { ?event sg:about ?thing ; sg:eventKind ?kind ; sg:status ?status }
  ?from rdfs:label ?source .
  OPTIONAL { ?event sg:date ?date }
  OPTIONAL { ?event schema:description ?description }
}
ORDER BY STR(?date) ?kind
"""
_RULES = {
    "status": "what happened outranks what was expected or announced",
    "trust": "another source is trusted more",
    "agreement": "more sources agree on the other value",
    "newer": "a newer source says otherwise",
    "order": "a tie, settled by the value itself",
}
_AS_BUILT = Rule()
_SHOWN_ELSEWHERE = {RDFS + "label", RDF_TYPE, get_property("kind-name").iri}


def describe_thing(store: Store, thing: Hit, rule: Rule = _AS_BUILT) -> About:
    """Return what is said of a thing, in the order of the model; resolved again where the rule asks for it.

    Raises:
        UnknownNameError: the rule names a source that isn't in the graph.
        ShowgraphError: its day is no date.
    """
    if rule == _AS_BUILT:
        facts = [*_read_kind(store, thing), *_read_facts(store, thing), *_read_events(store, thing)]
        return About(thing, tuple(facts), _store=store)
    from showgraph.resolve.again import resolve_again

    view = resolve_again(store, thing.iri, rule)
    facts = [*_view_kind(view), *_view_facts(store, thing, view), *_read_events(store, thing, view)]
    return About(thing, tuple(facts), unheard=view.unheard, _store=store, _rule=rule)


def _run(store: Store, text: str, thing: Hit) -> list[tuple[str, ...]]:
    return list(query_texts(store, text, {"thing": IRI(thing.iri)}, _LIMITS))


def _read_kind(store: Store, thing: Hit) -> list[Fact]:
    kinds = frozenset(
        KIND_OF_IRI[o[1:]].key for p, o in _run(store, _FACTS, thing) if p[1:] == RDF_TYPE and o[1:] in KIND_OF_IRI
    )
    kind = KIND_OF_IRI.get(thing.iri) or next(k for k in KIND_OF_IRI.values() if k.key == most_special(kinds))
    triple = (encode_term(IRI(thing.iri)), "<" + RDF_TYPE, "<" + kind.iri)
    receipts = find_receipts(store, [triple]).get(triple, ())
    return [Fact("kind", kind.noun, tuple(receipt.title for receipt in receipts))]


def _view_kind(view: View) -> list[Fact]:
    kinds = frozenset(KIND_OF_IRI[o[1:]].key for p, o in view.facts if p[1:] == RDF_TYPE and o[1:] in KIND_OF_IRI)
    if not kinds:
        return []
    kind = next(k for k in KIND_OF_IRI.values() if k.key == most_special(kinds))
    return [Fact("kind", kind.noun, _say_sources(view, "<" + RDF_TYPE, "<" + kind.iri))]


def _view_facts(store: Store, thing: Hit, view: View) -> list[Fact]:
    rows = [(p, o) for p, o in view.facts if p[1:] not in _SHOWN_ELSEWHERE]
    labels = store_labels(store, {o for _, o in rows} | {loss.o for loss in view.losses}) | dict(view.labels)
    claims = [
        (loss.p, loss.o, '"' + view.speaker(one.source).label, '"' + one.status, '"' + loss.rule)
        for loss in told_losses(view)
        for one in view.said
        if (one.p, one.o) == (loss.p, loss.o) and one.status != "overruled"
    ]
    said_by = {(p, o): _say_sources(view, p, o) for p, o in rows}
    return _make_facts(thing, rows, claims, labels, said_by, view.open_statuses())


def told_losses(view: View) -> list[Loss]:
    """Return the values that lost, without years that follow from a release date: that would be told twice."""
    year, released = ("<" + get_property(key).iri for key in ("year", "released"))
    disputed = {loss.p for loss in view.losses}
    return [loss for loss in view.losses if loss.p != year or released not in disputed]


def _say_sources(view: View, p: str, o: str) -> tuple[str, ...]:
    found = {one.source for one in view.said if (one.p, one.o) == (p, o)}
    return tuple(sorted(view.speakers[source].label for source in found if source in view.speakers))


def _read_facts(store: Store, thing: Hit) -> list[Fact]:
    subject = "<" + thing.iri
    rows = [(p, o) for p, o in _run(store, _FACTS, thing) if p[1:] not in _SHOWN_ELSEWHERE]
    claims = _run(store, _CLAIMS, thing)
    receipts = find_receipts(store, [(subject, p, o) for p, o in rows])
    labels = store_labels(store, {o for _, o in rows} | {o for _, o, *_ in claims})
    sources = {(p, o): tuple(one.title for one in receipts.get((subject, p, o), ())) for p, o in rows}
    return _make_facts(thing, rows, claims, labels, sources, _read_open_statuses(store, subject, sources))


def _read_open_statuses(
    store: Store, subject: str, sources: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[tuple[str, str], str]:
    """Return the statuses of values of which no source says that they are actual."""
    from showgraph.resolve.again import read_statuses

    found: dict[tuple[str, str], dict[str, str]] = {}
    for (_, p, o, source), statuses in read_statuses(store, subject).items():
        if "actual" not in statuses:
            found.setdefault((p, o), {})[source] = min(statuses)
    return {
        key: min(own.values())
        for key, own in found.items()
        if len(own) == len(sources.get(key, ())) and not set(own.values()) <= {"placeholder", "overruled"}
    }


def _make_facts(
    thing: Hit,
    rows: Sequence[tuple[str, ...]],
    claims: Sequence[tuple[str, ...]],
    labels: dict[str, str],
    said_by: Mapping[tuple[str, str], tuple[str, ...]],
    statuses: Mapping[tuple[str, str], str],
) -> list[Fact]:
    """Return facts in the order of the model, what lost after what won; claims are those that lost."""
    known = properties_of(thing.kind)
    order = {prop.iri: number for number, prop in enumerate(PROPERTIES)}
    facts: list[tuple[int, int, str, Fact]] = []
    for p, o in rows:
        prop = find_property(p[1:], known)
        if is_told_by_another(prop, o, rows, labels, thing):
            continue
        sources, iri = said_by.get((p, o), ()), o[1:] if o.startswith("<") else ""
        fact = Fact(say_property(prop, p), show_value(prop, o, labels), sources, statuses.get((p, o), ""), iri)
        facts.append((order.get(p[1:], 999), 0, fact.value, fact))
    for p, o, source, status, rule in claims:
        prop = find_property(p[1:], known)
        note = f"said ({status[1:]}), but {_RULES.get(rule[1:], rule[1:])}"
        fact = Fact(say_property(prop, p), show_value(prop, o, labels), (source[1:],), note)
        facts.append((order.get(p[1:], 999), 1, fact.value, fact))
    return [fact for *_, fact in sorted(facts, key=lambda entry: entry[:3])]


def find_property(iri: str, known: dict[str, Property]) -> Property | None:
    """Return the property with that IRI, best one of those known."""
    return next((prop for prop in known.values() if prop.iri == iri), None) or next(
        (prop for prop in PROPERTIES if prop.iri == iri), None
    )


def is_told_by_another(
    prop: Property | None, o: str, rows: Sequence[tuple[str, ...]], labels: dict[str, str], thing: Hit
) -> bool:
    """Leave out what another line says better: the label as a name, "based on" beside "adaptation of", the year."""
    if prop is None:
        return False
    if prop.key == "names":
        return o == '"' + thing.label
    if prop.key == "based-on":
        lower = {"<" + get_property(key).iri for key in ("adaptation-of", "remake-of", "spin-off-of")}
        return any(p in lower and value == o for p, value in rows)
    if prop.key == "year":
        return any(p == "<" + get_property("released").iri for p, _ in rows)
    return prop.key in ("genre-label", "genre-aliases") and is_a(thing.kind, "genre") and prop.key == "genre-label"


def say_property(prop: Property | None, predicate: str) -> str:
    """Return a property in words."""
    if prop is None:
        return re.split(r"[/#]", predicate)[-1]
    return {"released": "released", "same-as": "same as", "born": "born", "died": "died"}.get(prop.key, prop.label)


def show_value(prop: Property | None, text: str, labels: Mapping[str, str]) -> str:
    """Return a value as people read it: dates in words, codes by name, names with their language."""
    if text.startswith("@"):
        language, _, value = text[1:].partition(" ")
        return f"{value} ({language})"
    if prop and prop.key == "same-as":
        return text[1:]
    if prop and prop.value == "date":
        return show_date(text.rpartition(" ")[2])
    if prop and prop.value == "code":
        return name_code(prop.key, labels.get(text, text[1:]))
    return labels.get(text, text[1:])


_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def show_date(text: str) -> str:
    """Return a date, month or year in words.

    >>> show_date("2022-01-28"), show_date("2020-04"), show_date("2021")
    ('28 January 2022', 'April 2020', '2021')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if not match:
        return text
    year, month, day = match.groups()
    return " ".join(part for part in (day.lstrip("0") if day else "", _MONTHS[int(month) - 1], year) if part)


def _read_events(store: Store, thing: Hit, view: View | None = None) -> list[Fact]:
    if not is_a(thing.kind, "work"):
        return []
    found: dict[tuple[str, str, str], list[str]] = {}
    for kind, date, status, description, source, said_by in _run(store, _EVENTS, thing):
        if view and not view.counts(said_by[1:]):
            continue
        if view and view.day and status == '"actual' and view.speaker(said_by[1:]).foresees(date.rpartition(" ")[2]):
            status = '"expected'
        when = show_date(date.rpartition(" ")[2]) if date else "undated"
        told = f"{when}: {description[1:]}" if description else when
        found.setdefault((kind[1:].replace("-", " "), told, status[1:]), []).append(source[1:])
    return [
        Fact(f"event: {kind}", told, tuple(dict.fromkeys(sources)), status)
        for (kind, told, status), sources in found.items()
    ]
