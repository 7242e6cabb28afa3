"""From a text to the ways it can be read, the likeliest first, or a refusal that names the word not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.clauses import CLAUSES
from showgraph.ask.korean import is_korean, read_korean
from showgraph.ask.modifiers import MODIFIERS
from showgraph.ask.noun_phrases import read_phrases
from showgraph.ask.reading import (
    IsNot,
    Named,
    Not,
    Noun,
    Question,
    backs_in,
    backs_resolve,
    excludes_nobody,
    named_in,
    read_of,
    set_apart,
)
from showgraph.ask.sentences import read_questions
from showgraph.ask.spelling import near_words, swapped
from showgraph.ask.tokens import MOST_TOKENS, Token, Words, near_names, read_words
from showgraph.ask.turns import leave_out_words, turn_words
from showgraph.errors import AmbiguousNameError, QuestionError
from showgraph.model import Property, is_a
from showgraph.names import Hit, Names

KnownValues = Callable[[Property, Iterable[str]], list[str]]
EXAMPLE = '"zombie series adapted from webtoons" or "who directed Kingdom"'
_MOST_READINGS = 9
_MOST_TRIES = 16
"""In how many other orders, spellings and cuts a question is read before it is refused."""
_TIE = 0.15
"""Readings that cost so little more than the best are as likely as it."""
_NEAR_TIE = 0.6
"""Readings within this are told beside the best."""


@dataclass(frozen=True)
class Reading:
    """One way to read a question and how much it strains the words."""

    question: Question
    cost: float


def no_values(prop: Property, forms: Iterable[str]) -> list[str]:
    """Know no literals: for readers without a graph."""
    return []


def read_text(text: str, execute: Names, known_values: KnownValues = no_values, choice: int | None = None) -> Question:
    """Return how a question is read; ``choice`` takes another of its readings than the first, counted from 1.

    Raises:
        QuestionError: a word was not understood, or the words don't make a question.
        AmbiguousNameError: a name fits several things.
    """
    return choose_reading(text, read_readings(text, execute, known_values), choice)


def read_readings(
    text: str, execute: Names, known_values: KnownValues = no_values, *, mend: bool = True
) -> list[Reading]:
    """Return the ways a question can be read, the likeliest first, at least one; ``mend`` lets words be misspelt.

    Raises:
        QuestionError: a word was not understood, or the words don't make a question.
        AmbiguousNameError: a misspelt name is near several.
    """
    if is_korean(text):
        return [Reading(_noted(set_apart(read_korean(text, execute))), 0.0)]
    words = read_words(text, execute)
    if not words.tokens:
        raise QuestionError(f"the question is empty; ask for example {EXAMPLE}")
    if len(words.tokens) > MOST_TOKENS:
        raise QuestionError(f"the question has {len(words.tokens)} words; at most {MOST_TOKENS} are read")
    _refuse_outside(words)
    reader = make_reader(words, _asked_once(known_values))
    if readings := _rank(reader, ()):
        return readings
    tries = iter(range(_MOST_TRIES))

    def read_again(others: Words) -> list[Reading]:
        return _rank(make_reader(others, reader.known_values), others.notes) if next(tries, None) is not None else []

    for turned in turn_words(words):
        if not _unknown(turned) and (readings := read_again(turned)):
            return readings
    places = _unknown(words) or [place for place in (reader.furthest, reader.furthest - 1) if 0 <= place < reader.end]
    if not mend:
        raise QuestionError(f"{text!r} is not understood")
    near = near_names(words, places, execute)
    mends = [mended for mended in _mend(words, near, places) if not _unknown(mended)]
    for mended in [*mends, *(turned for one in mends for turned in turn_words(one))]:
        if readings := read_again(mended):
            _refuse_several(readings, mended, words)
            return readings
    for shorter in leave_out_words(words) if not _unknown(words) else ():
        if readings := read_again(shorter):
            return readings
    raise _refusal(words, reader, places, near)


def _asked_once(known_values: KnownValues) -> KnownValues:
    """Remember what values there are: the words are read in many orders, and each asks again."""
    known: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def recall(prop: Property, forms: Iterable[str]) -> list[str]:
        wanted = tuple(forms)
        if (prop.key, wanted) not in known:
            known[prop.key, wanted] = known_values(prop, wanted)
        return known[prop.key, wanted]

    return recall


def _noted(question: Question) -> Question:
    return replace(question, notes=_notes_of(question, ()))


def make_reader(words: Words, known_values: KnownValues = no_values) -> Reader:
    """Return a reader of the whole grammar over some words."""
    return Reader(words, read_phrases, (*MODIFIERS, *CLAUSES), known_values)


def _rank(reader: Reader, notes: tuple[str, ...]) -> list[Reading]:
    best: dict[Question, Found[Question]] = {}
    for found in [each for one in read_questions(reader) for each in _with_pronouns(one)]:
        if not backs_resolve(found.value.noun) or _says_only_what_not(found.value.noun):
            continue
        if excludes_nobody(found.value) or (found.value.form == "value" and not found.value.noun.constraints):
            found = found._replace(cost=found.cost + 0.5)
        known = best.get(found.value)
        if known is None or found.cost < known.cost:
            best[found.value] = found
    ranked: dict[Question, float] = {}
    for found in sorted(best.values(), key=lambda found: found.cost)[:_MOST_READINGS]:
        ranked.setdefault(set_apart(found.value), found.cost)
    every = ((each, cost) for question, cost in ranked.items() for each in _with_namesakes(question))
    return [
        Reading(replace(question, notes=_notes_of(question, notes)), cost)
        for question, cost in islice(every, _MOST_READINGS)
    ]


def _says_only_what_not(noun: Noun) -> bool:
    """Tell whether people or organizations are asked for of whom no more is said than what they are not."""
    return noun.kinds == ("person", "organization") and any(isinstance(one, Not) for one in noun.constraints)


def _with_pronouns(found: Found[Question]) -> Iterable[Found[Question]]:
    """Yield a question, and before it the same with its pronouns read as the one thing of their kind that it names."""
    named = list({thing.iri: thing for thing in _things(found.value)}.values())
    for back in backs_in(found.value.noun):
        fitting = [thing for thing in named if is_a(thing.kind, back.kind)]
        if len(fitting) == 1:
            yield found._replace(value=read_of(found.value, back, fitting[0]), cost=found.cost - 0.1)
    yield found


def _with_namesakes(question: Question) -> Iterable[Question]:
    """Yield a question read of each of the things that its names fit as well."""
    found = [question]
    for thing in {thing.iri: thing for thing in _things(question) if thing.namesakes}.values():
        more = (read_of(one, thing, other) for one in tuple(found) for other in thing.namesakes)
        found += islice(more, _MOST_READINGS - len(found))
    return found


def choose_reading(text: str, readings: list[Reading], choice: int | None) -> Question:
    """Return the reading meant.

    Raises:
        QuestionError: there is no such reading.
        AmbiguousNameError: the likeliest readings differ in what a name means, and none was chosen.
    """
    if choice is not None:
        if not 1 <= choice <= len(readings):
            raise QuestionError(f"{text!r} has {len(readings)} readings; there is no reading {choice}")
        return readings[choice - 1].question
    best = readings[0]
    ties = tied_readings(readings)
    for other in ties[1:]:
        if different := _different_thing(best.question, other.question):
            pairs = [(_different_thing(best.question, one.question), number) for number, one in enumerate(ties[1:], 2)]
            things = {different[0].iri: (different[0], 1)}
            for pair, number in pairs:
                if pair:
                    things.setdefault(pair[1].iri, (pair[1], number))
            choices = [f"{_tell(thing)}   [reading {number}]" for thing, number in things.values()]
            raise AmbiguousNameError(different[0].written, choices)
    return best.question


def tied_readings(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings that are as likely as the likeliest."""
    return [one for one in readings if one.cost <= readings[0].cost + _TIE]


