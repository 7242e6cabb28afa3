"""The SPARQL algebra as frozen records: what the parser makes and the compiler reads.

It follows section 18.2 of the SPARQL 1.1 Query Language. Blank nodes of a query are variables whose names can't be
written in one (``HIDDEN``); paths stay whole until they are compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from showgraph.store.terms import IRI, Literal

HIDDEN = "\0"


@dataclass(frozen=True)
class Var:
    """A variable; its name has no question mark."""

    name: str


@dataclass(frozen=True)
class Parameter:
    """A variable that has a value before the query starts; ``kind`` is ``iri``, ``literal`` or ``term``."""

    name: str
    kind: str = "term"


Constant = IRI | Literal
PatternTerm = Var | Parameter | Constant


# Expressions


@dataclass(frozen=True)
class Call:
    """An operator or a function: ``=``, ``&&``, ``STRLEN``, ``CAST <datatype>``; operands in order."""

    name: str
    args: tuple[Expression, ...] = ()
    iri: str = ""


@dataclass(frozen=True)
class Exists:
    """Whether a pattern has a solution that agrees with the current one."""

    pattern: Pattern
    wanted: bool = True


@dataclass(frozen=True)
class Aggregate:
    """A function of a whole group; without ``arg`` it is ``COUNT(*)``."""

    name: str
    arg: Expression | None
    distinct: bool = False
    separator: str = " "


Expression = Var | Parameter | Constant | Call | Exists | Aggregate


# Paths


@dataclass(frozen=True)
class Inverse:
    """``^path``."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """``left/right``."""

    left: Path
    right: Path


@dataclass(frozen=True)
class Alternative:
    """``left|right``."""

    left: Path
    right: Path


@dataclass(frozen=True)
class Repeat:
    """``path?`` (at most one), ``path*`` (any number) or ``path+`` (one or more); always a set."""

    path: Path
    zero: bool
    many: bool


@dataclass(frozen=True)
class NotOneOf:
    """``!(a|^b)``: one step over any other predicate."""

    forward: tuple[IRI, ...]
    backward: tuple[IRI, ...]


Path = IRI | Inverse | Sequence | Alternative | Repeat | NotOneOf


# Patterns


@dataclass(frozen=True)
class Triple:
    """A triple pattern; ``p`` may be a path of more than one predicate."""

    s: PatternTerm
    p: PatternTerm | Path
    o: PatternTerm


@dataclass(frozen=True)
class Basic:
    """Triple patterns that all match; the empty one has a single empty solution.

    ``sought`` names variables whose values a filter pins, so that they are better looked up than read through.
    """

    triples: tuple[Triple, ...] = ()
    sought: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Join:
    """Both patterns."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True)
class LeftJoin:
    """``OPTIONAL``: the right pattern where it fits and the condition holds."""

    left: Pattern
    right: Pattern
    condition: Expression | None = None


@dataclass(frozen=True)
class Filter:
    """The solutions for which a condition is true."""

    pattern: Pattern
    condition: Expression


@dataclass(frozen=True)
class Union:
    """The solutions of both patterns, one after the other."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True)
class Minus:
    """The left solutions that no right one agrees with in a variable they share."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True)
class InGraph:
    """A pattern in one named graph, or in each."""

    graph: PatternTerm
    pattern: Pattern


@dataclass(frozen=True)
class Extend:
    """A new variable with the value of an expression, unbound where that is an error."""

    pattern: Pattern
    var: Var
    expression: Expression


@dataclass(frozen=True)
class Values:
    """Rows given in the query; None is UNDEF."""

    variables: tuple[Var, ...]
    rows: tuple[tuple[Constant | None, ...], ...]


@dataclass(frozen=True)
class Group:
    """Groups by ``keys`` (all one group without keys) and the aggregates of each, under made-up variables."""

    pattern: Pattern
    keys: tuple[Var, ...]
    aggregates: tuple[tuple[Var, Aggregate], ...]


@dataclass(frozen=True)
class OrderBy:
    """An order; each key is an expression and whether it ascends."""

    pattern: Pattern
    keys: tuple[tuple[Expression, bool], ...]


@dataclass(frozen=True)
class Project:
    """The named variables only."""

    pattern: Pattern
    variables: tuple[Var, ...]


@dataclass(frozen=True)
class Distinct:
    """Each solution once."""

    pattern: Pattern


@dataclass(frozen=True)
class Slice:
    """``LIMIT`` and ``OFFSET``."""

    pattern: Pattern
    offset: int = 0
    limit: int | None = None


Pattern = (
    Basic
    | Join
    | LeftJoin
    | Filter
    | Union
    | Minus
    | InGraph
    | Extend
    | Values
    | Group
    | OrderBy
    | Project
    | Distinct
    | Slice
)


@dataclass(frozen=True)
class Query:
    """A whole query. ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE.

    ``default_graphs`` and ``named_graphs`` come from FROM and FROM NAMED; None means the graph directory's own dataset.
    ``described`` are the terms of DESCRIBE, ``template`` the triples of CONSTRUCT.
    """

    form: str
    pattern: Pattern
    variables: tuple[Var, ...] = ()
    template: tuple[Triple, ...] = ()
    described: tuple[PatternTerm, ...] = ()
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str = ""
    parameters: tuple[Parameter, ...] = field(default=())


def in_scope(pattern: Pattern) -> dict[str, None]:
    """Return the variables a pattern may bind (section 18.2.1), in the order they appear; an ordered set."""
    match pattern:
        case Basic(triples):
            terms = [term for triple in triples for term in (triple.s, triple.p, triple.o)]
            return {term.name: None for term in terms if isinstance(term, Var)}
        case Join(left, right) | LeftJoin(left, right, _) | Union(left, right):
            return in_scope(left) | in_scope(right)
        case Minus(left, _):
            return in_scope(left)
        case InGraph(graph, inner):
            return ({graph.name: None} if isinstance(graph, Var) else {}) | in_scope(inner)
        case Extend(inner, var, _):
            return in_scope(inner) | {var.name: None}
        case Values(variables, _) | Project(_, variables):
            return {var.name: None for var in variables}
        case Group(_, keys, aggregates):
            return {var.name: None for var in (*keys, *(var for var, _ in aggregates))}
        case Filter(inner, _) | OrderBy(inner, _) | Distinct(inner) | Slice(inner, _, _):
            return in_scope(inner)


def visible(names: dict[str, None]) -> tuple[Var, ...]:
    """Return the variables that a query's author can name."""
    return tuple(Var(name) for name in names if not name.startswith(HIDDEN))
