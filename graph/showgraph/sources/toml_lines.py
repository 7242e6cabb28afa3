"""In which line of a TOML text a key stands; the standard parser doesn't tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r'^\s*("[^"]+"|\'[^\']+\'|[\w-]+)\s*(?:\.\s*[\w-]+\s*)*=')


def _split(header: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^.]+', header)]


def find_line(text: str, path: Sequence[str | int]) -> int:
    r"""Return the line, from 1, of the deepest part of a path that can be found; 1 where none can.

    A number in the path counts the tables of an array of tables.

    >>> find_line("label = 'x'\n[[cast]]\nperson = 'a'\n[[cast]]\nperson = 'b'", ("cast", 1, "person"))
    5
    """
    best, depth = 1, 0
    table: list[str | int] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        here: list[str | int] = []
        if header := _HEADER.match(line):
            names = _split(header.group(2))
            table = list(names)
            if header.group(1) == "[[":
                name = ".".join(names)
                counts[name] = counts.get(name, -1) + 1
                table.append(counts[name])
            here = table if len(path) >= len(table) else list(names)
        elif key := _KEY.match(line):
            here = [*table, key.group(1).strip("\"'")]
        if len(here) > depth and list(path[: len(here)]) == here:
            best, depth = number, len(here)
    return best


def find_text_line(text: str, path: Sequence[str | int], value: str) -> int:
    """Return the line of a quoted value at or after a path's line, so that one entry of a long list is found."""
    start = find_line(text, path)
    lines = text.splitlines()
    for number in range(start, min(start + 60, len(lines) + 1)):
        if f'"{value}"' in lines[number - 1] or f"'{value}'" in lines[number - 1]:
            return number
    return start
