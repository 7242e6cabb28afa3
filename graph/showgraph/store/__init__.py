"""The graph directory: an RDF dataset in columns, written as one transaction and opened read-only.

Writing::

    with Staging() as staging, replace_directory("my.graph") as folder:
        staging.add([("", "<https://example.org/a", "<https://example.org/p", '"x')])  # g = '' is the default graph
        write_graph(staging.connection, layout, folder, built_at="2026-01-01")
        # any further files written into `folder` become part of the graph

``layout`` says which triples deserve columns and side tables (``Layout``, ``Table``, ``Column``, ``Link``, ``Text``;
``Layout()`` is fine). Terms travel as texts (``encode_term``, ``decode_term``).

Reading::

    with open_store("my.graph", memory="500MB") as store:
        store.execute("SELECT …", [parameters], Limits(seconds=5))
        store.id_of(IRI("https://example.org/a")), store.term_of(1)
        targets, places = store.adjacency("actor", "out").of(ids)

Tables inside: ``terms(id, term)``, ``statements(g, p, s, o)`` and, by the names that ``entity_table``, ``link_table``
and ``text_table`` give, the layout's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.store.catalogue import Catalogue, PredicateFacts
from showgraph.store.layout import ANY_LITERAL, Column, Layout, Link, Table, Text
from showgraph.store.manifest import MANIFEST, Manifest, read_manifest
from showgraph.store.open import NO_LIMITS, Limits, Store, open_store
from showgraph.store.tables import Direction, entity_table, link_table, text_table
from showgraph.store.terms import IRI, BlankNode, Literal, ResourceTerm, Term, decode_term, encode_term

if TYPE_CHECKING:
    from showgraph.store.bulk import Bulk
    from showgraph.store.staging import Staging
    from showgraph.store.transaction import replace_directory
    from showgraph.store.write import write_graph
    from showgraph.store.write_bulk import write_bulks

__all__ = [
    "ANY_LITERAL",
    "IRI",
    "MANIFEST",
    "NO_LIMITS",
    "BlankNode",
    "Bulk",
    "Catalogue",
    "Column",
    "Direction",
    "Layout",
    "Limits",
    "Link",
    "Literal",
    "Manifest",
    "PredicateFacts",
    "ResourceTerm",
    "Staging",
    "Store",
    "Table",
    "Term",
    "Text",
    "decode_term",
    "encode_term",
    "entity_table",
    "link_table",
    "open_store",
    "read_manifest",
    "replace_directory",
    "text_table",
    "write_bulks",
    "write_graph",
]

_WRITING = {
    "Bulk": "bulk",
    "Staging": "staging",
    "replace_directory": "transaction",
    "write_bulks": "write_bulk",
    "write_graph": "write",
}


def __getattr__(name: str) -> object:
    """Load what writes graphs when it is first needed: most processes only read."""
    if name in _WRITING:
        from importlib import import_module

        return getattr(import_module(f"showgraph.store.{_WRITING[name]}"), name)
    raise AttributeError(f"module 'showgraph.store' has no attribute {name!r}")
