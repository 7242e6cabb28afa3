"""The text of a query as far as asking an endpoint needs it: its form, its values, its pages. Nothing is parsed.

An endpoint may know more than SPARQL 1.1, so whether a query is right is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from showgraph.ask.shown import write_term
from showgraph.errors import QueryError, RefusalError
from showgraph.store.terms import BlankNode, Term

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<word>\w+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_CLAUSES = (*_FORMS, "WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass(frozen=True)
class Piece:
    """One token: ``clause`` is what it stands in; ``depth`` counts braces, ``nested`` parentheses inside them."""

    kind: str
    text: str
    start: int
    clause: str
    depth: int
    nested: int
    last: str


class QueryText:
    """A query's text, its tokens read once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def pieces(self) -> list[Piece]:
        """The tokens without what stands between them."""
        return list(_read_pieces(self.text))

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE.

        Raises:
            RefusalError: it changes a graph.
            QueryError: it is none of these.
        """
        for piece in self.pieces:
            word = piece.text.upper() if piece.kind == "word" else ""
            if word in _FORMS:
                return word
            if word in _UPDATES:
                raise RefusalError(
                    f"{word} changes a graph; an endpoint is only asked SELECT, ASK, CONSTRUCT or DESCRIBE"
                )
        raise QueryError("the text has no SELECT, ASK, CONSTRUCT or DESCRIBE, so it is no query; write one")

    @property
    def bounded(self) -> bool:
        """Whether the query itself says how many rows it wants."""
        return any(piece.depth == 0 and piece.clause in ("LIMIT", "OFFSET") for piece in self.pieces)

    def with_terms(self, bindings: Mapping[str, Term]) -> str:
        r"""Return the text with variables' terms in their places, as if they were bound before all else.

        >>> from showgraph.store.terms import Literal
        >>> QueryText('SELECT ?s { ?s ?p ?name . ?s ?q "?name" }').with_terms({"name": Literal('"}')})
        'SELECT ?s { ?s ?p "\\"}" . ?s ?q "?name" }'

        Raises:
            QueryError: a term has no text, or the query gives the variable a value itself.
        """
        if not bindings:
            return self.text
        select = self.form == "SELECT"
        parts, end = [], 0
        shown: dict[str, None] = {}
        star = any(p.text == "*" and p.clause == "SELECT" and p.depth == p.nested == 0 for p in self.pieces)
        for piece in self.pieces:
            name = piece.text[1:]
            if piece.kind != "variable" or name not in bindings:
                continue
            if piece.last in ("AS", "VALUES") or (piece.clause == "VALUES" and piece.nested):
                raise QueryError(f"?{name} gets a value in the query and one from outside; call one of them otherwise")
            if piece.clause in ("pattern", "DESCRIBE") or piece.nested:
                parts += [self.text[end : piece.start], _write(name, bindings[name])]
                end = piece.start + len(piece.text)
            elif piece.clause == "SELECT" and piece.depth == 0:
                shown[name] = None
        text = "".join([*parts, self.text[end:]])
        if star:
            shown = {piece.text[1:]: None for piece in self.pieces if piece.text[1:] in bindings}
        if select and shown:
            names, terms = (
                " ".join(each) for each in (["?" + n for n in shown], [_write(n, bindings[n]) for n in shown])
            )
            text += f"\nVALUES ({names}) {{ ({terms}) }}"
        return text

    def page(self, columns: Sequence[str], size: int, start: int) -> str:
        """Return the query of one page: ``size`` rows from ``start`` on, in an order that holds from page to page.

        The query's own order comes first; where it leaves rows equal, all columns tell them apart.
        """
        ordered = any(piece.depth == 0 and piece.clause == "ORDER" for piece in self.pieces)
        values = next((piece.start for piece in self.pieces if piece.depth == 0 and piece.clause == "VALUES"), None)
        head, tail = (self.text, "") if values is None else (self.text[:values], "\n" + self.text[values:])
        by = " ".join("?" + column for column in columns)
        order = f" {by}" if ordered else f" ORDER BY {by}" if by else ""
        return f"{head}\n{order.strip()} LIMIT {size} OFFSET {start}{tail}"


def _write(name: str, term: Term) -> str:
    if isinstance(term, BlankNode):
        raise QueryError(f"?{name} is a blank node, which an endpoint can't be asked about; use an identifier")
    return write_term(term)


def _read_pieces(text: str) -> Iterator[Piece]:
    """Yield the tokens with where each stands; a nested query's clauses are told like the outer one's."""
    clauses, nested, last = [""], [0], ""
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match.group()
        if kind == "space":
            continue
        mark = token if kind == "mark" else ""
        word = token.upper() if kind == "word" else ""
        if mark == "}" and len(clauses) > 1:
            clauses.pop(), nested.pop()
        if word in _CLAUSES and not nested[-1] and _begins(word, clauses[-1]):
            clauses[-1] = word
        yield Piece(kind, token, match.start(), clauses[-1], len(clauses) - 1, nested[-1], last)
        if mark == "{":
            clauses.append("data" if clauses[-1] == "VALUES" else "pattern")
            nested.append(0)
        elif mark == "}" and clauses[-1] == "VALUES":
            clauses[-1] = "pattern" if len(clauses) > 1 else ""
        nested[-1] += (mark == "(") - (mark == ")")
        last = word or token


def _begins(word: str, clause: str) -> bool:
    """Tell whether a word begins a clause inside another."""
    return word in ("SELECT", "VALUES") if clause == "pattern" else clause != "data"
