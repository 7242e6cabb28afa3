"""Shortest paths straight from the store's adjacency arrays, over shared works between people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showgraph.errors import ShowgraphError
from showgraph.model import CREDIT_EDGES, Entity
from showgraph.store.tables import DIRECTIONS, entity_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showgraph.store import Store
    from showgraph.store.neighbours import Neighbours

    Ids = NDArray[np.int64]


class _Side:
    """A search outward from one node: the nodes at each distance, in ascending order.

    Links are followed both ways, so that a node's neighbours are as far as itself, one nearer or one farther: to know
    what is new takes the last two levels, and nothing of the size of the graph.
    """

    def __init__(self, links: Sequence[Neighbours], start: int) -> None:
        self.links = links
        self.levels: list[Ids] = [np.empty(0, np.int64), np.array([start])]
        self._rows = [link.rows(self.levels[-1]) for link in links]

    @property
    def work(self) -> int:
        """How many links the next step will follow."""
        return sum(int(counts.sum()) for _, counts in self._rows)

    def advance(self) -> Ids:
        """Reach the next distance; return the nodes there."""
        ways = [link.take(*rows) for link, rows in zip(self.links, self._rows, strict=True)]
        found = np.unique(np.concatenate(ways))
        for level in self.levels[-2:]:
            found = found[~_are_in(found, level)]
        self.levels.append(found)
        self._rows = [link.rows(found) for link in self.links]
        return found

    def climb(self, paths: Ids, most: int) -> Ids:
        """Lengthen paths, one a row, from the last level back to the start, every way; ``most`` rows are kept."""
        for level in self.levels[-2:0:-1]:
            ways = [link.of(paths[:, -1]) for link in self.links]
            above, rows = (np.concatenate(parts) for parts in zip(*ways, strict=True))
            fits = _are_in(above, level)
            # A node's number is less than 2³¹, so a pair is one number.
            pairs = np.unique((rows[fits] << 31) | above[fits])[:most]
            paths = np.column_stack((paths[pairs >> 31], pairs & (2**31 - 1)))
        return paths


def _are_in(values: Ids, level: Ids) -> NDArray[np.bool_]:
    if not len(level):
        return np.zeros(len(values), np.bool_)
    places = np.searchsorted(level, values)
    places[places == len(level)] = 0
    found: NDArray[np.bool_] = level[places] == values
    return found


def find_shortest_paths(links: Sequence[Neighbours], start: int, goal: int, most: int = 200) -> Ids:
    """Return the shortest paths between two nodes, one a row of node numbers, ends included; no row where none is.

    ``links`` holds both directions of each link. A breadth-first search from both ends follows fewer links first. No
    more than ``most`` paths are returned, those with the smaller numbers where they meet.
    """
    if start == goal:
        return np.array([[start]])
    here, there = _Side(links, start), _Side(links, goal)
    while here.work and there.work:
        one, other = (here, there) if here.work <= there.work else (there, here)
        reached = one.advance()
        meeting = reached[_are_in(reached, other.levels[-1])]
        if len(meeting):
            heads = here.climb(meeting[:most, None], most)
            return there.climb(heads[:, ::-1], most)
    return np.empty((0, 0), np.int64)


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
    with the earlier works wins, then the one that comes first in the graph's own order.

    Raises:
        ShowgraphError: no credits are of that property.
    """
    links = choose_links(through)
    ids = store.ids_of(["<" + start, "<" + goal])
    if len(ids) < len({start, goal}):
        return []
    arrays = [store.adjacency(link, direction) for link in links for direction in DIRECTIONS]
    paths = find_shortest_paths(arrays, ids["<" + start], ids["<" + goal]).tolist()
    if not paths or len(paths[0]) < 3:
        return []
    best = paths[0] if len(paths) == 1 else _choose(store, paths)
    known = _read_things(store, set(best))
    parts = _read_parts(store, best)
    return [
        Step(
            _entity(known[one]),
            _entity(known[work]),
            known[work][2],
            (parts.get((work, one), ""), parts.get((work, other), "")),
            _entity(known[other]),
        )
        for one, work, other in zip(best[0::2], best[1::2], best[2::2], strict=False)
    ]


def choose_links(through: Sequence[str]) -> list[str]:
    """Return the links of some properties.

    Raises:
        ShowgraphError: no credits are of such a property.
    """
    for key in through:
        if key not in CREDIT_EDGES:
            raise ShowgraphError(f"no path leads through {key!r}; choose among {', '.join(CREDIT_EDGES)}")
    return [CREDIT_EDGES[key].table_name for key in dict.fromkeys(through)]


def name_nodes(store: Store, nodes: Sequence[int]) -> dict[int, Entity]:
    """Return people and works by their ids."""
    return {node: _entity(thing) for node, thing in _read_things(store, set(nodes)).items()}


def _choose(store: Store, paths: list[list[int]]) -> list[int]:
    works = sorted({work for path in paths for work in path[1::2]})
    rows = store.execute(f"SELECT id, year FROM {entity_table('work')} WHERE id IN {_list(works)} AND year IS NOT NULL")
    years = {int(str(work)): int(str(year)) for work, year in rows}
    return min(paths, key=lambda path: ([years.get(work, 9999) for work in path[1::2]], path))


def _list(numbers: Sequence[int]) -> str:
    """Return ids as SQL: few as constants let the engine skip row groups, many are cheaper as a table."""
    if len(numbers) <= 64:
        return f"({', '.join(map(str, numbers))})"
    return f"(SELECT unnest([{', '.join(map(str, numbers))}]::BIGINT[]))"


Thing = tuple[str, str, int | None]


def _entity(thing: Thing) -> Entity:
    return Entity(thing[0], thing[1])


def _read_things(store: Store, nodes: set[int]) -> dict[int, Thing]:
    numbers = sorted(nodes)
    iris = store.texts_of(numbers)
    rows = store.execute(_THINGS.format(_list(numbers)))
    labels = {int(str(number)): (str(label), year) for number, label, year in rows}
    found: dict[int, Thing] = {}
    for number in numbers:
        label, year = labels.get(number, (iris[number][1:], None))
        found[number] = (label, iris[number][1:], int(str(year)) if year is not None else None)
    return found


_THINGS = f"""
    SELECT id, label, year FROM {entity_table("work")} WHERE id IN {{0}}
    UNION ALL
    SELECT id, label, NULL FROM {entity_table("person")} WHERE id IN {{0}}
"""


def _read_parts(store: Store, path: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return whom each person of a path played in each work of it."""
    works, people = (", ".join(map(str, path[first::2])) for first in (1, 0))
    rows = store.execute(
        f"SELECT DISTINCT credit_of, credited_to, character_name FROM {entity_table('credit')} "
        f"WHERE credit_of IN ({works}) AND credited_to IN ({people}) AND character_name IS NOT NULL ORDER BY ALL"
    )
    found: dict[tuple[int, int], str] = {}
    for work, person, name in rows:
        pair = int(str(work)), int(str(person))
        found[pair] = f"{found[pair]}, {name}" if pair in found else str(name)
    return found
