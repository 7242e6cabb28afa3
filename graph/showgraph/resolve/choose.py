"""Which value wins where a thing can have only one, by a rule that doesn't depend on the order of loading.

The rule: status (actual over expected over announced), then the trust order of the sources, then how many agree, then
the newer source; what is still even goes by the value itself. A coarser date that a finer one contains is no
disagreement. Losing values stay in their source's graph, and every claim of a dispute is kept with its outcome. What
its own source overrules is no candidate, and a placeholder loses to any value without a dispute.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.model import ID, PROPERTIES, RDF_TYPE, get_kind, get_property

if TYPE_CHECKING:
    import duckdb


def resolve_claims(connection: duckdb.DuckDBPyConnection, preferred: Sequence[str] = ()) -> None:
    """Fill ``quads`` (g, s, p, o) from ``claims``: each source's graph, the resolved default graph, the disputes.

    Needs the tables ``claims`` and ``quads``. ``preferred`` are sources that are trusted before all others.
    """
    rank_claims(connection, preferred)
    connection.execute("INSERT INTO quads SELECT DISTINCT '<' || source, s, p, o FROM claims")
    connection.execute(_DEFAULT_GRAPH)
    _stage_disputes(connection)


def rank_claims(connection: duckdb.DuckDBPyConnection, preferred: Sequence[str] = ()) -> None:
    """Leave behind of ``claims``: ``single`` (p), ``ranked`` (s, p, o, place) and ``contest``, one row a losing value.

    The rule is the same whether a whole graph is built or one thing is looked up.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE single (p VARCHAR, dated BOOLEAN)")
    single = {("<" + prop.iri, prop.value == "date") for prop in PROPERTIES if prop.one and prop.of not in _UNRESOLVED}
    names, dated = zip(*sorted(single), strict=True)
    connection.execute("INSERT INTO single SELECT unnest(?), unnest(?)", [list(names), list(dated)])
    connection.execute(_TRUST, [_term("trust", "source"), _term("date", "source")])
    if preferred:
        connection.execute(_UNKNOWN_TRUST, [terms := ["<" + iri for iri in preferred]])
        connection.execute(_PREFER, [terms])
    connection.execute(_VALUES)
    connection.execute(_RANKED)
    connection.execute(_CONTEST, [_term("label", "work"), _term("names", "work"), _term("aliases", "work")])


_UNRESOLVED = ("source", "claim")
_UNKNOWN_TRUST = """
    INSERT INTO trust SELECT source, 5, '' FROM (SELECT unnest($1::VARCHAR[]) AS source)
    WHERE source NOT IN (SELECT source FROM trust)
"""
_PREFER = """
    UPDATE trust SET trust = list_position($1::VARCHAR[], source) - 1000000
    WHERE list_contains($1::VARCHAR[], source)
"""

_TRUST = """
    CREATE OR REPLACE TEMP TABLE trust AS
    SELECT s AS source,
           coalesce(min(TRY_CAST(regexp_extract(o, '(\\d+)$', 1) AS INTEGER)) FILTER (p = $1), 5) AS trust,
           coalesce(max(regexp_extract(o, ' (.*)$', 1)) FILTER (p = $2), '') AS said
    FROM claims WHERE p IN ($1, $2) GROUP BY s
"""

_VALUES = """
    CREATE OR REPLACE TEMP TABLE candidate AS
    WITH value AS (
        SELECT s, p, o, dated, source,
               CASE status WHEN 'actual' THEN 1 WHEN 'expected' THEN 2 WHEN 'announced' THEN 3
                           WHEN 'placeholder' THEN 5 ELSE 4 END AS standing
        FROM claims JOIN single USING (p) WHERE status <> 'overruled'
    )
    SELECT s, p, o, any_value(dated) AS dated, min(standing) AS standing,
           min(coalesce(trust, 5)) FILTER (standing = best) AS trust,
           count(DISTINCT value.source) AS agree,
           max(coalesce(said, '')) FILTER (standing = best) AS said
    FROM (SELECT *, min(standing) OVER (PARTITION BY s, p, o) AS best FROM value) AS value
    LEFT JOIN trust ON trust.source = '<' || value.source
    GROUP BY s, p, o
"""

