"""Which works of different inputs are one: blocked by title and year in SQL, decided on the evidence of each pair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from showgraph.model import is_a
from showgraph.names import fold_letters, read_title
from showgraph.resolve.evidence import Decision, decide

if TYPE_CHECKING:
    import duckdb

_EVERY_KIND = ("work", "screen-work", "comic-series", "book")

_PAIRS = """
CREATE OR REPLACE TEMP TABLE sm_pair AS
WITH titled AS (
  SELECT k.iri, k.key, k.way, w.input, w.kind, w.low, w.high, coalesce(w.seasons, 1) AS seasons
  FROM sm_key k JOIN sm_work w USING (iri) WHERE k.above = 'work' AND k.key[1] <> '['
)
SELECT a.iri AS a, b.iri AS b, a.input AS input_a, b.input AS input_b, any_value(a.kind) AS kind_a,
  any_value(b.kind) AS kind_b, bool_or(a.way = 'exact' AND b.way = 'exact') AS exact,
  any_value(CASE WHEN a.low IS NULL OR b.low IS NULL THEN NULL
    WHEN a.low <= b.high AND b.low <= a.high THEN 0 ELSE least(abs(a.low - b.high), abs(b.low - a.high)) END) AS apart
FROM titled a JOIN titled b ON a.key = b.key AND a.input < b.input AND a.iri <> b.iri
WHERE a.low IS NULL OR b.low IS NULL
  OR (a.low <= b.high + greatest(2, 2 * b.seasons) AND b.low <= a.high + greatest(2, 2 * a.seasons))
GROUP BY a.iri, b.iri, a.input, b.input
"""
# How many works of the other input could be meant: of that title, and as near in time.
_RIVALS = """
SELECT DISTINCT a, b, count(*) OVER (PARTITION BY a, input_b) + count(*) OVER (PARTITION BY b, input_a) - 2 AS rivals
FROM sm_pair
"""
_SHARED = """
WITH part AS (SELECT work, person, CASE WHEN edge IN ('directors', 'actors') THEN edge ELSE 'others' END AS edge
              FROM sm_part),
many AS (
  SELECT work, count(DISTINCT person) FILTER (edge = 'actors') AS actors,
    count(DISTINCT person) FILTER (edge = 'directors') AS directors FROM part GROUP BY work
),
shared AS (
  SELECT a, b, count(DISTINCT pa.person) AS people,
    count(DISTINCT pa.person) FILTER (pa.edge = 'directors' AND pb.edge = 'directors') AS directors
  FROM sm_pair JOIN part pa ON pa.work = a JOIN part pb ON pb.work = b
  JOIN sm_key ka ON ka.iri = pa.person JOIN sm_key kb ON kb.iri = pb.person AND kb.key = ka.key
  GROUP BY a, b
)
SELECT sm_pair.a, sm_pair.b, kind_a, kind_b, exact, apart, coalesce(shared.people, 0), coalesce(shared.directors, 0),
  coalesce(ma.actors, 0), coalesce(mb.actors, 0), coalesce(ma.directors, 0), coalesce(mb.directors, 0),
  wa.countries, wb.countries, wa.episodes, wb.episodes, rivals,
  greatest(coalesce(wa.seasons, 1), coalesce(wb.seasons, 1)), sa.label, sb.label
FROM sm_pair LEFT JOIN shared USING (a, b)
LEFT JOIN many ma ON ma.work = sm_pair.a LEFT JOIN many mb ON mb.work = sm_pair.b
JOIN sm_work wa ON wa.iri = sm_pair.a AND wa.input = input_a
JOIN sm_work wb ON wb.iri = sm_pair.b AND wb.input = input_b
JOIN sm_label sa ON sa.iri = sm_pair.a JOIN sm_label sb ON sb.iri = sm_pair.b
JOIN sm_rival r ON r.a = sm_pair.a AND r.b = sm_pair.b
ORDER BY ALL
"""


def decide_works(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Return a decision on every pair of works that share a title and may share a year."""
    connection.execute(_PAIRS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sm_rival AS {_RIVALS}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sm_label AS "
        "SELECT iri, min(name) AS label FROM sm_name WHERE above = 'work' GROUP BY iri"
    )
    found = []
    for a, b, *facts in connection.execute(_SHARED).fetchall():
        found.append(decide("work", a, b, _evidence(*facts)))
    return list(dict.fromkeys(found))


def _evidence(
    kind_a: str,
    kind_b: str,
    exact: bool,
    apart: int | None,
    people: int,
    directors: int,
    actors_a: int,
    actors_b: int,
    directors_a: int,
    directors_b: int,
    countries_a: list[str] | None,
    countries_b: list[str] | None,
    episodes_a: int | None,
    episodes_b: int | None,
    rivals: int,
    seasons: int,
    label_a: str,
    label_b: str,
) -> list[str]:
    found = ["same title" if exact else "same title but for an article, subtitle or season"]
    if rivals:
        found.append("several works of that title and year")
    if _season(label_a) != _season(label_b):
        found.append("another season")
    if _subtitles_differ(label_a, label_b):
        found.append("another subtitle")
    if apart is not None:
        within = "within its seasons" if seasons > 1 else "years apart"
        found.append("same year" if apart == 0 else "a year apart" if apart == 1 else within)
    if not _agree(kind_a, kind_b):
        found.append("kinds that exclude each other")
    elif kind_a == kind_b:
        found.append("same kind")
    if people:
        found.append("several people in common" if people > 1 else "one person in common")
    elif min(actors_a, actors_b) >= 3 or (min(actors_a, actors_b) > 0 and min(directors_a, directors_b) > 0):
        found.append("no person in common")
    if directors:
        found.append("same director")
    elif directors_a and directors_b and not people:
        found.append("other directors")
    if countries_a and countries_b:
        found.append("same country" if set(countries_a) & set(countries_b) else "other countries")
    if episodes_a and episodes_a == episodes_b and episodes_a > 1:
        found.append("same number of episodes")
    return found


def _subtitles_differ(one: str, other: str) -> bool:
    """Tell whether both titles have a subtitle, and not the same."""
    a, b = fold_letters(read_title(one).subtitle), fold_letters(read_title(other).subtitle)
    return bool(a and b) and a != b and fold_letters(one) != fold_letters(other)


def _season(label: str) -> int:
    """Return the season that a title names, a bare number at its end too; 1 where it names none."""
    bare = re.search(r"\s([2-9])$", label)
    return read_title(label).season or (int(bare[1]) if bare else 1)


def _agree(one: str, other: str) -> bool:
    """Tell whether a thing can be of both kinds."""
    if one in _EVERY_KIND or other in _EVERY_KIND:
        wide, narrow = (one, other) if one in _EVERY_KIND else (other, one)
        return is_a(narrow, wide) or is_a(wide, narrow) or wide == "work"
    if is_a(one, other) or is_a(other, one):
        return True
    # Catalogues draw these lines in different places.
    return any(is_a(one, above) and is_a(other, above) for above in ("comic-series", "book", "series", "movie"))
