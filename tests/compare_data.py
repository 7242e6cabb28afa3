"""Compare the bundled data with files that people have, and list each disagreement that the data doesn't explain.

Run ``python tests/compare_data.py`` for the list. A value of a file is explained when some source's graph of the
bundled data holds it too: then the data knows that the file says so, and why another value won.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from showgraph.files import bundled_folder
from showgraph.model import SG, get_property
from showgraph.names import name_forms, title_form
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.toml import read_toml


@dataclass
class Show:
    """What the bundled data says of one show, all sources together: property key → values, people by key → names."""

    iri: str
    kind: str = ""
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def years(self) -> set[int]:
        return {int(date[:4]) for date in self.values["released"] | self.values["year"]}


@dataclass(frozen=True)
class FileRow:
    """What a file says of one title."""

    file: str
    title: str
    kind: str
    year: int | None
    episodes: str = ""
    directors: tuple[str, ...] = ()
    screenwriters: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_bundled() -> list[Show]:
    """Return the shows of the bundled data with what every source says of them."""
    claims = list(read_toml(bundled_folder("data"), Reading("bundled")))
    names: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    credits_: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    shows: dict[str, Show] = {}
    for claim in claims:
        _collect(claim, names, kinds, credits_, shows)
    functions = {SG + "acting": "cast", SG + "voice": "cast", SG + "self": "cast", SG + "archive": "cast"}
    functions |= {SG + "directing": "directors", SG + "writing": "screenwriters", SG + "creating": "creators"}
    for credit in credits_.values():
        for work in credit["work"] & shows.keys():
            for function in credit["function"]:
                for person in credit["person"]:
                    shows[work].people[functions.get(function, "other")] |= names[person]
    for show in shows.values():
        show.values["titles"] = names[show.iri]
        show.kind = kinds.get(show.iri, "")
        show.values["source-kinds"] = {kinds.get(iri, "") for iri in show.values["based"]}
    return list(shows.values())


_KEYS = {get_property(key).iri: key for key in ("released", "year", "episodes", "broadcasters", "keywords")}
_BASED = {get_property(key).iri for key in ("adaptation-of", "remake-of", "based-on", "spin-off-of")}
_NAMES = {get_property(key).iri for key in ("label", "names", "aliases")}
_CREDIT = {
    get_property("credit-of").iri: "work",
    get_property("credited-to").iri: "person",
    get_property("function").iri: "function",
}


def _collect(
    claim: Claim,
    names: dict[str, set[str]],
    kinds: dict[str, str],
    credits_: dict[str, dict[str, set[str]]],
    shows: dict[str, Show],
) -> None:
    subject, predicate, value = claim.subject[1:], claim.predicate[1:], claim.object
    plain = value.partition(" ")[2] if value[0] in "@^" else value[1:]
    if predicate in _NAMES:
        names[subject].add(plain)
    elif predicate.endswith("#type"):
        kinds[subject] = plain
        if "/id/show/" in subject:
            shows.setdefault(subject, Show(subject))
    elif predicate in _CREDIT:
        credits_[subject][_CREDIT[predicate]].add(plain)
    elif "/id/show/" in subject:
        show = shows.setdefault(subject, Show(subject))
        if predicate in _BASED:
            show.values["based"].add(plain)
        elif predicate in _KEYS:
            show.values[_KEYS[predicate]].add(plain)


def read_files(folder: Path) -> Iterator[FileRow]:
    """Yield what the files say of each title."""
    for row in _rows(folder / "mydramalist_ratings" / "mydramalist.csv"):
        year, episodes = _year(row["aired"]), row["num_episodes"].strip()
        people = (_split(row["director"]), _split(row["screenwriter"]), _split(row["cast_names"]))
        tags = _split(row["tag_names"].lower())
        yield FileRow("mydramalist.csv", row["Name"].strip(), "series", year, episodes, *people, tags=tags)
    for row in _rows(folder / "kdrama_actor_roles" / "kdramalist.csv"):
        year, episodes = _short_year(row["start airing"]), row["Episodes"].strip()
        cast, tags = _listed(row["actors"]), _listed(row["Tags"].lower())
        yield FileRow("kdramalist.csv", row["drama_name"].strip(), "series", year, episodes, cast=cast, tags=tags)
    for row in _rows(folder / "kdrama_top250" / "kdrama.csv"):
        year, episodes = _year(row["Year of release"]), row["Number of Episodes"].strip()
        people = (_split(row["Director"]), _split(row["Screenwriter"]), _split(row["Cast"]))
        yield FileRow(
            "kdrama.csv", row["Name"].strip(), "series", year, episodes, *people, tags=_split(row["Tags"].lower())
        )
    for row in _rows(folder / "netflix_titles" / "netflix_titles.csv"):
        kind = "movie" if row["type_s"] == "Movie" else "netflix series"
        if "South Korea" in (row["country"] or ""):
            yield FileRow(
                "netflix_titles.csv", row["title"].strip(), kind, _year(row["release_year"]), "",
                _split(row["director"]), cast=_split(row["casts"]),
            )  # fmt: skip
    casts: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "kdrama_actor_roles" / "wiki_actors.csv"):
        casts[row["drama_name"].strip()].append(" ".join(row["actor_name"].split()))
    for title, names in casts.items():
        yield FileRow("wiki_actors.csv", title, "series", None, cast=tuple(names))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: value or "" for key, value in row.items() if isinstance(key, str)}


def _split(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in (text or "").split(",") if part.strip())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(
        " ".join(part.split()) for part in re.findall(r"'([^']*)'|\"([^\"]*)\"", text or "") for part in part if part
    )


def _year(text: str) -> int | None:
    found = re.search(r"(19|20)\d\d", text or "")
    return int(found.group(0)) if found else None


def _short_year(text: str) -> int | None:
    found = re.search(r"-(\d\d)$", text.strip())
    return (2000 if int(found.group(1)) < 50 else 1900) + int(found.group(1)) if found else _year(text)


def compare(shows: list[Show], rows: Iterator[FileRow]) -> list[str]:
    """Return one line for each thing a file says of a title that no source of the bundled data says."""
    by_title: dict[str, list[Show]] = defaultdict(list)
    for show in shows:
        for title in show.values["titles"]:
            by_title[title_form(title)].append(show)
    lines = []
    for row in rows:
        for show in _matches(row, by_title.get(title_form(row.title), [])):
            lines += [f"{row.file}: {row.title}: {told}" for told in _disagreements(row, show)]
    return sorted(set(lines))


def _matches(row: FileRow, candidates: list[Show]) -> list[Show]:
    unique = {show.iri: show for show in candidates}.values()
    movie = row.kind == "movie"
    fitting = [show for show in unique if movie == show.kind.endswith(("Movie", "ShortFilm"))]
    fitting = [show for show in fitting if not show.kind.endswith("TVSpecial")]
    if row.year is None:
        return fitting if len(fitting) == 1 else []
    # The catalogue of a streaming service dates a series by its newest season.
    later = 20 if row.kind == "netflix series" else 1
    return [s for s in fitting if any(-1 <= row.year - year <= later for year in s.years) or not s.years]


def _disagreements(row: FileRow, show: Show) -> Iterator[str]:
    if row.year and row.kind != "netflix series" and row.year not in show.years:
        yield f"year {row.year}, the data has {sorted(show.years)}"
    if row.episodes.isdigit() and row.episodes not in show.values["episodes"]:
        yield f"{row.episodes} episodes, the data has {sorted(show.values['episodes']) or 'none'}"
    for key in ("directors", "screenwriters"):
        known = show.people[key] | (show.people["creators"] if key == "screenwriters" else set())
        for name in getattr(row, key):
            if not _is_among(name, known):
                yield f"{key[:-1]} {name}, the data has {sorted(known) or 'none'}"
    for name in row.cast:
        if not _is_among(name, show.people["cast"]):
            yield f"{name} in the cast, the data has no such name there"
    tags = set(row.tags)
    for tag, kind in (("adapted from a webtoon", "Webtoon"), ("adapted from a web novel", "WebNovel")):
        if tag in tags - show.values["keywords"] and not any(
            found.endswith(kind) for found in show.values["source-kinds"]
        ):
            yield f"tag '{tag}', the data has {sorted(show.values['source-kinds']) or 'no source work'}"


def _is_among(name: str, known: set[str]) -> bool:
    forms = name_forms(name, person=True).keys()
    return any(forms & name_forms(other, person=True).keys() for other in known)


def main() -> None:
    """Print the list."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("SHOWGRAPH_SHARED_DATA") or root.parent / "shared" / "data")
    lines = compare(read_bundled(), read_files(folder))
    sys.stdout.write("".join(line + "\n" for line in lines))
    sys.stderr.write(f"{len(lines)} disagreements that the data doesn't explain\n")


if __name__ == "__main__":
    main()
