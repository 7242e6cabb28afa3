"""Commands about whole graphs: build, sources, check, stats."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import click

from showgraph.cli.options import format_option, graph_options, open_graph
from showgraph.cli.printing import print_rows

_QUIET = 2
"""A build of fewer seconds says nothing on its way."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="The graph directory to write.")
@click.option("--memory", default=None, metavar="SIZE", help="How much memory the build may use.")
@click.option("--report", type=click.Path(dir_okay=False), help="Write what became of the rows as JSON.")
def build(sources: tuple[str, ...], output: str, memory: str | None, report: str | None) -> None:
    """Build a graph directory from sources.

    A source is toml:DIR, a folder in the shape of data/, imdb:DIR, a folder of IMDb's own files, gzipped or not, or
    rdf:FILE, any RDF. Without the word before it, a source tells by what it is. An older graph of that name stays whole
    until the new one is. What takes long tells its steps.
    """
    from showgraph.knowledge_graph import build_report

    start = monotonic()

    def tell(step: str) -> None:
        if (seconds := monotonic() - start) > _QUIET:
            click.echo(f"{seconds:6.0f} s  {step}", err=True)

    done = build_report(sources, output, memory=memory, tell=tell)
    if report:
        readings = [
            {"source": r.source, "read": r.read, "loaded": r.loaded, "set_aside": r.left_out} for r in done.readings
        ]
        Path(report).write_text(json.dumps(readings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for reading in done.readings:
        click.echo(str(reading), err=True)


@click.command()
@format_option
@graph_options
@click.pass_context
def sources(context: click.Context, form: str, graph_after: str | None, memory: str, timeout: float) -> None:
    """List where facts come from: every source with its date, licence, trust and number of facts."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.run("sources")
        print_rows(rows.columns, rows, form, empty="the graph names no sources")


@click.command()
@format_option
@graph_options
@click.pass_context
def check(context: click.Context, form: str, graph_after: str | None, memory: str, timeout: float) -> None:
    """List what is disputed and what looks wrong: values that lost, and things that break the model's rules."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.check()
        print_rows(("thing", "problem", "value", "source", "iri"), rows, form, empty="nothing is disputed or wrong")


@click.command()
@format_option
@graph_options
@click.pass_context
def stats(context: click.Context, form: str, graph_after: str | None, memory: str, timeout: float) -> None:
    """Tell how big the graph is: things by kind, facts, sources."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.stats()
        print_rows(("what", "count"), rows, form)


COMMANDS = (build, sources, check, stats)
