"""The ASGI application: which address leads to which room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from showgraph.errors import ShowgraphError
from showgraph.model import ID
from showgraph.serve.answering import Answer, Kitchen, kitchen_of
from showgraph.serve.api import answer_named, describe_api
from showgraph.serve.descriptions import DESCRIBED_WITH, describe_dataset, describe_service
from showgraph.serve.explorer.pages import CONTENT_TYPE, render_refusal
from showgraph.serve.explorer.query_pages import show_sparql
from showgraph.serve.explorer.rooms import ROUTES
from showgraph.serve.explorer.thing_pages import show_thing
from showgraph.serve.guards import Guards
from showgraph.serve.metrics import Metrics
from showgraph.serve.negotiate import GRAPHS, PAGE, choose_form, likes_pages
from showgraph.serve.protocol import read_operation, read_pairs
from showgraph.serve.refusals import Refusal, RequestError, refuse
from showgraph.serve.settings import Settings
from showgraph.serve.sparql import answer_query
from showgraph.serve.things import describe_iri
from showgraph.sparql.graph_formats import iterate_graph
from showgraph.store import Limits

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from showgraph.knowledge_graph import KnowledgeGraph

_DEFAULTS = Settings()


def build_app(kg: KnowledgeGraph, settings: Settings = _DEFAULTS) -> ASGIApp:
    """Return the application that serves a graph; the graph's limits become those of the settings."""
    metrics = Metrics()
    kg.limits = Limits(settings.seconds, settings.rows)
    routes = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/", sparql, methods=["GET", "POST"]),
        Route("/.well-known/void", void),
        Route("/api/{name}", named),
        Route("/openapi.json", openapi),
        Route("/id/{path:path}", own_thing),
        Route("/thing", any_thing),
        *ROUTES,
        Route("/health", health),
        Route("/metrics", tell_metrics),
    ]
    app = Starlette(routes=routes, exception_handlers={ShowgraphError: say, HTTPException: say_plain})
    app.state.kitchen = Kitchen(kg, settings, metrics)
    open_to_all = CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "Retry-After"],
    )
    return Guards(GZipMiddleware(open_to_all, minimum_size=1_000, compresslevel=5), settings, metrics)


async def sparql(request: Request) -> Response:
    """Answer the SPARQL protocol; without a query, describe the service."""
    operation = await read_operation(request)
    if request.method in ("GET", "HEAD") and not operation.format and likes_pages(request.headers.get("accept", "")):
        kitchen = kitchen_of(request)
        return await kitchen.answer(request, ("page", str(request.url)), lambda: show_sparql(kitchen, operation))
    if operation.query is not None:
        return await answer_query(kitchen_of(request), request, operation, operation.query)
    if request.method == "POST":
        raise RequestError(400, "a posted request needs a query")
    return await answer_graph(request, "service")


async def void(request: Request) -> Response:
    """Describe the graph."""
    return await answer_graph(request, "void")


async def answer_graph(request: Request, what: str) -> Response:
    """Answer with a description in the form of graphs that the client likes best."""
    kitchen, place = kitchen_of(request), str(request.base_url)
    wanted = request.query_params.get("format", "")

    def make() -> Answer:
        form = choose_form(request.headers.get("accept", ""), GRAPHS, wanted)
        store, endpoint = kitchen.kg.store, f"{place}sparql"
        described = describe_service(store, endpoint) if what == "service" else describe_dataset(store, place, endpoint)
        return Answer.of(form.content_type, iterate_graph(described, form.name, DESCRIBED_WITH))

    return await kitchen.answer(request, (what, place, wanted), make)


async def named(request: Request) -> Response:
    """Answer a query of the catalogue."""
    kitchen, name = kitchen_of(request), str(request.path_params["name"])
    pairs = read_pairs(request.scope["query_string"])
    key = ("api", name, *(part for pair in pairs for part in pair))
    return await kitchen.answer(request, key, lambda: answer_named(kitchen.kg, name, pairs))


async def openapi(request: Request) -> Response:
    """Describe the JSON API."""
    return JSONResponse(describe_api(str(request.base_url)))


async def own_thing(request: Request) -> Response:
    """Answer with a thing of our own identifiers."""
    return await answer_thing(request, ID + str(request.path_params["path"]))


async def any_thing(request: Request) -> Response:
    """Answer with any thing, named by its identifier."""
    iri = request.query_params.get("iri", "")
    if not iri:
        raise RequestError(400, "/thing needs the identifier of a thing, as in /thing?iri=…")
    return await answer_thing(request, iri)


async def answer_thing(request: Request, iri: str) -> Response:
    """Answer with what the graph says of a thing, in the form that the client likes best."""
    kitchen, place = kitchen_of(request), str(request.base_url)
    wanted = request.query_params.get("format", "")

    def make() -> Answer:
        form = choose_form(request.headers.get("accept", ""), (*GRAPHS, PAGE), wanted)
        return show_thing(kitchen.kg, iri, place) if form is PAGE else describe_iri(kitchen.kg, iri, form)

    return await kitchen.answer(request, ("thing", iri, wanted, place), make)


async def health(request: Request) -> Response:
    """Tell that the server is there."""
    kitchen = kitchen_of(request)
    manifest = kitchen.kg.store.manifest
    return JSONResponse(
        {
            "status": "ok",
            "graph": manifest.fingerprint,
            "built": manifest.built_at,
            "triples": manifest.catalogue.default_triples,
        }
    )


async def tell_metrics(request: Request) -> Response:
    """Tell the numbers that Prometheus reads."""
    kitchen = kitchen_of(request)
    now = {
        "requests_active": kitchen.gate.active,
        "requests_active_most": kitchen.gate.most,
        "requests_refused_total": kitchen.gate.refused,
        "large_answers_active": kitchen.large,
        "graph_triples": kitchen.kg.store.catalogue.default_triples,
    }
    return PlainTextResponse(kitchen.metrics.write(now), media_type="text/plain; version=0.0.4")


async def say(request: Request, error: Exception) -> Response:
    """Answer with what went wrong."""
    assert isinstance(error, ShowgraphError)
    return write_refusal(request, refuse(error))


async def say_plain(request: Request, error: Exception) -> Response:
    """Answer with what Starlette found wrong: no such address, or another method."""
    assert isinstance(error, HTTPException)
    message = {404: f"there is nothing at {request.url.path}", 405: f"{request.method} is not possible here"}
    headers = {name.title(): value for name, value in (error.headers or {}).items()}
    refused = RequestError(error.status_code, message.get(error.status_code, error.detail), **headers)
    return write_refusal(request, refuse(refused))


def write_refusal(request: Request, refusal: Refusal) -> Response:
    """Return a refusal as JSON for the API, in plain words for others."""
    headers = {"cache-control": "no-store", **refusal.headers}
    if request.url.path.startswith("/api/"):
        body = {"error": refusal.name, "message": refusal.message, "choices": list(refusal.choices)}
        return JSONResponse(body, refusal.status, headers)
    if likes_pages(request.headers.get("accept", "")):
        return Response(render_refusal(request, refusal), refusal.status, {"content-type": CONTENT_TYPE, **headers})
    lines = [f"{refusal.name}: {refusal.message}", *(f"  {choice}" for choice in refusal.choices)]
    return PlainTextResponse("\n".join(lines) + "\n", refusal.status, headers)
