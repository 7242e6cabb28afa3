"""The SPARQL endpoint: queries in, answers in the form that the client likes best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.errors import LimitError
from showgraph.knowledge_graph import add_prefixes
from showgraph.serve.answering import Answer, Kitchen
from showgraph.serve.negotiate import GRAPHS, ROWS, Form, choose_form
from showgraph.serve.protocol import Operation
from showgraph.serve.refusals import RequestError
from showgraph.sparql import Result, compile_query, run_query
from showgraph.sparql.formats import iterate_results
from showgraph.sparql.graph_formats import iterate_graph
from showgraph.store import Limits

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


async def answer_query(kitchen: Kitchen, request: Request, operation: Operation, query: str) -> Response:
    """Answer a query of the protocol."""
    accept = request.headers.get("accept", "")
    key = ("sparql", query, *operation.default_graphs, "\n", *operation.named_graphs, "\n", operation.format)

    def make() -> Answer:
        forms, result = ask(kitchen, operation, query, accept)
        return write_answer(result, forms, lasting=is_lasting(query))

    return await kitchen.answer(request, key, make)


def is_lasting(query: str) -> bool:
    """Tell whether a query has the same answer each time."""
    return _VOLATILE.search(query) is None


def ask(kitchen: Kitchen, operation: Operation, query: str, accept: str) -> tuple[Form, Result]:
    """Return the form to answer in and the result.

    Raises:
        RequestError: the client likes none of the forms.
        QueryError: the query can't be answered.
    """
    settings, store = kitchen.settings, kitchen.kg.store
    limits = Limits(settings.seconds, settings.rows, firm=True)
    try:
        plan = compile_query(add_prefixes(query), store, dataset=operation.dataset)
        form = choose_form(accept, forms_of(plan.form), operation.format)
        result = run_query(store, plan, limits=limits)
        if len(result) * len(plan.template) > settings.rows:
            raise LimitError(f"the graph may have more than the limit of {settings.rows:,} triples; ask for less")
        return form, result
    except RecursionError:
        raise RequestError(400, "the query is nested too deeply") from None


def forms_of(kind: str) -> Sequence[Form]:
    """Return the forms of the answer to SELECT, ASK, CONSTRUCT or DESCRIBE, the usual one first."""
    return ROWS if kind in ("SELECT", "ASK") else GRAPHS


def write_answer(result: Result, form: Form, *, lasting: bool = True) -> Answer:
    """Return a result in a form."""
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        return Answer.of(form.content_type, iterate_graph(result.triples, form.name), lasting=lasting)
    if result.form == "ASK" and form.name in ("csv", "tsv"):
        # The standard has no such form of a boolean; one word is what others send.
        return Answer.of(form.content_type, [f"{str(result.boolean).lower()}\n"], lasting=lasting)
    return Answer.of(form.content_type, iterate_results(result, form.name), lasting=lasting)
