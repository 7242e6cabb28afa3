"""A graph behind an endpoint: the same answers as here, over this project's own endpoint and over another engine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from tests.endpoints import Fake, over_oxigraph, serving

import showgraph
from showgraph.cli.main import run
from showgraph.errors import AmbiguousNameError, QuestionError, ShowgraphError, UnknownNameError
from showgraph.model import Entity
from showgraph.remote_graph import RemoteGraph
from showgraph.store.terms import IRI, Literal

if TYPE_CHECKING:
    from tests.conftest import Served

    from showgraph.draw.picture import Picture
    from showgraph.knowledge_graph import KnowledgeGraph

QUESTIONS = (
    "zombie series adapted from webtoons",
    "who directed Kingdom",
    "who wrote Now at Our School",
    "how many zombie series are adapted from webtoons?",
    "is Sweet Home a zombie series?",
    "did Bae Doona play in Train to Busan?",
    "series with Bae Doona since 2015",
    "films by Yeon Sang-ho",
    "what year did Kingdom come out",
    "Netflix series based on webtoons",
    "who played Nam On-jo",
    "korean horror films in the 2010s",
    "actors in Kingdom and Sweet Home",
    "longest zombie film",
    "series that are not adapted from webtoons with Park Solomon",
    "웹툰 원작 좀비 드라마",
)
CATALOGUE: tuple[tuple[str, dict[str, object]], ...] = (
    ("filmography", {"person": "lomon"}),
    ("cast", {"work": "Kingdom"}),
    ("lineage", {"work": "all of us are dead"}),
    ("co-stars", {"person": "Bae Doona"}),
    ("genres", {}),
    ("by-genre", {"genre": "zombie"}),
    ("name-spellings", {"thing": "Park Solomon"}),
    ("genre-adaptations", {"genre": "Zombies", "kind": "webtoon"}),
    ("most-adapted-webtoons", {}),
)


@pytest.fixture(scope="module")
def other(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    """The bundled graph in another engine."""
    path = tmp_path_factory.mktemp("other") / "graph.nt"
    kg.export("ntriples", path)
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def fake(other: pyoxigraph.Store) -> Iterator[Fake]:
    with serving(over_oxigraph(other)) as fake:
        yield fake


@pytest.fixture(scope="module", params=["own", "other"])
def far(request: pytest.FixtureRequest, served: Served, fake: Fake) -> Iterator[KnowledgeGraph]:
    """The graph behind each endpoint."""
    address = f"{served.address}/sparql" if request.param == "own" else fake.address
    with showgraph.open(address) as graph:
        yield graph


def plain(rows: object) -> list[str]:
    """Return rows as texts in an order of their own: what a query leaves unordered comes in any."""
    shown = [
        [(cell.label, cell.iri) if isinstance(cell, Entity) else cell for cell in row.values()]
        for row in rows  # type: ignore[attr-defined]
    ]
    return sorted(map(str, shown))


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_have_the_same_answers(kg: KnowledgeGraph, far: KnowledgeGraph, question: str) -> None:
    here, there = kg.ask(question), far.ask(question)
    assert (there.reading, there.columns, there.sparql) == (here.reading, here.columns, here.sparql)
    assert plain(there) == plain(here)
    assert len(here) > 0


@pytest.mark.parametrize(("name", "parameters"), CATALOGUE, ids=[name for name, _ in CATALOGUE])
def test_named_queries_have_the_same_rows(
    kg: KnowledgeGraph, far: KnowledgeGraph, name: str, parameters: dict[str, object]
) -> None:
    here, there = kg.run(name, **parameters), far.run(name, **parameters)
    assert there.columns == here.columns
    assert plain(lowered(there)) == plain(lowered(here))
    assert len(here) > 0


def lowered(rows: object) -> list[dict[str, object]]:
    """Return rows with tags of languages in small letters: they mean the same in any, and engines write them so."""
    return [
        {column: str(cell).lower() if column == "language" else cell for column, cell in row.items()}
        for row in rows  # type: ignore[attr-defined]
    ]


def test_all_forms_of_query(kg: KnowledgeGraph, far: KnowledgeGraph) -> None:
    rows = "SELECT ?show ?year { ?show a sg:MiniSeries OPTIONAL { ?show sg:runtimeMinutes ?year } } ORDER BY ?show"
    assert far.query(rows).columns == ("show", "year")
    assert far.query(rows).texts == kg.query(rows).texts
    assert list(far.query(rows)) == list(kg.query(rows))
    assert far.query("ASK { ?s sg:year 2022 }").boolean is True
    assert not far.query("ASK { ?s sg:year 1066 }")
    graph = "CONSTRUCT { ?s sg:year ?year } WHERE { ?s a sg:Webtoon ; sg:year ?year }"
    assert set(far.query(graph).triples) == set(kg.query(graph).triples)
    thing = kg.get("Now at Our School").iri
    assert len(far.query(f"DESCRIBE <{thing}>").graph) > 3
    assert far.query(rows).to_pandas().shape == (len(far.query(rows)), 2)
    assert far.query(rows).to_polars().columns == far.query(rows).to_arrow().column_names == ["show", "year"]
    assert far.query("SELECT * { ?none a sg:Nothing }").texts == []


def test_values_are_bound_as_terms(kg: KnowledgeGraph, far: KnowledgeGraph) -> None:
    hostile = 'x" } UNION { ?s ?p ?o } # \\'
    query = "SELECT ?s ?name { ?s rdfs:label ?name }"
    assert len(far.query(query, {"name": Literal(hostile)})) == 0
    assert [row.name for row in far.query(query, {"name": Literal("Kingdom")})] == ["Kingdom"]
    iri = IRI(kg.get("Kingdom").iri)
    counted = "SELECT (COUNT(?who) AS ?n) { { SELECT ?show ?who { ?show schema:actor ?who } } }"
    assert far.query(counted, {"show": iri})[0].n == kg.query(counted, {"show": iri})[0].n
    everything = "SELECT * { ?show sg:year ?year }"
    assert far.query(everything, {"show": iri})[0]["show"] == iri.value
    with pytest.raises(ShowgraphError, match="no person"):
        far.run("filmography", person=hostile)


def test_names_are_found_as_written(kg: KnowledgeGraph, far: KnowledgeGraph) -> None:
    assert [hit.label for hit in far.find("solomon park", "person")] == ["Park Solomon"]
    assert far.get("박솔로몬").iri == far.get("Lomon", "person").iri == kg.get("Lomon").iri
    assert far.get(kg.get("Kingdom").iri).label == "Kingdom"
    assert far.find("Park Solomom") == []
    with pytest.raises(UnknownNameError, match="no person is called 'Park Solomom'"):
        far.get("Park Solomom", "person")
    with pytest.raises(QuestionError, match="did not understand"):
        far.ask("series with Bae Doonaa")
    with pytest.raises(AmbiguousNameError) as caught:
        far.get("Hellbound", "work")
    assert len(set(caught.value.choices)) == len(caught.value.choices) > 1


def test_what_fits_nothing_says_so(far: KnowledgeGraph) -> None:
    answer = far.ask("zombie series since 2090")
    assert answer.rows == []
    assert "nothing at the endpoint fits" in answer.empty
    assert "isn't asked" in far.ask("who directed Kingdom").unproved
    assert far.ask("who directed Kingdom").why == [[], []]


def seen(picture: Picture) -> tuple[object, ...]:
    nodes = {(n.iri, n.label, n.kind, n.year, n.strong, len(n.facts)) for n in picture.nodes}
    return picture.title, nodes, {(line.start, line.end, line.label, line.note) for line in picture.lines}


def test_pictures_show_the_same(kg: KnowledgeGraph, far: KnowledgeGraph, tmp_path: Path) -> None:
    for name in ("All of Us Are Dead", "Bae Doona"):
        assert seen(far.draw(name)) == seen(kg.draw(name))
    assert seen(far.draw("Now at Our School", lineage=True)) == seen(kg.draw("Now at Our School", lineage=True))
    question, query = "zombie series adapted from webtoons", "SELECT ?s { ?s sg:year 2022 }"
    assert seen(far.draw(question=question)) == seen(kg.draw(question=question))
    assert seen(far.draw(query=query)) == seen(kg.draw(query=query))
    assert "All of Us Are Dead" in far.draw("All of Us Are Dead").save(tmp_path / "a.html").read_text("utf-8")


def test_long_answers_are_read_page_by_page(other: pyoxigraph.Store, kg: KnowledgeGraph) -> None:
    query = "SELECT ?s ?label { ?s rdfs:label ?label }"
    whole = sorted(kg.query(query).texts)
    assert len(whole) > 1_500
    with serving(over_oxigraph(other, most_rows=500)) as fake, showgraph.open(fake.address) as far:
        assert sorted(far.query(query).texts) == whole
        ordered = far.query(query + " ORDER BY DESC(?label) # the last first").texts
        assert ordered[0][1] == max(label for _, label in whole if label)
        assert sorted(ordered) == whole
        count = len(fake.asked)
        assert len(far.query(query + " LIMIT 700")) == 500
        assert len(far.query("SELECT ?s ?year { ?s sg:year ?year } VALUES ?year { 2022 2023 }")) < 500
        assert len(fake.asked) == count + 2


def test_a_round_number_of_rows_is_no_sign_of_more(kg: KnowledgeGraph, fake: Fake, other: pyoxigraph.Store) -> None:
    rows = " ".join(str(number) for number in range(1_000))
    with showgraph.open(fake.address) as far:
        count = len(fake.asked)
        assert len(far.query(f"SELECT ?n {{ }} VALUES ?n {{ {rows} }}")) == 1_000
        assert len(fake.asked) == count + 2


REFUSED = (
    ["check"],
    ["stats"],
    ["about", "Kingdom", "--as-of", "2020"],
    ["path", "Bae Doona", "Park Ji-hu"],
    ["same", "Lomon", "Park Solomon"],
    ["central"],
    ["export", "turtle", "-o", "never.ttl"],
    ["serve", "--port", "0"],
    ["draw", "Bae Doona", "--to", "Park Ji-hu", "-o", "never.html"],
    ["ask", "how are Bae Doona and Park Ji-hu connected"],
)


@pytest.mark.parametrize("command", REFUSED, ids=[command[0] for command in REFUSED])
def test_what_needs_tables_is_refused_in_a_sentence(
    fake: Fake, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--graph", fake.address]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "endpoint" in err
    assert len(err.strip().splitlines()) == 1


def test_nothing_is_built_at_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "toml:data", "-o", "https://example.org/sparql"]) == 1
    assert "a graph is built into a directory on this machine" in capsys.readouterr().err


def test_the_command_line(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = f"{served.address}/sparql"
    assert run(["--graph", address, "query", "ASK { ?s sg:year 2022 }", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"answer": True}]
    assert run(["query", "--graph", address, "CONSTRUCT WHERE { ?s sg:year 2022 }", "--format", "ntriples"]) == 0
    assert "2022" in capsys.readouterr().out
    monkeypatch.setenv("SHOWGRAPH", address)
    assert run(["run", "cast", "--work", "Kingdom", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["person"] == "Ju Ji-hoon"
    assert run(["ask", "--why", "who directed Kingdom"]) == 0
    out, err = capsys.readouterr()
    assert "Kim Sung-hoon" in out
    assert "no why: an endpoint isn't asked" in err
    assert run(["draw", "Kingdom", "-o", str(tmp_path / "k.html")]) == 0
    assert run(["find", "Lomon", "--format", "json"]) == 0


def test_a_graph_on_this_machine_loads_nothing_of_it(kg: KnowledgeGraph) -> None:
    program = (
        f"import showgraph, sys; showgraph.open({str(kg.directory)!r}).run('cast', work='Kingdom');"
        "print([m for m in ('http.client', 'ssl', 'showgraph.remote.client') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_an_endpoint_is_a_graph(fake: Fake) -> None:
    with showgraph.open(fake.address) as far:
        assert isinstance(far, RemoteGraph)
        assert far.suggest("zombie") == []
        assert fake.address in far.explain("ASK {}")
