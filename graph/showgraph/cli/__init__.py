"""The command line: arguments and printing only."""

from showgraph.cli.main import main

__all__ = ["main"]
