"""Nine questions on IMDb-sized data: showgraph beside what one would write by hand and beside other graph engines.

Run ``python benchmarks/large.py --titles 100000 [--runs 7] [--engines "DuckDB by hand,showgraph"] [--folder DIR]``.
The data are generated into the folder when they aren't there. Each engine loads them, which is timed beside DuckDB
parsing the same files and keeping nothing; its disk is compared with the gzipped files. Answers are compared before
anything is timed: a difference is printed, and that cell is not timed. What is printed are ratios of medians of
interleaved runs. An answer that takes longer than ``--patience`` seconds is timed once, and marked so.

The engines that read RDF load the N-Triples that showgraph exports, so that without showgraph they are left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.generate_imdb import Size, generate
from benchmarks.large_graphs import Maplib, OxigraphDisk, OxigraphMemory, Rdflib, SameTables, Showgraph, write_webtoons
from benchmarks.large_peers import CannotAnswerError, HandDuckDB, HandSQLite, Ladybug, NetworkX, Peer, parse_files
from benchmarks.large_plot import draw_ratios
from benchmarks.large_questions import QUESTIONS, Parameters, Question, Rows, sort_rows
from benchmarks.timing import time_interleaved

PEERS: list[type[Peer]] = [
    HandDuckDB,
    Showgraph,
    SameTables,
    HandSQLite,
    Ladybug,
    NetworkX,
    OxigraphDisk,
    OxigraphMemory,
    Maplib,
    Rdflib,
]
READS_TRIPLES: set[type[Peer]] = {OxigraphDisk, OxigraphMemory, Maplib, Rdflib}
LIMITS, OURS = (SameTables.name, HandDuckDB.name), Showgraph.name


@dataclass
class Outcome:
    """What one run found: seconds and bytes by engine, seconds by question and engine, and why a cell is empty."""

    loads: dict[str, float] = field(default_factory=dict)
    disks: dict[str, int] = field(default_factory=dict)
    medians: dict[str, dict[str, float]] = field(default_factory=dict)
    once: set[tuple[str, str]] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)


def prepare_files(folder: Path, titles: int, seed: int) -> Parameters:
    """Generate the files where they are missing and return the questions' parameters."""
    facts = folder / "facts.json"
    if not facts.exists():
        generate(folder, Size(titles, seed))
    found = json.loads(facts.read_text(encoding="utf-8"))
    if found["titles"] != titles:
        sys.exit(f"{folder} holds {found['titles']:,} titles; choose another --folder or another --titles")
    write_webtoons(folder)
    parameters: Parameters = found["parameters"]
    return parameters


def load_peers(kinds: list[type[Peer]], folder: Path, titles: int, outcome: Outcome) -> list[Peer]:
    """Load each engine and note its time and disk; those that can't are left out with a remark."""
    loaded: list[Peer] = []
    for kind in kinds:
        if titles > kind.most_titles:
            outcome.remarks.append(f"{kind.name}: not tried above {kind.most_titles:,} titles")
            continue
        print(f"loading {kind.name}", file=sys.stderr)
        peer = kind(folder / "engines" / kind.name.replace(" ", "-").lower())
        start = time.perf_counter()
        try:
            peer.load(folder)
            outcome.loads[peer.name] = time.perf_counter() - start
            outcome.disks[peer.name] = peer.disk()
            if isinstance(peer, Showgraph) and READS_TRIPLES & set(kinds):
                peer.export_triples(folder)
        except CannotAnswerError as error:
            outcome.remarks.append(f"{kind.name}: left out; {error}")
            continue
        outcome.remarks += [peer.remark] if peer.remark else []
        loaded.append(peer)
    return loaded


def answer_once(
    question: Question, peers: list[Peer], parameters: Parameters, outcome: Outcome
) -> dict[str, tuple[Rows, float]]:
    """Return each engine's sorted rows and the seconds of this first run."""
    answers: dict[str, tuple[Rows, float]] = {}
    for peer in peers:
        start = time.perf_counter()
        try:
            rows = peer.answer(question, parameters)
        except CannotAnswerError:
            continue
        except Exception as error:
            # An engine's own failure belongs into the table and mustn't end the others' run.
            outcome.remarks.append(f"{question.text}: {peer.name} failed with {type(error).__name__}: {error}")
            continue
        answers[peer.name] = sort_rows(rows), time.perf_counter() - start
    return answers


def keep_equal(question: Question, answers: Mapping[str, tuple[Rows, float]], outcome: Outcome) -> list[str]:
    """Return the engines whose rows are those of the first engine that answers; print how the others differ."""
    if not answers:
        return []
    first = next(iter(answers))
    expected = answers[first][0]
    equal = []
    for name, (rows, _) in answers.items():
        if rows == expected:
            equal.append(name)
            continue
        extra = [row for row in rows if row not in expected][:1]
        missing = [row for row in expected if row not in rows][:1]
        outcome.remarks.append(
            f"{question.text}: {name} differs from {first}, {len(rows)} and {len(expected)} rows; "
            f"only in its own {extra}, only in the other {missing}; not timed"
        )
    return equal


