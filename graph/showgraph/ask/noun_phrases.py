"""Rules for noun phrases: what stands before the noun, the noun, what is said of it behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask.before import PRONOUNS, Before, read_before, read_named
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Determiner, Found, Phrase, Reader
from showgraph.ask.determiners import read_determiners
from showgraph.ask.edges import PEOPLE, exclude, fits, role_of
from showgraph.ask.heads import read_heads
from showgraph.ask.kinds import give_owner
from showgraph.ask.reading import Edge, Named, Noun, Order, back_to


def read_phrases(reader: Reader, place: int) -> Iterator[Found[Phrase]]:
    """Read a noun phrase: "three zombie series on Netflix", "Kingdom", "Kingdom's director's other films"."""
    waiting: list[Found[Phrase]] = []
    for determiner, at, strain in read_determiners(reader, place):
        for found in _read_core(reader, at, Before()):
            noun = exclude(found.value) if determiner.other else found.value
            waiting.append(Found(Phrase(noun, determiner), found.end, found.cost + strain))
        if determiner in (Determiner(), Determiner(every=True)) and not determiner.every:
            waiting += [Found(Phrase(f.value), f.end, f.cost + strain) for f in read_named(reader, at)]
    for kind, words in PRONOUNS.items():
        for end in reader.phrase(place, *words):
            waiting.append(Found(Phrase(back_to(kind)), end, 0.4))
    for end in reader.phrase(place, "nobody", "no one", "none"):
        yield Found(Phrase(Noun(("person",), "person"), Determiner(no=True)), end, 0.2)
    while waiting:
        whole = waiting.pop()
        yield whole
        if whole.value.determiner.asking or whole.value.determiner.no:
            continue
        if isinstance(whole.value.value, Noun) and reader.word(whole.end) != "'s":
            continue
        for after in reader.phrase(whole.end, "'s", "his", "her", "their"):
            other = reader.after(after, "other", "own")
            for rest in _read_core(reader, other, Before(owner=whole.value.value)):
                noun = exclude(rest.value) if reader.word(after) == "other" else rest.value
                waiting.append(Found(Phrase(noun, whole.value.determiner), rest.end, whole.cost + rest.cost))


def read_headless(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    """Read what would stand before a noun where none follows: "jtbc legal 2021", "Gong Yoo netflix"."""
    for state in read_before(reader, place, Before(), 0.0):
        before = state.value
        if len(before.constraints) + (before.owner is not None) + len(before.owners) + (before.order is not None) >= 2:
            for found in give_owner(
                reader, Noun(("screen-work",), "screen work", before.constraints), before, state.end
            ):
                yield Found(replace(found.value, order=before.order), found.end, found.cost + state.cost + 1.5)


def read_owned(reader: Reader, place: int, owner: Named | Noun) -> Iterator[Found[Noun]]:
    """Read a noun that is somebody's, told elsewhere: "adaptations" in "which adaptations does Kingdom have"."""
    yield from _read_core(reader, place, Before(owner=owner))


def _read_core(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    for state in read_before(reader, place, before, 0.0):
        for head in read_heads(reader, state.end, state.value):
            noun = (
                head.value if head.value.order else replace(head.value, order=_fit_order(head.value, state.value.order))
            )
            if state.value.order and noun.order is None:
                continue
            yield from read_chain(reader, head.end, noun, state.cost + head.cost)


def _fit_order(noun: Noun, order: Order | None) -> Order | None:
    """Return an order that a noun's things can have, of a profession by its own works; None where they can't."""
    if order is None:
        return None
    if isinstance(order.by, Edge):
        roles, _ = role_of(noun)
        by = replace(order.by, props=roles) if roles and set(order.by.props) == set(PEOPLE) else order.by
        fitting = any(fits(noun, prop.range if by.inverse else prop.of) for prop in by.props)
        return replace(order, by=by) if fitting else None
    if fits(noun, order.by.of) or (order.by.key == "year" and fits(noun, "person")):
        return order
    return None
