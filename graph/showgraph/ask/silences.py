"""Sources that don't say what a work comes from, though others do and though they say it of many other works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from showgraph.model import RDF_TYPE, RDFS, SOURCE_GRAPHS, get_kind, get_property
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits, Store
from showgraph.store.triples import read_graph_names

_MANY = 20
"""Of how many other works a source says what they come from, for its silence to mean something."""
_SPEAKING = tuple("<" + get_property(key).iri for key in ("adaptation-of", "based-on"))
_DESCRIBING = ("<" + RDFS + "label", "<" + RDF_TYPE)
_SCREEN = f"SELECT DISTINCT ?o {{ ?s <{_SPEAKING[1][1:]}> ?o . ?o a <{get_kind('screen-work').iri}> }}"

# Statements are sorted by predicate within a graph, so that few of them are read; bulk tables tell of no lineage.
_SILENCES = """
WITH said AS (
  SELECT DISTINCT g, s, o FROM statements
  WHERE g <> 0 AND p IN (SELECT unnest($1::BIGINT[])) AND o NOT IN (SELECT unnest($4::BIGINT[]))
    AND g IN (SELECT unnest($5::BIGINT[]))
), many AS (
  SELECT g, count(DISTINCT s) AS works FROM said GROUP BY g HAVING count(DISTINCT s) >= $3
), described AS (
  SELECT DISTINCT g, s FROM statements SEMI JOIN many USING (g)
  WHERE p IN (SELECT unnest($2::BIGINT[])) AND s IN (SELECT s FROM said)
)
SELECT d.s, d.g, many.works, list(DISTINCT said.o ORDER BY said.o), list(DISTINCT said.g ORDER BY said.g)
FROM described d JOIN many USING (g) JOIN said ON said.s = d.s
WHERE NOT EXISTS (SELECT 1 FROM said AS own WHERE own.g = d.g AND own.s = d.s)
GROUP BY d.s, d.g, many.works ORDER BY ALL
"""


@dataclass(frozen=True)
class Silence:
    """A work, the source that is silent, of how many others it speaks, what the work comes from and who says so."""

    work: str
    source: str
    others: int
    origins: tuple[str, ...]
    givers: tuple[str, ...]


def find_silences(store: Store, limits: Limits) -> list[Silence]:
    """Return where a source is silent, all as term texts; what comes from a screen work, as a remake, isn't meant."""
    ids = store.ids_of({*_SPEAKING, *_DESCRIBING})
    numbers = [[ids[term] for term in group if term in ids] for group in (_SPEAKING, _DESCRIBING)]
    sources = [number for number, name in read_graph_names(store) if name.startswith("<" + SOURCE_GRAPHS)]
    screen = store.ids_of({row[0] for row in query_texts(store, _SCREEN, {}, limits)})
    found = []
    for rows in store.execute(_SILENCES, [*numbers, _MANY, list(screen.values()), sources], limits):
        work, source, others, origins, givers = cast("tuple[int, int, int, list[int], list[int]]", rows)
        texts = store.texts_of({work, source, *origins, *givers})
        found.append(
            Silence(
                texts[work],
                texts[source],
                others,
                tuple(texts[one] for one in origins),
                tuple(texts[one] for one in givers),
            )
        )
    return found
