"""Texts inside SQL that can't be bound: file names of ATTACH and COPY, and words of generated expressions."""

from __future__ import annotations


def quote_string(text: object) -> str:
    """Return a text as an SQL string.

    >>> quote_string("it's")
    "'it''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"
