"""Keys of Japanese names that are the same for kana and for the ways people write them in Latin letters.

Hepburn and Kunrei write a syllable each in its way (``shi``/``si``, ``tsu``/``tu``, ``ja``/``zya``), and a long vowel
is a macron, a doubled letter, ``ou``, ``oh`` or not written at all. The key has one spelling of each syllable and no
long vowels, so *Yū* and *Yu* share it: a key finds candidates. Which word is the family name is left open. Kanji
can't be read by rule (翔 alone has dozens of readings); they are compared as they stand, by ``han_keys``.
"""

from __future__ import annotations

import re
from functools import cache

from showgraph.names.normal import fold_letters

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ",
    "t": "タチツテト", "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ",
    "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
}  # fmt: skip
_KANA = {kana: initial + vowel for initial, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)} | {
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ヰ": "i", "ヱ": "e", "ン": "n", "ヴ": "bu", "ー": "",
}  # fmt: skip
_SMALL_KANA = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}

_STEPS = (
    (r"[tc](?=ch)", "t"),
    (r"sh(?=[aueo])", "sy"),
    (r"sh(?=i)", "s"),
    (r"ch(?=[aueo])", "ty"),
    (r"ch(?=i)", "t"),
    (r"ts(?=u)", "t"),
    (r"j(?=[aueo])", "zy"),
    (r"j(?=[iy])", "z"),
    (r"f", "h"),
    (r"dz|d(?=[iuy])", "z"),
    (r"m(?=[bpm])", "n"),
    (r"wo", "o"),
    (r"\bye|(?<=[aiueo])ye", "e"),
    (r"o[uo]|oh(?![aiueoy])", "o"),
    (r"uu|uh(?![aiueoy])", "u"),
    (r"([aie])\1", r"\1"),
)
_SYLLABLES = re.compile(
    r"(?:(?:(?P<double>[kstpgbzdh])(?=(?P=double)))?(?:[kgsztnhbpmr]y[auoe]|[kgsztdnhbpmr]?[aiueo]|y[auo]|wa)"
    r"|n(?![aiueoy]))+"
)
# Words of plain open syllables are common in many languages. These endings tell a Japanese family or given name, in
# Hepburn, with something before them; so do whole family names.
_ENDINGS = """
    aki ako ichi iko hiko hiro kazu katsu kuko masa miko nko nobu nori noko roko roshi ruka seko shige suke taro
    jiro toshi yaka yuki yuko zuko zuki nase rase maru moto mura yama kawa gawa saki zaki hara bara hashi bashi
    kuchi guchi uchi shima jima tani sawa zawa mori oka kami gami numa matsu naka nami ura mizu kubo tsuka zuka
    naga mine kura hori zono sono niwa ishi hata bata kado shita wara nabe yashi saka zaka mae gaki kaki yanagi
    sugi bayashi take suna kuma hama domi nishi mitsu fuji yoshi
"""
_FAMILY_NAMES = """
    abe aida akagi akai aki akita akutsu amano anai ando anno aoi aoki aota arai araki arita asada asai asano
    ashida atsumi baba ban chiba chino date doi eguchi emoto endo eto fujii fujita fujino fukuda fukui fukushi
    gondo goto hada haga hamada hanada handa hanae hano harada harima hase hashida hatano hatta hattori hayami
    higa higashide hino hirai hirano hirata hirose hirota hoda honda honjo honma hori horie horii hosoda hosoi
    hoshi hoshino ichida ichii ida ide igarashi iida iio ijima ikeda ikuta ikuno imada imai inaba inada inoe ino
    irie isaka ise iseya ishida ishii ishino isobe isoda ito iwai iwata iwase izumi kadota kaga kagawa kaji kaku
    kamada kamei kamiki kanda kaneda kaneko kaneshiro kanno kano kasai kase kashii katagiri kato kawada kawai
    kawano kawase kikuta kimijima kinoshita kinashi kishi kishida kishii kita kitada kitano kobe koda koga koide
    koike koizumi kojo komoto kondo konno konishi kono koshiba kosugi kubota kudo kuga kume kuno kurata kuroda
    kuroki kuse kusano kuwata machida maeda maeno maki makino mano maruo masuda masuko matoba matsuda matsui
    matsuo mikami miki mita mitani mitsui miwa miyake miyano miyata miyoshi mizuno mochida mogi morita motoki
    mukai muraki murata muto nagai nagano nagase nagata nagayo naito nakada nakai nakano nakao nakata namba
    nanba narita narumi negishi nezu nikaido ninomiya nishida nishino nishio nitta noda nogi noguchi nomoto
    nonaka nose noto nozue numata oba obata obi ochi ochiai oda odagiri ogata ogi ogino oguri ohno oi oikawa
    oizumi okabe okada okano okazaki oki okubo okuda okuma okuno onuki ono onodera osada osaki oshii oshiro ota
    otake otani otsuka ozu ozeki ryu sada sagara saito sakai sakaki sakuma sakura sakurada sakurai sanada sasaki
    sato sawada sawai seki sekine sena senda seto shiba shibata shibuya shida shiga shiina shimada shimizu
    shimura shindo shino shinkai shinoda shiota shirai shiraishi shiroi sho shoji soda soma sone sorimachi suda
    sudo suga sugano sugawara sugita sugiura suzuki tabata tabe tada taguchi tajiri takada takagi takai takano
    takao takase takata takato takeda takei takemi takeshi taki tamaki tamori tamura tanabe tanaka tanno tashiro
    tatsumi tera terada terao toda tokita tokui tokuda tomioka tomita tomono tono tosaka toyama toyoda toyota
    tozuka tsuchiya tsuda tsuji tsukada tsukui tsumabuki tsuno tsuruta tsutsui uchida uchino ueda uehara ueki
    ueno uesugi uno usami usui wada watabe watari yagi yagyu yajima yamada yamane yamano yano yasuda yoda yokoi
    yokota yokoo yonekura yoshida yoshii yoshino yuki yusa
"""


