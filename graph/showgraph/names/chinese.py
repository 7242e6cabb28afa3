"""Keys of Chinese names that are the same for Pinyin, Wade–Giles and the customary spellings of surnames.

The key of a Latin spelling is Pinyin without tones, hyphens and spaces, surname first: Zhou Xingchi, Xing-Chi Zhou and
Chou Hsing-ch'ih are one. Wade–Giles as people type it, without its apostrophes, can be read in several ways
(*chang* is zhang or chang); each is a key. Surnames are also known in the spellings of Hong Kong, Taiwan and South-East
Asia; given names in those aren't read. Many names share a Pinyin (于适 and 石羽 are both Yu Shi to someone who
doesn't know which comes first), so a key finds candidates. Hanzi are compared as they stand, by ``han_keys``: reading
them takes a dictionary, and keys that depend on whether one is installed would make graphs of the same sources differ.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from showgraph.names.normal import fold_letters

_FINALS = {
    "": "a o e ai ei ao ou an en ang er yi ya yao ye you yan yang yin ying yong yu yue yuan yun"
    " wu wa wo wai wei wan wen wang weng",
    "b": "a o ai ei ao an en ang eng i iao ie ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i iao ie ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i iao ie iu ian in ing u", "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an ang eng i iao ie iu ian ing u uo ui uan un ong",
    "t": "a e ai ao ou an ang eng i iao ie ian ing u uo ui uan un ong",
    "n": "a e ai ei ao an en ang eng i iao ie iu ian in iang ing u uo uan ong",
    "l": "a e ai ei ao ou an ang eng i ia iao ie iu ian in iang ing u uo uan un ong ue",
    "g": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "k": "a e ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "h": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "j": "i ia iao ie iu ian in iang ing u ue uan un iong", "q": "i ia iao ie iu ian in iang ing u ue uan un iong",
    "x": "i ia iao ie iu ian in iang ing u ue uan un iong",
    "zh": "i a e ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "ch": "i a e ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "sh": "i a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "i e ao ou an en ang eng u uo ui uan un ong", "z": "i a e ai ei ao ou an en ang eng u uo ui uan un ong",
    "c": "i a e ai ao ou an en ang eng u uo ui uan un ong", "s": "i a e ai ao ou an en ang eng u uo ui uan un ong",
}  # fmt: skip

_SURNAMES = """
    ai an ao ba bai ban bao bei bi bian bo bu cai cao cen chai chang che chen cheng chi chu cong cui dai dang
    deng di diao ding dong dou du duan e fan fang fei feng fu gan gao ge geng gong gou gu guan guang gui guo hai
    han hang hao he hong hou hu hua huang hui huo ji jia jian jiang jiao jie jin jing ju kang ke kong kou kuang
    lai lan lang lao lei leng li lian liang liao lin ling liu long lou lu luan luo ma mai man mao mei meng mi
    miao min ming mo mu na nan ni nian nie ning niu nong ou pan pang pei peng pi piao ping pu qi qian qiang qiao
    qin qiu qu quan que ran rao ren rong rou ruan rui sa sang sha shan shang shao she shen sheng shi shou shu
    shui si song su sui sun suo tai tan tang tao teng tian tie tong tu tuo wan wang wei wen weng wo wu xi xia
    xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yong you yu yuan yue
    yun zang zeng zha zhai zhan zhang zhao zhen zheng zhong zhou zhu zhuang zhuo zi zong zou zu zuo ouyang situ
    zhuge shangguan sima huangfu murong dongfang ximen linghu gongsun duanmu baili nangong yuwen zhangsun
