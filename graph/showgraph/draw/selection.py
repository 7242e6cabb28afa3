"""Reading what a picture shows: any number of things, the links among them, and where all of it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from showgraph.ask.about import show_value
from showgraph.draw.picture import Drawn, Line, Origin
from showgraph.draw.style import STYLES, style_of
from showgraph.model import PREFIXES, RDF_TYPE, RDFS, get_property, properties_of
from showgraph.network.selection import check_selection, is_node, keep_kinds, read_things
from showgraph.sparql.texts import query_texts
from showgraph.store import Limits
from showgraph.store.tables import entity_table, link_table
from showgraph.store.terms import IRI

if TYPE_CHECKING:
    from showgraph.draw.scenery import Scenery
    from showgraph.model import Property
    from showgraph.store import Store

MOST = 300_000
"""How many things a picture holds; of more, those with most links."""
_MOST_WITH_FACTS = 400
_LIMITS = Limits(seconds=60)


def read_selection(
    store: Store, kinds: Sequence[str] = (), relations: Sequence[str] = (), among: Sequence[str] | None = None
) -> tuple[list[Drawn], list[Line], int]:
    """Return things, the links among them, and how many things more there are than a picture holds.

    Things without a link count only ``among`` given ones.

    Raises:
        ShowgraphError: a kind or relation isn't in the model.
    """
    import numpy as np

    pairs = [(prop, *_read_pairs(store, prop)) for prop in check_selection(kinds, relations)]
    given = None if among is None else np.array(sorted(store.ids_of("<" + iri for iri in among).values()), np.int64)
    if given is not None:
        pairs = [(prop, s[both], o[both]) for prop, s, o in pairs if len(both := np.isin(s, given) & np.isin(o, given))]
    ends = [np.empty(0, np.int64), *(part for _, s, o in pairs for part in (s, o))]
    ids, counts = np.unique(np.concatenate(ends if given is None else [*ends, given]), return_counts=True)
    ranked = ids[np.lexsort((ids, -counts))]
    nodes = _name_nodes(store, ranked.tolist(), set(keep_kinds(kinds)))
    drawn = np.array(sorted(nodes), np.int64)
    lines = [
        (prop, s, o)
        for prop, starts, objects in pairs
        if len(both := np.isin(starts, drawn) & np.isin(objects, drawn))
        for s, o in zip(starts[both].tolist(), objects[both].tolist(), strict=True)
    ]
    notes = _read_characters(store, {s for prop, s, _ in lines if prop.key == "actors"})
    named = [
        Line(nodes[s].iri, nodes[o].iri, prop.label, notes.get((s, o), "") if prop.key == "actors" else "")
        for prop, s, o in lines
    ]
    if kinds and given is None:
        linked = {iri for line in named for iri in (line.start, line.end)}
        nodes = {number: node for number, node in nodes.items() if node.iri in linked} or nodes
    return list(nodes.values()), merge_lines(named), len(ranked) - MOST if len(nodes) == MOST else 0


def _read_pairs(store: Store, prop: Property) -> tuple[Any, Any]:
    import numpy as np

    if prop.table_name not in {link.name for link in store.layout.links}:
        texts = query_texts(store, "SELECT ?s ?o WHERE { ?s ?p ?o }", {"p": IRI(prop.iri)}, _LIMITS)
        kept = [(s, o) for s, o in texts if o.startswith("<")]
        numbers = store.ids_of({text for pair in kept for text in pair})
        pairs = np.array([(numbers[s], numbers[o]) for s, o in kept], np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]
    sql = f"SELECT s, o FROM {link_table(prop.table_name, 'out')} ORDER BY s, o"
    found = store.run(lambda connection: connection.execute(sql).fetchnumpy(), _LIMITS)
    return found["s"].astype(np.int64), found["o"].astype(np.int64)


def _name_nodes(store: Store, ranked: Sequence[int], kept: set[str]) -> dict[int, Drawn]:
    """Return the first ``MOST`` things of the kept kinds, all kinds if none are named."""
    nodes: dict[int, Drawn] = {}
    for first in range(0, len(ranked), MOST):
        texts = store.texts_of(ranked[first : first + MOST])
        known = {iri: thing for iri, *thing in read_things(store, [text[1:] for text in texts.values()])}
        for number in ranked[first : first + MOST]:
            if found := known.get(texts[number][1:]):
                kind, label, year = found
                if is_node(str(kind)) and (not kept or kind in kept) and len(nodes) < MOST:
                    nodes[number] = Drawn(texts[number][1:], str(label), str(kind), year)  # type: ignore[arg-type]
        if len(nodes) >= MOST:
            break
    return nodes


def _read_characters(store: Store, works: set[int]) -> dict[tuple[int, int], str]:
    """Return whom each person played in works."""
    if not works:
        return {}
    rows = store.execute(
        f"SELECT credit_of, credited_to, min(character_name) FROM {entity_table('credit')} "
        "WHERE credit_of IN (SELECT unnest($1::BIGINT[])) AND character_name IS NOT NULL "
        "AND credited_to IS NOT NULL GROUP BY ALL",
        [sorted(works)],
    )
    return {(int(str(work)), int(str(person))): str(name) for work, person, name in rows}


def merge_lines(lines: Iterable[Line]) -> list[Line]:
    """Draw one line for several relations of the same two things; "based on" goes without saying beside a lower one."""
    pairs: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        pairs[line.start, line.end].append(line)
    merged = []
    based_on = get_property("based-on").label
    for (start, end), several in pairs.items():
        kept = [line for line in several if line.label != based_on] or several
        label = ", ".join(dict.fromkeys(line.label for line in kept))
        merged.append(Line(start, end, label, next((line.note for line in kept if line.note), "")))
    return merged


def read_nodes(scenery: Scenery, iris: Sequence[str], strong: set[str]) -> list[Drawn]:
    """Return things in the order given, with what a click on each shows; what the graph doesn't know is left out."""
    known = {iri: (kind, label, year) for iri, kind, label, year in scenery.things(sorted(iris))}
    facts = _read_facts(scenery, [iri for iri in iris if iri in known][:_MOST_WITH_FACTS], known)
    return [
        Drawn(iri, known[iri][1], known[iri][0], known[iri][2], iri in strong, facts.get(iri, ()))
        for iri in iris
        if iri in known
    ]


