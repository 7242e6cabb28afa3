"""Charts on a line of years: the works of a person, and how one work came of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.selection import origin_of, read_nodes
from showgraph.draw.style import style_of
from showgraph.draw.svg import Sheet, shorten, text_width
from showgraph.draw.wish import Wish
from showgraph.errors import ShowgraphError
from showgraph.store.tables import entity_table

_WIDE = 600.0
_ROW, _LANE = 40.0, 118.0
_NO_YEAR = "year not known"


class Axis:
    """A line of years from left to right, with a column of its own on the right for what has no year."""

    def __init__(self, years: Sequence[int | None], narrowest: float, wide: float = _WIDE) -> None:
        known = [year for year in years if year is not None]
        self.first, self.last = min(known, default=0), max(known, default=0)
        span = max(self.last - self.first, 1)
        self.unit = min(max(wide / span, narrowest), 150.0)
        self.has_unknown = len(known) < len(years)
        self.end = (self.last - self.first) * self.unit if known else 0.0
        self.unknown = self.end + 170.0 if known else 0.0

    def at(self, year: int | None) -> float:
        """Return where a year stands."""
        return self.unknown if year is None else (year - self.first) * self.unit

    def draw(self, sheet: Sheet, top: float, bottom: float) -> None:
        """Draw a rule for each labelled year, as many as have room, with the year above and below."""
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * self.unit >= 46)
        years = [year for year in range(self.first, self.last + 1) if year % step == 0 or year == self.first]
        marks = [(self.at(year), str(year)) for year in years if year == self.first or year - self.first >= step / 2]
        if self.has_unknown:
            marks.append((self.unknown, _NO_YEAR))
        for x, words in marks if self.first or self.has_unknown else []:
            sheet.line((x, top), (x, bottom), "rule", 1)
            sheet.text((x, top - 8), words, "soft", 13, "middle")
            sheet.text((x, bottom + 18), words, "soft", 13, "middle")


def draw_filmography(wish: Wish) -> Picture:
    """Draw the works of a person on a line of years, each with what the person did in it.

    Raises:
        ShowgraphError: the graph knows no work of the person.
    """
    person = wish.find(wish.name, "person")
    did: dict[str, list[str]] = {}
    for row in wish.run("filmography", person=person.iri):
        words = f"as {row['character']}" if row["character"] else str(row["function"])
        did.setdefault(str(row["iri"]), []).append(f"{words} ({row['part']})" if row["part"] else words)
    if not did:
        raise ShowgraphError(f"the graph knows no work of {person.label}, so there is nothing to draw")
    nodes = read_nodes(wish.scenery, list(did), set())
    nodes.sort(key=lambda node: (node.year is None, node.year or 0, node.label))
    ends = _read_ends(wish, [node.iri for node in nodes])
    axis = Axis([node.year for node in nodes] + [ends[node.iri] for node in nodes if node.iri in ends], 26.0)
    sheet = Sheet()
    axis.draw(sheet, -_ROW, len(nodes) * _ROW)
    for number, node in enumerate(nodes):
        _draw_work(sheet, axis, number, node, ends.get(node.iri), ", ".join(dict.fromkeys(did[node.iri])))
    lines = [Line(person.iri, node.iri, did[node.iri][0]) for node in nodes]
    return Picture(
        f"Works of {person.label}", nodes, lines, {}, origin=origin_of(wish.scenery, nodes),
        figure=sheet.finish(len(nodes)),
    )  # fmt: skip


def _draw_work(sheet: Sheet, axis: Axis, number: int, node: Drawn, end: int | None, did: str) -> None:
    x, y, look = axis.at(node.year), number * _ROW, style_of(node.kind)
    reach = x
    if end is not None and node.year is not None and end > node.year:
        reach = axis.at(end)
        sheet.bar((x, y - 4), (reach - x, 8), look.fill)
    title = shorten(f"{node.label} ({node.year})" if node.year else node.label, 15, 300)
    beside = shorten(did, 13, 300)
    wide = max(text_width(title, 15), text_width(beside, 13))
    if reach + wide > axis.end + 60 and x - wide > -40:
        sheet.node(number, (x, y), look, 11, title, below=beside, side="end", text_size=15)
    else:
        sheet.node(number, (x, y), look, 11, title, below=beside, text_size=15, reach=reach - x)


def _read_ends(wish: Wish, iris: Sequence[str]) -> dict[str, int]:
    """Return in which year works ended, as far as that is known."""
    ids = wish.store.ids_of("<" + iri for iri in iris)
    names = {number: text[1:] for text, number in ids.items()}
    rows = wish.store.execute(
        f"SELECT id, end_year FROM {entity_table('work')} WHERE id IN (SELECT unnest($1::BIGINT[])) "
        "AND end_year IS NOT NULL",
        [sorted(names)],
    )
    return {names[int(str(number))]: int(str(year)) for number, year in rows}


def draw_lineage(wish: Wish) -> Picture:
    """Draw what a work comes from and what came from that, each at its year, with what it is of the other.

    Raises:
        ShowgraphError: the graph knows no source of it and nothing made from it.
    """
    rows = list(wish.trace(wish.name))
    lines = [Line(str(row["source_iri"]), str(row["iri"]), str(row["relation"]).removesuffix(" of")) for row in rows]
    if not lines:
        raise ShowgraphError(
            f"the graph knows no source of {wish.name} and nothing made from it, so there is nothing to draw"
        )
    things = list(dict.fromkeys(end for line in lines for end in (line.start, line.end)))
    nodes = [
        replace(node, strong=wish.name.casefold() in (node.label.casefold(), node.iri.casefold()))
        for node in read_nodes(wish.scenery, things, set())
    ]
    title = next((node.label for node in nodes if node.iri == wish.name), wish.name)
    nodes.sort(key=lambda node: (node.year is None, node.year or 0, node.label))
    lanes, axis = _place_lanes(nodes, lines)
    sheet = Sheet()
    axis.draw(sheet, -66, max(lanes.values()) * _LANE + 78)
    spots = {node.iri: (axis.at(node.year), lanes[node.iri] * _LANE) for node in nodes}
    for line in lines:
        _draw_descent(sheet, spots[line.start], spots[line.end], line.label)
    for number, node in enumerate(nodes):
        sheet.node(
            number, spots[node.iri], style_of(node.kind), 15, shorten(node.label, 15, 300), strong=node.strong,
            below=node.about, side="middle", text_size=15,
        )  # fmt: skip
    return Picture(
        f"Lineage of {title}", nodes, lines, {}, origin=origin_of(wish.scenery, nodes), figure=sheet.finish(len(nodes))
    )


def _place_lanes(nodes: Sequence[Drawn], lines: Sequence[Line]) -> tuple[Mapping[str, int], Axis]:
    """Return a lane for each work, its source's where there is room, so that no two names run into each other."""
    axis = Axis([node.year for node in nodes], 34.0, 620.0)
    sources = {line.end: line.start for line in reversed(lines)}
    taken: list[tuple[int, float, float]] = []
    lanes: dict[str, int] = {}
    for node in nodes:
        half = max(48.0, text_width(shorten(node.label, 15, 300), 15) / 2 + 8)
        left, right = axis.at(node.year) - half, axis.at(node.year) + half
        lane = lanes.get(sources.get(node.iri, ""), 0)
        while any(at == lane and left < end and start < right for at, start, end in taken):
            lane += 1
        taken.append((lane, left, right))
        lanes[node.iri] = lane
    return lanes, axis


def _draw_descent(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], words: str) -> None:
    forward = 1 if end[0] >= start[0] else -1
    gap = abs(end[0] - start[0])
    one, other = (start[0] + 17 * forward, start[1]), (end[0] - 18 * forward, end[1])
    if gap < 40:
        one, other = (start[0] + 17, start[1]), (end[0] - 18, end[1])
    bend = max(abs(other[0] - one[0]) * 0.45, 30.0) * (forward if gap >= 40 else 1)
    sheet.curve(one, other, bend)
    if gap > 90:
        sheet.text(((one[0] + other[0]) / 2, (one[1] + other[1]) / 2 - 7), words, "soft", 12, "middle", halo=True)
