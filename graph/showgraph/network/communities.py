"""Communities of any network in NumPy alone: nodes with more links inside than one would expect.

The method is that of Blondel et al. (2008), "Fast unfolding of communities in large networks", with whole halves of the
nodes moved at once instead of one after another. Which half moves when depends on nothing but the nodes' numbers, so
that the same network has the same communities every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_ROUNDS = 16
_MIX = 0x9E3779B97F4A7C15
"""The odd number nearest to 2⁶⁴ over the golden ratio, which scatters consecutive numbers."""


@dataclass(frozen=True)
class Links:
    """An undirected network: each link once, with its weight; ``inside`` weighs each node's link to itself."""

    count: int
    starts: Ints
    ends: Ints
    weights: Floats
    inside: Floats

    @property
    def strengths(self) -> Floats:
        """The weight of all links of each node, one to itself counted twice."""
        both = np.bincount(self.starts, self.weights, self.count) + np.bincount(self.ends, self.weights, self.count)
        return np.asarray(both + 2 * self.inside, np.float64)


def make_links(count: int, starts: Ints, ends: Ints, weights: Floats | None = None) -> Links:
    """Return the links among ``count`` nodes, several of the same two added up."""
    given = np.ones(len(starts)) if weights is None else weights
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    inside = np.bincount(low[low == high], given[low == high], count).astype(np.float64)
    kept = low != high
    keys, places = np.unique(low[kept] * count + high[kept], return_inverse=True)
    summed = np.bincount(places, given[kept], len(keys)).astype(np.float64)
    return Links(count, keys // max(count, 1), keys % max(count, 1), summed, inside)


def find_levels(links: Links) -> tuple[list[Ints], list[Links]]:
    """Return communities of nodes, communities of those, and so on, until none would be better joined.

    The first list holds, for each level, the community of each node of the level below; the second the links of each
    level, the given ones first.
    """
    parents: list[Ints] = []
    levels = [links]
    while levels[-1].count > 1:
        groups = _group(levels[-1])
        count = int(groups.max()) + 1
        if count == levels[-1].count:
            break
        parents.append(groups)
        levels.append(_join(levels[-1], groups, count))
    return parents, levels


def find_communities(links: Links) -> Ints:
    """Return the number of each node's community, the largest community first.

    >>> pair = make_links(4, np.array([0, 2]), np.array([1, 3]))
    >>> find_communities(pair).tolist()
    [0, 0, 1, 1]
    """
    groups = np.arange(links.count)
    for parents in find_levels(links)[0]:
        groups = parents[groups]
    sizes = np.bincount(groups)
    order = np.argsort(-sizes, kind="stable")
    numbers = np.empty_like(order)
    numbers[order] = np.arange(len(order))
    return np.asarray(numbers[groups], np.int64)


def modularity(links: Links, groups: Ints) -> float:
    """Return how many more links are inside groups than chance would put there, as a share of all."""
    total = links.weights.sum() + links.inside.sum()
    same = groups[links.starts] == groups[links.ends]
    within = links.weights[same].sum() + links.inside.sum()
    strengths = np.bincount(groups, links.strengths)
    return float(within / total - ((strengths / (2 * total)) ** 2).sum())


def _group(links: Links) -> Ints:
    """Return a community for each node: nodes move to the neighbouring one that gains most, half of them at once."""
    groups = np.arange(links.count)
    near = np.concatenate((links.starts, links.ends)), np.concatenate((links.ends, links.starts))
    weights = np.concatenate((links.weights, links.weights))
    order = np.argsort(near[0], kind="stable")
    nodes, others, weights = near[0][order], near[1][order], weights[order]
    strengths = links.strengths
    total = max(float(strengths.sum()), 1e-12)
    numbers = np.arange(links.count, dtype=np.uint64)
    before = links.count
    for turn in range(_ROUNDS):
        with np.errstate(over="ignore"):
            mixed = (numbers + np.uint64(turn // 2 * 7919)) * np.uint64(_MIX)
        half = ((mixed >> np.uint64(40)) & np.uint64(1)) == turn % 2
        moved = _move(links.count, nodes, others, weights, strengths, total, groups, half)
        if turn > 3 and (moved + before) * 500 < links.count:
            break
        before = moved
    return np.asarray(np.unique(groups, return_inverse=True)[1], np.int64)


def _move(
    count: int, nodes: Ints, others: Ints, weights: Floats, strengths: Floats, total: float, groups: Ints,
    half: NDArray[np.bool_],
) -> int:  # fmt: skip
    chosen = half[nodes]
    nodes, weights = nodes[chosen], weights[chosen]
    if not len(nodes):
        return 0
    keys = nodes * count + groups[others[chosen]]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    to_group = np.add.reduceat(weights[order], first)
    who, where = keys[first] // count, keys[first] % count
    filled = np.bincount(groups, strengths, count)
    own = groups[who] == where
    gain = to_group - strengths[who] * (filled[where] - own * strengths[who]) / total
    staying = -strengths * (filled[groups] - strengths) / total
    staying[who[own]] = gain[own]
    heads = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))
    best = np.maximum.reduceat(gain, heads)
    sizes = np.diff(np.append(heads, len(who)))
    places = np.flatnonzero(gain == np.repeat(best, sizes))
    movers, at = np.unique(who[places], return_index=True)
    goals, sizes = where[places[at]], np.bincount(groups, minlength=count)
    # Two that are alone would otherwise change places for ever.
    swap = (sizes[groups[movers]] == 1) & (sizes[goals] == 1) & (goals > groups[movers])
    better = (best > staying[movers] + 1e-12) & ~swap
    groups[movers[better]] = goals[better]
    return int(better.sum())


def _join(links: Links, groups: Ints, count: int) -> Links:
    joined = make_links(count, groups[links.starts], groups[links.ends], links.weights)
    inside = joined.inside + np.bincount(groups, links.inside, count)
    return Links(count, joined.starts, joined.ends, joined.weights, inside)
