"""The way round: a query that can't be SQL is evaluated by rdflib over the same store, its patterns still by SQL."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from showgraph.errors import QueryError, RefusalError, ShowgraphError
from showgraph.sparql.plan import Plan
from showgraph.sparql.result import Result
from showgraph.store import Limits, Store
from showgraph.store.terms import Term, encode_term


def evaluate_with_rdflib(store: Store, plan: Plan, bindings: Mapping[str, Term], limits: Limits, reason: str) -> Result:
    """Answer a query with rdflib's evaluator; the time limit is checked at every look-up.

    Raises:
        QueryError: rdflib can't evaluate it either.
    """
    from showgraph.rdf.store import rdf_dataset
    from showgraph.sources.rdflib_terms import exact_literals, from_rdflib, to_rdflib
    from showgraph.sparql.read_query import parse_query

    if parse_query(plan.text, plan.parameters).default_graphs is not None:
        # rdflib would fetch the graphs that FROM names.
        raise RefusalError(f"the query can't be answered over chosen graphs: {reason}")
    deadline = None if limits.seconds is None else monotonic() + limits.seconds
    dataset = rdf_dataset(store, deadline=deadline, seconds=limits.seconds)
    values = {name: to_rdflib(encode_term(term)) for name, term in bindings.items()}
    try:
        with exact_literals():
            found = dataset.query(plan.text, initBindings=values)
            if plan.form == "ASK":
                return Result(store, plan, [], bindings, {}, limits, boolean=bool(found.askAnswer), fallback=reason)
            if plan.form in ("CONSTRUCT", "DESCRIBE"):
                triples = [(from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in (found.graph or ())]
                return Result(store, plan, [], bindings, {}, limits, triples=triples, fallback=reason)
            texts = [
                tuple(None if (term := row.get(name)) is None else from_rdflib(term) for name in plan.columns)
                for row in ({str(key): value for key, value in binding.items()} for binding in found.bindings)
            ]
    except ShowgraphError:
        raise
    except Exception as error:
        # rdflib raises bare exceptions for what it can't evaluate; the reason why it was asked at all says more.
        raise QueryError(f"the query can't be answered: {reason}; rdflib says: {error}") from error
    return Result(store, plan, [], bindings, {}, limits, texts=texts, fallback=reason)
