"""Pictures: stable places, looks that can be told apart, and every kind of page in a real browser with no network."""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx
import numpy as np
import pytest

from showgraph.cli.main import run
from showgraph.draw import crowd
from showgraph.draw.crowd import arrange, draw_network
from showgraph.draw.forces import place_by_forces
from showgraph.draw.picture import SMALL, Drawn, Line, Picture
from showgraph.draw.positions import place_components, place_in_columns, place_radially
from showgraph.draw.style import STYLES, style_of
from showgraph.draw.wish import PICTURES
from showgraph.errors import ShowgraphError
from showgraph.model import KINDS
from showgraph.network.communities import find_communities, make_links, modularity

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tests.browser import Browser

    from showgraph.knowledge_graph import KnowledgeGraph

# How protanopes and deuteranopes see colours, in linear RGB (Machado et al. 2009, severity 1).
SIGHTS = {
    "normal": np.eye(3),
    "protanope": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranope": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def to_lab(colour: str, sight: str) -> NDArray[np.float64]:
    """Return a colour as an eye sees it, in CIE L*a*b*, where distances are about those that are seen."""
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SIGHTS[sight] @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ seen / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_every_kind_has_a_look_and_no_two_looks_are_alike() -> None:
    assert {style_of(kind).kind for kind in KINDS} == {style.kind for style in STYLES}
    looks = {(style.shape, style.fill, style.line) for style in STYLES}
    assert len(looks) == len(STYLES)


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_can_be_told_apart_by_colour_blind_people(sight: str) -> None:
    seen = [to_lab(style.fill, sight) for style in STYLES]
    for one, look in enumerate(STYLES):
        for other in range(one):
            apart = float(np.linalg.norm(seen[one] - seen[other]))
            least = 24 if look.shape == STYLES[other].shape else 12
            assert apart > least, (look.kind, STYLES[other].kind)


def test_places_are_stable_and_nodes_keep_apart() -> None:
    edges = [("a", f"b{i}") for i in range(30)] + [(f"b{i}", f"c{i}") for i in range(30)]
    order = {node: (0, 0, node) for edge in edges for node in edge}
    first = place_radially("a", edges, order)
    assert first == place_radially("a", list(reversed(edges)), order)
    assert len(first) == 61
    spots = list(first.values())
    assert min(abs(x - p) + abs(y - q) for i, (x, y) in enumerate(spots) for p, q in spots[:i]) > 40


def test_components_do_not_overlap() -> None:
    edges = [("a", "b"), ("c", "d"), ("c", "e")]
    order = {node: (0, 0, node) for node in "abcdef"}
    placed = place_components(list("abcdef"), edges, order)
    assert len(set(placed.values())) == 6
    assert place_in_columns([["a"], ["b", "c"]])["b"][0] == 300.0


def rings(count: int, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the links of ``count`` rings of ``size`` nodes, each also joined to the next."""
    nodes = np.arange(count * size)
    inside = nodes // size * size + (nodes + 1) % size
    chords = nodes // size * size + (nodes + 3) % size
    heads = np.arange(count) * size
    starts = np.concatenate((nodes, nodes, heads[:-1]))
    return starts, np.concatenate((inside, chords, heads[1:]))


def test_communities_are_found_without_a_library() -> None:
    starts, ends = rings(12, 20)
    links = make_links(240, starts, ends)
    groups = find_communities(links)
    assert modularity(links, groups) > 0.8
    assert sum(len(set(groups[first : first + 20].tolist())) == 1 for first in range(0, 240, 20)) >= 10
    assert (groups == find_communities(make_links(240, ends, starts))).all()
    assert find_communities(make_links(3, starts[:0], ends[:0])).tolist() == [0, 1, 2]


def test_forces_place_the_same_network_in_the_same_places_with_neighbours_near() -> None:
    starts, ends = rings(12, 20)
    links = make_links(243, starts, ends)
    places = place_by_forces(links)
    assert np.array_equal(places, place_by_forces(links))
    assert len(np.unique(places.round(6), axis=0)) == 243
    linked = np.hypot(*(places[starts] - places[ends]).T)
    anyone = np.hypot(*(places[:240] - np.roll(places[:240], 113, axis=0)).T)
    assert np.median(linked) * 4 < np.median(anyone)
    outside = np.hypot(*places[240:].T)
    assert outside.min() > np.hypot(*places[:240].T).max()
    assert place_by_forces(make_links(0, starts[:0], ends[:0])).shape == (0, 2)


def invented(count: int) -> Picture:
    """Return a picture of rings of people around works, one of them with a name of its own."""
    starts, ends = rings(count // 20, 20)
    kinds = ["series", "movie", "webtoon", *["person"] * 7]
    nodes = [
        Drawn(f"urn:{i}", f"{'박지후' if i == 7 else 'Jérôme' if i == 8 else 'Name'} {i}", kinds[i % 10], 1990 + i % 30)
        for i in range(count // 20 * 20)
    ]
    pairs = dict.fromkeys(zip(starts.tolist(), ends.tolist(), strict=True))
    return arrange("Invented", nodes, [Line(f"urn:{s}", f"urn:{e}", "actor") for s, e in pairs], left_out=3)


def click_small(browser: Browser, identifier: str) -> None:
    place = browser.run(f"return network.canvasToDOM(network.getPosition({json.dumps(identifier)}))")
    browser.click("#graph canvas", place["x"], place["y"])


def check_search(browser: Browser) -> None:
    for text, found in (("박지", "1 found"), ("jerome", "1 found"), ("nobody at all", "nothing found")):
        browser.run("document.getElementById('search').value = ''")
        browser.keys("#search", text)
        assert browser.text("#found") == found
    browser.run("document.getElementById('search').value = ''")
    browser.keys("#search", "지후\n")
    browser.wait(lambda: browser.text("#details").startswith("×\n박지후"))


def test_a_small_picture_is_searched_and_filtered(browser: Browser, tmp_path: Path) -> None:
    picture = invented(200)
    browser.open(picture.save(tmp_path / "small.html"))
    check_search(browser)
    assert "3 further things" in browser.text("header")
    browser.run("document.querySelector('ul.legend button').click()")
    assert browser.run("return nodes.get('urn:1').hidden")
    assert not browser.run("return nodes.get('urn:0').hidden")
    browser.run("details.close(); network.fit({ animation: false })")
    click_small(browser, "urn:20")
    browser.wait(lambda: browser.text("#details h2") == "Name 20")
    browser.run("document.querySelector('#details dd button').click()")
    assert browser.text("#details h2") != "Name 20"
    browser.check_quiet()


def test_a_large_picture_is_searched_filtered_clicked_and_left_by_keys(browser: Browser, tmp_path: Path) -> None:
    picture = invented(2_000)
    assert len(picture.nodes) > SMALL
    browser.open(picture.save(tmp_path / "large.html"))
    assert browser.run("return picture.crowd.labels.length") == 2_000
    assert browser.run("return picture.crowd.starts.length") == len(picture.lines)
    check_search(browser)
    assert "actor" in browser.text("#details")
    browser.keys("#search", "\t")
    browser.run("document.querySelector('#details dd button').click()")
    assert browser.run("return document.activeElement.id") == "details"
    browser.keys("#details", "\ue00c")
    assert browser.text("#details") == ""
    browser.run("document.querySelector('ul.legend button').click()")
    movies = "return picture.stage.scene.looks.filter((look, i) => look === 32 && picture.crowd.styles[i] === 0).length"
    assert browser.run(movies) == 200
    browser.run("document.querySelector('ul.legend button').click(); picture.view.fit()")
    spot = browser.run(
        "const s = picture.stage, v = s.scene.view, i = 41; "
        "v.scale *= 12; v.x = picture.crowd.places[2 * i]; v.y = picture.crowd.places[2 * i + 1]; s.render(); "
        "return [s.width / 2, s.height / 2, picture.crowd.labels[i]]"
    )
    browser.click("#graph", spot[0], spot[1])
    browser.wait(lambda: browser.text("#details h2") == spot[2])
    before = browser.run("return picture.stage.scene.view.x")
    browser.keys("#graph", "\ue014", "+", "0")
    browser.wait(lambda: browser.run("return picture.stage.scene.view.x") != before)
    browser.check_quiet()


def test_a_large_picture_really_draws(browser: Browser, tmp_path: Path) -> None:
    browser.open(invented(2_000).save(tmp_path / "drawn.html"))
    counted = browser.run(
        "const p = picture.stage.painter, gl = p.gl, w = p.wide, h = p.tall, dots = new Uint8Array(4 * w * h); "
        "gl.bindFramebuffer(gl.FRAMEBUFFER, p.sheet.target); "
        "gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, dots); let blue = 0; "
        "for (let i = 0; i < dots.length; i += 4) if (dots[i] < 20 && dots[i + 1] > 80 && dots[i + 2] > 140) blue++; "
        "return blue"
    )
    assert counted > 500


def test_without_webgl_search_and_details_work(browser: Browser, tmp_path: Path) -> None:
    path = invented(2_000).save(tmp_path / "plain.html")
    command = "Page.addScriptToEvaluateOnNewDocument"
    none = {"source": "HTMLCanvasElement.prototype.getContext = () => null"}
    made = browser.chrome.execute_cdp_cmd(command, none)
    try:
        browser.open(path)
        assert "can't draw" in browser.text("#graph")
        check_search(browser)
        browser.run("picture.view.zoom(2); picture.view.fit(); picture.view.repaint()")
        browser.check_quiet()
    finally:
        browser.chrome.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def test_communities_open_and_close(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "LARGE", 100)
    picture = invented(400)
    assert sum(circle.count for circle in picture.circles) == 400
    assert max(circle.count for circle in picture.circles) <= 100
    browser.open(picture.save(tmp_path / "circles.html"))
    assert browser.run("return picture.stage.scene.count") == len(picture.circles)
    check_search(browser)
    first = browser.run("return picture.stage.scene.first")
    inside = browser.run("return picture.stage.scene.count")
    assert next(circle for circle in picture.circles if circle.first == first).count == inside
    ends = "const s = picture.stage.scene; return s.starts.length > 0 && Math.max(...s.starts, ...s.ends) < s.count"
    assert browser.run(ends)
    browser.run("document.getElementById('back').click()")
    assert browser.run("return picture.stage.scene.count") == len(picture.circles)
    browser.run("document.querySelector('footer details summary').click()")
    browser.wait(lambda: browser.run("return document.querySelectorAll('footer li button').length"))
    browser.run("document.querySelector('footer li button').click()")
    assert browser.run("return picture.stage.scene.count") == picture.circles[0].count
    browser.check_quiet()


KINDS_OF_PICTURES: list[dict[str, Any]] = [
    {"name": "All of Us Are Dead"},
    {"name": "Park Solomon"},
    {"name": "Bae Doona", "to": "Park Ji-hu"},
    {"name": "All of Us Are Dead", "lineage": True},
    {"name": "Kingdom", "kind": "lineage"},
    {"name": "All of Us Are Dead", "kind": "cast"},
    {"name": "Bae Doona", "kind": "filmography"},
    {"name": "Bae Doona", "kind": "co-stars"},
    {"question": "zombie series adapted from webtoons"},
    {"query": "SELECT ?s { ?s a sg:Webtoon }"},
    {"kinds": ["webtoon", "series"], "relations": ["adaptation-of"]},
    {"kind": "all"},
]


@pytest.mark.parametrize("options", KINDS_OF_PICTURES, ids=str)
def test_pictures_of_the_graph_open_offline(
    kg: KnowledgeGraph, browser: Browser, tmp_path: Path, options: dict[str, Any]
) -> None:
    picture = kg.draw(**options)
    assert picture.html() == kg.draw(**options).html()
    browser.open(picture.save(tmp_path / "picture.html"))
    assert browser.text("h1") == picture.title
    legend = browser.text("ul.legend").splitlines()
    assert set(legend) == {style_of(node.kind).label for node in picture.nodes}
    strong = next((node for node in picture.nodes if node.strong), picture.nodes[0])
    browser.run(
        "const box = document.getElementById('search'); box.value = arguments[0]; "
        "box.dispatchEvent(new Event('input')); box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))",
        strong.label,
    )
    browser.wait(lambda: strong.label in browser.text("#details"))
    if len(picture.nodes) <= 300:
        assert "source:" in browser.text("#details")
    assert picture.origin.sources
    assert "Sources: " in browser.text("footer")
    assert f"Graph of {kg.store.manifest.built_at[:10]}" in browser.text("footer")
    browser.check_quiet()


@pytest.mark.parametrize("options", [one for one in KINDS_OF_PICTURES if "name" in one], ids=str)
def test_every_mark_of_a_chart_has_a_name(kg: KnowledgeGraph, options: dict[str, Any]) -> None:
    picture = kg.draw(**options)
    marks = re.findall(r'<g class="node" data-node="(\d+)" aria-label="([^"]*)"', picture.svg())
    assert marks
    for number, name in marks:
        assert html.unescape(name).startswith(picture.nodes[int(number)].label[:12])


def test_a_chart_is_read_by_keys(kg: KnowledgeGraph, browser: Browser, tmp_path: Path) -> None:
    picture = kg.draw("All of Us Are Dead", kind="cast")
    browser.open(picture.save(tmp_path / "cast.html"))
    names = browser.run(
        "return [...document.querySelectorAll('g.node')].filter(n => n.getAttribute('role') === 'button' && "
        "n.getAttribute('tabindex') === '0').map(n => n.getAttribute('aria-label'))"
    )
    assert len(names) == len(picture.nodes)
    assert "Park Ji-hu" in names
    browser.run("document.querySelectorAll('g.node')[1].focus()")
    browser.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))")
    assert browser.run("return document.activeElement.id") == "details"
    browser.keys("#details", "\ue00c")
    assert browser.run("return document.activeElement.tagName") == "g"
    browser.check_quiet()


def test_light_and_dark(browser: Browser, tmp_path: Path) -> None:
    browser.open(invented(40).save(tmp_path / "theme.html"))
    paper = "return getComputedStyle(document.body).backgroundColor"
    assert browser.run(paper) == "rgb(255, 255, 255)"
    browser.run("document.getElementById('theme').click()")
    assert browser.run(paper) == "rgb(20, 23, 27)"
    browser.check_quiet()


def test_a_picture_shows_itself_in_a_notebook(browser: Browser, kg: KnowledgeGraph, tmp_path: Path) -> None:
    shown = kg.draw("Kingdom", kind="cast")._repr_html_()
    place = tmp_path / "notebook.html"
    place.write_text(f"<!doctype html><meta charset='utf-8'><link rel='icon' href='data:,'>{shown}", encoding="utf-8")
    browser.load(place)
    browser.chrome.switch_to.frame(0)
    browser.wait(lambda: browser.run("return document.body.dataset.ready === 'yes'"))
    assert browser.text("h1") == "Cast and roles of Kingdom"
    browser.chrome.switch_to.default_content()
    browser.check_quiet()


def test_the_cast_shows_parts_in_order(kg: KnowledgeGraph) -> None:
    picture = kg.draw("All of Us Are Dead", kind="cast")
    assert picture.figure
    inner = picture.figure.inner
    assert inner.index("Main parts") < inner.index("Lee Cheong-san") < inner.index("Supporting parts")
    assert inner.index("Supporting parts") < inner.index("Yoon Gwi-nam") < inner.index("Made by")
    assert {line.note for line in picture.lines if line.label == "actor"} >= {"Nam On-jo", "Choi Nam-ra"}


def test_a_lineage_stands_in_time(kg: KnowledgeGraph) -> None:
    picture = kg.draw("Kingdom", kind="lineage")
    assert picture.figure
    spots = {node.label: spot for node, spot in zip(picture.nodes, picture.figure.spots, strict=True)}
    assert spots["The Kingdom of the Gods"][0] < spots["Kingdom"][0] < spots["Kingdom: Ashin of the North"][0]


@pytest.mark.parametrize("kind", [{"name": "Kingdom", "kind": "cast"}, {"name": "Kingdom"}, {"kinds": ["webtoon"]}])
def test_print(kg: KnowledgeGraph, tmp_path: Path, kind: dict[str, Any]) -> None:
    from xml.etree import ElementTree

    picture = kg.draw(**kind)
    text = picture.save(tmp_path / "print.svg").read_text("utf-8")
    assert text == kg.draw(**kind).svg()
    root = ElementTree.fromstring(text)
    words = "".join(root.itertext())
    assert picture.title in words
    assert "Sources: " in words
    assert picture.origin.date in words
    assert picture.save(tmp_path / "print.png").read_bytes().startswith(b"\x89PNG")


def test_png_without_its_library_is_one_sentence(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ShowgraphError, match=r"showgraph\[png\]"):
        kg.draw("Kingdom", kind="cast").save(tmp_path / "x.png")
    assert not list(tmp_path.iterdir())


def test_a_networkx_graph_is_drawn() -> None:
    picture = draw_network(networkx.karate_club_graph(), "A club")
    assert len(picture.nodes) == 34
    assert {line.label for line in picture.lines} == {"linked to"}
    assert "A club" in picture.html()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"query": "SELECT ?s { ?s a sg:Nothing }"}, "nothing to draw"),
        ({"kind": "pie"}, "no picture is called 'pie'"),
        ({"kind": "cast"}, "needs a name"),
        ({"name": "Bae Doona", "kind": "path"}, "needs a second name"),
        ({}, "name a thing to draw"),
        ({"kinds": ["shoes"]}, "no kind 'shoes'"),
        ({"relations": ["luck"]}, "no relation 'luck'"),
        ({"name": "Naver Webtoon", "kind": "cast"}, "no work is called"),
        ({"name": "Now at Our School", "kind": "filmography"}, "no person is called"),
    ],
    ids=str,
)
def test_nothing_to_draw_is_said(kg: KnowledgeGraph, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShowgraphError, match=sentence):
        kg.draw(**options)


def test_a_picture_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ShowgraphError, match="can't write"):
        invented(40).save(tmp_path / "nowhere" / "x.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Kingdom", "--as", "cast", "-o", "x.svg"], "things"),
        (["--all", "-o", "x.html"], "things"),
        (["--kind", "webtoon", "--kind", "series", "--relation", "adaptation-of", "-o", "x.html"], "links"),
    ],
    ids=str,
)
def test_the_command_line_writes_pictures(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["--graph", str(kg.directory), "draw", *arguments]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"wrote {arguments[-1]}: ")
    assert told in err
    assert (tmp_path / arguments[-1]).stat().st_size > 5_000


def test_the_table_of_pictures_feeds_the_command_line() -> None:
    from showgraph.cli.pictures import draw

    (option,) = (param for param in draw.params if param.name == "kind")
    assert list(option.type.choices) == list(PICTURES)  # type: ignore[attr-defined]
