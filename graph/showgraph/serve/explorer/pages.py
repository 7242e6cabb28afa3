"""Templates to pages: every text is escaped, every link leads to this server or is plain http, nothing runs inline."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from showgraph.draw.style import style_of
from showgraph.model import KINDS, Entity
from showgraph.serve.addresses import address_of, with_parameters
from showgraph.serve.answering import Answer
from showgraph.serve.refusals import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

    from showgraph.names import Hit

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
CONTENT_TYPE = "text/html; charset=utf-8"


@cache
def environment() -> Environment:
    """Return the environment of the templates."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["data"] = as_data
    made.filters["outside"] = outside
    made.filters["apart"] = tell_apart
    made.globals.update(address_of=address_of, address=with_parameters, static=static_address, kind=describe_kind)
    made.tests["entity"] = lambda value: isinstance(value, Entity)
    return made


def render(template: str, **values: object) -> Answer:
    """Return the page that a template makes of some values."""
    return Answer.of(CONTENT_TYPE, [environment().get_template(template).render(values)])


def render_refusal(request: Request, refusal: Refusal) -> str:
    """Return the page that says what went wrong."""
    return environment().get_template("refusal.html.jinja").render(refusal=refusal, path=request.url.path, q="")


def as_data(value: object) -> Markup:
    r"""Return JSON that may stand in a script element: nothing in it ends the element or begins markup.

    >>> as_data({"a": "</script>&"})
    Markup('{"a": "\\u003c/script\\u003e\\u0026"}')
    """
    text = json.dumps(value, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def outside(iri: str) -> str:
    """Return an address outside of this server if a link may lead there, else nothing.

    >>> outside("https://www.imdb.com/title/tt1/"), outside("javascript:alert(1)")
    ('https://www.imdb.com/title/tt1/', '')
    """
    return iri if iri.startswith(("https://", "http://")) else ""


def tell_apart(thing: Hit) -> str:
    """Return what tells a thing from others of its name, without the kind: the page shows that beside it."""
    return thing.about.removeprefix(KINDS[thing.kind].noun).removeprefix(", ")


@cache
def describe_kind(key: str) -> Mapping[str, str]:
    """Return the word for a kind and the name of its look."""
    known = key if key in KINDS else "thing"
    return {"noun": KINDS[known].noun, "plural": KINDS[known].plural, "look": style_of(known).kind}


@cache
def read_static(name: str) -> tuple[bytes, str] | None:
    """Return a static file and its type, None where there is none of that name."""
    known = {path.name: path for path in STATIC.iterdir() if path.is_file()}
    if name not in known:
        return None
    media = mimetypes.guess_type(name)[0] or "application/octet-stream"
    content_type = f"{media}; charset=utf-8" if media.startswith("text/") or media.endswith("+xml") else media
    return known[name].read_bytes(), content_type


@cache
def static_address(name: str) -> str:
    """Return the address of a static file, which changes with what is in it."""
    found = read_static(name)
    assert found is not None, name
    return f"/static/{name}?v={hashlib.sha256(found[0]).hexdigest()[:12]}"
