"""Pictures: stable places, everything escaped, and in a real browser with nothing asked from any network."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from showgraph.draw.picture import Drawn, Line, Picture
from showgraph.draw.positions import place_components, place_in_columns, place_radially
from showgraph.draw.style import STYLES, style_of
from showgraph.errors import ShowgraphError
from showgraph.model import KINDS

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from showgraph.knowledge_graph import KnowledgeGraph

NASTY = "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'> & \"quoted\" ${1} {{ 2 }}"


def test_every_kind_has_a_look_and_no_two_looks_are_alike() -> None:
    assert {style_of(kind).kind for kind in KINDS} == {style.kind for style in STYLES}
    looks = {(style.shape, style.fill, style.line) for style in STYLES}
    assert len(looks) == len(STYLES)


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


@pytest.fixture(scope="module")
def chrome(missing: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        missing("no chromium and chromedriver on this machine; the pictures were not opened")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = str(browser)
    for argument in (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
        "--disable-background-networking", "--disable-sync", "--window-size=1280,860",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path_factory.mktemp('chrome')}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=Service(str(driver))) as opened:
        yield opened


def open_page(chrome: Chrome, path: Path) -> None:
    for log in ("browser", "performance"):
        chrome.get_log(log)  # type: ignore[no-untyped-call]
    chrome.get(path.as_uri())
    wait(chrome, lambda: run(chrome, "return typeof network !== 'undefined' && nodes.length > 0"))


def run(chrome: Chrome, script: str) -> Any:
    return chrome.execute_script(script)


def wait(chrome: Chrome, holds: Callable[[], object]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("the page never came to it")


def check_quiet(chrome: Chrome) -> None:
    """Check that nothing was asked from a network, nothing went wrong, and no label ran as a script."""
    requests = [
        message["params"]["request"]["url"]
        for entry in chrome.get_log("performance")  # type: ignore[no-untyped-call]
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert requests
    # A page of the browser's own may open beside it.
    assert not [url for url in requests if not url.startswith(("file:", "data:", "chrome:"))]
    assert not [entry for entry in chrome.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]
    assert run(chrome, "return window.pwned === undefined")


def click_node(chrome: Chrome, identifier: str) -> None:
    from selenium.webdriver import ActionChains

    place = run(chrome, f"return network.canvasToDOM(network.getPosition({json.dumps(identifier)}))")
    canvas = chrome.find_element("css selector", "#graph canvas")
    size = canvas.size
    ActionChains(chrome).move_to_element_with_offset(
        canvas, int(place["x"] - size["width"] / 2), int(place["y"] - size["height"] / 2)
    ).click().perform()


def nasty_picture() -> Picture:
    nodes = [
        Drawn("urn:a", NASTY, "series", 2022, True, ((NASTY, NASTY, (NASTY,)),)),
        Drawn("urn:b", "박지후", "person"),
        Drawn("urn:c", "Jérôme", "person"),
    ]
    lines = [Line("urn:a", "urn:b", "actor", NASTY), Line("urn:a", "urn:c", "actor")]
    return Picture(NASTY, nodes, lines, {"urn:a": (0, 0), "urn:b": (300, 0), "urn:c": (-300, 100)}, left_out=3)


def test_no_label_runs_as_a_script(chrome: Chrome, tmp_path: Path) -> None:
    open_page(chrome, nasty_picture().save(tmp_path / "nasty.html"))
    click_node(chrome, "urn:a")
    wait(chrome, lambda: "open" in str(run(chrome, "return document.getElementById('details').className")))
    assert NASTY in chrome.find_element("id", "details").text
    assert chrome.find_element("tag name", "h1").text == NASTY
    assert "3 further things" in chrome.find_element("tag name", "header").text
    check_quiet(chrome)


def test_the_search_finds_hangul_and_ignores_accents(chrome: Chrome, tmp_path: Path) -> None:
    open_page(chrome, nasty_picture().save(tmp_path / "search.html"))
    search = chrome.find_element("id", "search")
    for text, found in (("박지", "1 found"), ("jerome", "1 found"), ("nobody at all", "nothing found")):
        search.clear()
        search.send_keys(text)
        assert chrome.find_element("id", "found").text == found
    search.clear()
    search.send_keys("지후\n")
    wait(chrome, lambda: chrome.find_element("id", "details").text.startswith("×\n박지후"))
    check_quiet(chrome)


@pytest.mark.parametrize(
    "options",
    [
        {"name": "All of Us Are Dead"},
        {"name": "Park Solomon"},
        {"name": "Bae Doona", "to": "Park Ji-hu"},
        {"name": "All of Us Are Dead", "lineage": True},
        {"question": "zombie series adapted from webtoons"},
        {"query": "SELECT ?s { ?s a sg:Webtoon }"},
    ],
    ids=str,
)
def test_pictures_of_the_graph_open_offline(
    kg: KnowledgeGraph, chrome: Chrome, tmp_path: Path, options: dict[str, Any]
) -> None:
    picture = kg.draw(**options)
    assert picture.html() == kg.draw(**options).html()
    open_page(chrome, picture.save(tmp_path / "picture.html"))
    assert run(chrome, "return nodes.length") == len(picture.nodes)
    assert run(chrome, "return edges.length") == len(picture.lines)
    legend = chrome.find_element("css selector", "ul.legend").text.splitlines()
    assert set(legend) == {style_of(node.kind).label for node in picture.nodes}
    strong = next((node for node in picture.nodes if node.strong), picture.nodes[0])
    click_node(chrome, strong.iri)
    wait(chrome, lambda: strong.label in chrome.find_element("id", "details").text)
    assert "source:" in chrome.find_element("id", "details").text
    check_quiet(chrome)


def test_nothing_to_draw_is_said(kg: KnowledgeGraph) -> None:
    with pytest.raises(ShowgraphError, match="nothing to draw"):
        kg.draw(query="SELECT ?s { ?s a sg:Nothing }")


def test_a_picture_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ShowgraphError, match="can't write"):
        nasty_picture().save(tmp_path / "nowhere" / "x.html")
    assert not list(tmp_path.iterdir())
