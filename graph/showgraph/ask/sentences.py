"""The forms of a whole question: lists, counts, yes or no, single values, roles, paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.before import read_superlative_words
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Reader
from showgraph.ask.counts import read_count, read_count_values, read_most_common, read_times
from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, overlap
from showgraph.ask.facts import read_birthday, read_called, read_event, read_how_much, read_when
from showgraph.ask.gaps import read_with_fronted
from showgraph.ask.in_place import read_in_place
from showgraph.ask.noun_phrases import read_headless
from showgraph.ask.openers import OPENERS, PERSON, TAILS, ask_list, limit_order, may_be_listed, read_had, read_stranded
from showgraph.ask.paths import read_loose_path, read_path
from showgraph.ask.reading import Both, Edge, Either, Is, Noun, Order, Question
from showgraph.ask.roles import read_credits, read_played, read_role, read_whose_work
from showgraph.ask.values import read_statement_of, read_values
from showgraph.ask.yes_no import read_yes_no
from showgraph.model import get_property, is_a

Form = Callable[[Reader, int], Iterator[Found[Question]]]


def read_questions(reader: Reader) -> Iterator[Found[Question]]:
    """Yield every reading that takes in all the words."""
    start = reader.skip(0, {"please", "and", "so", "hey", "hi", "ok", "okay", "well", "hello"})
    for at in [*dict.fromkeys((start, 0)), *reader.phrase(start, "do you know", "can you tell me", "could you tell me", "could you please tell me", "i would like to know", "any idea",
                                     "does anybody know", "i need to know", "show me", "list", "give me", "find", "find out", "is it correct that", "is it right that", "tell me", "i wonder",
                                     "i want to know", "i would like to know", "please tell me", "does anyone know")]:  # fmt: skip
        for form in QUESTIONS:
            for found in form(reader, at):
                for end in [found.end, *reader.phrase(found.end, *TAILS)]:
                    end = reader.after(end, "please")
                    if end == reader.end:
                        yield found._replace(end=end)


def read_list(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "zombie series adapted from webtoons", "which films …", "list the …"."""
    for at in [place, *reader.phrase(place, *OPENERS)]:
        for found in reader.phrases(at):
            phrase = found.value
            number = phrase.determiner.low if phrase.determiner.high is None else None
            if isinstance(phrase.value, Noun) and (may_be_listed(phrase) or number):
                for longer in read_chain(reader, found.end, phrase.value, found.cost, depth=1, free=True):
                    if number and longer.value.order is None:
                        continue
                    noun = exclude(longer.value) if phrase.determiner.other else longer.value
                    yield ask_list(reader, limit_order(noun, number), longer.end, longer.cost)


def read_bare(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read what is said of things that aren't named: "directed by Kim Jee-woon", "what can I watch about chess"."""
    begins = next(reader.look_up(place, lexicon.phrases()), None) or next(
        reader.look_up(place, lexicon.inverse_phrases()), None
    )
    if reader.word(place) in lexicon.AUXILIARIES:
        return
    bare = ((("screen-work",), "screen work"), (("work",), "work"), (("person",), "person")) if begins else ()
    for kinds, word in bare:
        for found in read_chain(reader, place, Noun(kinds, word), 2.0 + 0.1 * (kinds == ("work",))):
            if found.value.constraints and found.value.order is None:
                yield ask_list(reader, found.value, found.end, found.cost)

    for at in reader.phrase(place, "what can i watch", "what can you watch", "what can we watch",
                            "what could i watch", "what is there to watch"):  # fmt: skip
        for found in read_chain(reader, at, Noun(("screen-work",), "screen work"), 0.5):
            if found.value.constraints:
                yield ask_list(reader, found.value, found.end, found.cost)
    for found in read_headless(reader, place):
        for longer in read_chain(reader, found.end, found.value, found.cost, depth=1):
            yield ask_list(reader, longer.value, longer.end, longer.cost)
    for one in reader.named(place, ("person",)):
        for link in reader.phrase(one.end, "and"):
            for two in reader.named(link, ("person",)):
                noun = ANY_WORK.where(Edge(PEOPLE, one.value, "of"), Edge(PEOPLE, two.value, "of"))
                end = reader.after(two.end, "together", "in common", "collaborations", "collaboration")
                yield ask_list(reader, noun, end, one.cost + two.cost + (2.0 if end == two.end else 1.0))


def read_which(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "which films did X direct", "what was X in", "who directed Kingdom", "which other series …", "who else …"."""
    for noun, at, cost, other, low in _read_asked(reader, place):
        for found in read_chain(reader, at, noun, cost, free=True):
            if found.end == at and noun.constraints == ():
                continue
            whole = exclude(found.value) if other else found.value
            yield ask_list(reader, limit_order(whole, low), found.end, found.cost)
    for at in reader.phrase(place, "which", "what"):
        yield from (ask_list(reader, found.value, found.end, found.cost) for found in read_had(reader, at))
    for at in reader.phrase(place, "by whom", "by who", "by which director", "by which author", "by which studio"):
        for found in read_chain(reader, at, Noun(("person", "studio"), "person"), 0.0, free=True):
            if found.end != at:
                yield ask_list(reader, found.value, found.end, found.cost)
    for at in reader.phrase(place, "with whom", "with who", "alongside whom", "for whom", "by whom"):
        start = reader.skip(at, lexicon.AUXILIARIES)
        for fronted in read_with_fronted(reader, start, PERSON, reader.word(place)):
            if not isinstance(fronted.value, Order):
                noun = PERSON.where(*(fronted.value.parts if isinstance(fronted.value, Both) else (fronted.value,)))
                for longer in read_chain(reader, fronted.end, noun, fronted.cost, depth=1):
                    yield ask_list(reader, longer.value, longer.end, longer.cost)
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
                yield ask_list(reader, longer.value, longer.end, longer.cost)
            yield from read_stranded(reader, asked.end, asked.value.value, asked, reader.word(place))


def _read_asked(reader: Reader, place: int) -> Iterator[tuple[Noun, int, float, bool, int | None]]:
    """Yield what is asked for: who, what, or a noun phrase behind "which"; whether others are meant, and how many."""
    for at in reader.phrase(
        place, "who", "who all", "whom", "which person", "which people", "what person", "which persons"
    ):
        for end in [at, *reader.phrase(at, "else", "all", "other")]:
            yield PERSON, end, 0.0, end != at and reader.word(at) != "all", None
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
            if isinstance(found.value.value, Noun) and (may_be_listed(found.value) or found.value.determiner.low):
                other = "other" in reader.words.words(at - 1, 1) or found.value.determiner.other
                for end in [found.end, *reader.phrase(found.end, "else")]:
                    yield found.value.value, end, found.cost, other or end != found.end, found.value.determiner.low


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
                        yield ask_list(reader, noun, two.end, one.cost + two.cost + 1.0)


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
