"""A reading as SPARQL with bound values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from showgraph.ask.edges import overlap
from showgraph.ask.reading import (
    Apart,
    Back,
    Between,
    Both,
    Coded,
    Compared,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Has,
    Is,
    IsNot,
    KindIs,
    Named,
    Not,
    Noun,
    Order,
    Part,
    Plays,
    Question,
    SameValue,
    WorkedWith,
)
from showgraph.model import PREFIXES, Property, get_kind, get_property, is_a, shorten
from showgraph.store.terms import IRI, Literal, Term

_SHOWN = ("based-on", "remake-of", "spin-off-of", "follows")
"""What a work comes from, or becomes, is few enough to be a column of its own."""


@dataclass
class Composed:
    """A question's SPARQL; ``bindings`` are the values of the variables that stand for names and codes.

    ``facts`` are the patterns whose matches are the receipts: (subject, predicate, object), each a variable or an IRI.
    ``labels`` pairs a column with the variable that holds the identifier of what it names. ``coded`` are columns whose
    values are codes, with the key of their property. ``order`` is the column that ties are told by.
    """

    text: str = ""
    bindings: dict[str, Term] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    coded: dict[str, str] = field(default_factory=dict)
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    where: str = ""
    order: str = ""


class Composer:
    """Writes the patterns of one question; with ``proof``, those whose matches show why a row is an answer."""

    def __init__(self, *, proof: bool = False) -> None:
        self.made = Composed()
        self.lines: list[str] = []
        self.extra: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.proof = proof
        self.depth = 0
        self.outer: list[tuple[Noun, str]] = []

    def fresh(self, name: str) -> str:
        """Return a variable that nothing uses yet."""
        word = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in name).strip("_") or "x"
        self.counts[word] = self.counts.get(word, 0) + 1
        return word if self.counts[word] == 1 else f"{word}{self.counts[word]}"

    def bind(self, name: str, term: Term) -> str:
        """Return a variable bound to a term."""
        for variable, known in self.made.bindings.items():
            if known == term:
                return "?" + variable
        variable = self.fresh("the_" + name)
        self.made.bindings[variable] = term
        return "?" + variable

    def thing(self, named: Named) -> str:
        """Return a variable bound to a named thing, or that of what a pronoun means."""
        if isinstance(named, Back):
            fitting = (
                v for noun, v in reversed(self.outer[:-1]) if any(overlap(one, named.kind) for one in noun.kinds)
            )
            return next(fitting, None) or "?" + self.fresh("it")
        return self.bind(named.kind, IRI(named.iri))

    def focus(self, noun: Noun) -> str:
        """Return the variable of a question's noun: a named thing's own, else ``?iri``."""
        for constraint in noun.constraints:
            if isinstance(constraint, Is):
                return self.bind("subject", IRI(constraint.thing.iri))
        return "?" + self.fresh("iri")

    def fact(self, subject: str, predicate: str, value: str) -> None:
        """Note a pattern as one whose matches prove a row."""
        if self.depth == 0:
            self.made.facts.append((subject, predicate, value))

    def noun(self, noun: Noun, variable: str, *, typed: bool = True) -> None:
        """Write the patterns of a noun."""
        self.outer.append((noun, variable))
        if typed and not (_is_credited(noun) and not self.proof):
            self.kinds(noun.kinds, variable)
        for constraint in noun.constraints:
            if not _follows(constraint, noun.constraints):
                self.constraint(constraint, variable)
        self.outer.pop()

    def target(self, noun: Noun, variable: str) -> None:
        """Write the patterns of a noun inside another, its order too."""
        self.noun(noun, variable, typed=not _is_any(noun))
        if noun.order is not None and not self.proof:
            self.best(noun, noun.order, variable)

    def kinds(self, kinds: tuple[str, ...], variable: str) -> None:
        """Write what kinds of thing a variable may be."""
        iris = [shorten(get_kind(kind).iri) for kind in kinds]
        if len(iris) == 1:
            self.lines.append(f"{variable} a {iris[0]} .")
            self.fact(variable, "a", iris[0])
        else:
            kind = self.fresh("kind")
            self.lines.append(f"VALUES ?{kind} {{ {' '.join(iris)} }} {variable} a ?{kind} .")

    def group(self, *parts: Constraint | None, variable: str, noun: Noun | None = None) -> str:
        """Return the patterns of constraints as one line, kept out of the receipts."""
        outer, self.lines = self.lines, []
        self.depth += 1
        for part in parts:
            if part is not None:
                self.constraint(part, variable)
        if noun is not None:
            self.target(noun, variable)
        self.depth -= 1
        inner, self.lines = self.lines, outer
        return " ".join(inner)

    def constraint(self, constraint: Constraint, variable: str) -> None:
        """Write one constraint on a variable."""
        match constraint:
            case Edge():
                self.edge(constraint, variable)
            case Has(prop=prop):
                value = "?" + self.fresh("any_" + prop.name)
                self.lines.append(f"{variable} {shorten(prop.iri)} {value} .")
                self.fact(variable, shorten(prop.iri), value)
            case KindIs(kinds=kinds):
                self.kinds(kinds, variable)
            case GenreIs(genre=genre):
                wanted, found = self.bind("genre", IRI(genre.iri)), "?" + self.fresh("genre_iri")
                self.lines.append(f"{variable} schema:genre {found} . {found} skos:broader* {wanted} .")
                self.fact(variable, "schema:genre", found)
            case Between():
                self.between(constraint, variable)
            case Coded(prop=prop, values=values):
                self.coded(prop, values, variable)
            case Apart():
                pass
            case SameValue(prop=prop, thing=thing):
                value = "?" + self.fresh("same_" + prop.name)
                self.lines.append(
                    f"{self.thing(thing)} {shorten(prop.iri)} {value} . {variable} {shorten(prop.iri)} {value} ."
                )
                self.lines.append(f"FILTER({variable} != {self.thing(thing)})")
                self.fact(variable, shorten(prop.iri), value)
            case Compared():
                self.compared(constraint, variable)
            case WorkedWith():
                self.worked_with(constraint, variable)
            case Plays():
                self.plays(constraint, variable)
            case Part():
                self.part(constraint, variable)
            case Is(thing=thing):
                if self.bind("subject", IRI(thing.iri)) != variable:
                    self.lines.append(f"FILTER({variable} = {self.thing(thing)})")
            case IsNot(thing=thing):
                self.lines.append(f"FILTER({variable} != {self.thing(thing)})")
            case Not(what=what):
                self.lines.append(f"FILTER NOT EXISTS {{ {self.group(what, variable=variable)} }}")
            case Either(options=options):
                self.either(options, variable)
            case Both(parts=parts):
                for part in parts:
                    self.constraint(part, variable)

    def either(self, options: tuple[Constraint, ...], variable: str) -> None:
        """Write alternatives."""
        branches = []
        for option in options:
            outer, self.lines = self.lines, []
            if isinstance(option, Not | IsNot | Is):
                self.lines.append(f"{variable} rdfs:label ?{self.fresh('any_label')} .")
            self.constraint(option, variable)
            inner, self.lines = self.lines, outer
            branches.append("{ " + " ".join(inner) + " }")
        self.lines.append(" UNION ".join(branches))

    def edge(self, edge: Edge, variable: str) -> None:
        """Write a relation to a named thing or to another noun."""
        if isinstance(edge.target, Named):
            target = self.thing(edge.target)
        else:
            target = "?" + self.fresh(edge.target.word + "_iri")
        if edge.every and isinstance(edge.target, Noun) and not self.proof:
            self.every(edge, edge.target, variable, target)
        elif (edge.low is not None or edge.high is not None) and not self.proof:
            self.counted(edge, variable, target)
        else:
            self.plain_edge(edge, variable, target)

    def plain_edge(self, edge: Edge, variable: str, target: str) -> None:
        """Write a relation, with its target's patterns and, where it is few, its target's name."""
        subject, value = (target, variable) if edge.inverse else (variable, target)
        self.lines.append(_joined(edge, subject, value))
        for prop in edge.props:
            self.fact(subject, shorten(prop.iri), value)
        if isinstance(edge.target, Noun):
            self.target(edge.target, target)
            if self.depth == 0 and all(prop.key in _SHOWN for prop in edge.props):
                column = self.fresh(edge.target.word)
                self.lines.append(f"{target} rdfs:label ?{column} .")
                self.extra.append((column, target[1:]))

    def every(self, edge: Edge, noun: Noun, variable: str, target: str) -> None:
        """Write that a relation leads to each thing of a noun, of which there is one."""
        subject, value = (target, variable) if edge.inverse else (variable, target)
        inner = self.group(variable=target, noun=noun)
        self.lines.append(f"FILTER EXISTS {{ {inner} }}")
        self.lines.append(f"FILTER NOT EXISTS {{ {inner} FILTER NOT EXISTS {{ {_joined(edge, subject, value)} }} }}")

    def counted(self, edge: Edge, variable: str, target: str) -> None:
        """Write that a relation leads to a number of things."""
        subject, value = (target, variable) if edge.inverse else (variable, target)
        inner = self.group(variable=target, noun=edge.target) if isinstance(edge.target, Noun) else ""
        bounds = [(">=", edge.low), ("<=", edge.high)]
        tests = " && ".join(f"COUNT(DISTINCT {target}) {sign} {bound}" for sign, bound in bounds if bound is not None)
        self.lines.append(
            f"{{ SELECT {variable} WHERE {{ {_joined(edge, subject, value)} {inner} }} "
            f"GROUP BY {variable} HAVING({tests}) }}"
        )

    def best(self, noun: Noun, order: Order, variable: str) -> None:
        """Write that a thing stands first in the order of its noun."""
        number, copy = "?" + self.fresh("number"), "?" + self.fresh("other")
        every, limit = "?" + self.fresh("number"), "?" + self.fresh("limit")
        self.lines.append(self.measured(noun, order.by, variable, number, bound=True))
        bare = replace(noun, order=None)
        inner = self.group(variable=copy, noun=bare) + " " + self.measured(bare, order.by, copy, every, bound=False)
        aggregate = "MAX" if order.descending else "MIN"
        if order.limit in (None, 1):
            self.lines.append(f"{{ SELECT ({aggregate}({every}) AS {limit}) WHERE {{ {inner} }} }}")
        else:
            direction = "DESC" if order.descending else "ASC"
            last = "MIN" if order.descending else "MAX"
            self.lines.append(
                f"{{ SELECT ({last}({every}) AS {limit}) WHERE {{ SELECT DISTINCT {copy} {every} WHERE {{ {inner} }} "
                f"ORDER BY {direction}({every}) LIMIT {order.limit} }} }}"
            )
        self.lines.append(f"FILTER({number} {'>=' if order.descending else '<='} {limit})")

    def measured(self, noun: Noun, by: Property | Edge, variable: str, number: str, *, bound: bool) -> str:
        """Return the pattern that gives each thing the number it is put in order by."""
        if isinstance(by, Property):
            return f"{variable} {shorten(order_property(by, noun).iri)} {number} ."
        target = "?" + self.fresh("counted")
        subject, value = (target, variable) if by.inverse else (variable, target)
        inner = self.group(variable=target, noun=by.target) if isinstance(by.target, Noun) else ""
        whole = self.group(variable=variable, noun=replace(noun, order=None)) if bound else ""
        return (
            f"{{ SELECT {variable} (COUNT(DISTINCT {target}) AS {number}) WHERE {{ {whole} {_joined(by, subject, value)} "
            f"{inner} }} GROUP BY {variable} }}"
        )

    def between(self, constraint: Between, variable: str) -> None:
        """Write that a number lies between two; of a date the year counts."""
        value = "?" + self.fresh(constraint.prop.key.replace("-", "_"))
        self.lines.append(f"{variable} {shorten(constraint.prop.iri)} {value} .")
        sides = [(">=", constraint.low), ("<=", constraint.high)]
        compared = f"xsd:integer(SUBSTR(STR({value}), 1, 4))" if constraint.prop.value == "date" else value
        tests = [f"{compared} {sign} {_number(side)}" for sign, side in sides if side is not None]
        self.lines.append(f"FILTER({' && '.join(tests)})")
        self.fact(variable, shorten(constraint.prop.iri), value)
        if constraint.prop.key != "year" and self.depth == 0:
            self.extra.append((value[1:], ""))

    def coded(self, prop: Property, values: tuple[str, ...], variable: str) -> None:
        """Write that a country, language or keyword is one of some."""
        if len(values) == 1:
            value = self.bind(prop.name, Literal(values[0]))
            self.lines.append(f"{variable} {shorten(prop.iri)} {value} .")
            self.fact(variable, shorten(prop.iri), value)
        else:
            bound = [self.bind(prop.name, Literal(one)) for one in values]
            branches = (f"{{ {variable} {shorten(prop.iri)} {value} . }}" for value in bound)
            self.lines.append(" UNION ".join(branches))
            for value in bound:
                self.fact(variable, shorten(prop.iri), value)

    def compared(self, constraint: Compared, variable: str) -> None:
        """Write that a number or date is on one side of another thing's."""
        own, other = ("?" + self.fresh(f"{which}_{constraint.prop.name}") for which in ("own", "other"))
        thing, prop = self.thing(constraint.thing), shorten(constraint.prop.iri)
        self.lines.append(
            f"{thing} {prop} {other} . {variable} {prop} {own} . FILTER({_compare(constraint, own, other)})"
        )
        self.fact(variable, prop, own)
        self.fact(thing, prop, other)

    def worked_with(self, constraint: WorkedWith, variable: str) -> None:
        """Write that two people have credits in one work."""
        work, one, two = ("?" + self.fresh(name) for name in ("work_iri", "credit", "credit"))
        if isinstance(constraint.other, Named):
            other = self.thing(constraint.other)
        else:
            other = "?" + self.fresh(constraint.other.word + "_iri")
            self.target(constraint.other, other)
        self.lines += [
            f"{one} sg:creditedTo {other} ; sg:creditOf {work} .",
            f"{two} sg:creditOf {work} ; sg:creditedTo {variable} .",
            f"FILTER({variable} != {other})",
        ]
        self.fact(one, "sg:creditedTo", other)
        self.fact(two, "sg:creditedTo", variable)
        if self.depth == 0 and isinstance(constraint.other, Named):
            column = self.fresh("work")
            self.lines.append(f"{work} rdfs:label ?{column} .")
            self.extra.append((column, work[1:]))

    def part(self, constraint: Part, variable: str) -> None:
        """Write that a person has a certain part in a work, or a work somebody in one."""
        credit = "?" + self.fresh("credit")
        if isinstance(constraint.other, Named):
            other = self.thing(constraint.other)
        else:
            other = "?" + self.fresh(constraint.other.word + "_iri")
            self.target(constraint.other, other)
        person, work = (other, variable) if constraint.inverse else (variable, other)
        part = self.bind("part", Literal(constraint.part))
        self.lines.append(f"{credit} sg:creditOf {work} ; sg:creditedTo {person} ; sg:part {part} .")
        self.fact(credit, "sg:part", part)

    def plays(self, constraint: Plays, variable: str) -> None:
        """Write that a person plays a character, whatever the hyphens and case of its name."""
        credit, name, work = ("?" + self.fresh(word) for word in ("credit", "character", "work_iri"))
        plain = "".join(letter for letter in constraint.character.casefold() if letter.isalnum())
        wanted = self.bind("wanted", Literal(plain))
        self.lines.append(f"{credit} sg:creditedTo {variable} ; sg:creditOf {work} ; schema:characterName {name} .")
        self.lines.append(f'FILTER(CONTAINS(REPLACE(LCASE({name}), "[\\\\W_]", ""), {wanted}))')
        if constraint.work:
            self.lines.append(f"FILTER({work} = {self.thing(constraint.work)})")
        self.fact(credit, "schema:characterName", name)
        if self.depth == 0:
            column = self.fresh("work")
            self.lines.append(f"{work} rdfs:label ?{column} .")
            self.extra += [(name[1:], ""), (column, work[1:])]


