"""A graph directory to files of any RDF format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import IdentifiedNode, Literal, URIRef

from showgraph.errors import GraphError
from showgraph.sources.rdflib_terms import exact_literals, to_rdflib
from showgraph.store import Store
from showgraph.store.ntriples import write_term
from showgraph.store.terms import XSD
from showgraph.store.triples import read_quads, read_triples, stream_triples

_RDFLIB = {"turtle": "turtle", "trig": "trig", "rdfxml": "xml", "jsonld": "json-ld"}
WRITTEN = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
_BARE = {
    XSD + "integer": re.compile("[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile("true|false"),
}
_DATASETS = ("nquads", "trig")
_SORTED = 1_000_000


def write_rdf(
    store: Store,
    format: str,
    stream: BinaryIO,
    *,
    prefixes: Mapping[str, str] | None = None,
    context: Mapping[str, object] | None = None,
) -> None:
    """Write the default graph, or with ``nquads`` and ``trig`` the whole dataset.

    N-Triples and N-Quads come sorted, so that two writings of one graph are equal but for blank nodes; N-Triples of
    more than a million lines come as they lie, in little memory. ``context`` is the JSON-LD context to compact with.
    """
    if format not in WRITTEN:
        raise GraphError(f"no RDF format is called {format!r}; known formats: {', '.join(WRITTEN)}")
    if format == "ntriples" and store.catalogue.default_triples > _SORTED:
        for batch in stream_triples(store):
            stream.write("".join(_line("", *triple) for triple in batch).encode())
        return
    if format in ("ntriples", "nquads"):
        quads = read_quads(store) if format == "nquads" else (("", *row[1:]) for row in read_triples(store))
        write_lines(quads, stream)
        return
    with exact_literals():
        if format in _DATASETS:
            graph: rdflib.Graph = rdflib.Dataset(default_union=False)
            _fill_dataset(graph, read_quads(store))
        else:
            graph = rdflib.Graph()
            for _, s, p, o in read_triples(store):
                graph.add((to_rdflib(s), to_rdflib(p), _exact(to_rdflib(o))))
        for prefix, namespace in (prefixes or {}).items():
            graph.bind(prefix, namespace)
        if format == "jsonld":
            text = graph.serialize(format="json-ld", context=dict(context) if context else None, auto_compact=False)
            stream.write(json.dumps(json.loads(text), ensure_ascii=False, indent=1).encode() + b"\n")
        else:
            graph.serialize(stream, format=_RDFLIB[format], encoding="utf-8")


class _ExactLiteral(Literal):
    """A literal that is written bare only where that says the same: rdflib rounds doubles and drops zeros."""

    @property
    def value(self) -> object:
        """What JSON-LD writes: a number or a boolean where that is the lexical form exactly, else the form."""
        found = super().value
        return found if isinstance(found, int) and str(found).lower() == str(self) else str(self)

    def _literal_n3(self, use_plain: bool = False, qname_callback: Callable[[URIRef], str | None] | None = None) -> str:
        bare = _BARE.get(str(self.datatype))
        return super()._literal_n3(use_plain and bare is not None and bare.fullmatch(self) is not None, qname_callback)


def _exact(term: IdentifiedNode | Literal) -> IdentifiedNode | Literal:
    if isinstance(term, Literal) and term.datatype is not None:
        return _ExactLiteral(str(term), datatype=term.datatype, normalize=False)
    return term


def _fill_dataset(dataset: rdflib.Graph, quads: Iterable[tuple[str, str, str, str]]) -> None:
    assert isinstance(dataset, rdflib.Dataset)
    for g, s, p, o in quads:
        name = to_rdflib(g) if g else DATASET_DEFAULT_GRAPH_ID
        dataset.graph(name).add((to_rdflib(s), to_rdflib(p), _exact(to_rdflib(o))))


def write_lines(quads: Iterable[tuple[str, str, str, str]], stream: BinaryIO) -> None:
    """Write quads of term texts as sorted N-Quads; those of the default graph are N-Triples."""
    for line in sorted(_line(*quad) for quad in quads):
        stream.write(line.encode())


def _line(g: str, s: str, p: str, o: str) -> str:
    return f"{write_term(s)} {write_term(p)} {write_term(o)} {write_term(g) + ' ' if g else ''}.\n"
