"""Keys of Korean names that are the same for Hangul and for the ways people write it in Latin letters.

Revised Romanisation, McCune–Reischauer and customary spellings write a sound each in its way (``Lee``/``Yi``/``Rhee``,
``Park``/``Bak``, ``Jung``/``Jeong``/``Chung``, ``oo``/``u``). The key folds each sound to a class: plain, tense and
aspirated consonants are one; ㅓ, ㅜ and ㅡ are one, because ``u`` is written for all three. Different names can share a
key (정 and 중), so a key finds candidates; it never says by itself that two people are one.
"""

from __future__ import annotations

import re
from functools import cache

from showgraph.names.normal import fold_letters

_INITIALS = tuple("g kk n d tt r m b pp s ss - j jj ch k t p h".split())  # noqa: SIM905
_VOWELS = tuple("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split())  # noqa: SIM905
_FINALS = tuple("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split())  # noqa: SIM905
_TWO_SYLLABLE_SURNAMES = {"남궁", "황보", "선우", "제갈", "독고", "사공", "서문", "동방"}

_SURNAMES = {
    "lee": "i", "yi": "i", "rhee": "i", "ri": "i", "yee": "i", "rhie": "i", "i": "i", "leigh": "i",
    "lim": "im", "yim": "im", "rim": "im", "im": "im", "ihm": "im",
    "ryu": "yu", "ryoo": "yu", "yoo": "yu", "yu": "yu", "you": "yu", "lyu": "yu", "ryou": "yu",
    "roh": "no", "rho": "no", "noh": "no", "no": "no", "ro": "no",
    "ra": "na", "la": "na", "rha": "na", "na": "na", "nah": "na",
    "ryang": "yang", "lyang": "yang", "yeom": "yeom", "ryeom": "yeom", "ryo": "yeo", "ryeo": "yeo",
    "hur": "heo", "back": "baek", "pak": "bak", "park": "bak", "bark": "bak", "surh": "seo", "shim": "sim",
    "oak": "ok", "ohk": "ok", "cha": "cha", "wu": "u", "woo": "u", "kook": "guk", "kuk": "guk",
}  # fmt: skip


_LONG_SURNAMES = re.compile("nam[gk](?:oo|u)ng|hwangbo|s(?:u|eo)n(?:woo|u)|jegal|dok[gk]o|sagong|seomun|dongbang")

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"rk", "k"),
        (r"ck", "k"),
        (r"([aeiou])h(?=[^aeiouyw]|$)", r"\1"),
        (r"ss|sh", "s"),
        (r"tch|jj|ch|j|z", "C"),
        (r"kk|kh|c|q", "k"),
        (r"ng(?=[^aeiouyw]|$)", "X"),
        (r"g", "k"),
        (r"tt|th|d", "t"),
        (r"pp|ph|b|f|v", "p"),
        (r"ll|r", "l"),
        (r"wha", "hwa"),
        (r"yeo|yoo|you|yeu|yu|ieo", "Y"),
        (r"yae|yai|yay|yei|ye", "E"),
        (r"weo|wuh|wo(?!o)|uo", "W"),
        (r"wae|wai|oae|we|oe|oi|oy", "Q"),
        (r"eui|ui", "I"),
        (r"wi|wee", "V"),
        (r"yi", "I"),
        (r"woo|wu|eo|oo|ou|eu|u", "U"),
        (r"ee|ea|ie", "I"),
        (r"ae|ai|ay|ei|ey|e", "E"),
        (r"i|(?<=[^aeiouIUE])y(?=$|[^aeiouUEOA])", "I"),
        (r"ya", "A"),
        (r"wa|oa", "Z"),
        (r"yo", "O"),
    )
)


def has_hangul(text: str) -> bool:
    """Tell whether a text has Hangul syllables.

    >>> has_hangul("박지후"), has_hangul("Park")
    (True, False)
    """
    return any("가" <= letter <= "힣" for letter in text)


def _spell_syllable(letter: str) -> str:
    index = ord(letter) - 0xAC00
    initial, vowel, final = _INITIALS[index // 588], _VOWELS[index % 588 // 28], _FINALS[index % 28]
    return (initial + vowel + final).replace("-", "")


@cache
def fold_syllable(latin: str) -> str:
    """Return the sound classes of one romanised syllable or run of syllables.

    >>> fold_syllable("jeong") == fold_syllable("jung") == fold_syllable("chung")
    True
    >>> fold_syllable("hoo") == fold_syllable("hu") != fold_syllable("ho")
    True
    """
    for pattern, replacement in _STEPS:
        latin = pattern.sub(replacement, latin)
    return latin


def _fold_given(words: list[str]) -> set[str]:
    """Return the keys of a given name; a name written in one word is read with every boundary it can have."""
    if len(words) > 1:
        return {"".join(fold_syllable(word) for word in words)}
    word = words[0]
    keys = {fold_syllable(word)}
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        if _SYLLABLE.fullmatch(head) and _SYLLABLE.fullmatch(tail):
            keys.add(fold_syllable(head) + fold_syllable(tail))
    return keys


_SYLLABLE = re.compile(
    r"(?:kk|tt|pp|ss|jj|ch|sh|ph|kh|th|[bcdfghjklmnprstvz])?"
    r"(?:y|w|hw)?(?:eui|yeo|yoo|you|yae|wae|weo|woo|eo|eu|ae|ai|ay|oo|ou|oe|oi|ui|ee|ie|[aeiou])h?"
    r"(?:ng|ck|rk|[bdgklmnprst])?"
)
_SYLLABLES = re.compile(rf"(?:{_SYLLABLE.pattern}){{1,3}}")


def korean_keys(name: str) -> frozenset[str]:
    """Return the sound keys of a person's name, empty where it can't be a Korean one.

    A Latin name is read with the surname first and with the surname last.

    >>> bool(korean_keys("박지후") & korean_keys("Park Ji Hoo") & korean_keys("Ji-hu Bak"))
    True
    >>> bool(korean_keys("이재규") & korean_keys("Lee Jae-kyoo"))
    True
    >>> korean_keys("Brad Pitt")
    frozenset()
    """
    if has_hangul(name):
        return _keys_of_hangul(name)
    words = fold_letters(name).split()
    if not 2 <= len(words) <= 4 or not all(word.isascii() and word.isalpha() for word in words):
        return frozenset()
    keys = set()
    for surname, given in ((words[0], words[1:]), (words[-1], words[:-1])):
        known = _SURNAMES.get(surname, surname)
        if (_SYLLABLE.fullmatch(known) or _LONG_SURNAMES.fullmatch(known)) and all(
            _SYLLABLES.fullmatch(word) for word in given
        ):
            keys |= {f"{fold_syllable(known)} {key}" for key in _fold_given(given)}
    return frozenset(keys)


def _keys_of_hangul(name: str) -> frozenset[str]:
    letters = "".join(name.split())
    if not 2 <= len(letters) <= 5 or not all("가" <= letter <= "힣" for letter in letters):
        return frozenset()
    cut = 2 if letters[:2] in _TWO_SYLLABLE_SURNAMES and len(letters) > 2 else 1
    surname = "".join(_spell_syllable(letter) for letter in letters[:cut])
    given = "".join(fold_syllable(_spell_syllable(letter)) for letter in letters[cut:])
    return frozenset({f"{fold_syllable(_SURNAMES.get(surname, surname))} {given}"})
