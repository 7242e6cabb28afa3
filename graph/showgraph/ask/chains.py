"""A noun with all that is said of it behind, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from showgraph.ask import words as lexicon
from showgraph.ask.before import any_of
from showgraph.ask.chart import Found, Modifier, Reader
from showgraph.ask.edges import ANY_WORK
from showgraph.ask.reading import Apart, Both, Constraint, Edge, Not, Noun, Order
from showgraph.model import is_a


@dataclass(frozen=True)
class _Link:
    """How something more is said of a noun: ``relative`` where a pronoun leads it in."""

    place: int
    cost: float
    negated: bool = False
    either: bool = False


_BETWEEN_VERBS = (
    "not",
    "never",
    "got",
    "get",
    "gets",
    "yet",
    *lexicon.ADVERBS,
    "listed",
    "known",
    "neither",
    "credited",
    "as",
    "there",
)


_RELATIVES = {"that": None, "which": False, "who": True, "whom": True}


def read_chain(
    reader: Reader, place: int, noun: Noun, cost: float = 0.0, depth: int = 0, free: bool = False
) -> Iterator[Found[Noun]]:
    """Yield a noun with nothing more and with all that can be said of it from a place on.

    ``free`` says that a verb may follow without a pronoun: the noun is the subject of the sentence.
    """
    yield Found(noun, place, cost)
    place = reader.reach(place)
    if depth > 5 or (place >= reader.end and not reader.collecting):
        return
    comma = place < reader.end and reader.words.tokens[place].comma
    for link in _read_links(reader, place, noun, depth, free):
        for found in reader.modifiers(link.place, noun):
            added = _add(noun, found.value, link)
            if added is not None:
                far = (0.75 if reader.word(place) in _RELATIVES else 0.25) if _is_far(noun, found.value) else 0.0
                far += 0.6 if not free and comma else 0.0
                total = cost + link.cost + found.cost + far
                yield from read_chain(reader, found.end, added, total, depth + 1, free)


def _is_far(noun: Noun, modifier: Modifier) -> bool:
    said = [constraint for constraint in noun.constraints if not isinstance(constraint, Apart)]
    last = said[-1] if said else None
    nested = isinstance(last, Edge) and isinstance(last.target, Noun) and (last.target != ANY_WORK or not last.inverse)
    return nested and isinstance(modifier, Edge)


def _add(noun: Noun, modifier: Modifier, link: _Link) -> Noun | None:
    if isinstance(modifier, Order):
        if link.negated or link.either:
            return None
        if noun.order:
            if not (modifier.words.startswith("by ") and isinstance(noun.order.by, type(modifier.by))):
                return None
            return replace(noun, order=replace(noun.order, by=modifier.by))
        return replace(noun, order=modifier)
    constraint: Constraint = Not(modifier) if link.negated else modifier
    if isinstance(constraint, Not) and isinstance(constraint.what, Not):
        constraint = constraint.what.what
    if link.either:
        if not noun.constraints:
            return None
        last = noun.constraints[-1]
        return replace(noun, constraints=(*noun.constraints[:-1], any_of(last, constraint)))
    if constraint in noun.constraints:
        return noun
    if isinstance(constraint, Both):
        return noun.where(*constraint.parts)
    return noun.where(constraint)


def _read_links(reader: Reader, place: int, noun: Noun, depth: int, free: bool) -> Iterator[_Link]:
    starts = [(place, False, 0.0)]
    if depth:
        starts += [
            (after, False, 0.0) for after in reader.phrase(place, "and", "but", "and also", "but also", "as well as")
        ]
        starts += [(after, True, 0.0) for after in reader.phrase(place, "or", "or else")]
    for start, either, cost in starts:
        yield from _read_link(reader, start, noun, either, cost, free)


def _read_link(reader: Reader, place: int, noun: Noun, either: bool, cost: float, free: bool) -> Iterator[_Link]:
    word = reader.word(place)
    at = place
    relative = False
    if word == "to" and reader.word(place + 1) not in ("", "which", "whom"):
        # "The latest film to star X", "to be directed by X".
        yield _Link(reader.reach(place + 1), cost + 0.3, either=either)
        if reader.word(place + 1) == "be":
            yield _Link(reader.reach(place + 2), cost + 0.3, either=either)
        return
    if word in _RELATIVES:
        person = _RELATIVES[word]
        if person is None or person == all(is_a(kind, "person") for kind in noun.kinds) or (
            person and all(is_a(kind, "organization") for kind in noun.kinds)
        ):  # fmt: skip
            at, relative = reader.reach(place + 1), True
        else:
            return
    at = reader.skip(at, lexicon.ADVERBS | {"there"} if relative else lexicon.ADVERBS)
    yield _Link(at, cost, either=either)
    negated = False
    while (word := reader.word(at)) in lexicon.AUXILIARIES or word in _BETWEEN_VERBS:
        auxiliary = word in lexicon.AUXILIARIES
        cost += 0.4 if auxiliary and not relative and not free else 0.0
        relative = relative or auxiliary
        negated ^= word in ("not", "never", "neither")
        at = reader.reach(at + 1)
        yield _Link(at, cost, negated, either)
