"""The doors of the sources that are no tables: each takes an intake and fills it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.errors import BuildError
from showgraph.sources.claims import Claim
from showgraph.sources.source import Intake

_FEW = 500_000
"""So many rows are few enough to be claims."""


def read_toml_folder(intake: Intake) -> None:
    """Read a folder in the shape of ``data/``."""
    from showgraph.sources.toml import read_toml

    intake.load(read_toml(intake.path, intake.reading))


def read_imdb_folder(intake: Intake) -> None:
    """Read IMDb's files: many rows into tables that are written as they are, few into claims.

    Claims can be matched with those of other sources; a graph of IMDb alone needs none of that.

    Raises:
        BuildError: it is the second such folder.
    """
    from showgraph.sources.imdb import IMDB_TABLES, name_rows, read_staged, stage_imdb
    from showgraph.sources.imdb_few import FewOfMany
    from showgraph.sources.unroll import unroll_bulk

    if intake.bulks:
        raise BuildError(f"{intake.path} is a second folder of IMDb's files; one graph takes one")
    if not intake.restored:
        stage_imdb(intake.connection, intake.path, intake.reading, intake.tell)
        intake.keep(IMDB_TABLES)
    claims, bulk = read_staged(intake.connection)
    intake.load(claims)
    if not intake.alone and intake.reading.read < _FEW:
        unroll_bulk(intake.connection, bulk)
        return
    few = FewOfMany(intake.connection, bulk)
    intake.large.append(few)
    intake.bulks.append(replace(bulk, moved=few.moved, gone=few.gone) if not intake.alone else bulk)
    intake.names.append(name_rows())


def read_wikidata_entities(intake: Intake) -> None:
    """Read a dump of Wikidata's entities, or some of them."""
    from showgraph.sources.wikidata import read_wikidata

    intake.load(read_wikidata(intake.path, intake.reading))


def read_wikidata_statements(intake: Intake) -> None:
    """Read Wikidata's truthy statements."""
    from showgraph.sources.wikidata import read_wikidata_truthy

    intake.load(read_wikidata_truthy(intake.path, intake.reading))


def read_pages(intake: Intake) -> None:
    """Read JSON-LD in schema.org's words, alone or inside a page."""
    from showgraph.sources.jsonld import read_schema_org

    intake.load(read_schema_org(intake.path, intake.reading))


def read_rdf_file(intake: Intake) -> None:
    """Read a file of RDF; its named graphs stay named graphs."""
    from showgraph.sources.rdf import read_rdf_claims

    named: list[tuple[str, str, str, str]] = []

    def claims() -> Iterator[Claim]:
        for said in read_rdf_claims(intake.path, intake.reading):
            if isinstance(said, Claim):
                yield said
            else:
                named.append(said)

    intake.load(claims())
    intake.add_quads(named)
