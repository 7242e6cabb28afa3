"""Pictures of networks: a thing and what is around it, co-stars, the things of a result, the whole graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from showgraph.draw.crowd import arrange
from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.positions import Rank, place_components, place_radially
from showgraph.draw.selection import merge_lines, origin_of, origin_of_all, read_nodes, read_selection, style_rank
from showgraph.draw.wish import Wish
from showgraph.errors import ShowgraphError
from showgraph.model import CREDIT_EDGES, Entity, is_a
from showgraph.names import Hit
from showgraph.network.selection import RELATIONS, is_node
from showgraph.store.tables import link_table

_MOST_AROUND = 160
_MOST_BY_COMPONENT = 300
_MOST_CO_STARS = 60
ABOUT = ("work", "person", "organization", "character", "genre")


def draw_around(wish: Wish) -> Picture:
    """Draw a thing and what lies within some steps of it; people are drawn with those they acted with."""
    thing = wish.find(wish.name, *ABOUT)
    steps = wish.steps or (2 if thing.kind == "person" else 1)
    relations = wish.relations or (_PERSONAL if thing.kind == "person" else ())
    network = wish.scenery.network([thing.iri], steps, relations, wish.kinds)
    if thing.iri not in network:
        raise ShowgraphError(f"nothing of these kinds is around {thing.label}, so there is nothing to draw")
    order = {node: _order(data) for node, data in network.nodes(data=True)}
    kept = _nearest(thing.iri, [(s, o) for s, o in network.edges()], order)
    lines = [
        Line(s, o, str(data["relation"]), str(data.get("character", "")))
        for s, o, data in network.edges(data=True)
        if s in kept and o in kept
    ]
    positions = place_radially(thing.iri, [(line.start, line.end) for line in lines], order)
    nodes = read_nodes(wish.scenery, [node for node in kept if node in positions], {thing.iri})
    lines = [line for line in lines if line.start in positions and line.end in positions]
    left_out = network.number_of_nodes() - len(nodes)
    return Picture(_title(thing), nodes, merge_lines(lines), positions, left_out, origin_of(wish.scenery, nodes))


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


def _title(thing: Hit) -> str:
    return f"{thing.label} ({thing.about})" if is_a(thing.kind, "work") and thing.about else thing.label


def _order(data: dict[str, object]) -> Rank:
    return (style_rank(str(data["kind"])), int(str(data.get("year", 9999))), str(data["label"]))


def _nearest(focus: str, edges: Sequence[tuple[str, str]], order: dict[str, Rank]) -> list[str]:
    """Return the nodes nearest to a focus, those with most links to what is nearer first, as many as fit a picture."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    kept, front = [focus], {focus}
    seen = {focus}
    while front and len(kept) < _MOST_AROUND:
        reached = {node for one in front for node in near[one]} - seen
        ranked = sorted(reached, key=lambda node: (-len(near[node] & seen), order[node]))
        kept += ranked[: _MOST_AROUND - len(kept)]
        seen |= reached
        front = set(ranked) & set(kept)
    return kept


def draw_co_stars(wish: Wish) -> Picture:
    """Draw a person and those who acted in the same works, the lines thicker for more works."""
    person = wish.find(wish.name, "person")
    rows = list(wish.run("co-stars", person=person.iri))
    if not rows:
        raise ShowgraphError(f"the graph knows nobody who acted with {person.label}, so there is nothing to draw")
    kept = [str(row["iri"]) for row in rows[:_MOST_CO_STARS]]
    nodes = read_nodes(wish.scenery, [person.iri, *kept], {person.iri})
    lines = [_shared(person.iri, str(row["iri"]), int(str(row["works"]))) for row in rows[:_MOST_CO_STARS]]
    lines += [_shared(one, other, works) for one, other, works in _acted_together(wish, kept)]
    title = f"Who acted with {person.label}"
    origin, left_out = origin_of(wish.scenery, nodes), len(rows) - len(kept)
    return arrange(title, nodes, lines, origin=origin, left_out=left_out, tell=wish.tell)


def _shared(one: str, other: str, works: int) -> Line:
    return Line(one, other, "acted with", f"{works} works" if works > 1 else "", float(works))