def _joined(edge: Edge, subject: str, value: str) -> str:
    """Return the pattern of a relation; several properties stand as alternatives of their own, which engines order better."""
    properties = list(dict.fromkeys(shorten(prop.iri) for prop in edge.props))
    if len(properties) == 1 or _path(edge).endswith("+"):
        return f"{subject} {_path(edge)} {value} ."
    return " UNION ".join(f"{{ {subject} {one} {value} . }}" for one in properties)


def _compare(constraint: Compared, own: str, other: str) -> str:
    if constraint.prop.value != "date":
        return f"{own} {constraint.sign} {other}"
    # A year and a day of that year can't be told apart.
    return (
        f"STR({own}) {constraint.sign} STR({other}) && !STRSTARTS(STR({own}), STR({other})) "
        f"&& !STRSTARTS(STR({other}), STR({own}))"
    )


def _path(edge: Edge) -> str:
    path = "|".join(dict.fromkeys(shorten(prop.iri) for prop in edge.props))
    if edge.words.casefold().startswith(("originally", "ultimately")):
        return path + "+"
    return f"({path})" if "|" in path else path


def _is_credited(noun: Noun) -> bool:
    """Tell whether a noun means people whom one of its relations leads to."""
    return noun.kinds == ("person",) and any(isinstance(c, Edge) and c.inverse for c in noun.constraints)


