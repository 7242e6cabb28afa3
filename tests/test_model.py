"""What is derived from the model agrees with it and with the bundled graph."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.model import KINDS, PROPERTIES, ancestors, descendants, get_property, is_a, most_special, uppers
from showgraph.model.context import build_context
from showgraph.model.shapes import build_shapes

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph


def test_keys_are_unique_within_a_kind() -> None:
    for kind in KINDS:
        keys = [prop.key for prop in PROPERTIES if prop.of == kind]
        assert len(keys) == len(set(keys)), kind


def test_every_property_leads_from_and_to_kinds_that_are_declared() -> None:
    for prop in PROPERTIES:
        assert prop.of in KINDS
        assert (prop.value == "entity") == bool(prop.range)
        assert not prop.range or prop.range in KINDS
        assert all(upper.range == prop.range for upper in uppers(prop))


def test_kinds_have_the_classes_of_all_kinds_above() -> None:
    assert [kind.key for kind in ancestors("web-series")] == ["web-series", "series", "screen-work", "work"]
    assert is_a("short-film", "movie")
    assert not is_a("tv-special", "movie")
    assert {kind.key for kind in descendants("comic-series")} == {"comic-series", "webtoon", "manga", "comic"}
    assert most_special(frozenset({"work", "screen-work", "series", "mini-series"})) == "mini-series"


def test_lower_properties_bring_the_upper_one_along() -> None:
    for key in ("adaptation-of", "remake-of", "spin-off-of"):
        assert [upper.key for upper in uppers(get_property(key))] == ["based-on"]


def test_the_context_reads_back_what_the_graph_says(kg: KnowledgeGraph) -> None:
    import rdflib

    document = {
        "@context": build_context(),
        "@id": "https://example.org/x",
        "@type": "Webtoon",
        "year": 2009,
        "adaptationOf": "https://example.org/y",
    }
    graph = rdflib.Graph()
    graph.parse(data=json.dumps(document), format="json-ld")
    rows = {(str(p), str(o)) for _, p, o in graph}
    assert ("https://w3id.org/showgraph/ns#adaptationOf", "https://example.org/y") in rows
    assert ("https://w3id.org/showgraph/ns#year", "2009") in rows
    assert ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/showgraph/ns#Webtoon") in rows


def test_the_bundled_graph_fits_the_shapes(kg: KnowledgeGraph, tmp_path: Path) -> None:
    import rdflib

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyshacl

        kg.export("ntriples", tmp_path / "graph.nt")
        data = rdflib.Graph().parse(tmp_path / "graph.nt", format="nt")
        shapes = rdflib.Graph().parse(data=build_shapes(), format="turtle")
        conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, str(report)[:3000]


def test_the_shapes_refuse_what_the_model_forbids() -> None:
    import rdflib

    bad = """
        @prefix sg: <https://w3id.org/showgraph/ns#> . @prefix schema: <https://schema.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:x> a schema:CreativeWork ; rdfs:label "x" ; sg:year 2009 , 2010 ; schema:numberOfEpisodes "many" .
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyshacl

        shapes = rdflib.Graph().parse(data=build_shapes(), format="turtle")
        conforms, _, report = pyshacl.validate(rdflib.Graph().parse(data=bad, format="turtle"), shacl_graph=shapes)
    assert not conforms
    assert "year" in str(report)
    assert "numberOfEpisodes" in str(report)
