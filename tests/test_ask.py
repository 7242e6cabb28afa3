"""Questions: each case of ``tests/questions`` is a question, how it is read, and what it finds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from showgraph.ask.compose import compose_question, say_question
from showgraph.ask.tokens import split_words
from showgraph.ask.understand import read_text
from showgraph.errors import ShowgraphError
from showgraph.model import Entity

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

FOLDER = Path(__file__).parent / "questions"


def read_cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            cases.append(pytest.param(case, id=f"{path.stem}: {case['ask']}"))
    return cases


def first_cells(kg: KnowledgeGraph, question: str) -> list[str]:
    return [str(next(iter(row.values()))) for row in kg.ask(question)]


@pytest.mark.parametrize("case", read_cases())
def test_questions(kg: KnowledgeGraph, case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(ShowgraphError) as caught:
            kg.ask(case["ask"])
        assert case["error"] in str(caught.value)
        return
    answer = kg.ask(case["ask"])
    cells = [str(next(iter(row.values()))) for row in answer]
    assert answer.reading == case.get("reading", answer.reading)
    assert list(answer.notes) == case.get("notes", list(answer.notes))
    assert list(answer.columns) == case.get("columns", list(answer.columns))
    assert case.get("empty", "") in answer.empty
    if "rows" in case:
        assert sorted(cells) == sorted(case["rows"])
    if "same-as" in case:
        assert cells == first_cells(kg, case["same-as"])
    if "counts" in case:
        assert cells == [str(len(set(first_cells(kg, case["counts"]))))]
    assert set(case.get("has", [])) <= set(cells)
    assert not set(case.get("lacks", [])) & set(cells)


def test_the_seed_answer_is_what_the_graph_says(kg: KnowledgeGraph) -> None:
    """The question gives just the zombie series that came from a webtoon, found here another way."""
    rows = kg.query(
        """
        SELECT DISTINCT ?show {
          ?show a schema:TVSeries ; schema:genre/skos:broader* ?genre ; schema:isBasedOn/a sg:Webtoon .
          ?genre rdfs:label "zombie"
        }
        """
    )
    expected = {str(row[0]) for row in rows}
    found = {
        row["series"].iri for row in kg.ask("zombie series adapted from webtoons") if isinstance(row["series"], Entity)
    }
    assert found == expected
    assert found


def test_the_query_shown_gives_the_same_rows(kg: KnowledgeGraph) -> None:
    for question in ("zombie series adapted from webtoons", "who worked with Park Solomon", "series with 배두나"):
        answer = kg.ask(question)
        shown = kg.query(answer.sparql)
        assert {str(row[0]) for row in shown} == {str(next(iter(row.values()))) for row in answer}


def test_every_row_has_its_receipts(kg: KnowledgeGraph) -> None:
    answer = kg.ask("zombie series adapted from webtoons")
    assert len(answer.why) == len(answer.rows)
    for row, facts in zip(answer.rows, answer.why, strict=True):
        told = " ".join(fact for fact, _ in facts)
        assert str(row["webtoon"]) in told
        assert "genre" in told
        assert all(receipts for _, receipts in facts)


def test_a_longer_grammar_is_more_rules() -> None:
    """The forms are lists of rules, each a function of its own with a docstring that shows what it reads."""
    from showgraph.ask.grammar import POSTMODIFIERS, PREMODIFIERS
    from showgraph.ask.questions import QUESTIONS

    for rule in (*PREMODIFIERS, *POSTMODIFIERS, *QUESTIONS):
        assert rule.__doc__
        assert rule.__doc__.startswith("Read ")


def test_words_are_split_as_people_write_them() -> None:
    assert [token.word for token in split_words('K-dramas with "Who Are You" (series, 2015)')] == [
        "k", "dramas", "with", "who are you",
    ]  # fmt: skip
    assert [token.text for token in split_words("Park Ji-hu's films")] == ["Park", "Ji-hu", "'s", "films"]


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE terms; --", 'x" } INSERT DATA {', "{{7*7}}", "\x00", "ㅋㅋㅋ", "((((", "a" * 5000]
)
def test_odd_texts_are_refused_not_run(kg: KnowledgeGraph, text: str) -> None:
    with pytest.raises(ShowgraphError):
        kg.ask(text)


def test_readings_compose_without_running(kg: KnowledgeGraph) -> None:
    question = read_text("oldest zombie film", lambda sql, values: kg.store.execute(sql, list(values)))
    assert "ORDER BY ASC(?year)" in compose_question(question).text
    assert say_question(question).startswith("the oldest movies")


def test_an_empty_superlative_says_what_is_unknown(kg: KnowledgeGraph) -> None:
    answer = kg.ask("best movies from Korea adapted from webtoons")
    assert len(answer) == 0
    assert re.fullmatch(r"\d+ fit, but the graph knows no rating of any of them", answer.empty)
