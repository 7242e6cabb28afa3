"""SPARQL 1.1 Query on a graph directory, compiled to SQL.

``run_query`` answers a text or a plan; ``compile_query`` makes a plan, which can be kept as JSON with the graph.
"""

from showgraph.sparql.plan import Plan
from showgraph.sparql.read_query import parse_query
from showgraph.sparql.result import Blank, Iri, Result, Row
from showgraph.sparql.run import compile_query, run_query

__all__ = ["Blank", "Iri", "Plan", "Result", "Row", "compile_query", "parse_query", "run_query"]
