"""The comparison of two spellings of a person's name, within the cast of one title.

There few people share a surname, so part of a name or a slip counts; across titles they say nothing. String distance
comes last and not at all between names that can be read as Korean, Chinese or Japanese: there a letter makes another
name (Min-ji and Min-ju), and what spellings can differ in, the sound keys know.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from showgraph.names.chinese import chinese_keys, chinese_surnames
from showgraph.names.han import han_keys, has_han
from showgraph.names.index import SOUNDS
from showgraph.names.japanese import has_kana, japanese_keys
from showgraph.names.korean import (
    has_hangul,
    korean_given_sounds,
    korean_sounds,
    korean_surname,
    same_korean_sounds,
)
from showgraph.names.normal import exact_form, fold_letters, split_suffix
from showgraph.names.slips import count_slips

_BRACKETS = re.compile(r"[(\[（](.*?)[)\]）]")
_INITIAL = re.compile(r"\b(\w)\.")
_CONSONANTS = re.compile("[^aeiouy]")
_NASAL = re.compile(r"(?<=[aei])ng")
_THAI = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"oo|ou", "u"), (r"ee", "i"), (r"aw|or(?=[^aeiou]|$)", "o"), (r"ph", "p"), (r"th", "t"), (r"kh", "k"),
        (r"ch", "j"), (r"sr", "s"), (r"g", "k"), (r"b$|d$", "p"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
_NUMBERS = {"ii", "iii", "iv"}
_PARTS = {1: 0.7, 2: 0.75}


@dataclass(frozen=True)
class Comparison:
    """How alike two names are, from 0 to 1; in what way, and why, in one clause.

    ``way`` is one of equal, order, sound, part, given, beginning, initial, near and none, best first.
    """

    score: float
    way: str
    reason: str


_NONE = Comparison(0.0, "none", "no way from one name to the other")
_EQUAL = Comparison(1.0, "equal", "the same name")
_ORDER = Comparison(0.98, "order", "the same words in another order")
_OTHER_SUFFIX = Comparison(0.0, "none", "another generation of the same name")
_BY_SOUND = {language: Comparison(0.9, "sound", reason) for language, (_, reason) in SOUNDS.items()}
_BY_SURNAME = Comparison(0.9, "sound", "the same given name with another spelling of the surname")
_BY_NASAL = Comparison(0.65, "near", "the same Chinese sounds but for n and ng")
_BY_ALIAS = Comparison(0.8, "part", "the same but for a name in brackets")
_BY_BEGINNING = Comparison(0.6, "beginning", "one lacks the last word of the other, which can be the surname")
_BY_TWO_WORDS = Comparison(0.6, "given", "one is the given name of the other, or another whole name")
_BY_GIVEN = Comparison(0.7, "part", "one is the given name of the other in another spelling")
_BY_INITIAL = Comparison(0.55, "initial", "the same surname, and the initials agree")


@dataclass(frozen=True)
class _Reading:
    """All that is compared of a name, read once."""

    exact: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    suffix: str
    aliases: tuple[str, ...]
    korean: frozenset[str]
    others: dict[str, frozenset[str]]
    alphabetic: bool

    @property
    def languages(self) -> set[str]:
        """The languages that it can be read in."""
        return {language for language, keys in (*self.others.items(), ("ko", self.korean)) if keys}


@lru_cache(maxsize=65536)
def _read(name: str) -> _Reading:
    inside = [part for part in _BRACKETS.findall(name) if fold_letters(part)]
    bare = _BRACKETS.sub(" ", name)
    words = tuple(fold_letters(name).split())
    return _Reading(
        exact=exact_form(name),
        words=words,
        spelled=tuple(fold_letters(_INITIAL.sub(r"\1 ", bare)).split()),
        suffix=split_suffix(name)[1],
        aliases=(bare.strip(), *inside) if inside and fold_letters(bare) else (),
        korean=korean_sounds(name),
        others={"ja": japanese_keys(name), "zh": chinese_keys(name), "han": han_keys(name)},
        alphabetic=not (has_hangul(name) or has_han(name) or has_kana(name)),
    )


def compare_names(a: str, b: str) -> Comparison:
    """Return how alike two spellings of a person's name are, within the cast of one title.

    >>> compare_names("Lee Jung-jae", "I Jeongjae").way, compare_names("Jung Soo-jung (Krystal)", "Krystal").way
    ('sound', 'part')
    >>> compare_names("Kim Min-ji", "Kim Min-ju").way, compare_names("Kannaporn Puangtong", "Kannaporn Puangthong").way
    ('none', 'near')
    """
    one, other = _read(a), _read(b)
    if not one.words or not other.words:
        return _NONE
    if one.exact == other.exact:
        return _EQUAL
    if one.suffix != other.suffix and ((one.suffix and other.suffix) or {one.suffix, other.suffix} & _NUMBERS):
        return _OTHER_SUFFIX
    if _same_in_another_order(one, other):
        return _ORDER
    short, long = sorted((one, other), key=lambda reading: (len(reading.words), len(reading.exact), reading.words))
    return (
        _compare_sounds(one, other)
        or _compare_aliases(one, other, a, b)
        or _compare_parts(short, long)
        or _compare_initials(one, other)
        or _compare_letters(short, long)
        or _NONE
    )


def _same_in_another_order(one: _Reading, other: _Reading) -> bool:
    if len(one.exact) != len(other.exact) or len(one.words) + len(other.words) == 2:
        return False
    if sorted(one.words) == sorted(other.words):
        return True
    # Park Jihu and Ji-hu Park: the words differ, the letters turn round at one place.
    doubled = one.exact + one.exact
    starts = {0}
    for word in one.words:
        starts.add(max(starts) + len(word))
    return any(doubled.startswith(other.exact, start) for start in starts if start < len(one.exact)) and (
        sorted(one.exact) == sorted(other.exact)
    )


def _compare_sounds(one: _Reading, other: _Reading) -> Comparison | None:
    if one.korean and other.korean and same_korean_sounds(one.korean, other.korean):
        return _BY_SOUND["ko"]
    for language, keys in one.others.items():
        if keys & other.others[language]:
            return _BY_SOUND[language]
    if _fold_nasals(one.others["zh"]) & _fold_nasals(other.others["zh"]):
        return _BY_NASAL
    if len(one.words) == len(other.words) > 1 and _same_but_for_surname(one.words, other.words):
        return _BY_SURNAME
    return None


def _fold_nasals(keys: frozenset[str]) -> set[str]:
    """Return Chinese keys of given names of two syllables, without the g that the South leaves out and puts in."""
    return {_NASAL.sub("n", key) for key in keys if len(key.partition(" ")[2]) > 5}


def _same_but_for_surname(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    for a, given in ((ones[0], ones[1:]), (ones[-1], ones[:-1])):
        for b, other_given in ((others[0], others[1:]), (others[-1], others[:-1])):
            if given == other_given and len("".join(given)) > 2 and _same_surname(a, b):
                return True
    return False


def _same_surname(a: str, b: str) -> bool:
    korean = korean_surname(a), korean_surname(b)
    if all(korean) and same_korean_sounds(frozenset({korean[0]}), frozenset({korean[1]})):
        return True
    return bool(chinese_surnames(a) & chinese_surnames(b))


def _compare_aliases(one: _Reading, other: _Reading, a: str, b: str) -> Comparison | None:
    """Compare each name in and before brackets with the other name."""
    if not one.aliases and not other.aliases:
        return None
    for alias in one.aliases or (a,):
        for known in other.aliases or (b,):
            if compare_names(alias, known).way in ("equal", "order", "sound"):
                return _BY_ALIAS
    return None


def _compare_parts(short: _Reading, long: _Reading) -> Comparison | None:
    """Tell whether one name is made of words of the other."""
    if max(map(len, short.words)) < 2 or not (short.alphabetic and long.alphabetic):
        return None
    covered = _count_covered(short.words, long.words)
    if covered and _is_whole_part(short, long):
        if covered > 1 and short.words == long.words[:-1] and not (long.languages or long.suffix):
            return _BY_BEGINNING
        if covered > 1 and short.korean and short.words == long.words[-2:]:
            return _BY_TWO_WORDS
        words = "word" if covered == 1 else "words"
        return Comparison(_PARTS.get(covered, 0.8), "part", f"{covered} {words} of one are all of the other")
    if len(short.words) == 1 and long.korean and same_korean_sounds(_given(long), korean_given_sounds(short.words[0])):
        return _BY_GIVEN
    return None


def _given(reading: _Reading) -> frozenset[str]:
    return frozenset(sound.partition(" ")[2] for sound in reading.korean)


def _count_covered(short: tuple[str, ...], long: tuple[str, ...]) -> int:
    """Return how many words of the longer name make up the shorter one, 0 where they don't, or nothing is left over."""
    if len(short) < len(long) and not Counter(short) - Counter(long):
        return len(short)
    joined = "".join(short)
    for start in range(len(long)):
        for end in range(start + 1, len(long) + 1):
            if end - start < len(long) and "".join(long[start:end]) == joined:
                return end - start
    return 0


