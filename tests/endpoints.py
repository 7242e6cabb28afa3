"""Endpoints for tests: one around another engine, and one that misbehaves as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import pyoxigraph


@dataclass
class Asked:
    """One request as it came: ``path`` with its query, ``query`` the SPARQL text in it."""

    method: str
    path: str
    headers: dict[str, str]
    query: str


Answer = Callable[["Handler", Asked], None]


@dataclass
class Fake:
    """A server in this process; ``asked`` are the requests it got, in order."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


class Handler(BaseHTTPRequestHandler):
    """Reads a request and hands it to what answers."""

    answer: Answer
    fake: Fake

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self._hand("GET", query.get("query", [""])[0])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._hand("POST", parse_qs(body).get("query", [""])[0])

    def _hand(self, method: str, query: str) -> None:
        asked = Asked(method, self.path, {name.lower(): value for name, value in self.headers.items()}, query)
        self.fake.asked.append(asked)
        try:
            type(self).answer(self, asked)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def reply(self, body: bytes | str, media: str = "", status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", media or "application/sparql-results+json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(answer: Answer) -> Iterator[Fake]:
    """Serve what ``answer`` answers until the block ends."""
    fake = Fake(0)
    handler = type("Bound", (Handler,), {"answer": staticmethod(answer), "fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    fake.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)


def over_oxigraph(store: pyoxigraph.Store, most_rows: int = 0) -> Answer:
    """Return what answers from another engine, in XML where a query asks it to; ``most_rows`` cuts answers off."""
    import pyoxigraph as ox

    def answer(handler: Handler, asked: Asked) -> None:
        try:
            found = store.query(asked.query)
        except SyntaxError as error:
            return handler.reply(str(error), "text/plain; charset=utf-8", 400)
        if isinstance(found, ox.QueryTriples):
            data = found.serialize(format=ox.RdfFormat.N_TRIPLES)
            assert data is not None
            return handler.reply(data, "application/n-triples")
        data = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert data is not None
        if most_rows:
            data = cut(data, most_rows)
        return handler.reply(data)

    return answer


def cut(data: bytes, most: int) -> bytes:
    """Return results in JSON with the first rows alone, as endpoints that bound them answer."""
    import json

    found = json.loads(data)
    if "results" in found:
        found["results"]["bindings"] = found["results"]["bindings"][:most]
    return json.dumps(found).encode()
