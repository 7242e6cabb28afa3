"""What the page of a thing shows: its facts with who says so, what lost, its cast, works, lineage and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showgraph.ask.about import About
from showgraph.errors import UnknownNameError
from showgraph.model import RDFS, SOURCE_GRAPHS, is_a, shorten
from showgraph.serve.addresses import address_of
from showgraph.serve.answering import Answer
from showgraph.serve.explorer.figures import Figure, lay_out_lineage
from showgraph.serve.explorer.pages import render
from showgraph.serve.explorer.structured import describe_for_machines
from showgraph.serve.refusals import RequestError
from showgraph.sparql import run_query
from showgraph.store.terms import IRI, Literal, decode_term
from showgraph.store.triples import describe_subjects

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph
    from showgraph.names import Hit

PAGE_KINDS = ("work", "person", "organization", "character", "genre")
_LOST = "said ("
_EVENT = "event: "
_TOLD_BELOW = {"kind", "actor", "inScheme"}
_MOST_ROWS = 400


@dataclass(frozen=True)
class Value:
    """One value of a property as the page shows it: where it leads, who says so, what is to be said of it."""

    text: str
    iri: str
    note: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sections:
    """What a page shows besides the facts; what a thing has none of is empty."""

    cast: Sequence[Mapping[str, object]] = ()
    crew: Sequence[tuple[str, list[Mapping[str, object]]]] = ()
    filmography: Sequence[Mapping[str, object]] = ()
    co_stars: Sequence[Mapping[str, object]] = ()
    works: Sequence[Mapping[str, object]] = ()
    lineage: Figure | None = None
    lineage_rows: Sequence[Mapping[str, object]] = ()
    disputed: Sequence[Mapping[str, object]] = ()
    events: Sequence[Value] = field(default=())


def show_thing(kg: KnowledgeGraph, iri: str, place: str) -> Answer:
    """Return the page of a thing; one that has no name gets a plain list of its triples.

    Raises:
        RequestError: the graph says nothing of it.
    """
    triples = describe_subjects(kg.store, ["<" + iri], kg.limits)
    if not triples:
        raise RequestError(404, f"the graph says nothing of <{iri}>")
    try:
        about = kg.about(iri, *PAGE_KINDS)
    except UnknownNameError:
        return _show_plain(kg, iri, triples)
    locate = Locator(place)
    return render(
        "thing.html.jinja",
        thing=about.thing,
        facts=group_facts(kg, about),
        sections=read_sections(kg, about),
        machine=describe_for_machines(kg.store, about.thing, triples, locate),
        is_person=about.thing.kind == "person",
        is_work=is_a(about.thing.kind, "work"),
        q="",
    )


@dataclass(frozen=True)
class Locator:
    """Gives the whole address of a thing on a server."""

    place: str

    def __call__(self, iri: str) -> str:
        """Return the address of a thing."""
        return self.place.rstrip("/") + address_of(iri)


def group_facts(kg: KnowledgeGraph, about: About) -> list[tuple[str, list[Value]]]:
    """Return the facts by property in the model's order, without those that a section tells."""
    known = source_addresses(kg)
    groups: dict[str, list[Value]] = {}
    shown_below = _TOLD_BELOW if is_a(about.thing.kind, "screen-work") else _TOLD_BELOW - {"actor"}
    for fact in about.facts:
        if fact.property in shown_below or fact.property.startswith(_EVENT) or fact.note.startswith(_LOST):
            continue
        sources = tuple((title, known.get(title, "")) for title in fact.sources)
        groups.setdefault(fact.property, []).append(Value(fact.value, fact.iri, fact.note, sources))
    return list(groups.items())


def source_addresses(kg: KnowledgeGraph) -> Mapping[str, str]:
    """Return the identifiers of sources by title."""
    result = run_query(kg.store, _SOURCES, limits=kg.limits)
    return {(title or "")[1:]: (iri or "")[1:] for iri, title in result.texts}


