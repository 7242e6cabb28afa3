"""Objects of JSON files: an array, lines, or an object of objects; JSON within strings is unpacked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from showgraph.errors import BuildError
from showgraph.sources.claims import Reading
from showgraph.sources.text import read_text

_WHOLE = 500_000_000
"""A file of one JSON value is read as a whole up to this many letters; larger ones come as lines."""


class Record(NamedTuple):
    """One object and the line it begins in, 0 where that isn't known."""

    line: int
    value: dict[str, object]


def read_objects(path: Path, reading: Reading) -> Iterator[Record]:
    """Yield the objects of a file; what is no object is counted in ``reading`` as read and set aside.

    Raises:
        BuildError: the file can't be read, or is one JSON value that is too large.
    """
    lines = read_text(path, reading)
    first = next((line for line in lines if line.text is None or line.text.strip()), None)
    if first is None:
        return
    if first.text is not None and _is_line(first.text):
        yield from _take(path, reading, first.number, first.text)
        for line in lines:
            if line.text is None or line.text.strip(" \t\r\n[],"):
                yield from _take(path, reading, line.number, line.text)
        return
    parts = [first.text or ""]
    size = len(parts[0])
    for line in lines:
        parts.append(line.text or "")
        if (size := size + len(parts[-1])) > _WHOLE:
            raise BuildError(f"{path} is one JSON value of more than {_WHOLE // 1_000_000} MB; give it as JSON lines")
    yield from _read_whole(path, reading, "".join(parts), first.number)


def _is_line(text: str) -> bool:
    """Tell whether a first line is a whole object, so that the others are too."""
    text = text.strip().rstrip(",")
    if not (text.startswith("{") and text.endswith("}")):
        return False
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not _holds_objects(found)


def _holds_objects(value: dict[str, object]) -> bool:
    """Tell whether an object is a table of objects by identifier, as against one object."""
    return len(value) > 0 and all(isinstance(_unpack(one), dict) for one in value.values())


def _unpack(value: object) -> object:
    if isinstance(value, str) and value[:1] == "{":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _take(path: Path, reading: Reading, number: int, text: str | None) -> Iterator[Record]:
    if text is None:
        reading.read += 1
        _set_aside(path, reading, number, "bytes that are no text in any likely encoding", "")
        return
    try:
        value = json.loads(text.strip().rstrip(","))
    except (ValueError, RecursionError) as error:
        reading.read += 1
        _set_aside(path, reading, number, f"not JSON: {_why(error)}", text)
        return
    yield from _objects(path, reading, number, value)


def _objects(path: Path, reading: Reading, number: int, value: object) -> Iterator[Record]:
    value = _unpack(value)
    reading.read += 1
    if isinstance(value, dict):
        yield Record(number, value)
    else:
        _set_aside(path, reading, number, f"expected an object, found {type(value).__name__}", str(value))


def _read_whole(path: Path, reading: Reading, text: str, line: int) -> Iterator[Record]:
    decoder = json.JSONDecoder()
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] != "[":
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            reading.read += 1
            _set_aside(path, reading, getattr(error, "lineno", line), f"not JSON: {_why(error)}", text)
            return
        rows = value.values() if isinstance(value, dict) and _holds_objects(value) else [value]
        for one in rows:
            yield from _objects(path, reading, 0, one)
        return
    at += 1
    while True:
        at = _skip(text, at)
        if text[at : at + 1] in ("]", ""):
            break
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            reading.read += 1
            place = text.count("\n", 0, at) + line
            _set_aside(path, reading, place, f"not JSON: {_why(error)}; what follows could not be read", text[at:])
            return
        yield from _objects(path, reading, text.count("\n", 0, at) + line if at < 5_000_000 else 0, value)
        at = end


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,\ufeff":
        at += 1
    return at


def _why(error: BaseException) -> str:
    return str(getattr(error, "msg", "") or "nested too deeply")


def _set_aside(path: Path, reading: Reading, line: int, reason: str, text: str) -> None:
    reading.set_aside.append({"file": str(path), "line": line, "reason": reason, "text": text[:400].rstrip()})
