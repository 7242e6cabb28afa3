"""Questions for values of things: genres, languages, years, words that describe them, where to see them."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import ANY_WORK, fits, make_edge
from showgraph.ask.facts import ask_value, read_names_in
from showgraph.ask.openers import OPENERS, ask_list
from showgraph.ask.reading import Is, Named, Noun, Question
from showgraph.model import Property, get_property


def read_values(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "what languages are films by X in", "release year of Kingdom", "what genres do X's films fall under"."""
    openers = (*OPENERS, "what", "which", "in what", "in which", "of what", "of which", "under what", "from what", "from which",
               "what are the main", "what are the primary", "what is the main", "what is the primary", "what different",
               "what main", "what primary", "what are some", "by what", "by which", "into which", "under which", "to which")  # fmt: skip
    for at in [place, *reader.phrase(place, *openers)]:
        at = reader.skip(at, {"the", "all", "primary", "different", "official", "original"})
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            yield from read_values_of(reader, after, props)
            for found in reader.phrases(after):
                # "Country the comic X is from", "cast kingdom".
                verb = reader.skip(found.end, lexicon.AUXILIARIES)
                tails = [
                    *reader.phrase(
                        verb,
                        "from",
                        "in",
                        "on",
                        "comes from",
                        "of",
                        "carries",
                        "has",
                        "bears",
                        "gets",
                        "got",
                        "received",
                        "goes by",
                        "belongs to",
                        "falls under",
                        "falls into",
                        "carry",
                        "have",
                    ),
                    *([found.end] if isinstance(found.value.value, Named) else []),
                ]
                for end in tails if found.value.determiner.is_plain else []:
                    yield from values_of(found.value.value, props, end, found.cost + 0.8)
        for props, after in reader.look_up(reader.after(at, "main"), lexicon.value_nouns()):
            if props[0].range != "person":
                yield from read_values_of(reader, after, props)
        yield from read_names_in(reader, at)
        for found in reader.phrases(at):
            # "Kingdom's release date"; its other values are things, and so nouns.
            for owned in reader.phrase(found.end, "'s", "his", "her"):
                for props, end in reader.look_up(owned, lexicon.value_nouns()):
                    for prop in props:
                        if prop.value != "entity" and fits(found.value.value, prop.of):
                            yield ask_value(found.value.value, prop, end, found.cost)
            for link in reader.phrase(
                found.end, "and their", "with their", "and its", "along with their", "together with their"
            ):
                for props, end in reader.look_up(link, lexicon.value_nouns()):
                    for prop in props:
                        if prop.value == "entity" or not fits(found.value.value, prop.of):
                            continue
                        if prop.key in ("year", "released") and isinstance(found.value.value, Noun):
                            # A list shows years anyway.
                            yield ask_list(reader, found.value.value, end, found.cost + 0.4)
                        else:
                            yield ask_value(found.value.value, prop, end, found.cost)
        for named in reader.named(at, ("work",)):
            for props, end in reader.look_up(named.end, lexicon.value_nouns()):
                for prop in props:
                    if prop.value != "entity" and fits(named.value, prop.of):
                        yield ask_value(named.value, prop, end, named.cost + 0.2)
    for at in reader.phrase(place, "where is", "where was", "where are", "where were", "where does", "where do"):
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "from", "made", "produced", "come from"):
                if fits(found.value.value, "work"):
                    yield ask_value(found.value.value, get_property("countries"), end, found.cost)
            for end in reader.phrase(found.end, "popular", "a hit", "well liked"):
                if fits(found.value.value, "work"):
                    yield ask_value(found.value.value, get_property("popular-in"), end, found.cost)
            for end in reader.phrase(found.end, "born"):
                yield ask_value(found.value.value, get_property("birth-place"), end, found.cost)
    for at in reader.phrase(place, "in which countries", "in what countries", "in which country", "which countries", "what countries",
                            "in how many countries"):  # fmt: skip
        for found in reader.phrases(reader.skip(at, lexicon.AUXILIARIES)):
            for end in reader.phrase(found.end, "popular", "popular in", "a hit", "a hit in"):
                if fits(found.value.value, "work"):
                    yield ask_value(found.value.value, get_property("popular-in"), end, found.cost)


