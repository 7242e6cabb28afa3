"""Shortest paths straight from the store's adjacency arrays, over shared works between people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showgraph.errors import ShowgraphError
from showgraph.model import CREDIT_EDGES, Entity
from showgraph.store.tables import entity_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showgraph.store import Store

    Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Arrays:
    """Compressed rows: the neighbours of node i are ``targets[offsets[i]:offsets[i + 1]]``."""

    offsets: NDArray[np.unsignedinteger]
    targets: NDArray[np.int32]

    def neighbours(self, nodes: Ids) -> tuple[Ids, Ids]:
        """Return the neighbours of several nodes, one after another, and from which node each comes."""
        starts, ends = self.offsets[nodes].astype(np.int64), self.offsets[nodes + 1].astype(np.int64)
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


@dataclass(frozen=True)
class Step:
    """One step of a path: two people and the work that joins them, with whom each played."""

    start: Entity
    via: Entity
    year: int | None
    parts: tuple[str, str]
    end: Entity

    def as_row(self) -> dict[str, object]:
        """Return the step as an answer's row; ``as`` tells the parts of both."""
        parts = " / ".join(part or "?" for part in self.parts) if any(self.parts) else None
        return {"from": self.start, "via": self.via, "year": self.year, "as": parts, "to": self.end}


def find_path(store: Store, start: str, goal: str, through: Sequence[str] = ("actors",)) -> list[Step]:
    """Return the shortest path between two people over works they share; empty where there is none, or no step to go.

    ``through`` names the properties that count, acting unless said otherwise. Of several shortest paths the one
    with the earlier works wins, then the one whose labels come first.

    Raises:
        ShowgraphError: no credits are of that property.
    """
    links = []
    for key in through:
        if key not in CREDIT_EDGES:
            raise ShowgraphError(f"no path leads through {key!r}; choose among {', '.join(CREDIT_EDGES)}")
        links.append(CREDIT_EDGES[key].table_name)
    ids = store.ids_of(["<" + start, "<" + goal])
    if len(ids) < len({start, goal}):
        return []
    paths = find_shortest_paths(open_arrays(store, links), ids["<" + start], ids["<" + goal])
    if not paths or len(paths[0]) < 3:
        return []
    known = _read_things(store, {node for path in paths for node in path})
    best = min(
        paths,
        key=lambda path: [(known[n][2] or 9999, known[n][0]) for n in path[1::2]] + [(0, known[n][0]) for n in path],
    )
    steps = []
    for one, work, other in zip(best[0::2], best[1::2], best[2::2], strict=False):
        parts = _read_parts(store, work, (one, other))
        steps.append(Step(_entity(known[one]), _entity(known[work]), known[work][2], parts, _entity(known[other])))
    return steps


Thing = tuple[str, str, int | None]


def _entity(thing: Thing) -> Entity:
    return Entity(thing[0], thing[1])


def _read_things(store: Store, nodes: set[int]) -> dict[int, Thing]:
    numbers = sorted(nodes)
    iris = store.texts_of(numbers)
    rows = store.execute(_THINGS, [numbers])
    labels = {int(str(number)): (str(label), year) for number, label, year in rows}
    found: dict[int, Thing] = {}
    for number in numbers:
        label, year = labels.get(number, (iris[number][1:], None))
        found[number] = (label, iris[number][1:], int(str(year)) if year is not None else None)
    return found


_THINGS = f"""
    SELECT id, label, year FROM {entity_table("work")} WHERE id IN (SELECT unnest($1::BIGINT[]))
    UNION ALL
    SELECT id, label, NULL FROM {entity_table("person")} WHERE id IN (SELECT unnest($1::BIGINT[]))
"""


def _read_parts(store: Store, work: int, people: tuple[int, int]) -> tuple[str, str]:
    rows = store.execute(
        f"SELECT credited_to, string_agg(DISTINCT character_name, ', ' ORDER BY character_name) "
        f"FROM {entity_table('credit')} WHERE credit_of = $1 AND credited_to IN ($2, $3) "
        "AND character_name IS NOT NULL GROUP BY 1",
        [work, *people],
    )
    found = {int(str(person)): str(name) for person, name in rows}
    return found.get(people[0], ""), found.get(people[1], "")
