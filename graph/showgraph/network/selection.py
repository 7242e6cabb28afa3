"""NetworkX graphs of a selection, with typed nodes and edges that write to GraphML and GEXF as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from showgraph.errors import ShowgraphError
from showgraph.model import KIND_OF_IRI, PROPERTIES, Property, descendants, is_a
from showgraph.names import NAMES_TABLE
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits
from showgraph.store.tables import entity_table
from showgraph.store.terms import IRI, Term

if TYPE_CHECKING:
    import networkx

    from showgraph.store import Store

_NOT_DRAWN = {"credit-of", "credited-to", "function", "plays", "about", "source", "subject", "predicate", "mentions"}
RELATIONS: dict[str, Property] = {
    prop.key: prop for prop in PROPERTIES if prop.value == "entity" and prop.key not in _NOT_DRAWN
}
"""The relations that a network can have as edges."""


def build_network(
    store: Store,
    *,
    kinds: Sequence[str] = (),
    relations: Sequence[str] = (),
    around: Sequence[str] = (),
    steps: int = 1,
    most: int = 200_000,
) -> networkx.MultiDiGraph:
    """Return things and the relations between them.

    A node is an identifier with ``label``, ``kind`` and, for works, ``year``; an edge's key is its relation, with
    ``relation`` and for acting ``character`` and ``part`` where they are known. ``kinds`` keeps only things of these
    kinds or below them; ``relations`` only these properties; ``around`` starts from identifiers and takes what lies
    within ``steps`` edges, whatever their direction.

    Raises:
        ShowgraphError: a kind or relation isn't in the model, or more than ``most`` edges fit.
    """
    chosen = check_selection(kinds, relations)
    edges = _read_edges(store, chosen, around, steps, most)
    nodes = _read_nodes(store, {node for s, _, o in edges for node in (s, o)} | set(around), not around, kinds)
    return make_network(edges, nodes, _read_characters(store, edges))


Edge = tuple[str, str, str]


def make_network(
    edges: set[Edge], nodes: dict[str, dict[str, object]], details: dict[tuple[str, str], dict[str, str]]
) -> networkx.MultiDiGraph:
    """Return a network of edges (subject, key of a relation, object) between nodes with their attributes.

    ``details`` are further attributes of acting edges, by work and person.
    """
    import networkx

    network = networkx.MultiDiGraph()
    network.add_nodes_from(sorted(nodes.items()))
    for s, key, o in sorted(edges):
        if s in nodes and o in nodes:
            extra = details.get((s, o), {}) if key == "actors" else {}
            network.add_edge(s, o, key=key, relation=RELATIONS[key].label, **extra)
    return network


def check_selection(kinds: Sequence[str], relations: Sequence[str]) -> list[Property]:
    """Return the chosen relations, all of them if none are named.

    Raises:
        ShowgraphError: a kind or relation isn't in the model.
    """
    known = {kind.key for kind in KIND_OF_IRI.values()}
    for kind in kinds:
        if kind not in known:
            raise ShowgraphError(f"no kind {kind!r} in the model; kinds: {', '.join(sorted(known))}")
    for relation in relations:
        if relation not in RELATIONS:
            raise ShowgraphError(f"no relation {relation!r} in the model; relations: {', '.join(RELATIONS)}")
    return [RELATIONS[key] for key in relations] if relations else list(RELATIONS.values())


def _read_edges(store: Store, chosen: list[Property], around: Sequence[str], steps: int, most: int) -> set[Edge]:
    if around:
        return _walk(store, {"<" + prop.iri: prop.key for prop in chosen}, around, steps, most)
    found: set[Edge] = set()
    for prop in chosen:
        rows = query_texts(store, _ALL_EDGES, {"p": IRI(prop.iri)}, _LIMITS)
        found.update((s[1:], prop.key, o[1:]) for s, o in rows if o.startswith("<"))
        _limit(found, most)
    return found


_LIMITS = Limits(seconds=120)
_ALL_EDGES = "SELECT ?s ?o WHERE { ?s ?p ?o }"
_FROM = "SELECT ?p ?o WHERE { ?thing ?p ?o }"
_TO = "SELECT ?s ?p WHERE { ?s ?p ?thing }"


def _walk(store: Store, chosen: dict[str, str], around: Sequence[str], steps: int, most: int) -> set[Edge]:
    found: set[Edge] = set()
    front, seen = set(around), set(around)
    for _ in range(steps):
        reached: set[str] = set()
        for node in sorted(front):
            bindings: dict[str, Term] = {"thing": IRI(node)}
            for p, o in query_texts(store, _FROM, bindings, _LIMITS):
                if p in chosen and o.startswith("<"):
                    found.add((node, chosen[p], o[1:]))
                    reached.add(o[1:])
            for s, p in query_texts(store, _TO, bindings, _LIMITS):
                if p in chosen and s.startswith("<"):
                    found.add((s[1:], chosen[p], node))
                    reached.add(s[1:])
            _limit(found, most)
        front = reached - seen
        seen |= reached
    return found


def _limit(found: set[Edge], most: int) -> None:
    if len(found) > most:
        raise ShowgraphError(f"the selection has more than {most} edges; choose kinds, relations or a start")


def _read_nodes(store: Store, wanted: set[str], alone: bool, kinds: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the attributes of things; with ``alone`` also of those of the chosen kinds that no edge touches."""
    kept = keep_kinds(kinds)
    nodes: dict[str, dict[str, object]] = {}
    for iri, kind, label, year in read_things(store, None if alone else sorted(wanted)):
        if (iri in wanted or (alone and kept)) and (not kept or kind in kept) and is_node(kind):
            nodes[iri] = {"label": label, "kind": kind}
            if year is not None:
                nodes[iri]["year"] = year
    return nodes


