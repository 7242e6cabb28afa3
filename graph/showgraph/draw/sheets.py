"""Pictures for print: title, legend, drawing, sources and date on one sheet, as SVG or PNG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from showgraph.draw.picture import Drawn, Picture
from showgraph.draw.style import Style, style_of, styles_of
from showgraph.draw.svg import FONT, Figure, Sheet, Spot, escape, shape, shorten, text_width, written
from showgraph.errors import ShowgraphError

_LEAST_WIDE = 620.0
_SIDE = 1_600.0
_CIRCLE = Style("community", "dot", "#7FA6C9", "#2F5D86", 12)
_MOST_TITLES = 140


def build_svg(picture: Picture) -> str:
    """Return a picture as a standalone SVG, dark on white."""
    figure = picture.figure or _draw_network(picture)
    x, y, width, height = figure.box
    wide = max(width, _LEAST_WIDE)
    head, top = _write_head(picture, wide)
    foot, bottom = _write_foot(picture, wide, top + height)
    inner = (
        f'<rect width="{wide:.0f}" height="{bottom:.0f}" class="sheet" fill="#ffffff"/>{head}'
        f'<g transform="translate({(wide - width) / 2 - x:.1f} {top - y:.1f})">{figure.inner}</g>{foot}'
    )
    title = escape(" ".join(picture.title.split()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{bottom:.0f}" '
        f'viewBox="0 0 {wide:.0f} {bottom:.0f}" font-family="{FONT}" role="img"><title>{title}</title>{inner}</svg>\n'
    )


def build_png(picture: Picture) -> bytes:
    """Return a picture as PNG, twice as fine as a screen, no side longer than 4,000 dots.

    Raises:
        ShowgraphError: resvg-py isn't there.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise ShowgraphError(
            "PNG needs resvg-py: pip install 'showgraph[png]', or write SVG with an output that ends in .svg"
        ) from error
    svg = build_svg(picture)
    width, height = (float(svg.split(f'{side}="', 1)[1].split('"', 1)[0]) for side in ("width", "height"))
    zoom = min(2.0, 4_000 / max(width, height))
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=max(1, round(width * zoom))))


def _write_head(picture: Picture, wide: float) -> tuple[str, float]:
    parts = [written((24, 40), shorten(picture.title, 22, wide - 48), "ink", 22, "start", bold=True)]
    x, y = 24.0, 70.0
    styles = [_CIRCLE] if picture.circles else styles_of(node.kind for node in picture.nodes)
    for style in styles:
        words = "community" if style is _CIRCLE else style.label
        step = text_width(words, 14) + 48
        if x + step > wide - 16 and x > 24:
            x, y = 24.0, y + 26
        parts.append(shape((x + 9, y), style, 8))
        parts.append(written((x + 24, y + 5), words, "ink", 14, "start"))
        x += step
    return "".join(parts), y + 22


def _write_foot(picture: Picture, wide: float, top: float) -> tuple[str, float]:
    notes = [f"{len(picture.nodes):,} things, {len(picture.lines):,} links"]
    if picture.left_out:
        notes[0] += f"; {picture.left_out:,} further things are not drawn"
    if picture.origin.date:
        notes[0] += f"; graph of {picture.origin.date}"
    sources = picture.origin.sources
    if sources:
        shown = f"Sources: {'; '.join(sources[:6])}" + (f"; and {len(sources) - 6:,} more" if len(sources) > 6 else "")
        notes += _wrap(shown, wide - 48)
    parts = [written((24, top + 26 + 19 * place), note, "soft", 13, "start") for place, note in enumerate(notes)]
    return "".join(parts), top + 26 + 19 * len(notes) + 8


def _wrap(text: str, wide: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, 13) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shorten(line, 13, wide) for line in lines[:8]]


def _draw_network(picture: Picture) -> Figure:
    """Draw a network from the places it has on screen; communities as one mark each."""
    if picture.circles:
        circles = [
            Drawn(str(number), f"{circle.label} ({circle.count:,})", "thing")
            for number, circle in enumerate(picture.circles)
        ]
        sizes = [10 + 30 * math.sqrt(circle.count / 50_000) for circle in picture.circles]
        return _draw_nodes(circles, [circle.place for circle in picture.circles], [], sizes, _CIRCLE)
    numbers = {node.iri: number for number, node in enumerate(picture.nodes)}
    links = [(numbers[line.start], numbers[line.end]) for line in picture.lines]
    sizes = [float(style_of(node.kind).size) * (1.4 if node.strong else 1) for node in picture.nodes]
    return _draw_nodes(picture.nodes, [picture.positions[node.iri] for node in picture.nodes], links, sizes)


def _draw_nodes(
    nodes: Sequence[Drawn], places: Sequence[Spot], links: Sequence[tuple[int, int]], sizes: Sequence[float],
    look: Style | None = None,
) -> Figure:  # fmt: skip
    """Draw marks and links, and names as long as they have room, the first nodes' first."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    across = max(max(xs) - min(xs), max(ys) - min(ys), 1.0)
    count = len(nodes)
    side = min(max(_SIDE, math.sqrt(count) * 60), 2_600.0)
    scale = min(side / across, 1.6 if count < 400 else 1e9)
    spots = [((x - min(xs)) * scale, (y - min(ys)) * scale) for x, y in places]
    grow = min(1.0, max(0.22, 0.9 * side / (28.0 * math.sqrt(count)) / 2)) if count > 200 else 1.0
    sheet = Sheet()
    width = min(1.2, max(0.25, 3_000 / max(len(links), 1)))
    for start, end in links:
        sheet.line(spots[start], spots[end], "link", width)
    titles = _choose_titles(nodes, spots, [size * grow for size in sizes])
    for number in range(count - 1, -1, -1):
        node, spot, size = nodes[number], spots[number], sizes[number] * grow
        if number not in titles:
            sheet.parts.append(shape(spot, look or style_of(node.kind), size, max(0.4, 2 * grow)))
            sheet.cover(spot)
    for number in sorted(titles, reverse=True):
        node = nodes[number]
        sheet.node(
            number, spots[number], look or style_of(node.kind), sizes[number] * grow, shorten(node.label, 13, 170),
            strong=node.strong, side="middle", text_size=13,
        )  # fmt: skip
    return sheet.finish(count)


def _choose_titles(nodes: Sequence[Drawn], spots: Sequence[Spot], sizes: Sequence[float]) -> set[int]:
    """Return which nodes get their names written so that no two names run into each other."""
    taken: set[tuple[int, int]] = set()
    chosen: set[int] = set()
    most = len(nodes) if len(nodes) <= 200 else _MOST_TITLES
    for number, (node, (x, y), size) in enumerate(zip(nodes, spots, sizes, strict=True)):
        half = text_width(shorten(node.label, 13, 170), 13) / 2
        cells = {
            (column, row)
            for column in range(int((x - half) // 16), int((x + half) // 16) + 1)
            for row in range(int((y + size + 6) // 16), int((y + size + 20) // 16) + 1)
        }
        if len(chosen) < most and not cells & taken:
            taken |= cells
            chosen.add(number)
    return chosen
