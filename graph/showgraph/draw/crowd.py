"""A picture of many nodes: placed by forces, collapsed to communities where they are too many, packed for the page."""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from showgraph.draw.forces import draw_in, place_by_forces
from showgraph.draw.picture import LARGE, SMALL, Circle, Drawn, Line, Origin, Picture
from showgraph.draw.positions import Position
from showgraph.draw.style import STYLES, style_of
from showgraph.network.communities import Links, find_communities, make_links
from showgraph.progress import Tell, tell_nobody

if TYPE_CHECKING:
    import networkx
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_MOST_CIRCLES, _LEAST_IN_CIRCLE = 400, 8
_NOWHERE = Origin()
_SCREEN = np.array([1.3, 1.0])  # screens are wider than tall


def arrange(
    title: str, nodes: Sequence[Drawn], lines: Sequence[Line], *, origin: Origin = _NOWHERE, left_out: int = 0,
    tell: Tell = tell_nobody,
) -> Picture:  # fmt: skip
    """Return a picture of any number of nodes with their places, the most linked nodes first.

    Up to ``LARGE`` nodes all are seen at once; more are collapsed to communities that open.
    """
    numbers = {node.iri: number for number, node in enumerate(nodes)}
    starts = np.array([numbers[line.start] for line in lines], np.int64)
    ends = np.array([numbers[line.end] for line in lines], np.int64)
    links = make_links(len(nodes), starts, ends, np.array([line.weight for line in lines], np.float64))
    degrees = np.bincount(starts, minlength=len(nodes)) + np.bincount(ends, minlength=len(nodes))
    strong = np.array([node.strong for node in nodes], np.bool_)
    if len(nodes) > LARGE:
        return _collapse(title, nodes, lines, links, degrees, origin, left_out, tell)
    order = np.lexsort((np.arange(len(nodes)), -degrees, ~strong))
    # The page of a small picture writes a name at every node and so needs more room between them.
    places = place_by_forces(links, tell) * _SCREEN
    places *= _room(places) if len(nodes) <= SMALL else 10.0
    positions = {nodes[number].iri: _position(places[number]) for number in order.tolist()}
    return Picture(title, [nodes[number] for number in order.tolist()], lines, positions, left_out, origin)


def draw_network(graph: networkx.Graph, title: str, tell: Tell = tell_nobody) -> Picture:
    """Return a picture of any NetworkX graph; nodes may have ``label``, ``kind`` and ``year``, edges ``relation``."""
    nodes = [
        Drawn(str(node), str(data.get("label", node)), str(data.get("kind", "thing")), data.get("year"))
        for node, data in graph.nodes(data=True)
    ]
    lines = [Line(str(s), str(o), str(data.get("relation", "linked to"))) for s, o, data in graph.edges(data=True)]
    return arrange(title, nodes, lines, tell=tell)


def _room(places: Floats) -> float:
    """Return by how much places have to spread for a name at every node."""
    if len(places) < 2:
        return 1.0
    apart = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return 85.0 / max(float(np.median(apart.min(axis=1))), 1e-6)


def _position(place: Floats) -> Position:
    return float(place[0]), float(place[1])


def _collapse(
    title: str, nodes: Sequence[Drawn], lines: Sequence[Line], links: Links, degrees: Ints, origin: Origin,
    left_out: int, tell: Tell,
) -> Picture:  # fmt: skip
    """Return a picture of communities, each laid out by itself; the smallest of them are gathered in one."""
    groups, small = _gather(find_communities(links))
    tell(f"found {int(groups.max()) + 1:,} communities")
    order = np.lexsort((np.arange(len(nodes)), -degrees, groups))
    bounds = np.searchsorted(groups[order], np.arange(int(groups.max()) + 2))
    everywhere = place_by_forces(links, tell)
    places = np.zeros((len(nodes), 2))
    for first, last in pairwise(bounds):
        members = order[first:last]
        places[members] = _centre(everywhere[members]) * _SCREEN
    joined = make_links(len(bounds) - 1, groups[links.starts], groups[links.ends], links.weights)
    sizes = np.diff(bounds)
    expected = np.sqrt(sizes[joined.starts] * sizes[joined.ends])
    near = Links(joined.count, joined.starts, joined.ends, 20 * joined.weights / expected, np.zeros(joined.count))
    tops = place_by_forces(near) * _SCREEN * 40.0
    ranked = [nodes[number] for number in order.tolist()]
    circles = [
        Circle(
            _name_circle(ranked[first:last], gathered=number in small),
            int(first),
            int(last - first),
            _position(tops[number]),
        )
        for number, (first, last) in enumerate(pairwise(bounds.tolist()))
    ]
    positions = {nodes[number].iri: _position(places[number]) for number in order.tolist()}
    return Picture(title, ranked, lines, positions, left_out, origin, circles=circles)


def _gather(groups: Ints) -> tuple[Ints, set[int]]:
    """Return groups, the small ones gathered, none too large for one scene, and which are gathered."""
    few = np.flatnonzero(np.bincount(groups) < _LEAST_IN_CIRCLE)
    most = min(_MOST_CIRCLES, int(few[0]) if len(few) else _MOST_CIRCLES)
    parts = np.minimum(groups, most)
    rest = int(parts.max()) + 1
    for group in np.flatnonzero(np.bincount(parts) > LARGE).tolist():
        members = np.flatnonzero(parts == group)
        for first in range(LARGE, len(members), LARGE):
            parts[members[first : first + LARGE]] = rest
            rest += 1
    return parts, set(np.unique(parts[groups >= most]).tolist())


