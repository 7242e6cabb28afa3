"""The one object a Python user holds: it opens or builds a graph and hands each question to its room."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from showgraph.making import build_report, ensure_bundled, read_plan
from showgraph.model import KINDS, PREFIXES, Entity
from showgraph.names import Hit, find_names, find_near, get_name
from showgraph.progress import Tell, tell_nobody
from showgraph.remote.address import is_address
from showgraph.sparql import Plan, Result, run_query
from showgraph.store import Limits, Store, open_store
from showgraph.store.fetch import fetch_rows_again
from showgraph.store.terms import Term

if TYPE_CHECKING:
    import networkx
    import rdflib

    from showgraph.ask.about import About
    from showgraph.ask.answer import Answer, Reword
    from showgraph.draw.picture import Picture
    from showgraph.draw.scenery import Scenery
    from showgraph.resolve.explain import Verdict
    from showgraph.resolve.publish import Publication

PathLike = str | os.PathLike[str]


@dataclass
class Rows:
    """The rows of a named query: ``columns`` as its header gives them, each row a dict by column."""

    columns: tuple[str, ...]
    rows: list[dict[str, object]]

    def __iter__(self) -> Iterator[dict[str, object]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        from showgraph.notebook import table_html

        return table_html(self.columns, [[row.get(name) for name in self.columns] for row in self.rows], len(self))


class KnowledgeGraph:
    """An open graph. Use it in a ``with`` block, or ``close`` it.

    ``seconds`` is the time one query may take; ``memory`` what all queries of this graph may use together.
    """

    def __init__(self, directory: PathLike, *, memory: str = "1GB", seconds: float | None = 60.0) -> None:
        self.store: Store = open_store(directory, memory=memory)
        self.limits = Limits(seconds)
        self._plans: dict[str, Plan | None] = {}

    @property
    def directory(self) -> Path:
        """The graph's directory."""
        return self.store.folder

    def ask(self, question: str, reading: int | None = None, reword: Reword | None = None) -> Answer:
        """Answer a question in English, such as "zombie series adapted from webtoons", or a Korean noun phrase.

        ``reading`` takes another of its readings than the likeliest, counted from 1. ``reword`` may propose other words
        for a question that was not understood; ``showgraph.ask.reword.open_door`` makes one of a local language model.

        Raises:
            QuestionError: it was not understood; the error names the word.
            AmbiguousNameError: a name in it fits several things.
        """
        from showgraph.ask.answer import ask_question

        return ask_question(self.store, question, self.limits, reading, reword)

    def suggest(self, text: str, most: int = 8) -> list[str]:
        """Return questions that begin with a text; all can be answered, and those that have an answer come first.

        >>> with open() as kg:
        ...     kg.suggest("zombie series adap")[:1]
        ['zombie series adapted from webtoons']
        """
        from showgraph.ask.suggest import suggest_questions

        return suggest_questions(self.store, text, self.limits, most)

    def query(self, text: str, bindings: Mapping[str, Term] | None = None) -> Result:
        """Answer a SPARQL 1.1 query; ``bindings`` are terms of variables, bound before it is evaluated.

        Prefixes of the model need no declaration.
        """
        return run_query(self.store, add_prefixes(text), bindings or {}, self.limits)

    def run(self, name: str, /, **parameters: object) -> Rows:
        """Answer a query of the catalogue; things are named by label, by any other spelling, or by identifier.

        >>> with open() as kg:
        ...     [row["work"] for row in kg.run("lineage", work="Kingdom")][:1]
        ['Kingdom']
        """
        from showgraph.ask.catalogue import get_query

        named = get_query(name)
        bindings = named.bind(parameters, self._execute)
        if name not in self._plans:
            self._plans[name] = read_plan(self.directory, name, named.text)
        plan = self._plans[name]
        result = run_query(self.store, plan or named.text, bindings, self.limits)
        return Rows(named.columns, [dict(zip(result.columns, row, strict=True)) for row in result])

    def _execute(self, sql: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        return self.store.run(lambda connection: fetch_rows_again(connection, sql, list(values), self.store.memory))

    def find(self, name: str, kind: str = "thing") -> list[Hit]:
        """Return what a name fits under any spelling, best first, each with the reason; else what comes near."""
        return find_names(self._execute, name, (kind,)) or find_near(self._execute, name, (kind,))

    def get(self, name: str, *kinds: str) -> Hit:
        """Return the one thing a name fits.

        Raises:
            UnknownNameError: nothing has it.
            AmbiguousNameError: several have it.
        """
        return get_name(self._execute, name, kinds or ("thing",))

    def same(self, a: str, b: str) -> Verdict:
        """Return whether two names or identifiers, of the graph or of its sources, are one thing, and the evidence.

        Raises:
            UnknownNameError: nothing has a name.
            AmbiguousNameError: several have it.
        """
        from showgraph.resolve.explain import explain_same

        return explain_same(self.store, self._iri_of(a), self._iri_of(b))

    def _iri_of(self, name: str) -> str:
        return name if name.startswith(("http://", "https://")) else self.get(name).iri

    def filmography(self, person: str, *, episodes: bool = False) -> Rows:
        """Return every screen work of a person, newest first; single episodes only where asked for."""
        return self.run("filmography-with-episodes" if episodes else "filmography", person=person)

    def cast(self, work: str) -> Rows:
        """Return the cast of a work in billing order."""
        return self.run("cast", work=work)

    def lineage(self, work: str) -> Rows:
        """Return what a work comes from and what came from that; a title of several works of one lineage is one."""
        from showgraph.errors import AmbiguousNameError

        try:
            return self.run("lineage", work=work)
        except AmbiguousNameError:
            hits = self.find(work, "work")
            rows = [self.run("lineage", work=hit.iri) for hit in hits]
            if rows and all(found.rows == rows[0].rows and found.rows for found in rows):
                return rows[0]
            raise

    def about(self, name: str, *kinds: str, as_of: str = "", trust: Sequence[str] = ()) -> About:
        """Return everything the graph says of one thing, each fact with its sources, what lost and why, its events.

        ``as_of``, a year, month or day, asks what was known then: only sources count that are dated, and not later.
        ``trust`` names sources, by slug or title, that come before all others, best first.

        Raises:
            UnknownNameError: nothing has the name, or there is no such source.
            AmbiguousNameError: several have it.
        """
        from showgraph.ask.about import describe_thing
        from showgraph.resolve.speakers import Rule

        return describe_thing(self.store, self.get(name, *(kinds or _ABOUT_KINDS)), Rule(as_of, tuple(trust)))

    def path(self, one: str, two: str, through: Sequence[str] = ("actors",)) -> list[dict[str, object]]:
        """Return the shortest path between two people over works they share, one row a step.

        ``through`` names the properties that count as sharing a work, such as ``actors`` and ``directors``.
        """
        from showgraph.network.paths import find_path

        start, goal = self.get(one, "person"), self.get(two, "person")
        return [step.as_row() for step in find_path(self.store, start.iri, goal.iri, through)]

    def central(
        self, by: str = "pagerank", kind: str = "person", *, through: Sequence[str] = ("actors",), top: int = 20
    ) -> list[dict[str, object]]:
        """Return the most central people, or works for the kind ``work``, by ``pagerank`` or ``degree``, one row each.

        They are joined by shared works; ``through`` names the properties that count, as for ``path``.
        """
        from showgraph.network.measures import rank_central

        return rank_central(self.store, by, kind, through, top)  # type: ignore[arg-type]

    def groups(
        self, by: str = "communities", *, through: Sequence[str] = ("actors",), top: int = 20
    ) -> list[dict[str, object]]:
        """Return the largest ``communities`` or ``components`` of people and the works they share, one row each."""
        from showgraph.network.measures import rank_groups

        return rank_groups(self.store, by, through, top)  # type: ignore[arg-type]

    def network(
        self,
        *,
        kinds: Sequence[str] = (),
        relations: Sequence[str] = (),
        around: str | Sequence[str] = (),
        steps: int = 1,
    ) -> networkx.MultiDiGraph:
        """Return a NetworkX graph of a selection: kinds, relations, what lies within ``steps`` of some things."""
        from showgraph.network.selection import build_network

        names = [around] if isinstance(around, str) else around
        starts = [self.get(name, *_ABOUT_KINDS).iri for name in names]
        return build_network(self.store, kinds=kinds, relations=relations, around=starts, steps=steps)

    def draw(
        self,
        name: str = "",
        *,
        kind: str = "",
        to: str = "",
        lineage: bool = False,
        query: str = "",
        question: str = "",
        kinds: Sequence[str] = (),
        relations: Sequence[str] = (),
        steps: int = 0,
        tell: Tell = tell_nobody,
    ) -> Picture:
        """Return a picture of a thing and what is around it, of a path, a lineage, a result, or of everything.

        ``kind`` is one of ``showgraph.draw.wish.PICTURES``, such as ``cast`` or ``all``; without it, what is given
        suggests one: ``to`` the path from a person to another, ``lineage`` what a work comes from, ``query`` the things
        of a SPARQL result, ``question`` those of a question's answer. ``kinds`` and ``relations`` keep only things and
        links of these; ``steps`` 0 takes what suits the thing; ``tell`` gets a word for each step of a large picture.

        Raises:
            ShowgraphError: there is nothing to draw.
        """
        from showgraph.draw.wish import Wish, draw_picture

        wish = Wish(
            self._scenery(), self.query, self.ask, self.run, self.lineage, self.get, name, to,
            add_prefixes(query) if query else "", question, tuple(kinds), tuple(relations), steps, tell,
        )  # fmt: skip
        return draw_picture(wish, kind or ("lineage" if lineage else ""))

    def _scenery(self) -> Scenery:
        from showgraph.draw.scenery import StoreScenery

        return StoreScenery(self.store)

    def explain(self, query: str) -> str:
        """Return what of a SPARQL query runs as SQL, what doesn't and why, and the SQL itself."""
        return self.query(query).explain

    def check(self) -> list[dict[str, object]]:
        """Return what is disputed and what looks wrong: ``thing``, ``problem``, ``value``, ``source``, ``iri``."""
        from showgraph.ask.check import check_graph

        return check_graph(self.store, self.limits)

    def stats(self) -> list[dict[str, object]]:
        """Return how many things of each kind, facts and sources the graph holds."""
        catalogue = self.store.catalogue
        rows: list[dict[str, object]] = []
        for kind in KINDS.values():
            if count := sum(catalogue.classes.get(kind.iri, {}).values()):
                rows.append({"what": kind.plural, "count": count})
        rows.append({"what": "facts in the resolved view", "count": catalogue.default_triples})
        rows.append({"what": "facts as the sources say them", "count": catalogue.named_triples})
        return rows

    def export(
        self, form: str, output: PathLike, *, license_ok: Sequence[str] = (), as_of: str = ""
    ) -> Publication | None:
        """Write the graph: turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf, csv or parquet.

        With ``license_ok`` only what sources of these licences say is written, and of them none whose terms want it
        deleted before the day ``as_of``, today if empty; what was left out is returned.

        Raises:
            ShowgraphError: the form isn't known, or the file can't be written.
        """
        from showgraph.export import export_graph, export_publishable

        if license_ok:
            return export_publishable(self.store, form, Path(output), license_ok, as_of)
        export_graph(self.store, form, Path(output))
        return None

    @property
    def rdf(self) -> rdflib.Graph:
        """The resolved view as an rdflib graph over the store; nothing is copied."""
        from showgraph.rdf import rdf_graph

        return rdf_graph(self.store)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The whole graph as an rdflib dataset over the store: the resolved view, and each source's graph."""
        from showgraph.rdf import rdf_dataset

        return rdf_dataset(self.store)

    def close(self) -> None:
        """Close the graph."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_ABOUT_KINDS = ("work", "person", "organization", "character", "genre")


def add_prefixes(text: str) -> str:
    """Return a query with the model's prefixes that it uses and doesn't declare, in its first line.

    >>> add_prefixes("ASK { ?s sg:year 2022 }")
    'PREFIX sg: <https://w3id.org/showgraph/ns#> ASK { ?s sg:year 2022 }'
    """
    declared = {name.casefold() for name in re.findall(r"(?i)\bprefix\s+([\w-]*):", text)}
    missing = [
        f"PREFIX {name}: <{iri}>"
        for name, iri in PREFIXES.items()
        if name not in declared and re.search(rf"(?<![\w:#-]){name}:", text)
    ]
    return " ".join([*missing, text])


def open(directory: PathLike | None = None, *, memory: str = "1GB", seconds: float | None = 60.0) -> KnowledgeGraph:
    """Open a graph directory; without one, that of ``SHOWGRAPH``, else the bundled graph, built on first use.

    An address, such as ``https://example.org/sparql``, opens the graph behind a SPARQL endpoint.

    >>> with open() as kg:
    ...     kg.get("Lomon").label
    'Park Solomon'
    """
    chosen = directory or os.environ.get("SHOWGRAPH") or ensure_bundled()
    if is_address(str(chosen)):
        from showgraph.remote_graph import RemoteGraph

        return RemoteGraph(str(chosen), seconds=seconds)
    return KnowledgeGraph(chosen, memory=memory, seconds=seconds)


def build(sources: Sequence[str], directory: PathLike, *, memory: str | None = None) -> KnowledgeGraph:
    """Build a graph directory from sources, replacing an older one once the new one is whole, and open it."""
    build_report(sources, directory, memory=memory)
    return KnowledgeGraph(directory)


__all__ = ["Entity", "KnowledgeGraph", "Rows", "build", "open"]
