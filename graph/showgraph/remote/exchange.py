"""One request and its answer, within a time that holds whatever the other side does, and within a size."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from showgraph.errors import EndpointError, LimitError
from showgraph.remote.address import Address

MOST_BYTES = 64 * 1024 * 1024
"""How large the answers to one query may be together."""
_PIECE = 64 * 1024


@dataclass
class Budget:
    """What is left for one query, however many requests it takes."""

    seconds: float | None
    bytes: int = MOST_BYTES
    _started: float = field(default_factory=monotonic)

    @property
    def left(self) -> float | None:
        """The seconds that are left; None without a limit."""
        return None if self.seconds is None else max(self.seconds - (monotonic() - self._started), 0.0)

    def late(self, address: Address) -> LimitError:
        """Return the error of a query that took too long."""
        return LimitError(
            f"{address} did not answer within {self.seconds:g} seconds; ask for less, or give it more with --timeout"
        )


@dataclass(frozen=True)
class Reply:
    """What an endpoint answered."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def exchange(
    address: Address, method: str, target: str, headers: Mapping[str, str], body: bytes | None, budget: Budget
) -> Reply:
    """Send one request and return the answer.

    The whole runs beside the caller, who waits no longer than the budget allows: looking a host up, connecting, and
    reading an answer that comes a byte at a time can't hold it.

    Raises:
        LimitError: it took too long, or the answer is too large.
        EndpointError: the endpoint can't be reached, or broke off.
    """
    call = _Call(address, method, target, headers, body, budget.bytes)
    thread = threading.Thread(target=call.run, name="endpoint", daemon=True)
    thread.start()
    try:
        thread.join(budget.left)
        if thread.is_alive():
            raise budget.late(address)
    finally:
        call.stop()
    if isinstance(call.error, TimeoutError):
        raise budget.late(address)
    if call.error is not None:
        raise _explain(address, call.error) from call.error
    assert call.reply is not None
    budget.bytes -= len(call.reply.body)
    return call.reply


class _Call:
    """One request on a thread of its own; ``stop`` ends it from outside."""

    def __init__(
        self, address: Address, method: str, target: str, headers: Mapping[str, str], body: bytes | None, most: int
    ) -> None:
        self.address, self.method, self.target = address, method, target
        self.headers, self.body, self.most = headers, body, most
        self.reply: Reply | None = None
        self.error: Exception | None = None
        self._socket: socket.socket | None = None
        self._stopped = False

    def run(self) -> None:
        """Ask, and keep the answer or the error."""
        connection: http.client.HTTPConnection | None = None
        try:
            connection = self._connect()
            connection.request(self.method, self.target, body=self.body, headers=dict(self.headers))
            with connection.getresponse() as response:
                self.reply = self._read(response)
        except Exception as error:
            self.error = error
        finally:
            if connection is not None:
                connection.close()

    def stop(self) -> None:
        """Break the connection off where it still stands."""
        self._stopped = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if self.address.scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, context=ssl.create_default_context()
            )
        else:
            connection = http.client.HTTPConnection(host, port)
        connection.connect()
        self._socket = connection.sock
        if self._stopped:
            connection.close()
            raise TimeoutError
        return connection

    def _read(self, response: http.client.HTTPResponse) -> Reply:
        headers = {name.lower(): value for name, value in response.getheaders()}
        most = self.most if response.status < 300 else min(self.most, _PIECE)
        parts: list[bytes] = []
        size = 0
        while piece := response.read(_PIECE):
            size += len(piece)
            if size > most and response.status < 300:
                raise LimitError(
                    f"{self.address} answers with more than may be read, {MOST_BYTES // 1024**2} MB for one query; "
                    "ask for less, or add a LIMIT"
                )
            parts.append(piece)
            if size > most:
                break
        if response.length and size <= most:
            raise http.client.IncompleteRead(b"", response.length)
        return Reply(response.status, response.reason, headers, b"".join(parts))


def _explain(address: Address, error: Exception) -> Exception:
    """Return an error of the network as one sentence."""
    match error:
        case LimitError() | EndpointError():
            return error
        case socket.gaierror():
            return EndpointError(f"no host is called {address.host!r}, or no network is there; check the address")
        case ConnectionRefusedError():
            return EndpointError(f"nothing listens at {address.scheme}://{address.authority}; is the endpoint running?")
        case ssl.SSLCertVerificationError():
            return EndpointError(f"{address} doesn't prove that it is {address.host}: {error.verify_message}")
        case ssl.SSLError():
            return EndpointError(f"{address} doesn't speak https; does its address begin with http://?")
        case http.client.IncompleteRead() | http.client.RemoteDisconnected() | ConnectionError():
            return EndpointError(f"{address} broke off before its answer was whole; ask again, or ask for less")
        case http.client.HTTPException() | ValueError():
            return EndpointError(f"{address} doesn't answer as a web server does; is that the endpoint's address?")
        case OSError():
            return EndpointError(f"{address} can't be reached: {error.strerror or error}")
    return error