def _is_any(noun: Noun) -> bool:
    """Tell whether a relation to a noun already says its kind: any work, or a person that a credit leads to."""
    return noun.kinds == ("person",) or (noun.kinds == ("work",) and bool(noun.constraints))


def _follows(constraint: Constraint, others: tuple[Constraint, ...]) -> bool:
    """Tell whether a constraint says no more than another: "actors" beside "starred in Kingdom"."""
    match constraint:
        case Edge(target=Noun(kinds=("work",), constraints=(), order=None), low=None, high=None):
            pass
        case _:
            return False
    return any(
        isinstance(other, Edge) and other is not constraint and other.inverse == constraint.inverse
        and set(other.props) <= set(constraint.props) and (other.props, other.target) != (constraint.props, constraint.target)
        for other in others
    )  # fmt: skip


def _number(value: float | None) -> str:
    return str(int(value)) if value is not None and value == int(value) else str(value)


def compose_question(question: Question, *, proof: bool = False) -> Composed:
    """Return the SPARQL of a question; paths have none."""
    composer = Composer(proof=proof)
    made = composer.made
    subject = composer.focus(question.noun)
    composer.noun(
        question.noun, subject, typed=question.form not in ("value", "role", "event") or not _is_named(question.noun)
    )
    order = question.noun.order
    if proof and order is not None and isinstance(order.by, Edge):
        composer.edge(order.by, subject)
    if question.form == "yes-no":
        body = _indent(composer.lines)
        if question.low is not None:
            body = f"  {{ SELECT (COUNT(DISTINCT {subject}) AS ?count) WHERE {{\n{body}\n}} }} FILTER(?count >= {question.low})"
        made.text = _with_prefixes(f"ASK {{\n{body}\n}}")
        made.columns = ("answer",)
    elif question.form == "count" and question.value is not None:
        made.columns = ("count",)
        composer.lines.append(f"{subject} {shorten(question.value.iri)} ?counted .")
        made.text = _with_prefixes(
            f"SELECT (COUNT(DISTINCT ?counted) AS ?count) WHERE {{\n{_indent(composer.lines)}\n}}"
        )
    elif question.form == "count":
        made.columns = ("count",)
        made.text = _with_prefixes(
            f"SELECT (COUNT(DISTINCT {subject}) AS ?count) WHERE {{\n{_indent(composer.lines)}\n}}"
        )
    elif question.form == "value" and question.detail == "most":
        _compose_most(composer, question, subject)
    elif question.form == "value":
        _compose_value(composer, question, subject)
    elif question.form == "role":
        _compose_role(composer, question, subject)
    elif question.form == "event":
        _compose_event(composer, question, subject)
    else:
        _compose_list(composer, question, subject)
    made.where = _indent(composer.lines)
    return made


