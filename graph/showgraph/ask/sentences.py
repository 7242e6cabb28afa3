"""The forms of a whole question: lists, counts, yes or no, single values, roles, paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Phrase, Reader
from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge, overlap
from showgraph.ask.measures import is_person, is_work, read_code
from showgraph.ask.modifiers import read_with_fronted
from showgraph.ask.noun_phrases import read_chain, read_headless, read_owned, read_superlative_words
from showgraph.ask.reading import (
    Both,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Is,
    KindIs,
    Named,
    Noun,
    Order,
    Plays,
    Question,
    SameValue,
    WorkedWith,
)
from showgraph.model import Property, get_property, is_a

Form = Callable[[Reader, int], Iterator[Found[Question]]]

_PERSON = Noun(("person",), "person")
_OPENERS = (
    "list", "show", "show me", "find", "find me", "give me", "name", "tell me", "what are", "which are", "who are", "get",
    "search for", "watch", "see", "who is", "who were", "who was", "what is", "what was", "what were", "which is", "list all",
    "show all", "show me all", "find all", "i want", "i want to see", "i want to watch", "looking for", "i am looking for",
    "which were", "do you know", "any", "got any", "got", "have you got", "have you got any", "are there some", "who is listed as",
    "who is credited as", "who are listed as", "who was credited as", "i want something", "give me a list of", "a list of", "list of", "tell me the", "can you list",
    "could you list", "can you find", "can you name", "could you name", "name of", "the name of", "names of", "the names of", "what about", "recommend", "suggest", "all", "name all", "who all", "return",
    "i would like to see", "can you show me", "i need a list of", "i am researching", "i search", "i search for", "i would like to know",
    "does anybody know", "does anyone know", "does anyone know any", "do you have any", "do you have", "i need all", "i am after", "show me some",
    "have you any", "i am interested in", "may i have", "could i have", "can i have", "can i get", "any good", "display", "get me", "i need", "please list", "are you aware of",
)  # fmt: skip
_TAILS = ("are there", "is there", "exist", "do you know", "do you know of", "do you know about", "are available", "are known to you", "you know", "you have", "you know of", "known to you", "have been made", "were made", "have been produced", "there are", "are recorded", "are listed", "there are", "please", "there is", "exists",
          "are out there", "in the graph", "do we have", "do you have", "can i watch", "are known", "is known", "all",
          "in total", "altogether", "can you name", "can you list", "do you list", "can be found", "are you aware of", "do you hold", "can you find", "were there", "have there been", "was there", "in all")  # fmt: skip


def read_questions(reader: Reader) -> Iterator[Found[Question]]:
    """Yield every reading that takes in all the words."""
    start = reader.skip(0, {"please", "and", "so", "hey", "hi", "ok", "okay", "well", "hello"})
    for at in [*dict.fromkeys((start, 0)), *reader.phrase(start, "do you know", "can you tell me", "could you tell me", "could you please tell me", "i would like to know", "any idea",
                                     "does anybody know", "i need to know", "show me", "list", "give me", "find", "find out", "is it correct that", "is it right that", "tell me", "i wonder",
                                     "i want to know", "i would like to know", "please tell me", "does anyone know")]:  # fmt: skip
        for form in QUESTIONS:
            for found in form(reader, at):
                for end in [found.end, *reader.phrase(found.end, *_TAILS)]:
                    end = reader.after(end, "please")
                    if end == reader.end:
                        yield found._replace(end=end)


def _listed(reader: Reader, noun: Noun, end: int, cost: float) -> Found[Question]:
    return Found(Question("list", noun), end, cost)


def read_list(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "zombie series adapted from webtoons", "which films …", "list the …"."""
    for at in [place, *reader.phrase(place, *_OPENERS)]:
        for found in reader.phrases(at):
            phrase = found.value
            number = phrase.determiner.low if phrase.determiner.high is None else None
            if isinstance(phrase.value, Noun) and (_may_be_listed(phrase) or number):
                for longer in read_chain(reader, found.end, phrase.value, found.cost, depth=1, free=True):
                    if number and longer.value.order is None:
                        continue
                    noun = exclude(longer.value) if phrase.determiner.other else longer.value
                    yield _listed(reader, _limit(noun, number), longer.end, longer.cost)


