"""Reading whole queries: prologue, form, dataset, modifiers and the rules about what may be projected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from showgraph.errors import QueryError
from showgraph.sparql.algebra import (
    Aggregate,
    Basic,
    Call,
    Distinct,
    Expression,
    Extend,
    Filter,
    Group,
    OrderBy,
    Parameter,
    Pattern,
    PatternTerm,
    Project,
    Query,
    Slice,
    Triple,
    Var,
    in_scope,
    visible,
)
from showgraph.sparql.read_expressions import AGGREGATES, BUILTINS, variables_of, walk
from showgraph.sparql.read_patterns import PatternReader, join
from showgraph.sparql.tokens import Token

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


def parse_query(text: str, parameters: Mapping[str, str] | None = None) -> Query:
    """Return the algebra of a SPARQL 1.1 query.

    ``parameters`` names variables whose values come later, with their kinds (``iri``, ``literal`` or ``term``).

    Raises:
        QuerySyntaxError: it is no SPARQL query; the error says where.
        QueryError: it is an update, or reaches out with SERVICE.
    """
    return QueryReader(text, dict(parameters or {})).read()


class _Dataset(NamedTuple):
    """What FROM and FROM NAMED chose; None without either."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    def put(self, query: Query) -> Query:
        """Return the query over this dataset."""
        return replace(query, default_graphs=self.default, named_graphs=self.named)


class _Projection:
    """A SELECT clause: its variables, what computes them, and its modifier."""

    def __init__(self) -> None:
        self.star = False
        self.unique = False
        self.items: list[tuple[Var, Expression | None, Token]] = []


