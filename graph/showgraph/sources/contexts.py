"""Contexts of JSON-LD that need no network: schema.org's own, as far as the model knows its terms."""

from __future__ import annotations

from showgraph.model import SCHEMA

# What schema.org's own context says of the terms that the model knows: which of them name things and not texts.
# Everything else is a text; http://schema.org/ and https://schema.org/ are one here.
_OF_THINGS = ("sameAs", "url", "image", "mainEntityOfPage", "additionalType")
_CONTEXT = {
    "@context": {
        "@vocab": SCHEMA,
        "schema": SCHEMA,
        "id": "@id",
        "type": "@type",
        **{key: {"@id": SCHEMA + key, "@type": "@id"} for key in _OF_THINGS},
    }
}
CONTEXTS = {
    f"{scheme}://{host}{rest}": _CONTEXT["@context"]
    for scheme in ("http", "https")
    for host in ("schema.org", "www.schema.org")
    for rest in ("", "/", "/docs/jsonldcontext.json", "/docs/jsonldcontext.jsonld")
}
