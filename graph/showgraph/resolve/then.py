"""A graph as of a day: only what sources said by then, under the names that things have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.model import RDF_TYPE, RDFS, SCHEMA, get_property
from showgraph.resolve.choose import resolve_claims
from showgraph.resolve.speakers import VOCABULARY, Rule, Speaker, choose_speakers, read_staged_speakers

if TYPE_CHECKING:
    import duckdb

    from showgraph.sources.claims import Reading
    from showgraph.store import Bulk


DATED = ("<" + get_property("released").iri, "<" + get_property("year").iri)
"""What a source can only have expected when it lies after the source's own date."""


@dataclass(frozen=True)
class Unheard:
    """How many sources don't count as of a day: ``later`` or not surely earlier ones, and those without a date."""

    later: int = 0
    undated: int = 0

    def __str__(self) -> str:
        parts = [f"{self.later} later" if self.later else "", f"{self.undated} without a date" if self.undated else ""]
        return " and ".join(part for part in parts if part) or "none"


def count_unheard(speakers: Sequence[Speaker], day: str) -> Unheard:
    """Return how many of some sources don't count as of a day."""
    unheard = [one for one in speakers if not one.had_spoken(day)]
    undated = sum(not one.date for one in unheard)
    return Unheard(len(unheard) - undated, undated)


@dataclass
class Inputs:
    """What inputs handed over besides claims, to let go of what doesn't count: ``rows`` are ends of row numbers."""

    day: str
    rows: list[int] = field(default_factory=list)
    bulks: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)

    def note(self, connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk], names: Sequence[str]) -> None:
        """Note where an input begins, or the last one ends."""
        row = connection.execute("SELECT coalesce(max(rowid), -1) FROM quads").fetchone()
        self.rows.append(int(row[0]) if row else -1)
        self.bulks.append(len(bulks))
        self.names.append(len(names))

    def forget(
        self,
        connection: duckdb.DuckDBPyConnection,
        speakers: Mapping[str, Speaker],
        bulks: list[Bulk],
        names: list[str],
    ) -> list[tuple[int, Unheard]]:
        """Drop quads and tables of inputs of which no source counts; return how many sources don't, by input."""
        by_input: dict[int, list[Speaker]] = {}
        for iri, number in connection.execute("SELECT source, input FROM source_input ORDER BY ALL").fetchall():
            by_input.setdefault(number, []).append(speakers.get(iri) or Speaker(iri, iri))
        for number in sorted(by_input, reverse=True):
            if any(one.had_spoken(self.day) for one in by_input[number]):
                continue
            first, last = self.rows[number - 1], self.rows[number]
            connection.execute("DELETE FROM quads WHERE rowid > ? AND rowid <= ?", [first, last])
            del bulks[self.bulks[number - 1] : self.bulks[number]]
            del names[self.names[number - 1] : self.names[number]]
        return [(number, count_unheard(own, self.day)) for number, own in by_input.items()]


def leave_out_later(connection: duckdb.DuckDBPyConnection, speakers: Mapping[str, Speaker], day: str) -> None:
    """Take from ``claims`` what sources say that don't count as of a day; their names of things stay in ``later``.

    Raises:
        BuildError: no source counts.
    """
    counted = [iri for iri, one in speakers.items() if one.had_spoken(day) and iri != VOCABULARY]
    if not counted:
        raise BuildError(
            f"no source is dated {day} or earlier, so nothing was known as of then; "
            "a source without a date doesn't count: give it one, or build without --as-of"
        )
    heard = [*counted, VOCABULARY]
    keep = "source IN (SELECT unnest($1::VARCHAR[]))"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE later AS SELECT * FROM claims WHERE NOT {keep} AND p IN ($2, $3, $4)",
        [heard, *_NAMING],
    )
    connection.execute(f"DELETE FROM claims WHERE NOT {keep}", [heard])
    dated = connection.execute(
        "SELECT DISTINCT source, o FROM claims WHERE p IN ($1, $2) AND status = 'actual' ORDER BY ALL", list(DATED)
    ).fetchall()
    foreseen = [row for row in dated if row[0] in speakers and speakers[row[0]].foresees(row[1].rpartition(" ")[2])]
    if foreseen:
        connection.execute(
            "UPDATE claims SET status = 'expected' FROM (SELECT unnest($3::VARCHAR[]) AS source, "
            "unnest($4::VARCHAR[]) AS o) AS foreseen WHERE p IN ($1, $2) AND status = 'actual' "
            "AND claims.source = foreseen.source AND claims.o = foreseen.o",
            [*DATED, *(list(column) for column in zip(*foreseen, strict=True))],
        )


_NAMING = ("<" + RDF_TYPE, "<" + get_property("kind-name").iri, "<" + RDFS + "label")
_MENTIONED = """
    CREATE OR REPLACE TEMP TABLE mentioned AS
    SELECT DISTINCT term FROM (SELECT s AS term FROM quads WHERE g = '' UNION ALL SELECT o FROM quads WHERE g = '')
    WHERE term[1] = '<'
"""
_KINDS = """
    INSERT INTO quads SELECT DISTINCT '', s, p, o FROM later SEMI JOIN mentioned ON term = s
    WHERE p IN ($1, $2) AND status <> 'overruled'
      AND s NOT IN (SELECT s FROM quads WHERE g = '' AND p = $1)
"""
# What an early source called someone comes before the label that a later one gives.
_LABELS = """
    INSERT INTO quads
    SELECT '', s, $1, min_by(o, rank || o) FROM (
      SELECT s, CASE WHEN o[1] = '@' THEN '"' || regexp_extract(o, ' (.*)$', 1) ELSE o END AS o,
             CASE WHEN o[1] = '@' THEN '2' ELSE '1' END AS rank
      FROM claims WHERE p IN ($2, $3)
      UNION ALL SELECT s, o, '3' FROM later WHERE p = $1)
    SEMI JOIN mentioned ON term = s
    WHERE s NOT IN (SELECT s FROM quads WHERE g = '' AND p = $1) GROUP BY s
"""


def name_mentioned(connection: duckdb.DuckDBPyConnection) -> None:
    """Give kinds and labels to things of the default graph of which no source that counts told them.

    What a thing is called is how people speak of it, and nothing that came to be known: so later sources may say it.
    """
    connection.execute(_MENTIONED)
    connection.execute(_KINDS, list(_NAMING[:2]))
    connection.execute(_LABELS, ["<" + RDFS + "label", "<" + SCHEMA + "alternateName", "<" + SCHEMA + "name"])


def resolve_by_rule(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    past: Inputs | None,
    readings: Sequence[Reading],
    bulks: list[Bulk],
    further: list[str],
) -> None:
    """Resolve what was read, as of a day and with some sources before others where the rule says so.

    Raises:
        BuildError: no source counts as of the day.
        UnknownNameError: the rule names a source that isn't there.
    """
    if not (rule.trust or past):
        resolve_claims(connection)
        return
    speakers = read_staged_speakers(connection)
    preferred = choose_speakers(speakers, rule.trust)
    if past:
        past.note(connection, bulks, further)
        for number, unheard in past.forget(connection, speakers, bulks, further):
            readings[number - 1].notes.append(f"sources left out as of {rule.as_of}: {unheard}")
        leave_out_later(connection, speakers, past.day)
    resolve_claims(connection, preferred)
    if past:
        name_mentioned(connection)