def has_kana(text: str) -> bool:
    """Tell whether a text has kana.

    >>> has_kana("さくら"), has_kana("サクラ"), has_kana("桜")
    (True, True, False)
    """
    return not text.isascii() and any("\u3041" <= letter <= "\u30fa" or "ｦ" <= letter <= "ﾝ" for letter in text)


@cache
def _steps() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in _STEPS)


def fold_word(latin: str) -> str:
    """Return a romanised word with one spelling for each syllable and no long vowels.

    >>> fold_word("shinnosuke") == fold_word("sinnosuke"), fold_word("yuuji") == fold_word("yuzi") == fold_word("yuji")
    (True, True)
    """
    for pattern, replacement in _steps():
        latin = pattern.sub(replacement, latin)
    return latin


def japanese_keys(name: str) -> frozenset[str]:
    """Return the sound keys of a person's name, empty where it can't be a Japanese one.

    A Latin name needs two words, one of them made as family names are: words of plain open syllables are common
    in other languages too.

    >>> bool(japanese_keys("さとう たけるう") & japanese_keys("Takeru Satō") & japanese_keys("Satoh Takeru"))
    True
    >>> bool(japanese_keys("アライ ジュンイチ") & japanese_keys("Zyun'iti Arai"))
    True
    >>> japanese_keys("Brad Pitt"), japanese_keys("佐藤健")
    (frozenset(), frozenset())
    """
    words = fold_letters(name).split()
    if not 1 <= len(words) <= 2:
        return frozenset()
    if has_kana(" ".join(words)):
        read = [_spell_kana(word) for word in words]
        if not all(read):
            return frozenset()
        words = [fold_word(word) for word in read]
    else:
        if len(words) < 2 or not all(word.isascii() and word[-1] in "aiueonh" for word in words):
            return frozenset()
        words = [fold_word(word) for word in words]
        if not all(_SYLLABLES.fullmatch(word) for word in words) or not _is_likely(*words):
            return frozenset()
    return frozenset({"".join(words), "".join(reversed(words))})


def _is_likely(first: str, second: str) -> bool:
    endings, names = _read_family_names()
    return any(
        word in names or any(word.endswith(ending) and word != ending for ending in endings) for word in (first, second)
    )


@cache
def _read_family_names() -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(map(fold_word, _ENDINGS.split())), frozenset(map(fold_word, _FAMILY_NAMES.split()))


def _spell_kana(word: str) -> str:
    """Return a word of kana in Latin letters, empty where something else is in it."""
    spelled = ""
    doubles = False
    for letter in word:
        kana = chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter
        if kana == "ッ":
            doubles = True
        elif small := _SMALL_KANA.get(kana):
            spelled = _join_small(spelled, small)
        elif (latin := _KANA.get(kana)) is not None:
            spelled += latin[:1] * doubles + latin
            doubles = False
        else:
            return ""
    return spelled


def _join_small(spelled: str, small: str) -> str:
    """Return what is spelled with a small kana read into its last syllable: ki + ya = kya, hu + a = ha."""
    if spelled.endswith("i"):
        return spelled[:-1] + "y" + small[-1]
    return spelled[:-1] + small if spelled else small
