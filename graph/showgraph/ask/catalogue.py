"""The catalogue of named queries: one ``.rq`` file a query, its header in grlc's decorators.

A header line begins with ``#+``. ``summary`` says what it answers, ``params`` gives each parameter's type, ``defaults``
what it is when left out, ``columns`` the result's columns, ``example`` a command. In the text a parameter ``person`` of
type ``iri`` or of a kind is the variable ``?_person_iri``, one of type ``integer`` is ``?_year_integer``, and so on.
Values are bound, never pasted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from showgraph.errors import DataError, ParameterError, Problem, UnknownQueryError
from showgraph.files import bundled_folder
from showgraph.model import KINDS, XSD
from showgraph.names import Names, get_name
from showgraph.store.terms import IRI, Literal, Term

LITERAL_TYPES = ("string", "integer", "decimal", "boolean", "date")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query; ``type`` is a kind's key, ``kind``, ``iri`` or a literal type."""

    name: str
    type: str
    default: str | None = None

    @property
    def variable(self) -> str:
        """The variable that stands for it, without the question mark."""
        return f"_{self.name}_{self.type if self.type in LITERAL_TYPES else 'iri'}"


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    example: str
    text: str

    def bind(self, values: Mapping[str, object], execute: Names) -> dict[str, Term]:
        """Return the terms of the query's variables.

        Raises:
            ParameterError: a value is missing, unknown, or doesn't fit its type.
            UnknownNameError: nothing of the kind has the name given.
            AmbiguousNameError: several things have it.
        """
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(values.keys() - known):
            has = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise ParameterError(f"query {self.name!r} has no parameter {unknown[0]!r}; {has}")
        bound: dict[str, Term] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name)
            value = parameter.default if value is None else value
            if value is None:
                raise ParameterError(
                    f"query {self.name!r} needs {parameter.name!r} (a {parameter.type}), for example: {self.example}"
                )
            bound[parameter.variable] = _read_term(parameter, value, execute)
        return bound


def _read_term(parameter: Parameter, value: object, execute: Names) -> Term:
    text = str(value)
    if parameter.type == "kind":
        plain = text.casefold().strip()
        for kind in KINDS.values():
            if plain in (kind.key, *(word.casefold() for pair in kind.nouns for word in pair)):
                return IRI(kind.iri)
        raise ParameterError(f"no kind is called {text!r}; kinds: {', '.join(KINDS)}")
    if parameter.type == "iri":
        return IRI(text)
    if parameter.type in KINDS:
        return IRI(get_name(execute, text, (parameter.type,)).iri)
    checks = {
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?\d+(\.\d+)?",
        "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
    }
    text = text.lower() if parameter.type == "boolean" else text
    if not re.fullmatch(checks.get(parameter.type, ".*"), text, re.DOTALL):
        raise ParameterError(f"{parameter.name!r} is {text!r}; expected a {parameter.type}")
    return Literal(text) if parameter.type == "string" else Literal(text, XSD + parameter.type)


def parse_query(text: str, name: str) -> NamedQuery:
    """Return the named query of a ``.rq`` text.

    Raises:
        DataError: the header lacks something, or says what isn't so.
    """
    header, problems = _read_header(text, name)
    defaults = dict(_pair(entry) for entry in header.get("defaults", []))
    parameters = tuple(
        Parameter(key, kind, defaults.get(key)) for key, kind in (_pair(entry) for entry in header.get("params", []))
    )
    for parameter in parameters:
        if parameter.type not in (*KINDS, *LITERAL_TYPES, "kind", "iri"):
            problems.append(
                Problem(f"{name}.rq", 1, f"parameter {parameter.name!r} has no known type {parameter.type!r}")
            )
        if f"?{parameter.variable}" not in text:
            problems.append(Problem(f"{name}.rq", 1, f"the text doesn't use ?{parameter.variable}"))
    for used in sorted(set(re.findall(r"\?_(\w+)_[a-z]+\b", text)) - {parameter.name for parameter in parameters}):
        problems.append(Problem(f"{name}.rq", 1, f"the text uses parameter {used!r}, which the header lacks"))
    for key in ("summary", "columns", "example"):
        if not header.get(key):
            problems.append(Problem(f"{name}.rq", 1, f"the header has no {key}"))
    if problems:
        raise DataError(problems)
    columns = tuple(column.strip() for column in header["columns"][0].split(","))
    return NamedQuery(name, header["summary"][0], parameters, columns, header["example"][0], text)


def _read_header(text: str, name: str) -> tuple[dict[str, list[str]], list[Problem]]:
    header: dict[str, list[str]] = {}
    problems = []
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        body = line[2:].strip()
        if body.startswith("- ") and current:
            header[current].append(body[2:])
        elif match := re.fullmatch(r"([a-z]+):\s*(.*)", body):
            current = match.group(1)
            header[current] = [match.group(2)] if match.group(2) else []
        else:
            problems.append(Problem(f"{name}.rq", number, f"no decorator: {line!r}"))
    return header, problems


def _pair(entry: str) -> tuple[str, str]:
    key, _, value = entry.partition(":")
    return key.strip(), value.strip()


@cache
def read_catalogue(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Return the catalogue's queries by name; the bundled ones unless a folder is given."""
    paths = sorted((folder or bundled_folder("queries")).glob("*.rq"))
    return {path.stem: parse_query(path.read_text(encoding="utf-8"), path.stem) for path in paths}


def get_query(name: str) -> NamedQuery:
    """Return a query of the catalogue.

    >>> get_query("filmography").parameters[0].type
    'person'

    Raises:
        UnknownQueryError: there is none of that name.
    """
    catalogue = read_catalogue()
    if name not in catalogue:
        raise UnknownQueryError(name, list(catalogue))
    return catalogue[name]
