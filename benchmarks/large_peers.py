"""The engines of the large benchmark that keep tables or networks: DuckDB and SQLite by hand, NetworkX, Ladybug."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import duckdb
from benchmarks.large_questions import (
    TABLES,
    Parameters,
    Question,
    Rows,
    count_steps,
    number_parameters,
    views_sql,
)


class CannotAnswerError(Exception):
    """An engine, or what was written for it, has no way to answer a question; the message says why."""


class Peer(ABC):
    """One engine.

    ``most_titles`` is the size above which it isn't tried: it would take hours or all the memory. ``remark`` says what
    became of loading, where that needs saying.
    """

    name: str
    most_titles = 100_000_000
    remark = ""

    def __init__(self, place: Path) -> None:
        """Keep what it stores in a folder ``place``, which is emptied."""
        self.place = place
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)

    @abstractmethod
    def load(self, folder: Path) -> None:
        """Load IMDb's files from a folder, or triples from its graph.nt; afterwards the engine is open."""

    @abstractmethod
    def answer(self, question: Question, parameters: Parameters) -> Rows:
        """Return the rows of an answer, in any order.

        Raises:
            CannotAnswerError: it can't.
        """

    def disk(self) -> int:
        """Return the bytes it keeps on disk, 0 for an engine in memory."""
        return sum(file.stat().st_size for file in self.place.rglob("*") if file.is_file())

    def close(self) -> None:  # noqa: B027
        """Let go of files and memory."""


