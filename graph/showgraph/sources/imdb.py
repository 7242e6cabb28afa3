"""IMDb's own files (https://developer.imdb.com/non-commercial-datasets/): tab-separated, gzipped or not.

They are read as SQL and handed over as tables: titles, people and credits keep IMDb's numbers. ``title.basics`` must be
there; ``name.basics``, ``title.principals``, ``title.crew``, ``title.akas`` and ``title.ratings`` may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.model import (
    CREDIT_EDGES,
    FUNCTIONS,
    KINDS,
    RDF_TYPE,
    RDFS,
    SKOS,
    XSD,
    ancestors,
    get_kind,
    get_property,
    mint_iri,
)
from showgraph.progress import Pace, Tell, tell_nobody
from showgraph.sources.claims import Claim, Reading
from showgraph.store.bulk import Bulk, BulkLink, BulkRange, BulkTable, BulkText, Cell

if TYPE_CHECKING:
    import duckdb

SOURCE = mint_iri("source", "imdb")
_DATASETS = "IMDb non-commercial datasets"
TITLE, NAME = "https://www.imdb.com/title/tt", "https://www.imdb.com/name/nm"
KIND_OF = {
    "movie": "movie",
    "tvMovie": "movie",
    "video": "movie",
    "short": "short-film",
    "tvShort": "short-film",
    "tvSeries": "series",
    "tvPilot": "series",
    "tvMiniSeries": "mini-series",
    "tvSpecial": "tv-special",
    "tvEpisode": "episode",
    "videoGame": "video-game",
}
FUNCTION_OF = {
    "actor": "acting",
    "actress": "acting",
    "self": "self",
    "archive_footage": "archive",
    "archive_sound": "archive",
    "director": "directing",
    "writer": "writing",
    "producer": "producing",
    "composer": "composing",
    "cinematographer": "cinematography",
    "editor": "editing",
    "production_designer": "production-design",
    "casting_director": "casting",
}
_FILES = (
    *("title.basics", "name.basics", "title.principals", "title.crew"),
    *("title.akas", "title.ratings", "title.episode"),
)
# A credit's number: the title's, the row's place in its cast list, the character's place in the row.
_PLACES, _CHARACTERS = 1000, 100
_FROM_CREW = 900
_SHOWN = 1000


@dataclass(frozen=True)
class _Table:
    """One of the files as a staged table: the columns as SQL over the file's, and which rows can be used."""

    name: str
    columns: str
    usable: str


def _number(column: str, letters: str) -> str:
    return (
        f"CASE WHEN regexp_full_match({column}, '{letters}([0-9]{{7}}|[1-9][0-9]{{7,9}})') "
        f"THEN TRY_CAST(substr({column}, 3) AS INTEGER) END"
    )


def _choose(column: str, chosen: Mapping[str, str | int], otherwise: str | int) -> str:
    cases = " ".join(f"WHEN '{key}' THEN {value!r}" for key, value in chosen.items())
    return f"CASE {column} {cases} ELSE {otherwise!r} END"


