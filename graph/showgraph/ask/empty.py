"""Why a question has no rows: which conditions can't hold together, what comes near, and what is only not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from showgraph.ask.compose import compose_question, order_property
from showgraph.ask.ground import Run
from showgraph.ask.reading import Between, Constraint, Edge, GenreIs, Is, Named, Not, Noun, Question
from showgraph.ask.say import say_constraint, say_noun
from showgraph.model import KINDS, descendants, is_a
from showgraph.store import Limits

_MOST_CONDITIONS, _MOST_TOGETHER, _MOST_NEAR = 7, 3, 4


def explain_empty(run: Run, question: Question, limits: Limits) -> str:
    """Return why a question has no rows, in clauses joined by semicolons."""
    return "; ".join(_Explainer(run, limits).explain(question))


class _Explainer:
    """Counts what fits some of a question's conditions; each count is made once."""

    def __init__(self, run: Run, limits: Limits) -> None:
        self.run, self.limits = run, limits
        self.counts: dict[Noun, int] = {}

    def count(self, noun: Noun) -> int:
        """Return how many things a noun has."""
        noun = replace(noun, order=None)
        if noun not in self.counts:
            made = compose_question(Question("count", noun))
            row = next(iter(self.run(made.text, made.bindings, self.limits)))
            self.counts[noun] = int(str(row[0]))
        return self.counts[noun]

    def explain(self, question: Question) -> Iterator[str]:
        noun = question.noun
        named = next((c.thing for c in noun.constraints if isinstance(c, Is)), None)
        if question.form in ("value", "role", "event") and named is not None:
            what = question.value.label if question.value else "such thing"
            yield f"the graph doesn't hold that fact: no {what} of {named.label} is recorded"
            return
        if noun.order and (fitting := self.count(noun)):
            by = noun.order.by
            what = "number to put them in order by" if isinstance(by, Edge) else order_property(by, noun).label
            yield f"{fitting} fit, but the graph knows no {what} of any of them"
            return
        conditions = [one for one in noun.constraints if not isinstance(one, Is)][:_MOST_CONDITIONS]
        conflict = self.find_conflict(noun, conditions)
        yield _say_none(noun, conflict or conditions)
        near = list(dict.fromkeys(self.near_misses(noun, conflict or conditions)))[:_MOST_NEAR]
        if near:
            yield "near: " + ", ".join(near)
        yield from self.left_out(noun, conflict or conditions)
        yield from self.recorded(noun, conflict or conditions)

    def find_conflict(self, noun: Noun, conditions: Sequence[Constraint]) -> tuple[Constraint, ...]:
        """Return the smallest set of conditions that nothing fulfils, the first found of that size."""
        for size in range(1, min(len(conditions), _MOST_TOGETHER) + 1):
            for chosen in combinations(conditions, size):
                if not self.count(replace(noun, constraints=chosen)):
                    return chosen
        return tuple(conditions)

    def near_misses(self, noun: Noun, conflict: Sequence[Constraint]) -> Iterator[str]:
        """Yield what there is where one condition is eased: another kind, another kind of source, other years."""
        core = replace(noun, constraints=tuple(conflict), order=None)
        for condition in conflict:
            rest = tuple(one for one in conflict if one is not condition)
            if isinstance(condition, Edge) and isinstance(condition.target, Noun):
                yield from self.other_targets(core, rest, condition, condition.target)
            if isinstance(condition, Between):
                yield from self.other_years(core, rest, condition)
        for kind in _siblings(noun):
            other = replace(core, kinds=(kind,), word=KINDS[kind].noun)
            if number := self.count(other):
                yield f"{number} {KINDS[kind].noun if number == 1 else KINDS[kind].plural} {_said(other)}"

    def other_targets(self, noun: Noun, rest: tuple[Constraint, ...], edge: Edge, target: Noun) -> Iterator[str]:
        for kind in _siblings(target):
            eased = replace(edge, target=replace(target, kinds=(kind,), word=KINDS[kind].noun), said="")
            other = replace(noun, constraints=(*rest, eased))
            if number := self.count(other):
                verb = "is" if number == 1 else "are"
                yield f"{number} {verb} {say_constraint(eased)}"

    def other_years(self, noun: Noun, rest: tuple[Constraint, ...], years: Between) -> Iterator[str]:
        for low, high, word in ((None, years.low, "before"), (years.high, None, "after")):
            if low is None and high is None:
                continue
            eased = Between(years.prop, None if low is None else low + 1, None if high is None else high - 1, word)
            if number := self.count(replace(noun, constraints=(*rest, eased))):
                yield f"{number} {word} {low or high:g}"

    def left_out(self, noun: Noun, conflict: Sequence[Constraint]) -> Iterator[str]:
        """Yield how many fit all but one of the conditions that can't hold together."""
        if len(noun.constraints) < 2:
            return
        for condition in conflict:
            rest = replace(noun, constraints=tuple(one for one in noun.constraints if one is not condition))
            if number := self.count(rest):
                yield f"without '{say_constraint(condition, noun).strip()}' there {'is' if number == 1 else 'are'} {number}"

    def recorded(self, noun: Noun, conflict: Sequence[Constraint]) -> Iterator[str]:
        """Tell whether it is known to be none, or whether what is asked isn't recorded of all that could fit."""
        for condition in conflict:
            any_value = _any_value(condition)
            if any_value is None:
                continue
            edge, what = any_value
            rest = replace(noun, constraints=tuple(one for one in conflict if one is not condition), order=None)
            total = self.count(rest)
            told = self.count(rest.where(edge)) if total else 0
            if not total:
                continue
            things = say_noun(rest)
            if told == total:
                yield f"the graph knows {what} of all {total} {things}, so there is none among them"
            else:
                yield f"of {total} {things} the graph knows {what} of {told}; of the others it isn't recorded"


