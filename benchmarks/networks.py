"""Measures of the network of shared works: networkit, which showgraph uses, beside NetworkX on the same links.

Run ``python benchmarks/networks.py GRAPH``. Both begin with the pairs of works and people that the store's arrays give;
making each library's own graph of them counts. Components must be equal and PageRanks nearly so; of communities the
modularity is printed, which is better the higher it is.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import networkx
import numpy as np

import showgraph
from showgraph.network.measures import Bipartite, find_groups, measure_centrality, read_bipartite


def group(numbers: list[int]) -> list[set[int]]:
    """Return groups of nodes from each node's number."""
    found: dict[int, set[int]] = {}
    for node, number in enumerate(numbers):
        found.setdefault(number, set()).add(node)
    return list(found.values())


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """Return what some work gives and its seconds."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def make(network: Bipartite) -> networkx.Graph:
    """Return the NetworkX graph of a network."""
    return networkx.Graph(zip(network.works.tolist(), network.people.tolist(), strict=True))


def main() -> None:
    """Print a table of ratios."""
    parser = argparse.ArgumentParser(description="Compare libraries for measures of networks.")
    parser.add_argument("graph")
    chosen = parser.parse_args()
    with showgraph.open(chosen.graph) as kg:
        network = read_bipartite(kg.store)
    measure_centrality(network, "pagerank")  # loads the library
    ranks, ours_ranks = timed(lambda: measure_centrality(network, "pagerank"))
    theirs, their_ranks = timed(lambda: networkx.pagerank(make(network), tol=1e-9))
    assert isinstance(ranks, np.ndarray)
    assert isinstance(theirs, dict)
    if not np.allclose(ranks, [theirs[node] for node in range(len(ranks))], rtol=1e-2):
        sys.exit("PageRanks differ")
    parts, our_parts = timed(lambda: group(find_groups(network, "components").tolist()))
    others, their_parts = timed(lambda: list(networkx.connected_components(make(network))))
    assert isinstance(parts, list)
    assert isinstance(others, list)
    if sorted(map(min, parts)) != sorted(map(min, others)) or sorted(map(len, parts)) != sorted(map(len, others)):
        sys.exit("components differ")
    circles, our_circles = timed(lambda: group(find_groups(network, "communities").tolist()))
    louvain, their_circles = timed(lambda: networkx.community.louvain_communities(make(network), seed=1))
    graph = make(network)
    quality = [networkx.community.modularity(graph, found) for found in (circles, louvain)]
    print(f"{len(network.ids):,} nodes, {len(network.works):,} links\n")
    print("| measure | NetworkX / networkit | |\n|---|---|---|")
    print(f"| PageRank | {their_ranks / ours_ranks:.1f} | nearly equal |")
    print(f"| components | {their_parts / our_parts:.1f} | equal |")
    print(f"| communities | {their_circles / our_circles:.1f} | modularity {quality[1]:.3f} / {quality[0]:.3f} |")


if __name__ == "__main__":
    main()
