"""A reading as SPARQL with bound values, and as the sentence that says how the question was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from showgraph.ask.reading import (
    Between,
    Coded,
    Constraint,
    Edge,
    GenreIs,
    Is,
    Named,
    Noun,
    Order,
    PlaysIn,
    Question,
    WorkedWith,
)
from showgraph.model import KINDS, PREFIXES, Property, get_kind, get_property, is_a, shorten
from showgraph.store.terms import IRI, Literal, Term


@dataclass
class Composed:
    """A question's SPARQL; ``bindings`` are the values of the variables that stand for names and codes.

    ``facts`` are the patterns whose matches are the receipts: (subject, predicate, object), each a variable or an IRI.
    ``labels`` pairs a column with the variable that holds the identifier of what it names.
    """

    text: str = ""
    bindings: dict[str, Term] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    where: str = ""


class Composer:
    """Writes the patterns of one question."""

    def __init__(self) -> None:
        self.made = Composed()
        self.lines: list[str] = []
        self.extra: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}

    def fresh(self, name: str) -> str:
        """Return a variable that nothing uses yet."""
        word = "".join(letter if letter.isalnum() else "_" for letter in name).strip("_") or "x"
        self.counts[word] = self.counts.get(word, 0) + 1
        return word if self.counts[word] == 1 else f"{word}{self.counts[word]}"

    def bind(self, name: str, term: Term) -> str:
        """Return a variable bound to a term."""
        variable = self.fresh("the_" + name)
        self.made.bindings[variable] = term
        return "?" + variable

    def focus(self, noun: Noun) -> str:
        """Return the variable of a question's noun: a named thing's own, else ``?iri``."""
        for constraint in noun.constraints:
            if isinstance(constraint, Is):
                return self.bind("subject", IRI(constraint.thing.iri))
        return "?" + self.fresh("iri")

    def noun(self, noun: Noun, variable: str, *, typed: bool = True) -> None:
        """Write the patterns of a noun."""
        if typed:
            self.kinds(noun, variable)
        for constraint in noun.constraints:
            if not _follows(constraint, noun.constraints):
                self.constraint(constraint, variable)

    def kinds(self, noun: Noun, variable: str) -> None:
        """Write what kinds of thing a variable may be."""
        iris = [shorten(get_kind(kind).iri) for kind in noun.kinds]
        if len(iris) == 1:
            self.lines.append(f"{variable} a {iris[0]} .")
            self.made.facts.append((variable, "a", iris[0]))
        else:
            kind = self.fresh("kind")
            self.lines.append(f"VALUES ?{kind} {{ {' '.join(iris)} }} {variable} a ?{kind} .")

    def constraint(self, constraint: Constraint, variable: str) -> None:
        """Write one constraint on a variable."""
        if isinstance(constraint, Edge):
            self.edge(constraint, variable)
        elif isinstance(constraint, GenreIs):
            self.genre(constraint, variable)
        elif isinstance(constraint, Between):
            self.between(constraint, variable)
        elif isinstance(constraint, Coded):
            value = self.bind(constraint.prop.name, Literal(constraint.value))
            pattern = f"{variable} {shorten(constraint.prop.iri)} {value} ."
            self.lines.append(f"FILTER NOT EXISTS {{ {pattern} }}" if constraint.negated else pattern)
            if not constraint.negated:
                self.made.facts.append((variable, shorten(constraint.prop.iri), value))
        elif isinstance(constraint, WorkedWith):
            self.worked_with(constraint, variable)
        elif isinstance(constraint, PlaysIn):
            self.plays(constraint, variable)

    def edge(self, edge: Edge, variable: str) -> None:
        """Write a relation to a named thing or to another noun."""
        path = "|".join(dict.fromkeys(shorten(prop.iri) for prop in edge.props))
        if edge.words.startswith("originally"):
            path += "+"
        elif len(edge.props) > 1:
            path = f"({path})"
        outer, self.lines = self.lines, [] if edge.negated else self.lines
        if isinstance(edge.target, Named):
            target = self.bind(edge.target.kind, IRI(edge.target.iri))
        else:
            target = "?" + self.fresh(edge.target.word + "_iri")
        subject, value = (target, variable) if edge.inverse else (variable, target)
        self.lines.append(f"{subject} {path} {value} .")
        if not edge.negated:
            self.made.facts += [(subject, shorten(prop.iri), value) for prop in edge.props]
        if isinstance(edge.target, Noun):
            self.noun(edge.target, target)
            if not edge.negated and self._is_shown(edge):
                column = self.fresh(edge.target.word)
                self.lines.append(f"{target} rdfs:label ?{column} .")
                self.extra.append((column, target[1:]))
        if edge.negated:
            inner, self.lines = self.lines, outer
            self.lines.append(f"FILTER NOT EXISTS {{ {' '.join(inner)} }}")

    @staticmethod
    def _is_shown(edge: Edge) -> bool:
        """Only what a work comes from, or becomes, is few enough to be a column of its own."""
        return all(prop.key in ("based-on", "remake-of", "spin-off-of", "follows") for prop in edge.props)

    def genre(self, constraint: GenreIs, variable: str) -> None:
        """Write that a genre is a certain one or a narrower one."""
        wanted, found = self.bind("genre", IRI(constraint.genre.iri)), "?" + self.fresh("genre_iri")
        pattern = f"{variable} schema:genre {found} . {found} skos:broader* {wanted} ."
        if constraint.negated:
            self.lines.append(f"FILTER NOT EXISTS {{ {pattern} }}")
        else:
            self.lines.append(pattern)
            self.made.facts.append((variable, "schema:genre", found))

    def between(self, constraint: Between, variable: str) -> None:
        """Write that a number lies between two."""
        value = "?" + self.fresh(_column(constraint.prop))
        self.lines.append(f"{variable} {shorten(constraint.prop.iri)} {value} .")
        sides = [(">=", constraint.low), ("<=", constraint.high)]
        tests = [f"{value} {sign} {_number(side)}" for sign, side in sides if side is not None]
        self.lines.append(f"FILTER({' && '.join(tests)})")
        self.made.facts.append((variable, shorten(constraint.prop.iri), value))
        if constraint.prop.key != "year":
            self.extra.append((value[1:], ""))

    def worked_with(self, constraint: WorkedWith, variable: str) -> None:
        """Write that two people have credits in one work."""
        other, work = self.bind("person", IRI(constraint.other.iri)), "?" + self.fresh("work_iri")
        column = self.fresh("work")
        self.lines += [
            f"?credit1 sg:creditedTo {other} ; sg:creditOf {work} .",
            f"?credit2 sg:creditOf {work} ; sg:creditedTo {variable} .",
            f"FILTER({variable} != {other}) {work} rdfs:label ?{column} .",
        ]
        self.made.facts += [("?credit1", "sg:creditedTo", other), ("?credit2", "sg:creditedTo", variable)]
        self.extra.append((column, work[1:]))

    def plays(self, constraint: PlaysIn, variable: str) -> None:
        """Write that a person plays a character, whatever the hyphens and case of its name."""
        credit, name, work = ("?" + self.fresh(word) for word in ("credit", "character", "work_iri"))
        column = self.fresh("work")
        plain = "".join(letter for letter in constraint.character.casefold() if letter.isalnum())
        wanted = self.bind("wanted", Literal(plain))
        self.lines.append(f"{credit} sg:creditedTo {variable} ; sg:creditOf {work} ; schema:characterName {name} .")
        self.lines.append(f'FILTER(CONTAINS(REPLACE(LCASE({name}), "[\\\\W_]", ""), {wanted}))')
        if constraint.work:
            self.lines.append(f"FILTER({work} = {self.bind('screen_work', IRI(constraint.work.iri))})")
        self.lines.append(f"{work} rdfs:label ?{column} .")
        self.made.facts.append((credit, "schema:characterName", name))
        self.extra += [(name[1:], ""), (column, work[1:])]


def _follows(constraint: Constraint, others: tuple[Constraint, ...]) -> bool:
    """Tell whether a constraint says no more than another: "actors" beside "starred in Kingdom"."""
    if not isinstance(constraint, Edge) or not isinstance(constraint.target, Noun) or constraint.target.constraints:
        return False
    return constraint.target.kinds == ("work",) and any(
        other is not constraint and isinstance(other, Edge) and not other.negated
        and other.inverse == constraint.inverse and set(other.props) <= set(constraint.props)
        for other in others
    )  # fmt: skip


def _column(prop: Property) -> str:
    return prop.key.replace("-", "_")


def _number(value: float | None) -> str:
    return str(int(value)) if value is not None and value == int(value) else str(value)


def compose_question(question: Question) -> Composed:
    """Return the SPARQL of a question; paths have none."""
    composer = Composer()
    made = composer.made
    subject = composer.focus(question.noun)
    composer.noun(question.noun, subject, typed=question.form != "value")
    where = composer.lines
    if question.form == "yes-no":
        made.text = _with_prefixes(f"ASK {{\n{_indent(where)}\n}}")
    elif question.form == "count":
        made.text = _with_prefixes(f"SELECT (COUNT(DISTINCT {subject}) AS ?count) WHERE {{\n{_indent(where)}\n}}")
        made.columns = ("count",)
    elif question.form == "value":
        _compose_value(composer, question, subject)
    else:
        _compose_list(composer, question, subject)
    made.where = _indent(where)
    return made


def _compose_value(composer: Composer, question: Question, subject: str) -> None:
    assert question.value is not None
    column = composer.fresh(question.value.label.replace(" ", "_"))
    composer.lines.append(f"{subject} {shorten(question.value.iri)} ?{column} .")
    composer.made.facts.append((subject, shorten(question.value.iri), "?" + column))
    composer.made.columns = (column,)
    composer.made.text = _with_prefixes(f"SELECT DISTINCT ?{column} WHERE {{\n{_indent(composer.lines)}\n}}")


def _compose_list(composer: Composer, question: Question, subject: str) -> None:
    made, noun = composer.made, question.noun
    label = composer.fresh(noun.word if noun.word not in ("iri", "year") else "thing")
    lines = composer.lines
    lines.append(f"{subject} rdfs:label ?{label} .")
    columns = [label]
    made.labels[label] = subject[1:]
    if any(is_a(kind, "work") for kind in noun.kinds):
        year = _variable_of(made, subject, "sg:year") or "?" + composer.fresh("year")
        if not _variable_of(made, subject, "sg:year"):
            lines.append(f"OPTIONAL {{ {subject} sg:year {year} . }}")
        columns.append(year[1:])
    order = _order_terms(composer, question, subject, columns, label)
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


def _order_terms(composer: Composer, question: Question, subject: str, columns: list[str], label: str) -> str:
    if question.order is None:
        return f"?{columns[1]} ?{label}" if len(columns) > 1 else f"?{label}"
    prop = order_property(question.order, question.noun)
    variable = _variable_of(composer.made, subject, shorten(prop.iri))
    if prop.key == "year":
        composer.lines.append(f"{subject} sg:year ?{columns[1]} .")
        variable = "?" + columns[1]
    elif variable is None:
        variable = "?" + composer.fresh(_column(prop))
        composer.lines.append(f"{subject} {shorten(prop.iri)} {variable} .")
    if variable[1:] not in columns:
        columns.append(variable[1:])
    if prop.key == "rating":
        votes = composer.fresh("votes")
        composer.lines.append(f"OPTIONAL {{ {subject} sg:ratingCount ?{votes} . }}")
        columns.append(votes)
    return f"{'DESC' if question.order.descending else 'ASC'}({variable}) ?{label}"


def order_property(order: Order, noun: Noun) -> Property:
    """Return what a list is ordered by: the longest series has the most episodes, the longest film the most minutes."""
    if order.prop.key == "runtime" and not all(is_a(kind, "movie") for kind in noun.kinds):
        return get_property("episodes")
    return order.prop


def _variable_of(made: Composed, subject: str, predicate: str) -> str | None:
    return next((o for s, p, o in made.facts if s == subject and p == predicate), None)


def _indent(lines: list[str]) -> str:
    return "\n".join("  " + line for line in lines)


def _with_prefixes(body: str) -> str:
    used = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" in body]
    return "\n".join([*used, body])


def say_question(question: Question) -> str:
    """Return how a question was read, as a sentence."""
    noun = question.noun
    if question.form == "path":
        assert question.other is not None
        return f"the shortest path over shared works from {noun.word} to {question.other.label}"
    if question.form == "value":
        assert question.value is not None
        return f"the {question.value.label} of {say_thing(noun)}"
    if question.form == "yes-no":
        subject = next((c.thing.label for c in noun.constraints if isinstance(c, Is)), "")
        rest = Noun(noun.kinds, noun.word, tuple(c for c in noun.constraints if not isinstance(c, Is)))
        if not subject:
            return f"whether there is {say_noun(rest)}"
        own = any(isinstance(c, Is) and c.thing.label == noun.word for c in noun.constraints)
        told = _join(rest).replace("who ", "") if own else say_noun(rest)
        return f"whether {subject} is {'so' if own else 'one of'}: {told}"
    text = say_noun(noun)
    if question.order:
        prop = order_property(question.order, noun)
        number = f"{question.order.limit} " if question.order.limit else ""
        text = f"the {question.order.words} {number}{text}, by {prop.label}"
    return f"how many {text}" if question.form == "count" else text


def say_thing(noun: Noun) -> str:
    """Return the name of the one thing that a noun is."""
    return next((c.thing.label for c in noun.constraints if isinstance(c, Is)), say_noun(noun))


def say_noun(noun: Noun) -> str:
    """Return a noun with all that is said of it."""
    kind = KINDS[noun.kinds[0]]
    word = {"show": "series or TV specials", "adaptation": "screen works"}.get(noun.word)
    if word is None:
        word = kind.plural if noun.word in (kind.noun, kind.key) else noun.word + "s" * (not noun.word.endswith("s"))
    return f"{word} {_join(noun)}".strip()


def _join(noun: Noun) -> str:
    said = (say_constraint(c) for c in noun.constraints if not isinstance(c, Is))
    return ", ".join(text for text in said if text.strip())


_PLAINER = {"in": "acted in", "was in": "acted in", "play in": "played in", "star in": "starred in", "on": "shown on"}


def say_constraint(constraint: Constraint) -> str:
    """Return one constraint in words."""
    if isinstance(constraint, GenreIs):
        return f"{'not ' if constraint.negated else ''}of the genre {constraint.genre.label} or a narrower one"
    if isinstance(constraint, Edge):
        if constraint.said:
            return constraint.said
        target = constraint.target.label if isinstance(constraint.target, Named) else say_noun(constraint.target)
        words = _PLAINER.get(constraint.words, constraint.words)
        who = "who " if constraint.inverse and constraint.props[0].range == "person" else ""
        return f"{who}{'not ' if constraint.negated else ''}{words} {target}"
    if isinstance(constraint, WorkedWith):
        return f"with a credit in a work of {constraint.other.label}"
    if isinstance(constraint, PlaysIn):
        return f"playing {constraint.character}" + (f" in {constraint.work.label}" if constraint.work else "")
    if isinstance(constraint, Is):
        return constraint.thing.label
    return constraint.words
