"""The few of IMDb's millions of titles that other sources tell of too: claims to match, and rows to leave out.

The tables of rows stay as they are, so that what is made of them can be kept for the next build: while titles are
chosen and claimed, temporary tables of the same names hold the chosen rows and stand before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from showgraph.model import KINDS, RDF_TYPE, RDFS, SCHEMA, get_property, is_a
from showgraph.names.folding import FOLD_IN_SQL
from showgraph.sources.imdb import NAME, SOURCE, TITLE
from showgraph.sources.unroll import identifier_sql, unroll_bulk

if TYPE_CHECKING:
    import duckdb

    from showgraph.store import Bulk

_TABLES = {
    "imdb_title": "n",
    "imdb_rating": "n",
    "imdb_aka": "t",
    "imdb_credit": "t",
    "imdb_again": "t",
    "imdb_episode": "t",
}
_FORM = f"replace(({FOLD_IN_SQL}), ' ', '')"
# Years of a series differ by catalogue: some give its first, some its last.
_WANTED = """
CREATE OR REPLACE TEMP TABLE few_wanted AS
WITH work AS (SELECT DISTINCT s FROM claims WHERE p = $1 AND o IN (SELECT unnest($2)) AND source <> $6),
year AS (
  SELECT s, min(year) AS low, max(year) AS high FROM (
    SELECT s, TRY_CAST(regexp_extract(o, ' (\\d{4})', 1) AS INTEGER) AS year FROM claims JOIN work USING (s)
    WHERE p IN (SELECT unnest($3))) GROUP BY s
),
season AS (
  SELECT s, max(TRY_CAST(regexp_extract(o, ' (\\d+)', 1) AS INTEGER)) AS seasons FROM claims JOIN work USING (s)
  WHERE p = $4 GROUP BY s
),
name AS (
  SELECT DISTINCT s, CASE WHEN o[1] = '@' THEN substr(o, strpos(o, ' ') + 1) ELSE substr(o, 2) END AS name
  FROM claims JOIN work USING (s) WHERE p IN (SELECT unnest($5)) AND o[1] IN ('"', '@')
)
SELECT DISTINCT {form} AS form, low - greatest(1, 2 * coalesce(seasons, 0)) AS low,
  high + greatest(1, 2 * coalesce(seasons, 0)) AS high
FROM name JOIN year USING (s) LEFT JOIN season USING (s) WHERE name[1] <> '['
"""
_CHOSEN = """
CREATE OR REPLACE TEMP TABLE few_title AS
WITH title AS (SELECT n, year, unnest([label, original]) AS name FROM main.imdb_title WHERE kind <> 'tvEpisode')
SELECT DISTINCT n FROM title JOIN few_wanted ON {form} = form AND year BETWEEN low AND high
UNION SELECT n FROM (SELECT TRY_CAST(regexp_extract(t, '/title/tt(\\d+)/$', 1) AS INTEGER) AS n
  FROM (SELECT s AS t FROM claims UNION SELECT o FROM claims WHERE o[1] = '<') WHERE starts_with(t, '<{title}'))
  SEMI JOIN main.imdb_title USING (n)
"""
_PEOPLE = """
CREATE OR REPLACE TEMP TABLE few_name AS
SELECT DISTINCT p AS n FROM main.imdb_credit WHERE t IN (SELECT n FROM few_title)
UNION SELECT n FROM (SELECT TRY_CAST(regexp_extract(t, '/name/nm(\\d+)/$', 1) AS INTEGER) AS n
  FROM (SELECT s AS t FROM claims UNION SELECT o FROM claims WHERE o[1] = '<') WHERE starts_with(t, '<{name}'))
  SEMI JOIN main.imdb_name USING (n)
