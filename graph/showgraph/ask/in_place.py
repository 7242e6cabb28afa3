"""Questions whose asking word stands where the answer would: "films by X were written by who"."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import ANY_WORK, exclude, fits, make_edge
from showgraph.ask.facts import ask_value
from showgraph.ask.heads import together
from showgraph.ask.measures import is_person
from showgraph.ask.openers import PERSON, ask_list
from showgraph.ask.reading import Named, Noun, Question
from showgraph.ask.values import values_of
from showgraph.model import get_property


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
                also = "also" in reader.words.written(subject.end, at).split()
                for noun, end, cost in [*_read_asking(reader, after), *(_read_plural(reader, after) if also else ())]:
                    words = "of" if inverse else reader.words.written(at, after)
                    if all(prop.range == "person" for prop in props) and is_person(noun) == inverse:
                        words = f"{props[0].label} of"
                    edge = make_edge(noun, props, value, words, inverse=inverse)
                    if edge is not None:
                        whole = noun.where(edge)
                        others = "other" in reader.words.written(after, end).split()[:2]
                        whole = exclude(whole) if others or also else whole
                        yield ask_list(reader, whole, end, subject.cost + cost + 1.0)
        if fits(value, "person"):
            for modifier in reader.phrase(at, "co wrote movies with", "co wrote films with", "co directed films with",
                                          "co directed movies with", "the co director with", "a co director with", "the co writer with", "co starred with", "starred together with", "acted with",
                                          "acted together with", "worked with", "co wrote with", "co directed with"):  # fmt: skip
                for noun, end, cost in _read_asking(reader, modifier):
                    verb = reader.words.written(at, modifier).casefold()
                    key = "screenwriters" if "wrote" in verb else "directors" if "direct" in verb else "actors"
                    props = () if verb == "worked with" else (get_property(key),)
                    if is_person(noun):
                        yield ask_list(reader, together(noun, props, value), end, subject.cost + cost + 1.0)


_SUBJECT_VERBS = {
    f"{head}{noun} {link}": tuple(p for p in props if p.range == "person")
    for noun, props in lexicon.value_nouns().items()
    for head in ("", "the ", "a ", "an ")
    for link in ("of", "in", "for", "on")
    if any(p.range == "person" for p in props)
}


def _read_asking(reader: Reader, place: int) -> Iterator[tuple[Noun, int, float]]:
    for end in reader.phrase(place, "who", "whom", "which person", "which people"):
        yield PERSON, end, 0.0
    for end in reader.phrase(place, "what", "which"):
        yield ANY_WORK, end, 0.2
    for at in reader.phrase(place, "which", "what", "which other", "what other"):
        for found in reader.phrases(at):
            if isinstance(found.value.value, Noun):
                yield found.value.value, found.end, found.cost


def _read_plural(reader: Reader, place: int) -> Iterator[tuple[Noun, int, float]]:
    """Read what somebody "also wrote": "the writer of Kingdom also wrote films" asks for them."""
    word = reader.word(place)
    if word in lexicon.plurals() and (kinds := lexicon.nouns().get(word)):
        yield Noun(kinds, word), reader.reach(place + 1), -0.2


def _read_values_in_place(reader: Reader, place: int, value: Noun | Named, cost: float) -> Iterator[Found[Question]]:
    for born, key in (
        ("born when", "born"),
        ("born in which year", "born"),
        ("born where", "birth-place"),
        ("born in which country", "birth-place"),
    ):
        for end in reader.phrase(place, born):
            if fits(value, "person"):
                yield ask_value(value, get_property(key), end, cost)
    for at in [
        place,
        *reader.phrase(
            place,
            "started",
            "began",
            "start",
            "begin",
            "released",
            "premiered",
            "aired",
            "published",
            "came out",
            "come out",
            "made",
        ),
    ]:
        if fits(value, "work"):
            for end in reader.phrase(
                at, "when", "in which years", "in which year", "in what year", "in what years", "which years"
            ):
                key = "released" if reader.word(end - 1) == "when" else "year"
                yield ask_value(value, get_property(key), end, cost)
    links = ("in which", "in what", "of which", "of what", "under which", "under what", "fall under which", "fall under what",
             "belong to which", "belong to what", "have which", "have what", "what", "which", "from which", "from what",
             "has which", "has what", "in", "are in which", "on which", "on what")  # fmt: skip
    for at in reader.phrase(place, *links):
        at = reader.skip(at, {"the", "main", "primary"})
        for props, end in reader.look_up(at, lexicon.value_nouns()):
            yield from values_of(value, props, reader.after(end, "of film", "of movie"), cost)
