"""The casts of works that several inputs have, and the names of the people in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from showgraph.resolve.clusters import Clusters

if TYPE_CHECKING:
    import duckdb

Cast = dict[str, list[tuple[str, str]]]
"""The people whom one input credits in a work, each with functions and characters."""


def read_casts(connection: duckdb.DuckDBPyConnection, works: Clusters) -> dict[str, dict[int, Cast]]:
    """Return the casts of works that several inputs have, by work and input."""
    casts: dict[str, dict[int, Cast]] = defaultdict(lambda: defaultdict(dict))
    shared = {one for members in works for one in members}
    rows = connection.execute(
        "SELECT input, work, person, edge, coalesce(character, '') FROM sm_part ORDER BY ALL"
    ).fetchall()
    counts: dict[str, set[int]] = defaultdict(set)
    for number, work, *_ in rows:
        counts[work].add(number)
    for number, work, person, edge, character in rows:
        if work in shared or len(counts[work]) > 1:
            casts[works.find(work)][number].setdefault(person, []).append((edge, character))
    return casts


def read_names(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the names of every person."""
    names: dict[str, list[str]] = defaultdict(list)
    for iri, name in connection.execute("SELECT iri, name FROM sm_name WHERE above = 'person' ORDER BY ALL").fetchall():
        names[iri].append(name)
    return names
