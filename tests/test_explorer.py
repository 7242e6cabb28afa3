"""The explorer's pages as they leave the server: what they show, where they lead, what they say to machines."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from showgraph.serve.explorer.pages import STATIC, as_data

if TYPE_CHECKING:
    from tests.conftest import Reply, Served

    from showgraph.knowledge_graph import KnowledgeGraph

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SHOW = "/id/show/all-of-us-are-dead"
IRI = f"https://w3id.org/showgraph{SHOW}"


def look(served: Served, path: str, **parameters: str) -> Reply:
    return served.ask(f"{path}?{urlencode(parameters)}" if parameters else path, headers=BROWSER)


def text_of(reply: Reply) -> str:
    """Return what a page says, without its markup."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", reply.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_a_browser_gets_a_page_and_a_program_gets_rdf(served: Served) -> None:
    assert look(served, SHOW).media == "text/html"
    assert served.ask(SHOW).media == "text/turtle"
    assert look(served, "/sparql").media == "text/html"
    assert served.ask("/sparql").media == "text/turtle"
    assert look(served, "/sparql", query="ASK {}").media == "text/html"
    assert look(served, "/sparql", query="ASK {}", format="srj").media == "application/sparql-results+json"


def test_the_page_of_a_show(served: Served) -> None:
    text = text_of(look(served, SHOW))
    for part in ("All of Us Are Dead", "지금 우리 학교는", "Park Solomon", "Lee Su-hyeok", "Now at Our School"):
        assert part in text
    assert "28 January 2022" in text
    assert "Where sources disagree" in text
    assert "status: what happened (28 January 2022) outranks what was expected or announced" in text
    assert "announced by Netflix" in text


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/id/person/park-solomon", ("Filmography", "Lee Su-hyeok", "Co-stars", "로몬", "sources")),
        ("/id/work/now-at-our-school", ("Lineage", "All of Us Are Dead")),
        ("/id/broadcaster/netflix", ("Works", "All of Us Are Dead")),
        ("/id/genre/zombie", ("Works", "Kingdom", "horror")),
        ("/", ("zombie series adapted from webtoons", "Adapted most often")),
        ("/queries", ("filmography", "Every screen work of a person")),
        ("/queries/cast?work=Kingdom", ("Ju Ji-hoon",)),
        ("/queries/cast", ("Everyone in the cast",)),
        ("/queries/genres", ("zombie",)),
        ("/queries/cast?work=Nothing%20like%20it", ("is called",)),
        ("/api", ("curl", "/api/filmography")),
        ("/path?from=Bae+Doona&to=Park+Ji-hu", ("shared work", "Bae Doona", "Park Ji-hu")),
        ("/path?from=%EB%A1%9C%EB%AA%AC&to=Lomon", ("the same person",)),
        ("/path?from=Nobody+Atall&to=Lomon", ("no person is called",)),
        ("/search?q=zombie+series+adapted+from+webtoons", ("Read as", "Kingdom", "Why")),
        ("/search?q=colourless+green+ideas", ("not understood", "Questions that can be answered")),
    ],
)
def test_pages_show_what_they_are_of(served: Served, path: str, parts: tuple[str, ...]) -> None:
    reply = served.ask(path, headers=BROWSER)
    assert reply.status == 200, reply.text
    for part in parts:
        assert part in text_of(reply)


@pytest.mark.parametrize("name", ["Lomon", "박솔로몬", "Solomon Park", "park solomon"])
def test_a_name_in_any_spelling_leads_to_its_page(served: Served, name: str) -> None:
    reply = look(served, "/search", q=name)
    assert (reply.status, reply.headers["location"]) == (303, "/id/person/park-solomon")


def test_a_name_of_several_things_lists_them(served: Served) -> None:
    reply = look(served, "/search", q="Alice in Borderland")
    assert reply.status == 200
    assert text_of(reply).count("Alice in Borderland") >= 2


def test_an_answer_tells_why_it_is_empty(served: Served, kg: KnowledgeGraph) -> None:
    question = "zombie films adapted from webtoons directed by Bae Doona"
    answer = kg.ask(question)
    assert not answer.rows
    text = text_of(look(served, "/ask", q=question))
    assert "Nothing fits" in text
    assert " ".join(answer.empty.split())[:40] in text


def test_other_readings_have_addresses(served: Served, kg: KnowledgeGraph) -> None:
    for question in ("Kingdom", "series by Netflix", "who wrote All of Us Are Dead", "films by Bong Joon-ho"):
        try:
            others = kg.ask(question).others
        except Exception:
            continue
        for other in others:
            assert other.reading in text_of(look(served, "/ask", q=question))
            assert other.reading in text_of(look(served, "/ask", q=question, reading=str(other.number)))


def test_the_sparql_page_shows_a_result_in_each_way(served: Served) -> None:
    query = "SELECT ?genre (COUNT(*) AS ?n) { ?s schema:genre/rdfs:label ?genre } GROUP BY ?genre ORDER BY DESC(?n)"
    assert "romance" in text_of(look(served, "/sparql", query=query))
    assert "<rect" in look(served, "/sparql", query=query, view="chart").text
    assert "compiled to one SQL statement" in text_of(look(served, "/sparql", query=query, view="plan"))
    graph = "CONSTRUCT { ?s schema:isBasedOn ?o } WHERE { ?s schema:isBasedOn ?o } LIMIT 20"
    assert "isBasedOn" in look(served, "/sparql", query=graph, view="graph").text
    assert "isBasedOn" in text_of(look(served, "/sparql", query=graph))
    assert "Yes" in text_of(look(served, "/sparql", query="ASK { ?s ?p ?o }"))
    assert "MalformedQuery" in text_of(look(served, "/sparql", query="SELECT"))
    assert "No solution" in text_of(look(served, "/sparql", query="SELECT * { <urn:x> ?p ?o }"))
    assert "column of numbers" in text_of(look(served, "/sparql", query="SELECT ?s { ?s a sg:Webtoon }", view="chart"))


