"""Questions that are Korean noun phrases: "웹툰 원작 좀비 드라마", "배두나가 출연한 영화", "킹덤 감독".

Korean puts the head last, so the words are taken one after another: what was read waits for the noun it belongs to. The
meaning is built of the same parts as an English question's, and the words for kinds and properties are the model's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge
from showgraph.ask.reading import (
    Between,
    Both,
    Coded,
    Compared,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Is,
    KindIs,
    Named,
    Not,
    Noun,
    Order,
    Part,
    Question,
    WorkedWith,
)
from showgraph.ask.tokens import best_hits
from showgraph.errors import QuestionError
from showgraph.model import COUNTRIES, KINDS, LANGUAGES, PROPERTIES, Property, get_property, is_a
from showgraph.names import Execute, Hit, has_hangul, name_forms
from showgraph.names.search import read_forms

_PARTICLES = (
    "보다", "에서는", "에게서", "이라는", "으로", "에서", "에게", "께서", "이랑", "하고", "까지", "부터", "이나", "의", "이", "가", "은",
    "는", "을", "를", "에", "로", "와", "과", "랑", "도", "만", "나", "인",
)  # fmt: skip
_AND = {"와", "과", "랑", "이랑", "하고"}
_OR = {"이나", "나"}
_CONJUNCTIONS = {"그리고": "and", "및": "and", "또는": "or", "혹은": "or", "이나": "or"}
_FILLERS = {
    "알려줘", "알려주세요", "알려", "줘", "보여줘", "보여주세요", "찾아줘", "추천해줘", "추천", "목록", "리스트", "뭐야", "뭐가", "뭐",
    "뭐지", "있어", "있나요", "있니", "있지", "누구야", "누구", "누구지", "누구인가요", "누구예요", "무엇", "무엇인가요", "뭐예요",
    "어떤", "모든", "전부", "모두", "좀", "야", "인가요", "이야", "에요", "그", "해줘", "어디야", "어디", "어디서", "무슨", "것", "중",
    "중에서", "중에", "가운데", "같은", "함께", "같이", "둘", "다", "무엇이", "함께한", "뭐뭐", "볼", "수", "있는", "볼수있는", "시청", "가능한", "누가", "나의", "총",
}  # fmt: skip
_COUNTING = (
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
_GENRES = {
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
_COUNTRIES = {
    "한국": "KR", "국내": "KR", "대한민국": "KR", "일본": "JP", "중국": "CN", "대만": "TW", "홍콩": "HK", "태국": "TH", "미국": "US",
    "영국": "GB", "프랑스": "FR", "독일": "DE", "인도": "IN", "스페인": "ES", "이탈리아": "IT", "캐나다": "CA", "러시아": "RU",
    "베트남": "VN", "인도네시아": "ID", "필리핀": "PH", "호주": "AU", "북한": "KP",
}  # fmt: skip
_LANGUAGES = {
    "한국어": "ko",
    "일본어": "ja",
    "중국어": "zh",
    "영어": "en",
    "프랑스어": "fr",
    "독일어": "de",
    "스페인어": "es",
}
_ORDERS = {
    "최신": ("year", True), "가장 최근": ("year", True), "제일 최근": ("year", True), "가장 오래된": ("year", False),
    "최초": ("year", False), "첫": ("year", False), "마지막": ("year", True), "가장 긴": ("runtime", True), "제일 긴": ("runtime", True),
    "가장 짧은": ("runtime", False), "최고 평점": ("rating", True), "평점이 가장 높은": ("rating", True), "평점 높은": ("rating", True),
    "가장 평점이 높은": ("rating", True), "평점이 높은": ("rating", True), "평점 가장 높은": ("rating", True), "최고": ("rating", True),
    "평점이 가장 낮은": ("rating", False), "최저 평점": ("rating", False), "에피소드가 가장 많은": ("episodes", True),
    "회차가 가장 많은": ("episodes", True), "가장 평점 높은": ("rating", True), "최장": ("runtime", True), "최단": ("runtime", False),
    "가장 최신": ("year", True), "평점 최고": ("rating", True), "가장 먼저 나온": ("year", False), "데뷔": ("year", False),
}  # fmt: skip
_BASED = ("을 원작으로 한", "를 원작으로 한", "원작으로 한", "이 원작인", "가 원작인", "원작인", "을 바탕으로 한", "를 바탕으로 한",
          "바탕으로 한", "에 기반한", "기반", "기반의", "을 원작으로 하는", "를 원작으로 하는", "원작으로 하는", "을 각색한", "를 각색한",
          "각색한", "원작의", "원작", "바탕의", "을 원작으로 만든", "를 원작으로 만든", "원작으로 만든")  # fmt: skip
_BECAME = ("만들어진", "제작된", "각색된", "나온", "리메이크된", "만든", "옮겨진", "제작한", "영상화된")
_MADE_INTO = {"드라마화": "series", "영화화": "movie", "영상화": "screen-work", "실사화": "screen-work"}
_MADE_ENDINGS = ("된", "한", "되지 않은", "")


@dataclass
class _Waiting:
    """What was read and waits for its noun: things, what was said of the noun to come, and marks."""

    things: list[Named | Noun] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    said: list[Constraint] = field(default_factory=list)
    order: Order | None = None
    others: bool = False
    genitive: bool = False
    among: bool = False


def is_korean(text: str) -> bool:
    """Tell whether a question is written in Korean rather than in English with Korean names."""
    words = text.split()
    latin = [word for word in words if re.search(r"[a-z]{2}", word) and not has_hangul(word)]
    return len([word for word in words if has_hangul(word)]) > len(latin)


def read_korean(text: str, execute: Execute) -> Question:
    """Return how a Korean noun phrase is read.

    Raises:
        QuestionError: a word was not understood.
    """
    plain = " ".join(re.sub(r"[?!.,·]+", " ", text).split()).replace("볼 수 있는", "볼수있는")
    return _KoreanReader(_as_phrase(plain.split(" ")), execute, text).read()


_PASTS = {"썼": "쓴", "그렸": "그린", "만들었": "만든", "만들어졌": "만들어진", "나왔": "나온", "찍었": "찍은", "맡았": "맡은", "나오": "나온",
          "쓰": "쓴", "만드": "만든"}  # fmt: skip
_SOURCE = "원작인"
_ASKING_VERB = re.compile(
    r"(?:어|어요|나요|니|습니까|나|지|지요|죠|을까|을까요|던가요|는지|는가|나용|까|음|다|요|ㅂ니까|합니까)?"
)
_WHEN, _WHERE = {"언제", "몇년에", "언제쯤"}, {"어디서", "어디에서", "어디"}
_WHO = {"누가", "누구", "누구야", "누가누가", "누구누구가"}
_WHAT = {"무엇을", "뭘", "무엇", "뭐", "뭐를", "무엇에", "어디에"}


def _as_phrase(words: list[str]) -> list[str]:
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
            told = next(iter(_without_particles(others[-1])), "") if others else ""
            if any(form in _roles() for form in _without_particles(others[-1] if others else "")):
                # "극본은 누가 썼나": the noun already says what was done.
                return [*others[:-1], next(form for form in _without_particles(others[-1]) if form in _roles())]
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
    yield from (form for form in _without_particles(word) if form in _kinds() or form in _roles())


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


class _KoreanReader:
    """Takes the words of one question in their order."""

    def __init__(self, words: list[str], execute: Execute, text: str) -> None:
        self.words, self.text = words, text
        self.names = _find_names(words, execute)
        self.genres = _find_genres(execute)
        self.place = 0
        self.waiting = _Waiting()
        self.form = "list"
        self.value: Property | None = None

    def read(self) -> Question:
        while self.place < len(self.words):
            if not self._step():
                word = self.words[self.place]
                raise QuestionError(f"did not understand {word!r} in {self.text!r}")
        return self._finish()

    def _step(self) -> bool:
        steps = (
            self._values_asked, self._compared, self._part_played, self._count, self._lead, self._no_source, self._among, self._filler, self._order, self._years, self._based, self._numbers, self._name, self._role, self._verb, self._made,
            self._kind, self._quality, self._negation, self._conjunction,
        )  # fmt: skip
        return any(step() for step in steps)

    def _finish(self) -> Question:
        waiting = self.waiting
        if self.form == "role":
            people = [thing for thing in waiting.things if isinstance(thing, Named) and fits(thing, "person")]
            works = [thing for thing in waiting.things if isinstance(thing, Named) and fits(thing, "work")]
            if len(people) != 1 or len(people) + len(works) != len(waiting.things):
                raise self._unfinished()
            noun = Noun(("person",), people[0].label, (Is(people[0]),))
            return Question("role", noun, other=works[0] if works else None)
        if waiting.said or waiting.order:
            self._close(Noun(("screen-work",), "screen work"))
            waiting = self.waiting
        if len(waiting.things) == 2 and all(isinstance(thing, Named) for thing in waiting.things):
            raise self._unfinished()
        if len(waiting.things) != 1:
            raise self._unfinished()
        thing = waiting.things[0]
        if self.value is not None:
            noun = thing if isinstance(thing, Noun) else Noun((thing.kind,), thing.label, (Is(thing),))
            return Question("value", noun, value=self.value)
        if isinstance(thing, Named):
            raise self._unfinished()
        return Question("count" if self.form == "count" else "list", thing)

    def _unfinished(self) -> QuestionError:
        return QuestionError(
            f"the words of {self.text!r} are known, but not as a question; ask for example '웹툰 원작 좀비 드라마'"
        )

    def _take(self, *choices: str) -> str:
        """Return and pass the longest of some phrases that stands here, with or without a particle."""
        for count in range(4, 0, -1):
            phrase = " ".join(self.words[self.place : self.place + count])
            if len(self.words) - self.place < count:
                continue
            for form in _without_particles(phrase):
                if form in choices:
                    self.place += count
                    self.particle = phrase[len(form) :]
                    return form
        return ""

    particle = ""

    def _count(self) -> bool:
        if self._take(*_COUNTING):
            self.form = "count"
            return True
        return False

    def _values_asked(self) -> bool:
        """Read "몇 점이야", "몇 분짜리 영화야": a number that is asked for."""
        asked = {"rating": ("몇 점", "몇점"), "runtime": ("몇 분", "몇분", "몇 분짜리", "몇 시간"), "episodes": ("몇 부작", "몇부작", "몇 화", "몇 회"),
                 "seasons": ("몇 시즌",)}  # fmt: skip
        rest = " ".join(self.words[self.place :])
        for key, phrases in asked.items():
            for phrase in phrases:
                told = re.match(
                    phrase
                    + r"(?:짜리)?(?:이야|이에요|인가요|인가|야|예요|이지|까지)?(?: (?:영화|드라마|작품)(?:야|이야|예요|인가요|인가)?)?(?= |$)",
                    rest,
                )
                if told and self.waiting.things and self.place + len(told[0].split()) == len(self.words):
                    self.value = get_property(key)
                    self.place = len(self.words)
                    return True
        return False

    def _compared(self) -> bool:
        """Read "부산행보다 긴 영화": what comes is compared with a work."""
        last = self.waiting.things[-1] if self.waiting.things else None
        if self.particle != "보다" or not isinstance(last, Named):
            return False
        signs = {"더 긴": ("runtime", ">"), "긴": ("runtime", ">"), "짧은": ("runtime", "<"), "오래된": ("year", "<"), "최신인": ("year", ">"),
                 "최근": ("year", ">"), "나중에 나온": ("year", ">"), "늦게 나온": ("year", ">"), "먼저 나온": ("year", "<"), "일찍 나온": ("year", "<"),
                 "평점이 높은": ("rating", ">"), "평점 높은": ("rating", ">"), "평점이 낮은": ("rating", "<"), "에피소드가 많은": ("episodes", ">"),
                 "회차가 많은": ("episodes", ">"), "이후에 나온": ("year", ">"), "높은 평점의": ("rating", ">")}  # fmt: skip
        self._take("더")
        found = self._take(*signs)
        if not found:
            return False
        self.waiting.things.pop()
        self.waiting.joins.pop()
        key, sign = signs[found]
        if key == "runtime" and is_a(last.kind, "series"):
            key = "episodes"
        words = f"{'longer' if key in ('runtime', 'episodes') and sign == '>' else 'compared'} than {last.label}"
        self.waiting.said.append(Compared(get_property(key), last, sign, words))
        return True

    def _part_played(self) -> bool:
        """Read "킹덤에서 배두나가 맡은 역할": the character that somebody plays."""
        heads = ("맡은", "연기한", "연기하는", "맡았던", "분한", "")
        nouns = ("역할", "역", "배역", "캐릭터", "인물", "극중 이름", "배역 이름", "캐릭터 이름", "역할 이름")
        if not any(fits(thing, "person") for thing in self.waiting.things):
            return False
        if not self._take(*(f"{head} {noun}".strip() for head in heads for noun in nouns)):
            return False
        self.form = "role"
        return True

    def _filler(self) -> bool:
        if any(end - self.place > 1 for end, _, _ in self.names.get(self.place, [])):
            return False
        if self.words[self.place] in ("같이", "함께") and self.waiting.things and self.particle in _AND:
            self.waiting.others = True
        if self._take("다른"):
            self.waiting.others = True
            return True
        if self.words[self.place] in _FILLERS:
            self.place += 1
            return True
        when = self._take(
            "언제", "언제야", "언제 나왔어", "공개됐어", "나왔어", "개봉했어", "방영됐어", "공개되었나요", "개봉했나요"
        )
        if when and self.waiting.things:
            self.value = get_property("released")
        return bool(when)

    def _order(self) -> bool:
        found = self._take(*_ORDERS)
        if found:
            key, descending = _ORDERS[found]
            self.waiting.order = Order(get_property(key), descending, None, found)
            count = (
                re.fullmatch(r"(\d+)(?:편|개|위)?", self.words[self.place]) if self.place < len(self.words) else None
            )
            if count:
                self.waiting.order = replace(self.waiting.order, limit=int(count.group(1)))
                self.place += 1
        return bool(found)

    def _years(self) -> bool:
        prop = get_property("year")
        rest = " ".join(self.words[self.place :])
        if match := re.match(r"(\d{4})년?(?:부터|에서|~|-)\s*(\d{4})년?(?:까지|\s*사이)?(?:의|에)?(?=\s|$)", rest):
            low, high = _bounds(match.group(1), match.group(2))
        elif match := re.match(r"(\d{4})년(대)?\s?(이후|이전|부터|까지|전|후|이래)?(?:로|에|의|작)?\s?(?:나온|공개된|방영된|개봉한|방송된|제작된|출간된|연재된|발표된)?(?=\s|$)", rest):  # fmt: skip
            first, decade, side = int(match.group(1)), match.group(2), match.group(3) or ""
            last = first + 9 if decade else first
            sides: dict[str, tuple[int | None, int | None]] = {"이후": (first, None), "부터": (first, None), "이래": (first, None), "후": (last + 1, None),
                         "이전": (None, first - 1), "전": (None, first - 1), "까지": (None, last)}  # fmt: skip
            low, high = sides.get(side, (first, last))
        else:
            return False
        self.waiting.said.append(Between(prop, low, high, match.group(0).strip()))
        self.place += len(match.group(0).strip().split(" "))
        return True

    def _numbers(self) -> bool:
        rest = " ".join(self.words[self.place :])
        patterns = (
            ("rating", r"(?:평점이?|별점이?)\s?(\d+(?:\.\d+)?)점?\s?(이상|이하|초과|미만|넘는|보다 높은)?(?:인|의)?"),
            ("episodes", r"(\d+)\s?(?:부작|회|화|회차|에피소드)\s?(이상|이하|초과|미만|넘는)?(?:인|의|짜리)?"),
            ("runtime", r"(\d+)\s?분\s?(이상|이하|초과|미만|넘는|짜리)?(?:인|의)?"),
            ("seasons", r"시즌\s?(\d+)개?\s?(이상|이하)?(?:인|의)?"),
        )
        for key, pattern in patterns:
            if match := re.match(pattern + r"(?=\s|$)", rest):
                value, side = float(match.group(1)), match.group(2) or ""
                step = 0.0001 if key == "rating" else 1.0
                low, high = {"이상": (value, None), "이하": (None, value), "초과": (value + step, None), "넘는": (value + step, None),
                             "보다 높은": (value + step, None), "미만": (None, value - step)}.get(side, (value, value))  # fmt: skip
                self.waiting.said.append(Between(get_property(key), low, high, match.group(0).strip()))
                self.place += len(match.group(0).strip().split(" "))
                return True
        return False

    def _name(self) -> bool:
        for end, things, particle in self.names.get(self.place, []):
            if end - self.place == 1 and self.words[self.place] in _known_words():
                continue
            fitting = [thing for thing in things if self._fits_here(thing, end, particle)] or things
            kind = self._kind_before()
            if kind:
                fitting = [thing for thing in fitting if is_a(thing.kind, kind)] or fitting
            best = self._choose(fitting)
            if kind and is_a(best.kind, kind):
                self.waiting.things.pop()
            self.place = end
            self._add(best, particle)
            return True
        return False

    def _kind_before(self) -> str:
        """Return the kind of a bare noun that stands right before a name: "영화 기생충"."""
        last = self.waiting.things[-1] if self.waiting.things else None
        bare = isinstance(last, Noun) and not last.constraints and not self.particle
        return last.kinds[0] if bare and isinstance(last, Noun) else ""

    def _fits_here(self, thing: Named, end: int, particle: str) -> bool:
        rest = self.words[end] if end < len(self.words) else ""
        stem = next(iter(_without_particles(rest)), "")
        props = _roles().get(rest) or _roles().get(stem)
        if props:
            return any(fits(thing, prop.of) for prop in props) or is_a(thing.kind, "person")
        return True

    def _choose(self, things: list[Named]) -> Named:
        from showgraph.errors import AmbiguousNameError

        screen = [thing for thing in things if is_a(thing.kind, "screen-work")]
        chosen = things if len(things) == 1 else screen if len(screen) == 1 else things
        orgs = [thing for thing in things if thing.kind == "broadcaster"]
        chosen = orgs if len(orgs) == 1 else chosen
        if len(chosen) > 1:
            raise AmbiguousNameError(
                chosen[0].written, [f"{t.label} ({t.about})" if t.about else t.label for t in chosen]
            )
        return chosen[0]

    def _add(self, thing: Named | Noun, particle: str) -> None:
        waiting = self.waiting
        waiting.things.append(thing)
        waiting.joins.append("and" if particle in _AND else "or" if particle in _OR else "")
        waiting.genitive = particle == "의"
        self.particle = particle

    def _conjunction(self) -> bool:
        word = self._take(*_CONJUNCTIONS)
        if word and self.waiting.joins:
            self.waiting.joins[-1] = _CONJUNCTIONS[word]
        return bool(word)

    def _people_edge(self, props: tuple[Property, ...], subject: Noun) -> Constraint | None:
        """Return what the waiting people did in a work, and take them."""
        waiting = self.waiting
        chosen = [thing for thing in waiting.things if fits(thing, "person") or fits(thing, "organization")]
        edges = [make_edge(subject, props, thing, props[0].label, inverse=False) for thing in chosen]
        kept = [edge for edge in edges if edge is not None]
        if not kept or len(kept) != len(chosen):
            return None
        either = "or" in waiting.joins
        waiting.things = [thing for thing in waiting.things if thing not in chosen]
        waiting.joins = [""] * len(waiting.things)
        return kept[0] if len(kept) == 1 else Either(tuple(kept)) if either else Both(tuple(kept))

    def _verb(self) -> bool:
        word = self.words[self.place]
        negated = False
        if word == "안" and self.place + 1 < len(self.words):
            negated, word = True, self.words[self.place + 1]
        match = _read_verb(word)
        after = self.place + 1 + negated
        if match and word.endswith("지") and after < len(self.words) and self.words[after] in ("않은", "않는", "못한"):
            negated, after = True, after + 1
        if not match or not self.waiting.things:
            return False
        props = match
        works = [thing for thing in self.waiting.things if fits(thing, "work") and not fits(thing, "person")]
        edge = self._people_edge(props, ANY_WORK) if not works else None
        if edge is None and works:
            people = tuple(prop for prop in props if prop.range == "person")
            back = (
                make_edge(Noun(("person",), "person"), people, works[-1], people[0].label, inverse=True)
                if people
                else None
            )
            if back is None:
                return False
            self.waiting.things.remove(works[-1])
            self.waiting.joins = [""] * len(self.waiting.things)
            edge = back
        if edge is None:
            return False
        self.waiting.said.append(Not(edge) if negated else edge)
        self.place = after
        return True

    def _lead(self) -> bool:
        """Read "주연을 맡은", "조연으로 출연한": what part somebody has in a work."""
        parts = {
            "주연": "main",
            "주인공": "main",
            "주역": "main",
            "조연": "support",
            "특별출연": "guest",
            "카메오": "cameo",
            "단역": "guest",
        }
        for word, part in parts.items():
            if self._take(*(f"{word}{rest}" for rest in ("을 맡은", "를 맡은", " 맡은", "으로 출연한", "로 출연한", "으로 나온", "로 나온",
                            "을 한", "을 연기한", " 역을 맡은", "으로 출연하는"))):  # fmt: skip
                thing = self.waiting.things[-1] if self.waiting.things else None
                if thing is None:
                    return False
                self.waiting.things.pop()
                self.waiting.joins.pop()
                self.waiting.said.append(Part(part, thing, inverse=fits(thing, "person")))
                return True
        return False

    def _made(self) -> bool:
        """Read "드라마로 만들어진 웹툰", "영화화된 웹툰": works that became others."""
        word = self.words[self.place]
        for stem, kind in _MADE_INTO.items():
            if word.startswith(stem) and word[len(stem) :] in _MADE_ENDINGS:
                target = Noun((kind,), KINDS[kind].noun)
                edge = Edge((get_property("based-on"),), target, "adapted into", inverse=True)
                negated = word.endswith("않은")
                self.place += 1
                if self.place < len(self.words) and word.endswith("되지"):
                    negated, self.place = True, self.place + 1
                self.waiting.said.append(Not(edge) if negated else edge)
                return True
        last = self.waiting.things[-1] if self.waiting.things else None
        if isinstance(last, Noun) and self.particle in ("로", "으로") and word in _BECAME:
            self.waiting.things.pop()
            self.waiting.joins.pop()
            self.waiting.said.append(Edge((get_property("based-on"),), last, "adapted into", inverse=True))
            self.place += 1
            return True
        return False

    def _no_source(self) -> bool:
        """Read "원작 없는", "원작이 없는": works that come from no other."""
        if not self._take("원작 없는", "원작이 없는", "오리지널 각본의", "원작이 아닌"):
            return False
        self.waiting.said.append(Not(Edge((get_property("based-on"),), ANY_WORK, "based on")))
        return True

    def _among(self) -> bool:
        """Read "좀비 영화 중 가장 긴 영화": the noun that follows is one of these."""
        if not (
            self.waiting.things
            and isinstance(self.waiting.things[-1], Noun)
            and self._take("중", "중에", "중에서", "가운데")
        ):
            return False
        noun = self.waiting.things.pop()
        self.waiting.joins.pop()
        assert isinstance(noun, Noun)
        self.waiting.said += [KindIs(noun.kinds), *noun.constraints]
        return True

    def _based(self) -> bool:
        """Read "웹툰 원작", "웹툰을 원작으로 한" before a work; "올드보이 원작" at the end names the source."""
        waiting = self.waiting
        if not waiting.things:
            return False
        start = self.place
        found = self._take(*_BASED)
        if not found:
            return False
        last = waiting.things[-1]
        ends = self.place >= len(self.words) or self.form == "count"
        if isinstance(last, Named) and not fits(last, "work") and not fits(last, "person"):
            self.place = start
            return False
        if fits(last, "person") and not fits(last, "work"):
            works = make_edge(ANY_WORK, tuple(get_property(key) for key in ("authors", "illustrators", "creators")), last, "by",
                              inverse=False)  # fmt: skip
            if works is None or ends:
                self.place = start
                return False
            target: Named | Noun = ANY_WORK.where(works)
        else:
            target = last
        named_source = (
            isinstance(last, Named) and is_a(last.kind, "screen-work") and not (self.particle or "으로" in found)
        )
        if (ends or named_source) and found == "원작" and fits(last, "work"):
            self.place = start
            return False
        waiting.things.pop()
        waiting.joins.pop()
        if waiting.joins and waiting.joins[-1] in ("and", "or") and isinstance(waiting.things[-1], Noun):
            other = waiting.things.pop()
            waiting.joins.pop()
            target = (
                Noun((*other.kinds, *last.kinds), "work")
                if isinstance(last, Noun) and isinstance(other, Noun)
                else target
            )
        waiting.said.append(Edge((get_property("based-on"),), target, "based on"))
        return True

    def _role(self) -> bool:
        word = self._take(*_roles(), *_values())
        if not word:
            return False
        waiting = self.waiting
        if self.particle == "하고" and _read_verb(word + "하고"):
            # "봉준호가 감독하고 …": a verb that goes on.
            self.place -= len(word.split())
            return self._verb()
        props = _roles().get(word, ())
        values = _values().get(word, ())
        people = [thing for thing in waiting.things if fits(thing, "person")]
        works = [thing for thing in waiting.things if fits(thing, "work") and not fits(thing, "person")]
        if values and works and not props:
            self.value = next(prop for prop in values)
            return True
        makers = tuple(prop for prop in props if is_a(prop.range, "organization"))
        owners = [thing for thing in waiting.things if fits(thing, "organization")]
        more = makers and owners and not works and self.place < len(self.words)
        if more and (made := make_edge(ANY_WORK, makers, owners[-1], makers[0].label, inverse=False)):
            # "스튜디오N 제작 드라마": what a studio did to the works that follow.
            waiting.things.remove(owners[-1])
            waiting.joins = [""] * len(waiting.things)
            waiting.said.append(made)
            return True
        persons = tuple(prop for prop in props if prop.range == "person")
        if people and persons and isinstance(people[-1], Named) and not works:
            # "연상호 감독 영화", "봉준호 감독이 연출한": what the person is called.
            waiting.things[waiting.things.index(people[-1])] = replace(people[-1], role=tuple(p.key for p in persons))
            waiting.genitive = self.particle == "의"
            return True
        if works:
            noun = Noun((props[0].range,), props[0].label)
            if props and not fits(works[-1], props[0].of):
                return False
            edge = make_edge(noun, props, works[-1], "of", inverse=True)
            if edge is None:
                return False
            waiting.things.remove(works[-1])
            return self._put(noun.where(edge, *waiting.said))
        noun = Noun((props[0].range,), props[0].label) if props else Noun(("person",), "person")
        backs = [c for c in waiting.said if isinstance(c, Edge | Part) and c.inverse == isinstance(c, Edge)]
        if not props:
            return False
        coded = [replace(c, prop=get_property("nationality")) for c in waiting.said if isinstance(c, Coded)]
        rest = tuple(c for c in waiting.said if c not in backs and not isinstance(c, Coded))
        job = Edge(props, ANY_WORK.where(*rest), props[0].label, inverse=True)
        constraints: tuple[Constraint, ...] = (*backs, *coded) if backs and not rest else (*backs, *coded, job)
        owners = [thing for thing in waiting.things if fits(thing, "organization")]
        if owners and (
            edge := make_edge(
                ANY_WORK, (get_property("broadcasters"), get_property("studios")), owners[0], "on", inverse=False
            )
        ):
            waiting.things.remove(owners[0])
            constraints = (*backs, *coded, replace(job, target=ANY_WORK.where(*rest, edge)))
        return self._put(noun.where(*constraints))

    def _put(self, noun: Noun) -> bool:
        particle = self.particle
        kept = self.waiting
        noun = replace(noun, order=kept.order)
        self.waiting = _Waiting(things=list(kept.things), joins=[""] * len(kept.things))
        if kept.others:
            noun = exclude(noun)
        self._add(noun, particle)
        return True

    def _kind(self) -> bool:
        word = self._take(*_kinds())
        if word:
            self._close(Noun(_kinds()[word], KINDS[_kinds()[word][0]].noun))
            return True
        for suffix, key in (("출연작", "actors"), ("주연작", "actors"), ("연출작", "directors"), ("감독작", "directors"),
                            ("집필작", "screenwriters"), ("제작작", "studios"), ("필모그래피", ""), ("각본작", "screenwriters")):  # fmt: skip
            if self._take(suffix):
                props = (get_property(key),) if key else PEOPLE
                edge = self._people_edge(props, ANY_WORK)
                if edge is None:
                    return False
                self.waiting.said.append(edge)
                self._close(ANY_WORK)
                return True
        return False

    def _close(self, noun: Noun) -> None:
        """Give a noun all that waits for it."""
        particle, waiting = self.particle, self.waiting
        said = list(waiting.said)
        said = [one for one in said if not (isinstance(one, KindIs) and set(noun.kinds) <= set(one.kinds))]
        for thing in waiting.things:
            said.append(self._owned(noun, thing))
        if "or" in waiting.joins and len(waiting.things) > 1:
            count = len(waiting.things)
            said = [*said[:-count], Either(tuple(said[-count:]))]
        noun = replace(noun, constraints=tuple(dict.fromkeys(said)), order=waiting.order)
        if waiting.others:
            noun = exclude(noun)
        if (
            waiting.things
            and isinstance(waiting.things[-1], Noun)
            and waiting.joins[-1] in ("and", "or")
            and not said[:-1]
        ):
            last = waiting.things[-1]
            noun = replace(last, kinds=(*last.kinds, *noun.kinds), word="thing")
        self.waiting = _Waiting()
        self._add(noun, particle)

    def _owned(self, noun: Noun, thing: Named | Noun) -> Constraint:
        """Return what it means that a thing stands before a noun with nothing between."""
        if fits(thing, "genre") and isinstance(thing, Named):
            return GenreIs(thing)
        tries: tuple[tuple[tuple[Property, ...], bool], ...] = (
            (PEOPLE, False), ((get_property("broadcasters"),), False), ((get_property("studios"),), False),
            ((get_property("publishers"),), False), ((get_property("based-on"),), False),
        )  # fmt: skip
        if fits(thing, "work") and noun.kinds == ("person",):
            tries = ((PEOPLE, True),)
        if isinstance(thing, Named) and is_a(thing.kind, "screen-work") and not fits(noun, "screen-work"):
            tries = (((get_property("based-on"),), True),)
        for props, inverse in tries:
            if edge := make_edge(
                noun, props, thing, "by or with" if props is PEOPLE else props[0].label, inverse=inverse
            ):
                return edge
        if fits(thing, "person") and noun.kinds == ("person",):
            return WorkedWith(thing)
        raise self._unfinished()

    def _quality(self) -> bool:
        word = self._take(*_GENRES, *_COUNTRIES, *_LANGUAGES, *self.genres)
        if not word:
            return False
        if word in _COUNTRIES:
            code = _COUNTRIES[word]
            self.waiting.said.append(Coded(get_property("countries"), (code,), f"from {COUNTRIES[code].name}"))
        elif word in _LANGUAGES:
            code = _LANGUAGES[word]
            self.waiting.said.append(Coded(get_property("languages"), (code,), f"in {LANGUAGES[code].name}"))
        else:
            hit = self.genres.get(word) or self.genres.get(_GENRES[word])
            if hit is None:
                raise QuestionError(f"the graph has no genre {word!r} ({_GENRES[word]})")
            self.waiting.said.append(GenreIs(Named(hit.iri, hit.label, hit.kind)))
        if self._take("물", "장르", "장르의"):
            pass
        return True

    def _negation(self) -> bool:
        """Read "아닌", "없는", "제외한" behind what is left out."""
        word = self._take("아닌", "없는", "제외한", "제외하고", "빼고", "말고", "외", "외의", "안", "않은")
        waiting = self.waiting
        if not word:
            return False
        if word == "없는" and self.words[self.place - 2 : self.place - 1] in (["원작"], ["원작이"]):
            return False
        if waiting.things:
            thing = waiting.things.pop()
            waiting.joins.pop()
            if isinstance(thing, Noun) and fits(thing, "work") and word == "없는":
                waiting.said.append(Not(Edge((get_property("based-on"),), thing, "the source of", inverse=True)))
            else:
                waiting.said.append(Not(self._owned(Noun(("screen-work",), "screen work"), thing)))
            return True
        if waiting.said:
            waiting.said[-1] = Not(waiting.said[-1])
            return True
        return False


def _bounds(first: str, last: str) -> tuple[int | None, int | None]:
    return int(first), int(last)


def _without_particles(word: str) -> Iterator[str]:
    yield word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle):
            yield word[: -len(particle)]


def _find_names(words: list[str], execute: Execute) -> dict[int, list[tuple[int, list[Named], str]]]:
    spans: dict[tuple[int, int, str], dict[str, str]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + 7, len(words)) + 1):
            written = " ".join(words[start:end])
            for form in _without_particles(written):
                particle = written[len(form) :]
                spans[start, end, particle] = {**name_forms(form, person=True), **name_forms(form, person=False)}
    found = read_forms(execute, sorted({form for forms in spans.values() for form in forms}))
    names: dict[int, list[tuple[int, list[Named], str]]] = {}
    for (start, end, particle), forms in spans.items():
        hits: dict[str, Hit] = {}
        for form, way in forms.items():
            if way in ("subtitle", "season"):
                continue
            for hit in found.get(form, []):
                hits.setdefault(hit.iri, hit)
        written = " ".join(words[start:end])
        things = [
            Named(hit.iri, hit.label, hit.kind, _note(written.removesuffix(particle), hit), (), written, hit.about)
            for hit in best_hits(hits.values())
            if any(is_a(hit.kind, kind) for kind in ("work", "person", "organization"))
        ]
        if things:
            names.setdefault(start, []).append((end, things, particle))
    for choices in names.values():
        choices.sort(key=lambda choice: (-choice[0], len(choice[2])))
    return names


def _note(written: str, hit: Hit) -> str:
    return (
        ""
        if written == hit.label or (hit.way == "exact" and has_hangul(written))
        else f"read {written!r} as {hit.label}"
    )


def _find_genres(execute: Execute) -> dict[str, Hit]:
    forms = {form: name for name in dict.fromkeys(_GENRES.values()) for form in name_forms(name, person=False)}
    found: dict[str, Hit] = {}
    for form, hits in read_forms(execute, sorted(forms)).items():
        for hit in hits:
            if hit.kind == "genre":
                found.setdefault(forms[form], hit)
    return found


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
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
def _roles() -> dict[str, tuple[Property, ...]]:
    found: dict[str, tuple[Property, ...]] = {}
    for prop in PROPERTIES:
        if prop.value == "entity":
            for word in prop.korean:
                found[word] = (*found.get(word, ()), prop)
                found.setdefault(word + "들", (prop,))
    return found


@cache
def _values() -> dict[str, tuple[Property, ...]]:
    return {word: (prop,) for prop in PROPERTIES if prop.value != "entity" for word in prop.korean}


@cache
def _known_words() -> frozenset[str]:
    words = {*_kinds(), *_roles(), *_values(), *_GENRES, *_COUNTRIES, *_LANGUAGES, *_FILLERS, *_ORDERS}
    return frozenset(
        words | {word + particle for word in words for particle in ("은", "는", "이", "가", "을", "를", "의")}
    )


_ENDINGS = ("한", "했던", "하는", "하고", "된", "되는", "진", "던", "은", "는", "인", "하지", "되지", "지", "")


def _read_verb(word: str) -> tuple[Property, ...]:
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
