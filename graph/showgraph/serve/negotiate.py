"""Content negotiation: which of the forms that an answer can have a client likes best (RFC 9110, section 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from showgraph.serve.refusals import RequestError

HTML = "text/html"
_MOST_RANGES = 50


@dataclass(frozen=True)
class Form:
    """One form of an answer: its media type and the name of the writer; ``name`` also stands for it in ``?format=``."""

    media: str
    name: str

    @property
    def content_type(self) -> str:
        """The media type as it stands in the header."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


ROWS = (
    Form("application/sparql-results+json", "srj"),
    Form("application/sparql-results+xml", "srx"),
    Form("text/csv", "csv"),
    Form("text/tab-separated-values", "tsv"),
    Form("application/json", "srj"),
    Form("application/xml", "srx"),
    Form("text/xml", "srx"),
)
GRAPHS = (
    Form("text/turtle", "turtle"),
    Form("application/n-triples", "ntriples"),
    Form("application/ld+json", "jsonld"),
    Form("application/rdf+xml", "rdfxml"),
    Form("text/plain", "ntriples"),
    Form("application/json", "jsonld"),
    Form("application/xml", "rdfxml"),
    Form("text/xml", "rdfxml"),
)
PAGE = Form(HTML, "html")
# The standard has no such parameter; these are words that clients use.
_CALLED = {
    "json": ("srj", "jsonld"),
    "xml": ("srx", "rdfxml"),
    "rdf": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "json-ld": ("jsonld",),
    "ttl": ("turtle",),
    "n3": ("turtle",),
    "nt": ("ntriples",),
}


@lru_cache(1000)
def read_accept(header: str) -> tuple[tuple[str, str, float], ...]:
    """Return the ranges of an Accept header as (type, subtype, q); what can't be read is left out.

    >>> read_accept("text/turtle;q=0.5, */*;q=0.1")
    (('text', 'turtle', 0.5), ('*', '*', 0.1))
    """
    found = []
    for part in header.split(",")[:_MOST_RANGES]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = media.partition("/")
        if not slash or not kind or not subtype:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _read_quality(value.strip())
        found.append((kind, subtype, quality))
    return tuple(found)


def _read_quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0


def choose_form(accept: str, forms: Sequence[Form], wanted: str = "") -> Form:
    """Return the form that a client likes best; of equals the first. ``wanted``, a name in the address, comes first.

    >>> choose_form("text/csv;q=0.9, application/json;q=0.8", ROWS).name
    'csv'

    Raises:
        RequestError: it likes none of them.
    """
    for form in forms if wanted else ():
        if form.name in _CALLED.get(wanted.lower(), (wanted,)) or form.media == wanted:
            return form
    ranges = read_accept(accept)
    if not ranges:
        return forms[0]
    best = max(forms, key=lambda form: _like(form.media, ranges))
    if _like(best.media, ranges) <= 0:
        raise RequestError(406, f"the answer can't be any of {accept!r}; it can be {_list_media(forms)}")
    return best


def _like(media: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return how much a media type is liked: the most exact range that fits it counts."""
    kind, _, subtype = media.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        fitting = [quality for one, other, quality in ranges if (one, other) == wanted]
        if fitting:
            return max(fitting)
    return 0.0


def likes_pages(accept: str) -> bool:
    """Tell whether a client is a browser: it likes pages best.

    >>> likes_pages("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), likes_pages("*/*")
    (True, False)
    """
    ranges = read_accept(accept)
    return any((kind, subtype) == ("text", "html") and quality > 0 for kind, subtype, quality in ranges) and (
        choose_form(accept, (*ROWS[:4], *GRAPHS[:4], PAGE)) is PAGE
    )


def _list_media(forms: Sequence[Form]) -> str:
    return ", ".join(dict.fromkeys(form.media for form in forms))
