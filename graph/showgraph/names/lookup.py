"""What looks names up in one graph: its database, and which forms can be there at all.

A question asks for every span of its words in every form. Nearly none of them is a name, and the database is slow to
say so; the sorted hashes of all forms, read from a file as they are needed, say it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import md5
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from showgraph.names.search import FORMS_TABLE, WORDS_TABLE, Execute, Rows

FORMS_FILE = "name-forms.npy"
FORM_HASHES = f"SELECT DISTINCT (md5_number_lower(form) >> 32)::UINTEGER AS hash FROM {FORMS_TABLE} ORDER BY hash"
"""The hashes of all forms, 32 bits each: of a hundred million forms one in forty is let through in vain."""


class Lookup:
    """Runs look-ups of names; ``folder`` is the graph's, which may have a file of its forms."""

    def __init__(self, execute: Execute, folder: Path) -> None:
        self._execute, self._file = execute, folder / FORMS_FILE

    def __call__(self, sql: str, values: Sequence[object]) -> Rows:
        """Run a statement and return its rows."""
        return self._execute(sql, values)

    @cached_property
    def large(self) -> bool:
        """Whether the graph has so many names that they are found by their words."""
        return bool(self._execute(f"SELECT 1 FROM {WORDS_TABLE} LIMIT 1", []))

    @cached_property
    def _hashes(self) -> NDArray[np.uint32] | None:
        try:
            hashes: NDArray[np.uint32] = np.load(self._file, mmap_mode="r")
        except OSError:
            return None
        return hashes

    def keep(self, forms: Iterable[str]) -> list[str]:
        """Return the forms that names of the graph may have."""
        asked = list(forms)
        known = self._hashes
        if known is None or not asked:
            return asked
        hashes = np.array([hash_form(form) for form in asked], dtype=np.uint32)
        places = np.minimum(np.searchsorted(known, hashes), max(len(known) - 1, 0))
        return [form for form, found in zip(asked, known[places] == hashes, strict=True) if found] if len(known) else []


def hash_form(form: str) -> int:
    """Return the hash of a form, the same as the database's.

    >>> hash_form("kingdom")
    1223267209
    """
    return int.from_bytes(md5(form.encode(), usedforsecurity=False).digest()[12:], "little")
