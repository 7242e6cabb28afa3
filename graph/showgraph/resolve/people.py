"""Which people are one: those of one cast by their names, those of one catalogue by name and what goes with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from showgraph.names import Comparison, compare_names, fold_letters, korean_keys
from showgraph.resolve.casts import Cast, read_casts, read_names
from showgraph.resolve.clusters import Clusters
from showgraph.resolve.evidence import Decision, decide

if TYPE_CHECKING:
    import duckdb

_WAYS = {
    "equal": "same name",
    "order": "same words in another order",
    "sound": "same sound in another spelling",
    "part": "one name part of the other",
    "given": "one name the given name of the other, or a whole name",
    "beginning": "one name without the last word of the other",
    "initial": "same initials",
    "near": "near spelling",
}
_LIFETIME, _NEAR_IN_TIME = 60, 10
_MOST_BEARERS = 400
"""Pairs of one name are looked at up to this many bearers."""


def decide_casts(connection: duckdb.DuckDBPyConnection, works: Clusters) -> list[Decision]:
    """Return decisions on people of different inputs who are credited in one work.

    Within one input's credits of a work every entry is somebody else, so each is matched with one entry at most.
    """
    names = read_names(connection)
    return [one for inputs in read_casts(connection, works).values() for one in _match_inputs(inputs, names)]


def _match_inputs(inputs: dict[int, Cast], names: dict[str, list[str]]) -> Iterator[Decision]:
    numbers = sorted(inputs)
    for place, one in enumerate(numbers):
        for other in numbers[place + 1 :]:
            yield from _match_casts(inputs[one], inputs[other], names)


def _match_casts(one: Cast, other: Cast, names: dict[str, list[str]]) -> Iterator[Decision]:
    """Yield a decision for each pair of two casts that are each other's best."""
    scored = []
    for a in one:
        for b in other:
            if a == b:
                continue
            if (best := compare_best(names.get(a, []), names.get(b, []))).score > 0:
                functions = {edge for edge, _ in one[a]} & {edge for edge, _ in other[b]}
                characters = _same_character(one[a], other[b])
                scored.append(
                    (best.score + 0.2 * bool(functions) + 0.3 * characters, a, b, best, functions, characters)
                )
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    rivals: dict[str, list[float]] = defaultdict(list)
    for score, a, b, *_ in scored:
        rivals[a].append(score)
        rivals[b].append(score)
    taken: set[str] = set()
    for score, a, b, best, functions, characters in scored:
        if a in taken or b in taken:
            continue
        taken |= {a, b}
        evidence = [_WAYS[best.way], "credited in the same work"]
        if functions:
            evidence.append("same function there")
        if characters:
            evidence.append("same character there")
        # Somebody else who fits nearly as well makes either doubtful.
        if all(score - near > 0.15 or near == score for near in rivals[a] + rivals[b]) and (
            rivals[a].count(score) == 1 and rivals[b].count(score) == 1
        ):
            evidence.append("no other candidate there")
        elif rivals[a].count(score) > 1 or rivals[b].count(score) > 1:
            evidence.append("another candidate as good there")
        yield decide("person", a, b, evidence)


def compare_best(one: list[str], other: list[str]) -> Comparison:
    """Return the best comparison of two people's names."""
    return max(
        (compare_names(a, b) for a in one for b in other),
        key=lambda found: found.score,
        default=Comparison(0.0, "none", "no name"),
    )


