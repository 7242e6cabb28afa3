"""The command export."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from showgraph.cli.options import graph_options, open_graph, split_names

if TYPE_CHECKING:
    from showgraph.resolve.publish import Publication

_MOST = 20
"""How many of the sources that are left out are told by name."""

EXPORTS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "gexf", "csv", "parquet")


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORTS))
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="The file to write; a folder for csv and parquet."
)
@click.option(
    "--license-ok", default="", metavar="LICENCES", help="Only what sources of these licences say, with commas between."
)
@click.option(
    "--as-of", default="", metavar="DATE", help="With --license-ok: the day to be published on.  [default: today]"
)
@graph_options
@click.pass_context
def export(
    context: click.Context, form: str, output: str, license_ok: str, as_of: str, graph_after: str | None, memory: str,
    timeout: float,
) -> None:  # fmt: skip
    """Write the whole graph in a format that other programs read.

    turtle, ntriples, jsonld and rdfxml hold the resolved view, nquads and trig every source's graph too; graphml and
    gexf are networks; csv and parquet are a folder with one table a kind.

    With --license-ok, as in cc0,cc-by, a fact is written if a source says it that has one of these licences and that
    its terms don't want deleted by then. Versions don't matter, but cc-by isn't cc-by-sa. "facts only" marks sources of
    which nothing but bare facts was taken; they count where facts-only is named, those without a licence never.
    """
    if as_of and not license_ok:
        raise click.UsageError("--as-of tells which terms have run out, and needs --license-ok")
    licences = split_names(license_ok)
    if license_ok and not licences:
        raise click.UsageError("--license-ok needs licences, such as cc0,cc-by")
    with open_graph(context, graph_after, memory, timeout) as kg:
        left_out = kg.export(form, output, license_ok=licences, as_of=as_of)
    if left_out:
        for line in _say_left_out(left_out):
            click.echo(line, err=True)
    click.echo(f"wrote {output}", err=True)


def _say_left_out(publication: Publication) -> list[str]:
    """Return lines on what was left out, with the sources that say the most."""
    withheld = publication.withheld
    if not withheld:
        return ["left out: nothing"]
    lines = [f"left out: {publication.facts:,} of {publication.total:,} facts, which only these sources say:"]
    lines += [f"  {one.source}: {one.facts:,} facts; {one.reason}" for one in withheld[:_MOST]]
    reasons = Counter(one.reason for one in withheld[_MOST:])
    return lines + [f"  {count:,} more sources; {reason}" for reason, count in reasons.most_common()]


COMMANDS = (export,)
