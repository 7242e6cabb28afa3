"""Every deliberate error of showgraph, in one tree.

Each error carries its facts as attributes; its message is one sentence that says what was asked,
what was found and what to do. Anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ShowgraphError(Exception):
    """The base of all deliberate errors."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of a file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class DataError(ShowgraphError):
    """Source files say something that can't be loaded; all problems of one run together."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the data; mend the lines named and build again:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class GraphError(ShowgraphError):
    """A graph directory is missing, damaged, or written by another version."""


class BuildError(ShowgraphError):
    """A graph could not be built or put in its place."""


class QueryError(ShowgraphError):
    """A SPARQL query can't be answered."""


class QuerySyntaxError(QueryError):
    """A text is not SPARQL 1.1; ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        self.line = line
        self.column = column
        super().__init__(f"line {line}, column {column}: {message}")


class RefusalError(QueryError):
    """A query is well-formed, and still not answered: it reaches out, or could not be stopped."""


class LimitError(QueryError):
    """A query went over its limit of time, memory or rows."""


class EndpointError(QueryError):
    """An endpoint can't be reached, refuses, or answers what can't be read; ``status`` is its own, 0 without one."""

    def __init__(self, message: str, status: int = 0) -> None:
        self.status = status
        super().__init__(message)


class UnknownNameError(ShowgraphError):
    """Nothing in the graph bears this name; ``nearest`` are labels that come close."""

    def __init__(self, what: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.what = what
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"no {what} is called {name!r}{hint}")


class AmbiguousNameError(ShowgraphError):
    """Several things fit a name; ``choices`` tells them apart, one line each."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        self.name = name
        self.choices = tuple(choices)
        lines = "".join(f"\n  {choice}" for choice in self.choices)
        super().__init__(f"{name!r} fits {len(self.choices)}; ask again with one of these:{lines}")


class QuestionError(ShowgraphError):
    """A question was not understood."""


class UnknownQueryError(ShowgraphError):
    """No catalogued query has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"no query is called {name!r}; known queries: {', '.join(self.known)}")


class ParameterError(ShowgraphError):
    """A catalogued query got a parameter it doesn't have, or a value that doesn't fit."""
