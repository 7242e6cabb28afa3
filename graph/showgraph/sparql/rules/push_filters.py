"""A filter moves to the part that binds all its variables: under OPTIONAL, MINUS or BIND, into both arms of a UNION.

It must see the same values there: only variables that every solution of that part binds count, and a condition with
EXISTS or a value that differs from call to call stays where it is.
"""

from __future__ import annotations

from showgraph.sparql.algebra import (
    Basic,
    Call,
    Distinct,
    Extend,
    Filter,
    InGraph,
    Join,
    LeftJoin,
    Minus,
    OrderBy,
    Parameter,
    Pattern,
    Project,
    Slice,
    Triple,
    Union,
    Values,
    Var,
)
from showgraph.sparql.algebra import Expression as Condition
from showgraph.store.terms import IRI, Literal

_VOLATILE = frozenset({"RAND", "UUID", "STRUUID", "BNODE", "NOW"})


def push_filter(pattern: Pattern) -> Pattern:
    """Return a pattern with one of its filters a step farther down, or as it is."""
    filters: list[Condition] = []
    inner = pattern
    while isinstance(inner, Filter):
        filters.append(inner.condition)
        inner = inner.pattern
    for place, condition in enumerate(filters):
        found = _push(inner, condition)
        if found is not None:
            for rest in reversed(filters[:place] + filters[place + 1 :]):
                found = Filter(found, rest)
            return found
    return pattern


def _push(pattern: Pattern, condition: Condition) -> Pattern | None:
    needed = variables(condition)
    if not needed:
        return None
    match pattern:
        case Union(left, right) if needed <= bound(pattern):
            return Union(Filter(left, condition), Filter(right, condition))
        case Join(left, right) if needed <= bound(left):
            return Join(Filter(left, condition), right)
        case Join(left, right) if needed <= bound(right):
            return Join(left, Filter(right, condition))
        case LeftJoin(left, right, test) if needed <= bound(left):
            return LeftJoin(Filter(left, condition), right, test)
        case Minus(left, right) if needed <= bound(left):
            return Minus(Filter(left, condition), right)
        case Extend(inner, var, value) if needed <= bound(inner):
            return Extend(Filter(inner, condition), var, value)
        case InGraph(graph, inner) if needed <= bound(inner):
            return InGraph(graph, Filter(inner, condition))
    return None


def variables(expression: Condition) -> set[str] | None:
    """Return the variables of an expression; None when its value depends on more than them."""
    match expression:
        case Var(name):
            return {name}
        case Call("BOUND" | "COALESCE", _):
            return None  # what is unbound matters to them
        case Call(name, args) if name not in _VOLATILE:
            found: set[str] = set()
            for arg in args:
                part = variables(arg)
                if part is None:
                    return None
                found |= part
            return found
    return set() if isinstance(expression, IRI | Literal | Parameter) else None


def bound(pattern: Pattern) -> set[str]:
    """Return the variables that every solution of a pattern binds."""
    match pattern:
        case Basic(triples):
            return {name for triple in triples for name in _names(triple)}
        case Join(left, right):
            return bound(left) | bound(right)
        case Union(left, right):
            return bound(left) & bound(right)
        case LeftJoin(left, _, _) | Minus(left, _):
            return bound(left)
        case Filter(inner, _) | Extend(inner, _, _) | Distinct(inner) | OrderBy(inner, _) | Slice(inner, _, _):
            return bound(inner)
        case Project(inner, names):
            return bound(inner) & {var.name for var in names}
        case Values(names, rows):
            return {var.name for place, var in enumerate(names) if all(row[place] is not None for row in rows)}
        case InGraph(graph, inner):
            return bound(inner) | ({graph.name} if isinstance(graph, Var) else set())
    return set()


def _names(triple: Triple) -> set[str]:
    return {term.name for term in (triple.s, triple.p, triple.o) if isinstance(term, Var)}
