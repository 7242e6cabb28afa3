"""Rules for what a relation leads to and back from: "directed by X", "who starred in X", parts and adaptations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Modifier, Reader, Rule
from showgraph.ask.edges import PEOPLE, fits, make_edge, profession, read_targets, role_of, targets_of
from showgraph.ask.measures import is_person, is_work, read_code
from showgraph.ask.reading import Both, Constraint, Edge, Either, GenreIs, IsNot, Named, Not, Noun, Order, Part, back_to
from showgraph.model import Property, get_property, is_a


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
            match found.value:
                case Edge(target=Noun() as inner) if (
                    "also" in reader.words.written(after, found.end).casefold().split()
                ):
                    # "With an actor who is also in Kingdom" means other works than that.
                    if apart := targets_of(inner, noun, props):
                        found = found._replace(value=Both((found.value, *(IsNot(thing) for thing in apart))))
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
                        yield found._replace(value=join_both(first, found.value, reader.words.written(after, link)))


def join_both(one: Constraint, two: Constraint, link: str) -> Constraint:
    """Return two constraints as joined by "and", "or", "nor" or "but not"."""
    if "not" in link.split():
        return Both((one, Not(two)))
    return Either((one, two)) if {"or", "nor"} & set(link.split()) else Both((one, two))


def _as_role(reader: Reader, noun: Noun, found: Found[Modifier]) -> Found[Modifier]:
    """Read "with X as director", "with a director who …": the part is told, not the actors'."""
    edge = found.value
    if not isinstance(edge, Edge) or edge.props[0].key != "actors":
        return found
    for part, end in read_part_words(reader, found.end):
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
        for found in read_targets(reader, after, noun, fitting, words, inverse=True):
            yield found
            yield from _read_it_too(reader, found, noun)
        yield from _read_joined_verbs(reader, after, noun, fitting, words)
        if any(is_a(prop.range, "work") for prop in fitting) and words.casefold() in (
            "adapted",
            "remade",
            "inspired",
            "adapted for",
            "filmed",
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


def _read_it_too(reader: Reader, found: Found[Modifier], noun: Noun) -> Rule:
    """Read "wrote The King or directed it", "wrote Thirst without directing it": of the work that is named."""
    edge = found.value
    if not isinstance(edge, Edge) or not isinstance(edge.target, Named):
        return
    for link in reader.phrase(found.end, *_AND_IT):
        at = reader.skip(link, lexicon.AUXILIARIES | lexicon.ADVERBS | {"who"})
        denied = any(
            word in ("not", "never", "without") for word in reader.words.written(found.end, at).casefold().split()
        )
        for more, end in reader.look_up(at, lexicon.inverse_phrases()):
            for close in reader.phrase(
                end,
                "it",
                "it too",
                "it as well",
                "it themselves",
                "it himself",
                "it herself",
                "that film",
                "the film",
                "the series",
            ):
                fitting = tuple(prop for prop in more if fits(noun, prop.range))
                two = make_edge(noun, fitting, edge.target, reader.words.written(at, end), inverse=True)
                if two is not None:
                    said = Both((edge, Not(two))) if denied else join_both(edge, two, reader.word(link - 1))
                    yield found._replace(value=said, end=close, cost=found.cost + 0.5)


_AND_IT = (
    "and", "or", "and also", "or else", "or also", "and then", "but not", "but did not", "but never", "and not", "without", "without also",
    "without ever", "while not", "besides", "as well as", "while", "while also", "in addition to", "but also", "but has not", "but have not",
)  # fmt: skip


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
                        yield found._replace(value=join_both(first, found.value, reader.words.written(place, link)))


_PART_VERBS = ("in", "as", "plays", "played", "play", "has", "had", "have", "with", "playing", "having", "takes", "took", "take", "got",
             "gets", "get", "landed", "given", "was given", "is", "was", "did", "does", "do")  # fmt: skip


_PART_WORDS = tuple(f"{verb} {word}".strip() for verb in _PART_VERBS for word in ("", "a", "the", "an", "his", "her"))  # fmt: skip


def read_part_words(reader: Reader, place: int) -> Iterator[tuple[str, int]]:
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
    starts = list(read_part_words(reader, place))
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
                        made = make_edge(works, (*HOUSES[:2],), house.value, "for", inverse=False)
                        edge = (
                            make_edge(noun, roles or makers, works.where(inner, made), "made", inverse=True)
                            if made
                            else None
                        )
                        if edge is not None:
                            yield Found(edge, house.end, 1.2 + found.cost + house.cost)


HOUSES = tuple(get_property(key) for key in ("studios", "broadcasters", "publishers"))
