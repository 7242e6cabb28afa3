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
            path = folder / FOLDER / f"{name}.{direction}"
            np.save(f"{path}.targets.npy", edges["far"].astype(np.int32))
            if not len(edges["far"]):
                np.save(f"{path}.offsets.npy", np.array(last + 2))
                continue
            offsets = np.zeros(last + 2, dtype=np.uint32 if len(edges["far"]) < 2**32 else np.uint64)
            np.cumsum(np.bincount(edges["near"], minlength=last + 1), out=offsets[1:])
            np.save(f"{path}.offsets.npy", offsets)


def open_neighbours(
    folder: Path, name: str, direction: Direction
) -> tuple[npt.NDArray[np.unsignedinteger], npt.NDArray[np.int32]]:
    """Return the offsets and targets of one link, mapped into memory rather than read."""
    import numpy as np

    path = folder / FOLDER / f"{name}.{direction}"
    offsets = np.load(f"{path}.offsets.npy", mmap_mode="r")
    if not offsets.ndim:
        # A link without edges: as many zeros as the file says, in no memory.
        return np.broadcast_to(np.uint32(0), (int(offsets),)), np.load(f"{path}.targets.npy")
    return offsets, np.load(f"{path}.targets.npy", mmap_mode="r")