"""

_CUSTOMARY = {
    "ang": "hong", "au": "ou", "auyeung": "ouyang", "chan": "chen zhan", "chao": "zhao", "cheah": "xie",
    "cheung": "zhang", "chia": "xie", "chiu": "zhao qiu", "choi": "cai", "chow": "zhou", "choy": "cai",
    "chua": "cai", "chui": "xu cui", "chung": "zhong", "fok": "huo", "foo": "fu", "fung": "feng", "gan": "yan",
    "goh": "wu", "heng": "wang", "heung": "xiang", "ho": "he", "hsieh": "xie", "hsu": "xu", "hui": "xu",
    "hung": "hong", "ip": "ye", "jen": "ren", "kam": "gan jin", "kao": "gao", "khoo": "qiu", "koh": "xu gao",
    "kong": "jiang kong", "kuo": "guo", "kwan": "guan", "kwek": "guo", "kwok": "guo", "kwong": "kuang",
    "lam": "lin", "lau": "liu", "law": "luo", "lee": "li", "leong": "liang", "leung": "liang", "lim": "lin",
    "lo": "luo lu lao", "loh": "luo", "louie": "lei", "low": "liu", "lui": "lei lu", "lyu": "lu", "mak": "mai",
    "mok": "mo", "mui": "mei", "neo": "liang", "ng": "wu huang", "ong": "wang", "pang": "peng", "poon": "pan",
    "quek": "guo", "seah": "xie", "shek": "shi", "shum": "cen shen", "sim": "shen", "sin": "xian", "sit": "xue",
    "siu": "xiao", "so": "su", "soh": "su", "sze": "shi", "szeto": "situ", "szu": "shi si", "tam": "tan",
    "tan": "chen", "tang": "deng", "tay": "zheng", "tee": "zheng", "teo": "zhang", "to": "du", "toh": "du",
    "tong": "tang", "tsang": "zeng", "tse": "xie", "tsoi": "cai", "tsui": "xu cui", "wan": "wen yin",
    "wee": "huang", "wong": "wang huang", "woo": "hu wu", "wu": "hu", "yam": "ren", "yau": "qiu you", "yee": "yu",
    "yeo": "yang", "yeoh": "yang", "yeung": "yang", "yick": "yi", "yim": "yan", "yip": "ye", "yiu": "yao",
    "yuen": "yuan ruan", "yung": "weng rong", "zee": "xu",
}  # fmt: skip

# From Pinyin to Wade–Giles without its apostrophes and dots, in this order.
_WADE = (
    (r"^zhi$", "chih"), (r"^chi$", "chih"), (r"^shi$", "shih"), (r"^ri$", "jih"),
    (r"^[zc]i$", "tzu"), (r"^si$", "ssu"), (r"^yi$", "i"), (r"^er$", "erh"), (r"^you$", "yu"),
    (r"^([jqx]|y)u(?=e|an|n|$)", r"\1ü"), (r"ong$", "ung"), (r"ian$|(?<=^y)an$", "ien"), (r"(?<=[iuüy])e$", "eh"),
    (r"(?<=[gkh])e$", "o"), (r"(?<=^[gk])ui$", "uei"), (r"(?<=[dtnlzcsr])uo$", "o"), (r"(?<=^[zc]h)uo$", "o"),
    (r"^(?:zh|j|q)", "ch"), (r"^r", "j"), (r"^x", "hs"), (r"^[zc](?!h)", "ts"),
    (r"^b", "p"), (r"^d", "t"), (r"^g", "k"), (r"ü", "u"), (r"^yien$", "yen"),
)  # fmt: skip
# The second form of the Mandarin Phonetic Symbols, which Taiwan spelled names by in the 1980s and 1990s.
_TAIWAN = (
    (r"^zhi$", "jr"), (r"^(ch|sh)i$", r"\1r"), (r"^ri$", "r"), (r"^zi$", "tz"), (r"^ci$", "tsz"), (r"^si$", "sz"),
    (r"(?<!^y)iu$", "iou"), (r"(?<=^[dtnlgkhzcsr])ui$", "uei"), (r"^q", "ch"), (r"^x", "sh"), (r"^zh", "j"),
    (r"^z", "tz"), (r"^c(?!h)", "ts"),
)  # fmt: skip
_TONE = re.compile(r"(?<=[a-z])[1-5](?![0-9])")


@cache
def _pinyin() -> frozenset[str]:
    return frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())


@cache
def _wade_giles() -> dict[str, frozenset[str]]:
    """Return what each syllable that isn't Pinyin, Wade–Giles without apostrophes above all, can be in Pinyin."""
    read: dict[str, set[str]] = {}
    for syllable in _pinyin():
        read.setdefault(_spell(syllable, _WADE), set()).add(syllable)
    for syllable in _pinyin():
        read.setdefault(_spell(syllable, _TAIWAN), set()).add(syllable)
    read |= {"yi": {"yi"}, "szu": {"si"}, "tze": {"zi", "ci"}, "tsz": {"zi", "ci"}, "yo": {"you"}, "bor": {"bo"}}
    return {spelled: frozenset(pinyin) for spelled, pinyin in read.items()}


