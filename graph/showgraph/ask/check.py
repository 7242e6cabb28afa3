"""What is disputed and what looks wrong in a graph."""

from __future__ import annotations

from showgraph.ask.about import show_value
from showgraph.ask.proof import store_labels
from showgraph.ask.silences import find_silences
from showgraph.model import COUNTRIES, LANGUAGES, property_of_iri
from showgraph.model.dates import today
from showgraph.resolve.speakers import read_speakers
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits, Store

_PREFIXES = """
PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX schema: <https://schema.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""

_DISPUTES = (
    _PREFIXES
    + """
SELECT ?thing ?p ?lost ?rule ?from WHERE {
  ?claim rdf:subject ?thing ; rdf:predicate ?p ; rdf:object ?lost ; sg:outcome "lost" ;
    sg:decidedBy ?rule ; prov:wasDerivedFrom ?from .
}
"""
)

# Each finds things that break a rule of the model: ?thing and the offending ?value.
_CHECKS = {
    "ends before it begins": "?thing sg:year ?first ; sg:endYear ?value . FILTER(?value < ?first)",
    "older than what it comes from": (
        "?thing sg:year ?year ; schema:isBasedOn ?value . ?value sg:year ?before . FILTER(?year < ?before)"
    ),
    "comes from itself": "?thing schema:isBasedOn+ ?thing . BIND(?thing AS ?value)",
    "names a genre that is wider than itself": "?thing skos:broader+ ?thing . BIND(?thing AS ?value)",
    "has no label": "?thing a schema:CreativeWork . FILTER NOT EXISTS { ?thing rdfs:label ?l } BIND(?thing AS ?value)",
    "rating is not between 0 and 10": "?thing sg:rating ?value . FILTER(?value < 0 || ?value > 10)",
    "died before birth": ("?thing schema:birthDate ?born ; schema:deathDate ?value . FILTER(STR(?value) < STR(?born))"),
}


def check_graph(store: Store, limits: Limits) -> list[dict[str, object]]:
    """Return rows of ``thing``, ``problem``, ``value``, ``source`` and ``iri``, those of silent sources last.

    A silent source says of many other works what they come from, and not of one of which another source says it.
    """
    found: list[tuple[str, str, str, str]] = []
    for thing, p, lost, rule, source in query_texts(store, _DISPUTES, {}, limits):
        prop = property_of_iri(p[1:])
        found.append((thing, f"disputed {prop.label if prop else p[1:]}, lost by {rule[1:]}", lost, source))
    for problem, where in _CHECKS.items():
        text = f"{_PREFIXES} SELECT DISTINCT ?thing ?value WHERE {{ {where} }}"
        found += [(thing, problem, value, "") for thing, value in query_texts(store, text, {}, limits)]
    for key, codes in (("schema:countryOfOrigin", COUNTRIES), ("schema:inLanguage", LANGUAGES)):
        text = f"{_PREFIXES} SELECT DISTINCT ?thing ?value WHERE {{ ?thing {key} ?value }}"
        for thing, value in query_texts(store, text, {}, limits):
            if value[1:] not in codes:
                found.append((thing, f"{key} is no code that is known", value, ""))
    found += [
        ("<" + one.iri, f"its terms want it deleted by {one.expires}", f'"{one.expires}', "<" + one.iri)
        for one in read_speakers(store).values()
        if one.is_over(today())
    ]
    labels = store_labels(store, {text for row in found for text in (row[0], row[2], row[3]) if text})
    rows: list[dict[str, object]] = [
        {
            "thing": labels[thing],
            "problem": problem,
            "value": show_value(None, value, labels),
            "source": labels[source] if source else "",
            "iri": thing[1:],
        }
        for thing, problem, value, source in sorted(found)
    ]
    return rows + _tell_silences(store, limits)


def _tell_silences(store: Store, limits: Limits) -> list[dict[str, object]]:
    silences = find_silences(store, limits)
    terms = {term for one in silences for term in (one.work, one.source, *one.origins, *one.givers)}
    labels = store_labels(store, terms)
    rows: list[dict[str, object]] = []
    for one in silences:
        origins = ", ".join(labels[origin] for origin in one.origins)
        rows.append(
            {
                "thing": labels[one.work],
                "problem": f"{labels[one.source]} doesn't say that it is based on {origins}, "
                f"though it says so of {one.others} other works",
                "value": origins,
                "source": "; ".join(labels[giver] for giver in one.givers),
                "iri": one.work[1:],
            }
        )
    return rows
