"""Identifiers that are a number between two texts: a whole range of them takes no room in the dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """IRIs ``prefix + number + suffix`` with ids ``first + number``, up to the id ``last``.

    The number is written with at least ``width`` digits. Not every number need be in use.

    >>> titles = Range("https://www.imdb.com/title/tt", 7, "/", first=100, last=5_000_100)
    >>> titles.text(223)
    '<https://www.imdb.com/title/tt0000123/'
    >>> titles.id_of("<https://www.imdb.com/title/tt0000123/")
    223
    """

    prefix: str
    width: int
    suffix: str
    first: int
    last: int

    def text(self, number: int) -> str:
        """Return the term text of an id of the range."""
        return f"<{self.prefix}{number - self.first:0{self.width}d}{self.suffix}"

    def id_of(self, text: str) -> int | None:
        """Return the id of a term text, None when it is none of the range's."""
        if not (text.startswith("<" + self.prefix) and text.endswith(self.suffix)):
            return None
        digits = text[len(self.prefix) + 1 : len(text) - len(self.suffix)]
        if not (digits.isascii() and digits.isdigit()):
            return None
        number = self.first + int(digits)
        return number if number <= self.last and self.text(number) == text else None


def range_of(ranges: Sequence[Range], number: int) -> Range | None:
    """Return the range that an id lies in."""
    return next((found for found in ranges if found.first <= number <= found.last), None)


def text_sql(ranges: Sequence[Range], number: str, term: str) -> str:
    """Return SQL for the term text of an id; ``term`` is what a LEFT JOIN with the dictionary found for it."""
    if not ranges:
        return term
    cases = " ".join(
        f"WHEN {number} BETWEEN {one.first} AND {one.last} THEN '<{_quote(one.prefix)}' || "
        f"printf('%0{one.width}d', {number} - {one.first}) || '{_quote(one.suffix)}'"
        for one in ranges
    )
    return f"CASE {cases} ELSE {term} END"


def _quote(text: str) -> str:
    return text.replace("'", "''")
