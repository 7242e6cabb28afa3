"""Rules for what is said of a noun in whole clauses: what is unknown, what serves as what, who worked under whom."""

from __future__ import annotations

from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, ModifierRule, Reader, Rule
from showgraph.ask.edges import PEOPLE, determine, fits, make_edge, read_targets, role_of
from showgraph.ask.makers import (
    read_adaptation,
    read_based_on_it,
    read_directed,
    read_from_script,
    read_houses_together,
    read_no_part,
    read_turning,
    read_under,
)
from showgraph.ask.measures import COMPARISONS, is_person, is_work, read_code, read_keyword, read_period
from showgraph.ask.reading import (
    Between,
    Both,
    Coded,
    Constraint,
    Edge,
    Either,
    Has,
    Named,
    Not,
    Noun,
    Order,
    Plays,
    back_to,
)
from showgraph.model import Property, get_property

_HAVE = (
    "with",
    "have",
    "has",
    "had",
    "having",
    "uses",
    "use",
    "used",
    "using",
    "list",
    "lists",
    "without",
    "taking",
    "takes",
    "take",
)


_KNOWN = ("known", "recorded", "listed", "given", "stated", "credited", "named", "mentioned", "noted", "available", "on record",
          "in the graph", "known of", "specified", "registered")  # fmt: skip


