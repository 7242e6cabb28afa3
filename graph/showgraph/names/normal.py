"""Normal forms: what spellings of one name share when case, accents, hyphens, spaces and order don't count.

They are keys for look-ups only; stored names are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARTICLES = ("the", "a", "an")
LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ȷ": "j", "ŋ": "n", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ё": "е", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ς": "σ",
}  # fmt: skip
"""Small letters that no accent makes out of plain ones, and what people type for them."""

SUFFIXES = ("jr", "sr", "ii", "iii", "iv")
_TITLES = ("dr", "sir", "dame", "mr", "mrs", "ms")
_LETTERS = str.maketrans(LETTERS)
_JOINERS = re.compile(r"[’'`´ʼ‘·.]")
_BREAKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold_letters(text: str) -> str:
    """Return a text without case and accents, apostrophes dropped and other marks as single spaces.

    Accents are what Latin and Greek letters carry: the marks of other scripts make other letters (й, が) or are vowels.

    >>> fold_letters("Cho Yi-hyun"), fold_letters("Amélie  POULAIN"), fold_letters("Doctor's")
    ('cho yi hyun', 'amelie poulain', 'doctors')
    >>> fold_letters("Søren Łukasz Æsir"), fold_letters("Ｐａｒｋ"), fold_letters("Андрей"), fold_letters("ｶﾞｸﾄ")
    ('soren lukasz aesir', 'park', 'андрей', 'ガクト')
    """
    plain = _JOINERS.sub("", text)
    if plain.isascii():
        return _BREAKS.sub(" ", plain.casefold()).strip()
    plain = _JOINERS.sub("", unicodedata.normalize("NFKD", plain))
    plain = unicodedata.normalize("NFC", _drop_accents(plain)).casefold().translate(_LETTERS)
    # A vowel written as a mark belongs to its word, though no pattern for letters takes it for one.
    kept = (letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else " " for letter in plain)
    return " ".join("".join(kept).split())


def _drop_accents(decomposed: str) -> str:
    kept = []
    foreign = False
    for letter in decomposed:
        if unicodedata.category(letter).startswith("M"):
            if not foreign:
                continue
        else:
            foreign = letter.isalpha() and letter >= "\u0400" and not "\u1e00" <= letter <= "\u1fff"
        kept.append(letter)
    return "".join(kept)


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


def split_suffix(name: str) -> tuple[str, str]:
    """Return a person's folded name without titles and generation, and the generation (``jr``, ``ii``).

    Nothing is taken off that would leave a single word: it is a stage name then.

    >>> split_suffix("Robert Downey, Jr."), split_suffix("Sir Ben Kingsley"), split_suffix("Dr. Dre")
    (('robert downey', 'jr'), ('ben kingsley', ''), ('dr dre', ''))
    """
    words = fold_letters(name).split()
    suffix = ""
    if len(words) > 2 and words[-1] in SUFFIXES:
        suffix = words.pop()
    if len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    return " ".join(words), suffix