# Functions as the staged credits have them: numbers, which are counted and joined in half the time of names.
_FUNCTIONS = sorted({*FUNCTION_OF.values(), "other"})
_CODE = {key: code for code, key in enumerate(_FUNCTIONS)}
_CODE_OF = {key: _CODE[function] for key, function in FUNCTION_OF.items()}
# The characters of a row: nearly always one, which needs no JSON.
_MANY = "contains(characters, '\",\"') OR contains(characters, '\\')"
_STAGED = {
    "title.basics": _Table(
        "imdb_title",
        f"{_number('tconst', 'tt')} AS n, titleType AS kind, trim(primaryTitle) AS label, "
        "nullif(trim(originalTitle), trim(primaryTitle)) AS original, TRY_CAST(startYear AS BIGINT) AS year, "
        "TRY_CAST(endYear AS BIGINT) AS end_year, TRY_CAST(runtimeMinutes AS BIGINT) AS runtime, genres",
        "n IS NOT NULL AND label <> ''",
    ),
    "name.basics": _Table(
        "imdb_name",
        f"{_number('nconst', 'nm')} AS n, trim(primaryName) AS label, TRY_CAST(birthYear AS BIGINT) AS born, "
        "TRY_CAST(deathYear AS BIGINT) AS died",
        "n IS NOT NULL AND label <> ''",
    ),
    "title.principals": _Table(
        "imdb_credit",
        f"{_number('tconst', 'tt')} AS t, TRY_CAST(ordering AS SMALLINT) AS place, {_number('nconst', 'nm')} AS p, "
        f"{_choose('category', _CODE_OF, _CODE['other'])}::TINYINT AS function, "
        f"CASE WHEN NOT ({_MANY}) THEN substr(characters, 3, length(characters) - 4) END AS name, 0::SMALLINT AS k, "
        f"CASE WHEN {_MANY} THEN characters END AS many",
        f"t IS NOT NULL AND p IS NOT NULL AND place BETWEEN 1 AND {_FROM_CREW - 1}",
    ),
    "title.crew": _Table("imdb_crew", f"{_number('tconst', 'tt')} AS t, directors, writers", "t IS NOT NULL"),
    "title.akas": _Table(
        "imdb_aka", f"{_number('titleId', 'tt')} AS t, trim(title) AS title, language", "t IS NOT NULL AND title <> ''"
    ),
    "title.ratings": _Table(
        "imdb_rating",
        f"{_number('tconst', 'tt')} AS n, TRY_CAST(averageRating AS DECIMAL(18, 6)) AS rating, "
        "TRY_CAST(numVotes AS BIGINT) AS votes",
        "n IS NOT NULL AND rating IS NOT NULL",
    ),
    "title.episode": _Table(
        "imdb_episode",
        f"{_number('tconst', 'tt')} AS t, {_number('parentTconst', 'tt')} AS parent",
        "t IS NOT NULL AND parent IS NOT NULL",
    ),
}


def find_files(folder: Path) -> dict[str, Path]:
    """Return IMDb's files in a folder by their names without endings."""
    found: dict[str, Path] = {}
    for name in _FILES:
        for ending in (".tsv.gz", ".tsv"):
            if (folder / f"{name}{ending}").is_file():
                found.setdefault(name, folder / f"{name}{ending}")
    return found


IMDB_TABLES = (
    "imdb_title",
    "imdb_name",
    "imdb_credit",
    "imdb_again",
    "imdb_aka",
    "imdb_rating",
    "imdb_genre",
    "imdb_episode",
)
"""What is left of the files when they are staged."""


def read_staged(connection: duckdb.DuckDBPyConnection) -> tuple[list[Claim], Bulk]:
    """Return the claims and the tables that staged files amount to."""
    return list(_claims(connection)), _tables(connection)


def stage_imdb(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    reading: Reading,
    tell: Tell = tell_nobody,
) -> None:
    """Stage the files of a folder.

    ``tell`` gets a line for each step.

    Raises:
        BuildError: there is no title.basics, or a file isn't what its name says.
    """
    files = find_files(folder)
    if "title.basics" not in files:
        raise BuildError(f"no title.basics.tsv.gz or title.basics.tsv in {folder}; IMDb's files lie in one folder")

    sizes = {name: path.stat().st_size for name, path in files.items()}
    pace = Pace(tell, sum(sizes.values()))

    def stage(name: str) -> Reading:
        part, start = Reading(name), monotonic()
        with connection.cursor() as cursor:
            _stage(cursor, files.get(name), _STAGED[name], part)
        pace.did("read", f"rows of {name}", part.read, units=sizes.get(name, 0), since=start)
        return part

    # A gzipped file is unpacked by one thread: the largest is read beside the others.
    by_size = sorted(_STAGED, key=lambda name: -sizes.get(name, 0))
    tell(f"reading {len(files)} files")
    with ThreadPoolExecutor(2) as pool:
        for part in pool.map(stage, by_size):
            reading.read += part.read
            reading.set_aside += part.set_aside
    _leave_second_rows(connection, reading)
    _stage_genres(connection)
    _leave_lost_episodes(connection, reading)
    tell("joining credits")
    _stage_credits(connection, reading)
    reading.loaded = reading.read - reading.left_out


