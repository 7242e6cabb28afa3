"""The words of one question as a chart: what stands at each place, every rule's findings remembered.

A rule takes the reader and a place and yields what can be read from there on. What two rules would read twice is read
once. Costs add up; the cheapest reading of a whole question is the one meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, NamedTuple, TypeVar

from showgraph.ask import words as lexicon
from showgraph.ask.reading import Constraint, Named, Noun, Order
from showgraph.ask.tokens import Words
from showgraph.model import Property, is_a
from showgraph.names import Hit

Thing = TypeVar("Thing")
_MOST = 40
"""How many readings of one span are kept, the cheapest: enough for every question tried, few enough to stay fast."""


class Found(NamedTuple, Generic[Thing]):
    """What was read, the place after it, and how much it strains the words."""

    value: Thing
    end: int
    cost: float


class Determiner(NamedTuple):
    """What stands before a noun phrase: "no", "every", "other", "at least three", "which"."""

    no: bool = False
    every: bool = False
    other: bool = False
    asking: bool = False
    low: int | None = None
    high: int | None = None
    most: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether a phrase simply means its things: "the films", "all films"."""
        return not (self.no or self.asking or self.most or self.low is not None or self.high is not None)


class Phrase(NamedTuple):
    """A noun phrase: what it means and its determiner."""

    value: Noun | Named
    determiner: Determiner = Determiner()


Modifier = Constraint | Order
PhraseRule = Callable[["Reader", int], Iterator[Found[Phrase]]]
Rule = Iterator[Found[Modifier]]
"""What a rule yields of a modifier: its meanings, each with the place after it and its cost."""
ModifierRule = Callable[["Reader", int, Noun], Iterator[Found[Modifier]]]


