"""Drawings as SVG, written by hand so that every text is escaped in one place."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field

from showgraph.draw.style import Style

Spot = tuple[float, float]

# Colours of paper; a page's style sheet sets those of its light or dark theme over them by the same classes.
_FILLS = {"ink": "#1b1b1b", "soft": "#5a5a5a", "tip": "#9a9a9a", "sheet": "#ffffff"}
_STROKES = {"rule": "#dddddd", "link": "#a5a5a5", "halo": "#ffffff", "accent": "#a33c00"}
FONT = "'Noto Sans', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
_OUTLINES: dict[str, list[Spot]] = {
    "square": [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
    "triangle": [(0, -0.95), (1, 0.75), (-1, 0.75)],
    "triangleDown": [(0, 0.95), (1, -0.75), (-1, -0.75)],
    "hexagon": [(-0.5, -0.87), (0.5, -0.87), (1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0)],
    "star": [
        (0, -1), (0.26, -0.36), (0.95, -0.31), (0.43, 0.14), (0.59, 0.81), (0, 0.45), (-0.59, 0.81), (-0.43, 0.14),
        (-0.95, -0.31), (-0.26, -0.36),
    ],
}  # fmt: skip
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return a text as XML and HTML may hold it; what no XML may hold becomes the sign for that.

    >>> escape('<b> & "x"')
    '&lt;b&gt; &amp; &quot;x&quot;'
    """
    return html.escape(_NO_XML.sub("\ufffd", text), quote=True)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is: letters of Chinese, Japanese and Korean are square, others half of that."""
    return size * sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56 for letter in text)


def shorten(text: str, size: float, most: float) -> str:
    """Return a text cut to a width, with an ellipsis where it was cut."""
    flat = " ".join(text.split())
    if text_width(flat, size) <= most:
        return flat
    kept = flat
    while kept and text_width(kept, size) + size > most:
        kept = kept[:-1]
    return kept.rstrip() + "…"


@dataclass(frozen=True)
class Figure:
    """A finished drawing: SVG elements, the box they fill (x, y, width, height), and where each node's mark is."""

    inner: str
    box: tuple[float, float, float, float]
    spots: tuple[Spot, ...]


@dataclass
class Sheet:
    """A drawing in the making; parts lie over those that were drawn before."""

    parts: list[str] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)
    _low: Spot = (1e9, 1e9)
    _high: Spot = (-1e9, -1e9)

    def cover(self, *spots: Spot) -> None:
        """Make the drawing's box reach some spots."""
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        self._low = min(self._low[0], *xs), min(self._low[1], *ys)
        self._high = max(self._high[0], *xs), max(self._high[1], *ys)

    def line(self, start: Spot, end: Spot, kind: str = "link", width: float = 1.4, dashes: str = "") -> None:
        """Draw a straight line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<path d="M{_at(start)}L{_at(end)}" fill="none" class="{kind}" stroke="{_STROKES[kind]}" '
            f'stroke-width="{width:g}"{dashed}/>'
        )
        self.cover(start, end)

    def curve(self, start: Spot, end: Spot, bend: float, width: float = 1.6) -> None:
        """Draw a curve that leaves and arrives level, ``bend`` long on both sides, with a tip at its end."""
        x, y = end
        back = 9 if bend >= 0 else -9
        self.parts.append(
            f'<path d="M{_at(start)}C{_at((start[0] + bend, start[1]))} {_at((x - bend, y))} {_at((x - back, y))}" '
            f'fill="none" class="link" stroke="{_STROKES["link"]}" stroke-width="{width:g}"/>'
            f'<path d="M{_at(end)}L{_at((x - back, y - 4.5))}L{_at((x - back, y + 4.5))}Z" class="tip" '
            f'fill="{_FILLS["tip"]}"/>'
        )
        self.cover(start, end)

    def bar(self, start: Spot, size: Spot, fill: str) -> None:
        """Draw a filled rectangle."""
        self.parts.append(
            f'<rect x="{start[0]:.1f}" y="{start[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" rx="3" '
            f'fill="{fill}"/>'
        )
        self.cover(start, (start[0] + size[0], start[1] + size[1]))

    def text(
        self, spot: Spot, words: str, kind: str = "ink", size: float = 14, anchor: str = "start", *, bold: bool = False,
        halo: bool = False,
    ) -> None:  # fmt: skip
        """Write a text on the line at a spot; a halo keeps it readable over lines."""
        self.parts.append(written(spot, words, kind, size, anchor, bold=bold, halo=halo))
        width = text_width(words, size)
        left = spot[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.cover((left, spot[1] - size), (left + width, spot[1] + size * 0.3))

    def node(
        self, number: int, spot: Spot, style: Style, size: float, words: str, *, strong: bool = False, below: str = "",
        side: str = "start", text_size: float = 14, reach: float = 0.0,
    ) -> None:  # fmt: skip
        """Draw the mark of a node with its words beside it, or under it for the side ``middle``.

        ``below`` is a smaller second line; ``reach`` is how far something reaches from the mark that the words stand
        behind. The whole is one group that a page can make a button of.
        """
        x, y = spot
        gap = size + 7 + reach
        at = {"start": (x + gap, y), "end": (x - gap, y), "middle": (x, y + gap + text_size * 0.8)}[side]
        first = at[1] + (0 if side == "middle" else text_size * (-0.15 if below else 0.35))
        label = words if not below else f"{words}, {below}"
        self.parts.append(f'<g class="node" data-node="{number}" aria-label="{escape(label)}">')
        self.parts.append(shape(spot, style, size, 4 if strong else 2))
        self.text((at[0], first), words, "ink", text_size, side, bold=strong, halo=True)
        if below:
            self.text((at[0], first + text_size * 1.15), below, "soft", text_size - 2, side, halo=True)
        self.parts.append("</g>")
        self.spots[number] = spot
        self.cover((x - size, y - size), (x + size, y + size))

    def finish(self, nodes: int, margin: float = 24) -> Figure:
        """Return the drawing with a margin around it."""
        (left, top), (right, bottom) = self._low, self._high
        box = (left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
        return Figure("".join(self.parts), box, tuple(self.spots.get(number, (0.0, 0.0)) for number in range(nodes)))


def written(
    spot: Spot, words: str, kind: str, size: float, anchor: str, *, bold: bool = False, halo: bool = False
) -> str:
    """Return a text element."""
    weight = ' font-weight="700"' if bold else ""
    common = f'x="{spot[0]:.1f}" y="{spot[1]:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}'
    clean = escape(" ".join(words.split()))
    under = (
        f'<text {common} class="halo" fill="none" stroke="{_STROKES["halo"]}" stroke-width="4" stroke-linejoin="round" '
        f'aria-hidden="true">{clean}</text>'
        if halo
        else ""
    )
    return f'{under}<text {common} class="{kind}" fill="{_FILLS[kind]}">{clean}</text>'


def shape(spot: Spot, style: Style, size: float, border: float = 2) -> str:
    """Return the mark of a kind around a spot; ``size`` is half its width."""
    paint = f'class="mark" fill="{style.fill}" stroke="{style.line}" stroke-width="{border:g}"'
    if style.shape == "dot":
        return f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{size * 0.9:.1f}" {paint}/>'
    corners = [_at((spot[0] + x * size, spot[1] + y * size)) for x, y in _OUTLINES[style.shape]]
    return f'<path d="M{"L".join(corners)}Z" {paint}/>'


def _at(spot: Spot) -> str:
    return f"{spot[0]:.1f} {spot[1]:.1f}"
