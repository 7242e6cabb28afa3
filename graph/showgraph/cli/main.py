"""The command group, and the one place where errors become a sentence and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import click

from showgraph import __version__
from showgraph.cli import exports, graphs, look_ups, networks, pictures, questions, serving
from showgraph.cli.options import Context
from showgraph.errors import ShowgraphError


@click.group(
    name="showgraph",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog='Begin with: showgraph ask "zombie series adapted from webtoons"',
)
@click.version_option(__version__, prog_name="showgraph")
@click.option(
    "--graph",
    metavar="DIR|URL",
    help="The graph to use, before or after the command: a directory, or a SPARQL endpoint's address.  "
    "[default: SHOWGRAPH, or the bundled graph]",
)
@click.pass_context
def commands(context: click.Context, graph: str | None) -> None:
    """A knowledge graph of shows, the people in them and the stories they come from."""
    context.obj = Context(graph)


for room in (questions, look_ups, networks, pictures, graphs, exports, serving):
    for command in room.COMMANDS:
        commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit 0 with an answer, 1 with a sentence, 2 for wrong usage."""
    code = run(arguments)
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    # All is closed; taking the interpreter down piece by piece would cost more than a look-up.
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        code = commands.main(arguments, prog_name="showgraph", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        error.show()
        return 2
    except click.Abort:
        return _say("stopped", 130)
    except click.ClickException as error:
        return _say(error.format_message(), 1)
    except ShowgraphError as error:
        return _say(str(error), 1)
    except KeyboardInterrupt:
        return _say("stopped", 130)
    except BrokenPipeError:
        # Whoever read the output has enough; writing what is buffered would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f" {error.filename!r}" if error.filename else ""
        return _say(f"the system refused{where}: {error.strerror}", 1)


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):
        click.echo(f"showgraph: {message}", err=True)
    return code
