"""Rows out of the engine, as many as fit into memory."""

from __future__ import annotations

import re
from sys import getsizeof

import duckdb

from showgraph.errors import LimitError

Row = tuple[object, ...]
_BATCH = 10_000
_KEPT_STATEMENTS = 500
_SAMPLE = 50
# An id becomes a text in the end.
_ID = 100
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_read: dict[str, duckdb.Statement] = {}


def size_in_bytes(memory: str) -> int | None:
    """Return the bytes of a size such as ``1GB`` or ``512MiB``; None for what the engine alone understands.

    >>> size_in_bytes("1GB"), size_in_bytes("1.5 gib"), size_in_bytes("80%")
    (1000000000, 1610612736, None)
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?\s*", memory, re.IGNORECASE)
    return int(float(found[1]) * _UNITS[(found[2] or "").lower()]) if found else None


def fetch_rows(connection: duckdb.DuckDBPyConnection, sql: str, values: object = None, memory: str = "") -> list[Row]:
    """Run one statement on a connection and return all its rows; ``values`` are a list or named ones.

    Raises:
        LimitError: the rows take more than ``memory``.
    """
    return _fetch(connection.execute(sql, values) if values else connection.execute(sql), memory)


def fetch_rows_again(
    connection: duckdb.DuckDBPyConnection, sql: str, values: object = None, memory: str = "", most: int | None = None
) -> list[Row]:
    """Do as ``fetch_rows`` does for a statement that will come again: the engine parses it only once.

    Raises:
        LimitError: the rows take more than ``memory``, or are more than ``most``.
    """
    statement = _read.get(sql)
    if statement is None:
        (statement,) = connection.extract_statements(sql)
        if len(_read) >= _KEPT_STATEMENTS:
            _read.clear()
        _read[sql] = statement
    return _fetch(connection.execute(statement, values) if values else connection.execute(statement), memory, most)


def _fetch(found: duckdb.DuckDBPyConnection, memory: str, most_rows: int | None = None) -> list[Row]:
    most = size_in_bytes(memory) if memory else None
    if most is None and most_rows is None:
        return found.fetchall()
    rows: list[Row] = []
    size = 0.0
    while batch := found.fetchmany(_BATCH):
        rows += batch
        if most_rows is not None and len(rows) > most_rows:
            raise LimitError(f"the answer has more than the limit of {most_rows:,} rows; add a LIMIT or ask for less")
        if len(batch) < _BATCH:
            break
        if most is None:
            continue
        sample = batch[:: len(batch) // _SAMPLE]
        size += len(batch) * sum(map(_size, sample)) / len(sample)
        if size > most:
            raise LimitError(
                f"the answer has more rows than fit into the memory limit of {memory}: {len(rows):,} did; "
                "add a LIMIT, ask for less or allow more with --memory"
            )
    return rows


def _size(row: Row) -> int:
    return getsizeof(row) + sum(_ID if isinstance(cell, int) else getsizeof(cell) for cell in row)
