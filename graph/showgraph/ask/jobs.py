"""Rules for nouns that name a relation: "directors", "cast of Kingdom", "webtoon authors"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.before import Before
from showgraph.ask.chart import Found, Reader, Rule
from showgraph.ask.edges import ANY_WORK, PEOPLE, fits, make_edge, overlap, read_targets
from showgraph.ask.kinds import can_be, owner_edges, read_kind
from showgraph.ask.measures import is_work
from showgraph.ask.reading import Both, Coded, Constraint, Edge, Either, Named, Noun, Order, Part
from showgraph.model import KINDS, Property, get_property, is_a


def read_relations(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "directors", "cast of Kingdom", "actors in zombie films", with an owner "Kingdom's director"."""
    yield from _read_kind_relations(reader, place, before)
    yield from _read_joined_relations(reader, place, before)
    for props, after, part in _read_relation_words(reader, place):
        entities = tuple(prop for prop in props if prop.value == "entity")
        if not entities:
            continue
        noun = Noun((entities[0].range,), entities[0].label)
        if part:
            yield from _read_parts(reader, after, noun, before, part)
            continue
        own = tuple(c for c in before.constraints if isinstance(c, Coded) and c.prop.key == "countries")
        works = tuple(c for c in before.constraints if c not in own)
        people = entities[0].range == "person"
        nationality = tuple(replace(c, prop=get_property("nationality")) for c in own if isinstance(c, Coded))
        if before.owner is not None:
            if not works and not own:
                yield from _of(reader, noun, entities, before.owner, after, 0.0)
            continue
        described = noun.where(*nationality) if people else noun
        if own and not people:
            continue
        for link in reader.phrase(after, "of", "in", "for", "from", "behind", "on", "that", "to"):
            if reader.word(link - 1) == "that" or (works and people):
                continue
            for found in read_targets(reader, link, described, entities, "of", inverse=True):
                if isinstance(found.value, Order):
                    continue
                yield Found(described.where(_told(found.value, entities)), found.end, found.cost)
            for owner in reader.phrases(link):
                if people and fits(owner.value.value, "person") and owner.value.determiner.is_plain:
                    yield from _of(reader, described, entities, owner.value.value, owner.end, owner.cost)
        job = Edge(entities, replace(ANY_WORK, constraints=works), entities[0].label, inverse=True)
        if people and all(can_be(ANY_WORK, constraint) for constraint in works):
            yield Found(described.where(job), after, 1.0)
        elif not people and not works:
            yield Found(noun.where(job), after, 1.5)


