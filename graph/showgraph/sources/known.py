"""The table of sources: what showgraph can build from. Another package adds its own by the entry point below."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import entry_points

from showgraph.errors import BuildError
from showgraph.sources.lines import PAGES
from showgraph.sources.mapping import Mapping, read_mappings
from showgraph.sources.source import Look, Source
from showgraph.sources.tables import match_headers

ENTRY_POINT = "showgraph.sources"
RDF_ENDINGS = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".owl", ".jsonld")


def _looks_like_toml(look: Look) -> int:
    return (
        5 if look.is_folder and any(name.endswith(".toml") or name in ("shows", "works") for name in look.names) else 0
    )


def _looks_like_imdb(look: Look) -> int:
    return 9 if any(name in look.names for name in ("title.basics.tsv", "title.basics.tsv.gz")) else 0


def _looks_like_rdf(look: Look) -> int:
    return 5 if look.ending in RDF_ENDINGS or (look.is_json and '"@context"' in look.head) else 0


def _looks_like_wikidata(look: Look) -> int:
    # Its members come in any order, but each entity has these.
    return 20 if look.is_json and '"claims"' in look.head and '"mainsnak"' in look.head else 0


def _looks_like_truthy(look: Look) -> int:
    return 20 if look.ending == ".nt" and "<http://www.wikidata.org/prop/direct/P" in look.head else 0


def _looks_like_schema_org(look: Look) -> int:
    if look.ending in PAGES:
        return 6 if "application/ld+json" in look.head or "<html" in look.head.lower() else 1
    return 20 if look.is_json and re.search(r'"@context"\s*:\s*\[?\s*"https?://(www\.)?schema\.org', look.head) else 0


def _looks_like_export(look: Look) -> int:
    return 9 if look.names & {"statements.csv", "statements.parquet"} else 0


def _looks_like(mapping: Mapping) -> Source:
    def looks(look: Look) -> int:
        if look.is_folder:
            return 0
        if mapping.format == "json":
            return _score_json(mapping, look)
        if look.is_json or look.ending in RDF_ENDINGS:
            return 0
        found = match_headers(look.headers, mapping)
        likely = not mapping.likely or any(field in found for field in mapping.likely)
        return len(found) if likely and all(field in found for field in mapping.detected) else 0

    return Source(mapping.scheme, mapping.reads, "showgraph.sources.mapped:read_mapped", looks, keeps=True)


def _score_json(mapping: Mapping, look: Look) -> int:
    if not look.is_json:
        return 0
    members = look.first
    has = {
        field: any(path.split(".")[0].split("[")[0] in members for path in paths)
        for field, paths in mapping.fields.items()
    }
    if not all(has[field] for field in mapping.detected) or (
        mapping.likely and not any(has[field] for field in mapping.likely)
    ):
        return 0
    return sum(has.values())


@cache
def find_sources() -> tuple[Source, ...]:
    """Return every source, by the order in which they are told of; those of other packages come last.

    Raises:
        BuildError: an entry point gives something that is no source, or a scheme that is taken.
    """
    found = [
        Source("toml", "a folder in the shape of data/", "showgraph.sources.doors:read_toml_folder", _looks_like_toml),
        Source(
            "imdb",
            "a folder of IMDb's own files, TSV, gzipped or not",
            "showgraph.sources.doors:read_imdb_folder",
            _looks_like_imdb,
            keeps=True,
            tables=True,
        ),
        *(_looks_like(mapping) for mapping in read_mappings()),
        Source(
            "tables",
            "a folder that export csv or export parquet has written",
            "showgraph.sources.exported:read_tables",
            _looks_like_export,
            keeps=True,
        ),
        Source(
            "wikidata",
            "Wikidata's entities, JSON, one a line or a few",
            "showgraph.sources.doors:read_wikidata_entities",
            _looks_like_wikidata,
            keeps=True,
        ),
        Source(
            "wikidata-truthy",
            "Wikidata's truthy statements, N-Triples",
            "showgraph.sources.doors:read_wikidata_statements",
            _looks_like_truthy,
            keeps=True,
        ),
        Source(
            "schema-org",
            "schema.org JSON-LD, alone or inside HTML",
            "showgraph.sources.doors:read_pages",
            _looks_like_schema_org,
            keeps=True,
        ),
        Source(
            "rdf",
            "any RDF: Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD",
            "showgraph.sources.doors:read_rdf_file",
            _looks_like_rdf,
            keeps=True,
        ),
    ]
    for entry in sorted(entry_points(group=ENTRY_POINT), key=lambda entry: entry.name):
        source = entry.load()
        if not isinstance(source, Source):
            raise BuildError(
                f"the entry point {entry.name!r} of {entry.value} gives {type(source).__name__}, no Source"
            )
        if any(source.scheme == other.scheme for other in found):
            raise BuildError(f"the entry point {entry.name!r} of {entry.value} takes the word {source.scheme!r} again")
        found.append(source)
    return tuple(found)


def get_source(scheme: str) -> Source | None:
    """Return the source of that word; None where there is none."""
    return next((source for source in find_sources() if source.scheme == scheme), None)
