"""Neighbour arrays of links: compressed sparse rows over the ids of resources, in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from showgraph.store.layout import Layout
from showgraph.store.tables import DIRECTIONS, Direction, link_table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ids = npt.NDArray[np.int64]

FOLDER = "adjacency"


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of id i are ``targets[offsets[i - first]:offsets[i - first + 1]]``, in ascending order.

    Ids before ``first`` and after the last offset have none.
    """

    first: int
    offsets: npt.NDArray[np.unsignedinteger]
    targets: npt.NDArray[np.int32]

    def of(self, nodes: Ids) -> tuple[Ids, Ids]:
        """Return the neighbours of several ids, one after another, and the place in ``nodes`` that each comes from."""
        import numpy as np

        starts, counts = self.rows(nodes)
        return self.take(starts, counts), np.repeat(np.arange(len(nodes)), counts)

    def rows(self, nodes: Ids) -> tuple[Ids, Ids]:
        """Return where the neighbours of several ids begin among the targets, and how many they are."""
        import numpy as np

        rows = nodes - self.first
        if (outside := (rows < 0) | (rows > len(self.offsets) - 2)).any():
            if outside.all():
                return np.zeros_like(rows), np.zeros_like(rows)
            rows[outside] = 0
        starts = self.offsets[rows].astype(np.int64)
        counts = self.offsets[rows + 1].astype(np.int64) - starts
        counts[outside] = 0
        return starts, counts

    def take(self, starts: Ids, counts: Ids) -> Ids:
        """Return the targets of rows, one row after another."""
        import numpy as np

        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        if total == 0:
            return np.empty(0, np.int64)
        return self.targets[np.arange(total) + np.repeat(starts - ends + counts, counts)].astype(np.int64)


def write_neighbours(connection: duckdb.DuckDBPyConnection, layout: Layout, folder: Path) -> None:
    """Write ``adjacency/NAME.{out,in}.{offsets,targets}.npy`` for the links the layout chose that have any rows.

    The first number of the offsets is the id they begin with; the others are those of ``Neighbours``.
    """
    import numpy as np

    for name in layout.adjacency:
        for direction in DIRECTIONS:
            near, far = ("s", "o") if direction == "out" else ("o", "s")
            edges = connection.execute(
                f"SELECT {near} AS near, {far}::INTEGER AS far FROM graph.{link_table(name, direction)} "
                "ORDER BY near, far"
            ).fetchnumpy()
            if not len(edges["far"]):
                continue
            (folder / FOLDER).mkdir(exist_ok=True)
            first, last = int(edges["near"][0]), int(edges["near"][-1])
            small = max(len(edges["far"]), first) < 2**32
            offsets = np.zeros(last - first + 3, dtype=np.uint32 if small else np.uint64)
            offsets[0] = first
            np.cumsum(np.bincount(edges["near"] - first), out=offsets[2:])
            np.save(folder / FOLDER / f"{name}.{direction}.offsets.npy", offsets)
            np.save(folder / FOLDER / f"{name}.{direction}.targets.npy", edges["far"])


def open_neighbours(folder: Path, name: str, direction: Direction) -> Neighbours:
    """Return the arrays of one link, mapped into memory rather than read."""
    import numpy as np

    offsets, targets = (folder / FOLDER / f"{name}.{direction}.{part}.npy" for part in ("offsets", "targets"))
    if not offsets.exists():
        return Neighbours(0, np.zeros(1, np.uint32), np.empty(0, np.int32))
    # Plain views of the maps: a map's own class costs more to index than it is worth.
    rows = np.asarray(np.load(offsets, mmap_mode="r"))
    return Neighbours(int(rows[0]), rows[1:], np.asarray(np.load(targets, mmap_mode="r")))
