"""Turns of phrase: questions whose words stand in another order than the grammar reads, put into that order.

Only what no rule read is turned. Names go with their words, so that nothing is looked up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from showgraph.ask import words as lexicon
from showgraph.ask.inflection import past_of
from showgraph.ask.tokens import Token, Words

Part = tuple[int, int] | str
Turn = Callable[[Words], Iterator[Sequence[Part]]]

_ASKING = ("what", "which", "who", "whom", "whose")
_PREPOSITIONS = {
    "of", "to", "by", "on", "in", "with", "for", "through", "from", "under", "at", "behind", "into", "about", "among",
    "between", "since", "before", "after", "alongside", "via", "opposite",
}  # fmt: skip
_PRONOUNS = {"it", "he", "she", "they", "him", "her", "them", "this", "its", "his", "their"}
_OWNING = {"its", "his", "their"}
_APART_FROM = ("apart from", "aside from", "other than")
_BE = {"is", "are", "was", "were"}


def turn_words(words: Words) -> Iterator[Words]:
    """Yield the words in other orders that say the same, the likeliest first."""
    seen = {_spell(words)}
    waiting = [words]
    for _ in range(2):
        turned = [_rearrange(one, parts) for one in waiting for turn in TURNS for parts in turn(one)]
        waiting = []
        for one in turned:
            if (spelt := _spell(one)) not in seen:
                seen.add(spelt)
                waiting.append(one)
                yield one


def _spell(words: Words) -> tuple[str, ...]:
    return tuple(token.word for token in words.tokens)


def _rearrange(words: Words, parts: Sequence[Part]) -> Words:
    tokens: list[Token] = []
    names: dict[int, list[tuple[int, list[object]]]] = {}
    for part in parts:
        if isinstance(part, str):
            tokens += [Token(word, word, before="" if word == "'s" else " ") for word in part.split()]
            continue
        start, end = part
        shift = len(tokens) - start
        for place in range(start, end):
            spans = [(close + shift, hits) for close, hits in words.names.get(place, []) if close <= end]
            if spans:
                names.setdefault(place + shift, []).extend(spans)  # type: ignore[arg-type]
        tokens += words.tokens[start:end]
    if tokens and tokens[0].comma:
        first = tokens[0]
        tokens[0] = Token(first.text, first.word, first.quoted, first.before)
    return Words(words.text, tuple(tokens), names, words.notes)  # type: ignore[arg-type]


def _places(words: Words, *wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where one of some phrases stands, with the place after it."""
    grams = words.grams
    for phrase in wanted:
        for place in grams.get(phrase, ()):
            yield place, place + phrase.count(" ") + 1


def front_asked(words: Words) -> Iterator[Sequence[Part]]:
    """Put what is asked for first: "Kim Go-eun has starred in how many series", "Kingdom is based on what"."""
    end = len(words.tokens)
    # "Look Who's Back" asks nothing, but "the who" may be a title too: what stands in a name comes last.
    named = words.covered()
    for place in sorted(range(1, end), key=lambda place: place in named):
        word = words.tokens[place].word
        if word in _ASKING or (word == "how" and words.words(place + 1, 1) in ("many", "much", "long")):
            yield ((place, end), (0, place))
            for close in range(place + 2, end):
                if words.tokens[close].word in _PREPOSITIONS:
                    helped = any(token.word in lexicon.AUXILIARIES for token in words.tokens[:place])
                    yield ((place, close), *(() if helped else ("does",)), (0, place), (close, end))
            verbs = [verb for verb in range(1, place) if words.tokens[verb].word in lexicon.AUXILIARIES]
            for verb in sorted(verbs, key=lambda verb: verb in named)[:1]:
                yield ((place, end), (verb, verb + 1), (0, verb), (verb + 1, place))
            if word == "whom":
                yield ("who", (place + 1, end), (0, place))


def strand_preposition(words: Words) -> Iterator[Sequence[Part]]:
    """Put a preposition behind its verb: "to which genres does Kingdom belong", "by whom is it published"."""
    end = len(words.tokens)
    first, second = words.words(0, 1), words.words(1, 1)
    if first in _PREPOSITIONS and (second in _ASKING or words.words(1, 2) in ("how many", "how much")):
        if second == "whom":
            yield ("who", (2, end), (0, 1))
        yield ((1, end), (0, 1))
        yield ((1, end),)


