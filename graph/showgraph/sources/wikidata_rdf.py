"""Wikidata's direct (truthy) properties in RDF, as the items that they describe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from showgraph.model import RDFS, SCHEMA, SKOS, XSD
from showgraph.sources import wikidata_words as words
from showgraph.sources.toml_values import read_date
from showgraph.sources.wikidata_items import NEEDED, Item, Value, parse_number

_ITEM, _PROPERTY = "<" + words.ENTITY, "<" + words.DIRECT
_LABELS = {"<" + RDFS + "label", "<" + SKOS + "prefLabel", "<" + SCHEMA + "name", "<http://schema.org/name"}
_ALIASES = {"<" + SKOS + "altLabel", "<" + SCHEMA + "alternateName"}
LABEL_PREDICATES = _LABELS | _ALIASES


def item_of_triples(subject: str, needed: Iterable[tuple[str, str]]) -> Item:
    """Return what predicates and objects say of a subject; its number is 0 when it is no item of Wikidata.

    >>> item_of_triples("<http://www.wikidata.org/entity/Q1", [("<" + words.DIRECT + "P31", "<" + words.ENTITY + "Q5")])
    Item(number=1, values={'P31': [Value(item=5, term='', best=True, qualifiers={})]}, labels={}, aliases={})
    """
    item = Item(parse_number(subject.removeprefix(_ITEM)) if subject.startswith(_ITEM) else 0)
    if not item.number:
        return item
    for predicate, term in needed:
        if predicate in LABEL_PREDICATES:
            _add_name(item, predicate, term)
        elif (key := predicate.removeprefix(_PROPERTY)) in NEEDED and (value := _read_value(key, term)):
            item.values.setdefault(key, []).append(value)
    return item


def _add_name(item: Item, predicate: str, term: str) -> None:
    if term[:1] not in ('"', "@"):
        return
    language, _, name = term[1:].partition(" ") if term[0] == "@" else ("mul", "", term[1:])
    language, name = language.lower(), " ".join(name.split())
    if not name:
        return
    if predicate in _LABELS and item.labels.get(language, name) == name:
        item.labels[language] = name
    elif name not in item.aliases.setdefault(language, []):
        item.aliases[language].append(name)


def _read_value(key: str, term: str) -> Value | None:
    if term.startswith("<"):
        number = parse_number(term.removeprefix(_ITEM))
        return Value(item=number) if number else None
    if key in words.DATES or key == words.END:
        date = read_plain_date(term)
        return Value(term=date) if date else None
    if key in words.NUMBERS:
        found = re.fullmatch(r"\+?(\d{1,8})(?:\.\d+)?", term.rpartition(" ")[2].removeprefix('"'))
        return Value(term=found.group(1)) if found else None
    return Value(term=term) if term[:1] in ('"', "@") else None


def read_plain_date(term: str) -> str:
    """Return a date that has lost its precision as a term text that says no more than is certain.

    >>> read_plain_date("^" + XSD + "dateTime 2019-01-25T00:00:00Z")
    '^http://www.w3.org/2001/XMLSchema#date 2019-01-25'
    >>> read_plain_date("^" + XSD + "dateTime 2019-01-01T00:00:00Z")
    '^http://www.w3.org/2001/XMLSchema#gYear 2019'
    """
    if not term.startswith(f"^{XSD}date"):
        return term if term.startswith(f"^{XSD}gYear") else ""
    found = re.match(r"\+?(\d{4})-(\d\d)-(\d\d)", term.rpartition(" ")[2])
    if not found:
        return ""
    text = found.group().lstrip("+").removesuffix("-01-01").removesuffix("-01")
    try:
        return read_date(text)
    except ValueError:
        return ""
