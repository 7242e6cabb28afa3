"""From a text to a plan: parse, compile, and remember what was compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from showgraph.errors import RefusalError
from showgraph.sparql.algebra import HIDDEN, Parameter, Query, Triple, Var
from showgraph.sparql.compile import compile_select, open_context
from showgraph.sparql.context import NotCompiled
from showgraph.sparql.plan import Output, Plan
from showgraph.sparql.read_query import parse_query
from showgraph.sparql.rules import rewrite
from showgraph.store import Store
from showgraph.store.terms import IRI, Literal, encode_term

_MOST_PLANS = 500
Dataset = tuple[tuple[str, ...], tuple[str, ...]]
"""The names of the graphs that make up the default graph, and of the named graphs, as FROM and FROM NAMED give them."""
_plans: dict[tuple[str, str, tuple[tuple[str, str], ...], Dataset | None], Plan] = {}


def compile_query(
    text: str, store: Store, parameters: Mapping[str, str] | None = None, dataset: Dataset | None = None
) -> Plan:
    """Return the plan of a query over a store; the same text gives the same plan without work.

    ``parameters`` names the variables whose values come with ``run_query``, and their kinds: ``iri``, ``literal``, or
    ``term`` when it may be either. ``dataset`` takes the place of FROM and FROM NAMED.

    Raises:
        QuerySyntaxError: it is no SPARQL query; the error says where.
        QueryError: it is an update, uses SERVICE, or names a graph that isn't there.
    """
    key = (store.manifest.fingerprint, text, tuple(sorted((parameters or {}).items())), dataset)
    plan = _plans.get(key)
    if plan is None:
        plan = _compile(text, store, dict(parameters or {}), dataset)
        if len(_plans) >= _MOST_PLANS:
            # Another thread may have taken the same one out.
            _plans.pop(next(iter(list(_plans))), None)
        _plans[key] = plan
    return plan


def _compile(text: str, store: Store, parameters: dict[str, str], dataset: Dataset | None) -> Plan:
    query = parse_query(text, parameters)
    if dataset is not None:
        query = replace(query, default_graphs=dataset[0], named_graphs=dataset[1])
    columns = tuple(var.name for var in query.variables)
    start = Plan(text, query.form, store.manifest.fingerprint, columns=columns, parameters=parameters)
    described = tuple(_template_term(term) for term in query.described)
    template = tuple((_template_term(t.s), _template_term(t.p), _template_term(t.o)) for t in query.template)
    try:
        context = open_context(store, query)
        select = compile_select(context, rewrite(query.pattern), wanted=_wanted(query))
    except NotCompiled as reason:
        if query.default_graphs is not None:
            # rdflib would look for the graphs outside.
            raise RefusalError(f"the query can't be answered over chosen graphs: {reason}") from reason
        return replace(start, fallback=str(reason), described=described, template=template)
    sql = f"SELECT 1 AS one FROM ({select.sql}) LIMIT 1" if query.form == "ASK" else select.sql
    named = set(re.findall(r"\$(\w+)", sql))
    used = {name: slot for name, slot in context.slots.items() if name in named}
    outputs = tuple(Output(name, form.kind, form.datatype) for name, form in select.forms.items())
    return replace(
        start,
        sql=sql,
        outputs=() if query.form == "ASK" else outputs,
        slots=used,
        functions=tuple(sorted(name for name in context.functions if f"sg_{name}(" in sql)),
        template=template,
        described=described,
    )


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
