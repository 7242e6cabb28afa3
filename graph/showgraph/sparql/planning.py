"""From a text to a plan: parse, compile, and remember what was compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from showgraph.errors import RefusalError, ShowgraphError
from showgraph.sparql.algebra import HIDDEN, Parameter, Query, Triple, Var
from showgraph.sparql.compile import compile_select, open_context
from showgraph.sparql.context import NotCompiled
from showgraph.sparql.plan import Output, Plan
from showgraph.sparql.read_query import QueryReader, parse_query
from showgraph.sparql.rules import rewrite
from showgraph.sparql.run import fill_slots
from showgraph.sparql.shapes import Shape, Words, cut, settles_plan
from showgraph.store import Store
from showgraph.store.terms import IRI, Literal, encode_term

_MOST_PLANS = 500
Dataset = tuple[tuple[str, ...], tuple[str, ...]]
"""The names of the graphs that make up the default graph, and of the named graphs, as FROM and FROM NAMED give them."""
Key = TypeVar("Key")
Value = TypeVar("Value")
_open_words: dict[tuple[str, ...], tuple[int, ...] | None] = {}
_shapes: dict[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], Shape | None] = {}
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
    if plan is None and not parameters and dataset is None:
        plan = _plan_by_shape(text, store)
        if plan is not None:
            return plan
    if plan is None:
        given = dict(parameters or {})
        query = parse_query(text, given)
        if dataset is not None:
            query = replace(query, default_graphs=dataset[0], named_graphs=dataset[1])
        plan = _compile(query, text, store, given)
        _keep(_plans, key, plan)
    return plan


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Put something in a cache, and the oldest out of a full one."""
    if len(kept) >= _MOST_PLANS:
        # Another thread may have taken the same one out.
        kept.pop(next(iter(list(kept))), None)
    kept[key] = value


def _plan_by_shape(text: str, store: Store) -> Plan | None:
    """Return the plan of a text from that of its shape; None where it has none yet, or can't have one."""
    words = cut(text)
    if words is None:
        return None
    if words.skeleton not in _open_words:
        # Most texts come once. The second of a skeleton shows that more may come.
        _keep(_open_words, words.skeleton, None)
        return None
    chosen = _open_words[words.skeleton]
    try:
        if chosen is None:
            chosen = _choose(words, _read_open(text, words, range(len(words.texts)))[0])
            _keep(_open_words, words.skeleton, chosen)
        if not chosen:
            return None
        names = words.names(chosen)
        fixed = tuple(said for index, said in enumerate(words.texts) if index not in names)
        key = (store.manifest.fingerprint, words.skeleton, fixed, tuple(names.values()))
        if key not in _shapes:
            _keep(_shapes, key, _compile_shape(text, words, names, store))
        shape = _shapes[key]
    except (ShowgraphError, KeyError):
        # What is wrong with the text is told where it is compiled by itself.
        return None
    return None if shape is None else shape.fill(text, fill_slots(store, shape.open_slots, shape.bindings(words)))


def _read_open(text: str, words: Words, chosen: Iterable[int]) -> tuple[QueryReader, Query]:
    """Return a text read with some words left open, and its reader."""
    reader = QueryReader(text, {})
    reader.open_words = {words.starts[index]: name for index, name in words.names(chosen).items()}
    return reader, reader.read()


def _choose(words: Words, reader: QueryReader) -> tuple[int, ...]:
    """Return the words that can be left open: each is read as a term of its own, and only its value counts."""
    settled = settles_plan(reader.patterns_read)
    places = {words.starts[index]: index for index in range(len(words.texts))}
    return tuple(places[start] for start, name in sorted(reader.opened_at.items()) if name not in settled)


def _compile_shape(text: str, words: Words, names: Mapping[int, str], store: Store) -> Shape | None:
    reader, query = _read_open(text, words, names)
    if settles_plan(reader.patterns_read) or set(reader.opened) != set(names.values()):
        return None
    plan = _compile(query, text, store, {})
    terms = {name: (index, reader.opened[name]) for index, name in names.items()}
    return None if plan.fallback else Shape(plan, reader.base, terms)


def _compile(query: Query, text: str, store: Store, parameters: dict[str, str]) -> Plan:
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
