"""Arithmetic that the engine does exactly by itself: integers and short decimals, as long as no digit can be lost.

A decimal of few digits stays a number; a longer one is a term text like any other computed value, with its number kept
beside it for the next step.
"""

from __future__ import annotations

from dataclasses import dataclass

from showgraph.sparql.expressions import Sql, integer
from showgraph.sparql.relation import FULL, Column, Form
from showgraph.store.layout import INTEGER_TYPES
from showgraph.store.terms import XSD, Literal

_MOST_DIGITS = 30
# Two numbers of so many digits each, wherever their points are, have a type that holds both.
_COMPARABLE = 18


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
    if not value.is_number or (value.constant is None and not value.variable):
        return None
    whole = value.form.datatype in INTEGER_TYPES
    if isinstance(value.constant, Literal):
        digits, _, fraction = value.constant.lexical.lstrip("+-").partition(".")
        scale = 0 if whole else max(1, len(fraction))
        return Number(value.sql, max(1, len(digits)) + scale, scale, whole)
    if value.form.kind == "number":
        return Number(value.sql, value.column.digits, value.form.scale, False) if value.column.digits else None
    return Number(value.sql, value.column.digits or (19 if whole else 18), 0 if whole else 6, whole)


def compute(operator: str, left: Number, right: Number) -> Sql | None:
    """Return a sum, difference or product; None when its digits could be too many."""
    scale = left.scale + right.scale if operator == "*" else max(left.scale, right.scale)
    digits = left.digits + right.digits
    if operator != "*":
        digits = max(left.digits - left.scale, right.digits - right.scale) + scale + 1
    if left.whole and right.whole:
        if digits > 38:
            return None
        kind = _integer_type(digits)
        sql = f"(CAST({left.sql} AS {kind}) {operator} CAST({right.sql} AS {kind}))"
        return _keep(integer(sql), Number(sql, digits, 0, True))
    if digits > _MOST_DIGITS:
        return None
    return _decimal(Number(f"({left.cast} {operator} {right.cast})", digits, scale, False))


def round_quotient(function: str, left: Number, right: Number) -> Sql | None:
    """Return FLOOR, CEIL or ROUND of a quotient of integers, which needs no fraction."""
    if not (left.whole and right.whole) or left.digits + right.digits > 36:
        return None
    kind = _integer_type(max(left.digits, right.digits) + 2)
    a, b = f"CAST({left.sql} AS {kind})", f"CAST({right.sql} AS {kind})"
    if not right.sql.strip("(-)").isdigit() or not int(right.sql.strip("(-)")):
        b = f"nullif({b}, 0)"
    if function == "CEIL":
        return _decimal(Number(f"(-{_floor(f'(-{a})', b)})", left.digits, 0, False))
    if function == "ROUND":
        return _decimal(
            Number(_floor(f"(2 * {a} * sign({b}) + abs({b}))", f"(2 * abs({b}))"), left.digits + 1, 0, False)
        )
    return _decimal(Number(_floor(a, b), left.digits, 0, False))


def _integer_type(digits: int) -> str:
    return "BIGINT" if digits <= 18 else "HUGEINT"


def _floor(a: str, b: str) -> str:
    return f"(({a} - (({a} % {b}) + {b}) % {b}) // {b})"


def _decimal(number: Number) -> Sql:
    if number.digits <= _COMPARABLE:
        sql = number.cast if number.scale else number.sql
        form = Form("number", f"{XSD}decimal", number.scale)
        return _keep(Sql(Column(sql, form, maybe=True, digits=number.digits)), number)
    text = f"CAST({number.cast if number.scale else number.sql} AS VARCHAR)"
    if number.scale:
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return _keep(Sql(Column(f"('^{XSD}decimal ' || {text})", FULL, maybe=True)), number)


def _keep(value: Sql, number: Number) -> Sql:
    return Sql(value.column, number=number)