def open_files(folder: Path, threads: int) -> duckdb.DuckDBPyConnection:
    """Return a connection with a view on each of the files."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    connection.execute(views_sql(folder))
    return connection


def parse_files(folder: Path, threads: int) -> None:
    """Read every cell of every file and keep nothing: the least that any loader has to do."""
    connection = open_files(folder, threads)
    for view in ("names", "basics", "principals", "crew", "akas", "ratings"):
        connection.execute(f"SELECT count(COLUMNS(*)) FROM {view}").fetchall()
    connection.close()


class HandDuckDB(Peer):
    """Tables and SQL made for these questions: the limit of what showgraph, which sits on DuckDB, can reach."""

    name = "DuckDB by hand"
    threads = 1

    SUBSTRING = """SELECT printf('tt%07d', id), title FROM works WHERE contains(title, $substring) AND on_screen
        ORDER BY title, 1 LIMIT 20"""
    TYPO = """SELECT printf('nm%07d', id) FROM people WHERE length(name) BETWEEN length($typo) - 1 AND length($typo) + 1
        AND damerau_levenshtein(name, $typo) <= 1 LIMIT 1"""
    EXPAND = """SELECT DISTINCT b.person FROM acts a JOIN acts_by_work b ON b.work = a.work
        WHERE a.person IN (SELECT unnest($1::INTEGER[]))"""

    def load(self, folder: Path) -> None:
        self.connection = open_files(folder, self.threads)
        run = self.connection.execute
        run(f"ATTACH '{self.place / 'hand.duckdb'}' AS hand (ROW_GROUP_SIZE 8192)")
        for name, (sql, order) in TABLES.items():
            run(f"CREATE TABLE hand.{name} AS FROM ({sql}) ORDER BY {order}")
        run("CREATE TABLE hand.acts_by_work AS SELECT work, person FROM hand.acts ORDER BY work, person")
        run("CREATE TABLE hand.people_by_name AS SELECT name, id FROM hand.people ORDER BY name, id")
        run("CHECKPOINT hand; USE hand")

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        values = number_parameters(parameters)
        if question.name == "path":
            return count_steps(self._expand, int(values["hub_id"]), int(values["far_id"]))
        sql = {"substring": self.SUBSTRING, "typo": self.TYPO}.get(question.name, question.sql)
        return self.connection.execute(sql, pick_used(sql, values)).fetchall()

    def _expand(self, people: set[int]) -> set[int]:
        return {row[0] for row in self.connection.execute(self.EXPAND, [list(people)]).fetchall()}

    def close(self) -> None:
        self.connection.close()


def pick_used(sql: str, values: dict[str, str | int]) -> dict[str, str | int]:
    """Return the values that a statement names."""
    longest = sorted(values, key=len, reverse=True)
    used: dict[str, str | int] = {}
    for name in longest:
        if f"${name}" in sql:
            used[name] = values[name]
            sql = sql.replace(f"${name}", "")
    return used


class HandSQLite(Peer):
    """The same tables with the indexes one would make; names and titles in FTS5 with trigrams."""

    name = "SQLite by hand"

    SUBSTRING = """SELECT printf('tt%07d', w.id), w.title FROM titles_text t JOIN works w ON w.id = t.rowid
        WHERE t.title GLOB '*' || $substring || '*' AND w.on_screen ORDER BY w.title, 1 LIMIT 20"""
    TYPO = """SELECT rowid, name FROM names_text WHERE names_text MATCH ? ORDER BY rank LIMIT 200"""
    EXPAND = """SELECT DISTINCT b.person FROM json_each(?) f JOIN acts a ON a.person = f.value
        JOIN acts b ON b.work = a.work"""
    COLUMNS: ClassVar[dict[str, str]] = {
        "people": "(id INTEGER PRIMARY KEY, name TEXT)",
        "works": "(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, is_series INTEGER, on_screen INTEGER)",
        "acts": "(person INTEGER, work INTEGER, PRIMARY KEY (person, work)) WITHOUT ROWID",
        "parts": "(work INTEGER, person INTEGER, character TEXT)",
        "directs": "(work INTEGER, person INTEGER, PRIMARY KEY (work, person)) WITHOUT ROWID",
        "genres": "(work INTEGER, genre TEXT, PRIMARY KEY (genre, work)) WITHOUT ROWID",
        "adaptations": "(work INTEGER, webtoon TEXT, PRIMARY KEY (work, webtoon)) WITHOUT ROWID",
    }
    AFTER = """
        CREATE INDEX acts_work ON acts (work, person); CREATE INDEX parts_work ON parts (work);
        CREATE INDEX people_name ON people (name); CREATE INDEX genres_work ON genres (work, genre);
        CREATE VIEW acts_by_work AS SELECT work, person FROM acts;
        CREATE VIEW people_by_name AS SELECT name, id FROM people;
        CREATE VIRTUAL TABLE titles_text USING fts5(title, content='works', content_rowid='id', tokenize='trigram');
        INSERT INTO titles_text (titles_text) VALUES ('rebuild');
        CREATE VIRTUAL TABLE names_text USING fts5(name, content='people', content_rowid='id', tokenize='trigram');
        INSERT INTO names_text (names_text) VALUES ('rebuild');
        ANALYZE;
    """

    def load(self, folder: Path) -> None:
        self.connection = sqlite3.connect(self.place / "hand.sqlite")
        self.connection.executescript(
            "PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -262144"
        )
        source = open_files(folder, 1)
        for name, (sql, order) in TABLES.items():
            self.connection.execute(f"CREATE TABLE {name} {self.COLUMNS[name]}")
            reader = source.execute(f"FROM ({sql}) ORDER BY {order}")
            marks = ", ".join("?" for _ in reader.description)
            columns = ", ".join(str(column[0]) for column in reader.description)
            while rows := reader.fetchmany(50_000):
                self.connection.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", rows)
        source.close()
        self.connection.commit()
        self.connection.executescript(self.AFTER)

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        values = number_parameters(parameters)
        if question.name == "path":
            return count_steps(self._expand, int(values["hub_id"]), int(values["far_id"]))
        if question.name == "typo":
            return self._find_near(parameters["typo"])
        sql = self.SUBSTRING if question.name == "substring" else question.sql
        return self.connection.execute(sql, pick_used(sql, values)).fetchall()

    def _expand(self, people: set[int]) -> set[int]:
        return {row[0] for row in self.connection.execute(self.EXPAND, [str(list(people))])}

    def _find_near(self, name: str) -> Rows:
        """Return the name one slip away among those that share most trigrams."""
        grams = " OR ".join('"' + name[at : at + 3].replace('"', '""') + '"' for at in range(len(name) - 2))
        for number, other in self.connection.execute(self.TYPO, [grams]):
            if is_one_slip(name, other):
                return [(f"nm{number:07d}",)]
        return []

    def close(self) -> None:
        self.connection.close()


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was left out, put in, changed, or changed about with the next.

    >>> is_one_slip("Marelson", "Marleson"), is_one_slip("Marelson", "Marelsen"), is_one_slip("Marelson", "Maresno")
    (True, True, False)
    """
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[:2][::-1])