_SOURCES = f"""SELECT ?source ?title WHERE {{
  ?source <{RDFS}label> ?title . FILTER(STRSTARTS(STR(?source), "{SOURCE_GRAPHS}")) }}"""


def read_sections(kg: KnowledgeGraph, about: About) -> Sections:
    """Return the sections of a thing's page."""
    thing, kind = about.thing, about.thing.kind
    disputed = any(fact.note.startswith(_LOST) for fact in about.facts)
    why = [row for row in about.why if row["outcome"]] if disputed else []
    if is_a(kind, "work"):
        lineage = kg.run("lineage", work=thing.iri).rows
        return Sections(
            cast=kg.run("cast", work=thing.iri).rows if is_a(kind, "screen-work") else (),
            crew=_by_function(kg.run("crew", work=thing.iri).rows),
            lineage=lay_out_lineage(kg.store, thing.iri, lineage),
            lineage_rows=lineage,
            disputed=why,
            events=_read_events(kg, about),
        )
    if kind == "person":
        return Sections(
            filmography=kg.run("filmography", person=thing.iri).rows,
            works=_read_works(kg, thing, _WRITTEN),
            co_stars=kg.run("co-stars", person=thing.iri).rows[:18],
            disputed=why,
        )
    if kind == "genre":
        return Sections(works=kg.run("by-genre", genre=thing.iri).rows[:_MOST_ROWS], disputed=why)
    return Sections(works=_read_works(kg, thing, _OF), disputed=why)


def _by_function(rows: Sequence[Mapping[str, object]]) -> list[tuple[str, list[Mapping[str, object]]]]:
    found: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        found.setdefault(str(row["function"]), []).append(row)
    return list(found.items())


def _read_events(kg: KnowledgeGraph, about: About) -> list[Value]:
    known = source_addresses(kg)
    return [
        Value(
            fact.value,
            fact.property.removeprefix(_EVENT),
            fact.note,
            tuple((t, known.get(t, "")) for t in fact.sources),
        )
        for fact in about.facts
        if fact.property.startswith(_EVENT)
    ]


_WORKS = """PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?work ?year ?kind ?iri WHERE {{
  ?iri {path} ?_thing_iri ; a schema:CreativeWork ; rdfs:label ?work .
  FILTER NOT EXISTS {{ ?iri a schema:TVEpisode }}
  OPTIONAL {{ ?iri sg:year ?year }}
  OPTIONAL {{ ?iri sg:kindName ?kind }}
}} ORDER BY DESC(?year) ?work LIMIT {most}"""
_OF = _WORKS.format(path="schema:productionCompany|sg:broadcaster|schema:publisher|^sg:characterIn", most=_MOST_ROWS)
_WRITTEN = _WORKS.format(path="schema:author|schema:illustrator", most=_MOST_ROWS)


def _read_works(kg: KnowledgeGraph, thing: Hit, query: str) -> list[dict[str, object]]:
    result = run_query(kg.store, query, {"_thing_iri": IRI(thing.iri)}, kg.limits)
    return [row.asdict() for row in result]


def _show_plain(kg: KnowledgeGraph, iri: str, triples: Sequence[tuple[str, str, str]]) -> Answer:
    """Return the page of what has no page of its own kind: sources, credits, classes."""
    own = [(p[1:], o) for s, p, o in triples if s == "<" + iri]
    label = next((o[1:] for p, o in own if p == RDFS + "label"), shorten(iri))
    facts: dict[str, list[Value]] = {}
    for p, o in own:
        term = decode_term(o)
        text = term.lexical if isinstance(term, Literal) else shorten(o[1:])
        facts.setdefault(shorten(p), []).append(Value(text, o[1:] if o.startswith("<") else "", "", ()))
    said = kg.run("said-by-source", source=iri).rows if iri.startswith(SOURCE_GRAPHS) else []
    return render(
        "plain.html.jinja", iri=iri, label=label, facts=sorted(facts.items()), said=said[:_MOST_ROWS],
        more=max(0, len(said) - _MOST_ROWS), q="",
    )  # fmt: skip
