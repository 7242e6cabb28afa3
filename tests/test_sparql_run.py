"""Asking: results, parameters, plans, limits, formats and refusals."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib

from showgraph.errors import LimitError, ParameterError, QueryError, QuerySyntaxError
from showgraph.sparql import Iri, Plan, compile_query, run_query
from showgraph.sparql.formats import write_results
from showgraph.store import (
    IRI,
    Column,
    Layout,
    Limits,
    Link,
    Literal,
    Staging,
    Store,
    Table,
    Text,
    open_store,
    replace_directory,
    write_graph,
)
from showgraph.store.terms import RDF_TYPE, XSD

EX = "http://e/"
PREFIX = f"PREFIX : <{EX}> PREFIX xsd: <{XSD}> "
LAYOUT = Layout(
    tables=(
        Table(
            "book",
            EX + "Book",
            (
                Column("title", EX + "title"),
                Column("year", EX + "year", XSD + "integer"),
                Column("out", EX + "out", XSD + "date"),
            ),
        ),
    ),
    links=(Link("type", RDF_TYPE), Link("author", EX + "author")),
    texts=(Text("name", EX + "name"),),
)


def quads() -> Iterator[tuple[str, str, str, str]]:
    for i in range(300):
        s = f"<{EX}b{i}"
        yield "", s, f"<{RDF_TYPE}", f"<{EX}Book"
        yield "", s, f"<{EX}title", f'"Book {i}'
        yield "", s, f"<{EX}year", f"^{XSD}integer {1900 + i % 100}"
        yield "", s, f"<{EX}out", f"^{XSD}date {1900 + i % 100}-01-02"
        yield "", s, f"<{EX}author", f"<{EX}p{i % 20}"
        yield "", s, f"<{EX}name", f"@ko 책{i}"
        yield "", s, f"<{EX}price", f"^{XSD}decimal {i}.50"
        yield f"<{EX}g{i % 2}", s, f"<{EX}title", f'"Said {i}'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("run") / "g"
    with Staging() as staging, replace_directory(place) as folder:
        staging.add(quads())
        write_graph(staging.connection, LAYOUT, folder)
    return place


@pytest.fixture(scope="module")
def store(place: Path) -> Iterator[Store]:
    with open_store(place) as store:
        yield store


def test_rows_have_names_and_plain_values(store: Store) -> None:
    result = run_query(
        store,
        PREFIX + "SELECT * { ?b :title 'Book 7' ; :year ?y ; :out ?d ; :price ?p ; :name ?n OPTIONAL { ?b :none ?u } }",
    )
    (row,) = result
    assert set(result.columns) == {"b", "y", "d", "p", "n", "u"}
    assert row.b == Iri(EX + "b7")
    assert isinstance(row.b, Iri)
    assert (row["y"], row.d, row.p, row.n, row.u) == (1907, datetime.date(1907, 1, 2), Decimal("7.50"), "책7", None)
    assert result.terms()[0][result.columns.index("n")] == rdflib.Literal("책7", lang="ko")


def test_patterns_on_one_subject_are_one_scan(store: Store) -> None:
    plan = compile_query(
        PREFIX + "SELECT ?b ?t { ?b a :Book ; :title ?t ; :year ?y ; :out ?d FILTER(?y > 1990) }", store
    )
    assert plan.sql.count("table_book") == 1
    assert "CROSS JOIN" not in plan.sql
    assert not plan.functions


def test_forms(store: Store) -> None:
    assert run_query(store, PREFIX + "ASK { :b1 :year 1901 }").boolean is True
    assert run_query(store, PREFIX + "ASK { :b1 :year 1902 }").boolean is False
    made = run_query(store, PREFIX + "CONSTRUCT { ?b :made [ :in ?y ] } { ?b :title 'Book 1' ; :year ?y }").graph
    assert len(made) == 2
    assert len(run_query(store, PREFIX + "DESCRIBE :b1").graph) == 7


def test_parameters_are_bound_and_plans_travel(store: Store, place: Path) -> None:
    text = PREFIX + "SELECT ?b ?t { ?b :title ?title ; :year ?y . BIND(STR(?title) AS ?t) }"
    plan = Plan.from_json(json.loads(json.dumps(compile_query(text, store, {"title": "literal"}).to_json())))
    for title in ("Book 3", "nothing' OR 1=1 --"):
        found = run_query(store, plan, {"title": Literal(title)})
        assert [row.t for row in found] == ([title] if title == "Book 3" else [])
    assert len(run_query(store, PREFIX + "SELECT * { ?b :author ?p }", {"p": IRI(EX + "p3")})) == 15
    inner = PREFIX + "SELECT ?n { { SELECT (COUNT(?b) AS ?n) { ?b :author ?p } } }"
    assert run_query(store, inner, {"p": IRI(EX + "p3")})[0].n == 15
    assert run_query(store, PREFIX + "SELECT ?p { }", {"p": IRI(EX + "p3")})[0].p == EX + "p3"
    with pytest.raises(ParameterError, match="needs a value for: title"):
        run_query(store, plan)
    with pytest.raises(ParameterError, match="no parameter called x"):
        run_query(store, plan, {"title": Literal("a"), "x": Literal("b")})
    with pytest.raises(ValueError, match="another format"):
        Plan.from_json({"format": 0})


def test_a_plan_runs_without_rdflib_and_numpy(store: Store, place: Path, tmp_path: Path) -> None:
    plan = compile_query(PREFIX + "SELECT ?t { ?b :title ?t ; :year ?y FILTER(?y > 1997) } ORDER BY ?t", store)
    (tmp_path / "plan.json").write_text(json.dumps(plan.to_json()))
    program = f"""
