"""Korean questions that are whole sentences, as the noun phrases they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showgraph.ask.korean_words import kind_words, role_words, without_particles

_PASTS = {"썼": "쓴", "그렸": "그린", "만들었": "만든", "만들어졌": "만들어진", "나왔": "나온", "찍었": "찍은", "맡았": "맡은", "나오": "나온",
          "쓰": "쓴", "만드": "만든"}  # fmt: skip


_SOURCE = "원작인"


_ASKING_VERB = re.compile(
    r"(?:어|어요|나요|니|습니까|나|지|지요|죠|을까|을까요|던가요|는지|는가|나용|까|음|다|요|ㅂ니까|합니까)?"
)


_WHEN, _WHERE = {"언제", "몇년에", "언제쯤"}, {"어디서", "어디에서", "어디"}


_WHO = {"누가", "누구", "누구야", "누가누가", "누구누구가"}


_WHAT = {"무엇을", "뭘", "무엇", "뭐", "뭐를", "무엇에", "어디에"}


def as_phrase(words: list[str]) -> list[str]:
    """Return a whole sentence as the noun phrase it asks for: "누가 킹덤을 연출했어" as "킹덤을 연출한 사람"."""
    verb = _participle(words[-1])
    if not verb or len(words) < 2:
        return words
    rest = words[:-1]
    asked = next((word for word in rest if word in ("어떤", "무슨")), "")
    if verb == _SOURCE and asked:
        # "미생은 어떤 웹툰이 원작이야": the webtoon that it comes from.
        place = rest.index(asked)
        return [*rest[:place], "원작"]
    for place, word in enumerate(rest):
        others = [one for at, one in enumerate(rest) if at != place]
        if word in _WHEN:
            return [*others, "언제"]
        if word in _WHO:
            told = next(iter(without_particles(others[-1])), "") if others else ""
            if any(form in role_words() for form in without_particles(others[-1] if others else "")):
                # "극본은 누가 썼나": the noun already says what was done.
                return [*others[:-1], next(form for form in without_particles(others[-1]) if form in role_words())]
            return [*others, verb, "사람"] if told or others else words
        if word in _WHERE:
            return [*others, "방송사"]
        if word in _WHAT:
            return [*others, verb, "작품"]
        if word in ("어떤", "무슨", "어느", "몇") and place + 1 < len(rest):
            kind = rest[place + 1 :]
            counted = ["몇 편"] if word == "몇" else []
            noun = kind[1:] if word == "몇" and kind[1:] else kind
            return [
                *rest[:place],
                verb,
                *noun[:-1],
                next(iter(_kind_form(noun[-1])), noun[-1]),
                *" ".join(counted).split(),
            ]
    return words


def _kind_form(word: str) -> Iterator[str]:
    yield from (form for form in without_particles(word) if form in kind_words() or form in role_words())


def _participle(word: str) -> str:
    """Return what a verb at the end of a sentence is before a noun: "감독했어" is "감독한"."""
    if re.fullmatch(r"원작(?:이야|이에요|인가요|이죠|입니까|인지|이니|인가)", word):
        return _SOURCE
    for past, participle in _PASTS.items():
        if word.startswith(past) and _ASKING_VERB.fullmatch(word[len(past) :]):
            return participle
    match = re.match(r"(\w+?)(했|하였|됐|되었|되|한|하|됬)(\w*)$", word)
    if match and _ASKING_VERB.fullmatch(match[3]) and (match[2] in ("했", "하였", "됐", "되었", "됬") or match[3]):
        return match[1] + ("된" if match[2] in ("됐", "되었", "되", "됬") else "한")
    return ""
