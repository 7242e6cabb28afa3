"""Numbers about a running server, as Prometheus reads them."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ROOMS = {"sparql", "api", "id", "thing", "ask", "search", "path", "picture", "static", "health", "metrics", "queries"}


class Metrics:
    """Counts of requests by room and status, and how long they took."""

    def __init__(self) -> None:
        self.started = monotonic()
        self.kept = 0
        self._requests: dict[tuple[str, int], int] = defaultdict(int)
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        room = path.lstrip("/").partition("/")[0]
        self._requests[room if room in _ROOMS else "other", status] += 1
        self._buckets[bisect.bisect_left(_BOUNDS, seconds)] += 1
        self._seconds += seconds

    def write(self, now: Mapping[str, float]) -> str:
        """Return all numbers in Prometheus' text form; ``now`` are those that others know, by name."""
        lines = ["# TYPE showgraph_requests_total counter"]
        lines += [
            f'showgraph_requests_total{{room="{room}",status="{status}"}} {count}'
            for (room, status), count in sorted(self._requests.items())
        ]
        lines.append("# TYPE showgraph_request_seconds histogram")
        total = 0
        for bound, count in zip((*_BOUNDS, "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'showgraph_request_seconds_bucket{{le="{bound}"}} {total}')
        lines += [f"showgraph_request_seconds_sum {self._seconds:.6f}", f"showgraph_request_seconds_count {total}"]
        gauges = {"uptime_seconds": monotonic() - self.started, "answers_from_memory_total": self.kept} | dict(now)
        if (memory := read_memory()) is not None:
            gauges["resident_memory_bytes"] = memory
        for name, value in gauges.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [f"# TYPE showgraph_{name} {kind}", f"showgraph_{name} {value:.15g}"]
        return "\n".join(lines) + "\n"


def read_memory() -> int | None:
    """Return how many bytes of memory this process holds, where the system tells."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")), None)