def _is_named(noun: Noun) -> bool:
    return any(isinstance(constraint, Is) for constraint in noun.constraints)


def _compose_value(composer: Composer, question: Question, subject: str) -> None:
    assert question.value is not None
    prop, made = question.value, composer.made
    column = composer.fresh(prop.label.replace(" ", "_").replace("-", "_"))
    if question.noun.order is not None:
        composer.best(question.noun, question.noun.order, subject)
    if prop.key == "released":
        # Where only the year is known, it is the date.
        composer.lines.append(
            f"{{ {subject} {shorten(prop.iri)} ?{column} . }} UNION {{ {subject} sg:year ?{column} . "
            f"FILTER NOT EXISTS {{ {subject} {shorten(prop.iri)} ?no_date . }} }}"
        )
        composer.fact(subject, "sg:year", "?" + column)
    else:
        composer.lines.append(f"{subject} {shorten(prop.iri)} ?{column} .")
    if question.detail:
        composer.lines.append(f'FILTER(LANG(?{column}) = "{question.detail}")')
    composer.fact(subject, shorten(prop.iri), "?" + column)
    if prop.value == "code":
        made.coded[column] = prop.key
    columns = [column]
    selected = f"?{column}"
    if not _is_named(question.noun):
        label = composer.fresh(question.noun.word if question.noun.word not in ("iri", column) else "thing")
        composer.lines.append(f"{subject} rdfs:label ?{label} .")
        made.labels[label] = subject[1:]
        columns.append(label)
        selected += f" ?{label} {subject}"
    made.columns = tuple(columns)
    made.text = _with_prefixes(
        f"SELECT DISTINCT {selected} WHERE {{\n{_indent(composer.lines)}\n}}\nORDER BY ?{column}"
        + (f" ?{columns[1]}" if len(columns) > 1 else "")
    )


