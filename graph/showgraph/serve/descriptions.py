"""What a server says of itself and of its graph: SPARQL 1.1 Service Description and VoID, as triples of term texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from showgraph.model import DCTERMS, ID, PREFIXES, RDF_TYPE, XSD
from showgraph.store.triples import read_graph_names

if TYPE_CHECKING:
    from showgraph.store import Store

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
DESCRIBED_WITH = {**PREFIXES, "sd": SD, "void": VOID, "formats": FORMATS}

Triple = tuple[str, str, str]
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_MOST_GRAPHS = 20_000


def describe_service(store: Store, endpoint: str) -> list[Triple]:
    """Return the description of the endpoint at an address: what it speaks and which graphs it has."""
    service, dataset, default = "<" + endpoint, "_dataset", "_default"
    found: list[Triple] = [
        (service, "<" + RDF_TYPE, f"<{SD}Service"),
        (service, f"<{SD}endpoint", service),
        (service, f"<{SD}supportedLanguage", f"<{SD}SPARQL11Query"),
        (service, f"<{SD}defaultDataset", dataset),
        (dataset, "<" + RDF_TYPE, f"<{SD}Dataset"),
        (dataset, f"<{SD}defaultGraph", default),
        (default, "<" + RDF_TYPE, f"<{SD}Graph"),
        (default, f"<{VOID}triples", _integer(store.catalogue.default_triples)),
    ]
    found += [(service, f"<{SD}resultFormat", f"<{FORMATS}{name}") for name in _RESULT_FORMATS]
    found += [triple for name in _read_graphs(store) for triple in _describe_graph(store, dataset, *name)]
    return found


def _read_graphs(store: Store) -> list[tuple[int, str]]:
    return read_graph_names(store)[:_MOST_GRAPHS]


def _describe_graph(store: Store, dataset: str, number: int, name: str) -> Iterator[Triple]:
    node, graph = f"_named{number}", f"_graph{number}"
    yield dataset, f"<{SD}namedGraph", node
    yield node, "<" + RDF_TYPE, f"<{SD}NamedGraph"
    yield node, f"<{SD}name", name
    yield node, f"<{SD}graph", graph
    yield graph, "<" + RDF_TYPE, f"<{SD}Graph"


def describe_dataset(store: Store, place: str, endpoint: str) -> list[Triple]:
    """Return the VoID description of a graph served at an address, which ends with a slash."""
    catalogue = store.catalogue
    dataset = f"<{place}.well-known/void#graph"
    found: list[Triple] = [
        (dataset, "<" + RDF_TYPE, f"<{VOID}Dataset"),
        (dataset, f"<{DCTERMS}title", '"showgraph: a knowledge graph of shows'),
        (dataset, f"<{DCTERMS}modified", f"^{XSD}dateTime {store.manifest.built_at}"),
        (dataset, f"<{VOID}sparqlEndpoint", "<" + endpoint),
        (dataset, f"<{VOID}uriSpace", '"' + ID),
        (dataset, f"<{VOID}triples", _integer(catalogue.default_triples)),
        (dataset, f"<{VOID}properties", _integer(len(catalogue.predicates))),
        (dataset, f"<{VOID}classes", _integer(len(catalogue.classes))),
        (dataset, f"<{VOID}distinctSubjects", _integer(sum(catalogue.rows.values()))),
    ]
    found += [(dataset, f"<{VOID}feature", f"<{FORMATS}{name}") for name in _RESULT_FORMATS[4:]]
    found += [(dataset, f"<{VOID}vocabulary", "<" + PREFIXES[name]) for name in ("sg", "schema", "skos", "prov")]
    for number, (iri, facts) in enumerate(sorted(catalogue.predicates.items())):
        if facts.default_triples:
            found += _partition(dataset, "property", f"_p{number}", iri, facts.default_triples)
    for number, (iri, members) in enumerate(sorted(catalogue.classes.items())):
        found += _partition(dataset, "class", f"_c{number}", iri, sum(members.values()))
    return found


def _partition(dataset: str, what: str, node: str, iri: str, count: int) -> list[Triple]:
    counted = "triples" if what == "property" else "entities"
    return [
        (dataset, f"<{VOID}{what}Partition", node),
        (node, f"<{VOID}{what}", "<" + iri),
        (node, f"<{VOID}{counted}", _integer(count)),
    ]


def _integer(number: int) -> str:
    return f"^{XSD}integer {number}"
