"""How each kind of thing looks: a colour and a shape of its own, told apart without colour too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from showgraph.model import KINDS, is_a


@dataclass(frozen=True)
class Style:
    """The look of one kind; ``shape`` is one of vis-network's."""

    kind: str
    shape: str
    fill: str
    line: str
    size: int

    @property
    def label(self) -> str:
        """The word in the legend."""
        return _LEGEND.get(self.kind, KINDS[self.kind].noun)


_LEGEND = {"screen-work": "other screen work", "work": "other work", "comic-series": "comic", "thing": "other thing"}

# Okabe and Ito's palette keeps apart for colour-blind eyes; the lines are its darker shades.
STYLES = (
    Style("movie", "square", "#E69F00", "#9C6B00", 15),
    Style("series", "dot", "#0072B2", "#004B76", 17),
    Style("screen-work", "hexagon", "#56B4E9", "#22719C", 15),
    Style("comic-series", "diamond", "#009E73", "#00664A", 17),
    Style("book", "triangle", "#CC79A7", "#8C4570", 15),
    Style("work", "triangleDown", "#6048D8", "#35208F", 14),
    Style("person", "dot", "#F3D9B1", "#8A6D3B", 11),
    Style("character", "triangleDown", "#8B3A1E", "#5C2412", 8),
    Style("studio", "square", "#D7D7D7", "#5E5E5E", 10),
    Style("broadcaster", "hexagon", "#D55E00", "#8F3F00", 13),
    Style("publisher", "triangle", "#5A5A5A", "#2B2B2B", 11),
    Style("genre", "star", "#F0E442", "#8F8700", 13),
    Style("thing", "hexagon", "#FFFFFF", "#666666", 9),
)


def styles_of(kinds: Iterable[str]) -> list[Style]:
    """Return the looks of some kinds, in the legend's order."""
    found = {style_of(kind) for kind in set(kinds)}
    return [style for style in STYLES if style in found]


def style_of(kind: str) -> Style:
    """Return the look of a kind, or of the nearest kind above it that has one.

    >>> style_of("mini-series").label, style_of("webtoon").shape
    ('series', 'diamond')
    """
    return next(style for style in STYLES if is_a(kind, style.kind))
