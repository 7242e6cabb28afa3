"""Keys of Korean names that are the same for Hangul and for the ways people write it in Latin letters.

Revised Romanisation, McCune–Reischauer and customary spellings write a sound each in its way (``Lee``/``Yi``/``Rhee``,
``Park``/``Bak``, ``Jung``/``Jeong``/``Chung``, ``oo``/``u``). The key folds each sound to a class: plain, tense and
aspirated consonants are one; ㅓ, ㅜ and ㅡ are one, because ``u`` is written for all three. Different names can share a
key (정 and 중), so a key finds candidates; it never says by itself that two people are one. Where both spellings tell
the vowels apart (Do-yoon, Do-yeon), ``same_korean_sounds`` does too.

A name in Latin letters is read as Korean only if one end of it is a Korean surname; there are few of those.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from showgraph.names.normal import fold_letters

_INITIALS = tuple("g kk n d tt r m b pp s ss - j jj ch k t p h".split())  # noqa: SIM905
_VOWELS = tuple("a ae ya yae eo e yeo ye o wa wae oe yo oo wo we wi yoo eu ui i".split())  # noqa: SIM905
_FINALS = tuple("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split())  # noqa: SIM905
_TWO_SYLLABLE_SURNAMES = {"남궁", "황보", "선우", "제갈", "독고", "사공", "서문", "동방"}

_SURNAMES = {
    "lee": "i", "yi": "i", "rhee": "i", "ri": "i", "yee": "i", "rhie": "i", "i": "i", "leigh": "i",
    "lim": "im", "yim": "im", "rim": "im", "im": "im", "ihm": "im",
    "ryu": "yoo", "ryoo": "yoo", "yoo": "yoo", "yu": "yoo", "you": "yoo", "lyu": "yoo", "ryou": "yoo", "yun": "yoon",
    "rhim": "im", "leem": "im", "ree": "i", "rhyu": "yoo", "lew": "yoo", "yew": "yoo", "nho": "no", "lho": "no",
    "roh": "no", "rho": "no", "noh": "no", "no": "no", "ro": "no",
    "ra": "na", "la": "na", "rha": "na", "na": "na", "nah": "na",
    "ryang": "yang", "lyang": "yang", "yeom": "yeom", "ryeom": "yeom", "ryo": "yeo", "ryeo": "yeo",
    "hur": "heo", "back": "baek", "pak": "bak", "park": "bak", "bark": "bak", "surh": "seo", "shim": "sim",
    "oak": "ok", "ohk": "ok", "cha": "cha", "wu": "woo", "u": "woo", "oo": "woo", "kook": "guk", "kuk": "guk",
    "gook": "guk",
}  # fmt: skip

_HANGUL_SURNAMES = """
    김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현
    함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호
    범좌팽승간상시갈단견당탕화창묵매옹근점아뇌빙
