"""A question as words, and the names that its spans may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from showgraph.ask.words import vocabulary
from showgraph.names import WAYS, WEAK_WAYS, Execute, Hit, exact_form, find_near, name_forms
from showgraph.names.search import read_forms

_LONGEST_NAME = 9
_WORD = re.compile(
    r"[\"“”](?P<quoted>[^\"“”]+)[\"“”]|\((?P<about>[^()]*)\)|(?P<mark>[?!,;:…]+|\.(?!\w))|(?P<word>[^\s?!,;:\"“”()]+)"
)


@dataclass(frozen=True)
class Token:
    """One word: as written, folded for the grammar, whether quotes make it a name, and what stands before it."""

    text: str
    word: str
    quoted: bool = False
    before: str = " "


@dataclass
class Words:
    """The tokens of a question with every name found in them: ``names[i]`` holds (end, hits), longest first."""

    text: str
    tokens: tuple[Token, ...]
    names: dict[int, list[tuple[int, list[Hit]]]] = field(default_factory=dict)

    def words(self, start: int, count: int) -> str:
        """Return some folded words, joined; empty where there are not so many or one is quoted."""
        part = self.tokens[start : start + count]
        return " ".join(token.word for token in part) if len(part) == count and not any(t.quoted for t in part) else ""

    def written(self, start: int, end: int) -> str:
        """Return a span as it was written."""
        return "".join(token.before + token.text for token in self.tokens[start:end])[1:]


def split_words(text: str) -> tuple[Token, ...]:
    """Return the words of a question; "K-drama" is two, a possessive ``'s`` is one of its own, quotes make one.

    >>> [token.word for token in split_words("Which K-dramas are on Netflix?")]
    ['which', 'k', 'dramas', 'are', 'on', 'netflix']
    """
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        if quoted := match["quoted"]:
            tokens.append(Token(quoted, quoted.casefold(), quoted=True))
        elif match["about"] is not None:
            if tokens:
                last = tokens[-1]
                tokens[-1] = replace(last, text=f"{last.text} ({match['about']})")
        elif word := match["word"]:
            head, possessive = re.fullmatch(r"(.*?)(['’]s?|)", word).groups()  # type: ignore[union-attr]
            if head:
                parts = _split_hyphens(head)
                tokens += [Token(part, part.casefold(), before="-" if n else " ") for n, part in enumerate(parts)]
            if possessive:
                tokens.append(Token(possessive, "'s", before=""))
    return tuple(tokens)


def _split_hyphens(word: str) -> list[str]:
    parts = word.split("-")
    known = vocabulary()
    if len(parts) > 1 and all(parts) and any(part.casefold() in known for part in parts):
        return parts
    return [word]


def read_words(text: str, execute: Execute) -> Words:
    """Return a question's words with all names found in one look-up."""
    tokens = split_words(text)
    words = Words(text, tokens)
    spans: dict[tuple[int, int], dict[str, str]] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(tokens)) + 1):
            if tokens[start].word == "'s":
                continue
            written = _span_name(words, start, end)
            titles = name_forms(written, person=False).items()
            # Who names a season or a subtitle doesn't mean a work without it.
            forms = {**name_forms(written, person=True), **{form: way for form, way in titles if way not in WEAK_WAYS}}
            if written.endswith("s") and end - start <= 3:
                forms.setdefault(exact_form(written[:-1]), "plural")
            spans[start, end] = forms
    found = read_forms(execute, sorted({form for forms in spans.values() for form in forms}))
    for (start, end), forms in spans.items():
        hits: dict[str, Hit] = {}
        for form, way in forms.items():
            for hit in found.get(form, []):
                if (way == "plural") <= (hit.kind == "genre"):
                    hits.setdefault(hit.iri, hit)
        about = _about(words, start, end)
        kept = [hit for hit in hits.values() if not about or hit.about.casefold() == about]
        if kept:
            words.names.setdefault(start, []).insert(0, (end, _best(kept)))
    return words


def _span_name(words: Words, start: int, end: int) -> str:
    return re.sub(r" \([^()]*\)$", "", words.written(start, end))


def _about(words: Words, start: int, end: int) -> str:
    found = re.search(r" \(([^()]*)\)$", words.written(start, end))
    return found.group(1).casefold() if found else ""


def _best(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out things that merely sound alike where others bear the very name."""
    ways = [way for way in WAYS if any(hit.way == way for hit in hits)]
    return [hit for hit in hits if hit.way == ways[0]] if ways else list(hits)


def near_names(words: Words, start: int, execute: Execute) -> list[tuple[int, Hit]]:
    """Return ends and things whose names nearly are a span that begins at a word, the longest span's first."""
    found = []
    for end in range(min(start + 5, len(words.tokens)), start, -1):
        found += [(end, hit) for hit in find_near(execute, _span_name(words, start, end))]
    return found
