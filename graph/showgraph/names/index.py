"""The index of names: for each name every form under which it is looked up, made when a graph is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from showgraph.names.korean import korean_keys
from showgraph.names.normal import exact_form, title_form, unordered_form


class NameForm(NamedTuple):
    """One form of one name; ``way`` says what the form ignores: exact, article, order or sound."""

    form: str
    way: str
    name: str
    iri: str


WAYS = ("exact", "article", "order", "sound")
"""How a name was found, best first."""

REASONS = {
    "exact": "the same name",
    "article": "the same without the article",
    "order": "the same words in another order",
    "sound": "another spelling of the same Korean sounds",
    "near": "a near spelling",
}


def name_forms(name: str, *, person: bool) -> dict[str, str]:
    """Return the forms of a name and the way each is found, the best way for each form.

    >>> sorted(set(name_forms("Park Solomon", person=True).values()))
    ['exact', 'order', 'sound']
    """
    forms = {exact_form(name): "exact"}
    if person:
        forms.setdefault("order:" + unordered_form(name), "order")
        for key in korean_keys(name):
            forms.setdefault("sound:" + key, "sound")
    else:
        forms.setdefault("title:" + title_form(name), "article")
    return forms


def index_names(rows: Iterable[tuple[str, str, bool]]) -> Iterator[NameForm]:
    """Yield the forms of each (identifier, name, is it a person)."""
    for iri, name, person in rows:
        for form, way in name_forms(name, person=person).items():
            yield NameForm(form, way, name, iri)