"""
_LONG_SURNAMES = re.compile("nam[gk](?:oo|u)ng|hwangbo|s(?:u|eo)n(?:woo|u)|jegal|dok[gk]o|sagong|seomun|dongbang")

# ㅜ, ㅓ, ㅡ, ㅠ, ㅕ, ㅐ and ㅖ where the spelling tells them apart; U, Y and E where it doesn't.
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^e$", "yi"),
        (r"^gene$", "jin"),
        (r"wh", "hw"),
        (r"(?<=[bghkmnp])yo(?=(?:n|ng|k)(?![aeiouyw]))", "yu"),
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
        (r"yeo|ieo", "ㅕ"),
        (r"yoo", "ㅠ"),
        (r"you|yeu|yu", "Y"),
        (r"yae|yai|yay|yei|yea|ye(?!e)", "ㅖ"),
        (r"weo|wuh|wo(?!o)|uo", "W"),
        (r"wee|wi|uy", "V"),
        (r"wae|wai|oae|we|oe|oi|oy", "Q"),
        (r"eui|ui", "I"),
        (r"yee|yi", "I"),
        (r"woo|oo", "ㅜ"),
        (r"eo", "ㅓ"),
        (r"eu", "ㅡ"),
        # 승 and 근 are hardly ever written so, 성 and 건 nearly always.
        (r"(?<=s)u(?=X)|(?<=k)u(?=n)", "ㅓ"),
        (r"wu|ou|u", "U"),
        (r"ee|ea|ie", "I"),
        (r"ae|ai|ay", "ㅐ"),
        (r"ei|ey|e", "E"),
        (r"i|(?<=[^aeiouIUEㅜㅓㅡ])y(?=$|[^aeiouUEOAㅜㅓㅡ])", "I"),
        (r"ya", "A"),
        (r"wa|oa", "Z"),
        (r"yo", "O"),
    )
)
_CLASSES = str.maketrans("ㅜㅓㅡㅠㅕㅐㅖ", "UUUYYEE")
_OPEN_CLASSES = {"U": "ㅜㅓㅡ", "Y": "ㅠㅕ", "E": "ㅐㅖ"}


def has_hangul(text: str) -> bool:
    """Tell whether a text has Hangul syllables.

    >>> has_hangul("박지후"), has_hangul("Park")
    (True, False)
    """
    return not text.isascii() and any("가" <= letter <= "힣" for letter in text)


def _spell_syllable(letter: str) -> str:
    index = ord(letter) - 0xAC00
    initial, vowel, final = _INITIALS[index // 588], _VOWELS[index % 588 // 28], _FINALS[index % 28]
    return (initial + vowel + final).replace("-", "")


@cache
def _fold_sounds(latin: str) -> str:
    for pattern, replacement in _STEPS:
        latin = pattern.sub(replacement, latin)
    return latin


def fold_syllable(latin: str) -> str:
    """Return the sound classes of one romanised syllable or run of syllables.

    >>> fold_syllable("jeong") == fold_syllable("jung") == fold_syllable("chung")
    True
    >>> fold_syllable("hoo") == fold_syllable("hu") != fold_syllable("ho")
    True
    """
    return _fold_sounds(latin).translate(_CLASSES)


_SYLLABLE = re.compile(
    r"(?:kk|tt|pp|ss|jj|ch|sh|ph|kh|th|[bcdfghjklmnprstvz])?"
    r"(?:y|w|hw|wh)?(?:eui|yeo|yoo|you|yae|wae|weo|woo|eo|eu|ae|ai|ay|oo|ou|oe|oi|ui|uy|ee|ie|ea|[aeiou])h?"
    r"(?:ng|ck|rk|[bdgklmnprst])?"
)
_FIRST_R = re.compile("^[rl](?=y)")
_SYLLABLES = re.compile(rf"(?:{_SYLLABLE.pattern}){{1,3}}")


def _fold_given(words: list[str]) -> set[str]:
    """Return the sounds of a given name; a name written in one word is read with every boundary it can have.

    At its beginning many leave out ㄹ before a y (률, 율), as the South does in words.
    """
    words = [_FIRST_R.sub("", words[0]), *words[1:]]
    if len(words) > 1:
        return {"".join(_fold_sounds(word) for word in words)}
    word = words[0]
    sounds = {_fold_sounds(word)}
    for cut in range(1, len(word)):
        head, tail = word[:cut], word[cut:]
        if _SYLLABLE.fullmatch(head) and _SYLLABLE.fullmatch(tail):
            sounds.add(_fold_sounds(head) + _fold_sounds(tail))
    return sounds


@cache
def _known_surnames() -> frozenset[str]:
    return frozenset(fold_syllable(_spell_surname(letter)) for letter in "".join(_HANGUL_SURNAMES.split()))


def _spell_surname(hangul: str) -> str:
    latin = "".join(_spell_syllable(letter) for letter in hangul)
    return _SURNAMES.get(latin, latin)


@lru_cache(maxsize=65536)
def korean_surname(word: str) -> str:
    """Return how a folded word sounds as a Korean surname, empty where it can't be one.

    >>> korean_surname("park") == korean_surname("bak"), korean_surname("pitt")
    (True, '')
    """
    surname = _SURNAMES.get(word, word)
    known = _LONG_SURNAMES.fullmatch(surname) or (
        _SYLLABLE.fullmatch(surname) and fold_syllable(surname) in _known_surnames()
    )
    return _fold_sounds(surname) if known else ""


@lru_cache(maxsize=65536)
def korean_sounds(name: str) -> frozenset[str]:
    """Return how a person's name can sound, as exactly as its spelling tells; empty where it can't be a Korean one.

    Surname and given name are apart by a space, the surname first.
    """
    if has_hangul(name):
        return _sounds_of_hangul(name)
    # The breve is what tells ㅓ from ㅗ in McCune–Reischauer.
    words = fold_letters(normalize("NFC", name).translate(_BREVES)).split()
    if not 2 <= len(words) <= 4 or not all(word.isascii() and word.isalpha() for word in words):
        return frozenset()
    sounds = set()
    for spelled, given in ((words[0], words[1:]), (words[-1], words[:-1])):
        if (surname := korean_surname(spelled)) and all(_SYLLABLES.fullmatch(word) for word in given):
            sounds |= {f"{surname} {sound}" for sound in _fold_given(given)}
    return frozenset(sounds)


_BREVES = str.maketrans({"ŏ": "eo", "Ŏ": "eo", "ŭ": "eu", "Ŭ": "eu"})


def korean_given_sounds(word: str) -> frozenset[str]:
    """Return how a name of one word can sound if it is a Korean given name of two syllables, as many stage names are.

    >>> bool(korean_given_sounds("sooyoung") & korean_given_sounds("suyeong"))
    False
    >>> same_korean_sounds(korean_given_sounds("sooyoung"), korean_given_sounds("suyeong"))
    True
    """
    cuts = (cut for cut in range(1, len(word)) if _SYLLABLE.fullmatch(word[:cut]) and _SYLLABLE.fullmatch(word[cut:]))
    return frozenset(_fold_sounds(word[:cut]) + _fold_sounds(word[cut:]) for cut in cuts)


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
    return frozenset(sound.translate(_CLASSES) for sound in korean_sounds(name))


_ROMANISED = re.compile(rf"(?:{_SYLLABLE.pattern}){{2,}}")


def korean_title_key(title: str) -> str:
    """Return the sounds of a Korean title, in Hangul or romanised; empty for what can be neither.

    Nothing but its letters count, so that a romanised title has the key of its Hangul however it is cut into words.

    >>> korean_title_key("오징어 게임") == korean_title_key("Ojingeo geim") != ""
    True
    >>> korean_title_key("Stranger Things"), korean_title_key("Her")
    ('', '')
    """
    letters = [letter for letter in title.casefold() if letter.isalnum()]
    hangul = [letter for letter in letters if "가" <= letter <= "힣"]
    if hangul:
        return fold_syllable("".join(map(_spell_syllable, letters))) if len(hangul) == len(letters) > 1 else ""
    latin = "".join(letters)
    return fold_syllable(latin) if len(latin) > 4 and latin.isascii() and _ROMANISED.fullmatch(latin) else ""


def same_korean_sounds(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether one of some sounds can be one of some others, as far as their spellings tell.

    >>> same_korean_sounds(korean_sounds("Lee Do-hyun"), korean_sounds("Lee Do Hyeon"))
    True
    >>> same_korean_sounds(korean_sounds("Lee Do-yoon"), korean_sounds("Lee Do-yeon"))
    False
    """
    return any(
        len(one) == len(other)
        and all(a == b or _is_open(a, b) or _is_open(b, a) for a, b in zip(one, other, strict=True))
        for one in ones
        for other in others
    )


def _is_open(sound: str, other: str) -> bool:
    return other in _OPEN_CLASSES.get(sound, "")


def _sounds_of_hangul(name: str) -> frozenset[str]:
    letters = "".join(name.split())
    if not 2 <= len(letters) <= 5 or not all("가" <= letter <= "힣" for letter in letters):
        return frozenset()
    cut = 2 if letters[:2] in _TWO_SYLLABLE_SURNAMES and len(letters) > 2 else 1
    syllables = [_spell_syllable(letter) for letter in letters[cut:]]
    given = "".join(
        _fold_sounds(_FIRST_R.sub("", latin) if not place else latin) for place, latin in enumerate(syllables)
    )
    return frozenset({f"{_fold_sounds(_spell_surname(letters[:cut]))} {given}"})
