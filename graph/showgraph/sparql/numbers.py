"""Arithmetic that the engine does exactly by itself: integers and short decimals, as long as no digit can be lost.

What is computed is a term text like any other computed value; its number is kept beside it for the next step.
"""

from __future__ import annotations

from dataclasses import dataclass

from showgraph.sparql.expressions import Sql, integer
from showgraph.sparql.relation import FULL, Column
from showgraph.store.layout import INTEGER_TYPES
from showgraph.store.terms import XSD, Literal

_MOST_DIGITS = 30


@dataclass(frozen=True)
class Number:
    """SQL for a number with at most ``digits`` digits, ``scale`` of them after the point."""

    sql: str
    digits: int
    scale: int
    whole: bool

    @property
    def cast(self) -> str:
        """The SQL in a type that fits it."""
        return f"CAST({self.sql} AS DECIMAL({max(self.digits, 1)}, {self.scale}))"


def number_of(value: Sql) -> Number | None:
    """Return a value's number when the engine can compute with it: a stored one, a constant, or computed before."""
    if isinstance(value.number, Number):
        return value.number
    if value.form.kind != "value" or not value.is_number or (value.constant is None and not value.variable):
        return None
    whole = value.form.datatype in INTEGER_TYPES
    if isinstance(value.constant, Literal):
        digits, _, fraction = value.constant.lexical.lstrip("+-").partition(".")
        scale = 0 if whole else max(1, len(fraction))
        return Number(value.sql, max(1, len(digits)) + scale, scale, whole)
    return Number(value.sql, 19 if whole else 18, 0 if whole else 6, whole)


def compute(operator: str, left: Number, right: Number) -> Sql | None:
    """Return a sum, difference or product; None when its digits could be too many."""
    scale = left.scale + right.scale if operator == "*" else max(left.scale, right.scale)
    digits = left.digits + right.digits
    if operator != "*":
        digits = max(left.digits - left.scale, right.digits - right.scale) + scale + 1
    if left.whole and right.whole:
        if digits > 38:
            return None
        sql = f"(CAST({left.sql} AS HUGEINT) {operator} CAST({right.sql} AS HUGEINT))"
        return _keep(integer(sql), Number(sql, digits, 0, True))
    if digits > _MOST_DIGITS:
        return None
    return _decimal(Number(f"({left.cast} {operator} {right.cast})", digits, scale, False))


def round_quotient(function: str, left: Number, right: Number) -> Sql | None:
    """Return FLOOR, CEIL or ROUND of a quotient of integers, which needs no fraction."""
    if not (left.whole and right.whole) or left.digits + right.digits > 36:
        return None
    a, b = f"CAST({left.sql} AS HUGEINT)", f"nullif(CAST({right.sql} AS HUGEINT), 0)"
    if function == "CEIL":
        return _decimal(Number(f"(-{_floor(f'(-{a})', b)})", left.digits, 0, False))
    if function == "ROUND":
        return _decimal(
            Number(_floor(f"(2 * {a} * sign({b}) + abs({b}))", f"(2 * abs({b}))"), left.digits + 1, 0, False)
        )
    return _decimal(Number(_floor(a, b), left.digits, 0, False))


def _floor(a: str, b: str) -> str:
    return f"(({a} - (({a} % {b}) + {b}) % {b}) // {b})"


def _decimal(number: Number) -> Sql:
    text = f"CAST({number.cast if number.scale else number.sql} AS VARCHAR)"
    if number.scale:
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return _keep(Sql(Column(f"('^{XSD}decimal ' || {text})", FULL, maybe=True)), number)


def _keep(value: Sql, number: Number) -> Sql:
    return Sql(value.column, number=number)
