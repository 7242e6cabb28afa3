"""Relations between what was read: which properties can join two things, and what a list of targets means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask.chart import Determiner, Found, Modifier, Phrase, Reader
from showgraph.ask.reading import (
    Apart,
    Both,
    Constraint,
    Edge,
    Either,
    GenreIs,
    IsNot,
    Named,
    Not,
    Noun,
    Order,
    WorkedWith,
)
from showgraph.model import Property, get_property, is_a

PEOPLE = tuple(
    get_property(key)
    for key in (
        "actors", "directors", "screenwriters", "creators", "authors", "illustrators", "producers", "composers",
    )
)  # fmt: skip
"""The properties that lead from a work to its people."""
ANY_WORK = Noun(("work",), "work")


def overlap(kind: str, other: str) -> bool:
    """Tell whether one of two kinds is the other or below it."""
    return is_a(kind, other) or is_a(other, kind)


def fits(thing: Noun | Named, kind: str) -> bool:
    """Tell whether a thing can be of a kind."""
    kinds = thing.kinds if isinstance(thing, Noun) else (thing.kind,)
    return any(overlap(one, kind) for one in kinds)


def make_edge(
    subject: Noun, props: tuple[Property, ...], value: Noun | Named, words: str, *, inverse: bool, said: str = ""
) -> Edge | GenreIs | None:
    """Return the relation of a subject to a thing, by those of the properties that can join them; None where none can."""
    role = value.role if isinstance(value, Named) else tuple(prop.key for prop in profession(value))
    fitting = tuple(
        prop
        for prop in props
        if prop.value == "entity"
        and fits(subject, prop.range if inverse else prop.of)
        and fits(value, prop.of if inverse else prop.range)
    )
    if role and not inverse:
        called = tuple(prop for prop in fitting if prop.key in role)
        if fits(subject, "screen-work") and {prop.of for prop in called} == {"work"}:
            # Who is the author of a webtoon wrote a series as its screenwriter.
            called = () if any(prop.of == "screen-work" for prop in fitting) else called
        fitting = called if called or words.casefold() == "for" else fitting
    if not fitting:
        return None
    if isinstance(value, Named) and value.kind == "genre" and not inverse:
        return GenreIs(value)
    return Edge(fitting, value, words, inverse, said)


def read_targets(
    reader: Reader, place: int, subject: Noun, props: tuple[Property, ...], words: str, *, inverse: bool
) -> Iterator[Found[Modifier]]:
    """Read what properties lead to: a noun phrase, or several joined by "and" or "or"."""
    for after in reader.phrase(place, "neither"):
        for one in _items(reader, after, subject, props, words, inverse=inverse):
            for link in reader.phrase(one.end, "nor", "or"):
                for two in _items(reader, link, subject, props, words, inverse=inverse):
                    if not isinstance(one.value, Order) and not isinstance(two.value, Order):
                        yield Found(Both((Not(one.value), Not(two.value))), two.end, one.cost + two.cost)
    both = reader.skip(place, {"both", "either"})
    for item in _items(reader, both, subject, props, words, inverse=inverse):
        yield item
        yield from _read_more(reader, [item], subject, props, words, inverse=inverse)


def _items(
    reader: Reader, place: int, subject: Noun, props: tuple[Property, ...], words: str, *, inverse: bool
) -> Iterator[Found[Modifier]]:
    for found in reader.phrases(place):
        phrase = found.value
        if phrase.determiner.asking:
            continue
        edge = make_edge(subject, props, phrase.value, words, inverse=inverse)
        if edge is not None and (constraint := determine(edge, phrase.determiner)) is not None:
            end = found.end
            if isinstance(constraint, Edge) and constraint.low is not None and reader.gram(end, 2) == "or more":
                constraint, end = replace(constraint, high=None), end + 2
            yield Found(constraint, end, 1.0 + found.cost + strain_inside(reader, found))


def strain_inside(reader: Reader, found: Found[Phrase]) -> float:
    """Return how much it strains to take a year behind a nested noun as said of that noun."""
    from showgraph.ask.reading import Between, Compared

    noun = found.value.value
    last = noun.constraints[-1] if isinstance(noun, Noun) and noun.constraints else None
    behind = reader.gram(found.end - 1, 1)
    return 0.5 if isinstance(last, Between | Compared) and (behind.isdigit() or behind.endswith("s")) else 0.0


def determine(edge: Edge | GenreIs, determiner: Determiner) -> Constraint | Order | None:
    """Return what a determiner makes of a relation: its absence, a number of targets, all of them, the most."""
    if determiner.no:
        return Not(edge)
    if not isinstance(edge, Edge):
        return edge
    if determiner.most:
        words = "most" if determiner.most > 0 else "fewest"
        return Order(edge, determiner.most > 0, None, words)
    if determiner.low is not None or determiner.high is not None:
        return replace(edge, low=determiner.low, high=determiner.high) if isinstance(edge.target, Noun) else None
    if determiner.every and isinstance(edge.target, Noun):
        return replace(edge, every=True)
    return edge


def _read_more(
    reader: Reader,
    items: list[Found[Modifier]],
    subject: Noun,
    props: tuple[Property, ...],
    words: str,
    *,
    inverse: bool,
    joined: str = "",
) -> Iterator[Found[Modifier]]:
    end = items[-1].end
    if len(items) > 6:
        return
    word = reader.word(end)
    comma = end < reader.end and reader.words.tokens[end].comma
    starts: list[tuple[str, int]] = []
    if word in ("and", "or", "nor"):
        starts.append((word.replace("nor", "or"), reader.reach(end + 1)))
    if reader.gram(end, 3) == "as well as":
        starts.append(("and", end + 3))
    if comma and word not in ("and", "or"):
        starts.append(("", end))
    for link, at in starts:
        at = reader.skip(at, {"also"})
        for one in (
            read_targets(reader, at, subject, props, words, inverse=inverse) if reader.word(at) == "either" else ()
        ):
            if link == "and" and isinstance(one.value, Either):
                yield _join([*items, one], link)
        again = at + 1 if reader.word(at) == words.casefold().split()[-1:][0] else at
        repeated = 0.2 * (again != at)
        for item in _items(reader, again, subject, props, words, inverse=inverse):
            longer = [*items, item._replace(cost=item.cost - repeated)]
            if link:
                if joined and joined != link:
                    continue
                yield _join(longer, link)
            yield from _read_more(reader, longer, subject, props, words, inverse=inverse, joined=link or joined)


def _join(items: list[Found[Modifier]], link: str) -> Found[Modifier]:
    parts = _share(tuple(item.value for item in items))
    cost = sum(item.cost for item in items)
    negative = all(isinstance(part, Not) for part in parts)
    joined = Both(parts) if link == "and" or negative else Either(parts)  # type: ignore[arg-type]
    return Found(joined, items[-1].end, cost)


def _share(parts: tuple[Modifier, ...]) -> tuple[Modifier, ...]:
    """Let what is said behind the last of several nouns hold of all: "a film and a series directed by X"."""
    last = parts[-1]
    if not (isinstance(last, Edge) and isinstance(last.target, Noun) and last.target.constraints):
        return parts
    said = last.target.constraints
    shared: list[Modifier] = []
    for part in parts:
        match part:
            case Edge(target=Noun(constraints=()) as noun) if all(_can_be_said(noun, one) for one in said):
                shared.append(replace(part, target=noun.where(*said)))
            case _:
                shared.append(part)
    return tuple(shared)


def _can_be_said(noun: Noun, constraint: Constraint) -> bool:
    match constraint:
        case Edge(props=props, inverse=inverse):
            return any(fits(noun, prop.range if inverse else prop.of) for prop in props)
        case _:
            return True


def exclude(noun: Noun) -> Noun:
    """Return a noun without the things of its kind that the question names: "other films by the director of Kingdom"."""
    return noun.where(Apart())


def profession(noun: Noun) -> tuple[Property, ...]:
    """Return the properties of what people are called: "directors", "the writer of Kingdom"."""
    for constraint in noun.constraints:
        match constraint:
            case Edge(props=props, target=target, inverse=True) if props[0].range == "person" and (
                target == ANY_WORK or noun.word == props[0].label
            ):
                return props
    return ()


def worked_with(noun: Noun, other: Named | Noun) -> Constraint:
    """Return that people have a credit in a work of another person: as what they are called, each of them."""
    roles = profession(noun)
    if not roles:
        return WorkedWith(other)
    theirs = profession(other) if isinstance(other, Noun) else ()
    did = make_edge(ANY_WORK, theirs or PEOPLE, other, "with", inverse=False)
    if did is None:
        return WorkedWith(other)
    said = f"who worked with {other.label}" if isinstance(other, Named) else ""
    edge = Edge(roles, ANY_WORK.where(did), f"{roles[0].label} of", inverse=True, said=said)
    return Both((edge, IsNot(other))) if isinstance(other, Named) else edge


def targets_of(inner: Noun, noun: Noun, props: tuple[Property, ...]) -> tuple[Named, ...]:
    """Return the works that are told apart from the noun's: "whose director also directed Kingdom"."""
    edges = [
        c
        for c in inner.constraints
        if isinstance(c, Edge) and isinstance(c.target, Named) and set(c.props) & set(props)
    ]
    return tuple(
        edge.target
        for edge in edges
        if isinstance(edge.target, Named) and fits(noun, edge.target.kind) and is_a(edge.target.kind, "work")
    )


def role_of(noun: Noun) -> tuple[tuple[Property, ...], Noun]:
    """Return the properties of a noun that is a profession, and the noun without it: "directors who …"."""
    for number, constraint in enumerate(noun.constraints):
        match constraint:
            case Edge(props=props, target=Noun(constraints=()), inverse=True) if props[0].range in noun.kinds:
                rest = noun.constraints[:number] + noun.constraints[number + 1 :]
                return props, replace(noun, constraints=rest)
    return (), noun
