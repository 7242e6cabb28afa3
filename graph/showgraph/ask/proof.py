"""The facts that make a row an answer, each with the sources that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from showgraph.ask.compose import Composed
from showgraph.model import KIND_OF_IRI, PREFIXES, RDF_TYPE, Entity, name_code, property_of_iri
from showgraph.resolve.receipts import Receipt, find_receipts, read_labels
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits, Store
from showgraph.store.terms import IRI, Term, encode_term

Fact = tuple[str, tuple[Receipt, ...]]


def explain_row(store: Store, made: Composed, row: Mapping[str, object]) -> list[Fact]:
    """Find the facts behind one row: the question's patterns with the row's things in place."""
    bindings: dict[str, Term] = dict(made.bindings)
    for column, identifier in made.labels.items():
        cell = row.get(column)
        if isinstance(cell, Entity):
            bindings[identifier] = IRI(cell.iri)
    variables = sorted(
        {o[1:] for fact in made.facts for o in (fact[0], fact[2]) if o.startswith("?")} - bindings.keys()
    )
    prefixes = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" in made.where)
    selected = " ".join("?" + name for name in variables) or "(1 AS ?one)"
    text = f"{prefixes}\nSELECT {selected} WHERE {{\n{made.where}\n}} LIMIT 50"
    triples: dict[tuple[str, str, str], None] = {}
    for solution in query_texts(store, text, bindings, Limits(seconds=20)):
        known = {name: value for name, value in zip(variables or ["one"], solution, strict=True) if value}
        known |= {name: encode_term(term) for name, term in bindings.items()}
        for s, p, o in made.facts:
            ends = (_place(s, known), _predicate(p), _place(o, known))
            if all(ends):
                triples[ends] = None
    receipts = find_receipts(store, triples)
    labels = store_labels(store, {end for triple in receipts for end in (triple[0], triple[2])})
    return [(_say_triple(triple, labels), receipts[triple]) for triple in triples if triple in receipts]


def _place(name: str, known: dict[str, str]) -> str:
    return known.get(name[1:], "") if name.startswith("?") else _predicate(name)


def _predicate(name: str) -> str:
    if name == "a":
        return "<" + RDF_TYPE
    prefix, _, local = name.partition(":")
    return "<" + PREFIXES[prefix] + local


def store_labels(store: Store, texts: set[str]) -> dict[str, str]:
    """Return how term texts are shown to people."""
    labels = read_labels(store, {text[1:] for text in texts if text.startswith("<")})
    return show_texts(texts, labels)


def show_texts(texts: set[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return how term texts are shown to people, given the labels of those that are identifiers."""
    shown = {"<" + iri: label for iri, label in labels.items()}
    for text in texts - shown.keys():
        shown[text] = re.split(r"[/#]", text)[-1] if text.startswith("<") else text.partition(" ")[2] or text[1:]
        if text.startswith('"'):
            shown[text] = text[1:]
    return shown


def _say_triple(triple: tuple[str, str, str], labels: dict[str, str]) -> str:
    s, p, o = triple
    prop = property_of_iri(p[1:])
    if p[1:] == RDF_TYPE:
        kind = KIND_OF_IRI.get(o[1:])
        return f"{labels[s]}: is a {kind.noun if kind else o[1:]}"
    value = name_code(prop.key, labels[o]) if prop else labels[o]
    return f"{labels[s]}: {prop.label if prop else p[1:]} {value}"