def read_coordinated(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "neither on Netflix nor on tvN", "either by X or with Y", whatever is said on both sides."""
    for after in reader.phrase(place, "neither", "either", "both"):
        for one in reader.modifiers(after, noun):
            if isinstance(one.value, Order):
                continue
            for link in reader.phrase(one.end, "nor", "or", "and", "and also", "nor yet"):
                for two in reader.modifiers(reader.skip(link, lexicon.AUXILIARIES), noun):
                    if not isinstance(two.value, Order):
                        value = _coordinate(one.value, two.value, reader.word(place), reader.word(link - 1))
                        if value is not None:
                            yield Found(value, two.end, one.cost + two.cost)


def _coordinate(one: Constraint, two: Constraint, first: str, link: str) -> Constraint | None:
    if first == "neither":
        return Both((Not(one), Not(two)))
    if first == "either" and link == "or":
        return Either((one, two))
    return Both((one, two)) if first == "both" and link in ("and", "also") else None


_UNKNOWN = tuple(f"{verb} {word}" for verb in ("of", "with", "with an", "by an", "with no", "without",
               "without a", "without any", "has no", "have no", "that have no", "lacking a", "lack a", "by", "have an", "has an")
               for word in ("unknown", "known", "recorded", "listed", "named", "unnamed", "unrecorded"))  # fmt: skip


def read_unknown(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "for which no writer is known", "whose director is unknown", "with no recorded studio", "of unknown author"."""
    starts = [(at, True) for at in reader.phrase(place, "for which no", "for whom no", "of which no", "for which there is no", "where no",
                                                 "to which no")]  # fmt: skip
    starts += [(at, False) for at in reader.phrase(place, "whose")]
    starts += [(at, True) for at in reader.phrase(place, *_UNKNOWN)]  # fmt: skip
    for at, none in starts:
        for props, end in reader.look_up(at, lexicon.value_nouns()):
            fitting = tuple(prop for prop in props if fits(noun, prop.of))
            verb = reader.skip(end, {"is", "are", "was", "were", "has", "have", "been", "yet"})
            if not fitting:
                continue
            word = reader.word(at - 1)
            if word in ("known", "recorded", "listed", "named"):
                if (reader.word(at - 2) in ("no", "without", "a", "any") and reader.word(place) not in ("with", "of")) or reader.gram(at - 3, 3).startswith("with no"):  # fmt: skip
                    yield Found(_missing(fitting), end, 1.0)
                continue
            if word in ("unknown", "unnamed", "unrecorded"):
                yield Found(_missing(fitting), end, 1.0)
                continue
            negated = {True: [verb], False: [verb + 1] if reader.word(verb) == "not" else []}[none]
            for start in negated:
                for close in reader.phrase(start, *_KNOWN):
                    yield Found(_missing(fitting), close, 0.8)
            if not none:
                for close in reader.phrase(verb, "unknown", "missing", "unrecorded", "unlisted"):
                    yield Found(_missing(fitting), close, 0.8)


def _missing(props: tuple[Property, ...]) -> Constraint:
    if props[0].value != "entity":
        return Not(Has(props[0]))
    return Not(Edge(props, Noun((props[0].range,), props[0].label), "with"))


def read_lacking(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with no age rating", "that have no rating", "without a runtime": values that aren't there; "with a rating" too."""
    heads = {"with no": True, "without a": True, "without an": True, "without any": True, "without": True, "have no": True, "has no": True,
             "lacking a": True, "lacking an": True, "lack a": True, "lack an": True, "had no": True, "have a": False, "has a": False,
             "have an": False, "has an": False, "with a": False, "with an": False}  # fmt: skip
    for after in reader.phrase(place, *heads):
        none = heads[reader.gram(place, after - place)]
        for props, end in reader.look_up(
            reader.after(after, "known", "recorded", "stated", "listed"), lexicon.value_nouns()
        ):
            for prop in props:
                if prop.value != "entity" and fits(noun, prop.of):
                    yield Found(Not(Has(prop)) if none else Has(prop), end, 1.3)


def read_doing_it(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "without directing it", "and also produced it": what the one who did the rest did to the work too."""
    if not is_work(noun):
        return
    starts = [(after, True) for after in reader.phrase(place, "without", "without also", "without ever", "but did not", "but not",
                                                      "and did not", "but never", "but didn't")]  # fmt: skip
    starts += [(after, False) for after in reader.phrase(place, "and", "and also", "while also", "and then", "while", "as well as", "besides",
                                                         "and themselves", "and even")]  # fmt: skip
    for at, negated in starts:
        for props, end in reader.look_up(reader.skip(at, {"also"}), lexicon.inverse_phrases()):
            people = tuple(prop for prop in props if prop.range == "person" and fits(noun, prop.of))
            for close in reader.phrase(
                end,
                "it",
                "them",
                "the film",
                "the series",
                "that film",
                "it too",
                "them too",
                "it as well",
                "it themselves",
            ):
                if people:
                    words = f"{people[0].label} of which is"
                    edge = Edge(people, back_to("person"), words)
                    yield Found(Not(edge) if negated else edge, close, 0.8)


def read_duty(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "who wrote the script himself", "who also did the music": of the work told before."""
    if not is_person(noun):
        return
    for props, after in reader.duties(place):
        people = tuple(prop for prop in props if prop.range == "person")
        end = reader.after(
            after, "himself", "herself", "themselves", "too", "as well", "of it", "for it", "on it", "to it"
        )
        if people:
            yield Found(
                Edge(
                    people,
                    back_to("work"),
                    people[0].label,
                    inverse=True,
                    said=f"who were {people[0].label} of that very work",
                ),
                end,
                1.0,
            )


def read_serving(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with a webtoon as its source", "that have no comic as their source", "with X as the director"."""
    for after in reader.phrase(place, *_HAVE):
        for found in reader.phrases(after):
            for link in reader.phrase(found.end, "as", "for", "serving as", "acting as"):
                at = reader.skip(link, lexicon.ARTICLES | {"their", "its", "the", "his", "her"})
                for props, end in reader.look_up(at, lexicon.value_nouns()):
                    edge = make_edge(noun, props, found.value.value, "with", inverse=False)
                    said = determine(edge, found.value.determiner) if edge is not None else None
                    if isinstance(said, Edge) and not isinstance(said.target, Named) and props[0].range == "work":
                        said = replace(said, words="based on")
                    if said is not None and not isinstance(said, Order):
                        yield Found(Not(said) if reader.word(place) == "without" else said, end, 0.7 + found.cost)


_IN_ROLE = tuple(f"{verb} the {word} of" for verb in ("has", "had", "have", "got", "in", "took", "takes", "took on", "landed", "fills", "filled",
             "takes on", "given", "inhabits", "with", "assumes", "assumed") for word in ("role", "part", "character"))  # fmt: skip


def read_part_of(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "has the role of Nam On-jo", "in the role of Seo Bi in Kingdom"."""
    if not is_person(noun):
        return
    heads = (*_IN_ROLE, "stars as", "appears as",
             "is seen as", "was seen as", "gives life to", "brought to life", "brings to life", "lends their voice to")  # fmt: skip
    for after in reader.phrase(place, *heads):
        for end in range(reader.end, after, -1):
            if reader.word(end) in ("in", "on", "from") and end > after:
                for work in reader.named(
                    reader.after(end + 1, "the", "the series", "the film", "the movie"), ("work",)
                ):
                    yield Found(Plays(reader.words.written(after, end), work.value), work.end, 1.5 + work.cost)
        yield Found(Plays(reader.words.written(after, reader.end)), reader.reach(reader.end), 3.0)


def read_origin(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "of Thai origin", "of Korean nationality"."""
    for after in reader.phrase(place, "of", "with"):
        for found in read_code(reader, after):
            if found.value.prop.key != "countries":
                continue
            for end in reader.phrase(
                found.end,
                "origin",
                "origins",
                "nationality",
                "provenance",
                "make",
                "production",
                "descent",
                "citizenship",
            ):
                if is_work(noun):
                    yield Found(found.value, end, 0.8)
                elif is_person(noun):
                    yield Found(Coded(get_property("nationality"), found.value.values, found.value.words), end, 0.8)


def read_whose_number(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "whose episodes last less than 20 minutes", "whose rating is above 8", "whose year of birth is 1984"."""
    for after in reader.phrase(place, "whose") if is_person(noun) else ():
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            for prop in props:
                for low, high, close in (
                    read_period(reader, reader.skip(end, {"is", "was", "in"})) if prop.value == "date" else ()
                ):
                    yield Found(Between(prop, low, high, reader.words.written(place, close)), close, 0.8)
    if not is_work(noun):
        return
    for after in reader.phrase(place, "whose", "where the", "in which the", "the"):
        nouns = [(props, end) for props, end in reader.look_up(after, lexicon.value_nouns())]
        nouns += [((get_property("runtime"),), end) for end in reader.phrase(after, "episodes last", "episodes lasts", "an episode lasts", "an episode runs", "each episode lasts", "an episode is", "episodes run", "episodes are", "episodes take",
                                                                             "episodes run for", "episodes last for")]  # fmt: skip
        for props, end in nouns:
            numbers = [prop for prop in props if prop.value in ("integer", "decimal") and fits(noun, prop.of)]
            for key, name in (("countries", "country"), ("languages", "language")):
                for prop in props:
                    for code in (
                        read_code(reader, reader.skip(end, {"is", "was", "are", "were", "being"}))
                        if prop.key == key
                        else ()
                    ):
                        if code.value.prop.key == key or name == "country":
                            yield Found(code.value, code.end, 0.8)
            at = reader.skip(
                end,
                {
                    "is",
                    "was",
                    "are",
                    "were",
                    "lies",
                    "stands",
                    "of",
                    "number",
                    "numbers",
                    "runs",
                    "lasts",
                    "last",
                    "run",
                },
            )
            sides = [(side, close) for side, words in COMPARISONS.items() for close in reader.phrase(at, *words)]
            sides += [
                (">", close)
                for close in reader.phrase(
                    at, "exceeds", "exceed", "exceeding", "exceeded", "tops", "beats", "surpasses"
                )
            ]
            for side, start in [*sides, ("=", at)]:
                number = reader.number(start)
                if number is None:
                    continue
                value, close = number
                unit = reader.word(close).rstrip("s")
                for prop in numbers:
                    if unit in lexicon.UNITS and lexicon.UNITS[unit] != prop.key:
                        continue
                    amount = value * 60 if unit == "hour" else value
                    final = reader.reach(close + 1) if unit in lexicon.UNITS else close
                    for less in reader.phrase(final, "or less", "or fewer", "or under", "at most", "or shorter"):
                        final, side = less, "<="
                    for more in reader.phrase(final, "or more", "or over", "at least", "or longer"):
                        final, side = more, ">="
                    step = 1.0 if prop.value == "integer" else 0.0001
                    least = {">=": amount, "=": amount, ">": amount + step}.get(side)
                    most = {"<=": amount, "=": amount, "<": amount - step}.get(side)
                    yield Found(Between(prop, least, most, reader.words.written(place, final)), final, 0.8)


def read_common_to(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "common to Inside Men and Steel Rain", "shared by X and Y", "in both X and Y"."""
    things = (*PEOPLE, *(get_property(key) for key in ("genres", "studios", "broadcasters", "publishers")))
    roles, _ = role_of(noun)
    for after in reader.phrase(
        place,
        "common to",
        "shared by",
        "in common to",
        "common between",
        "shared between",
        "common to both",
        "shared by both",
    ):
        for one in reader.phrases(after):
            for link in reader.phrase(one.end, "and"):
                for two in reader.phrases(link):
                    inverse = not is_work(noun)
                    values = (one.value.value, two.value.value)
                    edges = [make_edge(noun, roles or things, value, "of", inverse=inverse) for value in values]
                    if all(edges):
                        yield Found(Both(tuple(edge for edge in edges if edge)), two.end, 1.0 + one.cost + two.cost)


def read_voted(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "voted on by over 50,000 people", "that more than 20,000 people voted on"."""
    if not is_work(noun):
        return
    verbs = (
        "voted on",
        "rated",
        "voted for",
        "scored",
        "have rated",
        "have voted on",
        "have voted for",
        "gave a rating",
        "cast a vote for",
    )
    for at in [*reader.phrase(place, *(verb + " by" for verb in verbs), "with votes from", "with ratings from"), place]:
        for side, words in COMPARISONS.items():
            for start in reader.phrase(at, *words):
                number = reader.number(start)
                if number is None:
                    continue
                for people in reader.phrase(number[1], "people", "users", "voters", "viewers", "fans", "persons"):
                    for end in [people] if at != place else reader.phrase(people, *verbs):
                        value = number[0]
                        low = {">=": value, "=": value, ">": value + 1}.get(side)
                        high = {"<=": value, "=": value, "<": value - 1}.get(side)
                        yield Found(
                            Between(get_property("rating-count"), low, high, reader.words.written(place, end)), end, 0.8
                        )


def read_with_duty(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "that feature a score by Kim Tae-seong", "with direction by X", "with a script from Y"."""
    if not is_work(noun):
        return
    for after in reader.phrase(
        place, "with", "feature", "features", "featuring", "have", "has", "having", "boast", "boasts", "under", "to"
    ):
        for props, end in reader.look_up(reader.skip(after, lexicon.ARTICLES), lexicon.activities()):
            for link in reader.phrase(end, "by", "from", "of", "composed by", "written by"):
                yield from read_targets(reader, link, noun, props, reader.words.written(place, link), inverse=False)


def read_among_its(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with Japanese among their languages", "with Japan as one of its countries"."""
    if not is_work(noun):
        return
    for after in reader.phrase(place, "with", "that have", "have", "has", "having", "that count", "counting"):
        for code in read_code(reader, after):
            for link in reader.phrase(
                code.end, "among their", "among its", "as one of its", "as one of their", "as a", "as its", "as their"
            ):
                for props, end in reader.look_up(link, lexicon.value_nouns()):
                    if any(prop.key == code.value.prop.key for prop in props):
                        yield Found(code.value, end, 0.8)


def read_whose_is(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "for which revenge is given as a keyword", "that name Netflix as their network": not told elsewhere."""
    for after in reader.phrase(place, "carry the", "carries the", "bear the", "bears the", "carrying the", "given the", "got the", "have the",
                               "has the", "with the", "under the", "use the", "marked with the", "filed under the", "featuring the"):  # fmt: skip
        for end in reader.phrase(after, "keyword", "keywords", "tag", "tags", "label", "theme"):
            if is_work(noun):
                yield from read_keyword(reader, end, 0.9)


CLAUSES: tuple[ModifierRule, ...] = (
    read_coordinated, read_unknown, read_serving, read_under, read_directed, read_from_script, read_turning, read_part_of, read_origin, read_whose_number, read_whose_is,
    read_lacking, read_doing_it, read_duty, read_common_to, read_adaptation, read_voted, read_houses_together,
    read_with_duty, read_no_part, read_based_on_it, read_among_its,
)  # fmt: skip