def read_values_of(reader: Reader, place: int, props: tuple[Property, ...]) -> Iterator[Found[Question]]:
    """Read whose values are asked for, behind the word for them."""
    links = ("are in", "is in", "are spoken in", "is spoken in", "are used in", "is used in", "are heard in", "of", "for", "in", "spoken in", "used in", "on", "from", "that", "do", "does", "did", "is", "are", "was", "were",
             "has", "have", "of movie is", "of film is", "of show is", "of series is", "of work is", "of the", "in the",
             "of movies are", "of films are", "of the film", "of films", "of film are", "that describe", "describe", "saw", "go with", "fit", "suit", "are attached to", "attached to", "represented among", "among", "represented in", "found in", "found among", "covered by", "given to", "assigned to",
             "stand behind", "are behind", "lie behind", "come with",
             "apply to", "were given to", "are given to", "are listed for", "are recorded for", "belong to", "of a movie is",
             "of shows are", "of movie was", "of film was", "of the movie", "describes")  # fmt: skip
    for link in reader.phrase(place, "has", "have", "did", "does", "do"):
        yield from _read_values_done(reader, link, props)
    for link in reader.phrase(place, *links):
        link = reader.skip(link, {"is", "are", "was", "were"})
        link = reader.after(
            link, "an episode of", "one episode of", "each episode of", "a single episode of", "the episodes of"
        )
        for found in reader.phrases(link):
            value = found.value.value
            if not found.value.determiner.is_plain:
                continue
            end = reader.skip(found.end, lexicon.AUXILIARIES - {"do", "did", "does"})
            tails = ("in", "have", "fall under", "belong to", "spoken", "of", "about", "released", "from", "made in", "fall into",
                     "spoken in", "come under", "released in", "has", "on", "classified as", "under", "shot in", "come out", "be", "get", "receive", "earn", "end up with", "come from", "originate from", "hail from", "got", "go by", "carry", "carries", "bears", "gets", "scores", "bear", "written", "made", "written in", "published", "published in", "produced",
                     "created", "set down in", "filed under", "assigned", "given", "counted")  # fmt: skip
            for close in {found.end, end}:
                yield from values_of(value, props, close, found.cost)
            # "Films has Lee written" is rather films he wrote than films that have him, written.
            strained = 0.6 if isinstance(value, Noun) else 0.0
            for close in reader.phrase(end, *tails):
                yield from values_of(value, props, close, found.cost + strained)


def _read_values_done(reader: Reader, place: int, props: tuple[Property, ...]) -> Iterator[Found[Question]]:
    """Read "what years did Mowg score films in", "which genres has Bae Doona acted in": values of what somebody did."""
    for subject in reader.phrases(place):
        if not subject.value.determiner.is_plain or fits(subject.value.value, "work"):
            continue
        for done, end in reader.look_up(reader.skip(subject.end, lexicon.ADVERBS), lexicon.inverse_phrases()):
            works = [(ANY_WORK, end, 0.4)]
            works += [(f.value.value, f.end, f.cost) for f in reader.phrases(end) if isinstance(f.value.value, Noun) and f.value.determiner.is_plain]  # fmt: skip
            for noun, close, cost in works:
                edge = make_edge(noun, done, subject.value.value, "by", inverse=False)
                if edge is not None and fits(noun, "work"):
                    close = reader.after(close, "in", "for", "on", "from", "of")
                    yield from values_of(noun.where(edge), props, close, subject.cost + cost + 0.5)


