"""Why two things are one, or two: what was decided when the graph was built, told in the words of the evidence."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showgraph.resolve.evidence import read_weights
from showgraph.resolve.tables import DECISIONS, MEMBERS

if TYPE_CHECKING:
    from showgraph.store import Store


@dataclass(frozen=True)
class Piece:
    """One piece of evidence on two identifiers; ``weight`` is what it counted for."""

    a: str
    b: str
    evidence: str
    weight: float


@dataclass(frozen=True)
class Verdict:
    """What became of two identifiers: same, unsure, different, or never compared; and the evidence on the way."""

    verdict: str
    a: str
    b: str
    pieces: tuple[Piece, ...]


def explain_same(store: Store, a: str, b: str) -> Verdict:
    """Return whether two identifiers, of the graph or of its sources, are one thing, and why.

    Things that are one through others are told of step by step, by the shortest way.
    """
    if not _has_decisions(store):
        return Verdict("same" if a == b else "never compared", a, b, ())
    one, other = _current(store, a), _current(store, b)
    if one == other:
        steps = _find_steps(store, one, a, "" if a == b else b)
        return Verdict("same", a, b, tuple(piece for step in steps for piece in step))
    members = [[one, *_members(store, one)], [other, *_members(store, other)]]
    rows = store.execute(
        f"SELECT a, b, kind, score, verdict, evidence FROM {DECISIONS} "
        "WHERE (a IN (SELECT unnest($1)) AND b IN (SELECT unnest($2))) "
        "OR (b IN (SELECT unnest($1)) AND a IN (SELECT unnest($2))) ORDER BY kind <> 'thing', score DESC, a, b",
        members,
    )
    if not rows:
        return Verdict("never compared", a, b, ())
    verdict = str(rows[0][4])
    # A pair that scores as one can still be kept apart by what else is known of its clusters.
    return Verdict("kept apart" if verdict == "same" else verdict, a, b, _read_pieces(rows[0]))


def _has_decisions(store: Store) -> bool:
    return bool(store.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $1 LIMIT 1", [DECISIONS]))


def _current(store: Store, iri: str) -> str:
    rows = store.execute(f"SELECT new FROM {MEMBERS} WHERE old = $1", [iri])
    return str(rows[0][0]) if rows else iri


def _members(store: Store, iri: str) -> list[str]:
    return [str(old) for (old,) in store.execute(f"SELECT old FROM {MEMBERS} WHERE new = $1 ORDER BY old", [iri])]


def _find_steps(store: Store, current: str, a: str, b: str) -> list[tuple[Piece, ...]]:
    """Return the decisions that lead from one member of a cluster to another, the shortest way; to all for none."""
    members = [current, *_members(store, current)]
    rows = store.execute(
        f"SELECT a, b, kind, score, verdict, evidence FROM {DECISIONS} WHERE verdict = 'same' "
        "AND a IN (SELECT unnest($1)) AND b IN (SELECT unnest($1)) ORDER BY score DESC, a, b",
        [members],
    )
    links: dict[str, list[tuple[str, tuple[object, ...]]]] = {}
    for row in rows:
        links.setdefault(str(row[0]), []).append((str(row[1]), row))
        links.setdefault(str(row[1]), []).append((str(row[0]), row))
    before: dict[str, tuple[str, tuple[object, ...]]] = {a: ("", ())}
    waiting = deque([a])
    while waiting and b not in before:
        here = waiting.popleft()
        for there, row in links.get(here, ()):
            if there not in before:
                before[there] = (here, row)
                waiting.append(there)
    if not b:
        return [_read_pieces(row) for _, row in before.values() if row]
    found: list[tuple[Piece, ...]] = []
    here = b
    while here != a and here in before:
        here, row = before[here]
        found.append(_read_pieces(row))
    return found[::-1]


def _read_pieces(row: tuple[object, ...]) -> tuple[Piece, ...]:
    a, b, kind, score, _, evidence = row
    known = read_weights(str(kind)).evidence if kind in ("work", "person") else {}
    return tuple(
        Piece(str(a), str(b), piece, known.get(piece, float(str(score)))) for piece in str(evidence).split("; ")
    )
