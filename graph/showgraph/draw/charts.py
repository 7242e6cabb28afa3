"""Charts that read from top to bottom: the cast of a work with its roles, and a path between two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.selection import origin_of, read_nodes
from showgraph.draw.style import style_of
from showgraph.draw.svg import Sheet, shorten
from showgraph.draw.wish import Wish
from showgraph.errors import ShowgraphError
from showgraph.network.paths import Step, find_path

Row = Mapping[str, object]

_PARTS = {"main": 5.0, "support": 3.0, "guest": 1.6, "cameo": 1.2, "": 2.0}
"""The parts of a cast in the order they are listed, each with the width of its line."""
_HEADINGS = {
    "main": "Main parts", "support": "Supporting parts", "guest": "Guests", "cameo": "Cameos", "": "Cast"
}  # fmt: skip
_TALL, _ACROSS, _COLUMN = 34.0, 110.0, 270.0


def draw_cast(wish: Wish) -> Picture:
    """Draw who plays whom in a work, the bigger parts with thicker lines, and below who made it.

    Raises:
        ShowgraphError: nobody is known to have been in it or made it.
    """
    work = wish.find(wish.name, "work")
    cast: list[Row] = list(wish.run("cast", work=work.iri)) if _has_cast(wish, work.iri) else []
    crew: list[Row] = list(wish.run("crew", work=work.iri))
    people = dict.fromkeys(str(row["iri"]) for row in [*cast, *crew] if row["iri"])
    if not people:
        raise ShowgraphError(f"the graph knows nobody who was in {work.label} or made it, so there is nothing to draw")
    nodes = read_nodes(wish.scenery, [work.iri, *people], {work.iri})
    numbers = {node.iri: number for number, node in enumerate(nodes)}
    sheet = Sheet()
    start = nodes[numbers[work.iri]]
    sheet.node(
        numbers[work.iri], (0, 0), style_of(start.kind), 17, start.label, strong=True, below=start.about, text_size=18
    )
    bottom = _draw_parts(sheet, nodes, numbers, cast, 66.0)
    _draw_makers(sheet, nodes, numbers, crew, bottom)
    lines = [Line(work.iri, str(row["iri"]), "actor", str(row["character"] or "")) for row in cast if row["iri"]]
    lines += [Line(work.iri, str(row["iri"]), str(row["function"])) for row in crew]
    title = f"Cast and roles of {work.label}"
    return Picture(title, nodes, lines, {}, origin=origin_of(wish.scenery, nodes), figure=sheet.finish(len(nodes)))


def _has_cast(wish: Wish, iri: str) -> bool:
    from showgraph.model import is_a

    return is_a(wish.find(iri).kind, "screen-work")


def _draw_parts(
    sheet: Sheet, nodes: Sequence[Drawn], numbers: Mapping[str, int], cast: Sequence[Row], y: float
) -> float:
    """Draw the cast by parts and return where the next thing goes; one of several characters has a line to each."""
    drawn: set[str] = set()
    for part, width in _PARTS.items():
        rows = [row for row in cast if str(row["part"] or "") == part or (not part and row["part"] not in _PARTS)]
        if not rows:
            continue
        sheet.text((-_COLUMN, y), _HEADINGS[part], "soft", 14, bold=True)
        y += 30
        for row in rows:
            iri, character = str(row["iri"] or ""), str(row["character"] or "")
            person = nodes[numbers[iri]].label if iri in numbers else str(row["person"] or "not known")
            if character:
                sheet.line((0, y), (_ACROSS, y), "link", width)
                sheet.text((_ACROSS + 9, y + 5), shorten(character, 14, _COLUMN), "ink", 14)
            if iri in numbers and iri not in drawn:
                drawn.add(iri)
                look = style_of(nodes[numbers[iri]].kind)
                sheet.node(numbers[iri], (0, y), look, 9, shorten(person, 14, _COLUMN), side="end")
            else:
                sheet.text((-16, y + 5), shorten(person, 14, _COLUMN), "soft", 14, "end")
            y += _TALL
        y += 14
    return y


def _draw_makers(
    sheet: Sheet, nodes: Sequence[Drawn], numbers: Mapping[str, int], crew: Sequence[Row], y: float
) -> None:
    if not crew:
        return
    sheet.text((-_COLUMN, y), "Made by", "soft", 14, bold=True)
    y += 30
    functions: dict[str, list[str]] = {}
    for row in crew:
        functions.setdefault(str(row["iri"]), []).append(str(row["function"]))
    for iri, does in functions.items():
        if iri not in numbers:
            continue
        node = nodes[numbers[iri]]
        sheet.line((0, y), (_ACROSS, y), "link", 1.6, "2 5")
        sheet.text((_ACROSS + 9, y + 5), shorten(", ".join(dict.fromkeys(does)), 14, _COLUMN), "soft", 14)
        if numbers[iri] in sheet.spots:
            sheet.text((-16, y + 5), shorten(node.label, 14, _COLUMN), "soft", 14, "end")
        else:
            sheet.node(numbers[iri], (0, y), style_of(node.kind), 9, shorten(node.label, 14, _COLUMN), side="end")
        y += _TALL


def draw_path(wish: Wish) -> Picture:
    """Draw the shortest path between two people as a chain of people and the works they share.

    Raises:
        ShowgraphError: no chain of shared works joins them.
    """
    start, goal = wish.find(wish.name, "person"), wish.find(wish.to, "person")
    steps = find_path(wish.store, start.iri, goal.iri)
    if not steps:
        raise ShowgraphError(
            f"no chain of shared works joins {start.label} and {goal.label}, so there is nothing to draw"
        )
    chain = [steps[0].start.iri]
    for step in steps:
        chain += [step.via.iri, step.end.iri]
    nodes = read_nodes(wish.scenery, chain, {start.iri, goal.iri})
    sheet = _draw_chain(nodes, steps)
    lines = []
    for step in steps:
        lines.append(Line(step.via.iri, step.start.iri, "actor", step.parts[0]))
        lines.append(Line(step.via.iri, step.end.iri, "actor", step.parts[1]))
    title = f"From {start.label} to {goal.label}"
    return Picture(title, nodes, lines, {}, origin=origin_of(wish.scenery, nodes), figure=sheet.finish(len(nodes)))


def _draw_chain(nodes: Sequence[Drawn], steps: Sequence[Step]) -> Sheet:
    sheet, gap = Sheet(), 92.0
    parts = [part for step in steps for part in step.parts]
    for place, part in enumerate(parts):
        y = place * gap
        sheet.line((0, y), (0, y + gap), "link", 2.4)
        if part:
            sheet.text((20, y + gap / 2 + 5), shorten(f"as {part}", 13, 300), "soft", 13)
    for number, node in enumerate(nodes):
        size = 16 if number % 2 else 12
        sheet.node(
            number, (0, number * gap), style_of(node.kind), size, shorten(node.label, 16, 330), strong=node.strong,
            below=node.about if number % 2 else "", text_size=16,
        )  # fmt: skip
    return sheet