def _spell(pinyin: str, steps: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in steps:
        pinyin = re.sub(pattern, replacement, pinyin)
    return pinyin


@cache
def _surnames() -> dict[str, frozenset[str]]:
    """Return the Pinyin of each spelling of a surname."""
    known = _SURNAMES.split()
    read = {surname: {surname} for surname in known}
    for spelled, pinyin in _wade_giles().items():
        if found := pinyin & read.keys() & set(known):
            read.setdefault(spelled, set()).update(found)
    for spelled, customary in _CUSTOMARY.items():
        read.setdefault(spelled, set()).update(customary.split())
    return {spelled: frozenset(pinyin) for spelled, pinyin in read.items()}


def chinese_surnames(word: str) -> frozenset[str]:
    """Return the surnames, in Pinyin, that a folded word can be a spelling of.

    >>> sorted(chinese_surnames("wong")), sorted(chinese_surnames("hsiao")), sorted(chinese_surnames("pitt"))
    (['huang', 'wang'], ['xiao'], [])
    """
    return _surnames().get(word, frozenset())


def chinese_keys(name: str) -> frozenset[str]:
    """Return the sound keys of a person's name, empty where it can't be a Chinese one in Latin letters.

    A Latin name is read with the surname first and with the surname last.

    >>> bool(chinese_keys("Chou Hsing-ch'ih") & chinese_keys("Zhōu Xīngchí") & chinese_keys("Xing Chi Zhou"))
    True
    >>> bool(chinese_keys("Shiyiyue") & chinese_keys("Shi Yi Yue"))
    True
    >>> chinese_keys("Brad Pitt"), chinese_keys("Stephen Chow"), chinese_keys("周星驰")
    (frozenset(), frozenset(), frozenset())
    """
    words = _TONE.sub("", fold_letters(name)).split()
    if not 1 <= len(words) <= 4 or not all(word.isascii() and word.isalpha() for word in words):
        return frozenset()
    if len(words) == 1:
        return _keys_of_one_word(words[0])
    splits = [(words[0], words[1:]), (words[-1], words[:-1])]
    if len(words) > 2:
        splits += [(words[0] + words[1], words[2:]), (words[-2] + words[-1], words[:-2])]
    return frozenset(
        f"{surname} {read}"
        for spelled, given in splits
        if (surnames := chinese_surnames(spelled))
        for surname, read in product(surnames, _read_given(given))
    )


def is_chosen_name(name: str) -> bool:
    """Tell whether a name is a given name of one word before a Chinese surname, as chosen names stand: Calvin Li.

    >>> is_chosen_name("Calvin Li"), is_chosen_name("Li Zonghan"), is_chosen_name("Chia-ying Lee")
    (True, False, False)
    """
    words = fold_letters(name).split()
    return (
        len(words) == 2
        and len(name.split()) == 2
        and "-" not in name
        and bool(chinese_surnames(words[1]))
        and not chinese_surnames(words[0])
    )


def family_names(name: str) -> frozenset[str]:
    """Return the Chinese surname of a Latin name as all its readings in one text, none where it can't be Chinese.

    >>> family_names("Calvin Li") & family_names("Chia-ying Lee"), family_names("Brad Pitt")
    (frozenset({'li'}), frozenset())
    """
    words = fold_letters(name).split()
    if is_chosen_name(name):
        return frozenset({" ".join(sorted(chinese_surnames(words[1])))})
    if not chinese_keys(name):
        return frozenset()
    # A hyphen joins a given name; without one the surname is the first word if that can be one.
    last = "-" in name.split()[0] or not chinese_surnames(words[0])
    return frozenset({" ".join(sorted(chinese_surnames(words[-1] if last else words[0])))}) - {""}


def _keys_of_one_word(word: str) -> frozenset[str]:
    """Return the keys of a whole name in one word; one of two syllables would be too many other words."""
    return frozenset(
        f"{syllables[0]} {''.join(syllables[1:])}"
        for syllables in _cut(word, 4)
        if len(syllables) > 2 and syllables[0] in _SURNAMES.split()
    )


def _read_given(words: list[str]) -> set[str]:
    """Return a given name in Pinyin, in every way it can be read: as Pinyin, or as Wade–Giles."""
    read = set()
    joined = "".join(words)
    if len(joined) <= 18 and all(_cut(word, 3) for word in words):
        read.add(joined)
    wade = _wade_giles()
    if len(words) <= 3 and all(word in wade for word in words):
        read |= {"".join(syllables) for syllables in product(*(wade[word] for word in words))}
    return read


@cache
def _cut(word: str, most: int) -> tuple[tuple[str, ...], ...]:
    """Return every way to cut a word into at most so many Pinyin syllables."""
    if not word:
        return ((),)
    if most == 0:
        return ()
    return tuple(
        (word[:end], *rest)
        for end in range(1, min(6, len(word)) + 1)
        if word[:end] in _pinyin()
        for rest in _cut(word[end:], most - 1)
    )
