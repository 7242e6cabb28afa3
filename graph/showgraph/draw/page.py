"""The page of a picture: one HTML file with everything inside it, and nothing in it that could ask for more.

Its content security policy names its scripts by their checksums and forbids every request; a text that got into the
page as markup could still not run. Texts go in as JSON and come out as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from showgraph.draw.crowd import pack_crowd
from showgraph.draw.picture import SMALL, Drawn, Picture
from showgraph.draw.small import fill_network
from showgraph.draw.style import STYLES, style_of, styles_of
from showgraph.draw.svg import FONT
from showgraph.errors import ShowgraphError

if TYPE_CHECKING:
    from jinja2 import Template

_SCRIPTS = {
    "small": ("page.js", "vis_view.js"),
    "large": ("page.js", "gestures.js", "webgl.js", "crowd.js", "large_view.js", "large_page.js"),
    "chart": ("page.js", "gestures.js", "chart_view.js"),
}


def build_page(picture: Picture) -> str:
    """Return the page that suits a picture: a chart as it was drawn, few nodes by vis-network, many by WebGL."""
    if picture.figure:
        return _render(picture, "chart", _chart_data(picture), figure=_figure(picture))
    if len(picture.nodes) <= SMALL and not picture.circles:
        return _render_small(picture)
    return _render(picture, "large", _large_data(picture), blocks=pack_crowd(picture))


def _render(
    picture: Picture,
    view: str,
    data: Mapping[str, object],
    *,
    figure: str = "",
    blocks: Mapping[str, str] | None = None,
) -> str:
    context = _context(picture, view, [], data)
    return str(_template().render(**context, figure=figure, blocks=blocks or {}))


def _render_small(picture: Picture) -> str:
    """Fill pyvis with the picture and let it render our template."""
    network = fill_network(picture)
    things = [_thing(node) for node in picture.nodes]
    data = {
        "nodes": network.nodes, "edges": network.edges, "things": things, "links": _links(picture),
        "legend": _legend(picture),
    }  # fmt: skip
    network.templateEnv = _environment()
    network.templateEnv.globals.update(**_context(picture, "small", [_vis_network()], data), figure="", blocks={})
    network.path = "page.html.jinja"
    return str(network.generate_html())


def _context(picture: Picture, view: str, scripts: Sequence[str], data: Mapping[str, object]) -> dict[str, object]:
    ours = [*scripts, *(_asset(name) for name in _SCRIPTS[view])]
    style = _asset("page.css")
    return {
        "title": _printable(picture.title),
        "view": view,
        "told": f"{len(picture.nodes):,} things, {len(picture.lines):,} links",
        "left_out": picture.left_out,
        "sources": [_printable(source) for source in picture.origin.sources],
        "date": picture.origin.date,
        "style": style,
        "scripts": ours,
        "policy": _policy(ours, style),
        "data": to_json(data),
    }


def _policy(scripts: Sequence[str], style: str) -> str:
    """Return a policy that lets these very scripts and this style sheet be, and nothing be asked of anyone."""
    allowed = " ".join(f"'sha256-{_checksum(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_checksum(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _checksum(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def to_json(data: object) -> str:
    r"""Return JSON that can stand inside a script element.

    >>> to_json({"a": "</script>"})
    '{"a":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _printable(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _printable(text: str) -> str:
    """Return a text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _legend(picture: Picture) -> list[dict[str, object]]:
    used = styles_of(node.kind for node in picture.nodes)
    places = {style.kind: place for place, style in enumerate(STYLES)}
    return [
        {
            "label": style.label,
            "shape": style.shape,
            "fill": style.fill,
            "line": style.line,
            "style": places[style.kind],
        }
        for style in used
    ]


def _thing(node: Drawn) -> dict[str, object]:
    return {
        "label": node.label, "kind": style_of(node.kind).label, "year": node.year, "iri": node.iri, "facts": node.facts
    }  # fmt: skip


def _links(picture: Picture) -> list[tuple[int, int, str, str]]:
    numbers = {node.iri: number for number, node in enumerate(picture.nodes)}
    return [
        (numbers[line.start], numbers[line.end], line.label, line.note)
        for line in picture.lines
        if line.start in numbers and line.end in numbers
    ]


def _chart_data(picture: Picture) -> dict[str, object]:
    assert picture.figure
    x, y, width, height = picture.figure.box
    return {
        "things": [_thing(node) for node in picture.nodes],
        "links": _links(picture),
        "legend": _legend(picture),
        "spots": picture.figure.spots,
        "box": {"x": x, "y": y, "width": width, "height": height},
    }


def _figure(picture: Picture) -> str:
    assert picture.figure
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}" preserveAspectRatio="xMidYMid meet">'
        f"{picture.figure.inner}</svg>"
    )


def _large_data(picture: Picture) -> dict[str, object]:
    from showgraph.draw.crowd import describe_circles, relations_of

    styles: list[dict[str, object]] = [
        {"label": style.label, "shape": style.shape, "fill": style.fill, "line": style.line} for style in STYLES
    ]
    styles.append({"label": "community", "shape": "dot", "fill": "#7FA6C9", "line": "#2F5D86"})
    facts = {number: node.facts for number, node in enumerate(picture.nodes) if node.facts}
    data = {"styles": styles, "legend": _legend(picture), "relations": relations_of(picture), "facts": facts}
    return data | describe_circles(picture)


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "pages" / name).read_text(encoding="utf-8")


def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader

    return Environment(loader=FunctionLoader(_asset), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _template() -> Template:
    template: Template = _environment().get_template("page.html.jinja")
    return template


def _vis_network() -> str:
    """Return vis-network's script from the installed pyvis, safe inside a script element."""
    found = find_spec("pyvis")
    folders = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    for folder in folders:
        for script in sorted(folder.glob("lib/vis-*/vis-network.min.js"), reverse=True):
            text = script.read_text(encoding="utf-8")
            return text.replace("</script", "<\\/script").replace("//# sourceMappingURL=", "// ").replace("\r", "")
    raise ShowgraphError("pyvis is installed without vis-network; install pyvis again")