def differ_in_works(readings: Sequence[Reading]) -> bool:
    """Tell whether readings differ only in which work a title means."""
    pairs = [_different_thing(readings[0].question, other.question) for other in readings[1:]]
    found = [pair for pair in pairs if pair is not None]
    return bool(found) and all(is_a(thing.kind, "work") for pair in found for thing in pair)


def near_ties(readings: list[Reading], chosen: Question) -> list[tuple[int, Question]]:
    """Return the other readings that are nearly as likely, each with its number."""
    return [
        (number, one.question)
        for number, one in enumerate(readings, 1)
        if one.cost <= readings[0].cost + _NEAR_TIE and one.question != chosen
    ]


def _tell(thing: Named) -> str:
    return f"{thing.label} ({thing.about})" if thing.about else thing.label


def _different_thing(one: Question, two: Question) -> tuple[Named, Named] | None:
    """Return the first name that two readings of one shape take for different things."""
    first, second = list(_things(one)), list(_things(two))
    if len(first) != len(second):
        return None
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a.iri != b.iri]
    return pairs[0] if pairs and all(a.written == b.written for a, b in pairs) else None


def _things(question: Question) -> Iterable[Named]:
    yield from named_in(_without_apart(question.noun))
    if question.other is not None:
        yield question.other


def _without_apart(noun: Noun) -> Noun:
    return replace(noun, constraints=tuple(c for c in noun.constraints if not isinstance(c, IsNot)))


