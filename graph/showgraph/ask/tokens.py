"""A question as words, and the names that its spans may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from showgraph.ask.words import vocabulary
from showgraph.model import is_a
from showgraph.names import WAYS, WEAK_WAYS, Hit, Names, exact_form, find_nearest, name_forms
from showgraph.names.search import read_forms

_LONGEST_NAME, _LONGEST_TITLE = 9, 20
"""Names of more words are found in any form; titles of more as they are written only."""
_LONGEST_PERSON = 5
_MOST_NAMESAKES = 8
"""How many things of one sort and name are told apart, the best known ones."""
MOST_TOKENS = 60
LONGEST_PHRASE = 8
"""How many words those phrases have at most that are looked for wherever they stand."""
_WORD = re.compile(
    r"[\"“”](?P<quoted>[^\"“”]+)[\"“”]|\[(?P<bracketed>[^\[\]]+)\]|\((?P<about>[^()]*)\)|(?P<number>\d{1,3}(?:,\d{3})+\b)|(?P<mark>[?!,;:…]+|(?<=\s)[-–—]+(?=\s)|\.(?!\w))"
    r"|(?P<word>[^\s?!,;:\"“”()\[\]]+)"
)
_GROUPS = ("work", "person", "organization", "genre", "character")
_CONTRACTED = {
    "can't": ("can", "not"), "won't": ("will", "not"), "i'd": ("i", "would"), "i'm": ("i", "am"), "let's": (),
    "that's": ("that", "is"), "it's": ("it", "is"), "there's": ("there", "is"), "they're": ("they", "are"),
    "they've": ("they", "have"), "who're": ("who", "are"), "who've": ("who", "have"), "what're": ("what", "are"),
}  # fmt: skip
_ASKING = {"who", "what", "where", "when", "which", "how"}


@dataclass(frozen=True)
class Token:
    """One word: as written, folded for the grammar, whether quotes make it a name, and what stands before it."""

    text: str
    word: str
    quoted: bool = False
    before: str = " "
    comma: bool = False


@dataclass
class Words:
    """The tokens of a question with every name found in them: ``names[i]`` holds (end, hits), longest first.

    ``notes`` say what was read for something that was misspelt.
    """

    text: str
    tokens: tuple[Token, ...]
    names: dict[int, list[tuple[int, list[Hit]]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def words(self, start: int, count: int) -> str:
        """Return some folded words, joined; empty where there are not so many or one is quoted."""
        part = self.tokens[start : start + count]
        return " ".join(token.word for token in part) if len(part) == count and not any(t.quoted for t in part) else ""

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Where each phrase of up to ``LONGEST_PHRASE`` folded words stands."""
        found: dict[str, list[int]] = {}
        for place in range(len(self.tokens)):
            for count in range(1, LONGEST_PHRASE + 1):
                if phrase := self.words(place, count):
                    found.setdefault(phrase, []).append(place)
        return found

    def written(self, start: int, end: int) -> str:
        """Return a span as it was written."""
        return "".join(token.before + token.text for token in self.tokens[start:end])[1:]

    def covered(self) -> set[int]:
        """Return the places of the words that stand in a name."""
        return {
            place
            for start, spans in self.names.items()
            for end, _ in spans
            for place in range(start, end)
            if end - start > 1 or self.tokens[start].word not in vocabulary()
        }


def split_words(text: str) -> tuple[Token, ...]:
    """Return the words of a question; "K-drama" is two, a possessive ``'s`` is one of its own, quotes make one.

    >>> [token.word for token in split_words("Which K-dramas aren't on Netflix?")]
    ['which', 'k', 'dramas', 'are', 'not', 'on', 'netflix']
    """
    tokens: list[Token] = []
    comma = False
    for match in _WORD.finditer(text):
        count = len(tokens)
        if quoted := match["quoted"] or match["bracketed"]:
            tokens.append(Token(quoted.strip(), quoted.strip().casefold(), quoted=True))
        elif match["about"] is not None and match["about"].isdigit() and len(match["about"]) < 4:
            # Not a year: "(500) Days of Summer".
            tokens.append(Token(match["about"], match["about"]))
        elif match["about"] is not None:
            if tokens:
                last = tokens[-1]
                tokens[-1] = replace(last, text=f"{last.text} ({match['about']})")
        elif match["word"] in ("+", "&"):
            tokens.append(Token(match["word"], "and"))
        elif number := match["number"]:
            tokens.append(Token(number, number.replace(",", "")))
        elif word := match["word"]:
            tokens += _split_word(word, tokens[-1].word if tokens else "")
        if comma and len(tokens) > count:
            tokens[count] = replace(tokens[count], comma=True)
        comma = match["mark"] is not None
    return tuple(tokens)