def _stage(connection: duckdb.DuckDBPyConnection, path: Path | None, table: _Table, reading: Reading) -> None:
    if path is None:
        columns = _COLUMNS[table.name]
        empty = ", ".join(f"NULL::VARCHAR AS {column}" for column in columns)
        connection.execute(
            f"CREATE OR REPLACE TABLE {table.name} AS SELECT {table.columns}, NULL AS raw_row FROM (SELECT {empty}) "
            "WHERE false"
        )
        return
    import duckdb as engine

    raw = [f"raw_{column}" for column in _COLUMNS[table.name]]
    kept = ", ".join(f"{column} AS raw_{column}" for column in _COLUMNS[table.name])
    try:
        connection.execute(
            f"CREATE OR REPLACE TABLE {table.name} AS SELECT * EXCLUDE ({', '.join(raw)}), "
            f"CASE WHEN {table.usable} THEN NULL ELSE concat_ws(chr(9), {', '.join(raw)}) END AS raw_row FROM "
            f"(SELECT {table.columns}, {kept} FROM read_csv($1, delim = '\t', header = true, quote = '', "
            "escape = '', nullstr = '\\N', all_varchar = true, store_rejects = true, rejects_limit = 0))",
            [str(path)],
        )
    except (engine.BinderException, engine.InvalidInputException) as error:
        raise BuildError(f"{path} is not what its name says: {str(error).splitlines()[0]}") from error
    reading.read += _one(connection, f"SELECT count(*) FROM {table.name}")
    _set_aside(connection, reading, path, f"SELECT raw_row FROM {table.name} WHERE raw_row IS NOT NULL")
    connection.execute(f"DELETE FROM {table.name} WHERE raw_row IS NOT NULL")
    rejected = _one(connection, "SELECT count(DISTINCT line) FROM reject_errors")
    reading.read += rejected
    for line, message in connection.execute(
        f"SELECT line, min(error_message) FROM reject_errors GROUP BY line ORDER BY line LIMIT {_SHOWN}"
    ).fetchall():
        reading.set_aside.append({"file": str(path), "line": line, "reason": str(message).splitlines()[0]})
    _count_rest(reading, path, rejected)
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")


def _set_aside(connection: duckdb.DuckDBPyConnection, reading: Reading, path: Path, query: str) -> None:
    """Set rows aside that have no usable identifier or name, the first of them with their text."""
    total = _one(connection, f"SELECT count(*) FROM ({query})")
    for (row,) in connection.execute(f"{query} LIMIT {_SHOWN}").fetchall() if total else ():
        reading.set_aside.append({"file": str(path), "row": row, "reason": "no usable identifier, place or name"})
    _count_rest(reading, path, total)


def _count_rest(reading: Reading, path: Path, total: int) -> None:
    if total > _SHOWN:
        reading.set_aside.append({"file": str(path), "rows": total - _SHOWN, "reason": "further rows like those"})


