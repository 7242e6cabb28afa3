"""Options that several commands share, and how a command gets its graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from showgraph.errors import ShowgraphError

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

Command = TypeVar("Command", bound=Callable[..., object])
FORMATS = ("table", "json", "ndjson", "csv", "tsv", "markdown")


@dataclass
class Context:
    """What stands before the command: the graph chosen."""

    graph: str | None = None


def graph_options(command: Command) -> Command:
    """Add ``--graph``, ``--memory`` and ``--timeout``."""
    command = click.option(
        "--timeout", type=click.FloatRange(min=0.001), default=60.0, show_default=True, metavar="SECONDS",
        help="How long one query may take.",
    )(command)  # fmt: skip
    command = click.option(
        "--memory", default="1GB", show_default=True, metavar="SIZE", help="How much memory queries may use."
    )(command)
    return click.option(
        "--graph",
        "graph_after",
        metavar="DIR|URL",
        help="The graph to use: a directory, or a SPARQL endpoint's address.",
    )(command)


def format_option(command: Command) -> Command:
    """Add ``--format``."""
    return click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How rows are printed."
    )(command)


def split_names(text: str) -> tuple[str, ...]:
    """Return names that a user writes with commas between.

    >>> split_names("imdb, wikidata")
    ('imdb', 'wikidata')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())


def open_graph(context: click.Context, graph_after: str | None, memory: str, timeout: float) -> KnowledgeGraph:
    """Open the graph that the options choose, telling on standard error when it has to be built first."""
    import showgraph
    from showgraph.making import ensure_bundled

    chosen = graph_after or (context.obj.graph if isinstance(context.obj, Context) else None)
    if timeout <= 0:
        raise ShowgraphError("--timeout needs a number of seconds above zero")
    if not chosen and not os.environ.get("SHOWGRAPH"):
        chosen = str(ensure_bundled(_announce))
    return showgraph.open(chosen, memory=memory, seconds=timeout)


def _announce(message: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"showgraph: {message}", err=True)
