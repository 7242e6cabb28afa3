"""How every answer leaves: made in a worker thread, kept while small, streamed when large, known by the graph's tag."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

from showgraph.serve.gate import Gate
from showgraph.serve.metrics import Metrics
from showgraph.serve.refusals import OverloadError
from showgraph.serve.settings import Settings
from showgraph.version import VERSION

if TYPE_CHECKING:
    from starlette.requests import Request

    from showgraph.knowledge_graph import KnowledgeGraph

_PIECE = 65_536
_KEEP = 262_144
Kept = tuple[int, Mapping[str, str], bytes]


@dataclass
class Answer:
    """An answer as its maker gives it: ``first`` is all of it unless there is a ``rest``.

    ``lasting`` says that the same request has the same answer as long as the graph is the same.
    """

    content_type: str
    first: bytes
    rest: Iterator[bytes] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    lasting: bool = True

    @classmethod
    def of(cls, content_type: str, texts: Iterable[str], *, lasting: bool = True) -> Answer:
        """Return the answer that some texts make up; they are read until it is whole or known to be large."""
        pieces = _in_pieces(texts)
        first = next(pieces, b"")
        second = next(pieces, None)
        if second is None:
            return cls(content_type, first, lasting=lasting)
        return cls(content_type, first + second, pieces, lasting=lasting)


def _in_pieces(texts: Iterable[str]) -> Iterator[bytes]:
    gathered: list[str] = []
    size = 0
    for text in texts:
        gathered.append(text)
        size += len(text)
        if size >= _PIECE:
            # A text of the graph may hold half of a surrogate pair, which has no bytes.
            yield "".join(gathered).encode("utf-8", "replace")
            gathered, size = [], 0
    if gathered:
        yield "".join(gathered).encode("utf-8", "replace")


class Kitchen:
    """Makes answers: what the requests of one server share."""

    def __init__(self, kg: KnowledgeGraph, settings: Settings, metrics: Metrics) -> None:
        self.kg = kg
        self.settings = settings
        self.metrics = metrics
        self.gate = Gate(settings.concurrency)
        self.large = 0
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._size = 0

    async def answer(self, request: Request, key: tuple[str, ...], make: Callable[[], Answer]) -> Response:
        """Return what ``make`` makes, run in a worker thread, unless it is kept or the client has it.

        ``key`` tells requests apart that have different answers, but for their Accept header.

        Raises:
            OverloadError: too much is being done, or too many large answers are on their way.
        """
        accept = request.headers.get("accept", "")
        tag = self.tag(accept)
        if request.method in ("GET", "HEAD") and tag in _tags(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers={"etag": tag, **_ALWAYS})
        place = (*key, accept)
        if (kept := self._kept.get(place)) is not None:
            self._kept.move_to_end(place)
            self.metrics.kept += 1
            status, headers, body = kept
            return Response(body, status, headers)
        made = await self.gate.run(make)
        headers = {"content-type": made.content_type, **_ALWAYS, **made.headers}
        if made.lasting and request.method in ("GET", "HEAD"):
            headers["etag"] = tag
        if made.rest is not None:
            return self._stream(made, made.rest, headers)
        if made.lasting:
            self._keep(place, (made.status, headers, made.first))
        return Response(made.first, made.status, headers)

    def tag(self, accept: str) -> str:
        """Return the tag of every answer to a client that accepts this: it changes with graph, program and form."""
        text = f"{self.kg.store.manifest.fingerprint} {VERSION} {accept}"
        return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'

    def _stream(self, made: Answer, rest: Iterator[bytes], headers: Mapping[str, str]) -> Response:
        if self.large >= self.settings.answers:
            self.gate.refused += 1
            raise OverloadError(self.settings.answers)
        return StreamingResponse(self._send(made.first, rest), made.status, headers)

    async def _send(self, first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
        """Yield the pieces of a large answer; each is made when the client has taken the one before."""
        self.large += 1
        try:
            yield first
            async for piece in iterate_in_threadpool(rest):
                yield piece
        finally:
            self.large -= 1

    def _keep(self, place: tuple[str, ...], kept: Kept) -> None:
        size = len(kept[2]) + sum(map(len, place)) + 1_000
        if size > min(_KEEP, self.settings.kept):
            return
        self._kept[place] = kept
        self._size += size
        while self._size > self.settings.kept:
            old, (_, _, body) = self._kept.popitem(last=False)
            self._size -= len(body) + sum(map(len, old)) + 1_000


def kitchen_of(request: Request) -> Kitchen:
    """Return what the requests of a server share."""
    kitchen = request.app.state.kitchen
    assert isinstance(kitchen, Kitchen)
    return kitchen


_ALWAYS = {"cache-control": "no-cache", "vary": "Accept"}


def _tags(header: str) -> set[str]:
    """Return the tags of an If-None-Match header as weak ones: an answer and its compressed form share one."""
    found = (part.strip() for part in header.split(","))
    return {tag if tag.startswith("W/") else f"W/{tag}" for tag in found if tag}