_COLUMNS = {
    "imdb_title": (
        *("tconst", "titleType", "primaryTitle", "originalTitle"),
        *("startYear", "endYear", "runtimeMinutes", "genres"),
    ),
    "imdb_name": ("nconst", "primaryName", "birthYear", "deathYear"),
    "imdb_credit": ("tconst", "ordering", "nconst", "category", "characters"),
    "imdb_crew": ("tconst", "directors", "writers"),
    "imdb_aka": ("titleId", "title", "language"),
    "imdb_rating": ("tconst", "averageRating", "numVotes"),
    "imdb_episode": ("tconst", "parentTconst"),
}


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _stage_genres(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``imdb_genre``: the name as IMDb writes it, our identifier, our label."""
    rows = connection.execute(
        "SELECT DISTINCT unnest(string_split(genres, ',')) FROM imdb_title WHERE genres IS NOT NULL ORDER BY 1"
    ).fetchall()
    connection.execute("CREATE OR REPLACE TABLE imdb_genre (name VARCHAR, iri VARCHAR, label VARCHAR)")
    for (name,) in rows:
        label = {"Sci-Fi": "science fiction"}.get(name, name.lower().replace("-", " "))
        slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in label).split())
        if slug:
            connection.execute("INSERT INTO imdb_genre VALUES (?, ?, ?)", [name, mint_iri("genre", slug), label])


def _leave_second_rows(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Set aside what a file says of a title or a person a second time."""
    for name in ("title.basics", "name.basics", "title.ratings"):
        table = _STAGED[name].name
        if count := _one(connection, f"SELECT count(*) - count(DISTINCT n) FROM {table}"):
            connection.execute(f"DELETE FROM {table} WHERE rowid NOT IN (SELECT min(rowid) FROM {table} GROUP BY n)")
            reason = "further rows of titles or people that the file has already told of"
            reading.set_aside.append({"file": name, "rows": count, "reason": reason})


def _leave_lost_episodes(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Set episodes aside of which the files have no title, or none of the series."""
    known = "imdb_episode SEMI JOIN imdb_title ON n = t SEMI JOIN imdb_title AS series ON series.n = parent"
    if count := _one(connection, f"SELECT (SELECT count(*) FROM imdb_episode) - (SELECT count(*) FROM {known})"):
        connection.execute(f"CREATE OR REPLACE TABLE imdb_episode AS SELECT imdb_episode.* FROM {known}")
        reason = "an episode whose title or series the files don't have"
        reading.set_aside.append({"file": "title.episode", "rows": count, "reason": reason})


_FROM_CREW_FILE = f"""
INSERT INTO imdb_credit BY NAME
WITH crew AS (
  SELECT t, unnest(string_split(directors, ',')) AS who, {_CODE["directing"]} AS function
  FROM imdb_crew WHERE directors IS NOT NULL
  UNION ALL
  SELECT t, unnest(string_split(writers, ',')), {_CODE["writing"]} FROM imdb_crew WHERE writers IS NOT NULL
), further AS (
  SELECT DISTINCT t, {_number("who", "nm")} AS p, function::TINYINT AS function FROM crew
), missing AS (
  SELECT * FROM further SEMI JOIN imdb_title ON n = t SEMI JOIN imdb_name ON imdb_name.n = p
  ANTI JOIN (SELECT t, p, function FROM imdb_credit WHERE function IN ({_CODE["directing"]}, {_CODE["writing"]}))
  USING (t, p, function)
)
SELECT t, p, function, row_number() OVER (PARTITION BY t ORDER BY function DESC, p) - 1 AS k FROM missing
"""
# A row has room for so many characters; what an endless list has beyond is told in the last.
_FURTHER_CHARACTERS = f"""
INSERT INTO imdb_credit BY NAME
SELECT t, place, p, function, unnest(names) AS name, unnest(range(len(names)))::SMALLINT AS k FROM (
  SELECT * EXCLUDE (names), CASE WHEN len(names) > {_CHARACTERS}
    THEN names[:{_CHARACTERS - 1}] || [array_to_string(names[{_CHARACTERS}:], ' / ')] ELSE names END AS names
  FROM (SELECT t, place, p, function, coalesce(TRY(from_json(many, '["VARCHAR"]')), [many]) AS names
        FROM imdb_credit WHERE many IS NOT NULL))
"""


def _stage_credits(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Make ``imdb_credit`` one row a person, work, function and character."""
    known = "imdb_credit SEMI JOIN imdb_title ON n = t SEMI JOIN imdb_name ON imdb_name.n = p"
    if count := _one(connection, f"SELECT (SELECT count(*) FROM imdb_credit) - (SELECT count(*) FROM {known})"):
        connection.execute(
            "DELETE FROM imdb_credit WHERE t NOT IN (SELECT n FROM imdb_title) OR p NOT IN (SELECT n FROM imdb_name)"
        )
        reason = "a credit of a title or a person that the files don't have"
        reading.set_aside.append({"file": "title.principals", "rows": count, "reason": reason})
    connection.execute(_FURTHER_CHARACTERS)
    connection.execute("DELETE FROM imdb_credit WHERE many IS NOT NULL")
    # Few people stand twice in one cast list; what they did twice as one character is one credit.
    connection.execute(
        """
        CREATE OR REPLACE TABLE imdb_again AS SELECT (k >> 31)::INTEGER AS t, (k & 2147483647)::INTEGER AS p, function
        FROM (SELECT (t::BIGINT << 31) | p AS k, function FROM imdb_credit GROUP BY ALL HAVING count(*) > 1)
        """
    )
    connection.execute(
        """
        DELETE FROM imdb_credit WHERE rowid IN (
          SELECT row FROM (
            SELECT rowid AS row, row_number() OVER (PARTITION BY t, p, function, name ORDER BY place, k) AS again
            FROM imdb_credit SEMI JOIN imdb_again USING (t, p, function))
          WHERE again > 1)
        """
    )
    connection.execute(_FROM_CREW_FILE)
    connection.execute("DROP TABLE imdb_crew")


def _claims(connection: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Yield what is said of the few things that are no rows: the source, the genres."""
    source = "<" + SOURCE
    yield Claim(SOURCE, source, "<" + RDF_TYPE, "<" + get_kind("source").iri)
    details = {
        "title": _DATASETS,
        "publisher": "IMDb",
        "licence": "personal and non-commercial use",
    }
    for key, value in details.items():
        yield Claim(SOURCE, source, "<" + get_property(key, "source").iri, '"' + value)
    yield Claim(SOURCE, source, "<" + RDFS + "label", '"' + _DATASETS)
    for iri, label in connection.execute("SELECT DISTINCT iri, label FROM imdb_genre ORDER BY iri").fetchall():
        yield Claim(SOURCE, "<" + iri, "<" + RDF_TYPE, "<" + get_kind("genre").iri)
        yield Claim(SOURCE, "<" + iri, "<" + RDFS + "label", '"' + label)
        yield Claim(SOURCE, "<" + iri, "<" + SKOS + "prefLabel", "@en " + label)


def name_rows() -> str:
    """Return a SELECT of number, name, kind, IRI, about and weight for the index of names, from what was staged."""
    kinds = _choose("kind", KIND_OF, "screen-work")
    return f"""
        SELECT n::BIGINT AS number, label AS name, {kinds} AS kind, '{TITLE}' || printf('%07d', n) || '/' AS iri,
               concat_ws(', ', replace({kinds}, '-', ' '), year) AS about, coalesce(votes, 0) AS weight
        FROM imdb_title LEFT JOIN imdb_rating USING (n)
        UNION ALL
        SELECT (SELECT max(n) FROM imdb_title) + n::BIGINT, label, 'person',
               '{NAME}' || printf('%07d', n) || '/', coalesce('born ' || born, ''),
               coalesce(credits, 0)
        FROM imdb_name LEFT JOIN (SELECT p AS n, count(*) AS credits FROM imdb_credit GROUP BY p) USING (n)
    """


def _once(functions: list[str]) -> str:
    """Return the pairs of title and person with one of some functions, each pair once."""
    chosen = f"function IN ({', '.join(str(_CODE[key]) for key in functions)})"
    if len(functions) > 1:
        return f"(SELECT DISTINCT t, p FROM imdb_credit WHERE {chosen})"
    return (
        f"(SELECT t, p FROM imdb_credit ANTI JOIN imdb_again USING (t, p, function) WHERE {chosen} "
        f"UNION ALL SELECT t, p FROM imdb_again WHERE {chosen})"
    )


def _types(kind: str) -> tuple[str, ...]:
    return tuple(sorted({KINDS[kind].iri, *(above.iri for above in ancestors(kind))}))


def _year_text(column: str) -> str:
    return f"'^{XSD}gYear ' || printf('%04d', {column})"


def _tables(connection: duckdb.DuckDBPyConnection) -> Bulk:
    most = _one(connection, "SELECT max(n) FROM imdb_title")
    credits = (most + 1) * _PLACES * _CHARACTERS
    ranges = {
        "title": BulkRange("work", TITLE, most, width=7, suffix="/"),
        "name": BulkRange("person", NAME, _one(connection, "SELECT max(n) FROM imdb_name"), width=7, suffix="/"),
        # All of one length, so that they sort as numbers do.
        "credit": BulkRange("credit", mint_iri("credit", "imdb-"), credits, width=len(str(credits))),
    }
    kinds = {key: KINDS[kind].noun for key, kind in KIND_OF.items()}
    works = BulkTable(
        "title",
        "imdb_title LEFT JOIN imdb_rating USING (n)",
        "n",
        f"CASE WHEN kind IN ({', '.join(repr(key) for key in KIND_OF)}) THEN kind ELSE 'screen-work' END",
        {
            "label": Cell("label"),
            "kind_name": Cell(_choose("kind", kinds, KINDS["screen-work"].noun)),
            "date_published": Cell(_year_text("year")),
            "year": Cell("year"),
            "end_year": Cell("end_year"),
            "runtime_minutes": Cell("runtime"),
            "rating": Cell("rating"),
            "rating_count": Cell("votes"),
        },
    )
    people = BulkTable(
        "name",
        "imdb_name",
        "n",
        "'person'",
        {"label": Cell("label"), "birth_date": Cell(_year_text("born")), "death_date": Cell(_year_text("died"))},
    )
    functions = {code: FUNCTIONS[key].iri for key, code in _CODE.items()}
    credit = BulkTable(
        "credit",
        "imdb_credit",
        f"(t::BIGINT * {_PLACES} + coalesce(place, {_FROM_CREW})) * {_CHARACTERS} + k",
        "'credit'",
        {
            "credit_of": Cell("t", range="title"),
            "credited_to": Cell("p", range="name"),
            "function": Cell("function", table="concept", iris=functions),
            "character_name": Cell("nullif(trim(name), '')"),
            "billing": Cell("place"),
        },
    )
    edges: dict[str, list[str]] = {}
    for key in _FUNCTIONS:
        if FUNCTIONS[key].edge:
            edges.setdefault(CREDIT_EDGES[FUNCTIONS[key].edge].table_name, []).append(key)
    title = Cell("t", range="title")
    links = [
        BulkLink(
            edge,
            _once(keys),
            title,
            Cell("p", range="name"),
        )
        for edge, keys in edges.items()
    ]
    genres = (
        "(SELECT DISTINCT n AS t, iri FROM (SELECT n, unnest(string_split(genres, ',')) AS name FROM imdb_title "
        "WHERE genres IS NOT NULL) JOIN imdb_genre USING (name))"
    )
    links.append(BulkLink("genre", genres, title, Cell("iri", table="genre")))
    episodes = "(SELECT DISTINCT t, parent FROM imdb_episode)"
    part_of = get_property("episode-of").table_name
    links.append(BulkLink(part_of, episodes, title, Cell("parent", range="title")))
    akas = (
        "(SELECT DISTINCT t, title, coalesce(language, '') AS lang FROM imdb_aka SEMI JOIN imdb_title ON n = t "
        "WHERE language IS NULL OR regexp_full_match(language, '[a-z]{2,3}'))"
    )
    return Bulk(
        ranges=ranges,
        type_sets={key: _types(kind) for key, kind in KIND_OF.items()}
        | {kind: _types(kind) for kind in ("screen-work", "person", "credit")},
        tables=(works, people, credit),
        links=tuple(links),
        texts=(
            BulkText("name", "(SELECT n AS t, original FROM imdb_title WHERE original IS NOT NULL)", title, "original"),
            BulkText("alternate_name", akas, title, "title", "lang"),
        ),
        iris="SELECT iri FROM imdb_genre",
        graph=SOURCE,
    )
