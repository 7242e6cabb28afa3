"""What looks names up in one graph: its database, and beside it files that find what a question may name.

A question asks for every span of its words in every form. Nearly none of them is a name, and the database is slow to
say so, and slow to gather the namesakes of one that is. Two arrays, mapped from files, say which names a form has; the
names with what tells them apart are lines of another file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from showgraph.names.index import WAYS
from showgraph.names.search import FORMS_TABLE, MOST_OF_FORM, NAMES_TABLE, WORDS_TABLE, Execute, Rows
from showgraph.sql import quote_string

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = "names"
_HASHES, _ENTRIES, _BLOCKS, _ROWS, _SHARED = "hashes.npy", "entries.npy", "blocks.npy", "rows.ndjson", "shared.json"
_OF_BLOCK = 32
"""Lines between two known places of the file of names."""
_WAYS = 8
_PIECE = 1 << 24
_WHOLE = "-"
_FORMS_SQL = f"""
    CREATE TEMP TABLE asked_forms AS
    SELECT md5_number_lower(form) AS hash, ref, CAST(list_position($ways, way) - 1 AS UTINYINT) AS way
    FROM {FORMS_TABLE} {{}}
"""
_BOUND = f"QUALIFY row_number() OVER (PARTITION BY form ORDER BY ref) <= {MOST_OF_FORM}"
_NAMES = f"{NAMES_TABLE} SEMI JOIN asked_forms USING (ref)"
_TOLD_SQL = """
    CREATE TEMP TABLE asked_told AS
    SELECT unnest(range(len($1))) AS code, unnest($1::VARCHAR[]) AS kind, unnest($2::VARCHAR[]) AS about
"""
_PREFIXES_SQL = f"""
    SELECT prefix FROM (SELECT regexp_extract(iri, '^[^/]+//[^/]+/[^0-9/]*/[^0-9/]*') AS prefix
      FROM {NAMES_TABLE} WHERE ref % 97 = 0)
    WHERE prefix <> '' GROUP BY prefix HAVING count(*) > 100 ORDER BY count(*) DESC, prefix LIMIT 10
"""
_LINES_SQL = f"""
    SELECT concat('[', to_json(name), ',', to_json({{}}), ',', code, ',', weight,
      CASE WHEN label <> name THEN ',' || to_json(label) END, ']')
    FROM {_NAMES} JOIN asked_told USING (kind, about) ORDER BY ref
"""


class _Files(NamedTuple):
    """The files of a graph: the hashes of forms, sorted, each with 8 times the line of a name plus its way's number.

    ``blocks`` holds where every 32nd line begins, and the end. A line is name, identifier, number of kind and about,
    weight, and the label where it is another. ``prefixes`` are those of identifiers, told by their first letter.
    """

    hashes: NDArray[np.uint64]
    entries: NDArray[np.uint32]
    blocks: NDArray[np.int64]
    rows: NDArray[np.uint8]
    told: list[tuple[str, str]]
    prefixes: dict[str, str]


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
            hashes, entries, blocks = (
                np.asarray(np.load(self._folder / name, mmap_mode="r")) for name in (_HASHES, _ENTRIES, _BLOCKS)
            )
            shared = json.loads((self._folder / _SHARED).read_text("utf-8"))
            rows = np.empty(0, np.uint8)
            if len(hashes):
                # As a plain array: each slice of a mapped one costs more than what it is for.
                rows = np.asarray(np.memmap(self._folder / _ROWS, dtype=np.uint8, mode="r"))
        except (OSError, ValueError):
            return None
        prefixes = {_WHOLE: ""} | {str(number): prefix for number, prefix in enumerate(shared["prefixes"])}
        return _Files(hashes, entries, blocks, rows, [(kind, about) for kind, about in shared["told"]], prefixes)

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
        blocks: dict[int, list[bytes]] = {}
        found: Rows = []
        for form, start, end in _find_entries(files, forms):
            for entry in files.entries[start:end].tolist():
                place, way = divmod(entry, _WAYS)
                block, line = divmod(place, _OF_BLOCK)
                if block not in blocks:
                    begin, close = files.blocks[block : block + 2].tolist()
                    blocks[block] = files.rows[begin:close].tobytes().split(b"\n")
                name, iri, code, weight, *label = json.loads(blocks[block][line])
                kind, about = files.told[code]
                iri = files.prefixes[iri[0]] + iri[1:]
                found.append((form, WAYS[way], name, iri, kind, label[0] if label else name, about, weight))
        return found


def _find_entries(files: _Files, forms: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each form with the places between which its entries stand."""
    hashes = np.array([hash_form(form) for form in forms], dtype=np.uint64)
    starts = files.hashes.searchsorted(hashes).tolist()
    ends = files.hashes.searchsorted(hashes, "right").tolist()
    return zip(forms, starts, ends, strict=True)


