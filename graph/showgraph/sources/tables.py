"""Tables by their mapping: rows are read once, and all that they say is claimed by SQL."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from showgraph.errors import BuildError
from showgraph.sources.claims import Reading
from showgraph.sources.csv_rows import read_records
from showgraph.sources.json_rows import read_objects
from showgraph.sources.mapping import Mapping
from showgraph.sources.text import broken_letters, is_suspicious, mend_text

if TYPE_CHECKING:
    import duckdb

ROWS = "table_rows"
_BATCH = 50_000


def normal_header(text: str) -> str:
    """Return what headers share that differ in case, spaces and marks.

    >>> normal_header("Original Network "), normal_header("original_network")
    ('originalnetwork', 'originalnetwork')
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def match_headers(headers: Sequence[str], mapping: Mapping, notes: list[str] | None = None) -> dict[str, int]:
    """Return the column of each field that a table has; a header near a known one is read as that, and noted."""
    normal = [normal_header(header) for header in headers]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for field, aliases in mapping.fields.items():
        columns = [normal.index(normal_header(alias)) for alias in aliases if normal_header(alias) in normal]
        if columns := [column for column in columns if column not in taken]:
            found[field] = columns[0]
            taken.add(columns[0])
    for field, aliases in mapping.fields.items():
        if field in found:
            continue
        free = [name for column, name in enumerate(normal) if column not in taken and len(name) > 4]
        for alias in aliases:
            if near := difflib.get_close_matches(normal_header(alias), free, n=1, cutoff=0.9):
                found[field] = normal.index(near[0])
                taken.add(found[field])
                if notes is not None:
                    notes.append(f"column {headers[found[field]]!r} was read as {alias!r}")
                break
    return found


def note_other_columns(headers: Sequence[str], found: dict[str, int], notes: list[str]) -> None:
    """Say which columns are not read: those the mapping doesn't know, and second ones of a name."""
    normal = [normal_header(header) for header in headers]
    again = [h for i, h in enumerate(headers) if normal[i] in normal[:i] and i not in found.values()]
    other = [h or "(no name)" for i, h in enumerate(headers) if i not in found.values() and h not in again]
    if again:
        notes.append(f"second columns of a name are not read: {', '.join(again)}")
    if other:
        notes.append(f"columns not read: {', '.join(other)}")


def load_rows(connection: duckdb.DuckDBPyConnection, mapping: Mapping, path: Path, reading: Reading) -> None:
    """Make the table of a file's rows: ``row``, ``line`` and a text column for each field of the mapping.

    Raises:
        BuildError: the file can't be read, or lacks a column that the mapping can't do without.
    """
    fields = list(mapping.fields)
    columns = ", ".join(f'"f_{field}" VARCHAR' for field in fields)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {ROWS} (row BIGINT, line BIGINT, {columns})")
    if path.suffix.lower() == ".parquet":
        _load_parquet(connection, mapping, path, reading)
    elif mapping.format == "json":
        _load_json(connection, mapping, path, reading)
    else:
        _load_csv(connection, mapping, path, reading)
    _mend_cells(connection, fields, reading, mapping.korean)


def _check_required(mapping: Mapping, found: Sequence[str], path: Path, headers: Sequence[str]) -> None:
    if missing := [field for field in mapping.required if field not in found]:
        wanted = ", ".join(mapping.fields[field][0] for field in missing)
        raise BuildError(
            f"{path} has no column {wanted}, which {mapping.reads} needs; it has {', '.join(headers[:12])}"
        )


def _load_csv(connection: duckdb.DuckDBPyConnection, mapping: Mapping, path: Path, reading: Reading) -> None:
    records = read_records(path, reading)
    headers = next(records).cells
    found = match_headers(headers, mapping, reading.notes)
    _check_required(mapping, list(found), path, headers)
    note_other_columns(headers, found, reading.notes)
    places = [found.get(field) for field in mapping.fields]
    rows = (
        (number, record.line, *(None if place is None else record.cells[place] for place in places))
        for number, record in enumerate(records)
    )
    _insert(connection, ROWS, ("row", "line", *mapping.fields), rows)


def _load_json(connection: duckdb.DuckDBPyConnection, mapping: Mapping, path: Path, reading: Reading) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE table_documents (row BIGINT, line BIGINT, doc VARCHAR)")
    rows = (
        (number, record.line, json.dumps(record.value, ensure_ascii=False))
        for number, record in enumerate(read_objects(path, reading))
    )
    _insert(connection, "table_documents", ("row", "line", "doc"), rows)
    cells = ", ".join(_json_cell(paths) for paths in mapping.fields.values())
    connection.execute(f"INSERT INTO {ROWS} SELECT row, line, {cells} FROM table_documents")
    connection.execute("DROP TABLE table_documents")


