"""Rules for what stands before a noun: genres, countries, years, superlatives, whose it is, what it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import ANY_WORK, PEOPLE, fits, make_edge
from showgraph.ask.measures import read_code, read_period
from showgraph.ask.reading import Between, Constraint, Edge, Either, GenreIs, Named, Not, Noun, Order, back_to
from showgraph.model import KINDS, get_property, is_a

PRONOUNS = {
    "work": ("it", "them", "itself", "this", "they"),
    "person": ("he", "she", "they", "him", "her", "them", "himself", "herself", "themselves"),
}


_KINDS_ASKED = ("work", "person", "organization", "genre", "character")


BASED_ON = get_property("based-on")


@dataclass(frozen=True)
class Before:
    """What was read before a noun: ``owner`` is whose it is, ``works`` a kind of source the noun's works come from."""

    constraints: tuple[Constraint, ...] = ()
    order: Order | None = None
    owner: Named | Noun | None = None
    owners: tuple[Named, ...] = ()
    alternatives: tuple[Named, ...] = ()

    def where(self, *more: Constraint) -> Before:
        """Return the same with further constraints."""
        return replace(self, constraints=self.constraints + more)


def read_named(reader: Reader, place: int) -> Iterator[Found[Named]]:
    """Read a name, alone or behind what it is: "Kingdom", "the webtoon Sweet Home", "director Bong Joon-ho"."""
    yield from reader.named(place, _KINDS_ASKED)
    for found in reader.named(place, ("work",)):
        for count in (2, 1):
            kinds = lexicon.nouns().get(reader.gram(found.end, count))
            if (
                kinds
                and any(is_a(found.value.kind, kind) for kind in kinds)
                and reader.gram(found.end, count) != "series"
            ):
                yield found._replace(end=reader.reach(found.end + count), cost=found.cost - 0.3)
    for count in (3, 2, 1):
        gram = reader.gram(place, count).replace("-", " ")
        if not gram or (gram in lexicon.plurals() and gram not in ("series", "manga", "films", "movies")):
            continue
        kinds = lexicon.nouns().get(gram)
        if kinds or gram in ("drama", "k drama"):
            for found in reader.named(reader.after(place + count, "called", "titled", "named"), kinds or ("series",)):
                yield found._replace(cost=found.cost - 0.2)
        before = reader.gram(place, 1)
        if count > 1 and lexicon.nouns().get(before):
            # "Webtoon author Kang Full".
            gram = (
                gram.removeprefix(before + " ") if lexicon.value_nouns().get(gram.removeprefix(before + " ")) else gram
            )
        if (props := lexicon.value_nouns().get(gram)) and (people := [p for p in props if p.range == "person"]):
            role = tuple(prop.key for prop in people)
            for found in reader.named(place + count, ("person",)):
                yield found._replace(value=replace(found.value, role=role), cost=found.cost - 0.2)
        studio = [p for p in props or () if p.value == "entity" and is_a(p.range, "organization")]
        if studio:
            yield from reader.named(place + count, tuple(p.range for p in studio))


def read_before(reader: Reader, place: int, before: Before, cost: float, depth: int = 0) -> Iterator[Found[Before]]:
    """Read all that stands before a noun, however much of it."""
    yield Found(before, place, cost)
    if depth > 6 or (place >= reader.end and not reader.collecting):
        return
    for rule in (_read_qualities, _read_superlative, _read_owner, _read_source):
        for found in rule(reader, place, before):
            yield from read_before(reader, found.end, found.value, cost + found.cost, depth + 1)


def _read_qualities(reader: Reader, place: int, before: Before) -> Iterator[Found[Before]]:
    """Read genres, countries, languages and years before a noun, several joined by "or" or "and"."""
    for one in _read_quality(reader, place):
        yield Found(before.where(one.value), one.end, one.cost)
        for link in reader.phrase(one.end, "or", "and", "and or"):
            article = reader.after(link, "a", "an")
            for two in _read_quality(reader, article) if article != link and reader.word(link - 1) == "and" else ():
                yield Found(before.where(one.value, two.value), two.end, one.cost + two.cost)
            for two in _read_quality(reader, link):
                joined = any_of(one.value, two.value)
                yield Found(before.where(joined), two.end, one.cost + two.cost)
                if reader.word(link - 1) == "and":
                    yield Found(before.where(one.value, two.value), two.end, one.cost + two.cost + 0.3)


