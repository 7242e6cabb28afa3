"""The sources of a graph as those who speak: which of them count on a day, and which come before the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showgraph.errors import AmbiguousNameError, UnknownNameError
from showgraph.model import RDF_TYPE, RDFS, SOURCE_GRAPHS, get_kind, get_property, mint_iri
from showgraph.model.dates import first_day, last_day

if TYPE_CHECKING:
    import duckdb

    from showgraph.store import Store

UNTRUSTED = 5
"""The trust of a source that says nothing of it."""
VOCABULARY = mint_iri("source", "showgraph")
"""The source of the model's own words, which have no date and are nobody's claim."""
_DETAILS = ("title", "date", "trust", "licence", "expires")


@dataclass(frozen=True)
class Rule:
    """How values are resolved: ``as_of`` a day, and with ``trust``, sources that come before all others, best first."""

    as_of: str = ""
    trust: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """One source: ``date``, ``trust``, ``licence`` and ``expires`` are as it is described, empty where it isn't."""

    iri: str
    label: str
    title: str = ""
    date: str = ""
    trust: int = UNTRUSTED
    licence: str = ""
    expires: str = ""

    @property
    def slug(self) -> str:
        """The last part of its identifier."""
        return self.iri.removeprefix(SOURCE_GRAPHS)

    def had_spoken(self, day: str) -> bool:
        """Tell whether it counts as of a day: it is surely not younger. Without a date it can't be told, so no."""
        return self.iri == VOCABULARY or (bool(last_day(self.date)) and last_day(self.date) <= day)

    def foresees(self, date: str) -> bool:
        """Tell whether a date lies after its own: it can only have expected it then, however it was recorded."""
        return bool(last_day(self.date)) and first_day(date) > last_day(self.date)

    def is_over(self, day: str) -> bool:
        """Tell whether the day is past by which its terms want it deleted."""
        return bool(last_day(self.expires)) and last_day(self.expires) < day


def read_speakers(store: Store) -> dict[str, Speaker]:
    """Return the sources of a graph by identifier."""
    from showgraph.resolve.receipts import read_labels
    from showgraph.store.triples import read_triples

    known = {s[1:] for _, s, _, _ in read_triples(store, p="<" + RDF_TYPE, o="<" + get_kind("source").iri)}
    labels = read_labels(store, known)
    rows = [
        (s[1:], key, o)
        for key in _DETAILS
        for _, s, _, o in read_triples(store, p="<" + get_property(key, "source").iri)
        if s[1:] in known
    ]
    return _make_speakers(labels, rows, known)


def read_staged_speakers(connection: duckdb.DuckDBPyConnection) -> dict[str, Speaker]:
    """Return the sources that the staged ``claims`` describe, by identifier."""
    keys = {"<" + get_property(key, "source").iri: key for key in _DETAILS} | {"<" + RDFS + "label": "label"}
    rows = connection.execute(
        "SELECT DISTINCT s, p, o FROM claims WHERE p IN (SELECT unnest($1::VARCHAR[])) "
        "AND s IN (SELECT s FROM claims WHERE p = $2 AND o = $3) ORDER BY ALL",
        [list(keys), "<" + RDF_TYPE, "<" + get_kind("source").iri],
    ).fetchall()
    labels = {s[1:]: _lexical(o) for s, p, o in rows if keys[p] == "label"}
    return _make_speakers(labels, [(s[1:], keys[p], o) for s, p, o in rows if keys[p] != "label"], labels)


def _make_speakers(
    labels: Mapping[str, str], rows: Iterable[tuple[str, str, str]], known: Iterable[str]
) -> dict[str, Speaker]:
    details: dict[str, dict[str, str]] = {iri: {} for iri in known}
    for iri, key, term in rows:
        own, text = details.setdefault(iri, {}), _lexical(term)
        # As resolving takes them: the best trust, the latest date.
        better = max if key == "date" else min
        own[key] = better(own.get(key, text), text)
    return {
        iri: Speaker(
            iri,
            labels.get(iri) or own.get("title") or iri.removeprefix(SOURCE_GRAPHS),
            own.get("title", ""),
            own.get("date", ""),
            int(trust) if (trust := own.get("trust", "")).lstrip("-").isdigit() else UNTRUSTED,
            own.get("licence", ""),
            own.get("expires", ""),
        )
        for iri, own in details.items()
    }


def _lexical(term: str) -> str:
    return term[1:] if term[:1] in '"<' else term.partition(" ")[2]


def choose_speakers(known: Mapping[str, Speaker], names: Sequence[str]) -> list[str]:
    """Return the identifiers of sources that are named by slug, title or label, in the order given.

    Raises:
        UnknownNameError: there is no such source; the error lists the nearest.
        AmbiguousNameError: several sources have that title.
    """
    chosen = []
    for name in names:
        folded = name.strip().casefold()
        found = [one for one in known.values() if folded in (one.slug.casefold(), one.iri)]
        found = found or [one for one in known.values() if folded in (one.title.casefold(), one.label.casefold())]
        if not found:
            raise UnknownNameError("source", name, _nearest(known, folded))
        if len(found) > 1:
            raise AmbiguousNameError(name, sorted(f"{one.slug}  ({one.label})" for one in found))
        chosen.append(found[0].iri)
    return list(dict.fromkeys(chosen))


def _nearest(known: Mapping[str, Speaker], folded: str) -> list[str]:
    names = {text.casefold(): one.slug for one in known.values() for text in (one.label, one.title, one.slug) if text}
    near = [names[text] for text in difflib.get_close_matches(folded, names, n=5)]
    near += sorted(slug for text, slug in names.items() if folded and folded in text)
    return list(dict.fromkeys(near))[:5]
