"""``FILTER (a && b)`` becomes two filters: each can go its own way.

An error in one of them loses the solution either way.
"""

from __future__ import annotations

from showgraph.sparql.algebra import Call, Filter, Pattern


def split_filter(pattern: Pattern) -> Pattern:
    """Return a filter per condition."""
    match pattern:
        case Filter(inner, Call("&&", (left, right))):
            return Filter(Filter(inner, left), right)
    return pattern
