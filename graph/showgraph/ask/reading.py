"""What a question means, before it becomes SPARQL: a tree of typed, frozen parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Literal

from showgraph.model import Property, is_a

Form = Literal["list", "count", "yes-no", "value", "role", "event", "path"]


@dataclass(frozen=True)
class Named:
    """One thing of the graph, found by a name; ``note`` says how where it wasn't the very name.

    ``role`` are keys of the properties by which it was called: "the director Bong Joon-ho". ``namesakes`` are others of
    its kind that the name fits as well: what is read of one can be read of each.
    """

    iri: str
    label: str
    kind: str
    note: str = field(default="", compare=False)
    role: tuple[str, ...] = ()
    written: str = field(default="", compare=False)
    about: str = field(default="", compare=False)
    namesakes: tuple[Named, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Back(Named):
    """What a pronoun means: the nearest thing further out in the question that is of its kind."""


def back_to(kind: str) -> Back:
    """Return a pronoun's thing: a ``work`` or a ``person`` told before."""
    return Back("", "that very person" if kind == "person" else "that very work", kind)


@dataclass(frozen=True)
class Edge:
    """A relation: one of ``props`` leads from the thing to ``target``, or back where ``inverse``.

    ``low`` and ``high`` bound the number of targets, ``every`` asks for all of them. ``said`` is how the relation is
    told back where ``words`` and the target's name wouldn't read well.
    """

    props: tuple[Property, ...]
    target: Noun | Named
    words: str = field(compare=False)
    inverse: bool = False
    said: str = field(default="", compare=False)
    every: bool = False
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class KindIs:
    """The thing is of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Has:
    """A property has some value."""

    prop: Property


@dataclass(frozen=True)
class GenreIs:
    """The genre is this one or a narrower one."""

    genre: Named


@dataclass(frozen=True)
class Between:
    """A number or year lies between two values, each included; None leaves a side open."""

    prop: Property
    low: float | None
    high: float | None
    words: str = field(compare=False)


@dataclass(frozen=True)
class Coded:
    """A country, language or keyword has one of these values."""

    prop: Property
    values: tuple[str, ...]
    words: str = field(compare=False)


@dataclass(frozen=True)
class SameValue:
    """A property has a value that it has of another thing too."""

    prop: Property
    thing: Named


@dataclass(frozen=True)
class Compared:
    """A number or date is smaller or larger than another thing's; ``sign`` is ``<`` or ``>``."""

    prop: Property
    thing: Named
    sign: str
    words: str = field(compare=False)


@dataclass(frozen=True)
class WorkedWith:
    """The person has a credit in a work of another person."""

    other: Named | Noun


@dataclass(frozen=True)
class Is:
    """The thing is this very one."""

    thing: Named


@dataclass(frozen=True)
class IsNot:
    """The thing is another than this one."""

    thing: Named


@dataclass(frozen=True)
class Apart:
    """The thing is none of those that the rest of the question names: "other", "else"."""


@dataclass(frozen=True)
class Plays:
    """The person has an acting credit, maybe in a certain work, as this character."""

    character: str
    work: Named | None = None


@dataclass(frozen=True)
class Part:
    """The person has a main, support, guest or cameo part in a work; ``inverse``: the work has the person in one."""

    part: str
    other: Named | Noun
    inverse: bool = False


@dataclass(frozen=True)
class Not:
    """Something does not hold, as far as the graph knows."""

    what: Constraint


@dataclass(frozen=True)
class Either:
    """At least one of several holds."""

    options: tuple[Constraint, ...]


@dataclass(frozen=True)
class Both:
    """All of several hold."""

    parts: tuple[Constraint, ...]


