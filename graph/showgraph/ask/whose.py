"""Rules for what is said of what belongs to a noun's things: "whose director …", "whose films …"; and of what people do."""

from __future__ import annotations

from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Reader, Rule
from showgraph.ask.colleagues import BARE_VERBS, kind_here
from showgraph.ask.edges import ANY_WORK, PEOPLE, fits, make_edge, read_targets, role_of, targets_of
from showgraph.ask.measures import is_person, is_work
from showgraph.ask.reading import Both, Edge, Either, GenreIs, Is, IsNot, Noun, Order
from showgraph.ask.relations import HOUSES, join_both
from showgraph.model import Property, is_a


def read_whose(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "whose directors also directed Kingdom", "whose source is a webtoon"; and "that the actors in their films"."""
    for after in reader.phrase(place, "whose", "where the", "in which the"):
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            entities = tuple(prop for prop in props if prop.value == "entity" and fits(noun, prop.of))
            if entities:
                inner = Noun((entities[0].range,), entities[0].label)
                yield from _read_inner(reader, end, inner, entities, noun)
                for at in reader.phrase(end, "is", "are", "was", "were"):
                    for found in read_targets(reader, at, noun, entities, f"whose {inner.word} is", inverse=False):
                        if isinstance(found.value, Either | GenreIs | Both):
                            yield found
                for at in reader.phrase(end, "includes", "include", "included", "contains", "counts", "features", "featured", "has",
                                        "comprises", "consists of", "number", "numbers", "including"):  # fmt: skip
                    yield from read_targets(reader, at, noun, entities, f"whose {inner.word} includes", inverse=False)
                for kinds, close in kind_here(reader, end):
                    if fits(Noun(kinds, ""), entities[0].range):
                        yield from _read_inner(reader, close, Noun(kinds, entities[0].label), entities, noun)
        for kinds, at in [(("screen-work",), after), *kind_here(reader, after)]:
            for props, end in reader.look_up(at, lexicon.subject_nouns()):
                inner = Noun(kinds, "screen work")
                for chain in read_chain(reader, end, inner, free=True):
                    named = [c.thing for c in chain.value.constraints if isinstance(c, Is)]
                    target = named[0] if named else chain.value
                    edge = make_edge(noun, props, target, "the source of", inverse=True)
                    if edge is not None and chain.value.constraints:
                        yield Found(edge, chain.end, 1.0 + chain.cost)
    if not is_work(noun):
        yield from _read_whose_works(reader, place, noun)
    starts = [*reader.phrase(place, "that the", "whose films'", "for whom the")]
    starts += reader.phrase(place, "the") if reader.gram(place - 1, 1) in ("that", "where") else ()
    for after in starts:
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            people = tuple(prop for prop in props if prop.range == "person")
            roles, _ = role_of(noun)
            if not (people and roles and is_person(noun)):
                continue
            for link in reader.phrase(end, "in their", "of their", "in whose"):
                for kinds, close in kind_here(reader, link):
                    works = Noun(kinds, "work")
                    for inner_found in _read_inner(reader, close, Noun(("person",), people[0].label), people, works):
                        said = inner_found.value
                        if not isinstance(said, Order):
                            target = works.where(*(said.parts if isinstance(said, Both) else (said,)))
                            edge = Edge(roles, target, f"{roles[0].label} of", inverse=True)
                            yield Found(edge, inner_found.end, inner_found.cost)


def _read_whose_works(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "whose films Song Kang-ho starred in", "authors whose webtoons became series"."""
    roles, _ = role_of(noun)
    for after in reader.phrase(place, "whose"):
        for kinds, end in kind_here(reader, after):
            if not is_a(kinds[0], "work"):
                continue
            works = Noun(kinds, "work")
            for found in read_chain(reader, end, works, free=True):
                if found.value.constraints:
                    edge = make_edge(noun, roles or (*PEOPLE, *HOUSES), found.value, "whose works are", inverse=True)
                    if edge is not None:
                        yield Found(edge, found.end, 1.0 + found.cost)


def read_profession(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "who act and direct", "who also write": what people do in any work."""
    if not is_person(noun):
        return
    at = reader.skip(place, {"both", "also"})
    for props, after in reader.look_up(at, BARE_VERBS):
        one = _work_of(noun, props)
        if one is None:
            continue
        yield Found(one, after, 1.6)
        for link in reader.phrase(after, "and", "and also", "as well as", "but not", "but never", "or"):
            for more, end in reader.look_up(reader.skip(link, lexicon.ADVERBS), BARE_VERBS):
                two = _work_of(noun, more)
                if two is not None:
                    yield Found(join_both(one, two, reader.words.written(after, link)), end, 2.6)


def _work_of(noun: Noun, props: tuple[Property, ...]) -> Edge | None:
    people = tuple(prop for prop in props if prop.range == "person")
    edge = make_edge(noun, people, ANY_WORK, "are credited as", inverse=True) if people else None
    if not isinstance(edge, Edge):
        return None
    return replace(edge, said=f"who were {' or '.join(dict.fromkeys(prop.label for prop in people))} of something")


def _read_inner(reader: Reader, place: int, inner: Noun, props: tuple[Property, ...], noun: Noun) -> Rule:
    also = "also" in reader.gram(place, 2).split()
    for found in read_chain(reader, place, inner, depth=0, free=True):
        if not found.value.constraints and found.value.order is None:
            continue
        named = [c.thing for c in found.value.constraints if isinstance(c, Is)]
        if named and len(found.value.constraints) == 1:
            edge = make_edge(noun, props, named[0], f"whose {inner.word} is", inverse=False)
        else:
            edge = make_edge(noun, props, found.value, f"whose {inner.word} is one of", inverse=False)
        if edge is None:
            continue
        apart = targets_of(found.value, noun, props) if also else ()
        value = Both((edge, *(IsNot(thing) for thing in apart))) if apart else edge
        yield Found(value, found.end, 1.0 + found.cost)
