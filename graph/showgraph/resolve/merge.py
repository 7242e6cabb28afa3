"""Same or not: from staged claims of several inputs to claims in which one thing has one identifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from showgraph.model import ID, SCHEMA, get_property
from showgraph.resolve.clusters import Clusters, join_surest
from showgraph.resolve.evidence import Decision, decide
from showgraph.resolve.features import stage_features
from showgraph.resolve.leftovers import decide_leftovers
from showgraph.resolve.people import decide_casts, decide_catalogues
from showgraph.resolve.tables import DECISIONS, MEMBERS
from showgraph.resolve.works import decide_works

if TYPE_CHECKING:
    import duckdb

    from showgraph.resolve.told import Told

_WORLD = (
    ("https://www.imdb.com/", 1),
    ("http://www.wikidata.org/entity/", 2),
    ("https://www.themoviedb.org/", 3),
    ("https://www.tvmaze.com/", 4),
)


def merge_things(connection: duckdb.DuckDBPyConnection, own: Iterable[int], told: Told | None = None) -> int:
    """Give things that are one the same identifier in ``claims``; return how many identifiers gave way.

    Needs the tables ``claims``, ``source_input`` (source, input) and ``mentions`` (iri): people known by name in one
    work alone. ``own`` are the inputs whose identifiers come before all others. Leaves the tables of decisions and of
    members behind. ``told`` is what the user says of pairs; it overrules.
    """
    stage_features(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE sm_mention AS SELECT DISTINCT iri FROM mentions")
    works = Clusters()
    people = Clusters()
    decisions = _join_identified(connection, works, people)
    if told:
        decisions += told.apply(works, people)
    found = decide_works(connection)
    _join(works, found)
    decisions += found
    found = _join_placeholders(connection, works)
    decisions += found
    found = decide_casts(connection, works)
    _join(people, found)
    decisions += found
    found = decide_catalogues(connection, people)
    _join(people, found)
    decisions += found
    found = decide_leftovers(connection, works, people)
    _join(people, found)
    decisions += found
    organizations = _join_organizations(connection)
    number = _rewrite(connection, set(own), (works, people, organizations))
    _merge_credits(connection, set(own))
    _keep_decisions(connection, decisions)
    return number


def _join(clusters: Clusters, decisions: list[Decision]) -> None:
    join_surest(clusters, ((one.score, one.a, one.b) for one in decisions if one.verdict == "same"))


def _join_identified(connection: duckdb.DuckDBPyConnection, works: Clusters, people: Clusters) -> list[Decision]:
    """Mark who may not be joined, and join what shares an identifier."""
    # One catalogue's entries are each something else; its mentions of people are not yet entries.
    rows = connection.execute(
        "SELECT iri, input, above FROM sm_thing WHERE above IN ('work', 'person') "
        "AND iri NOT IN (SELECT iri FROM sm_mention) ORDER BY ALL"
    ).fetchall()
    for iri, number, above in rows:
        (works if above == "work" else people).add_mark(iri, f"input {number}", iri)
    # Nor are two names of one cast list one person.
    for iri, number, work in connection.execute(
        "SELECT DISTINCT person, input, work FROM sm_part JOIN sm_mention ON iri = person ORDER BY ALL"
    ).fetchall():
        people.add_mark(iri, f"cast {number} {work}", iri)
    for iri, number, work in connection.execute(
        "SELECT DISTINCT person, input, work FROM sm_part WHERE person NOT IN (SELECT iri FROM sm_mention) ORDER BY ALL"
    ).fetchall():
        people.add_mark(iri, f"cast {number} {work}", iri)
    for iri, also in connection.execute("SELECT iri, also FROM sm_also ORDER BY ALL").fetchall():
        for start, _ in _WORLD:
            if also.startswith(start):
                for clusters in (works, people):
                    clusters.add_mark(iri, _kind_of_identifier(start, also), also)
    pairs = connection.execute(
        """
        SELECT DISTINCT a.iri, b.iri, t.above FROM sm_also a JOIN sm_also b ON a.also = b.also AND a.iri < b.iri
        JOIN sm_thing t ON t.iri = a.iri JOIN sm_thing u ON u.iri = b.iri AND u.above = t.above ORDER BY ALL
        """
    ).fetchall()
    found = []
    for a, b, above in pairs:
        if above in ("work", "person"):
            joined = (works if above == "work" else people).join(a, b)
            # Two entries of one catalogue, or two identifiers of one kind: the shared one is a mistake.
            found.append(
                decide(above, a, b, ["shared identifier"] if joined else ["shared identifier", "other identifier"])
            )
    return found


def _kind_of_identifier(start: str, iri: str) -> str:
    """Return what a thing can have only one of: a title of IMDb's, a film of TMDB's."""
    return start + iri[len(start) :].split("/", 1)[0] if "/" in iri[len(start) :] else start


_PLACEHOLDERS = """
WITH adapted AS (
  SELECT DISTINCT substr(s, 2) AS work, substr(o, 2) AS origin FROM claims WHERE p IN ($1, $2) AND o[1] = '<')
