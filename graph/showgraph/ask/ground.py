"""What questions are read and answered over: a graph on this machine, or whatever else knows names and answers SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from showgraph.ask.understand import KnownValues
from showgraph.names import Names
from showgraph.sparql import Result
from showgraph.store import Limits, Store
from showgraph.store.terms import Term

Run = Callable[[str, Mapping[str, Term], Limits], Result]
"""What answers a query with its bound values, within limits."""


@dataclass(frozen=True)
class Ground:
    """What a question needs: ``store`` only for receipts, paths and why there is no row."""

    names: Names
    values: KnownValues
    run: Run
    store: Store | None = None
