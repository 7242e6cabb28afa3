"""What whole questions begin and end with, and what several of their forms read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.chains import read_chain
from showgraph.ask.chart import Found, Phrase, Reader
from showgraph.ask.edges import make_edge
from showgraph.ask.gaps import read_with_fronted
from showgraph.ask.noun_phrases import read_owned
from showgraph.ask.reading import Both, Noun, Order, Question

PERSON = Noun(("person",), "person")


OPENERS = (
    "list", "show", "show me", "find", "find me", "give me", "name", "tell me", "what are", "which are", "who are", "get",
    "search for", "watch", "see", "who is", "who were", "who was", "what is", "what was", "what were", "which is", "list all",
    "show all", "show me all", "find all", "i want", "i want to see", "i want to watch", "looking for", "i am looking for",
    "which were", "do you know", "any", "got any", "got", "have you got", "have you got any", "are there some", "who is listed as",
    "who is credited as", "who are listed as", "who was credited as", "i want something", "give me a list of", "a list of", "list of", "tell me the", "can you list",
    "could you list", "can you find", "can you name", "could you name", "name of", "the name of", "names of", "the names of", "what about", "recommend", "suggest", "all", "name all", "let me see", "enumerate", "give", "the complete list of", "complete list of", "a complete list of", "a full list of", "the full list of", "what is there", "let me have", "who all", "return",
    "i would like to see", "can you show me", "i need a list of", "i am researching", "i search", "i search for", "i would like to know",
    "does anybody know", "does anyone know", "does anyone know any", "do you have any", "do you have", "i need all", "i am after", "show me some",
    "have you any", "i am interested in", "may i have", "could i have", "can i have", "can i get", "any good", "display", "get me", "i need", "please list", "are you aware of",
    "say", "identify", "anyone know", "anybody know", "i would love to know", "point me to",
)  # fmt: skip


TAILS = ("are there", "is there", "exist", "do you know", "do you know of", "do you know about", "are available", "are known to you", "you know", "you have", "you know of", "known to you", "have been made", "were made", "have been produced", "there are", "are recorded", "are listed", "there are", "please", "there is", "exists",
          "are out there", "in the graph", "do we have", "do you have", "can i watch", "are known", "is known", "all",
          "in total", "altogether", "can you name", "can you list", "do you list", "can be found", "are you aware of", "do you hold", "can you find", "were there", "have there been", "was there", "in all")  # fmt: skip


def ask_list(reader: Reader, noun: Noun, end: int, cost: float) -> Found[Question]:
    """Ask for all things of a noun."""
    return Found(Question("list", noun), end, cost)


def may_be_listed(phrase: Phrase) -> bool:
    """Tell whether a phrase means all its things."""
    determiner = phrase.determiner
    return not (determiner.no or determiner.asking or determiner.most or determiner.low is not None)


def limit_order(noun: Noun, number: int | None) -> Noun:
    """Return how many of a noun's first are meant: "which two webtoons are the oldest"."""
    if number is None or noun.order is None or noun.order.limit is not None:
        return noun
    return replace(noun, order=replace(noun.order, limit=number))


def read_had(reader: Reader, place: int) -> Iterator[Found[Noun]]:
    """Read "adaptations does Kingdom have", "films has X made": what somebody has is theirs."""
    for auxiliary in range(place + 1, min(place + 6, reader.end)):
        for at in reader.phrase(auxiliary, "does", "do", "did", "has", "have", "had"):
            for owner in reader.phrases(at):
                if not owner.value.determiner.is_plain:
                    continue
                for end in reader.phrase(
                    owner.end,
                    "have",
                    "has",
                    "got",
                    "had",
                    "have to their name",
                    "to their name",
                    "under their belt",
                    "need",
                    "needed",
                    "employ",
                    "use",
                    "boast",
                    "count",
                    "include",
                    "contain",
                    "feature",
                    "list",
                    "take",
                ):
                    for found in read_owned(reader, place, owner.value.value):
                        if found.end == auxiliary:
                            yield Found(found.value, end, found.cost + owner.cost)


def read_stranded(reader: Reader, place: int, noun: Noun, asked: Found[Phrase], word: str) -> Iterator[Found[Question]]:
    """Read "in which films did X star", "on which platform is X": the preposition stands at the front."""
    at = reader.skip(asked.end, lexicon.AUXILIARIES | lexicon.ADVERBS)
    for found in read_with_fronted(reader, at, noun, word):
        if not isinstance(found.value, Order):
            whole = noun.where(*(found.value.parts if isinstance(found.value, Both) else (found.value,)))
            for longer in read_chain(reader, found.end, whole, asked.cost + found.cost, depth=1):
                yield ask_list(reader, longer.value, longer.end, longer.cost)
    for subject in reader.phrases(at):
        if subject.value.determiner.is_plain:
            end = reader.skip(subject.end, lexicon.AUXILIARIES | {"available", "streaming", "shown", "airing"})
            for props in (lexicon.phrases().get(word), lexicon.value_nouns().get(noun.word)):
                if props and (edge := make_edge(noun, props, subject.value.value, "of", inverse=True)):
                    yield ask_list(reader, noun.where(edge), reader.reach(end), asked.cost + subject.cost + 1.2)