def any_of(*options: Constraint) -> Constraint:
    """Return that at least one of several holds."""
    flat: list[Constraint] = []
    for option in options:
        flat += option.options if isinstance(option, Either) else (option,)
    return Either(tuple(dict.fromkeys(flat)))


def _read_quality(reader: Reader, place: int) -> Iterator[Found[Constraint]]:
    yield from _read_measured(reader, place)
    yield from _read_adapted(reader, place)
    for negated, at in [(False, place), *((True, after) for after in reader.phrase(place, "non", "not", "no"))]:
        for genre in reader.named(at, ("genre",)):
            end = reader.after(
                genre.end,
                "themed",
                "related",
                "style",
                "oriented",
                "focused",
                "driven",
                "flavoured",
                "flavored",
                "heavy",
            )
            yield _maybe_not(GenreIs(genre.value), end, 1.0 + genre.cost, negated)
        for code in read_code(reader, at):
            if reader.gram(code.end - 1, 1) in ("in", "from"):
                continue
            spoken = reader.after(code.end, "language", "speaking")
            if spoken == code.end and code.value.prop.key == "countries":
                made = reader.after(code.end, "made", "produced")
                code = code._replace(end=made)
                spoken = made
                yield _maybe_not(code.value, made, code.cost, negated)
                continue
            if (code.value.prop.key == "languages") == (spoken != code.end):
                yield _maybe_not(code.value, spoken, code.cost, negated)
        for low, high, end in read_period(reader, at):
            if reader.word(at) not in ("the", "year", "years"):
                told = f"in {reader.words.written(at, end)}"
                yield _maybe_not(Between(get_property("year"), low, high, told), end, 1.0, negated)


def _read_measured(reader: Reader, place: int) -> Iterator[Found[Constraint]]:
    """Read "16-episode", "two-hour", "pre-2000", "post-2015" before a noun."""
    if number := reader.number(place):
        for unit, key in lexicon.UNITS.items():
            for after in reader.phrase(number[1], unit, f"{unit} long", unit + "s"):
                value = number[0] * 60 if unit == "hour" else number[0]
                told = f"with {key} {value:g}"
                yield Found(Between(get_property(key), value, value, told), after, 1.0)
    word = reader.word(place)
    for head, low in (("pre-", False), ("post-", True)):
        if word.startswith(head) and word[len(head) :].isdigit() and len(word) == len(head) + 4:
            year = int(word[len(head) :])
            told = f"{'after' if low else 'before'} {year}"
            yield Found(Between(get_property("year"), year + 1 if low else None, None if low else year - 1, told),
                        reader.reach(place + 1), 1.0)  # fmt: skip
    for after in reader.phrase(place, "pre", "post"):
        if (number := reader.number(after)) and 1800 < number[0] < 2200:
            low = word == "post"
            told = f"{'after' if low else 'before'} {number[0]:g}"
            yield Found(Between(get_property("year"), number[0] + 1 if low else None, None if low else number[0] - 1, told),
                        number[1], 1.0)  # fmt: skip


def _read_adapted(reader: Reader, place: int) -> Iterator[Found[Constraint]]:
    """Read "adapted novels", "unadapted webtoons", "remade series"."""
    for after in reader.phrase(place, "adapted", "filmed", "unadapted", "unfilmed", "remade"):
        props = (get_property("remake-of" if reader.word(place) == "remade" else "based-on"),)
        edge = Edge(
            props,
            Noun(("screen-work",), "screen work"),
            "adapted into",
            inverse=True,
            said=f"that were {reader.word(place)}",
        )
        if lexicon.nouns().get(reader.gram(after, 1)) or lexicon.nouns().get(reader.gram(after, 2)):
            yield _maybe_not(edge, after, 1.0, reader.word(place).startswith("un"))


def _maybe_not(constraint: Constraint, end: int, cost: float, negated: bool) -> Found[Constraint]:
    return Found(Not(constraint) if negated else constraint, end, cost)


def _read_superlative(reader: Reader, place: int, before: Before) -> Iterator[Found[Before]]:
    if before.order:
        return
    starts: list[tuple[int | None, int]] = [(None, place)]
    if (number := reader.number(place)) and number[0] == int(number[0]) and number[0] < 10_000:
        starts.append((int(number[0]), number[1]))
    for limit, at in starts:
        for order, after in read_superlative_words(reader, at):
            count, end = limit, after
            if limit is None and (number := reader.number(after)) and 0 < number[0] < 1000:
                count, end = int(number[0]), number[1]
                for again, close in read_superlative_words(reader, end):
                    yield Found(replace(before, order=replace(again, limit=count)), close, 1.0)
            yield Found(replace(before, order=replace(order, limit=count)), end, 1.0)


