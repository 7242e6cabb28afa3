"""The Korean words of questions: those of the model, and the few that the model can't know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from showgraph.model import KINDS, PROPERTIES, Property

_PARTICLES = (
    "보다", "에서는", "에게서", "이라는", "으로", "에서", "에게", "께서", "이랑", "하고", "까지", "부터", "이나", "의", "이", "가", "은",
    "는", "을", "를", "에", "로", "와", "과", "랑", "도", "만", "나", "인",
)  # fmt: skip


AND = {"와", "과", "랑", "이랑", "하고"}


OR = {"이나", "나"}


CONJUNCTIONS = {"그리고": "and", "및": "and", "또는": "or", "혹은": "or", "이나": "or"}


FILLERS = {
    "알려줘", "알려주세요", "알려", "줘", "보여줘", "보여주세요", "찾아줘", "추천해줘", "추천", "목록", "리스트", "뭐야", "뭐가", "뭐",
    "뭐지", "있어", "있나요", "있니", "있지", "누구야", "누구", "누구지", "누구인가요", "누구예요", "무엇", "무엇인가요", "뭐예요",
    "어떤", "모든", "전부", "모두", "좀", "야", "인가요", "이야", "에요", "그", "해줘", "어디야", "어디", "어디서", "무슨", "것", "중",
    "중에서", "중에", "가운데", "같은", "함께", "같이", "둘", "다", "무엇이", "함께한", "뭐뭐", "제목", "이름은", "볼", "수", "있는", "볼수있는", "시청", "가능한", "누가", "나의", "총",
}  # fmt: skip


COUNTING = (
    "몇 편인가",
    "몇 편인가요",
    "몇 편이야",
    "몇 명인가",
    "몇 명이야",
    "몇 명인가요",
    "몇 개야",
    "몇 편 있어",
    "몇 편",
    "몇편",
    "몇 개",
    "몇개",
    "몇 명",
    "몇명",
    "몇 작품",
    "몇 권",
    "편수",
    "개수",
    "수는",
    "수",
)


GENRES = {
    "좀비": "zombie", "공포": "horror", "호러": "horror", "로맨스": "romance", "멜로": "melodrama", "코미디": "comedy", "액션": "action",
    "스릴러": "thriller", "범죄": "crime", "미스터리": "mystery", "추리": "mystery", "판타지": "fantasy", "SF": "science fiction",
    "공상과학": "science fiction", "사극": "historical", "시대극": "historical", "역사": "historical", "의학": "medical", "메디컬": "medical",
    "법정": "legal", "청춘": "coming of age", "성장": "coming of age", "가족": "family", "전쟁": "war", "음악": "music", "스포츠": "sports",
    "뱀파이어": "vampire", "흡혈귀": "vampire", "다큐멘터리": "documentary", "애니메이션": "animation", "재난": "disaster", "첩보": "spy",
    "정치": "political", "생존": "survival", "서바이벌": "survival", "심리": "psychological", "로맨틱 코미디": "romantic comedy",
    "로코": "romantic comedy", "학원": "school", "초자연": "supernatural", "뮤지컬": "musical", "서부극": "western", "모험": "adventure",
    "블랙 코미디": "black comedy", "오피스": "workplace", "직장": "workplace", "요리": "food", "무협": "martial arts", "느와르": "noir",
    "누아르": "noir", "하이틴": "teen", "시트콤": "sitcom", "슈퍼히어로": "superhero", "복수극": "revenge", "멜로드라마": "melodrama",
}  # fmt: skip
"""What genres are called in Korean, by the name the graphs have for them."""


COUNTRY_WORDS = {
    "한국": "KR", "국내": "KR", "대한민국": "KR", "일본": "JP", "중국": "CN", "대만": "TW", "홍콩": "HK", "태국": "TH", "미국": "US",
    "영국": "GB", "프랑스": "FR", "독일": "DE", "인도": "IN", "스페인": "ES", "이탈리아": "IT", "캐나다": "CA", "러시아": "RU",
    "베트남": "VN", "인도네시아": "ID", "필리핀": "PH", "호주": "AU", "북한": "KP",
}  # fmt: skip


LANGUAGE_WORDS = {
    "한국어": "ko",
    "일본어": "ja",
    "중국어": "zh",
    "영어": "en",
    "프랑스어": "fr",
    "독일어": "de",
    "스페인어": "es",
}


ORDERS = {
    "최신": ("year", True), "가장 최근": ("year", True), "제일 최근": ("year", True), "가장 오래된": ("year", False),
    "최초": ("year", False), "첫": ("year", False), "마지막": ("year", True), "가장 긴": ("runtime", True), "제일 긴": ("runtime", True),
    "가장 짧은": ("runtime", False), "최고 평점": ("rating", True), "평점이 가장 높은": ("rating", True), "평점 높은": ("rating", True),
    "가장 평점이 높은": ("rating", True), "평점이 높은": ("rating", True), "평점 가장 높은": ("rating", True), "최고": ("rating", True),
    "평점이 가장 낮은": ("rating", False), "최저 평점": ("rating", False), "에피소드가 가장 많은": ("episodes", True),
    "회차가 가장 많은": ("episodes", True), "가장 평점 높은": ("rating", True), "최장": ("runtime", True), "최단": ("runtime", False),
    "가장 최신": ("year", True), "평점 최고": ("rating", True), "가장 먼저 나온": ("year", False), "데뷔": ("year", False),
}  # fmt: skip


BASED = ("을 원작으로 한", "를 원작으로 한", "원작으로 한", "이 원작인", "가 원작인", "원작인", "을 바탕으로 한", "를 바탕으로 한",
          "바탕으로 한", "에 기반한", "기반", "기반의", "을 원작으로 하는", "를 원작으로 하는", "원작으로 하는", "을 각색한", "를 각색한",
          "각색한", "원작의", "원작", "바탕의", "을 원작으로 만든", "를 원작으로 만든", "원작으로 만든")  # fmt: skip


BECAME = ("만들어진", "제작된", "각색된", "나온", "리메이크된", "만든", "옮겨진", "제작한", "영상화된")


MADE_INTO = {"드라마화": "series", "영화화": "movie", "영상화": "screen-work", "실사화": "screen-work"}


MADE_ENDINGS = ("된", "한", "되지 않은", "")


def without_particles(word: str) -> Iterator[str]:
    """Yield a word as it is, and without each particle that it may end with."""
    yield word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle):
            yield word[: -len(particle)]


@cache
def kind_words() -> dict[str, tuple[str, ...]]:
    """Return the kinds that each Korean noun names."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in KINDS.values():
        for word in kind.korean:
            found[word] = (*found.get(word, ()), kind.key)
    return found | {
        "작품들": ("work",),
        "영화들": ("movie",),
        "드라마들": ("series",),
        "사람들": ("person",),
        "작": ("work",),
    }


