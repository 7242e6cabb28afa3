"""Commands that take a question or a query: ask, query, run, queries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from showgraph.cli.options import FORMATS, format_option, graph_options, open_graph
from showgraph.cli.printing import print_rows
from showgraph.errors import ShowgraphError


def complete_question(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return questions that go on where the words on the command line end; nothing is built for it."""
    from showgraph.making import bundled_is_built

    words = [*(context.params.get("question") or ()), incomplete]
    if not bundled_is_built():
        return []
    with open_graph(context, context.params.get("graph_after"), "1GB", 2.0) as kg:
        text = " ".join(words)
        done = text[: len(text) - len(incomplete)]
        return [found[len(done) :] for found in kg.suggest(text) if found.startswith(done)]


@click.command()
@click.argument("question", nargs=-1, required=True, shell_complete=complete_question)
@click.option("--sparql", is_flag=True, help="Also print the query that was run.")
@click.option("--why", is_flag=True, help="Also print the facts behind each row, with their sources.")
@click.option("--reading", type=click.IntRange(min=1), metavar="N", help="Take the N-th reading, not the likeliest.")
@click.option("--reword", metavar="URL", help="Let a local model propose other words: http://127.0.0.1:8080/v1.")
@click.option("--model", default="default", show_default=True, metavar="NAME", help="The model that --reword asks.")
@format_option
@graph_options
@click.pass_context
def ask(
    context: click.Context, question: tuple[str, ...], sparql: bool, why: bool, reading: int | None, reword: str | None,
    model: str, form: str, graph_after: str | None, memory: str, timeout: float,
) -> None:  # fmt: skip
    """Answer a question in English or Korean, and say how it was read.

    Readings that are nearly as likely are told with how they would be answered; --reading N takes one of them.
    --reword asks a language model on this machine for other words when a question isn't understood; only what the
    grammar reads is run.

    \b
    showgraph ask "zombie series adapted from webtoons"
    showgraph ask --why "who directed Kingdom"
    showgraph ask "웹툰 원작 좀비 드라마"
    """  # noqa: D301
    door = None
    if reword:
        from showgraph.ask.reword import open_door

        door = open_door(reword, model)
    with open_graph(context, graph_after, memory, timeout) as kg:
        answer = kg.ask(" ".join(question), reading, door)
        click.echo(f"read as: {answer.reading}", err=True)
        for note in answer.notes:
            click.echo(f"         ({note})", err=True)
        for other in answer.others:
            told = ("many rows" if other.rows is None else f"{other.rows} rows") + (
                f", such as {', '.join(other.sample)}" if other.sample else ""
            )
            click.echo(f"or (--reading {other.number}): {other.reading}: {told}", err=True)
        if sparql and answer.sparql:
            click.echo(f"\n{answer.sparql}\n", err=form != "table")
        print_rows(answer.columns, answer.rows, form, empty=answer.empty)
        if why and answer.unproved:
            click.echo(f"no why: {answer.unproved}", err=True)
        elif why and answer.rows:
            for row, facts in zip(answer.rows, answer.why, strict=True):
                click.echo(f"\nwhy {next(iter(row.values()))}", err=form != "table")
                for fact, receipts in facts:
                    told = "; ".join(receipt.title for receipt in receipts)
                    click.echo(f"  {fact}\n      says {told}", err=form != "table")


RESULT_FORMATS = (*FORMATS, "srj", "srx", "turtle", "ntriples", "jsonld", "rdfxml")


@click.command()
@click.argument("query_text", metavar="FILE.rq|-|TEXT")
@click.option("--explain", is_flag=True, help="Print what ran as SQL and what did not, instead of the answer.")
@click.option("--format", "form", type=click.Choice(RESULT_FORMATS), default=None, help="How the answer is printed.")
@graph_options
@click.pass_context
def query(
    context: click.Context, query_text: str, explain: bool, form: str | None, graph_after: str | None, memory: str,
    timeout: float,
) -> None:  # fmt: skip
    """Answer a SPARQL 1.1 query: a file, a text, or - for standard input.

    srj, srx, csv and tsv are the forms of the SPARQL standards; CONSTRUCT and DESCRIBE print Turtle.

    \b
    showgraph query 'SELECT ?show { ?s a schema:TVSeries ; rdfs:label ?show } LIMIT 5'
    """  # noqa: D301
    from showgraph.cli.results import print_result

    text = read_query_text(query_text)
    with open_graph(context, graph_after, memory, timeout) as kg:
        if explain:
            click.echo(kg.explain(text))
        else:
            print_result(kg.query(text), form)


def read_query_text(argument: str) -> str:
    """Return the query that an argument gives: standard input, a file that is there, or the argument itself."""
    if argument == "-":
        return sys.stdin.read()
    looks_like_path = "\n" not in argument and "{" not in argument and len(argument) < 1000
    if looks_like_path and (Path(argument).is_file() or argument.endswith(".rq")):
        try:
            return Path(argument).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise ShowgraphError(f"can't read the query {argument!r}: {reason}") from error
    return argument


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
@click.argument("name", required=False)
@format_option
@graph_options
@click.pass_context
def run(
    context: click.Context, name: str | None, form: str, graph_after: str | None, memory: str, timeout: float
) -> None:
    """Answer a query of the catalogue: showgraph run NAME --PARAMETER VALUE ….

    "showgraph queries" lists them; "showgraph run NAME --help" tells what one needs.
    """
    from showgraph.ask.catalogue import get_query

    if name in (None, "-h", "--help"):
        click.echo(context.get_help())
        return
    named = get_query(str(name))
    if {"-h", "--help"} & set(context.args):
        click.echo(f"{named.summary}\n\nParameters:")
        for parameter in named.parameters:
            default = f" [default: {parameter.default}]" if parameter.default is not None else ""
            click.echo(f"  --{parameter.name} ({parameter.type}){default}")
        click.echo(f"\nColumns: {', '.join(named.columns)}\n\nExample: {named.example}")
        return
    with open_graph(context, graph_after, memory, timeout) as kg:
        rows = kg.run(named.name, **_read_parameters(context.args))
        print_rows(rows.columns, rows, form, empty=f"query {named.name!r} has no rows for these values")


def _read_parameters(arguments: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    waiting = list(arguments)
    while waiting:
        option = waiting.pop(0)
        if not option.startswith("--") or option == "--":
            raise click.UsageError(f"expected --PARAMETER VALUE, found {option!r}")
        name, has_value, value = option[2:].partition("=")
        if not has_value:
            if not waiting:
                raise click.UsageError(f"{option} needs a value")
            value = waiting.pop(0)
        found[name.replace("-", "_")] = value
    return found


@click.command()
@format_option
def queries(form: str) -> None:
    """List the queries of the catalogue with their parameters."""
    from showgraph.ask.catalogue import read_catalogue

    rows = [
        {
            "query": named.name,
            "parameters": " ".join(
                f"--{p.name} {p.type.upper()}" if p.default is None else f"[--{p.name} {p.default}]"
                for p in named.parameters
            ),
            "answers": named.summary,
        }
        for named in read_catalogue().values()
    ]
    print_rows(("query", "parameters", "answers"), rows, form)


COMMANDS = (ask, query, run, queries)
