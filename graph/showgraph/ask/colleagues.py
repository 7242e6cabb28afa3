"""Rules for people together: "worked with X", "co-wrote films with X", and for whom they play."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Modifier, Phrase, Reader, Rule
from showgraph.ask.edges import PEOPLE, fits, make_edge, worked_with
from showgraph.ask.heads import together
from showgraph.ask.measures import is_person
from showgraph.ask.reading import Both, Edge, Is, IsNot, Named, Noun, Part, Plays, WorkedWith
from showgraph.model import Property, get_property


def kind_here(reader: Reader, place: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the kinds that a noun names here."""
    for count in (2, 1):
        if kinds := lexicon.nouns().get(reader.gram(place, count)):
            yield kinds, place + count


WORK_WITH = (
    "worked with", "work with", "works with", "working with", "collaborated with", "collaborate with", "worked together with",
    "teamed up with", "played with", "worked alongside", "worked together", "worked for", "been in something with", "shared credits with", "shares a credit with", "shared a credit with", "share a credit with",
)  # fmt: skip


def read_worked_with(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "worked with Bae Doona", "co-directed films with X", "acted together with X"."""
    if not is_person(noun):
        return
    for after in reader.phrase(place, *WORK_WITH):
        for found in reader.phrases(after):
            phrase = found.value
            if fits(phrase.value, "person") and phrase.determiner.is_plain:
                yield Found(worked_with(noun, phrase.value), found.end, 1.0 + found.cost)
                for link in reader.phrase(found.end, "and", "and with"):
                    for more in reader.named(link, ("person",)):
                        both = Both((worked_with(noun, phrase.value), worked_with(noun, more.value)))
                        yield Found(both, more.end, 2.0 + found.cost + more.cost)
                for link in reader.phrase(found.end, "in", "on"):
                    yield from _worked_in(reader, link, phrase, found.cost)
                for link in reader.phrase(found.end, "on the", "for the", "in the"):
                    for duty, end in reader.look_up(link, lexicon.activities()):
                        for at in reader.phrase(end, "of", "for", "to"):
                            did = tuple(prop for prop in duty if prop.range == "person")
                            yield from _worked_in(reader, at, phrase, found.cost - 0.5, did)
    if any(isinstance(c, Edge | Is | Part) for c in noun.constraints):
        for after in reader.phrase(place, "with", "alongside", "together with", "opposite", "beside"):
            for other in reader.named(after, ("person",)):
                yield Found(WorkedWith(other.value), other.end, 1.3 + other.cost)
    for props, kinds, at in shared_verbs(reader, place, noun):
        for after in reader.phrase(at, "with", "together with", "alongside", "along with", "opposite"):
            for found in reader.phrases(after):
                if fits(found.value.value, "person") and found.value.determiner.is_plain:
                    work = Noun(kinds, "work")
                    person = together(Noun(("person",), "person"), props, found.value.value, work)
                    value: Modifier = Both(person.constraints) if len(person.constraints) > 1 else person.constraints[0]
                    plain = kinds == ("work",) or "together" in reader.words.written(place, after).casefold()
                    plain = plain or reader.word(place).startswith("co")
                    yield Found(value, found.end, 1.0 + found.cost + (0.0 if plain else 0.7))
                    for link in reader.phrase(found.end, "in", "on"):
                        yield from _worked_in(reader, link, found.value, found.cost - 0.3, props)


def _worked_in(reader: Reader, place: int, other: Phrase, cost: float, props: tuple[Property, ...] = PEOPLE) -> Rule:
    """Read "worked with Bae Doona in Kingdom", "… in a zombie series"."""
    for found in reader.phrases(place):
        if fits(found.value.value, "work") and found.value.determiner.is_plain:
            value = found.value.value
            work = value if isinstance(value, Noun) else Noun((value.kind,), "work", (Is(value),))
            inner = make_edge(work, props, other.value, "with", inverse=False)
            if inner is not None:
                edge = Edge(props, work.where(inner), "with a part in", inverse=True)
                apart = (IsNot(other.value),) if isinstance(other.value, Named) else ()
                yield Found(Both((edge, *apart)), found.end, 1.5 + cost + found.cost)


def shared_verbs(reader: Reader, place: int, noun: Noun) -> Iterator[tuple[tuple[Property, ...], tuple[str, ...], int]]:
    """Yield what several people did together: "co-wrote films", "directed movies together", "acted"."""
    for props, after in reader.duties(place):
        yield tuple(prop for prop in props if prop.range == "person"), ("work",), after
    for start in [place, *reader.phrase(place, "co")]:
        for props, after in reader.look_up(start, BARE_VERBS):
            people = tuple(prop for prop in props if prop.range == "person")
            if not people:
                continue
            yield people, ("work",), reader.after(after, "together")
            for kinds, end in kind_here(reader, after if start == place else reader.skip(after, lexicon.ARTICLES)):
                yield people, kinds, reader.after(end, "together")
    for props, after in reader.look_up(place, BARE_VERBS):
        people = tuple(prop for prop in props if prop.range == "person")
        if people and reader.gram(place, 1).startswith("costar"):
            yield people, ("work",), after


def _bare_verbs() -> dict[str, tuple[Property, ...]]:
    """Return verbs without the preposition that would lead to a work: "acted", "starred", "directed"."""
    found: dict[str, tuple[Property, ...]] = {}
    for phrase, props in lexicon.inverse_phrases().items():
        people = tuple(prop for prop in props if prop.range == "person")
        if people and (phrase.endswith((" in", " on")) or " " not in phrase) and phrase not in ("in", "behind"):
            found.setdefault(phrase, people)
            found.setdefault(phrase.removesuffix(" in").removesuffix(" on"), people)
    for word in ("costarred", "costar", "costars", "costarring", "shared the screen", "shared a screen", "share the screen",
                 "shares the screen", "been seen", "on screen", "sharing the screen", "share a screen",
                 "share a film", "shares a film", "shared a film", "share films", "shared films"):  # fmt: skip
        found[word] = (get_property("actors"),)
    for verb in (
        "appeared",
        "starred",
        "acted",
        "played",
        "was",
        "were",
        "been",
        "appear",
        "appears",
        "star",
        "act",
        "performed",
        "stars",
    ):
        for kind in (
            "film",
            "movie",
            "series",
            "show",
            "drama",
            "work",
            "picture",
            "production",
            "thing",
            "films",
            "movies",
        ):
            found[f"{verb} in the same {kind}"] = (get_property("actors"),)
    found["played"] = found["acted"]
    return {phrase: props for phrase, props in found.items() if phrase not in ("did", "do", "done")}


BARE_VERBS = _bare_verbs()


def read_plays(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "played Nam On-jo", "plays the role of Seo Bi in Kingdom"."""
    if not is_person(noun):
        return
    for after in reader.phrase(place, "played", "plays", "play", "portrayed", "portrays", "voiced", "voices", "portray",
                               "plays the role of", "played the role of", "plays the character", "played the character",
                               "is the actor of", "playing", "plays the part of", "played the part of", "starred as",
                               "stars as", "appeared as", "appears as", "acted as", "was cast as", "is cast as", "cast as",
                               "behind", "takes the role of", "took the role of", "does the role of", "was", "is"):  # fmt: skip
        if reader.word(after) in ("in", "by", "with", "a", "an") or after >= reader.end:
            continue
        bare = reader.word(after - 1) in ("behind", "was", "is")
        if reader.gram(after, 2) in (
            "the leads",
            "the lead",
            "the main",
            "a main",
            "a lead",
            "leading roles",
            "main roles",
        ):
            continue
        if reader.word(after) in (
            "leads",
            "characters",
            "character",
            "roles",
            "parts",
            "someone",
            "people",
            "somebody",
        ):
            continue
        for end in range(reader.end, after, -1):
            if reader.word(end) in ("in", "on", "from"):
                for work in reader.named(
                    reader.after(end + 1, "the", "the series", "the film", "the movie"), ("work",)
                ):
                    if end > after:
                        character = reader.words.written(after, end)
                        yield Found(Plays(character, work.value), work.end, 2.5 + work.cost + bare)
        for end in range(after + 1, reader.end):
            if reader.word(end) in lexicon.AUXILIARIES and not bare:
                yield Found(Plays(reader.words.written(after, end)), reader.reach(end), 3.0)
                break
        character = reader.words.written(after, reader.end)
        if bare:
            continue
        if not any(fits(found.value.value, "work") for found in reader.phrases(after) if found.end == reader.end):
            yield Found(Plays(character), reader.reach(reader.end), 4.5)
