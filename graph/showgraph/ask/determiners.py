"""Rules for what a noun phrase begins with: "no", "every", "other", "at least three"."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Determiner, Reader
from showgraph.ask.measures import COMPARISONS


def read_determiners(reader: Reader, place: int) -> Iterator[tuple[Determiner, int, float]]:
    """Yield what a noun phrase begins with, the place after it, and its strain."""
    at = reader.skip(place, lexicon.ARTICLES | {"of"})
    yield Determiner(), at, 0.0
    if at != place:
        yield Determiner(), place, 0.0
    for after in reader.phrase(at, "one of the", "one of", "among the", "some of the", "part of the", "any of the"):
        yield Determiner(), after, 0.3
    for after in reader.phrase(
        at, "all", "every", "each", "all of", "all the", "all of the", "every single", "each of the"
    ):
        yield Determiner(every=True), after, 0.0
    for after in reader.phrase(at, "no", "none of the"):
        yield Determiner(no=True), after, 0.0
    for after in reader.phrase(at, "other", "another", "different", "further", "more", "additional"):
        yield Determiner(other=True), after, 0.0
    for after in reader.phrase(at, "which", "what", "which of the"):
        yield Determiner(asking=True), reader.after(after, "other"), 0.0
    for after in reader.phrase(at, "most", "the most", "the largest number of", "largest number of", "the greatest number of",
                               "greatest number of", "the highest number of", "the biggest number of", "the majority of"):  # fmt: skip
        yield Determiner(most=1), after, 0.0
    for after in reader.phrase(at, "fewest", "the fewest", "least"):
        yield Determiner(most=-1), after, 0.0
    for after in reader.phrase(at, "multiple", "several", "many"):
        yield Determiner(low=2), after, 0.3
    for side, words in [*COMPARISONS.items(), ("=", ("",))]:
        for after in [*reader.phrase(at, *words), *([at] if words == ("",) else [])]:
            if (number := reader.number(after)) and number[0] == int(number[0]) and number[0] < 1000:
                value, end = int(number[0]), number[1]
                for more in reader.phrase(end, "or more"):
                    yield Determiner(low=value), more, 0.0
                low = value + (side == ">") if side in (">", ">=", "=") else None
                high = value - (side == "<") if side in ("<", "<=", "=") else None
                end = reader.skip(end, {"different", "separate", "or", "more"} if side == "=" else {"different"})
                if words == ("",):
                    # "In three zombie series": who played in four played in three.
                    high = None
                yield Determiner(low=low, high=high), end, 0.2
