"""Rewriting of algebra before it is compiled: one module a rule, each a function from a pattern to an equal one.

A rule looks at one node, its parts rewritten before; ``rewrite`` applies all of them, in the order of ``RULES``, from
the leaves up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from showgraph.sparql.algebra import Basic, Pattern, Values
from showgraph.sparql.rules.push_filters import push_filter
from showgraph.sparql.rules.seek_values import seek_values
from showgraph.sparql.rules.split_filters import split_filter

Rule = Callable[[Pattern], Pattern]
RULES: tuple[Rule, ...] = (split_filter, push_filter, seek_values)


def rewrite(pattern: Pattern, rules: tuple[Rule, ...] = RULES) -> Pattern:
    """Return an equal pattern that is answered faster."""
    for rule in rules:
        pattern = _everywhere(pattern, rule)
    return pattern


def _everywhere(pattern: Pattern, rule: Rule) -> Pattern:
    if isinstance(pattern, Basic | Values):
        return rule(pattern)
    names = [field.name for field in fields(pattern) if field.name in ("left", "right", "pattern")]
    parts: dict[str, Any] = {name: _everywhere(getattr(pattern, name), rule) for name in names}
    known = replace(pattern, **parts)
    found = rule(known)
    # What a rule has moved down may go farther still.
    return found if found == known else _everywhere(found, rule)