def hash_form(form: str) -> int:
    """Return the hash of a form, the same as the database's; of a billion forms two hardly ever share one.

    >>> hash_form("kingdom")
    5253892660695073935
    """
    return int.from_bytes(md5(form.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[8:], "little")


def write_lookup(connection: DuckDBPyConnection, folder: Path) -> None:
    """Write the files of a new graph's names into its folder, over a connection that may write files.

    In a large graph a form keeps its first names only, and what no form finds is left out.
    """
    place = folder / FOLDER
    place.mkdir()
    large = connection.execute(f"SELECT 1 FROM {WORDS_TABLE} LIMIT 1").fetchone() is not None
    connection.execute(_FORMS_SQL.format(_BOUND if large else ""), {"ways": list(WAYS)})
    told = connection.execute(f"SELECT DISTINCT kind, about FROM {_NAMES} ORDER BY ALL").fetchall()
    connection.execute(_TOLD_SQL, [[kind for kind, _ in told], [about for _, about in told]])
    prefixes = [str(row[0]) for row in connection.execute(_PREFIXES_SQL).fetchall()]
    (place / _SHARED).write_text(json.dumps({"told": told, "prefixes": prefixes}, ensure_ascii=False), "utf-8")
    lines, target = _LINES_SQL.format(_shorten(prefixes)), quote_string(place / _ROWS)
    connection.execute(f"COPY ({lines}) TO {target} (FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE '', HEADER false)")
    np.save(place / _BLOCKS, _find_blocks(place / _ROWS))
    refs = np.asarray(connection.execute(f"SELECT ref FROM {_NAMES} ORDER BY ref").fetchnumpy()["ref"])
    found = connection.execute("SELECT * FROM asked_forms ORDER BY hash, ref").fetchnumpy()
    np.save(place / _HASHES, np.asarray(found["hash"], dtype=np.uint64))
    entries = np.searchsorted(refs, np.asarray(found["ref"])) * _WAYS + np.asarray(found["way"])
    np.save(place / _ENTRIES, entries.astype(np.uint32))


def _shorten(prefixes: Sequence[str]) -> str:
    """Return SQL for an identifier with a digit in place of its prefix, or a dash before it."""
    cases = [
        f"WHEN starts_with(iri, {quote_string(prefix)}) THEN '{number}' || substr(iri, {len(prefix) + 1})"
        for number, prefix in enumerate(prefixes)
    ]
    return f"CASE {' '.join(cases)} ELSE '{_WHOLE}' || iri END" if cases else f"'{_WHOLE}' || iri"


def _find_blocks(file: Path) -> NDArray[np.int64]:
    """Return where every 32nd line of a file begins, and where the file ends."""
    size = file.stat().st_size
    rows = np.memmap(file, dtype=np.uint8, mode="r") if size else np.empty(0, np.uint8)
    starts, lines = [np.zeros(1, np.int64)], 0
    for begin in range(0, size, _PIECE):
        ends = np.flatnonzero(rows[begin : begin + _PIECE] == ord("\n")) + begin + 1
        starts.append(ends[(-lines - 1) % _OF_BLOCK :: _OF_BLOCK])
        lines += len(ends)
    return np.concatenate([*starts, np.full(1, size)])