SELECT a.work, a.origin, any_value(t.kind), bool_and(n.name[1] = '['), list_sort(list(DISTINCT k.key))
FROM adapted a JOIN sm_thing t ON t.iri = a.origin AND t.above = 'work' JOIN sm_name n ON n.iri = a.origin
JOIN sm_key k ON k.iri = a.work AND k.way = 'exact'
GROUP BY a.work, a.origin ORDER BY ALL
"""
_FAMILIES = {"webtoon": "drawn", "manga": "drawn", "comic": "drawn", "novel": "written", "web-novel": "written"}


def _join_placeholders(connection: duckdb.DuckDBPyConnection, works: Clusters) -> list[Decision]:
    """Join source works of one adaptation: those without a title with the one that has, or one of its own title."""
    rows = connection.execute(
        _PLACEHOLDERS, ["<" + get_property(key).iri for key in ("adaptation-of", "based-on")]
    ).fetchall()
    origins: dict[tuple[str, str], list[tuple[bool, str]]] = defaultdict(list)
    keys: dict[str, set[str]] = defaultdict(set)
    for work, origin, kind, nameless, own in rows:
        origins[works.find(work), _FAMILIES.get(kind, kind)].append((bool(nameless), origin))
        keys[works.find(work)].update(own)
    titled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, kind, key in connection.execute(
        "SELECT DISTINCT iri, kind, key FROM sm_thing JOIN sm_key USING (iri) "
        "WHERE sm_thing.above = 'work' AND way = 'exact' ORDER BY ALL"
    ).fetchall():
        if kind in _FAMILIES:
            titled[_FAMILIES[kind], key].add(iri)
    authors: dict[str, set[str]] = defaultdict(set)
    for iri, key in connection.execute(
        "SELECT DISTINCT work, key FROM sm_part JOIN sm_key ON iri = person WHERE edge IN ('authors', 'creators')"
    ).fetchall():
        authors[works.find(iri)].add(key)
    found: list[Decision] = []
    for (work, family), members in origins.items():
        named = sorted({works.find(origin) for nameless, origin in members if not nameless})
        alike = sorted({works.find(one) for key in keys[work] for one in titled.get((family, key), ())} - set(named))
        pairs = [(named[0] if len(named) == 1 else "", origin) for nameless, origin in members if nameless]
        if len(named) == len(alike) == 1 and authors[named[0]] & authors[alike[0]]:
            pairs.append((named[0], alike[0]))
        if not named:
            # Of a source work without a title, the one of the adaptation's own title is meant, if there is one.
            first = alike[0] if len(alike) == 1 else members[0][1]
            pairs = [(first, origin) for _, origin in members if origin != first]
        for first, origin in pairs:
            if first and works.find(first) != works.find(origin) and works.join(first, origin):
                evidence = ["source of the same work", "same kind", "same title as its adaptation"]
                found.append(decide("work", first, origin, evidence))
    return found


def _join_organizations(connection: duckdb.DuckDBPyConnection) -> Clusters:
    """Join organisations of one name: within one field there are hardly two."""
    clusters = Clusters()
    rows = connection.execute(
        "SELECT key, list(DISTINCT iri ORDER BY iri) FROM sm_key WHERE above = 'organization' AND way = 'exact' "
        "GROUP BY key HAVING count(DISTINCT iri) > 1 ORDER BY key"
    ).fetchall()
    for _, members in rows:
        for one in members[1:]:
            clusters.join(members[0], one)
    return clusters


def _rewrite(connection: duckdb.DuckDBPyConnection, own: set[int], all_clusters: Sequence[Clusters]) -> int:
    """Put the best identifier of each cluster in place of the others, and keep those that the world knows."""
    inputs: dict[str, int] = dict(connection.execute("SELECT iri, min(input) FROM sm_thing GROUP BY iri").fetchall())
    old, new = [], []
    for clusters in all_clusters:
        for members in clusters:
            best = min(members, key=lambda iri: (_rank(iri, inputs.get(iri, 0) in own), iri))
            for iri in members:
                if iri != best:
                    old.append(iri)
                    new.append(best)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {MEMBERS} (old VARCHAR, new VARCHAR)")
    if not old:
        return 0
    _insert(connection, MEMBERS, {"old": old, "new": new})
    _rename(connection, MEMBERS)
    connection.execute(
        f"""
        INSERT INTO claims SELECT DISTINCT source, '<' || new, ?, '<' || old, 'actual'
        FROM {MEMBERS} JOIN sm_thing ON iri = old JOIN source_input USING (input)
        WHERE NOT starts_with(old, ?) AND EXISTS (
          SELECT 1 FROM claims WHERE claims.source = source_input.source AND s = '<' || new)
        """,
        ["<" + SCHEMA + "sameAs", ID],
    )
    return len(old)


def rename_things(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the things of claims that came later the identifiers that were decided."""
    _rename(connection, MEMBERS)