def _is_whole_part(short: _Reading, long: _Reading) -> bool:
    """Tell whether a part is one that people go by: no bare surname, no surname with half a given name, no half of one.

    Only a name that can be Korean or Chinese is known well enough to say.
    """
    if not (long.korean or long.others["zh"]):
        return True
    joined = "".join(short.words)
    rests = {"".join(long.words[1:]), "".join(long.words[:-1])}
    if len(short.words) == 1:
        return joined in rests and not (len(long.words) == 2 and (korean_surname(joined) or chinese_surnames(joined)))
    return joined in rests and (not short.languages & long.languages or short.words[0] != long.words[0])


def _compare_initials(one: _Reading, other: _Reading) -> Comparison | None:
    for surname, given in _surname_and_given(one.spelled):
        for other_surname, other_given in _surname_and_given(other.spelled):
            if surname == other_surname and len(surname) > 1 and _initials_agree(given, other_given):
                return _BY_INITIAL
    return None


def _surname_and_given(words: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(words[0], words[1:]), (words[-1], words[:-1])] if len(words) > 1 else []


def _initials_agree(given: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether given names agree where one side has only initials; one initial stands for two names, too."""
    shorter, longer = sorted((given, other), key=len)
    if not any(len(word) == 1 for word in (*given, *other)) or (len(shorter) < len(longer) and len(shorter[0]) > 1):
        return False
    if len(shorter) < len(longer) and len(shorter) > 1:
        return False
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(shorter, longer, strict=False))


def _compare_letters(short: _Reading, long: _Reading) -> Comparison | None:
    """Compare letter by letter, word by word; a first word that only one has can be a nickname."""
    if not (short.alphabetic and long.alphabetic) or short.languages & long.languages:
        return None
    if short.suffix != long.suffix:
        return None
    extra = len(long.words) - len(short.words)
    if extra not in (0, 1) or (extra and len(short.words) < 2):
        return None
    ones, words = short.words, long.words[extra:]
    slips = _count_slips(ones, words)
    if slips is None:
        slips = _count_slips(tuple(sorted(ones)), tuple(sorted(words)))
    nicknames = 0
    if slips is None and not extra and len(ones) > 2 and _is_long(ones[1:]):
        ones, words, nicknames = ones[1:], words[1:], 1
        slips = _count_slips(ones, words)
    if slips is None and _is_long(ones) and _is_long(words):
        slips = _count_slips(tuple(map(_fold_thai, ones)), tuple(map(_fold_thai, words)))
    if slips is None:
        return None
    score = 0.75 - 0.6 * slips / max(len(short.exact), len(long.exact)) - 0.1 * max(extra, nicknames)
    kind = "one letter" if slips == 1 else f"{slips} letters"
    aside = ", without a first word" * extra + ", but for the first words" * nicknames
    return Comparison(round(max(score, 0.5), 3), "near", f"{kind} apart{aside}")


def _is_long(words: tuple[str, ...]) -> bool:
    """Tell whether a name is so long, as Thai ones are, that hardly two people have names so much alike."""
    return len(words) > 1 and sum(map(len, words)) > 15 and min(map(len, words)) > 5


def _fold_thai(word: str) -> str:
    """Return a word with one spelling for what people write in several ways when they romanise Thai."""
    for pattern, letters in _THAI:
        word = pattern.sub(letters, word)
    return word


def _count_slips(ones: tuple[str, ...], others: tuple[str, ...]) -> int | None:
    """Return how many letters words are apart, None where any two of them are too far for a slip."""
    total = 0
    for a, b in zip(ones, others, strict=True):
        if a != b:
            slips = _slips_of_word(a, b, alone=len(ones) == 1)
            if slips is None:
                return None
            total += slips
    return total


def _slips_of_word(a: str, b: str, *, alone: bool) -> int | None:
    longer = max(len(a), len(b))
    allowed = longer // (6 if alone else 5)
    if not allowed or abs(len(a) - len(b)) > allowed or a[0].replace("c", "k") != b[0].replace("c", "k"):
        return None
    # Mario and Maria, Petrov and Petrova are two people.
    if (a[:-1] == b[:-1] and {a[-1], b[-1]} & set("ao")) or a + "a" == b or b + "a" == a:
        return None
    # A consonant for another makes another short name: Rohit and Ronit.
    if longer < 7 and len(a) == len(b) and sorted(_CONSONANTS.findall(a)) != sorted(_CONSONANTS.findall(b)):
        return None
    slips = count_slips(a, b, allowed)
    return slips if slips <= allowed else None
