"""Records of CSV and TSV files, faulty ones set aside by line; a stray quote costs its own line, not those after it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from showgraph.errors import BuildError
from showgraph.sources.claims import Reading
from showgraph.sources.text import Line, read_text

_MOST_LINES = 500
"""How many lines one record may have."""
_SHOWN = 400
_DELIMITERS = ",;\t|"


class Record(NamedTuple):
    """The cells of one record and the line it begins in."""

    line: int
    cells: list[str]


def parse_header(text: str) -> tuple[list[str], str]:
    r"""Return the column names in the first line of a text, and the delimiter between them.

    >>> parse_header("id;name\n1;x")
    (['id', 'name'], ';')
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    found = max(_DELIMITERS, key=lambda mark: len(_cells(first, mark)))
    return [cell.strip() for cell in _cells(first, found)], found


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def read_records(path: Path, reading: Reading) -> Iterator[Record]:
    """Yield the header, then every record that has as many cells; empty lines are no records.

    Others are counted in ``reading`` as read and set aside.

    Raises:
        BuildError: the file can't be read, or has no header.
    """
    csv.field_size_limit(16_000_000)
    lines = _Lines(read_text(path, reading))
    first = lines.take()
    if first is None or not first.text or not first.text.strip():
        raise BuildError(f"{path} has no header: its first line is empty")
    header, delimiter = parse_header(first.text)
    yield Record(1, header)
    while (line := lines.take()) is not None:
        if line.text is not None and not line.text.strip():
            continue
        reading.read += 1
        cells, reason = _parse(line, lines, delimiter, len(header))
        if cells is None:
            entry = {
                "file": str(path),
                "line": line.number,
                "reason": reason,
                "text": (line.text or "")[:_SHOWN].rstrip(),
            }
            reading.set_aside.append(entry)
        else:
            yield Record(line.number, cells)


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._back: deque[Line] = deque()

    def take(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def put_back(self, lines: list[Line]) -> None:
        self._back.extendleft(reversed(lines))


def _parse(line: Line, lines: _Lines, delimiter: str, width: int) -> tuple[list[str] | None, str]:
    """Return the cells of the record that a line begins, or why it has none; lines of no record are put back."""
    if line.text is None:
        return None, line.problem
    further: list[Line] = []

    def feed() -> Iterator[str]:
        yield line.text or ""
        while len(further) < _MOST_LINES and (more := lines.take()) is not None:
            further.append(more)
            if more.text is None:
                return
            yield more.text

    reason = ""
    try:
        cells = next(csv.reader(feed(), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        reason = "a quote that isn't closed" if "end of data" in str(error) else f"a stray quote: {error}"
    else:
        if len(cells) == width:
            return cells, ""
        reason = f"{len(cells)} cells where the header has {width}"
    lines.put_back(further)
    return None, reason
