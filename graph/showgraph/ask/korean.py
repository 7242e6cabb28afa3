"""Questions that are Korean noun phrases: "웹툰 원작 좀비 드라마", "배두나가 출연한 영화", "킹덤 감독".

Korean puts the head last, so the words are taken one after another: what was read waits for the noun it belongs to. The
meaning is built of the same parts as an English question's, and the words for kinds and properties are the model's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge
from showgraph.ask.korean_names import find_genres, find_names
from showgraph.ask.korean_sentences import as_phrase
from showgraph.ask.korean_words import (
    AND,
    BASED,
    BECAME,
    CONJUNCTIONS,
    COUNTING,
    COUNTRY_WORDS,
    FILLERS,
    GENRES,
    LANGUAGE_WORDS,
    MADE_ENDINGS,
    MADE_INTO,
    OR,
    ORDERS,
    kind_words,
    known_words,
    read_verb,
    role_words,
    value_words,
    without_particles,
)
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
from showgraph.errors import QuestionError
from showgraph.model import COUNTRIES, KINDS, LANGUAGES, Property, get_property, is_a
from showgraph.names import Names, has_hangul


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


def read_korean(text: str, execute: Names) -> Question:
    """Return how a Korean noun phrase is read.

    Raises:
        QuestionError: a word was not understood.
    """
    plain = " ".join(re.sub(r"[?!.,·]+", " ", text).split()).replace("볼 수 있는", "볼수있는")
    return _KoreanReader(as_phrase(plain.split(" ")), execute, text).read()


class _KoreanReader:
    """Takes the words of one question in their order."""

    def __init__(self, words: list[str], execute: Names, text: str) -> None:
        self.words, self.text = words, text
        self.names = find_names(words, execute)
        self.genres = find_genres(execute)
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
            for form in without_particles(phrase):
                if form in choices:
                    self.place += count
                    self.particle = phrase[len(form) :]
                    return form
        return ""

    particle = ""

    def _count(self) -> bool:
        if self._take(*COUNTING):
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
        if self.words[self.place] in ("같이", "함께") and self.waiting.things and self.particle in AND:
            self.waiting.others = True
        if self._take("다른"):
            self.waiting.others = True
            return True
        if self.words[self.place] in FILLERS:
            self.place += 1
            return True
        when = self._take(
            "언제", "언제야", "언제 나왔어", "공개됐어", "나왔어", "개봉했어", "방영됐어", "공개되었나요", "개봉했나요"
        )
        if when and self.waiting.things:
            self.value = get_property("released")
        return bool(when)

    def _order(self) -> bool:
        found = self._take(*ORDERS)
        if found:
            key, descending = ORDERS[found]
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
            if end - self.place == 1 and self.words[self.place] in known_words():
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
        stem = next(iter(without_particles(rest)), "")
        props = role_words().get(rest) or role_words().get(stem)
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
        waiting.joins.append("and" if particle in AND else "or" if particle in OR else "")
        waiting.genitive = particle == "의"
        self.particle = particle

    def _conjunction(self) -> bool:
        word = self._take(*CONJUNCTIONS)
        if word and self.waiting.joins:
            self.waiting.joins[-1] = CONJUNCTIONS[word]
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
        match = read_verb(word)
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
        for stem, kind in MADE_INTO.items():
            if word.startswith(stem) and word[len(stem) :] in MADE_ENDINGS:
                target = Noun((kind,), KINDS[kind].noun)
                edge = Edge((get_property("based-on"),), target, "adapted into", inverse=True)
                negated = word.endswith("않은")
                self.place += 1
                if self.place < len(self.words) and word.endswith("되지"):
                    negated, self.place = True, self.place + 1
                self.waiting.said.append(Not(edge) if negated else edge)
                return True
        last = self.waiting.things[-1] if self.waiting.things else None
        if isinstance(last, Noun) and self.particle in ("로", "으로") and word in BECAME:
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
        found = self._take(*BASED)
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
        word = self._take(*role_words(), *value_words())
        if not word:
            return False
        waiting = self.waiting
        if self.particle == "하고" and read_verb(word + "하고"):
            # "봉준호가 감독하고 …": a verb that goes on.
            self.place -= len(word.split())
            return self._verb()
        props = role_words().get(word, ())
        values = value_words().get(word, ())
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
        word = self._take(*kind_words())
        if word:
            self._close(Noun(kind_words()[word], KINDS[kind_words()[word][0]].noun))
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
        word = self._take(*GENRES, *COUNTRY_WORDS, *LANGUAGE_WORDS, *self.genres)
        if not word:
            return False
        if word in COUNTRY_WORDS:
            code = COUNTRY_WORDS[word]
            self.waiting.said.append(Coded(get_property("countries"), (code,), f"from {COUNTRIES[code].name}"))
        elif word in LANGUAGE_WORDS:
            code = LANGUAGE_WORDS[word]
            self.waiting.said.append(Coded(get_property("languages"), (code,), f"in {LANGUAGES[code].name}"))
        else:
            hit = self.genres.get(word) or self.genres.get(GENRES[word])
            if hit is None:
                raise QuestionError(f"the graph has no genre {word!r} ({GENRES[word]})")
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