def read_bare(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read what is said of things that aren't named: "directed by Kim Jee-woon and starring Han Hyo-joo"."""
    begins = next(reader.look_up(place, lexicon.phrases()), None) or next(
        reader.look_up(place, lexicon.inverse_phrases()), None
    )
    if reader.word(place) in lexicon.AUXILIARIES:
        return
    bare = ((("screen-work",), "screen work"), (("work",), "work"), (("person",), "person")) if begins else ()
    for kinds, word in bare:
        for found in read_chain(reader, place, Noun(kinds, word), 2.0 + 0.1 * (kinds == ("work",))):
            if found.value.constraints and found.value.order is None:
                yield _listed(reader, found.value, found.end, found.cost)

    for found in read_headless(reader, place):
        for longer in read_chain(reader, found.end, found.value, found.cost, depth=1):
            yield _listed(reader, longer.value, longer.end, longer.cost)
    for one in reader.named(place, ("person",)):
        for link in reader.phrase(one.end, "and"):
            for two in reader.named(link, ("person",)):
                noun = ANY_WORK.where(Edge(PEOPLE, one.value, "of"), Edge(PEOPLE, two.value, "of"))
                end = reader.after(two.end, "together", "in common", "collaborations", "collaboration")
                yield _listed(reader, noun, end, one.cost + two.cost + (2.0 if end == two.end else 1.0))


def _may_be_listed(phrase: Phrase) -> bool:
    determiner = phrase.determiner
    return not (determiner.no or determiner.asking or determiner.most or determiner.low is not None)


def read_which(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "which films did X direct", "what was X in", "who directed Kingdom", "which other series …", "who else …"."""
    for noun, at, cost, other, low in _read_asked(reader, place):
        for found in read_chain(reader, at, noun, cost, free=True):
            if found.end == at and noun.constraints == ():
                continue
            whole = exclude(found.value) if other else found.value
            yield _listed(reader, _limit(whole, low), found.end, found.cost)
    for at in reader.phrase(place, "which", "what"):
        yield from (_listed(reader, found.value, found.end, found.cost) for found in _read_had(reader, at))
    for at in reader.phrase(place, "by whom", "by who", "by which director", "by which author", "by which studio"):
        for found in read_chain(reader, at, Noun(("person", "studio"), "person"), 0.0, free=True):
            if found.end != at:
                yield _listed(reader, found.value, found.end, found.cost)
    for at in reader.phrase(place, "with whom", "with who", "alongside whom", "for whom", "by whom"):
        start = reader.skip(at, lexicon.AUXILIARIES)
        for fronted in read_with_fronted(reader, start, _PERSON, reader.word(place)):
            if not isinstance(fronted.value, Order):
                noun = _PERSON.where(*(fronted.value.parts if isinstance(fronted.value, Both) else (fronted.value,)))
                for longer in read_chain(reader, fronted.end, noun, fronted.cost, depth=1):
                    yield _listed(reader, longer.value, longer.end, longer.cost)
    for at in reader.phrase(
        place,
        "on which",
        "on what",
        "in which",
        "in what",
        "for which",
        "from which",
        "from what",
        "with which",
        "under which",
        "alongside which",
        "with what",
        "for what",
    ):
        for asked in reader.phrases(at):
            if not isinstance(asked.value.value, Noun):
                continue
            for longer in read_chain(reader, asked.end, asked.value.value, asked.cost, free=True):
                yield _listed(reader, longer.value, longer.end, longer.cost)
            yield from _read_stranded(reader, asked.end, asked.value.value, asked, reader.word(place))


def _limit(noun: Noun, number: int | None) -> Noun:
    """Return how many of a noun's first are meant: "which two webtoons are the oldest"."""
    if number is None or noun.order is None or noun.order.limit is not None:
        return noun
    return replace(noun, order=replace(noun.order, limit=number))


def _read_had(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    """Read "adaptations does Kingdom have", "films has X made": what somebody has is theirs."""
    for auxiliary in range(place + 1, min(place + 6, reader.end)):
        for at in reader.phrase(auxiliary, "does", "do", "did", "has", "have", "had"):
            for owner in reader.phrases(at):
                if not owner.value.determiner.is_plain:
                    continue
                for end in reader.phrase(
                    owner.end,
                    "have",
                    "has",
                    "got",
                    "had",
                    "have to their name",
                    "to their name",
                    "under their belt",
                    "need",
                    "needed",
                    "employ",
                    "use",
                    "boast",
                    "count",
                    "include",
                    "contain",
                    "feature",
                    "list",
                    "take",
                ):
                    for found in read_owned(reader, place, owner.value.value):
                        if found.end == auxiliary:
                            yield Found(found.value, end, found.cost + owner.cost)


def _read_stranded(
    reader: Reader, place: int, noun: Noun, asked: Found[Phrase], word: str
) -> Iterator[Found[Question]]:
    """Read "in which films did X star", "on which platform is X": the preposition stands at the front."""
    at = reader.skip(asked.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
    for found in read_with_fronted(reader, at, noun, word):
        if not isinstance(found.value, Order):
            whole = noun.where(*(found.value.parts if isinstance(found.value, Both) else (found.value,)))
            for longer in read_chain(reader, found.end, whole, asked.cost + found.cost, depth=1):
                yield _listed(reader, longer.value, longer.end, longer.cost)
    for subject in reader.phrases(at):
        if subject.value.determiner.is_plain:
            end = reader.skip(subject.end, lexicon.AUXILIARIES | {"available", "streaming", "shown", "airing"})
            for props in (lexicon.phrases().get(word), lexicon.value_nouns().get(noun.word)):
                if props and (edge := make_edge(noun, props, subject.value.value, "of", inverse=True)):
                    yield _listed(reader, noun.where(edge), reader.reach(end), asked.cost + subject.cost + 1.2)


def _read_asked(reader: Reader, place: int) -> Iterator[tuple[Noun, int, float, bool, int | None]]:
    """Yield what is asked for: who, what, or a noun phrase behind "which"; whether others are meant, and how many."""
    for at in reader.phrase(
        place, "who", "who all", "whom", "which person", "which people", "what person", "which persons"
    ):
        for end in [at, *reader.phrase(at, "else", "all", "other")]:
            yield _PERSON, end, 0.0, end != at and reader.word(at) != "all", None
            yield Noun(("organization",), "organization"), end, 0.4, end != at and reader.word(at) != "all", None
    for at in reader.phrase(place, "what", "which", "which one", "which ones"):
        for end in [at, *reader.phrase(at, "else", "other")]:
            # "Which Korean series were remade" asks for the series, not for works that they did something to.
            strain = 0.2 if reader.word(end) in lexicon.AUXILIARIES or not reader.phrases(end) else 1.6
            yield ANY_WORK, end, strain, end != at, None
        yield Noun(("person", "organization"), "person"), at, 0.6, False, None
    for at in reader.phrase(
        place, "which", "what", "which of the", "which other", "what other", "which all", "what all"
    ):
        for found in reader.phrases(at):
            if isinstance(found.value.value, Noun) and (_may_be_listed(found.value) or found.value.determiner.low):
                other = "other" in reader.words.words(at - 1, 1) or found.value.determiner.other
                for end in [found.end, *reader.phrase(found.end, "else")]:
                    yield found.value.value, end, found.cost, other or end != found.end, found.value.determiner.low


def read_count(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how many zombie series are there", "how many series did Lee Jae-kyoo direct"."""
    openers = ("give me the count of", "give me the number of", "tell me the number of", "what is the count of", "the count of",
               "how many", "count", "count the", "number of", "what is the number of", "the number of", "what is the total number of", "the total number of", "how many different",
               "what number of", "in how many", "on how many", "count of", "with how many", "total number of", "count all")  # fmt: skip
    for at in reader.phrase(place, *openers):
        for had in _read_had(reader, at):
            yield Found(Question("count", had.value), had.end, had.cost)
        for found in reader.phrases(at):
            noun = found.value.value
            if isinstance(noun, Noun) and _is_episodes(noun):
                continue
            if isinstance(noun, Noun) and noun.order is None and not found.value.determiner.no:
                for longer in read_chain(reader, found.end, noun, found.cost, free=True):
                    if longer.value.order is None:
                        yield Found(Question("count", longer.value), longer.end, longer.cost)
                if reader.word(place) in ("in", "on", "with"):
                    for stranded in _read_stranded(reader, found.end, noun, found, reader.word(place)):
                        yield stranded._replace(value=replace(stranded.value, form="count"))


def _is_episodes(noun: Noun) -> bool:
    """Tell whether a noun means the episodes of a series: how many there are is a number that the series has."""
    last = noun.constraints[-1] if noun.constraints else None
    return isinstance(last, Edge) and last.props[0].key == "episode-of" and isinstance(last.target, Named)


def read_most_common(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "which country has the most zombie films", "what year had the most series", "most common genre among tvN series"."""
    starts: list[tuple[tuple[Property, ...], int]] = []
    for at in reader.phrase(place, "which", "what", "in which", "in what"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            for most in reader.phrase(after, "has the most", "had the most", "saw the most", "produced the most", "made the most",
                                      "produces the most", "makes the most", "have the most", "released the most",
                                      "has the largest number of", "has the highest number of", "is most common among"):  # fmt: skip
                starts.append((props, most))
    for opener in [place, *reader.phrase(place, *_OPENERS)]:
        opener = reader.skip(opener, lexicon.ARTICLES)
        for at in reader.phrase(opener, "most common", "commonest", "most frequent", "most usual"):
            for props, after in reader.look_up(at, lexicon.value_nouns()):
                starts += [
                    (props, link) for link in reader.phrase(after, "among", "of", "in", "for", "amongst", "across")
                ]
    for at in reader.phrase(place, "which", "what", "in which", "in what", "from which", "on which", "to which"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            starts += [(props, most) for most in reader.phrase(after, "do most", "did most", "are most", "do the most", "are most of the",
                                                              "are the most", "were the most", "do most of the")]  # fmt: skip
            verb = reader.skip(after, {"did", "has", "have", "does", "was"})
            for subject in reader.phrases(verb) if verb != after else ():
                for done, end in reader.look_up(subject.end, lexicon.inverse_phrases()):
                    for most in reader.phrase(end, "the most", "most"):
                        for found in reader.phrases(most):
                            works = found.value.value
                            edge = (
                                make_edge(works, done, subject.value.value, "by", inverse=False)
                                if isinstance(works, Noun)
                                else None
                            )
                            for prop in props if edge is not None and subject.value.determiner.is_plain else ():
                                if (
                                    isinstance(works, Noun)
                                    and edge is not None
                                    and prop.value in ("code", "integer", "string")
                                ):
                                    question = Question("value", works.where(edge), value=prop, detail="most")
                                    yield Found(
                                        question, reader.after(found.end, "in"), found.cost + subject.cost + 1.0
                                    )
    for props, at in starts:
        for found in reader.phrases(at):
            works = found.value.value
            found = found._replace(end=reader.after(found.end, "released", "made", "come out", "produced", "premiere", "published", "aired",
                                                    "coming out", "came out", "belong to", "come from", "fall under", "from", "in", "on", "have", "shown on",
                                                    "shown", "set in"))  # fmt: skip
            if not (isinstance(works, Noun) and found.value.determiner.is_plain):
                continue
            for prop in props:
                if not fits(works, prop.of):
                    continue
                if prop.value == "entity":
                    order = Order(Edge((prop,), works, "of", inverse=True), True, None, "most")
                    noun = Noun((prop.range,), prop.label, (), order)
                    yield _listed(reader, noun, found.end, found.cost + 1.0)
                elif prop.value in ("code", "integer", "string"):
                    yield Found(Question("value", works, value=prop, detail="most"), found.end, found.cost + 1.0)


def read_count_values(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "in how many languages are films by X", "how many countries do Netflix series come from"."""
    openers = (
        "how many",
        "how many different",
        "in how many",
        "in how many different",
        "from how many",
        "from how many different",
    )
    for at in reader.phrase(place, *openers):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            for found in _read_values_of(reader, after, props):
                question = found.value
                if question.form == "list":
                    yield found._replace(value=replace(question, form="count"), cost=found.cost + 0.2)
                elif question.value is not None and question.value.value in ("code", "string"):
                    yield found._replace(value=replace(question, form="count"))


def read_times(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how often have X and Y worked together", "how many times did X act with Y"."""
    for at in reader.phrase(
        place, "where", "where else", "in what", "in what else", "in which works", "in what works", "what else"
    ):
        auxiliary = reader.skip(at, lexicon.AUXILIARIES)
        for found in read_with_fronted(reader, auxiliary, ANY_WORK, "in"):
            if not isinstance(found.value, Order):
                whole = ANY_WORK.where(*(found.value.parts if isinstance(found.value, Both) else (found.value,)))
                whole = exclude(whole) if reader.word(at - 1) == "else" else whole
                for longer in read_chain(reader, found.end, whole, found.cost + 0.3, depth=1):
                    yield _listed(reader, longer.value, longer.end, longer.cost)
    for at in reader.phrase(place, "how often", "how many times", "in how many works", "on how many occasions"):
        at = reader.skip(at, lexicon.AUXILIARIES)
        for works in read_chain(reader, at, ANY_WORK, free=True):
            if works.value.constraints:
                yield Found(Question("count", works.value), works.end, works.cost)
        for subject in reader.phrases(at):
            for props, end in reader.look_up(subject.end, lexicon.inverse_phrases()):
                for target in reader.phrases(end):
                    done = target.value.value
                    if not isinstance(done, Noun) or not subject.value.determiner.is_plain:
                        continue
                    if edge := make_edge(done, props, subject.value.value, "by", inverse=False):
                        counted = Question("count", done.where(edge))
                        yield Found(counted, target.end, subject.cost + target.cost + 1.0)
        for one in reader.named(at, ("person",)):
            for link in reader.phrase(reader.skip(one.end, lexicon.AUXILIARIES), "worked with", "work with", "acted with", "act with",
                                      "starred with", "star with", "appeared with", "appear with", "collaborated with", "and"):  # fmt: skip
                for two in reader.named(link, ("person",)):
                    together = ("worked together", "work together", "acted together", "act together", "starred together",
                                "appeared together", "collaborated", "collaborate", "star together", "appear together")  # fmt: skip
                    verb = reader.skip(two.end, lexicon.AUXILIARIES)
                    for end in reader.phrase(verb, *together) if reader.word(link - 1) == "and" else [two.end]:
                        noun = ANY_WORK.where(Edge(PEOPLE, one.value, "of"), Edge(PEOPLE, two.value, "of"))
                        yield Found(Question("count", noun), end, one.cost + two.cost + 1.0)


def read_yes_no(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "is Sweet Home a zombie series", "was Kingdom based on a webtoon", "did Bae Doona play in Kingdom"."""
    for at in reader.phrase(place, "is there", "are there", "are there any", "does there exist", "was there", "were there",
                            "do you know any", "you got any", "has there been", "have there been", "is there any"):  # fmt: skip
        for found in reader.phrases(at):
            noun = found.value.value
            if isinstance(noun, Noun) and not found.value.determiner.no:
                low = found.value.determiner.low
                for longer in read_chain(reader, found.end, noun, found.cost, depth=1, free=True):
                    if low is None or low <= 1:
                        yield Found(Question("yes-no", longer.value), longer.end, longer.cost)
    starts = [*reader.phrase(place, *lexicon.AUXILIARIES - {"be", "been", "being"})]
    starts = [reader.after(at, "not") for at in starts]
    starts += reader.phrase(place, "is it true that", "is it so that", "is it correct that", "is it right that", "is it a fact that", "am i right that", "can i watch", "can you watch", "can i see", "can i stream", "true or false",
                            "do you know if", "do you know whether", "is it the case that", "can we watch", "i wonder whether", "i wonder if")  # fmt: skip
    for at in starts:
        for one in reader.named(at, ("work",)):
            for link in reader.phrase(one.end, "and"):
                for two in reader.named(link, ("work",)):
                    for shared in _read_shared(reader, two.end, one.value, two.value):
                        yield shared._replace(cost=shared.cost + one.cost + two.cost)
        yield from _read_both_did(reader, at)
        for subject in _read_subjects(reader, at):
            for said in _read_statement(reader, subject.end, subject.value):
                yield Found(Question("yes-no", said.value), said.end, subject.cost + said.cost)


def _read_both_did(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "did both X and Y act in Kingdom", "did X and Y direct it": each of them did."""
    for one in reader.named(reader.after(place, "both"), ("person", "organization")):
        for link in reader.phrase(one.end, "and", "and also"):
            for two in reader.named(link, ("person", "organization")):
                at = reader.skip(two.end, {"both", "each"} | lexicon.AUXILIARIES)
                for props, end in reader.look_up(at, lexicon.inverse_phrases()):
                    for work in reader.named(reader.after(end, "the series", "the film", "the"), ("work",)):
                        edges = [
                            make_edge(_being(work.value), props, thing, "of", inverse=False)
                            for thing in (one.value, two.value)
                        ]
                        if all(edges):
                            noun = Noun(
                                (work.value.kind,),
                                work.value.label,
                                (Is(work.value), *(edge for edge in edges if edge)),
                            )
                            yield Found(Question("yes-no", noun), work.end, one.cost + two.cost + work.cost + 1.0)


def _being(work: Named) -> Noun:
    return Noun((work.kind,), work.label, (Is(work),))


def _read_shared(reader: Reader, place: int, one: Named, two: Named) -> Iterator[Found[Question]]:
    """Read "have the same writer", "share an actor" behind two works."""
    for props, after in reader.look_up(place, lexicon.phrases()):
        for same in reader.phrase(after, "the same", "one and the same"):
            for end in reader.phrase(same, "person", "people", "man", "woman", "one", *lexicon.value_nouns()):
                entities = tuple(p for p in props if p.value == "entity" and fits(one, p.of) and fits(two, p.of))
                yield from _share(one, two, entities, end)
    for after in reader.phrase(place, "have the same", "share a", "share an", "share the same", "have a", "share any", "share", "have any",
                               "have a common", "have an", "by the same", "from the same", "on the same", "based on the same"):  # fmt: skip
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            noun = Noun((one.kind,), one.label, (Is(one),))
            entities = tuple(
                prop for prop in props if prop.value == "entity" and fits(one, prop.of) and fits(two, prop.of)
            )
            yield from _share(one, two, entities, reader.after(end, "in common"))
            for prop in props:
                if prop.value != "entity" and fits(one, prop.of):
                    yield Found(
                        Question("yes-no", noun.where(SameValue(prop, two))), reader.after(end, "in common"), 1.0
                    )


def _share(one: Named, two: Named, props: tuple[Property, ...], end: int) -> Iterator[Found[Question]]:
    inner = Noun((props[0].range,), props[0].label) if props else None
    back = make_edge(inner, props, two, "of", inverse=True) if inner else None
    if inner and back:
        edge = Edge(props, inner.where(back), "with", said=f"with the same {props[0].label} as {two.label}")
        yield Found(Question("yes-no", Noun((one.kind,), one.label, (Is(one), edge))), end, 1.0)


def _read_subjects(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    for found in reader.phrases(place):
        value, determiner = found.value
        if isinstance(value, Named):
            yield Found(Noun((value.kind,), value.label, (Is(value),)), found.end, found.cost)
        elif not (determiner.no or determiner.asking or determiner.every):
            yield Found(value, found.end, found.cost)
    for one in reader.named(place, ("person",)):
        for link in reader.phrase(one.end, "and"):
            for two in reader.named(link, ("person",)):
                noun = Noun(("person",), one.value.label, (Is(one.value),))
                after = reader.skip(two.end, {"ever", "both", "also", "have", "been", "any"})
                for end in _with_tails(reader, after, "work together", "worked together", "star together", "act together",
                                         "appear together", "worked with each other", "work with each other", "connected",
                                         "acted together", "starred together", "appeared together", "co star", "co starred",
                                         "shared the screen", "share the screen", "shared a screen", "been in the same film",
                                         "been in the same series", "been in something together", "done anything together",
                                         "collaborated", "collaborate", "crossed paths", "in common", "in the same film", "in the same series", "in a film together"):  # fmt: skip
                    if end == reader.end:
                        yield Found(noun.where(WorkedWith(two.value)), end, one.cost + two.cost + 1.0)


def _with_tails(reader: Reader, place: int, *verbs: str) -> Iterator[int]:
    """Yield the place after a verb, and after "in anything" behind it."""
    for end in reader.phrase(place, *verbs):
        yield end
        yield from reader.phrase(end, "in anything", "in something", "before", "on anything", "on something", "on a project", "in a work",
                                 "in any film", "in any series", "in any movie", "in the same thing", "on any project")  # fmt: skip


def _read_statement(reader: Reader, place: int, subject: Noun) -> Iterator[Found[Noun]]:
    count = len(subject.constraints)
    for found in read_chain(reader, place, subject, free=True):
        if (len(found.value.constraints) > count and found.value.order is None) or (
            found.end == place == reader.end and any(isinstance(c, WorkedWith) for c in subject.constraints)
        ):
            yield found
    # "Is Kingdom a zombie series": the auxiliary stands before the subject.
    for phrase in reader.phrases(place):
        value, determiner = phrase.value
        if not (determiner.asking or determiner.most or determiner.low is not None or determiner.every):
            thing = _as_said(subject, value)
            if thing is not None:
                yield Found(subject.where(thing), phrase.end, phrase.cost + 1.0)
    for genre in reader.named(place, ("genre",)):
        if is_work(subject):
            yield Found(subject.where(GenreIs(genre.value)), genre.end, genre.cost + 1.0)
    # "Is Go Ahead Chinese".
    for code in read_code(reader, place):
        if is_work(subject):
            yield Found(subject.where(code.value), code.end, code.cost)
        elif is_person(subject) and code.value.prop.key == "countries":
            nationality = replace(code.value, prop=get_property("nationality"))
            yield Found(subject.where(nationality), code.end, code.cost)


def _as_said(subject: Noun, value: Noun | Named) -> Constraint | None:
    if isinstance(value, Named):
        return Is(value) if any(fits(value, kind) for kind in subject.kinds) else None
    if value.order is not None or not any(fits(value, kind) for kind in subject.kinds):
        return None
    parts: tuple[Constraint, ...] = (KindIs(value.kinds), *value.constraints)
    return parts[0] if len(parts) == 1 else Both(parts)


_APPEARED = (
    "released", "release", "come out", "premiere", "premiered", "start", "begin", "air", "aired", "published",
    "first published", "first shown", "made", "came out", "out", "debut", "first air", "first aired", "first released",
    "started", "began", "debuted", "opened", "first appeared", "first appear", "running", "been running", "been out", "been on air", "on", "going", "been going", "been published",
    "shown", "produced", "broadcast", "first broadcast", "on air", "start airing", "first come out", "publish", "launched", "launch", "first premiere",
)  # fmt: skip


def read_birthday(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "when is Park Ji-hu's birthday", "what is X's date of birth"."""
    for at in reader.phrase(place, "when is", "when was", "what is", "when's"):
        for person in reader.named(at, ("person",)):
            for end in reader.phrase(person.end, "'s birthday", "'s date of birth", "'s birth date"):
                yield _ask_value(person.value, get_property("born"), end, person.cost)


def read_when(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "when was Kingdom released", "in which years were films by X released", "when was X born"."""
    for at in reader.phrase(place, "when did", "what year did", "in what year did", "in which year did", "when does"):
        for found in reader.phrases(at):
            for end in reader.phrase(
                found.end,
                "come to an end",
                "end its run",
                "finish its run",
                "run until",
                "end",
                "finish",
                "conclude",
                "stop airing",
                "finish airing",
                "wrap up",
                "stop",
            ):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("end-year"), end, found.cost - 0.2)
    for at in reader.phrase(
        place, "until when did", "until what year did", "till when did", "until which year did", "how long did"
    ):
        for found in reader.phrases(at):
            for end in (
                reader.phrase(found.end, "run", "air", "go on", "last", "continue")
                if reader.word(at - 3) != "how"
                else ()
            ):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("end-year"), end, found.cost - 0.2)
    when = (
        "which day",
        "what day",
        "on which day",
        "on what day",
        "the date",
        "the date on which",
        "the day",
        "the day on which",
        "the date when",
        "when",
        "what date",
        "on what date",
        "on which date",
        "since when",
    )
    year = ("the year", "the year in which", "the year that", "the year when", "year in which", "the year", "what year", "in what year", "in which year", "which year", "what years", "in which years", "in what years",
            "which years")  # fmt: skip
    for words, key in ((when, "released"), (year, "year")):
        for at in reader.phrase(place, *words):
            after = reader.skip(at, lexicon.AUXILIARIES)
            for found in reader.phrases(after):
                if not found.value.determiner.is_plain:
                    continue
                for close in [
                    *reader.phrase(reader.skip(found.end, lexicon.AUXILIARIES | {"first"}), *_APPEARED),
                    found.end,
                ]:
                    if fits(found.value.value, "work"):
                        strain = 0.0 if close != found.end else 0.5
                        yield _ask_value(found.value.value, get_property(key), close, found.cost + strain)
                for close in reader.phrase(found.end, "born"):
                    if fits(found.value.value, "person"):
                        yield _ask_value(found.value.value, get_property("born"), close, found.cost)
                for close in reader.phrase(found.end, "die", "died", "dead"):
                    if fits(found.value.value, "person"):
                        yield _ask_value(found.value.value, get_property("died"), close, found.cost)
            for found in reader.phrases(after):
                # "When did films X starred in come out" has its verb at the end; "when is Kingdom from" is the same.
                for close in reader.phrase(found.end, "from"):
                    if fits(found.value.value, "work"):
                        yield _ask_value(found.value.value, get_property(key), close, found.cost)


def _ask_value(thing: Noun | Named, prop: Property, end: int, cost: float) -> Found[Question]:
    if isinstance(thing, Named):
        thing = Noun((thing.kind,), thing.label, (Is(thing),))
    return Found(Question("value", thing, value=prop), end, cost + 0.5)


def read_how_much(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how many episodes does Kingdom have", "how long is Kingdom", "how highly is Kingdom rated"."""
    for at in reader.phrase(place, "how many"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            numbers = [prop for prop in props if prop.value == "integer"]
            for verb in [after, *reader.phrase(after, "does", "did", "do", "has", "have", "are in", "are there in", "in", "of", "were in", "is it in",
                                      "were there in", "is", "are there of", "was", "are", "were made of", "long is", "make up", "comprise", "are listed for", "are there for")]:  # fmt: skip
                for found in reader.phrases(verb):
                    if fits(found.value.value, "work") and found.value.determiner.is_plain:
                        close = reader.after(found.end, "have", "has", "run for", "ran for", "ran", "last", "lasts", "lasted", "consist of", "get", "receive", "long", "had", "comprised", "consisted of",
                                             "run", "runs", "runs for", "is long", "consists of", "got", "received", "take", "takes", "comprise", "comprises")  # fmt: skip
                        for prop in numbers:
                            yield _ask_value(found.value.value, prop, close, found.cost - 0.3)
    table = {"runtime": ("how long is", "how long was", "how long does", "how long are", "how long do", "how long did", "how many minutes is", "how many minutes",
                         "how many minutes does", "how many minutes long is"),
             "rating": ("how highly rated is", "how is", "how good is", "how well rated is", "how highly is")}  # fmt: skip
    for key, openers in table.items():
        for at in reader.phrase(place, *openers):
            at = reader.skip(at, {"do", "does", "did"})
            at = reader.after(
                at,
                "one episode of",
                "an episode of",
                "each episode of",
                "episodes of",
                "a single episode of",
                "the episodes of",
                "every episode of",
                "single episodes of",
            )
            for found in reader.phrases(at):
                end = reader.after(
                    found.end,
                    "rated",
                    "last",
                    "lasts",
                    "lasted",
                    "run",
                    "runs",
                    "long",
                    "each",
                    "on average",
                    "take",
                    "takes",
                )
                if fits(found.value.value, "work") and (
                    key == "runtime" or end != found.end or reader.word(at - 2) != "how"
                ):
                    yield _ask_value(found.value.value, get_property(key), end, found.cost)


def read_values(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "what languages are films by X in", "release year of Kingdom", "what genres do X's films fall under"."""
    openers = (*_OPENERS, "what", "which", "in what", "in which", "of what", "of which", "under what", "from what", "from which",
               "what are the main", "what are the primary", "what is the main", "what is the primary", "what different",
               "what main", "what primary", "what are some", "by what", "by which", "into which", "under which", "to which")  # fmt: skip
    for at in [place, *reader.phrase(place, *openers)]:
        at = reader.skip(at, {"the", "all", "primary", "different", "official", "original"})
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            yield from _read_values_of(reader, after, props)
            for found in reader.phrases(after):
                # "Country the comic X is from", "cast kingdom".
                verb = reader.skip(found.end, lexicon.AUXILIARIES)
                tails = [
                    *reader.phrase(verb, "from", "in", "on", "comes from", "of"),
                    *([found.end] if isinstance(found.value.value, Named) else []),
                ]
                for end in tails if found.value.determiner.is_plain else []:
                    yield from _values_of(found.value.value, props, end, found.cost + 0.8)
        for props, after in reader.look_up(reader.after(at, "main"), lexicon.value_nouns()):
            if props[0].range != "person":
                yield from _read_values_of(reader, after, props)
        yield from _read_names_in(reader, at)
        for found in reader.phrases(at):
            # "Kingdom's release date"; its other values are things, and so nouns.
            for owned in reader.phrase(found.end, "'s", "his", "her"):
                for props, end in reader.look_up(owned, lexicon.value_nouns()):
                    for prop in props:
                        if prop.value != "entity" and fits(found.value.value, prop.of):
                            yield _ask_value(found.value.value, prop, end, found.cost)
            for link in reader.phrase(
                found.end, "and their", "with their", "and its", "along with their", "together with their"
            ):
                for props, end in reader.look_up(link, lexicon.value_nouns()):
                    for prop in props:
                        if prop.value == "entity" or not fits(found.value.value, prop.of):
                            continue
                        if prop.key in ("year", "released") and isinstance(found.value.value, Noun):
                            # A list shows years anyway.
                            yield _listed(reader, found.value.value, end, found.cost + 0.4)
                        else:
                            yield _ask_value(found.value.value, prop, end, found.cost)
        for named in reader.named(at, ("work",)):
            for props, end in reader.look_up(named.end, lexicon.value_nouns()):
                for prop in props:
                    if prop.value != "entity" and fits(named.value, prop.of):
                        yield _ask_value(named.value, prop, end, named.cost + 0.2)
    for at in reader.phrase(place, "where is", "where was", "where are", "where were", "where does", "where do"):
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "from", "made", "produced", "come from"):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("countries"), end, found.cost)
            for end in reader.phrase(found.end, "popular", "a hit", "well liked"):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("popular-in"), end, found.cost)
            for end in reader.phrase(found.end, "born"):
                yield _ask_value(found.value.value, get_property("birth-place"), end, found.cost)
    for at in reader.phrase(place, "in which countries", "in what countries", "in which country", "which countries", "what countries",
                            "in how many countries"):  # fmt: skip
        for found in reader.phrases(reader.skip(at, lexicon.AUXILIARIES)):
            for end in reader.phrase(found.end, "popular", "popular in", "a hit", "a hit in"):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("popular-in"), end, found.cost)


_NAMES = ("title", "name", "titles", "names", "spelling")


def _read_names_in(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "Korean title of Kingdom", "Kingdom's Korean name", "name of X in Hangul"."""
    names = get_property("names")
    for code, at in _read_language(reader, place):
        for after in reader.phrase(at, *_NAMES):
            for link in reader.phrase(after, "of", "for"):
                for found in reader.phrases(link):
                    yield _ask_name(found.value.value, names, code, found.end, found.cost)
    for after in reader.phrase(place, *_NAMES):
        for link in reader.phrase(after, "of", "for"):
            for found in reader.phrases(link):
                for at in reader.phrase(found.end, "in", "written in"):
                    for code, end in _read_language(reader, at):
                        yield _ask_name(found.value.value, names, code, end, found.cost)
    for found in reader.phrases(place):
        for owned in reader.phrase(found.end, "'s"):
            for code, at in _read_language(reader, owned):
                for end in reader.phrase(at, *_NAMES):
                    end = reader.after(end, "in hangul", "in hangeul", "in korean")
                    yield _ask_name(found.value.value, names, code, end, found.cost)
            for after in reader.phrase(owned, *_NAMES):
                for at in reader.phrase(after, "in"):
                    for code, end in _read_language(reader, at):
                        yield _ask_name(found.value.value, names, code, end, found.cost)


def _read_language(reader: Reader, place: int) -> Iterator[tuple[str, int]]:
    for count in (2, 1):
        if code := lexicon.language_words().get(reader.gram(place, count)):
            yield code, reader.reach(place + count)
    for after in reader.phrase(place, "hangul", "hangeul", "korean script"):
        yield "ko", after


def _ask_name(thing: Noun | Named, prop: Property, code: str, end: int, cost: float) -> Found[Question]:
    found = _ask_value(thing, prop, end, cost)
    return found._replace(value=replace(found.value, detail=code))


def read_called(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "what is Kingdom called in Korean", "how do you write Park Ji-hu in Hangul"."""
    names = get_property("names")
    for at in reader.phrase(place, "what is", "what was", "what are", "how is", "how do you write", "how do you say", "how do you spell",
                            "how to write", "how to say", "how to spell", "how does one write", "how do i write"):  # fmt: skip
        for found in reader.phrases(at):
            for link in reader.phrase(
                found.end, "called in", "in", "known as in", "written in", "named in", "spelled in", "titled in"
            ):
                for code, end in _read_language(reader, link):
                    if isinstance(found.value.value, Named):
                        yield _ask_name(found.value.value, names, code, end, found.cost + 0.2)


_EVENTS = {
    "announced": "announced", "announce": "announced", "halted": "production-halt", "halt": "production-halt",
    "suspended": "production-halt", "stopped": "production-halt", "paused": "production-halt", "stop": "production-halt",
    "interrupted": "production-halt", "resumed": "production-resume", "resume": "production-resume", "restarted": "production-resume",
    "restart": "production-resume", "start": "production-start", "started": "production-start", "begin": "production-start",
    "began": "production-start", "begun": "production-start", "continue": "production-resume", "pause": "production-halt",
}  # fmt: skip


def read_event(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "when was Kingdom announced", "when was production of X halted", "when did filming of X start"."""
    for at in reader.phrase(place, "when was", "when did", "when were", "when has", "on what date was", "on which date was",
                            "what date was", "on what date did", "when is"):  # fmt: skip
        starts = [(at, False)]
        for link in reader.phrase(at, "production of", "the production of", "filming of", "shooting of", "production on", "filming on",
                                  "filming for", "the filming of", "production for", "the shooting of", "work on"):  # fmt: skip
            starts.append((link, True))
        for start, production in starts:
            for found in reader.named(start, ("work",)):
                noun = Noun((found.value.kind,), found.value.label, (Is(found.value),))
                for detail, end in _read_event_verb(reader, found.end, production):
                    yield Found(Question("event", noun, detail=detail), end, found.cost + 1.0)


def _read_event_verb(reader: Reader, place: int, production: bool) -> Iterator[tuple[str, int]]:
    starts = [(place, production)]
    starts += [(after, True) for after in reader.phrase(place, "'s production", "production", "'s filming", "filming")]
    for at, made in starts:
        for after in reader.phrase(at, *_EVENTS):
            detail = _EVENTS[reader.gram(after - 1, 1)]
            closed = reader.after(after, "production", "filming", "shooting", "by netflix")
            if made or detail == "announced" or closed != after:
                yield detail, closed


def read_choice(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "which is longer, Kingdom or Signal", "who is older, X or Y", "which came out first, X or Y"."""
    for at in reader.phrase(place, "which is", "which was", "who is", "which one is", "which has", "what is", "which of these is",
                            "which came", "which one came", "which of the two is", "which of these two is", "which of them is", "which of the two came", "which film is", "which series is", "which show is", "which movie is"):  # fmt: skip
        for order, after in _read_choice_order(reader, at):
            for one in reader.named(reader.after(after, "the"), ("work", "person")):
                for link in reader.phrase(one.end, "or", "and"):
                    for two in reader.named(reader.after(link, "the"), ("work", "person")):
                        kinds = tuple(dict.fromkeys((one.value.kind, two.value.kind)))
                        either = (Either((Is(one.value), Is(two.value))),)
                        noun = Noun(kinds, "thing" if len(kinds) > 1 else kinds[0], either, order)
                        yield _listed(reader, noun, two.end, one.cost + two.cost + 1.0)


def _read_choice_order(reader: Reader, place: int) -> Iterator[tuple[Order, int]]:
    for words, (key, sign) in lexicon.COMPARATIVES.items():
        for after in reader.phrase(place, words):
            yield Order(get_property(key), sign == ">", None, words), after
    for after in reader.phrase(place, "first", "out first", "earliest"):
        yield Order(get_property("year"), False, None, "first"), after
    for after in reader.phrase(place, "last", "out last", "latest", "most recently"):
        yield Order(get_property("year"), True, None, "last"), after
    for most in reader.phrase(place, "more", "the most", "most"):
        for props, after in reader.look_up(most, lexicon.value_nouns()):
            for prop in props:
                if prop.value in ("integer", "decimal"):
                    yield Order(prop, True, None, f"most {prop.label}"), after
    yield from read_superlative_words(reader, reader.after(place, "the"))


def _read_values_of(reader: Reader, place: int, props: tuple[Property, ...]) -> Iterator[Found[Question]]:
    links = ("are spoken in", "is spoken in", "are used in", "is used in", "are heard in", "of", "for", "in", "spoken in", "used in", "on", "from", "that", "do", "does", "did", "is", "are", "was", "were",
             "has", "have", "of movie is", "of film is", "of show is", "of series is", "of work is", "of the", "in the",
             "of movies are", "of films are", "of the film", "of films", "of film are", "that describe", "describe", "saw", "go with", "fit", "suit", "are attached to", "represented among", "among", "represented in", "found in", "found among", "covered by", "given to", "assigned to",
             "stand behind", "are behind", "lie behind", "come with",
             "apply to", "were given to", "are given to", "are listed for", "are recorded for", "belong to", "of a movie is",
             "of shows are", "of movie was", "of film was", "of the movie", "describes")  # fmt: skip
    for link in reader.phrase(place, "has", "have", "did", "does", "do"):
        yield from _read_values_done(reader, link, props)
    for link in reader.phrase(place, *links):
        link = reader.skip(link, {"is", "are", "was", "were"})
        link = reader.after(
            link, "an episode of", "one episode of", "each episode of", "a single episode of", "the episodes of"
        )
        for found in reader.phrases(link):
            value = found.value.value
            if not found.value.determiner.is_plain:
                continue
            end = reader.skip(found.end, lexicon.AUXILIARIES - {"do", "did", "does"})
            tails = ("in", "have", "fall under", "belong to", "spoken", "of", "about", "released", "from", "made in", "fall into",
                     "spoken in", "come under", "released in", "has", "on", "classified as", "under", "shot in", "come out", "be", "get", "receive", "earn", "end up with", "come from", "originate from", "hail from", "got", "go by", "carry", "bear", "written", "made", "written in", "published", "published in", "produced",
                     "created", "set down in", "filed under", "assigned", "given", "counted")  # fmt: skip
            for close in {found.end, end, *reader.phrase(end, *tails)}:
                yield from _values_of(value, props, close, found.cost)


def _read_values_done(reader: Reader, place: int, props: tuple[Property, ...]) -> Iterator[Found[Question]]:
    """Read "what years did Mowg score films in", "which genres has Bae Doona acted in": values of what somebody did."""
    for subject in reader.phrases(place):
        if not subject.value.determiner.is_plain or fits(subject.value.value, "work"):
            continue
        for done, end in reader.look_up(reader.skip(subject.end, lexicon.ADVERBS), lexicon.inverse_phrases()):
            works = [(ANY_WORK, end, 0.4)]
            works += [(f.value.value, f.end, f.cost) for f in reader.phrases(end) if isinstance(f.value.value, Noun) and f.value.determiner.is_plain]  # fmt: skip
            for noun, close, cost in works:
                edge = make_edge(noun, done, subject.value.value, "by", inverse=False)
                if edge is not None and fits(noun, "work"):
                    close = reader.after(close, "in", "for", "on", "from", "of")
                    yield from _values_of(noun.where(edge), props, close, subject.cost + cost + 0.5)


def _values_of(value: Noun | Named, props: tuple[Property, ...], end: int, cost: float) -> Iterator[Found[Question]]:
    for prop in props:
        if not fits(value, prop.of):
            continue
        if prop.value == "entity":
            noun = Noun((prop.range,), prop.label)
            if edge := make_edge(noun, (prop,), value, "of", inverse=True):
                yield Found(Question("list", noun.where(edge)), end, cost + 1.0)
        elif prop.key == "names" and isinstance(value, Noun) and not any(isinstance(c, Is) for c in value.constraints):
            # "The names of the writers of Thirst" asks for the writers.
            yield Found(Question("list", value), end, cost + 0.5)
        else:
            yield _ask_value(value, prop, end, cost)


def read_in_place(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read a question whose asking word stands last: "films by X were written by who", "X appears in which movies"."""
    for subject in reader.phrases(place):
        value = subject.value.value
        if not subject.value.determiner.is_plain:
            continue
        at = reader.skip(subject.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
        yield from _read_values_in_place(reader, at, value, subject.cost)
        for table, inverse in ((lexicon.phrases(), True), (lexicon.inverse_phrases(), False), (_SUBJECT_VERBS, False)):
            for props, after in reader.look_up(at, table):
                for noun, end, cost in _read_asking(reader, after):
                    words = "of" if inverse else reader.words.written(at, after)
                    edge = make_edge(noun, props, value, words, inverse=inverse)
                    if edge is not None:
                        whole = noun.where(edge)
                        others = "other" in reader.words.written(after, end).split()[:2]
                        also = "also" in reader.words.written(subject.end, at).split()
                        whole = exclude(whole) if others or also else whole
                        yield _listed(reader, whole, end, subject.cost + cost + 1.0)
        if fits(value, "person"):
            for modifier in reader.phrase(at, "co wrote movies with", "co wrote films with", "co directed films with",
                                          "co directed movies with", "the co director with", "a co director with", "the co writer with", "co starred with", "starred together with", "acted with",
                                          "acted together with", "worked with", "co wrote with", "co directed with"):  # fmt: skip
                for noun, end, cost in _read_asking(reader, modifier):
                    verb = reader.words.written(at, modifier).casefold()
                    key = "screenwriters" if "wrote" in verb else "directors" if "direct" in verb else "actors"
                    from showgraph.ask.noun_phrases import together

                    props = () if verb == "worked with" else (get_property(key),)
                    if is_person(noun):
                        yield _listed(reader, together(noun, props, value), end, subject.cost + cost + 1.0)


_SUBJECT_VERBS = {
    f"{head}{noun} {link}": tuple(p for p in props if p.range == "person")
    for noun, props in lexicon.value_nouns().items()
    for head in ("", "the ", "a ", "an ")
    for link in ("of", "in", "for", "on")
    if any(p.range == "person" for p in props)
}


def _read_asking(reader: Reader, place: int) -> Iterator[tuple[Noun, int, float]]:
    for end in reader.phrase(place, "who", "whom", "which person", "which people"):
        yield _PERSON, end, 0.0
    for end in reader.phrase(place, "what", "which"):
        yield ANY_WORK, end, 0.2
    for at in reader.phrase(place, "which", "what", "which other", "what other"):
        for found in reader.phrases(at):
            if isinstance(found.value.value, Noun):
                yield found.value.value, found.end, found.cost


def _read_values_in_place(reader: Reader, place: int, value: Noun | Named, cost: float) -> Iterator[Found[Question]]:
    for born, key in (
        ("born when", "born"),
        ("born in which year", "born"),
        ("born where", "birth-place"),
        ("born in which country", "birth-place"),
    ):
        for end in reader.phrase(place, born):
            if fits(value, "person"):
                yield _ask_value(value, get_property(key), end, cost)
    for at in [
        place,
        *reader.phrase(place, "released", "premiered", "aired", "published", "came out", "come out", "made"),
    ]:
        if fits(value, "work"):
            for end in reader.phrase(
                at, "when", "in which years", "in which year", "in what year", "in what years", "which years"
            ):
                key = "released" if reader.word(end - 1) == "when" else "year"
                yield _ask_value(value, get_property(key), end, cost)
    links = ("in which", "in what", "of which", "of what", "under which", "under what", "fall under which", "fall under what",
             "belong to which", "belong to what", "have which", "have what", "what", "which", "from which", "from what",
             "has which", "has what", "in", "are in which", "on which", "on what")  # fmt: skip
    for at in reader.phrase(place, *links):
        at = reader.skip(at, {"the", "main", "primary"})
        for props, end in reader.look_up(at, lexicon.value_nouns()):
            yield from _values_of(value, props, reader.after(end, "of film", "of movie"), cost)


def read_statement_of(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "what is Kingdom about", "describe Kingdom", "what words describe Kingdom", "where can I watch Kingdom"."""
    keywords = get_property("keywords")
    for at in reader.phrase(place, "what is", "what are", "what was", "what were", "what does", "what do"):
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "about", "deal with"):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, keywords, end, found.cost)
    for at in reader.phrase(place, "what words describe", "which words describe", "describe", "what terms describe",
                            "what are words that describe", "what terms are applicable to", "what tags describe",
                            "what are some words that describe", "what can be used to describe", "words that describe"):  # fmt: skip
        for found in reader.phrases(at):
            end = reader.after(found.end, "in a few words", "in words", "in keywords")
            if fits(found.value.value, "work"):
                yield _ask_value(found.value.value, keywords, end, found.cost)
    broadcasters = get_property("broadcasters")
    for at in reader.phrase(place, "where was", "where is", "where were"):
        for found in reader.phrases(at):
            for end in reader.phrase(
                found.end, "published", "serialized", "serialised", "published first", "first published"
            ):
                edge = make_edge(
                    Noun(("publisher",), "publisher"),
                    (get_property("publishers"),),
                    found.value.value,
                    "of",
                    inverse=True,
                )
                if edge is not None:
                    yield _listed(reader, Noun(("publisher",), "publisher", (edge,)), end, found.cost + 1.0)
    for at in reader.phrase(place, "what is", "what was", "how is", "how was", "how are", "what are"):
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "rated", "rated at", "scored"):
                if fits(found.value.value, "work"):
                    yield _ask_value(found.value.value, get_property("rating"), end, found.cost)
    for at in reader.phrase(place, "where can", "where could", "where can i watch", "where can i stream", "where can you watch", "where to watch",
                            "where is", "where does", "where did", "where was", "who airs", "who streams"):  # fmt: skip
        for found in reader.phrases(at):
            for end in [
                found.end,
                *reader.phrase(
                    found.end,
                    "be seen",
                    "be streamed",
                    "be watched",
                    "be found",
                    "i watch",
                    "air",
                    "stream",
                    "streaming",
                    "shown",
                    "aired",
                    "available",
                    "on",
                ),
            ]:
                strained = end == found.end and reader.word(at - 1) in ("is", "was", "does", "did", "can", "could")
                noun = Noun(("broadcaster",), "broadcaster")
                edge = make_edge(noun, (broadcasters,), found.value.value, "of", inverse=True)
                if edge is not None and not strained:
                    yield _listed(reader, noun.where(edge), end, found.cost + 1.0)


_AS_WHOM = tuple(f"{verb} {who}" for verb in ("is", "was", "plays", "played", "portrays", "portrayed", "acts as")
                                              for who in ("who", "whom", "which character", "which role", "what role", "what character"))  # fmt: skip


def read_role(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "who does Bae Doona play in Kingdom", "which role did Bae Doona play"."""
    openers = ("who", "whom", "what role", "which role", "what character", "which character", "what roles", "which roles",
               "which characters", "what characters", "what", "what part", "which part", "as whom", "as who")  # fmt: skip
    for at in reader.phrase(place, *openers):
        for auxiliary in reader.phrase(at, "does", "did", "has", "is", "was", "do"):
            for person in reader.named(auxiliary, ("person",)):
                for verb in reader.phrase(person.end, "take", "took", "take on", "get", "land", "do", "fill", "hold", "called", "named", "play", "played", "plays", "portray", "portrays", "portrayed", "playing", "voice", "have", "star",
                                          "act", "appear", "be", "play as"):  # fmt: skip
                    yield from _read_role_in(reader, verb, person)
    for at in reader.phrase(
        place, "which character is", "which character was", "which role is", "what character is", "what role is"
    ):
        for person in reader.named(at, ("person",)):
            yield from _read_role_in(reader, person.end, person)
    for person in reader.named(place, ("person",)):
        for at in reader.phrase(person.end, *_AS_WHOM):  # fmt: skip
            yield from _read_role_in(reader, at, person._replace(cost=person.cost - 1.5))
    for at in reader.phrase(place, "who is", "who was", "who does"):
        for person in reader.named(at, ("person",)):
            for link in reader.phrase(person.end, "in", "on"):
                for work in reader.phrases(link):
                    thing = work.value.value
                    if isinstance(thing, Named) and fits(thing, "work"):
                        noun = Noun(("person",), person.value.label, (Is(person.value),))
                        yield Found(Question("role", noun, other=thing), work.end, person.cost + work.cost + 0.4)
    for opener in [place, *reader.phrase(place, *_OPENERS)]:
        opener = reader.skip(opener, {"the", "all", "names", "of"})
        for at in reader.phrase(
            opener, "characters in", "characters of", "roles in", "character names in", "the characters from"
        ):
            for work in reader.phrases(at):
                thing = work.value.value
                if isinstance(thing, Named) and fits(thing, "work"):
                    noun = Noun((thing.kind,), thing.label, (Is(thing),))
                    yield Found(Question("role", noun), work.end, work.cost + 0.8)
    for at in reader.phrase(place, "which character is played by", "what character is played by", "which role is played by",
                            "which characters are played by", "which roles are played by", "who is played by",
                            "what role is played by", "which characters were played by", "how many roles has",
                            "which roles has", "what roles has"):  # fmt: skip
        for person in reader.named(at, ("person",)):
            yield from _read_role_in(reader, reader.after(person.end, "played", "had"), person)
    for at in reader.phrase(place, "part played by", "the part played by", "the role played by", "role played by", "roles played by", "the character of",
                            "part of", "role of", "roles of", "character of", "characters of", "characters played by", "the role of",
                            "the roles of", "the character played by", "character played by"):  # fmt: skip
        for person in reader.named(at, ("person",)):
            yield from _read_role_in(reader, person.end, person)
    for opener in [
        place,
        *reader.phrase(place, *_OPENERS, "what is the name of", "what are the names of", "what was the name of"),
    ]:
        for person in reader.named(reader.after(opener, "the character", "the role"), ("person",)):
            for at in reader.phrase(person.end, "'s role", "'s roles", "'s character", "'s characters", "'s part", "'s character name",
                                    "'s character names", "character", "role"):  # fmt: skip
                yield from _read_role_in(reader, at, person)


def _read_role_in(reader: Reader, place: int, person: Found[Named]) -> Iterator[Found[Question]]:
    noun = Noun(("person",), person.value.label, (Is(person.value),))
    yield Found(Question("role", noun), place, person.cost + 1.0)
    for at in reader.phrase(place, "in", "on", "in the series", "in the film"):
        for work in reader.named(at, ("work",)):
            yield Found(Question("role", noun, other=work.value), work.end, person.cost + work.cost + 1.0)


_THROUGH = tuple(f"{by} {what}" for by in ("through", "via", "by", "over", "across", "along") for what in (
                            "which works", "what works", "which films", "which series", "which people", "whom", "what", "which shared works",
                            "which steps", "which chain", "which path", "which titles", "which shows", "what chain", "what path", "what steps"))  # fmt: skip


def read_path(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how is Bae Doona connected to Park Ji-hu", "the path between A and B"."""
    for at in reader.phrase(place, *_THROUGH):  # fmt: skip
        for one in reader.named(reader.skip(at, lexicon.AUXILIARIES), ("person",)):
            verb = reader.after(
                one.end, "connected", "linked", "related", "tied", "joined", "reach", "connect", "link", "get", "lead"
            )
            for link in reader.phrase(verb, "to", "with", "and"):
                for two in reader.named(link, ("person",)):
                    end = reader.after(two.end, "connected", "linked", "related", "tied", "joined")
                    yield _path(one, two, end)
    joined = (
        "connected",
        "related",
        "linked",
        "connected to each other",
        "connected with each other",
        "tied",
        "associated",
    )
    yield from _read_links_between(reader, place)
    for at in reader.phrase(
        place, "how is", "how are", "how was", "how can", "how could", "in what way is", "is", "how do"
    ):
        if reader.word(place) == "is":
            continue
        for one in reader.named(at, ("person",)):
            for link in reader.phrase(
                one.end, *(f"{verb} {to}" for verb in joined for to in ("to", "with")), "know", "and", "&"
            ):
                for two in reader.named(link, ("person",)):
                    ends = (
                        reader.phrase(two.end, *joined, "know each other")
                        if reader.word(link - 1) in ("and", "&")
                        else [two.end]
                    )
                    for end in ends:
                        yield _path(one, two, end)
    heads = ("path", "connection", "link", "chain", "what connects", "what links", "shortest path", "connections", "links",
             "shortest connection", "how to get", "get")  # fmt: skip
    for opener in [place, *reader.phrase(place, *_OPENERS, "what is", "is there a")]:
        opener = reader.skip(opener, lexicon.ARTICLES)
        for at in reader.phrase(opener, *heads):
            for after in [
                *reader.phrase(at, "between", "from"),
                *([at] if reader.word(at - 1) in ("connects", "links") else []),
            ]:
                for one in reader.named(after, ("person",)):
                    for link in reader.phrase(one.end, "and", "to", "with"):
                        for two in reader.named(link, ("person",)):
                            yield _path(one, two, two.end)


def _read_links_between(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "get from X to Y", "link X to Y", "degrees of separation between X and Y"."""
    openers = ("how do i get", "how do you get", "how can i get", "how can you get", "how to get", "can you get", "get", "go", "show me a path",
               "how far is", "how far", "how close is", "trace", "connect", "link", "find a link", "find a path", "find a connection",
               "how many steps", "how many steps is it", "shortest path", "the shortest path", "what links", "what connects",
               "degrees of separation", "how many degrees of separation", "how many degrees", "show the connection", "a path",
               "chain of co stars", "shortest chain", "shortest chain of co stars", "the shortest chain of co stars", "what is the link",
               "six degrees of separation", "how would you link", "how would you connect", "how do you connect", "how do you link",
               "what ties", "route", "the route", "the chain", "chain of works", "chain of people", "what is the path", "find the path",
               "find the shortest path", "what is the connection", "what is the shortest path", "how many links", "path")  # fmt: skip
    for opener in {place, reader.skip(place, {"the", "a", "show", "me", "find"})}:
        for at in reader.phrase(opener, *openers):
            for after in {
                at,
                *reader.phrase(
                    at, "from", "between", "separate", "are there between", "lie between", "is it from", "are between"
                ),
            }:
                for one in reader.named(after, ("person",)):
                    for link in reader.phrase(one.end, "to", "and", "with", "from", "up to"):
                        for two in reader.named(link, ("person",)):
                            end = reader.after(two.end, "via shared works", "through shared works", "over shared works", "apart",
                                               "through co stars", "via co stars", "through their works", "by shared works")  # fmt: skip
                            yield _path(one, two, end)


_PATH_WORDS = {
    "path", "route", "link", "links", "linked", "connect", "connects", "connected", "connection", "connections", "chain", "trace", "steps",
    "step", "degrees", "separation", "join", "joins", "joined", "bridge", "between", "lead", "leads", "leading", "get", "gets", "way", "hops",
    "linking", "connecting", "joining", "tie", "ties", "tied", "relate", "related", "apart", "reach", "dots",
}  # fmt: skip
_PATH_FILLERS = _PATH_WORDS | {
    "to", "with", "them", "have", "has", "starting", "out", "was", "were", "look", "see", "where", "when", "met", "ways", "most", "direct",
    "the", "a", "an", "of", "what", "is", "are", "which", "how", "do", "does", "did", "i", "you", "one", "we", "me", "us", "go", "from", "shortest",
    "show", "find", "give", "by", "through", "via", "works", "work", "film", "films", "titles", "series", "people", "co", "stars", "star", "that",
    "who", "and", "can", "could", "would", "it", "up", "there", "many", "far", "close", "in", "shared", "lies", "lie", "stand", "stands", "any", "some",
    "on", "over", "each", "other", "together", "best", "quickest", "possible", "please", "tell", "need", "take", "takes", "across", "actors", "actor",
    "collaborators", "common", "both", "for", "be", "drawn", "line", "draw", "shows", "casts", "cast", "least", "fewest", "number", "long", "short",
}  # fmt: skip


def read_loose_path(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read any words about paths around two people: "which titles get me from X to Y", "trace X back to Y"."""
    tokens = reader.words.tokens
    for start in range(place, reader.end - 2):
        if start > place and tokens[start - 1].word not in _PATH_FILLERS:
            return
        for one in reader.named(start, ("person",)):
            link = reader.skip(
                one.end, {"back", "up", "all", "over", "are", "is", "how", "do", "i", "can", "what"} | _PATH_WORDS
            )
            commas = [link] if link < reader.end and tokens[link].comma else []
            for after in (
                commas
                + ([link] if link != one.end else [])
                + list(reader.phrase(link, "to", "and", "with", "from", "up with", "on to", "up to", "through to"))
            ):
                for two in reader.named(after, ("person",)):
                    outside = [t.word for t in (*tokens[place:start], *tokens[one.end : link], *tokens[two.end :])]
                    if all(
                        word in _PATH_FILLERS or word in ("back", "up", "all", "over") for word in outside
                    ) and _PATH_WORDS & set(outside):
                        yield _path(one, two, reader.end)._replace(cost=one.cost + two.cost + 3.0)


def _path(one: Found[Named], two: Found[Named], end: int) -> Found[Question]:
    noun = Noun(("person",), one.value.label, (Is(one.value),))
    return Found(Question("path", noun, other=two.value), end, one.cost + two.cost + 1.0)


def read_credits(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "filmography of Bae Doona", "what has Bae Doona done", "Park Solomon's filmography"."""
    heads = ("filmography of", "the filmography of", "works of", "films and series of", "career of", "credits of",
             "complete filmography of", "full filmography of")  # fmt: skip
    for opener in [place, *reader.phrase(place, *_OPENERS)]:
        for at in reader.phrase(opener, *heads):
            for person in reader.named(at, ("person",)):
                yield _credits(reader, person, person.end)
        for person in reader.named(opener, ("person",)):
            for end in reader.phrase(person.end, "'s filmography", "filmography", "'s career", "'s credits"):
                yield _credits(reader, person, end)


def _credits(reader: Reader, person: Found[Named], end: int) -> Found[Question]:
    keys = ("actors", "directors", "screenwriters", "creators", "producers", "composers")
    edge = Edge(tuple(get_property(key) for key in keys), person.value, "credited to")
    return _listed(reader, Noun(("screen-work",), "work", (edge,)), end, person.cost + 1.0)


def read_played(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "Nam On-jo is played by whom", "the actor who plays Nam On-jo", "by whom is Seo Bi played"."""
    for at in reader.phrase(place, "who is the actor of", "actor of", "the actor of", "who is the actor playing"):
        if character := reader.words.written(at, reader.end):
            yield _listed(reader, _PERSON.where(Plays(character)), reader.reach(reader.end), 5.0)
    for end in range(place + 1, reader.end):
        for close in reader.phrase(
            end, "is played by who", "is played by whom", "was played by who", "was played by whom"
        ):
            yield _listed(reader, _PERSON.where(Plays(reader.words.written(place, end))), close, 4.0)


def read_whose_work(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "whose webtoon is Inside Men", "whose films has X played in": who made a work."""
    for at in reader.phrase(place, "whose"):
        for count in (2, 1):
            kinds = lexicon.nouns().get(reader.gram(at, count))
            if not kinds or not is_a(kinds[0], "work"):
                continue
            for verb in reader.phrase(at + count, "is", "was", "are", "were"):
                for work in reader.named(reader.after(verb, "the"), kinds):
                    edge = make_edge(_PERSON, _makers(kinds[0]), work.value, "made", inverse=True)
                    if edge is not None:
                        yield _listed(reader, _PERSON.where(edge), work.end, work.cost + 1.0)
            for works in read_chain(reader, reader.reach(at + count), Noun(kinds, kinds[0]), free=True):
                edge = make_edge(_PERSON, _makers(kinds[0]), works.value, "made", inverse=True)
                if works.value.constraints and edge is not None:
                    yield _listed(reader, _PERSON.where(edge), works.end, works.cost + 1.5)


def _makers(kind: str) -> tuple[Property, ...]:
    keys = ("directors", "creators") if is_a(kind, "screen-work") else ("authors", "illustrators", "creators")
    return tuple(get_property(key) for key in keys)


QUESTIONS: tuple[Form, ...] = (
    read_whose_work,
    read_birthday,
    read_called,
    read_event,
    read_choice,
    read_count,
    read_how_much,
    read_when,
    read_values,
    read_path,
    read_loose_path,
    read_role,
    read_which,
    read_list,
    read_bare,
    read_times,
    read_count_values,
    read_most_common,
    read_yes_no,
    read_in_place,
    read_statement_of,
    read_credits,
    read_played,
)


def overlaps(noun: Noun, kind: str) -> bool:
    """Tell whether a noun can mean things of a kind."""
    return any(overlap(one, kind) or is_a(one, kind) for one in noun.kinds)
