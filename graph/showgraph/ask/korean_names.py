"""The names in a Korean question, with the particles behind them."""

from __future__ import annotations

from showgraph.ask.korean_words import GENRES, without_particles
from showgraph.ask.reading import Named
from showgraph.ask.tokens import best_hits
from showgraph.model import is_a
from showgraph.names import Hit, Names, has_hangul, name_forms
from showgraph.names.search import read_forms


def find_names(words: list[str], execute: Names) -> dict[int, list[tuple[int, list[Named], str]]]:
    """Return the things that are named from each place on: end, things and the particle behind them, the longest first."""
    spans: dict[tuple[int, int, str], dict[str, str]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + 7, len(words)) + 1):
            written = " ".join(words[start:end])
            for form in without_particles(written):
                particle = written[len(form) :]
                spans[start, end, particle] = {**name_forms(form, person=True), **name_forms(form, person=False)}
    spelt = dict.fromkeys(" ".join(words[s:e]).removesuffix(particle) for s, e, particle in spans)
    found = read_forms(execute, sorted({form for forms in spans.values() for form in forms}), spelt)
    names: dict[int, list[tuple[int, list[Named], str]]] = {}
    for (start, end, particle), forms in spans.items():
        hits: dict[str, Hit] = {}
        for form, way in forms.items():
            if way in ("subtitle", "season"):
                continue
            for hit in found.get(form, []):
                hits.setdefault(hit.iri, hit)
        written = " ".join(words[start:end])
        things = [
            Named(hit.iri, hit.label, hit.kind, _note(written.removesuffix(particle), hit), (), written, hit.about)
            for hit in best_hits(hits.values())
            if any(is_a(hit.kind, kind) for kind in ("work", "person", "organization"))
        ]
        if things:
            names.setdefault(start, []).append((end, things, particle))
    for choices in names.values():
        choices.sort(key=lambda choice: (-choice[0], len(choice[2])))
    return names


def _note(written: str, hit: Hit) -> str:
    return (
        ""
        if written == hit.label or (hit.way == "exact" and has_hangul(written))
        else f"read {written!r} as {hit.label}"
    )


def find_genres(execute: Names) -> dict[str, Hit]:
    """Return the genres of the graph that have Korean words, by their English names."""
    forms = {form: name for name in dict.fromkeys(GENRES.values()) for form in name_forms(name, person=False)}
    found: dict[str, Hit] = {}
    for form, hits in read_forms(execute, sorted(forms), dict.fromkeys(forms.values())).items():
        for hit in hits:
            if hit.kind == "genre":
                found.setdefault(forms[form], hit)
    return found
