"""The explorer's addresses: each reads its request and leaves the rest to a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from showgraph.serve.answering import Answer, Kitchen, kitchen_of
from showgraph.serve.explorer import connections, finding, query_pages
from showgraph.serve.explorer.pages import read_static, render
from showgraph.serve.protocol import read_pairs
from showgraph.serve.refusals import RequestError

if TYPE_CHECKING:
    from starlette.requests import Request

    from showgraph.knowledge_graph import KnowledgeGraph

_FOR_GOOD = "public, max-age=31536000, immutable"


async def _answer(request: Request, make: Callable[[KnowledgeGraph], Answer]) -> Response:
    """Return a page, told apart from others by the whole of its address."""
    kitchen: Kitchen = kitchen_of(request)
    return await kitchen.answer(request, ("page", str(request.url)), lambda: make(kitchen.kg))


async def home(request: Request) -> Response:
    """Show the first page."""
    return await _answer(request, finding.show_home)


async def search(request: Request) -> Response:
    """Find a thing or answer a question."""
    text = finding.check_question(request.query_params.get("q", ""))
    return await _answer(request, lambda kg: finding.search(kg, text))


async def ask(request: Request) -> Response:
    """Answer a question."""
    text = finding.check_question(request.query_params.get("q", ""))
    chosen = request.query_params.get("reading", "")
    if chosen and not chosen.isdecimal():
        raise RequestError(400, "reading is the number of a reading")
    return await _answer(request, lambda kg: finding.answer_question(kg, text, int(chosen) if chosen else None))


async def suggest(request: Request) -> Response:
    """Complete what is being typed."""
    text = finding.check_question(request.query_params.get("q", ""))
    questions = request.query_params.get("of") == "questions"
    return await _answer(request, lambda kg: finding.suggest(kg, text, questions=questions))


async def path(request: Request) -> Response:
    """Tell how two people are connected."""
    one, two = (finding.check_question(request.query_params.get(name, "")) for name in ("from", "to"))
    return await _answer(request, lambda kg: connections.show_path(kg, one, two))


async def picture(request: Request) -> Response:
    """Show the picture of a thing."""
    iri = request.query_params.get("of", "")
    opened = request.query_params.getlist("open")
    return await _answer(request, lambda kg: connections.show_picture(kg, iri, opened))


async def neighbours(request: Request) -> Response:
    """Tell what is next to a thing."""
    iri = request.query_params.get("of", "")
    return await _answer(request, lambda kg: connections.list_next(kg, iri))


async def queries(request: Request) -> Response:
    """List the catalogue."""
    return await _answer(request, lambda kg: query_pages.list_queries())


async def query(request: Request) -> Response:
    """Show a query of the catalogue."""
    name = str(request.path_params["name"])
    pairs = read_pairs(request.scope["query_string"])
    return await _answer(request, lambda kg: query_pages.show_named(kg, name, pairs))


async def api(request: Request) -> Response:
    """Show what programs may ask."""
    place = str(request.base_url)
    return await _answer(
        request, lambda kg: render("api.html.jinja", q="", place=place, queries=query_pages.catalogue())
    )


async def static(request: Request) -> Response:
    """Send a static file."""
    found = read_static(str(request.path_params["name"]))
    if found is None:
        raise RequestError(404, f"there is nothing at {request.url.path}")
    return Response(found[0], headers={"content-type": found[1], "cache-control": _FOR_GOOD})


ROUTES = [
    Route("/", home),
    Route("/search", search),
    Route("/ask", ask),
    Route("/suggest", suggest),
    Route("/path", path),
    Route("/picture", picture),
    Route("/neighbours", neighbours),
    Route("/queries", queries),
    Route("/queries/{name}", query),
    Route("/api", api),
    Route("/static/{name}", static),
]
