"""Words of the grammar that a misspelt word may be."""

from __future__ import annotations

import difflib
from functools import cache, lru_cache

from showgraph.ask import words as lexicon
from showgraph.names.slips import count_slips


@lru_cache(maxsize=1024)
def near_words(word: str, most: int, cutoff: float) -> tuple[str, ...]:
    """Return the words of the grammar that are most like a word, those that are fewest slips away first."""
    if len(word) == 3:
        return tuple(swapped(word)[:most])
    slips = min(len(word) // 3, 2)
    core = lexicon.vocabulary()
    letters = _letters(word)
    alike = [
        (one, (letters ^ others).bit_count()) for one, others in _known_letters() if abs(len(one) - len(word)) <= 2
    ]
    known = [one for one, _ in alike]
    # A slip changes no more than two of the letters that a word has.
    slipped = [(count_slips(word, one, slips), one) for one, far in alike if far <= 2 * slips] if slips else []
    matcher = difflib.SequenceMatcher(None, word)
    near = sorted((far, one not in core, -_likeness(matcher, one), one) for far, one in slipped if far <= slips)
    close = [one for *_, one in near]
    return tuple(dict.fromkeys([*close, *difflib.get_close_matches(word, known, n=most, cutoff=cutoff)]))[:most]


def swapped(word: str) -> list[str]:
    """Return the words of the grammar whose letters changed places in a word of three."""
    return sorted(one for one in lexicon.vocabulary() if len(one) == 3 and sorted(one) == sorted(word))


def _letters(word: str) -> int:
    """Return the letters of a word as bits, some of which letters outside of ASCII share."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return bits


@cache
def _known_letters() -> list[tuple[str, int]]:
    """Return every word of the grammar with its letters, in order."""
    return [(one, _letters(one)) for one in sorted(lexicon.known_words())]


def _likeness(matcher: difflib.SequenceMatcher[str], word: str) -> float:
    matcher.set_seq2(word)
    return matcher.ratio()