class NetworkX(Peer):
    """People and works as nodes of one network in memory; it answers the path alone."""

    name = "NetworkX"
    most_titles = 1_000_000

    def load(self, folder: Path) -> None:
        import networkx

        source = open_files(folder, 1)
        reader = source.execute(TABLES["acts"][0])
        self.graph: Any = networkx.Graph()
        while rows := reader.fetchmany(50_000):
            self.graph.add_edges_from((person, -work) for person, work in rows)
        source.close()

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        import networkx

        if question.name != "path":
            raise CannotAnswerError("a network has no query language")
        values = number_parameters(parameters)
        try:
            path = networkx.bidirectional_shortest_path(self.graph, values["hub_id"], values["far_id"])
        except networkx.NetworkXNoPath:
            return []
        return [(len(path) // 2,)]

    def close(self) -> None:
        del self.graph


class Ladybug(Peer):
    """Ladybug, which goes on from Kùzu: a property graph on disk, asked in Cypher."""

    name = "Ladybug"

    SCHEMA = (
        "CREATE NODE TABLE Person(id INT64 PRIMARY KEY, name STRING)",
        "CREATE NODE TABLE Work(id INT64 PRIMARY KEY, title STRING, year INT64, is_series BOOLEAN, on_screen BOOLEAN)",
        "CREATE NODE TABLE Genre(name STRING PRIMARY KEY)",
        "CREATE NODE TABLE Webtoon(slug STRING PRIMARY KEY)",
        "CREATE REL TABLE ACTS(FROM Person TO Work)",
        "CREATE REL TABLE DIRECTS(FROM Person TO Work)",
        "CREATE REL TABLE PART(FROM Person TO Work, character STRING)",
        "CREATE REL TABLE HAS(FROM Work TO Genre)",
        "CREATE REL TABLE ADAPTS(FROM Work TO Webtoon)",
    )
    COPIES: ClassVar[dict[str, str]] = {
        "Person": TABLES["people"][0],
        "Work": TABLES["works"][0],
        "Genre": f"SELECT DISTINCT genre AS name FROM ({TABLES['genres'][0]})",
        "Webtoon": "SELECT DISTINCT webtoon AS slug FROM adapted",
        "ACTS": TABLES["acts"][0],
        "DIRECTS": f"SELECT person, work FROM ({TABLES['directs'][0]})",
        "PART": f"SELECT person, work, character FROM ({TABLES['parts'][0]})",
        "HAS": TABLES["genres"][0],
        "ADAPTS": TABLES["adaptations"][0],
    }
    CYPHER: ClassVar[dict[str, str]] = {
        "filmography": "MATCH (p:Person {name: $actor_name})-[:ACTS]->(w:Work) RETURN DISTINCT w.id, w.title, w.year",
        "cast": "MATCH (p:Person)-[c:PART]->(w:Work {id: $title_id}) RETURN p.id, p.name, c.character",
        "zombie-series": "MATCH (:Genre {name: 'zombie'})<-[:HAS]-(w:Work)-[:ADAPTS]->(:Webtoon) "
        "WHERE w.is_series AND w.year IS NOT NULL RETURN w.year, count(DISTINCT w.id)",
        "co-actors": "MATCH (p:Person {id: $hub_id})-[:ACTS]->(w:Work)<-[:ACTS]-(q:Person) WHERE q.id <> $hub_id "
        "WITH q.id AS q, count(*) AS n RETURN q, n ORDER BY n DESC, KEY(q) LIMIT 10",
        "genres": "MATCH (g:Genre)<-[:HAS]-(w:Work) WHERE w.year IS NOT NULL "
        "RETURN g.name, w.year - w.year % 10 AS decade, count(*)",
        "pairs": "MATCH (d:Person)-[:DIRECTS]->(w:Work)<-[:ACTS]-(a:Person) WHERE d.id <> a.id "
        "WITH d.id AS d, a.id AS a, count(*) AS n RETURN d, a, n ORDER BY n DESC, KEY(d), KEY(a) LIMIT 20",
        "shared": "MATCH (:Person {id: $one_id})-[:ACTS]->(w:Work)<-[:ACTS]-(:Person {id: $two_id}) "
        "RETURN w.id, w.title",
        "prefix": "MATCH (p:Person) WHERE p.name STARTS WITH $prefix WITH p.id AS p, p.name AS name "
        "RETURN p, name ORDER BY name, KEY(p) LIMIT 20",
        "substring": "MATCH (w:Work) WHERE w.title CONTAINS $substring AND w.on_screen WITH w.id AS w, "
        "w.title AS title RETURN w, title ORDER BY title, KEY(w) LIMIT 20",
        "path": "MATCH p = (:Person {id: $hub_id})-[:ACTS* SHORTEST 1..30]-(:Person {id: $far_id}) "
        "RETURN length(p) / 2",
    }
    WORK_FIRST: ClassVar[set[str]] = {"filmography", "shared", "substring"}
    PEOPLE: ClassVar[dict[str, int]] = {"cast": 1, "co-actors": 1, "pairs": 2, "prefix": 1}

    def load(self, folder: Path) -> None:
        try:
            ladybug = importlib.import_module("ladybug")
        except ImportError as error:
            raise CannotAnswerError("it isn't installed here (pip install ladybug)") from error
        self.connection: Any = ladybug.Connection(ladybug.Database(str(self.place / "hand.lbug")))
        source = open_files(folder, 1)
        for statement in self.SCHEMA:
            self.connection.execute(statement)
        for table, sql in self.COPIES.items():
            file = self.place / "staged.parquet"
            source.execute(f"COPY ({sql}) TO '{file}' (FORMAT parquet)")
            self.connection.execute(f"COPY {table} FROM '{file}'")
            file.unlink()
        source.close()

    def answer(self, question: Question, parameters: Parameters) -> Rows:
        if question.name not in self.CYPHER:
            raise CannotAnswerError("Cypher has no distance of words")
        text = write_keys(self.CYPHER[question.name])
        rows = self.connection.execute(text, pick_used(text, number_parameters(parameters))).get_all()
        kinds = ["tt"] if question.name in self.WORK_FIRST else ["nm"] * self.PEOPLE.get(question.name, 0)
        return [(*(f"{kind}{row[at]:07d}" for at, kind in enumerate(kinds)), *row[len(kinds) :]) for row in rows]

    def close(self) -> None:
        self.connection.close()


def write_keys(cypher: str) -> str:
    """Return Cypher with ``KEY(x)`` written out: numbers sorted as their identifiers' texts are."""
    for name in ("q", "d", "a", "p", "w"):
        cypher = cypher.replace(f"KEY({name})", f"CASE WHEN {name} < 10000000 THEN {name} * 20 - 1 ELSE {name} * 2 END")
    return cypher
