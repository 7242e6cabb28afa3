"""The pages of queries: the catalogue, a form for each of its queries, and SPARQL with table, bars, links and plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.ask.catalogue import NamedQuery, get_query, read_catalogue
from showgraph.errors import AmbiguousNameError, ShowgraphError
from showgraph.model import ID, Entity, shorten
from showgraph.serve.addresses import with_parameters
from showgraph.serve.answering import Answer, Kitchen
from showgraph.serve.api import run_named
from showgraph.serve.explorer.figures import lay_out_links, make_chart
from showgraph.serve.explorer.pages import render
from showgraph.serve.protocol import Operation, Pairs
from showgraph.serve.refusals import refuse
from showgraph.serve.sparql import ask, is_lasting
from showgraph.sparql import Iri, Result

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

VIEWS = ("table", "chart", "graph", "plan")
_MOST_ROWS = 500
_FIRST = """PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?series ?webtoon ?year ?iri WHERE {
  ?iri a schema:TVSeries ; rdfs:label ?series ; schema:isBasedOn ?source .
  ?source a sg:Webtoon ; rdfs:label ?webtoon .
  OPTIONAL { ?iri sg:year ?year }
}
ORDER BY DESC(?year) ?series
"""


def catalogue() -> list[NamedQuery]:
    """Return the queries of the catalogue."""
    return list(read_catalogue().values())


def list_queries() -> Answer:
    """Return the page that lists the catalogue."""
    return render("queries.html.jinja", q="", queries=catalogue())


def show_named(kg: KnowledgeGraph, name: str, pairs: Pairs) -> Answer:
    """Return the page of a query of the catalogue: its form, and its rows once it has what it needs."""
    named = get_query(name)
    given = dict(pairs)
    rows: list[dict[str, object]] = []
    refused, asked = "", not needs_more(named, given)
    choices: tuple[str, ...] = ()
    columns: Sequence[str] = named.columns
    if asked:
        try:
            rows = run_named(kg, name, [(key, value) for key, value in pairs if value]).rows
        except AmbiguousNameError as error:
            refused, choices = f"{error.name!r} fits several; choose one", error.choices
        except ShowgraphError as error:
            refused = refuse(error).message
    shown, linked = _link_columns(columns)
    return render(
        "named.html.jinja", q="", named=named, given=given, rows=rows[:_MOST_ROWS], more=len(rows) - _MOST_ROWS,
        columns=shown, linked=linked, refused=refused, choices=choices, asked=asked and not refused,
        api=with_parameters(f"/api/{name}", **given), sparql=with_parameters("/sparql", query=named.text),
    )  # fmt: skip


def needs_more(named: NamedQuery, given: dict[str, str]) -> bool:
    """Tell whether a query lacks a value for one of its parameters."""
    return any(not given.get(parameter.name) and parameter.default is None for parameter in named.parameters)


def _link_columns(columns: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the columns that people read, and for those that name things the column with the identifier."""
    hidden = [name for name in columns if name == "iri" or name.endswith("_iri")]
    shown = [name for name in columns if name not in hidden] or list(columns)
    linked = {name.removesuffix("_iri"): name for name in hidden if name != "iri"}
    if "iri" in hidden:
        first = next((name for name in _NAMING if name in shown), shown[0])
        linked.setdefault(first, "iri")
    return shown, linked


_NAMING = ("work", "person", "series", "thing", "source", "event", "genre")


def show_sparql(kitchen: Kitchen, operation: Operation) -> Answer:
    """Return the SPARQL page: a query, the catalogue beside it, and what the query found, shown in one of four ways."""
    view = operation.view if operation.view in VIEWS else "table"
    query = operation.query
    shown: dict[str, object] = {"result": None, "refused": None}
    if query is not None:
        try:
            _, result = ask(kitchen, operation, query, "*/*")
            shown = {"result": _show(kitchen, result, view), "refused": None}
        except ShowgraphError as error:
            shown["refused"] = refuse(error)
    page = render(
        "sparql.html.jinja", q="", query=_FIRST if query is None else query, asked=query is not None, view=view,
        views=VIEWS, queries=catalogue(), **shown,
    )  # fmt: skip
    page.lasting = query is None or is_lasting(query)
    if shown["refused"] is not None:
        page.lasting = False
    return page


def _show(kitchen: Kitchen, result: Result, view: str) -> dict[str, object]:
    """Return what the page shows of a result."""
    is_graph = result.form in ("CONSTRUCT", "DESCRIBE")
    count = len(result.triples) if is_graph else len(result)
    found: dict[str, object] = {"form": result.form, "count": count, "boolean": result.boolean, "more": 0}
    if view == "plan":
        return found | {"plan": result.explain}
    if view == "graph" and result.form != "ASK":
        return found | {"figure": lay_out_links(kitchen.kg.store, result)}
    if view == "chart" and result.form == "SELECT":
        return found | {"chart": make_chart(result)}
    if is_graph:
        rows = [[_cell(text) for text in triple] for triple in sorted(result.triples)[:_MOST_ROWS]]
        return found | {"columns": ("subject", "property", "value"), "rows": rows, "more": max(0, count - _MOST_ROWS)}
    rows = [[_plain(cell) for cell in row] for _, row in zip(range(_MOST_ROWS), result, strict=False)]
    return found | {"columns": result.columns, "rows": rows, "more": max(0, count - _MOST_ROWS)}


def _cell(text: str) -> object:
    if text.startswith("<"):
        return _link(text[1:])
    return text[1:] if text[:1] in '"_' else text.partition(" ")[2]


def _plain(cell: object) -> object:
    return _link(str(cell)) if isinstance(cell, Iri) else cell


def _link(iri: str) -> Entity:
    """Return an identifier as the page shows it: short where everybody knows what is left out."""
    return Entity(iri.removeprefix(ID) or iri, iri) if iri.startswith(ID) else Entity(shorten(iri), iri)