def _any_value(condition: Constraint) -> tuple[Constraint, str] | None:
    """Return the condition that a property has any value, and the property in words; None where nothing can be silent."""
    match condition:
        case Edge(props=props, inverse=False, target=target) if not isinstance(target, Named) or props:
            end = Noun((props[0].range,), props[0].label)
            article = "an" if props[0].label[0] in "aeiou" else "a"
            return Edge(props, end, "with"), f"{article} {props[0].label}"
        case Between(prop=prop):
            return Between(prop, -1e6, 1e9, "with any"), f"the {prop.label}"
        case GenreIs() | Not():
            return None
        case _:
            return None


def _siblings(noun: Noun) -> list[str]:
    """Return the kinds that stand beside a noun's own under the same kind."""
    parents = {
        parent for kind in noun.kinds for parent in KINDS[kind].parents if parent not in ("thing", "organization")
    }
    wide = {"work"} if any(is_a(kind, "work") for kind in noun.kinds) else parents
    screen = any(is_a(kind, "screen-work") for kind in noun.kinds)
    found = [
        kind.key
        for parent in sorted({"screen-work"} if screen else wide)
        for kind in descendants(parent)
        if parent in kind.parents or (not screen and any(parent in KINDS[above].parents for above in kind.parents))
    ]
    own = {key for key in found if any(is_a(key, kind) or is_a(kind, key) for kind in noun.kinds)}
    return [key for key in dict.fromkeys(found) if key not in own and key != "screen-work"]


def _say_none(noun: Noun, conflict: Sequence[Constraint]) -> str:
    if not conflict:
        return f"the graph has no {say_noun(replace(noun, order=None))}"
    return f"nothing in the graph fits all of it: there are no {say_noun(replace(noun, constraints=tuple(conflict), order=None))}"


def _said(noun: Noun) -> str:
    return ", ".join(text for c in noun.constraints if (text := say_constraint(c, noun).strip()))
