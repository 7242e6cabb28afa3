"""Who is one of those in two casts that their names alone didn't match: known by another name, or by a chosen one.

Many performers of Chinese names go by a given name of their own choice before their surname (Calvin Li for Li Zonghan).
No rule reads one name from the other, but in a cast whose other members agree, the only two of a surname who are left
are hardly two people, unless one of the catalogues knows both names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from showgraph.names import exact_form, family_names, is_chosen_name
from showgraph.resolve.casts import Cast, read_casts, read_names
from showgraph.resolve.clusters import Clusters
from showgraph.resolve.evidence import Decision, decide

if TYPE_CHECKING:
    import duckdb

_FEWEST_AGREEING = 3


def decide_leftovers(connection: duckdb.DuckDBPyConnection, works: Clusters, people: Clusters) -> list[Decision]:
    """Return decisions on people of different inputs who are credited in one work and still match nobody there."""
    names = read_names(connection)
    known: dict[int, set[str]] = defaultdict(set)
    for number, key in connection.execute(
        "SELECT DISTINCT input, key FROM sm_key JOIN sm_thing USING (iri) "
        "WHERE sm_thing.above = 'person' AND way IN ('exact', 'order')"
    ).fetchall():
        known[number].add(key)
    keys: dict[str, set[str]] = defaultdict(set)
    for iri, key in connection.execute(
        "SELECT DISTINCT iri, key FROM sm_key WHERE above = 'person' AND way IN ('exact', 'order')"
    ).fetchall():
        keys[iri].add(key)
    found = []
    for inputs in read_casts(connection, works).values():
        numbers = sorted(inputs)
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 :]:
                left, left_too = _find_left(inputs[one], inputs[other], people)
                if not left or not left_too:
                    continue
                for a, b, evidence in _match_by_other_names(left, left_too, names, people):
                    found.append(decide("person", a, b, [*evidence, *_shared(inputs[one][a], inputs[other][b])]))
                    left, left_too = left - {a}, left_too - {b}
                if len(inputs[one]) - len(left) < _FEWEST_AGREEING:
                    continue
                for a, b in _match_by_surname(left, left_too, names):
                    evidence = ["surname beside a chosen name, the only one left", "credited in the same work"]
                    if keys[a] & known[other] or keys[b] & known[one]:
                        evidence.append("both names in one catalogue")
                    found.append(decide("person", a, b, [*evidence, *_shared(inputs[one][a], inputs[other][b])]))
    return found


def _find_left(one: Cast, other: Cast, people: Clusters) -> tuple[set[str], set[str]]:
    ours, theirs = {people.find(a) for a in one}, {people.find(b) for b in other}
    return {a for a in one if people.find(a) not in theirs}, {b for b in other if people.find(b) not in ours}


def _shared(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> list[str]:
    return ["same function there"] if {edge for edge, _ in ours} & {edge for edge, _ in theirs} else []


def _match_by_other_names(
    left: set[str], left_too: set[str], names: dict[str, list[str]], people: Clusters
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the people of whom a name is equal that is known of them from another work."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for b in left_too:
        for form in _forms(b, names, people):
            bearers[form].add(b)
    pairs: dict[str, set[str]] = {
        a: {b for form in _forms(a, names, people) for b in bearers.get(form, ())} for a in left
    }
    for a, found in sorted(pairs.items()):
        if len(found) == 1 and sum(found <= others for others in pairs.values()) == 1:
            evidence = ["same name in another work", "credited in the same work", "no other candidate there"]
            yield a, next(iter(found)), evidence


def _forms(iri: str, names: dict[str, list[str]], people: Clusters) -> set[str]:
    return {exact_form(name) for member in people.members(iri) for name in names.get(member, ())}


def _match_by_surname(left: set[str], left_too: set[str], names: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the people who alone in either cast are left of a surname, one by a chosen name and one by a given one."""
    ours, theirs = _by_family(left, names), _by_family(left_too, names)
    for family in sorted(ours.keys() & theirs.keys()):
        if len(ours[family]) == len(theirs[family]) == 1:
            (a, chosen), (b, chosen_too) = *ours[family], *theirs[family]
            if chosen != chosen_too:
                yield a, b


def _by_family(left: set[str], names: dict[str, list[str]]) -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for iri in sorted(left):
        own = names.get(iri, [])
        for family in {family for name in own for family in family_names(name)}:
            found[family].append((iri, any(map(is_chosen_name, own))))
    return found
