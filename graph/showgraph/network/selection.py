"""NetworkX graphs of a selection of the graph, with typed nodes and edges that write to GraphML and GEXF as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from showgraph.errors import ShowgraphError
from showgraph.model import KIND_OF_IRI, PROPERTIES, RDF_TYPE, Property, descendants, is_a, most_special

if TYPE_CHECKING:
    import networkx

    from showgraph.store import Store

_NOT_DRAWN = {"credit-of", "credited-to", "function", "plays", "about", "source", "subject", "predicate", "mentions"}
RELATIONS: dict[str, Property] = {
    prop.key: prop for prop in PROPERTIES if prop.value == "entity" and prop.key not in _NOT_DRAWN
}
"""The relations that a network can have as edges."""

Row = tuple[object, ...]


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
    import networkx

    chosen = _check(kinds, relations)
    edges = _read_edges(store, chosen, around, steps, most)
    nodes = _read_nodes(store, {node for s, _, o in edges for node in (s, o)} | set(around), not around, kinds)
    network = networkx.MultiDiGraph()
    network.add_nodes_from(sorted(nodes.items()))
    details = _read_characters(store, [(s, o) for s, key, o in edges if key == "actors"])
    for s, key, o in sorted(edges):
        if s in nodes and o in nodes:
            extra = details.get((s, o), {}) if key == "actors" else {}
            network.add_edge(s, o, key=key, relation=RELATIONS[key].label, **extra)
    return network


def _check(kinds: Sequence[str], relations: Sequence[str]) -> list[Property]:
    known = {kind.key for kind in KIND_OF_IRI.values()}
    for kind in kinds:
        if kind not in known:
            raise ShowgraphError(f"no kind {kind!r} in the model; kinds: {', '.join(sorted(known))}")
    for relation in relations:
        if relation not in RELATIONS:
            raise ShowgraphError(f"no relation {relation!r} in the model; relations: {', '.join(RELATIONS)}")
    return [RELATIONS[key] for key in relations] if relations else list(RELATIONS.values())


def _read_edges(
    store: Store, chosen: list[Property], around: Sequence[str], steps: int, most: int
) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    if not around:
        for prop in chosen:
            found.update(_take(store.triples(None, "<" + prop.iri, None), prop))
            _limit(found, most)
        return found
    front, seen = set(around), set(around)
    for _ in range(steps):
        reached: set[str] = set()
        for prop in chosen:
            for node in front:
                found.update(_take(store.triples("<" + node, "<" + prop.iri, None), prop))
                found.update(_take(store.triples(None, "<" + prop.iri, "<" + node), prop))
            _limit(found, most)
        for s, _, o in found:
            reached |= {s, o}
        front = reached - seen
        seen |= reached
    return found


def _take(triples: Iterable[tuple[str, str, str]], prop: Property) -> Iterable[tuple[str, str, str]]:
    return ((s[1:], prop.key, o[1:]) for s, _, o in triples if o.startswith("<"))


def _limit(found: set[tuple[str, str, str]], most: int) -> None:
    if len(found) > most:
        raise ShowgraphError(f"the selection has more than {most} edges; choose kinds, relations or a start")


def _read_nodes(store: Store, wanted: set[str], alone: bool, kinds: Sequence[str]) -> dict[str, dict[str, object]]:
    kept = {kind.key for key in kinds for kind in descendants(key)} if kinds else set()
    types: dict[str, set[str]] = {node: set() for node in wanted}
    labels: dict[str, str] = {}
    years: dict[str, int] = {}
    for s, _, o in store.triples(None, "<" + RDF_TYPE, None):
        kind = KIND_OF_IRI.get(o[1:])
        if kind and (s[1:] in types or (alone and (kept or _is_node(kind.key)) and kind.key in (kept or {kind.key}))):
            types.setdefault(s[1:], set()).add(kind.key)
    for s, _, o in store.triples(None, "<http://www.w3.org/2000/01/rdf-schema#label", None):
        labels[s[1:]] = o[1:]
    for s, _, o in store.triples(None, "<https://w3id.org/showgraph/ns#year", None):
        years[s[1:]] = int(o.rpartition(" ")[2])
    nodes: dict[str, dict[str, object]] = {}
    for node, keys in types.items():
        kind_key = most_special(frozenset(keys))
        if (kept and kind_key not in kept) or not _is_node(kind_key):
            continue
        nodes[node] = {"label": labels.get(node, node), "kind": kind_key}
        if node in years:
            nodes[node]["year"] = years[node]
    return nodes


def _is_node(kind: str) -> bool:
    return any(is_a(kind, above) for above in ("work", "person", "organization", "character", "genre")) or kind == "thing"


def _read_characters(store: Store, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    wanted = set(pairs)
    if not wanted:
        return {}
    namespace = "<https://w3id.org/showgraph/ns#"
    works = {s: o[1:] for s, _, o in store.triples(None, namespace + "creditOf", None)}
    people = {s: o[1:] for s, _, o in store.triples(None, namespace + "creditedTo", None)}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for key, predicate in (("character", "<https://schema.org/characterName"), ("part", namespace + "part")):
        for credit, _, value in store.triples(None, predicate, None):
            pair = (works.get(credit, ""), people.get(credit, ""))
            if pair in wanted:
                found.setdefault(pair, {}).setdefault(key, value[1:])
    return found
