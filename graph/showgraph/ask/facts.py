"""Questions for one thing's own facts: when, how long, how many episodes, its names, what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import fits
from showgraph.ask.reading import Is, Named, Noun, Question
from showgraph.model import Property, get_property

_APPEARED = (
    "released", "release", "come out", "premiere", "premiered", "start", "begin", "air", "aired", "published",
    "first published", "first shown", "made", "came out", "out", "debut", "first air", "first aired", "first released",
    "started", "began", "debuted", "opened", "first appeared", "first appear", "running", "been running", "been out", "been on air", "on", "going", "been going", "been published",
    "shown", "produced", "broadcast", "first broadcast", "on air", "start airing", "first come out", "publish", "launched", "launch", "first premiere",
)  # fmt: skip


def read_birthday(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "when is Park Ji-hu's birthday", "what is X's date of birth", "how old is X"."""
    for at in reader.phrase(place, "how old is", "how old was", "how old are"):
        for found in reader.phrases(at):
            thing = found.value.value
            if isinstance(thing, Named) and fits(thing, "person") | fits(thing, "work"):
                key = "born" if fits(thing, "person") else "year"
                yield ask_value(thing, get_property(key), found.end, found.cost + 0.5)
    for at in reader.phrase(place, "when is", "when was", "what is", "when's"):
        for person in reader.named(at, ("person",)):
            for end in reader.phrase(person.end, "'s birthday", "'s date of birth", "'s birth date"):
                yield ask_value(person.value, get_property("born"), end, person.cost)


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
                    yield ask_value(found.value.value, get_property("end-year"), end, found.cost - 0.2)
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
                    yield ask_value(found.value.value, get_property("end-year"), end, found.cost - 0.2)
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
            subjects = [found for after in reader.skips(at, lexicon.AUXILIARIES) for found in reader.phrases(after)]
            for found in subjects:
                if not found.value.determiner.is_plain:
                    continue
                for close in [
                    *reader.phrase(reader.skip(found.end, lexicon.AUXILIARIES | {"first"}), *_APPEARED),
                    found.end,
                ]:
                    if fits(found.value.value, "work"):
                        strain = 0.0 if close != found.end else 0.5
                        yield ask_value(found.value.value, get_property(key), close, found.cost + strain)
                for close in reader.phrase(found.end, "born"):
                    if fits(found.value.value, "person"):
                        yield ask_value(found.value.value, get_property("born"), close, found.cost)
                for close in reader.phrase(found.end, "die", "died", "dead"):
                    if fits(found.value.value, "person"):
                        yield ask_value(found.value.value, get_property("died"), close, found.cost)
            for found in subjects:
                # "When did films X starred in come out" has its verb at the end; "when is Kingdom from" is the same.
                for close in reader.phrase(found.end, "from"):
                    if fits(found.value.value, "work"):
                        yield ask_value(found.value.value, get_property(key), close, found.cost)


def ask_value(thing: Noun | Named, prop: Property, end: int, cost: float) -> Found[Question]:
    """Ask for a property of a thing, or of all things of a noun."""
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
                                             "run to", "ran to", "runs to", "stretch to", "run", "runs", "runs for", "is long", "consists of", "got", "received", "take", "takes", "comprise", "comprises")  # fmt: skip
                        for prop in numbers:
                            yield ask_value(found.value.value, prop, close, found.cost - 0.3)
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
                    yield ask_value(found.value.value, get_property(key), end, found.cost)


_NAMES = ("title", "name", "titles", "names", "spelling")


def read_names_in(reader: Reader, place: int) -> Iterator[Found[Question]]:
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
            yield code, reader.after(reader.reach(place + count), "language")
    for after in reader.phrase(place, "hangul", "hangeul", "korean script"):
        yield "ko", after


def _ask_name(thing: Noun | Named, prop: Property, code: str, end: int, cost: float) -> Found[Question]:
    found = ask_value(thing, prop, end, cost)
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
