"""A graph behind a SPARQL endpoint, asked as one on this machine is, as far as an endpoint can tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from showgraph.errors import ShowgraphError
from showgraph.knowledge_graph import KnowledgeGraph, Rows, add_prefixes
from showgraph.names import Hit, Names, find_names, get_name
from showgraph.remote.client import Endpoint
from showgraph.remote.names import RemoteNames
from showgraph.sparql import Result
from showgraph.store import Limits, Store
from showgraph.store.terms import Term

if TYPE_CHECKING:
    from showgraph.ask.answer import Answer, Reword
    from showgraph.draw.scenery import Scenery


class RemoteGraph(KnowledgeGraph):
    """A graph behind an endpoint. It answers ``query``, ``run``, ``ask``, ``draw``, ``find`` and ``get``.

    What needs the tables of a graph directory raises a ``ShowgraphError`` that says so. ``seconds`` is the time one
    query may take.
    """

    def __init__(self, address: str, *, seconds: float | None = 60.0) -> None:
        self.endpoint = Endpoint(address, seconds)
        self.limits = Limits(seconds)

    @property
    def store(self) -> Store:  # type: ignore[override]
        """Nothing: an endpoint has no tables here."""
        self._refuse()

    @property
    def directory(self) -> Path:
        """Nothing: an endpoint has no directory here."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise ShowgraphError(
            f"{self.endpoint} is an endpoint, which answers query, run, ask, draw and find; "
            "anything else needs a graph on this machine: name its directory with --graph"
        )

    @property
    def names(self) -> Names:
        """What finds names at the endpoint."""
        return RemoteNames(self.endpoint.query)

    def query(self, text: str, bindings: Mapping[str, Term] | None = None) -> Result:
        """Answer a SPARQL query; ``bindings`` are terms of variables, bound before it is evaluated.

        Raises:
            EndpointError: the endpoint can't be reached, refuses, or answers what can't be read.
            LimitError: it took too long, or the answer is too large.
        """
        return self.endpoint.query(add_prefixes(text), bindings)

    def run(self, name: str, /, **parameters: object) -> Rows:
        """Answer a query of the catalogue; things are named by a name as it is written, or by identifier."""
        from showgraph.ask.catalogue import get_query

        named = get_query(name)
        text = re.sub(r"(?m)^#\+.*\n", "", named.text)
        result = self.endpoint.query(text, named.bind(parameters, self.names))
        return Rows(named.columns, [row.asdict() for row in result])

    def ask(self, question: str, reading: int | None = None, reword: Reword | None = None) -> Answer:
        """Answer a question as a graph on this machine does; names are found as they are written.

        Raises:
            QuestionError: it was not understood; the error names the word.
            AmbiguousNameError: a name in it fits several things.
        """
        from showgraph.ask.answer import ask_over
        from showgraph.remote.asking import ground_of

        return ask_over(ground_of(self.endpoint), question, self.limits, reading, reword)

    def path(self, one: str, two: str, through: Sequence[str] = ("actors",)) -> list[dict[str, object]]:
        """Raise a ShowgraphError: paths are found in the tables of a graph directory."""
        self._refuse()

    def _scenery(self) -> Scenery:
        from showgraph.remote.scenery import RemoteScenery

        return RemoteScenery(self.endpoint)

    def find(self, name: str, kind: str = "thing") -> list[Hit]:
        """Return what a name fits as it is written, best first, each with the reason."""
        return find_names(self.names, name, (kind,))

    def get(self, name: str, *kinds: str) -> Hit:
        """Return the one thing a name fits as it is written.

        Raises:
            UnknownNameError: nothing has it.
            AmbiguousNameError: several have it.
        """
        return get_name(self.names, name, kinds or ("thing",))

    def suggest(self, text: str, most: int = 8) -> list[str]:
        """Return nothing: what could go on a text isn't asked for over a network."""
        return []

    def close(self) -> None:
        """Do nothing: no connection is kept."""
