"""Write invented data in IMDb's own file format, of any size and with the skew of the real thing.

Run ``python benchmarks/generate_imdb.py DIR --titles 1000000 [--seed 1] [--threads 1]``. The files are those of
https://developer.imdb.com/non-commercial-datasets/: gzipped, tab-separated, without quoting, ``\\N`` where a value is
missing. Everything in a row follows from the seed and the row's number by hashing, so that DuckDB streams the rows in
little memory and the same arguments give the same files, with the same version of DuckDB.

Three things are unlike IMDb. Its files know nothing of webtoons: ``webtoons.csv`` and ``adaptations.csv`` are ours,
and so is the genre Zombie. ``knownForTitles`` holds any titles, not the person's own.

``facts.json`` counts the rows and names what the questions of ``large.py`` ask for, chosen by rule from the files.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import duckdb

TSV = r"(FORMAT csv, DELIMITER E'\t', QUOTE '', ESCAPE '', HEADER, NULLSTR '\N', COMPRESSION gzip)"
CSV = "(FORMAT csv, HEADER)"
POOLS = 20
"""People are dealt into as many pools; ten of actors and actresses, and the rest by what they do."""

WORDS: dict[str, list[str]] = {
    name: text.split()
    for name, text in tomllib.loads(Path(__file__).with_name("imdb_words.toml").read_text(encoding="utf-8")).items()
}
TYPES = (
    (0.76, "tvEpisode"),
    (0.85, "short"),
    (0.91, "movie"),
    (0.939, "video"),
    (0.966, "tvSeries"),
    (0.98, "tvMovie"),
    (0.988, "tvMiniSeries"),
    (0.993, "tvSpecial"),
    (0.9985, "videoGame"),
    (1.0, "tvShort"),
)


@dataclass(frozen=True)
class Size:
    """How much to write: ``people`` is a multiple of the number of pools."""

    titles: int
    seed: int

    @property
    def people(self) -> int:
        """People in name.basics: one and a half for each title."""
        return max(self.titles * 3 // 2, 50 * POOLS) // POOLS * POOLS

    @property
    def webtoons(self) -> int:
        """Rows of webtoons.csv."""
        return max(self.titles // 1000, 20)


def write_list(name: str) -> str:
    """Return a list of words as one of SQL."""
    words = WORDS[name]
    return "[" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + "]"


def pick(name: str, number: str) -> str:
    """Return SQL that takes one word of a list by a number, which may be huge."""
    return f"{write_list(name)}[1 + ({number}) % {len(WORDS[name])}]"


def find_stride(length: int) -> int:
    """Return a prime that doesn't divide a length: its multiples visit every place once, in no visible order."""
    return next(prime for prime in (7368787, 15485863, 32452843) if length % prime)


