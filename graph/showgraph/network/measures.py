"""Measures of the network of people and the works they share: who is central, what hangs together, which circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from showgraph.errors import ShowgraphError
from showgraph.network.paths import choose_links, name_nodes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showgraph.store import Store

Centrality = Literal["degree", "pagerank"]
Grouping = Literal["communities", "components"]
SEED = 1


@dataclass(frozen=True)
class Bipartite:
    """People and works that have links: their ids in ascending order, and each link as two places among them."""

    ids: NDArray[np.int64]
    works: NDArray[np.int64]
    people: NDArray[np.int64]

    @property
    def is_person(self) -> NDArray[np.bool_]:
        """Whether each node is a person; one that is both counts as one."""
        found = np.zeros(len(self.ids), np.bool_)
        found[self.people] = True
        return found


def read_bipartite(store: Store, through: Sequence[str] = ("actors",)) -> Bipartite:
    """Return the network of people and works that some properties make, each link once.

    Raises:
        ShowgraphError: no credits are of such a property.
    """
    pairs = [np.empty((0, 2), np.int64)]
    for link in choose_links(through):
        rows = store.adjacency(link, "out")
        ends: NDArray[np.int64] = rows.offsets.astype(np.int64)
        counts = ends[1:] - ends[:-1]
        works = np.repeat(np.arange(len(counts)) + rows.first, counts)
        pairs.append(np.column_stack((works, rows.targets)))
    packed = np.concatenate([(part[:, 0] << 31) | part[:, 1] for part in pairs])
    if len(pairs) > 2:
        packed = np.unique(packed)  # two properties may join the same two
    works, people = packed >> 31, packed & (2**31 - 1)
    ids, places = np.unique(np.concatenate((works, people)), return_inverse=True)
    return Bipartite(ids, places[: len(works)], places[len(works) :])


def measure_centrality(network: Bipartite, by: Centrality) -> NDArray[np.float64]:
    """Return a score for each node: ``degree`` counts its links, ``pagerank`` sums to 1.

    Raises:
        ShowgraphError: there is no such measure, or the library for it is missing.
    """
    if by == "degree":
        both = np.concatenate((network.works, network.people))
        return np.bincount(both, minlength=len(network.ids)).astype(np.float64)
    if by != "pagerank":
        raise ShowgraphError(f"no measure is called {by!r}; choose degree or pagerank")
    library, graph = _load(network)
    ranks = library.centrality.PageRank(graph, 0.85, 1e-9)
    ranks.run()
    return np.asarray(ranks.scores())


def find_groups(network: Bipartite, by: Grouping) -> NDArray[np.int64]:
    """Return the number of each node's group, the largest group first.

    ``components`` are what links lead to at all; ``communities`` have more links inside than one would expect
    (Leiden's method, from the same seed each time).

    Raises:
        ShowgraphError: there is no such grouping, or the library for it is missing.
    """
    if by not in ("components", "communities"):
        raise ShowgraphError(f"no grouping is called {by!r}; choose communities or components")
    library, graph = _load(network)
    if by == "components":
        found = library.components.ConnectedComponents(graph)
    else:
        # One thread: with more, the order in which they finish decides, and each run finds other communities.
        library.setSeed(SEED, False)
        library.setNumberOfThreads(1)
        found = library.community.ParallelLeiden(graph)
    found.run()
    part = found.getPartition()
    labels = np.asarray(part.getVector(), dtype=np.int64)
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    numbers = np.empty_like(order)
    numbers[order] = np.arange(len(order))
    return numbers[labels]


def _load(network: Bipartite) -> tuple[Any, Any]:
    try:
        import networkit  # type: ignore[import-untyped]
    except ImportError as error:
        raise ShowgraphError("this measure needs networkit: pip install 'showgraph[network]'") from error
    graph = networkit.GraphFromCoo((network.works, network.people), n=len(network.ids), weighted=False, directed=False)
    return networkit, graph


def rank_central(
    store: Store, by: Centrality, kind: str, through: Sequence[str] = ("actors",), top: int = 20
) -> list[dict[str, object]]:
    """Return the ``top`` people or works with the highest score: rank, name and score."""
    if kind not in ("person", "work"):
        raise ShowgraphError(f"central are a person or a work, not {kind!r}")
    network = read_bipartite(store, through)
    scores = measure_centrality(network, by)
    chosen = np.flatnonzero(network.is_person == (kind == "person"))
    best = chosen[np.lexsort((network.ids[chosen], -scores[chosen]))][:top]
    names = name_nodes(store, network.ids[best].tolist())
    values = scores[best].tolist()
    return [
        {"rank": place, "name": names[node], "score": int(value) if by == "degree" else float(f"{value:.6g}")}
        for place, (node, value) in enumerate(zip(network.ids[best].tolist(), values, strict=True), 1)
    ]


def rank_groups(
    store: Store, by: Grouping, through: Sequence[str] = ("actors",), top: int = 20, members: int = 5
) -> list[dict[str, object]]:
    """Return the ``top`` largest groups: number, people, works, and the people with most links in each."""
    network = read_bipartite(store, through)
    if not len(network.ids):
        return []
    groups, is_person = find_groups(network, by), network.is_person
    degrees = measure_centrality(network, "degree")
    people = np.bincount(groups[is_person], minlength=int(groups.max()) + 1)
    works = np.bincount(groups[~is_person], minlength=len(people))
    best = {
        group: _first(np.flatnonzero((groups == group) & is_person), degrees, network.ids, members)
        for group in range(min(top, len(people)))
    }
    names = name_nodes(store, [node for nodes in best.values() for node in nodes])
    return [
        {
            "group": group + 1,
            "people": int(people[group]),
            "works": int(works[group]),
            "around": ", ".join(names[node].label for node in nodes),
        }
        for group, nodes in best.items()
    ]


def _first(places: NDArray[np.int64], degrees: NDArray[np.float64], ids: NDArray[np.int64], count: int) -> list[int]:
    found: list[int] = ids[places[np.lexsort((ids[places], -degrees[places]))][:count]].tolist()
    return found
