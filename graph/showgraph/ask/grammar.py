"""The grammar of questions: rules that read words from a place on and yield every way to read them.

A rule takes the reader and a place and yields pairs (what was read, the place after it). ``PREMODIFIERS``,
``POSTMODIFIERS`` and ``QUESTIONS`` list the rules; a larger grammar is more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from showgraph.ask import words as lexicon
from showgraph.ask.reading import (
    Between,
    Coded,
    Constraint,
    Edge,
    GenreIs,
    Is,
    Named,
    Noun,
    Order,
    PlaysIn,
    WorkedWith,
)
from showgraph.ask.tokens import Words
from showgraph.model import KINDS, Property, descendants, get_property, is_a, name_code
from showgraph.names import Hit

Read = Iterator[tuple[Constraint, int]]
Rule = Callable[["Reader", int, Noun], Read]

_SUBORDINATE = {
    "there",
    "that",
    "which",
    "who",
    "whom",
    "are",
    "were",
    "is",
    "was",
    "be",
    "been",
    "has",
    "have",
    "had",
    "being",
}
_ARTICLES = {"a", "an", "the", "some", "any", "all", "every", "of"}


@dataclass
class Reader:
    """The words of one question, and the furthest place that any rule came to."""

    words: Words
    furthest: int = 0
    ambiguous: list[tuple[str, list[Hit]]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The place after the last word."""
        return len(self.words.tokens)

    def word(self, place: int) -> str:
        """Return the folded word at a place, empty past the end and for a quoted name."""
        return self.words.words(place, 1)

    def reach(self, place: int) -> int:
        """Remember how far the words were understood."""
        self.furthest = max(self.furthest, place)
        return place

    def skip(self, place: int, fillers: set[str]) -> int:
        """Return the place after any of these words."""
        while self.word(place) in fillers:
            place += 1
        return self.reach(place)

    def phrase(self, place: int, *choices: str) -> Iterator[int]:
        """Yield the place after each phrase that stands here, the longest first."""
        for choice in sorted(choices, key=lambda text: -len(text.split())):
            count = len(choice.split())
            if self.words.words(place, count) == choice:
                yield self.reach(place + count)

    def look_up(self, place: int, table: dict[str, tuple[Property, ...]]) -> Iterator[tuple[tuple[Property, ...], int]]:
        """Yield what each phrase of a table that stands here means, the longest first."""
        for count in range(4, 0, -1):
            if props := table.get(self.words.words(place, count).replace("-", " ")):
                yield props, self.reach(place + count)

    def named(self, place: int, kinds: Sequence[str]) -> Iterator[tuple[Named, int]]:
        """Yield the thing of some kinds that is named here, the longest name first; several that fit are set apart."""
        place = self.skip(place, {"the"}) if not self._has_name(place, kinds) else place
        before = None
        for noun_kinds, after in self.noun_words(place):
            if self._has_name(after, noun_kinds) and not self._has_name(place, kinds):
                before = [kind for kind in noun_kinds if any(is_a(kind, k) or is_a(k, kind) for k in kinds)]
                kinds, place = before or kinds, after
                break
        for end, hits in self.words.names.get(place, []):
            fitting = [hit for hit in hits if any(is_a(hit.kind, kind) for kind in kinds)]
            if not fitting or self._is_grammar(place, end):
                continue
            self.reach(end)
            written = self.words.written(place, end)
            if len(fitting) > 1:
                self.ambiguous.append((written, fitting))
                continue
            yield Named(fitting[0].iri, fitting[0].label, fitting[0].kind, _note(written, fitting[0])), end

    def candidates(self, place: int, kinds: Sequence[str]) -> Iterator[tuple[list[Named], int]]:
        """Yield every thing of some kinds that each name here fits, for a choice by what is asked of it."""
        for end, hits in self.words.names.get(place, []):
            written = self.words.written(place, end)
            fitting = [hit for hit in hits if any(is_a(hit.kind, kind) for kind in kinds)]
            if fitting and not self._is_grammar(place, end):
                self.reach(end)
                yield [Named(hit.iri, hit.label, hit.kind, _note(written, hit)) for hit in fitting], end

    def set_apart(self, place: int, end: int, kinds: Sequence[str]) -> None:
        """Remember that a name fits several things of some kinds."""
        hits = next(hits for at, hits in self.words.names[place] if at == end)
        fitting = [hit for hit in hits if any(overlap(hit.kind, kind) for kind in kinds)]
        self.ambiguous.append((self.words.written(place, end), fitting))

    def _has_name(self, place: int, kinds: Sequence[str]) -> bool:
        return any(
            any(is_a(hit.kind, kind) for hit in hits for kind in kinds) and not self._is_grammar(place, end)
            for end, hits in self.words.names.get(place, [])
        )

    def _is_grammar(self, place: int, end: int) -> bool:
        tokens = self.words.tokens[place:end]
        return len(tokens) == 1 and not tokens[0].quoted and tokens[0].word in _NEVER_NAMES

    def noun_words(self, place: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the kinds that a noun here names."""
        for count in range(3, 0, -1):
            if kinds := lexicon.nouns().get(self.words.words(place, count).replace("-", " ")):
                yield kinds, self.reach(place + count)

    def number(self, place: int) -> tuple[float, int] | None:
        """Return the number here, in digits or as a word."""
        word = self.word(place).replace(",", "")
        try:
            value = float(lexicon.NUMBERS.get(word, word))
        except ValueError:
            return None
        return (value, self.reach(place + 1)) if value < 1e9 else None


_NEVER_NAMES = {"on", "in", "with", "by", "the", "who", "which", "what", "from", "and", "is", "a", "of", "to", "how"}


def _note(written: str, hit: Hit) -> str:
    if hit.way == "exact" and hit.name == hit.label:
        return ""
    if written.casefold() == hit.label.casefold():
        return ""
    return f"read {written!r} as {hit.label}"


def read_noun_phrase(reader: Reader, place: int) -> Iterator[tuple[Noun, Order | None, int]]:
    """Yield each reading of a noun phrase: what stands before the noun, the noun, what stands after it."""
    place = reader.skip(place, _ARTICLES)
    for constraints, order, at in _read_before(reader, place, (), None):
        for noun, after in _read_head(reader, at, constraints):
            for full, end in _read_after(reader, after, noun):
                yield full, order, end


def _read_before(
    reader: Reader, place: int, found: tuple[Constraint, ...], order: Order | None
) -> Iterator[tuple[tuple[Constraint, ...], Order | None, int]]:
    for constraint, after in _each(PREMODIFIERS, reader, place, Noun(("work",), "work")):
        yield from _read_before(reader, after, (*found, constraint), order)
    if order is None:
        for own, after in _read_superlative(reader, place):
            yield from _read_before(reader, after, found, own)
    yield found, order, place


def _read_head(reader: Reader, place: int, before: tuple[Constraint, ...]) -> Iterator[tuple[Noun, int]]:
    country = any(isinstance(c, Coded) and c.prop.key == "countries" for c in before)
    for after in reader.phrase(place, "k drama", "k dramas", "kdrama", "kdramas"):
        korean = Coded(get_property("countries"), "KR", "Korean")
        yield Noun(("series",), "series", (*before, korean)), after
    for after in reader.phrase(place, "drama", "dramas"):
        if country:
            yield Noun(("series",), "series", before), after
    for after in reader.phrase(place, "adaptation", "adaptations"):
        source = Edge((get_property("based-on"),), Noun(("work",), "source"), "based on")
        known = any(isinstance(c, Edge) and c.props[0].key == "based-on" for c in before)
        yield Noun(("screen-work",), "adaptation", before if known else (*before, source)), after
    for kinds, after in reader.noun_words(place):
        if kinds != ("character",):
            yield Noun(kinds, KINDS[kinds[0]].noun if len(kinds) == 1 else "show", before), after
    yield from _read_professions(reader, place, before)
    for _ in reader.phrase(place, "remakes of", "remake of", "spin offs of", "sequels of", "sequels to", "sequel to"):
        yield Noun(("screen-work",), "screen work", before), place
    for genre, after in reader.named(place, ("genre",)):
        yield Noun(("screen-work",), "screen work", (*before, GenreIs(genre))), after


def _read_professions(reader: Reader, place: int, before: tuple[Constraint, ...]) -> Iterator[tuple[Noun, int]]:
    """Read "directors", "actors": people who have that part in some work; "Korean" before it is nationality."""
    for props, after in reader.look_up(place, lexicon.value_nouns()):
        people = tuple(prop for prop in props if prop.range == "person")
        if not people:
            continue
        own: list[Constraint] = []
        works: list[Constraint] = []
        for constraint in before:
            if isinstance(constraint, Coded) and constraint.prop.key == "countries":
                own.append(replace(constraint, prop=get_property("nationality")))
            else:
                works.append(constraint)
        word = people[0].label
        job = Edge(people, Noun(("work",), "work", tuple(works)), word, inverse=True, said="" if works else " ")
        for link in reader.phrase(after, "of", "in", "for", "from", "behind"):
            for edge, end in _read_targets(reader, link, people, "did so in", inverse=True):
                yield Noun(("person",), word, (*own, edge)), end
        yield Noun(("person",), word, (*own, job)), after


def _read_after(reader: Reader, place: int, noun: Noun) -> Iterator[tuple[Noun, int]]:
    start = reader.skip(place, _SUBORDINATE | {"and", "but", "also", "both"})
    for constraint, after in _each(POSTMODIFIERS, reader, start, noun):
        yield from _read_after(reader, after, noun.where(constraint))
    if start != place and reader.word(place) != "and":
        for constraint, after in _each(POSTMODIFIERS, reader, place, noun):
            yield from _read_after(reader, after, noun.where(constraint))
    yield noun, place


def _each(rules: Sequence[Rule], reader: Reader, place: int, noun: Noun) -> Read:
    if place < reader.end:
        for rule in rules:
            yield from rule(reader, place, noun)


def _read_superlative(reader: Reader, place: int) -> Iterator[tuple[Order, int]]:
    for count in (2, 1):
        words = reader.words.words(place, count)
        if superlative := lexicon.SUPERLATIVES.get(words):
            after = reader.reach(place + count)
            number = reader.number(after)
            limit, after = (int(number[0]), number[1]) if number else (None, after)
            prop = get_property(superlative.prop)
            yield Order(prop, superlative.descending, limit, words), after
    if number := reader.number(place):
        for order, after in _read_superlative(reader, number[1]):
            if order.limit is None:
                yield replace(order, limit=int(number[0])), after


def read_genre_before(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a genre before the noun: "zombie series"."""
    for genre, after in reader.named(place, ("genre",)):
        yield GenreIs(genre), after


def read_country_before(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "Korean" or "Korean-language" before the noun."""
    for count in (2, 1):
        words = reader.words.words(place, count)
        if (code := lexicon.language_words().get(words)) and reader.word(place + count) == "language":
            after = reader.reach(place + count + 1)
            yield Coded(get_property("languages"), code, f"in {name_code('languages', code)}"), after
        if code := lexicon.country_words().get(words):
            yield (
                Coded(get_property("countries"), code, f"from {name_code('countries', code)}"),
                reader.reach(place + count),
            )


def read_owner_before(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a broadcaster, studio, publisher or person before the noun: "Netflix series", "Bae Doona's films"."""
    for key in ("broadcasters", "studios", "publishers"):
        prop = get_property(key)
        for target, after in reader.named(place, (prop.range,)):
            yield Edge((prop,), target, prop.phrases[0]), next(reader.phrase(after, "'s"), after)
    for target, after in reader.named(place, ("person",)):
        people = (
            "actors",
            "directors",
            "screenwriters",
            "creators",
            "authors",
            "illustrators",
            "producers",
            "composers",
        )
        end = next(reader.phrase(after, "'s"), after)
        yield Edge(tuple(get_property(key) for key in people), target, "by or with"), end


def read_source_before(reader: Reader, place: int, noun: Noun) -> Read:
    """Read the kind of source before the noun: "webtoon-based series", "webtoon adaptations"."""
    prop = get_property("based-on")
    for kinds, after in reader.noun_words(place):
        if any(is_a(kind, "screen-work") for kind in kinds) or not is_a(kinds[0], "work"):
            continue
        source = Noun(kinds, KINDS[kinds[0]].noun)
        for end in reader.phrase(after, "based", "inspired"):
            yield Edge((prop,), source, "based on"), end
        if reader.word(after) in ("adaptation", "adaptations"):
            yield Edge((prop,), source, "based on"), after


def read_year_before(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a year or decade before the noun: "2021 series", "2010s films"."""
    for low, high, after in _read_period(reader, place):
        yield _years(low, high, f"in {reader.words.written(place, after)}"), after


def read_edge(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a phrase and what it leads to: "adapted from webtoons", "directed by Lee Jae-kyoo", "not on Netflix"."""
    negated = reader.word(place) in ("not", "without", "never")
    at = reader.reach(place + 1) if negated else place
    if reader.word(place) == "without":
        tables: list[tuple[tuple[Property, ...], int]] = [((get_property("actors"),), at)]
    else:
        tables = list(reader.look_up(at, lexicon.phrases()))
    for props, after in tables:
        fitting = tuple(prop for prop in props if any(_can_have(kind, prop) for kind in noun.kinds))
        words = reader.words.written(at, after) if at != after else "with"
        for edge, end in _read_targets(reader, after, fitting, words, inverse=False):
            yield (replace(edge, negated=negated) if isinstance(edge, Edge) else edge), end


def read_inverse_edge(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a phrase that leads back: "who starred in Kingdom", "webtoons adapted into films"."""
    for props, after in reader.look_up(place, lexicon.inverse_phrases()):
        fitting = tuple(
            prop for prop in props if any(is_a(kind, prop.range) or is_a(prop.range, kind) for kind in noun.kinds)
        )
        yield from _read_targets(reader, after, fitting, reader.words.written(place, after), inverse=True)


def _read_targets(reader: Reader, place: int, props: tuple[Property, ...], words: str, *, inverse: bool) -> Read:
    """Read a name, several joined by "and", or a noun phrase, as what properties lead to."""
    ends = tuple(dict.fromkeys((prop.of if inverse else prop.range) for prop in props if prop.value == "entity"))
    if not ends:
        return
    place = reader.skip(place, {"both"})
    for target, after in reader.named(place, ends):
        fitting = tuple(
            prop for prop in props if prop.value == "entity" and is_a(target.kind, prop.of if inverse else prop.range)
        )
        yield Edge(fitting, target, words, inverse), after
    for noun, _, after in read_noun_phrase(reader, place):
        fitting = tuple(
            prop
            for prop in props
            if prop.value == "entity" and any(overlap(kind, prop.of if inverse else prop.range) for kind in noun.kinds)
        )
        if fitting:
            yield Edge(fitting, noun, words, inverse), after


def read_another_name(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a further target after "and": "with Bae Doona and Ju Ji-hoon", "in films and series"."""
    last = noun.constraints[-1] if noun.constraints else None
    if isinstance(last, Edge) and reader.word(place - 1) in ("and", "both"):
        yield from _read_targets(reader, place, last.props, last.words, inverse=last.inverse)


def _can_have(kind: str, prop: Property) -> bool:
    return overlap(kind, prop.of)


def overlap(kind: str, other: str) -> bool:
    """Tell whether one of two kinds is the other or below it."""
    return is_a(kind, other) or is_a(other, kind)


def read_years(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "from 2020", "since 2019", "before 2015", "between 2018 and 2020", "in the 2010s", "released in 2022"."""
    at = next(reader.phrase(place, "released", "premiered", "aired", "published", "that came out", "came out"), place)
    for after in reader.phrase(at, "since", "from", "starting in", "starting from", "beginning in"):
        for low, high, end in _read_period(reader, after):
            for onward in reader.phrase(end, "on", "onward", "onwards"):
                yield _years(low, None, f"since {int(low)}"), onward
            for link in reader.phrase(end, "to", "until", "through", "till"):
                for _, last, close in _read_period(reader, link):
                    yield _years(low, last, f"from {int(low)} to {int(last)}"), close
            written = reader.words.written(at, end)
            yield (_years(low, high, written) if reader.word(at) == "from" else _years(low, None, f"since {low}")), end
    for after in reader.phrase(at, "before", "until", "up to", "after", "in", "during", "of", "by the end of"):
        after = reader.skip(after, {"the", "year"})
        for low, high, end in _read_period(reader, after):
            word = reader.word(at)
            written = reader.words.written(at, end)
            if word == "before":
                yield _years(None, low - 1, written), end
            elif word == "after":
                yield _years(high + 1, None, written), end
            elif word in ("until", "up", "by"):
                yield _years(None, high, written), end
            else:
                yield _years(low, high, written), end
    for after in reader.phrase(at, "between"):
        for low, _, mid in _read_period(reader, after):
            for link in reader.phrase(mid, "and", "to"):
                for _, last, end in _read_period(reader, link):
                    yield _years(low, last, reader.words.written(at, end)), end


def _read_period(reader: Reader, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield (first year, last year, place after) of a year or decade; ``the`` may stand before it."""
    place = reader.skip(place, {"the", "year"})
    word = reader.word(place)
    if word.isdigit() and len(word) == 4:
        after = reader.reach(place + 1)
        if reader.word(after) == "'s" or reader.word(after) == "s":
            yield int(word), int(word) + 9, after + 1
        yield int(word), int(word), after
    elif word.endswith("s") and word[:-1].isdigit() and word[-2] == "0":
        decade = int(word[:-1]) if len(word) == 5 else (1900 if int(word[:-1]) > 20 else 2000) + int(word[:-1])
        yield decade, decade + 9, reader.reach(place + 1)


def _years(low: float | None, high: float | None, words: str) -> Between:
    return Between(get_property("year"), low, high, words)


def read_place(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "in Korean", "from Japan", "made in Korea"."""
    for after in reader.phrase(place, "in", "from", "made in", "set in", "produced in"):
        for count in (2, 1):
            words = reader.words.words(after, count)
            language = lexicon.language_words().get(words)
            if language and reader.word(place) == "in":
                yield (
                    Coded(get_property("languages"), language, f"in {name_code('languages', language)}"),
                    reader.reach(after + count),
                )
            elif (code := lexicon.country_words().get(words)) and "set" not in reader.words.words(place, 1):
                yield (
                    Coded(get_property("countries"), code, f"from {name_code('countries', code)}"),
                    reader.reach(after + count),
                )


def read_popular_in(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "popular in Thailand"."""
    for after in reader.phrase(place, "popular in"):
        for count in (2, 1):
            if code := lexicon.country_words().get(reader.words.words(after, count)):
                words = f"popular in {name_code('popular-in', code)}"
                yield Coded(get_property("popular-in"), code, words), reader.reach(after + count)


def read_subject(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "about zombies", "tagged high school": a genre where it is one, else a keyword."""
    for after in reader.phrase(place, "about", "tagged", "tagged with", "with"):
        genres = list(reader.named(after, ("genre",)))
        for genre, end in genres:
            yield GenreIs(genre), end
        if not genres and reader.word(place) == "tagged":
            for end in range(min(reader.end, after + 4), after, -1):
                written = reader.words.written(after, end)
                yield Coded(get_property("keywords"), written.casefold(), f"tagged {written!r}"), reader.reach(end)
    for after in reader.phrase(place, "in the genre", "of the genre"):
        for genre, end in reader.named(after, ("genre",)):
            yield GenreIs(genre), end


def read_number(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "with more than 10 episodes", "longer than 90 minutes", "rated above 8"."""
    for after in reader.phrase(place, "with", "of", "having", "longer than", "rated", "shorter than"):
        head = reader.words.written(place, after)
        for side, at in [*_read_comparison(reader, after), ("=", after)]:
            if not (number := reader.number(at)):
                continue
            value, end = number
            word = reader.word(end)
            key = {"episode": "episodes", "season": "seasons", "minute": "runtime", "vote": "rating-count"}.get(
                word.rstrip("s"), "rating" if head == "rated" else ""
            )
            if not key:
                continue
            end = reader.reach(end + 1) if word.rstrip("s") in ("episode", "season", "minute", "vote") else end
            side = {"longer than": ">", "shorter than": "<"}.get(head, side)
            low = value if side in (">=", "=") else (value + _STEP.get(key, 0.0001) if side == ">" else None)
            high = value if side in ("<=", "=") else (value - _STEP.get(key, 0.0001) if side == "<" else None)
            yield Between(get_property(key), low, high, reader.words.written(place, end)), end


_STEP = {"episodes": 1.0, "seasons": 1.0, "runtime": 1.0, "rating-count": 1.0}


def _read_comparison(reader: Reader, place: int) -> Iterator[tuple[str, int]]:
    table = {
        ">": ("more than", "over", "above", "greater than"),
        "<": ("fewer than", "less than", "under", "below"),
        ">=": ("at least",),
        "<=": ("at most", "up to"),
        "=": ("exactly",),
    }
    for side, phrases in table.items():
        for after in reader.phrase(place, *phrases):
            yield side, after


def read_worked_with(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "who worked with Bae Doona", "co-stars of Park Solomon"."""
    for after in reader.phrase(place, "worked with", "who worked with", "work with", "played with", "acted with"):
        for other, end in reader.named(after, ("person",)):
            if any(is_a(kind, "person") for kind in noun.kinds):
                yield WorkedWith(other), end


def read_plays(reader: Reader, place: int, noun: Noun) -> Read:
    """Read "played Nam On-jo", "played Nam On-jo in All of Us Are Dead"."""
    if not any(is_a(kind, "person") for kind in noun.kinds):
        return
    for after in reader.phrase(place, "played", "plays", "play", "portrayed", "portrays", "voiced"):
        if reader.word(after) in ("in", "by", "with") or after >= reader.end:
            continue
        for end in range(reader.end, after, -1):
            if reader.word(end) == "in":
                for work, close in reader.named(end + 1, ("screen-work",)):
                    yield PlaysIn(reader.words.written(after, end), work), close
        yield PlaysIn(reader.words.written(after, reader.end)), reader.reach(reader.end)


def read_same(reader: Reader, place: int, noun: Noun) -> Read:
    """Read a name right after its noun: "the webtoon Sweet Home"."""
    for thing, after in reader.named(place, noun.kinds):
        if not noun.constraints:
            yield Is(thing), after


PREMODIFIERS: tuple[Rule, ...] = (
    read_genre_before,
    read_country_before,
    read_source_before,
    read_owner_before,
    read_year_before,
)
POSTMODIFIERS: tuple[Rule, ...] = (
    read_years,
    read_place,
    read_popular_in,
    read_number,
    read_worked_with,
    read_plays,
    read_edge,
    read_inverse_edge,
    read_subject,
    read_another_name,
)


def kinds_named(noun: Noun) -> list[str]:
    """Return the keys of all kinds that a noun takes in."""
    return [kind.key for above in noun.kinds for kind in descendants(above)]
