"""The forms of a whole question: lists, counts, yes or no, single values, paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.grammar import POSTMODIFIERS, Reader, overlap, read_noun_phrase
from showgraph.ask.reading import Edge, GenreIs, Is, Named, Noun, PlaysIn, Question
from showgraph.model import Property, get_property, is_a

Form = Callable[[Reader, int], Iterator[tuple[Question, int]]]

_AUXILIARIES = ("did", "does", "do", "has", "have", "had", "was", "is", "were", "are")
_WORK = Noun(("work",), "work")
_PERSON = Noun(("person",), "person")


def read_question(reader: Reader) -> Iterator[Question]:
    """Yield each reading that takes in every word, the form that comes first first."""
    start = reader.skip(0, {"please", "and", "so", "can", "you", "could", "i", "want", "know", "to"})
    for form in QUESTIONS:
        for question, place in form(reader, start):
            end = place
            for tail in ("are there", "is there", "exist", "do you know", "are available", "there are", "please"):
                end = next(reader.phrase(end, tail), end)
            if end == reader.end:
                yield question


def read_list(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "zombie series adapted from webtoons", "which films …", "list the …"."""
    openers = ("which", "what", "list", "show", "show me", "find", "find me", "give me", "name", "tell me", "what are",
               "which are", "who are", "get", "search for", "watch", "see", "tell me about")  # fmt: skip
    at = next(reader.phrase(place, *openers), place)
    at = next(reader.phrase(at, "else", "other", "another"), at)
    for noun, order, end in read_noun_phrase(reader, at):
        yield Question("list", noun, order), end


