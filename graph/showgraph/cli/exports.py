"""The command export."""

from __future__ import annotations

import click

from showgraph.cli.options import graph_options, open_graph

EXPORTS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "gexf", "csv", "parquet")


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORTS))
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="The file to write; a folder for csv and parquet."
)
@graph_options
@click.pass_context
def export(
    context: click.Context, form: str, output: str, graph_after: str | None, memory: str, timeout: float
) -> None:
    """Write the whole graph in a format that other programs read.

    turtle, ntriples, jsonld and rdfxml hold the resolved view, nquads and trig every source's graph too; graphml and
    gexf are networks; csv and parquet are a folder with one table a kind.
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        kg.export(form, output)
    click.echo(f"wrote {output}", err=True)


COMMANDS = (export,)
