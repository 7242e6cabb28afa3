"""Titles and their parts: the main title, what comes after a colon or dash, the number of a season."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from showgraph.names.normal import exact_form, fold_letters, title_form

_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORDS |= {"one": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "final": 0}
_ROMANS = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_HAN_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}

_DASH = re.compile(r"\s+[-–—~]\s+|\s*[~〜～]\s*(?=\S)")
_COLON = re.compile(r"\s*[:：]\s+|：")
_BEFORE = r"(?P<main>.*?\S)\s*[:,\-–—]?\s*"
_NUMBER = r"(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|ii|iii|iv|vi|vii|viii|ix)"
_SEASON = (
    rf"\b\(?(?:season|series|part|vol\.?|volume)\s*{_NUMBER}\)?",
    r"\bS(?P<number>\d{1,2})",
    r"\b(?P<number>\d{1,2})(?:st|nd|rd|th)\s+(?:season|part)",
    r"\b(?P<number>first|second|third|fourth|fifth)\s+season",
    r"(?:시즌|파트|シーズン)\s*(?P<number>\d{1,2})",
    r"第\s*(?P<number>\d{1,2}|[一二三四五六七八九十])\s*(?:季|部|期|シーズン)",
)
# As weak as it is common: District 9 is no season of District.
_BARE_NUMBER = re.compile(
    r"(?P<main>.*\S)(?:\s+|(?<=[가-힣ぁ-ヿ一-鿿]))(?P<number>[2-9])|(?P<words>.*\S)\s+(?P<roman>[IV]+)"
)


@dataclass(frozen=True)
class Title:
    """A title taken apart; ``season`` is None where the title names none, ``subtitle`` empty where it has none."""

    main: str
    subtitle: str = ""
    season: int | None = None


def read_title(text: str) -> Title:
    """Return the parts of a title.

    A dash parts more than a colon does, since titles before a dash have colons of their own. A bare number at the end
    is left in the main title.

    >>> read_title("Kingdom: Ashin of the North")
    Title(main='Kingdom', subtitle='Ashin of the North', season=None)
    >>> read_title("Mission: Impossible - Fallout").main
    'Mission: Impossible'
    >>> read_title("Hospital Playlist Season 2"), read_title("펜트하우스 시즌2").season
    (Title(main='Hospital Playlist', subtitle='', season=2), 2)
    >>> read_title("Alice in Borderland: Season 2").main, read_title("Sweet Home 3")
    ('Alice in Borderland', Title(main='Sweet Home 3', subtitle='', season=None))
    """
    whole = " ".join(text.split())
    main, season = _split_season(whole)
    subtitle = ""
    for mark in (_DASH, _COLON):
        found = mark.search(main)
        if found and found.start() and exact_form(main[: found.start()]) and main[found.end() :]:
            main, subtitle = main[: found.start()], main[found.end() :]
            break
    if season is None:
        main, season = _split_season(main)
    return Title(main, subtitle, season)


@cache
def _season_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_BEFORE + pattern, re.IGNORECASE) for pattern in _SEASON)


def _split_season(text: str) -> tuple[str, int | None]:
    for pattern in _season_patterns():
        if found := pattern.fullmatch(text):
            return found["main"], _read_number(found["number"])
    return text, None


def _read_number(text: str) -> int:
    word = text.casefold()
    known = _WORDS.get(word) or _ROMANS.get(word) or _HAN_DIGITS.get(word)
    return known if known else int(word)


def split_number(text: str) -> tuple[str, int | None]:
    """Return a title without a bare number from 2 to 9 at its end, and the number, which may be a season's.

    >>> split_number("Sweet Home 3"), split_number("Rocky II"), split_number("Apollo 13"), split_number("Malcolm X")
    (('Sweet Home', 3), ('Rocky', 2), ('Apollo 13', None), ('Malcolm X', None))
    """
    found = _BARE_NUMBER.fullmatch(text)
    if found and found["number"]:
        return found["main"], int(found["number"])
    if found and found["roman"].casefold() in _ROMANS:
        return found["words"], _ROMANS[found["roman"].casefold()]
    return text, None


def title_keys(text: str) -> dict[str, str]:
    """Return the keys of a title and what each ignores: exact, article, subtitle or season, the best for each.

    >>> title_keys("The Penthouse 2")
    {'thepenthouse2': 'exact', 'title:penthouse2': 'article', 'title:penthouse': 'season'}
    >>> title_keys("Kingdom: Ashin of the North")["title:kingdom"]
    'subtitle'
    """
    keys = {exact_form(text): "exact", "title:" + title_form(text): "article"}
    # Most titles have neither mark nor number, and each span of a question is looked up.
    if not _HAS_PARTS.search(text):
        return keys
    title = read_title(text)
    without = title.main if title.season is None else f"{title.main}: {title.subtitle}"
    if title.season is not None:
        _add(keys, without, "season")
    if title.subtitle:
        _add(keys, title.main, "subtitle")
    elif title.season is None:
        _add(keys, split_number(title.main)[0], "season")
    return keys


_HAS_PARTS = re.compile(
    r"[:：~〜～–—]|\s-\s|\d$|\d\)$|[IVivx]$|[季部期]$|(?i:season|two|three|four|five|six|seven|eight|nine|ten)$"
)


def _add(keys: dict[str, str], text: str, way: str) -> None:
    if len(fold_letters(text)) > 1:
        keys.setdefault("title:" + title_form(text), way)
