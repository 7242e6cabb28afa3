"""The SPARQL endpoint as the protocol says: our own list of requests, its description, tags and compression."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib import Namespace

from showgraph.serve.negotiate import GRAPHS, ROWS, choose_form, likes_pages, read_accept
from showgraph.serve.refusals import RequestError

if TYPE_CHECKING:
    from tests.conftest import Served

CASES = Path(__file__).resolve().parent / "cases" / "protocol"
REQUESTS: list[dict[str, Any]] = tomllib.loads((CASES / "requests.toml").read_text("utf-8"))["request"]
SOURCE = "https://w3id.org/showgraph/id/source/all-of-us-are-dead-preview"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")


@pytest.fixture(scope="module")
def source(served: Served) -> str:
    """The name of a source's graph."""
    return str(
        json.loads(served.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 1").text)["results"]["bindings"][
            0
        ]["g"]["value"]
    )


@pytest.mark.parametrize("case", REQUESTS, ids=[case["name"] for case in REQUESTS])
def test_requests(served: Served, source: str, case: dict[str, Any]) -> None:
    def fill(text: str) -> str:
        nested = "(" * 3000 + "1" + ")" * 3000
        return (
            text.replace("{source}", quote(source, safe="")).replace("{source-iri}", source).replace("{nested}", nested)
        )

    body = fill(case["body"]).encode() if "body" in case else None
    reply = served.ask(fill(case.get("path", "/sparql")), case.get("method", "GET"), case.get("headers"), body)
    assert reply.status == case["status"], reply.text
    if reply.status >= 400:
        assert len(reply.text.splitlines()) == 1, "an error is one sentence"
    if "type" in case:
        assert reply.media == case["type"]
    if "holds" in case:
        assert fill(case["holds"]) in reply.text
    if "body-is" in case:
        assert reply.text == fill(case["body-is"])
    if "header" in case:
        name, _, value = case["header"].partition(": ")
        assert set(reply.headers[name].split(", ")) == set(value.split(", "))


@pytest.mark.parametrize("form", GRAPHS[:4], ids=lambda form: str(form.name))
def test_the_service_describes_itself(served: Served, form: Any) -> None:
    reply = served.ask("/sparql", headers={"accept": form.media})
    assert reply.media == form.media
    graph = rdflib.Graph().parse(
        data=reply.text, format={"jsonld": "json-ld", "rdfxml": "xml"}.get(form.name, form.name)
    )
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    assert str(graph.value(service, SD.endpoint)) == f"{served.address}/sparql"
    assert graph.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    assert len(list(graph.objects(service, SD.resultFormat))) == 8
    assert not list(graph.objects(service, SD.feature))
    dataset = graph.value(service, SD.defaultDataset)
    assert graph.value(dataset, SD.defaultGraph) is not None
    names = {str(graph.value(node, SD.name)) for node in graph.objects(dataset, SD.namedGraph)}
    asked = json.loads(served.query("SELECT DISTINCT ?g { GRAPH ?g { } }").text)["results"]["bindings"]
    assert names == {row["g"]["value"] for row in asked}


def test_void_counts_what_is_there(served: Served) -> None:
    graph = rdflib.Graph().parse(data=served.ask("/.well-known/void").text, format="turtle")
    (dataset,) = graph.subjects(rdflib.RDF.type, VOID.Dataset)
    (row,) = json.loads(served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text)["results"]["bindings"]
    assert str(graph.value(dataset, VOID.triples)) == row["n"]["value"]
    assert str(graph.value(dataset, VOID.sparqlEndpoint)) == f"{served.address}/sparql"
    parts = list(graph.objects(dataset, VOID.propertyPartition))
    assert sum(int(str(graph.value(part, VOID.triples))) for part in parts) == int(row["n"]["value"])


def test_who_has_the_answer_is_not_sent_it_again(served: Served) -> None:
    path = "/sparql?query=ASK%7B%7D"
    first = served.ask(path)
    tag = first.headers["etag"]
    assert served.ask(path, headers={"if-none-match": tag}).status == 304
    assert served.ask(path, headers={"if-none-match": f'"x", {tag.removeprefix("W/")}'}).status == 304
    assert served.ask(path, headers={"if-none-match": '"another"'}).status == 200
    # Another form of the answer is another answer.
    assert served.ask(path, headers={"if-none-match": tag, "accept": "application/xml"}).status == 200
    assert "Accept" in first.headers["vary"]


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?t) {}", "SELECT (rand() AS ?t) {}", "SELECT (STRUUID() AS ?t) {}"]
)
def test_what_changes_each_time_has_no_tag(served: Served, query: str) -> None:
    one, other = served.query(query), served.query(query)
    assert one.status == 200
    assert "etag" not in one.headers
    assert "NOW" in query or one.text != other.text


