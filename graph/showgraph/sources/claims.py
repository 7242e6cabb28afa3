"""What every source turns its bytes into: claims, one fact each, with who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# Statuses beside those of events. What a source itself ranks below another value, or what was understood as another
# claim, stays in the source's own graph and is no candidate for the resolved view. A placeholder stands where a source
# says nothing, and gives way to whatever another says without a dispute.
OVERRULED, PLACEHOLDER = "overruled", "placeholder"


class Claim(NamedTuple):
    """One fact as one source gives it; ``source`` is an IRI, the terms are term texts as the store encodes them."""

    source: str
    subject: str
    predicate: str
    object: str
    status: str = "actual"


@dataclass
class Reading:
    """What became of one source's rows: ``read`` is always ``loaded`` and ``set_aside`` together.

    ``values`` are values that can't be what they are said to be, left out of rows that were loaded; ``notes`` say what
    was mended or passed over on the way.
    """

    source: str
    read: int = 0
    loaded: int = 0
    set_aside: list[dict[str, object]] = field(default_factory=list)
    values: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strict: bool = False

    def __str__(self) -> str:
        return f"{self.source}: {self.read} rows read, {self.loaded} loaded, {self.left_out} set aside"

    @property
    def left_out(self) -> int:
        """How many rows were set aside; an entry may stand for several."""
        return _count(self.set_aside)

    @property
    def values_left_out(self) -> int:
        """How many values were left out of rows that were loaded."""
        return _count(self.values)


def _count(entries: list[dict[str, object]]) -> int:
    return sum(int(str(entry.get("rows", 1))) for entry in entries)


Claims = Iterator[Claim]
