"""SPARQL 1.1 Query on a graph directory, compiled to SQL.

``run_query`` answers a text or a plan; ``compile_query`` makes a plan, which can be kept as JSON with the graph.
Running a plan loads neither the parser nor the compiler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.sparql.plan import Plan
from showgraph.sparql.result import Blank, Iri, Result, Row
from showgraph.sparql.run import run_query

if TYPE_CHECKING:
    from showgraph.sparql.planning import compile_query
    from showgraph.sparql.read_query import parse_query

__all__ = ["Blank", "Iri", "Plan", "Result", "Row", "compile_query", "parse_query", "run_query"]


def __getattr__(name: str) -> object:
    """Load the compiler when it is first needed."""
    if name == "compile_query":
        from showgraph.sparql.planning import compile_query

        return compile_query
    if name == "parse_query":
        from showgraph.sparql.read_query import parse_query

        return parse_query
    raise AttributeError(f"module 'showgraph.sparql' has no attribute {name!r}")