def _notes_of(question: Question, notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*notes, *(thing.note for thing in _things(question) if thing.note))))


def _refuse_outside(words: Words) -> None:
    covered = {
        place
        for start, spans in words.names.items()
        for end, _ in spans
        if end - start > 1
        for place in range(start, end)
    }
    last = words.tokens[-1]
    if words.tokens[0].word == "where" and last.word in ("filmed", "shot", "set", "located"):
        raise QuestionError(f"{last.text!r} is about places where things were filmed, which this graph doesn't hold")
    for place, token in enumerate(words.tokens):
        topic = lexicon.OUTSIDE.get(token.word)
        if token.word in ("viewers", "viewer") and words.words(place - 1, 1) in ("many", "more", "by", "most", "from"):
            continue
        if token.word == "watched" and words.words(place - 1, 1) == "be":
            continue
        if token.word == "dating" and words.words(place + 1, 1) in ("from", "back", "to"):
            continue
        if token.word == "soundtrack" and words.words(place + 1, 1) == "composer":
            continue
        if topic and not token.quoted and place not in covered:
            raise QuestionError(f"{token.text!r} is about {topic}, which this graph doesn't hold")


def _unknown(words: Words) -> list[int]:
    """Return the places of words that are in no name and not in the grammar."""
    covered, known = words.covered(), lexicon.known_words()
    return [
        place
        for place, token in enumerate(words.tokens)
        if place not in covered
        and token.word not in known
        and token.word != "'s"
        and not token.word.strip("'")[:1].isdigit()
    ][:4]


def _mend(words: Words, near: list[tuple[int, int, list[Hit]]], places: list[int]) -> Iterable[Words]:
    """Yield the words with what some misspelt ones may be: names near them, words near them, both."""
    named = Words(words.text, words.tokens, {start: list(spans) for start, spans in words.names.items()})
    for start, end, hits in near:
        spans = named.names.setdefault(start, [])
        if all(known != end for known, _ in spans):
            spans.append((end, hits))
    for spans in named.names.values():
        spans.sort(key=lambda span: -span[0])
    if near:
        yield named
    near_places = {place for start, end, _ in near for place in range(start, end)}
    slips = [place for place in places if place not in near_places and _may_be_slip(words.tokens[place])]
    slips = slips or [place for place in places if _may_be_slip(words.tokens[place])]
    fixes = [(place, near_words(words.tokens[place].word, 2 if len(slips) < 3 else 1, 0.78)) for place in slips]
    for chosen in product(*(fixed for _, fixed in fixes if fixed)):
        tokens, notes = list(words.tokens), []
        for (place, _), fixed in zip(((p, f) for p, f in fixes if f), chosen, strict=True):
            tokens[place] = replace(words.tokens[place], word=fixed)
            notes.append(f"read {words.tokens[place].text!r} as {fixed!r}")
        if notes:
            yield Words(words.text, tuple(tokens), words.names, tuple(notes))
            yield Words(words.text, tuple(tokens), named.names, tuple(notes))


def _may_be_slip(token: Token) -> bool:
    if token.quoted or token.word in lexicon.known_words():
        return False
    return len(token.word) > 3 or (len(token.word) == 3 and bool(swapped(token.word)))


def _refuse_several(readings: list[Reading], mended: Words, words: Words) -> None:
    """Refuse where a misspelt name is as near to several things."""
    best = readings[0]
    for other in readings[1:]:
        pair = _different_thing(best.question, other.question) if other.cost <= best.cost + _TIE else None
        if pair and pair[0].note and pair[0].label != pair[1].label:
            near = ", ".join(dict.fromkeys((pair[0].label, pair[1].label)))
            raise QuestionError(f"did not understand {pair[0].written!r} in {words.text!r}; nearest: {near}")


def _refusal(words: Words, reader: Reader, places: list[int], near: list[tuple[int, int, list[Hit]]]) -> Exception:
    place = min(places[0] if _unknown(words) else reader.furthest, len(words.tokens) - 1)
    token = words.tokens[place]
    close = near_words(token.word, 3, 0.65)
    names = [hit.label for start, end, hits in near if start <= place < end for hit in hits]
    nearest = list(dict.fromkeys([*names[:3], *close]))[:5]
    hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
    if not _unknown(words) and reader.furthest >= reader.end - 1:
        return QuestionError(f"the words of {words.text!r} are known, but not as a question; ask for example {EXAMPLE}")
    return QuestionError(f"did not understand {token.text!r} in {words.text!r}{hint}")
