"""The index of names: for each name every form under which it is looked up, made when a graph is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from showgraph.names.chinese import chinese_keys
from showgraph.names.han import han_keys
from showgraph.names.japanese import japanese_keys
from showgraph.names.korean import has_hangul, korean_keys, korean_title_key
from showgraph.names.normal import exact_form, split_suffix, unordered_form
from showgraph.names.titles import title_keys


class NameForm(NamedTuple):
    """One form of one name; ``way`` says what the form ignores: one of ``WAYS``."""

    form: str
    way: str
    name: str
    iri: str


WAYS = ("exact", "article", "order", "suffix", "subtitle", "season", "sound")
"""How a name was found, best first."""
WEAK_WAYS = ("subtitle", "season")
"""Ways that can find another work of the same series of works."""

REASONS = {
    "exact": "the same name",
    "article": "the same without the article",
    "order": "the same words in another order",
    "suffix": "the same without what stands before or after a name, such as Sir or Jr.",
    "subtitle": "the same without the subtitle",
    "season": "the same without the number of a season or part",
    "sound": "another spelling of the same sounds",
    "near": "a near spelling",
}
SOUNDS = {
    "ko": (korean_keys, "another spelling of the same Korean sounds"),
    "ja": (japanese_keys, "another spelling of the same Japanese sounds"),
    "zh": (chinese_keys, "another spelling of the same Chinese sounds"),
    "han": (han_keys, "the same characters in another form"),
}
"""The languages of sound keys: what makes the keys of each, and the reason for what they find."""


def sound_keys(name: str) -> frozenset[str]:
    """Return the sound keys of a person's name in every language it can be in, each with its language before it.

    >>> sorted(sound_keys("박지후")), sound_keys("Brad Pitt")
    (['ko:pak CIhU'], frozenset())
    """
    return frozenset(f"{language}:{key}" for language, (make, _) in SOUNDS.items() for key in make(name))


def find_reason(form: str, way: str) -> str:
    """Return why a form found something in a way, one clause.

    >>> find_reason("sound:ja:satotakeru", "sound")
    'another spelling of the same Japanese sounds'
    """
    language = form.split(":")[1].replace("title", "ko") if way == "sound" and form.startswith("sound:") else ""
    return SOUNDS[language][1] if language in SOUNDS else REASONS[way]


def name_forms(name: str, *, person: bool) -> dict[str, str]:
    """Return the forms of a name and the way each is found, the best way for each form.

    >>> sorted(set(name_forms("Park Solomon", person=True).values()))
    ['exact', 'order', 'sound']
    """
    if not person:
        key = korean_title_key(name)
        return title_keys(name) | ({"sound:title:" + key: "sound"} if key else {})
    forms = {exact_form(name): "exact", "order:" + unordered_form(name): "order"}
    forms.setdefault("order:" + unordered_form(split_suffix(name)[0] or name), "suffix")
    for key in sound_keys(name):
        forms.setdefault("sound:" + key, "sound")
    return forms


def index_names(rows: Iterable[tuple[str, str, bool]]) -> Iterator[NameForm]:
    """Yield the forms of each (identifier, name, is it a person)."""
    for iri, name, person in rows:
        for form, way in name_forms(name, person=person).items():
            # A title in Latin letters is seldom Korean: only what is looked up may be.
            if person or way != "sound" or has_hangul(name):
                yield NameForm(form, way, name, iri)
