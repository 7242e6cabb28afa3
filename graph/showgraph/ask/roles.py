"""Questions for characters, for all that somebody did, and for whose a work is."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import fits, make_edge
from showgraph.ask.openers import OPENERS, PERSON, ask_list
from showgraph.ask.reading import Edge, Is, Named, Noun, Plays, Question
from showgraph.model import Property, get_property, is_a

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
    for opener in [place, *reader.phrase(place, *OPENERS)]:
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
        *reader.phrase(place, *OPENERS, "what is the name of", "what are the names of", "what was the name of"),
    ]:
        for person in reader.named(reader.after(opener, "the character", "the role"), ("person",)):
            for at in reader.phrase(person.end, "'s role", "'s roles", "'s character", "'s characters", "'s part", "'s character name",
                                    "'s character names", "character", "role"):  # fmt: skip
                yield from _read_role_in(reader, reader.after(at, "called", "named", "known as"), person)
        for at in reader.phrase(
            opener, "the part", "the role", "the character", "part", "role", "character", "roles", "characters"
        ):
            for person in reader.named(reader.after(at, "that", "which"), ("person",)):
                for verb in reader.phrase(
                    person.end, "has", "plays", "played", "had", "takes", "portrays", "portrayed", "took", "plays as"
                ):
                    yield from _read_role_in(reader, verb, person)


def _read_role_in(reader: Reader, place: int, person: Found[Named]) -> Iterator[Found[Question]]:
    noun = Noun(("person",), person.value.label, (Is(person.value),))
    yield Found(Question("role", noun), place, person.cost + 1.0)
    for at in reader.phrase(place, "in", "on", "in the series", "in the film"):
        for work in reader.named(at, ("work",)):
            yield Found(Question("role", noun, other=work.value), work.end, person.cost + work.cost + 1.0)


def read_credits(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "filmography of Bae Doona", "what has Bae Doona done", "Park Solomon's filmography"."""
    heads = ("filmography of", "the filmography of", "works of", "films and series of", "career of", "credits of",
             "complete filmography of", "full filmography of")  # fmt: skip
    for opener in [place, *reader.phrase(place, *OPENERS)]:
        for at in reader.phrase(opener, *heads):
            for person in reader.named(at, ("person",)):
                yield _credits(reader, person, person.end)
        for person in reader.named(opener, ("person",)):
            for end in reader.phrase(person.end, "'s filmography", "filmography", "'s career", "'s credits"):
                yield _credits(reader, person, end)


def _credits(reader: Reader, person: Found[Named], end: int) -> Found[Question]:
    keys = ("actors", "directors", "screenwriters", "creators", "producers", "composers")
    edge = Edge(tuple(get_property(key) for key in keys), person.value, "credited to")
    return ask_list(reader, Noun(("screen-work",), "work", (edge,)), end, person.cost + 1.0)


def read_played(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "Nam On-jo is played by whom", "the actor who plays Nam On-jo", "by whom is Seo Bi played"."""
    for at in reader.phrase(place, "who is the actor of", "actor of", "the actor of", "who is the actor playing"):
        if character := reader.words.written(at, reader.end):
            yield ask_list(reader, PERSON.where(Plays(character)), reader.reach(reader.end), 5.0)
    for end in range(place + 1, reader.end):
        for close in reader.phrase(
            end, "is played by who", "is played by whom", "was played by who", "was played by whom"
        ):
            yield ask_list(reader, PERSON.where(Plays(reader.words.written(place, end))), close, 4.0)


def read_whose_work(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "whose webtoon is Inside Men", "whose films has X played in": who made a work."""
    for at in reader.phrase(place, "whose"):
        for count in (2, 1):
            kinds = lexicon.nouns().get(reader.gram(at, count))
            if not kinds or not is_a(kinds[0], "work"):
                continue
            for verb in reader.phrase(at + count, "is", "was", "are", "were"):
                for work in reader.named(reader.after(verb, "the"), kinds):
                    edge = make_edge(PERSON, _makers(kinds[0]), work.value, "made", inverse=True)
                    if edge is not None:
                        yield ask_list(reader, PERSON.where(edge), work.end, work.cost + 1.0)
            for works in read_chain(reader, reader.reach(at + count), Noun(kinds, kinds[0]), free=True):
                edge = make_edge(PERSON, _makers(kinds[0]), works.value, "made", inverse=True)
                if works.value.constraints and edge is not None:
                    yield ask_list(reader, PERSON.where(edge), works.end, works.cost + 1.5)


def _makers(kind: str) -> tuple[Property, ...]:
    keys = ("directors", "creators") if is_a(kind, "screen-work") else ("authors", "illustrators", "creators")
    return tuple(get_property(key) for key in keys)
