"""What a picture of something holds: a thing and what is around it, a path, a lineage, the things of a result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from showgraph.ask.about import show_value
from showgraph.ask.answer import Answer
from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.positions import Rank, place_components, place_in_columns, place_radially
from showgraph.draw.scenery import Scenery
from showgraph.draw.style import STYLES, style_of
from showgraph.errors import ShowgraphError
from showgraph.model import RDF_TYPE, RDFS, Entity, get_property, is_a, properties_of
from showgraph.names import Hit
from showgraph.network.paths import Step
from showgraph.network.selection import RELATIONS

_MOST = 160
_MOST_WITH_FACTS = 400


def draw_thing(scenery: Scenery, thing: Hit, steps: int = 0) -> Picture:
    """Draw a thing and what lies within some steps of it; people are drawn with those they acted with."""
    steps = steps or (2 if thing.kind == "person" else 1)
    relations = _PERSONAL if thing.kind == "person" else ()
    network = scenery.network([thing.iri], steps, relations)
    order = {node: _order(data) for node, data in network.nodes(data=True)}
    kept = _nearest(thing.iri, [(s, o) for s, o in network.edges()], order)
    lines = [
        Line(s, o, str(data["relation"]), str(data.get("character", "")))
        for s, o, data in network.edges(data=True)
        if s in kept and o in kept
    ]
    positions = place_radially(thing.iri, [(line.start, line.end) for line in lines], order)
    nodes = _read_nodes(scenery, [node for node in kept if node in positions], {thing.iri})
    lines = [line for line in lines if line.start in positions and line.end in positions]
    title = f"{thing.label} ({thing.about})" if is_a(thing.kind, "work") and thing.about else thing.label
    return Picture(title, nodes, _merge(lines), positions, network.number_of_nodes() - len(nodes))


_PERSONAL = (
    "actors",
    "directors",
    "screenwriters",
    "creators",
    "authors",
    "illustrators",
    "producers",
    "adaptation-of",
)


def _nearest(focus: str, edges: Sequence[tuple[str, str]], order: dict[str, Rank]) -> list[str]:
    """Return the nodes nearest to a focus, those with most links to what is nearer first, as many as fit a picture."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    kept, front = [focus], {focus}
    seen = {focus}
    while front and len(kept) < _MOST:
        reached = {node for one in front for node in near[one]} - seen
        ranked = sorted(reached, key=lambda node: (-len(near[node] & seen), order[node]))
        kept += ranked[: _MOST - len(kept)]
        seen |= reached
        front = set(ranked) & set(kept)
    return kept


def draw_path(scenery: Scenery, start: Hit, goal: Hit, steps: Sequence[Step]) -> Picture:
    """Draw the steps of the shortest path between two people, from left to right.

    Raises:
        ShowgraphError: no chain of shared works joins them.
    """
    if not steps:
        raise ShowgraphError(
            f"no chain of shared works joins {start.label} and {goal.label}, so there is nothing to draw"
        )
    chain: list[str] = [steps[0].start.iri]
    lines = []
    for step in steps:
        chain += [step.via.iri, step.end.iri]
        lines.append(Line(step.via.iri, step.start.iri, "actor", step.parts[0]))
        lines.append(Line(step.via.iri, step.end.iri, "actor", step.parts[1]))
    positions = place_in_columns([[node] for node in chain], wide=230)
    positions = {node: (x, 70.0 * (-1 if i % 2 else 1)) for i, (node, (x, _)) in enumerate(positions.items())}
    nodes = _read_nodes(scenery, chain, {start.iri, goal.iri})
    return Picture(f"From {start.label} to {goal.label}", nodes, lines, positions)


def draw_lineage(scenery: Scenery, title: str, rows: Iterable[dict[str, object]], strong: set[str]) -> Picture:
    """Draw the rows of the query ``lineage``: sources on the left, what came from them to the right."""
    lines = [Line(str(row["source_iri"]), str(row["iri"]), str(row["relation"]).removesuffix(" of")) for row in rows]
    if not lines:
        raise ShowgraphError(
            f"the graph knows no source of {title} and nothing made from it, so there is nothing to draw"
        )
    depth = {end: 0 for line in lines for end in (line.start, line.end)}
    for _ in depth:
        for line in lines:
            depth[line.end] = min(max(depth[line.end], depth[line.start] + 1), len(depth))
    nodes = _read_nodes(scenery, sorted(depth), strong)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in sorted(nodes, key=lambda node: (node.year or 9999, node.label)):
        columns[depth[node.iri]].append(node.iri)
    positions = place_in_columns([column for column in columns if column])
    return Picture(f"Lineage of {title}", nodes, lines, positions)


