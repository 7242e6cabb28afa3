"""What pictures show, read from wherever it is: from a graph on this machine here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from showgraph.ask.proof import store_labels
from showgraph.network.selection import build_network, read_things
from showgraph.resolve.receipts import find_receipts
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits
from showgraph.store.terms import IRI

if TYPE_CHECKING:
    import networkx

    from showgraph.store import Store

Triple = tuple[str, str, str]
Thing = tuple[str, str, str, int | None]
"""Identifier, kind, label and year."""
_LIMITS = Limits(seconds=60)


class Scenery(Protocol):
    """What a picture asks for; triples are of term texts. ``day`` is when the graph was built, empty if unknown."""

    has_tables: bool

    @property
    def store(self) -> Store:
        """The tables; an endpoint has none and raises a ShowgraphError."""

    @property
    def day(self) -> str:
        """The day the graph was built."""

    def network(
        self, around: Sequence[str], steps: int, relations: Sequence[str], kinds: Sequence[str] = ()
    ) -> networkx.MultiDiGraph:
        """Return the things within some steps of others and the relations between them, as ``build_network`` does."""

    def things(self, iris: Sequence[str]) -> list[Thing]:
        """Return what is known of some identifiers, those that are things."""

    def facts(self, iris: Sequence[str]) -> list[Triple]:
        """Return all triples that things are the subjects of."""

    def sources(self, triples: Sequence[Triple]) -> Mapping[Triple, tuple[str, ...]]:
        """Return the titles of the sources that say each of some triples."""

    def labels(self, texts: Collection[str]) -> Mapping[str, str]:
        """Return how term texts are shown to people."""


class StoreScenery:
    """The scenery of a graph on this machine."""

    has_tables = True

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def store(self) -> Store:
        """The tables."""
        return self._store

    @property
    def day(self) -> str:
        """The day the graph was built."""
        return self._store.manifest.built_at[:10]

    def network(
        self, around: Sequence[str], steps: int, relations: Sequence[str], kinds: Sequence[str] = ()
    ) -> networkx.MultiDiGraph:
        """Return a part of the graph."""
        return build_network(self._store, around=around, steps=steps, relations=relations, kinds=kinds)

    def things(self, iris: Sequence[str]) -> list[Thing]:
        """Return things from the index of names."""
        return read_things(self._store, iris)

    def facts(self, iris: Sequence[str]) -> list[Triple]:
        """Return triples of the resolved view."""
        found: list[Triple] = []
        for iri in iris:
            rows = query_texts(self._store, "SELECT ?p ?o WHERE { ?thing ?p ?o }", {"thing": IRI(iri)}, _LIMITS)
            found += [("<" + iri, p, o) for p, o in rows]
        return found

    def sources(self, triples: Sequence[Triple]) -> Mapping[Triple, tuple[str, ...]]:
        """Return sources from the named graphs."""
        found = find_receipts(self._store, triples)
        return {triple: tuple(receipt.title for receipt in receipts) for triple, receipts in found.items()}

    def labels(self, texts: Collection[str]) -> Mapping[str, str]:
        """Return labels."""
        return store_labels(self._store, set(texts))
