"""Rules for what things are, have, and have most of."""

from __future__ import annotations

from showgraph.ask import words as lexicon
from showgraph.ask.before import read_superlative_words
from showgraph.ask.chart import Found, Phrase, Reader, Rule
from showgraph.ask.colleagues import kind_here
from showgraph.ask.edges import ANY_WORK, PEOPLE, determine, fits, make_edge, role_of
from showgraph.ask.likeness import as_being
from showgraph.ask.measures import is_person, is_work
from showgraph.ask.reading import Back, Both, Constraint, Edge, Either, GenreIs, Is, KindIs, Named, Not, Noun, Order
from showgraph.model import Property, get_property, is_a

_BE = ("is", "are", "was", "were", "be", "been", "a", "an", "not", "either")


def read_being(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read what a thing is said to be: "is a zombie series", "is the director of Kingdom", "is Korean", "is horror"."""
    for after in reader.phrase(place, "neither"):
        for one in reader.phrases(after):
            for link in reader.phrase(one.end, "nor", "or"):
                for two in reader.phrases(link):
                    parts = [as_being(noun, f.value.value) for f in (one, two) if isinstance(f.value.value, Noun)]
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
            told = is_told and not isinstance(value, Back) and any(fits(value, kind) for kind in noun.kinds)
            constraint: Constraint | None = Is(value) if told else None
        else:
            constraint = as_being(noun, value)
        if constraint is not None:
            yield Found(Not(constraint) if determiner.no else constraint, found.end, 1.0 + found.cost)
    for genre in reader.named(place, ("genre",)):
        if is_work(noun):
            yield Found(GenreIs(genre.value), genre.end, 1.0 + genre.cost)


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
        for kinds, start in kind_here(reader, at):
            made = make_edge(
                noun, (get_property("based-on"),), Noun(kinds, "screen work"), "the source of", inverse=True
            )
            if made is not None and (none or reader.word(place) in _WITHOUT) and is_a(kinds[0], "screen-work"):
                yield Found(Not(made), reader.after(start, "adaptation", "adaptations", "version", "versions"), 1.0)
        for kinds, start in [(("screen-work",), at), *kind_here(reader, at)]:
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
    for end in reader.phrase(
        place, "voted on the most", "voted on most", "rated the most", "rated most often", "voted for most"
    ):
        yield Found(Order(get_property("rating-count"), True, None, "voted on the most"), end, 1.0)
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
