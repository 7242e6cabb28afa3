"""The command draw."""

from __future__ import annotations

import sys

import click

from showgraph.cli.options import graph_options, open_graph
from showgraph.draw.wish import PICTURES
from showgraph.progress import tell_nobody

_KINDS = "; ".join(f"{key}: {kind.summary}" for key, kind in PICTURES.items())


@click.command()
@click.argument("name", required=False, default="")
@click.option("--as", "kind", type=click.Choice(list(PICTURES)), default=None, help=f"What to draw. {_KINDS}.")
@click.option("--to", default="", metavar="PERSON", help="Draw the path from one person to another.")
@click.option("--lineage", is_flag=True, help="The same as --as lineage.")
@click.option("--all", "everything", is_flag=True, help="The same as --as all.")
@click.option("--query", "query_text", default="", metavar="FILE.rq|TEXT", help="Draw the things of a query's result.")
@click.option("--question", default="", help="Draw the things of a question's answer.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only things of this kind; may be repeated.")
@click.option("--relation", "relations", multiple=True, metavar="KEY", help="Only this relation; may be repeated.")
@click.option("--steps", type=click.IntRange(0, 4), default=0, help="How far around the thing; 0 takes what suits it.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), help="The file to write: .html, .svg or .png."
)
@graph_options
@click.pass_context
def draw(
    context: click.Context, name: str, kind: str | None, to: str, lineage: bool, everything: bool, query_text: str,
    question: str, kinds: tuple[str, ...], relations: tuple[str, ...], steps: int, output: str,
    graph_after: str | None, memory: str, timeout: float,
) -> None:  # fmt: skip
    """Write a picture: an HTML page that opens offline, whatever its size, or SVG or PNG for print.

    \b
    showgraph draw "All of Us Are Dead" -o show.html
    showgraph draw "All of Us Are Dead" --as cast -o cast.svg
    showgraph draw "Bae Doona" --to "Park Ji-hu" -o path.html
    showgraph draw --question "zombie series adapted from webtoons" -o zombies.html
    showgraph draw --all --relation actors -o everyone.html
    """  # noqa: D301
    from showgraph.cli.questions import read_query_text

    chosen = kind or ("lineage" if lineage else "all" if everything else "")
    if not (name or query_text or question or kinds or relations or chosen == "all"):
        raise click.UsageError("name a thing to draw, or give --query, --question, --kind, --relation or --all")
    text = read_query_text(query_text) if query_text else ""
    tell = _tell if sys.stderr.isatty() else tell_nobody
    with open_graph(context, graph_after, memory, timeout) as kg:
        picture = kg.draw(
            name, kind=chosen, to=to, query=text, question=question, kinds=kinds, relations=relations, steps=steps,
            tell=tell,
        )  # fmt: skip
        path = picture.save(output)
    click.echo(f"wrote {path}: {len(picture.nodes):,} things, {len(picture.lines):,} links", err=True)


def _tell(step: str) -> None:
    click.echo(f"showgraph: {step}", err=True)


COMMANDS = (draw,)
