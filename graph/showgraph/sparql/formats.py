"""The standards' result formats: SPARQL Results JSON, XML, CSV and TSV, with all types kept where they have any."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from showgraph.errors import QueryError
from showgraph.sparql.result import Result
from showgraph.store.terms import IRI as IRITerm
from showgraph.store.terms import XSD, XSD_STRING, BlankNode, Literal, Term, decode_term

MEDIA_TYPES = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
_BATCH = 2_000
_BARE = {XSD + "integer", XSD + "decimal", XSD + "double"}


def write_results(result: Result, format: str, stream: TextIO) -> None:
    """Write the rows of a SELECT, or the answer to an ASK, as ``srj``, ``srx``, ``csv`` or ``tsv``.

    Raises:
        QueryError: the form has no such format.
    """
    stream.writelines(iterate_results(result, format))


def iterate_results(result: Result, format: str) -> Iterator[str]:
    """Yield what ``write_results`` writes, piece by piece; rows are decoded when their piece is asked for.

    Raises:
        QueryError: the form has no such format.
    """
    if format not in MEDIA_TYPES:
        raise QueryError(f"no result format is called {format!r}; known formats: {', '.join(MEDIA_TYPES)}")
    if result.form not in ("SELECT", "ASK") or (result.form == "ASK" and format in ("csv", "tsv")):
        raise QueryError(f"the answer to {result.form} has no {format} form")
    return {"srj": _write_json, "srx": _write_xml, "csv": _write_csv, "tsv": _write_tsv}[format](result)


def _texts(result: Result) -> Iterator[tuple[str | None, ...]]:
    return (row for part in result.batches(_BATCH) for row in part.texts)


def _rows(result: Result) -> Iterator[list[tuple[str, Term]]]:
    for row in _texts(result):
        yield [(name, decode_term(text)) for name, text in zip(result.columns, row, strict=True) if text is not None]


def _write_json(result: Result) -> Iterator[str]:
    if result.form == "ASK":
        yield json.dumps({"head": {}, "boolean": result.boolean})
        return
    head = json.dumps({"vars": list(result.columns)}, ensure_ascii=False)
    yield f'{{"head": {head}, "results": {{"bindings": ['
    between = ""
    for row in _rows(result):
        yield between + json.dumps({name: _json_term(term) for name, term in row}, ensure_ascii=False)
        between = ", "
    yield "]}}"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, IRITerm):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.label}
    found = {"type": "literal", "value": term.lexical}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype != XSD_STRING:
        found["datatype"] = term.datatype
    return found


def _write_xml(result: Result) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    if result.form == "ASK":
        yield f"<head/>\n<boolean>{str(result.boolean).lower()}</boolean>\n</sparql>\n"
        return
    yield "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in result.columns) + "</head>\n"
    yield "<results>\n"
    for row in _rows(result):
        cells = "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in row)
        yield f"<result>{cells}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, IRITerm):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.label)}</bnode>"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype != XSD_STRING:
        kind = f" datatype={quoteattr(term.datatype)}"
    return f"<literal{kind}>{escape(term.lexical, {chr(13): '&#13;'})}</literal>"


class _Line:
    """A stream that gives back what was last written."""

    text = ""

    def write(self, text: str) -> None:
        """Keep a line."""
        self.text = text


def _write_csv(result: Result) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(result.columns)
    yield line.text
    for row in _texts(result):
        writer.writerow("" if text is None else _csv_term(decode_term(text)) for text in row)
        yield line.text


def _csv_term(term: Term) -> str:
    if isinstance(term, IRITerm):
        return term.value
    return f"_:{term.label}" if isinstance(term, BlankNode) else term.lexical


def _write_tsv(result: Result) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in result.columns) + "\n"
    for row in _texts(result):
        yield "\t".join("" if text is None else _tsv_term(decode_term(text)) for text in row) + "\n"


def _tsv_term(term: Term) -> str:
    if isinstance(term, IRITerm):
        return f"<{term.value}>"
    if isinstance(term, BlankNode):
        return f"_:{term.label}"
    if term.datatype in _BARE and term.lexical.isascii() and _is_bare(term):
        return term.lexical
    lexical = (
        term.lexical.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )
    if term.language:
        return f'"{lexical}"@{term.language}'
    return f'"{lexical}"' if term.datatype == XSD_STRING else f'"{lexical}"^^<{term.datatype}>'


def _is_bare(term: Literal) -> bool:
    """Tell whether Turtle would read the bare number back as the same literal."""
    digits = term.lexical.lstrip("+-")
    if term.datatype == XSD + "integer":
        return digits.isdigit()
    if "e" in digits.lower():
        return term.datatype == XSD + "double"
    whole, point, fraction = digits.partition(".")
    return term.datatype == XSD + "decimal" and bool(point) and fraction.isdigit() and (whole == "" or whole.isdigit())
