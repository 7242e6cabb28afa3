"""Rules for what is said of a noun: verbs in both voices, prepositions, relative clauses, comparison with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Modifier, ModifierRule, Phrase, Reader
from showgraph.ask.edges import (
    ANY_WORK,
    PEOPLE,
    determine,
    fits,
    make_edge,
    profession,
    read_targets,
    role_of,
    worked_with,
)
from showgraph.ask.measures import MEASURES, is_person, is_work, read_code
from showgraph.ask.noun_phrases import read_chain, read_superlative_words, together
from showgraph.ask.reading import (
    Both,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Is,
    IsNot,
    KindIs,
    Named,
    Not,
    Noun,
    Order,
    Part,
    Plays,
    WorkedWith,
    back_to,
    named_in,
)
from showgraph.model import Property, get_property, is_a

Rule = Iterator[Found[Modifier]]
_BE = ("is", "are", "was", "were", "be", "been", "a", "an", "not", "either")


def read_relation(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read a phrase and what it leads to: "adapted from webtoons", "directed by Lee Jae-kyoo", "without Bae Doona"."""
    for after in reader.phrase(
        place,
        "without",
        "lacking",
        "excluding",
        "except",
        "except for",
        "but no",
        "with no",
        "but not",
        "minus",
        "leaving out",
    ):
        start = reader.after(
            after, "any", "those with", "those by", "the ones with", "ones with", "those on", "those starring"
        )
        props = {"by": PEOPLE, "on": (get_property("broadcasters"),)}.get(
            reader.gram(start - 1, 1), (get_property("actors"),)
        )
        for found in read_targets(reader, start, noun, props, "with", inverse=False):
            if not isinstance(found.value, Order):
                yield found._replace(value=Not(found.value))
        if is_work(noun):
            for genre in reader.named(reader.after(start, "the", "all"), ("genre",)):
                end = reader.after(genre.end, "ones", "titles", "elements", "series", "films", "movies", "shows")
                yield Found(Not(GenreIs(genre.value)), end, 1.0 + genre.cost)
    yield from _read_joined_participles(reader, place, noun)
    for props, after in reader.look_up(place, lexicon.phrases()):
        if not any(fits(noun, prop.of) for prop in props):
            continue
        words = reader.words.written(place, after)
        for found in read_targets(reader, after, noun, props, words, inverse=False):
            yield _as_role(reader, noun, found)


