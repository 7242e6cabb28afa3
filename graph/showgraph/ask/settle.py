"""Settling what a title means by which of the works that bear it can have what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from showgraph.ask.compose import compose_question
from showgraph.ask.ground import Run
from showgraph.ask.reading import Between, Coded, Compared, Edge, Is, Question, SameValue, named_in
from showgraph.ask.understand import Reading, differ_in_works, tied_readings
from showgraph.store import Limits
from showgraph.store.terms import IRI

_MOST_TRIED = 6


def settle_readings(run: Run, readings: Sequence[Reading], limits: Limits) -> Question | None:
    """Return the only one of the likeliest readings that the graph has an answer to; None where several or none have."""
    ties = tied_readings(readings)
    if not differ_in_works(ties) or len(ties) > _MOST_TRIED or any(one.question.form == "path" for one in ties):
        return None
    answered = [one.question for one in ties if _can_be_answered(run, one.question, limits)]
    things = {frozenset(thing.iri for thing in named_in(question.noun)) for question in answered}
    return answered[0] if len(things) == 1 else None


def _can_be_answered(run: Run, question: Question, limits: Limits) -> bool:
    if question.form == "yes-no":
        return _is_told(run, question, limits)
    made = compose_question(question)
    first = next(iter(run(made.text, made.bindings, limits)), None)
    return first is not None and first[0] != 0


def _is_told(run: Run, question: Question, limits: Limits) -> bool:
    """Tell whether the graph knows anything of what a yes-no question asks of its thing."""
    thing = next((c.thing for c in question.noun.constraints if isinstance(c, Is)), None)
    patterns: list[str] = []
    for constraint in question.noun.constraints:
        place = f"?any{len(patterns)}"
        match constraint:
            case Edge(props=props, inverse=inverse):
                path = "|".join(dict.fromkeys(f"<{prop.iri}>" for prop in props))
                patterns.append(f"{place} {path} ?thing ." if inverse else f"?thing {path} {place} .")
            case Between(prop=prop) | Coded(prop=prop) | Compared(prop=prop) | SameValue(prop=prop):
                patterns.append(f"?thing <{prop.iri}> {place} .")
    if thing is None or not patterns:
        return False
    return bool(run(f"ASK {{ {' '.join(patterns)} }}", {"thing": IRI(thing.iri)}, limits).boolean)
