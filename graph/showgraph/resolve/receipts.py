"""Who says so: the sources of facts, read from the named graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showgraph.model import RDFS, SOURCE_GRAPHS
from showgraph.store.patterns import Place
from showgraph.store.triples import read_triples

if TYPE_CHECKING:
    from showgraph.store import Store

Triple = tuple[str, str, str]


@dataclass(frozen=True, order=True)
class Receipt:
    """One source of a fact, by its title and identifier."""

    title: str
    iri: str


def find_receipts(store: Store, triples: Iterable[Triple]) -> dict[Triple, tuple[Receipt, ...]]:
    """Return the sources that say each of some triples, given as term texts; none for what was derived by resolving."""
    wanted = set(triples)
    ids = store.ids_of({text for triple in wanted for text in triple})
    known = {(ids[s], ids[p], ids[o]): (s, p, o) for s, p, o in wanted if s in ids and p in ids and o in ids}
    subjects = sorted({s for s, _, _ in known})
    rows = store.execute(
        "SELECT s, p, o, g FROM statements_by_subject WHERE g <> 0 AND s IN (SELECT unnest($1::BIGINT[]))", [subjects]
    )
    graphs: dict[Triple, set[int]] = defaultdict(set)
    for s, p, o, g in rows:
        if triple := known.get((int(str(s)), int(str(p)), int(str(o)))):
            graphs[triple].add(int(str(g)))
    for graph, triple in _read_bulks(store, wanted, ids):
        graphs[triple].add(graph)
    titles = read_titles(store, {g for found in graphs.values() for g in found})
    return {triple: tuple(sorted(titles[g] for g in found if g in titles)) for triple, found in graphs.items()}


def _read_bulks(store: Store, wanted: set[Triple], ids: Mapping[str, int]) -> Iterator[tuple[int, Triple]]:
    """Yield what sources with tables of their own say, and the ids of their graphs."""
    for bulk in store.catalogue.bulk_graphs:
        for subject in sorted({s for s, _, _ in wanted if s in ids}):
            if any(first <= ids[subject] <= last for first, last in bulk.spans):
                for graph, *triple in read_triples(store, s=subject, place=Place(named=True, graphs=(bulk.id,))):
                    s, p, o = triple
                    if (s, p, o) in wanted:
                        yield graph, (s, p, o)


def read_titles(store: Store, graphs: set[int]) -> dict[int, Receipt]:
    """Return the sources that some named graphs are of; graphs that are no source's are left out."""
    names = {
        number: text[1:] for number, text in store.texts_of(graphs).items() if text.startswith("<" + SOURCE_GRAPHS)
    }
    labels = read_labels(store, set(names.values()))
    return {number: Receipt(labels.get(iri, iri.rsplit("/", 1)[-1]), iri) for number, iri in names.items()}


def read_labels(store: Store, iris: set[str]) -> dict[str, str]:
    """Return the display labels of identifiers."""
    if not iris:
        return {}
    ids = store.ids_of({"<" + iri for iri in iris})
    back = {number: text[1:] for text, number in ids.items()}
    found: dict[str, str] = {}
    for table in store.layout.tables:
        column = next((column.name for column in table.columns if column.predicate == RDFS + "label"), None)
        if column and len(found) < len(back):
            rows = store.execute(
                f'SELECT id, "{column}" FROM "table_{table.name}" WHERE id IN (SELECT unnest($1::BIGINT[]))',
                [sorted(back)],
            )
            found |= {back[int(str(number))]: str(label) for number, label in rows if label is not None}
    return found
