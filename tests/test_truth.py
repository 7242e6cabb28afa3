"""What was known when, whom to trust, what may be published, and what a source is silent about."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner

import showgraph
from showgraph.ask.about import describe_thing
from showgraph.cli.main import commands, run
from showgraph.errors import AmbiguousNameError, BuildError, ShowgraphError, UnknownNameError
from showgraph.knowledge_graph import KnowledgeGraph
from showgraph.making import build_report
from showgraph.resolve.again import resolve_again
from showgraph.resolve.speakers import Rule
from showgraph.store.triples import read_triples

SOURCES = """
[early]
title = "An early article"
date = 2021-05-01
trust = 7
licence = "CC0 1.0"

[later]
title = "A catalogue"
date = 2023
trust = 3
licence = "CC BY-SA 4.0"

[undated]
title = "A page"
trust = 2

[other]
title = "Another catalogue"
date = 2023
trust = 4
licence = "facts only"
expires = 2024-06-30
"""
PEOPLE = """
[ann-lee]
label = "Ann Lee"
sources = { "*" = ["later"] }
"""
SHOW = """
kind = "series"
label = "Night"
released = 2022-01-28
episodes = 12
countries = ["KR"]
screenwriters = ["ann-lee"]
adaptation-of = ["dark"]

[sources]
"*" = ["later"]
countries = ["undated"]

[said.early]
released = { date = 2021, status = "expected" }
screenwriters = [{ person = "ann-lee", as = "Anne Li" }]

[[said.early.events]]
kind = "release"
date = 2021
status = "expected"
description = "first half of 2021"