@dataclass
class Reader:
    """One question's words, what was found at each place, and how far the words were understood.

    ``known_values`` tells which of some literals the graph holds as values of a property.
    """

    words: Words
    phrase_rule: PhraseRule
    modifier_rules: tuple[ModifierRule, ...]
    known_values: Callable[[Property, Iterable[str]], list[str]]
    furthest: int = 0
    fronted: str = ""
    collecting: bool = False
    expected: dict[int, set[str]] = field(default_factory=dict)
    _phrases: dict[int, list[Found[Phrase]]] = field(default_factory=dict)
    _modifiers: dict[tuple[int, tuple[str, ...], tuple[Constraint, ...], str], list[Found[Modifier]]] = field(
        default_factory=dict
    )
    _grams: dict[int, tuple[list[tuple[int, str]], frozenset[str]]] = field(default_factory=dict)
    _named: dict[tuple[int, tuple[str, ...]], list[Found[Named]]] = field(default_factory=dict)
    _folded: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._folded = ["" if token.quoted else token.word for token in self.words.tokens]

    @property
    def end(self) -> int:
        """The place after the last word."""
        return len(self.words.tokens)

    def gram(self, place: int, count: int) -> str:
        """Return some folded words from a place on, joined; empty where there are not so many."""
        part = self._folded[place : place + count]
        return " ".join(part) if place >= 0 and len(part) == count and "" not in part else ""

    def grams(self, place: int) -> list[tuple[int, str]]:
        """Return the words from a place on, five to one, each with their number."""
        return self._grams_at(place)[0]

    def _grams_at(self, place: int) -> tuple[list[tuple[int, str]], frozenset[str]]:
        found = self._grams.get(place)
        if found is None:
            grams = [(count, self.gram(place, count).replace("-", " ")) for count in (5, 4, 3, 2, 1)]
            grams = [(count, gram) for count, gram in grams if gram]
            found = self._grams[place] = grams, frozenset(gram for _, gram in grams)
        return found

    def word(self, place: int) -> str:
        """Return the folded word at a place, empty past the end and for a quoted name."""
        return self._folded[place] if 0 <= place < len(self._folded) else ""

    def reach(self, place: int) -> int:
        """Remember how far the words were understood."""
        self.furthest = max(self.furthest, place)
        return place

    def skip(self, place: int, fillers: set[str]) -> int:
        """Return the place after any of these words."""
        while self.word(place) in fillers:
            place += 1
        return self.reach(place)

    def skips(self, place: int, fillers: set[str]) -> list[int]:
        """Return the place after any of these words, and each before it where a name of several words begins."""
        after = self.skip(place, fillers)
        names = self.words.names
        return [after, *(at for at in range(place, after) if any(end > at + 1 for end, _ in names.get(at, ())))]

    def phrase(self, place: int, *choices: str) -> Sequence[int]:
        """Return the place after each phrase that stands here, the longest first."""
        if self.collecting and place >= self.end - 1:
            self.expected.setdefault(place, set()).update(choices)
        grams, here = self._grams.get(place) or self._grams_at(place)
        # Nearly always nothing stands here: a question asks this a thousand times.
        if here.isdisjoint(choices):
            return ()
        return [self.reach(place + count) for count, gram in grams if gram in choices]

    def after(self, place: int, *choices: str) -> int:
        """Return the place after the longest of some phrases that stands here, or the same place."""
        return next(iter(self.phrase(place, *choices)), place)

    def look_up(self, place: int, table: lexicon.Table) -> Iterator[tuple[tuple[Property, ...], int]]:
        """Yield what each phrase of a table that stands here means, the longest first.

        A preposition that stands at the front of the clause counts as if it stood behind its verb.
        """
        if self.fronted and table is lexicon.inverse_phrases():
            for count in (3, 2, 1):
                gram = self.gram(place, count)
                if gram and (props := table.get(f"{gram} {self.fronted}")):
                    yield props, self.reach(place + count)
        if self.collecting and place >= self.end - 1:
            self.expected.setdefault(place, set()).update(table)
        for count, gram in self.grams(place):
            if props := table.get(gram):
                yield props, self.reach(place + count)
        if table is lexicon.inverse_phrases():
            yield from self._parts(place)

    def _parts(self, place: int) -> Iterator[tuple[tuple[Property, ...], int]]:
        """Yield the parts that "worked as a writer on", "responsible for the music of" tell of."""
        if self.word(place) not in _PART_STARTS:
            return
        at = self.skip(place, {"the"})
        for head in [at, *self.phrase(at, *_JOBS)]:
            if head != at:
                for props, after in self.look_up(
                    self.skip(head, lexicon.ARTICLES | {"one", "of"}), lexicon.value_nouns()
                ):
                    yield from self._part_of(props, after)
        for props, after in self.duties(place):
            yield from self._part_of(props, after)
        for head in self.phrase(at, *_DUTIES):
            if self.word(head).endswith("ing"):
                yield from self.look_up(head, lexicon.inverse_phrases())

    def duties(self, place: int) -> Iterator[tuple[tuple[Property, ...], int]]:
        """Yield what "wrote the script", "share directing credits" tell that somebody did."""
        at = self.skip(place, {"the"})
        for head in [*self.phrase(at, *_DUTIES), *([at] if at != place else [])]:
            for props, after in self.look_up(self.skip(head, lexicon.ARTICLES), lexicon.activities()):
                yield props, self.after(after, "credit", "credits", "duties", "work")

    def _part_of(self, props: tuple[Property, ...], place: int) -> Iterator[tuple[tuple[Property, ...], int]]:
        people = tuple(prop for prop in props if prop.value == "entity" and not is_a(prop.range, "work"))
        for link in self.phrase(place, "of", "on", "for", "in", "to", "behind") if people else ():
            yield people, link

    def number(self, place: int) -> tuple[float, int] | None:
        """Return the number here, in digits or as a word, and the place after it."""
        word = self.word(place).replace(",", "")
        for count, extra in ((4, "and a half"),):
            words = self.gram(place, count).split()
            if words[1:] == extra.split() and words[0] in lexicon.NUMBERS:
                return lexicon.NUMBERS[words[0]] + 0.5, self.reach(place + count)
        if word in ("an", "a") and self.word(place + 1) in ("hour",):
            return 1.0, self.reach(place + 1)
        at = place + 1 if word == "a" and self.word(place + 1) in _POWERS else place
        try:
            value = 1.0 if at != place else float(lexicon.NUMBERS.get(word, word))
        except ValueError:
            return None
        end = at if at != place else place + 1
        while factor := _POWERS.get(self.word(end)):
            value, end = value * factor, end + 1
        return (value, self.reach(end)) if value < 1e9 else None

    def named(self, place: int, kinds: Iterable[str]) -> list[Found[Named]]:
        """Return each thing of some kinds that is named here, the longest names first."""
        key = (place, tuple(kinds))
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = [
                one for end, hits in self.words.names.get(place, []) for one in self._named_as(place, end, hits, key[1])
            ]
        for one in found:
            self.reach(one.end)
        return found

    def _named_as(self, place: int, end: int, hits: list[Hit], kinds: tuple[str, ...]) -> Iterator[Found[Named]]:
        """Yield each thing of some kinds that one span names."""
        shown = any(hit.kind == "broadcaster" for hit in hits)
        alike: dict[tuple[str, float], list[Named]] = {}
        written = self.words.written(place, end)
        # Who writes "The Host" means that rather than a "Host" with an article.
        cut = self.word(place - 1) in lexicon.ARTICLES and any(
            close == end and any(hit.way == "exact" for hit in longer)
            for close, longer in self.words.names.get(place - 1, [])
        )
        for hit in hits:
            if any(is_a(hit.kind, kind) for kind in kinds):
                # A channel's studio bears its name: who says no more means the channel.
                cost = self._name_cost(place, end, hit) + 0.2 * (shown and hit.kind == "studio") + 0.2 * cut
                named = Named(hit.iri, hit.label, hit.kind, _note(written, hit), (), written, hit.about)
                alike.setdefault((hit.kind, cost), []).append(named)
        for (kind, cost), (first, *others) in alike.items():
            one = replace(first, namesakes=tuple(others)) if others else first
            yield Found(one, end, cost)
            if kind == "genre" and self.word(end) in ("genre", "genres"):
                yield Found(one, end + 1, cost)

    def _name_cost(self, place: int, end: int, hit: Hit) -> float:
        cost = _WAY_COSTS.get(hit.way, 0.0)
        if hit.way == "exact" and self.words.written(place, end).casefold() not in (
            hit.name.casefold(),
            hit.label.casefold(),
        ):
            cost += 0.2
        tokens = self.words.tokens[place:end]
        if hit.kind == "genre" or any(token.quoted for token in tokens):
            return cost
        if all(token.word in lexicon.vocabulary() for token in tokens):
            shown = [token.text[:1].isupper() for token in tokens[1 if place == 0 else 0 :]]
            cost += 0.2 if shown and all(shown) else 1.5 if end - place == 1 else 0.4
        return cost

    def phrases(self, place: int) -> list[Found[Phrase]]:
        """Return the noun phrases that begin here, the cheapest first."""
        if place not in self._phrases:
            self._phrases[place] = []
            self._phrases[place] = (
                cheapest(self.phrase_rule(self, place)) if place < self.end or self.collecting else []
            )
        return self._phrases[place]

    def modifiers(self, place: int, noun: Noun) -> list[Found[Modifier]]:
        """Return what here can be said of things of a noun's kinds."""
        key = (place, noun.kinds, noun.constraints[:3], self.fronted)
        if key not in self._modifiers:
            self._modifiers[key] = []
            if place < self.end or (self.collecting and place == self.end):
                found = (one for rule in self.modifier_rules for one in rule(self, place, noun))
                self._modifiers[key] = cheapest(found)
        return self._modifiers[key]


_POWERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "k": 1000}
_JOBS = (
    "worked as", "works as", "work as", "working as", "served as", "serves as", "serve as", "acted as", "acts as", "act as",
    "credited as", "listed as", "named as", "known as", "hired as", "doubled as", "doubles as", "given as", "stated as", "cited as",
    "mentioned as", "billed as", "recorded as", "appeared as", "shown as", "been", "employed as", "brought in as",
)  # fmt: skip
_DUTIES = (
    "responsible for", "in charge of", "did", "does", "do", "done", "handled", "handles", "took care of", "took on", "credited with",
    "credited for", "provided", "supplied", "contributed", "contributed to", "made", "worked on", "has", "have", "had", "with", "got",
    "wrote", "writes", "write", "composed", "created", "responsibility for", "the brains behind", "penned", "oversaw", "led", "behind",
    "had a hand in", "have a hand in", "has a hand in", "a hand in", "had any part in", "took part in", "involved in", "helped with",
    "drew", "draws", "delivered", "received", "share", "shares", "shared", "shared in", "furnished",
)  # fmt: skip
_PART_STARTS = frozenset({"the", *(head.split()[0] for head in (*_JOBS, *_DUTIES))})

_WAY_COSTS = {"exact": 0.0, "plural": 0.1, "article": 0.1, "order": 0.2, "sound": 0.3, "suffix": 0.4, "near": 1.0}


def cheapest(found: Iterable[Found[Thing]]) -> list[Found[Thing]]:
    """Return findings without repetition, the cheapest of each end, cheapest first."""
    best: dict[tuple[int, object], Found[Thing]] = {}
    for one in found:
        key = (one.end, one.value)
        if key not in best or one.cost < best[key].cost:
            best[key] = one
    ends: dict[int, int] = {}
    kept = []
    for one in sorted(best.values(), key=lambda one: one.cost):
        ends[one.end] = ends.get(one.end, 0) + 1
        if ends[one.end] <= _MOST:
            kept.append(one)
    return kept


def _note(written: str, hit: Hit) -> str:
    if (hit.way in ("exact", "plural") and hit.name == hit.label) or hit.kind == "genre":
        return f"read {written!r} as {hit.label}" if hit.way == "near" else ""
    if written.casefold() == hit.label.casefold() or hit.way == "article":
        return ""
    return f"read {written!r} as {hit.label}"
