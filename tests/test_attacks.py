"""Names that want to be scripts: a graph whose titles, people and parts are attacks, in every kind of picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib

import showgraph
from showgraph.draw import crowd, page
from showgraph.draw.picture import Drawn, Line, Origin, Picture
from showgraph.draw.wish import PICTURES
from showgraph.model import PREFIXES

if TYPE_CHECKING:
    from tests.browser import Browser

    from showgraph.knowledge_graph import KnowledgeGraph

RUN = "window.pwned=1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><SCRIPT>{RUN}</SCRIPT>",
    f"<!--<script>{RUN}//--></script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</svg><script>{RUN}</script>",
    f"</text><script>{RUN}</script>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{RUN}'><text>go</text></a></svg>",
    f"<img src=x onerror={RUN}>",
    f"<img src=https://example.org/pixel.png onload={RUN}>",
    f"'\"><img src=x onerror='{RUN}'>",
    f"\" onfocus={RUN} autofocus tabindex=1 x=\"",
    f"' onmouseover='{RUN}",
    f"\" style=\"background:url(https://example.org/leak)\" onclick=\"{RUN}",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "<iframe src=https://example.org/frame></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    "<link rel=stylesheet href=https://example.org/leak.css>",
    "<style>@import 'https://example.org/leak.css'; * { color: red }</style>",
    "<meta http-equiv=refresh content='0;url=https://example.org/gone'>",
    "<base href=https://example.org/>",
    f"<form action=https://example.org/ onsubmit={RUN}><input name=x autofocus></form>",
    f"<details open ontoggle={RUN}>more</details>",
    f"<math><mtext></mtext><mglyph><style></math><img src onerror={RUN}>",
    f"javascript:{RUN}",
    f"${{{RUN}}} {{{{ {RUN} }}}} {{% raw %}} <%= {RUN} %>",
    f"{{{{ ''.__class__.__mro__ }}}} #{{{RUN}}}",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"'; {RUN}; '",
    f"\"; {RUN}; \"",
    f"`; {RUN}; `",
    f"\u2028{RUN}//\u2029",
    f"\u202e>tpircs/<{RUN}>tpircs<",
    f"__proto__ constructor {RUN} toString",
    f"<?xml-stylesheet href='https://example.org/x.xsl'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{RUN}</x:script>",
)  # fmt: skip


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) >= 30


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """A graph in which everything is called by an attack: works, people, characters, genres."""
    folder = tmp_path_factory.mktemp("attacked")
    sg, schema = rdflib.Namespace(PREFIXES["sg"]), rdflib.Namespace(PREFIXES["schema"])
    graph = rdflib.Graph()
    at = rdflib.Namespace("https://example.org/")
    star = at["star"]
    graph.add((star, rdflib.RDF.type, schema.Person))
    graph.add((star, rdflib.RDFS.label, rdflib.Literal(f"Star <script>{RUN}</script>")))
    for number, attack in enumerate(ATTACKS):
        work, person, credit = at[f"work/{number}"], at[f"person/{number}"], at[f"credit/{number}"]
        graph.add((work, rdflib.RDF.type, schema.TVSeries if number % 2 else sg.Webtoon))
        graph.add((work, rdflib.RDFS.label, rdflib.Literal(attack)))
        graph.add((work, sg.year, rdflib.Literal(1980 + number)))
        graph.add((work, schema.description, rdflib.Literal(attack)))
        graph.add((person, rdflib.RDF.type, schema.Person))
        graph.add((person, rdflib.RDFS.label, rdflib.Literal(f"{attack} {number}")))
        if number:
            graph.add((work, sg.adaptationOf, at[f"work/{number - 1}"]))
        screen = at[f"work/{number}"] if number % 2 else at["work/1"]
        for who, link in ((person, credit), (star, at[f"credit/star/{number}"])):
            graph.add((link, rdflib.RDF.type, sg.Credit))
            graph.add((link, sg.creditOf, screen))
            graph.add((link, sg.creditedTo, who))
            graph.add((link, sg["function"], sg.acting))
            graph.add((link, schema.characterName, rdflib.Literal(attack)))
    graph.serialize(folder / "attacks.nt", format="nt", encoding="utf-8")
    with showgraph.build([str(folder / "attacks.nt")], folder / "attacked.graph") as kg:
        yield kg


STAR, LAST, FIRST = "https://example.org/star", "https://example.org/person/43", "https://example.org/work/1"
WISHES: dict[str, dict[str, Any]] = {
    "around": {"name": STAR},
    "cast": {"name": FIRST},
    "filmography": {"name": STAR},
    "lineage": {"name": FIRST},
    "co-stars": {"name": STAR},
    "path": {"name": LAST, "to": "https://example.org/person/3"},
    "result": {"query": "SELECT ?s { ?s a sg:Webtoon }"},
    "answer": {"question": "webtoons"},
    "all": {},
}


def test_every_kind_of_picture_is_attacked() -> None:
    assert WISHES.keys() == PICTURES.keys()


ASK_EACH = """
const box = document.getElementById('search'), missing = [];
for (const name of arguments[0]) {
  box.value = name;
  box.dispatchEvent(new Event('input'));
  box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
  const heading = document.querySelector('#details h2');
  if (!heading) missing.push(name);
}
for (const opened of document.querySelectorAll('footer details')) opened.open = true;
return missing;
"""


def check_page(browser: Browser, names: list[str]) -> None:
    """Search every name, open its details, and check that the page kept to itself."""
    assert browser.run(ASK_EACH, names) == []
    assert browser.run("return document.querySelectorAll('img, iframe, object, base, form, math').length") == 0
    assert browser.run("return document.querySelectorAll('body style, body link, body meta, script[src]').length") == 0
    assert not browser.run(
        "return [...document.querySelectorAll('*')].some(e => e.getAttributeNames().some(n => n.startsWith('on')))"
    )
    browser.check_quiet()


@pytest.mark.parametrize("kind", PICTURES)
def test_no_name_runs_in_a_picture(attacked: KnowledgeGraph, browser: Browser, tmp_path: Path, kind: str) -> None:
    picture = attacked.draw(kind=kind, **WISHES[kind])
    browser.open(picture.save(tmp_path / "attacked.html"))
    check_page(browser, [node.label for node in picture.nodes])


@pytest.mark.parametrize("view", ["large", "circles"])
def test_no_name_runs_in_a_large_picture(
    attacked: KnowledgeGraph, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr(page, "SMALL", 10)
    if view == "circles":
        monkeypatch.setattr(crowd, "LARGE", 20)
    picture = attacked.draw(kind="all")
    assert bool(picture.circles) == (view == "circles")
    assert len(picture.nodes) > 60
    browser.open(picture.save(tmp_path / "attacked.html"))
    assert browser.run("return Boolean(picture.stage.painter)")
    check_page(browser, [node.label for node in picture.nodes])


@pytest.mark.parametrize("kind", PICTURES)
def test_no_name_runs_in_print(attacked: KnowledgeGraph, browser: Browser, tmp_path: Path, kind: str) -> None:
    picture = attacked.draw(kind=kind, **WISHES[kind])
    browser.load(picture.save(tmp_path / "attacked.svg"))
    browser.wait(lambda: browser.run("return document.documentElement.tagName") == "svg")
    assert browser.run("return document.querySelectorAll('script, a, image, animate, foreignObject').length") == 0
    assert browser.run("return document.title || document.querySelector('title').textContent") == picture.title
    browser.check_quiet()


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_title_source_fact_or_link_runs(browser: Browser, tmp_path: Path, attack: str) -> None:
    facts = ((attack, attack, (attack,)),)
    nodes = [Drawn("urn:a", attack, "series", 2022, True, facts), Drawn(attack, attack, "person")]
    lines = [Line("urn:a", attack, attack, attack)]
    places = {"urn:a": (0.0, 0.0), attack: (300.0, 0.0)}
    picture = Picture(attack, nodes, lines, places, 1, Origin((attack, attack), "2022-01-28"))
    browser.open(picture.save(tmp_path / "attack.html"))
    check_page(browser, [attack])
    assert browser.run("return document.querySelector('h1').textContent") == attack
    assert browser.run("return document.querySelector('#details dd').firstChild.textContent") == attack
    browser.load(picture.save(tmp_path / "attack.svg"))
    browser.wait(lambda: browser.run("return document.documentElement.tagName") == "svg")
    browser.check_quiet()


def test_no_name_runs_in_a_notebook(attacked: KnowledgeGraph, browser: Browser, tmp_path: Path) -> None:
    shown = [
        attacked.query("SELECT ?name { ?s rdfs:label ?name }")._repr_html_(),
        attacked.filmography(STAR)._repr_html_(),
        attacked.ask("webtoons")._repr_html_(),
        attacked.draw(kind="around", name=STAR)._repr_html_(),
        attacked.draw(kind="cast", name=FIRST)._repr_html_(),
    ]
    place = tmp_path / "notebook.html"
    head = "<!doctype html><meta charset='utf-8'><link rel='icon' href='data:,'>"
    place.write_text(head + "".join(shown), encoding="utf-8")
    browser.load(place)
    for frame in (0, 1):
        browser.run("document.querySelectorAll('iframe')[arguments[0]].scrollIntoView()", frame)
        browser.chrome.switch_to.frame(frame)
        browser.wait(lambda: browser.run("return document.body.dataset.ready === 'yes'"))
        assert browser.run("return window.pwned === undefined")
        browser.chrome.switch_to.default_content()
    assert browser.run("return document.querySelectorAll('script, img, svg, object, form, math').length") == 0
    assert browser.run("return document.querySelectorAll('table').length") == 3
    browser.check_quiet()
