"""The nine questions of the large benchmark: as SPARQL in the model's vocabulary, and as SQL on the tables below.

Every ORDER BY that meets a LIMIT ends in an identifier, so that all engines must give the same rows. Identifiers are
IMDb's, such as tt0000003, whatever an engine keeps. The third of the eighth question, finding a misspelt name, and the
ninth have no SPARQL: the language knows neither the distance of two words nor the length of a path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate_imdb import read_tsv

Value = str | int | None
Rows = list[tuple[Value, ...]]
Parameters = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One question: ``$name`` in its texts stands for a parameter of facts.json, ``$name_id`` for its number.

    ``sql`` is for the tables of ``TABLES`` and reads the same to DuckDB and to SQLite; empty where a peer has its own.
    """

    name: str
    text: str
    sparql: str = ""
    sql: str = ""


def order_key(column: str) -> str:
    """Return SQL that sorts numbers as the texts of their identifiers sort: 0000012 before 00000123."""
    return f"CASE WHEN {column} < 10000000 THEN {column} * 20 - 1 ELSE {column} * 2 END"


QUESTIONS = [
    Question(
        "filmography",
        "1 filmography by name",
        """SELECT DISTINCT ?w ?title ?year WHERE {
            ?p rdfs:label $actor_name . ?c sg:creditedTo ?p ; sg:function sg:acting ; sg:creditOf ?w .
            ?w rdfs:label ?title OPTIONAL { ?w sg:year ?year } }""",
        """SELECT DISTINCT printf('tt%07d', w.id), w.title, w.year FROM people_by_name p JOIN acts a ON a.person = p.id
            JOIN works w ON w.id = a.work WHERE p.name = $actor_name""",
    ),
    Question(
        "cast",
        "2 full cast with characters",
        """SELECT DISTINCT ?p ?name ?character WHERE {
            ?c sg:creditOf $title ; sg:creditedTo ?p ; sg:function sg:acting . ?p rdfs:label ?name
            OPTIONAL { ?c schema:characterName ?character } }""",
        """SELECT printf('nm%07d', p.id), p.name, c.character FROM parts c JOIN people p ON p.id = c.person
            WHERE c.work = $title_id""",
    ),
    Question(
        "zombie-series",
        "3 zombie series from webtoons, by year",
        """SELECT ?year (COUNT(DISTINCT ?s) AS ?n) WHERE {
            ?s a schema:TVSeries ; schema:genre/rdfs:label "zombie" ; sg:adaptationOf ?w ; sg:year ?year .
            ?w a sg:Webtoon } GROUP BY ?year""",
        """SELECT w.year, count(DISTINCT w.id) FROM works w JOIN genres g ON g.work = w.id
            JOIN adaptations a ON a.work = w.id
            WHERE w.is_series AND g.genre = 'zombie' AND w.year IS NOT NULL GROUP BY w.year""",
    ),
    Question(
        "co-actors",
        "4 top ten co-actors",
        """SELECT ?other (COUNT(DISTINCT ?w) AS ?n) WHERE {
            ?w schema:actor $hub, ?other FILTER (?other != $hub) }
            GROUP BY ?other ORDER BY DESC(?n) ?other LIMIT 10""",
        f"""SELECT printf('nm%07d', b.person), count(*) AS n FROM acts a JOIN acts_by_work b ON b.work = a.work
            WHERE a.person = $hub_id AND b.person <> $hub_id
            GROUP BY b.person ORDER BY n DESC, {order_key("b.person")} LIMIT 10""",
    ),
    Question(
        "genres",
        "5 titles by genre and decade",
        """SELECT ?genre ?decade (COUNT(DISTINCT ?w) AS ?n) WHERE {
            ?w schema:genre/rdfs:label ?genre ; sg:year ?year BIND (FLOOR(?year / 10) * 10 AS ?decade) }
            GROUP BY ?genre ?decade""",
        """SELECT g.genre, w.year - w.year % 10, count(*) FROM genres g JOIN works w ON w.id = g.work
            WHERE w.year IS NOT NULL GROUP BY 1, 2""",
    ),
    Question(
        "pairs",
        "6 top twenty director–actor pairs",
        """SELECT ?d ?a (COUNT(DISTINCT ?w) AS ?n) WHERE {
            ?w schema:director ?d ; schema:actor ?a FILTER (?d != ?a) }
            GROUP BY ?d ?a ORDER BY DESC(?n) ?d ?a LIMIT 20""",
        f"""SELECT printf('nm%07d', d), printf('nm%07d', a), n FROM (
            SELECT d.person AS d, a.person AS a, count(*) AS n FROM directs d JOIN acts_by_work a ON a.work = d.work
            WHERE d.person <> a.person GROUP BY 1, 2
            ORDER BY n DESC, {order_key("d.person")}, {order_key("a.person")} LIMIT 20) AS top""",
    ),
    Question(
        "shared",
        "7 works two people share",
        "SELECT DISTINCT ?w ?title WHERE { ?w schema:actor $one, $two ; rdfs:label ?title }",
        """SELECT printf('tt%07d', w.id), w.title FROM acts a JOIN acts b ON b.work = a.work
            JOIN works w ON w.id = a.work
            WHERE a.person = $one_id AND b.person = $two_id""",
    ),
    Question(
        "prefix",
        "8a names by prefix",
        """SELECT ?p ?name WHERE { ?p a schema:Person ; rdfs:label ?name FILTER STRSTARTS(?name, $prefix) }
            ORDER BY ?name ?p LIMIT 20""",
        f"""SELECT printf('nm%07d', id), name FROM people_by_name WHERE name >= $prefix AND name < $prefix_end
            ORDER BY name, {order_key("id")} LIMIT 20""",
    ),
    Question(
        "substring",
        "8b titles by substring",
        """SELECT ?w ?title WHERE { ?w a sg:ScreenWork ; rdfs:label ?title FILTER CONTAINS(?title, $substring) }
            ORDER BY ?title ?w LIMIT 20""",
    ),
    Question("typo", "8c a misspelt name"),
    Question("path", "9 shortest path over acting"),
]

