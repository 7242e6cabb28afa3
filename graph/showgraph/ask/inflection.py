"""The forms of English verbs and nouns that the model's words are made into."""

from __future__ import annotations

from typing import NamedTuple

_IRREGULAR = {
    "write": ("wrote", "written"), "draw": ("drew", "drawn"), "make": ("made", "made"), "show": ("showed", "shown"),
    "broadcast": ("broadcast", "broadcast"), "become": ("became", "become"), "come": ("came", "come"),
}  # fmt: skip
_DOUBLED = {"star", "pen", "script"} - {"script"}


class Forms(NamedTuple):
    """The forms of one verb."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


def inflect_verb(verb: str) -> Forms:
    """Return the forms of a verb; words behind it, as in "star in", are not part of it.

    >>> inflect_verb("star").past, inflect_verb("write").participle, inflect_verb("carry").third
    ('starred', 'written', 'carries')
    """
    y = verb.endswith("y") and verb[-2] not in "aeiou"
    third = verb[:-1] + "ies" if y else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    gerund = (verb[:-1] if verb.endswith("e") else stem) + "ing"
    if verb in _IRREGULAR:
        past, participle = _IRREGULAR[verb]
    else:
        past = participle = verb[:-1] + "ied" if y else stem + ("d" if verb.endswith("e") else "ed")
    return Forms(verb, third, past, participle, gerund)


def past_of(participle: str) -> str:
    """Return the past tense that goes with a participle; empty where a word can't be one.

    >>> past_of("written"), past_of("directed"), past_of("film")
    ('wrote', 'directed', '')
    """
    irregular = {forms[1]: forms[0] for forms in _IRREGULAR.values()}
    return irregular.get(participle, participle if participle.endswith("ed") else "")
