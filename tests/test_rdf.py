"""RDF files in and out: the same graph comes back, and nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from showgraph.errors import DataError, GraphError
from showgraph.rdf import rdf_dataset, rdf_graph, read_rdf, write_rdf
from showgraph.store import Layout, Staging, Store, open_store, replace_directory, write_graph

XSD = "http://www.w3.org/2001/XMLSchema#"
TRIG = """
@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :p "one"@en, "01"^^xsd:integer, 1.50, 007, 1.0e6, "line\\nbreak\\"s", [ :q "" ] ; :l ( :b "x" ) .
:g { :a :p "in g" . _:x :q :a . }
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "in.trig").write_text(TRIG, "utf-8")
    return load(tmp_path, tmp_path / "in.trig")


def load(place: Path, path: Path, name: str = "g") -> Store:
    with Staging() as staging, replace_directory(place / name) as folder:
        staging.add(read_rdf(path))
        write_graph(staging.connection, Layout(), folder)
    return open_store(place / name)


def test_lexical_forms_stay_as_written(store: Store) -> None:
    texts = {row[0] for row in store.execute("SELECT term FROM terms")}
    assert {f"^{XSD}integer 01", f"^{XSD}decimal 1.50", f"^{XSD}integer 007", f"^{XSD}double 1.0e6"} <= texts


@pytest.mark.parametrize(
    ("format", "ending"),
    [
        ("turtle", ".ttl"),
        ("ntriples", ".nt"),
        ("nquads", ".nq"),
        ("trig", ".trig"),
        ("jsonld", ".jsonld"),
        ("rdfxml", ".rdf"),
    ],
)
def test_what_is_written_reads_back(store: Store, tmp_path: Path, format: str, ending: str) -> None:
    with (tmp_path / f"out{ending}").open("wb") as stream:
        write_rdf(store, format, stream, prefixes={"e": "http://e/"})
    again = load(tmp_path, tmp_path / f"out{ending}", "again")
    assert isomorphic(copy(rdf_graph(store)), copy(rdf_graph(again)))
    if format in ("nquads", "trig"):
        assert again.catalogue.named_triples == 2
        assert isomorphic(copy(rdf_graph(store, "http://e/g")), copy(rdf_graph(again, "http://e/g")))


def copy(graph: rdflib.Graph) -> rdflib.Graph:
    made = rdflib.Graph()
    for triple in graph:
        made.add(triple)
    return made


def test_rdflib_sees_the_dataset(store: Store) -> None:
    dataset = rdf_dataset(store)
    subject = rdflib.URIRef("http://e/a")
    assert len(rdf_graph(store)) == store.catalogue.default_triples
    assert [str(graph.identifier) for graph in dataset.graphs() if "e/" in str(graph.identifier)] == ["http://e/g"]
    assert len(dataset.graph(rdflib.URIRef("http://e/g"))) == 2
    assert (subject, rdflib.URIRef("http://e/p"), rdflib.Literal("one", lang="en")) in rdf_graph(store)
    assert list(rdf_graph(store).triples((rdflib.URIRef("http://e/none"), None, None))) == []
    with pytest.raises(GraphError, match="read-only"):
        rdf_graph(store).add((subject, subject, subject))
    with pytest.raises(GraphError, match="no named graph"):
        rdf_graph(store, "http://e/none")


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.nt").write_text("_:x <http://e/p> _:x .\n")
    one, two = (list(read_rdf(tmp_path / f"{name}.nt")) for name in ("one", "two"))
    assert one[0][1] == one[0][3] != two[0][1]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "a.jsonld",
            '{"@context": "https://evil.example/c", "name": "x"}',
            "remote context https://evil.example/c refused",
        ),
        (
            "a.rdf",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
            "external entity file:///etc/passwd",
        ),
        ("a.ttl", "<http://e/a> <http://e/p> \n oops .", "a.ttl:2"),
        ("a.nt", "<http://e/a> <http://e/p> <http://e/o> .\nnonsense\n", "a.nt:2: not a statement"),
        ("a.rdf", "<x", "a.rdf:1"),
        ("a.txt", "", "no RDF format has files ending in '.txt'"),
    ],
)
def test_bad_files_are_refused_by_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        list(read_rdf(tmp_path / name))
    assert message in str(caught.value)


def test_a_known_context_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text('{"@context": "https://schema.org", "@id": "http://e/a", "name": "x"}')
    contexts = {"https://schema.org": {"@vocab": "https://schema.org/"}}
    assert list(read_rdf(tmp_path / "a.jsonld", contexts=contexts)) == [
        ("", "<http://e/a", "<https://schema.org/name", '"x')
    ]
