"""Shortest paths between random pairs of people: showgraph's arrays beside NetworkX's bidirectional search.

Run ``python benchmarks/paths.py GRAPH [--pairs 1000] [--networkx]``. GRAPH is a graph directory, such as the one that
``large.py`` leaves in its folder. Each pair is searched once to warm up, then timed; with ``--networkx`` the same pairs
are searched in a NetworkX graph of the same links, in turn, and the lengths of the paths are compared.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time

import networkx
import numpy as np

import showgraph
from showgraph.network.paths import find_path, find_shortest_paths
from showgraph.store.neighbours import Neighbours


def read_network(works: Neighbours) -> networkx.Graph:
    """Return the links of works with people as a NetworkX graph."""
    network = networkx.Graph()
    for place in range(len(works.offsets) - 1):
        people = works.targets[int(works.offsets[place]) : int(works.offsets[place + 1])].tolist()
        network.add_edges_from((works.first + place, person) for person in people)
    return network


def walk(network: networkx.Graph, one: int, other: int) -> int:
    """Return how many nodes NetworkX's shortest path has, 0 where there is none."""
    try:
        return len(networkx.bidirectional_shortest_path(network, one, other))
    except networkx.NetworkXNoPath:
        return 0


def report(name: str, seconds: list[float]) -> None:
    """Print a row of the table."""
    ranked = sorted(1000 * taken for taken in seconds)
    print(f"| {name} | {statistics.median(ranked):.1f} | {ranked[int(len(ranked) * 0.99)]:.1f} | {ranked[-1]:.1f} |")


def main() -> None:
    """Print a table of milliseconds, and the ratio of the medians."""
    parser = argparse.ArgumentParser(description="Time shortest paths between random pairs of people.")
    parser.add_argument("graph")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networkx", action="store_true")
    chosen = parser.parse_args()
    with showgraph.open(chosen.graph) as kg:
        works, people = (kg.store.adjacency("actor", direction) for direction in ("out", "in"))
        links = [works, people]
        ids = np.flatnonzero(np.diff(people.offsets.astype(np.int64))) + people.first
        chance = random.Random(chosen.seed)
        pairs = [(int(chance.choice(ids)), int(chance.choice(ids))) for _ in range(chosen.pairs)]
        network = read_network(works) if chosen.networkx else None
        times: dict[str, list[float]] = {"search": [], "search and every step explained": [], "NetworkX": []}
        for one, other in pairs:
            find_shortest_paths(links, one, other)
            start = time.perf_counter()
            found = find_shortest_paths(links, one, other)
            times["search"].append(time.perf_counter() - start)
            texts = kg.store.texts_of([one, other])
            start = time.perf_counter()
            find_path(kg.store, texts[one][1:], texts[other][1:])
            times["search and every step explained"].append(time.perf_counter() - start)
            if network is not None:
                start = time.perf_counter()
                length = walk(network, one, other)
                times["NetworkX"].append(time.perf_counter() - start)
                if length != (found.shape[1] if len(found) else 0):
                    sys.exit(f"NetworkX finds another path from {one} to {other}: {length} nodes, not {found.shape[1]}")
    print(f"{len(ids):,} people, {len(works.targets):,} links, {chosen.pairs:,} random pairs\n")
    print("| | median ms | 99th percentile | worst |\n|---|---|---|---|")
    for name, seconds in times.items():
        if seconds:
            report(name, seconds)


if __name__ == "__main__":
    main()