def ask_for_most(words: Words) -> Iterator[Sequence[Part]]:
    """Make the passive active: "by which studio were the most films produced", "on which channel were the most shown"."""
    end = len(words.tokens)
    start = 1 if words.words(0, 1) in _PREPOSITIONS else 0
    if words.words(start, 1) not in _ASKING:
        return
    asked: list[Part] = ["who"] if words.words(start, 1) == "whom" else [(start, start + 1)]
    for place, after in _places(
        words, "the most", "most", "the fewest", "the largest number of", "the greatest number of"
    ):
        if words.words(place - 1, 1) not in _BE | {"have", "has"} or place < start + 1:
            continue
        head: list[Part] = [*asked, (start + 1, place - 1)]
        for verb in range(end - 1, after, -1):
            if past := past_of(words.words(verb, 1)):
                yield (*head, past, (place, verb), (verb + 1, end))
                yield (*head, "have" if words.words(start + 1, 1) == "" else "has", (place, verb), (verb + 1, end))


def join_group(words: Words) -> Iterator[Sequence[Part]]:
    """Ask of what is told first: "of all 2020 series, which got the most votes", "among X, who …"."""
    end = len(words.tokens)
    first = next(
        (after for place, after in _places(words, "out of", "of", "among", "amongst", "from") if place == 0), 0
    )
    if not first:
        return
    while words.words(first, 1) in ("all", "the", "every"):
        first += 1
    for place in range(first + 1, end - 1):
        if words.words(place, 2) == "how many":
            yield ("how many", (first, place), (place + 2, end))
        if words.words(place, 1) in ("which", "what", "who"):
            after = place + (2 if words.words(place + 1, 1) in ("one", "ones") else 1)
            yield ("which", (first, place), (after, end))


_THAN_ALL = (
    "than anyone else", "than anybody else", "than anyone", "than any other", "than every other", "than all other",
    "than all others", "than all the others", "than everyone else", "than everybody else", "than anything else", "than the others",
)  # fmt: skip
_GREATEST = {
    "longer": "longest", "shorter": "shortest", "newer": "newest", "older": "oldest", "later": "latest", "earlier": "earliest",
    "higher": "highest", "better": "best", "lower": "lowest", "worse": "worst", "more": "the most", "fewer": "the fewest",
}  # fmt: skip


def excel_all(words: Words) -> Iterator[Sequence[Part]]:
    """Read "wrote more series than anyone else" as "wrote the most series"."""
    for place, after in _places(words, *_THAN_ALL):
        for more in range(place - 1, -1, -1):
            if greatest := _GREATEST.get(words.words(more, 1)):
                end = after
                if words.words(after - 1, 1) == "other":
                    end += 1
                yield ((0, more), greatest, (more + 1, place), (end, len(words.tokens)))
                break


def drop_stand_in(words: Words) -> Iterator[Sequence[Part]]:
    """Leave out "the one" before "who": "is Song Hye-jin the one who wrote it"; and "it is … who"."""
    stand_ins = ("the one", "the ones", "the person", "the people", "one of the people", "one of those", "among those",
                 "among the people", "the man", "the woman", "the same person")  # fmt: skip
    for place, after in _places(words, *stand_ins):
        if words.words(after, 1) in ("who", "that", "which", "whose"):
            yield ((0, place), (after, len(words.tokens)))


_ASIDES = ("in total", "overall", "altogether", "all in all", "in all", "by the way", "exactly", "precisely", "itself",
           "himself", "herself", "themselves", "actually", "really", "ever", "so far", "to date", "until now", "till now",
           "at all", "of all time", "here", "in here", "out there", "partly", "roughly", "approximately", "pls", "please", "thanks", "thank you", "hi",
           "hello", "hey", "of it", "for it", "to it", "with them", "on it", "among them", "about it", "in there", "behind it", "behind them", "to them", "for them", "in this", "in it", "in them", "to their name", "to his name", "to her name", "in minutes", "please list them", "genre wise",
           "who are they", "what are they", "which ones are they", "which are they", "who is it", "what is it", "of them", "all of them",
           "each of them", "both of them", "any of them", "is it", "was it", "are they", "were they", "either", "both", "or both", "the ones", "as well", "too", "for sure", "by country", "are in the graph", "is in the graph", "in your collection", "then", "anyway", "though", "cheers",
           "would you", "could you", "list them", "thanks a lot", "ta", "in particular", "in general", "on record", "in the database", "in the graph", "in your data", "in the data", "currently", "respectively",
           "for me", "on his films", "in his films", "on her films", "in her films", "on their films", "in their films", "on his works",
           "in their works", "on their works", "in his series", "in her series", "in his works", "in her works", "in their series", "yet", "you have", "that you know of", "you know of", "you know about", "that you know", "that exist", "again",
           "exist", "exists", "that we know of", "we have", "if any", "kindly", "all together", "at the moment", "right now", "out of curiosity", "back")  # fmt: skip


