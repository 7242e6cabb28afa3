"""The command draw."""

from __future__ import annotations

import click

from showgraph.cli.options import graph_options, open_graph


@click.command()
@click.argument("name", required=False, default="")
@click.option("--to", default="", metavar="PERSON", help="Draw the path from one person to another.")
@click.option("--lineage", is_flag=True, help="Draw what a work comes from and what came from that.")
@click.option("--query", "query_text", default="", metavar="FILE.rq|TEXT", help="Draw the things of a query's result.")
@click.option("--question", default="", help="Draw the things of a question's answer.")
@click.option("--steps", type=click.IntRange(0, 4), default=0, help="How far around the thing; 0 takes what suits it.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False), help="The HTML file to write.")
@graph_options
@click.pass_context
def draw(
    context: click.Context, name: str, to: str, lineage: bool, query_text: str, question: str, steps: int, output: str,
    graph_after: str | None, memory: str, timeout: float,
) -> None:  # fmt: skip
    r"""Write a picture of a show, a person, a path, a lineage or a result: one HTML file that opens offline.

    \b
    showgraph draw "All of Us Are Dead" -o show.html
    showgraph draw "Bae Doona" --to "Park Ji-hu" -o path.html
    showgraph draw --question "zombie series adapted from webtoons" -o zombies.html
    """
    from showgraph.cli.questions import read_query_text

    if not (name or query_text or question):
        raise click.UsageError("name a thing to draw, or give --query or --question")
    text = read_query_text(query_text) if query_text else ""
    with open_graph(context, graph_after, memory, timeout) as kg:
        picture = kg.draw(name, to=to, lineage=lineage, query=text, question=question, steps=steps)
        path = picture.save(output)
    click.echo(f"wrote {path}: {len(picture.nodes)} things, {len(picture.lines)} links", err=True)


COMMANDS = (draw,)
