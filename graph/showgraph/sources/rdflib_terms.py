"""Term texts to rdflib terms and back, lexical forms untouched."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import rdflib
from rdflib.plugins.parsers import notation3
from rdflib.term import BNode, IdentifiedNode, Literal, Node, URIRef

from showgraph.store.terms import XSD_STRING

_guard = threading.RLock()


class _WrittenInteger(int):
    """An integer that remembers how Turtle wrote it."""

    text: str

    def __new__(cls, text: str) -> _WrittenInteger:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text


@contextmanager
def exact_literals() -> Iterator[None]:
    """Let rdflib keep lexical forms as they are written while the block runs.

    rdflib has switches for the whole process only, so blocks of several threads wait for each other.
    """
    with _guard:
        normalize, integer = rdflib.NORMALIZE_LITERALS, notation3.long_type  # type: ignore[attr-defined]
        rdflib.NORMALIZE_LITERALS, notation3.long_type = False, _WrittenInteger  # type: ignore[attr-defined, assignment]
        logger = logging.getLogger("rdflib.term")
        silent, logger.disabled = logger.disabled, True
        try:
            # rdflib warns of its own use of what it deprecates, and logs a traceback for every ill-formed number.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                yield
        finally:
            logger.disabled = silent
            rdflib.NORMALIZE_LITERALS, notation3.long_type = normalize, integer  # type: ignore[attr-defined]


def to_rdflib(text: str) -> IdentifiedNode | Literal:
    """Return the rdflib term of a term text."""
    mark, rest = text[:1], text[1:]
    if mark == "<":
        return URIRef(rest)
    if mark == "_":
        return BNode(rest)
    if mark == '"':
        return Literal(rest)
    head, _, lexical = rest.partition(" ")
    if mark == "@":
        return Literal(lexical, lang=head)
    return Literal(lexical, datatype=URIRef(head), normalize=False)


def from_rdflib(term: Node) -> str:
    """Return the term text of an rdflib term."""
    if isinstance(term, URIRef):
        return f"<{term}"
    if isinstance(term, BNode):
        return f"_{term}"
    if isinstance(term, Literal):
        if term.language:
            return f"@{term.language} {term}"
        if term.datatype is not None and str(term.datatype) != XSD_STRING:
            return f"^{term.datatype} {term}"
        return f'"{term}'
    raise TypeError(f"not an RDF term: {term!r}")


def to_graph(triples: Iterable[tuple[str, str, str]]) -> rdflib.Graph:
    """Return an rdflib graph in memory of triples of term texts."""
    graph = rdflib.Graph()
    for s, p, o in triples:
        graph.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
    return graph
