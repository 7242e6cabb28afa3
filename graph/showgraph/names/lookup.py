"""What looks names up in one graph: its database, and beside it files that find what a question may name.

A question asks for every span of its words in every form. Nearly none of them is a name, and the database is slow to
say so, and slow to gather the namesakes of one that is. Two arrays, mapped from files, say which names a form has; the
names with what tells them apart are read from a file of short compressed blocks.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from showgraph.names.index import WAYS
from showgraph.names.search import FORMS_TABLE, MOST_OF_FORM, NAMES_TABLE, WORDS_TABLE, Execute, Rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "names"
_HASHES, _ENTRIES, _BLOCKS, _ROWS = "hashes.npy", "entries.npy", "blocks.npy", "rows.zlib"
_OF_BLOCK = 32
"""Names in a block: enough to compress to a quarter, few enough to be read in some microseconds."""
_BATCH = 2_048 * _OF_BLOCK
_WAYS = 8
_FORMS_SQL = f"""
    SELECT md5_number_lower(form) AS hash, ref, CAST(list_position($ways, way) - 1 AS UTINYINT) AS way
    FROM {FORMS_TABLE} {{}} ORDER BY hash, ref
"""
_BOUND = f"QUALIFY row_number() OVER (PARTITION BY form ORDER BY ref) <= {MOST_OF_FORM}"
_NAMES_SQL = f"""
    SELECT ref, to_json([name, iri, kind, label, about, CAST(weight AS VARCHAR)]) FROM {NAMES_TABLE} ORDER BY ref
"""


class _Files(NamedTuple):
    """The files of a graph: the hashes of forms, sorted, each with 8 times the place of a name plus its way's.

    Names are numbered from 0 as they are written; ``blocks`` holds where each block of them begins, and their end.
    """

    hashes: NDArray[np.uint64]
    entries: NDArray[np.uint32]
    blocks: NDArray[np.uint64]
    rows: NDArray[np.uint8] = np.empty(0, np.uint8)


class Lookup:
    """Runs look-ups of names; ``folder`` is the graph's, which may have files of its names."""

    def __init__(self, execute: Execute, folder: Path) -> None:
        self._execute, self._folder = execute, folder / FOLDER

    def __call__(self, sql: str, values: Sequence[object]) -> Rows:
        """Run a statement and return its rows."""
        return self._execute(sql, values)

    @cached_property
    def large(self) -> bool:
        """Whether the graph has so many names that they are found by their words."""
        return bool(self._execute(f"SELECT 1 FROM {WORDS_TABLE} LIMIT 1", []))

    @cached_property
    def _files(self) -> _Files | None:
        try:
            mapped = [np.load(self._folder / name, mmap_mode="r") for name in (_HASHES, _ENTRIES, _BLOCKS)]
            if len(mapped[0]):
                mapped.append(np.memmap(self._folder / _ROWS, dtype=np.uint8, mode="r"))
        except (OSError, ValueError):
            return None
        # As plain arrays: each slice of a mapped one costs more than what it is for.
        return _Files(*map(np.asarray, mapped))

    def keep(self, forms: Iterable[str]) -> list[str]:
        """Return the forms that names of the graph may have."""
        asked = list(forms)
        if self._files is None:
            return asked
        return [form for form, start, end in _find_entries(self._files, asked) if end > start]

    def find(self, forms: Sequence[str]) -> Rows | None:
        """Return form, way, name, identifier, kind, label, about and weight of what some forms find, from the files.

        None where the graph has no such files. In a large graph a form finds its first names only.
        """
        files = self._files
        if files is None:
            return None
        blocks: dict[int, list[str]] = {}
        found: Rows = []
        for form, start, end in _find_entries(files, forms):
            for entry in files.entries[start:end].tolist():
                place, way = divmod(entry, _WAYS)
                block, line = divmod(place, _OF_BLOCK)
                if block not in blocks:
                    blocks[block] = _read_block(files, block)
                found.append((form, WAYS[way], *json.loads(blocks[block][line])))
        return found


def _find_entries(files: _Files, forms: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each form with the places between which its entries stand."""
    hashes = np.array([hash_form(form) for form in forms], dtype=np.uint64)
    starts = files.hashes.searchsorted(hashes).tolist()
    ends = files.hashes.searchsorted(hashes, "right").tolist()
    return zip(forms, starts, ends, strict=True)


def _read_block(files: _Files, block: int) -> list[str]:
    start, end = files.blocks[block : block + 2].tolist()
    return zlib.decompress(files.rows[start:end].tobytes()).decode("utf-8", "surrogatepass").split("\n")


def hash_form(form: str) -> int:
    """Return the hash of a form, the same as the database's; of a billion forms two hardly ever share one.

    >>> hash_form("kingdom")
    5253892660695073935
    """
    return int.from_bytes(md5(form.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[8:], "little")


def write_lookup(connection: DuckDBPyConnection, folder: Path) -> None:
    """Write the files of a new graph's names into its folder; in a large one a form keeps its first names only."""
    place = folder / FOLDER
    place.mkdir()
    large = connection.execute(f"SELECT 1 FROM {WORDS_TABLE} LIMIT 1").fetchone() is not None
    refs, starts = _write_rows(connection, place / _ROWS)
    np.save(place / _BLOCKS, starts)
    found = connection.execute(_FORMS_SQL.format(_BOUND if large else ""), {"ways": list(WAYS)}).fetchnumpy()
    places = np.searchsorted(refs, np.asarray(found["ref"]))
    np.save(place / _HASHES, np.asarray(found["hash"], dtype=np.uint64))
    np.save(place / _ENTRIES, (places * _WAYS + np.asarray(found["way"])).astype(np.uint32))


def _write_rows(connection: DuckDBPyConnection, file: Path) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Write all names in blocks; return the ``ref`` of each, in order, and where each block begins, with the end."""
    refs: list[NDArray[np.int64]] = []
    sizes: list[int] = []
    rows = connection.execute(_NAMES_SQL)
    with file.open("wb") as out, ThreadPoolExecutor(2) as pool:
        while batch := rows.fetchmany(_BATCH):
            refs.append(np.fromiter((ref for ref, _ in batch), np.int64, len(batch)))
            lines = [str(line) for _, line in batch]
            blocks = [lines[start : start + _OF_BLOCK] for start in range(0, len(lines), _OF_BLOCK)]
            for block in pool.map(_compress, blocks):
                sizes.append(out.write(block))
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.uint64)]).astype(np.uint64)
    return np.concatenate([np.empty(0, np.int64), *refs]), starts


def _compress(lines: list[str]) -> bytes:
    return zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), 1)