def draw_things(scenery: Scenery, title: str, iris: Sequence[str]) -> Picture:
    """Draw some things and the links among them.

    Raises:
        ShowgraphError: there are none.
    """
    wanted = list(dict.fromkeys(iris))
    things = {iri for iri, *_ in scenery.things(wanted)}
    kept = [iri for iri in wanted if iri in things][: _MOST * 3]
    if not kept:
        raise ShowgraphError(
            "the result names no thing of the graph, so there is nothing to draw; select identifiers too"
        )
    network = scenery.network(kept, 1, [key for key in RELATIONS if key != "broader"])
    lines = [
        Line(s, o, str(data["relation"]), str(data.get("character", "")))
        for s, o, data in network.edges(data=True)
        if s in things and o in things
    ]
    nodes = _read_nodes(scenery, kept, set())
    order = {node.iri: (style_rank(node.kind), node.year or 0, node.label) for node in nodes}
    positions = place_components(kept, [(line.start, line.end) for line in lines], order)
    return Picture(title, nodes, _merge(lines), positions, len(things) - len(kept))


def draw_answer(scenery: Scenery, answer: Answer) -> Picture:
    """Draw the things of a question's answer."""
    iris = [cell.iri for row in answer.rows for cell in row.values() if isinstance(cell, Entity)]
    return draw_things(scenery, answer.question, iris)


def style_rank(kind: str) -> int:
    """Return a kind's place in the legend."""
    return STYLES.index(style_of(kind))


def _order(data: dict[str, object]) -> Rank:
    return (style_rank(str(data["kind"])), int(str(data.get("year", 9999))), str(data["label"]))


def _merge(lines: Sequence[Line]) -> list[Line]:
    """Draw one line for several relations of the same two things; "based on" goes without saying beside a lower one."""
    pairs: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        pairs[line.start, line.end].append(line)
    merged = []
    based_on = get_property("based-on").label
    for (start, end), several in pairs.items():
        kept = [line for line in several if line.label != based_on] or several
        label = ", ".join(dict.fromkeys(line.label for line in kept))
        merged.append(Line(start, end, label, next((line.note for line in kept if line.note), "")))
    return merged


def _read_nodes(scenery: Scenery, iris: Sequence[str], strong: set[str]) -> list[Drawn]:
    known = {iri: (kind, label, year) for iri, kind, label, year in scenery.things(sorted(iris))}
    facts = _read_facts(scenery, [iri for iri in iris if iri in known][:_MOST_WITH_FACTS], known)
    return [
        Drawn(iri, known[iri][1], known[iri][0], known[iri][2], iri in strong, facts.get(iri, ()))
        for iri in iris
        if iri in known
    ]


Shown = tuple[tuple[str, str, tuple[str, ...]], ...]


def _read_facts(
    scenery: Scenery, iris: Sequence[str], known: dict[str, tuple[str, str, int | None]]
) -> dict[str, Shown]:
    """Return what a click on each thing shows: its facts in the model's order, each with the titles of its sources."""
    triples = [triple for triple in scenery.facts(iris) if triple[1][1:] not in _HIDDEN]
    sources = scenery.sources(triples)
    labels = scenery.labels(dict.fromkeys(o for *_, o in triples))
    found: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = defaultdict(list)
    for s, p, o in triples:
        for place, prop in enumerate(properties_of(known[s[1:]][0]).values()):
            if prop.iri == p[1:] and o != '"' + known[s[1:]][1]:
                titles = sources.get((s, p, o), ())
                found[s[1:]].append((place, prop.label, show_value(prop, o, labels), titles))
    return {iri: tuple(fact[1:] for fact in sorted(facts)) for iri, facts in found.items()}


_HIDDEN = {
    RDF_TYPE,
    RDFS + "label",
    get_property("kind-name").iri,
    get_property("year").iri,
    get_property("based-on").iri,
}