def define_macros(connection: duckdb.DuckDBPyConnection, size: Size) -> None:
    """Define what every file is computed with.

    ``h(salt, i)`` is a number below 2**62, ``u`` one between 0 and 1; ``person(pool, x)`` a person of a pool, the
    likelier the more famous, ``x`` being between 0 and 1; counts of credits fall as rank to the power of -3/4.
    """
    pool = size.people // POOLS
    low, high = 4**0.25, (pool + 4) ** 0.25
    kinds = " ".join(f"WHEN x < {share} THEN '{kind}'" for share, kind in TYPES)
    series, companies = max(size.titles // 40, 1), max(size.titles // 20, 1)
    first, last = 30**0.4, (series + 30) ** 0.4
    for macro in (
        f"h(salt, i) AS (hash({size.seed}, salt, i) >> 2)::BIGINT",
        f"u(salt, i) AS (hash({size.seed}, salt, i) >> 11)::DOUBLE / 9007199254740992.0",
        f"rank(x) AS least({pool - 1}, ((({low} + {high - low} * x) ** 4) - 4)::BIGINT)",
        f"person(pool, x) AS ((greatest(rank(x), 0) * {find_stride(pool)}) % {pool}) * {POOLS} + pool",
        "nconst(p) AS 'nm' || printf('%07d', (p // 5) * 6 + p % 5 + "
        "CASE WHEN h(1, p // 5) % 6 <= p % 5 THEN 2 ELSE 1 END)",
        "tconst(i) AS 'tt' || printf('%07d', i * 3 + h(2, i) % 3 + 1)",
        f"kind(x) AS CASE {kinds} END",
        f"troupe(i, kind) AS CASE WHEN kind = 'tvEpisode' THEN "
        f"(({first} + {last - first} * u(4, i)) ** 2.5)::BIGINT ELSE 1000000000 + h(5, i) % {companies} END",
        "cast_key(i, kind, troupe, k) AS CASE WHEN u(6, i * 64 + k) < (CASE WHEN kind = 'tvEpisode' THEN 0.6 ELSE 0.25 "
        "END) THEN troupe * 64 + k ELSE -1 - i * 64 - k END",
        "is_talk(troupe) AS h(7, troupe) % 100 < 12",
        f"word_title(i) AS CASE h(10, i) % 6 WHEN 0 THEN {pick('nouns', 'h(11, i)')} "
        f"WHEN 1 THEN {pick('adjectives', 'h(12, i)')} || ' ' || {pick('nouns', 'h(11, i)')} "
        f"WHEN 2 THEN 'The ' || {pick('adjectives', 'h(12, i)')} || ' ' || {pick('nouns', 'h(11, i)')} "
        f"WHEN 3 THEN {pick('nouns', 'h(11, i)')} || ' of the ' || {pick('adjectives', 'h(12, i)')} || ' ' || "
        f"{pick('nouns', 'h(13, i)')} WHEN 4 THEN 'My ' || {pick('adjectives', 'h(12, i)')} || ' ' || "
        f"{pick('nouns', 'h(11, i)')} || ' ' || (2 + h(14, i) % 8) "
        f"ELSE {pick('adjectives', 'h(12, i)')} {pick_joined()} END",
        "is_zombie(i) AS h(20, i) % 100 < 3",
        "is_adapted(i, kind) AS kind IN ('tvSeries', 'tvMiniSeries', 'movie') AND "
        "h(21, i) % 100 < CASE WHEN is_zombie(i) THEN 40 ELSE 2 END",
        "slug(w) AS lower(replace(word_title(-1 - w), ' ', '-')) || '-' || w",
        f"korean_name(p) AS {pick('korean_surnames', 'h(30, p)')} || ' ' || {pick('korean_first', 'h(31, p)')} "
        f"|| '-' || {pick('korean_second', 'h(32, p)')}",
        f"surname(p) AS {pick('surname_begin', 'h(33, p)')} || {pick('surname_middle', 'h(34, p)')} || "
        f"{pick('surname_end', 'h(35, p)')}",
        f"first_name(p, man) AS CASE WHEN man THEN {pick('first_men', 'h(36, p)')} "
        f"ELSE {pick('first_women', 'h(36, p)')} END",
        "is_man(p) AS CASE WHEN p % 20 < 6 THEN true WHEN p % 20 < 10 THEN false ELSE h(37, p) % 100 < 65 END",
        "name(p) AS CASE WHEN h(38, p) % 100 < 8 THEN korean_name(p) ELSE first_name(p, is_man(p)) || "
        "CASE WHEN h(39, p) % 100 < 15 THEN ' ' || chr((65 + h(40, p) % 26)::INTEGER) || '.' ELSE '' END || ' ' || "
        "surname(p) END",
        f"part(x) AS CASE WHEN h(41, x) % 200 = 0 THEN 'Dr. \\\"' || {pick('nouns', 'h(42, x)')} || '\\\" ' "
        f"|| surname(x) WHEN h(41, x) % 5 = 0 THEN {pick('parts', 'h(42, x)')} "
        "WHEN h(41, x) % 5 < 3 THEN first_name(x, h(43, x) % 2 = 0) "
        "ELSE first_name(x, h(43, x) % 2 = 0) || ' ' || surname(x) END",
    ):
        connection.execute(f"CREATE MACRO {macro}")


def pick_joined() -> str:
    """Return SQL for the rest of a title such as "Dark River and the Wolf"."""
    return f"|| ' ' || {pick('nouns', 'h(11, i)')} || ' and the ' || {pick('nouns', 'h(13, i)')}"


def titles_sql(size: Size) -> str:
    """Return SQL for the titles: ``i``, ``kind``, ``troupe``, ``n``, ``acting``.

    A troupe is a series or a company, whose titles share people; ``n`` people are credited and ``acting`` of them act.
    """
    return f"""
        SELECT *, troupe(i, kind) AS troupe, (n * 9) // 20 AS acting FROM (
            SELECT i, kind(u(3, i)) AS kind, 3 + h(8, i) % 8 + h(9, i) % 6 AS n FROM range({size.titles}) t(i))
    """


def person_sql(category: str, key: str, title: str) -> str:
    """Return SQL for the person who does something: directors write too, and a few actors direct."""
    return f"""CASE
        WHEN {category} IN ('director', 'writer') AND h(50, {title}) % 10 < 3 THEN person(19, u(51, {title}))
        WHEN {category} = 'director' AND h(50, {title}) % 100 > 95 THEN person(h(52, {title}) % 10, u(51, {title}))
        WHEN {category} = 'director' THEN person(12, u(53, {key}))
        WHEN {category} = 'writer' THEN person(13, u(53, {key}))
        WHEN {category} = 'producer' THEN person(14, u(53, {key}))
        WHEN {category} = 'composer' THEN person(15, u(53, {key}))
        WHEN {category} = 'cinematographer' THEN person(16, u(53, {key}))
        WHEN {category} = 'editor' THEN person(17, u(53, {key}))
        WHEN {category} IN ('production_designer', 'casting_director') THEN person(18, u(53, {key}))
        WHEN {category} = 'self' AND h(54, {key}) % 5 > 0 THEN person(10 + h(55, {key}) % 2, u(53, {key}))
        ELSE person(h(55, {key}) % 10, u(53, {key})) END"""


def principals_sql(size: Size) -> str:
    """Return SQL for title.principals; acting comes first, as in the real file."""
    jobs = write_list("jobs")
    return f"""
        SELECT tconst(i) AS tconst, k + 1 AS ordering, nconst(p) AS nconst,
            CASE WHEN category <> 'acting' THEN category WHEN p % 20 < 6 THEN 'actor' ELSE 'actress' END AS category,
            CASE WHEN category IN ('producer', 'writer') AND h(56, key) % 3 = 0
                THEN CASE category WHEN 'producer' THEN 'executive producer' ELSE 'created by' END END AS job,
            CASE WHEN category = 'acting' AND h(57, key) % 100 < 95 THEN '["' || part(key) || '"' ||
                CASE WHEN h(58, key) % 100 < 4 THEN ',"' || part(h(59, key)) || '"' ELSE '' END || ']'
                WHEN category = 'self' THEN CASE WHEN h(58, key) % 4 = 0 THEN '["Self - Host"]' ELSE '["Self"]' END
                END AS characters
        FROM (SELECT *, {person_sql("category", "key", "i")} AS p FROM (
            SELECT i, k, cast_key(i, kind, troupe, k) AS key,
                CASE WHEN k < acting THEN CASE WHEN is_talk(troupe) THEN 'self' ELSE 'acting' END
                    WHEN k > acting + 1 AND k = n - 1 AND h(60, i) % 25 = 0 THEN 'archive_footage'
                    ELSE {jobs}[1 + k - acting] END AS category
            FROM (SELECT *, unnest(range(n)) AS k FROM ({titles_sql(size)}))))
    """


def crew_sql(size: Size) -> str:
    """Return SQL for title.crew: the directors and writers of title.principals and, for some titles, one more."""

    def principal(category: str, place: int) -> str:
        key = f"cast_key(i, kind, troupe, acting + {place})"
        archive = f"(acting + {place} = n - 1 AND {place} > 1 AND h(60, i) % 25 = 0)"
        credited = f"CASE WHEN acting + {place} < n AND NOT {archive} THEN {person_sql(category, key, 'i')} END"
        return f"nconst({credited})"

    def more(pool: int, salt: int) -> str:
        return f"CASE WHEN h({salt}, i) % 100 < 8 THEN nconst(person({pool}, u({salt}, i + 1))) END"

    def joined(*people: str) -> str:
        return f"nullif(array_to_string(list_distinct([{', '.join(people)}]), ','), '')"

    director, writers = "'director'", "'writer'"
    return f"""SELECT tconst(i) AS tconst, {joined(principal(director, 0), more(12, 61))} AS directors,
        {joined(principal(writers, 1), principal(writers, 6), more(13, 62))} AS writers FROM ({titles_sql(size)})"""


def basics_sql(size: Size) -> str:
    """Return SQL for title.basics."""
    genres = ", ".join(
        f"{write_list('genres')}[1 + ({len(WORDS['genres'])} * u({salt}, i) ** 2)::INTEGER % {len(WORDS['genres'])}]"
        for salt in (70, 71, 72)
    )
    return f"""
        SELECT tconst(i) AS tconst, kind AS titleType, title AS primaryTitle,
            CASE WHEN h(73, i) % 20 = 0 THEN title || ' II' ELSE title END AS originalTitle,
            CASE WHEN list_contains(genres, 'Adult') THEN 1 ELSE 0 END AS isAdult, year AS startYear,
            CASE WHEN kind IN ('tvSeries', 'tvMiniSeries') AND h(74, i) % 2 = 0 THEN
                least(year + h(75, i) % 9, 2026) END AS endYear,
            CASE WHEN h(76, i) % 3 > 0 THEN CASE kind WHEN 'movie' THEN 70 + h(77, i) % 80 WHEN 'tvEpisode'
                THEN 20 + h(77, i) % 50 WHEN 'short' THEN 1 + h(77, i) % 40 ELSE 30 + h(77, i) % 90 END END
                AS runtimeMinutes,
            nullif(array_to_string(list_sort(genres), ','), '') AS genres
        FROM (SELECT i, kind,
            CASE WHEN kind = 'tvEpisode' AND h(78, i) % 100 < 40 THEN 'Episode #' || (1 + h(79, i) % 12) || '.' ||
                (1 + h(80, i) % 24) ELSE word_title(i) END AS title,
            CASE WHEN h(81, i) % 100 < 92 THEN 2026 - (130 * u(82, i) ** 3)::INTEGER END AS year,
            list_distinct([{genres}][1:CASE WHEN h(83, i) % 20 = 0 THEN 0
                WHEN kind = 'short' OR is_zombie(i) THEN 1 + h(84, i) % 2 ELSE 1 + h(84, i) % 3 END]
                || CASE WHEN is_zombie(i) THEN ['Zombie'] WHEN kind = 'short' THEN ['Short'] ELSE [] END) AS genres
            FROM ({titles_sql(size)}))
    """


def names_sql(size: Size) -> str:
    """Return SQL for name.basics."""
    jobs = {12: "director", 13: "writer", 14: "producer", 15: "composer", 16: "cinematographer", 17: "editor"}
    cases = " ".join(f"WHEN p % {POOLS} = {pool} THEN '{job}'" for pool, job in jobs.items())
    return f"""
        SELECT nconst(p) AS nconst, name(p) AS primaryName,
            CASE WHEN h(90, p) % 100 < 8 THEN 2006 - h(91, p) % 120 END AS birthYear,
            CASE WHEN h(90, p) % 100 < 2 AND h(91, p) % 120 > 40 THEN least(2006 - h(91, p) % 120 + 60
                + h(92, p) % 30, 2026) END AS deathYear,
            CASE WHEN p % {POOLS} < 6 THEN 'actor' WHEN p % {POOLS} < 10 THEN 'actress' WHEN p % {POOLS} < 12
                THEN 'miscellaneous' {cases} WHEN p % {POOLS} = 18 THEN 'production_designer,casting_director'
                ELSE 'director,writer' END AS primaryProfession,
            array_to_string([tconst(h(93 + k, p) % {size.titles}) FOR k IN range(1 + h(92, p) % 4)], ',')
                AS knownForTitles
        FROM range({size.people}) t(p)
    """


def akas_sql(size: Size) -> str:
    """Return SQL for title.akas: the original title, and from none to four others, some in their own scripts."""
    scripts = " ".join(
        f"WHEN language = '{language}' THEN "
        + " || ".join(pick(f"script_{language}", f"h({salt}, i * 8 + k)") for salt in (100, 101, 102))
        for language in ("ja", "ko", "cmn")
    )
    return f"""
        SELECT tconst(i) AS titleId, k + 1 AS ordering,
            CASE {scripts} WHEN k > 0 AND h(103, i * 8 + k) % 3 > 0 THEN word_title(i * 8 + k) ELSE word_title(i) END
                AS title,
            region, language,
            CASE WHEN k = 0 THEN 'original' WHEN h(104, i * 8 + k) % 2 = 0 THEN 'imdbDisplay' END AS types,
            CASE WHEN k > 0 AND h(105, i * 8 + k) % 50 = 0 THEN 'literal title' END AS attributes,
            CASE WHEN k = 0 THEN 1 ELSE 0 END AS isOriginalTitle
        FROM (SELECT i, k, CASE WHEN k > 0 THEN {write_list("regions")}[1 + place] END AS region,
                CASE WHEN k > 0 THEN {write_list("languages")}[1 + place] END AS language
            FROM (SELECT i, k, (h(106, i) % {len(WORDS["regions"])} + k) % {len(WORDS["regions"])} AS place
                FROM (SELECT i, unnest(range(1 + h(107, i) % 5)) AS k FROM range({size.titles}) t(i))))
    """


def files_sql(size: Size) -> dict[str, str]:
    """Return the SQL of each file."""
    return {
        "title.basics.tsv.gz": basics_sql(size),
        "name.basics.tsv.gz": names_sql(size),
        "title.principals.tsv.gz": principals_sql(size),
        "title.crew.tsv.gz": crew_sql(size),
        "title.akas.tsv.gz": akas_sql(size),
        "title.ratings.tsv.gz": f"""SELECT tconst(i) AS tconst, round(1 + 9 * sqrt(u(110, i)), 1) AS averageRating,
            5 + (2000000 * u(111, i) ** 12)::BIGINT AS numVotes FROM range({size.titles}) t(i)
            WHERE h(112, i) % 100 < 15""",
        "webtoons.csv": f"""SELECT slug(w) AS slug, word_title(-1 - w) AS title, korean_name(-1 - w) AS author,
            2003 + h(113, w) % 22 AS year FROM range({size.webtoons}) t(w)""",
        "adaptations.csv": f"""SELECT tconst(i) AS tconst, slug(h(114, i) % {size.webtoons}) AS webtoon
            FROM ({titles_sql(size)}) WHERE is_adapted(i, kind)""",
    }


def write_files(folder: Path, size: Size, threads: int) -> dict[str, int]:
    """Write every file and return its number of rows."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    define_macros(connection, size)
    counts: dict[str, int] = {}
    for name, sql in files_sql(size).items():
        options = TSV if name.endswith(".gz") else CSV
        counts[name] = connection.execute(f"COPY ({sql}) TO '{folder / name}' {options}").fetchall()[0][0]
    connection.close()
    return counts


def read_tsv(path: Path) -> str:
    """Return SQL that reads one of IMDb's files as text."""
    return rf"read_csv('{path}', delim=E'\t', quote='', escape='', nullstr='\N', header=true, all_varchar=true)"


def misspell(name: str) -> str:
    """Return a name with the two letters amid its last word changed about.

    >>> misspell("Ryan Marelson")
    'Ryan Marleson'
    """
    first, _, last = name.rpartition(" ")
    place = next((at for at in range(len(last) // 2, len(last)) if last[at] != last[at - 1]), len(last) // 2)
    changed = last[: place - 1] + last[place] + last[place - 1] + last[place + 1 :]
    return f"{first} {changed}"


def choose_parameters(folder: Path, threads: int) -> dict[str, str]:
    """Return what the questions ask for: people and titles picked by rule, the same for the same files."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    connection.execute(f"""
        CREATE TABLE acted AS SELECT DISTINCT tconst, nconst FROM {read_tsv(folder / "title.principals.tsv.gz")}
        WHERE category IN ('actor', 'actress');
        CREATE TABLE people AS SELECT nconst, primaryName AS name FROM {read_tsv(folder / "name.basics.tsv.gz")};
        CREATE TABLE actors AS SELECT nconst, any_value(name) AS name, count(*) AS works FROM acted JOIN
            (SELECT nconst, name FROM people JOIN (SELECT name FROM people GROUP BY 1 HAVING count(*) = 1) USING (name))
            USING (nconst) GROUP BY 1 HAVING count(*) > 1
    """)

    def one(sql: str, *values: str) -> list[str]:
        found: list[tuple[str, ...]] = connection.execute(sql, values).fetchall()
        return list(found[0])

    actor, actor_name = one("SELECT nconst, name FROM actors ORDER BY abs(works - 40), nconst LIMIT 1")
    hub, hub_name = one("SELECT nconst, name FROM actors ORDER BY works DESC, nconst LIMIT 1")
    far, far_name = one("SELECT nconst, name FROM actors WHERE works <= 3 ORDER BY hash(nconst), nconst LIMIT 1")
    (title,) = one("SELECT tconst FROM acted GROUP BY 1 ORDER BY count(*) DESC, tconst LIMIT 1")
    pair_sql = """SELECT nconst, name FROM acted JOIN actors USING (nconst) WHERE nconst <> $1 AND tconst IN
        (SELECT tconst FROM acted WHERE nconst = $1) GROUP BY ALL ORDER BY count(*) DESC, nconst LIMIT 1"""
    other, other_name = one(pair_sql, actor)
    slip_sql = """SELECT nconst, name FROM actors WHERE length(name) > 12 AND works BETWEEN 5 AND 40
        AND regexp_matches(name, '^[A-Z][a-z]+ [A-Z][a-z]+$') ORDER BY hash(nconst), nconst LIMIT 50"""
    for row in connection.execute(slip_sql).fetchall():
        slip, slip_name = row
        typo = misspell(slip_name)
        near = connection.execute("SELECT count(*) FROM people WHERE damerau_levenshtein(name, ?) <= 1", [typo])
        if near.fetchall() == [(1,)]:
            break
    connection.close()
    return {
        "actor": actor,
        "actor_name": actor_name,
        "hub": hub,
        "hub_name": hub_name,
        "far": far,
        "far_name": far_name,
        "title": title,
        "one": actor,
        "one_name": actor_name,
        "two": other,
        "two_name": other_name,
        "prefix": slip_name[: slip_name.index(" ") + 3],
        "substring": "River and the W",
        "typo": typo,
        "typo_meant": slip,
    }


def generate(folder: Path, size: Size, threads: int = 1) -> dict[str, object]:
    """Write the files and facts.json into a folder and return the facts."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = write_files(folder, size, threads)
    facts: dict[str, object] = {
        "titles": size.titles,
        "seed": size.seed,
        "rows": counts,
        "parameters": choose_parameters(folder, threads),
    }
    (folder / "facts.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return facts


def main() -> None:
    """Write the files and print how many rows each holds."""
    parser = argparse.ArgumentParser(description="Write invented data in IMDb's file format.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    facts = generate(chosen.folder, Size(chosen.titles, chosen.seed), chosen.threads)
    print(json.dumps(facts, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
