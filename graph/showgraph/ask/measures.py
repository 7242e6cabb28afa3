"""Rules for years, numbers, countries, languages and comparisons: what is said of a thing's own values."""

from __future__ import annotations

from collections.abc import Iterator

from showgraph.ask import words as lexicon
from showgraph.ask.chart import Found, Reader, Rule
from showgraph.ask.reading import Between, Coded, Compared, Either, GenreIs, Named, Not, Noun, SameValue
from showgraph.model import Property, get_property, is_a, name_code

_APPEARED = (
    "released", "premiered", "aired", "published", "came out", "come out", "made", "produced", "shown", "first aired",
    "first released", "first shown", "first published", "that came out", "premiering", "debuted", "filmed", "started",
    "began", "starting", "beginning", "opening", "airing", "dating", "launching", "dated", "released first", "launched",
)  # fmt: skip


def is_work(noun: Noun) -> bool:
    """Tell whether a noun means works."""
    return all(is_a(kind, "work") for kind in noun.kinds)


def is_person(noun: Noun) -> bool:
    """Tell whether a noun means people."""
    return all(is_a(kind, "person") for kind in noun.kinds)


def read_years(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "from 2020", "since 2019", "before 2015", "between 2018 and 2020", "in the 2010s", "released in 2022"."""
    born = is_person(noun)
    for after in (
        reader.phrase(place, "ended", "ending", "finished", "concluded", "that ended") if is_work(noun) else ()
    ):
        for low, high, end in _read_range(reader, after):
            yield Found(Between(get_property("end-year"), low, high, reader.words.written(place, end)), end, 1.0)
    for after in reader.phrase(place, "ran until", "running until", "ran till", "lasted until", "ran up to", "went on until", "continued until",
                               "run until", "ran through", "published until") if is_work(noun) else ():  # fmt: skip
        for low, high, end in read_period(reader, after):
            yield Found(Between(get_property("end-year"), low, high, reader.words.written(place, end)), end, 1.0)
    if not (is_work(noun) or born):
        return
    starts = [(place, "year")]
    if born:
        starts = [(after, "born") for after in reader.phrase(place, "born")]
        starts += [(after, "died") for after in reader.phrase(place, "died", "who died")]
    else:
        starts += [(after, "year") for after in reader.phrase(place, *_APPEARED)]
    for at, key in starts:
        for low, high, end in _read_range(reader, at):
            one = Between(get_property(key), low, high, reader.words.written(place, end))
            yield Found(one, end, 1.0)
            for link in reader.phrase(end, "and", "or"):
                for first, last, close in read_period(reader, reader.after(link, "in", "from")):
                    two = Between(get_property(key), first, last, reader.words.written(link, close))
                    yield Found(Either((one, two)), close, 1.2)


def _read_range(reader: Reader, at: int) -> Iterator[tuple[float | None, float | None, int]]:
    for after in reader.phrase(at, "since", "from", "starting in", "starting from", "beginning in", "as of"):
        for low, high, end in read_period(reader, after):
            for onward in reader.phrase(
                end, "on", "onward", "onwards", "and later", "or later", "and after", "till now"
            ):
                yield low, None, onward
            for earlier in reader.phrase(end, "or earlier", "or before", "and earlier", "and before"):
                yield None, high, earlier
            for link in reader.phrase(end, "to", "until", "through", "till", "up to"):
                for _, last, close in read_period(reader, link):
                    yield low, last, close
            yield (low, high, end) if reader.word(at) == "from" else (low, None, end)
    for after in reader.phrase(at, "before", "until", "up to", "up to and including", "after", "in", "during", "of", "by the end of", "prior to", "dating back to before", "dating back to after",
                               "later than", "earlier than", "no later than", "not before", "not after", "within"):  # fmt: skip
        words = reader.words.written(at, after).casefold()
        for low, high, end in read_period(reader, reader.after(after, "the year")):
            if words in ("before", "prior to", "earlier than"):
                yield None, low - 1, end
            elif words in ("after", "later than"):
                yield high + 1, None, end
            elif words in ("until", "up to", "up to and including", "by the end of", "no later than", "not after"):
                yield None, high, end
            elif words == "not before":
                yield low, None, end
            else:
                yield low, high, end
                for link in reader.phrase(end, "or later", "or after", "and later", "onwards", "onward"):
                    yield low, None, link
                for link in reader.phrase(end, "or earlier", "or before", "and earlier"):
                    yield None, high, link
    for after in reader.phrase(
        at,
        "from",
        "dating from",
        "dated",
        "dates from",
        "date from",
        "made in",
        "of",
        "dating back to",
        "going back to",
        "from either",
    ):
        told = reader.word(after - 1) in ("to", "either") or reader.word(at) in ("dating", "dated", "dates", "date")
        for low, high, end in read_period(reader, after) if told else ():
            yield low, high, end
        if reader.word(after) in ("earlier", "later", "before", "after", "between", "since", "until", "prior", "the"):
            yield from _read_range(reader, reader.after(after, "the time", "the years"))
    for after in reader.phrase(at, "newer than", "later than", "more recent than", "younger than"):
        for _, high, end in read_period(reader, after):
            yield high + 1, None, end
    for after in reader.phrase(at, "older than", "earlier than"):
        for low, _, end in read_period(reader, after):
            yield None, low - 1, end
    for after in reader.phrase(at, "between"):
        for low, _, mid in read_period(reader, after):
            for link in reader.phrase(mid, "and", "to"):
                for _, last, end in read_period(reader, link):
                    yield low, last, end
    for low, high, end in read_period(reader, at):
        # "2015 to 2018", "2015-2018", "2020 or later"
        for link in reader.phrase(end, "to", "until", "through", "-", "–"):
            for _, last, close in read_period(reader, link):
                yield low, last, close
        for link in reader.phrase(end, "or later", "and later", "onwards", "onward"):
            yield low, None, link
        if at == reader.end - 1 and at > 0 and not reader.fronted and reader.word(at).isdigit():
            # "tvN fantasy series 2023".
            yield low, high, end
        elif at > 0 and reader.word(at) and reader.gram(at - 1, 1) in ("released", "aired", "premiered", "published"):
            yield low, high, end


def read_period(reader: Reader, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield (first year, last year, place after) of a year or decade."""
    place = reader.skip(place, {"the", "year", "years"})
    word = reader.word(place)
    for words, shift in (("early", (0, 3)), ("mid", (4, 6)), ("late", (7, 9))):
        if word == words:
            for low, high, end in read_period(reader, place + 1):
                if high - low == 9:
                    yield low + shift[0], low + shift[1], end
    parts = word.split("-")
    if len(parts) == 2 and all(part.isdigit() and len(part) == 4 for part in parts):
        yield int(parts[0]), int(parts[1]), reader.reach(place + 1)
    if word.isdigit() and len(word) == 4:
        after = reader.reach(place + 1)
        if reader.word(after) in ("'s", "s") and word.endswith("0"):
            yield int(word), int(word) + 9, after + 1
        yield int(word), int(word), after
    elif word.endswith("s") and word[:-1].isdigit() and len(word) in (3, 5) and word[-2] == "0":
        decade = int(word[:-1]) if len(word) == 5 else (1900 if int(word[:-1]) > 20 else 2000) + int(word[:-1])
        yield decade, decade + 9, reader.reach(place + 1)
    elif word in _DECADES:
        yield _DECADES[word], _DECADES[word] + 9, reader.reach(place + 1)
    elif word == "century":
        return


_DECADES = {"sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000}


def read_place(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "in Korean", "from Japan", "made in Korea", and a bare "Korean" behind a verb."""
    for after in reader.phrase(place, "from anywhere but", "from anywhere except", "from outside", "made outside", "from outside of",
                               "not from", "from anywhere other than", "made anywhere but", "from countries other than", "come from outside", "comes from outside", "outside",
                               "produced outside", "from elsewhere than"):  # fmt: skip
        for found in read_code(reader, after):
            if found.value.prop.key == "countries" and is_work(noun):
                yield Found(Not(found.value), found.end, found.cost)
    for after in [
        *reader.phrase(
            place,
            "in",
            "from",
            "made in",
            "originate in",
            "originated in",
            "originating in",
            "written in",
            "published in",
            "available in",
            "told in",
            "produced in",
            "spoken in",
            "shot in",
            "filmed in",
            "come from",
            "comes from",
            "came from",
            "originate from",
            "hail from",
            "hails from",
            "coming from",
            "originating from",
            "stem from",
            "set in",
        ),
        *([place] if reader.gram(place - 1, 1) in ("is", "are", "was", "were", "be", "not", "a", "an", "or") else []),
    ]:
        words = reader.words.written(place, after).casefold()
        for found in read_code(reader, after):
            prop = found.value.prop
            if prop.key == "languages" and words and "in" not in words.split():
                continue
            if prop.key == "languages" and reader.word(found.end) == "language":
                found = found._replace(end=found.end + 1)
            if is_work(noun):
                yield Found(found.value, found.end, found.cost)
            elif is_person(noun) and prop.key == "countries":
                values = found.value.values
                yield Found(Coded(get_property("nationality"), values, found.value.words), found.end, found.cost)


def read_code(reader: Reader, place: int) -> Iterator[Found[Coded]]:
    """Yield the country or language that a word names; "Korean" may be either."""
    if reader.word(place) == "the" and reader.word(place + 1) in _WITH_ARTICLE:
        place += 1
    for count in (3, 2, 1):
        words = reader.gram(place, count).replace("-", " ")
        for key, table, before in (
            ("languages", lexicon.language_words(), "in"), ("countries", lexicon.country_words(), "from"),
        ):  # fmt: skip
            if words and (code := table.get(words)):
                prop, end = get_property(key), reader.reach(place + count)
                told = f"{before} {name_code(key, code)}"
                said = {code: None, name_code(key, code): None, reader.words.written(place, end): None}
                values = [code, *(v for v in reader.known_values(prop, said) if v != code)]
                strain = 0.2 if _is_adjective(words, key, reader, place) else 0.0
                yield Found(Coded(prop, tuple(values), told), end, 1.0 + strain)


_WITH_ARTICLE = {"us", "usa", "uk", "united", "netherlands", "philippines", "czech", "states", "dominican", "uae"}
"""First words of countries that have an article: elsewhere "the American" is a title."""


def _is_adjective(words: str, key: str, reader: Reader, place: int) -> bool:
    """Tell whether a word fits a country less than a language: behind "in", "Korean" is what is spoken."""
    both = words in lexicon.country_words() and words in lexicon.language_words()
    behind_in = reader.gram(place - 1, 1) == "in"
    return both and (key == "countries") == behind_in


def read_popular_in(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "popular in Thailand"."""
    for after in reader.phrase(place, "popular in"):
        for found in read_code(reader, after):
            if found.value.prop.key == "countries":
                told = f"popular in {name_code('popular-in', found.value.values[0])}"
                yield Found(Coded(get_property("popular-in"), found.value.values[:1], told), found.end, 1.0)


def read_subject(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "about zombies", "tagged high school", "described by espionage": a genre where it is one, else a keyword."""
    if not is_work(noun):
        return
    keywords = get_property("keywords")
    for after in reader.phrase(place, "with a", "with an", "have a", "has a", "featuring a", "with some", "with"):
        for found in reader.named(after, ("genre",)):
            for end in reader.phrase(
                found.end, "theme", "themes", "storyline", "plot", "element", "elements", "story", "twist", "setting"
            ):
                yield Found(GenreIs(found.value), end, 0.8 + found.cost)
    for after in reader.phrase(
        place, "no connection with", "have no connection with", "nothing to do with", "not about", "not to do with"
    ):
        for found in reader.named(after, ("genre",)):
            yield Found(Not(GenreIs(found.value)), found.end, 1.0 + found.cost)
    subjects = (*keywords.phrases, "to do with", "have to do with", "with", "on", "featuring", "of")
    for after in reader.phrase(place, *subjects):
        words = reader.words.written(place, after).casefold()
        about = words in keywords.phrases
        for found in reader.named(reader.after(after, "the"), ("genre",)):
            if about or words == "with":
                yield Found(GenreIs(found.value), found.end, 1.0 + found.cost)
        if not about:
            continue
        yield from read_keyword(reader, after, 1.1)


def read_keyword(reader: Reader, place: int, cost: float) -> Rule:
    """Read the longest keyword of the graph that begins at a place, in another number if the text's own is none."""
    keywords = get_property("keywords")
    spans = {end: reader.words.written(place, end) for end in range(min(reader.end, place + 7), place, -1)}
    own = {end: (text, text.casefold()) for end, text in spans.items()}
    other = {end: (text.casefold().rstrip("s"), text + "s") for end, text in spans.items()}
    # All at once: each look-up is a query.
    known = set(reader.known_values(keywords, {form for end in spans for form in (*own[end], *other[end])}))
    for end in spans:
        for forms in (own[end], other[end]):
            if found := [form for form in dict.fromkeys(forms) if form in known]:
                told = f"tagged {' or '.join(repr(value) for value in found)}"
                yield Found(Coded(keywords, tuple(found), told), reader.reach(end), cost)
                return


def read_number(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "with more than 10 episodes", "longer than 90 minutes", "rated above 8"."""
    heads = ("with", "of", "having", "scoring", "scored", "rating", "whose rating is", "with an average rating of", "with a rating between",
             "rated between", "with between", "running for", "ran for", "ran", "lasted", "lasted for", "that ran for", "that ran", "that run", "that last", "last", "last for", "take", "run for", "runs for", "lasts for", "that lasts", "that runs", "consisting of", "longer than", "rated", "shorter than", "that have", "has", "have", "had", "lasting",
             "running", "with a rating", "with a rating of", "with ratings", "a rating of", "with a score", "scored",
             "a rating", "runs", "run", "lasts", "")  # fmt: skip
    for after in [*reader.phrase(place, *heads), place]:
        head = reader.words.written(place, after).casefold()
        if after == place and reader.gram(place - 1, 1) not in _LINKS:
            counted = [reader.number(end) for _, end in _read_comparison(reader, after)]
            behind = any(number and reader.word(number[1]).rstrip("s") in lexicon.UNITS for number in counted)
            if not behind and not reader.word(after).isdigit() and reader.word(after) != "between":
                continue
        for side, at in [*_read_comparison(reader, after), ("", reader.after(after, "between", "from"))]:
            found = reader.number(at)
            if found is None and head.split()[-1:] == ["than"]:
                continue
            if found is None:
                continue
            value, end = found
            for more in reader.phrase(end, "or more", "or over"):
                end, side = more, ">="
            for less in reader.phrase(end, "or fewer", "or less", "or under"):
                end, side = less, "<="
            for link in reader.phrase(end, "to", "-", "and"):
                if (upper := reader.number(link)) and (key := _unit(reader, upper[1], head)):
                    close = upper[1] + (reader.word(upper[1]).rstrip("s") in lexicon.UNITS)
                    low, high = sorted((value, upper[0]))
                    close = reader.after(close, "long", "each", "in length")
                    yield Found(Between(get_property(key), low, high, reader.words.written(place, close)), close, 1.0)
            key = _unit(reader, end, head)
            if not key or not any(_has_property(kind, key) for kind in noun.kinds):
                continue
            unit = reader.word(end).rstrip("s")
            end = reader.reach(end + 1) if unit in lexicon.UNITS else end
            value = value * 60 if unit == "hour" else value
            if unit == "hour":
                further = reader.number(reader.after(end, "and"))
                if further and reader.word(further[1]).rstrip("s") in ("minute", "min"):
                    value, end = value + further[0], reader.reach(further[1] + 1)
                for half in reader.phrase(end, "and a half"):
                    value, end = value + 30, half
            for more in reader.phrase(
                end, "at least", "at minimum", "or more", "or longer", "and up", "or higher", "or above", "or better"
            ):
                end, side = more, ">="
            for less in reader.phrase(
                end, "at most", "at the most", "at maximum", "tops", "or less", "or fewer", "or shorter", "or lower"
            ):
                end, side = less, "<="
            side = {"longer than": ">", "shorter than": "<"}.get(head, side) or ("=" if key != "rating" else ">=")
            end = reader.after(end, "long", "each", "in length")
            least, most = _bounds(key, side, value)
            yield Found(Between(get_property(key), least, most, reader.words.written(place, end)), end, 1.0)


_LINKS = ("is", "are", "was", "were", "runs", "lasts", "and", "or", "that", "which")
_STEP = {"episodes": 1.0, "seasons": 1.0, "runtime": 1.0, "rating-count": 1.0}


def _unit(reader: Reader, place: int, head: str) -> str:
    key = lexicon.UNITS.get(reader.word(place).rstrip("s"), "")
    return key or ("rating" if any(word in head for word in ("rat", "scor")) else "")


def _has_property(kind: str, key: str) -> bool:
    prop = get_property(key)
    return is_a(kind, prop.of) or is_a(prop.of, kind)


def _bounds(key: str, side: str, value: float) -> tuple[float | None, float | None]:
    step = _STEP.get(key, 0.0001)
    low = value if side in (">=", "=") else (value + step if side == ">" else None)
    high = value if side in ("<=", "=") else (value - step if side == "<" else None)
    return low, high


def _read_comparison(reader: Reader, place: int) -> Iterator[tuple[str, int]]:
    for side, words in COMPARISONS.items():
        for after in reader.phrase(place, *words):
            yield side, after


COMPARISONS = {
    ">": (
        "exceed",
        "exceeds",
        "exceeding",
        "surpass",
        "surpasses",
        "surpassing",
        "upwards of",
        "beyond",
        "more than",
        "over",
        "above",
        "greater than",
        "higher than",
        "longer than",
        "better than",
    ),
    "<": ("fewer than", "less than", "under", "below", "lower than", "shorter than", "worse than"),
    ">=": (
        "no shorter than",
        "not shorter than",
        "no lower than",
        "at least",
        "a minimum of",
        "no fewer than",
        "no less than",
        "not less than",
    ),
    "<=": (
        "no longer than",
        "not longer than",
        "no higher than",
        "not exceeding",
        "at most",
        "up to",
        "a maximum of",
        "no more than",
        "not more than",
    ),
    "=": ("exactly", "just", "only"),
}


_THAN = {f"{words} than": meant for words, meant in lexicon.COMPARATIVES.items()}


def read_compared(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "longer than Kingdom", "released after Kingdom", "with more episodes than Kingdom"."""
    starts: list[tuple[int, str, str]] = []
    for end in reader.phrase(place, *_THAN):
        starts.append((end, *_THAN[reader.gram(place, end - place).replace("-", " ")]))
    for at in [place, *reader.phrase(place, *_APPEARED)]:
        starts += [(end, "year", ">") for end in reader.phrase(at, "after", "later than", "came after", "come after", "since",
                                                               "comes after", "subsequent to", "following")]  # fmt: skip
        starts += [(end, "year", "<") for end in reader.phrase(at, "before", "earlier than", "prior to", "came before",
                                                               "come before", "comes before", "preceding", "that preceded",
                                                               "preceded")]  # fmt: skip
    for head in [*reader.phrase(place, "with", "have", "has", "had", "having")]:
        for more in reader.phrase(
            head, "more", "fewer", "less", "a higher", "a lower", "a better", "a longer", "a shorter"
        ):
            sign = ">" if reader.gram(more - 1, 1) in ("more", "higher", "better", "longer") else "<"
            for props, end in reader.look_up(more, lexicon.value_nouns()):
                for prop in props:
                    if prop.value in ("integer", "decimal"):
                        starts += [(close, prop.key, sign) for close in reader.phrase(end, "than")]
    for at in reader.phrase(
        place, "rated by more people than", "voted on by more people than", "rated by more users than"
    ):
        starts.append((at, "rating-count", ">"))
    for at in reader.phrase(place, "rated by fewer people than", "voted on by fewer people than"):
        starts.append((at, "rating-count", "<"))
    for at, key, sign in starts:
        for found in reader.named(reader.after(at, "the"), ("work", "person")):
            by = _comparable(key, found.value, noun)
            end = reader.after(found.end, "did", "does", "was", "is", "came out", "was released", "has")
            if by:
                words = reader.words.written(place, end)
                # "What comes before X" asks for what X continues.
                apart = 0.0 if any(is_a(found.value.kind, kind) for kind in noun.kinds) else 0.3
                strain = (
                    apart + 0.5 if noun.kinds == ("work",) and words.casefold().startswith(("come", "came")) else apart
                )
                yield Found(Compared(by, found.value, sign, words), end, 1.0 + found.cost + strain)


def _comparable(key: str, thing: Named, noun: Noun) -> Property | None:
    if is_a(thing.kind, "person"):
        return get_property("born") if key == "year" and is_person(noun) else None
    if not is_work(noun):
        return None
    if key == "runtime" and not (is_a(thing.kind, "movie") and all(is_a(kind, "movie") for kind in noun.kinds)):
        return get_property("episodes") if is_a(thing.kind, "series") else get_property("runtime")
    return get_property(key)


def read_same_value(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "in the same language as Kingdom", "from the same year as Kingdom"."""
    for after in reader.phrase(place, "in the year", "the year", "the same year as", "the year that", "in the year that",
                               "released the same year as", "released in the same year as", "out the same year as"):  # fmt: skip
        for found in reader.named(reader.after(after, "the"), ("work",)):
            end = reader.after(found.end, "came out", "was released", "premiered", "aired", "did", "was")
            yield Found(SameValue(get_property("year"), found.value), end, 1.0 + found.cost)
    for after in reader.phrase(place, "with as many", "have as many", "has as many", "having as many", "as many", "with the same number of",
                               "have the same number of", "of the same"):  # fmt: skip
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            for link in reader.phrase(end, "as"):
                for found in reader.named(reader.after(link, "the"), ("work",)):
                    for prop in props:
                        if prop.value == "integer" and is_a(found.value.kind, prop.of):
                            yield Found(SameValue(prop, found.value), found.end, 1.0 + found.cost)
    heads = ("in the same", "from the same", "released in the same", "made in the same", "released the same", "are in the same", "of the same", "with the same", "have the same", "has the same", "share the",
             "share a", "shares a", "share", "shares", "sharing a", "sharing the")  # fmt: skip
    for after in reader.phrase(place, *heads):
        for props, end in reader.look_up(after, lexicon.value_nouns()):
            for link in reader.phrase(end, "as", "with", "of"):
                for found in reader.named(reader.after(link, "the"), ("work", "person")):
                    for prop in props:
                        if (
                            prop.value != "entity"
                            and is_a(found.value.kind, prop.of)
                            and _has_property(noun.kinds[0], prop.key)
                        ):
                            yield Found(SameValue(prop, found.value), found.end, 1.0 + found.cost)


def read_content_rating(reader: Reader, place: int, noun: Noun) -> Rule:
    """Read "rated 18+", "with the age rating 15+"."""
    if not is_work(noun):
        return
    prop = get_property("content-rating")
    for after in reader.phrase(
        place, "with a", "with an", "have a", "have an", "has a", "has an", "carrying a", "carrying an", "with the"
    ):
        written = reader.words.written(after, after + 1) if after < reader.end else ""
        for end in reader.phrase(after + 1, "rating", "age rating", "certificate", "content rating", "age limit"):
            if known := reader.known_values(prop, {written: None, written.upper(): None}):
                yield Found(Coded(prop, tuple(known), f"rated {written}"), end, 0.9)
    for after in reader.phrase(place, "rated", "rating", "with the age rating", "with an age rating of", "with content rating",
                               "with the content rating", "with a content rating of", "for ages", "with a rating of",
                               "with age rating", "classified", "certified"):  # fmt: skip
        for end in (after + 1, after + 2):
            written = reader.words.written(after, end) if end <= reader.end else ""
            if written and (known := reader.known_values(prop, {written: None, written.upper(): None})):
                yield Found(Coded(prop, tuple(known), f"rated {written}"), reader.reach(end), 1.0)


MEASURES = (
    read_content_rating,
    read_years,
    read_place,
    read_popular_in,
    read_subject,
    read_number,
    read_compared,
    read_same_value,
)
