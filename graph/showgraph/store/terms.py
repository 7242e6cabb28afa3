"""RDF terms, and the one lossless text they have everywhere in SQL.

====================  ========================  =======================
term                  its text                  example
====================  ========================  =======================
IRI                   ``<`` IRI                 ``<https://example.org/a``
blank node            ``_`` label               ``_b0``
plain string          ``"`` lexical form        ``"Kingdom``
language string       ``@`` tag, space, form    ``@ko 킹덤``
other literal         ``^`` datatype, space, form  ``^http://…#integer 7``
====================  ========================  =======================

Two terms are the same term exactly when their texts are equal: nothing is normalised, escaped or closed.
"""

from __future__ import annotations

from dataclasses import dataclass

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING = XSD + "string"
RDF_LANG_STRING = RDF + "langString"
RDF_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class IRI:
    """An IRI, absolute and as written."""

    value: str


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A blank node; the label means something inside one graph directory only."""

    label: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its lexical form exactly as written, with a language or a datatype."""

    lexical: str
    datatype: str = XSD_STRING
    language: str = ""


Term = IRI | BlankNode | Literal
ResourceTerm = IRI | BlankNode


def encode_term(term: Term) -> str:
    """Return the text of a term.

    >>> encode_term(Literal("7", XSD + "integer"))
    '^http://www.w3.org/2001/XMLSchema#integer 7'
    """
    match term:
        case IRI(value):
            return "<" + value
        case BlankNode(label):
            return "_" + label
        case Literal(lexical, _, language) if language:
            return f"@{language} {lexical}"
        case Literal(lexical, datatype) if datatype != XSD_STRING:
            return f"^{datatype} {lexical}"
        case Literal(lexical):
            return '"' + lexical


def decode_term(text: str) -> Term:
    """Return the term of a text.

    >>> decode_term("@ko 킹덤")
    Literal(lexical='킹덤', datatype='http://www.w3.org/1999/02/22-rdf-syntax-ns#langString', language='ko')
    """
    mark, rest = text[:1], text[1:]
    if mark == "<":
        return IRI(rest)
    if mark == "_":
        return BlankNode(rest)
    if mark == '"':
        return Literal(rest)
    head, _, lexical = rest.partition(" ")
    if mark == "@":
        return Literal(lexical, RDF_LANG_STRING, head)
    if mark == "^":
        return Literal(lexical, head)
    raise ValueError(f"not the text of a term: {text!r}")


def is_resource(text: str) -> bool:
    """Tell whether a term text is that of an IRI or a blank node."""
    return text[:1] in ("<", "_")