def read_count(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "how many zombie series are there", "how many series did Lee Jae-kyoo direct"."""
    for at in reader.phrase(place, "how many", "count", "count the", "number of", "what is the number of"):
        for noun, _, end in read_noun_phrase(reader, at):
            yield Question("count", noun), end
            for done, close in _read_done(reader, end, noun):
                yield Question("count", done), close


def read_who(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "who directed Kingdom", "who played Nam On-jo", "who else was in Kingdom"."""
    for at in reader.phrase(place, "who", "who else", "who all", "whose"):
        at = reader.skip(at, {"was", "were", "is", "are", "has", "have", "also", "all"})
        for noun, end in _read_predicates(reader, at, _PERSON):
            yield Question("list", noun), end


def read_did(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "what else was Park Solomon in", "which series did Lee Jae-kyoo direct"."""
    for at in reader.phrase(place, "what", "which", "what else", "which other", "what other"):
        for noun, end in [(_WORK, at), *((noun, end) for noun, _, end in read_noun_phrase(reader, at))]:
            after = next(reader.phrase(end, "else"), end)
            for done, close in _read_done(reader, after, noun):
                yield Question("list", done), close


def _read_done(reader: Reader, place: int, noun: Noun) -> Iterator[tuple[Noun, int]]:
    """Read "did Lee Jae-kyoo direct", "was Park Solomon in" behind a noun."""
    for at in reader.phrase(place, *_AUXILIARIES):
        for doer, after in reader.named(at, ("person", "organization")):
            after = reader.skip(after, {"else", "also", "ever", "been", "appear", "star", "play", "act", "appeared"})
            for props, end in reader.look_up(after, lexicon.inverse_phrases()):
                fitting = tuple(p for p in props if is_a(doer.kind, p.range))
                if fitting:
                    words = reader.words.written(after, end)
                    yield noun.where(Edge(fitting, doer, words, said=_say_done(fitting, doer))), end
            if reader.word(after - 1) in ("star", "play", "act", "appear", "appeared"):
                for end in reader.phrase(after, "in", "on"):
                    yield noun.where(Edge((get_property("actors"),), doer, "with")), end


def _say_done(props: tuple[Property, ...], doer: Named) -> str:
    return f"with {doer.label} as {' or '.join(dict.fromkeys(prop.label for prop in props))}"


def _read_predicates(reader: Reader, place: int, noun: Noun) -> Iterator[tuple[Noun, int]]:
    """Read what is said of a noun: one or more postmodifiers."""
    for rule in POSTMODIFIERS:
        for constraint, after in rule(reader, place, noun):
            full = noun.where(constraint)
            yield full, after
            onward = reader.skip(after, {"and", "also", "that", "which", "who"})
            yield from _read_predicates(reader, onward, full)


def read_yes_no(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "is Sweet Home a zombie series", "was Kingdom based on a webtoon", "did Bae Doona play in Kingdom"."""
    for at in reader.phrase(place, "is there", "are there", "is there a", "are there any"):
        for noun, _, end in read_noun_phrase(reader, at):
            yield Question("yes-no", noun), end
    for at in reader.phrase(place, *_AUXILIARIES):
        for things, after in reader.candidates(reader.skip(at, {"the"}), ("work", "person", "organization")):
            after = reader.skip(after, {"been", "ever", "also"})
            for noun, _, end in read_noun_phrase(reader, after):
                fitting = [thing for thing in things if any(overlap(thing.kind, kind) for kind in noun.kinds)]
                if len(fitting) > 1:
                    reader.set_apart(reader.skip(at, {"the"}), after, noun.kinds)
                for thing in fitting or things[:1] if len(fitting) < 2 else []:
                    yield Question("yes-no", Noun(noun.kinds, noun.word, (Is(thing), *noun.constraints))), end
        for thing, after in reader.named(at, ("work", "person", "organization")):
            known = Noun((thing.kind,), thing.label, (Is(thing),))
            after = reader.skip(after, {"been", "ever", "also"})
            for noun, end in _read_predicates(reader, after, known):
                yield Question("yes-no", noun), end
            for genre, end in reader.named(reader.skip(after, {"a", "an"}), ("genre",)):
                yield Question("yes-no", known.where(GenreIs(genre))), end


def read_value(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "when was Kingdom released", "how many episodes does Kingdom have", "the director of Kingdom"."""
    yield from _read_when(reader, place)
    yield from _read_how_much(reader, place)
    yield from _read_noun_of(reader, place)
    yield from _read_what_of(reader, place)


_APPEARED = (
    *("released", "release", "come out", "premiere", "premiered", "start", "begin", "air", "aired"),
    *("published", "first published", "first shown", "made"),
)


def _read_when(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    for at in reader.phrase(place, "when", "what year", "in what year", "in which year", "which year"):
        key = "released" if reader.word(place) == "when" else "year"
        after = reader.skip(at, set(_AUXILIARIES))
        for thing, end in reader.named(after, ("work",)):
            for close in [*reader.phrase(end, *_APPEARED), end]:
                yield _value(thing, get_property(key)), close
        for thing, end in reader.named(after, ("person",)):
            for close in reader.phrase(end, "born"):
                yield _value(thing, get_property("born")), close
            for close in reader.phrase(end, "die", "died"):
                yield _value(thing, get_property("died")), close


def _read_how_much(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    for at in reader.phrase(place, "how many"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            for verb in reader.phrase(after, "does", "did", "has", "have", "are in", "are there in", "in", "of"):
                for thing, end in reader.named(verb, ("work",)):
                    close = next(reader.phrase(end, "have", "has"), end)
                    for prop in props:
                        if prop.value == "integer":
                            yield _value(thing, prop), close
    for at in reader.phrase(place, "how long is", "how long was"):
        for thing, end in reader.named(at, ("work",)):
            yield _value(thing, get_property("runtime")), end


def _read_noun_of(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "director of Kingdom", "what genres is Kingdom", "Kingdom's cast"."""
    at = next(reader.phrase(place, "what", "which", "who", "list", "show", "show me"), place)
    at = reader.skip(at, {"is", "are", "was", "were", "the", "all"})
    for props, after in reader.look_up(at, lexicon.value_nouns()):
        for link in reader.phrase(after, "of", "is", "are", "for", "does", "was", "in", "has", "on"):
            for thing, end in reader.named(link, ("work", "person")):
                close = next(reader.phrase(end, "have", "in", "on"), end)
                yield from ((question, close) for question in _values(thing, props))
    for thing, after in reader.named(at, ("work", "person")):
        for owned in reader.phrase(after, "'s"):
            for props, end in reader.look_up(owned, lexicon.value_nouns()):
                yield from ((question, end) for question in _values(thing, props))
    for after in reader.phrase(at, "filmography of", "works of", "films and series of"):
        for thing, end in reader.named(after, ("person",)):
            yield Question("list", Noun(("screen-work",), "work", (_credited_to(thing),))), end


def _credited_to(person: Named) -> Edge:
    keys = ("actors", "directors", "screenwriters", "creators", "producers", "composers")
    return Edge(tuple(get_property(key) for key in keys), person, "credited to")


def _read_what_of(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "what is Kingdom based on", "what was Kingdom adapted from", "where is Kingdom from"."""
    for at in reader.phrase(place, "what", "which work", "what work", "which webtoon", "what webtoon", "which novel"):
        after = reader.skip(at, set(_AUXILIARIES))
        if after == at:
            continue
        for thing, end in reader.named(after, ("work",)):
            for props, close in reader.look_up(end, lexicon.phrases()):
                for prop in props:
                    if is_a(prop.range or "thing", "work") and prop.value == "entity":
                        yield from ((question, close) for question in _values(thing, (prop,)))
    for at in reader.phrase(place, "where is", "where was"):
        for thing, end in reader.named(at, ("work",)):
            for close in reader.phrase(end, "from", "made"):
                yield _value(thing, get_property("countries")), close


def _value(thing: Named, prop: Property) -> Question:
    return Question("value", Noun((thing.kind,), thing.label, (Is(thing),)), value=prop)


def _values(thing: Named, props: tuple[Property, ...]) -> Iterator[Question]:
    """Yield the questions that ask for properties of a thing: a list of entities, or a single value."""
    fitting = tuple(prop for prop in props if is_a(thing.kind, prop.of))
    entities = tuple(prop for prop in fitting if prop.value == "entity")
    if entities:
        kind = entities[0].range
        word = entities[0].label
        yield Question(
            "list", Noun((kind,), word, (Edge(entities, thing, "of", inverse=True, said=f"of {thing.label}"),))
        )
    for prop in fitting:
        if prop.value != "entity":
            yield _value(thing, prop)


def read_path(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "how is Bae Doona connected to Park Ji-hu", "the path between A and B"."""
    for at in reader.phrase(place, "how is", "how are"):
        for one, after in reader.named(at, ("person",)):
            for link in reader.phrase(after, "connected to", "related to", "linked to", "connected with", "and"):
                for two, end in reader.named(link, ("person",)):
                    tail = ("connected", "related", "linked")
                    for close in reader.phrase(end, *tail) if reader.word(link - 1) == "and" else [end]:
                        yield Question("path", Noun(("person",), one.label, (Is(one),)), other=two), close
    for at in reader.phrase(place, "path", "the path", "connection", "the connection", "link", "what connects"):
        for after in [*reader.phrase(at, "between", "from"), *([at] if reader.word(at - 1) == "connects" else [])]:
            for one, mid in reader.named(after, ("person",)):
                for link in reader.phrase(mid, "and", "to"):
                    for two, end in reader.named(link, ("person",)):
                        yield Question("path", Noun(("person",), one.label, (Is(one),)), other=two), end


def read_character(reader: Reader, place: int) -> Iterator[tuple[Question, int]]:
    """Read "who does Bae Doona play in Kingdom" the other way about: "Nam On-jo is played by whom"."""
    for at in reader.phrase(place, "who is the actor of", "actor of", "the actor of"):
        character = reader.words.written(at, reader.end)
        if character:
            yield Question("list", _PERSON.where(PlaysIn(character))), reader.reach(reader.end)


QUESTIONS: tuple[Form, ...] = (
    read_count,
    read_value,
    read_path,
    read_did,
    read_who,
    read_list,
    read_yes_no,
    read_character,
)


def with_notes(question: Question, notes: tuple[str, ...]) -> Question:
    """Return a question with what has to be said of how it was read."""
    return replace(question, notes=tuple(dict.fromkeys((*question.notes, *notes))))
