"""Rules for nouns that name kinds of things, and for whose they can be."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.before import BASED_ON, Before
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import PEOPLE, fits, make_edge
from showgraph.ask.reading import Between, Coded, Constraint, Edge, Either, GenreIs, Named, Not, Noun
from showgraph.model import KINDS, get_property


def give_owner(reader: Reader, noun: Noun, before: Before, end: int) -> Iterator[Found[Noun]]:
    """Yield a noun whose things are also of their owner, where they can be."""
    if not all(can_be(noun, constraint) for constraint in before.constraints):
        return
    if before.owner is None:
        yield Found(noun, end, 0.0)
        return
    for owner in before.owners:
        further = next(iter(owner_edges(noun, owner)), None)
        if further is None:
            return
        noun = noun.where(further[0])
    for other in before.alternatives:
        pairs = [next(iter(owner_edges(noun, one)), None) for one in (before.owner, other)]
        edges = tuple(pair[0] for pair in pairs if pair)
        if len(edges) == 2:
            yield Found(noun.where(Either(edges)), end, 1.0)
        return
    for edge, cost in owner_edges(noun, before.owner):
        yield Found(noun.where(edge), end, 1.0 + cost + len(before.owners))


def can_be(noun: Noun, constraint: Constraint) -> bool:
    """Tell whether what stands before a noun can be said of it."""
    match constraint:
        case GenreIs() | Between():
            return fits(noun, "work")
        case Not(what=what):
            return can_be(noun, what)
        case Either(options=options):
            return all(can_be(noun, option) for option in options)
        case Edge(props=props, inverse=inverse):
            return any(fits(noun, prop.range if inverse else prop.of) for prop in props)
        case _:
            return True


def owner_edges(noun: Noun, owner: Named | Noun) -> Iterator[tuple[Constraint, float]]:
    """Yield what it can mean that something is of an owner: a person's films, a platform's series."""
    if fits(owner, "person"):
        role = owner.role if isinstance(owner, Named) else ()
        props = tuple(prop for prop in PEOPLE if not role or prop.key in role)
        if edge := make_edge(noun, props, owner, "by or with", inverse=False):
            yield edge, 0.0
    if fits(owner, "organization"):
        for cost, key in enumerate(("broadcasters", "studios", "publishers")):
            prop = get_property(key)
            if edge := make_edge(
                noun, (prop,), owner, prop.phrases[0] if key == "broadcasters" else "by", inverse=False
            ):
                yield edge, cost * 0.3
    if fits(owner, "work") and noun.kinds == ("person",):
        people = tuple(prop for prop in PEOPLE if prop.key != "actors")
        if edge := make_edge(noun, PEOPLE if noun.word == "person" else people, owner, "of", inverse=True):
            yield edge, 0.6
    works = fits(owner, "work") and fits(noun, "work") and isinstance(owner, Named)
    if works and (edge := make_edge(noun, (BASED_ON,), owner, "based on", inverse=False)):
        yield edge, 0.5


def read_kinds(
    reader: Reader, place: int, before: Before
) -> Iterator[tuple[tuple[str, ...], str, int, tuple[Constraint, ...]]]:
    """Yield kinds, the word for them, the place after it, and what more the word says; "films and series" is both."""
    for kinds, word, end, more in read_kind(reader, place, before):
        yield kinds, word, end, more
        for link in reader.phrase(end, "and", "or", "and or"):
            for others, _, close, further in read_kind(reader, link, before):
                told = reader.word(link - 1) == "or" or reader.gram(end - 1, 1) in lexicon.plurals() | {
                    "series",
                    "show",
                }
                if not more and not further and told:
                    both = tuple(dict.fromkeys((*kinds, *others)))
                    yield both, "thing", close, ()


def read_kind(
    reader: Reader, place: int, before: Before
) -> Iterator[tuple[tuple[str, ...], str, int, tuple[Constraint, ...]]]:
    """Yield the kinds that one noun names, its word, the place after it, and what more the word says."""
    country = any(isinstance(c, Coded) and c.prop.key == "countries" for c in before.constraints)
    if reader.collecting:
        reader.expected.setdefault(place, set()).update(lexicon.plurals())
    for after in reader.phrase(place, "k drama", "k dramas", "kdrama", "kdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("KR",), "from South Korea"),)
    for after in reader.phrase(place, "c drama", "c dramas", "cdrama", "cdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("CN",), "from China"),)
    for after in reader.phrase(place, "j drama", "j dramas", "jdrama", "jdramas"):
        yield ("series",), "series", after, (Coded(get_property("countries"), ("JP",), "from Japan"),)
    for after in reader.phrase(place, "drama", "dramas", "drama series", "tv drama", "tv dramas", "television dramas"):
        if country or before.owner or "tv" in reader.words.written(place, after).casefold() or after - place > 1:
            yield ("series",), "series", after, ()
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        if words and (kinds := lexicon.nouns().get(words)):
            yield kinds, "show" if "tv-special" in kinds[1:] else KINDS[kinds[0]].noun, reader.reach(place + count), ()
