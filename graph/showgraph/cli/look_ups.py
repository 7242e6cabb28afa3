"""Commands that look one thing up: filmography, cast, about, lineage, path, find."""

from __future__ import annotations

import click

from showgraph.cli.options import format_option, graph_options, open_graph, split_names
from showgraph.cli.printing import print_rows

WHY_COLUMNS = ("property", "value", "outcome", "rule", "source", "date", "status", "trust")


@click.command()
@click.argument("person")
@click.option("--episodes", is_flag=True, help="Single episodes too.")
@format_option
@graph_options
@click.pass_context
def filmography(
    context: click.Context, person: str, episodes: bool, form: str, graph_after: str | None, memory: str, timeout: float
) -> None:
    """List the series and films of a person, newest first.

    The name may be any spelling, in Hangul too: "Park Solomon", "Lomon", "박솔로몬".
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.filmography(person, episodes=episodes)
        print_rows(rows.columns, rows, form, empty=f"no series or film of {person!r} is in the graph")


@click.command()
@click.argument("work")
@format_option
@graph_options
@click.pass_context
def cast(context: click.Context, work: str, form: str, graph_after: str | None, memory: str, timeout: float) -> None:
    """List the cast of a series or film in billing order."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.cast(work)
        print_rows(rows.columns, rows, form, empty=f"no cast of {work!r} is in the graph")


@click.command()
@click.argument("name")
@click.option("--as-of", default="", metavar="DATE", help="What was known then: in a year, a month, or on a day.")
@click.option(
    "--trust",
    default="",
    metavar="SOURCES",
    help="Sources that come before all others, best first, with commas between.",
)
@click.option("--why", is_flag=True, help="A row for each source: when it said what, how sure, and which rule decided.")
@format_option
@graph_options
@click.pass_context
def about(
    context: click.Context, name: str, as_of: str, trust: str, why: bool, form: str, graph_after: str | None,
    memory: str, timeout: float,
) -> None:  # fmt: skip
    """Tell everything about a thing: each fact with who says so, who disagrees, and which rule decided.

    With --as-of only sources count that are surely no younger: one of which only the year is known counts from that
    year's end, and one without a date doesn't count; how many were left out is told. A date that lies after that of
    its source is an expectation. With --trust, sources by slug or title are trusted before all others; what happened
    still outranks what was expected.
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        found = kg.about(name, as_of=as_of, trust=split_names(trust))
        if form == "table":
            click.echo(f"{found.thing}\n{found.thing.iri}\n")
        empty = f"no source that counts as of {as_of} says anything of {name!r}" if as_of else ""
        if why:
            print_rows(WHY_COLUMNS, found.why, form, empty=empty)
        else:
            print_rows(found.columns, found, form, empty=empty)
    if as_of:
        click.echo(f"showgraph: sources left out as of {as_of}: {found.unheard}", err=True)


@click.command()
@click.argument("work")
@format_option
@graph_options
@click.pass_context
def lineage(context: click.Context, work: str, form: str, graph_after: str | None, memory: str, timeout: float) -> None:
    """Show what a work comes from, and what came from that."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.lineage(work)
        print_rows(rows.columns, rows, form, empty=f"the graph knows no source of {work!r} and nothing made from it")


@click.command()
@click.argument("one")
@click.argument("two")
@format_option
@graph_options
@click.pass_context
def same(
    context: click.Context, one: str, two: str, form: str, graph_after: str | None, memory: str, timeout: float
) -> None:
    """Tell whether two names or identifiers are one thing, and on which evidence that was decided.

    Identifiers may be those of a source; each piece of evidence comes with what it weighs.
    """
    with open_graph(context, graph_after, memory, timeout) as kg:
        found = kg.same(one, two)
        rows = [
            {
                "verdict": found.verdict,
                "one": piece.a,
                "other": piece.b,
                "evidence": piece.evidence,
                "weight": piece.weight,
            }
            for piece in found.pieces
        ]
        empty = f"{one!r} and {two!r}: {found.verdict}"
        if not rows and found.verdict == "never compared":
            empty += "; nothing that both have made them candidates, so they are two"
        print_rows(("verdict", "one", "other", "evidence", "weight"), rows, form, empty=empty)


@click.command()
@click.argument("one")
@click.argument("two")
@click.option(
    "--through", default="actors", show_default=True, metavar="PROPERTIES", help="What counts, with commas between."
)
@format_option
@graph_options
@click.pass_context
def path(
    context: click.Context, one: str, two: str, through: str, form: str, graph_after: str | None, memory: str,
    timeout: float,
) -> None:  # fmt: skip
    """Show how two people are connected, step by step over works they share."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.path(one, two, tuple(part.strip() for part in through.split(",")))
        empty = f"no chain of shared works joins {one!r} and {two!r}"
        same = kg.get(one, "person").iri == kg.get(two, "person").iri
        empty = f"{one!r} and {two!r} are one person" if same else empty
        print_rows(("from", "via", "year", "as", "to"), rows, form, empty=empty)


@click.command()
@click.argument("name")
@click.option("--kind", default="thing", show_default=True, help="Only things of this kind.")
@format_option
@graph_options
@click.pass_context
def find(
    context: click.Context, name: str, kind: str, form: str, graph_after: str | None, memory: str, timeout: float
) -> None:
    """List what a name fits under any spelling, with the reason for each hit."""
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = [
            {"thing": hit.label, "kind": hit.kind, "about": hit.about, "reason": hit.reason, "iri": hit.iri}
            for hit in kg.find(name, kind)
        ]
        print_rows(
            ("thing", "kind", "about", "reason", "iri"), rows, form, empty=f"nothing is called {name!r} or nearly so"
        )


COMMANDS = (filmography, cast, about, lineage, path, same, find)
