"""The engines of the large benchmark that are asked in SPARQL: showgraph, Oxigraph, maplib and rdflib.

All but showgraph load graph.nt, the N-Triples that showgraph exported from what it built, and webtoons.nt, which says
what IMDb's files can't: which titles come from which webtoons. showgraph is given that file too; where it can't read
it yet, the question that needs it shows as a difference.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import duckdb
from benchmarks.large_peers import CannotAnswerError, Peer, pick_used
from benchmarks.large_questions import Parameters, Question, Rows, Value, count_steps, number_parameters, order_key
from pyoxigraph import QuerySolutions, RdfFormat, Store

PREFIXES = """PREFIX schema: <https://schema.org/>
PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
TRIPLES, WEBTOONS = "graph.nt", "webtoons.nt"
_TITLE, _NAME = "https://www.imdb.com/title/", "https://www.imdb.com/name/"


def write_parameter(value: str) -> str:
    """Return a parameter as a term: an identifier as its IRI, all else as a literal.

    >>> write_parameter("nm0000001"), write_parameter("Kim")
    ('<https://www.imdb.com/name/nm0000001/>', '"Kim"')
    """
    if value[:2] in {"tt", "nm"} and value[2:].isdigit():
        return f"<{_TITLE if value[:2] == 'tt' else _NAME}{value}/>"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_sparql(question: Question, parameters: Parameters) -> str:
    """Return a question's SPARQL with its parameters written as terms.

    Raises:
        CannotAnswerError: it can't be said in SPARQL.
    """
    if not question.sparql:
        raise CannotAnswerError("it can't be said in SPARQL")
    text = question.sparql
    for name in sorted(parameters, key=len, reverse=True):
        text = text.replace(f"${name}", write_parameter(parameters[name]))
    return PREFIXES + text


def read_cell(cell: object) -> Value:
    """Return a value as all engines compare it: identifiers bare, whole numbers as such, texts as they are."""
    if cell is None or cell == "":
        return None
    text = str(getattr(cell, "value", cell)).removeprefix("<").removesuffix(">")
    if text.startswith((_TITLE, _NAME)):
        return text.rstrip("/").rsplit("/", 1)[1]
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else text


def read_rows(rows: Iterable[Iterable[object]]) -> Rows:
    """Return an engine's rows as all engines compare them."""
    return [tuple(read_cell(cell) for cell in row) for row in rows]


class Showgraph(Peer):
    """showgraph itself, built and exported by its command line and asked through its Python door."""

    name = "showgraph"

    def load(self, folder: Path) -> None:
        """Build the graph; the triples for the others are exported by ``export_triples``."""
        target = ["-o", str(self.place / "graph")]
        try:
            run_showgraph("build", f"imdb:{folder}", str(folder / WEBTOONS), *target)
        except CannotAnswerError as error:
            self.remark = f"showgraph: built without {WEBTOONS}; {error}"
            run_showgraph("build", f"imdb:{folder}", *target)
        import showgraph

        self.graph = showgraph.open(self.place / "graph")

    def export_triples(self, folder: Path) -> None:
        """Write graph.nt beside IMDb's files."""
        run_showgraph("export", "ntriples", "-o", str(folder / TRIPLES), "--graph", str(self.place / "graph"))

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        if question.name == "typo":
            return read_rows([hit.iri] for hit in self.graph.find(parameters["typo"], "person")[:1])
        if question.name == "path":
            steps = self.graph.path(*(write_parameter(parameters[name])[1:-1] for name in ("hub", "far")))
            return [(len(steps),)] if steps else []
        return read_rows(self.graph.query(write_sparql(question, parameters)))

    def close(self) -> None:
        self.graph.close()


