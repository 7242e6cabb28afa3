"""Lines of files that may be compressed, read one by one, and the count of what became of them."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from showgraph.errors import DataError, Problem
from showgraph.sources.claims import Reading

LONGEST_LINE = 64 * 2**20
LONGEST_DOCUMENT = 2**30
COMPRESSED = (".gz", ".bz2")
PAGES = (".html", ".htm", ".xhtml")
_BROKEN = (OSError, EOFError, zlib.error)
_SHOWN = 10_000


class Line(NamedTuple):
    """One line without its end; where ``problem`` says something, its bytes could not be read."""

    number: int
    data: bytes
    problem: str = ""


class Rows:
    """Counts the rows of one file into a reading, so that what is read is always loaded or set aside.

    Only the first ten thousand rows set aside have an entry of their own; one more entry counts the others.
    """

    def __init__(self, reading: Reading, path: Path) -> None:
        self.reading = reading
        self.path = str(path)
        self.loaded = 0
        self.left = 0
        self._rest: dict[str, object] | None = None

    def load(self) -> None:
        """Count one row as loaded."""
        self.reading.read += 1
        self.reading.loaded += 1
        self.loaded += 1

    def leave(self, line: int, reason: str) -> None:
        """Set the row of a line aside."""
        self.reading.read += 1
        self.left += 1
        if self.left <= _SHOWN:
            self.reading.set_aside.append({"file": self.path, "line": line, "reason": reason})
            return
        if self._rest is None:
            self._rest = {"file": self.path, "rows": 0, "reason": "further rows that could not be read"}
            self.reading.set_aside.append(self._rest)
        self._rest["rows"] = int(str(self._rest["rows"])) + 1

    def leave_many(self, rows: int, reason: str) -> None:
        """Set rows aside that need no entry each."""
        if rows:
            self.reading.read += rows
            self.reading.set_aside.append({"file": self.path, "rows": rows, "reason": reason})

    def note(self, reason: str) -> None:
        """Tell of something left out of rows that were loaded."""
        self.reading.notes.append(f"{Path(self.path).name}: {reason}")

    def refuse_if_empty(self, what: str) -> None:
        """Raise a DataError when rows were read and none of them could be used."""
        if self.left and not self.loaded:
            first = [e for e in self.reading.set_aside if e["file"] == self.path and "line" in e][:10]
            problems = [Problem(self.path, int(str(entry["line"])), str(entry["reason"])) for entry in first]
            raise DataError(problems or [Problem(self.path, 1, f"no {what} in it can be read")])


def bare_suffix(path: Path) -> str:
    """Return a file's ending, in lower case, without that of its compression.

    >>> bare_suffix(Path("kingdom.nt.gz")), bare_suffix(Path("kingdom.TTL"))
    ('.nt', '.ttl')
    """
    name = Path(path.stem) if path.suffix.lower() in COMPRESSED else path
    return name.suffix.lower()


def bare_stem(path: Path) -> str:
    """Return a file's name without its endings, that of its compression too.

    >>> bare_stem(Path("data/kingdom.nt.gz"))
    'kingdom'
    """
    return Path(path.stem).stem if path.suffix.lower() in COMPRESSED else path.stem


def open_bytes(path: Path) -> BinaryIO:
    """Open a file to read, unpacked where its first bytes say that it is gzip or bzip2.

    Raises:
        DataError: it can't be opened.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(3)
        if head[:2] == b"\x1f\x8b":
            return cast("BinaryIO", gzip.open(path))
        return cast("BinaryIO", bz2.open(path)) if head == b"BZh" else path.open("rb")
    except OSError as error:
        raise DataError([Problem(str(path), 1, error.strerror or str(error))]) from error


def read_document(path: Path, longest: int | None = None) -> bytes:
    """Return all bytes of a file, unpacked; ``longest`` is how many at most, a gigabyte of a compressed file.

    Raises:
        DataError: it can't be read, or it is larger.
    """
    with open_bytes(path) as stream:
        if longest is None and isinstance(stream, gzip.GzipFile | bz2.BZ2File):
            longest = LONGEST_DOCUMENT
        try:
            data = stream.read() if longest is None else stream.read(longest + 1)
        except _BROKEN as error:
            raise DataError([Problem(str(path), 1, f"can't be read: {error}")]) from error
    if longest is not None and len(data) > longest:
        raise DataError([Problem(str(path), 1, f"more than {longest >> 20} MB; unpack it, or split it")])
    return data


def read_lines(path: Path, longest: int = LONGEST_LINE) -> Iterator[Line]:
    r"""Yield the lines of a file, which end with ``\n``, ``\r\n`` or ``\r``, without ever holding more than one.

    Raises:
        DataError: it can't be opened.
    """
    number = 0
    with open_bytes(path) as stream:
        while True:
            number += 1
            try:
                data = stream.readline(longest + 1)
                whole = len(data) <= longest or _skip_line(stream, data)
            except _BROKEN as error:
                yield Line(number, b"", f"the file can't be read further: {error}")
                return
            if not data:
                return
            if not whole:
                yield Line(number, b"", f"a line of more than {longest >> 20} MB")
                continue
            first, *further = data.removesuffix(b"\n").removesuffix(b"\r").split(b"\r")
            yield Line(number, first)
            for part in further:
                number += 1
                yield Line(number, part)


def _skip_line(stream: BinaryIO, data: bytes) -> bool:
    while data and not data.endswith(b"\n"):
        data = stream.readline(2**20)
    return False
