"""Rules for noun phrases: what stands before the noun, the noun, what is said of it behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Determiner, Found, Modifier, Phrase, Reader
from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge, overlap, read_targets, role_of
from showgraph.ask.measures import COMPARISONS, read_code, read_period
from showgraph.ask.reading import (
    Apart,
    Between,
    Both,
    Coded,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Is,
    IsNot,
    Named,
    Not,
    Noun,
    Order,
    Part,
    WorkedWith,
    back_to,
)
from showgraph.model import KINDS, Property, get_property, is_a

PRONOUNS = {
    "work": ("it", "them", "itself", "this", "they"),
    "person": ("he", "she", "they", "him", "her", "them", "himself", "herself", "themselves"),
}
_KINDS_ASKED = ("work", "person", "organization", "genre", "character")
_BASED_ON = get_property("based-on")


@dataclass(frozen=True)
class _Before:
    """What was read before a noun: ``owner`` is whose it is, ``works`` a kind of source the noun's works come from."""

    constraints: tuple[Constraint, ...] = ()
    order: Order | None = None
    owner: Named | Noun | None = None
    owners: tuple[Named, ...] = ()

    def where(self, *more: Constraint) -> _Before:
        return replace(self, constraints=self.constraints + more)


def read_phrases(reader: Reader, place: int) -> Iterator[Found[Phrase]]:
    """Read a noun phrase: "three zombie series on Netflix", "Kingdom", "Kingdom's director's other films"."""
    waiting: list[Found[Phrase]] = []
    for determiner, at, strain in _read_determiners(reader, place):
        for found in _read_core(reader, at, _Before()):
            noun = exclude(found.value) if determiner.other else found.value
            waiting.append(Found(Phrase(noun, determiner), found.end, found.cost + strain))
        if determiner in (Determiner(), Determiner(every=True)) and not determiner.every:
            waiting += [Found(Phrase(f.value), f.end, f.cost + strain) for f in _read_named(reader, at)]
    for kind, words in PRONOUNS.items():
        for end in reader.phrase(place, *words):
            waiting.append(Found(Phrase(back_to(kind)), end, 0.4))
    for end in reader.phrase(place, "nobody", "no one", "none"):
        yield Found(Phrase(Noun(("person",), "person"), Determiner(no=True)), end, 0.2)
    while waiting:
        whole = waiting.pop()
        yield whole
        if whole.value.determiner.asking or whole.value.determiner.no:
            continue
        if isinstance(whole.value.value, Noun) and reader.word(whole.end) != "'s":
            continue
        for after in reader.phrase(whole.end, "'s", "his", "her", "their"):
            other = reader.after(after, "other", "own")
            for rest in _read_core(reader, other, _Before(owner=whole.value.value)):
                noun = exclude(rest.value) if reader.word(after) == "other" else rest.value
                waiting.append(Found(Phrase(noun, whole.value.determiner), rest.end, whole.cost + rest.cost))


def _read_named(reader: Reader, place: int) -> Iterator[Found[Named]]:
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


def _read_determiners(reader: Reader, place: int) -> Iterator[tuple[Determiner, int, float]]:
    at = reader.skip(place, lexicon.ARTICLES | {"of"})
    yield Determiner(), at, 0.0
    if at != place:
        yield Determiner(), place, 0.0
    for after in reader.phrase(at, "one of the", "one of", "among the", "some of the", "part of the", "any of the"):
        yield Determiner(), after, 0.3
    for after in reader.phrase(
        at, "all", "every", "each", "all of", "all the", "all of the", "every single", "each of the"
    ):
        yield Determiner(every=True), after, 0.0
    for after in reader.phrase(at, "no", "none of the"):
        yield Determiner(no=True), after, 0.0
    for after in reader.phrase(at, "other", "another", "different", "further", "more", "additional"):
        yield Determiner(other=True), after, 0.0
    for after in reader.phrase(at, "which", "what", "which of the"):
        yield Determiner(asking=True), reader.after(after, "other"), 0.0
    for after in reader.phrase(at, "most", "the most", "the largest number of", "largest number of", "the greatest number of",
                               "greatest number of", "the highest number of", "the biggest number of", "the majority of"):  # fmt: skip
        yield Determiner(most=1), after, 0.0
    for after in reader.phrase(at, "fewest", "the fewest", "least"):
        yield Determiner(most=-1), after, 0.0
    for after in reader.phrase(at, "multiple", "several", "many"):
        yield Determiner(low=2), after, 0.3
    for side, words in [*COMPARISONS.items(), ("=", ("",))]:
        for after in [*reader.phrase(at, *words), *([at] if words == ("",) else [])]:
            if (number := reader.number(after)) and number[0] == int(number[0]) and number[0] < 1000:
                value, end = int(number[0]), number[1]
                for more in reader.phrase(end, "or more"):
                    yield Determiner(low=value), more, 0.0
                low = value + (side == ">") if side in (">", ">=", "=") else None
                high = value - (side == "<") if side in ("<", "<=", "=") else None
                end = reader.skip(end, {"different", "separate", "or", "more"} if side == "=" else {"different"})
                if words == ("",):
                    # "In three zombie series": who played in four played in three.
                    high = None
                yield Determiner(low=low, high=high), end, 0.2


