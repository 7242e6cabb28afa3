"""What a user knows of things: ``same.toml`` overrules every decision.

Each ``[[same]]`` or ``[[different]]`` has ``things``, two or more identifiers as the sources or the graph give them,
and may say ``because``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import tomli

from showgraph.errors import BuildError
from showgraph.resolve.clusters import Clusters
from showgraph.resolve.evidence import Decision

_SURE = 1000.0


@dataclass(frozen=True)
class Told:
    """Pairs that are one and pairs that are two, each with the user's reason."""

    same: tuple[tuple[str, str, str], ...]
    different: tuple[tuple[str, str, str], ...]

    def apply(self, *all_clusters: Clusters) -> list[Decision]:
        """Join and keep apart; return what was decided."""
        found = []
        for clusters in all_clusters:
            for number, (a, b, _) in enumerate(self.different):
                clusters.add_mark(a, f"told {number}", a)
                clusters.add_mark(b, f"told {number}", b)
        for a, b, because in self.same:
            for clusters in all_clusters:
                clusters.join(a, b, force=True)
            found.append(Decision(a, b, "thing", _SURE, "same", (f"told so: {because}" if because else "told so",)))
        for a, b, because in self.different:
            told = f"told so: {because}" if because else "told so"
            found.append(Decision(a, b, "thing", -_SURE, "different", (told,)))
        return found


def read_told(path: Path) -> Told:
    """Read a file of what the user knows.

    Raises:
        BuildError: it can't be read, or says something else.
    """
    try:
        table = tomli.loads(path.read_text("utf-8"))
    except (OSError, UnicodeError) as error:
        raise BuildError(f"{path} can't be read: {error}") from error
    except tomli.TOMLDecodeError as error:
        raise BuildError(f"{path}: {error}") from error
    if unknown := sorted(table.keys() - {"same", "different"}):
        raise BuildError(f"{path} says {', '.join(unknown)}; expected [[same]] and [[different]]")
    return Told(_pairs(path, table, "same"), _pairs(path, table, "different"))


def _pairs(path: Path, table: dict[str, object], key: str) -> tuple[tuple[str, str, str], ...]:
    entries = table.get(key, [])
    found = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        things = entry.get("things") if isinstance(entry, dict) else None
        if not isinstance(things, list) or len(things) < 2 or not all(isinstance(one, str) for one in things):
            raise BuildError(f"{path}: entry {number} of [[{key}]] needs things = two identifiers or more")
        because = str(entry.get("because", ""))
        found += [(str(a), str(b), because) for a, b in combinations(things, 2)]
    return tuple(found)
