"""The command that serves a graph."""

from __future__ import annotations

import click

from showgraph.cli.heap import keep_one_heap
from showgraph.cli.options import graph_options, open_graph


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to serve at.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes a free one."
)
@click.option(
    "--rows", default=250_000, show_default=True, type=click.IntRange(1), help="How many rows an answer may have."
)
@click.option(
    "--request", default=1_000_000, show_default=True, type=click.IntRange(1_000), metavar="BYTES",
    help="How large a request may be.",
)  # fmt: skip
@click.option(
    "--concurrency", default=32, show_default=True, type=click.IntRange(1),
    help="How many requests are worked on at once; more get 503.",
)  # fmt: skip
@click.option(
    "--patience", default=20.0, show_default=True, type=click.FloatRange(min=0.1), metavar="SECONDS",
    help="How long a client may neither send nor take anything.",
)  # fmt: skip
@click.option(
    "--kept", default=32_000_000, show_default=True, type=click.IntRange(0), metavar="BYTES",
    help="How much memory may keep small answers for the next who asks.",
)  # fmt: skip
@graph_options
@click.pass_context
def serve(
    context: click.Context, host: str, port: int, rows: int, request: int, concurrency: int, patience: float, kept: int,
    graph_after: str | None, memory: str, timeout: float,
) -> None:  # fmt: skip
    """Serve the graph: a SPARQL endpoint, a JSON API of the queries, and an explorer for the browser.

    The address is printed once it answers. Nothing can be changed through it, nothing else is read or asked. It ends at
    Ctrl-C or SIGTERM, once what is being answered is done.
    """
    keep_one_heap()  # before what is imported next: numpy begins threads of its own
    from showgraph.serve import Settings, serve_graph

    settings = Settings(
        seconds=timeout, rows=rows, request=request, concurrency=concurrency, patience=patience, kept=kept
    )
    with open_graph(context, graph_after, memory, timeout) as kg:
        serve_graph(kg, host, port, settings, announce=click.echo)


COMMANDS = (serve,)