def test_large_answers_are_compressed_and_the_same(served: Served) -> None:
    query = "SELECT * { ?s ?p ?o }"
    plain = served.query(query, "text/csv")
    packed = served.ask(
        "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
        headers={"accept": "text/csv", "accept-encoding": "gzip"},
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert gzip.decompress(packed.body) == plain.body
    assert plain.text.count("\r\n") > 50_000


def test_closing_headers_are_everywhere(served: Served) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/nothing", "/health", "/sparql?query=x"):
        headers = served.ask(path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_each_query_of_the_catalogue_is_in_the_api(served: Served) -> None:
    from showgraph.ask.catalogue import read_catalogue

    described = json.loads(served.ask("/openapi.json").text)
    assert set(described["paths"]) == {f"/api/{name}" for name in read_catalogue()}
    assert described["servers"] == [{"url": served.address}]
    for named in read_catalogue().values():
        operation = described["paths"][f"/api/{named.name}"]["get"]
        assert [entry["name"] for entry in operation["parameters"]] == [one.name for one in named.parameters]


def test_the_api_answers_as_the_command_line_does(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    from showgraph.cli.main import run

    assert run(["filmography", "Lomon", "--format", "json"]) == 0
    rows = json.loads(served.ask("/api/filmography?person=Lomon").text)
    assert rows == json.loads(capsys.readouterr().out)
    assert json.loads(served.ask("/api/genre-adaptations").text)
    assert json.loads(served.ask("/api/by-genre?genre=no%20such%20genre").text)["error"] == "UnknownName"


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/nothing", 404, "UnknownQuery"),
        ("/api/cast", 400, "BadRequest"),
        ("/api/cast?work=Kingdom&work=Vincenzo", 400, "BadRequest"),
        ("/api/cast?show=Kingdom", 400, "BadRequest"),
        ("/api/cast?work=No%20such%20work", 404, "UnknownName"),
        ("/api/by-broadcaster-and-year?broadcaster=Netflix&year=x", 400, "BadRequest"),
    ],
)
def test_the_api_says_what_is_wrong(served: Served, path: str, status: int, error: str) -> None:
    reply = served.ask(path)
    assert (reply.status, reply.media) == (status, "application/json")
    told = json.loads(reply.text)
    assert told["error"] == error
    assert told["message"]


def test_a_name_of_several_things_lists_them(served: Served) -> None:
    query = (
        "SELECT ?l (COUNT(DISTINCT ?s) AS ?n) { ?s a schema:Person ; rdfs:label ?l } GROUP BY ?l HAVING(?n > 1) LIMIT 1"
    )
    rows = json.loads(served.query(query).text)["results"]["bindings"]
    assert rows, "no two people of the bundled graph share a name any more: the test needs others"
    reply = served.ask(f"/api/filmography?person={quote(rows[0]['l']['value'])}")
    assert reply.status == 409
    assert len(json.loads(reply.text)["choices"]) > 1


def test_things_have_addresses(served: Served) -> None:
    path = "/id/show/all-of-us-are-dead"
    iri = f"https://w3id.org/showgraph{path}"
    expected = rdflib.Graph().parse(data=served.query(f"DESCRIBE <{iri}>").text, format="turtle")
    for form, name in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")):
        reply = served.ask(path, headers={"accept": form})
        assert reply.media == form
        graph = rdflib.Graph().parse(data=reply.text, format=name)
        assert len(graph) == len(expected)
    assert len(
        rdflib.Graph().parse(data=served.ask(f"/thing?iri={quote(iri)}&format=ntriples").text, format="nt")
    ) == len(expected)
    assert served.ask("/id/show/nothing-of-the-kind").status == 404
    assert served.ask("/thing").status == 400
    assert served.ask(path, headers={"accept": "image/png"}).status == 406


def test_numbers_for_prometheus(served: Served) -> None:
    served.ask("/sparql?query=nonsense")
    text = served.ask("/metrics").text
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values['showgraph_requests_total{room="sparql",status="400"}']) >= 1
    assert float(values["showgraph_graph_triples"]) > 50_000
    assert values['showgraph_request_seconds_bucket{le="+Inf"}'] == values["showgraph_request_seconds_count"]
    assert json.loads(served.ask("/health").text)["status"] == "ok"


@pytest.mark.parametrize("nonsense", ["", ";;;", "a", "/", "text/html;q=", "text/html;q=2", "text/html;q=x", "," * 500])
def test_nonsense_in_accept_is_nothing(nonsense: str) -> None:
    try:
        assert choose_form(nonsense, ROWS) in ROWS
    except RequestError as error:
        assert error.status == 406  # noqa: PT017
    assert not likes_pages("*/*," + nonsense)
    assert len(read_accept("a/b," * 10_000)) <= 50
