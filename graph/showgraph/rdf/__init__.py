"""RDF in and out: a graph directory as an rdflib store, files of any RDF format to quads and back."""

from showgraph.rdf.store import rdf_dataset, rdf_graph
from showgraph.rdf.write import write_rdf
from showgraph.sources.rdf import FORMATS, read_rdf
from showgraph.sources.rdflib_terms import from_rdflib, to_graph, to_rdflib

__all__ = ["FORMATS", "from_rdflib", "rdf_dataset", "rdf_graph", "read_rdf", "to_graph", "to_rdflib", "write_rdf"]
