"""Expressions as SQL: NULL is SPARQL's error, and SQL's AND, OR and NOT are its three-valued logic.

Where the forms of the operands are known, plain SQL does the work; operands of mixed kinds go to the functions of
``showgraph.sparql.functions``, which the engine calls with term texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from showgraph.sparql.algebra import HIDDEN, Aggregate, Call, Exists, Expression, Parameter, Pattern, Var
from showgraph.sparql.context import Context, NotCompiled
from showgraph.sparql.plan import Slot
from showgraph.sparql.relation import BOOLEAN, FULL, INTEGER, STRING, Column, Flat, Form, equality
from showgraph.store.layout import INTEGER_TYPES
from showgraph.store.patterns import full_text
from showgraph.store.terms import IRI, XSD, XSD_STRING, Literal, Term, encode_term

# The hidden column that tells solutions apart where BNODE needs to.
ROW_NUMBER = HIDDEN + "row"
DECIMAL_TYPE = XSD + "decimal"
BOOLEAN_TYPE = XSD + "boolean"
INTEGER_TYPE = XSD + "integer"


@dataclass(frozen=True)
class Sql:
    """The SQL of an expression: a column, and the constant or variable that it is, if it is one.

    ``number`` is a ``showgraph.sparql.numbers.Number`` where the engine has computed one.
    """

    column: Column
    constant: Term | None = None
    variable: str = ""
    number: object = None

    @property
    def form(self) -> Form:
        """How its SQL stands for a term."""
        return self.column.form

    @property
    def sql(self) -> str:
        """The SQL itself; of a text pair, the string."""
        return self.column.sql

    @property
    def is_number(self) -> bool:
        """Whether its SQL is a number that the engine computes with exactly."""
        known = self.form.datatype in INTEGER_TYPES or self.form.datatype == DECIMAL_TYPE
        return self.form.kind == "number" or (self.form.kind == "value" and known)

    @property
    def is_string(self) -> bool:
        """Whether its SQL is a plain string."""
        return self.form == STRING

    @property
    def is_boolean(self) -> bool:
        """Whether its SQL is a boolean."""
        return self.form == BOOLEAN


class Scope:
    """Compiles expressions over one relation; ``outer`` is the scope around an EXISTS."""

    def __init__(
        self, flat: Flat, compile_pattern: Callable[[Context, Pattern, Scope | None], Flat], outer: Scope | None = None
    ) -> None:
        self.flat = flat
        self.context = flat.context
        self.compile_pattern = compile_pattern
        self.outer = outer

    def find(self, name: str) -> Scope | None:
        """Return the innermost scope that has a variable."""
        if name in self.flat.columns:
            return self
        return self.outer.find(name) if self.outer else None

    def compile(self, expression: Expression) -> Sql:
        """Return the SQL of an expression."""
        match expression:
            case Var(name):
                scope = self.find(name)
                if scope is None:
                    return Sql(Column("CAST(NULL AS VARCHAR)", FULL, maybe=True))
                return Sql(scope.flat.columns[name], variable=name)
            case Parameter(name):
                return Sql(Column(self.context.bind(Slot("full", parameter=name)), FULL))
            case IRI() | Literal():
                return self._constant(expression)
            case Exists(pattern, wanted):
                return boolean(self._exists(pattern, wanted))
            case Call("!", (inner,)):
                return boolean(f"(NOT {self.condition(inner)})")
            case Call("||" | "&&" as operator, (left, right)):
                word = "OR" if operator == "||" else "AND"
                return boolean(f"({self.condition(left)} {word} {self.condition(right)})")
            case Call("IN" | "NOT IN" as operator, (needle, *items)):
                return self._membership(operator, needle, items)
            case Call(name, args):
                from showgraph.sparql.builtins import BUILTIN

                if name not in BUILTIN:
                    raise NotCompiled(f"the function {name}")
                return BUILTIN[name](self, expression, [self.compile(arg) for arg in args])
            case Aggregate():
                raise NotCompiled("an aggregate outside of groups")

    def _constant(self, term: IRI | Literal) -> Sql:
        if isinstance(term, Literal) and not term.language:
            if term.datatype == XSD_STRING:
                return Sql(Column(self.context.text(term.lexical), STRING), term)
            if term.datatype in (INTEGER_TYPE, DECIMAL_TYPE) and (number := plain_number(term)):
                return Sql(Column(number, Form("value", term.datatype)), term)
            if term.datatype == BOOLEAN_TYPE and term.lexical in ("true", "false"):
                return Sql(Column(term.lexical, BOOLEAN), term)
        return Sql(Column(self.context.text(encode_term(term)), FULL), term)

    def _exists(self, pattern: Pattern, wanted: bool) -> str:
        inner = self.compile_pattern(self.context, pattern, self)
        if "false" in inner.conditions:
            return "false" if wanted else "true"
        inner.columns = {name: column for name, column in inner.columns.items() if name != ROW_NUMBER}
        for name in list(inner.columns):
            scope = self.find(name)
            if scope is not None:
                condition = equality(scope.flat, inner, name)
                inner.conditions.append(condition)
        return f"{'' if wanted else 'NOT '}EXISTS (SELECT 1{inner.body()})"

    def _membership(self, operator: str, needle: Expression, items: list[Expression]) -> Sql:
        tests = [self.condition(Call("=", (needle, item))) for item in items]
        found = f"({' OR '.join(tests)})" if tests else "false"
        return boolean(found if operator == "IN" else f"(NOT {found})")

    def condition(self, expression: Expression) -> str:
        """Return the SQL of an expression's effective boolean value."""
        return self.truth(self.compile(expression))

    def truth(self, value: Sql) -> str:
        """Return the SQL of a value's effective boolean value."""
        column = value.column
        if value.is_boolean:
            return column.sql
        if value.is_number:
            return f"({column.sql} <> 0)"
        if value.is_string:
            return f"({column.sql} <> '')"
        if column.form.kind == "resource":
            return "CAST(NULL AS BOOLEAN)"
        return self.context.call("truth", self.full(value))

    def full(self, value: Sql) -> str:
        """Return SQL for the term text of a value."""
        if value.constant is not None:
            return self.context.text(encode_term(value.constant))
        if value.variable:
            scope = self.find(value.variable)
            assert scope is not None
            return scope.flat.full(value.variable)
        if value.column.is_id:
            raise AssertionError("only variables hold ids")
        return full_text(value.column.cell)

    def string(self, value: Sql) -> str | None:
        """Return SQL for what STR says of a value; None when that is never defined."""
        column = value.column
        if isinstance(value.constant, Literal):
            return self.context.text(value.constant.lexical)
        if isinstance(value.constant, IRI):
            return self.context.text(value.constant.value)
        if column.form.kind == "text":
            return column.sql
        if value.is_string:
            return column.sql
        text = self.full(value)
        if column.form.kind == "resource":
            if not self.context.store.catalogue.blank_nodes:
                return f"substr({text}, 2)"
            return f"CASE WHEN starts_with({text}, '<') THEN substr({text}, 2) END"
        return (
            f"CASE left({text}, 1) WHEN '^' THEN substr({text}, strpos({text}, ' ') + 1) "
            f"WHEN '@' THEN substr({text}, strpos({text}, ' ') + 1) WHEN '_' THEN NULL ELSE substr({text}, 2) END"
        )

    def text_of_literal(self, value: Sql) -> tuple[str, str] | None:
        """Return SQL for the string and the language of a string literal, both NULL for anything else."""
        column = value.column
        if isinstance(value.constant, Literal):
            if value.constant.language or value.constant.datatype == XSD_STRING:
                return self.context.text(value.constant.lexical), self.context.text(value.constant.language)
            return None
        if column.form.kind == "text":
            return column.sql, column.language
        if value.is_string:
            return column.sql, "''"
        if column.form.kind in ("value", "resource"):
            return None
        text = self.full(value)
        return (
            f"CASE left({text}, 1) WHEN '\"' THEN substr({text}, 2) "
            f"WHEN '@' THEN substr({text}, strpos({text}, ' ') + 1) END",
            f"CASE left({text}, 1) WHEN '\"' THEN '' WHEN '@' THEN substr({text}, 2, strpos({text}, ' ') - 2) END",
        )


def boolean(sql: str) -> Sql:
    """Return a value that is true, false or NULL."""
    return Sql(Column(sql, BOOLEAN, maybe=True))


def string(sql: str) -> Sql:
    """Return a value that is a plain string or NULL."""
    return Sql(Column(sql, STRING, maybe=True))


def integer(sql: str) -> Sql:
    """Return a value that is an integer or NULL."""
    return Sql(Column(sql, INTEGER, maybe=True))


def full(sql: str) -> Sql:
    """Return a value that is a term text or NULL."""
    return Sql(Column(sql, FULL, maybe=True))


def plain_number(term: Literal) -> str:
    """Return a number of a query as SQL, the empty string when the engine would not hold it exactly."""
    lexical = term.lexical
    digits = lexical.lstrip("+-")
    sign = "-" if lexical.startswith("-") else ""
    whole, point, fraction = digits.partition(".")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit() or len(whole + fraction) > 15:
        return ""
    if term.datatype == INTEGER_TYPE:
        return f"({sign}{digits})" if not point else ""
    return f"CAST('{sign}{whole or '0'}.{fraction or '0'}' AS DECIMAL(18, {max(1, len(fraction))}))"