class QueryReader(PatternReader):
    """Reads one query."""

    def read(self) -> Query:
        """Read the text to its end."""
        self.read_prologue()
        if self.at(*_UPDATES):
            raise QueryError(f"{self.token.text.upper()} is refused: a graph is read-only; build it again instead")
        form = self.expect("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        query = {
            "SELECT": self._read_select,
            "ASK": self._read_ask,
            "CONSTRUCT": self._read_construct,
            "DESCRIBE": self._read_describe,
        }[form]()
        if self.token.kind != "end":
            self.fail("the query should end here")
        return replace(query, base=self.base, parameters=tuple(self.parameters.values()))

    def _read_select(self) -> Query:
        projection = self._read_projection()
        dataset = self._read_dataset()
        pattern = self._read_body(projection)
        return dataset.put(Query("SELECT", pattern, variables=_projected(pattern)))

    def read_subselect(self) -> Pattern:
        """Read a SELECT inside braces."""
        self.expect("SELECT")
        projection = self._read_projection()
        return self._read_body(projection)

    def _read_body(self, projection: _Projection) -> Pattern:
        self.take("WHERE")
        return self._read_modifiers(self.read_group(), projection)

    def _read_ask(self) -> Query:
        dataset = self._read_dataset()
        self.take("WHERE")
        return dataset.put(Query("ASK", self._read_modifiers(self.read_group(), None)))

    def _read_construct(self) -> Query:
        if self.at("{"):
            template = self._read_template()
            dataset = self._read_dataset()
            self.take("WHERE")
            where = self.read_group()
        else:
            dataset = self._read_dataset()
            self.expect("WHERE")
            template = self._read_template()
            where = Basic(template)
        pattern = self._read_modifiers(where, None)
        return dataset.put(Query("CONSTRUCT", pattern, template=template))

    def _read_template(self) -> tuple[Triple, ...]:
        self.expect("{")
        self.new_block()
        triples: list[Triple] = []
        while not self.take("}"):
            triples += self.read_triples(paths=False)
            if not self.at("}"):
                self.expect(".")
        self.new_block()
        self._bnode_blocks.clear()
        return tuple(triples)

    def _read_describe(self) -> Query:
        described: list[PatternTerm] = []
        star = bool(self.take("*"))
        while not star and (self.at_var() or self.at_iri()):
            described.append(self.read_subject_term())
        if not star and not described:
            self.fail("expected what to describe")
        dataset = self._read_dataset()
        pattern: Pattern = Basic()
        if self.take("WHERE") or self.at("{"):
            pattern = self.read_group()
        pattern = self._read_modifiers(pattern, None)
        terms: tuple[PatternTerm, ...] = visible(in_scope(pattern)) if star else tuple(described)
        return dataset.put(Query("DESCRIBE", pattern, described=terms))

    def _read_dataset(self) -> _Dataset:
        default: list[str] = []
        named: list[str] = []
        while self.take("FROM"):
            (named if self.take("NAMED") else default).append(self.read_iri().value)
        given = bool(default or named)
        return _Dataset(tuple(default), tuple(named)) if given else _Dataset()

    def _read_projection(self) -> _Projection:
        projection = _Projection()
        projection.unique = bool(self.take("DISTINCT", "REDUCED"))
        if self.take("*"):
            projection.star = True
            return projection
        names: set[str] = set()
        while self.at_var() or self.at("("):
            token = self.token
            if self.take("("):
                expression: Expression | None = self.read_expression()
                self.expect("AS")
                token = self.token
                var = self.read_new_var()
                self.expect(")")
                if var.name in names:
                    self.fail(f"?{var.name} is selected twice", token)
            else:
                found = self.read_var()
                var = Var(found.name)
                expression = found if isinstance(found, Parameter) else None
            names.add(var.name)
            projection.items.append((var, expression, token))
        if not projection.items:
            self.fail("expected what to select")
        return projection

    def _read_modifiers(self, pattern: Pattern, projection: _Projection | None) -> Pattern:
        """Read GROUP BY to VALUES, and wrap the pattern in the order of section 18.2.4."""
        scope = in_scope(pattern)
        keys = self._read_group_by(scope)
        having: list[Expression] = []
        if self.take("HAVING"):
            having.append(self.read_constraint())
            while self.at("(", "NOT", "EXISTS") or self.at_iri() or self._at_function():
                having.append(self.read_constraint())
        order = self._read_order_by()
        limit, offset = self._read_slice()
        values = self.read_values() if self.take("VALUES") else None

        items = projection.items if projection else []
        expressions = [expression for _, expression, _ in items if expression is not None]
        grouped = keys is not None or any(
            isinstance(part, Aggregate)
            for item in (*expressions, *having, *(key for key, _ in order))
            for part in walk(item)
        )
        if grouped:
            if projection is not None and projection.star:
                self.fail("SELECT * can't be grouped")
            pattern, replaced = self._group(pattern, keys or [], items, having, order)
            expressions, having, order = replaced
            for condition in having:
                pattern = Filter(pattern, condition)
        elif having:
            self.fail("HAVING needs groups")
        if values is not None:
            pattern = join(pattern, values)
        computed = iter(expressions)
        for var, expression, token in items:
            if expression is not None:
                if var.name in scope and not isinstance(expression, Parameter):
                    self.fail(f"?{var.name} has a value already; AS needs a new variable", token)
                pattern = Extend(pattern, var, next(computed))
        if order:
            pattern = OrderBy(pattern, tuple(order))
        if projection is not None:
            variables = (
                visible(in_scope(pattern)) if projection.star else tuple(dict.fromkeys(var for var, _, _ in items))
            )
            pattern = Project(pattern, variables)
            if projection.unique:
                pattern = Distinct(pattern)
        if limit is not None or offset:
            pattern = Slice(pattern, offset, limit)
        return pattern

    def _at_function(self) -> bool:
        name = self.token.text.upper()
        return self.token.kind == "word" and (name in BUILTINS or name in AGGREGATES or name == "BOUND")

    def _read_group_by(self, scope: Mapping[str, None]) -> list[tuple[Var, Expression | None]] | None:
        if not self.take("GROUP"):
            return None
        self.expect("BY")
        keys: list[tuple[Var, Expression | None]] = []
        while True:
            start = self.token
            if self.at_var():
                found = self.read_var()
                keys.append((Var(found.name), found if isinstance(found, Parameter) else None))
            elif self.take("("):
                expression = self.read_expression()
                token = self.tokens[self.place + 1]
                var = self.read_new_var() if self.take("AS") else self.fresh("k")
                self.expect(")")
                if var.name in scope:
                    self.fail(f"?{var.name} has a value already; AS needs a new variable", token)
                keys.append((var, expression))
            elif self.at_iri() or self._at_function():
                keys.append((self.fresh("k"), self.read_constraint()))
            elif keys:
                return keys
            else:
                self.fail("expected what to group by")
            if keys[-1][1] is not None:
                self.refuse_aggregates(keys[-1][1], start.start)

    def _read_order_by(self) -> list[tuple[Expression, bool]]:
        if not self.take("ORDER"):
            return []
        self.expect("BY")
        keys: list[tuple[Expression, bool]] = []
        while True:
            if direction := self.take("ASC", "DESC"):
                keys.append((self.read_bracketed(), direction == "ASC"))
            elif self.at_var():
                keys.append((self.read_var(), True))
            elif self.at("(", "NOT", "EXISTS") or self.at_iri() or self._at_function():
                keys.append((self.read_constraint(), True))
            elif keys:
                return keys
            else:
                self.fail("expected what to order by")

    def _read_slice(self) -> tuple[int | None, int]:
        found: dict[str, int] = {}
        while self.at("LIMIT", "OFFSET"):
            token = self.token
            keyword = self.expect("LIMIT", "OFFSET")
            if keyword in found:
                self.fail(f"{keyword} stands twice", token)
            if self.token.kind != "integer":
                self.fail("expected a whole number")
            found[keyword] = int(self.next().text)
        return found.get("LIMIT"), found.get("OFFSET", 0)

    def _group(
        self,
        pattern: Pattern,
        keys: list[tuple[Var, Expression | None]],
        items: list[tuple[Var, Expression | None, Token]],
        having: list[Expression],
        order: list[tuple[Expression, bool]],
    ) -> tuple[Pattern, tuple[list[Expression], list[Expression], list[tuple[Expression, bool]]]]:
        """Group a pattern, and replace aggregates everywhere else by the variables that hold them."""
        aggregates: dict[Aggregate, Var] = {}
        known = {var.name for var, _ in keys}
        aliases: set[str] = set()

        def lift(expression: Expression) -> Expression:
            match expression:
                case Aggregate():
                    return aggregates.get(expression) or aggregates.setdefault(expression, self.fresh("a"))
                case Call(name, args, iri):
                    return Call(name, tuple(lift(arg) for arg in args), iri)
            return expression

        replaced: list[Expression] = []
        for var, expression, token in items:
            if expression is None:
                if var.name not in known and var.name not in aliases:
                    self.fail(f"?{var.name} is neither grouped by nor inside an aggregate", token)
                continue
            for name in variables_of(expression):
                if name not in known and name not in aliases:
                    self.fail(f"?{name} is neither grouped by nor inside an aggregate", token)
            aliases.add(var.name)
            replaced.append(lift(expression))
        chosen = {var: expression for var, expression, _ in items if expression is not None}
        lifted_having = [lift(_inline(condition, chosen)) for condition in having]
        lifted_order = [(lift(key), ascending) for key, ascending in order]
        for key_var, key_expression in keys:
            if key_expression is not None:
                pattern = Extend(pattern, key_var, key_expression)
        grouped = Group(
            pattern,
            tuple(dict.fromkeys(var for var, _ in keys)),
            tuple((Var(var.name), aggregate) for aggregate, var in aggregates.items()),
        )
        return grouped, (replaced, lifted_having, lifted_order)


def _inline(condition: Expression, chosen: Mapping[Var, Expression]) -> Expression:
    """Let HAVING see the names that SELECT gives: they are computed after it, so their expressions stand in."""
    match condition:
        case Var() if condition in chosen:
            return chosen[condition]
        case Call(name, args, iri):
            return Call(name, tuple(_inline(arg, chosen) for arg in args), iri)
    return condition


def _projected(pattern: Pattern) -> tuple[Var, ...]:
    match pattern:
        case Project(_, variables):
            return variables
        case Slice(inner, _, _) | Distinct(inner):
            return _projected(inner)
    return ()