def read_headless(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    """Read what would stand before a noun where none follows: "jtbc legal 2021", "Gong Yoo netflix"."""
    for state in _read_before(reader, place, _Before(), 0.0):
        before = state.value
        if len(before.constraints) + (before.owner is not None) + len(before.owners) + (before.order is not None) >= 2:
            for found in _own(reader, Noun(("screen-work",), "screen work", before.constraints), before, state.end):
                yield Found(replace(found.value, order=before.order), found.end, found.cost + state.cost + 1.5)


def read_owned(reader: Reader, place: int, owner: Named | Noun) -> Iterator[Found[Noun]]:
    """Read a noun that is somebody's, told elsewhere: "adaptations" in "which adaptations does Kingdom have"."""
    yield from _read_core(reader, place, _Before(owner=owner))


def _read_core(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    for state in _read_before(reader, place, before, 0.0):
        for head in _read_heads(reader, state.end, state.value):
            noun = (
                head.value if head.value.order else replace(head.value, order=_fit_order(head.value, state.value.order))
            )
            if state.value.order and noun.order is None:
                continue
            yield from read_chain(reader, head.end, noun, state.cost + head.cost)


def _fit_order(noun: Noun, order: Order | None) -> Order | None:
    """Return an order that a noun's things can have, of a profession by its own works; None where they can't."""
    if order is None:
        return None
    if isinstance(order.by, Edge):
        roles, _ = role_of(noun)
        by = replace(order.by, props=roles) if roles and set(order.by.props) == set(PEOPLE) else order.by
        fitting = any(fits(noun, prop.range if by.inverse else prop.of) for prop in by.props)
        return replace(order, by=by) if fitting else None
    if fits(noun, order.by.of) or (order.by.key == "year" and fits(noun, "person")):
        return order
    return None


def _read_before(reader: Reader, place: int, before: _Before, cost: float, depth: int = 0) -> Iterator[Found[_Before]]:
    yield Found(before, place, cost)
    if depth > 6 or (place >= reader.end and not reader.collecting):
        return
    for rule in (_read_qualities, _read_superlative, _read_owner, _read_source):
        for found in rule(reader, place, before):
            yield from _read_before(reader, found.end, found.value, cost + found.cost, depth + 1)


def _read_qualities(reader: Reader, place: int, before: _Before) -> Iterator[Found[_Before]]:
    """Read genres, countries, languages and years before a noun, several joined by "or" or "and"."""
    for one in _read_quality(reader, place):
        yield Found(before.where(one.value), one.end, one.cost)
        for link in reader.phrase(one.end, "or", "and", "and or"):
            article = reader.after(link, "a", "an")
            for two in _read_quality(reader, article) if article != link and reader.word(link - 1) == "and" else ():
                yield Found(before.where(one.value, two.value), two.end, one.cost + two.cost)
            for two in _read_quality(reader, link):
                joined = _either(one.value, two.value)
                yield Found(before.where(joined), two.end, one.cost + two.cost)
                if reader.word(link - 1) == "and":
                    yield Found(before.where(one.value, two.value), two.end, one.cost + two.cost + 0.3)


def _either(*options: Constraint) -> Constraint:
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


def _read_superlative(reader: Reader, place: int, before: _Before) -> Iterator[Found[_Before]]:
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


def _read_owner(reader: Reader, place: int, before: _Before) -> Iterator[Found[_Before]]:
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
    for found in _read_named(reader, place):
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


def _owned_too(before: _Before, owner: Named) -> _Before:
    """Return what was read with one more owner: "Park Chan-wook's Netflix series"."""
    if before.owner is None:
        return replace(before, owner=owner)
    return replace(before, owners=(*before.owners, owner))


def _read_source(reader: Reader, place: int, before: _Before) -> Iterator[Found[_Before]]:
    """Read the kind of source before the noun: "webtoon-based series", "webtoon zombie series"."""
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        kinds = lexicon.nouns().get(words)
        if not kinds or not is_a(kinds[0], "work") or kinds == ("work",) or is_a(kinds[0], "screen-work"):
            continue
        edge = Edge((_BASED_ON,), Noun(kinds, KINDS[kinds[0]].noun), "based on")
        after = reader.reach(place + count)
        for end in reader.phrase(after, "based", "inspired", "adapted", "derived", "sourced"):
            yield Found(before.where(edge), end, 1.0)
        if words not in lexicon.plurals() or words == "manga":
            yield Found(before.where(edge), after, 1.3)


def _read_heads(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    yield from _read_kind_heads(reader, place, before)
    yield from _read_relations(reader, place, before)
    yield from _read_subjects(reader, place, before)
    yield from _read_colleagues(reader, place, before)
    yield from _read_pronouns(reader, place, before)
    yield from _read_genre_heads(reader, place, before)
    yield from _read_group(reader, place, before)


def _read_group(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "of the zombie films" behind "the shortest"."""
    if before.order is None or before.constraints or before.owner is not None:
        return
    for link in reader.phrase(place, "of", "of all", "among", "out of", "one of", "ones of", "one among", "amongst"):
        for found in reader.phrases(link):
            if (
                isinstance(found.value.value, Noun)
                and found.value.determiner.is_plain
                and found.value.value.order is None
            ):
                yield Found(found.value.value, found.end, 0.2 + found.cost)


def _read_kind_heads(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    for kinds, word, end, more in _read_kinds(reader, place, before):
        noun = Noun(kinds, word, (*before.constraints, *more))
        if kinds == ("character",):
            continue
        yield from _own(reader, noun, before, end)


def _own(reader: Reader, noun: Noun, before: _Before, end: int) -> Iterator[Found[Noun]]:
    if not all(_can_be(noun, constraint) for constraint in before.constraints):
        return
    if before.owner is None:
        yield Found(noun, end, 0.0)
        return
    for owner in before.owners:
        further = next(iter(_owner_edges(noun, owner)), None)
        if further is None:
            return
        noun = noun.where(further[0])
    for edge, cost in _owner_edges(noun, before.owner):
        yield Found(noun.where(edge), end, 1.0 + cost + len(before.owners))


def _can_be(noun: Noun, constraint: Constraint) -> bool:
    """Tell whether what stands before a noun can be said of it."""
    match constraint:
        case GenreIs() | Between():
            return fits(noun, "work")
        case Not(what=what):
            return _can_be(noun, what)
        case Either(options=options):
            return all(_can_be(noun, option) for option in options)
        case Edge(props=props, inverse=inverse):
            return any(fits(noun, prop.range if inverse else prop.of) for prop in props)
        case _:
            return True


def _owner_edges(noun: Noun, owner: Named | Noun) -> Iterator[tuple[Constraint, float]]:
    """Yield what it can mean that something is of an owner: a person's films, a platform's series."""
    if fits(owner, "person"):
        role = owner.role if isinstance(owner, Named) else ()
        props = tuple(prop for prop in PEOPLE if not role or prop.key in role)
        if edge := make_edge(noun, props, owner, "by or with", inverse=False):
            yield edge, 0.0
    if fits(owner, "organization"):
        for cost, key in enumerate(("broadcasters", "studios", "publishers")):
            prop = get_property(key)
            if edge := make_edge(
                noun, (prop,), owner, prop.phrases[0] if key == "broadcasters" else "by", inverse=False
            ):
                yield edge, cost * 0.3
    if fits(owner, "work") and noun.kinds == ("person",):
        people = tuple(prop for prop in PEOPLE if prop.key != "actors")
        if edge := make_edge(noun, PEOPLE if noun.word == "person" else people, owner, "of", inverse=True):
            yield edge, 0.6
    works = fits(owner, "work") and fits(noun, "work") and isinstance(owner, Named)
    if works and (edge := make_edge(noun, (_BASED_ON,), owner, "based on", inverse=False)):
        yield edge, 0.5


def _read_kinds(
    reader: Reader, place: int, before: _Before
) -> Iterator[tuple[tuple[str, ...], str, int, tuple[Constraint, ...]]]:
    """Yield kinds, the word for them, the place after it, and what more the word says; "films and series" is both."""
    for kinds, word, end, more in _read_kind(reader, place, before):
        yield kinds, word, end, more
        for link in reader.phrase(end, "and", "or", "and or"):
            for others, _, close, further in _read_kind(reader, link, before):
                told = reader.word(link - 1) == "or" or reader.gram(end - 1, 1) in lexicon.plurals() | {
                    "series",
                    "show",
                }
                if not more and not further and told:
                    both = tuple(dict.fromkeys((*kinds, *others)))
                    yield both, "thing", close, ()


def _read_kind(
    reader: Reader, place: int, before: _Before
) -> Iterator[tuple[tuple[str, ...], str, int, tuple[Constraint, ...]]]:
    country = any(isinstance(c, Coded) and c.prop.key == "countries" for c in before.constraints)
    if reader.collecting:
        reader.expected.setdefault(place, set()).update(lexicon.plurals())
    for after in reader.phrase(place, "k drama", "k dramas", "kdrama", "kdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("KR",), "from South Korea"),)
    for after in reader.phrase(place, "c drama", "c dramas", "cdrama", "cdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("CN",), "from China"),)
    for after in reader.phrase(place, "j drama", "j dramas", "jdrama", "jdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("JP",), "from Japan"),)
    for after in reader.phrase(place, "drama", "dramas", "drama series", "tv drama", "tv dramas", "television dramas"):
        if country or before.owner or "tv" in reader.words.written(place, after).casefold() or after - place > 1:
            yield ("series",), "series", after, ()
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        if words and (kinds := lexicon.nouns().get(words)):
            yield kinds, "show" if "tv-special" in kinds[1:] else KINDS[kinds[0]].noun, reader.reach(place + count), ()


def _read_relations(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "directors", "cast of Kingdom", "actors in zombie films", with an owner "Kingdom's director"."""
    yield from _read_kind_relations(reader, place, before)
    yield from _read_joined_relations(reader, place, before)
    for props, after, part in _read_relation_words(reader, place):
        entities = tuple(prop for prop in props if prop.value == "entity")
        if not entities:
            continue
        noun = Noun((entities[0].range,), entities[0].label)
        if part:
            yield from _read_parts(reader, after, noun, before, part)
            continue
        own = tuple(c for c in before.constraints if isinstance(c, Coded) and c.prop.key == "countries")
        works = tuple(c for c in before.constraints if c not in own)
        people = entities[0].range == "person"
        nationality = tuple(replace(c, prop=get_property("nationality")) for c in own if isinstance(c, Coded))
        if before.owner is not None:
            if not works and not own:
                yield from _of(reader, noun, entities, before.owner, after, 0.0)
            continue
        described = noun.where(*nationality) if people else noun
        if own and not people:
            continue
        for link in reader.phrase(after, "of", "in", "for", "from", "behind", "on", "that", "to"):
            if reader.word(link - 1) == "that" or (works and people):
                continue
            for found in read_targets(reader, link, described, entities, "of", inverse=True):
                if isinstance(found.value, Order):
                    continue
                yield Found(described.where(_told(found.value, entities)), found.end, found.cost)
            for owner in reader.phrases(link):
                if people and fits(owner.value.value, "person") and owner.value.determiner.is_plain:
                    yield from _of(reader, described, entities, owner.value.value, owner.end, owner.cost)
        job = Edge(entities, replace(ANY_WORK, constraints=works), entities[0].label, inverse=True)
        if people and all(_can_be(ANY_WORK, constraint) for constraint in works):
            yield Found(described.where(job), after, 1.0)
        elif not people and not works:
            yield Found(noun.where(job), after, 1.5)


def _read_joined_relations(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "directors and writers of Kingdom", "Kingdom's writer or director"."""
    for one, after in reader.look_up(place, lexicon.value_nouns()):
        for link in reader.phrase(after, "and", "or", "and the", "or the", "as well as", "as well as the"):
            for two, end in reader.look_up(link, lexicon.value_nouns()):
                people = tuple(prop for prop in (*one, *two) if prop.range == "person")
                if not people or before.constraints or len(people) < 2 or one == two:
                    continue
                noun = Noun(("person",), "person")
                if before.owner is not None:
                    yield from _of(reader, noun, people, before.owner, end, 0.0)
                    continue
                for at in reader.phrase(end, "of", "in", "for", "behind"):
                    for found in read_targets(reader, at, noun, people, "of", inverse=True):
                        if not isinstance(found.value, Order):
                            yield Found(noun.where(_told(found.value, people)), found.end, found.cost)


def _read_kind_relations(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "webtoon authors", "film composers", "source novel of Thirst", "Thirst's original webtoon"."""
    for count in (2, 1):
        kinds = lexicon.nouns().get(reader.gram(place, count).replace("-", " "))
        if not kinds or not is_a(kinds[0], "work"):
            continue
        for props, after in reader.look_up(place + count, lexicon.value_nouns()):
            people = tuple(
                prop for prop in props if prop.range == "person" and any(overlap(kind, prop.of) for kind in kinds)
            )
            if not people:
                continue
            works = Noun(
                kinds, KINDS[kinds[0]].noun, tuple(c for c in before.constraints if _can_be(Noun(kinds, ""), c))
            )
            if before.owner is not None:
                edges = [] if fits(before.owner, "work") else list(_owner_edges(works, before.owner))
                works = works.where(edges[0][0]) if edges else works
                if not edges:
                    continue
            job = Edge(people, works, people[0].label, inverse=True)
            yield Found(Noun(("person",), people[0].label).where(job), reader.reach(after), 1.2)
    for props, after in reader.look_up(place, lexicon.value_nouns()):
        for kinds, _, end, _ in _read_kind(reader, after, before):
            sources = (
                tuple(prop for prop in props if is_a(prop.range or "", "work")) if props[0].range == "work" else ()
            )
            if not sources or before.constraints:
                continue
            noun = Noun(kinds, KINDS[kinds[0]].noun)
            if before.owner is not None:
                if edge := make_edge(noun, sources, before.owner, "of", inverse=True):
                    yield Found(noun.where(edge), end, 1.0)
                continue
            for link in reader.phrase(end, "of", "for", "behind"):
                for found in read_targets(reader, link, noun, sources, "of", inverse=True):
                    if not isinstance(found.value, Order):
                        yield Found(noun.where(_told(found.value, sources)), found.end, found.cost)


_PARTS = {
    "main": "main", "lead": "main", "leading": "main", "supporting": "support", "support": "support", "guest": "guest",
    "cameo": "cameo", "principal": "main",
}  # fmt: skip
_CREW = tuple(prop for prop in PEOPLE if prop.key != "actors")


def _read_relation_words(reader: Reader, place: int) -> Iterator[tuple[tuple[Property, ...], int, str]]:
    yield from ((props, after, "") for props, after in reader.look_up(place, lexicon.value_nouns()))
    actors = (get_property("actors"),)
    if part := _PARTS.get(reader.word(place), ""):
        for after in reader.phrase(place + 1, "cast", "actor", "actors", "actress", "actresses", "stars", "star", "cast members",
                                   "performers", "roles", "role", "players", "part", "parts", "appearances", "appearance"):  # fmt: skip
            yield actors, after, part
    for after in reader.phrase(place, "leads", "lead", "protagonists"):
        yield actors, after, "main"
    for after in reader.phrase(place, "guest stars", "guest star", "guest appearances", "guests"):
        yield actors, after, "guest"
    for after in reader.phrase(place, "cameos", "cameo appearances", "cameo"):
        yield actors, after, "cameo"
    for after in reader.phrase(place, "full cast", "complete cast", "entire cast", "whole cast"):
        yield actors, after, ""
    for after in reader.phrase(place, "crew", "crew members", "staff", "makers", "maker", "people behind", "person behind",
                               "team behind", "minds behind"):  # fmt: skip
        yield _CREW, after - (reader.word(after - 1) == "behind"), ""


def _read_parts(reader: Reader, place: int, noun: Noun, before: _Before, part: str) -> Iterator[Found[Noun]]:
    """Read "main cast of Kingdom", "guest stars in series by X"."""
    if before.constraints:
        return
    if before.owner is not None:
        if fits(before.owner, "work"):
            yield Found(noun.where(Part(part, before.owner)), place, 1.0)
        return
    for link in reader.phrase(reader.skip(place, {"are", "there", "is", "were"}), "of", "in", "for", "from", "on"):
        for found in reader.phrases(link):
            if fits(found.value.value, "work") and found.value.determiner.is_plain:
                yield Found(noun.where(Part(part, found.value.value)), found.end, 1.0 + found.cost)


def _told(constraint: Constraint, props: tuple[Property, ...]) -> Constraint:
    match constraint:
        case Edge():
            return replace(constraint, words="of")
        case Both(parts=parts):
            return Both(tuple(_told(part, props) for part in parts))
        case Either(options=options):
            return Either(tuple(_told(option, props) for option in options))
        case _:
            return constraint


def _of(
    reader: Reader, noun: Noun, props: tuple[Property, ...], owner: Named | Noun, end: int, cost: float
) -> Iterator[Found[Noun]]:
    """Yield the people of a work, or of the works of a person: "the actors of the screenwriter X"."""
    if edge := make_edge(noun, props, owner, "of", inverse=True):
        yield Found(noun.where(edge), end, 1.0 + cost)
    if fits(owner, "person") and props[0].of != "person":
        role = owner.role if isinstance(owner, Named) else ()
        chosen = tuple(prop for prop in PEOPLE if not role or prop.key in role)
        if between := make_edge(ANY_WORK, chosen, owner, "by or with", inverse=False):
            works = replace(ANY_WORK, constraints=(between,))
            if edge := make_edge(noun, props, works, "of", inverse=True):
                yield Found(noun.where(edge), end, 2.5 + cost)


def _read_subjects(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "adaptations of novels", "the Korean remake of X", "webtoon adaptations", "Kingdom's sequel"."""
    for kinds, _, at, _ in [(("screen-work",), "", place, ()), *_read_kind(reader, place, before)]:
        for props, after in reader.look_up(at, lexicon.subject_nouns()):
            source = at != place and not is_a(kinds[0], "screen-work")
            noun = Noun(("screen-work",) if source else kinds, "screen work", before.constraints)
            told = any(isinstance(c, Edge) and c.props[0].key == "based-on" for c in before.constraints)
            if source:
                target = Noun(kinds, KINDS[kinds[0]].noun)
                whole = noun.where(Edge(props, target, f"{props[0].key} of".replace("-", " ")))
                owned = list(_owner_edges(noun, before.owner)) if before.owner is not None else []
                if before.owner is None or owned:
                    yield Found(whole.where(owned[0][0]) if owned else whole, after, 1.0)
                continue
            if before.owner is not None:
                if isinstance(before.owner, Named) and fits(before.owner, "organization"):
                    for edge, cost in _owner_edges(noun, before.owner):
                        whole = noun.where(edge, Edge(props, ANY_WORK, "based on"))
                        yield Found(whole, after, 2.0 + cost)
                        yield from _adapted_of(reader, noun.where(edge), props, after, cost + 1.0)
                elif source_edge := make_edge(noun, props, before.owner, "based on", inverse=False):
                    yield Found(noun.where(source_edge), after, 1.0)
                continue
            yield from _adapted_of(reader, noun, props, after, 0.0)
            whole = noun if told else noun.where(Edge(props, ANY_WORK, _WORDS.get(props[0].key, "based on")))
            yield Found(whole, after, 1.0)


_WORDS = {
    "episode-of": "episode of",
    "based-on": "based on",
    "remake-of": "remake of",
    "spin-off-of": "spin-off of",
    "follows": "sequel to",
}


def _adapted_of(
    reader: Reader, noun: Noun, props: tuple[Property, ...], after: int, cost: float
) -> Iterator[Found[Noun]]:
    for link in reader.phrase(after, "of", "to", "from", "for"):
        words = _WORDS.get(props[0].key, "based on")
        for found in read_targets(reader, link, noun, props, words, inverse=False):
            if not isinstance(found.value, Order):
                yield Found(noun.where(found.value), found.end, found.cost + cost)


_COLLEAGUES = {
    "co star": ("actors",), "co stars": ("actors",), "costar": ("actors",), "costars": ("actors",),
    "castmate": ("actors",), "castmates": ("actors",), "co actors": ("actors",), "co actor": ("actors",),
    "co director": ("directors",), "co directors": ("directors",), "co writer": ("screenwriters", "authors"),
    "co writers": ("screenwriters", "authors"), "co screenwriters": ("screenwriters",),
    "co creators": ("creators",), "co creator": ("creators",),
    "fellow actor": ("actors",), "fellow actors": ("actors",), "fellow cast members": ("actors",), "fellow stars": ("actors",),
    "screen partners": ("actors",), "fellow writers": ("screenwriters", "authors"), "fellow directors": ("directors",),
    "co composers": ("composers",), "co composer": ("composers",), "co producers": ("producers",), "co producer": ("producers",),
    "collaborator": (), "collaborators": (), "colleague": (), "colleagues": (), "coworkers": (),
}  # fmt: skip


def _read_colleagues(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read "co-stars of Bae Doona", "Bong Joon-ho's collaborators"."""
    kinds = lexicon.nouns().get(reader.word(place), ("thing",))
    place = place + 1 if is_a(kinds[0], "screen-work") else place
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        if words not in _COLLEAGUES:
            continue
        props = tuple(get_property(key) for key in _COLLEAGUES[words])
        after = reader.reach(place + count)
        owners: list[Found[Named | Noun]] = []
        if before.owner is not None:
            owners = [Found(before.owner, after, 0.0)]
        else:
            for link in reader.phrase(after, "of", "with", "to", "for"):
                owners += [Found(f.value.value, f.end, f.cost) for f in reader.phrases(link)]
        for owner in owners:
            if fits(owner.value, "person"):
                noun = Noun(("person",), "person", before.constraints)
                yield Found(together(noun, props, owner.value), owner.end, 1.0 + owner.cost)
                for link in reader.phrase(owner.end, "in", "on", "from"):
                    for found in reader.phrases(link):
                        work = found.value.value
                        if not (fits(work, "work") and found.value.determiner.is_plain):
                            continue
                        works = work if isinstance(work, Noun) else Noun((work.kind,), "work", (Is(work),))
                        cost = 1.0 + owner.cost + found.cost
                        yield Found(together(noun, props or PEOPLE, owner.value, works), found.end, cost)


def together(noun: Noun, props: tuple[Property, ...], other: Named | Noun, work: Noun = ANY_WORK) -> Noun:
    """Return people who did the same in a work as another person, or who worked with them in any way."""
    apart = (IsNot(other),) if isinstance(other, Named) else ()
    if not props:
        return noun.where(WorkedWith(other))
    inner = make_edge(work, props, other, "with", inverse=False)
    if inner is None:
        return noun.where(WorkedWith(other))
    told = f"who were {props[0].label} together with {other.label}" if isinstance(other, Named) else ""
    told = told if work == ANY_WORK or not work.constraints else ""
    return noun.where(Edge(props, work.where(inner), "in", inverse=True, said=told), *apart)


def _read_pronouns(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    if before.owner or before.constraints:
        return
    word = reader.word(place)
    if word in lexicon.ANYONE:
        end = reader.reach(place + 1)
        yield Found(Noun(("person",), "person"), end, 0.0)
        for other in reader.phrase(end, "else"):
            yield Found(exclude(Noun(("person",), "person")), other, 0.0)
            yield Found(Noun(("person",), "person", (IsNot(back_to("person")),)), other, 0.2)
    for end in reader.phrase(
        place, "more", "anything else", "something else", "others", "more works", "everything else", "what else"
    ):
        if reader.word(end) in ("from", "by", "of", "with", "on", "starring"):
            yield Found(exclude(ANY_WORK), end, 0.3)
    if word in lexicon.ANYTHING:
        yield Found(ANY_WORK, reader.reach(place + 1), 0.0)


def _read_genre_heads(reader: Reader, place: int, before: _Before) -> Iterator[Found[Noun]]:
    """Read a genre that is a noun: "thrillers since 2020", "comedies and thrillers"."""
    for genre in reader.named(place, ("genre",)):
        constraint: Constraint = GenreIs(genre.value)
        base = Noun(("screen-work",), "screen work", before.constraints)
        yield from (
            found._replace(cost=found.cost + genre.cost + 1.2)
            for found in _own(reader, base.where(constraint), before, genre.end)
        )
        for link in reader.phrase(genre.end, "and", "or"):
            for other in reader.named(link, ("genre",)):
                both = base.where(_either(constraint, GenreIs(other.value)))
                cost = genre.cost + other.cost + 2.2
                yield from (f._replace(cost=f.cost + cost) for f in _own(reader, both, before, other.end))


# What is said behind a noun.


@dataclass(frozen=True)
class _Link:
    """How something more is said of a noun: ``relative`` where a pronoun leads it in."""

    place: int
    cost: float
    negated: bool = False
    either: bool = False


_BETWEEN_VERBS = (
    "not",
    "never",
    "got",
    "get",
    "gets",
    "yet",
    *lexicon.ADVERBS,
    "listed",
    "known",
    "neither",
    "credited",
    "as",
    "there",
)
_RELATIVES = {"that": None, "which": False, "who": True, "whom": True}


def read_chain(
    reader: Reader, place: int, noun: Noun, cost: float = 0.0, depth: int = 0, free: bool = False
) -> Iterator[Found[Noun]]:
    """Yield a noun with nothing more and with all that can be said of it from a place on.

    ``free`` says that a verb may follow without a pronoun: the noun is the subject of the sentence.
    """
    yield Found(noun, place, cost)
    place = reader.reach(place)
    if depth > 5 or (place >= reader.end and not reader.collecting):
        return
    comma = place < reader.end and reader.words.tokens[place].comma
    for link in _read_links(reader, place, noun, depth, free):
        for found in reader.modifiers(link.place, noun):
            added = _add(noun, found.value, link)
            if added is not None:
                far = (0.75 if reader.word(place) in _RELATIVES else 0.25) if _is_far(noun, found.value) else 0.0
                far += 0.6 if not free and comma else 0.0
                total = cost + link.cost + found.cost + far
                yield from read_chain(reader, found.end, added, total, depth + 1, free)


def _is_far(noun: Noun, modifier: Modifier) -> bool:
    said = [constraint for constraint in noun.constraints if not isinstance(constraint, Apart)]
    last = said[-1] if said else None
    nested = isinstance(last, Edge) and isinstance(last.target, Noun) and (last.target != ANY_WORK or not last.inverse)
    return nested and isinstance(modifier, Edge)


def _add(noun: Noun, modifier: Modifier, link: _Link) -> Noun | None:
    if isinstance(modifier, Order):
        if link.negated or link.either:
            return None
        if noun.order:
            if not (modifier.words.startswith("by ") and isinstance(noun.order.by, type(modifier.by))):
                return None
            return replace(noun, order=replace(noun.order, by=modifier.by))
        return replace(noun, order=modifier)
    constraint: Constraint = Not(modifier) if link.negated else modifier
    if isinstance(constraint, Not) and isinstance(constraint.what, Not):
        constraint = constraint.what.what
    if link.either:
        if not noun.constraints:
            return None
        last = noun.constraints[-1]
        return replace(noun, constraints=(*noun.constraints[:-1], _either(last, constraint)))
    if constraint in noun.constraints:
        return noun
    if isinstance(constraint, Both):
        return noun.where(*constraint.parts)
    return noun.where(constraint)


def _read_links(reader: Reader, place: int, noun: Noun, depth: int, free: bool) -> Iterator[_Link]:
    starts = [(place, False, 0.0)]
    if depth:
        starts += [
            (after, False, 0.0) for after in reader.phrase(place, "and", "but", "and also", "but also", "as well as")
        ]
        starts += [(after, True, 0.0) for after in reader.phrase(place, "or", "or else")]
    for start, either, cost in starts:
        yield from _read_link(reader, start, noun, either, cost, free)


def _read_link(reader: Reader, place: int, noun: Noun, either: bool, cost: float, free: bool) -> Iterator[_Link]:
    word = reader.word(place)
    at = place
    relative = False
    if word == "to" and reader.word(place + 1):
        # "The latest film to star X", "to be directed by X".
        yield _Link(reader.reach(place + 1), cost + 0.3, either=either)
        if reader.word(place + 1) == "be":
            yield _Link(reader.reach(place + 2), cost + 0.3, either=either)
        return
    if word in _RELATIVES:
        person = _RELATIVES[word]
        if person is None or person == all(is_a(kind, "person") for kind in noun.kinds) or (
            person and all(is_a(kind, "organization") for kind in noun.kinds)
        ):  # fmt: skip
            at, relative = reader.reach(place + 1), True
        else:
            return
    at = reader.skip(at, lexicon.ADVERBS | {"there"} if relative else lexicon.ADVERBS)
    yield _Link(at, cost, either=either)
    negated = False
    while (word := reader.word(at)) in lexicon.AUXILIARIES or word in _BETWEEN_VERBS:
        auxiliary = word in lexicon.AUXILIARIES
        cost += 0.4 if auxiliary and not relative and not free else 0.0
        relative = relative or auxiliary
        negated ^= word in ("not", "never", "neither")
        at = reader.reach(at + 1)
        yield _Link(at, cost, negated, either)
