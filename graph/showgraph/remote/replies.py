"""What endpoints answer, as term texts: SPARQL results in JSON or XML, and graphs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from showgraph.errors import EndpointError
from showgraph.remote.exchange import Reply
from showgraph.store.terms import IRI, RDF_LANG_STRING, XSD_STRING, BlankNode, Literal, encode_term

ROWS_WANTED = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPH_WANTED = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7"
_JSON = ("application/sparql-results+json", "application/json")
_XML = ("application/sparql-results+xml", "application/xml", "text/xml")
_GRAPHS = {
    "application/n-triples": "nt",
    "text/plain": "nt",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/rdf+xml": "xml",
}
_NS = "{http://www.w3.org/2005/sparql-results#}"
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT, or the answer to an ASK."""

    columns: tuple[str, ...] = ()
    rows: tuple[Cells, ...] = ()
    boolean: bool | None = None


class _Unreadable(Exception):
    """What came is not what its media type says."""


def read_table(reply: Reply, where: str) -> Table:
    """Return the rows or the boolean of an answer.

    Raises:
        EndpointError: it is in another form, or not whole.
    """
    if reply.media not in (*_JSON, *_XML):
        raise EndpointError(
            f"{where} answers {reply.media or 'something without a type'}, not SPARQL results; "
            "is that the endpoint's address?"
        )
    try:
        return _read_json(reply.body) if reply.media in _JSON else _read_xml(reply.body)
    except (
        _Unreadable,
        ValueError,
        RecursionError,
        KeyError,
        TypeError,
        AttributeError,
        ElementTree.ParseError,
    ) as error:
        kind = "JSON" if reply.media in _JSON else "XML"
        raise EndpointError(
            f"{where} answers SPARQL results in {kind} that are broken or not whole; ask again, or ask for less"
        ) from error


def _read_json(body: bytes) -> Table:
    data = json.loads(body)
    if "boolean" in data:
        if not isinstance(data["boolean"], bool):
            raise _Unreadable
        return Table(boolean=data["boolean"])
    columns = tuple(map(str, data["head"]["vars"]))
    rows = tuple(
        tuple(_json_term(row[column]) if column in row else None for column in columns)
        for row in data["results"]["bindings"]
    )
    return Table(columns, rows)


def _json_term(cell: dict[str, Any]) -> str:
    value = cell["value"]
    if not isinstance(value, str):
        raise _Unreadable
    match cell["type"]:
        case "uri":
            return encode_term(IRI(value))
        case "bnode":
            return encode_term(BlankNode(value))
        case "literal" | "typed-literal":
            return _literal(value, cell.get("datatype"), cell.get("xml:lang"))
    raise _Unreadable


def _literal(value: str, datatype: str | None, language: str | None) -> str:
    if language:
        return encode_term(Literal(value, RDF_LANG_STRING, language))
    return encode_term(Literal(value, datatype or XSD_STRING))


class _NoDoctype(ElementTree.TreeBuilder):
    """Builds a tree of a document that defines nothing of its own: no entities that grow, none from elsewhere."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse."""
        raise _Unreadable


def _read_xml(body: bytes) -> Table:
    root = ElementTree.fromstring(body, ElementTree.XMLParser(target=_NoDoctype()))
    if root.tag != _NS + "sparql":
        raise _Unreadable
    if (answer := root.find(_NS + "boolean")) is not None:
        return Table(boolean={"true": True, "false": False}[(answer.text or "").strip().lower()])
    head, results = root.find(_NS + "head"), root.find(_NS + "results")
    if head is None or results is None:
        raise _Unreadable
    columns = tuple(node.attrib["name"] for node in head.iter(_NS + "variable"))
    rows = []
    for result in results.iter(_NS + "result"):
        found = {binding.attrib["name"]: _xml_term(binding[0]) for binding in result.iter(_NS + "binding")}
        rows.append(tuple(found.get(column) for column in columns))
    return Table(columns, tuple(rows))


def _xml_term(node: ElementTree.Element) -> str:
    value = node.text or ""
    match node.tag.removeprefix(_NS):
        case "uri":
            return encode_term(IRI(value.strip()))
        case "bnode":
            return encode_term(BlankNode(value.strip()))
        case "literal":
            language = node.get("{http://www.w3.org/XML/1998/namespace}lang")
            return _literal(value, node.get("datatype"), language)
    raise _Unreadable


def read_graph(reply: Reply, where: str) -> list[tuple[str, str, str]]:
    """Return the triples of an answer, each once.

    Raises:
        EndpointError: it is in a form that isn't read, or not whole.
    """
    import rdflib

    from showgraph.sources.rdflib_terms import exact_literals, from_rdflib

    if reply.media not in _GRAPHS:
        raise EndpointError(
            f"{where} answers {reply.media or 'something without a type'}, not a graph; is that the endpoint's address?"
        )
    graph = rdflib.Graph()
    try:
        with exact_literals():
            graph.parse(data=reply.body, format=_GRAPHS[reply.media], publicID=where)
            return [(from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in graph]
    except Exception as error:
        # The parsers of rdflib raise whatever they stumble over.
        raise EndpointError(
            f"{where} answers a graph that is broken or not whole; ask again, or ask for less"
        ) from error
