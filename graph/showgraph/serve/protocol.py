"""The SPARQL 1.1 Protocol's requests: what a client asks, over which graphs, in which of the three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from showgraph.serve.refusals import RequestError

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 2_000
_QUERY, _DEFAULT, _NAMED = "query", "default-graph-uri", "named-graph-uri"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Operation:
    """A query operation; ``query`` is None where none was given. ``dataset`` takes the place of the query's own."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    view: str = ""

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The graphs that the request names, None where it names none."""
        return (self.default_graphs, self.named_graphs) if self.default_graphs or self.named_graphs else None


async def read_operation(request: Request) -> Operation:
    """Return the operation that a request asks for.

    Raises:
        RequestError: it is no query operation of the protocol.
    """
    pairs = read_pairs(request.scope["query_string"])
    query: list[str] = []
    if request.method == "POST":
        media, charset = _read_content_type(request.headers.get("content-type", ""))
        if media == "application/sparql-update":
            raise _refuse_update()
        if media not in (FORM, "application/sparql-query"):
            raise RequestError(415, f"a query is posted as {FORM} or application/sparql-query, not as {media!r}")
        if charset not in ("", "utf-8", "utf8"):
            raise RequestError(415, f"a query is posted in UTF-8, not in {charset}")
        body = await request.body()
        if media == FORM:
            pairs += read_pairs(body)
        else:
            query = [decode(body)]
    return _read_pairs(pairs, query)


def _read_pairs(pairs: Pairs, query: list[str]) -> Operation:
    if any(name in _UPDATES for name, _ in pairs):
        raise _refuse_update()
    query = [*query, *find_all(pairs, _QUERY)]
    if len(query) > 1:
        raise RequestError(400, f"a request asks one query; this one has {len(query)}")
    return Operation(
        query[0] if query else None,
        tuple(find_all(pairs, _DEFAULT)),
        tuple(find_all(pairs, _NAMED)),
        next(find_all(pairs, "format"), ""),
        next(find_all(pairs, "view"), ""),
    )


def _refuse_update() -> RequestError:
    return RequestError(403, "updates are refused: the graph is read-only; build it again instead")


def read_pairs(text: bytes) -> Pairs:
    """Return the names and values of a query string or a form.

    Raises:
        RequestError: they aren't UTF-8, or too many.
    """
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise RequestError(400, "the parameters are not UTF-8 written with percent signs") from None
    except ValueError:
        raise RequestError(400, f"the request has more than {_MOST_FIELDS} parameters") from None


def find_all(pairs: Pairs, name: str) -> Iterator[str]:
    """Return an iterator over the values of a name."""
    return iter([value for key, value in pairs if key == name])


def decode(body: bytes) -> str:
    """Return the text of a body.

    Raises:
        RequestError: it isn't UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the query is not UTF-8: byte {error.start + 1} fits no letter") from None


def _read_content_type(header: str) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in header.split(";"))
    found = dict(parameter.partition("=")[::2] for parameter in parameters)
    return media, found.get("charset", "").strip('"')