@cache
def role_words() -> dict[str, tuple[Property, ...]]:
    """Return the relations that each Korean noun names."""
    found: dict[str, tuple[Property, ...]] = {}
    for prop in PROPERTIES:
        if prop.value == "entity":
            for word in prop.korean:
                found[word] = (*found.get(word, ()), prop)
                found.setdefault(word + "들", (prop,))
    return found


@cache
def value_words() -> dict[str, tuple[Property, ...]]:
    """Return the properties with plain values that each Korean noun names."""
    return {word: (prop,) for prop in PROPERTIES if prop.value != "entity" for word in prop.korean}


@cache
def known_words() -> frozenset[str]:
    """Return the words that are never taken for a name alone."""
    words = {*kind_words(), *role_words(), *value_words(), *GENRES, *COUNTRY_WORDS, *LANGUAGE_WORDS, *FILLERS, *ORDERS}
    return frozenset(
        words | {word + particle for word in words for particle in ("은", "는", "이", "가", "을", "를", "의")}
    )


_ENDINGS = ("한", "했던", "하는", "하고", "된", "되는", "진", "던", "은", "는", "인", "하지", "되지", "지", "")


def read_verb(word: str) -> tuple[Property, ...]:
    """Return the properties that a verb before a noun means: "출연한", "나온", "연출한", "그린"."""
    found: dict[str, Property] = {}
    for prop in PROPERTIES:
        for stem in prop.korean_verbs:
            if (
                word.startswith(stem)
                and word[len(stem) :] in _ENDINGS
                and (len(word) > len(stem) or stem[-1] in _PARTICIPLES)
            ):
                found[prop.key] = prop
    return tuple(found.values())


_PARTICIPLES = "온쓴린든"
"""Last syllables of stems that are themselves what stands before a noun."""
