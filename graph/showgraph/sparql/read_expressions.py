"""Reading SPARQL expressions by their precedence."""

from __future__ import annotations

from showgraph.sparql.algebra import Aggregate, Call, Exists, Expression, Pattern, Var
from showgraph.sparql.read_terms import TermReader
from showgraph.store.terms import XSD

# name: fewest and most operands
BUILTINS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        (
            *("STR", "LANG", "DATATYPE", "IRI", "URI", "ABS", "CEIL", "FLOOR", "ROUND", "STRLEN", "UCASE", "LCASE"),
            *("ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "MD5", "SHA1"),
            *("SHA256", "SHA384", "SHA512", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC"),
        ),
        (1, 1),
    ),
    **dict.fromkeys(
        ("LANGMATCHES", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "STRLANG", "STRDT", "SAMETERM"),
        (2, 2),
    ),
    **dict.fromkeys(("RAND", "NOW", "UUID", "STRUUID"), (0, 0)),
    "BNODE": (0, 1),
    "IF": (3, 3),
    "SUBSTR": (2, 3),
    "REGEX": (2, 3),
    "REPLACE": (3, 4),
    "CONCAT": (0, 1000),
    "COALESCE": (0, 1000),
}
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
CASTS = frozenset(XSD + name for name in ("boolean", "double", "float", "decimal", "integer", "dateTime", "string"))
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
_SAME = {"URI": "IRI", "ISURI": "ISIRI"}


class ExpressionReader(TermReader):
    """Reads expressions; patterns inside EXISTS are read by the class below this one."""

    def read_group(self) -> Pattern:
        """Read a pattern in braces."""
        raise NotImplementedError

    def read_expression(self) -> Expression:
        """Read an expression of any precedence."""
        left = self._read_and()
        while self.take("||"):
            left = Call("||", (left, self._read_and()))
        return left

    def _read_and(self) -> Expression:
        left = self._read_comparison()
        while self.take("&&"):
            left = Call("&&", (left, self._read_comparison()))
        return left

    def _read_comparison(self) -> Expression:
        left = self._read_sum()
        if operator := self.take(*_COMPARISONS):
            return Call(operator, (left, self._read_sum()))
        if self.take("IN"):
            return Call("IN", (left, *self._read_list()))
        if self.at("NOT"):
            self.place += 1
            self.expect("IN")
            return Call("NOT IN", (left, *self._read_list()))
        return left

    def _read_list(self) -> tuple[Expression, ...]:
        self.expect("(")
        found: list[Expression] = []
        if not self.take(")"):
            found.append(self.read_expression())
            while self.take(","):
                found.append(self.read_expression())
            self.expect(")")
        return tuple(found)

    def _read_sum(self) -> Expression:
        left = self._read_product()
        while operator := self.take("+", "-"):
            left = Call(operator, (left, self._read_product()))
        return left

    def _read_product(self) -> Expression:
        left = self._read_unary()
        while operator := self.take("*", "/"):
            left = Call(operator, (left, self._read_unary()))
        return left

    def _read_unary(self) -> Expression:
        if self.take("!"):
            return Call("!", (self._read_unary(),))
        if self.at("+", "-") and self.at_literal():
            return self.read_literal()
        if operator := self.take("+", "-"):
            return Call(f"{operator}1", (self._read_unary(),))
        return self.read_primary()

    def read_primary(self) -> Expression:
        """Read brackets, a call, a term or a variable."""
        if self.at("("):
            return self.read_bracketed()
        if self.at_var():
            return self.read_var()
        if self.at_iri():
            iri = self.read_iri()
            return self._read_function(iri.value) if self.at("(") else iri
        if self.at_literal():
            return self.read_literal()
        return self.read_builtin()

    def read_bracketed(self) -> Expression:
        """Read an expression in parentheses."""
        self.expect("(")
        inner = self.read_expression()
        self.expect(")")
        return inner

    def read_constraint(self) -> Expression:
        """Read what may follow FILTER, HAVING or stand in ORDER BY and GROUP BY: brackets or a call."""
        if self.at("("):
            return self.read_bracketed()
        if self.at_iri():
            iri = self.read_iri()
            if not self.at("("):
                self.fail("expected the operands of a function")
            return self._read_function(iri.value)
        return self.read_builtin()

    def _read_function(self, iri: str) -> Expression:
        start = self.token
        if self.tokens[self.place + 1].text.upper() == "DISTINCT":
            self.fail("DISTINCT is for aggregates", self.tokens[self.place + 1])
        args = self._read_list()
        if iri in CASTS:
            if len(args) != 1:
                self.fail("a cast takes one operand", start)
            return Call("CAST", args, iri)
        return Call("FUNCTION", args, iri)

    def read_builtin(self) -> Expression:
        """Read a built-in function, an aggregate or EXISTS."""
        token = self.token
        if token.kind != "word":
            self.fail("expected an expression")
        name = token.text.upper()
        if self.take("NOT"):
            self.expect("EXISTS")
            return Exists(self.read_group(), wanted=False)
        if self.take("EXISTS"):
            return Exists(self.read_group())
        if name in AGGREGATES:
            self.place += 1
            return self._read_aggregate(name)
        if name == "BOUND":
            self.place += 1
            self.expect("(")
            var = self.read_var()
            self.expect(")")
            return Call("BOUND", (var,))
        if name not in BUILTINS:
            self.fail(f"{token.text} is no function of SPARQL")
        self.place += 1
        args = self._read_list()
        fewest, most = BUILTINS[name]
        if not fewest <= len(args) <= most:
            self.fail(f"{name} takes {fewest if fewest == most else f'{fewest} to {most}'} operands", token)
        return Call(_SAME.get(name, name), args)

    def _read_aggregate(self, name: str) -> Expression:
        start = self.token
        self.expect("(")
        distinct = bool(self.take("DISTINCT"))
        arg: Expression | None = None
        if name != "COUNT" or not self.take("*"):
            arg = self.read_expression()
        separator = " "
        if name == "GROUP_CONCAT" and self.take(";"):
            self.expect("SEPARATOR")
            self.expect("=")
            separator = self.read_string()
        self.expect(")")
        if arg is not None and any(isinstance(part, Aggregate) for part in walk(arg)):
            self.fail("an aggregate can't stand inside another", start)
        return Aggregate(name, arg, distinct, separator)


def walk(expression: Expression) -> list[Expression]:
    """Return an expression and all its parts, without those of patterns inside EXISTS."""
    found = [expression]
    match expression:
        case Call(_, args):
            for arg in args:
                found += walk(arg)
        case Aggregate(_, arg) if arg is not None:
            found += walk(arg)
    return found


def variables_of(expression: Expression) -> list[str]:
    """Return the names of the variables an expression reads outside of aggregates."""
    match expression:
        case Var(name):
            return [name]
        case Call(_, args):
            return [name for arg in args for name in variables_of(arg)]
    return []
