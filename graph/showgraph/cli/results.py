"""A SPARQL result on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from showgraph.cli.printing import print_rows
from showgraph.errors import ShowgraphError

if TYPE_CHECKING:
    from showgraph.sparql import Result

_GRAPHS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "pretty-xml"}
_STANDARD = ("srj", "srx", "csv", "tsv")


def print_result(result: Result, form: str | None) -> None:
    """Print a result: rows as asked, yes or no, or a graph, which is Turtle unless told otherwise."""
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        if form not in (None, *_GRAPHS):
            raise ShowgraphError(f"a graph can't be printed as {form}; choose {', '.join(_GRAPHS)}")
        click.echo(result.graph.serialize(format=_GRAPHS[form or "turtle"]).rstrip("\n"))
    elif form in _GRAPHS:
        raise ShowgraphError(f"rows can't be printed as {form}; choose a CONSTRUCT query, or table, json, csv, srj …")
    elif form in _STANDARD:
        from showgraph.sparql.formats import write_results

        write_results(result, form, sys.stdout)
    elif result.form == "ASK":
        print_rows(("answer",), [{"answer": result.boolean}], form or "table")
    else:
        columns = result.columns
        rows = [dict(zip(columns, row, strict=True)) for row in result]
        print_rows(columns, rows, form or "table", empty="no solution fits the query")
