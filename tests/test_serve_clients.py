"""Clients that others wrote: what they ask the endpoint, and that they understand what it answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

if TYPE_CHECKING:
    from tests.conftest import Served

ROOT = Path(__file__).resolve().parents[1]
PREFIXES = "PREFIX schema: <https://schema.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
SHOW = "https://w3id.org/showgraph/id/show/all-of-us-are-dead"
SELECT = f"{PREFIXES} SELECT ?name {{ <{SHOW}> schema:actor/rdfs:label ?name }} ORDER BY ?name"
CONSTRUCT = f"{PREFIXES} CONSTRUCT {{ <{SHOW}> schema:actor ?who }} WHERE {{ <{SHOW}> schema:actor ?who }}"


@pytest.fixture(scope="module")
def names(served: Served) -> list[str]:
    """The names that every client has to find."""
    found = json.loads(served.query(SELECT).text)["results"]["bindings"]
    assert len(found) > 10
    return [row["name"]["value"] for row in found]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparql_wrapper_reads_rows(served: Served, names: list[str], method: str, form: str) -> None:
    found = wrap(served, SELECT, method, form).query().convert()
    if form == "json":
        listed = [row["name"]["value"] for row in found["results"]["bindings"]]
    elif form == "xml":
        listed = [node.firstChild.data for node in found.getElementsByTagName("literal")]
    else:
        listed = [line.strip('"') for line in found.decode().splitlines()[1:]]
    assert listed == names


@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "json-ld"])
def test_sparql_wrapper_reads_graphs(served: Served, names: list[str], form: str) -> None:
    found = wrap(served, CONSTRUCT, "GET", form).query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == len(names)


def test_sparql_wrapper_posts_a_query_as_it_is(served: Served, names: list[str]) -> None:
    from SPARQLWrapper import POSTDIRECTLY

    wrapper = wrap(served, SELECT, "POST", "json")
    wrapper.setRequestMethod(POSTDIRECTLY)
    assert len(wrapper.query().convert()["results"]["bindings"]) == len(names)
    assert wrap(served, "ASK {}", "GET", "json").query().convert()["boolean"] is True


def test_sparql_wrapper_understands_the_errors(served: Served) -> None:
    from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

    with pytest.raises(QueryBadFormed, match="MalformedQuery: line 1"):
        wrap(served, "SELECT", "GET", "json").query()
    with pytest.raises(EndPointInternalError, match="SERVICE is refused"):
        wrap(served, "ASK { SERVICE <http://127.0.0.1/> {} }", "GET", "json").query()


def wrap(served: Served, query: str, method: str, form: str) -> Any:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(f"{served.address}/sparql")
    wrapper.setQuery(query)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    return wrapper


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_it_as_a_store(served: Served, names: list[str], method: Any, form: str) -> None:
    store = SPARQLStore(f"{served.address}/sparql", method=method, returnFormat=form)
    graph = rdflib.Graph(store=store)
    rows: Any = graph.query(SELECT)
    assert [str(row[0]) for row in rows] == names
    if form in ("xml", "json"):
        assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_rdflib_walks_it_as_a_graph(served: Served, names: list[str]) -> None:
    graph = rdflib.Graph(store=SPARQLStore(f"{served.address}/sparql", returnFormat="json"))
    show, actor = rdflib.URIRef(SHOW), rdflib.URIRef("https://schema.org/actor")
    people = list(graph.objects(show, actor))
    assert len(people) == len(names)
    assert sorted(str(graph.value(person, rdflib.RDFS.label)) for person in people) == sorted(names)
    assert (show, actor, people[0]) in graph
    other = rdflib.Graph(store=SPARQLStore(f"{served.address}/sparql", returnFormat="xml"))
    assert len(other.query(CONSTRUCT).graph or ()) == len(names)


def test_rdflib_asks_it_over_one_source(served: Served) -> None:
    store = SPARQLStore(f"{served.address}/sparql", returnFormat="json")
    everything = rdflib.Graph(store=SPARQLStore(f"{served.address}/sparql", returnFormat="json"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    name = first_cell(everything.query("SELECT ?g { GRAPH ?g { ?s a <https://schema.org/TVSeries> } } LIMIT 1"))
    inside = first_cell(everything.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"))
    assert int(first_cell(store.query(count, queryGraph=name))) == int(inside) > 0


def first_cell(found: Any) -> str:
    return str(next(iter(found))[0])


def test_curl(served: Served, names: list[str], missing: Callable[[str], None], tmp_path: Path) -> None:
    if not shutil.which("curl"):
        missing("no curl on this machine; the endpoint was not asked with it")
    (tmp_path / "q.rq").write_text(SELECT, encoding="utf-8")
    endpoint = f"{served.address}/sparql"
    for arguments in (
        ["--get", "--data-urlencode", f"query={SELECT}"],
        ["--data-urlencode", f"query={SELECT}"],
        ["--compressed", "-H", "Content-Type: application/sparql-query", "--data-binary", f"@{tmp_path / 'q.rq'}"],
    ):
        command = ["curl", "--silent", "--show-error", "--fail", "-H", "Accept: text/csv", *arguments, endpoint]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        assert done.stdout.decode().splitlines()[1:] == names


def test_comunica(served: Served, names: list[str], missing: Callable[[str], None]) -> None:
    folder = Path(__file__).resolve().parent / "comunica" / "node_modules"
    if not shutil.which("node") or not folder.is_dir():
        told = "Comunica is not installed; npm install --prefix tests/comunica brings it"
        if os.environ.get("SHOWGRAPH_WITHOUT_COMUNICA"):
            pytest.skip(told)
        missing(told)
    script = folder.parent / "ask.mjs"
    done = subprocess.run(
        ["node", str(script), f"{served.address}/sparql", SELECT],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert [row["name"] for row in json.loads(done.stdout)] == names
