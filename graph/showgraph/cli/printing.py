"""Rows as tables, JSON, CSV and Markdown on standard output."""

from __future__ import annotations

import csv
import datetime
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import click

Row = Mapping[str, object]


def print_rows(columns: Sequence[str], rows: Iterable[Row], form: str, *, empty: str = "") -> None:
    """Print rows in one of the formats; identifiers are left out where people read.

    When there are none, standard error says ``empty``.
    """
    listed = list(rows)
    if not listed and empty:
        click.echo(f"showgraph: {empty}", err=True)
    if form in ("json", "ndjson"):
        _print_json(columns, listed, form)
    elif form in ("csv", "tsv"):
        writer = csv.writer(sys.stdout, delimiter="," if form == "csv" else "\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_text(row.get(column)) for column in columns] for row in listed])
    else:
        shown = [column for column in columns if not (column == "iri" or column.endswith("_iri")) or len(columns) == 1]
        cells = [[_text(row.get(column)) for column in shown] for row in listed]
        if form == "markdown":
            _print_markdown(shown, cells)
        elif listed:
            _print_table(shown, cells, [all(_is_number(row.get(column)) for row in listed) for column in shown])


def _print_json(columns: Sequence[str], rows: Sequence[Row], form: str) -> None:
    objects = [{column: _plain(row.get(column)) for column in columns} for row in rows]
    if form == "ndjson":
        for entry in objects:
            click.echo(json.dumps(entry, ensure_ascii=False))
    else:
        body = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in objects)
        click.echo(f"[\n{body}\n]" if objects else "[]")


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Hangul and other wide letters take two.

    >>> text_width("지금"), text_width("now")
    (4, 3)
    """
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _print_table(columns: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    cells = [[_one_line(cell) for cell in row] for row in cells]
    widths = [max(text_width(line[i]) for line in [columns, *cells]) for i in range(len(columns))]
    for line in [columns, ["─" * width for width in widths], *cells]:
        padded = [
            " " * (width - text_width(cell)) + cell if flush else cell + " " * (width - text_width(cell))
            for cell, width, flush in zip(line, widths, right, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in text)


def _print_markdown(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    for line in [columns, ["---"] * len(columns), *cells]:
        escaped = [cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in line]
        click.echo("| " + " | ".join(escaped) + " |")
