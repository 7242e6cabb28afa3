"""Questions of how many: things, values, times, and which value most things have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Reader
from showgraph.ask.edges import ANY_WORK, PEOPLE, exclude, fits, make_edge
from showgraph.ask.gaps import read_with_fronted
from showgraph.ask.openers import OPENERS, ask_list, read_had, read_stranded
from showgraph.ask.reading import Both, Edge, Named, Noun, Order, Question
from showgraph.ask.values import read_values_of
from showgraph.model import Property


def read_count(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how many zombie series are there", "how many series did Lee Jae-kyoo direct"."""
    openers = ("give me the count of", "give me the number of", "tell me the number of", "what is the count of", "the count of", "what is the total of", "the total of", "total of",
               "how many", "count", "count the", "number of", "what is the number of", "the number of", "what is the total number of", "the total number of", "how many different",
               "what number of", "in how many", "on how many", "count of", "with how many", "total number of", "count all")  # fmt: skip
    for at in reader.phrase(place, *openers):
        for had in read_had(reader, at):
            yield Found(Question("count", had.value), had.end, had.cost)
        for found in reader.phrases(at):
            noun = found.value.value
            if isinstance(noun, Noun) and _is_episodes(noun):
                continue
            if isinstance(noun, Noun) and noun.order is None and not found.value.determiner.no:
                for longer in read_chain(reader, found.end, noun, found.cost, free=True):
                    if longer.value.order is None:
                        yield Found(Question("count", longer.value), longer.end, longer.cost)
                if reader.word(place) in ("in", "on", "with"):
                    for stranded in read_stranded(reader, found.end, noun, found, reader.word(place)):
                        yield stranded._replace(value=replace(stranded.value, form="count"))


def _is_episodes(noun: Noun) -> bool:
    """Tell whether a noun means the episodes of a series: how many there are is a number that the series has."""
    last = noun.constraints[-1] if noun.constraints else None
    return isinstance(last, Edge) and last.props[0].key == "episode-of" and isinstance(last.target, Named)