def _read_joined_relations(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "directors and writers of Kingdom", "Kingdom's writer or director"."""
    for one, after in reader.look_up(place, lexicon.value_nouns()):
        for link in reader.phrase(after, "and", "or", "and the", "or the", "as well as", "as well as the"):
            for two, end in reader.look_up(link, lexicon.value_nouns()):
                people = tuple(prop for prop in (*one, *two) if prop.range == "person")
                if not people or before.constraints or len(people) < 2 or one == two:
                    continue
                noun = Noun(("person",), "person")
                if before.owner is not None:
                    yield from _of(reader, noun, people, before.owner, end, 0.0)
                    continue
                for at in reader.phrase(end, "of", "in", "for", "behind"):
                    for found in read_targets(reader, at, noun, people, "of", inverse=True):
                        if not isinstance(found.value, Order):
                            yield Found(noun.where(_told(found.value, people)), found.end, found.cost)


def _read_kind_relations(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "webtoon authors", "film composers", "source novel of Thirst", "Thirst's original webtoon"."""
    for count in (2, 1):
        kinds = lexicon.nouns().get(reader.gram(place, count).replace("-", " "))
        if not kinds or not is_a(kinds[0], "work"):
            continue
        for props, after in reader.look_up(place + count, lexicon.value_nouns()):
            people = tuple(
                prop for prop in props if prop.range == "person" and any(overlap(kind, prop.of) for kind in kinds)
            )
            if not people:
                continue
            works = Noun(
                kinds, KINDS[kinds[0]].noun, tuple(c for c in before.constraints if can_be(Noun(kinds, ""), c))
            )
            if before.owner is not None:
                edges = [] if fits(before.owner, "work") else list(owner_edges(works, before.owner))
                works = works.where(edges[0][0]) if edges else works
                if not edges:
                    continue
            job = Edge(people, works, people[0].label, inverse=True)
            yield Found(Noun(("person",), people[0].label).where(job), reader.reach(after), 1.2)
    for props, after in reader.look_up(place, lexicon.value_nouns()):
        for kinds, _, end, _ in read_kind(reader, after, before):
            sources = (
                tuple(prop for prop in props if is_a(prop.range or "", "work")) if props[0].range == "work" else ()
            )
            if not sources or before.constraints:
                continue
            noun = Noun(kinds, KINDS[kinds[0]].noun)
            if before.owner is not None:
                if edge := make_edge(noun, sources, before.owner, "of", inverse=True):
                    yield Found(noun.where(edge), end, 1.0)
                continue
            for link in reader.phrase(end, "of", "for", "behind"):
                for found in read_targets(reader, link, noun, sources, "of", inverse=True):
                    if not isinstance(found.value, Order):
                        yield Found(noun.where(_told(found.value, sources)), found.end, found.cost)


def read_capacity(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "X's films as a director", "films that X had a part in as an actor": in which function they are theirs."""
    owners = [c.target for c in noun.constraints if isinstance(c, Edge) and not c.inverse and len(c.props) > 1]
    for at in reader.phrase(place, "as a", "as an", "as the", "as") if owners and is_work(noun) else ():
        for props, end in reader.look_up(at, lexicon.value_nouns()):
            people = tuple(prop for prop in props if prop.range == "person")
            for owner in owners if people else ():
                label = owner.label if isinstance(owner, Named) else owner.word
                said = f"with {label} as {people[0].label}"
                if (edge := make_edge(noun, people, owner, "by", inverse=False, said=said)) is not None:
                    yield Found(edge, end, 0.5)


_PARTS = {
    "main": "main", "lead": "main", "leading": "main", "supporting": "support", "support": "support", "guest": "guest",
    "cameo": "cameo", "principal": "main",
}  # fmt: skip


_CREW = tuple(prop for prop in PEOPLE if prop.key != "actors")


def _read_relation_words(reader: Reader, place: int) -> Iterator[tuple[tuple[Property, ...], int, str]]:
    yield from ((props, after, "") for props, after in reader.look_up(place, lexicon.value_nouns()))
    actors = (get_property("actors"),)
    if part := _PARTS.get(reader.word(place), ""):
        for after in reader.phrase(place + 1, "cast", "actor", "actors", "actress", "actresses", "stars", "star", "cast members",
                                   "performers", "roles", "role", "players", "part", "parts", "appearances", "appearance"):  # fmt: skip
            yield actors, after, part
    for after in reader.phrase(place, "leads", "lead", "protagonists"):
        yield actors, after, "main"
    for after in reader.phrase(place, "guest stars", "guest star", "guest appearances", "guests"):
        yield actors, after, "guest"
    for after in reader.phrase(place, "cameos", "cameo appearances", "cameo"):
        yield actors, after, "cameo"
    for after in reader.phrase(place, "full cast", "complete cast", "entire cast", "whole cast"):
        yield actors, after, ""
    for after in reader.phrase(place, "crew", "crew members", "staff", "makers", "maker", "people behind", "person behind",
                               "team behind", "minds behind"):  # fmt: skip
        yield _CREW, after - (reader.word(after - 1) == "behind"), ""


def _read_parts(reader: Reader, place: int, noun: Noun, before: Before, part: str) -> Iterator[Found[Noun]]:
    """Read "main cast of Kingdom", "guest stars in series by X"."""
    if before.constraints:
        return
    if before.owner is not None:
        if fits(before.owner, "work"):
            yield Found(noun.where(Part(part, before.owner)), place, 1.0)
        return
    for link in reader.phrase(reader.skip(place, {"are", "there", "is", "were"}), "of", "in", "for", "from", "on"):
        for found in reader.phrases(link):
            if fits(found.value.value, "work") and found.value.determiner.is_plain:
                yield Found(noun.where(Part(part, found.value.value)), found.end, 1.0 + found.cost)


def _told(constraint: Constraint, props: tuple[Property, ...]) -> Constraint:
    match constraint:
        case Edge():
            return replace(constraint, words="of")
        case Both(parts=parts):
            return Both(tuple(_told(part, props) for part in parts))
        case Either(options=options):
            return Either(tuple(_told(option, props) for option in options))
        case _:
            return constraint


def _of(
    reader: Reader, noun: Noun, props: tuple[Property, ...], owner: Named | Noun, end: int, cost: float
) -> Iterator[Found[Noun]]:
    """Yield the people of a work, or of the works of a person: "the actors of the screenwriter X"."""
    if edge := make_edge(noun, props, owner, "of", inverse=True):
        yield Found(noun.where(edge), end, 1.0 + cost)
    if fits(owner, "person") and props[0].of != "person":
        role = owner.role if isinstance(owner, Named) else ()
        chosen = tuple(prop for prop in PEOPLE if not role or prop.key in role)
        if between := make_edge(ANY_WORK, chosen, owner, "by or with", inverse=False):
            works = replace(ANY_WORK, constraints=(between,))
            if edge := make_edge(noun, props, works, "of", inverse=True):
                yield Found(noun.where(edge), end, 2.5 + cost)