class SameTables(Peer):
    """SQL by hand on the tables of the graph that showgraph built: what its compiler can hope for at best."""

    name = "SQL by hand on its tables"
    threads = 1
    SQL: ClassVar[dict[str, str]] = {
        "filmography": """SELECT DISTINCT printf('tt%07d', w.id - {works}), w.label, w.year FROM index_person_label p
            JOIN table_credit_by_credited_to c ON c.credited_to = p.id JOIN table_work w ON w.id = c.credit_of
            WHERE p.value = $actor_name AND c.function = {acting}""",
        "cast": """SELECT DISTINCT printf('nm%07d', p.id - {people}), p.label, c.character_name FROM table_credit c
            JOIN table_person p ON p.id = c.credited_to
            WHERE c.credit_of = {works} + $title_id AND c.function = {acting}""",
        "zombie-series": """SELECT w.year, count(DISTINCT w.id) FROM table_genre g JOIN link_genre_in l ON l.o = g.id
            JOIN table_work w ON w.id = l.s JOIN link_adaptation_of_out a ON a.s = w.id
            JOIN table_work t ON t.id = a.o
            WHERE g.label = 'zombie' AND w.types IN ({series}) AND t.types IN ({webtoons}) AND w.year IS NOT NULL
            GROUP BY w.year""",
        "co-actors": f"""SELECT printf('nm%07d', o - {{people}}), n FROM (
            SELECT b.o, count(*) AS n FROM link_actor_in a JOIN link_actor_out b ON b.s = a.s
            WHERE a.o = {{people}} + $hub_id AND b.o <> {{people}} + $hub_id GROUP BY b.o
            ORDER BY n DESC, {order_key("(b.o - {people})")} LIMIT 10)""",
        "genres": """SELECT g.label, w.year - w.year % 10, count(*) FROM link_genre_out l
            JOIN table_genre g ON g.id = l.o JOIN table_work w ON w.id = l.s WHERE w.year IS NOT NULL GROUP BY 1, 2""",
        "pairs": f"""SELECT printf('nm%07d', d - {{people}}), printf('nm%07d', a - {{people}}), n FROM (
            SELECT d.o AS d, a.o AS a, count(*) AS n FROM link_director_out d JOIN link_actor_out a ON a.s = d.s
            WHERE d.o <> a.o GROUP BY 1, 2
            ORDER BY n DESC, {order_key("(d.o - {people})")}, {order_key("(a.o - {people})")} LIMIT 20)""",
        "shared": """SELECT printf('tt%07d', w.id - {works}), w.label FROM link_actor_in a
            JOIN link_actor_in b ON b.s = a.s JOIN table_work w ON w.id = a.s
            WHERE a.o = {people} + $one_id AND b.o = {people} + $two_id""",
        "prefix": f"""SELECT printf('nm%07d', id - {{people}}), value FROM index_person_label
            WHERE value >= $prefix AND value < $prefix_end ORDER BY value, {order_key("(id - {people})")} LIMIT 20""",
        "substring": """SELECT printf('tt%07d', id - {works}), label FROM table_work
            WHERE contains(label, $substring) AND types IN ({screen}) ORDER BY label, 1 LIMIT 20""",
        "typo": """SELECT printf('nm%07d', id - {people}) FROM index_person_label
            WHERE length(value) BETWEEN length($typo) - 1 AND length($typo) + 1
            AND damerau_levenshtein(value, $typo) <= 1 LIMIT 1""",
    }
    EXPAND = """SELECT DISTINCT b.o FROM link_actor_in a JOIN link_actor_out b ON b.s = a.s
        WHERE a.o IN (SELECT unnest($1::BIGINT[]))"""

    def load(self, folder: Path) -> None:
        graph = self.place.parent / Showgraph.name / "graph"
        if not (graph / "graph.duckdb").exists():
            raise CannotAnswerError("showgraph has built no graph")
        self.connection = duckdb.connect(str(graph / "graph.duckdb"), read_only=True)
        self.connection.execute(f"SET threads = {self.threads}")
        ranges = {
            one["prefix"]: one["first"]
            for one in json.loads((graph / "manifest.json").read_text())["catalogue"]["ranges"]
        }
        self.facts = {
            "works": ranges[_TITLE + "tt"],
            "people": ranges[_NAME + "nm"],
            "acting": self._ids("SELECT id FROM terms WHERE term = '<https://w3id.org/showgraph/ns#acting'"),
            "series": self._types("https://schema.org/TVSeries"),
            "webtoons": self._types("https://w3id.org/showgraph/ns#Webtoon"),
            "screen": self._types("https://w3id.org/showgraph/ns#ScreenWork"),
        }

    def _types(self, class_iri: str) -> str:
        return self._ids(f"SELECT types FROM type_sets JOIN terms ON id = class WHERE term = '<{class_iri}'")

    def _ids(self, sql: str) -> str:
        return ", ".join(str(number) for (number,) in self.connection.execute(sql).fetchall()) or "NULL"

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        values = number_parameters(parameters)
        if question.name == "path":
            first = int(self.facts["people"])
            return count_steps(self._expand, first + int(values["hub_id"]), first + int(values["far_id"]))
        sql = self.SQL[question.name].format(**self.facts)
        return self.connection.execute(sql, pick_used(sql, values)).fetchall()

    def _expand(self, people: set[int]) -> set[int]:
        return {row[0] for row in self.connection.execute(self.EXPAND, [list(people)]).fetchall()}

    def disk(self) -> int:
        return 0

    def close(self) -> None:
        self.connection.close()


