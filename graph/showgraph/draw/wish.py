"""What someone wants drawn, and the kinds of pictures there are.

A new kind of picture is one entry of ``PICTURES``: the command line and ``KnowledgeGraph.draw`` both read it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from showgraph.errors import ShowgraphError
from showgraph.progress import Tell, tell_nobody

if TYPE_CHECKING:
    from showgraph.ask.answer import Answer
    from showgraph.draw.picture import Picture
    from showgraph.draw.scenery import Scenery
    from showgraph.names import Hit
    from showgraph.sparql import Result
    from showgraph.store import Store


@dataclass(frozen=True)
class Wish:
    """What to draw and what to draw it from.

    ``select`` answers a SPARQL query, ``ask`` a question, ``run`` a query of the catalogue; ``trace`` gives the rows of
    a work's lineage, ``find`` the one thing that a name fits among things of some kinds; ``tell`` gets a word for each
    step of long work.
    """

    scenery: Scenery
    select: Callable[[str], Result]
    ask: Callable[[str], Answer]
    run: Callable[..., Iterable[dict[str, object]]]
    trace: Callable[[str], Iterable[dict[str, object]]]
    find: Callable[..., Hit]
    name: str = ""
    to: str = ""
    query: str = ""
    question: str = ""
    kinds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    steps: int = 0
    tell: Tell = tell_nobody

    @property
    def store(self) -> Store:
        """The tables of a graph on this machine.

        Raises:
            ShowgraphError: the graph is behind an endpoint, which has none.
        """
        return self.scenery.store


@dataclass(frozen=True)
class Kind:
    """A kind of picture: one sentence, the function that draws it (a module of this folder and a name), its needs."""

    summary: str
    module: str
    function: str
    needs: tuple[str, ...] = ("name",)


PICTURES: dict[str, Kind] = {
    "around": Kind("a thing and what is around it", "scenes", "draw_around"),
    "cast": Kind("who plays whom in a work, and who made it", "charts", "draw_cast"),
    "filmography": Kind("a person's works on a line of years", "timelines", "draw_filmography"),
    "lineage": Kind("what a work comes from and what came from that, on a line of years", "timelines", "draw_lineage"),
    "co-stars": Kind("whom a person acted with most, and who of them acted together", "scenes", "draw_co_stars"),
    "path": Kind("how two people are connected, as a chain", "charts", "draw_path", ("name", "to")),
    "result": Kind("the things of a query's result", "scenes", "draw_result", ("query",)),
    "answer": Kind("the things of a question's answer", "scenes", "draw_answer", ("question",)),
    "all": Kind("the whole graph, or its chosen kinds and relations", "scenes", "draw_all", ()),
}


def draw_picture(wish: Wish, kind: str = "") -> Picture:
    """Draw a wish as a kind of picture; without one, as what is given suggests.

    Raises:
        ShowgraphError: there is no such kind, something it needs is missing, or there is nothing to draw.
    """
    chosen = kind or _suggest_kind(wish)
    if chosen not in PICTURES:
        raise ShowgraphError(f"no picture is called {chosen!r}; choose among {', '.join(PICTURES)}")
    found = PICTURES[chosen]
    for need in found.needs:
        if not getattr(wish, need):
            raise ShowgraphError(f"a picture of the kind {chosen!r} ({found.summary}) needs {_NEEDS[need]}")
    draw: Callable[[Wish], Picture] = getattr(import_module(f"showgraph.draw.{found.module}"), found.function)
    return draw(wish)


_NEEDS = {"name": "a name", "to": "a second name, given as 'to'", "query": "a query", "question": "a question"}


def _suggest_kind(wish: Wish) -> str:
    if wish.question:
        return "answer"
    if wish.query:
        return "result"
    if wish.to:
        return "path"
    if wish.name:
        return "around"
    if wish.kinds or wish.relations:
        return "all"
    raise ShowgraphError("name a thing to draw, or give a query, a question, kinds or relations")
