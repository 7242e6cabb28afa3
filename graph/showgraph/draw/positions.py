"""Where each node of a picture stands, computed beforehand: the same graph gives the same picture every time."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

Position = tuple[float, float]
Node = str
Rank = tuple[int, int, str]

_RING = 260.0
_LEAF = 72.0
# Labels are wider than tall and so are screens: rings are ellipses.
_STRETCH = 1.55


def place_radially(focus: Node, edges: Iterable[tuple[Node, Node]], order: Mapping[Node, Rank]) -> dict[Node, Position]:
    """Return positions on rings around a focus, each node in its parent's sector; ``order`` sorts a ring.

    Ring by ring the radius grows until its nodes have room; what doesn't hang together with the focus isn't placed.
    """
    children, depth = _grow_tree(focus, edges, order)
    leaves: dict[Node, float] = {}
    for node in sorted(depth, key=lambda node: -depth[node]):
        leaves[node] = max(1.0, sum(leaves[child] for child in children[node]))
    rings: dict[int, float] = {0: 0.0}
    width = max(1.0, leaves[focus])
    for level in range(1, max(depth.values(), default=0) + 1):
        rings[level] = max(rings[level - 1] + _RING, width * _LEAF / (2 * math.pi))
    crowded = {level: count > 20 for level, count in Counter(depth.values()).items()}
    placed: dict[Node, Position] = {focus: (0.0, 0.0)}
    waiting = deque([(focus, -math.pi / 2, 2 * math.pi)])
    while waiting:
        node, start, sweep = waiting.popleft()
        for place, child in enumerate(children[node]):
            share = sweep * leaves[child] / sum(leaves[sibling] for sibling in children[node])
            angle = start + share / 2
            # In a crowded ring every other node stands a little farther out, so that names don't run into each other.
            radius = rings[depth[child]] + (_LEAF / 1.5 if crowded[depth[child]] and place % 2 else 0.0)
            placed[child] = (radius * math.cos(angle) * _STRETCH, radius * math.sin(angle))
            waiting.append((child, start, share))
            start += share
    return placed


def _grow_tree(
    focus: Node, edges: Iterable[tuple[Node, Node]], order: Mapping[Node, Rank]
) -> tuple[dict[Node, list[Node]], dict[Node, int]]:
    near: dict[Node, set[Node]] = defaultdict(set)
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    depth = {focus: 0}
    children: dict[Node, list[Node]] = defaultdict(list)
    waiting = deque([focus])
    while waiting:
        node = waiting.popleft()
        for child in sorted(near[node] - depth.keys(), key=lambda node: order[node]):
            depth[child] = depth[node] + 1
            children[node].append(child)
            waiting.append(child)
    return children, depth


def place_in_columns(
    columns: Sequence[Sequence[Node]], wide: float = 300.0, tall: float = 110.0
) -> dict[Node, Position]:
    """Return positions in columns from left to right, each centred on one line.

    >>> place_in_columns([["a"], ["b", "c"]])
    {'a': (0.0, 0.0), 'b': (300.0, -55.0), 'c': (300.0, 55.0)}
    """
    placed: dict[Node, Position] = {}
    for column, nodes in enumerate(columns):
        top = -tall * (len(nodes) - 1) / 2
        for row, node in enumerate(nodes):
            placed[node] = (column * wide, top + row * tall)
    return placed


def place_components(
    nodes: Sequence[Node], edges: Sequence[tuple[Node, Node]], order: Mapping[Node, Rank]
) -> dict[Node, Position]:
    """Return positions for any graph: each component around its best connected node, components side by side."""
    near: dict[Node, set[Node]] = defaultdict(set)
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    left = sorted(nodes, key=lambda node: (-len(near[node]), order[node]))
    components: list[dict[Node, Position]] = []
    done: set[Node] = set()
    for node in left:
        if node not in done:
            placed = place_radially(node, edges, order)
            done |= placed.keys()
            components.append(placed)
    return _pack(components)


def _pack(components: list[dict[Node, Position]]) -> dict[Node, Position]:
    """Set components in rows, the largest first, within a roughly square field."""
    boxes = []
    for placed in components:
        xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
        boxes.append((max(xs) - min(xs) + _RING, max(ys) - min(ys) + _RING / 1.5, min(xs), min(ys)))
    across = max([math.sqrt(sum(w * h for w, h, *_ in boxes)) * 1.3, *(w for w, *_ in boxes)], default=0.0)
    packed: dict[Node, Position] = {}
    x = y = tallest = 0.0
    for placed, (wide, tall, left, top) in zip(components, boxes, strict=True):
        if x and x + wide > across:
            x, y, tallest = 0.0, y + tallest, 0.0
        for node, (px, py) in placed.items():
            packed[node] = (x + px - left, y + py - top)
        x, tallest = x + wide, max(tallest, tall)
    return packed
