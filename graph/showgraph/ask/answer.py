"""Answering a question: its reading run over the graph, with receipts, and with reasons where nothing fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from showgraph.ask.compose import Composed, compose_question, order_property, say_constraint, say_question
from showgraph.ask.reading import Is, Noun, Question
from showgraph.ask.understand import read_text
from showgraph.model import PREFIXES, RDF_TYPE, Entity, name_code
from showgraph.network.paths import Step, find_path
from showgraph.resolve.receipts import Receipt, find_receipts
from showgraph.sparql import run_query
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits, Store
from showgraph.store.terms import IRI, XSD_STRING, Literal, Term, encode_term

Row = dict[str, object]


@dataclass
class Answer:
    """What a question found: rows by column, how it was read, and what it ran.

    A cell is an ``Entity``, a plain Python value, or None. ``why`` holds, for each row, its facts with their sources.
    """

    question: str
    columns: tuple[str, ...]
    rows: list[Row]
    reading: str
    notes: tuple[str, ...] = ()
    sparql: str = ""
    empty: str = ""
    _store: Store | None = field(default=None, repr=False)
    _made: Composed | None = field(default=None, repr=False)
    _steps: tuple[Step, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def why(self) -> list[list[tuple[str, tuple[Receipt, ...]]]]:
        """For each row the facts it rests on, as sentences, each with the sources that say so."""
        if self._store is None or self._made is None:
            return [[] for _ in self.rows]
        return [_explain_row(self._store, self._made, row) for row in self.rows]


def ask_question(store: Store, text: str, limits: Limits) -> Answer:
    """Answer a question in English.

    Raises:
        QuestionError: it was not understood.
        AmbiguousNameError: a name in it fits several things.
    """
    question = read_text(text, lambda sql, values: store.execute(sql, list(values)))
    reading = say_question(question)
    if question.form == "path":
        return _answer_path(store, text, question, reading)
    made = compose_question(question)
    answer = Answer(text, made.columns, [], reading, question.notes, show_sparql(made), "", store, made)
    result = run_query(store, made.text, made.bindings, limits)
    if question.form == "yes-no":
        answer.columns, answer.rows = ("answer",), [{"answer": bool(result.boolean)}]
    elif question.form == "count":
        answer.rows = [{"count": row[0]} for row in result]
    else:
        answer.rows = [_read_row(made, result.columns, tuple(row)) for row in result]
        answer.rows = _keep_ties(answer.rows, question, made)
    if not answer.rows:
        answer.empty = _why_empty(store, question, limits)
    return answer


def _read_row(made: Composed, columns: Sequence[str], values: Sequence[object]) -> Row:
    found = dict(zip(columns, values, strict=True))
    row: Row = {}
    for column in made.columns:
        value = found.get(column)
        if column in made.labels:
            identifier = made.labels[column]
            iri = found.get(identifier) or _bound(made, identifier)
            value = Entity(str(value), str(iri))
        elif column not in found:
            value = _bound(made, column)
        row[column] = value
    return row


def _bound(made: Composed, variable: str) -> str | None:
    term = made.bindings.get(variable)
    return term.value if isinstance(term, IRI) else None


def _keep_ties(rows: list[Row], question: Question, made: Composed) -> list[Row]:
    """Cut a list at the number asked for, or at the first, and keep all that share the last place."""
    if question.order is None:
        return rows
    limit = question.order.limit or 1
    if len(rows) <= limit:
        return rows
    prop = order_property(question.order, question.noun)
    column = prop.key.replace("-", "_")
    last = rows[limit - 1].get(column)
    return [row for place, row in enumerate(rows) if place < limit or row.get(column) == last]


def show_sparql(made: Composed) -> str:
    """Return the query as a text that any SPARQL 1.1 engine can run, with the bound values written as terms."""

    def write(match: re.Match[str]) -> str:
        term = made.bindings.get(match.group(1))
        return match.group(0) if term is None else write_term(term)

    return re.sub(r"\?(\w+)", write, made.text)


def write_term(term: Term) -> str:
    r"""Return a term in SPARQL's own syntax.

    >>> write_term(Literal('say "hi"'))
    '"say \\"hi\\""'
    """
    if isinstance(term, IRI):
        return "<" + re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda m: f"%{ord(m.group(0)):02X}", term.value) + ">"
    if isinstance(term, Literal):
        text = term.lexical.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if term.language:
            return f'"{text}"@{term.language}'
        return f'"{text}"' + ("" if term.datatype == XSD_STRING else f"^^<{term.datatype}>")
    return "_:" + term.label


def _why_empty(store: Store, question: Question, limits: Limits) -> str:
    """Tell which single condition, left out, would give answers, or that nothing known puts them in order."""

    def count(noun: Noun) -> object:
        made = compose_question(replace(question, form="count", noun=noun, order=None))
        return next(iter(run_query(store, made.text, made.bindings, limits)))[0]

    if question.order and (fitting := count(question.noun)):
        prop = order_property(question.order, question.noun)
        return f"{fitting} fit, but the graph knows no {prop.label} of any of them"
    constraints = question.noun.constraints
    hints = []
    for number, constraint in enumerate(constraints):
        if isinstance(constraint, Is) or len(constraints) < 2:
            continue
        rest = Noun(question.noun.kinds, question.noun.word, constraints[:number] + constraints[number + 1 :])
        if left := count(rest):
            hints.append(f"without '{say_constraint(constraint).strip()}' there are {left}")
    if question.form == "value":
        return "the graph doesn't hold that fact"
    return "nothing in the graph fits all of it" + (": " + "; ".join(hints) if hints else "")


def _answer_path(store: Store, text: str, question: Question, reading: str) -> Answer:
    assert question.other is not None
    start = next(c.thing for c in question.noun.constraints if isinstance(c, Is))
    steps = find_path(store, start.iri, question.other.iri)
    rows: list[Row] = [step.as_row() for step in steps]
    empty = "" if steps or start.iri == question.other.iri else "no chain of shared works joins them"
    return Answer(
        text, ("from", "via", "as", "to"), rows, reading, question.notes, "", empty, store, None, tuple(steps)
    )


def _explain_row(store: Store, made: Composed, row: Row) -> list[tuple[str, tuple[Receipt, ...]]]:
    """Find the facts behind one row: the question's patterns with the row's things in place."""
    bindings: dict[str, Term] = dict(made.bindings)
    for column, identifier in made.labels.items():
        cell = row.get(column)
        if isinstance(cell, Entity):
            bindings[identifier] = IRI(cell.iri)
    variables = sorted(
        {o[1:] for fact in made.facts for o in (fact[0], fact[2]) if o.startswith("?")} - bindings.keys()
    )
    prefixes = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" in made.where)
    selected = " ".join("?" + name for name in variables) or "(1 AS ?one)"
    text = f"{prefixes}\nSELECT {selected} WHERE {{\n{made.where}\n}} LIMIT 50"
    triples: dict[tuple[str, str, str], None] = {}
    for solution in query_texts(store, text, bindings, Limits(seconds=20)):
        known = {name: value for name, value in zip(variables or ["one"], solution, strict=True) if value}
        known |= {name: encode_term(term) for name, term in bindings.items()}
        for s, p, o in made.facts:
            ends = (_place(s, known), _predicate(p), _place(o, known))
            if all(ends):
                triples[ends] = None
    receipts = find_receipts(store, triples)
    labels = store_labels(store, {end for triple in receipts for end in (triple[0], triple[2])})
    return [(_say_triple(triple, labels), receipts[triple]) for triple in triples if triple in receipts]


def _place(name: str, known: dict[str, str]) -> str:
    return known.get(name[1:], "") if name.startswith("?") else _predicate(name)


def _predicate(name: str) -> str:
    if name == "a":
        return "<" + RDF_TYPE
    prefix, _, local = name.partition(":")
    return "<" + PREFIXES[prefix] + local


def store_labels(store: Store, texts: set[str]) -> dict[str, str]:
    """Return how term texts are shown to people."""
    from showgraph.resolve.receipts import read_labels

    labels = read_labels(store, {text[1:] for text in texts if text.startswith("<")})
    shown = {"<" + iri: label for iri, label in labels.items()}
    for text in texts - shown.keys():
        shown[text] = re.split(r"[/#]", text)[-1] if text.startswith("<") else text.partition(" ")[2] or text[1:]
        if text.startswith('"'):
            shown[text] = text[1:]
    return shown


def _say_triple(triple: tuple[str, str, str], labels: dict[str, str]) -> str:
    from showgraph.model import KIND_OF_IRI, property_of_iri

    s, p, o = triple
    prop = property_of_iri(p[1:])
    if p[1:] == RDF_TYPE:
        kind = KIND_OF_IRI.get(o[1:])
        return f"{labels[s]}: is a {kind.noun if kind else o[1:]}"
    value = name_code(prop.key, labels[o]) if prop else labels[o]
    return f"{labels[s]}: {prop.label if prop else p[1:]} {value}"
