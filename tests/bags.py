"""Whether two SPARQL answers are the same: as bags, numbers by value, blank nodes by what they stand beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from showgraph.sparql.values import FLOAT, parse_number

Row = Sequence[str | None]


def plain_cell(text: str | None) -> str:
    """Return a term text in which equal numbers of one type look the same."""
    if text is None:
        return ""
    number = parse_number(text)
    if number is None:
        return text.lower() if text.startswith("@") and " " not in text else _plain_language(text)
    kind, value = number
    if kind >= FLOAT:
        return f"^{kind} {float(value):.12g}"
    return f"^{kind} {Decimal(value).normalize() + 0:.15g}"


def _plain_language(text: str) -> str:
    if not text.startswith("@"):
        return text
    tag, _, lexical = text.partition(" ")
    return f"{tag.lower()} {lexical}"


def bag(rows: Iterable[Row]) -> Counter[tuple[str, ...]]:
    """Return the rows as a bag, blank nodes named after the rows they are in."""
    table = [tuple(plain_cell(cell) for cell in row) for row in rows]
    names = {cell: "_" for row in table for cell in row if cell.startswith("_")}
    for _ in range(4 if names else 0):
        seen: dict[str, list[str]] = {name: [] for name in names}
        for row in table:
            for place, cell in enumerate(row):
                if cell in names:
                    mine = tuple("_self" if other == cell else names.get(other, other) for other in row)
                    seen[cell].append(f"{place}{mine}")
        names = {name: f"_{hash(tuple(sorted(places)))}" for name, places in seen.items()}
    return Counter(tuple(names.get(cell, cell) for cell in row) for row in table)


def same_bag(mine: Iterable[Row], other: Iterable[Row]) -> bool:
    """Tell whether two lists of rows are the same bag."""
    return bag(mine) == bag(other)


def same_set(mine: Iterable[Row], other: Iterable[Row]) -> bool:
    """Tell whether two lists of rows hold the same rows, however often: what REDUCED promises."""
    return set(bag(mine)) == set(bag(other))
