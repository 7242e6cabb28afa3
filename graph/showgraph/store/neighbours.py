"""Neighbour arrays of links: compressed sparse rows over the ids of resources, in both directions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from showgraph.store.layout import Layout
from showgraph.store.tables import DIRECTIONS, Direction, link_table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FOLDER = "adjacency"


def write_neighbours(connection: duckdb.DuckDBPyConnection, layout: Layout, folder: Path) -> None:
    """Write ``adjacency/NAME.{out,in}.{offsets,targets}.npy`` for the links the layout chose.

    The neighbours of resource i are ``targets[offsets[i]:offsets[i + 1]]``, in ascending order; ids start at 1.
    """
    if not layout.adjacency:
        return
    import numpy as np

    (folder / FOLDER).mkdir(exist_ok=True)
    links = " UNION ALL ".join(f"SELECT s, o FROM graph.{link_table(name, 'out')}" for name in layout.adjacency)
    row = connection.execute(f"SELECT coalesce(max(greatest(s, o)), 0) FROM ({links})").fetchone()
    last = int(row[0]) if row else 0
    for name in layout.adjacency:
        for direction in DIRECTIONS:
            near, far = ("s", "o") if direction == "out" else ("o", "s")
            edges = connection.execute(
                f"SELECT {near} AS near, {far} AS far FROM graph.{link_table(name, direction)} ORDER BY near, far"
            ).fetchnumpy()
            degrees = np.bincount(edges["near"].astype(np.int64), minlength=last + 1)
            offsets = np.zeros(last + 2, dtype=np.int64)
            np.cumsum(degrees, out=offsets[1:])
            path = folder / FOLDER / f"{name}.{direction}"
            np.save(f"{path}.offsets.npy", offsets)
            np.save(f"{path}.targets.npy", edges["far"].astype(np.int32))


def open_neighbours(
    folder: Path, name: str, direction: Direction
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return the offsets and targets of one link, mapped into memory rather than read."""
    import numpy as np

    path = folder / FOLDER / f"{name}.{direction}"
    offsets = np.load(f"{path}.offsets.npy", mmap_mode="r")
    # An empty file region can't be mapped.
    targets = np.load(f"{path}.targets.npy", mmap_mode="r" if offsets[-1] else None)
    return offsets, targets
