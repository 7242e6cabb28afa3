"""Timing things side by side: interleaved runs, medians, ratios. No absolute time is a result here."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def time_interleaved(things: Mapping[str, Callable[[], object]], runs: int, warm_ups: int = 2) -> dict[str, float]:
    """Return the median seconds of each thing, all of them run in turn, again and again, after some warm-ups."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for number in range(warm_ups + runs):
        for name, thing in things.items():
            start = time.perf_counter()
            thing()
            if number >= warm_ups:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}
