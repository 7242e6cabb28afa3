"""Identifiers that are a number between two texts: a whole range of them takes no room in the dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showgraph.sql import quote_string


@dataclass(frozen=True)
class Range:
    """IRIs ``prefix + number + suffix`` with ids ``first + number``, up to the id ``last``.

    The number is written with at least ``width`` digits. Not every number need be in use. In the order of texts they
    all come after the dictionary's resource with the id ``after`` and before the next; -1 where some lie between them.

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
    after: int = -1

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


@dataclass(frozen=True)
class Fixed:
    """IRIs that the rows of ranges name: their ids, from ``first`` on, are the same whatever else the dictionary holds.

    ``texts`` are their term texts, sorted. In the order of texts each comes after the dictionary's resource with the id
    that stands in its place in ``after``, and before the next.
    """

    first: int = 1
    texts: Sequence[str] = ()
    after: Sequence[int] = ()

    @property
    def last(self) -> int:
        """The last of the ids."""
        return self.first + len(self.texts) - 1


def range_of(ranges: Sequence[Range], number: int) -> Range | None:
    """Return the range that an id lies in."""
    return next((found for found in ranges if found.first <= number <= found.last), None)


def text_sql(ranges: Sequence[Range], number: str, term: str) -> str:
    """Return SQL for the term text of an id; ``term`` is what a LEFT JOIN with the dictionary found for it."""
    if not ranges:
        return term
    cases = " ".join(
        f"WHEN {number} BETWEEN {one.first} AND {one.last} THEN {quote_string('<' + one.prefix)} || "
        f"printf('%0{one.width}d', {number} - {one.first}) || {quote_string(one.suffix)}"
        for one in ranges
    )
    return f"CASE {cases} ELSE {term} END"


def order_sql(ranges: Sequence[Range], number: str, fixed: Fixed | None = None) -> list[str]:
    """Return SQL keys that sort ids of resources as their texts sort; empty where only the texts can tell.

    The dictionary's ids are in that order already, but for the fixed ones. A range lies between two of them, and in it
    1 comes before 10 and 10 before 2.
    """
    if any(one.after < 0 for one in ranges):
        return []
    if not ranges:
        return [number]
    apart: list[tuple[str, int]] = [("<" + one.prefix, one.after) for one in ranges]
    apart += zip(fixed.texts, fixed.after, strict=True) if fixed else []
    step = len(apart) + 1
    keys = {text: after * step + rank for rank, (text, after) in enumerate(sorted(apart), 1)}
    inside = {one: f"WHEN {number} BETWEEN {one.first} AND {one.last} THEN" for one in ranges}
    places = " ".join(f"{inside[one]} {keys['<' + one.prefix]}" for one in ranges)
    other = f"{number} * {step}"
    if fixed and fixed.texts:
        # Ids before these are all of ranges, those after them beyond the list's end; one constant is planned fastest.
        found = str([keys[text] for text in fixed.texts])
        other = f"coalesce(('{found}'::BIGINT[])[{number} - {fixed.first - 1}], {other})"
    digits = {one: _digits_key(one, f"({number} - {one.first})") for one in ranges}
    within = " ".join(f"{inside[one]} {key}" for one, key in digits.items() if key)
    return [f"CASE {places} ELSE {other} END", f"CASE {within} ELSE {number} END" if within else number]


def _digits_key(one: Range, number: str) -> str:
    """Return SQL that sorts numbers of a range as their digits sort: all as long as the longest, then by length.

    Empty where they are all of one length, and sort as numbers do.
    """
    most = max(one.width, len(str(one.last - one.first)))
    shorter_first = one.suffix[:1] < "0"
    cases = [
        f"WHEN {number} < {10**length} THEN {number} * {10 ** (most - length) * 100} "
        f"+ {length if shorter_first else 99 - length}"
        for length in range(one.width, most)
    ]
    last = f"{number} * 100 + {most if shorter_first else 99 - most}"
    return f"CASE {' '.join(cases)} ELSE {last} END" if cases else ""
