"""How far a long piece of work is: rows a second, and about how much time is left."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

Tell = Callable[[str], None]


def tell_nobody(step: str) -> None:
    """Say nothing."""


class Pace:
    """Work of ``total`` units, whichever they are, done step by step; ``tell`` gets a line for each step.

    >>> pace = Pace(print, 100)
    >>> pace.did("wrote", "rows", 0, units=100)
    """

    def __init__(self, tell: Tell, total: float) -> None:
        self._tell = tell
        self._total = total
        self._done = 0.0
        self._start = self._last = monotonic()

    def did(self, verb: str, what: str, rows: int, *, units: float, since: float | None = None) -> None:
        """Tell that some rows are done, which are so many units; ``since`` is when they were begun, if not just now."""
        now = monotonic()
        seconds = max(now - (self._last if since is None else since), 0.001)
        self._last = now
        self._done += units
        if not rows:
            return
        left = (now - self._start) * max(self._total - self._done, 0) / max(self._done, 1)
        rest = f"; about {left:.0f} s left of this" if left >= 1 else ""
        self._tell(f"{verb} {rows:,} {what}, {rows / seconds:,.0f} a second{rest}")
