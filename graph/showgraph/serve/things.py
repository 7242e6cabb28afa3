"""Things at addresses of their own, as RDF: all triples of the resolved view that begin with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.serve.answering import Answer
from showgraph.serve.negotiate import Form
from showgraph.serve.refusals import RequestError
from showgraph.sparql.graph_formats import iterate_graph
from showgraph.store.triples import describe_subjects

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph


def describe_iri(kg: KnowledgeGraph, iri: str, form: Form) -> Answer:
    """Return the description of a thing in a form of graphs.

    Raises:
        RequestError: the graph says nothing of it.
    """
    triples = describe_subjects(kg.store, ["<" + iri], kg.limits)
    if not triples:
        raise RequestError(404, f"the graph says nothing of <{iri}>")
    return Answer.of(form.content_type, iterate_graph(triples, form.name))
