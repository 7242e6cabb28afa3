"""Questions of how two people are connected."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.openers import OPENERS
from showgraph.ask.reading import Is, Named, Noun, Question

_THROUGH = tuple(f"{by} {what}" for by in ("through", "via", "by", "over", "across", "along") for what in (
                            "which works", "what works", "which films", "which series", "which people", "whom", "what", "which shared works",
                            "which steps", "which chain", "which path", "which titles", "which shows", "what chain", "what path", "what steps"))  # fmt: skip


def read_path(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how is Bae Doona connected to Park Ji-hu", "the path between A and B"."""
    for at in reader.phrase(place, *_THROUGH):  # fmt: skip
        for one in reader.named(reader.skip(at, lexicon.AUXILIARIES), ("person",)):
            verb = reader.after(
                one.end, "connected", "linked", "related", "tied", "joined", "reach", "connect", "link", "get", "lead"
            )
            for link in reader.phrase(verb, "to", "with", "and"):
                for two in reader.named(link, ("person",)):
                    end = reader.after(two.end, "connected", "linked", "related", "tied", "joined")
                    yield _path(one, two, end)
    joined = (
        "connected",
        "related",
        "linked",
        "connected to each other",
        "connected with each other",
        "tied",
        "associated",
    )
    yield from _read_links_between(reader, place)
    for at in reader.phrase(
        place, "how is", "how are", "how was", "how can", "how could", "in what way is", "is", "how do"
    ):
        if reader.word(place) == "is":
            continue
        for one in reader.named(at, ("person",)):
            for link in reader.phrase(
                one.end, *(f"{verb} {to}" for verb in joined for to in ("to", "with")), "know", "and", "&"
            ):
                for two in reader.named(link, ("person",)):
                    ends = (
                        reader.phrase(two.end, *joined, "know each other")
                        if reader.word(link - 1) in ("and", "&")
                        else [two.end]
                    )
                    for end in ends:
                        yield _path(one, two, end)
    heads = ("path", "connection", "link", "chain", "what connects", "what links", "shortest path", "connections", "links",
             "shortest connection", "how to get", "get")  # fmt: skip
    for opener in [place, *reader.phrase(place, *OPENERS, "what is", "is there a")]:
        opener = reader.skip(opener, lexicon.ARTICLES)
        for at in reader.phrase(opener, *heads):
            for after in [
                *reader.phrase(at, "between", "from"),
                *([at] if reader.word(at - 1) in ("connects", "links") else []),
            ]:
                for one in reader.named(after, ("person",)):
                    for link in reader.phrase(one.end, "and", "to", "with"):
                        for two in reader.named(link, ("person",)):
                            yield _path(one, two, two.end)


def _read_links_between(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "get from X to Y", "link X to Y", "degrees of separation between X and Y"."""
    openers = ("how do i get", "how do you get", "how can i get", "how can you get", "how to get", "can you get", "get", "go", "show me a path",
               "how far is", "how far", "how close is", "trace", "connect", "link", "find a link", "find a path", "find a connection",
               "how many steps", "how many steps is it", "shortest path", "the shortest path", "what links", "what connects",
               "degrees of separation", "how many degrees of separation", "how many degrees", "show the connection", "a path",
               "chain of co stars", "shortest chain", "shortest chain of co stars", "the shortest chain of co stars", "what is the link",
               "six degrees of separation", "how would you link", "how would you connect", "how do you connect", "how do you link",
               "what ties", "route", "the route", "the chain", "chain of works", "chain of people", "what is the path", "find the path",
               "find the shortest path", "what is the connection", "what is the shortest path", "how many links", "path")  # fmt: skip
    for opener in {place, reader.skip(place, {"the", "a", "show", "me", "find"})}:
        for at in reader.phrase(opener, *openers):
            for after in {
                at,
                *reader.phrase(
                    at, "from", "between", "separate", "are there between", "lie between", "is it from", "are between"
                ),
            }:
                for one in reader.named(after, ("person",)):
                    for link in reader.phrase(one.end, "to", "and", "with", "from", "up to"):
                        for two in reader.named(link, ("person",)):
                            end = reader.after(two.end, "via shared works", "through shared works", "over shared works", "apart",
                                               "through co stars", "via co stars", "through their works", "by shared works")  # fmt: skip
                            yield _path(one, two, end)


_PATH_WORDS = {
    "path", "route", "link", "links", "linked", "connect", "connects", "connected", "connection", "connections", "chain", "trace", "steps",
    "step", "degrees", "separation", "join", "joins", "joined", "bridge", "between", "lead", "leads", "leading", "get", "gets", "way", "hops",
    "linking", "connecting", "joining", "tie", "ties", "tied", "relate", "related", "apart", "reach", "dots",
}  # fmt: skip


_PATH_FILLERS = _PATH_WORDS | {
    "describe", "explain", "tells", "told", "joined",
    "to", "with", "them", "have", "has", "starting", "out", "was", "were", "look", "see", "where", "when", "met", "ways", "most", "direct",
    "the", "a", "an", "of", "what", "is", "are", "which", "how", "do", "does", "did", "i", "you", "one", "we", "me", "us", "go", "from", "shortest",
    "show", "find", "give", "by", "through", "via", "works", "work", "film", "films", "titles", "series", "people", "co", "stars", "star", "that",
    "who", "and", "can", "could", "would", "it", "up", "there", "many", "far", "close", "in", "shared", "lies", "lie", "stand", "stands", "any", "some",
    "on", "over", "each", "other", "together", "best", "quickest", "possible", "please", "tell", "need", "take", "takes", "across", "actors", "actor",
    "collaborators", "common", "both", "for", "be", "drawn", "line", "draw", "shows", "casts", "cast", "least", "fewest", "number", "long", "short",
}  # fmt: skip


def read_loose_path(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read any words about paths around two people: "which titles get me from X to Y", "trace X back to Y"."""
    tokens = reader.words.tokens
    for start in range(place, reader.end - 2):
        if start > place and tokens[start - 1].word not in _PATH_FILLERS:
            return
        for one in reader.named(start, ("person",)):
            link = reader.skip(
                one.end, {"back", "up", "all", "over", "are", "is", "how", "do", "i", "can", "what"} | _PATH_WORDS
            )
            commas = [link] if link < reader.end and tokens[link].comma else []
            for after in (
                commas
                + ([link] if link != one.end else [])
                + list(reader.phrase(link, "to", "and", "with", "from", "up with", "on to", "up to", "through to"))
            ):
                for two in reader.named(after, ("person",)):
                    outside = [t.word for t in (*tokens[place:start], *tokens[one.end : link], *tokens[two.end :])]
                    if all(
                        word in _PATH_FILLERS or word in ("back", "up", "all", "over") for word in outside
                    ) and _PATH_WORDS & set(outside):
                        yield _path(one, two, reader.end)._replace(cost=one.cost + two.cost + 3.0)


def _path(one: Found[Named], two: Found[Named], end: int) -> Found[Question]:
    noun = Noun(("person",), one.value.label, (Is(one.value),))
    return Found(Question("path", noun, other=two.value), end, one.cost + two.cost + 1.0)