def read_things(store: Store, iris: Sequence[str] | None) -> list[tuple[str, str, str, int | None]]:
    """Return identifier, kind, label and year of things, from the index of names; all of them for None."""
    where = "" if iris is None else "WHERE iri IN (SELECT unnest($1::VARCHAR[]))"
    rows = store.execute(
        f"SELECT iri, any_value(kind), any_value(label), any_value(regexp_extract(about, '(\\d{{4}})$', 1)) "
        f"FROM {NAMES_TABLE} {where} GROUP BY iri ORDER BY iri",
        [] if iris is None else [list(iris)],
    )
    found = []
    for iri, kind, label, year in rows:
        dated = is_a(str(kind), "work") and year
        found.append((str(iri), str(kind), str(label), int(str(year)) if dated else None))
    return found


def keep_kinds(kinds: Sequence[str]) -> set[str]:
    """Return kinds with all kinds below them."""
    return {kind.key for key in kinds for kind in descendants(key)}


def is_node(kind: str) -> bool:
    """Tell whether things of a kind are nodes of a network."""
    return any(is_a(kind, above) for above in ("work", "person", "organization", "character", "genre"))


def _read_characters(store: Store, edges: set[Edge]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the character and the part of each acting edge, as far as they are known."""
    works = {s for s, key, _ in edges if key == "actors"}
    found: dict[tuple[str, str], dict[str, str]] = {}
    if not works:
        return found
    ids = store.ids_of({"<" + work for work in works})
    rows = store.execute(_CHARACTERS, [sorted(ids.values())])
    names = store.texts_of({int(str(number)) for row in rows for number in row[:2]})
    for work, person, character, part in rows:
        pair = (names[int(str(work))][1:], names[int(str(person))][1:])
        details = {"character": character, "part": part}
        found.setdefault(pair, {}).update({key: str(value) for key, value in details.items() if value is not None})
    return found


_CHARACTERS = f"""
    SELECT credit_of, credited_to, character_name, part FROM {entity_table("credit")}
    WHERE credit_of IN (SELECT unnest($1::BIGINT[])) AND credited_to IS NOT NULL
"""
