"""Paths over adjacency arrays, compared with NetworkX."""

from __future__ import annotations

import random

import networkx
import numpy as np
import pytest

from showgraph import KnowledgeGraph
from showgraph.errors import ShowgraphError
from showgraph.model import Entity
from showgraph.network.measures import Bipartite, find_groups, measure_centrality, read_bipartite
from showgraph.network.paths import find_shortest_paths
from showgraph.store.neighbours import Neighbours


def make_arrays(pairs: list[tuple[int, int]]) -> list[Neighbours]:
    """Return both directions of some links as the store would."""
    arrays = []
    for near, far in ((0, 1), (1, 0)):
        edges = sorted((pair[near], pair[far]) for pair in pairs)
        first, last = edges[0][0], edges[-1][0]
        offsets = np.zeros(last - first + 2, np.uint32)
        np.cumsum(np.bincount([edge[0] - first for edge in edges]), out=offsets[1:])
        arrays.append(Neighbours(first, offsets, np.array([edge[1] for edge in edges], np.int32)))
    return arrays


@pytest.mark.parametrize("seed", range(20))
def test_every_shortest_path_is_found(seed: int) -> None:
    chance = random.Random(seed)
    works, people = range(10, 10 + chance.randint(3, 30)), range(100, 100 + chance.randint(3, 30))
    pairs = sorted({(chance.choice(works), chance.choice(people)) for _ in range(chance.randint(3, 60))})
    arrays = [*make_arrays(pairs[: len(pairs) // 2 + 1]), *make_arrays(pairs[len(pairs) // 3 :])]
    graph = networkx.Graph(pairs)
    graph.add_nodes_from([*works, *people])
    for one in people:
        for other in people:
            found = [tuple(path) for path in find_shortest_paths(arrays, one, other, most=10**6).tolist()]
            known: list[tuple[int, ...]] = []
            if networkx.has_path(graph, one, other):
                known = [tuple(path) for path in networkx.all_shortest_paths(graph, one, other)]
            assert sorted(found) == sorted(known)
            some = [tuple(path) for path in find_shortest_paths(arrays, one, other, most=2).tolist()]
            assert len(some) == min(2, len(known))
            assert set(some) <= set(known)


def test_a_long_chain_is_followed_to_its_end() -> None:
    pairs = [pair for i in range(1000) for pair in ((2 * i, 2 * i + 1), (2 * i + 2, 2 * i + 1))]
    (path,) = find_shortest_paths(make_arrays(pairs), 0, 2000).tolist()
    assert path == list(range(2001))


def make_network(kg: KnowledgeGraph) -> tuple[Bipartite, networkx.Graph]:
    network = read_bipartite(kg.store, ("actors", "directors"))
    graph = networkx.Graph(zip(network.works.tolist(), network.people.tolist(), strict=True))
    return network, graph


def test_centrality_is_what_networkx_computes(kg: KnowledgeGraph) -> None:
    network, graph = make_network(kg)
    assert len(network.works) == graph.number_of_edges()
    degrees = measure_centrality(network, "degree")
    assert {node: int(degree) for node, degree in enumerate(degrees)} == dict(graph.degree())
    ranks = networkx.pagerank(graph, tol=1e-12, max_iter=1000)
    ours = measure_centrality(network, "pagerank")
    assert [ranks[node] for node in range(len(ours))] == pytest.approx(ours.tolist(), rel=1e-3)


def test_components_are_what_networkx_finds(kg: KnowledgeGraph) -> None:
    network, graph = make_network(kg)
    numbers = find_groups(network, "components")
    found: dict[int, set[int]] = {}
    for node, number in enumerate(numbers.tolist()):
        found.setdefault(number, set()).add(node)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, networkx.connected_components(graph)))
    assert [len(found[number]) for number in range(len(found))] == sorted(map(len, found.values()), reverse=True)


def test_communities_are_the_same_each_time_and_no_worse_than_louvains(kg: KnowledgeGraph) -> None:
    network, graph = make_network(kg)
    numbers = find_groups(network, "communities").tolist()
    assert numbers == find_groups(network, "communities").tolist()
    groups = [{node for node, number in enumerate(numbers) if number == group} for group in set(numbers)]
    louvain = networkx.community.louvain_communities(graph, seed=1)
    assert networkx.community.modularity(graph, groups) > 0.95 * networkx.community.modularity(graph, louvain)


def test_rows_of_measures_name_people_and_works(kg: KnowledgeGraph) -> None:
    rows = kg.central("degree", "work", top=3)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert rows[0]["score"] >= rows[1]["score"]  # type: ignore[operator]
    work = rows[0]["name"]
    assert isinstance(work, Entity)
    assert len(kg.cast(work.iri)) >= 1
    groups = kg.groups("components", top=2)
    assert groups[0]["people"] > groups[1]["people"]  # type: ignore[operator]
    with pytest.raises(ShowgraphError, match="no measure is called 'luck'"):
        kg.central("luck")
    with pytest.raises(ShowgraphError, match="not 'genre'"):
        kg.central(kind="genre")
    with pytest.raises(ShowgraphError, match="no grouping is called 'luck'"):
        kg.groups("luck")
    with pytest.raises(ShowgraphError, match="no path leads through 'luck'"):
        kg.groups(through=["luck"])


def test_each_step_says_who_played_whom_in_which_work_of_which_year(kg: KnowledgeGraph) -> None:
    rows = kg.path("Bae Doona", "Park Ji-hu")
    assert rows
    for row in rows:
        one, work, other = (thing for thing in (row["from"], row["via"], row["to"]) if isinstance(thing, Entity))
        cast = {(str(person), str(name)) for person, name in kg.query(_CAST.format(work.iri))}
        for person, part in zip((one, other), str(row["as"]).split(" / "), strict=True):
            if part != "?":
                assert {(person.iri, name) for name in part.split(", ")} <= cast


_CAST = """PREFIX sg: <https://w3id.org/showgraph/ns#> PREFIX schema: <https://schema.org/>
SELECT ?person ?name {{ ?c sg:creditOf <{}> ; sg:creditedTo ?person ; schema:characterName ?name }}"""