def test_completion_offers_names_and_questions(served: Served) -> None:
    names = json.loads(look(served, "/suggest", q="박솔").text)
    assert names[0]["address"] == "/id/person/park-solomon"
    questions = json.loads(look(served, "/suggest", q="zombie series adap", of="questions").text)
    assert "zombie series adapted from webtoons" in [offer["label"] for offer in questions]
    assert json.loads(look(served, "/suggest", q="").text) == []


def test_the_block_for_machines_is_schema_org(served: Served) -> None:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', look(served, SHOW).text, re.DOTALL)
    told = json.loads(block)
    assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", "TVSeries", "All of Us Are Dead")
    assert told["url"] == f"{served.address}{SHOW}"
    assert {"@type": "Person", "@id": "https://w3id.org/showgraph/id/person/park-solomon", "name": "Park Solomon",
            "url": f"{served.address}/id/person/park-solomon"} in told["actor"]  # fmt: skip
    assert told["isBasedOn"]["@type"] == "ComicSeries"
    assert "지금 우리 학교는" in told["alternateName"]
    assert "teen" in told["genre"]


def test_nothing_in_data_ends_its_element() -> None:
    nasty = {"a": "</script><!--", "b": ["<x>&", "\u2028"]}
    text = str(as_data(nasty))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == nasty


def test_what_is_next_to_a_thing(served: Served) -> None:
    told = json.loads(look(served, "/neighbours", of=IRI).text)
    assert told["of"] == IRI
    assert told["nodes"][0]["iri"] == IRI
    assert {"Now at Our School", "Park Solomon"} <= {node["label"] for node in told["nodes"]}
    iris = {node["iri"] for node in told["nodes"]}
    assert all(line["from"] in iris and line["to"] in iris for line in told["lines"])
    assert look(served, "/neighbours", of="urn:nothing").status == 404
    assert look(served, "/picture", of="urn:nothing").status == 404


@pytest.mark.parametrize(
    "path", ["/nothing", "/id/show/nothing", "/queries/nothing", "/thing?iri=urn:x", "/static/x.js"]
)
def test_what_is_not_there_is_a_page_too(served: Served, path: str) -> None:
    reply = served.ask(path, headers=BROWSER)
    assert (reply.status, reply.media) == (404, "text/html")
    assert "Nothing here" in text_of(reply)


@pytest.mark.parametrize("path", ["/ask?q=" + "x" * 301, "/search?q=" + "x" * 301, "/ask?q=series&reading=x", "/thing"])
def test_what_is_wrong_is_said(served: Served, path: str) -> None:
    assert served.ask(path, headers=BROWSER).status == 400


def test_static_files_are_named_by_what_is_in_them(served: Served) -> None:
    page = look(served, "/").text
    for name in ("explorer.css", "explorer.js", "icon.svg"):
        (address,) = set(re.findall(rf"/static/{re.escape(name)}\?v=\w+", page))
        reply = served.ask(address)
        assert reply.body == (STATIC / name).read_bytes()
        assert "immutable" in reply.headers["cache-control"]


def test_every_link_of_the_pages_leads_somewhere(served: Served) -> None:
    """Follow each link of some pages once; links to things only of one kind each, as they are many."""
    seen: set[str] = set()
    kinds: set[str] = set()
    pages = [
        "/",
        SHOW,
        "/id/person/park-solomon",
        "/queries",
        "/sparql",
        "/api",
        "/search?q=zombie+series+adapted+from+webtoons",
    ]
    for page in pages:
        links = [unescape(link) for link in re.findall(r'href="(/[^"#]*)"', served.ask(page, headers=BROWSER).text)]
        for link in links:
            kind = "/".join(link.split("?")[0].split("/")[:3])
            if link in seen or (kind in kinds and kind.startswith(("/id/", "/path"))):
                continue
            seen.add(link)
            kinds.add(kind)
            assert served.ask(quote(link, safe="/?&=%+:;,.~-_"), headers=BROWSER).status in (200, 303), (page, link)
    assert len(seen) > 50


def test_pages_have_names_labels_and_one_heading(served: Served) -> None:
    for path in ("/", SHOW, "/path", "/sparql", "/queries/cast", f"/picture?of={quote(IRI)}", "/api", "/nothing"):
        page = served.ask(path, headers=BROWSER).text
        assert '<html lang="en">' in page
        assert len(re.findall(r"<h1\b", page)) == 1, path
        assert re.search(r"<title>[^<]+</title>", page)
        for field in re.findall(r'<(?:input|textarea)\b(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', page):
            assert f'for="{field}"' in page, (path, field)
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page), path
        assert not re.findall(r"<script(?![^>]*(?:src=|type=\"application/))", page), path
        assert not re.search(r'(?:src|action)="https?:', page), path
