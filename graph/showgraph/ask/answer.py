"""Answering a question: its likeliest reading run over the graph, with receipts, and with reasons where nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

from showgraph.ask.compose import Composed, compose_question
from showgraph.ask.empty import explain_empty
from showgraph.ask.ground import Ground
from showgraph.ask.proof import Fact, explain_row
from showgraph.ask.reading import Is, Noun, Question, played_in
from showgraph.ask.say import say_question
from showgraph.ask.settle import settle_readings
from showgraph.ask.shown import show_sparql
from showgraph.ask.understand import KnownValues, choose_reading, near_ties, read_readings
from showgraph.errors import AmbiguousNameError, LimitError, QuestionError, ShowgraphError
from showgraph.model import Entity, Property, name_code
from showgraph.names.lookup import Lookup
from showgraph.network.paths import Step, find_path
from showgraph.sparql import Result, run_query
from showgraph.store import Limits, Store
from showgraph.store.terms import IRI, Term
from showgraph.store.triples import has_triples

Row = dict[str, object]
Reword = Callable[[str, str], Sequence[str]]
"""What may propose other words for a question, given the question and why it was refused."""
_TOLD_ROWS, _OTHER_SECONDS = 3, 1.0


class OtherReading(NamedTuple):
    """Another way to read a question: its number for ``choice``, what it means, how many rows it has, and a few.

    ``rows`` is None where the rows could not be counted in a second.
    """

    number: int
    reading: str
    rows: int | None
    sample: tuple[str, ...]


@dataclass
class Answer:
    """What a question found: rows by column, how it was read, and what it ran.

    A cell is an ``Entity``, a plain Python value, or None. ``why`` holds, for each row, its facts with their sources;
    ``others`` the readings that are nearly as likely, each with how it would be answered; ``empty`` why there is no row;
    ``unproved`` why no row has a fact, where what was asked keeps no receipts.
    """

    question: str
    columns: tuple[str, ...]
    rows: list[Row]
    reading: str
    notes: tuple[str, ...] = ()
    sparql: str = ""
    empty: str = ""
    others: tuple[OtherReading, ...] = ()
    unproved: str = ""
    _store: Store | None = field(default=None, repr=False)
    _read: Question | None = field(default=None, repr=False)
    _steps: tuple[Step, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        from showgraph.notebook import table_html

        rows = [[row.get(column) for column in self.columns] for row in self.rows]
        return table_html(self.columns, rows, len(rows), f"Read as: {self.reading}. {self.empty}".rstrip())

    @cached_property
    def why(self) -> list[list[Fact]]:
        """For each row the facts it rests on, as sentences, each with the sources that say so."""
        if self._store is None or self._read is None or self._read.form == "path":
            return [[] for _ in self.rows]
        made = compose_question(self._read, proof=True)
        return [explain_row(self._store, made, row) for row in self.rows]


def ask_question(
    store: Store, text: str, limits: Limits, choice: int | None = None, reword: Reword | None = None
) -> Answer:
    """Answer a question in English or a Korean noun phrase; ``choice`` takes another reading than the likeliest.

    ``reword`` may propose other words for a question that was not understood. Only what the grammar reads is run.

    Raises:
        QuestionError: it was not understood.
        AmbiguousNameError: a name in it fits several things.
    """
    return ask_over(ground_of(store), text, limits, choice, reword)


def ask_over(
    ground: Ground, text: str, limits: Limits, choice: int | None = None, reword: Reword | None = None
) -> Answer:
    """Answer a question as ``ask_question`` does, over whatever it is asked of."""
    try:
        return _ask_once(ground, text, limits, choice)
    except AmbiguousNameError:
        raise
    except QuestionError as refusal:
        for other in reword(text, str(refusal)) if reword else ():
            try:
                answer = _ask_once(ground, other, limits, choice)
            except ShowgraphError:
                continue
            answer.notes = (f"reworded as {other!r}", *answer.notes)
            return answer
        raise


def _ask_once(ground: Ground, text: str, limits: Limits, choice: int | None) -> Answer:
    readings = read_readings(text, ground.names, ground.values)
    try:
        question = choose_reading(text, readings, choice)
    except AmbiguousNameError:
        settled = settle_readings(ground.run, readings, limits)
        if settled is None:
            raise
        question = settled
    answer = answer_reading(ground, text, question, limits)
    answer.others = tuple(
        _try_other(ground, number, other, limits) for number, other in near_ties(readings, question)[:3]
    )
    return answer


def ground_of(store: Store) -> Ground:
    """Return what questions need of a graph on this machine."""

    def run(text: str, bindings: Mapping[str, Term], limits: Limits) -> Result:
        return run_query(store, text, bindings, limits)

    return Ground(reads_names(store), values_of(store), run, store)


_LOOKUPS: WeakKeyDictionary[Store, Lookup] = WeakKeyDictionary()


def reads_names(store: Store) -> Lookup:
    """Return what runs the look-ups of names."""
    if store not in _LOOKUPS:
        run = ref(store)

        def execute(sql: str, values: Sequence[object]) -> list[tuple[object, ...]]:
            found = run()
            assert found is not None
            return found.execute(sql, list(values))

        _LOOKUPS[store] = Lookup(execute, store.folder)
    return _LOOKUPS[store]


def values_of(store: Store) -> KnownValues:
    """Return what tells which literals the graph holds as values of a property."""

    def find(prop: Property, forms: Iterable[str]) -> list[str]:
        texts = {'"' + form: form for form in forms}
        known = store.ids_of(texts)
        found = (text for text in texts if text in known and has_triples(store, None, "<" + prop.iri, text))
        return [texts[text] for text in found]

    return find


def answer_reading(ground: Ground, text: str, question: Question, limits: Limits) -> Answer:
    """Answer a question as it was read."""
    reading = say_question(question)
    if question.form == "path":
        return _answer_path(ground, text, question, reading)
    made = compose_question(question)
    rows = _run(ground, question, made, limits)
    store = ground.store
    answer = Answer(text, made.columns, rows, reading, question.notes, show_sparql(made), _store=store, _read=question)
    answer.unproved = "" if store else "an endpoint isn't asked for the facts behind a row and their sources"
    if not rows:
        _refuse_unknown_character(ground, question, limits)
        answer.empty = (
            explain_empty(ground.run, question, limits)
            if store
            else "nothing at the endpoint fits; it isn't asked which condition nothing fulfils"
        )
    return answer


def _refuse_unknown_character(ground: Ground, question: Question, limits: Limits) -> None:
    """Refuse a character that nobody plays in any work: its name was not understood."""
    for played in played_in(question.noun):
        known = compose_question(Question("count", Noun(("person",), "person", (replace(played, work=None),))))
        row = next(iter(ground.run(known.text, known.bindings, limits)))
        if not int(str(row[0])):
            raise QuestionError(f"did not understand {played.character!r}: the graph knows no character of that name")


def _run(ground: Ground, question: Question, made: Composed, limits: Limits) -> list[Row]:
    result = ground.run(made.text, made.bindings, limits)
    if question.form == "yes-no":
        return [{"answer": bool(result.boolean)}]
    if question.form == "count":
        return [{"count": row[0]} for row in result]
    return _keep_ties([_read_row(made, result.columns, tuple(row)) for row in result], question, made)


def _try_other(ground: Ground, number: int, question: Question, limits: Limits) -> OtherReading:
    """Return how another reading would be answered."""
    if question.form == "path":
        return OtherReading(number, say_question(question), 0, ())
    made = compose_question(question)
    try:
        rows = _run(ground, question, made, Limits(min(_OTHER_SECONDS, limits.seconds or _OTHER_SECONDS)))
    except LimitError:
        return OtherReading(number, say_question(question), None, ())
    sample = tuple(str(row[made.columns[0]]) for row in rows[:_TOLD_ROWS])
    return OtherReading(number, say_question(question), len(rows), sample)


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
        if column in made.coded and value is not None:
            value = name_code(made.coded[column], str(value))
        row[column] = value
    return row


def _bound(made: Composed, variable: str) -> str | None:
    term = made.bindings.get(variable)
    return term.value if isinstance(term, IRI) else None


def _keep_ties(rows: list[Row], question: Question, made: Composed) -> list[Row]:
    """Cut a list at the number asked for, or at the first, and keep all that share the last place."""
    order = question.noun.order
    if not made.order:
        return rows
    limit = (order.limit if order else None) or 1
    if len(rows) <= limit:
        return rows
    last = rows[limit - 1].get(made.order)
    return [row for place, row in enumerate(rows) if place < limit or row.get(made.order) == last]


def _answer_path(ground: Ground, text: str, question: Question, reading: str) -> Answer:
    assert question.other is not None
    start = next(c.thing for c in question.noun.constraints if isinstance(c, Is))
    store = ground.store
    if store is None:
        raise ShowgraphError("how two people are connected can't be asked of an endpoint; ask a graph on this machine")
    steps = find_path(store, start.iri, question.other.iri)
    rows: list[Row] = [step.as_row() for step in steps]
    same = start.iri == question.other.iri
    empty = "" if steps else "they are the same person" if same else "no chain of shared works joins them"
    columns = ("from", "via", "as", "to")
    return Answer(
        text, columns, rows, reading, question.notes, empty=empty, _store=store, _read=question, _steps=tuple(steps)
    )
