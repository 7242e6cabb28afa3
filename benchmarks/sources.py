"""Real files of every kind, built alone and all together: a table of rows, things and disagreements.

``python benchmarks/sources.py`` reads the folder that SHOWGRAPH_SHARED_DATA or --shared-data names.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from pathlib import Path

import showgraph
from showgraph.files import bundled_folder
from showgraph.making import build_report

FILES = (
    "imdb_tsv_sample",
    "netflix_titles/netflix_titles.csv",
    "mydramalist_ratings/mydramalist.csv",
    "kdrama_actor_roles/kdramalist.csv",
    "kdrama_actor_roles/wiki_actors.csv",
    "kdrama_top250/kdrama.csv",
    "webtoon_originals/Webtoon_Dataset.csv",
    "tvmaze_shows/shows.json",
    "tmdb_small/tmdb_id2detail_small.json",
    "tmdb_small/tmdb_id2credit_small.json",
)


def build_row(name: str, sources: list[str], folder: Path) -> tuple[str, ...]:
    """Build a graph and return its line of the table."""
    report = build_report(sources, folder / "g")
    read = sum(reading.read for reading in report.readings)
    reasons = Counter[str]()
    for reading in report.readings:
        for entry in reading.set_aside:
            reasons[str(entry["reason"])] += int(str(entry.get("rows", 1)))
    values = sum(reading.values_left_out for reading in report.readings)
    why = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    with showgraph.open(folder / "g") as kg:
        counts = {str(row["what"]): int(str(row["count"])) for row in kg.stats()}
        (disputed,) = kg.query(
            "SELECT (COUNT(DISTINCT CONCAT(STR(?s), STR(?p))) AS ?n) "
            "{ ?c a sg:Claim ; rdf:subject ?s ; rdf:predicate ?p }"
        )
    things = [counts.get(key, 0) for key in ("works", "people", "credits")]
    aside = f"{sum(reasons.values())}" + (f" ({why})" if why else "")
    return (name, f"{read:,}", aside, str(values), *(f"{count:,}" for count in things), str(disputed.n))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared-data", default=os.environ.get("SHOWGRAPH_SHARED_DATA", "../shared/data"))
    shared = Path(parser.parse_args().shared_data)
    header = ("source", "rows read", "set aside", "values left out", "works", "people", "credits", "disputed facts")
    print("| " + " | ".join(header) + " |")
    print("|---|" + "---:|" * (len(header) - 1))
    files = [str(shared / file) for file in FILES if (shared / file).exists()]
    runs = [(f"`{Path(file).name}`", [file]) for file in files]
    runs += [("all of them", files), ("all of them and `data/`", [f"toml:{bundled_folder('data')}", *files])]
    with tempfile.TemporaryDirectory() as folder:
        for name, sources in runs:
            print("| " + " | ".join(build_row(name, sources, Path(folder))) + " |", flush=True)


if __name__ == "__main__":
    main()
