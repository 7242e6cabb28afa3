"""Asking an endpoint: how a query is sent, what an error says, and long answers page by page."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from showgraph.errors import EndpointError, LimitError
from showgraph.remote.address import Address, follow, read_address
from showgraph.remote.exchange import MOST_BYTES, Budget, Reply, exchange
from showgraph.remote.query_text import QueryText
from showgraph.remote.replies import GRAPH_WANTED, ROWS_WANTED, Table, read_graph, read_table
from showgraph.remote.results import RemoteResult
from showgraph.store.terms import Term
from showgraph.version import VERSION

_SHORT = 1_500
"""Up to so many characters a whole address is sent with GET, which servers between may keep."""
_MOST_HOPS, _MOST_WORDS = 4, 200
_CAPS = 500
"""Endpoints that cut answers off cut them at a multiple of this many rows."""
_FORM = "application/x-www-form-urlencoded"


class Endpoint:
    """A SPARQL 1.1 endpoint.

    ``seconds`` is the time that one query may take, ``most`` the bytes of its answers, all its requests together.
    """

    def __init__(self, address: str, seconds: float | None = 60.0, most: int = MOST_BYTES) -> None:
        self.address = read_address(address)
        self.seconds, self.most = seconds, most

    def __str__(self) -> str:
        return str(self.address).partition("?")[0]

    def query(
        self, text: str, bindings: Mapping[str, Term] | None = None, seconds: float | None = None
    ) -> RemoteResult:
        """Answer a query; ``bindings`` are terms of variables, written into the text as terms.

        Raises:
            EndpointError: the endpoint can't be reached, refuses, or answers what can't be read.
            LimitError: it took too long, or the answer is too large.
        """
        query = QueryText(QueryText(text).with_terms(bindings or {}))
        form = query.form
        budget = Budget(self.seconds if seconds is None else seconds, self.most)
        if form in ("CONSTRUCT", "DESCRIBE"):
            triples = read_graph(self._send(query.text, GRAPH_WANTED, budget), str(self))
            return RemoteResult(query.text, form, str(self), triples=triples)
        reply = self._send(query.text, ROWS_WANTED, budget)
        table = read_table(reply, str(self))
        if (table.boolean is None) == (form == "ASK"):
            raise EndpointError(f"{self} answers {form} with something else; is that a SPARQL 1.1 endpoint?")
        if form == "SELECT" and not query.bounded and _may_be_cut(reply, table):
            table = self._read_pages(query, table, budget)
        return RemoteResult(query.text, form, str(self), table)

    def _read_pages(self, query: QueryText, first: Table, budget: Budget) -> Table:
        """Return all rows of a query whose answer may have been cut off.

        Only when a page behind the first has rows was it cut; then the first is read again too, in the pages' order.
        """
        size = len(first.rows)
        rest = self._read_page(query, first, size, budget)
        if not rest.rows:
            return first
        rows = [*self._read_page(query, first, 0, budget).rows, *rest.rows]
        while len(rest.rows) == size:
            rest = self._read_page(query, first, len(rows), budget)
            rows += rest.rows
        return Table(first.columns, tuple(rows))

    def _read_page(self, query: QueryText, first: Table, start: int, budget: Budget) -> Table:
        reply = self._send(query.page(first.columns, len(first.rows), start), ROWS_WANTED, budget)
        table = read_table(reply, str(self))
        if table.columns != first.columns:
            raise EndpointError(f"{self} answers pages of one query with other columns; add a LIMIT to take one page")
        return table

    def _send(self, text: str, wanted: str, budget: Budget) -> Reply:
        """Send a query, with GET when it is short, and return an answer that is none of an error."""
        headers = {"Accept": wanted, "Accept-Encoding": "identity", "User-Agent": f"showgraph/{VERSION}"}
        form = urlencode({"query": text})
        address, method = self.address, "GET" if len(form) + len(self.address.target) <= _SHORT else "POST"
        tried = {method}
        for _ in range(_MOST_HOPS):
            reply = _exchange(address, method, form, headers, budget)
            if reply.status in (301, 302, 303, 307, 308) and reply.headers.get("location"):
                address = self._follow(address, reply.headers["location"], form)
            elif reply.status in (405, 414, 501) and len(tried) == 1:
                method = "POST" if method == "GET" else "GET"
                tried.add(method)
            else:
                return self._accept(reply, text)
        raise EndpointError(f"{self} leads from one address to the next without end; check the address")

    def _follow(self, address: Address, location: str, form: str) -> Address:
        """Return where to ask next, without the query that a server may have copied there."""
        goal = follow(address, location)
        path, _, query = goal.target.partition("?")
        kept = "&".join(part for part in query.split("&") if part and not part.startswith("query="))
        return Address(goal.scheme, goal.host, goal.port, f"{path}?{kept}" if kept else path)

    def _accept(self, reply: Reply, text: str) -> Reply:
        if reply.status == 206:
            raise LimitError(f"{self} answers only a part of it, so it is not taken; ask for less, or add a LIMIT")
        if reply.status != 200:
            raise EndpointError(self._explain(reply, text), reply.status)
        if reply.headers.get("content-encoding", "identity").lower() != "identity":
            raise EndpointError(
                f"{self} answers compressed although it was asked not to; ask it through another address"
            )
        return reply

    def _explain(self, reply: Reply, text: str) -> str:
        """Return an error as one sentence: what was asked, the status, the endpoint's own words, what to do."""
        asked = _shorten(text, 60)
        said = _words_of(reply)
        status = f"{reply.status} {_shorten(reply.reason, 40)}".strip()
        return f"{self}, asked {asked!r}, answers {status}{f': {said!r}' if said else ''}; {_advise(reply)}"


def _exchange(address: Address, method: str, form: str, headers: Mapping[str, str], budget: Budget) -> Reply:
    if method == "POST":
        return exchange(address, "POST", address.target, {**headers, "Content-Type": _FORM}, form.encode(), budget)
    between = "&" if "?" in address.target else "?"
    return exchange(address, "GET", address.target + between + form, headers, None, budget)


def _may_be_cut(reply: Reply, table: Table) -> bool:
    """Tell whether an answer may end before the rows do: endpoints seldom say so, but cut at round numbers."""
    most = reply.headers.get("x-sparql-maxrows", "")
    rows = len(table.rows)
    return rows > 0 and bool(table.columns) and (rows % _CAPS == 0 or most == str(rows))


def _words_of(reply: Reply) -> str:
    """Return what an error page says, as plain words without what would move a terminal's cursor."""
    text = reply.body.decode("utf-8", "replace")
    if "html" in reply.media or text.lstrip()[:1] == "<":
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]*>", " ", text)
        text = html.unescape(text)
    return _shorten(text, _MOST_WORDS)


def _shorten(text: str, most: int) -> str:
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _advise(reply: Reply) -> str:
    later = re.sub(r"[^\w ,:+-]", "", reply.headers.get("retry-after", ""))[:40]
    match reply.status:
        case 400:
            return "mend the query"
        case 401 | 403 | 407:
            return "it wants a login, which is never sent; use one that is open"
        case 404 | 410:
            return "check the address, which often ends in /sparql"
        case 413 | 414:
            return "shorten the query"
        case 408 | 504:
            return "ask for less"
        case 429 | 503:
            when = f" after {later} seconds" if later.isdigit() else f" after {later}" if later else " later"
            return f"ask again{when}"
        case status if status >= 500:
            return "ask for less, or ask again later"
    return "check the address"
