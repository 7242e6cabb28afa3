"""Ask a graph: compile a text or take a plan, bind the parameters, run, and hand back a result."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from functools import wraps

import duckdb

from showgraph.errors import LimitError, ParameterError, RefusalError
from showgraph.sparql.plan import Plan, Slot
from showgraph.sparql.result import Result
from showgraph.store import NO_LIMITS, Limits, Store
from showgraph.store.fetch import fetch_rows_again
from showgraph.store.terms import IRI, XSD, XSD_STRING, Literal, Term, encode_term

_LONGEST = 20_000_000
_TOO_LONG = f"the query makes a text of more than {_LONGEST:,} letters; ask for less"
_UNSTOPPABLE = frozenset({"regex", "replace"})


def run_query(
    store: Store,
    query: str | Plan,
    bindings: Mapping[str, Term] | None = None,
    limits: Limits = NO_LIMITS,
) -> Result:
    """Answer a query.

    ``bindings`` gives each parameter of a plan its term; with a text, they are the parameters.

    Raises:
        QuerySyntaxError: the text is no SPARQL query.
        ParameterError: a parameter has no value, or a value has no parameter.
        LimitError: the time, the memory or the rows allowed ran out.
        RefusalError: the limits are firm, and could not stop it.
    """
    given = dict(bindings or {})
    if isinstance(query, str):
        plan = _compile(query, store, {name: _kind(term) for name, term in given.items()})
    else:
        plan = query
    if missing := sorted(plan.parameters.keys() - given.keys()):
        raise ParameterError(f"the query needs a value for: {', '.join(missing)}")
    if unknown := sorted(given.keys() - plan.parameters.keys()):
        raise ParameterError(f"the query has no parameter called {', '.join(unknown)}")
    if plan.fingerprint != store.manifest.fingerprint:
        plan = _compile(plan.text, store, plan.parameters)
    if limits.firm and (slow := sorted(_UNSTOPPABLE.intersection(plan.functions))):
        raise RefusalError(f"the time limit can't stop this {slow[0].upper()}; give it a plain, constant pattern")
    if plan.fallback:
        return _fall_back(store, plan, given, limits, plan.fallback)
    _provide(store, plan.functions)
    values = fill_slots(store, plan.slots, given)
    try:
        rows = store.run(
            lambda connection: fetch_rows_again(connection, plan.sql, values, store.memory, limits.rows), limits
        )
    except (duckdb.BinderException, duckdb.NotImplementedException) as error:
        return _fall_back(store, plan, given, limits, f"the engine can't run its SQL: {str(error).splitlines()[0]}")
    except duckdb.InvalidInputException as error:
        if _TOO_LONG in str(error):
            raise LimitError(_TOO_LONG) from error
        raise
    return Result(store, plan, rows, given, values, limits)


def _compile(text: str, store: Store, parameters: Mapping[str, str]) -> Plan:
    # A plan that comes with the graph runs without parser and compiler.
    from showgraph.sparql.planning import compile_query

    return compile_query(text, store, parameters)


def _fall_back(store: Store, plan: Plan, given: dict[str, Term], limits: Limits, reason: str) -> Result:
    if limits.firm:
        raise RefusalError(f"the query can't be answered under a time limit: {reason}")
    from showgraph.sparql.fallback import evaluate_with_rdflib

    return evaluate_with_rdflib(store, plan, given, limits, reason)


def _kind(term: Term) -> str:
    return "literal" if isinstance(term, Literal) else "iri" if isinstance(term, IRI) else "term"


def _provide(store: Store, names: tuple[str, ...]) -> None:
    if not names:
        return
    from showgraph.sparql.functions import FUNCTIONS

    for name in names:
        function, arguments, result = FUNCTIONS[name]
        store.provide_function(f"sg_{name}", _tolerant(function), arguments, result)


def _tolerant(function: Callable[..., str | bool | None]) -> Callable[..., str | bool | None]:
    """Turn arithmetic that can't be done into SPARQL's error."""

    @wraps(function)
    def run(*args: object) -> str | bool | None:
        try:
            found = function(*args)
        except (ValueError, ArithmeticError):
            return None
        if isinstance(found, str) and len(found) > _LONGEST:
            raise LimitError(_TOO_LONG)
        return found

    return run


def fill_slots(store: Store, slots: Mapping[str, Slot], given: Mapping[str, Term]) -> dict[str, object]:
    """Return the values to bind, with the terms given for parameters."""
    return {name: _fill_slot(store, slot, given) for name, slot in slots.items()}


def _search(store: Store, slot: Slot, given: Mapping[str, Term]) -> list[int]:
    from showgraph.names import search_names

    text = slot.value
    if slot.parameter:
        term = given[slot.parameter]
        text = term.lexical if isinstance(term, Literal) else ""
    hits = search_names(store.execute, str(text), slot.datatype)
    ids = store.ids_of("<" + hit.iri for hit in hits)
    return [ids["<" + hit.iri] for hit in hits if "<" + hit.iri in ids]


def _fill_slot(store: Store, slot: Slot, given: Mapping[str, Term]) -> object:
    if slot.form == "constant":
        return slot.value
    if slot.form == "now":
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f"^{XSD}dateTime {now}"
    if slot.form == "nonce":
        return uuid.uuid4().hex
    if slot.form == "search":
        return _search(store, slot, given)
    term = given[slot.parameter]
    if slot.form == "id":
        number = store.id_of(term)
        return -1 if number is None else number
    if slot.form == "full":
        return encode_term(term)
    if slot.form == "native":
        from showgraph.store.patterns import native_value

        return native_value(term, slot.datatype)
    is_text = isinstance(term, Literal) and (bool(term.language) or term.datatype == XSD_STRING)
    if not is_text or not isinstance(term, Literal):
        return None
    return term.lexical if slot.form == "value" else term.language
