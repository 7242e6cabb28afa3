"""How long a question takes from text to SPARQL, in process: python benchmarks/questions.py [GRAPH …].

Every question of ``tests/questions`` is read and composed several times in an order that changes with each round; its
time is the median of its rounds. Names of the bundled graph are mostly unknown to other graphs: what a question costs
that has to be refused there is told apart.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import tomllib
from pathlib import Path

import showgraph
from showgraph.ask.answer import reads_names, values_of
from showgraph.ask.compose import compose_question
from showgraph.ask.understand import read_readings
from showgraph.errors import ShowgraphError
from showgraph.store import Store

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions"
_ROUNDS = 5


def read_texts() -> list[str]:
    paths = sorted(QUESTIONS.glob("*/*.toml"))
    return [case["ask"] for path in paths for case in tomllib.loads(path.read_text(encoding="utf-8"))["question"]]


def time_reading(store: Store, text: str) -> tuple[float, bool]:
    """Return the milliseconds from text to SPARQL, and whether the question was read."""
    start = time.perf_counter()
    try:
        question = read_readings(text, reads_names(store), values_of(store))[0].question
        if question.form != "path":
            compose_question(question)
    except ShowgraphError:
        return (time.perf_counter() - start) * 1000, False
    return (time.perf_counter() - start) * 1000, True


def measure(store: Store, texts: list[str]) -> dict[bool, list[tuple[float, str]]]:
    """Return the median time of each question, those that were read apart from those refused."""
    times: dict[str, list[float]] = {text: [] for text in texts}
    was_read: dict[str, bool] = {}
    for turn in range(_ROUNDS):
        order = list(texts)
        random.Random(turn).shuffle(order)
        for text in order:
            taken, was_read[text] = time_reading(store, text)
            times[text].append(taken)
    found: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
    for text, taken_each in times.items():
        found[was_read[text]].append((statistics.median(taken_each), text))
    return found


def main() -> None:
    texts = read_texts()
    print("| graph | questions | read: median, worst ms | refused: median, worst ms |")
    print("|---|---|---|---|")
    for name in sys.argv[1:] or [""]:
        with showgraph.open(name or None) as kg:
            found = measure(kg.store, texts)
        cells = []
        for known in (True, False):
            taken = sorted(found[known])
            median = statistics.median(one for one, _ in taken) if taken else 0.0
            cells.append(f"{len(taken)}: {median:.1f}, {taken[-1][0]:.0f}" if taken else "0")
        print(f"| {name or 'bundled'} | {len(texts)} | {cells[0]} | {cells[1]} |")


if __name__ == "__main__":
    main()
