"""The W3C's own tests of the SPARQL 1.1 Protocol and Service Description, as far as they are of queries.

They lie in the folder that ``test_w3c.py`` reads. Updates are refused, so of their tests only those that must fail are
run. Each request is sent as the manifest gives it, with the endpoint's own path.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection

import showgraph
from showgraph.rdf import read_rdf
from showgraph.store import Layout, Staging, replace_directory, write_graph

if TYPE_CHECKING:
    from tests.conftest import Reply, Served

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"
# Without a graph of that name the endpoint refuses the request: it fetches nothing.
EMPTY = f"{DATA}data0.rdf"
# Updates are refused by design, so these can't succeed.
LEFT_OUT = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}


@dataclass(frozen=True)
class Case:
    """One request of a test and what its answer must be."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    boolean: str | None
    format: str | None


def folder_of(given: str | None) -> Path:
    named = given or os.environ.get("SHOWGRAPH_W3C")
    root = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "w3c"
    return root.resolve() / "sparql" / "sparql11" / "protocol"


def read_cases(folder: Path) -> Iterator[Case]:
    manifest = rdflib.Graph().parse(folder / "manifest.ttl")
    for entries in manifest.objects(None, MF.entries):
        for test in Collection(manifest, entries):
            action = manifest.value(test, MF.action)
            requests = manifest.value(action, HT.requests)
            for number, request in enumerate(Collection(manifest, requests)) if requests is not None else ():
                yield read_case(manifest, f"{str(test).split('#')[-1]}/{number}", request)


def read_case(manifest: rdflib.Graph, name: str, request: Any) -> Case:
    def text(node: Any, prop: Any) -> str | None:
        found = manifest.value(node, prop)
        return None if found is None else str(found)

    headers = []
    for listed in manifest.objects(request, HT.headers):
        for header in Collection(manifest, listed):
            headers.append((str(text(header, HT.fieldName)), str(text(header, HT.fieldValue))))
    body = manifest.value(request, HT.body)
    charset = str(text(body, CNT.characterEncoding) or "utf-8") if body is not None else "utf-8"
    content = None if body is None else str(text(body, CNT.chars)).encode(charset)
    answer = manifest.value(request, HT.resp)
    return Case(
        name,
        str(text(request, HT.methodName)),
        str(text(request, HT.absolutePath)),
        tuple(headers),
        content,
        frozenset(str(status)[-3:] for status in manifest.objects(answer, MF.expectedStatus)),
        text(answer, MF.expectedBoolean),
        text(answer, MF.expectedFormat),
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        folder = folder_of(metafunc.config.getoption("--w3c"))
        cases = list(read_cases(folder)) if folder.is_dir() else []
        kept = [case for case in cases if case.name.partition("/")[0] not in LEFT_OUT]
        metafunc.parametrize("case", kept, ids=[case.name for case in kept])


@pytest.fixture(scope="module")
def endpoint(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]
) -> Iterator[Served]:
    folder = folder_of(pytestconfig.getoption("--w3c"))
    place = tmp_path_factory.mktemp("protocol") / "graph"
    with Staging() as staging, replace_directory(place) as target:
        for name in ("data1", "data2", "data3"):
            staging.add((f"<{DATA}{name}.rdf", s, p, o) for _, s, p, o in read_rdf(folder / f"{name}.nt"))
        staging.add([(f"<{EMPTY}", "<urn:of", "<urn:no", "<urn:concern")])
        write_graph(staging.connection, Layout(), target)
    with showgraph.open(place) as graph:
        yield serve(graph)


def test_the_suite_is_there(pytestconfig: pytest.Config, missing: Callable[[str], None]) -> None:
    folder = folder_of(pytestconfig.getoption("--w3c"))
    if not folder.is_dir():
        missing(f"no W3C protocol tests at {folder}; name the folder of the suites with --w3c or SHOWGRAPH_W3C")
    names = {case.name.partition("/")[0] for case in read_cases(folder)}
    assert names > LEFT_OUT
    assert len(names - LEFT_OUT) == 27


def test_w3c_protocol(endpoint: Served, case: Case) -> None:
    reply = endpoint.ask(case.path, case.method, dict(case.headers), case.body)
    assert f"{reply.status // 100}xx" in case.statuses, (reply.status, reply.text)
    if case.boolean is not None:
        assert f'"boolean": {case.boolean}' in reply.text
    if case.format is not None:
        assert reply.media in _MEDIA[case.format]


_MEDIA = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"},
}  # fmt: skip


def test_the_description_says_where_it_is(endpoint: Served) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    reply: Reply = endpoint.ask("/sparql")
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")
    found = list(graph.subject_objects(rdflib.URIRef(f"{sd}endpoint")))
    assert [str(place) for _, place in found] == [f"{endpoint.address}/sparql"]
    # The schema that the third of its tests asks for: one service, its dataset, that one's default graph.
    assert (found[0][0], RDF.type, rdflib.URIRef(f"{sd}Service")) in graph
    dataset = graph.value(found[0][0], rdflib.URIRef(f"{sd}defaultDataset"))
    assert (dataset, RDF.type, rdflib.URIRef(f"{sd}Dataset")) in graph