import json, sys
from showgraph.store import open_store
from showgraph.sparql import Plan, run_query
store = open_store({str(place)!r})
result = run_query(store, Plan.from_json(json.load(open({str(tmp_path / "plan.json")!r}))))
print(len(list(result)), sorted({{"rdflib", "numpy", "networkx", "pyparsing"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "6 []"
    assert done.stderr == ""


def test_a_plan_of_another_graph_is_compiled_again(store: Store, tmp_path: Path) -> None:
    plan = compile_query(PREFIX + "SELECT ?t { :b1 :title ?t }", store)
    with Staging() as staging, replace_directory(tmp_path / "g") as folder:
        staging.add([("", f"<{EX}b1", f"<{EX}title", '"Other')])
        write_graph(staging.connection, Layout(), folder)
    with open_store(tmp_path / "g") as other:
        assert [row.t for row in run_query(other, plan)] == ["Other"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * { ?s ?p }", 1, 18),
        ("SELECT *\n{ ?s ?p ?o FILTR(?o) }", 2, 12),
        ("SELECT ?x { ?s :p ?o }", 1, 16),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 1, 26),
        ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", 1, 36),
    ],
)
def test_syntax_errors_say_where(store: Store, text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run_query(store, text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "LOAD <http://e/>",
        "INSERT DATA { <http://e/a> <http://e/b> 1 }",
        "SELECT * FROM <http://e/nowhere> { ?s ?p ?o }",
    ],
)
def test_reaching_out_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        run_query(store, text)


def test_from_chooses_among_the_graphs(store: Store) -> None:
    def count(text: str) -> object:
        return run_query(store, PREFIX + text)[0].n

    assert count("SELECT (COUNT(*) AS ?n) FROM :g0 { ?s ?p ?o }") == 150
    assert count("SELECT (COUNT(*) AS ?n) FROM :g0 FROM :g1 { ?s :title ?o }") == 300
    assert count("SELECT (COUNT(*) AS ?n) FROM NAMED :g0 { GRAPH ?g { ?s ?p ?o } }") == 150
    assert count("SELECT (COUNT(*) AS ?n) FROM NAMED :g0 { ?s ?p ?o }") == 0
    assert count("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 2


CROSS = PREFIX + "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(CONTAINS(STR(?c), STR(?f))) }"


def test_the_time_limit_stops_a_cross_product(store: Store) -> None:
    with pytest.raises(LimitError, match=r"longer than 0\.3 seconds"):
        run_query(store, CROSS, limits=Limits(seconds=0.3))
    assert len(run_query(store, PREFIX + "SELECT ?t { :b1 :title ?t }")) == 1


def test_the_time_limit_holds_in_the_fallback(store: Store) -> None:
    from showgraph.sparql.fallback import evaluate_with_rdflib

    plan = compile_query(PREFIX + "SELECT * { ?a :year ?b . ?c :year ?d . ?e :year ?f }", store)
    with pytest.raises(LimitError):
        evaluate_with_rdflib(store, plan, {}, Limits(seconds=0.3), "a test")
    small = compile_query(PREFIX + "SELECT ?t { :b1 :title ?t }", store)
    assert evaluate_with_rdflib(store, small, {}, Limits(), "a test").texts == [('"Book 1',)]


def test_the_memory_limit_stops_a_sort(place: Path) -> None:
    query = PREFIX + "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f }"
    with open_store(place, memory="40MB", threads=2) as small, pytest.raises(LimitError, match="limit of 40MB"):
        run_query(small, query, limits=Limits(30))


def test_the_memory_limit_stops_an_endless_answer(place: Path) -> None:
    query = PREFIX + "SELECT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f }"
    with open_store(place, memory="40MB", threads=1) as small:
        with pytest.raises(LimitError, match=r"more rows than fit into the memory limit of 40MB: [0-9,]+ did"):
            run_query(small, query, limits=Limits(30))
        assert len(run_query(small, PREFIX + "SELECT ?t { :b1 :title ?t }")) == 1


def test_threads_share_a_store(store: Store) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(run_query(store, PREFIX + f"SELECT ?t {{ ?b :author :p{i} ; :title ?t }}")) for i in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [15] * 80


def test_the_standards_formats(store: Store) -> None:
    result = run_query(
        store,
        PREFIX
        + "SELECT ?b ?y ?n ?p ?u { ?b :title 'Book 1' ; :year ?y ; :name ?n ; :price ?p OPTIONAL { ?b :none ?u } }",
    )

    def written(format: str) -> str:
        stream = io.StringIO()
        write_results(result, format, stream)
        return stream.getvalue()

    data = json.loads(written("srj"))
    assert data["results"]["bindings"] == [
        {
            "b": {"type": "uri", "value": EX + "b1"},
            "y": {"type": "literal", "value": "1901", "datatype": XSD + "integer"},
            "n": {"type": "literal", "value": "책1", "xml:lang": "ko"},
            "p": {"type": "literal", "value": "1.50", "datatype": XSD + "decimal"},
        }
    ]
    root = ElementTree.fromstring(written("srx").split("\n", 1)[1])
    assert len(root.findall(".//{http://www.w3.org/2005/sparql-results#}binding")) == 4
    assert written("csv") == f"b,y,n,p,u\r\n{EX}b1,1901,책1,1.50,\r\n"
    assert written("tsv") == f'?b\t?y\t?n\t?p\t?u\n<{EX}b1>\t1901\t"책1"@ko\t1.50\t\n'
    with pytest.raises(QueryError, match="known formats"):
        write_results(result, "yaml", io.StringIO())


def test_tables_of_other_libraries(store: Store) -> None:
    pytest.importorskip("pyarrow")
    result = run_query(store, PREFIX + "SELECT ?b ?t ?y { ?b :title ?t ; :year ?y } ORDER BY DESC(?y) ?t LIMIT 3")
    expected = [{"b": row.b, "t": row.t, "y": row.y} for row in result]
    assert result.to_arrow().to_pylist() == expected
    assert result.to_polars().to_dicts() == expected
    assert result.to_pandas().to_dict("records") == expected


def test_explain_shows_the_sql(store: Store) -> None:
    text = run_query(store, PREFIX + "SELECT ?t { ?b :title ?t }").explain
    assert "table_book" in text
    assert "compiled" in text


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("FLOOR(?y / 10) * 10", "1990"),
        ("CEIL(-7 / 2)", "-3"),
        ("FLOOR(-7 / 2)", "-4"),
        ("ROUND(-5 / 2)", "-2"),
        ("ROUND(7 / -2)", "-3"),
        ("ROUND(-7 / 3)", "-2"),
        ("FLOOR(7 / 0)", ""),
        ("2.50 + 1", "3.5"),
        ("-0.5 + 0.5", "0"),
        ("1.25 * 4", "5"),
        ("?y * 1.5 - ?y", "997.5"),
        ("FLOOR(?y)", "1995"),
        ("9999999999 * 9999999999", "99999999980000000001"),
    ],
)
def test_numbers_are_exact_whoever_computes_them(store: Store, expression: str, expected: str) -> None:
    query = PREFIX + f"SELECT (STR({expression}) AS ?x) {{ VALUES ?y {{ 1995 }} }}"
    assert [row.x or "" for row in run_query(store, query)] == [expected]
    stored = PREFIX + f"SELECT (STR({expression}) AS ?x) {{ ?b :year ?y FILTER(?y = 1995) }}"
    assert {row.x or "" for row in run_query(store, stored)} <= {expected}
