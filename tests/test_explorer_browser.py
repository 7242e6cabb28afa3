"""The explorer in a real browser: its main ways, and names that are attacks on every page of it."""

from __future__ import annotations

import json
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

import showgraph

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from tests.conftest import Served

HERE = Path(__file__).resolve().parent
ATTACKS: list[str] = tomllib.loads((HERE / "cases" / "attacks" / "names.toml").read_text("utf-8"))["names"]
SHOW = "https://w3id.org/showgraph/id/show/all-of-us-are-dead"
NASTY = "http://nasty.example/"


@pytest.fixture(scope="module")
def chrome(missing: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        missing("no chromium and chromedriver on this machine; the explorer was not opened")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = str(browser)
    for argument in (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
        "--disable-background-networking", "--disable-sync", "--window-size=1280,860",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-prefers-reduced-motion",
        f"--user-data-dir={tmp_path_factory.mktemp('chrome')}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=Service(str(driver))) as opened:
        yield opened


@pytest.fixture(autouse=True)
def quiet(chrome: Chrome, served: Served) -> Iterator[None]:
    """Nothing may go wrong on a page, and nothing be asked of another server, whatever a test does."""
    read_logs(chrome)
    yield
    requests, faults = read_logs(chrome)
    assert not [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:", "chrome:", "about:"))]
    assert not faults


def read_logs(chrome: Chrome) -> tuple[list[str], list[str]]:
    """Return what was asked for and what went wrong since the last time."""
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]  # type: ignore[no-untyped-call]
    requests = [
        message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"
    ]
    faults = [entry["message"] for entry in chrome.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]
    return requests, faults


def wait(holds: Callable[[], object]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("the page never came to it")


def run(chrome: Chrome, script: str, *values: object) -> Any:
    return chrome.execute_script(script, *values)


def find(chrome: Chrome, selector: str) -> Any:
    return chrome.find_element("css selector", selector)


def path_of(chrome: Chrome) -> str:
    return str(run(chrome, "return decodeURIComponent(location.pathname)"))


def test_a_name_in_hangul_leads_to_its_page(chrome: Chrome, served: Served) -> None:
    chrome.get(served.address)
    box = find(chrome, "input[type=search]")
    box.send_keys("박솔로몬\n")
    wait(lambda: path_of(chrome) == "/id/person/park-solomon")
    assert find(chrome, "h1").text == "Park Solomon"
    assert "All of Us Are Dead" in find(chrome, "#filmography").text


def test_completion_is_chosen_with_the_keyboard(chrome: Chrome, served: Served) -> None:
    from selenium.webdriver.common.keys import Keys

    chrome.get(served.address)
    find(chrome, "body").send_keys("/")
    box = chrome.switch_to.active_element
    assert box.get_attribute("role") == "combobox"
    box.send_keys("로몬")
    wait(lambda: find(chrome, "#offers-first").is_displayed())
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN)
    chosen = find(chrome, "#offers-first [aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
    box.send_keys(Keys.ENTER)
    wait(lambda: path_of(chrome) == "/id/person/park-solomon")


def test_the_question_is_answered_and_explained(chrome: Chrome, served: Served) -> None:
    chrome.get(served.address)
    find(chrome, "input[type=search]").send_keys("zombie series adapted from webtoons\n")
    wait(lambda: path_of(chrome) == "/search")
    assert "series of the genre zombie" in find(chrome, ".reading").text
    rows = [row.text for row in chrome.find_elements("css selector", "main tbody tr")]
    assert any("All of Us Are Dead" in row and "Now at Our School" in row for row in rows)
    for panel in chrome.find_elements("css selector", "details.panel summary"):
        panel.click()
    assert "SELECT" in find(chrome, "pre").text
    assert "says" in find(chrome, ".why").text
    address = chrome.current_url
    chrome.get("about:blank")
    chrome.get(address)
    assert rows == [row.text for row in chrome.find_elements("css selector", "main tbody tr")]


def test_a_lineage_leads_to_the_source(chrome: Chrome, served: Served) -> None:
    chrome.get(f"{served.address}/id/show/all-of-us-are-dead#lineage")
    find(chrome, '#lineage svg a[aria-label^="Now at Our School"]').click()
    wait(lambda: path_of(chrome) == "/id/work/now-at-our-school")
    assert "All of Us Are Dead" in find(chrome, "#lineage svg").text


def test_a_picture_grows_and_its_address_shows_it_again(chrome: Chrome, served: Served) -> None:
    chrome.get(f"{served.address}/id/show/all-of-us-are-dead")
    chrome.find_element("link text", "Open the picture").click()
    wait(lambda: nodes_of(chrome))
    before = nodes_of(chrome)
    find(chrome, '#picture [aria-label^="Park Solomon"]').click()
    wait(lambda: len(nodes_of(chrome)) > len(before))
    assert "Revenge of Others" in nodes_of(chrome)
    assert "Park Solomon" in find(chrome, "#chosen").text
    assert run(chrome, "return document.activeElement.getAttribute('aria-label')").startswith("Park Solomon")
    grown, address = nodes_of(chrome), chrome.current_url
    assert "open=" in address
    chrome.get("about:blank")
    chrome.get(address)
    wait(lambda: nodes_of(chrome))
    assert nodes_of(chrome) == grown
    # By the keyboard too.
    run(chrome, "document.querySelector('#picture [aria-label^=\"Now at Our School\"]').focus()")
    chrome.switch_to.active_element.send_keys("\n")
    wait(lambda: "Now at Our School" in find(chrome, "#chosen").text)


def nodes_of(chrome: Chrome) -> list[str]:
    return list(run(chrome, "return [...document.querySelectorAll('#picture .node')].map(n => n.textContent).sort()"))


def test_the_address_is_copied(chrome: Chrome, served: Served) -> None:
    chrome.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"origin": served.address, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    chrome.get(f"{served.address}/path?{urlencode({'from': 'Bae Doona', 'to': 'Park Ji-hu'})}")
    assert "Matrimonial Chaos" in find(chrome, ".chain").text
    find(chrome, "[data-copies]").click()
    wait(lambda: find(chrome, "#told").text)
    copied = chrome.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == chrome.current_url


def test_a_query_is_run_by_keys_and_seen_in_each_way(chrome: Chrome, served: Served) -> None:
    from selenium.webdriver.common.keys import Keys

    chrome.get(f"{served.address}/sparql")
    area = find(chrome, "#query")
    area.clear()
    area.send_keys("SELECT ?g (COUNT(*) AS ?n) { ?s schema:genre/rdfs:label ?g } GROUP BY ?g ORDER BY DESC(?n)")
    area.send_keys(Keys.CONTROL, Keys.ENTER)
    wait(lambda: "query=" in chrome.current_url)
    for view, sign in (("Chart", ".chart rect"), ("Graph", ".empty"), ("Plan", ".plan"), ("Table", "main table")):
        chrome.find_element("link text", view).click()
        wait(lambda sign=sign: chrome.find_elements("css selector", sign))  # type: ignore[misc]


NARROW = (
    "/",
    "/id/show/all-of-us-are-dead",
    "/id/person/park-solomon",
    "/sparql",
    "/queries/sources",
    "/path",
    "/api",
    f"/picture?of={quote(SHOW)}",
    "/search?q=zombie+series+adapted+from+webtoons",
)


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_wider_than_a_phone(chrome: Chrome, served: Served, dark: bool) -> None:
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    phone = {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        for path in NARROW:
            chrome.get(served.address + path)
            assert run(chrome, "return document.documentElement.scrollWidth") <= 360, path
            ink, paper = run(chrome, "const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
            assert (brightness(ink) > brightness(paper)) == dark
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def brightness(colour: str) -> int:
    return sum(int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


SCHEMA, SG = "https://schema.org/", "https://w3id.org/showgraph/ns#"
KINDS = {"show": f"{SCHEMA}TVSeries", "source": f"{SG}Webtoon", "person": f"{SCHEMA}Person", "studio": f"{SG}Studio"}


def write_nasty(path: Path) -> None:
    """Write a graph in which everything is called an attack, once for each."""
    lines = [f"@prefix s: <{SCHEMA}> . @prefix sg: <{SG}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
    for number, attack in enumerate(ATTACKS):
        name = json.dumps(attack, ensure_ascii=False)
        show, source, person, studio = (f"<{NASTY}{kind}/{number}>" for kind in KINDS)
        for thing, kind in zip((show, source, person, studio), KINDS.values(), strict=True):
            lines.append(f"{thing} a <{kind}> ; rdfs:label {name} ; s:alternateName {name} .")
        lines.append(
            f"""{show} s:actor {person} ; s:isBasedOn {source} ; s:productionCompany {studio} ; s:genre {name} ;
            s:description {name} ; s:keywords {name} ; s:contentRating {name} ; s:sameAs <javascript:window.pwned=1> .
            <{NASTY}credit/{number}> a sg:Credit ; sg:creditOf {show} ; sg:creditedTo {person} ;
            sg:function sg:acting ; s:characterName {name} ."""
        )
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("nasty")
    source = folder / "<img src=x onerror=window.pwned=1>.ttl"
    write_nasty(source)
    with showgraph.build([str(source)], folder / "graph") as graph:
        yield serve(graph)


def nasty_addresses(number: int) -> list[str]:
    """Return the address of every page that shows names, for one attack."""
    name = ATTACKS[number]
    things = [f"{NASTY}{kind}/{number}" for kind in ("show", "source", "person", "studio", "credit")]
    query = f"SELECT ?s ?l ?n {{ ?s rdfs:label ?l BIND(1 AS ?n) FILTER(?s IN (<{things[0]}>, <{things[2]}>)) }}"
    graph = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{things[0]}> }} ?s ?p ?o }}"
    asked = [
        ("/search", {"q": name}), ("/ask", {"q": name}), ("/path", {"from": name, "to": things[2]}),
        ("/picture", {"of": things[0], "open": things[2]}), ("/queries/cast", {"work": things[0]}),
        ("/queries/cast", {"work": name}), ("/sparql", {"query": name}),
        *(("/sparql", {"query": query, "view": view}) for view in ("table", "chart", "graph", "plan")),
        *(("/sparql", {"query": graph, "view": view}) for view in ("table", "graph")),
    ]  # fmt: skip
    return [
        *(f"/thing?{urlencode({'iri': thing})}" for thing in things),
        *(f"{path}?{urlencode(parameters)}" for path, parameters in asked),
        "/" + quote(name, safe=""),
    ]


def test_there_are_attacks_enough() -> None:
    assert len(set(ATTACKS)) >= 30


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_no_name_does_more_than_be_shown(chrome: Chrome, nasty: Served, number: int) -> None:
    for address in nasty_addresses(number):
        chrome.get(nasty.address + address)
        assert run(chrome, "return window.pwned") is None, address
        assert run(chrome, "return document.querySelectorAll('main').length") == 1, address
        assert run(chrome, _FOREIGN) == [], address
    requests, faults = read_logs(chrome)
    # A page that tells of a fault has its status; nothing else may be complained of.
    assert [fault for fault in faults if "Failed to load resource: the server responded with" not in fault] == []
    assert not [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:"))]


# What only an attack could have brought: our pages have no such element, no such attribute, no such address.
_FOREIGN = r"""
const foreign = ['iframe', 'object', 'embed', 'base', 'style', 'math', 'video', 'template', 'meta[http-equiv]',
    'main img', 'main link', 'script:not([src]):not([type^="application/"])', 'form:not([action^="/"])'];
const acts = a => a.name.startsWith('on') || a.name === 'style'
    || (['href', 'src', 'action'].includes(a.name) && /^\s*(javascript|data):/i.test(a.value));
return [...document.querySelectorAll(foreign.join(',')),
    ...[...document.querySelectorAll('*')].filter(one => [...one.attributes].some(acts))
].map(one => one.outerHTML.slice(0, 200));
"""


def test_the_names_are_shown_as_they_are(chrome: Chrome, nasty: Served) -> None:
    for number in range(0, len(ATTACKS), 5):
        chrome.get(f"{nasty.address}/thing?{urlencode({'iri': f'{NASTY}show/{number}'})}")
        assert run(chrome, "return document.querySelector('h1').textContent") == ATTACKS[number]
        block = run(chrome, "return JSON.parse(document.querySelector('script[type$=\"ld+json\"]').textContent).name")
        assert block == ATTACKS[number]
