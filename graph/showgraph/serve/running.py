"""Running a server: a socket of its own, an announced address, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from showgraph.errors import ShowgraphError
from showgraph.serve.app import build_app
from showgraph.serve.settings import Settings

if TYPE_CHECKING:
    from types import FrameType

    from showgraph.knowledge_graph import KnowledgeGraph
    from showgraph.store import Store

_BACKLOG = 2048
_KEEP_ALIVE = 15
_AFTER_GRACE = 5


class Server(uvicorn.Server):
    """A server that ends at Ctrl-C or SIGTERM and then returns: being told to stop is no failure.

    Requests that are being answered get ``grace`` seconds; then their queries are stopped, and they say so.
    """

    def __init__(self, config: uvicorn.Config, store: Store, grace: float) -> None:
        super().__init__(config)
        self._stopper = threading.Timer(grace, store.stop)
        self._stopper.daemon = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        if not self.should_exit:
            self._stopper.start()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals while the server runs; in a thread of another program they are that program's."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        known = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            self._stopper.cancel()
            for number, handler in known.items():
                signal.signal(number, handler)


def open_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises:
        ShowgraphError: the address can't be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named by its protocol, because only then is what is written sent at once: waiting would cost 40 ms an answer.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        raise ShowgraphError(
            f"can't serve at {host}:{port}: {error.strerror or error}; choose another with --host and --port"
        ) from error
    return opened


def make_server(kg: KnowledgeGraph, settings: Settings) -> Server:
    """Return the server of a graph, to be run on a socket."""
    config = uvicorn.Config(
        build_app(kg, settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=round(settings.grace) + _AFTER_GRACE,
    )
    config.load()
    config.http_protocol_class = _make_patient(config.http_protocol_class, settings.patience)
    return Server(config, kg.store, settings.grace)


def _make_patient(protocol: type[asyncio.Protocol], patience: float) -> type[asyncio.Protocol]:
    """Return a protocol that lets a connection go over which no request comes."""

    class Patient(protocol):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self.loop.call_later(patience, self._let_go)

        def _let_go(self) -> None:
            if self.cycle is None:
                self.transport.abort()

    return Patient


def serve_graph(kg: KnowledgeGraph, host: str, port: int, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve a graph until Ctrl-C or SIGTERM; ``announce`` gets the address once connections are taken.

    Raises:
        ShowgraphError: the address can't be had.
    """
    server = make_server(kg, settings)
    listening = open_socket(host, port)
    name = f"[{host}]" if ":" in host else host
    announce(f"http://{name}:{listening.getsockname()[1]}/")
    with listening:
        server.run(sockets=[listening])
