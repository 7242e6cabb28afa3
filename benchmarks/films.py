"""How many questions of one, two and three steps over films are answered exactly, and how soon they are read.

    python benchmarks/films.py [--films 5000] [--seed 1] [--each 2] [--questions film_questions_loose.toml]

Writes invented films in Turtle, in the model's vocabulary: directors, writers, actors, genres, tags, years, languages.
Every wording of a file is asked of films and people drawn at random, the name in quotes, as it is
and in lower case. What is right is worked out from the records the Turtle was written from, without any engine.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import showgraph
from showgraph.errors import ShowgraphError

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.generate_imdb import WORDS
from benchmarks.questions import read_text

HERE = Path(__file__).parent
PREFIXES = """@prefix schema: <https://schema.org/> .
@prefix sg: <https://w3id.org/showgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://example.org/> .
"""
TAGS = (
    "revenge", "friendship", "robots", "zombies", "a heist", "time travel", "vampires", "boxing", "prison", "survival",
    "a road trip", "high school", "twins", "amnesia", "chess", "the sea", "a curse", "blackmail", "gambling", "love",
)  # fmt: skip
LANGUAGES = ("English", "Korean", "Japanese", "French", "Spanish", "Hindi", "German", "Italian", "Turkish", "Arabic")
STYLES: dict[str, Callable[[str], str]] = {"in quotes": '"{}"'.format, "as it is": str, "in lower case": str.lower}
_PEOPLE = {"directors": "schema:director", "writers": "sg:screenwriter", "actors": "schema:actor"}
_TEXTS = {"tags": "schema:keywords", "languages": "schema:inLanguage"}


@dataclass(frozen=True)
class Film:
    """A film: its title and the values of each property that questions ask for."""

    title: str
    values: dict[str, tuple[str, ...]]


def make_names(rng: random.Random, count: int) -> list[str]:
    firsts = [*WORDS["first_men"], *WORDS["first_women"]]
    lasts = [a + b for a in WORDS["surname_begin"] for b in WORDS["surname_end"]]
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{rng.choice(firsts)} {rng.choice(lasts)}"] = None
    return list(names)


def make_films(count: int, seed: int) -> list[Film]:
    """Return films with titles of their own, most people in few of them and some in many."""
    rng = random.Random(seed)
    people = make_names(rng, count * 2)
    genres = [genre.replace("_", " ").lower() for genre in WORDS["genres"]]
    titles: dict[str, None] = {}
    while len(titles) < count:
        noun, adjective = rng.choice(WORDS["nouns"]), rng.choice(WORDS["adjectives"])
        shapes = (f"The {adjective} {noun}", f"{adjective} {noun}", f"{noun} of the {rng.choice(WORDS['nouns'])}")
        titles[rng.choice(shapes)] = None

    def some(things: list[str], most: int, skew: float = 1.0) -> tuple[str, ...]:
        drawn = (things[int(rng.random() ** skew * len(things))] for _ in range(rng.randint(1, most)))
        return tuple(dict.fromkeys(drawn))

    return [
        Film(
            title,
            {
                "directors": some(people, 2, 2.5),
                "writers": some(people[::-1], 2, 2.5),
                "actors": some(people, 8, 1.5),
                "genres": some(genres, 2),
                "tags": some(list(TAGS), 3),
                "languages": some(list(LANGUAGES), 1),
                "year": (str(rng.randint(1960, 2024)),),
            },
        )
        for title in titles
    ]


def write_films(films: list[Film], file: Path) -> None:
    people = sorted({name for film in films for key in _PEOPLE for name in film.values[key]})
    genres = sorted({genre for film in films for genre in film.values["genres"]})
    person = {name: f"e:p{number}" for number, name in enumerate(people)}
    genre = {name: f"e:g{number}" for number, name in enumerate(genres)}
    with file.open("w", encoding="utf-8") as out:
        out.write(PREFIXES)
        for kind, named in (("schema:Person", person), ("sg:Genre", genre)):
            for name, iri in named.items():
                out.write(f"{iri} a {kind} ; rdfs:label {_quote(name)} .\n")
        for number, film in enumerate(films):
            said = [f"e:f{number} a schema:Movie ; rdfs:label {_quote(film.title)} ; sg:year {film.values['year'][0]}"]
            said += [f"{_PEOPLE[key]} {person[name]}" for key in _PEOPLE for name in film.values[key]]
            said += [f"{_TEXTS[key]} {_quote(value)}" for key in _TEXTS for value in film.values[key]]
            said += [f"schema:genre {genre[name]}" for name in film.values["genres"]]
            out.write(" ; ".join(said) + " .\n")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class Records:
    """Films, and which of them have a value of a property."""

    def __init__(self, films: list[Film]) -> None:
        self.films = {film.title: film for film in films}
        self.having: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for film in films:
            for key, values in film.values.items():
                for value in values:
                    self.having[key][value].add(film.title)

    def starts(self, kind: str) -> list[str]:
        """Return what a question of some kind can name."""
        return sorted(self.films if kind == "film" else self.having[kind])

    def follow(self, start: str, path: list[str]) -> set[str]:
        """Return what a path leads to."""
        found = {start}
        for step in path:
            key = step.rstrip("<>!")
            if "<" in step:
                found = {title for value in found for title in self.having[key][value]}
            else:
                found = {value for title in found for value in self.films[title].values[key]}
            if step.endswith("!"):
                found.discard(start)
        return found


def draw_questions(records: Records, file: Path, each: int, seed: int) -> Iterator[tuple[int, str, str, set[str]]]:
    """Yield steps, style, text and answer of every wording in every style, ``each`` times with another name."""
    rng = random.Random(seed)
    for chain in tomllib.loads(file.read_text("utf-8"))["chain"]:
        starts = records.starts(chain["from"])
        for wording in chain["ask"]:
            for style, write in STYLES.items():
                for _ in range(each):
                    name, right = "", set[str]()
                    while not right:
                        name = rng.choice(starts)
                        right = records.follow(name, chain["path"])
                    yield len(chain["path"]), style, wording.format(write(name)), right


def judge(kg: showgraph.KnowledgeGraph, text: str, right: set[str]) -> tuple[str, str]:
    """Return whether a question is answered rightly, and how it was read."""
    try:
        answer = kg.ask(text)
    except ShowgraphError as error:
        return "refused", str(error)
    found = {str(row[answer.columns[0]]).casefold() for row in answer.rows}
    return ("right" if found == {one.casefold() for one in right} else "wrong"), answer.reading


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=2, help="names for each wording in each style")
    parser.add_argument("--questions", default="film_questions.toml", help="a file of wordings beside this one")
    parser.add_argument("--show", action="store_true", help="print what was refused or wrong")
    given = parser.parse_args()
    films = make_films(given.films, given.seed)
    records = Records(films)
    counts: Counter[tuple[int, str, str]] = Counter()
    times: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as place:
        write_films(films, Path(place) / "films.ttl")
        showgraph.build([str(Path(place) / "films.ttl")], Path(place) / "g")
        with showgraph.open(Path(place) / "g") as kg:
            print(f"{given.films:,} films, {kg.store.catalogue.default_triples:,} triples\n")
            for steps, style, text, right in draw_questions(records, HERE / given.questions, given.each, given.seed):
                start = time.process_time()
                read_text(kg.store, text)
                times.append(((time.process_time() - start) * 1000, text))
                verdict, reading = judge(kg, text, right)
                counts[steps, style, verdict] += 1
                if given.show and verdict != "right":
                    print(f"{verdict}: {text}\n    {reading}")
    print("| steps | the name | questions | right | refused | wrong |")
    print("|---|---|---|---|---|---|")
    for steps in (1, 2, 3):
        for style in STYLES:
            said = [counts[steps, style, verdict] for verdict in ("right", "refused", "wrong")]
            print(f"| {steps} | {style} | {sum(said)} | " + " | ".join(f"{n / sum(said):.1%}" for n in said) + " |")
    worst = max(times)
    median = statistics.median(taken for taken, _ in times)
    print(f"\nFrom text to SPARQL, processor time: median {median:.1f} ms, worst {worst[0]:.0f} ms ({worst[1]!r}).")


if __name__ == "__main__":
    main()
