"""Where on a server a thing of the graph lies, and which thing an address means."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from showgraph.model import ID


def address_of(iri: str, **parameters: str) -> str:
    """Return the address of a thing on this server.

    >>> address_of("https://w3id.org/showgraph/id/show/kingdom")
    '/id/show/kingdom'
    >>> address_of("https://www.imdb.com/title/tt6611916/")
    '/thing?iri=https%3A%2F%2Fwww.imdb.com%2Ftitle%2Ftt6611916%2F'
    """
    rest = iri.removeprefix(ID)
    parts = rest.split("/")
    if iri.startswith(ID) and rest and not any(part in ("", ".", "..") for part in parts):
        return f"/id/{quote(rest, safe='/')}" + (f"?{urlencode(parameters)}" if parameters else "")
    return with_parameters("/thing", iri=iri, **parameters)


def with_parameters(path: str, **parameters: str) -> str:
    """Return an address with parameters, those that are empty left out."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
