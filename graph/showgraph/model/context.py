"""The JSON-LD context of the model."""

from __future__ import annotations

from showgraph.model.kinds import KINDS
from showgraph.model.namespaces import PREFIXES, shorten
from showgraph.model.properties import PROPERTIES

_DATATYPES = {"integer": "xsd:integer", "decimal": "xsd:decimal"}


def build_context() -> dict[str, object]:
    """Return the context: prefixes, every class and every property under its local name.

    >>> build_context()["adaptationOf"]
    {'@id': 'sg:adaptationOf', '@type': '@id'}
    """
    context: dict[str, object] = dict(PREFIXES)
    for kind in KINDS.values():
        context[kind.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]] = shorten(kind.iri)
    for prop in PROPERTIES:
        entry = {"@id": shorten(prop.iri)}
        if prop.value in ("entity", "iri"):
            entry["@type"] = "@id"
        elif prop.value in _DATATYPES:
            entry["@type"] = _DATATYPES[prop.value]
        # One local name can have several meanings: the first declared has it, the others keep their prefix.
        context.setdefault(prop.name, entry)
    return context