def _read_joined_participles(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "directed and written by X", "written or directed by X"."""
    for one, after in reader.look_up(place, lexicon.premodifier_verbs()):
        for link in reader.phrase(after, "and", "or", "and also", "but not"):
            for two, end in reader.look_up(link, lexicon.phrases()):
                if not reader.words.written(link, end).casefold().endswith(" by"):
                    continue
                for found in read_targets(reader, end, noun, two, reader.words.written(link, end), inverse=False):
                    if not isinstance(found.value, Edge):
                        continue
                    words = reader.words.written(place, after) + " by"
                    first = make_edge(noun, one, found.value.target, words, inverse=False)
                    if first is not None:
                        yield found._replace(value=_joined(first, found.value, reader.words.written(after, link)))


def _joined(one: Constraint, two: Constraint, link: str) -> Constraint:
    if "not" in link.split():
        return Both((one, Not(two)))
    return Either((one, two)) if {"or", "nor"} & set(link.split()) else Both((one, two))


def _as_role(reader: Reader, noun: Noun, found: Found[Modifier]) -> Found[Modifier]:
    """Read "with X as director", "with a director who …": the part is told, not the actors'."""
    edge = found.value
    if not isinstance(edge, Edge) or edge.props[0].key != "actors":
        return found
    for part, end in _read_part(reader, found.end):
        return found._replace(value=Part(part, edge.target, inverse=True), end=end)
    in_it = reader.after(
        found.end, "in it", "in them", "in the cast", "as an actor", "as actor", "as actors", "among the cast"
    )
    found = found._replace(end=in_it)
    for link in reader.phrase(found.end, "as", "as the", "as its", "as their", "as a"):
        for props, end in reader.look_up(link, lexicon.value_nouns()):
            if isinstance(edge.target, Named) and (
                other := make_edge(noun, props, edge.target, f"with {props[0].label}", inverse=False)
            ):
                return found._replace(value=other, end=end)
    if isinstance(edge.target, Noun):
        roles, rest = role_of(edge.target)
        if roles and roles[0].key != "actors":
            fitting = tuple(prop for prop in roles if fits(noun, prop.of))
            return found._replace(
                value=replace(edge, props=fitting or roles, target=rest, words=f"with {roles[0].label}")
            )
    return found


def read_inverse_relation(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read a phrase that leads back: "who starred in Kingdom", "webtoons adapted into films", "starred in the most"."""
    for props, after in reader.look_up(place, lexicon.inverse_phrases()):
        fitting = tuple(prop for prop in props if fits(noun, prop.range))
        if not fitting:
            continue
        roles = profession(noun)
        if len(fitting) > 2 and set(roles) & set(fitting):
            # "Directors who made a film" made it as directors.
            fitting = tuple(prop for prop in fitting if prop in roles)
        words = reader.words.written(place, after)
        yield from read_targets(reader, after, noun, fitting, words, inverse=True)
        yield from _read_joined_verbs(reader, after, noun, fitting, words)
        if any(is_a(prop.range, "work") for prop in fitting) and words.casefold() in (
            "adapted",
            "remade",
            "inspired",
            "adapted for",
        ):
            after = reader.after(
                after, "the screen", "tv", "television", "for the screen", "for tv", "for television", "into anything"
            )
            edge = Edge(fitting, Noun(("screen-work",), "screen work"), words, inverse=True, said=f"that were {words}")
            yield Found(edge, after, 1.2)
            for code in read_code(reader, reader.after(after, "in")) if reader.word(after) == "in" else ():
                if code.value.prop.key == "countries":
                    made = Noun(("screen-work",), "screen work", (code.value,))
                    yield Found(Edge(fitting, made, words, inverse=True), code.end, 1.6)
            for times in reader.phrase(
                after,
                "more than once",
                "at least twice",
                "twice or more",
                "several times",
                "repeatedly",
                "twice",
                "multiple times",
            ):
                yield Found(replace(edge, low=2), times, 1.0)
            for most in reader.phrase(after, "the most", "most", "most often", "the most often", "the most times"):
                yield Found(Order(edge, True, None, f"most {words}"), most, 1.0)


def _read_joined_verbs(reader: Reader, place: int, noun: Noun, props: tuple[Property, ...], words: str) -> Rule:
    """Read "directed and wrote Thirst", "directed but did not write a film"."""
    for link in reader.phrase(
        place, "and", "or", "and also", "but also", "but not", "but did not", "but never", "but didn't"
    ):
        for more, after in reader.look_up(link, lexicon.inverse_phrases()):
            fitting = tuple(prop for prop in more if fits(noun, prop.range))
            for found in read_targets(reader, after, noun, fitting, reader.words.written(link, after), inverse=True):
                if isinstance(found.value, Edge):
                    first = make_edge(noun, props, found.value.target, words, inverse=True)
                    target = found.value.target
                    if (
                        isinstance(first, Edge)
                        and isinstance(target, Noun)
                        and reader.word(after) in ("a", "an")
                        and "and" in reader.words.written(place, link).split()
                    ):
                        # "Wrote and drew a webtoon": the same one.
                        same = replace(
                            first,
                            target=target.where(
                                replace(
                                    found.value,
                                    target=back_to("person"),
                                    inverse=False,
                                    words=f"{found.value.props[0].label} of which is",
                                )
                            ),
                        )
                        yield found._replace(value=same)
                        continue
                    if first is not None:
                        yield found._replace(value=_joined(first, found.value, reader.words.written(place, link)))


_PART_VERBS = ("in", "as", "plays", "played", "play", "has", "had", "have", "with", "playing", "having", "takes", "took", "take", "got",
             "gets", "get", "landed", "given", "was given", "is", "was", "did", "does", "do")  # fmt: skip
_PART_WORDS = tuple(f"{verb} {word}".strip() for verb in _PART_VERBS for word in ("", "a", "the", "an", "his", "her"))  # fmt: skip


def _read_part(reader: Reader, place: int) -> Iterator[tuple[str, int]]:
    """Yield the part that "in a main role", "as the lead" tell of."""
    for after in reader.phrase(place, *_PART_WORDS):
        word = reader.word(after)
        part = {"main": "main", "leads": "main", "lead": "main", "leading": "main", "starring": "main", "supporting": "support",
                "support": "support", "guest": "guest", "cameo": "cameo", "minor": ""}.get(word, "")  # fmt: skip
        if part:
            yield part, reader.after(after + 1, "role", "part", "roles", "parts", "actor", "actress", "star", "character",
                                     "appearance", "cast", "cast member")  # fmt: skip


def read_part(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "has a main role in Kingdom", "plays the lead in a zombie series", "guest-starred in X"."""
    if not is_person(noun):
        return
    starts = list(_read_part(reader, place))
    for verb in reader.phrase(place, "made", "makes", "make", "made a", "makes a", "make a", "do a", "did a"):
        starts += [("guest", end) for end in reader.phrase(verb, "guest appearance", "guest appearances")]
        starts += [("cameo", end) for end in reader.phrase(verb, "cameo", "cameo appearance", "cameos")]
    starts += [
        ("main", end) for end in reader.phrase(place, "lead", "leads", "led", "headlines", "headlined", "headline")
    ]
    starts += [("guest", end) for end in reader.phrase(place, "guest starred", "guest stars", "guest star")]
    starts += [("cameo", end) for end in reader.phrase(place, "cameoed", "cameos")]
    for part, end in starts:
        for at in {end, *reader.phrase(end, "in", "on", "of", "for")}:
            for found in reader.phrases(at):
                if fits(found.value.value, "work") and found.value.determiner.is_plain:
                    yield Found(Part(part, found.value.value), found.end, 1.0 + found.cost)


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
        if word == "with" and is_person(noun) and fits(value, "person"):
            for shared, kinds, end in _shared_verbs(reader, at, noun):
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
                for kinds, close in _kind_here(reader, end):
                    works = Noun(kinds, "work")
                    did = make_edge(works, own or PEOPLE, value, "of", inverse=False)
                    roles, _ = role_of(noun)
                    if did is not None:
                        yield Found(
                            Edge(roles or PEOPLE, works.where(did), "of", inverse=True), close, 0.6 + subject.cost
                        )
        if word in ("under", "for") and is_person(noun) and fits(value, "person"):
            for props, end in reader.look_up(at, BARE_VERBS):
                did = make_edge(ANY_WORK, props, value, "with", inverse=False)
                roles, _ = role_of(noun)
                edge = make_edge(noun, roles or PEOPLE, ANY_WORK.where(did), "of", inverse=True) if did else None
                if edge is not None:
                    yield Found(edge, end, 1.2 + subject.cost)
        if word in ("with", "by", "alongside") and is_person(noun):
            for end in reader.phrase(at, "worked", "acted", "starred", "appeared", "collaborated", "work", "act"):
                if fits(value, "person") and word in ("with", "alongside"):
                    yield Found(worked_with(noun, value), end, 1.0 + subject.cost)
            for end in reader.phrase(
                at,
                *_SHARED,
            ):
                for kinds, close in [
                    *_kind_here(reader, end),
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


def read_adapting(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "adapted by Studio N" of a source, "who adapted webtoons" of those who make what comes from it."""
    makers = (*PEOPLE, get_property("studios"), get_property("broadcasters"))
    if is_work(noun):
        for after in reader.phrase(
            place, "adapted by", "turned into a series by", "turned into a film by", "filmed by", "adapted for"
        ):
            for found in reader.phrases(after):
                works = Noun(("screen-work",), "screen work")
                inner = make_edge(works, makers, found.value.value, "by", inverse=False)
                if inner is not None and found.value.determiner.is_plain:
                    target = works.where(inner)
                    edge = make_edge(noun, (get_property("based-on"),), target, "adapted into", inverse=True)
                    if edge is not None:
                        yield Found(edge, found.end, 1.2 + found.cost)
        return
    for after in reader.phrase(place, "adapted", "adapts", "adapt", "who adapted", "have adapted", "adapting"):
        for found in reader.phrases(after):
            works = Noun(("screen-work",), "screen work")
            inner = make_edge(works, (get_property("based-on"),), found.value.value, "based on", inverse=False)
            if inner is not None and found.value.determiner.is_plain:
                roles, _ = role_of(noun)
                edge = make_edge(noun, roles or makers, works.where(inner), "made", inverse=True)
                if edge is not None:
                    yield Found(edge, found.end, 1.2 + found.cost)
                for link in reader.phrase(found.end, "for"):
                    for house in reader.named(link, ("organization",)):
                        made = make_edge(works, (*_HOUSES[:2],), house.value, "for", inverse=False)
                        edge = (
                            make_edge(noun, roles or makers, works.where(inner, made), "made", inverse=True)
                            if made
                            else None
                        )
                        if edge is not None:
                            yield Found(edge, house.end, 1.2 + found.cost + house.cost)


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
                for part, end in _read_part(reader, after):
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
                    yield _joined(_both(edges), second, reader.words.written(end, link)), close, 1.0
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
                *_kind_here(reader, end),
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
            for kinds, close in _kind_here(reader, verb):
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
        for shared, kinds, at in _shared_verbs(reader, place, noun):
            for end in reader.phrase(at, "with", "together with", "alongside", "opposite"):
                if all(fits(subject, "person") for subject in subjects):
                    found = [
                        together(_NOBODY, shared, subject, Noun(kinds, "work")).constraints for subject in subjects
                    ]
                    yield _both([one for constraints in found for one in constraints]), end, 0.2
        for end in reader.phrase(place, *_WORK_WITH, "acted with", "starred with", "act with", "star with"):
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
                for kinds, close in _kind_here(reader, end):
                    if fits(Noun(kinds, ""), entities[0].range):
                        yield from _read_inner(reader, close, Noun(kinds, entities[0].label), entities, noun)
        for kinds, at in [(("screen-work",), after), *_kind_here(reader, after)]:
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
                for kinds, close in _kind_here(reader, link):
                    works = Noun(kinds, "work")
                    for inner_found in _read_inner(reader, close, Noun(("person",), people[0].label), people, works):
                        said = inner_found.value
                        if not isinstance(said, Order):
                            target = works.where(*(said.parts if isinstance(said, Both) else (said,)))
                            edge = Edge(roles, target, f"{roles[0].label} of", inverse=True)
                            yield Found(edge, inner_found.end, inner_found.cost)


_HOUSES = tuple(get_property(key) for key in ("studios", "broadcasters", "publishers"))


def _read_whose_works(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "whose films Song Kang-ho starred in", "authors whose webtoons became series"."""
    roles, _ = role_of(noun)
    for after in reader.phrase(place, "whose"):
        for kinds, end in _kind_here(reader, after):
            if not is_a(kinds[0], "work"):
                continue
            works = Noun(kinds, "work")
            for found in read_chain(reader, end, works, free=True):
                if found.value.constraints:
                    edge = make_edge(noun, roles or (*PEOPLE, *_HOUSES), found.value, "whose works are", inverse=True)
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
                    yield Found(_joined(one, two, reader.words.written(after, link)), end, 2.6)


def _work_of(noun: Noun, props: tuple[Property, ...]) -> Edge | None:
    people = tuple(prop for prop in props if prop.range == "person")
    edge = make_edge(noun, people, ANY_WORK, "are credited as", inverse=True) if people else None
    if not isinstance(edge, Edge):
        return None
    return replace(edge, said=f"who were {' or '.join(dict.fromkeys(prop.label for prop in people))} of something")


def _kind_here(reader: Reader, place: int) -> Iterator[tuple[tuple[str, ...], int]]:
    for count in (2, 1):
        if kinds := lexicon.nouns().get(reader.gram(place, count)):
            yield kinds, place + count


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
        apart = _targets_of(found.value, noun, props) if also else ()
        value = Both((edge, *(IsNot(thing) for thing in apart))) if apart else edge
        yield Found(value, found.end, 1.0 + found.cost)


def _targets_of(inner: Noun, noun: Noun, props: tuple[Property, ...]) -> tuple[Named, ...]:
    """Return the works that are told apart from the noun's: "whose director also directed Kingdom"."""
    edges = [
        c
        for c in inner.constraints
        if isinstance(c, Edge) and isinstance(c.target, Named) and set(c.props) & set(props)
    ]
    return tuple(
        edge.target
        for edge in edges
        if isinstance(edge.target, Named) and fits(noun, edge.target.kind) and is_work(noun)
    )


_WORK_WITH = (
    "worked with", "work with", "works with", "working with", "collaborated with", "collaborate with", "worked together with",
    "teamed up with", "played with", "worked alongside", "worked together", "worked for", "been in something with", "shared credits with", "shares a credit with", "shared a credit with", "share a credit with",
)  # fmt: skip


def read_worked_with(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "worked with Bae Doona", "co-directed films with X", "acted together with X"."""
    if not is_person(noun):
        return
    for after in reader.phrase(place, *_WORK_WITH):
        for found in reader.phrases(after):
            phrase = found.value
            if fits(phrase.value, "person") and phrase.determiner.is_plain:
                yield Found(worked_with(noun, phrase.value), found.end, 1.0 + found.cost)
                for link in reader.phrase(found.end, "and", "and with"):
                    for more in reader.named(link, ("person",)):
                        both = Both((worked_with(noun, phrase.value), worked_with(noun, more.value)))
                        yield Found(both, more.end, 2.0 + found.cost + more.cost)
                for link in reader.phrase(found.end, "in", "on"):
                    yield from _worked_in(reader, link, phrase, found.cost)
                for link in reader.phrase(found.end, "on the", "for the", "in the"):
                    for duty, end in reader.look_up(link, lexicon.activities()):
                        for at in reader.phrase(end, "of", "for", "to"):
                            did = tuple(prop for prop in duty if prop.range == "person")
                            yield from _worked_in(reader, at, phrase, found.cost - 0.5, did)
    if any(isinstance(c, Edge | Is | Part) for c in noun.constraints):
        for after in reader.phrase(place, "with", "alongside", "together with", "opposite", "beside"):
            for other in reader.named(after, ("person",)):
                yield Found(WorkedWith(other.value), other.end, 1.3 + other.cost)
    for props, kinds, at in _shared_verbs(reader, place, noun):
        for after in reader.phrase(at, "with", "together with", "alongside", "along with", "opposite"):
            for found in reader.phrases(after):
                if fits(found.value.value, "person") and found.value.determiner.is_plain:
                    work = Noun(kinds, "work")
                    person = together(Noun(("person",), "person"), props, found.value.value, work)
                    value: Modifier = Both(person.constraints) if len(person.constraints) > 1 else person.constraints[0]
                    plain = kinds == ("work",) or "together" in reader.words.written(place, after).casefold()
                    plain = plain or reader.word(place).startswith("co")
                    yield Found(value, found.end, 1.0 + found.cost + (0.0 if plain else 0.7))
                    for link in reader.phrase(found.end, "in", "on"):
                        yield from _worked_in(reader, link, found.value, found.cost - 0.3, props)


def _worked_in(reader: Reader, place: int, other: Phrase, cost: float, props: tuple[Property, ...] = PEOPLE) -> Rule:
    """Read "worked with Bae Doona in Kingdom", "… in a zombie series"."""
    for found in reader.phrases(place):
        if fits(found.value.value, "work") and found.value.determiner.is_plain:
            value = found.value.value
            work = value if isinstance(value, Noun) else Noun((value.kind,), "work", (Is(value),))
            inner = make_edge(work, props, other.value, "with", inverse=False)
            if inner is not None:
                edge = Edge(props, work.where(inner), "with a part in", inverse=True)
                apart = (IsNot(other.value),) if isinstance(other.value, Named) else ()
                yield Found(Both((edge, *apart)), found.end, 1.5 + cost + found.cost)


def _shared_verbs(
    reader: Reader, place: int, noun: Noun
) -> Iterator[tuple[tuple[Property, ...], tuple[str, ...], int]]:
    """Yield what several people did together: "co-wrote films", "directed movies together", "acted"."""
    for props, after in reader.duties(place):
        yield tuple(prop for prop in props if prop.range == "person"), ("work",), after
    for start in [place, *reader.phrase(place, "co")]:
        for props, after in reader.look_up(start, BARE_VERBS):
            people = tuple(prop for prop in props if prop.range == "person")
            if not people:
                continue
            yield people, ("work",), reader.after(after, "together")
            for kinds, end in _kind_here(reader, after if start == place else reader.skip(after, lexicon.ARTICLES)):
                yield people, kinds, reader.after(end, "together")
    for props, after in reader.look_up(place, BARE_VERBS):
        people = tuple(prop for prop in props if prop.range == "person")
        if people and reader.gram(place, 1).startswith("costar"):
            yield people, ("work",), after


def _bare_verbs() -> dict[str, tuple[Property, ...]]:
    """Return verbs without the preposition that would lead to a work: "acted", "starred", "directed"."""
    found: dict[str, tuple[Property, ...]] = {}
    for phrase, props in lexicon.inverse_phrases().items():
        people = tuple(prop for prop in props if prop.range == "person")
        if people and (phrase.endswith((" in", " on")) or " " not in phrase) and phrase not in ("in", "behind"):
            found.setdefault(phrase, people)
            found.setdefault(phrase.removesuffix(" in").removesuffix(" on"), people)
    for word in ("costarred", "costar", "costars", "costarring", "shared the screen", "shared a screen", "share the screen",
                 "shares the screen", "been seen", "on screen", "sharing the screen", "share a screen"):  # fmt: skip
        found[word] = (get_property("actors"),)
    for verb in (
        "appeared",
        "starred",
        "acted",
        "played",
        "was",
        "were",
        "been",
        "appear",
        "appears",
        "star",
        "act",
        "performed",
        "stars",
    ):
        for kind in (
            "film",
            "movie",
            "series",
            "show",
            "drama",
            "work",
            "picture",
            "production",
            "thing",
            "films",
            "movies",
        ):
            found[f"{verb} in the same {kind}"] = (get_property("actors"),)
    found["played"] = found["acted"]
    return {phrase: props for phrase, props in found.items() if phrase not in ("did", "do", "done")}


BARE_VERBS = _bare_verbs()


def read_plays(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "played Nam On-jo", "plays the role of Seo Bi in Kingdom"."""
    if not is_person(noun):
        return
    for after in reader.phrase(place, "played", "plays", "play", "portrayed", "portrays", "voiced", "voices", "portray",
                               "plays the role of", "played the role of", "plays the character", "played the character",
                               "is the actor of", "playing", "plays the part of", "played the part of", "starred as",
                               "stars as", "appeared as", "appears as", "acted as", "was cast as", "is cast as", "cast as",
                               "behind", "takes the role of", "took the role of", "does the role of", "was", "is"):  # fmt: skip
        if reader.word(after) in ("in", "by", "with", "a", "an") or after >= reader.end:
            continue
        bare = reader.word(after - 1) in ("behind", "was", "is")
        if reader.gram(after, 2) in (
            "the leads",
            "the lead",
            "the main",
            "a main",
            "a lead",
            "leading roles",
            "main roles",
        ):
            continue
        if reader.word(after) in (
            "leads",
            "characters",
            "character",
            "roles",
            "parts",
            "someone",
            "people",
            "somebody",
        ):
            continue
        for end in range(reader.end, after, -1):
            if reader.word(end) in ("in", "on", "from"):
                for work in reader.named(
                    reader.after(end + 1, "the", "the series", "the film", "the movie"), ("work",)
                ):
                    if end > after:
                        character = reader.words.written(after, end)
                        yield Found(Plays(character, work.value), work.end, 2.5 + work.cost + bare)
        for end in range(after + 1, reader.end):
            if reader.word(end) in lexicon.AUXILIARIES and not bare:
                yield Found(Plays(reader.words.written(after, end)), reader.reach(end), 3.0)
                break
        character = reader.words.written(after, reader.end)
        if bare:
            continue
        if not any(fits(found.value.value, "work") for found in reader.phrases(after) if found.end == reader.end):
            yield Found(Plays(character), reader.reach(reader.end), 4.5)


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
                     for kinds, end in _kind_here(reader, same)]  # fmt: skip
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
            for kinds, end in _kind_here(reader, place):
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
                being = _being(noun, phrase.value.value)
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


def read_being(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read what a thing is said to be: "is a zombie series", "is the director of Kingdom", "is Korean", "is horror"."""
    for after in reader.phrase(place, "neither"):
        for one in reader.phrases(after):
            for link in reader.phrase(one.end, "nor", "or"):
                for two in reader.phrases(link):
                    parts = [_being(noun, f.value.value) for f in (one, two) if isinstance(f.value.value, Noun)]
                    if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
                        yield Found(Both((Not(parts[0]), Not(parts[1]))), two.end, 2.0 + one.cost + two.cost)
    for after in reader.phrase(place, "count as", "counts as", "qualify as", "qualifies as", "classed as", "considered", "regarded as",
                               "listed as", "classified as", "described as", "categorised as", "categorized as", "labelled", "labeled",
                               "counted as", "counted among", "considered as", "marked as", "seen as"):  # fmt: skip
        yield from _read_what_it_is(reader, after, noun, True)
    told = noun.constraints and isinstance(noun.constraints[-1], KindIs | GenreIs | Is | Not | Both | Either)
    joined = bool(told) and reader.word(place - 1) in ("and", "or", "also", "but")
    is_told = reader.gram(place - 1, 1) in _BE
    if is_told or joined:
        yield from _read_what_it_is(reader, place, noun, is_told)


def _read_what_it_is(reader: Reader, place: int, noun: Noun, is_told: bool) -> Rule:
    for found in reader.phrases(place):
        value, determiner = found.value
        if determiner.asking or determiner.most or determiner.low is not None or determiner.every:
            continue
        if isinstance(value, Named):
            told = is_told and any(fits(value, kind) for kind in noun.kinds)
            constraint: Constraint | None = Is(value) if told else None
        else:
            constraint = _being(noun, value)
        if constraint is not None:
            yield Found(Not(constraint) if determiner.no else constraint, found.end, 1.0 + found.cost)
    for genre in reader.named(place, ("genre",)):
        if is_work(noun):
            yield Found(GenreIs(genre.value), genre.end, 1.0 + genre.cost)


def _being(noun: Noun, value: Noun) -> Constraint | None:
    if value.order is not None or not any(fits(value, kind) for kind in noun.kinds):
        return None
    same = all(any(is_a(kind, wanted) for wanted in value.kinds) for kind in noun.kinds)
    parts: tuple[Constraint, ...] = value.constraints if same else (KindIs(value.kinds), *value.constraints)
    if not parts:
        parts = (KindIs(value.kinds),)
    return parts[0] if len(parts) == 1 else Both(parts)


_WITHOUT = ("without", "lacking", "lack", "lacks")


def read_having(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with a remake", "has no adaptation", "without a sequel", "have a film adaptation"."""
    if not is_work(noun):
        return
    for after in reader.phrase(
        place, "with", "without", "has", "have", "had", "having", "got", "lacking", "lack", "lacks"
    ):
        at = reader.skip(after, lexicon.ARTICLES)
        none = reader.word(at) == "no"
        at = at + 1 if none else at
        number = None
        for low in reader.phrase(at, "more than one", "at least two", "multiple", "several"):
            number, at = 2, low
        known = reader.after(at, "known", "listed", "recorded", "named")
        for props, end in reader.look_up(known, lexicon.value_nouns()):
            entities = tuple(prop for prop in props if prop.value == "entity" and fits(noun, prop.of))
            if entities and (none or reader.word(place) in _WITHOUT):
                none_at_all = Edge(entities, Noun((entities[0].range,), entities[0].label), "with")
                yield Found(Not(none_at_all), end, 1.1)
        for kinds, start in _kind_here(reader, at):
            made = make_edge(
                noun, (get_property("based-on"),), Noun(kinds, "screen work"), "the source of", inverse=True
            )
            if made is not None and (none or reader.word(place) in _WITHOUT) and is_a(kinds[0], "screen-work"):
                yield Found(Not(made), reader.after(start, "adaptation", "adaptations", "version", "versions"), 1.0)
        for kinds, start in [(("screen-work",), at), *_kind_here(reader, at)]:
            for props, end in reader.look_up(start, lexicon.subject_nouns()):
                target = Noun(kinds, "screen work")
                edge = Edge(props, target, "the source of", inverse=True, low=number)
                negated = none or reader.word(place) in _WITHOUT
                yield Found(Not(edge) if negated else edge, end, 1.0)


def read_most(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with the most episodes", "with the highest rating", "that came out first"."""
    for after in reader.phrase(place, "with", "having", "has", "have", "had", "received", "got"):
        for most, descending in [*((e, True) for e in reader.phrase(after, "the most", "most", "the largest number of")),
                                 *((e, False) for e in reader.phrase(after, "the fewest", "fewest", "the least", "the smallest", "the lowest number of")),
                                 *((e, True) for e in reader.phrase(after, "the largest", "the biggest", "the highest number of",
                                                                    "the greatest number of", "the biggest number of"))]:  # fmt: skip
            for props, end in reader.look_up(most, lexicon.value_nouns()):
                if order := _order_by(noun, props, descending, reader.words.written(most - 1, end)):
                    yield Found(order, end, 1.0)
            for phrase in reader.phrases(most):
                edge = _works_had(noun, phrase.value.value)
                found = (
                    determine(edge, _MOST if descending else _FEWEST)
                    if edge and phrase.value.determiner.is_plain
                    else None
                )
                if found is not None:
                    yield Found(found, phrase.end, 1.0 + phrase.cost)
            for props, end in reader.look_up(most, lexicon.subject_nouns()):
                edge = Edge(props, ANY_WORK, "the source of", inverse=True)
                yield Found(Order(edge, descending, None, "most adaptations"), end, 1.0)
            for props, end in reader.look_up(most, {"roles": (get_property("actors"),), "credits": PEOPLE}):
                edge = Edge(props, ANY_WORK, "credited in", inverse=True)
                if is_person(noun):
                    yield Found(Order(edge, descending, None, "most credits"), end, 1.0)
        for high, descending in [
            *(
                (e, True)
                for e in reader.phrase(after, "the highest", "the best", "the longest", "the latest", "the newest")
            ),
            *((e, False) for e in reader.phrase(after, "the lowest", "the worst", "the shortest", "the earliest")),
        ]:
            for props, end in reader.look_up(high, lexicon.value_nouns()):
                if order := _order_by(noun, props, descending, reader.words.written(high - 1, end)):
                    yield Found(order, end, 1.0)
    for after in reader.phrase(place, "came out", "released", "come out", "aired", "premiered", "published", "made"):
        for end in reader.phrase(after, "first", "earliest"):
            yield Found(Order(get_property("year"), False, None, "first"), end, 1.0)
        for end in reader.phrase(after, "last", "latest", "most recently"):
            yield Found(Order(get_property("year"), True, None, "last"), end, 1.0)
    for after in reader.phrase(
        place, "rated by the most", "voted for by the most", "rated by the largest number of", "scored by the most"
    ):
        for end in reader.phrase(after, "people", "users", "viewers", "voters", "fans", "users of all"):
            yield Found(Order(get_property("rating-count"), True, None, "rated by the most people"), end, 1.0)
    for after in reader.phrase(place, "rated", "ranked", "scored"):
        for end in reader.phrase(after, "highest", "best", "the highest", "the best", "most highly"):
            yield Found(Order(get_property("rating"), True, None, "highest rated"), end, 1.0)
        for end in reader.phrase(after, "lowest", "worst", "the lowest", "the worst"):
            yield Found(Order(get_property("rating"), False, None, "lowest rated"), end, 1.0)
    for after in reader.phrase(place, "by", "sorted by", "ordered by", "ranked by", "by their", "in order of", "in terms of",
                               "by highest", "with regard to"):  # fmt: skip
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            if order := _order_by(
                noun, tuple(p for p in props if p.value != "entity"), True, "by " + reader.words.written(after, end)
            ):
                yield Found(order, end, 1.0)
    if reader.gram(place - 1, 1) in ("is", "are", "was", "were", "the") and is_work(noun):
        at = reader.after(place, "the")
        for order, end in read_superlative_words(reader, at):
            if end == reader.end:
                yield Found(order, end, 1.0)


def _works_had(noun: Noun, value: Noun | Named) -> Edge | None:
    """Return what it means that a person, studio or channel has works: by its own part where that is told."""
    roles, _ = role_of(noun)
    things = tuple(get_property(key) for key in ("broadcasters", "studios", "publishers", "genres"))
    props = roles or (*PEOPLE, *things)
    edge = (
        make_edge(noun, props, value, "works of", inverse=True) if isinstance(value, Noun) and is_work(value) else None
    )
    return edge if isinstance(edge, Edge) else None


_MOST, _FEWEST = Phrase(ANY_WORK).determiner._replace(most=1), Phrase(ANY_WORK).determiner._replace(most=-1)


def _order_by(noun: Noun, props: tuple[Property, ...], descending: bool, words: str) -> Order | None:
    for prop in props:
        if fits(noun, prop.of) and prop.value in ("integer", "decimal", "date"):
            return Order(prop, descending, None, words)
        if fits(noun, prop.of) and prop.value == "entity":
            return Order(Edge((prop,), Noun((prop.range,), prop.label), "with"), descending, None, words)
    return None


def read_apposition(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read a name right behind its noun: "the webtoon called Sweet Home"."""
    if noun.constraints:
        return
    for after in reader.phrase(place, "called", "named", "titled", "entitled"):
        for found in reader.named(after, noun.kinds):
            yield Found(Is(found.value), found.end, 0.5 + found.cost)


MODIFIERS: tuple[ModifierRule, ...] = (
    read_relation,
    read_inverse_relation,
    *MEASURES,
    read_adapting,
    read_gap,
    read_fronted,
    read_part,
    read_profession,
    read_whose,
    read_worked_with,
    read_plays,
    read_same,
    read_same_source,
    read_apart,
    read_apart_behind,
    read_being,
    read_having,
    read_most,
    read_apposition,
)