def _split_word(word: str, last: str) -> list[Token]:
    plain = word.casefold().replace("’", "'")
    if plain in _CONTRACTED:
        cut = plain.index("'")
        texts = (word[:cut], word[cut:])
        return [
            Token(text, part, before=" " if not n else "")
            for n, (text, part) in enumerate(zip(texts, _CONTRACTED[plain], strict=False))
        ]
    if plain.endswith("n't"):
        return [Token(word[:-3], plain[:-3]), Token(word[-3:], "not", before="")]
    head, possessive = re.fullmatch(r"(.*?)(['’]s?|)", word).groups()  # type: ignore[union-attr]
    tokens = []
    if head:
        parts = _split_hyphens(head)
        tokens = [Token(part, part.casefold(), before="-" if n else " ") for n, part in enumerate(parts)]
    if possessive:
        verb = (tokens[-1].word if tokens else last) in _ASKING
        tokens.append(Token(possessive, "is" if verb else "'s", before=""))
    return tokens


def _split_hyphens(word: str) -> list[str]:
    parts = word.split("-")
    known = vocabulary()
    if len(parts) > 1 and all(parts) and any(part.casefold() in known for part in parts):
        return parts
    return [word]


def read_words(text: str, execute: Names) -> Words:
    """Return a question's words with all names found in one look-up."""
    tokens = split_words(text)
    words = Words(text, tokens)
    spans: dict[tuple[int, int], dict[str, str]] = {}
    shown = [token.quoted or not token.text[:1].islower() or token.word not in vocabulary() for token in tokens]
    cased = any(token.text[:1].isupper() for token in tokens[1:])
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _LONGEST_TITLE, len(tokens)) + 1):
            # Who writes names with capitals writes their first and last words so.
            told = end - start == 1 or not cased or shown[start] or shown[end - 1]
            if told and _may_be_name(tokens[start:end]):
                spans[start, end] = _span_forms(words, start, end)
    found = read_forms(execute, sorted({form for forms in spans.values() for form in forms}), _typed(words, spans))
    for (start, end), forms in spans.items():
        if kept := _find_hits(words, start, end, forms, found):
            words.names.setdefault(start, []).insert(0, (end, kept))
    return words