def _rename(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE claims AS
        SELECT source, coalesce('<' || m.new, s) AS s, p, coalesce('<' || n.new, o) AS o, status
        FROM claims LEFT JOIN {table} m ON s = '<' || m.old LEFT JOIN {table} n ON o = '<' || n.old
        """
    )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, list[str]]) -> None:
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    connection.register("rows_to_load", arrays)
    connection.execute(f"INSERT INTO {table} SELECT {', '.join(columns)} FROM rows_to_load")
    connection.unregister("rows_to_load")


def _rank(iri: str, own: bool) -> int:
    if own:
        return 0
    for start, rank in _WORLD:
        if iri.startswith(start):
            return rank
    return 6 if iri.startswith(ID) else 5


_CREDITS = """
CREATE OR REPLACE TEMP TABLE sm_credit AS
SELECT c.s AS credit, min(i.input) AS input, min(w.o) AS work, min(p.o) AS person, min(f.o) AS function,
  coalesce(min(lower(regexp_replace(n.o, '[^\\p{L}\\p{N}]', '', 'g'))), '') AS name
FROM (SELECT DISTINCT s, source FROM claims WHERE p = $1) c JOIN source_input i USING (source)
JOIN claims w ON w.s = c.s AND w.p = $1 JOIN claims p ON p.s = c.s AND p.p = $2 JOIN claims f ON f.s = c.s AND f.p = $3
LEFT JOIN claims n ON n.s = c.s AND n.p = $4
GROUP BY c.s
"""
_GROUPS = """
SELECT work, person, function, list({'credit': credit, 'input': input, 'name': name} ORDER BY input, name, credit)
FROM sm_credit GROUP BY ALL HAVING count(DISTINCT input) > 1 ORDER BY ALL
"""


def _merge_credits(connection: duckdb.DuckDBPyConnection, own: set[int]) -> None:
    """Make one credit of those that several inputs give one person for one function in one work.

    Where an input tells several characters apart, only credits of the same character become one.
    """
    keys = ("credit-of", "credited-to", "function", "character")
    connection.execute(_CREDITS, ["<" + get_property(key, "credit").iri for key in keys])
    old, new = [], []
    for _, _, _, credits in connection.execute(_GROUPS).fetchall():
        counts: dict[int, int] = defaultdict(int)
        for one in credits:
            counts[one["input"]] += 1
        ranked = sorted(credits, key=lambda one: (one["input"] not in own, one["credit"]))
        several = max(counts.values()) > 1
        first: dict[str, str] = {}
        for one in ranked:
            key = one["name"] if several and one["name"] else ""
            target = first.get(key)
            if target is None and several and not one["name"] and first:
                target = next(iter(first.values()))
            if target is None:
                first[key] = one["credit"]
            else:
                old.append(one["credit"][1:])
                new.append(target[1:])
    if old:
        connection.execute("CREATE OR REPLACE TEMP TABLE sm_credit_members (old VARCHAR, new VARCHAR)")
        _insert(connection, "sm_credit_members", {"old": old, "new": new})
        _rename(connection, "sm_credit_members")


def _keep_decisions(connection: duckdb.DuckDBPyConnection, decisions: list[Decision]) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {DECISIONS} "
        "(a VARCHAR, b VARCHAR, kind VARCHAR, score DOUBLE, verdict VARCHAR, evidence VARCHAR)"
    )
    kept = [
        one for one in decisions if one.verdict != "different" or one.kind != "person" or "same name" in one.evidence
    ]
    if kept:
        columns: dict[str, list[str]] = {
            "a": [one.a for one in kept],
            "b": [one.b for one in kept],
            "kind": [one.kind for one in kept],
            "score": [str(one.score) for one in kept],
            "verdict": [one.verdict for one in kept],
            "evidence": ["; ".join(one.evidence) for one in kept],
        }
        _insert(connection, DECISIONS, columns)
