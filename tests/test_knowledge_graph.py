"""The Python door: networks, exports that come back as they were, cheap imports, a bundled graph that stays fresh."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import showgraph
from showgraph.errors import DataError, GraphError, ShowgraphError
from showgraph.knowledge_graph import add_prefixes
from showgraph.making import ensure_bundled
from showgraph.model import Entity

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

ROOT = Path(__file__).resolve().parents[1]
GOOD = Path(__file__).parent / "cases" / "data" / "good"


def triples_of(kg: KnowledgeGraph) -> set[tuple[str | None, ...]]:
    return set(kg.query("SELECT ?s ?p ?o { ?s ?p ?o }").texts)


def quads_of(kg: KnowledgeGraph) -> set[tuple[str | None, ...]]:
    named = set(kg.query("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").texts)
    return named | {("", *triple) for triple in triples_of(kg)}


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml", "nquads", "trig"])
def test_what_is_exported_comes_back_as_it_was(kg: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    from showgraph.rdf import read_rdf

    endings = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld", "rdfxml": "rdf", "nquads": "nq", "trig": "trig"}
    target = tmp_path / f"graph.{endings[form]}"
    kg.export(form, target)
    found = set(read_rdf(target, form))
    # No blank nodes are in the graph, so the same quads are the same graph.
    assert not any(text and text.startswith("_") for quad in quads_of(kg) for text in quad)
    assert found == (quads_of(kg) if form in ("nquads", "trig") else {("", *triple) for triple in triples_of(kg)})


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_hold_every_statement(kg: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    target = tmp_path / "tables"
    kg.export(form, target)
    kg.export(form, target)
    if form == "csv":
        with (target / "statements.csv").open(encoding="utf-8", newline="") as file:
            rows = [tuple(row.values()) for row in csv.DictReader(file)]
    else:
        import duckdb

        rows = [
            tuple(cell or "" for cell in row)
            for row in duckdb.execute(f"SELECT * FROM '{target / 'statements.parquet'}'").fetchall()
        ]
    assert {_as_quad(row) for row in rows} == quads_of(kg)
    assert {path.stem for path in target.iterdir()} >= {"work", "person", "credit", "relations", "texts", "statements"}


def _as_quad(row: tuple[str, ...]) -> tuple[str, ...]:
    graph, s, p, o, datatype, language = row
    xsd = "http://www.w3.org/2001/XMLSchema#"
    if datatype == "IRI":
        value = "<" + o
    elif language:
        value = f"@{language} {o}"
    else:
        value = '"' + o if datatype == xsd + "string" else f"^{datatype} {o}"
    return ("<" + graph if graph else "", "<" + s, "<" + p, value)


def test_exports_never_overwrite_other_things(kg: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ShowgraphError, match="holds other things"):
        kg.export("csv", tmp_path / "mine")
    with pytest.raises(ShowgraphError, match="is a folder"):
        kg.export("turtle", tmp_path / "mine")
    with pytest.raises(ShowgraphError, match="no export form"):
        kg.export("docx", tmp_path / "x")
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_write_without_a_clean_up(kg: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    import networkx

    target = tmp_path / f"graph.{form}"
    kg.export(form, target)
    read = networkx.read_graphml if form == "graphml" else networkx.read_gexf
    network = read(target)
    whole = kg.network()
    assert set(network) == set(whole)
    assert network.number_of_edges() == whole.number_of_edges()
    show = kg.get("All of Us Are Dead", "series").iri
    assert network.nodes[show]["label"] == "All of Us Are Dead"
    assert network.nodes[show]["kind"] == "series"


def test_networks_of_a_selection(kg: KnowledgeGraph) -> None:
    around = kg.network(around="All of Us Are Dead", relations=["adaptation-of", "actors"])
    show, webtoon = kg.get("All of Us Are Dead", "series").iri, kg.get("Now at Our School", "webtoon").iri
    assert around.has_edge(show, webtoon, key="adaptation-of")
    actor = kg.get("Park Ji-hu").iri
    assert around.edges[show, actor, "actors"] == {"relation": "actor", "character": "Nam On-jo", "part": "main"}
    assert {data["kind"] for _, data in around.nodes(data=True)} == {"series", "webtoon", "person"}
    wider = kg.network(around="All of Us Are Dead", relations=["adaptation-of", "actors"], steps=2)
    assert set(around) < set(wider)
    people = kg.network(kinds=["person"])
    assert {data["kind"] for _, data in people.nodes(data=True)} == {"person"}
    assert people.number_of_edges() == 0
    webtoons = kg.network(kinds=["series", "webtoon"], relations=["adaptation-of"])
    assert webtoons.number_of_edges() == len(
        kg.query("SELECT * { ?s a schema:TVSeries ; sg:adaptationOf ?w . ?w a sg:Webtoon }")
    )
    with pytest.raises(ShowgraphError, match="no kind 'robot'"):
        kg.network(kinds=["robot"])
    with pytest.raises(ShowgraphError, match="no relation 'likes'"):
        kg.network(relations=["likes"])


def test_paths_are_as_short_as_networkx_finds_them(kg: KnowledgeGraph) -> None:
    import networkx

    network = networkx.Graph(kg.network(relations=["actors"]))
    people = sorted(node for node, data in network.nodes(data=True) if data["kind"] == "person")[::97]
    for one, other in pairwise(people):
        rows = kg.path(one, other)
        if networkx.has_path(network, one, other):
            assert len(rows) == networkx.shortest_path_length(network, one, other) / 2
            for row in rows:
                start, via, end = row["from"], row["via"], row["to"]
                assert isinstance(start, Entity)
                assert isinstance(via, Entity)
                assert isinstance(end, Entity)
                assert network.has_edge(start.iri, via.iri)
                assert network.has_edge(via.iri, end.iri)
        else:
            assert rows == []


def test_paths_may_lead_through_directors(kg: KnowledgeGraph) -> None:
    assert kg.path("Lee Jae-kyoo", "Park Ji-hu") == []
    (row,) = kg.path("Lee Jae-kyoo", "Park Ji-hu", through=("actors", "directors"))
    assert str(row["via"]) == "All of Us Are Dead"
    assert kg.path("Park Ji-hu", "박지후") == []


def test_the_rdf_view_copies_nothing_and_agrees(kg: KnowledgeGraph) -> None:
    import rdflib

    show = rdflib.URIRef(kg.get("All of Us Are Dead", "series").iri)
    label = rdflib.RDFS.label
    assert [str(o) for o in kg.rdf.objects(show, label)] == ["All of Us Are Dead"]
    assert len(kg.rdf) == kg.store.catalogue.default_triples
    source = rdflib.URIRef("https://w3id.org/showgraph/id/source/preview-article-2021")
    year = rdflib.URIRef("https://w3id.org/showgraph/ns#year")
    assert [str(o) for o in kg.dataset.graph(source).objects(show, year)] == ["2021"]


def test_about_names_winner_losers_and_rule(kg: KnowledgeGraph) -> None:
    facts = list(kg.about("All of Us Are Dead", "series"))
    released = [fact for fact in facts if fact["property"] == "released"]
    assert released[0]["value"] == "28 January 2022"
    assert "what happened outranks" in str(released[1]["note"])
    assert "2021" in str(released[1]["sources"])


def test_check_lists_the_disputes(kg: KnowledgeGraph) -> None:
    rows = kg.check()
    assert any(row["thing"] == "All of Us Are Dead" and "lost by status" in str(row["problem"]) for row in rows)
    assert not [row for row in rows if "disputed" not in str(row["problem"])]


def test_a_graph_of_ones_own(tmp_path: Path) -> None:
    target = tmp_path / "my.graph"
    with showgraph.build([f"toml:{GOOD}"], target) as own:
        assert [str(row["series"]) for row in own.ask("zombie series adapted from webtoons")] == ["Night"]
        assert own.filmography("Ann Lee").rows[0]["character"] == "Mina"
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    with pytest.raises(DataError):
        showgraph.build([f"toml:{GOOD.parent / 'several'}"], target)
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir()] == ["my.graph"]


def test_the_bundled_graph_is_built_again_when_it_is_damaged(own_cache: Path, kg: KnowledgeGraph) -> None:
    place = ensure_bundled()
    copy = own_cache / "copy.graph"
    shutil.copytree(place, copy)
    (copy / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(GraphError, match="showgraph build"):
        showgraph.open(copy)
    shutil.rmtree(copy)
    signature = place / "signature.json"
    signature.write_text(json.dumps("of other data"), encoding="utf-8")
    again = ensure_bundled()
    assert again == place
    assert json.loads(signature.read_text(encoding="utf-8")) != "of other data"


def test_prefixes_need_no_declaration() -> None:
    assert add_prefixes("ASK { ?s schema:genre/skos:broader* ?g }").count("PREFIX") == 2
    assert add_prefixes("PREFIX sg: <urn:x#> ASK { ?s sg:x <https://schema.org/x> }").count("PREFIX") == 1


HEAVY = ["rdflib", "networkx", "numpy", "pyvis", "IPython", "pandas", "jinja2", "starlette", "uvicorn"]


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import showgraph", []),
        ("import showgraph.cli.main", []),
        ("from showgraph.cli.main import run; run(['filmography', 'Park Solomon'])", []),
        ("from showgraph.cli.main import run; run(['cast', 'Kingdom'])", []),
        ("from showgraph.cli.main import run; run(['queries'])", []),
        ("from showgraph.cli.main import run; run(['path', 'Bae Doona', 'Park Ji-hu'])", ["numpy"]),
    ],
)
def test_what_common_commands_load(kg: KnowledgeGraph, code: str, loaded: list[str]) -> None:
    program = f"{code}\nimport sys, json\nsys.stderr.write(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert json.loads(done.stderr.splitlines()[-1]) == loaded
    if code == "import showgraph":
        program = "import showgraph, sys; sys.stdout.write(str('duckdb' in sys.modules or 'click' in sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
        )
        assert done.stdout == "False"
