"""The part of a graph that may be published: what sources say whose licence allows it and hasn't run out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from showgraph.errors import ShowgraphError
from showgraph.model import RDF_TYPE, SOURCE_GRAPHS, get_kind, get_property
from showgraph.model.dates import parse_day, today
from showgraph.model.licences import licence_family
from showgraph.resolve.speakers import VOCABULARY, Speaker, read_speakers
from showgraph.sql import quote_string
from showgraph.store import Staging, open_store, write_graph
from showgraph.store.manifest import DATABASE
from showgraph.store.patterns import DEFAULT, Place
from showgraph.store.transaction import replace_directory
from showgraph.store.triples import all_triples_sql, read_graph_names

if TYPE_CHECKING:
    import duckdb

    from showgraph.store import Store

_MOST = 20_000_000
"""How many facts are copied at most: beyond that, sources are millions of rows in tables of their own."""


@dataclass(frozen=True)
class Withheld:
    """A source that may not be published, why not, and how many facts it states."""

    source: str
    reason: str
    facts: int


@dataclass(frozen=True)
class Publication:
    """What an export leaves out: ``facts`` of ``total`` in the resolved view, and the sources, the largest first."""

    facts: int = 0
    total: int = 0
    withheld: tuple[Withheld, ...] = ()


Further = Callable[["duckdb.DuckDBPyConnection"], None]


def _nothing_further(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave the part as it is."""


@contextmanager
def open_publishable(
    store: Store, licences: Sequence[str], as_of: str = "", further: Further = _nothing_further
) -> Iterator[tuple[Store, Publication]]:
    """Yield the part of a graph that may be published, as a graph of its own, and what was left out of it.

    ``further`` gets the staged part to write further tables into its database ``graph``.

    A fact stays if a source says it whose licence is of one of the families ``licences``, and whose terms don't want
    it deleted before ``as_of``, today if empty. What follows from a source's words stands in its graph too. How a
    dispute was decided stays where all may be published who take part in it. The model's own vocabulary always stays.

    Raises:
        ShowgraphError: no licence is named, the day is no date, or the graph is too large to be taken apart.
    """
    families = {family for text in licences if (family := licence_family(text))}
    if not families:
        raise ShowgraphError("no licence is named; name some, such as cc0,cc-by")
    withheld, kept = _part_sources(store, families, parse_day(as_of) if as_of else today())
    total = store.catalogue.default_triples
    if not withheld:
        yield store, Publication(0, total)
        return
    if total > _MOST and any(bulk.id in kept for bulk in store.catalogue.bulk_graphs):
        raise ShowgraphError(
            f"{withheld[0].source} may not be published and lies in a graph of {total:,} facts, too many to be taken "
            "apart; build a graph without it"
        )
    with TemporaryDirectory(prefix="showgraph-export-") as place:
        folder = Path(place) / "part.graph"
        with Staging(small=total < _MOST // 20) as staging:
            _stage_part(store, staging, kept)
            with replace_directory(folder) as target:
                write_graph(
                    staging.connection,
                    store.layout,
                    target,
                    distinct=True,
                    further=partial(further, staging.connection),
                )
        with open_store(folder, memory=store.memory) as part:
            yield part, Publication(total - part.catalogue.default_triples, total, tuple(withheld))


def _part_sources(store: Store, families: set[str], day: str) -> tuple[list[Withheld], dict[int, str]]:
    """Return the sources to leave out, the largest first, and the graphs of the others by id."""
    counts = {int(str(g)): int(str(n)) for g, n in store.execute("SELECT g, count(*) FROM statements GROUP BY g")}
    for bulk in store.catalogue.bulk_graphs:
        counts[bulk.id] = counts.get(bulk.id, 0) + sum(bulk.predicates.values())
    names = store.texts_of(set(counts) - {0})
    speakers = read_speakers(store)
    withheld, kept = [], {}
    for number, name in names.items():
        if not name.startswith("<" + SOURCE_GRAPHS):
            continue
        one = speakers.get(name[1:]) or Speaker(name[1:], name[1:].removeprefix(SOURCE_GRAPHS))
        if reason := _find_reason(one, families, day):
            withheld.append(Withheld(one.label, reason, counts[number]))
        else:
            kept[number] = name
    return sorted(withheld, key=lambda one: (-one.facts, one.source)), kept


def _find_reason(speaker: Speaker, families: set[str], day: str) -> str:
    if speaker.iri == VOCABULARY:
        return ""
    if speaker.is_over(day):
        return f"to be deleted by {speaker.expires}"
    if not speaker.licence:
        return "no licence"
    return "" if licence_family(speaker.licence) in families else f"licence: {speaker.licence}"


_CLAIMS = """
INSERT INTO quads
WITH part AS (
  SELECT t.s, about.o AS thing, which.o AS p, source.o AS source
  FROM pub_all t
  JOIN pub_all about ON about.s = t.s AND about.p = $3
  JOIN pub_all which ON which.s = t.s AND which.p = $4
  JOIN pub_all source ON source.s = t.s AND source.p = $5 WHERE t.p = $1 AND t.o = $2
), closed AS (
  SELECT DISTINCT thing, p FROM part WHERE source NOT IN (SELECT unnest($6::VARCHAR[]))
), open AS (
  SELECT DISTINCT s FROM part ANTI JOIN closed USING (thing, p)
)
SELECT '', s, p, o FROM (SELECT DISTINCT s, p, o FROM pub_all SEMI JOIN open USING (s))
ANTI JOIN pub_said USING (s, p, o)
"""


def _stage_part(store: Store, staging: Staging, kept: dict[int, str]) -> None:
    """Copy what the kept graphs say, and of the resolved view and other named graphs what they say too."""
    run = staging.connection.execute
    home = staging.connection.execute("SELECT current_database()").fetchone()
    run(f"ATTACH {quote_string(store.folder / DATABASE)} AS kept (READ_ONLY)")
    run("USE kept")
    others = [number for number, name in read_graph_names(store) if not name.startswith("<" + SOURCE_GRAPHS)]
    columns = "x.s, x.p, x.o"
    for name, place in (
        ("pub_named", Place(named=True, graphs=tuple(sorted(kept)))),
        ("pub_other", Place(named=True, graphs=tuple(others))),
    ):
        source = all_triples_sql(store, place) if place.graphs else "SELECT 0 AS g, '' AS s, '' AS p, '' AS o LIMIT 0"
        run(f"CREATE TEMP TABLE {name} AS SELECT t.term AS g, {columns} FROM ({source}) x JOIN terms t ON t.id = x.g")
    run(f"CREATE TEMP TABLE pub_all AS SELECT {columns} FROM ({all_triples_sql(store, DEFAULT)}) x")
    run(f"USE {home[0] if home else 'memory'}")
    run("DETACH kept")
    run("CREATE TEMP TABLE pub_said AS SELECT DISTINCT s, p, o FROM pub_named")
    run("INSERT INTO quads SELECT * FROM pub_named")
    run("INSERT INTO quads SELECT o.* FROM pub_other o SEMI JOIN pub_said USING (s, p, o)")
    run("INSERT INTO quads SELECT '', a.* FROM pub_all a SEMI JOIN pub_said USING (s, p, o)")
    terms = [get_property(key, "claim").iri for key in ("subject", "predicate", "source")]
    constants = ["<" + iri for iri in (RDF_TYPE, get_kind("claim").iri, *terms)]
    run(_CLAIMS, [*constants, list(kept.values())])
