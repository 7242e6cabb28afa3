"""The JSON API: each query of the catalogue at an address of its own, described as OpenAPI 3.1."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from showgraph.ask.catalogue import NamedQuery, Parameter, get_query, read_catalogue
from showgraph.serve.answering import Answer
from showgraph.serve.protocol import Pairs
from showgraph.serve.refusals import RequestError
from showgraph.version import VERSION

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph, Rows

JSON = "application/json"
_TYPES = {"integer": "integer", "decimal": "number", "boolean": "boolean"}


def answer_named(kg: KnowledgeGraph, name: str, pairs: Pairs) -> Answer:
    """Return the rows of a query of the catalogue as a list of objects keyed by column.

    Raises:
        ShowgraphError: there is no such query, or its parameters don't fit.
    """
    rows = run_named(kg, name, pairs)
    body = ",\n".join(
        json.dumps({key: plain(row.get(key)) for key in rows.columns}, ensure_ascii=False) for row in rows
    )
    return Answer.of(JSON, [f"[\n{body}\n]\n" if body else "[]\n"])


def run_named(kg: KnowledgeGraph, name: str, pairs: Pairs) -> Rows:
    """Return the rows of a query of the catalogue; parameters of a request may have hyphens for underscores."""
    get_query(name)
    given = {key.replace("-", "_"): value for key, value in pairs}
    if len(given) < len(pairs):
        raise RequestError(400, "a parameter stands twice in the request")
    return kg.run(name, **given)


def plain(value: object) -> object:
    """Return a cell as JSON has it: numbers and booleans as such, dates and identifiers as texts."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)


def describe_api(place: str) -> dict[str, object]:
    """Return the OpenAPI description of the API at an address."""
    paths = {f"/api/{named.name}": {"get": _describe_query(named)} for named in read_catalogue().values()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "showgraph",
            "version": VERSION,
            "description": "A knowledge graph of shows, the people in them and the stories they come from.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": place.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR}},
    }


_ERROR: dict[str, object] = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": {"type": "string"},
        "message": {"type": "string"},
        "choices": {"type": "array", "items": {"type": "string"}},
    },
}


def _describe_query(named: NamedQuery) -> dict[str, object]:
    row = {
        "type": "object",
        "required": list(named.columns),
        "properties": {column: {"type": ["string", "number", "boolean", "null"]} for column in named.columns},
    }
    refused = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}
    return {
        "operationId": named.name,
        "summary": named.summary,
        "parameters": [_describe_parameter(parameter) for parameter in named.parameters],
        "responses": {
            "200": {"description": "rows", "content": {JSON: {"schema": {"type": "array", "items": row}}}},
            "400": {"description": "a parameter is missing or doesn't fit", **refused},
            "404": {"description": "nothing has the name given", **refused},
            "409": {"description": "several things have it; choices tells which", **refused},
            "503": {"description": "too much at once; see Retry-After", **refused},
        },
    }


def _describe_parameter(parameter: Parameter) -> dict[str, object]:
    schema: dict[str, object] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.default is None,
        "description": f"{parameter.type}: a literal"
        if parameter.type in _TYPES
        else f"a {parameter.type}, by any name",
        "schema": schema,
    }
