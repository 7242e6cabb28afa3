"""Files of any RDF format to quads of term texts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.sax import SAXParseException

import rdflib
from rdflib.exceptions import ParserError
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.parsers.notation3 import BadSyntax

from showgraph.errors import DataError, Problem
from showgraph.model import RDF_TYPE, RDFS, get_kind, mint_iri
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.lines import Rows, bare_stem, bare_suffix, read_document, read_lines
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
BadLine = Callable[[int, str], None]
_SURROGATE = re.compile(rb"\\[uU](?:0000)?[dD][89a-fA-F]")
_LONE = re.compile("[\ud800-\udfff]")
# What rdflib's parsers raise, beside their own errors, when a text ends or turns where they don't expect it.
_PARSER_FAULTS = (ParserError, ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
_RDFLIB = {"turtle": "turtle", "trig": "trig", "rdfxml": "xml", "jsonld": "json-ld"}
_EXTERNAL = re.compile(
    rb"<!(?:ENTITY\s+(?:%\s+)?\S+|DOCTYPE\s+\S+)\s+(?:SYSTEM|PUBLIC)\s+[\"']([^\"']*)", re.IGNORECASE
)


def read_rdf(
    path: Path,
    format: str | None = None,
    *,
    contexts: Mapping[str, object] | None = None,
    base: str | None = None,
    bad: BadLine | None = None,
    data: bytes | None = None,
) -> Iterator[QuadText]:
    """Yield the quads of a file, compressed or not; the default graph's name is empty.

    ``format`` is one of the values of ``FORMATS``, told by the file's ending when missing. ``contexts`` are JSON-LD
    contexts by address; any other remote context is refused, as are XML's external entities. Blank nodes get labels
    that no other file's have. N-Triples and N-Quads are read line by line; ``bad`` gets the number of each line that
    is no statement, and the reason, and the others are read all the same. ``data`` stands for the bytes of the file.

    Raises:
        DataError: the file can't be read; the error says where.
    """
    chosen = format or FORMATS.get(bare_suffix(path), "")
    if chosen not in FORMATS.values():
        raise DataError([Problem(str(path), 1, f"no RDF format has files ending in {path.suffix!r}")])
    relabel = _Labels(hashlib.md5(str(path.resolve()).encode(), usedforsecurity=False).hexdigest()[:8])
    if chosen in ("ntriples", "nquads") and data is None:
        yield from _read_lines(path, relabel, bad, quads=chosen == "nquads")
        return
    if data is None:
        data = read_document(path)
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
    except _PARSER_FAULTS as error:
        raise DataError(
            [Problem(str(path), 1, str(error).splitlines()[0] if str(error) else "not readable")]
        ) from error
    odd = _SURROGATE.search(data) is not None
    quads = target.quads() if isinstance(target, rdflib.Dataset) else ((*triple, None) for triple in target)
    for s, p, o, g in quads:
        name = "" if g is None or g == DATASET_DEFAULT_GRAPH_ID else relabel(from_rdflib(g))
        quad = name, relabel(from_rdflib(s)), from_rdflib(p), relabel(from_rdflib(o))
        if odd and any(_LONE.search(text) for text in quad):
            raise DataError([Problem(str(path), 1, "half of a surrogate pair is no character")])
        yield quad


def read_rdf_claims(path: Path, reading: Reading) -> Iterator[Claim | QuadText]:
    """Yield what a file says as claims of a source named after it, and its named graphs as quads.

    What follows from it in the model's words comes with it: see ``vocabularies.understand``. ``reading`` counts one row
    a statement; lines of N-Triples and N-Quads that are none are set aside.

    Raises:
        DataError: nothing in the file can be read, or it calls one of its graphs as sources are called.
    """
    from showgraph.sources.contexts import CONTEXTS
    from showgraph.sources.vocabularies import understand

    rows = Rows(reading, path)
    source = name_source(path)
    yield from describe_file(source, path)
    yield from understand(source, _count_quads(path, read_rdf(path, contexts=CONTEXTS, bad=rows.leave), rows))
    rows.refuse_if_empty("statement")


def name_source(path: Path) -> str:
    """Return the IRI of the source that a file is.

    >>> name_source(Path("data/My Shows.nt.gz"))
    'https://w3id.org/showgraph/id/source/my-shows'
    """
    return mint_iri("source", "-".join(re.findall(r"[a-z0-9]+", bare_stem(path).lower())) or "rdf")


def describe_file(source: str, path: Path) -> Iterator[Claim]:
    """Yield what is said of a source that is a file: what it is, and its name."""
    yield Claim(source, "<" + source, "<" + RDF_TYPE, "<" + get_kind("source").iri)
    yield Claim(source, "<" + source, "<" + RDFS + "label", '"' + path.name)


def _count_quads(path: Path, quads: Iterator[QuadText], rows: Rows) -> Iterator[QuadText]:
    for quad in quads:
        if quad[0].startswith("<" + mint_iri("source", "")):
            problem = f"graph {quad[0][1:]} has the name of a source; only showgraph gives those"
            raise DataError([Problem(str(path), 1, problem)])
        rows.load()
        yield quad


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
    except RecursionError as error:
        raise DataError([Problem(str(path), 1, "nested too deep")]) from error
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

    try:
        return json.dumps(walk(document)).encode()
    except RecursionError as error:
        raise DataError([Problem(str(path), 1, "nested too deep")]) from error


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


def _read_lines(path: Path, relabel: _Labels, bad: BadLine | None, *, quads: bool) -> Iterator[QuadText]:
    problems: list[Problem] = []
    tell = bad or (lambda number, reason: problems.append(Problem(str(path), number, reason)))
    for number, raw, problem in read_lines(path):
        try:
            quad = None if problem else _parse_line(raw.decode("utf-8"), relabel, quads)
        except UnicodeDecodeError as error:
            problem = f"not UTF-8: {error.reason}"
        except (ValueError, KeyError, OverflowError) as error:
            problem = str(error) if isinstance(error, ValueError) and str(error) else "not a statement"
        if problem:
            tell(number, problem)
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
        letter = chr(int(code, 16)) if code else _ESCAPED[match.group(3)]
        if "\ud800" <= letter <= "\udfff":
            raise ValueError("half of a surrogate pair is no character")
        return letter

    return _ESCAPE.sub(one, text)