def _same_character(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> bool:
    mine = {key for _, character in one for key in _character_keys(character)}
    return any(key in mine for _, character in other for key in _character_keys(character))


def _character_keys(name: str) -> set[str]:
    parts = [name, *name.replace("(", "/").replace(")", "/").split("/")] if name else []
    return {key for part in parts if len(key := fold_letters(part).replace(" ", "")) > 2}


_BEARERS = """
CREATE OR REPLACE TEMP TABLE sm_bearer AS
SELECT k.key, t.input, t.iri, max(minted.iri IS NULL) AS known, min(w.low) AS low, max(w.high) AS high,
  list_distinct(flatten(list(coalesce(w.countries, [])))) AS countries, list_distinct(list(p.edge)) AS edges
FROM sm_key k JOIN sm_thing t ON t.iri = k.iri AND t.above = 'person'
LEFT JOIN sm_mention minted ON minted.iri = t.iri
LEFT JOIN sm_part p ON p.person = t.iri AND p.input = t.input
LEFT JOIN sm_work w ON w.iri = p.work AND w.input = t.input
WHERE k.way = 'exact' GROUP BY k.key, t.input, t.iri
"""
# Who worked with whom, by the forms of their names: colleagues of one name in two works speak for one person.
_COLLEAGUES = """
SELECT DISTINCT p.person, k.key
FROM sm_part p JOIN sm_part q ON q.work = p.work AND q.input = p.input AND q.person <> p.person
JOIN sm_key k ON k.iri = q.person AND k.way = 'exact'
WHERE p.person IN (SELECT iri FROM sm_bearer JOIN sm_wanted USING (key, input))
"""


def decide_catalogues(connection: duckdb.DuckDBPyConnection, people: Clusters) -> list[Decision]:
    """Return decisions on people of one catalogue that names people but doesn't number them.

    ``people`` are the clusters so far; ``sm_mention`` has the people who are known by a name in one work alone.
    """
    connection.execute(_BEARERS)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE sm_wanted AS
        SELECT key, input FROM sm_bearer WHERE NOT known GROUP BY key, input HAVING count(*) > 1
        """
    )
    colleagues: dict[str, set[str]] = defaultdict(set)
    for person, key in connection.execute(_COLLEAGUES).fetchall():
        colleagues[person].add(key)
    several = {
        key
        for (key,) in connection.execute(
            "SELECT key FROM sm_bearer WHERE known GROUP BY key, input HAVING count(*) > 1"
        ).fetchall()
    }
    groups: dict[tuple[str, int], list[tuple[str, int, int, set[str], set[str]]]] = defaultdict(list)
    rows = connection.execute(
        "SELECT key, input, iri, low, high, countries, edges FROM sm_bearer JOIN sm_wanted USING (key, input) "
        "WHERE NOT known ORDER BY key, input, iri"
    ).fetchall()
    for key, number, iri, low, high, countries, edges in rows:
        groups[key, number].append((iri, low or 0, high or 0, set(countries or ()), set(edges or ())))
    names = read_names(connection)
    found = _match_entries(connection)
    for (key, _), bearers in groups.items():
        common = is_common(names[bearers[0][0]][0])
        for place, one in enumerate(bearers[:_MOST_BEARERS]):
            for other in bearers[place + 1 : _MOST_BEARERS]:
                if people.find(one[0]) == people.find(other[0]):
                    continue
                evidence = ["same name", "same catalogue"]
                if one[3] & other[3]:
                    evidence.append("same country of work")
                if one[4] & other[4]:
                    evidence.append("same function")
                if (colleagues[one[0]] & colleagues[other[0]]) - {key}:
                    evidence.append("shared colleague")
                if one[1] and other[1]:
                    span = max(one[2], other[2]) - min(one[1], other[1])
                    if span <= _NEAR_IN_TIME:
                        evidence.append("work within ten years")
                    elif span > _LIFETIME:
                        evidence.append("work more than sixty years apart")
                if key in several:
                    evidence.append("name borne by several")
                evidence.append("name of a common form" if common else "name of a rare form")
                found.append(decide("person", one[0], other[0], evidence))
    return found


def _match_entries(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Return decisions on names in a catalogue that has an entry of its own for just one person of that name."""
    rows = connection.execute(
        """
        WITH entry AS (
          SELECT key, input, min(iri) AS iri FROM sm_bearer
          WHERE known AND len(list_filter(edges, lambda edge: edge IS NOT NULL)) = 0
          GROUP BY key, input HAVING count(*) = 1)
        SELECT e.iri, m.iri FROM entry e JOIN sm_bearer m USING (key, input) WHERE NOT m.known ORDER BY ALL
        """
    ).fetchall()
    return [
        decide("person", a, b, ["same name", "same catalogue", "the catalogue's one entry of that name"])
        for a, b in rows
    ]


def is_common(name: str) -> bool:
    """Tell whether a name is of a form that many people's names have: of few syllables from a small stock, or one word.

    >>> is_common("Kim Min Ji"), is_common("Wang Lei"), is_common("Leonardo DiCaprio")
    (True, True, False)
    """
    words = fold_letters(name).split()
    if len(words) < 2:
        return True
    return bool(korean_keys(name)) or (len(words) <= 3 and all(len(word) <= 5 for word in words))
