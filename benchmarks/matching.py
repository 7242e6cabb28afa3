"""Who is who across two catalogues: the program, plain equality and plain fuzzy matching on one hand-checked gold set.

Run ``python benchmarks/matching.py --shared-data DIR`` with the folder that has ``netflix_titles/netflix_titles.csv``
and ``mydramalist_ratings/mydramalist.csv``. ``tests/cases/same/`` has the gold set: the casts of every title that both
have, name by name, and pairs of different people whose names look alike. Those pairs are put into casts that leave
nothing but the names to go by: two files that agree on a work and five of its actors, the sixth being one of the pair
in one file and the other in the other. Only two pairs who bear one name can't be asked so; each has a work of its own.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import showgraph
from showgraph.knowledge_graph import KnowledgeGraph
from showgraph.making import build_report
from showgraph.names import exact_form, title_form

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "same"
FILES = ("netflix_titles/netflix_titles.csv", "mydramalist_ratings/mydramalist.csv")
_CASTS = (
    "SELECT ?w ?l ?p ?n { GRAPH ?g { ?w schema:actor ?p ; rdfs:label ?l . ?p rdfs:label|schema:alternateName ?n } }"
)
_NETFLIX = "show_id,type,title,director,cast,country,release_year,duration,listed_in\n"
_MYDRAMALIST = "Name,aired,country,num_episodes,director,screenwriter,cast_names,genre_names,tag_names\n"
_COLLEAGUES = ("Walter Exemplar", "Ludmila Specimen", "Ottilie Sample", "Gustav Pattern", "Henrike Template")

Pair = tuple[str, str]


@dataclass
class Title:
    """The casts of one title: names that are one person, names that may be, and all names of each catalogue."""

    pairs: set[Pair] = field(default_factory=set)
    doubtful: set[Pair] = field(default_factory=set)
    netflix: list[str] = field(default_factory=list)
    mydramalist: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Score:
    """What a way of matching found: gold pairs, wrong merges in the casts, look-alikes merged, of how many each."""

    found: int
    pairs: int
    wrong: tuple[tuple[str, str, str], ...]
    merged: tuple[Pair, ...]
    checked: int
    missed: tuple[tuple[str, str, str], ...] = ()

    @property
    def recall(self) -> float:
        """The share of gold pairs that are one."""
        return self.found / self.pairs

    @property
    def wrong_in_thousand(self) -> float:
        """Wrong merges in a thousand hand-checked pairs: gold pairs, names without a partner and look-alikes."""
        return 1000 * (len(self.wrong) + len(self.merged)) / self.checked


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_gold(path: Path = CASES / "netflix-mydramalist.tsv") -> dict[str, Title]:
    """Return the hand-checked casts, by title."""
    titles: dict[str, Title] = defaultdict(Title)
    for row in _read_rows(path):
        title, pair = titles[row["title"]], (row["netflix"], row["mydramalist"])
        for name, names in zip(pair, (title.netflix, title.mydramalist), strict=True):
            if name != "-":
                names.append(name)
        if "-" not in pair:
            (title.doubtful if row["why"].startswith("?") else title.pairs).add(pair)
    return dict(titles)


def read_look_alikes(path: Path = CASES / "look-alikes.tsv") -> list[Pair]:
    """Return pairs of names of different people."""
    return [(row["one"], row["other"]) for row in _read_rows(path)]


def match_by_graph(kg: KnowledgeGraph, gold: dict[str, Title]) -> dict[str, set[Pair]]:
    """Return which names of each title are one person in a graph of the two catalogues."""
    casts = [_read_casts(kg, f"https://w3id.org/showgraph/id/source/{name}") for name in _sources()]
    found: dict[str, set[Pair]] = {}
    for title, entry in gold.items():
        ours, theirs = (
            _find_people(catalogue.get(title_form(title), {}), names)
            for catalogue, names in zip(casts, (entry.netflix, entry.mydramalist), strict=True)
        )
        found[title] = {(a, b) for a, one in ours.items() for b, other in theirs.items() if one == other}
    return found


def _sources() -> tuple[str, str]:
    return "netflix-titles.csv", "mydramalist.csv"


def _read_casts(kg: KnowledgeGraph, source: str) -> dict[str, dict[str, dict[str, set[str]]]]:
    """Return title, work, person and the person's names in one source."""
    casts: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for row in kg.query(_CASTS.replace("?g", f"<{source}>")):
        casts[title_form(str(row["l"]))][str(row["w"])][str(row["p"])].add(" ".join(str(row["n"]).split()))
    return casts


def _find_people(works: dict[str, dict[str, set[str]]], names: Iterable[str]) -> dict[str, str]:
    """Return the person of each name, in that work of a title which has most of them."""
    wanted = {name.partition(" (")[0]: name for name in names}
    best: dict[str, str] = {}
    for cast in works.values():
        found = {wanted[name]: person for person, known in cast.items() for name in known if name in wanted}
        if len(found) > len(best):
            best = found
    return best


def match_by_names(gold: dict[str, Title], like: Callable[[str, str], float], least: float) -> dict[str, set[Pair]]:
    """Return which names of each title are alike, each with one at most, the most alike first."""
    found: dict[str, set[Pair]] = {}
    for title, entry in gold.items():
        ranked = sorted(
            ((like(a, b), a, b) for a in entry.netflix for b in entry.mydramalist), key=lambda row: (-row[0], *row[1:])
        )
        taken: set[str] = set()
        found[title] = set()
        for score, a, b in ranked:
            if score >= least and "n" + a not in taken and "m" + b not in taken:
                taken |= {"n" + a, "m" + b}
                found[title].add((a, b))
    return found


