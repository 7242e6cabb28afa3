"""What pictures show of a graph behind an endpoint: a few queries, each about many things at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from showgraph.ask.proof import show_texts
from showgraph.ask.shown import write_term
from showgraph.draw.scenery import Thing, Triple
from showgraph.errors import LimitError, ShowgraphError
from showgraph.model import RDFS, get_property, is_a
from showgraph.network.selection import RELATIONS, Edge, is_node, keep_kinds, make_network
from showgraph.remote.client import Endpoint
from showgraph.remote.names import read_things
from showgraph.store.terms import IRI

if TYPE_CHECKING:
    import networkx

    from showgraph.store import Store

_AT_ONCE, _MOST_EDGES = 200, 20_000


class RemoteScenery:
    """The scenery of an endpoint; which sources say a fact isn't asked."""

    has_tables = False
    day = ""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @property
    def store(self) -> Store:
        """Nothing: an endpoint has no tables here."""
        raise ShowgraphError(
            f"{self._endpoint} is an endpoint: it can be drawn around a thing, as a lineage, and of a query's or a "
            "question's result; other pictures need a graph on this machine"
        )

    def network(
        self, around: Sequence[str], steps: int, relations: Sequence[str], kinds: Sequence[str] = ()
    ) -> networkx.MultiDiGraph:
        """Return a part of the graph, a query or two for each step."""
        chosen = {"<" + RELATIONS[key].iri: key for key in (relations or RELATIONS)}
        edges: set[Edge] = set()
        front, seen = set(around), set(around)
        for _ in range(steps):
            edges |= self._edges(sorted(front), chosen)
            if len(edges) > _MOST_EDGES:
                raise LimitError(f"more than {_MOST_EDGES} links lead from there, too many to draw; take fewer --steps")
            front = {node for s, _, o in edges for node in (s, o)} - seen
            seen |= front
        nodes: dict[str, dict[str, object]] = {}
        for iri, kind, label, year in self.things(sorted(seen)):
            if is_node(kind) and (not kinds or kind in keep_kinds(kinds)):
                nodes[iri] = {"label": label, "kind": kind} | ({} if year is None else {"year": year})
        return make_network(edges, nodes, self._characters(edges))

    def _edges(self, iris: Sequence[str], chosen: Mapping[str, str]) -> set[Edge]:
        found: set[Edge] = set()
        among = ", ".join(iri + ">" for iri in chosen)
        for row in self._about(
            iris, f"{{ ?thing ?p ?far }} UNION {{ ?near ?p ?thing }} FILTER(?p IN ({among}))", "?thing ?p ?far ?near"
        ):
            thing, prop, far, near = row
            start, end = (near, thing) if near else (thing, far)
            if start and prop and end and start[0] == end[0] == "<":
                found.add((start[1:], chosen[prop], end[1:]))
        return found

    def _characters(self, edges: set[Edge]) -> dict[tuple[str, str], dict[str, str]]:
        works = sorted({s for s, key, _ in edges if key == "actors"})
        of, to, name, part = (
            get_property(key, "credit").iri for key in ("credit-of", "credited-to", "character", "part")
        )
        pattern = (
            f"?credit <{of}> ?thing ; <{to}> ?person OPTIONAL {{ ?credit <{name}> ?name }} "
            f"OPTIONAL {{ ?credit <{part}> ?part }}"
        )
        found: dict[tuple[str, str], dict[str, str]] = {}
        for work, person, *told in self._about(works, pattern, "?thing ?person ?name ?part"):
            details = {key: text[1:] for key, text in zip(("character", "part"), told, strict=True) if text}
            if work and person:
                found.setdefault((work[1:], person[1:]), {}).update(details)
        return found

    def things(self, iris: Sequence[str]) -> list[Thing]:
        """Return those of the identifiers that the endpoint gives a class of the model."""
        found: list[Thing] = []
        for start in range(0, len(iris), _AT_ONCE):
            for thing in read_things(self._endpoint.query, iris[start : start + _AT_ONCE]):
                dated = is_a(thing.kind, "work") and thing.year.isdigit()
                found.append((thing.iri, thing.kind, thing.label, int(thing.year) if dated else None))
        return sorted(found)

    def facts(self, iris: Sequence[str]) -> list[Triple]:
        """Return the triples of things."""
        rows = self._about(iris, "?thing ?p ?o", "?thing ?p ?o")
        return [(s, p, o) for s, p, o in rows if s and p and o]

    def sources(self, triples: Sequence[Triple]) -> Mapping[Triple, tuple[str, ...]]:
        """Return nothing."""
        return {}

    def labels(self, texts: Collection[str]) -> Mapping[str, str]:
        """Return labels."""
        iris = sorted(text[1:] for text in texts if text.startswith("<"))
        rows = self._about(iris, f"?thing <{RDFS}label> ?label", "?thing ?label")
        return show_texts(set(texts), {s[1:]: label[1:] for s, label in rows if s and label and label[0] == '"'})

    def _about(self, iris: Sequence[str], pattern: str, columns: str) -> Iterator[tuple[str | None, ...]]:
        """Yield the rows of a pattern for many things."""
        for start in range(0, len(iris), _AT_ONCE):
            values = " ".join(write_term(IRI(iri)) for iri in iris[start : start + _AT_ONCE])
            query = f"SELECT DISTINCT {columns} WHERE {{ VALUES ?thing {{ {values} }} {pattern} }}"
            yield from self._endpoint.query(query).texts