def drop_aside(words: Words) -> Iterator[Sequence[Part]]:
    """Leave out what says nothing more: "in total", "itself", "you know of"."""
    for place, after in _places(words, *_ASIDES):
        if not any(
            start < after and end > place for start in words.names for end, _ in words.names[start] if start <= place
        ):
            yield ((0, place), (after, len(words.tokens)))


def place_topic(words: Words) -> Iterator[Sequence[Part]]:
    """Put a topic that stands first into its place: "My Name: who directed it?", "in Kingdom, who plays Seo Bi"."""
    end = len(words.tokens)
    for comma in [place for place, token in enumerate(words.tokens) if token.comma and place]:
        topic, rest = (0, comma), (comma, end)
        head = 1 if words.words(0, 1) in ("besides", "excluding") else 2 if words.words(0, 2) in _APART_FROM else 0
        other = {"what": "else", "which": "other"}.get(words.words(comma, 1), "")
        for place in range(comma, end) if head and other else ():
            if words.words(place, 1) in _OWNING:
                # "Besides Kingdom, which series did its writer write": which other series did Kingdom's writer write.
                yield ((comma, comma + 1), other, (comma + 1, place), (head, comma), "'s", (place + 1, end))
        for place in range(comma, end):
            word = words.words(place, 1)
            if word in _PRONOUNS:
                owned: list[Part] = ["'s"] if word in _OWNING else []
                yield ((comma, place), topic, *owned, (place + 1, end))
        if words.words(0, 1) in _PREPOSITIONS | {
            "apart",
            "aside",
            "except",
            "besides",
            "excluding",
            "other",
            "starting",
        }:
            yield (rest, topic)
        else:
            if words.words(0, 1) == "same":
                yield (rest, "with the", topic)
            yield (topic, rest)
            yield (topic, "of", rest)
            yield (rest, "of", topic)
            yield (rest, topic)