_RANKED = """
    CREATE OR REPLACE TEMP TABLE ranked AS
    SELECT *, row_number() OVER (PARTITION BY s, p ORDER BY standing, trust, agree DESC, said DESC, o) AS place
    FROM candidate AS value
    WHERE NOT (dated AND EXISTS (
        SELECT 1 FROM candidate AS finer
        WHERE finer.s = value.s AND finer.p = value.p AND finer.o <> value.o AND finer.standing <= value.standing
          AND starts_with(regexp_extract(finer.o, ' (.*)$', 1), regexp_extract(value.o, ' (.*)$', 1) || '-')))
"""

_CONTEST = """
    CREATE OR REPLACE TABLE contest AS
    SELECT loser.s, loser.p, loser.o, winner.o AS won,
           CASE WHEN loser.standing <> winner.standing THEN 'status'
                WHEN loser.trust <> winner.trust THEN 'trust'
                WHEN loser.agree <> winner.agree THEN 'agreement'
                WHEN loser.said <> winner.said THEN 'newer'
                ELSE 'order' END AS rule
    FROM ranked AS loser
    JOIN ranked AS winner ON winner.s = loser.s AND winner.p = loser.p AND winner.place = 1
    WHERE loser.place > 1 AND loser.standing < 5
      -- Another spelling of a name is no disagreement: it is one of the thing's names.
      AND NOT (loser.p = $1 AND (loser.s, loser.o) IN (SELECT s, o FROM claims WHERE p IN ($2, $3)))
"""

_DEFAULT_GRAPH = """
    INSERT INTO quads
    SELECT DISTINCT '', s, p, o FROM claims WHERE p NOT IN (SELECT p FROM single) AND status <> 'overruled'
    UNION ALL
    SELECT '', s, p, o FROM ranked WHERE place = 1
"""


def stage_statuses(connection: duckdb.DuckDBPyConnection) -> str:
    """Stage the claims with another status than ``actual``, and return the query for them.

    Quads don't tell a status, and it decides when values are resolved again.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE odd AS SELECT * FROM claims WHERE status <> 'actual'")
    predicates = [p for (p,) in connection.execute("SELECT DISTINCT p FROM odd ORDER BY p").fetchall()]
    # Few predicates as constants cost half of what a join over all claims does.
    places = ", ".join(["?"] * len(predicates)) or "NULL"
    near = f"SELECT * FROM claims WHERE status = 'actual' AND p IN ({places})"
    connection.execute(
        f"INSERT INTO odd SELECT DISTINCT * FROM ({near}) SEMI JOIN odd USING (source, s, p, o)", predicates
    )
    return "SELECT s, p, o, source, status FROM odd ORDER BY ALL"


def _stage_disputes(connection: duckdb.DuckDBPyConnection) -> None:
    """Describe each claim of a disputed fact as a ``sg:Claim`` in the default graph."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE dispute AS
        WITH decided AS (
            SELECT s, p, o, 'lost' AS outcome, rule FROM contest
            UNION
            SELECT s, p, won, 'won', first(rule ORDER BY rule) FROM contest GROUP BY s, p, won
        )
        SELECT '<' || $1 || md5(concat_ws(chr(31), source, s, p, o, status)) AS claim,
               '<' || source AS source, s, p, o, status, outcome, rule
        FROM claims JOIN decided USING (s, p, o)
        WHERE NOT (p = $2 AND EXISTS (SELECT 1 FROM contest AS dated WHERE dated.s = claims.s AND dated.p = $3))
        """,
        # A year follows from a release date: disputing both would tell the same thing twice.
        [f"{ID}claim/", _term("year", "work"), _term("released", "work")],
    )
    columns = {"subject": "s", "predicate": "p", "value": "o", "source": "source"}
    texts = {"claim-status": "status", "outcome": "outcome", "rule": "rule"}
    for key, column in (columns | texts).items():
        value = f"'\"' || {column}" if key in texts else column
        connection.execute(
            f"INSERT INTO quads SELECT DISTINCT '', claim, ?, {value} FROM dispute", [_term(key, "claim")]
        )
    connection.execute(
        "INSERT INTO quads SELECT DISTINCT '', claim, ?, ? FROM dispute", ["<" + RDF_TYPE, "<" + get_kind("claim").iri]
    )


def _term(key: str, of: str) -> str:
    return "<" + get_property(key, of).iri