def time_question(
    question: Question, peers: list[Peer], parameters: Parameters, runs: int, patience: float, outcome: Outcome
) -> None:
    """Check a question's answers, then time those that agree, the slow ones once."""
    print(f"asking {question.text}", file=sys.stderr)
    answers = answer_once(question, peers, parameters, outcome)
    equal = keep_equal(question, answers, outcome)
    slow = {name for name in equal if answers[name][1] > patience}
    outcome.once |= {(question.name, name) for name in slow}
    things: dict[str, Callable[[], object]] = {
        peer.name: lambda peer=peer: peer.answer(question, parameters)  # type: ignore[misc]
        for peer in peers
        if peer.name in equal and peer.name not in slow
    }
    medians = time_interleaved(things, runs)
    outcome.medians[question.name] = medians | {name: answers[name][1] for name in slow}


def write_ratio(ratio: float) -> str:
    """Return a ratio with the digits it deserves.

    >>> write_ratio(0.0123), write_ratio(3.21), write_ratio(1234.5)
    ('0.012', '3.2', '1234')
    """
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def write_cell(outcome: Outcome, question: Question, engine: str, base: str) -> str:
    """Return how many times as long as ``base`` an engine takes; ``once`` where either was timed a single time."""
    medians = outcome.medians.get(question.name, {})
    if engine not in medians or base not in medians:
        return "–"
    single = {(question.name, engine), (question.name, base)} & outcome.once
    return write_ratio(medians[engine] / medians[base]) + (" once" if single else "")


def write_questions(outcome: Outcome, engines: list[str]) -> list[str]:
    """Return the table of questions: each engine beside showgraph, showgraph beside the SQL by hand.

    Where showgraph isn't there, each is compared with the SQL by hand.
    """
    base = next((name for name in (OURS, *LIMITS) if name in engines), engines[0])
    limits = [name for name in LIMITS if name in engines] if base == OURS else []
    others = [name for name in engines if name not in (base, *limits)]
    pairs = [(base, name) for name in limits] + [(name, base) for name in others]
    lines = [
        f"| question | {' | '.join(f'{one} / {other}' for one, other in pairs)} |",
        "|---" * (len(pairs) + 1) + "|",
    ]
    for question in QUESTIONS:
        cells = [write_cell(outcome, question, *pair) for pair in pairs]
        lines.append(f"| {question.text} | {' | '.join(cells)} |")
    return lines


def write_loads(outcome: Outcome, parsing: float, size: int) -> list[str]:
    """Return the table of loading: time beside parsing alone, disk beside the gzipped files."""
    lines = ["| engine | load / DuckDB parses the files | disk / gzipped files |", "|---|---|---|"]
    for name, seconds in outcome.loads.items():
        disk = write_ratio(outcome.disks[name] / size) if outcome.disks[name] else "in memory"
        lines.append(f"| {name} | {write_ratio(seconds / parsing)} | {disk} |")
    return lines


def time_parsing(folder: Path, threads: int) -> float:
    """Return the median seconds of three parses."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        parse_files(folder, threads)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def read_arguments() -> argparse.Namespace:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description="Compare engines on nine questions over IMDb-sized data.")
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--engines", default="", help="names, separated by commas; all unless said")
    parser.add_argument("--folder", type=Path, help="where the data are or will be; under /tmp unless said")
    parser.add_argument("--patience", type=float, default=2.0, help="seconds above which an answer is timed once")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="of the SQL by hand, and of parsing")
    parser.add_argument("--plot", type=Path, help="an SVG file; large.svg in the folder unless said")
    return parser.parse_args()


def main() -> None:
    """Print the tables as Markdown and write the plot."""
    chosen = read_arguments()
    folder = chosen.folder or Path(tempfile.gettempdir()) / f"showgraph-large-{chosen.titles}"
    parameters = prepare_files(folder, chosen.titles, chosen.seed)
    names = [name.strip().casefold() for name in chosen.engines.split(",") if name.strip()]
    if unknown := set(names) - {kind.name.casefold() for kind in PEERS}:
        sys.exit(f"no engine is called {', '.join(sorted(unknown))}; known: {', '.join(kind.name for kind in PEERS)}")
    HandDuckDB.threads = SameTables.threads = chosen.threads
    outcome = Outcome()
    parsing = time_parsing(folder, chosen.threads)
    kinds = [kind for kind in PEERS if not names or kind.name.casefold() in names]
    peers = load_peers(kinds, folder, chosen.titles, outcome)
    if not peers:
        sys.exit("no engine could load the data: " + "; ".join(outcome.remarks))
    # Interrupted, it still prints what it has.
    with contextlib.suppress(KeyboardInterrupt):
        for question in QUESTIONS:
            time_question(question, peers, parameters, chosen.runs, chosen.patience, outcome)
    size = sum(file.stat().st_size for file in folder.glob("*.tsv.gz"))
    engines = [peer.name for peer in peers]
    print(f"{chosen.titles:,} titles; ratios of times, below 1 is faster; – where an engine has no comparable answer\n")
    print("\n".join([*write_questions(outcome, engines), "", *write_loads(outcome, parsing, size), ""]))
    print("\n".join(f"- {remark}" for remark in outcome.remarks))
    plot = chosen.plot or folder / "large.svg"
    plot.write_text(draw_ratios(outcome.medians, {q.name: q.text for q in QUESTIONS}, LIMITS[1]), encoding="utf-8")
    print(f"plot: {plot}", file=sys.stderr)
    for peer in peers:
        peer.close()


if __name__ == "__main__":
    main()