def _compose_most(composer: Composer, question: Question, subject: str) -> None:
    """Write which value most things have; all values that share the first place are kept."""
    assert question.value is not None
    prop, made = question.value, composer.made
    column = composer.fresh(prop.label.replace(" ", "_").replace("-", "_"))
    composer.lines.append(f"{subject} {shorten(prop.iri)} ?{column} .")
    made.columns, made.order = (column, "count"), "count"
    if prop.value == "code":
        made.coded[column] = prop.key
    made.text = _with_prefixes(
        f"SELECT ?{column} (COUNT(DISTINCT {subject}) AS ?count) WHERE {{\n{_indent(composer.lines)}\n}}\n"
        f"GROUP BY ?{column}\nORDER BY DESC(?count) ?{column}"
    )


def _compose_role(composer: Composer, question: Question, subject: str) -> None:
    made = composer.made
    if not is_a(question.noun.kinds[0], "person"):
        composer.lines.append(
            f"?credit sg:creditOf {subject} ; sg:creditedTo ?person_iri ; schema:characterName ?character ."
        )
        composer.lines.append("?person_iri rdfs:label ?person .")
        composer.fact("?credit", "schema:characterName", "?character")
        made.columns, made.labels = ("character", "person"), {"person": "person_iri"}
        made.text = _with_prefixes(
            f"SELECT DISTINCT ?character ?person ?person_iri WHERE {{\n{_indent(composer.lines)}\n}}\nORDER BY ?character ?person"
        )
        return
    composer.lines.append(
        f"?credit sg:creditedTo {subject} ; sg:creditOf ?work_iri ; schema:characterName ?character ."
    )
    composer.lines.append("?work_iri rdfs:label ?work .")
    if question.other is not None:
        composer.lines.append(f"FILTER(?work_iri = {composer.thing(question.other)})")
    composer.fact("?credit", "schema:characterName", "?character")
    made.columns, made.labels = ("character", "work"), {"work": "work_iri"}
    made.text = _with_prefixes(
        f"SELECT DISTINCT ?character ?work ?work_iri WHERE {{\n{_indent(composer.lines)}\n}}\nORDER BY ?character ?work"
    )


