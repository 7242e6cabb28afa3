"""Graphs as Turtle, N-Triples, JSON-LD and RDF/XML: another reader finds in each the very terms that were written."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showgraph.errors import QueryError
from showgraph.sparql.graph_formats import GRAPH_MEDIA_TYPES, iterate_graph

READERS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
XSD = "http://www.w3.org/2001/XMLSchema#"
SG = "https://w3id.org/showgraph/ns#"
NAMES = st.sampled_from(
    ["http://x.example/a", "http://x.example/b#c", "https://schema.org/name", f"{SG}year", "urn:x:y"]
)
IRIS = st.one_of(NAMES, st.sampled_from([SG, "http://x.example/지금", "http://x.example/a.", "sg:odd"]))
# What XML can't hold is left out here and refused there.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\r\t\"'\\<>&"), max_size=8)
LITERALS = st.one_of(
    TEXTS.map(lambda text: '"' + text),
    TEXTS.map(lambda text: "@ko " + text),
    TEXTS.map(lambda text: f"^{XSD}date {text}"),
    st.sampled_from(["1", "01", "+1", "-0", "x", "1.0", ""]).map(lambda text: f"^{XSD}integer {text}"),
    st.sampled_from(["true", "1", "TRUE"]).map(lambda text: f"^{XSD}boolean {text}"),
)
RESOURCES = IRIS.map(lambda iri: "<" + iri)
TRIPLES = st.lists(st.tuples(RESOURCES, NAMES.map(lambda iri: "<" + iri), RESOURCES | LITERALS), max_size=8)


def read(text: str, format: str) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(text.encode(), format=READERS[format])}


@pytest.mark.parametrize("format", list(GRAPH_MEDIA_TYPES))
@given(triples=TRIPLES)
@settings(deadline=None, max_examples=60)
def test_terms_come_back_as_they_were(format: str, triples: list[tuple[str, str, str]]) -> None:
    expected = read("".join(iterate_graph(triples, "ntriples")), "ntriples")
    assert len(expected) == len(set(triples))
    assert read("".join(iterate_graph(triples, format)), format) == expected


@pytest.mark.parametrize("format", list(GRAPH_MEDIA_TYPES))
def test_blank_nodes_stay_the_same_within_a_graph(format: str) -> None:
    triples = [("_b1", "<http://x/p", "_b2"), ("_b2", "<http://x/p", '"end'), ("<http://x/s", "<http://x/p", "_b1")]
    found = list(pyoxigraph.parse("".join(iterate_graph(triples, format)).encode(), format=READERS[format]))
    (first,) = (quad.object for quad in found if not isinstance(quad.subject, pyoxigraph.BlankNode))
    (second,) = (quad.object for quad in found if quad.subject == first)
    (last,) = (quad.object for quad in found if quad.subject == second)
    assert isinstance(last, pyoxigraph.Literal)
    assert last.value == "end"


@pytest.mark.parametrize("format", list(GRAPH_MEDIA_TYPES))
def test_an_empty_graph_is_a_graph(format: str) -> None:
    assert read("".join(iterate_graph([], format)), format) == set()


def test_turtle_is_short_where_it_may_be() -> None:
    triples = [
        ("<http://x/s", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<https://schema.org/Movie"),
        ("<http://x/s", "<https://w3id.org/showgraph/ns#year", f"^{XSD}integer 2022"),
    ]
    assert "".join(iterate_graph(triples, "turtle")).endswith("\n<http://x/s> a schema:Movie ;\n    sg:year 2022 .\n")


@pytest.mark.parametrize(
    ("triple", "said"),
    [
        (("<http://x/s", "<http://x/1", '"a'), "can't write the property"),
        (("<http://x/s", "<http://x/p", '"\x00'), "can't write one of the texts"),
    ],
)
def test_what_xml_cannot_say_is_refused(triple: tuple[str, str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        list(iterate_graph([triple], "rdfxml"))
    with pytest.raises(QueryError, match="no graph format"):
        iterate_graph([triple], "gif")