def _centre(places: Floats) -> Floats:
    """Return places around the middle, loose ends drawn in, of the same density whatever their number."""
    centred = draw_in(places - np.median(places, axis=0))
    reach = float(np.sqrt((centred**2).sum(axis=1).mean()))
    return np.asarray(centred * (10.0 * math.sqrt(len(places)) / max(reach, 1e-9)))


def _name_circle(members: Sequence[Drawn], *, gathered: bool) -> str:
    """Return what a community is called: its most linked people and works."""
    if gathered:
        return "small communities"
    people = [node.label for node in members[:40] if style_of(node.kind).kind == "person"][:2]
    works = [node.label for node in members[:40] if style_of(node.kind).kind != "person"][: 3 - len(people)]
    return ", ".join(people + works)


def relations_of(picture: Picture) -> list[str]:
    """Return the words of a picture's lines, each once."""
    return list(dict.fromkeys(line.label for line in picture.lines))


def pack_crowd(picture: Picture) -> dict[str, str]:
    """Return a picture's nodes and lines as named blocks of numbers and texts, deflated and in base64.

    Links are sorted so that any number of the first ones is a fair sample; with circles, by circle before that.
    """
    numbers = {node.iri: number for number, node in enumerate(picture.nodes)}
    starts = np.array([numbers[line.start] for line in picture.lines], np.uint32)
    ends = np.array([numbers[line.end] for line in picture.lines], np.uint32)
    order = _order_links(picture, starts, ends)
    words = {word: place for place, word in enumerate(relations_of(picture))}
    lines = [picture.lines[place] for place in order.tolist()]
    styles = {style.kind: place for place, style in enumerate(STYLES)}
    kinds = {kind: styles[style_of(kind).kind] for kind in {node.kind for node in picture.nodes}}
    places = [picture.positions[node.iri] for node in picture.nodes]
    blocks = {
        "places": np.array(places, "<f4").tobytes(),
        "sizes": _sizes(picture, starts, ends).astype("<f4").tobytes(),
        "styles": np.array([kinds[node.kind] for node in picture.nodes], np.uint8).tobytes(),
        "years": np.array([node.year or 0 for node in picture.nodes], "<i2").tobytes(),
        "starts": starts[order].astype("<u4").tobytes(),
        "ends": ends[order].astype("<u4").tobytes(),
        "relations": np.array([words[line.label] for line in lines], "<u2").tobytes(),
        "labels": _texts(node.label for node in picture.nodes),
        "iris": _texts(node.iri for node in picture.nodes),
        "notes": _texts(line.note for line in lines),
    }
    return {name: base64.b64encode(zlib.compress(block, 6)).decode() for name, block in blocks.items()}


def _texts(texts: Iterable[str]) -> bytes:
    return "\n".join(" ".join(text.split()) for text in texts).encode("utf-8", "replace")


def _sizes(picture: Picture, starts: NDArray[np.uint32], ends: NDArray[np.uint32]) -> Floats:
    """Return the width of each node's mark in pixels: more for more links, most for what the picture is of."""
    count = len(picture.nodes)
    degrees = np.bincount(starts, minlength=count) + np.bincount(ends, minlength=count)
    strong = np.array([node.strong for node in picture.nodes], np.bool_)
    return np.asarray(np.minimum(7.0 + 4.2 * np.log2(1.0 + degrees), 44.0) * np.where(strong, 1.4, 1.0))


def _order_links(picture: Picture, starts: NDArray[np.uint32], ends: NDArray[np.uint32]) -> Ints:
    scattered = (np.arange(len(starts), dtype=np.uint64) * np.uint64(0x9E3779B1)) % np.uint64(2**32)
    if not picture.circles:
        return np.argsort(scattered, kind="stable")
    firsts = np.array([circle.first for circle in picture.circles])
    from_circle = np.searchsorted(firsts, starts, "right") - 1
    crossing = from_circle != np.searchsorted(firsts, ends, "right") - 1
    return np.lexsort((scattered, from_circle, crossing))


def describe_circles(picture: Picture) -> dict[str, object]:
    """Return what a page says of a picture's communities: where each is, its members and links, and what joins them."""
    if not picture.circles:
        return {}
    numbers = {node.iri: number for number, node in enumerate(picture.nodes)}
    firsts = np.array([circle.first for circle in picture.circles])
    starts = np.searchsorted(firsts, [numbers[line.start] for line in picture.lines], "right") - 1
    ends = np.searchsorted(firsts, [numbers[line.end] for line in picture.lines], "right") - 1
    inside = np.bincount(starts[starts == ends], minlength=len(firsts))
    begin = np.cumsum(inside) - inside
    joined = make_links(len(firsts), starts, ends)
    strongest = np.argsort(-joined.weights, kind="stable")[: 4 * len(firsts)]
    largest = max(circle.count for circle in picture.circles)
    communities = [
        {
            "label": circle.label, "first": circle.first, "count": circle.count, "x": round(circle.place[0], 2),
            "y": round(circle.place[1], 2), "size": round(14 + 46 * math.sqrt(circle.count / largest), 1),
            "links": int(begin[number]), "inside": int(inside[number]),
        }
        for number, circle in enumerate(picture.circles)
    ]  # fmt: skip
    between = [[int(joined.starts[place]), int(joined.ends[place])] for place in strongest]
    return {"communities": communities, "between": between}