def _typed(words: Words, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield spans as they stand in the question, with the marks in them and the one behind, which a title may have."""
    for start, end in spans:
        yield words.written(start, end)
        typed = r"[^\w]*".join(re.escape(token.text) for token in words.tokens[start:end])
        if found := re.search(rf"{typed}([!?]?)", words.text):
            yield found.group().removesuffix(found.group(1))
            yield found.group()


def _may_be_name(tokens: Sequence[Token]) -> bool:
    """Leave out spans that no name is: those that begin or end with what never does, and lone words of the grammar."""
    first, last = tokens[0].word, tokens[-1].word
    if any(token.quoted for token in tokens):
        return len(tokens) == 1 or not (tokens[0].quoted and tokens[-1].quoted)
    return first != "'s" and not (len(tokens) == 1 and first in _NEVER_NAMES) and (last != "'s" or len(tokens) == 1)


_NEVER_NAMES = {
    "on", "in", "with", "by", "the", "who", "which", "what", "from", "and", "is", "a", "of", "to", "how", "or", "are",
    "was", "were", "did", "do", "does", "that", "an", "for", "at", "not", "as", "has", "have", "than", "also",
}  # fmt: skip


def _span_forms(words: Words, start: int, end: int) -> dict[str, str]:
    written = _span_name(words, start, end)
    if end - start > _LONGEST_NAME:
        return {exact_form(written): "exact"}
    forms = dict(_forms_of(written, person=end - start <= _LONGEST_PERSON))
    if _about(words, start, end):
        forms |= {
            form: way for form, way in name_forms(words.written(start, end), person=False).items() if way == "exact"
        }
    if written.endswith("s") and end - start <= 3:
        for ending, instead in (("ies", "y"), ("s", "")):
            if written.endswith(ending):
                forms.setdefault(exact_form(written[: -len(ending)] + instead), "plural")
    return forms


@lru_cache(maxsize=8192)
def _forms_of(written: str, *, person: bool) -> dict[str, str]:
    """Return the forms of what may be a name; most spans are words that questions have in common."""
    # Who names a season or a subtitle doesn't mean a work without it.
    titles = {form: way for form, way in name_forms(written, person=False).items() if way not in WEAK_WAYS}
    return {**name_forms(written, person=True), **titles} if person else titles


def _find_hits(
    words: Words, start: int, end: int, forms: dict[str, str], found: dict[str, list[Hit]]
) -> list[Hit]:  # fmt: skip
    hits: dict[str, Hit] = {}
    for form, way in forms.items():
        for hit in found.get(form, []):
            if (way == "plural") <= (hit.kind == "genre"):
                hits.setdefault(hit.iri, hit)
    about = _about(words, start, end)
    if about:
        whole = name_forms(words.written(start, end), person=False)
        if named := best_hits(hit for form, way in whole.items() if way == "exact" for hit in found.get(form, [])):
            return named
    return best_hits([hit for hit in hits.values() if not about or hit.about.casefold() == about])


def _span_name(words: Words, start: int, end: int) -> str:
    return re.sub(r" \([^()]*\)$", "", words.written(start, end))


def _about(words: Words, start: int, end: int) -> str:
    found = re.search(r" \(([^()]*)\)$", words.written(start, end))
    return found.group(1).casefold() if found else ""


def best_hits(hits: Iterable[Hit]) -> list[Hit]:
    """Leave out things that merely sound alike where others of their sort bear the very name."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        group = next((name for name in _GROUPS if is_a(hit.kind, name)), "thing")
        groups.setdefault(group, []).append(hit)
    kept: list[Hit] = []
    for alike in groups.values():
        best = min((WAYS.index(hit.way) for hit in alike if hit.way in WAYS), default=0)
        fitting = [hit for hit in alike if hit.way not in WAYS or WAYS.index(hit.way) == best]
        kept += sorted(fitting, key=lambda hit: (-hit.weight, hit.label, hit.iri))[:_MOST_NAMESAKES]
    return kept


def near_names(words: Words, places: Iterable[int], execute: Names) -> list[tuple[int, int, list[Hit]]]:
    """Return (start, end, things) of the spans around some words that nearly are names, the longest spans first."""
    spans: dict[tuple[int, int], str] = {}
    cased = any(token.text[:1].isupper() for token in words.tokens[1:])
    for place in places:
        for length in range(min(6 if cased else 4, len(words.tokens)), 0, -1):
            for start in range(max(place - length + 1, 0), min(place, len(words.tokens) - length) + 1):
                if _may_be_near(words.tokens[start : start + length], cased):
                    spans[start, start + length] = _span_name(words, start, start + length)
    found = find_nearest(execute, list(spans.values()))
    hits = [(start, end, found[name]) for (start, end), name in spans.items() if name in found]
    return sorted(hits, key=lambda hit: hit[0] - hit[1])


def _may_be_near(tokens: Sequence[Token], cased: bool) -> bool:
    ends = (tokens[0].word, tokens[-1].word)
    if (
        len(tokens) > 1
        and cased
        and any(token.text[:1].islower() and token.word in vocabulary() for token in (tokens[0], tokens[-1]))
    ):
        return False
    if "'s" in ends or (any(token.quoted for token in tokens) and len(tokens) > 1):
        return False
    return not any(word in _NEVER_NAMES - {"the", "a"} for word in ends)