def values_of(value: Noun | Named, props: tuple[Property, ...], end: int, cost: float) -> Iterator[Found[Question]]:
    """Ask for values of a thing: things as a list, others as they are."""
    fitting = [prop for prop in props if fits(value, prop.of)]
    things = [prop for prop in fitting if prop.value == "entity"]
    for kind in dict.fromkeys(prop.range for prop in things):
        # "The writer" is whoever has one of the functions that are called so.
        told = tuple(prop for prop in things if prop.range == kind)
        noun = Noun((kind,), told[0].label)
        if edge := make_edge(noun, told, value, "of", inverse=True):
            yield Found(Question("list", noun.where(edge)), end, cost + 1.0)
    for prop in fitting:
        if prop in things:
            continue
        if prop.key == "names" and isinstance(value, Noun) and not any(isinstance(c, Is) for c in value.constraints):
            # "The names of the writers of Thirst" asks for the writers.
            yield Found(Question("list", value), end, cost + 0.5)
        else:
            yield ask_value(value, prop, end, cost)


def read_statement_of(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "what is Kingdom about", "describe Kingdom", "what words describe Kingdom", "where can I watch Kingdom"."""
    keywords = get_property("keywords")
    for at in reader.phrase(place, "what is", "what are", "what was", "what were", "what does", "what do", "which topics does",
                            "what topics does", "which themes does", "what themes does"):  # fmt: skip
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "about", "deal with", "cover", "touch on", "tagged", "tagged with"):
                if fits(found.value.value, "work"):
                    yield ask_value(found.value.value, keywords, end, found.cost)
    for at in reader.phrase(place, "what words describe", "which words describe", "describe", "what terms describe",
                            "what are words that describe", "what terms are applicable to", "what tags describe",
                            "what are some words that describe", "what can be used to describe", "words that describe"):  # fmt: skip
        for found in reader.phrases(at):
            end = reader.after(found.end, "in a few words", "in words", "in keywords")
            if fits(found.value.value, "work"):
                yield ask_value(found.value.value, keywords, end, found.cost)
    broadcasters = get_property("broadcasters")
    for at in reader.phrase(place, "where was", "where is", "where were"):
        for found in reader.phrases(at):
            for end in reader.phrase(
                found.end, "published", "serialized", "serialised", "published first", "first published"
            ):
                edge = make_edge(
                    Noun(("publisher",), "publisher"),
                    (get_property("publishers"),),
                    found.value.value,
                    "of",
                    inverse=True,
                )
                if edge is not None:
                    yield ask_list(reader, Noun(("publisher",), "publisher", (edge,)), end, found.cost + 1.0)
    for at in reader.phrase(
        place, "what does", "what did", "what do", "what is", "what was", "how is", "how was", "how are", "what are"
    ):
        for found in reader.phrases(at):
            for end in reader.phrase(found.end, "rated", "rated at", "scored", "score", "rate"):
                if fits(found.value.value, "work"):
                    yield ask_value(found.value.value, get_property("rating"), end, found.cost)
    for at in reader.phrase(place, "where can", "where could", "where can i watch", "where can i stream", "where can you watch", "where to watch",
                            "where is", "where does", "where did", "where was", "who airs", "who streams"):  # fmt: skip
        for found in reader.phrases(at):
            for end in [
                found.end,
                *reader.phrase(
                    found.end,
                    "be seen",
                    "be streamed",
                    "be watched",
                    "be found",
                    "i watch",
                    "air",
                    "stream",
                    "streaming",
                    "shown",
                    "aired",
                    "available",
                    "on",
                ),
            ]:
                strained = end == found.end and reader.word(at - 1) in ("is", "was", "does", "did", "can", "could")
                noun = Noun(("broadcaster",), "broadcaster")
                edge = make_edge(noun, (broadcasters,), found.value.value, "of", inverse=True)
                if edge is not None and not strained:
                    yield ask_list(reader, noun.where(edge), end, found.cost + 1.0)