_ACTING = "category IN ('actor', 'actress')"
TABLES = {
    "people": ("SELECT nconst[3:]::INTEGER AS id, primaryName AS name FROM names", "id"),
    "works": (
        "SELECT tconst[3:]::INTEGER AS id, primaryTitle AS title, startYear::INTEGER AS year, "
        "titleType IN ('tvSeries', 'tvMiniSeries', 'tvPilot') AS is_series, "
        "titleType <> 'videoGame' AS on_screen FROM basics",
        "id",
    ),
    "acts": (
        f"SELECT DISTINCT nconst[3:]::INTEGER AS person, tconst[3:]::INTEGER AS work FROM principals WHERE {_ACTING}",
        "person, work",
    ),
    "parts": (
        "SELECT DISTINCT tconst[3:]::INTEGER AS work, nconst[3:]::INTEGER AS person, "
        "unnest(coalesce(from_json(characters, '[\"VARCHAR\"]'), [NULL])) AS character FROM principals "
        f"WHERE {_ACTING}",
        "work, person",
    ),
    "directs": (
        "SELECT DISTINCT tconst[3:]::INTEGER AS work, unnest(string_split(directors, ','))[3:]::INTEGER AS person "
        "FROM crew WHERE directors IS NOT NULL UNION SELECT tconst[3:]::INTEGER, nconst[3:]::INTEGER FROM principals "
        "WHERE category = 'director'",
        "work, person",
    ),
    "genres": (
        "SELECT work, CASE genre WHEN 'Sci-Fi' THEN 'science fiction' ELSE replace(lower(genre), '-', ' ') END "
        "AS genre FROM (SELECT tconst[3:]::INTEGER AS work, unnest(string_split(genres, ',')) AS genre FROM basics "
        "WHERE genres IS NOT NULL)",
        "genre, work",
    ),
    "adaptations": ("SELECT DISTINCT tconst[3:]::INTEGER AS work, webtoon FROM adapted", "work"),
}
"""The tables that engines without RDF load: SQL on the files' views, and how a sorted copy is ordered."""


def views_sql(folder: Path) -> str:
    """Return SQL that defines a view on each of IMDb's files in a folder."""
    files = {
        "names": "name.basics",
        "basics": "title.basics",
        "principals": "title.principals",
        "crew": "title.crew",
        "akas": "title.akas",
        "ratings": "title.ratings",
    }
    views = [f"CREATE TEMP VIEW {name} AS FROM {read_tsv(folder / f'{file}.tsv.gz')}" for name, file in files.items()]
    views.append(f"CREATE TEMP VIEW adapted AS FROM read_csv('{folder / 'adaptations.csv'}', all_varchar=true)")
    return ";".join(views)


def number_parameters(parameters: Parameters) -> dict[str, str | int]:
    """Return the parameters with the numbers of identifiers as ``NAME_id``, and where the prefix's range ends."""
    numbers: dict[str, str | int] = {
        f"{name}_id": int(value[2:])
        for name, value in parameters.items()
        if value[:2] in {"tt", "nm"} and value[2:].isdigit()
    }
    prefix = parameters["prefix"]
    return {**parameters, **numbers, "prefix_end": prefix[:-1] + chr(ord(prefix[-1]) + 1)}


def count_steps(expand: Callable[[set[int]], set[int]], one: int, two: int) -> Rows:
    """Return how many works a shortest path leads through, searched from both ends; no row where there is no path.

    ``expand`` returns everyone who acted with anyone of a set.
    """
    seen, fronts, steps = [{one}, {two}], [{one}, {two}], 0
    while fronts[0] and fronts[1]:
        if fronts[0] & fronts[1]:
            return [(steps,)]
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        fronts[side] = expand(fronts[side]) - seen[side]
        seen[side] |= fronts[side]
        steps += 1
    return []


def sort_rows(rows: Rows) -> Rows:
    """Return rows in one order for all engines, an absent value first."""
    return sorted(rows, key=lambda row: [(cell is not None, str(cell)) for cell in row])
