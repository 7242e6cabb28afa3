"""How many letters two words are apart."""

from __future__ import annotations


def count_slips(a: str, b: str, most: int) -> int:
    """Return the distance of two words: letters left out, put in, changed, or two that changed places.

    Optimal string alignment, the restricted form of Damerau–Levenshtein; it stops at ``most`` + 1, which stands for all
    that is more.

    >>> count_slips("suwannanon", "suwannannon", 2), count_slips("jamikorn", "jamikron", 2), count_slips("ab", "xy", 1)
    (1, 1, 2)
    """
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)