def _compose_event(composer: Composer, question: Question, subject: str) -> None:
    made = composer.made
    kind = composer.bind("event_kind", Literal(question.detail))
    composer.lines.append(f"?event sg:about {subject} ; sg:eventKind {kind} ; sg:date ?date .")
    composer.lines.append(
        "OPTIONAL { ?event sg:status ?status . } OPTIONAL { ?event schema:description ?description . }"
    )
    composer.fact("?event", "sg:date", "?date")
    made.columns = ("date", "status", "description")
    made.text = _with_prefixes(
        f"SELECT DISTINCT ?date ?status ?description WHERE {{\n{_indent(composer.lines)}\n}}\nORDER BY ?date"
    )


def _compose_list(composer: Composer, question: Question, subject: str) -> None:
    made, noun = composer.made, question.noun
    label = composer.fresh(noun.word if noun.word not in ("iri", "year", "count") else "thing")
    lines = composer.lines
    lines.append(f"{subject} rdfs:label ?{label} .")
    columns = [label]
    made.labels[label] = subject[1:]
    if any(is_a(kind, "work") for kind in noun.kinds):
        year = _variable_of(made, subject, "sg:year") or "?" + composer.fresh("year")
        if not _variable_of(made, subject, "sg:year"):
            lines.append(f"OPTIONAL {{ {subject} sg:year {year} . }}")
        columns.append(year[1:])
    order = _order_terms(composer, noun, subject, columns, label)
    for column, identifier in composer.extra:
        if column not in columns:
            columns.append(column)
        if identifier:
            made.labels[column] = identifier
    columns.append(subject[1:])
    hidden = [name for name in dict.fromkeys(made.labels.values()) if name not in columns]
    made.columns = tuple(columns)
    selected = " ".join(f"?{name}" for name in (*columns, *hidden) if name not in made.bindings)
    made.text = _with_prefixes(f"SELECT DISTINCT {selected} WHERE {{\n{_indent(lines)}\n}}\nORDER BY {order}")


