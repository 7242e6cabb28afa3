"""A composed question as a text that any SPARQL 1.1 engine can run."""

from __future__ import annotations

import re

from showgraph.ask.compose import Composed
from showgraph.store.terms import IRI, XSD_STRING, Literal, Term


def show_sparql(made: Composed) -> str:
    """Return the query as a text that any SPARQL 1.1 engine can run, with the bound values written as terms."""

    def write(match: re.Match[str]) -> str:
        term = made.bindings.get(match.group(1))
        return match.group(0) if term is None else write_term(term)

    return re.sub(r"\?(\w+)", write, made.text)


def write_term(term: Term) -> str:
    r"""Return a term in SPARQL's own syntax.

    >>> write_term(Literal('say "hi"'))
    '"say \\"hi\\""'
    """
    if isinstance(term, IRI):
        return "<" + re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda m: f"%{ord(m.group(0)):02X}", term.value) + ">"
    if isinstance(term, Literal):
        text = term.lexical.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if term.language:
            return f'"{text}"@{term.language}'
        return f'"{text}"' + ("" if term.datatype == XSD_STRING else f"^^<{term.datatype}>")
    return "_:" + term.label
