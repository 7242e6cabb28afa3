"""What stands before every room: time for slow clients, the size of requests, headers that keep pages closed."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from showgraph.serve.metrics import Metrics
from showgraph.serve.refusals import RequestError
from showgraph.serve.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Guards:
    """Counts requests, bounds their size and the time in which a client must move, and adds the closing headers."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most, patience = self.settings.request, self.settings.patience
        started, status, size, whole = monotonic(), 500, 0, False

        async def take() -> Message:
            nonlocal size, whole
            if whole:
                # What comes now is the client's leaving; waiting for that is no slowness.
                return await receive()
            try:
                async with asyncio.timeout(patience):
                    message = await receive()
            except TimeoutError:
                raise RequestError(408, f"nothing came for {patience:g} seconds", Connection="close") from None
            whole = not message.get("more_body", False)
            size += len(message.get("body", b""))
            if size > most:
                raise _too_large(most)
            return message

        async def give(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
            try:
                async with asyncio.timeout(patience):
                    await send(message)
            except TimeoutError:
                status = 499
                _hang_up(send)

        try:
            check_size(scope, most)
        except RequestError as error:
            await _say(give, error)
            return
        try:
            await self.app(scope, take, give)
        finally:
            self.metrics.count(scope["path"], status, monotonic() - started)


def _hang_up(send: Send) -> None:
    """Close the connection of a client that takes nothing: what waits for it would keep it open for good."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()


def _too_large(most: int) -> RequestError:
    return RequestError(413, f"a request may have {most:,} bytes", Connection="close")


def check_size(scope: Scope, most: int) -> None:
    """Raise RequestError when a request's address is too long, or when it says that its body will be."""
    if len(scope["query_string"]) > most:
        raise RequestError(414, f"an address may have {most:,} bytes", Connection="close")
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > most):
            raise _too_large(most)


async def _say(send: Send, error: RequestError) -> None:
    body = f"TooLarge: {error}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send(
        {"type": "http.response.start", "status": error.status, "headers": [*headers, (b"connection", b"close")]}
    )
    await send({"type": "http.response.body", "body": body})
