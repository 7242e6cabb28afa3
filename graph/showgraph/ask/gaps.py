"""Rules for what somebody else does to a noun's things: "films X starred in", "in which X plays", "what X was based on"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Phrase, Reader, Rule
from showgraph.ask.colleagues import BARE_VERBS, WORK_WITH, kind_here, shared_verbs
from showgraph.ask.edges import ANY_WORK, PEOPLE, fits, make_edge, profession, role_of, worked_with
from showgraph.ask.heads import together
from showgraph.ask.measures import is_person, is_work
from showgraph.ask.reading import Both, Constraint, Edge, GenreIs, IsNot, Named, Not, Noun, Part
from showgraph.ask.relations import join_both, read_part_words
from showgraph.model import Property, get_property


def read_fronted(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "in which Bae Doona stars", "on which it was shown", "from which a film was made"."""
    for after in reader.phrase(place, "in which", "on which", "from which", "for which", "by which", "upon which", "where",
                               "in whose", "with whom", "by whom", "at which", "to which", "under whom", "for whom", "alongside whom", "behind which"):  # fmt: skip
        word = reader.word(after - 2) if reader.word(after - 1) in ("which", "whom", "whose") else "in"
        yield from read_with_fronted(reader, after, noun, word)


_SHARED = tuple(f"{verb} {thing}" for verb in ("shared", "share", "did", "made") for thing in ("a", "the", "some"))  # fmt: skip


