"""How long a question takes from text to SPARQL, in process: python benchmarks/questions.py [GRAPH …].

Of the bundled graph every question of ``tests/questions`` is read several times, in an order that changes with each
round; its time is the median of its rounds. Of another graph, of any size, every wording of ``film_questions.toml`` is
read of films and people drawn from the graph itself, with other names in each round, each text once. Times are of the
processor, of all threads together: these don't depend on what else the machine does.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

import showgraph
from showgraph.ask.answer import reads_names, values_of
from showgraph.ask.compose import compose_question
from showgraph.ask.understand import read_readings
from showgraph.errors import ShowgraphError
from showgraph.store import Store

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions"
WORDINGS = Path(__file__).with_name("film_questions.toml")
_ROUNDS = 5
_NAMES = 2_000


def read_text(store: Store, text: str) -> bool:
    """Turn a question into SPARQL, and tell whether it was understood."""
    try:
        question = read_readings(text, reads_names(store), values_of(store))[0].question
        if question.form != "path":
            compose_question(question)
    except ShowgraphError:
        return False
    return True


def written_texts() -> list[str]:
    """Return every question of the tests, in both halves."""
    paths = sorted(QUESTIONS.glob("*/*.toml"))
    return [case["ask"] for path in paths for case in tomllib.loads(path.read_text(encoding="utf-8"))["question"]]


def draw_texts(store: Store, rng: random.Random) -> list[str]:
    """Return every wording about a film or a person with a name out of a graph."""
    chains = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))["chain"]
    names = {}
    for kind in ("movie", "person"):
        sample = (
            f"SELECT DISTINCT label FROM names WHERE kind = ? USING SAMPLE {_NAMES} (reservoir, {rng.randrange(9**9)})"
        )
        names[kind] = sorted(str(row[0]) for row in store.execute(sample, [kind]))
    return [
        wording.format(rng.choice(names["movie" if chain["from"] == "film" else "person"]))
        for chain in chains
        for wording in chain["ask"]
        if chain["from"] != "tags"
    ]


def measure(store: Store, rounds: Iterable[list[str]]) -> tuple[dict[str, list[float]], dict[str, bool]]:
    """Return the milliseconds of each text, one for each of its rounds, and which were understood."""
    times: dict[str, list[float]] = {}
    was_read: dict[str, bool] = {}
    for texts in rounds:
        for text in texts:
            start = time.process_time()
            was_read[text] = read_text(store, text)
            times.setdefault(text, []).append((time.process_time() - start) * 1000)
    return times, was_read


def main() -> None:
    print("| graph | questions | read: median, 95th percentile, worst ms | refused: median, worst ms |")
    print("|---|---|---|---|")
    for name in sys.argv[1:] or [""]:
        with showgraph.open(name or None) as kg:
            rngs = [random.Random(turn) for turn in range(_ROUNDS)]
            if name:
                read_text(kg.store, "films")
                rounds = [draw_texts(kg.store, rng) for rng in rngs]
            else:
                texts = written_texts()
                rounds = [rng.sample(texts, len(texts)) for rng in rngs]
            times, was_read = measure(kg.store, rounds)
        cells = []
        for known in (True, False):
            taken = sorted(statistics.median(times[text]) for text in times if was_read[text] == known)
            said = [statistics.median(taken), taken[len(taken) * 95 // 100], taken[-1]] if taken else []
            cells.append(f"{len(taken):,}: " + ", ".join(f"{one:.1f}" for one in (said if known else said[::2])))
        print(f"| {name or 'bundled'} | {len(times):,} | {cells[0]} | {cells[1]} |")
        worst = sorted(times, key=lambda text: -statistics.median(times[text]))[:3]
        print(*(f"slow: {text}" for text in worst), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