_SAYINGS = {
    "an hour and a half": "90 minutes", "one and a half hours": "90 minutes", "half an hour": "30 minutes",
    "two and a half hours": "150 minutes", "an hour and a quarter": "75 minutes", "three quarters of an hour": "45 minutes",
    "two hours and a half": "150 minutes", "how big is the": "how many", "how large is the": "how many",
    "what is the size of the": "how many", "the size of the": "how many", "how big was the": "how many",
    "how many people rated": "how many votes has", "how many people voted for": "how many votes has",
    "been rated by how many viewers": "how many votes", "been rated by how many people": "how many votes", "rated by how many people": "how many votes",
    "how many users rated": "how many votes has", "how many viewers rated": "how many votes has", "how many voted for": "how many votes has",
    "how many people have rated": "how many votes has", "do they speak in": "is spoken in", "what do they speak in": "which languages are spoken in",
    "which screenplays": "which films", "which scripts": "which films", "what screenplays": "which films", "what scripts": "which films",
    "whose script is": "who wrote", "whose screenplay is": "who wrote", "do people speak in": "is spoken in",
    "do the characters speak in": "is spoken in", "the same person who": "someone who", "the very person who": "someone who",
    "the same people who": "people who", "the same person that": "someone who", "the person who": "someone who",
    "creator of the film script": "screenwriter", "creator of the script": "screenwriter", "author of the script": "screenwriter",
    "author of the screenplay": "screenwriter", "writer of the script": "screenwriter", "writer of the screenplay": "screenwriter",
    "does the graph hold": "are there", "does the graph have": "are there", "does the graph contain": "are there", "does the graph know": "are there",
    "whose cast overlaps with that of": "that share actors with", "complete body of work": "works", "body of work": "works",
    "at once": "", "in excess of": "more than", "go beyond": "have more than", "goes beyond": "has more than", "arrived": "came out",
    "at the latest": "or earlier", "at the earliest": "or later", "no earlier than": "since", "not earlier than": "since",
    "got a better rating than": "rated higher than", "have a better rating than": "rated higher than",
    "with a better rating than": "rated higher than", "has a better rating than": "rated higher than",
    "does one find in": "are in", "do you find in": "are in", "do we find in": "are in", "can one find in": "are in", "can be found in": "are in",
    "by way of": "of", "get its first airing": "come out", "hit theaters": "come out", "hit theatres": "come out", "hit cinemas": "come out",
    "hit the theaters": "come out", "original language": "language", "spoken language": "language",
    "have its premiere": "come out", "see the light of day": "come out",
    "make their debut": "come out", "make its debut": "come out", "first hit the screen": "come out",
    "who was it that": "who", "who is it that": "who", "who was it who": "who", "what was it that": "what", "what is it that": "what",
    "was it that": "", "is it that": "", "are they that": "", "who are the ones who": "who", "who are the people who": "who",
    "which are the ones that": "which", "those of them": "those", "the same ones who": "people who",
    "plus": "and", "where an episode": "whose episodes", "total number of": "number of", "is a film by": "was directed by",
    "is a movie by": "was directed by", "is a series by": "was directed by", "members of the cast of": "actors of",
    "member of the cast of": "actor of", "cast members of": "actors of", "be watched": "be seen", "each other": "",
    "nothing to do with": "no connection with", "actor list": "cast", "voice cast": "cast", "'s names for": "of", "'s names of": "of", "series list": "series", "film list": "films",
    "movie list": "movies", "the longest list of": "the most", "the largest body of": "the most", "what do koreans call": "what is the korean title of",
    "soundtrack composer": "composer", "to be found on": "on", "what can one watch": "what is", "what can you watch": "what is",
    "what can i watch": "what is", "what can we watch": "what is", "what can i see": "what is", "what can one see": "what is",
    "what can i stream": "what is", "i can watch": "is", "which series can i watch": "which series are",
    "type of genre": "genre", "kind of genre": "genre", "can you describe": "describe", "what can describe": "what words describe",
    "what are some words that describe": "what words describe", "could you describe": "describe", "more than any other": "the most", "most of all": "the most", "a couple of": "two",
    "a dozen": "12", "half a dozen": "6", "do you know who": "who", "is it possible to see": "are there", "anything": "something",
    "a decade": "10 years", "last": "run for", "lasts": "runs for", "the small screen": "tv", "the silver screen": "film",
    "the scripts of which": "which", "the screenplays of which": "which", "first shown in cinemas": "released", "shown in cinemas": "released",
    "language they speak in": "language is spoken in", "languages they speak in": "languages are spoken in",
    "is a film made by": "was directed by", "is a movie made by": "was directed by", "plays a part in": "acted in",
    "appeared in as an actor": "acted in", "film releases": "films", "movie releases": "films", "as their topic": "as a keyword",
    "as its topic": "as a keyword", "how would you classify": "which genre is", "by genre": "", "the big screen": "film", "movie theaters": "film", "cinemas": "film",
}  # fmt: skip
"""Words that say what others say which the rules read."""


def ask_statement(words: Words) -> Iterator[Sequence[Part]]:
    """Make a question of a statement: "Hospital Playlist is on tvN, right?", "any chance Lee Min-ho was in it"."""
    end = len(words.tokens)
    last = words.words(end - 1, 1) in ("right", "correct", "true", "yes", "no", "huh", "wrong")
    first = next(
        (
            after
            for place, after in _places(words, "any chance", "any chance that", "am i right that", "i think")
            if place == 0
        ),
        0,
    )
    if not last and not first:
        return
    close = end - 1 if last else end
    for verb in range(first + 1, close):
        if words.words(verb, 1) in lexicon.AUXILIARIES:
            yield ((verb, verb + 1), (first, verb), (verb + 1, close))
            return
    yield ("did", (first, close))


