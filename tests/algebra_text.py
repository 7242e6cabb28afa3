"""Algebra as indented text, for files of what a rule is given and what it makes of it."""

from __future__ import annotations

from dataclasses import fields

from showgraph.sparql.algebra import Basic, Call, Parameter, Triple, Var
from showgraph.store.terms import IRI, Literal, encode_term


def write_algebra(node: object, depth: int = 0) -> str:
    """Return one line a pattern, its parts two blanks farther in."""
    margin = "  " * depth
    if isinstance(node, Basic):
        sought = f" sought {' '.join(sorted(node.sought))}" if node.sought else ""
        lines = [f"{margin}basic{sought}", *(f"{margin}  {_cell(triple)}" for triple in node.triples)]
        return "\n".join(lines)
    heads = [type(node).__name__.lower()]
    parts = []
    for field in fields(node):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        if field.name in ("left", "right", "pattern"):
            parts.append(write_algebra(value, depth + 1))
        elif value not in (None, (), 0):
            heads.append(_cell(value))
    return "\n".join([margin + " ".join(heads), *parts])


def _cell(value: object) -> str:
    if isinstance(value, Var):
        return "?" + value.name
    if isinstance(value, Parameter):
        return "$" + value.name
    if isinstance(value, IRI):
        return value.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    if isinstance(value, Literal):
        return encode_term(value)
    if isinstance(value, Call):
        return f"({' '.join([value.name, *map(_cell, value.args)])})"
    if isinstance(value, Triple):
        return " ".join(map(_cell, (value.s, value.p, value.o)))
    if isinstance(value, tuple):
        return "[" + " ".join(map(_cell, value)) + "]"
    return str(value) if not hasattr(value, "__dataclass_fields__") else type(value).__name__