def read_with_fronted(reader: Reader, place: int, noun: Noun, word: str) -> Rule:
    """Read a clause whose preposition stands at its front."""
    for subject in reader.phrases(place):
        if not subject.value.determiner.is_plain:
            continue
        value = subject.value.value
        at = reader.skip(subject.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
        if word == "from" and fits(value, "work"):
            for end in reader.phrase(
                at, "made", "adapted", "derived", "developed", "come", "came", "comes", "taken", "created"
            ):
                edge = make_edge(noun, (get_property("based-on"),), value, "the source of", inverse=True)
                if edge is not None:
                    yield Found(edge, end, 1.0 + subject.cost)
        if word == "on" and fits(value, "work"):
            for end in [
                *reader.phrase(
                    at,
                    "based",
                    "shown",
                    "aired",
                    "airs",
                    "air",
                    "run",
                    "stream",
                    "show",
                    "broadcast",
                    "streaming",
                    "streams",
                    "available",
                ),
                at,
            ]:
                keys = ("based-on",) if reader.word(end - 1) == "based" else ("broadcasters", "publishers")
                edge = make_edge(noun, tuple(get_property(key) for key in keys), value, "of", inverse=True)
                if edge is not None:
                    yield Found(edge, end, 1.0 + subject.cost)
        for props, end in reader.duties(at) if word in ("to", "for", "on") and is_work(noun) else ():
            did = make_edge(noun, props, value, "with", inverse=False)
            if did is not None:
                yield Found(did, end, 0.6 + subject.cost)
        if word == "with" and is_person(noun) and fits(value, "person"):
            for shared, kinds, end in shared_verbs(reader, at, noun):
                if reader.word(at) == "co":
                    both = together(_NOBODY, shared, value, Noun(kinds, "work")).constraints
                    yield Found(_both(list(both)), end, 0.8 + subject.cost)
            for props, end in reader.duties(at):
                did_too = together(_NOBODY, tuple(prop for prop in props if prop.range == "person"), value)
                yield Found(_both(list(did_too.constraints)), end, 0.8 + subject.cost)
            for end in reader.phrase(
                at, "work on", "worked on", "work in", "collaborate on", "collaborated on", "make", "made"
            ):
                own, _ = role_of(value) if isinstance(value, Noun) else ((), None)
                own = () if own and own[0].key == "actors" and not isinstance(value, Noun) else own
                for kinds, close in kind_here(reader, end):
                    works = Noun(kinds, "work")
                    did = make_edge(works, own or PEOPLE, value, "of", inverse=False)
                    roles, _ = role_of(noun)
                    if did is not None:
                        made = Edge(roles or PEOPLE, works.where(did), "of", inverse=True)
                        apart = (IsNot(value),) if isinstance(value, Named) else ()
                        yield Found(_both([made, *apart]), close, 0.4 + subject.cost)
        if word in ("under", "for") and is_person(noun) and fits(value, "person"):
            for props, end in reader.look_up(at, BARE_VERBS):
                did = make_edge(ANY_WORK, props, value, "with", inverse=False)
                roles, _ = role_of(noun)
                edge = make_edge(noun, roles or PEOPLE, ANY_WORK.where(did), "of", inverse=True) if did else None
                if edge is not None:
                    yield Found(edge, end, 1.2 + subject.cost)
                    for _, close in kind_here(reader, end):
                        yield Found(edge, close, 1.2 + subject.cost)
        if word in ("with", "by", "alongside") and is_person(noun):
            for end in reader.phrase(at, "worked", "acted", "starred", "appeared", "collaborated", "work", "act"):
                if fits(value, "person") and word in ("with", "alongside"):
                    yield Found(worked_with(noun, value), end, 1.0 + subject.cost)
            for end in reader.phrase(
                at,
                *_SHARED,
            ):
                for kinds, close in [
                    *kind_here(reader, end),
                    *((("screen-work",), c) for c in reader.phrase(end, "screen", "credit", "scene")),
                ]:
                    did = make_edge(Noun(kinds, "work"), (get_property("actors"),), value, "with", inverse=False)
                    if did is not None and fits(value, "person") and word != "by":
                        edge = Edge((get_property("actors"),), Noun(kinds, "work", (did,)), "acted in", inverse=True)
                        yield Found(
                            Both((edge, IsNot(value))) if isinstance(value, Named) else edge, close, 1.0 + subject.cost
                        )
            for verb, props in lexicon.phrases().items():
                if verb.endswith(" by") and word == "by":
                    for end in reader.phrase(at, verb.removesuffix(" by")):
                        edge = make_edge(noun, props, value, "of", inverse=True)
                        if edge is not None:
                            yield Found(edge, end, 1.0 + subject.cost)
    kept, reader.fronted = reader.fronted, word
    try:
        yield from list(read_gap(reader, place, noun))
        for after in reader.phrase(place, *lexicon.AUXILIARIES):
            yield from list(read_gap(reader, after, noun))
    finally:
        reader.fronted = kept


def read_gap(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read what somebody else does to the noun: "films (that) Bae Doona starred in", "what (was) Kingdom based on"."""
    for subject in _subjects(reader, place):
        values, joined = subject.value
        at = reader.skip(subject.end, lexicon.ADVERBS)
        nobody = subject.value[0][0] is _NOBODY
        for after, negated in _auxiliaries(reader, at):
            negated ^= nobody
            after = reader.skip(after, lexicon.ADVERBS | {"first"})
            for constraint, end, cost in _read_gap_verbs(reader, after, noun, values):
                end = reader.after(
                    end, "together", "in together", "on together", "themselves", "himself", "herself", "too", "as well"
                )
                total = subject.cost + cost + len(values)
                yield Found(Not(constraint) if negated else constraint, end, total)
            people = [value for value in values if fits(value, "person")]
            if len(people) == len(values) == 1 and is_work(noun):
                for part, end in read_part_words(reader, after):
                    yield Found(Part(part, people[0], inverse=True), reader.after(end, "in"), 1.0 + subject.cost)
            if joined:
                for end in reader.phrase(after, "share", "have in common", "do together", "make together", "in common",
                                         "work on together", "work together in", "work together on", "worked together in",
                                         "worked together on", "made together", "did together", "appear together in"):  # fmt: skip
                    edges = [_in_common(noun, value) for value in values]
                    if all(edges):
                        yield Found(Both(tuple(edge for edge in edges if edge)), end, subject.cost + len(values))


_NO = Phrase(ANY_WORK).determiner._replace(no=True)


_NOBODY = Noun(("person",), "person")


def _in_common(noun: Noun, value: Named | Noun) -> Edge | None:
    """Return how things of a noun belong to a work or a person: "which actors do X and Y have in common"."""
    if is_work(noun):
        return _any_part(noun, value)
    roles, _ = role_of(noun)
    things = (*PEOPLE, *(get_property(key) for key in ("genres", "studios", "broadcasters", "publishers")))
    edge = make_edge(noun, roles or things, value, "of", inverse=True)
    return edge if isinstance(edge, Edge) else None


def _any_part(noun: Noun, value: Named | Noun) -> Edge | None:
    edge = make_edge(noun, PEOPLE, value, "by or with", inverse=False)
    return edge if isinstance(edge, Edge) else None


def _auxiliaries(reader: Reader, place: int) -> Iterator[tuple[int, bool]]:
    yield place, False
    at, negated = place, False
    while (word := reader.word(at)) in lexicon.AUXILIARIES or word in ("not", "never", "neither", *lexicon.ADVERBS):
        negated ^= word in ("not", "never", "neither")
        at = reader.reach(at + 1)
        yield at, negated


def _subjects(reader: Reader, place: int) -> Iterator[Found[tuple[tuple[Named | Noun, ...], bool]]]:
    """Yield one thing that is the subject of a clause, or several joined by "and"."""
    for first in reader.phrases(place):
        if not first.value.determiner.is_plain and first.value.determiner != _NO:
            continue
        one = first.value.value
        if first.value.determiner == _NO:
            if one == _NOBODY:
                yield Found(((_NOBODY,), False), first.end, first.cost)
            continue
        yield Found(((one,), False), first.end, first.cost)
        for link in reader.phrase(first.end, "and", "and both"):
            for second in reader.phrases(link):
                two = second.value.value
                if type(one) is type(two) and fits(two, "person") == fits(one, "person"):
                    yield Found(((one, two), True), second.end, first.cost + second.cost)


def _read_gap_verbs(
    reader: Reader, place: int, noun: Noun, subjects: tuple[Named | Noun, ...]
) -> Iterator[tuple[Constraint, int, float]]:
    for props, end in reader.look_up(reader.after(place, "co"), lexicon.inverse_phrases()):
        words = reader.words.written(place, end)
        edges = [_done(noun, props, subject, words) for subject in subjects]
        if not all(edges):
            continue
        yield _both(edges), reader.after(end, "in") if not reader.fronted else end, 0.0
        for link in reader.phrase(end, "together with", "with", "alongside", "opposite", "along with"):
            for other in reader.named(link, ("person",)):
                more = _done(noun, props, other.value, words)
                if more is not None:
                    yield _both([*edges, more]), reader.after(other.end, "in"), 1.0 + other.cost
        for link in reader.phrase(end, "and", "or", "but", "nor", "and also", "but also"):
            at = reader.skip(link, lexicon.AUXILIARIES | lexicon.ADVERBS)
            negated = reader.word(at) in ("not", "never")
            at = reader.skip(at + negated, lexicon.AUXILIARIES | lexicon.ADVERBS)
            for again, close in reader.look_up(at, lexicon.inverse_phrases()):
                others = [_done(noun, again, subject, reader.words.written(at, close)) for subject in subjects]
                if all(others):
                    second = Not(_both(others)) if negated else _both(others)
                    yield join_both(_both(edges), second, reader.words.written(end, link)), close, 1.0
    for props, end in reader.look_up(place, lexicon.phrases()):
        words = reader.words.written(place, end)
        edges = [make_edge(noun, props, subject, "of", inverse=True) for subject in subjects]
        if all(edges):
            yield _both(edges), end, 0.0
    for props, end in reader.look_up(place, _ROLE_GAPS):
        edges = [_done(noun, props, subject, reader.words.written(place, end)) for subject in subjects]
        if all(edges):
            yield _both(edges), end, 0.0
    for start in {place, reader.after(place, "a", "an", "the")}:
        for props, after in reader.look_up(start, lexicon.subject_nouns()):
            for end in reader.phrase(after, "of", "to", "from"):
                others = [make_edge(noun, props, subject, "the source of", inverse=True) for subject in subjects]
                if all(others):
                    yield _both(others), end, 0.0
    if is_person(noun):
        for end in reader.phrase(place, *_SHARED):
            for kinds, close in [
                *kind_here(reader, end),
                *((("screen-work",), c) for c in reader.phrase(end, "screen", "credit")),
            ]:
                for after in reader.phrase(close, "with"):
                    if all(fits(subject, "person") for subject in subjects):
                        made = [
                            together(_NOBODY, (get_property("actors"),), subject, Noun(kinds, "work")).constraints
                            for subject in subjects
                        ]
                        yield _both([one for constraints in made for one in constraints]), after, 0.2
        roles = profession(noun)
        for verb in reader.phrase(place, "made", "done", "make", "plays in", "acted in", "appeared in", "starred in", "appears in", "played in",
                                  "acts in", "stars in", "act in", "play in", "star in"):  # fmt: skip
            for kinds, close in kind_here(reader, verb):
                did = (get_property("actors"),) if " " in reader.words.written(place, verb) else PEOPLE
                for after in reader.phrase(close, "for", "by", "under", "of"):
                    works = [
                        make_edge(Noun(kinds, "work"), did, subject, "with", inverse=False) for subject in subjects
                    ]
                    makers = roles or tuple(get_property(key) for key in ("directors", "creators"))
                    if all(works) and all(fits(subject, "person") for subject in subjects):
                        edge = Edge(
                            makers, Noun(kinds, "work").where(*(one for one in works if one)), "of", inverse=True
                        )
                        yield edge, after, -0.6
        for shared, kinds, at in shared_verbs(reader, place, noun):
            for end in reader.phrase(at, "with", "together with", "alongside", "opposite"):
                if all(fits(subject, "person") for subject in subjects):
                    found = [
                        together(_NOBODY, shared, subject, Noun(kinds, "work")).constraints for subject in subjects
                    ]
                    yield _both([one for constraints in found for one in constraints]), end, 0.2
        for end in reader.phrase(place, *WORK_WITH, "acted with", "starred with", "act with", "star with"):
            if all(fits(subject, "person") for subject in subjects):
                yield _both([worked_with(noun, subject) for subject in subjects]), end, 0.0


_ROLE_GAPS = {
    f"{head}{noun} {link}": tuple(prop for prop in props if prop.range == "person")
    for noun, props in lexicon.value_nouns().items()
    for head in ("an ", "a ", "the ")
    for link in ("of", "in", "for", "on")
    if any(prop.range == "person" for prop in props)
}


_ROLE_GAPS |= {
    words: (get_property("actors"),) for words in ("in the cast", "among the cast", "part of the cast", "on the cast")
}
"""What somebody is of a work at the end of a clause: "which films was X an actor in"."""


def _done(noun: Noun, props: tuple[Property, ...], subject: Named | Noun, words: str) -> Constraint | None:
    edge = make_edge(noun, props, subject, words, inverse=False)
    if isinstance(edge, Edge) and isinstance(subject, Named):
        roles = " or ".join(dict.fromkeys(prop.label for prop in edge.props))
        roles = "any part" if len(edge.props) > 4 else roles
        return replace(edge, said=f"with {subject.label} as {roles}" if roles != "any part" else f"of {subject.label}")
    if isinstance(edge, Edge):
        return replace(
            edge, words="with" if edge.props[0].key == "actors" else f"{edge.props[0].label} of which is one of"
        )
    return edge


def _both(parts: list[Constraint | None] | list[Constraint] | list[Edge | GenreIs | None]) -> Constraint:
    kept = tuple(part for part in parts if part is not None)
    return kept[0] if len(kept) == 1 else Both(kept)
