"""The test set of questions: its halves share no template, every gold runs, and the score compares as it should."""

from __future__ import annotations

import datetime
import importlib.util
import re
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from showgraph.model import Entity

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph


def load_score() -> ModuleType:
    path = Path(__file__).parent / "questions" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


score = load_score()
QUESTIONS: dict[str, list[Any]] = {half: score.read_questions(half) for half in score.HALVES}
EVERY = [pytest.param(question, id=f"{half}: {question.ask}") for half in QUESTIONS for question in QUESTIONS[half]]


def skeleton(template: str) -> str:
    """A template without what makes no difference: case, punctuation, the plural of a slot."""
    words = re.findall(r"\w+", re.sub(r"\b([A-Z]{2,})s\b", r"\1", template))
    return " ".join(words).casefold()


def test_no_template_is_in_both_halves() -> None:
    written, scored = ({skeleton(question.template) for question in QUESTIONS[half]} for half in score.HALVES)
    assert not written & scored


def test_the_halves_cover_the_same_kinds() -> None:
    written, scored = ({question.kind for question in QUESTIONS[half]} for half in score.HALVES)
    assert written == scored


def test_there_are_enough_questions_and_none_twice() -> None:
    asked = [question.ask.casefold() for half in QUESTIONS.values() for question in half]
    assert len(asked) >= 300
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("question", EVERY)
def test_every_question_says_what_it_means_and_what_is_right(question: Any) -> None:
    assert question.template
    assert question.reading
    assert [bool(question.sparql), bool(question.path), question.refuse].count(True) == 1
    assert bool(question.why) == question.refuse


@pytest.mark.parametrize("question", EVERY)
def test_every_gold_runs(kg: KnowledgeGraph, question: Any) -> None:
    for sparql in filter(None, (question.sparql, *question.also)):
        cells = score.find_gold(kg, sparql)
        assert None not in cells
        assert bool(cells) != question.empty
    if question.path:
        assert len(kg.path(*question.path)) == question.steps


def test_values_are_compared_by_what_they_are() -> None:
    kingdom = Entity("Kingdom", "https://w3id.org/showgraph/id/show/kingdom")
    assert score.are_same([kingdom.iri], [kingdom])
    assert not score.are_same([kingdom.iri], ["Kingdom"])
    assert not score.are_same([kingdom.iri], [])
    assert not score.are_same([], [kingdom])
    assert score.are_same(["Lee Chang"], [Entity("Lee Chang", "https://w3id.org/showgraph/id/character/lee-chang")])
    assert score.are_same(["2022", Decimal("8.50")], [2022, 8.5])
    assert score.are_same([datetime.date(2022, 1, 28)], ["2022-01-28"])
    assert score.are_same(["KR", "ja"], ["South Korea", "Japanese"])
    assert score.are_same([True], [True])
    assert not score.are_same([True], [False])
    assert score.are_same([], [])


def test_outcomes_are_judged() -> None:
    question = score.Question("paths", "how is A connected to B?", "", "", path=("A", "B"), steps=1)
    row = {"from": "A", "via": "X", "to": "B"}
    outcomes = [
        score.judge(None, question, reply).outcome
        for reply in (score.Reply(rows=[row]), score.Reply(rows=[row, row]), score.Reply(refusal="no"), score.Reply())
    ]
    assert outcomes == ["right", "wrong", "refused", "wrong"]
    question = score.Question("unanswerable", "is it good?", "", "", refuse=True, why="an opinion")
    outcomes = [
        score.judge(None, question, reply).outcome
        for reply in (score.Reply(refusal="no"), score.Reply(rows=[row]), score.Reply(failure="KeyError: 1"))
    ]
    assert outcomes == ["right", "wrong", "wrong"]
