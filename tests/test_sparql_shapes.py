"""Queries of one shape: what is left open, what is not, and that each gets its own answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from showgraph.errors import QuerySyntaxError
from showgraph.sparql import compile_query, planning, run_query
from showgraph.sparql.shapes import cut
from showgraph.store import Layout, Link, Staging, Store, Text, open_store, replace_directory, write_graph
from showgraph.store.terms import RDF_TYPE

EX = "http://e/"
QUADS = [
    ("", f"<{EX}a", f"<{EX}knows", f"<{EX}b"),
    ("", f"<{EX}b", f"<{EX}knows", f"<{EX}c"),
    ("", f"<{EX}c", f"<{EX}likes", f"<{EX}a"),
    ("", f"<{EX}a", f"<{RDF_TYPE}", f"<{EX}Person"),
    ("", f"<{EX}b", f"<{RDF_TYPE}", f"<{EX}Robot"),
    ("", f"<{EX}a", f"<{EX}name", '"Ann'),
    ("", f"<{EX}b", f"<{EX}name", "@en Ben"),
    ("", f"<{EX}c", f"<{EX}name", "@ko Ben"),
    ("", f"<{EX}c", f"<{EX}name", '"it # < is'),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place: Path = tmp_path_factory.mktemp("shapes") / "graph"
    layout = Layout(links=(Link("type", RDF_TYPE), Link("knows", EX + "knows")), texts=(Text("name", EX + "name"),))
    with Staging() as staging, replace_directory(place) as folder:
        staging.add(QUADS)
        write_graph(staging.connection, layout, folder, large=1)
    with open_store(place, threads=1) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    for kept in (planning._plans, planning._shapes, planning._open_words):
        kept.clear()


def rows(store: Store, query: str) -> list[tuple[str | None, ...]]:
    found = run_query(store, query)
    return sorted([*found.texts, *found.triples], key=str)


def compiled_alone(store: Store, query: str) -> list[tuple[str | None, ...]]:
    planning._open_words.clear()
    return rows(store, query)


CASES = [
    (f"SELECT ?x {{ <{EX}%s> <{EX}knows> ?x }}", ["a", "b", "c", "nobody", "knows"], 1),
    (f"SELECT ?x {{ ?x <{EX}knows> <{EX}%s> }}", ["a", "b", "c", "nobody"], 1),
    (f"SELECT ?p ?o {{ <{EX}%s> ?p ?o }}", ["a", "b", "c", "nobody"], 1),
    (f'SELECT ?x {{ ?x <{EX}name> "%s" }}', ["Ann", "Ben", "it # < is", "", "<"], 1),
    (f'SELECT ?x {{ ?x <{EX}name> "%s"@en }}', ["Ann", "Ben"], 1),
    (f"BASE <{EX}> SELECT ?x {{ <%s> <knows> ?x }} # <it>", ["a", "b", "../a", f"{EX}a"], 1),
    (f"SELECT ?x {{ ?x ?p ?y FILTER EXISTS {{ ?x <{EX}knows> <{EX}%s> }} }}", ["b", "c", "a"], 1),
    (f"SELECT (COUNT(*) AS ?n) {{ <{EX}%s> <{EX}knows> ?x }}", ["a", "b", "nobody"], 1),
    (f"SELECT ?x {{ ?x a <{EX}%s> }}", ["Person", "Robot", "Thing"], 3),
    (f"SELECT ?x {{ ?x <{RDF_TYPE}> <{EX}%s> }}", ["Person", "Robot", "Thing"], 3),
    (f"SELECT ?x {{ <{EX}a> <{EX}%s> ?x }}", ["knows", "likes", "name"], 3),
    (f"SELECT ?x {{ ?x ?p <{EX}%s> }}", ["a", "b", "Person"], 3),
    (f"SELECT ?x {{ <{EX}%s> <{EX}knows>+ ?x }}", ["a", "b", "nobody"], 3),
    (f"SELECT ?x {{ ?x <{EX}knows> ?y FILTER(?y = <{EX}%s>) }}", ["b", "c"], 2),
    (f"SELECT ?x {{ VALUES ?y {{ <{EX}%s> }} ?x <{EX}knows> ?y }}", ["b", "c"], 2),
    (f"CONSTRUCT {{ <{EX}%s> <{EX}of> ?x }} WHERE {{ ?x <{EX}knows> <{EX}b> }}", ["a", "b"], 1),
]


@pytest.mark.parametrize(("query", "words", "plans"), CASES)
def test_each_query_of_a_shape_has_its_own_answer(store: Store, query: str, words: list[str], plans: int) -> None:
    asked = [query % word for word in words]
    alone = [compiled_alone(store, one) for one in asked]
    planning._plans.clear()
    planning._open_words.clear()
    run_query(store, query % "x1")
    run_query(store, query % "x2")
    assert [rows(store, one) for one in asked] == alone
    assert len({compile_query(one, store).sql for one in asked}) == plans


def test_one_iri_in_two_places_is_another_shape_than_two(store: Store) -> None:
    query = f"ASK {{ <{EX}%s> <{EX}knows> ?x . ?y <{EX}likes> <{EX}%s> }}"
    for _ in range(3):
        assert run_query(store, query % ("a", "a")).boolean is True
        assert run_query(store, query % ("a", "b")).boolean is False
        assert run_query(store, query % ("b", "a")).boolean is True


def test_a_text_of_a_known_skeleton_that_is_no_query_is_refused(store: Store) -> None:
    for word in ("a", "b", "c"):
        run_query(store, f"SELECT ?x {{ <{EX}{word}> <{EX}knows> ?x }}")
    with pytest.raises(QuerySyntaxError):
        run_query(store, f"SELECT ?x {{ <{EX} a> <{EX}knows> ?x }}")
    with pytest.raises(QuerySyntaxError):
        run_query(store, f"SELECT ?x {{ '{EX}a' <{EX}knows> }}")


def test_texts_with_escapes_or_chosen_graphs_are_compiled_alone() -> None:
    assert cut(r'ASK { ?s ?p "a\"b" }') is None
    assert cut(f"ASK {{ GRAPH ?g {{ <{EX}a> ?p ?o }} }}") is None
    assert cut("ASK {}") is None


def test_words_are_found_as_the_parser_finds_them() -> None:
    words = cut("""ASK { <a> ?p '''<b> "x"''' , "<c>", 'it"s' FILTER(?x < 3 && 4 > ?y) } # <d> "e" """)
    assert words is not None
    assert words.texts == ("<a>", '"<c>"', "'it\"s'")
