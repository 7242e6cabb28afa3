"""The queries catalogue: every query has a case with its expected rows, and its header keeps its word.

``tests/queries/NAME.toml`` holds one or more cases: parameters, and ``rows`` (all of them, in order) or ``has``
(some of them). A row is written as the columns named by ``columns``.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from showgraph.ask.catalogue import get_query, parse_query, read_catalogue
from showgraph.errors import DataError, ParameterError, UnknownNameError, UnknownQueryError
from showgraph.making import read_plan

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

FOLDER = Path(__file__).parent / "queries"


def read_cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem} {case.get('parameters', '')}")
        for path in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def test_every_query_has_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(read_catalogue())
    assert len(read_catalogue()) >= 15


@pytest.mark.parametrize(("name", "case"), read_cases())
def test_expected_rows(kg: KnowledgeGraph, name: str, case: dict[str, Any]) -> None:
    found = kg.run(name, **case.get("parameters", {}))
    assert found.columns == get_query(name).columns
    rows = [[("" if row[column] is None else str(row[column])) for column in case["columns"]] for row in found]
    if "rows" in case:
        assert rows == case["rows"]
    for row in case.get("has", []):
        assert row in rows
    for row in case.get("lacks", []):
        assert row not in rows
    assert "rows" in case or rows


@pytest.mark.parametrize("name", sorted(read_catalogue()))
def test_plans_come_with_the_graph_and_run_as_sql(kg: KnowledgeGraph, name: str) -> None:
    named = get_query(name)
    plan = read_plan(kg.directory, name, named.text)
    assert plan is not None
    assert not plan.fallback, plan.fallback
    assert set(plan.columns) >= set(named.columns)
    assert (
        json.loads(json.dumps(plan.to_json()))
        == json.loads((kg.directory / "plans" / f"{name}.json").read_text())["plan"]
    )


def test_examples_are_commands_that_run(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    from showgraph.cli.main import run

    for named in read_catalogue().values():
        program, *arguments = shlex.split(named.example)
        assert program == "showgraph"
        assert run([*arguments, "--graph", str(kg.directory), "--format", "json"]) == 0, named.name
        assert json.loads(capsys.readouterr().out), named.name


def test_values_are_bound_not_pasted(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError):
        kg.run("filmography", person='x> . ?s ?p ?o . #" } UNION { ?s ?p ?o')
    with pytest.raises(ParameterError, match="expected a integer"):
        kg.run("by-broadcaster-and-year", broadcaster="Netflix", year="2021 } #")


def test_wrong_parameters_are_told(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="needs 'person'"):
        kg.run("filmography")
    with pytest.raises(ParameterError, match="no parameter 'actor'; it has"):
        kg.run("filmography", actor="x")
    with pytest.raises(UnknownQueryError, match=r"known queries: .*filmography"):
        kg.run("films")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "no summary"),
        (
            "#+ summary: x\n#+ columns: a\n#+ example: y\n#+ params:\n#+   - who: person\nSELECT * {}",
            "doesn't use \\?_who_iri",
        ),
        ("#+ summary: x\n#+ columns: a\n#+ example: y\nSELECT * { ?s ?p ?_who_iri }", "which the header lacks"),
        (
            "#+ summary: x\n#+ columns: a\n#+ example: y\n#+ params:\n#+   - n: colour\nSELECT ?_n_iri {}",
            "no known type",
        ),
        ("#+ nonsense\nSELECT * {}", "no decorator"),
    ],
)
def test_a_header_that_does_not_keep_its_word_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_query(text, "case")
