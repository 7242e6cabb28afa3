"""Rules for the noun itself: kinds, adaptations, colleagues, pronouns, genres."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.before import Before, any_of
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge, read_targets
from showgraph.ask.jobs import read_relations
from showgraph.ask.kinds import give_owner, owner_edges, read_kind, read_kinds
from showgraph.ask.reading import Constraint, Edge, GenreIs, Is, IsNot, Named, Noun, Order, WorkedWith, back_to
from showgraph.model import KINDS, Property, get_property, is_a


def read_heads(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read a noun: a kind, a relation, an adaptation, a colleague, a pronoun or a genre."""
    yield from _read_kind_heads(reader, place, before)
    yield from read_relations(reader, place, before)
    yield from _read_subjects(reader, place, before)
    yield from _read_colleagues(reader, place, before)
    yield from _read_pronouns(reader, place, before)
    yield from _read_genre_heads(reader, place, before)
    yield from _read_group(reader, place, before)


def _read_group(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "of the zombie films" behind "the shortest"."""
    if before.order is None or before.constraints or before.owner is not None:
        return
    for link in reader.phrase(place, "of", "of all", "among", "out of", "one of", "ones of", "one among", "amongst"):
        for found in reader.phrases(link):
            if (
                isinstance(found.value.value, Noun)
                and found.value.determiner.is_plain
                and found.value.value.order is None
            ):
                yield Found(found.value.value, found.end, 0.2 + found.cost)


def _read_kind_heads(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    for kinds, word, end, more in read_kinds(reader, place, before):
        noun = Noun(kinds, word, (*before.constraints, *more))
        if kinds == ("character",):
            continue
        yield from give_owner(reader, noun, before, end)


def _read_subjects(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "adaptations of novels", "the Korean remake of X", "webtoon adaptations", "Kingdom's sequel"."""
    for kinds, _, at, _ in [(("screen-work",), "", place, ()), *read_kind(reader, place, before)]:
        for props, after in reader.look_up(at, lexicon.subject_nouns()):
            source = at != place and not is_a(kinds[0], "screen-work")
            noun = Noun(("screen-work",) if source else kinds, "screen work", before.constraints)
            told = any(isinstance(c, Edge) and c.props[0].key == "based-on" for c in before.constraints)
            if source:
                target = Noun(kinds, KINDS[kinds[0]].noun)
                whole = noun.where(Edge(props, target, f"{props[0].key} of".replace("-", " ")))
                owned = list(owner_edges(noun, before.owner)) if before.owner is not None else []
                if before.owner is None or owned:
                    yield Found(whole.where(owned[0][0]) if owned else whole, after, 1.0)
                continue
            if before.owner is not None:
                if isinstance(before.owner, Named) and fits(before.owner, "organization"):
                    for edge, cost in owner_edges(noun, before.owner):
                        whole = noun.where(edge, Edge(props, ANY_WORK, "based on"))
                        yield Found(whole, after, 2.0 + cost)
                        yield from _adapted_of(reader, noun.where(edge), props, after, cost + 1.0)
                elif source_edge := make_edge(noun, props, before.owner, "based on", inverse=False):
                    yield Found(noun.where(source_edge), after, 1.0)
                continue
            yield from _adapted_of(reader, noun, props, after, 0.0)
            whole = noun if told else noun.where(Edge(props, ANY_WORK, _WORDS.get(props[0].key, "based on")))
            yield Found(whole, after, 1.0)


_WORDS = {
    "episode-of": "episode of",
    "based-on": "based on",
    "remake-of": "remake of",
    "spin-off-of": "spin-off of",
    "follows": "sequel to",
}


def _adapted_of(
    reader: Reader, noun: Noun, props: tuple[Property, ...], after: int, cost: float
) -> Iterator[Found[Noun]]:
    for link in reader.phrase(after, "of", "to", "from", "for"):
        words = _WORDS.get(props[0].key, "based on")
        for found in read_targets(reader, link, noun, props, words, inverse=False):
            if not isinstance(found.value, Order):
                yield Found(noun.where(found.value), found.end, found.cost + cost)


_COLLEAGUES = {
    "co star": ("actors",), "co stars": ("actors",), "costar": ("actors",), "costars": ("actors",),
    "castmate": ("actors",), "castmates": ("actors",), "co actors": ("actors",), "co actor": ("actors",),
    "co director": ("directors",), "co directors": ("directors",), "co writer": ("screenwriters", "authors"),
    "co writers": ("screenwriters", "authors"), "co screenwriters": ("screenwriters",),
    "co creators": ("creators",), "co creator": ("creators",),
    "fellow actor": ("actors",), "fellow actors": ("actors",), "fellow cast members": ("actors",), "fellow stars": ("actors",),
    "screen partners": ("actors",), "fellow writers": ("screenwriters", "authors"), "fellow directors": ("directors",),
    "co composers": ("composers",), "co composer": ("composers",), "co producers": ("producers",), "co producer": ("producers",),
    "collaborator": (), "collaborators": (), "colleague": (), "colleagues": (), "coworkers": (),
}  # fmt: skip


def _read_colleagues(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read "co-stars of Bae Doona", "Bong Joon-ho's collaborators"."""
    kinds = lexicon.nouns().get(reader.word(place), ("thing",))
    place = place + 1 if is_a(kinds[0], "screen-work") else place
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        if words not in _COLLEAGUES:
            continue
        props = tuple(get_property(key) for key in _COLLEAGUES[words])
        after = reader.reach(place + count)
        owners: list[Found[Named | Noun]] = []
        if before.owner is not None:
            owners = [Found(before.owner, after, 0.0)]
        else:
            for link in reader.phrase(after, "of", "with", "to", "for"):
                owners += [Found(f.value.value, f.end, f.cost) for f in reader.phrases(link)]
        for owner in owners:
            if fits(owner.value, "person"):
                noun = Noun(("person",), "person", before.constraints)
                yield Found(together(noun, props, owner.value), owner.end, 1.0 + owner.cost)
                for link in reader.phrase(owner.end, "in", "on", "from"):
                    for found in reader.phrases(link):
                        work = found.value.value
                        if not (fits(work, "work") and found.value.determiner.is_plain):
                            continue
                        works = work if isinstance(work, Noun) else Noun((work.kind,), "work", (Is(work),))
                        cost = 1.0 + owner.cost + found.cost
                        yield Found(together(noun, props or PEOPLE, owner.value, works), found.end, cost)


def together(noun: Noun, props: tuple[Property, ...], other: Named | Noun, work: Noun = ANY_WORK) -> Noun:
    """Return people who did the same in a work as another person, or who worked with them in any way."""
    apart = (IsNot(other),) if isinstance(other, Named) else ()
    if not props:
        return noun.where(WorkedWith(other))
    inner = make_edge(work, props, other, "with", inverse=False)
    if inner is None:
        return noun.where(WorkedWith(other))
    told = f"who were {props[0].label} together with {other.label}" if isinstance(other, Named) else ""
    told = told if work == ANY_WORK or not work.constraints else ""
    return noun.where(Edge(props, work.where(inner), "in", inverse=True, said=told), *apart)


def _read_pronouns(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    if before.owner or before.constraints:
        return
    word = reader.word(place)
    if word in lexicon.ANYONE:
        end = reader.reach(place + 1)
        yield Found(Noun(("person",), "person"), end, 0.0)
        for other in reader.phrase(end, "else"):
            yield Found(exclude(Noun(("person",), "person")), other, 0.0)
            yield Found(Noun(("person",), "person", (IsNot(back_to("person")),)), other, 0.2)
    for end in reader.phrase(
        place, "more", "anything else", "something else", "others", "more works", "everything else", "what else"
    ):
        if reader.word(end) in ("from", "by", "of", "with", "on", "starring"):
            yield Found(exclude(ANY_WORK), end, 0.3)
    if word in lexicon.ANYTHING:
        yield Found(ANY_WORK, reader.reach(place + 1), 0.0)


def _read_genre_heads(reader: Reader, place: int, before: Before) -> Iterator[Found[Noun]]:
    """Read a genre that is a noun: "thrillers since 2020", "comedies and thrillers"."""
    for genre in reader.named(place, ("genre",)):
        constraint: Constraint = GenreIs(genre.value)
        base = Noun(("screen-work",), "screen work", before.constraints)
        yield from (
            found._replace(cost=found.cost + genre.cost + 1.2)
            for found in give_owner(reader, base.where(constraint), before, genre.end)
        )
        for link in reader.phrase(genre.end, "and", "or"):
            for other in reader.named(link, ("genre",)):
                both = base.where(any_of(constraint, GenreIs(other.value)))
                cost = genre.cost + other.cost + 2.2
                yield from (f._replace(cost=f.cost + cost) for f in give_owner(reader, both, before, other.end))
