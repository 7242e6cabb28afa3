"""Descriptions in schema.org's words as JSON-LD (https://www.w3.org/TR/json-ld11/), alone or inside web pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from showgraph.errors import DataError
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.contexts import CONTEXTS
from showgraph.sources.lines import LONGEST_LINE, PAGES, Rows, bare_suffix, read_document
from showgraph.sources.rdf import QuadText, describe_file, name_source, read_rdf
from showgraph.sources.vocabularies import understand


def read_schema_org(path: Path, reading: Reading) -> Iterator[Claim]:
    """Yield what a file of JSON-LD, or a page with blocks of it, says in schema.org's words and in the model's.

    ``reading`` counts one row a statement; a block of a page that can't be read is one row set aside with its line.

    Raises:
        DataError: nothing in it can be read, or it asks for a context other than schema.org's own.
    """
    rows = Rows(reading, path)
    source = name_source(path)
    yield from describe_file(source, path)
    quads = _read_page(path, rows) if bare_suffix(path) in PAGES else _read_file(path, rows)
    for said in understand(source, quads):
        # A named graph inside a page has no name that others could ask for.
        if isinstance(said, Claim):
            yield said
    rows.refuse_if_empty("block of JSON-LD")


def _read_file(path: Path, rows: Rows) -> Iterator[QuadText]:
    for quad in read_rdf(path, "jsonld", contexts=CONTEXTS, data=read_document(path, LONGEST_LINE)):
        rows.load()
        yield quad


def _read_page(path: Path, rows: Rows) -> Iterator[QuadText]:
    page = _Page()
    try:
        page.feed(read_document(path, LONGEST_LINE).decode("utf-8", "replace"))
        page.close()
    except (AssertionError, ValueError) as error:
        # The parser stops at declarations that no page should have; the blocks before them are there.
        rows.leave(page.getpos()[0], f"not HTML from here on: {error}")
    if not page.blocks:
        rows.leave(1, "no block of application/ld+json in the page")
    for number, (line, text) in enumerate(page.blocks):
        try:
            quads = list(read_rdf(path, "jsonld", contexts=CONTEXTS, data=_clean(text)))
        except (DataError, ValueError) as error:
            problems = error.problems if isinstance(error, DataError) else ()
            first = problems[0] if problems else None
            rows.leave(line + (first.line - 1 if first else 0), first.message if first else str(error))
            continue
        for g, s, p, o in quads:
            rows.load()
            yield _apart(g, number), _apart(s, number), p, _apart(o, number)


def _apart(term: str, number: int) -> str:
    """Return a term of one of several blocks; blank nodes of two blocks are two."""
    return f"{term}b{number}" if number and term.startswith("_") else term


def _clean(text: str) -> bytes:
    """Return a block as JSON: pages wrap it in comments or CDATA, and let texts run over lines."""
    text = text.strip()
    for start, end in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")):
        if text.startswith(start) and text.endswith(end):
            text = " " * len(start) + text[len(start) : -len(end)]
    try:
        json.loads(text)
    except ValueError:
        try:
            return json.dumps(json.loads(text, strict=False)).encode()
        except ValueError:
            pass
    return text.encode("utf-8", "replace")


class _Page(HTMLParser):
    """Finds the blocks of JSON-LD of a page, with their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block."""
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        self._inside = tag == "script" and kind == "application/ld+json"
        if self._inside:
            self.blocks.append((self.getpos()[0], ""))

    def handle_data(self, data: str) -> None:
        """Add to the block."""
        if self._inside:
            line, text = self.blocks[-1]
            if not text.strip():
                line = self.getpos()[0] + len(data[: len(data) - len(data.lstrip())].splitlines()[1:])
                line += data[: len(data) - len(data.lstrip())].endswith("\n")
            self.blocks[-1] = line, text + data

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if tag == "script":
            self._inside = False
