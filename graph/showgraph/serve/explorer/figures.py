"""Figures drawn on the server: bars of a result, a lineage in columns, the links of a result; all with links inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from showgraph.draw.positions import place_components
from showgraph.draw.style import style_of
from showgraph.model import KINDS
from showgraph.network.selection import read_things
from showgraph.serve.addresses import address_of

if TYPE_CHECKING:
    from showgraph.sparql import Result
    from showgraph.store import Store

_WIDE, _HIGH, _ACROSS, _BETWEEN = 210.0, 54.0, 90.0, 20.0
_MOST_BARS, _MOST_NODES = 40, 120
_LETTERS = 25


@dataclass(frozen=True)
class Node:
    """A thing in a figure, its middle at ``x`` and ``y``; ``look`` names its colours."""

    iri: str
    label: str
    small: str
    look: str
    x: float
    y: float
    strong: bool = False

    @property
    def short(self) -> str:
        """The label, cut to what fits."""
        return self.label if len(self.label) <= _LETTERS else self.label[: _LETTERS - 1] + "…"


@dataclass(frozen=True)
class Edge:
    """A line between two places, with its word."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure with the window that shows all of it."""

    left: float
    top: float
    width: float
    height: float
    nodes: Sequence[Node]
    edges: Sequence[Edge]


@dataclass(frozen=True)
class Bar:
    """A bar: ``share`` of the longest."""

    label: str
    address: str
    value: str
    share: float


@dataclass(frozen=True)
class Chart:
    """Bars of one column by another."""

    label: str
    value: str
    bars: Sequence[Bar]
    left_out: int


def lay_out_lineage(store: Store, focus: str, rows: Sequence[Mapping[str, object]]) -> Figure | None:
    """Return what a work comes from on the left, what came from that to the right; None where there is nothing."""
    links = [(str(row["source_iri"]), str(row["iri"]), str(row["relation"]).removesuffix(" of")) for row in rows]
    if not links:
        return None
    depth = {end: 0 for one, other, _ in links for end in (one, other)}
    for _ in depth:
        for one, other, _ in links:
            depth[other] = min(max(depth[other], depth[one] + 1), len(depth))
    things = {iri: (label, kind, year) for iri, kind, label, year in read_things(store, sorted(depth))}
    columns: dict[int, list[str]] = {}
    for iri in sorted(things, key=lambda iri: (things[iri][2] or 9999, things[iri][0])):
        columns.setdefault(depth[iri], []).append(iri)
    tall = max(map(len, columns.values()))
    places: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(sorted(columns)):
        start = (tall - len(columns[column])) / 2
        for row_number, iri in enumerate(columns[column]):
            places[iri] = (number * (_WIDE + _ACROSS), (start + row_number) * (_HIGH + _BETWEEN))
    nodes = [_node(iri, *things[iri], *places[iri], strong=iri == focus) for iri in places]
    half = _WIDE / 2
    edges = [
        Edge(places[one][0] + half, places[one][1], places[other][0] - half, places[other][1], label)
        for one, other, label in links
        if one in places and other in places
    ]
    return _frame(nodes, edges, half + 8, _HIGH / 2 + 12)


def _node(iri: str, label: str, kind: str, year: int | None, x: float, y: float, *, strong: bool = False) -> Node:
    style = style_of(kind)
    noun = KINDS[kind].noun
    small = noun if year is None else f"{noun}, {year}"
    return Node(iri, label, small, style.kind, x, y, strong)


def _frame(nodes: Sequence[Node], edges: Sequence[Edge], across: float, down: float) -> Figure:
    left, right = min(node.x for node in nodes) - across, max(node.x for node in nodes) + across
    top, bottom = min(node.y for node in nodes) - down, max(node.y for node in nodes) + down
    return Figure(left, top, right - left, bottom - top, nodes, edges)


def lay_out_links(store: Store, result: Result) -> Figure | None:
    """Return the things of a result and how it links them: a graph's triples, or what stands in one row."""
    pairs = list(_pairs(result))
    iris = list(dict.fromkeys(iri for one, other, _ in pairs for iri in (one, other) if iri))
    things = {iri: (label, kind, year) for iri, kind, label, year in read_things(store, sorted(iris[:5_000]))}
    kept = [iri for iri in iris if iri in things][:_MOST_NODES]
    if not kept:
        return None
    shown = set(kept)
    links = {(one, other): label for one, other, label in pairs if one in shown and other in shown and one != other}
    order = {iri: (0, things[iri][2] or 9999, things[iri][0]) for iri in kept}
    places = place_components(kept, list(links), order)
    nodes = [_node(iri, *things[iri], *places[iri]) for iri in kept]
    edges = [Edge(*places[one], *places[other], label) for (one, other), label in links.items()]
    return _frame(nodes, edges, 120, 40)


def _pairs(result: Result) -> Iterable[tuple[str, str, str]]:
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        for s, p, o in result.triples:
            if s.startswith("<") and o.startswith("<"):
                yield s[1:], o[1:], p[1:].replace("#", "/").rsplit("/", 1)[-1]
        return
    for row in result.texts:
        iris = [text[1:] for text in row if text and text.startswith("<")]
        if len(iris) == 1:
            yield iris[0], "", ""
        for other in iris[1:]:
            yield iris[0], other, ""


def make_chart(result: Result) -> Chart | None:
    """Return bars of the first column of numbers, by the first column of anything else; None where there is no such."""
    rows = list(result)
    columns = result.columns
    numbers = [name for name in columns if _are_numbers([row[name] for row in rows])]
    names = [name for name in columns if name not in numbers and not name.endswith("iri")]
    if not rows or not numbers:
        return None
    value = next((name for name in numbers if "year" not in name), numbers[0])
    label = names[0] if names else next((name for name in columns if name != value), value)
    linked = next((name for name in columns if name == "iri" or name.endswith("_iri")), "")
    counted = [row for row in rows if row[value] is not None]
    most = max((abs(float(str(row[value]))) for row in counted), default=0.0) or 1.0
    bars = [
        Bar(
            str(row[label] if row[label] is not None else "—"),
            address_of(str(row[linked])) if linked and row[linked] else "",
            str(row[value]),
            round(max(0.0, float(str(row[value]))) / most, 4),
        )
        for row in counted[:_MOST_BARS]
    ]
    return Chart(label, value, bars, max(0, len(counted) - _MOST_BARS)) if bars else None


def _are_numbers(cells: Sequence[object]) -> bool:
    bound = [cell for cell in cells if cell is not None]
    return bool(bound) and all(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in bound)
