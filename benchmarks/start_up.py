"""What a command costs as a whole process, beside importing the two libraries that any such command needs.

Run ``python benchmarks/start_up.py`` where showgraph is installed. The graph is built before anything is timed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from timing import time_interleaved  # type: ignore[import-not-found]

COMMANDS = {
    "filmography": ["filmography", "Park Solomon"],
    "cast": ["cast", "Kingdom"],
    "path": ["path", "Bae Doona", "Park Ji-hu"],
    "ask": ["ask", "zombie series adapted from webtoons"],
}
BASE = "import click, duckdb"


def process(*arguments: str) -> Callable[[], object]:
    """Return a function that runs a Python process to its end."""
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main() -> None:
    """Print the ratio of each command to the import of click and duckdb, medians of one interleaved run."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    things = {BASE: process("-c", BASE)}
    things |= {name: process("-m", "showgraph", *arguments) for name, arguments in COMMANDS.items()}
    medians = time_interleaved(things, runs)
    print(f"| process | times `{BASE}` |\n|---|---|")
    for name, median in medians.items():
        print(f"| {name} | {median / medians[BASE]:.2f} |")


if __name__ == "__main__":
    main()
