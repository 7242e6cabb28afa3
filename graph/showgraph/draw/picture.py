"""A picture of part of the graph as one HTML file that opens offline.

pyvis holds nodes and edges and brings vis-network; both are filled directly, because its own adding is quadratic. The
page is ours: everything inside it, nothing asked from a network, every text set as text.
"""

from __future__ import annotations

import html
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.draw.positions import Position
from showgraph.draw.style import STYLES, style_of
from showgraph.errors import ShowgraphError

if TYPE_CHECKING:
    from pyvis.network import Network


@dataclass(frozen=True)
class Drawn:
    """A node: ``facts`` are (property, value, sources) as shown on click; ``strong`` marks what the picture is of."""

    iri: str
    label: str
    kind: str
    year: int | None = None
    strong: bool = False
    facts: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Line:
    """An edge from one identifier to another, with its words."""

    start: str
    end: str
    label: str
    note: str = ""


@dataclass
class Picture:
    """Nodes and lines with their places; it shows itself in a notebook and saves as one HTML file."""

    title: str
    nodes: Sequence[Drawn]
    lines: Sequence[Line]
    positions: Mapping[str, Position]
    left_out: int = 0
    _html: str = field(default="", repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page; an existing file is replaced only once the new one is whole.

        Raises:
            ShowgraphError: the file can't be written.
        """
        target = Path(path)
        try:
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
                file.write(self.html())
            os.chmod(file.name, 0o644)
            os.replace(file.name, target)
        except OSError as error:
            raise ShowgraphError(f"can't write {str(target)!r}: {error.strerror}") from error
        return target

    def html(self) -> str:
        """Return the whole page."""
        if not self._html:
            self._html = _render(self)
        return self._html

    def _repr_html_(self) -> str:
        page = html.escape(self.html(), quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:640px;border:0"></iframe>'


def _render(picture: Picture) -> str:
    network = _fill_network(picture)
    return str(network.generate_html())


def _fill_network(picture: Picture) -> Network:
    from jinja2 import Environment, PackageLoader
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    scale = _scale(picture.positions)
    network.nodes = [_node(node, picture.positions[node.iri], scale) for node in picture.nodes]
    network.edges = [_edge(number, line) for number, line in enumerate(picture.lines)]
    environment = Environment(loader=PackageLoader("showgraph.draw", "."), autoescape=True)
    styles = [style_of(node.kind) for node in picture.nodes]
    environment.globals.update(
        title=picture.title,
        script=_vis_network(),
        left_out=picture.left_out,
        details={
            node.iri: {"label": node.label, "kind": style_of(node.kind).label, "facts": node.facts}
            for node in picture.nodes
        },
        legend=[
            {"label": style.label, "shape": style.shape, "fill": style.fill, "line": style.line}
            for style in STYLES
            if style in styles
        ],
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    network.templateEnv = environment
    network.path = "page.html.jinja"
    return network


def _vis_network() -> str:
    """Return vis-network's script from the installed pyvis, safe inside a script element."""
    found = find_spec("pyvis")
    folders = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    for folder in folders:
        for script in sorted(folder.glob("lib/vis-*/vis-network.min.js"), reverse=True):
            text = script.read_text(encoding="utf-8")
            return text.replace("</script", "<\\/script").replace("//# sourceMappingURL=", "// ")
    raise ShowgraphError("pyvis is installed without vis-network; install pyvis again")


_WINDOW = (1250.0, 780.0)


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
            "highlight": {"background": style.fill, "border": "#111111"},
        },
        "font": {"size": round(15 * min(size, scale * 1.3), 1), "strokeWidth": 4, "strokeColor": "#ffffff"},
    }


def _edge(number: int, line: Line) -> dict[str, object]:
    return {"id": number, "from": line.start, "to": line.end, "label": line.note or line.label, "relation": line.label}
