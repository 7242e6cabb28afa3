"""What every source turns its bytes into: claims, one fact each, with who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Claim(NamedTuple):
    """One fact as one source gives it; ``source`` is an IRI, the terms are term texts as the store encodes them."""

    source: str
    subject: str
    predicate: str
    object: str
    status: str = "actual"


@dataclass
class Reading:
    """What became of one source's rows: ``read`` is always ``loaded`` and ``set_aside`` together."""

    source: str
    read: int = 0
    loaded: int = 0
    set_aside: list[dict[str, object]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.source}: {self.read} rows read, {self.loaded} loaded, {self.left_out} set aside"

    @property
    def left_out(self) -> int:
        """How many rows were set aside; an entry may stand for several."""
        return sum(int(str(entry.get("rows", 1))) for entry in self.set_aside)


Claims = Iterator[Claim]