def origin_of(scenery: Scenery, nodes: Iterable[Drawn]) -> Origin:
    """Return the sources that say what a picture's nodes show, those of most facts first, and the graph's day."""
    counts: dict[str, int] = defaultdict(int)
    for node in nodes:
        for _, _, sources in node.facts:
            for source in sources:
                counts[source] += 1
    ranked = sorted(counts, key=lambda source: (-counts[source], source))
    return Origin(tuple(ranked), scenery.day)


def origin_of_all(store: Store) -> Origin:
    """Return all sources of a graph, and its day."""
    query = "SELECT ?label WHERE { ?source a ?class ; ?named ?label }"
    bound = {"class": IRI(PREFIXES["sg"] + "Source"), "named": IRI(RDFS + "label")}
    rows = query_texts(store, query, bound, _LIMITS)
    return Origin(tuple(sorted({label[1:] for (label,) in rows})), store.manifest.built_at[:10])


Shown = tuple[tuple[str, str, tuple[str, ...]], ...]


def _read_facts(
    scenery: Scenery, iris: Sequence[str], known: dict[str, tuple[str, str, int | None]]
) -> dict[str, Shown]:
    """Return what a click on each thing shows: its facts in the model's order, each with the titles of its sources."""
    triples = [triple for triple in scenery.facts(iris) if triple[1][1:] not in _HIDDEN]
    sources = scenery.sources(triples)
    labels = scenery.labels(dict.fromkeys(o for *_, o in triples))
    found: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = defaultdict(list)
    for s, p, o in triples:
        for place, prop in enumerate(properties_of(known[s[1:]][0]).values()):
            if prop.iri == p[1:] and o != '"' + known[s[1:]][1]:
                titles = sources.get((s, p, o), ())
                found[s[1:]].append((place, prop.label, show_value(prop, o, labels), titles))
    return {iri: tuple(fact[1:] for fact in sorted(facts)) for iri, facts in found.items()}


_HIDDEN = {
    RDF_TYPE,
    RDFS + "label",
    get_property("kind-name").iri,
    get_property("year").iri,
    get_property("based-on").iri,
}


def style_rank(kind: str) -> int:
    """Return a kind's place in the legend."""
    return STYLES.index(style_of(kind))