_BASES = {"streams": "stream", "airs": "air", "runs": "run", "shows": "show", "plays": "play", "started": "start", "aired": "air",
          "premiered": "premiere", "ended": "end", "began": "begin", "came": "come", "streamed": "stream"}  # fmt: skip


def front_adverb(words: Words) -> Iterator[Sequence[Part]]:
    """Put "where" and "when" first: "the series Connect streams where", "Kingdom started when"."""
    end = len(words.tokens)
    if words.words(end - 1, 1) not in ("where", "when"):
        return
    yield ((end - 1, end), "was", (0, end - 1))
    verb = words.words(end - 2, 1)
    if verb in _BASES:
        yield ((end - 1, end), "does", (0, end - 2), _BASES[verb])
        yield ((end - 1, end), "did", (0, end - 2), _BASES[verb])


def share_both(words: Words) -> Iterator[Sequence[Part]]:
    """Read "on the same channel and from the same year as X" as "… as X and … as X"."""
    sames = [place for place, _ in _places(words, "the same")]
    for link, _ in _places(words, "and"):
        for place, _ in _places(words, "as"):
            if any(same < link for same in sames) and any(link < same < place for same in sames):
                yield ((0, link), (place, len(words.tokens)), (link, len(words.tokens)))


def say_year(words: Words) -> Iterator[Sequence[Part]]:
    """Read "how many series did 2016 bring" as "how many series in 2016"."""
    for place, token in enumerate(words.tokens):
        is_year = token.word.isdigit() and len(token.word) == 4
        verbs = ("bring", "see", "have", "produce", "offer", "give", "brought", "seen", "yield")
        if is_year and words.words(place - 1, 1) in ("did", "does", "has") and words.words(place + 1, 1) in verbs:
            yield ((0, place - 1), "in", (place, place + 1), (place + 2, len(words.tokens)))


def move_verb(words: Words) -> Iterator[Sequence[Part]]:
    """Put a verb behind the clause that follows it: "when did the films release whose actors also appear in Kingdom"."""
    for place, after in _places(words, "release", "come out", "premiere", "air", "released", "aired", "appear"):
        if words.words(after, 1) in ("whose", "that", "which", "in", "with", "directed", "written", "starring"):
            yield ((0, place), (after, len(words.tokens)), (place, after))


def say_plainly(words: Words) -> Iterator[Sequence[Part]]:
    """Put plain words in place of sayings: "an hour and a half", "how big is the cast"."""
    for saying, plain in _SAYINGS.items():
        for place, after in _places(words, saying):
            yield ((0, place), plain, (after, len(words.tokens)))


_EMPTY = {
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "got", "get", "gets",
    "there", "one", "ones", "all", "any", "some", "each", "so", "just", "also", "ever", "you", "we",
    "i", "me", "us", "can", "could", "would", "will", "may", "such", "now", "yet", "already", "up", "out", "down", "together", "both", "either", "every", "kind", "sort",
    "on", "as", "at", "in", "to", "for", "that", "which", "his", "her", "their", "its", "himself", "herself", "themselves", "itself",
    "it", "they", "them", "who",
}  # fmt: skip
"""Words that say little by themselves: a question is read without one of them rather than refused."""


_LEADING_ON = {
    "who",
    "that",
    "which",
    "is",
    "are",
    "was",
    "were",
    "the",
    "a",
    "an",
    "has",
    "have",
    "had",
    "be",
    "by",
    "all",
    "every",
    "each",
}
"""Words that are never the last of a whole question."""


def leave_out_words(words: Words) -> Iterator[Words]:
    """Yield the words without one that says little by itself, each in turn, from the end."""
    last = len(words.tokens) - 1
    unfinished = words.words(last, 1) in _LEADING_ON
    for place in range(last - unfinished, -1, -1):
        token = words.tokens[place]
        if (
            token.word in _EMPTY
            and not token.quoted
            and words.words(place - 1, 1) not in ("not", "no", "never", "without")
        ):
            shorter = _rearrange(words, ((0, place), (place + 1, len(words.tokens))))
            yield replace(shorter, notes=(*words.notes, f"read without {token.text!r}"))


TURNS: tuple[Turn, ...] = (
    place_topic, say_plainly, ask_statement, front_adverb, share_both, say_year, move_verb, drop_aside, drop_stand_in, join_group, excel_all, ask_for_most, strand_preposition, front_asked,
)  # fmt: skip
