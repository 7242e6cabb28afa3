"""Reading group graph patterns, straight into the algebra (section 18.2.2)."""

from __future__ import annotations

from showgraph.errors import RefusalError
from showgraph.sparql.algebra import (
    Aggregate,
    Alternative,
    Basic,
    Call,
    Expression,
    Extend,
    Filter,
    InGraph,
    Inverse,
    Join,
    LeftJoin,
    Minus,
    NotOneOf,
    Parameter,
    Path,
    Pattern,
    PatternTerm,
    Repeat,
    Sequence,
    Triple,
    Union,
    Values,
    Var,
    in_scope,
)
from showgraph.sparql.algebra import Constant as ConstantTerm
from showgraph.sparql.read_expressions import ExpressionReader, walk
from showgraph.sparql.read_terms import NIL, RDF_TYPE
from showgraph.sparql.tokens import syntax_error
from showgraph.store.terms import IRI, RDF

UNIT = Basic()


class PatternReader(ExpressionReader):
    """Reads patterns; sub-queries are read by the class below this one."""

    def __init__(self, text: str, parameters: dict[str, str]) -> None:
        super().__init__(text, parameters)
        self.patterns_read: list[Triple] = []

    def read_subselect(self) -> Pattern:
        """Read a SELECT inside braces."""
        raise NotImplementedError

    def read_group(self) -> Pattern:
        """Read a pattern in braces, its filters last."""
        pattern, filters = self._read_group_parts()
        for condition in filters:
            pattern = Filter(pattern, condition)
        return pattern

    def _read_group_parts(self) -> tuple[Pattern, list[Expression]]:
        """Read a pattern in braces, its own filters apart: those of an OPTIONAL see the left side too."""
        self.expect("{")
        if self.at("SELECT"):
            selected = self.read_subselect()
            self.expect("}")
            return selected, []
        pattern: Pattern = UNIT
        filters: list[Expression] = []
        triples: list[Triple] = []
        self.new_block()
        while not self.take("}"):
            if self.take("FILTER"):
                filters.append(self.read_filter())
            elif self.at("OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "{"):
                pattern, triples = join(pattern, Basic(tuple(triples))), []
                pattern = self._read_element(pattern)
                self.new_block()
            else:
                triples += self.read_triples(paths=True)
                if not self.at("}", "FILTER", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "{"):
                    self.expect(".")
                continue
            self.take(".")
        pattern = join(pattern, Basic(tuple(triples)))
        return pattern, filters

    def read_filter(self) -> Expression:
        """Read a condition, in which aggregates have no place."""
        start = self.token
        condition = self.read_constraint()
        self.refuse_aggregates(condition, start.start)
        return condition

    def refuse_aggregates(self, expression: Expression, start: int) -> None:
        """Fail when an expression outside a projection, HAVING or ORDER BY has an aggregate."""
        if any(isinstance(part, Aggregate) for part in walk(expression)):
            raise syntax_error(self.text, start, "an aggregate can't stand here")

    def _read_element(self, before: Pattern) -> Pattern:
        keyword = self.take("OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES")
        if keyword == "OPTIONAL":
            pattern, filters = self._read_group_parts()
            condition = filters[0] if filters else None
            for further in filters[1:]:
                condition = Call("&&", (condition, further)) if condition is not None else further
            return LeftJoin(before, pattern, condition)
        if keyword == "MINUS":
            return Minus(before, self.read_group())
        if keyword == "GRAPH":
            graph = self.read_var() if self.at_var() else self.read_iri()
            return join(before, InGraph(graph, self.read_group()))
        if keyword == "SERVICE":
            raise RefusalError("SERVICE is refused: a query never leaves this graph; ask the other endpoint yourself")
        if keyword == "BIND":
            return self._read_bind(before)
        if keyword == "VALUES":
            return join(before, self.read_values())
        pattern = self.read_group()
        while self.take("UNION"):
            pattern = Union(pattern, self.read_group())
        return join(before, pattern)

    def _read_bind(self, before: Pattern) -> Pattern:
        self.expect("(")
        start = self.token
        expression = self.read_expression()
        self.refuse_aggregates(expression, start.start)
        self.expect("AS")
        token = self.token
        var = self.read_new_var()
        self.expect(")")
        if var.name in in_scope(before):
            self.fail(f"?{var.name} has a value already; BIND needs a new variable", token)
        return Extend(before, var, expression)

    def read_values(self) -> Values:
        """Read the variables and rows after VALUES."""
        variables: list[Var] = []
        rows: list[tuple[ConstantTerm | None, ...]] = []
        if self.at_var():
            variables.append(self.read_new_var())
            self.expect("{")
            while not self.take("}"):
                rows.append((self._read_value(),))
            return Values(tuple(variables), tuple(rows))
        self.expect("(")
        while not self.take(")"):
            variables.append(self.read_new_var())
        self.expect("{")
        while not self.take("}"):
            start = self.token
            self.expect("(")
            row: list[ConstantTerm | None] = []
            while not self.take(")"):
                row.append(self._read_value())
            if len(row) != len(variables):
                self.fail(f"{len(row)} values for {len(variables)} variables", start)
            rows.append(tuple(row))
        return Values(tuple(variables), tuple(rows))

    def _read_value(self) -> ConstantTerm | None:
        return None if self.take("UNDEF") else self.read_constant()

    def read_triples(self, *, paths: bool) -> list[Triple]:
        """Read one subject with all its predicates and objects."""
        triples: list[Triple] = []
        subject_first = self.at_term()
        subject = self._read_node(triples, paths)
        if subject_first or not self.at(".", "}", "FILTER", "OPTIONAL", "MINUS", "GRAPH", "BIND", "VALUES", "{"):
            self._read_properties(subject, triples, paths)
        return triples

    def _read_properties(self, subject: PatternTerm, triples: list[Triple], paths: bool) -> None:
        while True:
            predicate = self._read_verb(paths)
            while True:
                found: list[Triple] = []
                node = self._read_node(found, paths)
                triples.append(Triple(subject, predicate, node))
                self.patterns_read.append(triples[-1])
                triples += found
                if not self.take(","):
                    break
            if not self.take(";"):
                return
            while self.take(";"):
                pass
            if not (self.at_var() or self.at_iri() or self._at_a() or self.at("^", "!", "(")):
                return

    def _read_node(self, triples: list[Triple], paths: bool) -> PatternTerm:
        """Read a term, a collection or a blank node with properties, whose triples are added to the list."""
        if self.at_term():
            return self.read_open_term() if paths else self.read_term()
        if self.at("[", "(") and not self.bnodes_allowed:
            self.fail("a blank node can't stand here")
        if self.take("["):
            node = self.fresh("b")
            self._read_properties(node, triples, paths)
            self.expect("]")
            return node
        if self.take("("):
            return self._read_collection(triples, paths)
        return self.fail("expected a variable or a term")

    def _read_collection(self, triples: list[Triple], paths: bool) -> PatternTerm:
        first = cell = self.fresh("b")
        while True:
            found: list[Triple] = []
            triples.append(Triple(cell, IRI(RDF + "first"), self._read_node(found, paths)))
            triples += found
            if self.take(")"):
                triples.append(Triple(cell, IRI(RDF + "rest"), NIL))
                return first
            following = self.fresh("b")
            triples.append(Triple(cell, IRI(RDF + "rest"), following))
            cell = following

    def _at_a(self) -> bool:
        return self.token.kind == "word" and self.token.text == "a"

    def _read_verb(self, paths: bool) -> PatternTerm | Path:
        if self.at_var():
            return self.read_var()
        if paths:
            return self._read_alternatives()
        return self._read_predicate()

    def _read_predicate(self) -> IRI:
        if self._at_a():
            self.place += 1
            return RDF_TYPE
        return self.read_iri()

    def _read_alternatives(self) -> Path:
        path = self._read_sequence()
        while self.take("|"):
            path = Alternative(path, self._read_sequence())
        return path

    def _read_sequence(self) -> Path:
        path = self._read_step()
        while self.take("/"):
            path = Sequence(path, self._read_step())
        return path

    def _read_step(self) -> Path:
        if self.take("^"):
            return Inverse(self._read_repeated())
        return self._read_repeated()

    def _read_repeated(self) -> Path:
        path = self._read_path_primary()
        if mark := self.take("?", "*", "+"):
            return Repeat(path, zero=mark != "+", many=mark != "?")
        return path

    def _read_path_primary(self) -> Path:
        if self.take("("):
            path = self._read_alternatives()
            self.expect(")")
            return path
        if not self.take("!"):
            return self._read_predicate()
        forward: list[IRI] = []
        backward: list[IRI] = []
        if self.take("("):
            if not self.take(")"):
                self._read_excluded(forward, backward)
                while self.take("|"):
                    self._read_excluded(forward, backward)
                self.expect(")")
        else:
            self._read_excluded(forward, backward)
        return NotOneOf(tuple(forward), tuple(backward))

    def _read_excluded(self, forward: list[IRI], backward: list[IRI]) -> None:
        (backward if self.take("^") else forward).append(self._read_predicate())

    def read_subject_term(self) -> Var | Parameter | IRI:
        """Read a variable or an IRI."""
        return self.read_var() if self.at_var() else self.read_iri()


def join(left: Pattern, right: Pattern) -> Pattern:
    """Return both patterns, without the empty ones."""
    if left == UNIT:
        return right
    return left if right == UNIT else Join(left, right)
