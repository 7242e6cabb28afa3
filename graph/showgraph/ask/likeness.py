"""Rules for what things share with another, and for what is left out: "the same director as", "other than"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Modifier, Reader, Rule
from showgraph.ask.colleagues import kind_here
from showgraph.ask.edges import PEOPLE, fits, make_edge
from showgraph.ask.measures import is_work
from showgraph.ask.reading import Both, Constraint, Edge, IsNot, KindIs, Named, Not, Noun, Order, named_in
from showgraph.model import Property, get_property, is_a

_SHARING = tuple(f"{verb} {word}".strip() for verb in ("share", "shares", "sharing", "shared", "that share", "have", "has", "with", "having")
               for word in ("a", "an", "one", "any", "the", "their", "its", "some", "at least one", "the same", "a common", "common"))  # fmt: skip


def read_same(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with the same director as Kingdom", "that share actors with Kingdom", "by the same author as X"."""
    heads = (*_SHARING,
             "share", "shares", "sharing", "with the same", "by the same", "have the same", "has the same", "from the same", "share the same", "with a",
             "on the same", "in the same", "of the same", "had the same", "having the same", "share", "shares", "sharing",
             "share a", "shares a", "share its", "shared", "share an", "share any", "directed by the same", "written by the same",
             "based on the same", "that share", "made by the same", "drawn by the same", "starring the same",
             "produced by the same", "featuring the same", "aired on the same", "published by the same")  # fmt: skip
    for after in reader.phrase(place, *heads):
        for props, end in [*reader.look_up(after, lexicon.value_nouns()), *_kind_props(reader, after, place)]:
            entities = tuple(prop for prop in props if prop.value == "entity" and fits(noun, prop.of))
            if not entities:
                continue
            if noun.constraints and (anchors := [t for c in noun.constraints for t in named_in(c) if fits(t, "work")]):
                yield _same(noun, entities, anchors[0], end, 0.5)
            for link in reader.phrase(end, "as", "with", "of", "as in", "that", "as the", "in common with"):
                if reader.word(link - 1) not in ("as", "with", "in") and reader.word(after - 1) != "same":
                    continue
                at = reader.after(link, "the")
                for other in reader.named(at, ("work",)):
                    yield _same(noun, entities, other.value, other.end, other.cost)
                for phrase in reader.phrases(link):
                    if isinstance(phrase.value.value, Named) and fits(phrase.value.value, "work"):
                        yield _same(noun, entities, phrase.value.value, phrase.end, phrase.cost)


