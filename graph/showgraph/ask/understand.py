"""From a text to the one way it is read, or a refusal that names the word that was not understood."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.grammar import Reader
from showgraph.ask.questions import read_question, with_notes
from showgraph.ask.reading import Constraint, Edge, GenreIs, Is, Named, Noun, PlaysIn, Question, WorkedWith
from showgraph.ask.tokens import Words, near_names, read_words
from showgraph.errors import AmbiguousNameError, QuestionError
from showgraph.names import Execute, exact_form


def read_text(text: str, execute: Execute) -> Question:
    """Return how a question is read.

    Raises:
        QuestionError: a word was not understood, or the words don't make a question.
        AmbiguousNameError: a name fits several things.
    """
    words = read_words(text, execute)
    if not words.tokens:
        raise QuestionError('the question is empty; ask for example "zombie series adapted from webtoons"')
    _refuse_outside(words)
    notes: tuple[str, ...] = ()
    for _ in range(3):
        reader = Reader(words)
        if question := _read_best(reader):
            return with_notes(question, (*notes, *_notes_of(question.noun), *_note_other(question)))
        if reader.ambiguous and reader.furthest >= reader.end - 1:
            break
        mended = _mend(words, reader.furthest, execute)
        if mended is None:
            break
        words, note = mended
        notes = (*notes, note)
    raise _refusal(words, reader, execute)


def _read_best(reader: Reader) -> Question | None:
    """Return the first whole reading; what is named in fewer, longer names goes before many short ones."""
    best: tuple[int, Question] | None = None
    for number, question in enumerate(read_question(reader)):
        score = _count_parts(question.noun)
        if best is None or score < best[0]:
            best = (score, question)
        if number > 200:
            break
    return best[1] if best else None


def _count_parts(noun: Noun) -> int:
    total = 0
    for constraint in noun.constraints:
        total += 2
        if isinstance(constraint, PlaysIn):
            total += 3
        if isinstance(constraint, Edge) and isinstance(constraint.target, Noun):
            # What could belong to either of two nouns belongs to the one asked for.
            total += 2 * _count_parts(constraint.target) - 1
    return total


def _refuse_outside(words: Words) -> None:
    for place, token in enumerate(words.tokens):
        topic = lexicon.OUTSIDE.get(token.word)
        inside = any(
            start <= place < end and end - start > 1 for start, spans in words.names.items() for end, _ in spans
        )
        if topic and not token.quoted and not inside:
            raise QuestionError(f"{token.text!r} is about {topic}, which this graph doesn't hold")


def _mend(words: Words, place: int, execute: Execute) -> tuple[Words, str] | None:
    """Read one misspelt word or name as the only known thing near it; None where there is none, or several."""
    for start in (place, place - 1):
        if not 0 <= start < len(words.tokens):
            continue
        found = near_names(words, start, execute)
        found = [(end, hit) for end, hit in found if not _known(words, start, end)]
        ends = {end for end, _ in found}
        if ends:
            end = max(ends)
            hits = {hit.iri: hit for at, hit in found if at == end}
            if len(hits) == 1:
                (hit,) = hits.values()
                words.names.setdefault(start, []).insert(0, (end, [replace(hit, way="exact", name=hit.label)]))
                return words, f"read {words.written(start, end)!r} as {hit.label}"
        token = words.tokens[start]
        near = difflib.get_close_matches(token.word, sorted(lexicon.vocabulary()), n=2, cutoff=0.8)
        if near and token.word not in lexicon.vocabulary() and not token.quoted and len(token.word) > 3:
            fixed = replace(token, word=near[0])
            tokens = (*words.tokens[:start], fixed, *words.tokens[start + 1 :])
            return Words(words.text, tokens, words.names), f"read {token.text!r} as {near[0]!r}"
    return None


def _known(words: Words, start: int, end: int) -> bool:
    return all(token.word in lexicon.vocabulary() for token in words.tokens[start:end])


def _refusal(words: Words, reader: Reader, execute: Execute) -> Exception:
    if reader.ambiguous:
        written, hits = max(reader.ambiguous, key=lambda found: len(found[0]))
        return AmbiguousNameError(written, [str(hit) for hit in hits])
    place = min(reader.furthest, len(words.tokens) - 1)
    token = words.tokens[place]
    known = sorted(lexicon.vocabulary())
    near = difflib.get_close_matches(token.word, known, n=3, cutoff=0.6)
    names = [hit.label for _, hit in near_names(words, place, execute)]
    nearest = list(dict.fromkeys([*names[:3], *near]))[:5]
    hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
    if reader.furthest >= reader.end:
        return QuestionError(
            f"the words of {words.text!r} are known, but not as a question; "
            'ask for example "zombie series adapted from webtoons" or "who directed Kingdom"'
        )
    return QuestionError(f"did not understand {token.text!r} in {words.text!r}{hint}")


def _notes_of(noun: Noun) -> tuple[str, ...]:
    return tuple(named.note for named in _named_in(noun) if named.note)


def _note_other(question: Question) -> tuple[str, ...]:
    return (question.other.note,) if question.other and question.other.note else ()


def _named_in(noun: Noun) -> Iterator[Named]:
    for constraint in noun.constraints:
        yield from _named_of(constraint)


def _named_of(constraint: Constraint) -> Iterator[Named]:
    if isinstance(constraint, Edge):
        if isinstance(constraint.target, Named):
            yield constraint.target
        else:
            yield from _named_in(constraint.target)
    elif isinstance(constraint, GenreIs):
        if constraint.genre.note and exact_form(constraint.genre.note).startswith("read"):
            yield replace(constraint.genre, note="")
    elif isinstance(constraint, Is):
        yield constraint.thing
    elif isinstance(constraint, WorkedWith):
        yield constraint.other
    elif isinstance(constraint, PlaysIn) and constraint.work:
        yield constraint.work
