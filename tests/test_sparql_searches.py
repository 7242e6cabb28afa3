"""Names looked up inside a query."""

from __future__ import annotations

import pytest

from showgraph import KnowledgeGraph
from showgraph.errors import QueryError
from showgraph.store.terms import Literal

PREFIXES = """PREFIX sg: <https://w3id.org/showgraph/ns#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def ask(kg: KnowledgeGraph, text: str) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in kg.query(PREFIXES + text)]


@pytest.mark.parametrize("name", ["Kingdom", "kingdm", "킹덤"])
def test_a_name_is_found_in_any_spelling(kg: KnowledgeGraph, name: str) -> None:
    rows = ask(kg, f'SELECT ?n {{ [] sg:search "{name}" ; sg:hit ?s . ?s a schema:TVSeries ; rdfs:label ?n }}')
    assert ["Kingdom"] in rows


def test_what_is_found_is_ranked_and_joins_other_patterns(kg: KnowledgeGraph) -> None:
    rows = ask(
        kg,
        """SELECT ?n ?rank { [] sg:searchPrefix "par" ; sg:hit ?p ; sg:rank ?rank .
        ?p a schema:Person ; rdfs:label ?n } ORDER BY ?rank""",
    )
    assert len(rows) > 5
    assert all(name.casefold().startswith("par") or not name.isascii() for name, _ in rows[:3])
    ranks = [int(rank) for _, rank in rows]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_a_part_of_a_name_is_found_and_a_search_is_a_row_per_hit(kg: KnowledgeGraph) -> None:
    rows = ask(kg, 'SELECT ?n { [] sg:searchPart "of us are" ; sg:hit ?s . ?s rdfs:label ?n }')
    assert ["All of Us Are Dead"] in rows
    count = ask(kg, 'SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { [] sg:searchPart "the" ; sg:hit ?s }')
    assert count[0][0] == count[0][1] != "0"


def test_two_searches_meet(kg: KnowledgeGraph) -> None:
    rows = ask(
        kg,
        """SELECT DISTINCT ?n { [] sg:search "Bae Doona" ; sg:hit ?a . [] sg:search "Ryu Seung-ryong" ; sg:hit ?b .
        ?w schema:actor ?a, ?b ; rdfs:label ?n }""",
    )
    assert ["Kingdom"] in rows


def test_a_text_comes_as_a_parameter(kg: KnowledgeGraph) -> None:
    text = PREFIXES + "SELECT ?n { [] sg:search ?text ; sg:hit ?s . ?s rdfs:label ?n }"
    assert "Kingdom" in [str(name) for (name,) in kg.query(text, {"text": Literal("kingdom")})]


@pytest.mark.parametrize("pattern", ["[] sg:search ?x", '[] sg:search "a" ; sg:rank 1', "[] sg:search sg:x"])
def test_a_search_that_cannot_be_made_is_told(kg: KnowledgeGraph, pattern: str) -> None:
    with pytest.raises(QueryError, match="sg:"):
        ask(kg, f"SELECT * {{ {pattern} }}")


def test_nothing_is_found_by_nothing(kg: KnowledgeGraph) -> None:
    assert ask(kg, 'SELECT * { [] sg:searchPart "" ; sg:hit ?s }') == []
    assert ask(kg, 'SELECT * { [] sg:search "qqqqzzzzqqqq" ; sg:hit ?s }') == []
