"""One thing resolved again at look-up: as of a day, or with other sources before the rest, by the rule of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from showgraph.model import RDFS, SCHEMA, SOURCE_GRAPHS, XSD, get_property
from showgraph.model.dates import parse_day
from showgraph.resolve.choose import rank_claims
from showgraph.resolve.speakers import Rule, Speaker, choose_speakers, read_speakers
from showgraph.resolve.tables import STATUSES
from showgraph.resolve.then import DATED, Unheard, count_unheard
from showgraph.store.patterns import Place
from showgraph.store.triples import read_triples

if TYPE_CHECKING:
    from showgraph.store import Store

_LABEL = "<" + RDFS + "label"
_NAMES = ("<" + SCHEMA + "alternateName", "<" + SCHEMA + "name")
_OVERRULED = "overruled"


class Said(NamedTuple):
    """One claim: terms as the store encodes them, the source's identifier, and the status it was said with."""

    s: str
    p: str
    o: str
    source: str
    status: str = "actual"


class Loss(NamedTuple):
    """A value that lost: to which one, and by which rule."""

    p: str
    o: str
    won: str
    rule: str


@dataclass(frozen=True)
class View:
    """What some sources say of a thing, resolved.

    ``facts`` are predicates and values, ``labels`` what the sources that count call the things that are values, where
    they call them anything. ``unheard`` counts the sources that speak of the thing and don't count.
    """

    facts: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...]
    said: tuple[Said, ...]
    labels: Mapping[str, str]
    speakers: Mapping[str, Speaker]
    unheard: Unheard
    day: str = ""

    def counts(self, source: str) -> bool:
        """Tell whether a source counts, by its identifier."""
        return not self.day or (source in self.speakers and self.speakers[source].had_spoken(self.day))

    def speaker(self, source: str) -> Speaker:
        """Return a source by its identifier; one that nothing describes too."""
        return self.speakers.get(source) or Speaker(source, source.removeprefix(SOURCE_GRAPHS))

    def open_statuses(self) -> dict[tuple[str, str], str]:
        """Return the statuses, such as ``expected``, of values of which no source says that they are actual."""
        actual = {(one.p, one.o) for one in self.said if one.status == "actual"}
        return {
            (one.p, one.o): one.status
            for one in sorted(self.said, reverse=True)
            if (one.p, one.o) not in actual and one.status not in ("overruled", "placeholder")
        }


def resolve_again(store: Store, iri: str, rule: Rule) -> View:
    """Return what is said of a thing, resolved by a rule; the order of sources that the graph was built with stays.

    Raises:
        UnknownNameError: the rule names a source that isn't in the graph.
        ShowgraphError: its day is no date.
    """
    speakers = read_speakers(store)
    day = parse_day(rule.as_of) if rule.as_of else ""
    built = store.manifest.facts.get("trust")
    built_trust = [name for name in built if isinstance(name, str)] if isinstance(built, list) else []
    preferred = choose_speakers(speakers, [*rule.trust, *built_trust])
    everything = _read_claims(store, "<" + iri)
    heard = everything if not day else _hear(everything, speakers, day)
    unheard = {one.source for one in everything} - {one.source for one in heard}
    names = _read_names(store, {one.o for one in heard if one.o.startswith("<")})
    if day:
        names = [one for one in names if _had_spoken(speakers, one.source, day)]
    labels = [one for one in names if one.p == _LABEL]
    winners, losses, single = _rank([*heard, *labels], speakers.values(), preferred)
    many = {(one.p, one.o) for one in heard if one.p not in single and one.status != _OVERRULED}
    return View(
        tuple(sorted(many | {(p, o) for s, p, o in winners if s == "<" + iri})),
        tuple(Loss(*rest) for s, *rest in losses if s == "<" + iri),
        tuple(heard),
        _name_as_spelt(heard, names, speakers) | {s: o[1:] for s, p, o in winners if p == _LABEL and s != "<" + iri},
        speakers,
        count_unheard([speakers.get(source) or Speaker(source, source) for source in sorted(unheard)], day),
        day,
    )


def _hear(everything: Sequence[Said], speakers: Mapping[str, Speaker], day: str) -> list[Said]:
    """Return what counts as of a day; a date after that of its source was an expectation when it was written."""
    heard = [one for one in everything if _had_spoken(speakers, one.source, day)]
    return [
        one._replace(status="expected")
        if one.p in DATED
        and one.status == "actual"
        and one.source in speakers
        and speakers[one.source].foresees(one.o.rpartition(" ")[2])
        else one
        for one in heard
    ]


