"""The address of an endpoint: which are taken, and where an answer may lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from showgraph.errors import EndpointError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Address:
    """Where an endpoint is: ``target`` is its path with what it always asks for, such as a default graph."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"

    @property
    def authority(self) -> str:
        """The host as a request names it."""
        return str(self).split("/", 3)[2]


def is_address(text: str) -> bool:
    """Tell whether a text is an address and not a folder.

    >>> is_address("https://example.org/sparql"), is_address("my.graph"), is_address("ftp://example.org/")
    (True, False, True)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def read_address(text: str) -> Address:
    """Return the endpoint that an address names.

    >>> str(read_address("HTTP://127.0.0.1:8000/sparql"))
    'http://127.0.0.1:8000/sparql'

    Raises:
        EndpointError: it is no http or https address, or has a password in it.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError as error:
        raise EndpointError(f"{text!r} is not the address of an endpoint: {error}") from error
    if parts.scheme not in _PORTS:
        raise EndpointError(f"{parts.scheme}:// is not asked, only http:// and https:// are; give the endpoint's own")
    if parts.username is not None or parts.password is not None:
        raise EndpointError(f"leave the user name and password out of the address of {host}; none is sent")
    if not host or re.search(r"[\s\x00-\x20\x7f]", text.strip()):
        raise EndpointError(f"{text!r} is not the address of an endpoint; give one such as https://example.org/sparql")
    path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
    return Address(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path)


def _quoted(text: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in text
    )


def follow(address: Address, location: str) -> Address:
    """Return where an answer leads from an address.

    Raises:
        EndpointError: it leads to another host or port, or from https to http.
    """
    goal = read_address(urljoin(str(address), location))
    safer = (address.scheme, goal.scheme) == ("http", "https") and (address.port, goal.port) == (80, 443)
    if goal.host != address.host or not (safer or (goal.scheme, goal.port) == (address.scheme, address.port)):
        shown = str(goal).partition("?")[0]
        raise EndpointError(
            f"{address} leads elsewhere, to {shown}, which is not followed; give that address if you mean it"
        )
    return goal
