"""Commands about the network of people and the works they share: central, groups."""

from __future__ import annotations

import click

from showgraph.cli.options import format_option, graph_options, open_graph
from showgraph.cli.printing import print_rows

_through = click.option(
    "--through", default="actors", show_default=True, metavar="PROPERTIES", help="What counts, with commas between."
)
_top = click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="How many.")


@click.command()
@click.option("--by", type=click.Choice(["pagerank", "degree"]), default="pagerank", show_default=True)
@click.option("--kind", type=click.Choice(["person", "work"]), default="person", show_default=True)
@_through
@_top
@format_option
@graph_options
@click.pass_context
def central(
    context: click.Context, by: str, kind: str, through: str, top: int, form: str, graph_after: str | None,
    memory: str, timeout: float,
) -> None:  # fmt: skip
    """List the people, or the works, at the heart of the network of shared works.

    The degree is how many works a person has, or people a work; PageRank counts those of well-connected ones more.
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.central(by, kind, through=_split(through), top=top)
        print_rows(("rank", "name", "score"), rows, form, empty="no works are shared in this graph")


@click.command()
@click.option("--by", type=click.Choice(["communities", "components"]), default="communities", show_default=True)
@_through
@_top
@format_option
@graph_options
@click.pass_context
def groups(
    context: click.Context, by: str, through: str, top: int, form: str, graph_after: str | None, memory: str,
    timeout: float,
) -> None:  # fmt: skip
    """List the circles of people who work together, largest first, with those who have most works.

    Components are what any chain of shared works joins; communities are tighter.
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.groups(by, through=_split(through), top=top)
        print_rows(("group", "people", "works", "around"), rows, form, empty="no works are shared in this graph")


def _split(through: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in through.split(","))


COMMANDS = (central, groups)
