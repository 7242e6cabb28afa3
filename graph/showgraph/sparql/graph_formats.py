"""The standards' forms of graphs: Turtle, N-Triples, JSON-LD and RDF/XML, written from term texts piece by piece.

Nothing of rdflib is needed, and no term is changed on its way: lexical forms stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from showgraph.errors import QueryError
from showgraph.model import PREFIXES, RDF, RDF_TYPE
from showgraph.store.ntriples import escape_iri, escape_string, write_term
from showgraph.store.terms import IRI as IRITerm
from showgraph.store.terms import XSD, XSD_STRING, BlankNode, Literal, decode_term

GRAPH_MEDIA_TYPES = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
Triple = tuple[str, str, str]
_LOCAL = re.compile(r"[A-Za-z_](?:[\w-]*[A-Za-z0-9_-])?", re.ASCII)
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BARE = {XSD + "integer": re.compile("[+-]?[0-9]+"), XSD + "boolean": re.compile("true|false")}


def iterate_graph(triples: Iterable[Triple], format: str, prefixes: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield a graph in one of ``GRAPH_MEDIA_TYPES``, by subject; without ``prefixes`` those of the model are used.

    Raises:
        QueryError: there is no such format, or RDF/XML has no way to write one of the terms.
    """
    if format not in GRAPH_MEDIA_TYPES:
        raise QueryError(f"no graph format is called {format!r}; known formats: {', '.join(GRAPH_MEDIA_TYPES)}")
    chosen = PREFIXES if prefixes is None else prefixes
    writers: dict[str, Callable[[list[Triple], Mapping[str, str]], Iterator[str]]] = {
        "turtle": _write_turtle,
        "ntriples": _write_lines,
        "jsonld": _write_json,
        "rdfxml": _write_xml,
    }
    return writers[format](sorted(set(triples)), chosen)


def _subjects(triples: list[Triple]) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield each subject with its predicates, ``a`` first, and their objects."""
    for subject, rows in groupby(triples, key=lambda triple: triple[0]):
        found: dict[str, list[str]] = {}
        for _, p, o in rows:
            found.setdefault(p[1:], []).append(o)
        yield subject, sorted(found.items(), key=lambda pair: (pair[0] != RDF_TYPE, pair[0]))


def _write_lines(triples: list[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    for s, p, o in triples:
        yield f"{write_term(s)} {write_term(p)} {write_term(o)} .\n"


def _write_turtle(triples: list[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    used = {name: iri for name, iri in prefixes.items() if any(iri in term for triple in triples for term in triple)}
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in used.items())
    for subject, facts in _subjects(triples):
        lines = [
            ("a" if p == RDF_TYPE else _short(p, used)) + " " + ", ".join(_turtle(o, used) for o in objects)
            for p, objects in facts
        ]
        yield f"\n{_turtle(subject, used)} " + " ;\n    ".join(lines) + " .\n"


def _turtle(text: str, prefixes: Mapping[str, str]) -> str:
    if text[:1] == "<":
        return _short(text[1:], prefixes)
    if text[:1] == "^":
        kind, _, lexical = text[1:].partition(" ")
        bare = _BARE.get(kind)
        if bare is not None and bare.fullmatch(lexical):
            return lexical
        return f'"{escape_string(lexical)}"^^{_short(kind, prefixes)}'
    return write_term(text)


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return f"<{escape_iri(iri)}>"


def _write_json(triples: list[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    names = [text[1:].partition(" ")[0] for triple in triples for text in triple if text[:1] in "<^"]
    # An identifier that looks like a short one would be read as that.
    clear = not any(name.startswith(f"{prefix}:") for name in names for prefix in prefixes)
    used = {prefix: iri for prefix, iri in prefixes.items() if clear and any(name.startswith(iri) for name in names)}
    yield json.dumps({"@context": used}, ensure_ascii=False)[:-1] + ', "@graph": ['
    between = "\n"
    for subject, facts in _subjects(triples):
        node: dict[str, object] = {"@id": _json_id(subject)}
        for p, objects in facts:
            if p == RDF_TYPE and all(o[:1] == "<" for o in objects):
                node["@type"] = [_shorten(o[1:], used) for o in objects]
            else:
                node[_shorten(p, used)] = [_json_value(o, used) for o in objects]
        yield between + json.dumps(node, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, namespace in prefixes.items():
        rest = iri[len(namespace) :]
        if iri.startswith(namespace) and rest and not rest.startswith("//"):
            return f"{name}:{rest}"
    return iri


def _json_id(text: str) -> str:
    return text[1:] if text[:1] == "<" else f"_:{text[1:]}"


def _json_value(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    term = decode_term(text)
    if isinstance(term, IRITerm | BlankNode):
        return {"@id": _json_id(text)}
    if term.language:
        return {"@value": term.lexical, "@language": term.language}
    if term.datatype == XSD_STRING:
        return {"@value": term.lexical}
    return {"@value": term.lexical, "@type": _shorten(term.datatype, prefixes)}


def _write_xml(triples: list[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    known = {iri: name for name, iri in prefixes.items()} | {RDF: "rdf"}
    spaces = {RDF: "rdf"}
    for _, p, _ in triples:
        space = _split_name(p[1:])[0]
        spaces.setdefault(space, known.get(space) or f"ns{len(spaces)}")
    blanks: dict[str, str] = {}
    declared = "".join(f" xmlns:{name}={quoteattr(space)}" for space, name in spaces.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    for subject, facts in _subjects(triples):
        yield f"<rdf:Description {_xml_node(subject, blanks, 'about')}>\n"
        for p, objects in facts:
            space, local = _split_name(p)
            yield "".join(_xml_value(f"{spaces[space]}:{local}", o, blanks) for o in objects)
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _split_name(iri: str) -> tuple[str, str]:
    found = _XML_NAME.search(iri)
    if found is None:
        raise QueryError(f"RDF/XML can't write the property <{iri}>; choose Turtle, N-Triples or JSON-LD")
    return iri[: found.start()], found.group()


def _xml_node(text: str, blanks: dict[str, str], attribute: str) -> str:
    if text[:1] == "<":
        return f"rdf:{attribute}={quoteattr(_xml_text(text[1:]))}"
    return f'rdf:nodeID="{blanks.setdefault(text, f"b{len(blanks)}")}"'


def _xml_value(name: str, text: str, blanks: dict[str, str]) -> str:
    term = decode_term(text)
    if not isinstance(term, Literal):
        return f"  <{name} {_xml_node(text, blanks, 'resource')}/>\n"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype != XSD_STRING:
        kind = f" rdf:datatype={quoteattr(_xml_text(term.datatype))}"
    lexical = escape(_xml_text(term.lexical), {"\r": "&#13;"})
    return f"  <{name}{kind}>{lexical}</{name}>\n"


def _xml_text(text: str) -> str:
    if _NOT_IN_XML.search(text):
        raise QueryError("RDF/XML can't write one of the texts; choose Turtle, N-Triples or JSON-LD")
    return text