def _had_spoken(speakers: Mapping[str, Speaker], source: str, day: str) -> bool:
    return (speakers.get(source) or Speaker(source, source)).had_spoken(day)


def _read_claims(store: Store, subject: str) -> list[Said]:
    """Return every claim of a subject; named graphs that are no source's repeat what a source's says."""
    rows = read_triples(store, s=subject, place=Place(named=True))
    graphs = store.texts_of({row[0] for row in rows})
    statuses = read_statuses(store, subject)
    return [
        Said(s, p, o, graphs[g][1:], status)
        for g, s, p, o in rows
        if graphs[g].startswith("<" + SOURCE_GRAPHS)
        for status in statuses.get((s, p, o, graphs[g][1:]), ["actual"])
    ]


def read_statuses(store: Store, subject: str) -> dict[tuple[str, str, str, str], list[str]]:
    """Return the statuses of claims of a subject, by the claim's terms and source, where one isn't ``actual``."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    if store.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $1 LIMIT 1", [STATUSES]):
        for s, p, o, source, status in store.execute(f"SELECT * FROM {STATUSES} WHERE s = $1", [subject]):
            found.setdefault((str(s), str(p), str(o), str(source)), []).append(str(status))
    return found


def _read_names(store: Store, things: set[str]) -> list[Said]:
    """Return what sources call some things: labels and other names."""
    ids = store.ids_of(things | {_LABEL, *_NAMES})
    wanted = [[ids[term] for term in sorted(group) if term in ids] for group in (things, {_LABEL, *_NAMES})]
    rows = store.execute(
        "SELECT DISTINCT s, p, o, g FROM statements_by_subject WHERE g <> 0 "
        "AND s IN (SELECT unnest($1::BIGINT[])) AND p IN (SELECT unnest($2::BIGINT[]))",
        wanted,
    )
    texts = store.texts_of({int(str(number)) for row in rows for number in row})
    found = [Said(*(texts[int(str(number))] for number in row)) for row in rows]
    return [one._replace(source=one.source[1:]) for one in found if one.source.startswith("<" + SOURCE_GRAPHS)]


def _name_as_spelt(heard: Sequence[Said], names: Iterable[Said], speakers: Mapping[str, Speaker]) -> dict[str, str]:
    """Return a name for each value, best as a source spelt it that gives the value."""
    givers: dict[str, set[str]] = {}
    for one in heard:
        givers.setdefault(one.o, set()).add(one.source)
    best: dict[str, tuple[bool, bool, int, str]] = {}
    for one in names:
        trust = speakers[one.source].trust if one.source in speakers else 0
        text = one.o.partition(" ")[2] if one.o.startswith("@") else one.o[1:]
        key = one.source not in givers.get(one.s, ()), one.o.startswith("@"), trust, text
        best[one.s] = min(best.get(one.s, key), key)
    return {term: text for term, (*_, text) in best.items()}


def _rank(
    claims: Sequence[Said], speakers: Iterable[Speaker], preferred: Sequence[str]
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str, str, str]], set[str]]:
    """Return what wins, what loses to what by which rule, and which predicates have one value."""
    rows = [*claims]
    trust, date = ("<" + get_property(key, "source").iri for key in ("trust", "date"))
    for one in speakers:
        rows.append(Said("<" + one.iri, trust, f"^{XSD}integer {one.trust}", one.iri))
        if one.date:
            rows.append(Said("<" + one.iri, date, f"^{XSD}date {one.date}", one.iri))
    columns = [list(column) for column in zip(*rows, strict=True)]
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE claims AS SELECT DISTINCT unnest($1::VARCHAR[]) AS s, unnest($2::VARCHAR[]) AS p, "
            "unnest($3::VARCHAR[]) AS o, unnest($4::VARCHAR[]) AS source, unnest($5::VARCHAR[]) AS status",
            columns,
        )
        rank_claims(connection, preferred)
        winners = connection.execute("SELECT s, p, o FROM ranked WHERE place = 1 ORDER BY ALL").fetchall()
        losses = connection.execute("SELECT s, p, o, won, rule FROM contest ORDER BY ALL").fetchall()
        single = {str(p) for (p,) in connection.execute("SELECT p FROM single").fetchall()}
    return winners, losses, single