def _json_cell(paths: Sequence[str]) -> str:
    found = []
    for path in paths:
        quoted = (path if path.startswith("$") else f"$.{path}").replace("'", "''")
        if "[*]" in path:
            found.append(f"nullif(to_json(json_extract_string(doc, '{quoted}'))::VARCHAR, '[]')")
        else:
            found.append(f"json_extract_string(doc, '{quoted}')")
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def _load_parquet(connection: duckdb.DuckDBPyConnection, mapping: Mapping, path: Path, reading: Reading) -> None:
    import duckdb as engine

    try:
        described = connection.execute("SELECT * FROM read_parquet($1) LIMIT 0", [str(path)]).description or ()
        headers = [str(column[0]) for column in described]
        found = match_headers(headers, mapping, reading.notes)
        _check_required(mapping, list(found), path, headers)
        note_other_columns(headers, found, reading.notes)
        cells = ", ".join(
            _parquet_cell(headers[found[field]]) if field in found else "NULL" for field in mapping.fields
        )
        connection.execute(
            f"INSERT INTO {ROWS} SELECT file_row_number, 0, {cells} FROM read_parquet($1, file_row_number = true)",
            [str(path)],
        )
    except engine.Error as error:
        raise BuildError(f"{path} can't be read as Parquet: {str(error).splitlines()[0]}") from error
    row = connection.execute(f"SELECT count(*) FROM {ROWS}").fetchone()
    reading.read += row[0] if row else 0


def _parquet_cell(header: str) -> str:
    name = '"' + header.replace('"', '""') + '"'
    # Lists become JSON, which is a list in a cell.
    return f"CASE WHEN typeof({name}) LIKE '%[]' THEN to_json({name})::VARCHAR ELSE CAST({name} AS VARCHAR) END"


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    rows: Iterator[tuple[int | str | None, ...]],
) -> None:
    names = [f"c{number}" for number in range(len(columns))]
    while batch := list(islice(rows, _BATCH)):
        arrays = {
            name: np.array(values, dtype=np.int64 if isinstance(values[0], int) else object)
            for name, values in zip(names, zip(*batch, strict=True), strict=True)
        }
        connection.register("rows_to_load", arrays)
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(names)} FROM rows_to_load")
        connection.unregister("rows_to_load")


def _mend_cells(
    connection: duckdb.DuckDBPyConnection, fields: Sequence[str], reading: Reading, korean_usual: bool
) -> None:
    """Mend cells whose letters were broken on the way, where that is certain."""
    korean = korean_usual or not _has_broken_hangul(connection, fields)
    mended, example = 0, ""
    for field in fields:
        strange = rf""""f_{field}" IS NOT NULL AND regexp_matches("f_{field}", '[\x{{80}}-\x{{10ffff}}]|&[a-z#]')"""
        cells = connection.execute(f'SELECT DISTINCT "f_{field}" FROM {ROWS} WHERE {strange}').fetchall()
        pairs = [(cell, mend_text(cell, korean=korean)) for (cell,) in cells if is_suspicious(cell)]
        pairs = [(cell, better) for cell, better in pairs if cell != better]
        if pairs:
            old, new = zip(*pairs, strict=True)
            connection.execute(
                f'UPDATE {ROWS} SET "f_{field}" = better FROM (SELECT unnest($1) AS cell, unnest($2) AS better) '
                f'WHERE "f_{field}" = cell',
                [list(old), list(new)],
            )
            mended += len(pairs)
            example = example or _show_change(*pairs[0])
    if mended:
        reading.notes.append(f"{mended} cells with broken letters were mended, such as {example}")


def _show_change(old: str, new: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return f"{old[max(0, at - 12) : at + 12]!r} to {new[max(0, at - 12) : at + 12]!r}"


def _has_broken_hangul(connection: duckdb.DuckDBPyConnection, fields: Sequence[str]) -> bool:
    """Tell whether the Hangul of a table is Latin text gone wrong: then hardly a letter is any other."""
    letters: dict[str, int] = {}
    for field in fields:
        rows = connection.execute(
            f"SELECT letter, count(*) FROM (SELECT unnest(regexp_extract_all(\"f_{field}\", '[가-힣]')) AS letter "
            f"FROM {ROWS}) GROUP BY letter"
        ).fetchall()
        for letter, count in rows:
            letters[letter] = letters.get(letter, 0) + count
    broken = sum(count for letter, count in letters.items() if broken_letters(letter) is not None)
    return broken > 20 and broken >= 0.99 * sum(letters.values())
