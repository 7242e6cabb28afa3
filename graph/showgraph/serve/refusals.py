"""What a request can't have, and how the answer says so: a status, a name and one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from showgraph.errors import (
    AmbiguousNameError,
    GraphError,
    LimitError,
    QueryError,
    RefusalError,
    ShowgraphError,
    UnknownNameError,
    UnknownQueryError,
)

RETRY_AFTER = 2
"""In how many seconds a request that was turned away may come again."""


class RequestError(ShowgraphError):
    """A request that can't be answered as it is; ``status`` and ``headers`` are those of the answer."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(message)


class OverloadError(RequestError):
    """As much is being done as is allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(
            503, f"{most} requests are being worked on, which is the limit; ask again", Retry_After=str(RETRY_AFTER)
        )


@dataclass(frozen=True)
class Refusal:
    """An error as a client gets it."""

    status: int
    name: str
    message: str
    choices: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def refuse(error: ShowgraphError) -> Refusal:
    """Return how an error is answered, in the words of the SPARQL protocol for queries."""
    message = str(error).splitlines()[0]
    match error:
        case RequestError():
            return Refusal(error.status, _NAMES.get(error.status, "Refused"), message, (), error.headers)
        case AmbiguousNameError():
            return Refusal(409, "AmbiguousName", f"{error.name!r} fits {len(error.choices)} things", error.choices)
        case UnknownNameError():
            return Refusal(404, "UnknownName", message, error.nearest)
        case UnknownQueryError():
            return Refusal(404, "UnknownQuery", message)
        case GraphError():
            return Refusal(503, "Ending", message, (), {"Retry-After": str(RETRY_AFTER)})
        case LimitError() | RefusalError():
            return Refusal(500, "QueryRequestRefused", message)
        case QueryError():
            return Refusal(400, "MalformedQuery", message)
    return Refusal(400, "BadRequest", message)


_NAMES = {
    400: "BadRequest",
    403: "UpdateRefused",
    404: "NotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    408: "TooSlow",
    413: "TooLarge",
    414: "TooLarge",
    415: "UnsupportedMediaType",
    503: "Overloaded",
}
