"""Shortest paths straight from the store's adjacency arrays, over shared works between people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showgraph.store import Store

    Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Arrays:
    """Compressed rows: the neighbours of node i are ``targets[offsets[i]:offsets[i + 1]]``."""

    offsets: Ids
    targets: Ids

    def neighbours(self, nodes: Ids) -> tuple[Ids, Ids]:
        """Return the neighbours of several nodes, one after another, and from which node each comes."""
        starts, ends = self.offsets[nodes], self.offsets[nodes + 1]
        counts = ends - starts
        total = int(counts.sum())
        if total == 0:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        first = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        return self.targets[np.arange(total) + first].astype(np.int64), np.repeat(nodes, counts)


def open_arrays(store: Store, links: Sequence[str]) -> list[Arrays]:
    """Return the arrays of some links in both directions, works to people and back."""
    found = []
    for link in links:
        for direction in ("out", "in"):
            offsets, targets = store.adjacency(link, direction)
            found.append(Arrays(offsets, targets))
    return found


def find_shortest_paths(arrays: Sequence[Arrays], start: int, goal: int, most: int = 200) -> list[list[int]]:
    """Return every shortest path between two nodes as node numbers, ends included; empty where none joins them.

    Breadth-first from both ends, the smaller front first; stops at ``most`` paths, so that hubs don't make it endless.
    """
    if start == goal:
        return [[start]]
    seen = [{start: 0}, {goal: 0}]
    parents: list[dict[int, list[int]]] = [{start: []}, {goal: []}]
    fronts = [np.array([start]), np.array([goal])]
    depth = [0, 0]
    while fronts[0].size and fronts[1].size:
        side = 0 if fronts[0].size <= fronts[1].size else 1
        depth[side] += 1
        fronts[side] = _advance(arrays, fronts[side], seen[side], parents[side], depth[side])
        if meeting := sorted(node for node in map(int, fronts[side]) if node in seen[1 - side]):
            return _join(parents, meeting, most)
    return []


def _advance(
    arrays: Sequence[Arrays], front: Ids, seen: dict[int, int], parents: dict[int, list[int]], depth: int
) -> Ids:
    found: list[int] = []
    for rows in arrays:
        targets, origins = rows.neighbours(front)
        for target, origin in zip(targets.tolist(), origins.tolist(), strict=True):
            if (known := seen.get(target)) is None:
                seen[target] = depth
                parents[target] = [origin]
                found.append(target)
            elif known == depth and origin not in parents[target]:
                parents[target].append(origin)
    return np.array(found, dtype=np.int64)


def _join(parents: list[dict[int, list[int]]], meeting: list[int], most: int) -> list[list[int]]:
    paths: list[list[int]] = []
    for node in meeting:
        for head in _climb(parents[0], node, most):
            for tail in _climb(parents[1], node, most):
                if len(paths) >= most:
                    return paths
                paths.append([*reversed(head), *tail[1:]])
    return paths


def _climb(parents: dict[int, list[int]], node: int, most: int) -> list[list[int]]:
    climbing = [[node]]
    done: list[list[int]] = []
    while climbing and len(done) < most:
        path = climbing.pop()
        above = parents[path[-1]]
        if not above:
            done.append(path)
        climbing += [[*path, parent] for parent in above]
    return done