def read_most_common(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "which country has the most zombie films", "what year had the most series", "most common genre among tvN series"."""
    starts: list[tuple[tuple[Property, ...], int]] = []
    for at in reader.phrase(place, "which", "what", "in which", "in what"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            for most in reader.phrase(after, "has the most", "had the most", "saw the most", "produced the most", "made the most",
                                      "produces the most", "makes the most", "have the most", "released the most",
                                      "has the largest number of", "has the highest number of", "is most common among"):  # fmt: skip
                starts.append((props, most))
    for opener in [place, *reader.phrase(place, *OPENERS)]:
        opener = reader.skip(opener, lexicon.ARTICLES)
        for at in reader.phrase(opener, "most common", "commonest", "most frequent", "most usual"):
            for props, after in reader.look_up(at, lexicon.value_nouns()):
                starts += [
                    (props, link) for link in reader.phrase(after, "among", "of", "in", "for", "amongst", "across")
                ]
    for at in reader.phrase(place, "which", "what", "in which", "in what", "from which", "on which", "to which"):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            starts += [(props, most) for most in reader.phrase(after, "do most", "did most", "are most", "do the most", "are most of the",
                                                              "are the most", "were the most", "do most of the")]  # fmt: skip
            verb = reader.skip(after, {"did", "has", "have", "does", "was"})
            for subject in reader.phrases(verb) if verb != after else ():
                for done, end in reader.look_up(subject.end, lexicon.inverse_phrases()):
                    for most in reader.phrase(end, "the most", "most"):
                        for found in reader.phrases(most):
                            works = found.value.value
                            edge = (
                                make_edge(works, done, subject.value.value, "by", inverse=False)
                                if isinstance(works, Noun)
                                else None
                            )
                            for prop in props if edge is not None and subject.value.determiner.is_plain else ():
                                if (
                                    isinstance(works, Noun)
                                    and edge is not None
                                    and prop.value in ("code", "integer", "string")
                                ):
                                    question = Question("value", works.where(edge), value=prop, detail="most")
                                    yield Found(
                                        question, reader.after(found.end, "in"), found.cost + subject.cost + 1.0
                                    )
    for props, at in starts:
        for found in reader.phrases(at):
            works = found.value.value
            found = found._replace(end=reader.after(found.end, "released", "made", "come out", "produced", "premiere", "published", "aired",
                                                    "coming out", "came out", "belong to", "come from", "fall under", "from", "in", "on", "have", "shown on",
                                                    "shown", "set in"))  # fmt: skip
            if not (isinstance(works, Noun) and found.value.determiner.is_plain):
                continue
            for prop in props:
                if not fits(works, prop.of):
                    continue
                if prop.value == "entity":
                    order = Order(Edge((prop,), works, "of", inverse=True), True, None, "most")
                    noun = Noun((prop.range,), prop.label, (), order)
                    yield ask_list(reader, noun, found.end, found.cost + 1.0)
                elif prop.value in ("code", "integer", "string"):
                    yield Found(Question("value", works, value=prop, detail="most"), found.end, found.cost + 1.0)


def read_count_values(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "in how many languages are films by X", "how many countries do Netflix series come from"."""
    openers = (
        "how many",
        "how many different",
        "in how many",
        "in how many different",
        "from how many",
        "from how many different",
    )
    for at in reader.phrase(place, *openers):
        for props, after in reader.look_up(at, lexicon.value_nouns()):
            for found in read_values_of(reader, after, props):
                question = found.value
                if question.form == "list":
                    yield found._replace(value=replace(question, form="count"), cost=found.cost + 0.2)
                elif question.value is not None and question.value.value in ("code", "string"):
                    yield found._replace(value=replace(question, form="count"))


def read_times(reader: Reader, place: int) -> Iterator[Found[Question]]:
    """Read "how often have X and Y worked together", "how many times did X act with Y"."""
    for at in reader.phrase(
        place, "where", "where else", "in what", "in what else", "in which works", "in what works", "what else"
    ):
        auxiliary = reader.skip(at, lexicon.AUXILIARIES)
        for found in read_with_fronted(reader, auxiliary, ANY_WORK, "in"):
            if not isinstance(found.value, Order):
                whole = ANY_WORK.where(*(found.value.parts if isinstance(found.value, Both) else (found.value,)))
                whole = exclude(whole) if reader.word(at - 1) == "else" else whole
                for longer in read_chain(reader, found.end, whole, found.cost + 0.3, depth=1):
                    yield ask_list(reader, longer.value, longer.end, longer.cost)
    for at in reader.phrase(place, "how often", "how many times", "in how many works", "on how many occasions"):
        at = reader.skip(at, lexicon.AUXILIARIES)
        for works in read_chain(reader, at, ANY_WORK, free=True):
            if works.value.constraints:
                yield Found(Question("count", works.value), works.end, works.cost)
        for subject in reader.phrases(at):
            for props, end in reader.look_up(subject.end, lexicon.inverse_phrases()):
                for target in reader.phrases(end):
                    done = target.value.value
                    if not isinstance(done, Noun) or not subject.value.determiner.is_plain:
                        continue
                    if edge := make_edge(done, props, subject.value.value, "by", inverse=False):
                        counted = Question("count", done.where(edge))
                        yield Found(counted, target.end, subject.cost + target.cost + 1.0)
        for one in reader.named(at, ("person",)):
            for link in reader.phrase(reader.skip(one.end, lexicon.AUXILIARIES), "worked with", "work with", "acted with", "act with",
                                      "starred with", "star with", "appeared with", "appear with", "collaborated with", "and"):  # fmt: skip
                for two in reader.named(link, ("person",)):
                    together = ("worked together", "work together", "acted together", "act together", "starred together",
                                "appeared together", "collaborated", "collaborate", "star together", "appear together")  # fmt: skip
                    verb = reader.skip(two.end, lexicon.AUXILIARIES)
                    for end in reader.phrase(verb, *together) if reader.word(link - 1) == "and" else [two.end]:
                        noun = ANY_WORK.where(Edge(PEOPLE, one.value, "of"), Edge(PEOPLE, two.value, "of"))
                        yield Found(Question("count", noun), end, one.cost + two.cost + 1.0)