"""


def claim_candidates(connection: duckdb.DuckDBPyConnection, bulk: Bulk) -> None:
    """Claim the titles that works of other sources may be, by title and year or identifier, with their people."""
    classes = ["<" + kind.iri for kind in KINDS.values() if is_a(kind.key, "screen-work")]
    years = ["<" + get_property(key, "work").iri for key in ("released", "year")]
    names = ["<" + RDFS + "label", "<" + SCHEMA + "name", "<" + SCHEMA + "alternateName"]
    seasons = "<" + get_property("seasons", "work").iri
    connection.execute(_WANTED.replace("{form}", _FORM), ["<" + RDF_TYPE, classes, years, seasons, names, SOURCE])
    connection.execute(_CHOSEN.replace("{form}", _FORM).replace("{title}", TITLE))
    connection.execute(_PEOPLE.replace("{name}", NAME))
    with _standing_before(connection, "t IN (SELECT n FROM few_title)"):
        unroll_bulk(connection, bulk)


@contextmanager
def _standing_before(
    connection: duckdb.DuckDBPyConnection, credits: str, episodes: str = "t IN (SELECT n FROM few_title)"
) -> Iterator[None]:
    """Let temporary tables of the chosen rows stand before the tables of all."""
    run = connection.execute
    told = {"imdb_credit": credits, "imdb_again": credits, "imdb_episode": episodes}
    for table, key in _TABLES.items():
        chosen = told.get(table) or f"{key} IN (SELECT n FROM few_title)"
        run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE {chosen}")
    run("CREATE OR REPLACE TEMP TABLE imdb_name AS SELECT * FROM main.imdb_name WHERE n IN (SELECT n FROM few_name)")
    try:
        yield
    finally:
        for table in (*_TABLES, "imdb_name"):
            run(f"DROP TABLE temp.{table}")


MOVED, GONE = "few_moved", "few_gone"
"""The tables of term texts of identifiers of which claims tell from now on, not rows, and of those that gave way."""


def settle_candidates(connection: duckdb.DuckDBPyConnection, bulk: Bulk, members: str) -> None:
    """Mark the rows that were found to be things of other sources too, and take out the claims on all others.

    ``members`` is the table of identifiers that gave way (old, new); new claims still name the old ones.
    """
    run = connection.execute
    # What another source tells of, under IMDb's identifier or one that took its place.
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE few_told AS
        SELECT DISTINCT substr(s, 2) AS iri FROM claims WHERE source <> $1
          AND (starts_with(s, '<{TITLE}') OR starts_with(s, '<{NAME}'))
        UNION SELECT old FROM {members} WHERE starts_with(old, '{TITLE}') OR starts_with(old, '{NAME}')
        """,
        [SOURCE],
    )
    for kind, start in (("title", TITLE), ("name", NAME)):
        number = f"TRY_CAST(substr(iri, {len(start) + 1}, length(iri) - {len(start) + 1}) AS INTEGER)"
        run(
            f"CREATE OR REPLACE TEMP TABLE few_moved_{kind} AS "
            f"SELECT DISTINCT {number} AS n FROM few_told WHERE starts_with(iri, '{start}') AND {number} IN "
            f"(SELECT n FROM few_{kind})"
        )
    for table, start in (("few_renamed", NAME), ("few_renamed_title", TITLE)):
        run(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT DISTINCT TRY_CAST("
            f"substr(old, {len(start) + 1}, length(old) - {len(start) + 1}) AS INTEGER) AS n FROM {members} "
            f"WHERE starts_with(old, '{start}')"
        )
    _forget_others(connection)
    # Who has another identifier now has it in every credit, and a series in every episode.
    episodes = "parent IN (SELECT n FROM few_renamed_title) AND t NOT IN (SELECT n FROM few_moved_title)"
    credits = "p IN (SELECT n FROM few_renamed) AND t NOT IN (SELECT n FROM few_moved_title)"
    with _emptied(connection), _standing_before(connection, credits, episodes):
        unroll_bulk(connection, bulk)
    (credit,) = (table for table in bulk.tables if table.range == "credit")
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE {MOVED} AS
        SELECT '<{TITLE}' || printf('%07d', n) || '/' AS term FROM few_moved_title
        UNION ALL SELECT '<{NAME}' || printf('%07d', n) || '/' FROM few_moved_name
        UNION SELECT {identifier_sql(bulk.ranges["credit"], credit.number)} FROM {credit.query}
          WHERE t IN (SELECT n FROM few_moved_title)
        UNION SELECT {identifier_sql(bulk.ranges["credit"], credit.number)} FROM {credit.query}
          WHERE p IN (SELECT n FROM few_renamed)
        """
    )
    run(
        f"CREATE OR REPLACE TEMP TABLE {GONE} AS SELECT DISTINCT '<' || old AS term FROM {members} "
        f"WHERE starts_with(old, '{TITLE}') OR starts_with(old, '{NAME}')"
    )


def leave_to_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop quads of IMDb's own graph about things whose rows tell of them: a graph says a thing once."""
    connection.execute(
        f"DELETE FROM quads WHERE g = $1 AND (starts_with(s, '<{TITLE}') OR starts_with(s, '<{NAME}')) "
        f"AND s NOT IN (SELECT term FROM {MOVED})",
        ["<" + SOURCE],
    )


def _forget_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the claims on titles and people that nobody else tells of: their rows tell of them."""
    run = connection.execute
    credit_of = "<" + get_property("credit-of", "credit").iri
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE few_forgotten AS
        SELECT '<{TITLE}' || printf('%07d', n) || '/' AS s FROM few_title ANTI JOIN few_moved_title USING (n)
        UNION ALL SELECT '<{NAME}' || printf('%07d', n) || '/' FROM few_name ANTI JOIN few_moved_name USING (n)
        """
    )
    run(
        "INSERT INTO few_forgotten SELECT DISTINCT s FROM claims "
        "WHERE p = $1 AND source = $2 AND o IN (SELECT s FROM few_forgotten)",
        [credit_of, SOURCE],
    )
    run("DELETE FROM claims WHERE source = ? AND s IN (SELECT s FROM few_forgotten)", [SOURCE])


@contextmanager
def _emptied(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Choose no title and no person for a while."""
    run = connection.execute
    for kind in ("title", "name"):
        run(f"ALTER TABLE few_{kind} RENAME TO few_{kind}_kept")
        run(f"CREATE OR REPLACE TEMP TABLE few_{kind} AS SELECT * FROM few_{kind}_kept WHERE false")
    try:
        yield
    finally:
        for kind in ("title", "name"):
            run(f"DROP TABLE few_{kind}")
            run(f"ALTER TABLE few_{kind}_kept RENAME TO few_{kind}")


class FewOfMany:
    """The large source as a build sees it."""

    moved, gone = f"SELECT term FROM {MOVED}", f"SELECT term FROM {GONE}"

    def __init__(self, connection: duckdb.DuckDBPyConnection, bulk: Bulk) -> None:
        self.connection = connection
        self.bulk = bulk

    def claim_candidates(self) -> None:
        """Claim the titles that others may tell of too, with their people."""
        claim_candidates(self.connection, self.bulk)

    def settle(self, members: str) -> None:
        """Keep rows for what nobody else tells of, and claims for the rest."""
        settle_candidates(self.connection, self.bulk, members)

    def leave_to_rows(self) -> None:
        """Drop quads of things whose rows tell of them."""
        leave_to_rows(self.connection)
