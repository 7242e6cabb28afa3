"""Rules for who made what: under whom somebody worked, who turned what into what, houses together."""

from __future__ import annotations

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader, Rule
from showgraph.ask.colleagues import BARE_VERBS, kind_here
from showgraph.ask.edges import ANY_WORK, PEOPLE, fits, make_edge, read_targets, role_of
from showgraph.ask.measures import is_person, is_work
from showgraph.ask.reading import Both, Edge, IsNot, Named, Not, Noun, Order
from showgraph.model import KINDS, get_property, is_a

_SCREEN = Noun(("screen-work",), "screen work")


MAKERS = (*PEOPLE, get_property("studios"), get_property("broadcasters"))


def read_under(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "acted under Bong Joon-ho", "actors directed by X", "actors X has directed": who was in whose works."""
    if not is_person(noun):
        return
    roles, _ = role_of(noun)
    for props, after in reader.look_up(place, BARE_VERBS):
        people = tuple(prop for prop in props if prop.range == "person")
        for link in reader.phrase(after, "under", "under the direction of", "for director", "for the director", "for"):
            for leader in reader.phrases(link):
                directed = make_edge(
                    ANY_WORK, (get_property("directors"),), leader.value.value, "directed by", inverse=False
                )
                if (
                    directed is not None
                    and people
                    and leader.value.determiner.is_plain
                    and not fits(leader.value.value, "work")
                ):
                    edge = Edge(people, ANY_WORK.where(directed), "acted in", inverse=True)
                    yield Found(edge, leader.end, 1.2 + leader.cost)
    roles = roles or (get_property("actors"),)
    for props, after in reader.look_up(place, lexicon.phrases()):
        makers = tuple(prop for prop in props if prop.range == "person" and prop.key in _LEADING)
        words = reader.words.written(place, after)
        if makers and words.casefold().endswith(" by"):
            for found in read_targets(reader, after, ANY_WORK, makers, words, inverse=False):
                if isinstance(found.value, Edge) and found.value.props != roles:
                    yield Found(
                        Edge(roles, ANY_WORK.where(found.value), f"{roles[0].label} of", inverse=True),
                        found.end,
                        0.6 + found.cost,
                    )
    for subject in reader.phrases(place):
        if not subject.value.determiner.is_plain or not fits(subject.value.value, "person"):
            continue
        at = reader.skip(subject.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
        for end in reader.phrase(at, "cast", "hired", "casts", "chosen", "directed"):
            made = make_edge(ANY_WORK, (get_property("directors"),), subject.value.value, "by", inverse=False)
            if made is not None:
                yield Found(
                    Edge(roles, ANY_WORK.where(made), f"{roles[0].label} of", inverse=True), end, 0.8 + subject.cost
                )
        for props, end in reader.look_up(at, lexicon.inverse_phrases()):
            leading = tuple(prop for prop in props if prop.key in _LEADING and prop not in roles)
            made = make_edge(ANY_WORK, leading, subject.value.value, "by", inverse=False) if leading else None
            if made is not None:
                yield Found(
                    Edge(roles, ANY_WORK.where(made), f"{roles[0].label} of", inverse=True), end, 1.0 + subject.cost
                )


def read_directed(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "has directed Bae Doona", "directed Bae Doona in a film": whose works had whom in the cast."""
    if not is_person(noun):
        return
    directors, actors = (get_property("directors"),), (get_property("actors"),)
    for props, after in reader.look_up(place, BARE_VERBS):
        for cast in reader.phrases(after) if props == directors else ():
            played = make_edge(ANY_WORK, actors, cast.value.value, "with", inverse=False)
            if played is None or not cast.value.determiner.is_plain or not fits(cast.value.value, "person"):
                continue
            works = [(ANY_WORK, cast.end)]
            for link in reader.phrase(cast.end, "in", "in a", "in any"):
                works += [(Noun(kinds, "work"), end) for kinds, end in kind_here(reader, link)]
            for work, end in works:
                yield Found(Edge(directors, work.where(played), "director of", inverse=True), end, 1.2 + cast.cost)


def read_from_script(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "filmed a script by X", "starred in a screenplay by X": who did what for whose script."""
    if not is_person(noun):
        return
    filmed = (((get_property("directors"),), at) for at in reader.phrase(place, "filmed"))
    for props, after in (*reader.look_up(place, BARE_VERBS), *filmed):
        people = tuple(prop for prop in props if prop.range == "person")
        scripts = reader.phrase(after, "a script by", "scripts by", "a screenplay by", "screenplays by")
        for writer in [writer for at in scripts for writer in reader.phrases(at)] if people else ():
            wrote = make_edge(ANY_WORK, (get_property("screenwriters"),), writer.value.value, "by", inverse=False)
            if wrote is not None and writer.value.determiner.is_plain and not fits(writer.value.value, "work"):
                edge = Edge(people, ANY_WORK.where(wrote), f"{people[0].label} of", inverse=True)
                yield Found(edge, writer.end, 1.2 + writer.cost)


_LEADING = ("directors", "producers", "creators")


def read_turning(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "turned webtoons into series", "made films out of manga" of makers; "X filmed", "X turned into a film" of sources."""
    source = get_property("based-on")
    verbs = ("turned", "turn", "turns", "adapted", "adapt", "adapts", "made", "make", "makes", "transformed", "developed", "has turned",
             "brought", "converted", "filmed", "reworked")  # fmt: skip
    if not is_work(noun):
        roles, _ = role_of(noun)
        for after in reader.phrase(place, *verbs):
            for found in reader.phrases(after):
                for link in reader.phrase(found.end, "into", "for", "to", "as", "in"):
                    for kinds, end in _screen_kinds(reader, reader.skip(link, lexicon.ARTICLES | {"the"})):
                        works = Noun(kinds, KINDS[kinds[0]].noun)
                        inner = make_edge(works, (source,), found.value.value, "based on", inverse=False)
                        edge = (
                            None
                            if inner is None
                            else make_edge(noun, roles or MAKERS, works.where(inner), "made", inverse=True)
                        )
                        if edge is not None and found.value.determiner.is_plain:
                            yield Found(edge, end, 1.0 + found.cost)
        return
    for subject in reader.phrases(place):
        nobody = subject.value.determiner.no and subject.value.value == Noun(("person",), "person")
        if not (subject.value.determiner.is_plain or nobody) or fits(subject.value.value, "work"):
            continue
        at = reader.skip(subject.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
        for after in reader.phrase(at, *verbs):
            ends = (
                [(_SCREEN.kinds, after)] if reader.word(after - 1) in ("adapted", "adapt", "filmed", "adapts") else []
            )
            for kinds, kind_end in _screen_kinds(reader, reader.skip(after, lexicon.ARTICLES)):
                ends += [(kinds, close) for close in reader.phrase(kind_end, "of", "from", "out of", "based on")]
            for link in reader.phrase(after, "into", "for", "to", "as"):
                ends += _screen_kinds(reader, reader.skip(link, lexicon.ARTICLES | {"the"}))
            for kinds, end in ends:
                works = Noun(kinds, KINDS[kinds[0]].noun)
                made = make_edge(works, MAKERS, subject.value.value, "by", inverse=False)
                whole = works if nobody or made is None else works.where(made)
                edge = None if made is None else make_edge(noun, (source,), whole, "adapted into", inverse=True)
                if edge is not None:
                    yield Found(Not(edge) if nobody else edge, end, 0.8 + subject.cost)


def _screen_kinds(reader: Reader, place: int) -> list[tuple[tuple[str, ...], int]]:
    found: list[tuple[tuple[str, ...], int]] = [
        (_SCREEN.kinds, end) for end in reader.phrase(place, "screen", "tv", "television", "big screen")
    ]
    for count in (2, 1):
        kinds = lexicon.nouns().get(reader.gram(place, count).replace("-", " "))
        if kinds and is_a(kinds[0], "screen-work"):
            found.append((kinds, reader.reach(place + count)))
    return found


def read_adaptation(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "the film of a Kim Ryeo-ryeong novel": of a work that isn't for the screen."""
    if not is_work(noun) or not all(is_a(kind, "screen-work") for kind in noun.kinds):
        return
    for after in reader.phrase(place, "of"):
        for found in reader.phrases(after):
            value = found.value.value
            kinds = value.kinds if isinstance(value, Noun) else (value.kind,)
            source = all(is_a(kind, "work") and kind != "work" and not is_a(kind, "screen-work") for kind in kinds)
            edge = make_edge(noun, (get_property("based-on"),), value, "based on", inverse=False) if source else None
            if edge is not None and found.value.determiner.is_plain:
                yield Found(edge, found.end, 1.2 + found.cost)


def read_houses_together(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "co-produced something with Studio N", "worked with Studio Dragon": studios of one work."""
    if is_work(noun) or is_person(noun):
        return
    houses = tuple(get_property(key) for key in ("studios", "broadcasters", "publishers"))
    for after in reader.phrase(
        place,
        "worked for",
        "work for",
        "works for",
        "produced for",
        "made series for",
        "made films for",
        "made shows for",
    ):
        for found in read_targets(reader, after, _SCREEN, (get_property("broadcasters"),), "for", inverse=False):
            if not isinstance(found.value, Order):
                parts = found.value.parts if isinstance(found.value, Both) else (found.value,)
                edges = tuple(
                    Edge((get_property("studios"),), _SCREEN.where(part), "made", inverse=True) for part in parts
                )
                yield found._replace(value=edges[0] if len(edges) == 1 else Both(edges))
    starts = [(_SCREEN.kinds, after) for after in reader.phrase(place, "worked with", "work with", "collaborated with", "teamed up with",
                                                                "partnered with", "co produced with", "worked together with")]  # fmt: skip
    for verb in reader.phrase(place, "co produced", "co produce", "co produces", "co made", "produced", "made"):
        kinds = [
            (_SCREEN.kinds, end) for end in reader.phrase(verb, "something", "anything", "things", "a work", "works")
        ] + _screen_kinds(reader, reader.skip(verb, lexicon.ARTICLES))
        starts += [
            (kind, after)
            for kind, end in kinds
            for after in reader.phrase(end, "with", "together with", "along with", "alongside")
        ]
    for kind, after in starts:
        for other in reader.phrases(after):
            works = Noun(kind, "work")
            inner = make_edge(works, houses, other.value.value, "by", inverse=False)
            edge = make_edge(noun, houses, works.where(inner), "made", inverse=True) if inner is not None else None
            if edge is not None and other.value.determiner.is_plain:
                apart = (IsNot(other.value.value),) if isinstance(other.value.value, Named) else ()
                yield Found(Both((edge, *apart)), other.end, 0.8 + other.cost)


def read_no_part(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "has no part in Light Shop", "that Studio Dragon had no part in"."""
    for after in reader.phrase(place, *(f"{verb} no {word} in" for verb in ("has", "have", "had", "plays", "played", "takes", "took", "with")
                                        for word in ("part", "role", "hand", "involvement", "place"))):  # fmt: skip
        for found in reader.phrases(after):
            roles, _ = role_of(noun)
            acted = reader.word(after - 2) in ("part", "role", "place")
            props = roles or ((get_property("actors"),) if acted and is_person(noun) else MAKERS)
            edge = make_edge(noun, props, found.value.value, "in", inverse=True)
            if edge is not None and found.value.determiner.is_plain:
                yield Found(Not(edge), found.end, 0.8 + found.cost)
    if is_work(noun):
        for subject in reader.phrases(place):
            for end in reader.phrase(subject.end, "had no part in", "has no part in", "had no hand in", "was not involved in", "had nothing to do with",
                                     "is not involved in", "has no role in", "had no role in"):  # fmt: skip
                edge = make_edge(noun, MAKERS, subject.value.value, "by or with", inverse=False)
                if edge is not None and subject.value.determiner.is_plain:
                    yield Found(Not(edge), end, 0.6 + subject.cost)


def read_based_on_it(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with series based on them", "that have a film made from it"."""
    if not is_work(noun):
        return
    for after in reader.phrase(place, "with", "that have", "have", "has", "having"):
        for kinds, end in _screen_kinds(reader, reader.skip(after, lexicon.ARTICLES)):
            for close in reader.phrase(end, *(f"{verb} {it}" for verb in ("based on", "adapted from", "made from", "made of", "drawn from")
                                              for it in ("it", "them"))):  # fmt: skip
                edge = make_edge(
                    noun, (get_property("based-on"),), Noun(kinds, KINDS[kinds[0]].noun), "the source of", inverse=True
                )
                if edge is not None:
                    yield Found(edge, close, 0.8)
