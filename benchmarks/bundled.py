"""The catalogue's queries on the bundled graph: the compiled plans, beside rdflib and Oxigraph over the same triples.

Run ``python benchmarks/bundled.py [RUNS]`` where showgraph and its test extras are installed. Each engine's rows are
compared before anything is timed; a query on which they differ is listed and not timed. "by hand" is SQL written by
hand on the same tables, for the queries that have it: the limit of what a compiler can reach.
"""

from __future__ import annotations

import io
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QuerySolution, QuerySolutions, RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parent))
from timing import time_interleaved  # type: ignore[import-not-found]

import showgraph
from showgraph.ask.catalogue import NamedQuery, read_catalogue
from showgraph.ask.shown import write_term
from showgraph.making import read_plan
from showgraph.rdf import write_rdf
from showgraph.sparql import run_query
from showgraph.store.terms import Term

PARAMETERS: dict[str, dict[str, object]] = {
    "filmography": {"person": "Park Solomon"},
    "filmography-with-episodes": {"person": "Park Solomon"},
    "cast": {"work": "Kingdom"},
    "crew": {"work": "Kingdom"},
    "co-stars": {"person": "Bae Doona"},
    "shared-works": {"one": "Bae Doona", "two": "Ju Ji-hoon"},
    "lineage": {"work": "All of Us Are Dead"},
    "adaptations-of-author": {"author": "Joo Dong-geun"},
    "by-genre": {"genre": "zombie"},
    "by-studio": {"studio": "Studio Dragon"},
    "by-broadcaster-and-year": {"broadcaster": "Netflix", "year": 2021},
    "said-by-source": {"source": "preview-article-2021"},
    "events": {"work": "All of Us Are Dead"},
    "facts": {"thing": "Vincenzo"},
    "name-spellings": {"thing": "Park Solomon"},
}
BY_HAND = {
    "by-studio": (
        'SELECT DISTINCT w."label", w."year", l.s FROM "link_production_company_in" l '
        'JOIN "table_work" w ON w.id = l.s '
        "WHERE l.o = $1 ORDER BY 2, 1",
        "_studio_iri",
    ),
    "filmography": (
        'SELECT DISTINCT w."label", w."year", w."kind_name", f."label", c."character_name", c."part", w.id '
        'FROM "table_credit" c JOIN "table_work" w ON w.id = c."credit_of" '
        'JOIN "table_concept" f ON f.id = c."function" '
        'WHERE c."credited_to" = $1 ORDER BY 2 DESC NULLS LAST, 1, 4, 5',
        "_person_iri",
    ),
}


def spell(named: NamedQuery, bindings: dict[str, Term]) -> str:
    """Return a query's text with its values written as terms, for engines that have no parameters of this kind."""
    text = named.text
    for name, term in sorted(bindings.items(), key=lambda entry: -len(entry[0])):
        text = text.replace(f"?{name}", write_term(term))
    return text


def count_rows(rows: list[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Return rows as a bag."""
    return Counter(rows)


def solve(store: Store, text: str) -> list[QuerySolution]:
    """Return the solutions of a SELECT by Oxigraph."""
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return list(found)


def main() -> None:
    """Print the ratios as Markdown."""
    import rdflib

    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    kg = showgraph.open()
    data = io.BytesIO()
    write_rdf(kg.store, "nquads", data, prefixes={}, context={})
    oxigraph = Store()
    oxigraph.bulk_load(data.getvalue(), RdfFormat.N_QUADS)
    memory = rdflib.Dataset()
    memory.parse(data=data.getvalue().decode(), format="nquads")
    print("| query | rows | Oxigraph / showgraph | rdflib / showgraph | showgraph / by hand |\n|---|---|---|---|---|")
    warm: list[float] = []
    for named in read_catalogue().values():
        bindings = named.bind(PARAMETERS.get(named.name, {}), kg.store.execute)
        plan, text = read_plan(kg.directory, named.name, named.text), spell(named, bindings)
        assert plan is not None
        ours = [tuple("" if cell is None else str(cell) for cell in row) for row in run_query(kg.store, plan, bindings)]
        theirs = [
            tuple("" if cell is None else str(getattr(cell, "value", cell)) for cell in row)
            for row in solve(oxigraph, text)
        ]
        if count_rows(ours) != count_rows(theirs):
            print(f"| {named.name} | differs: {len(ours)} and {len(theirs)} rows | | | |")
            continue
        things: dict[str, Callable[[], object]] = {
            "showgraph": lambda plan=plan, bindings=bindings: list(run_query(kg.store, plan, bindings)),  # type: ignore[misc]
            "oxigraph": lambda text=text: solve(oxigraph, text),  # type: ignore[misc]
        }
        if named.name not in SLOW_IN_RDFLIB:
            things["rdflib"] = lambda text=text: list(memory.query(text))  # type: ignore[misc]
        if named.name in BY_HAND:
            sql, parameter = BY_HAND[named.name]
            number = kg.store.id_of(bindings[parameter])
            things["hand"] = lambda sql=sql, number=number: kg.store.execute(sql, [number])  # type: ignore[misc]
        medians = time_interleaved(things, runs)
        cells = [
            f"{medians[name] / medians['showgraph']:.2f}" if name in medians else "" for name in ("oxigraph", "rdflib")
        ]
        cells.append(f"{medians['showgraph'] / medians['hand']:.2f}" if "hand" in medians else "")
        warm += time_interleaved({"showgraph": things["showgraph"]}, runs).values()
        print(f"| {named.name} | {len(ours)} | {' | '.join(cells)} |")
    print(f"\nasked again and again, {len(warm)} queries: {statistics.median(warm) * 1000:.1f} ms at the median")


SLOW_IN_RDFLIB = {"director-actor-pairs", "before-and-behind-the-camera", "sources", "said-by-source", "disputed-facts"}
"""Queries that rdflib takes minutes for."""

if __name__ == "__main__":
    main()
