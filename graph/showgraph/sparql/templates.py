"""The triples of CONSTRUCT and DESCRIBE, from rows of term texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from showgraph.sparql.plan import Plan
from showgraph.store import Limits, Store
from showgraph.store.terms import Term, encode_term
from showgraph.store.triples import describe_subjects

TripleText = tuple[str, str, str]


def fill_template(plan: Plan, rows: Iterable[Sequence[str | None]], bindings: Mapping[str, Term]) -> list[TripleText]:
    """Return the template's triples for each row, each once; those that can't be triples are left out.

    A blank node of the template is a new one in every row.
    """
    names = [output.name for output in plan.outputs] or list(plan.columns)
    fixed = {name: encode_term(term) for name, term in bindings.items()}
    found: dict[TripleText, None] = {}
    for number, row in enumerate(rows):
        values = {**dict(zip(names, row, strict=True)), **fixed}

        def value(part: str, number: int = number, values: Mapping[str, str | None] = values) -> str | None:
            if part.startswith("?"):
                return values.get(part[1:])
            return f"_c{number}{part[2:]}" if part.startswith("_:") else part

        for subject, predicate, item in plan.template:
            s, p, o = value(subject), value(predicate), value(item)
            if s is None or p is None or o is None or s[:1] not in ("<", "_") or p[:1] != "<":
                continue
            found[s, p, o] = None
    return list(found)


def describe_terms(
    store: Store, plan: Plan, rows: Iterable[Sequence[str | None]], bindings: Mapping[str, Term], limits: Limits
) -> list[TripleText]:
    """Return what the default graph says of the described terms, and of blank nodes it leads to."""
    fixed = {name: encode_term(term) for name, term in bindings.items()}
    wanted = {fixed.get(part[1:]) if part.startswith("?") else part for part in plan.described}
    wanted |= {cell for row in rows for cell in row}
    return describe_subjects(store, [text for text in sorted(filter(None, wanted)) if text[:1] in ("<", "_")], limits)
