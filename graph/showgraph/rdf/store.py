"""A graph directory as an rdflib store: read-only, context-aware, nothing copied."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from time import monotonic
from typing import TYPE_CHECKING, NoReturn

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Dataset, Graph
from rdflib.store import Store as RdflibStore
from rdflib.term import Node, URIRef

from showgraph.errors import GraphError, LimitError
from showgraph.sources.rdflib_terms import from_rdflib, to_rdflib
from showgraph.store import NO_LIMITS, Limits, Store
from showgraph.store.patterns import DEFAULT, Place
from showgraph.store.terms import IRI
from showgraph.store.triples import read_graph_names, read_triples

if TYPE_CHECKING:
    from rdflib.graph import _ContextType, _TriplePatternType, _TripleType

_Pattern = tuple["Node | None", "Node | None", "Node | None"]


class GraphDirectoryStore(RdflibStore):
    """Answers rdflib's triple patterns with SQL. ``deadline`` is a time of ``time.monotonic``."""

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, store: Store, deadline: float | None = None, seconds: float | None = None) -> None:
        self._prefixes: dict[str, URIRef] = {}
        self._namespaces: dict[URIRef, str] = {}
        super().__init__()
        self.store = store
        self.deadline = deadline
        self.seconds = seconds
        self._graph_ids: dict[str, int] | None = None

    def _limits(self) -> Limits:
        if self.deadline is None:
            return NO_LIMITS
        left = self.deadline - monotonic()
        if left <= 0:
            raise LimitError(
                f"the query took longer than {self.seconds:g} seconds and was stopped; ask for less or allow more time"
            )
        return Limits(left)

    def _place(self, context: object) -> Place | None:
        """Return where to look for a context: None for a graph that doesn't exist."""
        name = getattr(context, "identifier", context)
        if name is None or name == DATASET_DEFAULT_GRAPH_ID:
            return DEFAULT
        if self._graph_ids is None:
            self._graph_ids = {text: number for number, text in read_graph_names(self.store)}
        number = self._graph_ids.get(from_rdflib(name)) if isinstance(name, Node) else None
        return None if number is None else Place(named=True, graphs=(number,))

    def triples(
        self, triple_pattern: _TriplePatternType, context: _ContextType | None = None
    ) -> Iterator[tuple[_TripleType, Iterator[_ContextType | None]]]:
        """Yield the matching triples of one graph, the default one without a context."""
        place = self._place(context)
        if place is None:
            return
        s, p, o = (None if term is None else from_rdflib(term) for term in triple_pattern)
        if p is not None and not p.startswith("<"):
            return
        for number, row in enumerate(read_triples(self.store, s, p, o, place, self._limits())):
            if number % 1000 == 0:
                self._limits()
            yield (to_rdflib(row[1]), to_rdflib(row[2]), to_rdflib(row[3])), iter((context,))

    def __len__(self, context: _ContextType | None = None) -> int:
        place = self._place(context)
        if place is None:
            return 0
        if place.graphs is None:
            return self.store.catalogue.default_triples
        rows = self.store.execute("SELECT triples FROM graphs WHERE g = ?", list(place.graphs))
        return int(str(rows[0][0])) if rows else 0

    def contexts(self, triple: _TripleType | None = None) -> Generator[_ContextType, None, None]:
        """Yield the named graphs, those that hold a triple if one is given."""
        for _, text in read_graph_names(self.store):
            graph = Graph(store=self, identifier=to_rdflib(text))
            if triple is None or next(self.triples(triple, graph), None) is not None:
                yield graph

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Remember a prefix; the graph directory has none of its own."""
        self._prefixes[prefix] = namespace
        self._namespaces[namespace] = prefix

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return self._namespaces.get(namespace)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield prefixes and namespaces."""
        yield from self._prefixes.items()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise GraphError("the graph is read-only; build it again to change it, or copy it into an rdflib.Graph")

    add = addN = remove = create = destroy = rollback = commit = _refuse

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: a graph exists when it has triples."""

    def remove_graph(self, graph: Graph) -> None:
        """Refuse to remove a graph."""
        self._refuse()


def rdf_dataset(store: Store, *, deadline: float | None = None, seconds: float | None = None) -> Dataset:
    """Return the whole dataset as rdflib sees it, the default graph apart from the named ones."""
    return Dataset(store=GraphDirectoryStore(store, deadline, seconds), default_union=False)


def rdf_graph(store: Store, name: str | None = None) -> rdflib.Graph:
    """Return the default graph, or the named graph with this IRI, as an rdflib graph."""
    if name is None:
        return Graph(store=GraphDirectoryStore(store), identifier=DATASET_DEFAULT_GRAPH_ID)
    if store.id_of(IRI(name)) is None:
        raise GraphError(f"there is no named graph <{name}>")
    return Graph(store=GraphDirectoryStore(store), identifier=URIRef(name))
