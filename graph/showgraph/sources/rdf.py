"""Files of any RDF format to quads of term texts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax import SAXParseException

import rdflib
from rdflib.exceptions import ParserError
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.parsers.notation3 import BadSyntax

from showgraph.errors import DataError, Problem
from showgraph.model import RDF_TYPE, RDFS, get_kind, mint_iri
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.rdflib_terms import exact_literals, from_rdflib
from showgraph.store.terms import XSD_STRING

QuadText = tuple[str, str, str, str]

FORMATS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}
_RDFLIB = {"turtle": "turtle", "trig": "trig", "rdfxml": "xml", "jsonld": "json-ld"}
_EXTERNAL = re.compile(
    rb"<!(?:ENTITY\s+(?:%\s+)?\S+|DOCTYPE\s+\S+)\s+(?:SYSTEM|PUBLIC)\s+[\"']([^\"']*)", re.IGNORECASE
)


def read_rdf(
    path: Path, format: str | None = None, *, contexts: Mapping[str, object] | None = None, base: str | None = None
) -> Iterator[QuadText]:
    """Yield the quads of a file; the default graph's name is empty.

    ``format`` is one of the values of ``FORMATS``, told by the file's ending when missing. ``contexts`` are JSON-LD
    contexts by address; any other remote context is refused, as are XML's external entities. Blank nodes get labels
    that no other file's have.

    Raises:
        DataError: the file can't be read; the error says where.
    """
    chosen = format or FORMATS.get(path.suffix.lower(), "")
    if chosen not in FORMATS.values():
        raise DataError([Problem(str(path), 1, f"no RDF format has files ending in {path.suffix!r}")])
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(str(path), 1, error.strerror or str(error))]) from error
    relabel = _Labels(hashlib.md5(str(path.resolve()).encode(), usedforsecurity=False).hexdigest()[:8])
    if chosen in ("ntriples", "nquads"):
        yield from _read_lines(path, data, relabel, quads=chosen == "nquads")
        return
    if chosen == "rdfxml" and (found := _EXTERNAL.search(data)):
        address = found.group(1).decode("utf-8", "replace")
        raise DataError(
            [Problem(str(path), data[: found.start()].count(b"\n") + 1, f"external entity {address} refused")]
        )
    if chosen == "jsonld":
        data = _inline_contexts(path, data, contexts or {})
    # A plain graph where the format has no graph names: parsing into a dataset takes rdflib twice as long.
    target = rdflib.Dataset(default_union=False) if chosen in ("trig", "jsonld") else rdflib.Graph()
    try:
        with exact_literals():
            target.parse(data=data, format=_RDFLIB[chosen], publicID=base or path.resolve().as_uri())
    except BadSyntax as error:
        # rdflib counts some line breaks twice; the place itself is right.
        before = error._str[: error._i] + re.match(rb"\s*", error._str[error._i :])[0]  # type: ignore[index]
        line = before.count(b"\n") + 1
        raise DataError([Problem(str(path), line, f"not {chosen}: {error._why}")]) from error
    except SAXParseException as error:
        raise DataError([Problem(str(path), error.getLineNumber() or 1, error.getMessage())]) from error
    except (ParserError, ValueError, TypeError, KeyError, AttributeError, AssertionError, UnicodeError) as error:
        raise DataError(
            [Problem(str(path), 1, str(error).splitlines()[0] if str(error) else "not readable")]
        ) from error
    quads = target.quads() if isinstance(target, rdflib.Dataset) else ((*triple, None) for triple in target)
    for s, p, o, g in quads:
        name = "" if g is None or g == DATASET_DEFAULT_GRAPH_ID else relabel(from_rdflib(g))
        yield name, relabel(from_rdflib(s)), from_rdflib(p), relabel(from_rdflib(o))


def read_rdf_claims(path: Path, reading: Reading) -> Iterator[Claim | QuadText]:
    """Yield what a file says as claims of a source named after it, and its named graphs as quads.

    Raises:
        DataError: the file can't be read, or calls one of its graphs as sources are called.
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "rdf"
    source = mint_iri("source", slug)
    yield Claim(source, "<" + source, "<" + RDF_TYPE, "<" + get_kind("source").iri)
    yield Claim(source, "<" + source, "<" + RDFS + "label", '"' + path.name)
    for g, s, p, o in read_rdf(path):
        reading.read += 1
        if g:
            if g.startswith("<" + mint_iri("source", "")):
                problem = f"graph {g[1:]} has the name of a source; only showgraph gives those"
                raise DataError([Problem(str(path), 1, problem)])
            yield g, s, p, o
        yield Claim(source, s, p, o)
    reading.loaded = reading.read


