"""How people are connected, and the picture that grows: what is next to a thing, as a page and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.draw.style import style_of
from showgraph.errors import AmbiguousNameError, ShowgraphError, UnknownNameError
from showgraph.model import KINDS, Entity
from showgraph.names import Hit, find_names, find_near
from showgraph.network.selection import build_network
from showgraph.serve.addresses import address_of
from showgraph.serve.answering import Answer
from showgraph.serve.api import JSON
from showgraph.serve.explorer.pages import render
from showgraph.serve.explorer.thing_pages import PAGE_KINDS

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

_MOST_NEXT, _MOST_OPEN = 24, 12


def show_path(kg: KnowledgeGraph, one: str, two: str) -> Answer:
    """Return the page that tells how two people are connected; without both names, the page that asks for them."""
    found: dict[str, Hit] = {}
    choices: dict[str, Sequence[Hit]] = {}
    refused = []
    for field, name in (("from", one), ("to", two)):
        if not name:
            continue
        try:
            found[field] = kg.get(name, "person")
        except AmbiguousNameError:
            choices[field] = find_names(kg.store.execute, name, ("person",))[:20]
        except UnknownNameError as error:
            refused.append(str(error).splitlines()[0])
            choices[field] = find_near(kg.store.execute, name, ("person",))[:8]
    steps: list[dict[str, object]] = []
    if len(found) == 2:
        steps = kg.path(found["from"].iri, found["to"].iri)
        if not steps:
            same = found["from"].iri == found["to"].iri
            refused.append("they are the same person" if same else "no chain of shared works joins them")
    named = {field: Entity(hit.label, hit.iri) for field, hit in found.items()}
    return render("path.html.jinja", q="", one=one, two=two, found=named, steps=steps, choices=choices, refused=refused)


def show_picture(kg: KnowledgeGraph, iri: str, opened: Sequence[str]) -> Answer:
    """Return the page of a picture that begins with a thing; ``opened`` are the things of it that were opened.

    Raises:
        UnknownNameError: the graph has no such thing.
    """
    thing = kg.get(iri, *PAGE_KINDS)
    parts = [read_next(kg, thing.iri)]
    for other in list(dict.fromkeys(opened))[:_MOST_OPEN]:
        try:
            parts.append(read_next(kg, other))
        except ShowgraphError:
            continue
    return render("picture.html.jinja", q="", thing=thing, pieces=parts, first=parts[0])


def list_next(kg: KnowledgeGraph, iri: str) -> Answer:
    """Return as JSON what is next to a thing."""
    return Answer.of(JSON, [json.dumps(read_next(kg, iri), ensure_ascii=False)])


def read_next(kg: KnowledgeGraph, iri: str) -> dict[str, object]:
    """Return a thing with what is next to it: ``nodes``, ``lines`` between them, and how many more there are.

    Raises:
        UnknownNameError: the graph has no such thing.
    """
    thing = kg.get(iri, *PAGE_KINDS)
    network = build_network(kg.store, around=[thing.iri], steps=1)
    others = sorted((node for node in network if node != thing.iri), key=lambda node: _rank(network.nodes[node]))
    kept = [thing.iri, *others[:_MOST_NEXT]]
    shown = set(kept)
    lines: dict[tuple[str, str], list[str]] = {}
    for s, o, data in network.edges(data=True):
        if s in shown and o in shown:
            lines.setdefault((s, o), []).append(str(data["relation"]))
    return {
        "of": thing.iri,
        "nodes": [_node(node, network.nodes[node]) for node in kept if node in network],
        "lines": [{"from": s, "to": o, "label": ", ".join(_say(labels))} for (s, o), labels in sorted(lines.items())],
        "more": max(0, len(others) - _MOST_NEXT),
    }


def _say(labels: Sequence[str]) -> list[str]:
    """Return relations in words: "based on" goes without saying beside a more exact one."""
    distinct = list(dict.fromkeys(labels))
    return [label for label in distinct if label != "based on"] or distinct


def _rank(data: dict[str, object]) -> tuple[int, int, str]:
    kind = str(data["kind"])
    order = {"comic-series": 0, "book": 0, "series": 1, "movie": 1, "screen-work": 1, "person": 2, "genre": 3}
    return order.get(style_of(kind).kind, 4), -int(str(data.get("year", 0))), str(data["label"])


def _node(iri: str, data: dict[str, object]) -> dict[str, object]:
    style = style_of(str(data["kind"]))
    return {
        "iri": iri,
        "label": data["label"],
        "year": data.get("year"),
        "look": style.kind,
        "kind": KINDS[str(data["kind"])].noun,
        "address": address_of(iri),
    }
