"""Normal forms: what spellings of one name share when case, accents, hyphens, spaces and order don't count.

They are keys for look-ups only; stored names are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARTICLES = ("the", "a", "an")
_JOINERS = re.compile(r"[’'`´ʼ‘·.]")
_BREAKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold_letters(text: str) -> str:
    """Return a text without case and accents, apostrophes dropped and other marks as single spaces.

    >>> fold_letters("Cho Yi-hyun"), fold_letters("Amélie  POULAIN"), fold_letters("Doctor's")
    ('cho yi hyun', 'amelie poulain', 'doctors')
    """
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
        plain = unicodedata.normalize("NFC", plain)
    plain = _JOINERS.sub("", plain.casefold())
    return _BREAKS.sub(" ", plain).strip()


def exact_form(text: str) -> str:
    """Return the key under which a name is the same whatever its case, accents, hyphens and spaces.

    >>> exact_form("Park Ji-Hu") == exact_form("park jihu")
    True
    >>> exact_form("???"), exact_form("!!!")
    ('???', '!!!')
    """
    return fold_letters(text).replace(" ", "") or text.strip()


def title_form(text: str) -> str:
    """Return the key of a title: its exact form without a leading article.

    >>> title_form("The King's Affection") == title_form("King's Affection")
    True
    """
    words = fold_letters(text).split()
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return "".join(words) or text.strip()


def unordered_form(text: str) -> str:
    """Return the key under which a name is the same whatever the order of its words.

    >>> unordered_form("Solomon Park") == unordered_form("PARK Solomon")
    True
    """
    return " ".join(sorted(fold_letters(text).split())) or text.strip()
