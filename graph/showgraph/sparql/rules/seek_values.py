"""A filter that pins a value to a text or to what texts begin with makes the pattern look it up in the order of values.

The filter stays: what it pins is only told to the patterns below it (``Basic.sought``).
"""

from __future__ import annotations

from dataclasses import replace

from showgraph.sparql.algebra import Basic, Call, Expression, Filter, Parameter, Pattern, Var
from showgraph.store.terms import Literal


def seek_values(pattern: Pattern) -> Pattern:
    """Return a filtered basic graph pattern that knows which variable is looked up by its value."""
    if not isinstance(pattern, Filter):
        return pattern
    filters, inner = [pattern.condition], pattern.pattern
    while isinstance(inner, Filter):
        filters.append(inner.condition)
        inner = inner.pattern
    if not isinstance(inner, Basic):
        return pattern
    names = {name for condition in filters if (name := _pinned(condition))}
    if not names - inner.sought:
        return pattern
    found: Pattern = replace(inner, sought=inner.sought | names)
    for condition in reversed(filters):
        found = Filter(found, condition)
    return found


def _pinned(condition: Expression) -> str:
    """Return the variable whose value a condition pins, the empty string for other conditions."""
    match condition:
        case Call("STRSTARTS", (text, Literal() | Parameter())) | Call("=", (text, Literal() | Parameter())):
            if isinstance(text, Call) and text.name == "STR":
                text = text.args[0]
            return text.name if isinstance(text, Var) else ""
        case Call("=", (Literal() | Parameter(), Var(name))):
            return name
    return ""
