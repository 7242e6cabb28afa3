"""Questions that are answered by yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import fits, make_edge
from showgraph.ask.measures import is_person, is_work, read_code
from showgraph.ask.reading import (
    Both,
    Constraint,
    Edge,
    GenreIs,
    Is,
    KindIs,
    Named,
    Noun,
    Question,
    SameValue,
    WorkedWith,
)
from showgraph.model import Property, get_property


def read_yes_no(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "is Sweet Home a zombie series", "was Kingdom based on a webtoon", "did Bae Doona play in Kingdom"."""
    for at in reader.phrase(place, "is there", "are there", "are there any", "does there exist", "was there", "were there",
                            "do you know any", "you got any", "has there been", "have there been", "is there any"):  # fmt: skip
        for found in reader.phrases(at):
            noun = found.value.value
            if isinstance(noun, Noun) and not found.value.determiner.no:
                low = found.value.determiner.low
                for longer in read_chain(reader, found.end, noun, found.cost, depth=1, free=True):
                    if low is None or low <= 1:
                        yield Found(Question("yes-no", longer.value), longer.end, longer.cost)
    starts = [*reader.phrase(place, *lexicon.AUXILIARIES - {"be", "been", "being"})]
    starts = [reader.after(at, "not") for at in starts]
    starts += reader.phrase(place, "is it true that", "is it so that", "is it correct that", "is it right that", "is it a fact that", "am i right that", "can i watch", "can you watch", "can i see", "can i stream", "true or false",
                            "do you know if", "do you know whether", "is it the case that", "can we watch", "i wonder whether", "i wonder if")  # fmt: skip
    for at in starts:
        for one in reader.named(at, ("work",)):
            for link in reader.phrase(one.end, "and"):
                for two in reader.named(link, ("work",)):
                    for shared in _read_shared(reader, two.end, one.value, two.value):
                        yield shared._replace(cost=shared.cost + one.cost + two.cost)
        yield from _read_both_did(reader, at)
        for subject in _read_subjects(reader, at):
            for said in _read_statement(reader, subject.end, subject.value):
                yield Found(Question("yes-no", said.value), said.end, subject.cost + said.cost)


