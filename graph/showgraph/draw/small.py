"""A picture of few nodes as pyvis holds it: its lists are filled directly, because its own adding is quadratic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.positions import Position
from showgraph.draw.style import style_of, styles_of

if TYPE_CHECKING:
    from pyvis.network import Network

_WINDOW = (1250.0, 740.0)
_MOST_WORDS = 200
"""Up to how many lines have their words written: more of them slow a browser down."""


def fill_network(picture: Picture) -> Network:
    """Return a pyvis network of a picture's nodes and lines."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    scale = _scale(picture.positions)
    used = styles_of(node.kind for node in picture.nodes)
    network.nodes = [
        _node(node, picture.positions[node.iri], scale) | {"legend": used.index(style_of(node.kind))}
        for node in picture.nodes
    ]
    worded = len(picture.lines) <= _MOST_WORDS
    network.edges = [_edge(number, line, worded=worded) for number, line in enumerate(picture.lines)]
    return network


def _scale(positions: Mapping[str, Position]) -> float:
    """Return by how much names and marks grow so that they can be read when a large picture is seen whole."""
    xs, ys = zip(*positions.values(), strict=True)
    across = max((max(xs) - min(xs)) / _WINDOW[0], (max(ys) - min(ys)) / _WINDOW[1], 1.0)
    return min(math.sqrt(across), 2.5)


def _node(node: Drawn, position: Position, scale: float) -> dict[str, object]:
    style = style_of(node.kind)
    size = scale * (1.5 if node.strong else 1)
    return {
        "id": node.iri,
        "label": node.label if node.year is None else f"{node.label}\n{node.year}",
        "x": round(position[0], 1),
        "y": round(position[1], 1),
        "shape": style.shape,
        "size": round(style.size * size, 1),
        "borderWidth": 4 if node.strong else 2,
        "widthConstraint": {"maximum": round(150 * scale)},
        "color": {
            "background": style.fill,
            "border": style.line,
            "highlight": {"background": style.fill, "border": "#a33c00"},
        },
        "font": {"size": round(15 * min(size, scale * 1.3), 1), "strokeWidth": 4},
    }


def _edge(number: int, line: Line, *, worded: bool) -> dict[str, object]:
    edge: dict[str, object] = {
        "id": number, "from": line.start, "to": line.end, "label": (line.note or line.label) if worded else "",
    }  # fmt: skip
    if line.weight != 1.0:
        edge |= {"width": round(1 + 1.5 * math.log2(line.weight + 1), 1), "arrows": {"to": {"enabled": False}}}
    return edge
