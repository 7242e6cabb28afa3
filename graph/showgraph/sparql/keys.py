"""What tells the rows of a relation apart, so that nothing is made distinct that is distinct already.

Each scan of a triple pattern gives a triple once: its columns are a key of it. Columns that equal each other, a row's
id and its values, and values that no two rows share lead from some columns to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_COLUMN = r'[a-z]+\d+\.(?:\w+|"\w+")'
_EQUAL = re.compile(rf"({_COLUMN}) = ({_COLUMN})")
_FIXED = re.compile(rf"({_COLUMN}) = (?:\d+|CAST\(\$\w+ AS \w+\)|\$\w+)")


@dataclass
class Keys:
    """For each FROM item of a relation, by alias, the columns that tell its rows apart.

    ``follows`` are pairs of columns: the first tells the second.
    """

    of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    follows: list[tuple[str, str]] = field(default_factory=list)

    def merged(self, other: Keys) -> Keys:
        """Return the keys of a join."""
        return Keys(self.of | other.of, [*self.follows, *other.follows])

    def all_of(self, items: Iterable[str], lefts: Iterable[str]) -> set[str] | None:
        """Return the columns that tell the rows of a FROM clause apart; None when nothing is known."""
        found: set[str] = set()
        for item in items:
            if item.startswith("terms "):
                continue  # one row for each id
            key = self.of.get(item.rpartition(" ")[2])
            if key is None:
                return None
            found.update(key)
        return found if all(left.startswith("LEFT JOIN terms ") for left in lefts) else None

    def closure(self, known: Iterable[str], conditions: Iterable[str]) -> set[str]:
        """Return every column whose value follows from those of some columns."""
        pairs = list(self.follows)
        found = set(known)
        for condition in conditions:
            if same := _EQUAL.fullmatch(condition):
                pairs += [(same[1], same[2]), (same[2], same[1])]
            elif fixed := _FIXED.fullmatch(condition):
                found.add(fixed[1])
        grown = True
        while grown:
            new = {target for source, target in pairs if source in found} - found
            found |= new
            grown = bool(new)
        return found
