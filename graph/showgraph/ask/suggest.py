"""Completion of questions from the grammar and the graph's names: what is offered can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.answer import reads_names, values_of
from showgraph.ask.compose import compose_question
from showgraph.ask.reading import Question
from showgraph.ask.sentences import read_questions
from showgraph.ask.tokens import read_words
from showgraph.ask.understand import choose_reading, make_reader, read_readings
from showgraph.errors import LimitError, ShowgraphError
from showgraph.names import search_names
from showgraph.sparql import run_query
from showgraph.store import Limits, Store

_MOST_TRIED, _MOST_NAMES, _MOST_COMPLETED = 60, 5, 6
_STARTS = ("series", "films", "zombie series", "who directed", "who starred in", "which films", "how many", "webtoons")
_SECONDS = 0.5
"""How long it may take to see whether an offer has an answer."""
_USUAL = ("webtoons", "novels", "series", "films", "2020")
"""What a phrase that can't end a question is tried with, so that the offer is a whole one."""


def suggest_questions(store: Store, text: str, limits: Limits, most: int = 8) -> list[str]:
    """Return questions that begin with a text, likeliest first; each can be answered, those with an answer first.

    The last word may be unfinished: "zombie series adap".
    """
    if not text.strip():
        return list(_STARTS[:most])
    whole: dict[str, bool] = {}
    for tried, candidate in enumerate(_candidates(store, text)):
        if tried >= _MOST_TRIED or sum(whole.values()) >= most:
            break
        if candidate not in whole and (question := _read(store, candidate)):
            whole[candidate] = _has_answer(store, question, limits)
    return sorted(whole, key=lambda one: not whole[one])[:most]


def _candidates(store: Store, text: str) -> Iterator[str]:
    """Yield texts that go on where a text ends: with names, with words of the grammar, with those and what they need."""
    finished = text.endswith(" ")
    before, _, partial = ("", "", "") if finished else text.rpartition(" ")
    before = text.strip() if finished else before
    if _read(store, text.strip()) is not None:
        yield text.strip()
    yield from _with_names(store, text, finished)
    phrases = _expected(store, before, partial.casefold())
    joined = [f"{before} {phrase}".strip() for phrase in phrases]
    known = _names(store, "Kingdom")[:1] + _names(store, "Bae Doona")[:1]
    for place, longer in enumerate(joined):
        yield longer
        if place < _MOST_COMPLETED:
            yield from (f"{longer} {word}" for word in (*_USUAL, *known))


def _with_names(store: Store, text: str, finished: bool) -> Iterator[str]:
    """Yield a text with its last words made a whole name."""
    words = text.split()
    for count in (3, 2, 1):
        if finished or count > len(words) or len(words[-1]) < 2:
            continue
        start, head = " ".join(words[-count:]), " ".join(words[:-count])
        if count == 1 and start.casefold() in lexicon.vocabulary():
            continue
        yield from (f"{head} {name}".strip() for name in _names(store, start))


def _names(store: Store, start: str) -> list[str]:
    hits = search_names(reads_names(store), start, "prefix")
    return list(dict.fromkeys(hit.label for hit in hits))[:_MOST_NAMES]


def _expected(store: Store, before: str, partial: str) -> list[str]:
    """Return the words of the grammar that can stand behind a text and begin with a part of a word, shortest first."""
    words = read_words(before, reads_names(store))
    reader = make_reader(words, values_of(store))
    reader.collecting = True
    for _ in read_questions(reader):
        pass
    found = {phrase for phrase in reader.expected.get(reader.end, ()) if phrase and phrase.startswith(partial)}
    if words.tokens:
        # What begins in the last finished word: "directed" of "directed by".
        last = words.tokens[-1].word
        for phrase in reader.expected.get(reader.end - 1, ()):
            head, _, rest = phrase.partition(" ")
            if head == last and rest.startswith(partial) and rest:
                found.add(rest)
    plain = [phrase for phrase in found if re.fullmatch(r"[a-z0-9 '-]+", phrase)]
    return sorted(plain, key=lambda phrase: (_rank(phrase), len(phrase), phrase))


def _rank(phrase: str) -> int:
    return _USED_OFTEN.index(phrase) if phrase in _USED_OFTEN else len(_USED_OFTEN)


_USED_OFTEN = (
    "adapted from", "based on", "directed", "directed by", "director", "starring", "starred in", "with", "on", "since", "wrote",
    "written by", "played", "from", "by", "in",
)  # fmt: skip


def _read(store: Store, text: str) -> Question | None:
    try:
        return choose_reading(text, read_readings(text, reads_names(store), values_of(store), mend=False), None)
    except ShowgraphError:
        return None


def _has_answer(store: Store, question: Question, limits: Limits) -> bool:
    if question.form in ("path", "yes-no", "count"):
        return True
    made = compose_question(question)
    short = Limits(min(_SECONDS, limits.seconds or _SECONDS))
    try:
        return next(iter(run_query(store, made.text, made.bindings, short)), None) is not None
    except LimitError:
        return False