def _read_both_did(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "did both X and Y act in Kingdom", "did X and Y direct it": each of them did."""
    for one in reader.named(reader.after(place, "both"), ("person", "organization")):
        for link in reader.phrase(one.end, "and", "and also"):
            for two in reader.named(link, ("person", "organization")):
                at = reader.skip(two.end, {"both", "each"} | lexicon.AUXILIARIES)
                for props, end in reader.look_up(at, lexicon.inverse_phrases()):
                    for work in reader.named(reader.after(end, "the series", "the film", "the"), ("work",)):
                        edges = [
                            make_edge(_being(work.value), props, thing, "of", inverse=False)
                            for thing in (one.value, two.value)
                        ]
                        if all(edges):
                            noun = Noun(
                                (work.value.kind,),
                                work.value.label,
                                (Is(work.value), *(edge for edge in edges if edge)),
                            )
                            yield Found(Question("yes-no", noun), work.end, one.cost + two.cost + work.cost + 1.0)


def _being(work: Named) -> Noun:
    return Noun((work.kind,), work.label, (Is(work),))


def _read_shared(reader: Reader, place: int, one: Named, two: Named) -> Iterator[Found[Question]]:
    """Read "have the same writer", "share an actor" behind two works."""
    for props, after in reader.look_up(place, lexicon.phrases()):
        for same in reader.phrase(after, "the same", "one and the same"):
            for end in reader.phrase(same, "person", "people", "man", "woman", "one", *lexicon.value_nouns()):
                entities = tuple(p for p in props if p.value == "entity" and fits(one, p.of) and fits(two, p.of))
                yield from _share(one, two, entities, end)
    for after in reader.phrase(place, "have the same", "share a", "share an", "share the same", "have a", "share any", "share", "have any",
                               "have a common", "have an", "by the same", "from the same", "on the same", "based on the same"):  # fmt: skip
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            noun = Noun((one.kind,), one.label, (Is(one),))
            entities = tuple(
                prop for prop in props if prop.value == "entity" and fits(one, prop.of) and fits(two, prop.of)
            )
            yield from _share(one, two, entities, reader.after(end, "in common"))
            for prop in props:
                if prop.value != "entity" and fits(one, prop.of):
                    yield Found(
                        Question("yes-no", noun.where(SameValue(prop, two))), reader.after(end, "in common"), 1.0
                    )


def _share(one: Named, two: Named, props: tuple[Property, ...], end: int) -> Iterator[Found[Question]]:
    inner = Noun((props[0].range,), props[0].label) if props else None
    back = make_edge(inner, props, two, "of", inverse=True) if inner else None
    if inner and back:
        edge = Edge(props, inner.where(back), "with", said=f"with the same {props[0].label} as {two.label}")
        yield Found(Question("yes-no", Noun((one.kind,), one.label, (Is(one), edge))), end, 1.0)


def _read_subjects(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    for found in reader.phrases(place):
        value, determiner = found.value
        if isinstance(value, Named):
            yield Found(Noun((value.kind,), value.label, (Is(value),)), found.end, found.cost)
        elif not (determiner.no or determiner.asking or determiner.every):
            yield Found(value, found.end, found.cost)
    for one in reader.named(place, ("person",)):
        for link in reader.phrase(one.end, "and"):
            for two in reader.named(link, ("person",)):
                noun = Noun(("person",), one.value.label, (Is(one.value),))
                after = reader.skip(two.end, {"ever", "both", "also", "have", "been", "any"})
                for end in _with_tails(reader, after, "work together", "worked together", "star together", "act together",
                                         "appear together", "worked with each other", "work with each other", "connected",
                                         "acted together", "starred together", "appeared together", "co star", "co starred",
                                         "shared the screen", "share the screen", "shared a screen", "been in the same film",
                                         "been in the same series", "been in something together", "done anything together",
                                         "collaborated", "collaborate", "crossed paths", "in common", "in the same film", "in the same series", "in a film together"):  # fmt: skip
                    if end == reader.end:
                        yield Found(noun.where(WorkedWith(two.value)), end, one.cost + two.cost + 1.0)


def _with_tails(reader: Reader, place: int, *verbs: str) -> Iterator[int]:
    """Yield the place after a verb, and after "in anything" behind it."""
    for end in reader.phrase(place, *verbs):
        yield end
        yield from reader.phrase(end, "in anything", "in something", "before", "on anything", "on something", "on a project", "in a work",
                                 "in any film", "in any series", "in any movie", "in the same thing", "on any project")  # fmt: skip


def _read_statement(reader: Reader, place: int, subject: Noun) -> Iterator[Found[Noun]]:
    count = len(subject.constraints)
    for found in read_chain(reader, place, subject, free=True):
        if (len(found.value.constraints) > count and found.value.order is None) or (
            found.end == place == reader.end and any(isinstance(c, WorkedWith) for c in subject.constraints)
        ):
            yield found
    # "Is Kingdom a zombie series": the auxiliary stands before the subject.
    for phrase in reader.phrases(place):
        value, determiner = phrase.value
        if not (determiner.asking or determiner.most or determiner.low is not None or determiner.every):
            thing = _as_said(subject, value)
            if thing is not None:
                yield Found(subject.where(thing), phrase.end, phrase.cost + 1.0)
    for genre in reader.named(place, ("genre",)):
        if is_work(subject):
            yield Found(subject.where(GenreIs(genre.value)), genre.end, genre.cost + 1.0)
    # "Is Go Ahead Chinese".
    for code in read_code(reader, place):
        if is_work(subject):
            yield Found(subject.where(code.value), code.end, code.cost)
        elif is_person(subject) and code.value.prop.key == "countries":
            nationality = replace(code.value, prop=get_property("nationality"))
            yield Found(subject.where(nationality), code.end, code.cost)


def _as_said(subject: Noun, value: Noun | Named) -> Constraint | None:
    if isinstance(value, Named):
        return Is(value) if any(fits(value, kind) for kind in subject.kinds) else None
    if value.order is not None or not any(fits(value, kind) for kind in subject.kinds):
        return None
    parts: tuple[Constraint, ...] = (KindIs(value.kinds), *value.constraints)
    return parts[0] if len(parts) == 1 else Both(parts)