def read_superlative_words(reader: Reader, place: int) -> Iterator[tuple[Order, int]]:
    """Yield the orders that words such as "newest" and "most adapted" mean."""
    if reader.collecting:
        reader.expected.setdefault(place, set()).update(lexicon.SUPERLATIVES)
    place = reader.after(place, "very", "absolute")
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        if superlative := lexicon.SUPERLATIVES.get(words):
            prop = get_property(superlative.prop)
            yield Order(prop, superlative.descending, None, words), reader.reach(place + count)
    for after in reader.phrase(place, "most", "most frequently", "most often", "least"):
        for words, table in (("adapted", lexicon.inverse_phrases()), ("remade", lexicon.inverse_phrases())):
            for end in reader.phrase(after, words):
                edge = Edge(table[words], ANY_WORK, words, inverse=True)
                yield Order(edge, reader.word(place) != "least", None, f"most {words}"), end
        for end in reader.phrase(after, "prolific", "active", "productive"):
            edge = Edge(PEOPLE, ANY_WORK, "works of", inverse=True)
            yield Order(edge, True, None, "most prolific"), end


def _read_owner(reader: Reader, place: int, before: Before) -> Iterator[Found[Before]]:
    """Read whose a noun is: "Netflix series", "Bong Joon-ho films", "Kingdom director", "Netflix-produced"."""
    if len(before.owners) > 2:
        return
    if before.owner is None:
        for kind, words in (
            ("person", ("their own", "his own", "her own", "their", "his", "her")),
            ("work", ("its own", "its")),
        ):
            for end in reader.phrase(place, *words):
                yield Found(replace(before, owner=back_to(kind)), end, 0.3)
    for link in reader.phrase(place, "and") if isinstance(before.owner, Named) else ():
        for found in reader.named(link, ("person",)):
            if before.owner is not None and fits(before.owner, "person"):
                yield Found(_owned_too(before, found.value), reader.after(found.end, "'s"), 0.1 + found.cost)
    for found in read_named(reader, place):
        if found.value.kind in ("genre", "character"):
            continue
        for props, after in reader.look_up(found.end, lexicon.premodifier_verbs()):
            if edge := make_edge(
                ANY_WORK, props, found.value, reader.words.written(found.end, after) + " by", inverse=False
            ):
                yield Found(before.where(edge), after, 1.0 + found.cost)
        for after in reader.phrase(found.end, "original", "originals"):
            if is_a(found.value.kind, "organization") and reader.word(after - 1) == "original":
                yield Found(_owned_too(before, found.value), after, 0.1 + found.cost)
        if before.owner is None or found.value.kind not in ("work",):
            yield Found(_owned_too(before, found.value), found.end, 0.1 + found.cost)
        for link in reader.phrase(found.end, "or", "and") if before.owner is None else ():
            for other in reader.named(link, ("organization", "person")):
                alike = is_a(other.value.kind, "person") == is_a(found.value.kind, "person")
                if alike and not (reader.word(link - 1) == "and" and is_a(other.value.kind, "person")):
                    either = replace(before, owner=found.value, alternatives=(other.value,))
                    yield Found(either, reader.after(other.end, "'s"), 0.3 + found.cost + other.cost)


def _owned_too(before: Before, owner: Named) -> Before:
    """Return what was read with one more owner: "Park Chan-wook's Netflix series"."""
    if before.owner is None:
        return replace(before, owner=owner)
    return replace(before, owners=(*before.owners, owner))


def _read_source(reader: Reader, place: int, before: Before) -> Iterator[Found[Before]]:
    """Read the kind of source before the noun: "webtoon-based series", "webtoon zombie series"."""
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        kinds = lexicon.nouns().get(words)
        if not kinds or not is_a(kinds[0], "work") or kinds == ("work",) or is_a(kinds[0], "screen-work"):
            continue
        edge = Edge((BASED_ON,), Noun(kinds, KINDS[kinds[0]].noun), "based on")
        after = reader.reach(place + count)
        for end in reader.phrase(after, "based", "inspired", "adapted", "derived", "sourced"):
            yield Found(before.where(edge), end, 1.0)
        if words not in lexicon.plurals() or words == "manga":
            yield Found(before.where(edge), after, 1.3)
