"""What a question means, before it becomes SPARQL: a tree of typed, frozen parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from showgraph.model import Property

Form = Literal["list", "count", "yes-no", "value", "path"]


@dataclass(frozen=True)
class Named:
    """One thing of the graph, found by a name; ``note`` says how where it wasn't the very name."""

    iri: str
    label: str
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Edge:
    """A relation: one of ``props`` leads from the thing to ``target``, or back where ``inverse``.

    ``said`` is how the relation is told back where ``words`` and the target's name wouldn't read well.
    """

    props: tuple[Property, ...]
    target: Noun | Named
    words: str
    inverse: bool = False
    negated: bool = False
    said: str = ""


@dataclass(frozen=True)
class GenreIs:
    """The genre is this one or a narrower one."""

    genre: Named
    negated: bool = False


@dataclass(frozen=True)
class Between:
    """A number or year lies between two values, each included; None leaves a side open."""

    prop: Property
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class Coded:
    """A country, language or keyword has this value."""

    prop: Property
    value: str
    words: str
    negated: bool = False


@dataclass(frozen=True)
class WorkedWith:
    """The person has a credit in a work of another person."""

    other: Named


@dataclass(frozen=True)
class Is:
    """The thing is this very one."""

    thing: Named


@dataclass(frozen=True)
class PlaysIn:
    """The person has an acting credit, maybe in a certain work, as this character."""

    character: str
    work: Named | None = None


Constraint = Edge | GenreIs | Between | Coded | WorkedWith | Is | PlaysIn


@dataclass(frozen=True)
class Noun:
    """Things of some kinds for which all constraints hold; ``word`` is how the question called them."""

    kinds: tuple[str, ...]
    word: str
    constraints: tuple[Constraint, ...] = ()

    def where(self, *more: Constraint) -> Noun:
        """Return the same with further constraints."""
        return replace(self, constraints=self.constraints + more)


@dataclass(frozen=True)
class Order:
    """The order of a list, and how many of it; ``ties`` keeps all that share the last place."""

    prop: Property
    descending: bool
    limit: int | None
    words: str
    ties: bool = False


@dataclass(frozen=True)
class Question:
    """A whole question. ``value`` is the property asked for where the form is ``value``."""

    form: Form
    noun: Noun
    order: Order | None = None
    value: Property | None = None
    other: Named | None = None
    notes: tuple[str, ...] = ()