def read_same_source(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "adapted from the same comic as Gourmet", "with two actors in common with Kingdom"."""
    for props, after in reader.look_up(place, lexicon.phrases()):
        for same in reader.phrase(after, "the same", "the very same"):
            found = [(end, tuple(p for p in props if p.value == "entity" and any(fits(Noun(kinds, ""), p.range) for _ in kinds)))
                     for kinds, end in kind_here(reader, same)]  # fmt: skip
            found += [
                (end, tuple(p for p in props if p in more)) for more, end in reader.look_up(same, lexicon.value_nouns())
            ]
            for end, entities in found:
                for link in reader.phrase(end, "as", "that"):
                    for other in reader.phrases(link):
                        fitting = tuple(prop for prop in entities if fits(noun, prop.of))
                        thing = other.value.value
                        if fitting and isinstance(thing, Named) and fits(thing, "work"):
                            yield _same(noun, fitting, thing, other.end, other.cost)
    for after in reader.phrase(place, "with", "have", "has", "having", "share", "shares", "sharing"):
        at = reader.after(after, "at least", "more than")
        number = reader.number(at)
        if number is None or number[0] != int(number[0]):
            continue
        low = int(number[0]) + (reader.gram(at - 2, 2) == "more than")
        for props, end in reader.look_up(reader.after(number[1], "or more"), lexicon.value_nouns()):
            entities = tuple(prop for prop in props if prop.value == "entity" and fits(noun, prop.of))
            for link in reader.phrase(end, "in common with", "with"):
                for named in reader.named(reader.after(link, "the"), ("work",)):
                    if entities:
                        found_same = _same(noun, entities, named.value, named.end, named.cost)
                        if isinstance(found_same.value, Both) and isinstance(found_same.value.parts[0], Edge):
                            edge = replace(found_same.value.parts[0], low=low, said="")
                            yield found_same._replace(value=Both((edge, *found_same.value.parts[1:])))


def _kind_props(reader: Reader, place: int, start: int) -> Iterator[tuple[tuple[Property, ...], int]]:
    """Yield what "the same person" or "the same webtoon" means behind a verb."""
    for props, after in reader.look_up(start, lexicon.phrases()):
        if reader.gram(after, 2) == "the same":
            for kinds, end in kind_here(reader, place):
                fitting = tuple(p for p in props if p.value == "entity" and any(is_a(k, p.range) for k in kinds))
                if fitting:
                    yield fitting, end


def _same(noun: Noun, props: tuple[Property, ...], other: Named, end: int, cost: float) -> Found[Modifier]:
    inner = Noun((props[0].range,), props[0].label)
    back = make_edge(inner, props, other, "of", inverse=True)
    if back is None:
        return Found(KindIs(()), -1, 99.0)
    target = inner.where(back)
    said = f"with the same {props[0].label} as {other.label}"
    return Found(Both((Edge(props, target, "with", said=said), IsNot(other))), end, 1.0 + cost)


def read_apart(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "other than Kingdom", "besides Kingdom", "except Kingdom"."""
    words = ("other than", "except", "except for", "besides", "excluding", "apart from", "aside from", "beside", "but not",
             "in addition to", "not counting", "not including", "minus",
             "with the exception of", "without", "leaving out", "leaving aside", "outside", "outside of", "save for", "save")  # fmt: skip
    for after in reader.phrase(place, *words):
        for phrase in reader.phrases(after):
            if (
                isinstance(phrase.value.value, Noun)
                and phrase.value.determiner.is_plain
                and phrase.value.value.constraints
            ):
                being = as_being(noun, phrase.value.value)
                if being is not None:
                    yield Found(Not(being), phrase.end, 1.2 + phrase.cost)
            bare = phrase.value.value if isinstance(phrase.value.value, Noun) else None
            if (
                bare
                and not bare.constraints
                and bare.order is None
                and reader.word(after) == "the"
                and is_work(bare)
                and is_work(noun)
            ):
                # "Besides the series".
                yield Found(Not(KindIs(bare.kinds)), phrase.end, 1.2 + phrase.cost)
        those = reader.after(after, "those", "the ones", "ones", "anything", "all those", "any", "works")
        if those != after:
            clause = reader.skip(reader.after(those, "that", "which", "who"), lexicon.AUXILIARIES)
            for said in reader.modifiers(clause, noun):
                if not isinstance(said.value, Order):
                    yield Found(Not(said.value), said.end, 0.2 + said.cost)
        for found in reader.named(reader.after(after, "the"), ("work", "person", "organization")):
            if any(fits(found.value, kind) for kind in noun.kinds):
                yield Found(
                    IsNot(found.value),
                    reader.after(found.end, "itself", "himself", "herself", "themselves"),
                    1.0 + found.cost,
                )
                for link in reader.phrase(found.end, "and", "or"):
                    for more in reader.named(reader.after(link, "the"), noun.kinds):
                        yield Found(
                            Both((IsNot(found.value), IsNot(more.value))), more.end, 1.0 + found.cost + more.cost
                        )
                continue
            props = (
                (*PEOPLE, get_property("broadcasters")) if reader.word(place) in ("except", "excluding", "but") else ()
            )
            if edge := make_edge(noun, props, found.value, "with", inverse=False):
                yield Found(Not(edge), found.end, 1.3 + found.cost)


def read_apart_behind(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "Moss excluded", "Kingdom not included"."""
    for found in reader.named(reader.after(place, "the"), ("work", "person", "organization")):
        for end in reader.phrase(
            found.end, "excluded", "excepted", "not included", "not counted", "left out", "aside", "apart"
        ):
            if any(fits(found.value, kind) for kind in noun.kinds):
                yield Found(IsNot(found.value), end, 0.6 + found.cost)


def as_being(noun: Noun, value: Noun) -> Constraint | None:
    """Return what it means to be one of a noun's things; None where they can't be."""
    if value.order is not None or not any(fits(value, kind) for kind in noun.kinds):
        return None
    same = all(any(is_a(kind, wanted) for wanted in value.kinds) for kind in noun.kinds)
    parts: tuple[Constraint, ...] = value.constraints if same else (KindIs(value.kinds), *value.constraints)
    if not parts:
        parts = (KindIs(value.kinds),)
    return parts[0] if len(parts) == 1 else Both(parts)
