"""Namespaces and the identifiers minted in ours."""

from __future__ import annotations

import re
import unicodedata

SG = "https://w3id.org/showgraph/ns#"
ID = "https://w3id.org/showgraph/id/"
SCHEMA = "https://schema.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "sg": SG,
    "schema": SCHEMA,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "prov": PROV,
    "dcterms": DCTERMS,
    "xsd": XSD,
}

RDF_TYPE = RDF + "type"
SOURCE_GRAPHS = ID + "source/"
GENRE_SCHEME = ID + "genres"


def mint_iri(segment: str, *slugs: str) -> str:
    """Return our own identifier of a thing.

    >>> mint_iri("person", "bae-doona")
    'https://w3id.org/showgraph/id/person/bae-doona'
    """
    return ID + "/".join((segment, *slugs))


def shorten(iri: str) -> str:
    """Return an IRI with one of the known prefixes, or as it is.

    >>> shorten("https://schema.org/actor")
    'schema:actor'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def make_slug(text: str) -> str:
    """Return a readable slug of a text; different texts may share one, so it is no identifier by itself.

    >>> make_slug("What's Wrong with Secretary Kim")
    'whats-wrong-with-secretary-kim'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = unicodedata.normalize("NFC", plain).casefold().replace("'", "").replace("’", "")
    return re.sub(r"[^\w]+|_", "-", plain).strip("-") or "x"
