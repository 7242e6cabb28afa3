"""A picture of part of the graph: it shows itself in a notebook and saves as a page that opens offline, SVG or PNG."""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from showgraph.draw.positions import Position
from showgraph.draw.style import style_of
from showgraph.draw.svg import Figure
from showgraph.errors import ShowgraphError

SMALL, LARGE = 300, 50_000
"""Up to how many nodes vis-network draws a picture, and up to how many all of them are seen at once."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node: ``facts`` are (property, value, sources) as shown on click; ``strong`` marks what the picture is of."""

    iri: str
    label: str
    kind: str
    year: int | None = None
    strong: bool = False
    facts: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def about(self) -> str:
        """What it is and of which year, as far as that is known."""
        return " ".join(filter(None, (style_of(self.kind).label, str(self.year or ""))))


@dataclass(frozen=True, slots=True)
class Line:
    """An edge from one identifier to another, with its words; ``weight`` makes it thicker."""

    start: str
    end: str
    label: str
    note: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A community of a very large picture: the nodes from ``first`` on, ``count`` of them, and where it stands."""

    label: str
    first: int
    count: int
    place: Position


@dataclass(frozen=True)
class Origin:
    """Where what a picture shows comes from: titles of sources, and the day its graph was built."""

    sources: tuple[str, ...] = ()
    date: str = ""


@dataclass
class Picture:
    """Nodes and lines with their places; it shows itself in a notebook and saves as one file.

    A ``figure`` is a chart, drawn already. With ``circles`` the nodes are sorted by them, and a node's place is one
    within its circle.
    """

    title: str
    nodes: Sequence[Drawn]
    lines: Sequence[Line]
    positions: Mapping[str, Position]
    left_out: int = 0
    origin: Origin = Origin()
    figure: Figure | None = None
    circles: Sequence[Circle] = ()
    _html: str = field(default="", repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture in the form its ending names: ``.svg`` and ``.png`` for print, else a page.

        An existing file is replaced only once the new one is whole.

        Raises:
            ShowgraphError: the file can't be written, or the library for PNG is missing.
        """
        target = Path(path)
        ending = target.suffix.lower()
        made = self.png() if ending == ".png" else (self.svg() if ending == ".svg" else self.html()).encode()
        try:
            with tempfile.NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
                file.write(made)
            os.chmod(file.name, 0o644)
            os.replace(file.name, target)
        except OSError as error:
            raise ShowgraphError(f"can't write {str(target)!r}: {error.strerror}") from error
        return target

    def html(self) -> str:
        """Return the whole page."""
        if not self._html:
            from showgraph.draw.page import build_page

            self._html = build_page(self)
        return self._html

    def svg(self) -> str:
        """Return the picture for print, as SVG."""
        from showgraph.draw.sheets import build_svg

        return build_svg(self)

    def png(self) -> bytes:
        """Return the picture for print, as PNG.

        Raises:
            ShowgraphError: the library for it is missing.
        """
        from showgraph.draw.sheets import build_png

        return build_png(self)

    def _repr_html_(self) -> str:
        page = html.escape(self.html(), quote=True)
        title = html.escape(self.title, quote=True)
        return (
            f'<iframe srcdoc="{page}" title="{title}" sandbox="allow-scripts" '
            'style="width:100%;height:640px;border:0"></iframe>'
        )