def _acted_together(wish: Wish, people: Sequence[str]) -> list[tuple[str, str, int]]:
    numbers = wish.store.ids_of("<" + iri for iri in people)
    names = {number: text[1:] for text, number in numbers.items()}
    table = link_table(CREDIT_EDGES["actors"].table_name, "in")
    rows = wish.store.execute(
        f"SELECT a.o, b.o, count(*) FROM {table} a JOIN {table} b ON a.s = b.s AND a.o < b.o "
        "WHERE a.o IN (SELECT unnest($1::BIGINT[])) AND b.o IN (SELECT unnest($1::BIGINT[])) GROUP BY ALL ORDER BY ALL",
        [sorted(names)],
    )
    return [(names[int(str(a))], names[int(str(b))], int(str(works))) for a, b, works in rows]


def draw_result(wish: Wish) -> Picture:
    """Draw the things of a query's result and the links among them."""
    iris = [text[1:] for row in wish.select(wish.query).texts for text in row if text and text.startswith("<")]
    return _draw_things(wish, wish.name or "Result of a query", iris)


def draw_answer(wish: Wish) -> Picture:
    """Draw the things of a question's answer and the links among them."""
    iris = [cell.iri for row in wish.ask(wish.question).rows for cell in row.values() if isinstance(cell, Entity)]
    return _draw_things(wish, wish.question, iris)


def _draw_things(wish: Wish, title: str, iris: Sequence[str]) -> Picture:
    wanted = list(dict.fromkeys(iris))
    things, lines, left_out = _select(wish, wanted)
    if not things:
        raise ShowgraphError(
            "the result names no thing of the graph, so there is nothing to draw; select identifiers too"
        )
    if len(things) > _MOST_BY_COMPONENT:
        return arrange(title, things, lines, origin=origin_of_all(wish.store), left_out=left_out, tell=wish.tell)
    known = {thing.iri for thing in things}
    nodes = read_nodes(wish.scenery, [iri for iri in wanted if iri in known], set())
    order = {node.iri: (style_rank(node.kind), node.year or 0, node.label) for node in nodes}
    positions = place_components([node.iri for node in nodes], [(line.start, line.end) for line in lines], order)
    return Picture(title, nodes, lines, positions, left_out, origin_of(wish.scenery, nodes))


def _select(wish: Wish, wanted: list[str]) -> tuple[list[Drawn], list[Line], int]:
    """Return things and the links among them, from the tables or, of an endpoint, by queries."""
    if wish.scenery.has_tables:
        return read_selection(wish.store, wish.kinds, wish.relations, among=wanted)
    things = [Drawn(iri, label, kind, year) for iri, kind, label, year in wish.scenery.things(wanted)]
    kept = [thing for thing in things if is_node(thing.kind)][:_MOST_BY_COMPONENT]
    among = {thing.iri for thing in kept}
    relations = wish.relations or [key for key in RELATIONS if key != "broader"]
    network = wish.scenery.network(sorted(among), 1, relations, wish.kinds) if kept else None
    lines = [
        Line(s, o, str(data["relation"]), str(data.get("character", "")))
        for s, o, data in (network.edges(data=True) if network is not None else ())
        if s in among and o in among
    ]
    return kept, merge_lines(lines), len(things) - len(kept)


def draw_all(wish: Wish) -> Picture:
    """Draw the whole graph, or what of it is of some kinds or joined by some relations."""
    nodes, lines, left_out = read_selection(wish.store, wish.kinds, wish.relations)
    if not nodes:
        raise ShowgraphError("nothing of the graph fits these kinds and relations, so there is nothing to draw")
    if len(nodes) <= _MOST_BY_COMPONENT:
        nodes = read_nodes(wish.scenery, [node.iri for node in nodes], set())
    wish.tell(f"read {len(nodes):,} things and {len(lines):,} links")
    chosen = ", ".join([*wish.kinds, *wish.relations])
    title = wish.name or (f"The graph: {chosen}" if chosen else "The whole graph")
    return arrange(title, nodes, lines, origin=origin_of_all(wish.store), left_out=left_out, tell=wish.tell)