def is_equal(a: str, b: str) -> float:
    """Return 1 for equal names, whatever their case, accents, hyphens and spaces."""
    return float(exact_form(a) == exact_form(b))


def is_near(a: str, b: str) -> float:
    """Return how alike two names are letter by letter, their words in the order in which they are most alike."""
    ones, others = a.lower().replace("-", " ").split(), b.lower().replace("-", " ").split()
    pairs = ((" ".join(ones), " ".join(others)), (" ".join(sorted(ones)), " ".join(sorted(others))))
    return max(difflib.SequenceMatcher(None, one, other).ratio() for one, other in pairs)


def score(gold: dict[str, Title], found: dict[str, set[Pair]], look_alikes: list[Pair], merged: list[Pair]) -> Score:
    """Return how good matches are."""
    pairs = {(title, *pair) for title, entry in gold.items() for pair in entry.pairs}
    got = {(title, *pair) for title, matched in found.items() for pair in matched - gold[title].doubtful}
    alone = sum(
        len(entry.netflix) + len(entry.mydramalist) - 2 * len(entry.pairs | entry.doubtful) for entry in gold.values()
    )
    wrong, missed = tuple(sorted(got - pairs)), tuple(sorted(pairs - got))
    checked = len(pairs) + alone + len(look_alikes)
    return Score(len(got & pairs), len(pairs), wrong, tuple(merged), checked, missed)


def merge_look_alikes(pairs: list[Pair], folder: Path) -> list[Pair]:
    """Return the pairs that a build makes one person of."""
    files = (folder / "netflix_titles.csv", folder / "mydramalist.csv")
    with files[0].open("w", encoding="utf-8") as netflix, files[1].open("w", encoding="utf-8") as mydramalist:
        netflix.write(_NETFLIX)
        mydramalist.write(_MYDRAMALIST)
        for number, (a, b) in enumerate(pairs):
            others = ",".join(f"{name}{number}" for name in _COLLEAGUES)
            title = f"Invented {_in_words(number)}"
            again = title if a != b else f"Another {_in_words(number)}"
            netflix.write(f'e{number},TV Show,{title},,"{others},{a}",South Korea,2020,,Drama\n')
            if a != b:
                mydramalist.write(f'{again},2020,South Korea,6,,,"{others},{b}",Drama,\n')
            else:
                mydramalist.write(f'{again},2020,South Korea,6,,,"Otto Muster{number},{b}",Drama,\n')
    build_report([str(path) for path in files], folder / "graph")
    found = []
    with showgraph.open(folder / "graph") as kg:
        casts = [_read_casts(kg, f"https://w3id.org/showgraph/id/source/{name}") for name in _sources()]
        for number, (a, b) in enumerate(pairs):
            title = title_form(f"Invented {_in_words(number)}")
            again = title if a != b else title_form(f"Another {_in_words(number)}")
            one, other = _find_people(casts[0][title], [a]), _find_people(casts[1][again], [b])
            if one[a] == other[b]:
                found.append((a, b))
    return found


def _in_words(number: int) -> str:
    """Return a number in letters: digits at the end of a title would be a season's."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def build_graph(shared: Path, folder: Path) -> KnowledgeGraph:
    """Return a graph of the two catalogues."""
    build_report([str(shared / file) for file in FILES], folder)
    return showgraph.open(folder)


def score_program(shared: Path, folder: Path) -> Score:
    """Return how good the program's matches are."""
    gold, look_alikes = read_gold(), read_look_alikes()
    with build_graph(shared, folder / "graph") as kg:
        found = match_by_graph(kg, gold)
    (folder / "look-alikes").mkdir()
    return score(gold, found, look_alikes, merge_look_alikes(look_alikes, folder / "look-alikes"))


def main() -> None:
    """Print the scores as Markdown, and what the program missed and mistook."""
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("SHOWGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data"
    parser.add_argument("--shared-data", type=Path, default=Path(given))
    shared = parser.parse_args().shared_data
    if missing := [file for file in FILES if not (shared / file).is_file()]:
        sys.exit(f"no {' and no '.join(missing)} in {shared}; name the folder with --shared-data")
    gold, look_alikes = read_gold(), read_look_alikes()
    with tempfile.TemporaryDirectory() as folder:
        scores = {"showgraph": score_program(shared, Path(folder))}
    for name, like, least in (
        ("equal text", is_equal, 1.0),
        *((f"fuzzy, from {least}", is_near, least) for least in (0.95, 0.9, 0.85, 0.8, 0.75, 0.7)),
    ):
        merged = [(a, b) for a, b in look_alikes if a != b and like(a, b) >= least]
        scores[name] = score(gold, match_by_names(gold, like, least), look_alikes, merged)
    print("| matched by | recall | wrong in the casts | look-alikes merged | wrong in 1,000 |\n|---|---|---|---|---|")
    for name, one in scores.items():
        print(
            f"| {name} | {one.found} of {one.pairs}, {one.recall:.1%} | {len(one.wrong)} | "
            f"{len(one.merged)} of {len(look_alikes)} | {one.wrong_in_thousand:.2f} |"
        )
    doubtful = sum(len(entry.doubtful) for entry in gold.values())
    program = scores["showgraph"]
    print(
        f"\n{len(gold)} titles; {program.checked} hand-checked pairs and names; {doubtful} pairs nobody could confirm"
    )
    for what, rows in (("wrong", program.wrong), ("look-alikes merged", program.merged), ("missed", program.missed)):
        print(f"\n{what}:", *(" | ".join(row) for row in rows), sep="\n- ")


if __name__ == "__main__":
    main()
