"""Commands about whole graphs: build, sources, check, stats."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from showgraph.cli.options import format_option, graph_options, open_graph, split_names
from showgraph.cli.printing import print_rows

if TYPE_CHECKING:
    from showgraph.sources.claims import Reading

_QUIET = 2
"""A build of fewer seconds says nothing on its way."""


class _Build(click.Command):
    """The command with its sources listed from their table."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, then the sources."""
        from showgraph.sources.known import find_sources

        super().format_help_text(ctx, formatter)
        with formatter.section("Sources"):
            rows = [(f"{source.scheme}:PATH", source.reads) for source in find_sources()]
            formatter.write_dl([*rows, ("mapping:FILE.toml:PATH", "any other table, by a mapping of your own")])


@click.command(cls=_Build)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="The graph directory to write.")
@click.option("--memory", default=None, metavar="SIZE", help="How much memory the build may use.")
@click.option("--report", type=click.Path(dir_okay=False), help="Write what became of the rows as JSON.")
@click.option("--same", type=click.Path(dir_okay=False), help="A TOML file of things you know to be one, or two.")
@click.option("--strict", is_flag=True, help="Stop at the first row that can't be loaded.")
@click.option("--as-of", default="", metavar="DATE", help="Only what sources said by then: a year, a month or a day.")
@click.option(
    "--trust",
    default="",
    metavar="SOURCES",
    help="Sources that come before all others, best first, with commas between.",
)
def build(
    sources: tuple[str, ...], output: str, memory: str | None, report: str | None, same: str | None, strict: bool,
    as_of: str, trust: str,
) -> None:  # fmt: skip
    """Build a graph directory from sources.

    A source is a file or a folder; what it is shows by what it holds, or is said by a word before it, as in
    netflix:titles.csv. Things that several sources tell of become one, on evidence that `showgraph same` tells. An
    older graph of that name stays whole until the new one is. What takes long tells its steps.

    With --as-of and --trust, which work as for `showgraph about`, everything that the graph answers is resolved that
    way. What things are called, and what they are, may then come from later sources.
    """
    from showgraph.making import build_report

    start = monotonic()

    def tell(step: str) -> None:
        if (seconds := monotonic() - start) > _QUIET:
            click.echo(f"{seconds:6.0f} s  {step}", err=True)

    done = build_report(
        sources, output, memory=memory, tell=tell, same=same, strict=strict, as_of=as_of, trust=split_names(trust)
    )
    if report:
        readings = [
            {
                "source": r.source,
                "read": r.read,
                "loaded": r.loaded,
                "set_aside": r.left_out,
                "values_left_out": r.values_left_out,
                "notes": r.notes,
            }
            for r in done.readings
        ]
        Path(report).write_text(json.dumps(readings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for reading in done.readings:
        for note in reading.notes:
            click.echo(f"{reading.source}: {note}", err=True)
        if reading.values_left_out:
            click.echo(f"{reading.source}: {_say_values(reading)}", err=True)
    for reading in done.readings:
        click.echo(str(reading), err=True)


def _say_values(reading: Reading) -> str:
    """Tell of values that were left out, with the first of them."""
    first = reading.values[0]
    place = f"line {first['line']}" if "line" in first else f"row {first.get('row')}"
    return (
        f"{reading.values_left_out} values of loaded rows were left out, such as {first['property']} "
        f"{first.get('value')!r} in {place}: {first['reason']}"
    )


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
    """List what is disputed and what looks wrong: values that lost, and things that break the model's rules.

    Also sources that their terms want deleted by now, and sources that don't say what a work comes from although they
    say it of many others.
    """
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