class _Labels:
    """Gives the blank nodes of one file labels of their own, in the order they come."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if not text.startswith("_"):
            return text
        return self._known.setdefault(text, f"_f{self._mark}x{len(self._known)}")


def _inline_contexts(path: Path, data: bytes, contexts: Mapping[str, object]) -> bytes:
    """Put known contexts into a JSON-LD document and refuse the others, so that nothing is fetched."""
    try:
        document = json.loads(data)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise DataError([Problem(str(path), line, f"not JSON: {getattr(error, 'msg', error)}")]) from error

    def settle(context: object) -> object:
        if isinstance(context, str):
            if context not in contexts:
                raise DataError([Problem(str(path), 1, f"remote context {context} refused; write it into the file")])
            return contexts[context]
        if isinstance(context, list):
            return [settle(item) for item in context]
        if isinstance(context, dict) and "@import" in context:
            raise DataError([Problem(str(path), 1, f"remote context {context['@import']} refused")])
        return walk(context)

    def walk(node: object) -> object:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if isinstance(node, dict):
            return {key: settle(value) if key == "@context" else walk(value) for key, value in node.items()}
        return node

    return json.dumps(walk(document)).encode()


_IRI = r"<([^\x00-\x20<>\"{}|^`]*)>"
_BLANK = r"_:([^\s<>\"]+?)"
_STRING = r"\"((?:[^\"\\\n\r]|\\.)*)\""
_LITERAL = rf"{_STRING}(?:@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|\^\^{_IRI})?"
_LINE = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*(?:{_IRI}|{_BLANK}|{_LITERAL})"
    rf"[ \t]*(?:{_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def _read_lines(path: Path, data: bytes, relabel: _Labels, *, quads: bool) -> Iterator[QuadText]:
    problems: list[Problem] = []
    for number, raw in enumerate(re.split(rb"\r\n|\n|\r", data), 1):
        try:
            quad = _parse_line(raw.decode("utf-8"), relabel, quads)
        except (ValueError, KeyError) as error:
            problems.append(Problem(str(path), number, str(error) or "not a statement"))
            continue
        if quad is not None:
            yield quad
    if problems:
        raise DataError(problems)


def _parse_line(line: str, relabel: _Labels, quads: bool) -> QuadText | None:
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("not a statement")
    s_iri, s_blank, p, o_iri, o_blank, string, lang, datatype, g_iri, g_blank = match.groups()
    if (g_iri is not None or g_blank is not None) and not quads:
        raise ValueError("a graph name in N-Triples")
    if string is not None:
        lexical = _unescape(string)
        if lang:
            item = f"@{lang} {lexical}"
        else:
            item = '"' + lexical if datatype in (None, XSD_STRING) else f"^{_unescape(datatype)} {lexical}"
    else:
        item = _resource(o_iri, o_blank, relabel)
    graph = "" if g_iri is None and g_blank is None else _resource(g_iri, g_blank, relabel)
    return graph, _resource(s_iri, s_blank, relabel), "<" + _unescape(p), item


def _resource(iri: str | None, blank: str | None, relabel: _Labels) -> str:
    return "<" + _unescape(iri) if iri is not None else relabel(f"_{blank}")


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        return chr(int(code, 16)) if code else _ESCAPED[match.group(3)]

    return _ESCAPE.sub(one, text)
