"""Where the bundled queries and data lie; no other module knows."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from showgraph.errors import GraphError

PACKAGE = Path(__file__).resolve().parent


@cache
def bundled_folder(name: str) -> Path:
    """Return the folder ``queries`` or ``data``: in a wheel inside the package, in a checkout beside ``graph/``.

    >>> bundled_folder("data").name
    'data'
    """
    for folder in (PACKAGE / "_bundled" / name, PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise GraphError(f"the bundled folder {name!r} is missing from this installation; install showgraph again")


def cache_folder() -> Path:
    """Return the folder for graphs that can be built again: ``SHOWGRAPH_CACHE``, or the user's cache."""
    if chosen := os.environ.get("SHOWGRAPH_CACHE"):
        return Path(chosen)
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "showgraph"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "showgraph"