Constraint = (
    Edge | Has | KindIs | GenreIs | Between | Coded | SameValue | Compared | WorkedWith | Is | IsNot | Apart | Plays | Part | Not | Either
    | Both
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What things are put in order by: a number of their own, or how many an edge leads to; and how many are meant.

    All that share the last place are meant.
    """

    by: Property | Edge
    descending: bool
    limit: int | None
    words: str = field(compare=False)


@dataclass(frozen=True)
class Noun:
    """Things of some kinds for which all constraints hold; ``word`` is how the question called them."""

    kinds: tuple[str, ...]
    word: str = field(compare=False)
    constraints: tuple[Constraint, ...] = ()
    order: Order | None = None

    def where(self, *more: Constraint) -> Noun:
        """Return the same with further constraints."""
        return replace(self, constraints=self.constraints + tuple(c for c in more if c not in self.constraints))


@dataclass(frozen=True)
class Question:
    """A whole question. ``value`` is the property asked for where the form is ``value``, ``other`` a second thing.

    ``detail`` is the language of the names asked for, or the kind of event. ``low`` is how many there must be for yes.
    """

    form: Form
    noun: Noun
    value: Property | None = None
    other: Named | None = None
    detail: str = ""
    low: int | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)


def set_apart(question: Question) -> Question:
    """Return a question that says of what is "other" which things it is not."""
    named = list({thing.iri: thing for thing in named_in(question.noun)}.values())

    def noun(part: Noun) -> Noun:
        said: list[Constraint] = []
        for constraint in part.constraints:
            if isinstance(constraint, Apart):
                others = [t for t in named if any(is_a(t.kind, k) or is_a(k, t.kind) for k in part.kinds)]
                said += [IsNot(thing) for thing in others if Is(thing) not in part.constraints]
            else:
                said.append(inside(constraint))
                said += [IsNot(thing) for thing in _company(constraint)]
        order = part.order
        if order is not None and isinstance(order.by, Edge):
            order = replace(order, by=edge(order.by))
        return replace(part, constraints=tuple(dict.fromkeys(said)), order=order)

    def edge(part: Edge) -> Edge:
        return replace(part, target=noun(part.target)) if isinstance(part.target, Noun) else part

    def inside(part: Constraint) -> Constraint:
        match part:
            case Edge():
                return edge(part)
            case WorkedWith(other=Noun() as other) | Part(other=Noun() as other):
                return replace(part, other=noun(other))
            case Not(what=what):
                return Not(inside(what))
            case Either(options=options):
                return Either(tuple(inside(option) for option in options))
            case Both(parts=parts):
                return Both(tuple(inside(one) for one in parts))
            case _:
                return part

    return replace(question, noun=noun(question.noun))


def _company(constraint: Constraint) -> Iterator[Named]:
    """Yield the people with whom somebody did the same: "acted in a film with Bae Doona" doesn't mean her."""
    match constraint:
        case Edge(props=props, target=Noun(constraints=parts), inverse=True):
            for part in parts:
                match part:
                    case Edge(props=others, target=Named() as thing, words="with", inverse=False) if others == props:
                        yield thing


def read_of(question: Question, thing: Named, other: Named) -> Question:
    """Return a question with another thing in the place of one that it names."""

    def swap(value: object) -> object:
        if isinstance(value, Named):
            same = value == thing if isinstance(thing, Back) else value.iri == thing.iri
            return replace(other, role=value.role, written=value.written or other.written) if same else value
        if isinstance(value, str):
            return value.replace(thing.label, other.label)
        if isinstance(value, tuple):
            return tuple(map(swap, value))
        if not (names := _parts_of(value)):
            return value
        return replace(value, **{name: swap(getattr(value, name)) for name in names})  # type: ignore[type-var]

    swapped = swap(question)
    assert isinstance(swapped, Question)
    return swapped


def backs_in(part: object) -> list[Back]:
    """Return the pronouns in a part of a question, each kind once."""
    if isinstance(part, Back):
        return [part]
    if isinstance(part, tuple):
        return list(dict.fromkeys(back for one in part for back in backs_in(one)))
    if isinstance(part, Named):
        return []
    return list(dict.fromkeys(back for name in _parts_of(part) for back in backs_in(getattr(part, name))))


_PARTS: dict[type, tuple[str, ...]] = {Property: ()}


def _parts_of(value: object) -> tuple[str, ...]:
    """Return the names of the parts of what is part of a question; none of what isn't."""
    kind = type(value)
    if kind not in _PARTS:
        _PARTS[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
    return _PARTS[kind]


def excludes_nobody(question: Question) -> bool:
    """Tell whether a question says "somebody else" and names nobody."""
    named = any(is_a(thing.kind, "person") for thing in named_in(question.noun))
    return not named and _has_apart(question.noun)


def _has_apart(part: Noun | Constraint) -> bool:
    match part:
        case Noun(kinds=kinds, constraints=parts):
            return (Apart() in parts and kinds == ("person",)) or any(_has_apart(one) for one in parts)
        case Edge(target=Noun() as inner) | WorkedWith(other=Noun() as inner) | Part(other=Noun() as inner):
            return _has_apart(inner)
        case Not(what=what):
            return _has_apart(what)
        case Either(options=parts) | Both(parts=parts):
            return any(_has_apart(one) for one in parts)
        case _:
            return False


def named_in(part: Noun | Named | Constraint | Order | None) -> Iterator[Named]:
    """Yield every thing that is named in a part of a question."""
    match part:
        case Back() | IsNot(thing=Back()):
            return
        case Named():
            yield part
        case Noun():
            for constraint in part.constraints:
                yield from named_in(constraint)
            yield from named_in(part.order)
        case Edge():
            yield from named_in(part.target)
        case GenreIs():
            yield part.genre
        case SameValue() | Compared() | Is() | IsNot():
            yield part.thing
        case WorkedWith() | Part():
            yield from named_in(part.other)
        case Plays():
            yield from named_in(part.work)
        case Not():
            yield from named_in(part.what)
        case Either(options=parts) | Both(parts=parts):
            for one in parts:
                yield from named_in(one)
        case Order(by=Edge() as edge):
            yield from named_in(edge)
        case _:
            return


def backs_resolve(part: Noun, outer: tuple[Noun, ...] = ()) -> bool:
    """Tell whether every pronoun in a noun has something further out that it can mean.

    Inside a number of things or a superlative only the nearest noun is seen.
    """

    def holds(constraint: Constraint | Order | None) -> bool:
        match constraint:
            case Edge(target=Back(kind=kind)) | Is(thing=Back(kind=kind)) | IsNot(thing=Back(kind=kind)):
                return any(is_a(one, kind) or is_a(kind, one) for noun in outer for one in noun.kinds)
            case Edge(target=Noun() as inner, low=low, high=high, every=every):
                seen = (part,) if every or low is not None or high is not None else (*outer, part)
                return backs_resolve(inner, seen)
            case Order(by=Edge() as edge):
                return not isinstance(edge.target, Noun) or backs_resolve(edge.target, (part,))
            case WorkedWith(other=Noun() as inner) | Part(other=Noun() as inner):
                return backs_resolve(inner, (*outer, part))
            case Not(what=what):
                return holds(what)
            case Either(options=parts) | Both(parts=parts):
                return all(holds(one) for one in parts)
            case _:
                return True

    return all(holds(constraint) for constraint in part.constraints) and holds(part.order)


def played_in(part: Noun | Constraint) -> Iterator[Plays]:
    """Yield every character that a part of a question speaks of."""
    match part:
        case Plays():
            yield part
        case Noun(constraints=parts) | Either(options=parts) | Both(parts=parts):
            for one in parts:
                yield from played_in(one)
        case Edge(target=Noun() as inner) | WorkedWith(other=Noun() as inner) | Part(other=Noun() as inner):
            yield from played_in(inner)
        case Not(what=what):
            yield from played_in(what)
        case _:
            return