[said.other]
label = "Night"
episodes = 10
"""
WEBTOON = """
kind = "webtoon"
label = "Dark"
sources = { "*" = ["later"] }
"""


def write_folder(place: Path, sources: str = SOURCES, shows: dict[str, str] | None = None) -> str:
    folder = place / "mine"
    (folder / "shows").mkdir(parents=True)
    (folder / "works").mkdir()
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    (folder / "people.toml").write_text(PEOPLE, encoding="utf-8")
    (folder / "works" / "dark.toml").write_text(WEBTOON, encoding="utf-8")
    for slug, text in (shows or {"night": SHOW}).items():
        (folder / "shows" / f"{slug}.toml").write_text(text, encoding="utf-8")
    return f"toml:{folder}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("truth")
    build_report([write_folder(place)], place / "g")
    return place / "g"


def facts(kg: KnowledgeGraph, name: str = "Night", **rule: object) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for fact in kg.about(name, "series", **rule).facts:  # type: ignore[arg-type]
        found.setdefault(fact.property, []).append((fact.value, fact.note))
    return found


def test_the_worked_example_as_of_2021(kg: KnowledgeGraph) -> None:
    found = kg.about("All of Us Are Dead", "series", as_of="2021-12-31")
    values = {(fact.property, fact.value, fact.note) for fact in found.facts}
    assert {value for name, value, _ in values if name == "released"} == {"2021"}
    assert ("released", "2021", "expected") in values
    assert ("event: release", "2021: first half of 2021", "expected") in values
    assert {value for name, value, _ in values if name == "screenwriter"} == {"Chung Sung-il"}
    assert ("director", "Kim Nam-Su", "") in values
    assert not any("January 2022" in value for _, value, _ in values)
    assert found.unheard.later > 0


@pytest.mark.parametrize("name", ["All of Us Are Dead", "Kingdom", "Vincenzo", "Bae Doona", "Netflix"])
def test_resolved_again_without_a_rule_is_as_built(kg: KnowledgeGraph, name: str) -> None:
    hit = kg.get(name, "series", "person", "organization")
    view = resolve_again(kg.store, hit.iri, Rule())
    resolved = {(p, o) for _, _, p, o in read_triples(kg.store, s="<" + hit.iri)}
    assert set(view.facts) == resolved
    plain = describe_thing(kg.store, hit)
    lost = {fact.value for fact in plain.facts if fact.note.startswith("said (")}
    assert {row["value"] for row in plain.why if row["outcome"] == "lost"} == lost


def test_only_sources_of_then_count(small: Path) -> None:
    with showgraph.open(small) as kg:
        now, then = facts(kg), facts(kg, as_of="2021")
        assert [value for value, _ in now["released"]] == ["28 January 2022", "2021"]
        assert then["released"] == [("2021", "expected")]
        assert then["screenwriter"] == [("Anne Li", "")]
        assert "number of episodes" not in then
        assert "country" not in then
        unheard = kg.about("Night", "series", as_of="2021").unheard
        assert (unheard.later, unheard.undated) == (2, 1)
        assert str(unheard) == "2 later and 1 without a date"


def test_a_year_alone_counts_from_its_end(small: Path) -> None:
    with showgraph.open(small) as kg:
        assert "number of episodes" not in facts(kg, as_of="2023-12-30")
        assert [value for value, _ in facts(kg, as_of="2023-12")["number of episodes"]] == ["12", "10"]
        assert not kg.about("Night", "series", as_of="2020").facts


def test_a_date_after_its_source_is_an_expectation(tmp_path: Path) -> None:
    show = 'kind = "series"\nlabel = "Soon"\nreleased = 2021-06-01\n[sources]\n"*" = ["early"]\n'
    build_report([write_folder(tmp_path, shows={"soon": show})], tmp_path / "g")
    build_report([f"toml:{tmp_path / 'mine'}"], tmp_path / "then", as_of="2021-05")
    with showgraph.open(tmp_path / "g") as kg, showgraph.open(tmp_path / "then") as then:
        assert facts(kg, "Soon")["released"] == [("1 June 2021", "")]
        assert facts(kg, "Soon", as_of="2021-05")["released"] == [("1 June 2021", "expected")]
        assert facts(then, "Soon")["released"] == [("1 June 2021", "expected")]


def test_trusted_sources_come_first_at_look_up_and_at_build(small: Path, tmp_path: Path) -> None:
    build_report([f"toml:{small.parent / 'mine'}"], tmp_path / "g", trust=["Another catalogue"])
    with showgraph.open(small) as kg, showgraph.open(tmp_path / "g") as trusting:
        assert facts(kg)["number of episodes"][0][0] == "12"
        assert facts(kg, trust=["other"])["number of episodes"] == [
            ("10", ""),
            ("12", "said (actual), but another source is trusted more"),
        ]
        assert facts(kg, trust=["later", "other"])["number of episodes"][0][0] == "12"
        assert facts(trusting) == facts(kg, trust=["other"])
        assert facts(trusting, trust=["A catalogue"])["number of episodes"][0][0] == "12"
        # The order that a graph was built with stays when a thing is resolved again.
        assert facts(trusting, as_of="2023")["number of episodes"][0][0] == "10"
        assert [row[0] for row in trusting.query("SELECT ?n { ?s schema:numberOfEpisodes ?n }")] == [10]
        # What happened still outranks what was expected, whoever says so.
        assert facts(kg, trust=["early"])["released"][0][0] == "28 January 2022"


def test_an_unknown_source_is_told_with_the_nearest(small: Path, tmp_path: Path) -> None:
    with showgraph.open(small) as kg:
        with pytest.raises(UnknownNameError, match=r"no source is called 'laterr'; nearest: later"):
            kg.about("Night", "series", trust=["laterr"])
        with pytest.raises(ShowgraphError, match="'soon' is no date"):
            kg.about("Night", "series", as_of="soon")
    with pytest.raises(UnknownNameError, match="nearest: later"):
        build_report([f"toml:{small.parent / 'mine'}"], tmp_path / "g", trust=["laterr"])


def test_a_title_of_several_sources_is_ambiguous(tmp_path: Path) -> None:
    build_report([write_folder(tmp_path, SOURCES.replace("Another", "A"))], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg, pytest.raises(AmbiguousNameError, match="later"):
        kg.about("Night", "series", trust=["A catalogue"])


def test_a_graph_as_of_a_day_holds_nothing_later(small: Path, tmp_path: Path) -> None:
    report = build_report([f"toml:{small.parent / 'mine'}"], tmp_path / "g", as_of="2021-12-31")
    assert report.readings[0].notes == ["sources left out as of 2021-12-31: 2 later and 1 without a date"]
    with showgraph.open(tmp_path / "g") as kg:
        assert facts(kg)["released"] == [("2021", "expected")]
        assert facts(kg)["screenwriter"] == [("Anne Li", "")]
        assert [str(row[0]) for row in kg.query("SELECT ?d { ?s schema:datePublished ?d }")] == ["2021"]
        assert {str(row[0]).rsplit("/", 1)[-1] for row in kg.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")} == {
            "early",
            "showgraph",
        }
    with pytest.raises(BuildError, match="no source is dated 2019-12-31 or earlier"):
        build_report([f"toml:{small.parent / 'mine'}"], tmp_path / "g", as_of="2019")


def test_named_graphs_of_sources_that_do_not_count_are_left_out(small: Path, tmp_path: Path) -> None:
    (tmp_path / "more.nq").write_text(
        '<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" <http://e.org/g> .\n'
    )
    build_report([f"toml:{small.parent / 'mine'}", str(tmp_path / "more.nq")], tmp_path / "g", as_of="2021-12-31")
    with showgraph.open(tmp_path / "g") as kg:
        assert not kg.query("ASK { GRAPH <http://e.org/g> { ?s ?p ?o } }").boolean
        assert not kg.query("ASK { <http://e.org/a> ?p ?o }").boolean


def test_why_tells_each_claim_and_the_rule_in_words(small: Path) -> None:
    with showgraph.open(small) as kg:
        rows = [row for row in kg.about("Night", "series").why if row["outcome"]]
        assert [(*tuple(row.values())[:4], row["date"], row["status"], row["trust"]) for row in rows] == [
            ("released", "28 January 2022", "won", "", "2023", "actual", 3),
            (
                "released",
                "2021",
                "lost",
                "status: what happened (28 January 2022) outranks what was expected or announced",
                "1 May 2021",
                "expected",
                7,
            ),
            ("number of episodes", "12", "won", "", "2023", "actual", 3),
            ("number of episodes", "10", "lost", "trust: a source of 12 is trusted more", "2023", "actual", 4),
        ]


def _triples(path: Path, form: str = "nt") -> set[tuple[str, str, str]]:
    graph = rdflib.Graph().parse(path, format=form)
    return {(str(s), str(p), str(o)) for s, p, o in graph}


def test_only_what_may_be_published_is_exported(small: Path, tmp_path: Path) -> None:
    with showgraph.open(small) as kg:
        night = kg.get("Night", "series").iri
        left = kg.export("ntriples", tmp_path / "free.nt", license_ok=["cc0"])
        free = _triples(tmp_path / "free.nt")
        kg.export("ntriples", tmp_path / "shared.nt", license_ok=["CC BY-SA"])
        shared = _triples(tmp_path / "shared.nt")
        kg.export("ntriples", tmp_path / "all.nt")
        everything = _triples(tmp_path / "all.nt")
    assert left is not None
    assert left.facts == len(everything) - len(free)
    assert {(one.source, one.reason) for one in left.withheld} == {
        ("A catalogue (2023)", "licence: CC BY-SA 4.0"),
        ("A page", "no licence"),
        ("Another catalogue (2023)", "to be deleted by 2024-06-30"),
    }
    assert free < everything
    assert shared < everything
    about = {p.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for s, p, _ in free if s == night}
    # The winning date is the other source's; what follows from a credit stays with it.
    assert about == {"screenwriter"}
    assert (night, "https://schema.org/numberOfEpisodes", "12") in shared
    assert not any(p.endswith("countryOfOrigin") for _, p, _ in shared)
    assert not any(p.endswith("decidedBy") for _, p, _ in free | shared)


def test_terms_run_out(small: Path, tmp_path: Path) -> None:
    with showgraph.open(small) as kg:
        for day, kept in (("2024-06-30", True), ("2024-07-01", False)):
            left = kg.export("nquads", tmp_path / "g.nq", license_ok=["facts-only"], as_of=day)
            assert left is not None
            assert ("source/other" in (tmp_path / "g.nq").read_text()) is kept
        problems = {row["problem"]: row["iri"] for row in kg.check()}
    assert str(problems["its terms want it deleted by 2024-06-30"]).endswith("source/other")


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld", "rdfxml", "csv", "parquet", "graphml", "gexf"])
def test_every_form_leaves_out_the_same(form: str, small: Path, tmp_path: Path) -> None:
    output = tmp_path / f"out.{form}"
    with showgraph.open(small) as kg:
        kg.export(form, output, license_ok=["cc0"])
    files = [output] if output.is_file() else list(output.iterdir())
    assert files
    for path in files:
        assert b"2022-01-28" not in path.read_bytes()


def test_the_command_line_tells_what_was_left_out(small: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    arguments = ["--graph", str(small), "export", "nquads", "-o", str(tmp_path / "x.nq")]
    found = runner.invoke(commands, [*arguments, "--license-ok", "cc0,cc-by"])
    assert found.exit_code == 0
    assert "  A catalogue (2023): " in found.stderr
    assert "licence: CC BY-SA 4.0" in found.stderr
    assert run([*arguments, "--as-of", "2021"]) == 2
    found = runner.invoke(commands, ["--graph", str(small), "about", "Night (series, 2022)", "--as-of", "2021"])
    assert "showgraph: sources left out as of 2021: 2 later and 1 without a date" in found.stderr
    assert "expected" in found.stdout
    found = runner.invoke(commands, ["--graph", str(small), "about", "Night (series, 2022)", "--why"])
    assert "outranks what was expected" in found.stdout


def test_a_silent_source_is_told_once_a_work(tmp_path: Path) -> None:
    text = 'kind = "series"\nlabel = "Show {0}"\nreleased = 2020\nadaptation-of = ["dark"]\n[sources]\n"*" = ["{1}"]\n'
    shows = {f"show-{n}": text.format(n, "later") for n in range(20)}
    silent = '[said.later]\nlabel = "Show {0}"\n'
    shows["quiet"] = text.format("Quiet", "other") + silent.format("Quiet")
    shows["unknown"] = text.format("Unknown", "other")
    shows["both"] = text.format("Both", "early") + '[said.other]\nlabel = "Show Both"\n'
    build_report([write_folder(tmp_path, shows=shows)], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        rows = [row for row in kg.check() if "doesn't say" in str(row["problem"])]
    assert [(row["thing"], row["problem"], row["value"], row["source"]) for row in rows] == [
        (
            "Show Quiet",
            "A catalogue (2023) doesn't say that it is based on Dark, though it says so of 20 other works",
            "Dark",
            "Another catalogue (2023)",
        )
    ]
