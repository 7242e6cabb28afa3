"""The W3C's own tests of SPARQL 1.0 and 1.1: queries with their answers, and texts that are or aren't queries.

The suites lie outside of the project (``--w3c``, ``SHOWGRAPH_W3C`` or ``../shared/w3c``). What fails knowingly stands
in ``w3c-accepted-failures.toml`` with its reason; an entry that passes is a failure too.
"""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from showgraph.errors import QueryError
from showgraph.rdf import from_rdflib, read_rdf
from showgraph.sources.rdflib_terms import exact_literals
from showgraph.sparql import Result, parse_query, run_query
from showgraph.store import Layout, Staging, Store, open_store, replace_directory, write_graph

HERE = Path(__file__).resolve().parent
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
ACCEPTED: dict[str, str] = tomllib.loads((HERE / "w3c-accepted-failures.toml").read_text("utf-8"))
# Update, service, entailment and protocols are no part of the query language's evaluation.
LEFT_OUT = {"entailment", "service", "protocol", "service-description", "http-rdf-update", "graph-store-protocol"}


def load_beside(name: str) -> ModuleType:
    """Import a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bags = load_beside("bags")


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    answer: Path | None = None
    reduced: bool = False


def suites(given: str | None) -> Path:
    named = given or os.environ.get("SHOWGRAPH_W3C")
    return (Path(named) if named else HERE.parents[1] / "shared" / "w3c").resolve() / "sparql"


def as_path(node: Any) -> Path:
    return Path(unquote(urlparse(str(node)).path))


def read_cases(root: Path) -> Iterator[Case]:
    for manifest in sorted((*root.glob("sparql10/*/manifest.ttl"), *root.glob("sparql11/*/manifest.ttl"))):
        if manifest.parent.name in LEFT_OUT:
            continue
        graph = rdflib.Graph()
        graph.parse(manifest)
        for entries in graph.objects(None, MF.entries):
            for test in Collection(graph, entries):
                case = read_case(graph, test, manifest.parent.relative_to(root))
                if case is not None:
                    yield case


def read_case(graph: rdflib.Graph, test: Any, suite: Path) -> Case | None:
    kind = str(graph.value(test, RDF.type)).split("#")[-1]
    action = graph.value(test, MF.action)
    name = f"{suite.as_posix()}/{str(test).split('#')[-1]}"
    if "Syntax" in kind and "Update" not in kind:
        return Case(name, "negative" if "Negative" in kind else "positive", as_path(action))
    if kind not in ("QueryEvaluationTest", "CSVResultFormatTest"):
        return None
    if graph.value(action, QT.query) is None:
        return None
    named = []
    for node in graph.objects(action, QT.graphData):
        source = graph.value(node, QT.graph) or node
        label = graph.value(node, rdflib.RDFS.label)
        named.append((str(label) if label is not None else str(source), as_path(source)))
    return Case(
        name,
        "evaluation",
        as_path(graph.value(action, QT.query)),
        tuple(as_path(node) for node in graph.objects(action, QT.data)),
        tuple(sorted(named)),
        as_path(graph.value(test, MF.result)),
        graph.value(test, MF.resultCardinality) == MF.LaxCardinality,
    )


@cache
def graph_of(place: Path, data: tuple[Path, ...], named: tuple[tuple[str, Path], ...]) -> Store:
    """Return a store over some files, written once for all tests that share them."""
    folder = place / str(abs(hash((data, named))))
    with Staging() as staging, replace_directory(folder) as target:
        for path in data:
            staging.add(("", s, p, o) for _, s, p, o in read_rdf(path))
        for name, path in named:
            staging.add((f"<{name}", s, p, o) for _, s, p, o in read_rdf(path))
        write_graph(staging.connection, Layout(), target)
    return open_store(folder)


def find_dataset(case: Case) -> tuple[tuple[Path, ...], tuple[tuple[str, Path], ...]]:
    """Return the files to load; FROM in the text names files when the manifest names none."""
    if case.data or case.named:
        return case.data, case.named
    query = parse_query(f"BASE <{case.query.as_uri()}>\n" + case.query.read_text("utf-8"))
    names = dict.fromkeys((*(query.default_graphs or ()), *(query.named_graphs or ())))
    return (), tuple((name, as_path(name)) for name in names)


def run_case(case: Case, place: Path) -> None:
    text = case.query.read_text("utf-8")
    if case.kind == "positive":
        parse_query(text)
    elif case.kind == "negative":
        with pytest.raises(QueryError):
            parse_query(text)
    else:
        store = graph_of(place, *find_dataset(case))
        result = run_query(store, f"BASE <{case.query.as_uri()}>\n{text}")
        assert not result.fallback, result.fallback
        assert case.answer is not None
        compare(case, result)


def compare(case: Case, result: Result) -> None:
    path = case.answer
    assert path is not None
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        expected = rdflib.Graph()
        with exact_literals():
            expected.parse(path)
        assert isomorphic(result.graph, expected), result.graph.serialize(format="nt")
        return
    columns, rows, boolean, ordered = read_answer(path)
    if result.form == "ASK":
        assert result.boolean == boolean
        return
    if path.suffix == ".csv":
        compare_csv(path, result)
        return
    mine = [tuple(dict(zip(result.columns, row, strict=True)).get(name) for name in columns) for row in result.texts]
    assert set(columns) <= set(result.columns) or not rows, (columns, result.columns)
    same = bags.same_set if case.reduced else bags.same_bag
    assert same(mine, rows), (
        f"\nexpected {sorted(map(str, rows))}\nfound    {sorted(map(str, mine))}\n{result.plan.sql}"
    )
    if ordered:
        assert in_order(mine) == in_order(rows)


def in_order(rows: list[tuple[str | None, ...]]) -> list[list[str]]:
    """Return the rows as they stand, blank nodes without their names."""
    return [["_" if cell.startswith("_") else cell for cell in map(bags.plain_cell, row)] for row in rows]


def compare_csv(path: Path, result: Result) -> None:
    import csv
    import io

    from showgraph.sparql.formats import write_results

    stream = io.StringIO()
    write_results(result, "csv", stream)
    mine, theirs = (list(csv.reader(io.StringIO(text))) for text in (stream.getvalue(), path.read_text("utf-8")))
    assert mine[0] == theirs[0]

    def blank(row: list[str]) -> list[str]:
        return ["_:" if cell.startswith("_:") else cell for cell in row]

    assert sorted(map(blank, mine[1:])) == sorted(map(blank, theirs[1:]))


def read_answer(path: Path) -> tuple[list[str], list[tuple[str | None, ...]], bool | None, bool]:
    """Return columns, rows of term texts, the answer to an ASK, and whether the order of rows matters."""
    if path.suffix in (".ttl", ".rdf"):
        return read_rdf_answer(path)
    kinds = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}
    with exact_literals(), path.open("rb") as file:
        found = rdflib.query.Result.parse(file, format=kinds[path.suffix])
    if found.type == "ASK":
        return [], [], found.askAnswer, False
    columns = [str(var) for var in found.vars or []]
    rows = [
        tuple(None if (term := row.get(rdflib.Variable(name))) is None else from_rdflib(term) for name in columns)
        for row in found.bindings
    ]
    return columns, rows, None, False


def read_rdf_answer(path: Path) -> tuple[list[str], list[tuple[str | None, ...]], bool | None, bool]:
    graph = rdflib.Graph()
    with exact_literals():
        graph.parse(path)
    answer = graph.value(None, RS.boolean)
    for found in graph.objects(None, RS.boolean):
        return [], [], str(found) == "true", False
    assert answer is None
    columns = sorted(str(name) for name in graph.objects(None, RS.resultVariable))
    solutions = list(graph.objects(None, RS.solution))
    places = {node: int(str(graph.value(node, RS["index"]) or 0)) for node in solutions}
    rows = []
    for node in sorted(solutions, key=lambda node: places[node]):
        cells = {
            str(graph.value(binding, RS.variable)): graph.value(binding, RS.value)
            for binding in graph.objects(node, RS.binding)
        }
        rows.append(tuple(None if (term := cells.get(name)) is None else from_rdflib(term) for name in columns))
    return columns, rows, None, any(places.values())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        root = suites(metafunc.config.getoption("--w3c"))
        cases = list(read_cases(root)) if root.is_dir() else []
        metafunc.parametrize("case", cases, ids=[case.name for case in cases])


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("w3c")
    graph_of.cache_clear()


def test_the_suites_are_there(pytestconfig: pytest.Config, missing: Callable[[str], None]) -> None:
    root = suites(pytestconfig.getoption("--w3c"))
    if not root.is_dir():
        missing(f"no W3C test suites at {root}; name their folder with --w3c or SHOWGRAPH_W3C")


def test_w3c(case: Case, place: Path) -> None:
    reason = ACCEPTED.get(case.name)
    if reason is None:
        run_case(case, place)
        return
    try:
        run_case(case, place)
    except (AssertionError, QueryError, pytest.fail.Exception):
        return
    pytest.fail(f"{case.name} passes; take it out of the accepted failures")


def test_accepted_failures_name_tests_that_exist(pytestconfig: pytest.Config) -> None:
    root = suites(pytestconfig.getoption("--w3c"))
    if root.is_dir():
        assert set(ACCEPTED) <= {case.name for case in read_cases(root)}
