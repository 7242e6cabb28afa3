"""The block of schema.org's words in a page: what the page is of, for machines that read pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from showgraph.model import RDF_TYPE, SCHEMA, ancestors
from showgraph.network.selection import read_things
from showgraph.store.terms import Literal, decode_term

if TYPE_CHECKING:
    from showgraph.names import Hit
    from showgraph.store import Store

_MOST = 60


def describe_for_machines(
    store: Store, thing: Hit, triples: Iterable[tuple[str, str, str]], locate: Callable[[str], str]
) -> dict[str, object]:
    """Return a thing as a schema.org object; ``locate`` gives the address of an identifier on this server.

    Only schema.org's own words are used, so that readers who know no other understand all of it.
    """
    found: dict[str, list[object]] = {}
    facts = [(p[1:], o) for s, p, o in triples if s == "<" + thing.iri]
    named = {o[1:] for p, o in facts if o.startswith("<") and p.startswith(SCHEMA)}
    labels = {iri: (label, kind) for iri, kind, label, _ in read_things(store, sorted(named))}
    for p, o in facts:
        if p == RDF_TYPE or not p.startswith(SCHEMA):
            continue
        value = _value(o, labels, locate)
        if value is not None and len(found.setdefault(p.removeprefix(SCHEMA), [])) < _MOST:
            found[p.removeprefix(SCHEMA)].append(value)
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": schema_type(thing.kind),
        "@id": thing.iri,
        "url": locate(thing.iri),
        "name": thing.label,
    }
    names = [name for name in (*found.pop("name", []), *found.pop("alternateName", [])) if name != thing.label]
    if names:
        described["alternateName"] = names
    described |= {key: values[0] if len(values) == 1 else values for key, values in sorted(found.items())}
    return described


def _value(text: str, labels: dict[str, tuple[str, str]], locate: Callable[[str], str]) -> object:
    term = decode_term(text)
    if isinstance(term, Literal):
        return term.lexical
    if not text.startswith("<"):
        return None
    iri = text[1:]
    if iri not in labels:
        return iri if iri.startswith(("https://", "http://")) else None
    label, kind = labels[iri]
    if kind == "genre":
        return label
    return {"@type": schema_type(kind), "@id": iri, "name": label, "url": locate(iri)}


def schema_type(kind: str) -> str:
    """Return the nearest schema.org class of a kind.

    >>> schema_type("web-series"), schema_type("webtoon"), schema_type("genre")
    ('TVSeries', 'ComicSeries', 'DefinedTerm')
    """
    if kind == "genre":
        return "DefinedTerm"
    return next((one.iri.removeprefix(SCHEMA) for one in ancestors(kind) if one.iri.startswith(SCHEMA)), "Thing")
