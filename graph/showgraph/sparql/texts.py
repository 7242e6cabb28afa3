"""Rows of a query as term texts, for rooms that work on terms and not on values."""

from __future__ import annotations

from collections.abc import Mapping

from showgraph.sparql.run import run_query
from showgraph.store import NO_LIMITS, Limits, Store
from showgraph.store.terms import Term


def query_texts(
    store: Store, text: str, bindings: Mapping[str, Term] | None = None, limits: Limits = NO_LIMITS
) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT as term texts, unbound as the empty text."""
    return [tuple(cell or "" for cell in row) for row in run_query(store, text, bindings, limits).texts]
