"""Ask a graph: compile a text or take a plan, bind the parameters, run, and hand back a result."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from functools import wraps

import duckdb

from showgraph.errors import ParameterError
from showgraph.sparql.algebra import HIDDEN, Parameter, Query, Triple, Var
from showgraph.sparql.compile import compile_select, open_context
from showgraph.sparql.context import NotCompiled, Slot
from showgraph.sparql.plan import Output, Plan
from showgraph.sparql.read_query import parse_query
from showgraph.sparql.result import Result
from showgraph.store import NO_LIMITS, Limits, Store
from showgraph.store.open import fetch_rows
from showgraph.store.patterns import native_value
from showgraph.store.terms import IRI, XSD, XSD_STRING, Literal, Term, encode_term

_MOST_PLANS = 500
_plans: dict[tuple[str, str, tuple[tuple[str, str], ...]], Plan] = {}


def compile_query(text: str, store: Store, parameters: Mapping[str, str] | None = None) -> Plan:
    """Return the plan of a query over a store; the same text gives the same plan without work.

    ``parameters`` names the variables whose values come with ``run_query``, and their kinds: ``iri``, ``literal``, or
    ``term`` when it may be either.

    Raises:
        QuerySyntaxError: it is no SPARQL query; the error says where.
        QueryError: it is an update, uses SERVICE, or names a graph that isn't there.
    """
    key = (store.manifest.fingerprint, text, tuple(sorted((parameters or {}).items())))
    plan = _plans.get(key)
    if plan is None:
        plan = _compile(text, store, dict(parameters or {}))
        if len(_plans) >= _MOST_PLANS:
            _plans.pop(next(iter(_plans)))
        _plans[key] = plan
    return plan


def _compile(text: str, store: Store, parameters: dict[str, str]) -> Plan:
    query = parse_query(text, parameters)
    columns = tuple(var.name for var in query.variables)
    start = Plan(text, query.form, store.manifest.fingerprint, columns=columns, parameters=parameters)
    described = tuple(_template_term(term) for term in query.described)
    template = tuple((_template_term(t.s), _template_term(t.p), _template_term(t.o)) for t in query.template)
    try:
        context = open_context(store, query)
        select = compile_select(context, query.pattern, wanted=_wanted(query))
    except NotCompiled as reason:
        return _replace(start, fallback=str(reason), described=described, template=template)
    sql = f"SELECT 1 AS one FROM ({select.sql}) LIMIT 1" if query.form == "ASK" else select.sql
    used = {name: slot for name, slot in context.slots.items() if _uses(sql, name)}
    outputs = tuple(Output(name, form.kind, form.datatype) for name, form in select.forms.items())
    return _replace(
        start,
        sql=sql,
        outputs=() if query.form == "ASK" else outputs,
        slots=used,
        functions=tuple(sorted(name for name in context.functions if f"sg_{name}(" in sql)),
        template=template,
        described=described,
    )


def _replace(plan: Plan, **changes: object) -> Plan:
    from dataclasses import replace

    return replace(plan, **changes)  # type: ignore[arg-type]


def _uses(sql: str, name: str) -> bool:
    import re

    return re.search(rf"\${name}\b", sql) is not None


def _wanted(query: Query) -> tuple[Var, ...] | None:
    """Return the variables that a query without SELECT needs."""
    if query.form == "ASK":
        return ()
    if query.form == "DESCRIBE":
        return tuple(dict.fromkeys(term for term in query.described if isinstance(term, Var)))
    if query.form == "CONSTRUCT":
        terms = [term for triple in query.template for term in _parts(triple)]
        return tuple(
            dict.fromkeys(term for term in terms if isinstance(term, Var) and not term.name.startswith(HIDDEN))
        )
    return None


def _parts(triple: Triple) -> tuple[object, object, object]:
    return triple.s, triple.p, triple.o


def _template_term(term: object) -> str:
    """Return a term as a template has it: ``?name``, ``_:name`` for a new blank node, or a term text."""
    if isinstance(term, Var):
        return "_:" + term.name.strip(HIDDEN) if term.name.startswith(HIDDEN) else "?" + term.name
    if isinstance(term, Parameter):
        return "?" + term.name
    assert isinstance(term, IRI | Literal)
    return encode_term(term)


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
        LimitError: the time or the memory ran out.
    """
    given = dict(bindings or {})
    plan = (
        compile_query(query, store, {name: _kind(term) for name, term in given.items()})
        if isinstance(query, str)
        else query
    )
    if missing := sorted(plan.parameters.keys() - given.keys()):
        raise ParameterError(f"the query needs a value for: {', '.join(missing)}")
    if unknown := sorted(given.keys() - plan.parameters.keys()):
        raise ParameterError(f"the query has no parameter called {', '.join(unknown)}")
    if plan.fingerprint != store.manifest.fingerprint:
        plan = compile_query(plan.text, store, plan.parameters)
    if plan.fallback:
        return _fall_back(store, plan, given, limits, plan.fallback)
    _provide(store, plan.functions)
    values = _fill_slots(store, plan, given)
    try:
        rows = store.run(lambda connection: fetch_rows(connection, plan.sql, values), limits)
    except (duckdb.BinderException, duckdb.NotImplementedException) as error:
        return _fall_back(store, plan, given, limits, f"the engine can't run its SQL: {str(error).splitlines()[0]}")
    return Result(store, plan, rows, given, values, limits)


def _fall_back(store: Store, plan: Plan, given: dict[str, Term], limits: Limits, reason: str) -> Result:
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
            return function(*args)
        except (ValueError, ArithmeticError):
            return None

    return run


def _fill_slots(store: Store, plan: Plan, given: Mapping[str, Term]) -> dict[str, object]:
    return {name: _fill_slot(store, slot, given) for name, slot in plan.slots.items()}


def _fill_slot(store: Store, slot: Slot, given: Mapping[str, Term]) -> object:
    if slot.form == "constant":
        return slot.value
    if slot.form == "now":
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f"^{XSD}dateTime {now}"
    if slot.form == "nonce":
        return uuid.uuid4().hex
    term = given[slot.parameter]
    if slot.form == "id":
        number = store.id_of(term)
        return -1 if number is None else number
    if slot.form == "full":
        return encode_term(term)
    if slot.form == "native":
        return native_value(term, slot.datatype)
    is_text = isinstance(term, Literal) and (bool(term.language) or term.datatype == XSD_STRING)
    if not is_text or not isinstance(term, Literal):
        return None
    return term.lexical if slot.form == "value" else term.language