def run_showgraph(*arguments: str) -> None:
    """Run the command line.

    Raises:
        CannotAnswerError: it says that it can't; the error repeats the sentence.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "showgraph", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise CannotAnswerError(done.stderr.strip().rsplit("\n", 1)[-1])


def find_triples(folder: Path) -> list[Path]:
    """Return the files of triples, the first as showgraph exported it.

    Raises:
        CannotAnswerError: there are none.
    """
    if not (folder / TRIPLES).exists():
        raise CannotAnswerError("there are no triples: showgraph exported none")
    return [folder / TRIPLES, folder / WEBTOONS]


def write_webtoons(folder: Path) -> None:
    """Write webtoons.nt from webtoons.csv and adaptations.csv."""
    webtoon = "'<https://w3id.org/showgraph/id/work/' || {} || '>'"
    lines = f"""
        SELECT {webtoon.format("slug")} || ' <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '
            || '<https://w3id.org/showgraph/ns#Webtoon> .' FROM read_csv('{folder}/webtoons.csv')
        UNION ALL SELECT {webtoon.format("slug")} || ' <http://www.w3.org/2000/01/rdf-schema#label> "' || title || '" .'
            FROM read_csv('{folder}/webtoons.csv')
        UNION ALL SELECT '<{_TITLE}' || tconst || '/> <https://w3id.org/showgraph/ns#adaptationOf> '
            || {webtoon.format("webtoon")} || ' .' FROM read_csv('{folder}/adaptations.csv')
    """
    with (folder / WEBTOONS).open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for (line,) in duckdb.connect().execute(lines).fetchall())


class OxigraphDisk(Peer):
    """Oxigraph with its store on disk."""

    name = "Oxigraph on disk"

    def open_store(self) -> Store:
        """Return an empty store."""
        return Store(str(self.place / "store"))

    def load(self, folder: Path) -> None:
        triples = find_triples(folder)
        self.store = self.open_store()
        for file in triples:
            self.store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
        self.store.optimize()

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        found = self.store.query(write_sparql(question, parameters))
        assert isinstance(found, QuerySolutions)
        return read_rows(found)

    def close(self) -> None:
        del self.store


class OxigraphMemory(OxigraphDisk):
    """Oxigraph with its store in memory."""

    name = "Oxigraph in memory"
    most_titles = 300_000

    def open_store(self) -> Store:
        return Store()


class Rdflib(Peer):
    """rdflib's own store and evaluator."""

    name = "rdflib"
    most_titles = 10_000

    def load(self, folder: Path) -> None:
        import rdflib

        self.graph = rdflib.Graph()
        for file in find_triples(folder):
            self.graph.parse(file, format="nt")

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        rows: Any = self.graph.query(write_sparql(question, parameters))
        return read_rows(tuple(row) for row in rows)


class Maplib(Peer):
    """maplib: triples as data frames in memory."""

    name = "maplib"
    most_titles = 1_000_000

    def load(self, folder: Path) -> None:
        triples = find_triples(folder)
        try:
            maplib = importlib.import_module("maplib")
        except ImportError as error:
            raise CannotAnswerError("it isn't installed here (pip install maplib)") from error
        self.model: Any = maplib.Model()
        for file in triples:
            self.model.read(str(file), format="ntriples")

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        return read_rows(self.model.query(write_sparql(question, parameters)).rows())

    def close(self) -> None:
        del self.model