def _order_terms(composer: Composer, noun: Noun, subject: str, columns: list[str], label: str) -> str:
    if noun.order is None or composer.proof:
        return f"?{columns[1]} ?{label}" if len(columns) > 1 else f"?{label}"
    order, made = noun.order, composer.made
    direction = "DESC" if order.descending else "ASC"
    if isinstance(order.by, Edge):
        variable = "?" + composer.fresh("count")
        composer.lines.append(composer.measured(noun, order.by, subject, variable, bound=True))
        columns.append(variable[1:])
        made.order = variable[1:]
        return f"{direction}({variable}) ?{label}"
    prop = order_property(order.by, noun)
    known = _variable_of(made, subject, shorten(prop.iri))
    if prop.key == "year":
        composer.lines.append(f"{subject} sg:year ?{columns[1]} .")
        known = "?" + columns[1]
    elif known is None:
        known = "?" + composer.fresh(prop.key.replace("-", "_"))
        composer.lines.append(f"{subject} {shorten(prop.iri)} {known} .")
    if known[1:] not in columns:
        columns.append(known[1:])
    if prop.key == "rating":
        votes = composer.fresh("votes")
        composer.lines.append(f"OPTIONAL {{ {subject} sg:ratingCount ?{votes} . }}")
        columns.append(votes)
    made.order = known[1:]
    return f"{direction}({f'STR({known})' if prop.value == 'date' else known}) ?{label}"


def order_property(prop: Property, noun: Noun) -> Property:
    """Return what a list is ordered by: the longest series has the most episodes, the oldest person was born first."""
    if prop.key == "runtime" and any(is_a(kind, "series") for kind in noun.kinds):
        return get_property("episodes")
    if prop.key == "year" and all(is_a(kind, "person") for kind in noun.kinds):
        return get_property("born")
    return prop


def _variable_of(made: Composed, subject: str, predicate: str) -> str | None:
    return next((o for s, p, o in made.facts if s == subject and p == predicate and o.startswith("?")), None)


def _indent(lines: list[str]) -> str:
    return "\n".join("  " + line for line in lines)


def _with_prefixes(body: str) -> str:
    used = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" in body]
    return "\n".join([*used, body])
