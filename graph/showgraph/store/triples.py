"""Whole triples out of the store: any pattern, as term texts, for those who want RDF rather than answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic

from showgraph.errors import LimitError
from showgraph.store.open import NO_LIMITS, Limits, Store
from showgraph.store.patterns import DEFAULT, Cell, Patterns, Place, Scan, full_text, native_value
from showgraph.store.ranges import text_sql
from showgraph.store.terms import Literal, decode_term, is_resource

QuadText = tuple[str, str, str, str]
_BATCH = 100_000


def read_triples(
    store: Store,
    s: str | None = None,
    p: str | None = None,
    o: str | None = None,
    place: Place = DEFAULT,
    limits: Limits = NO_LIMITS,
) -> list[tuple[int, str, str, str]]:
    """Return the triples of a pattern as (graph id, term texts); the graph id is 0 in the default graph.

    None matches everything. A merged place has graph id 0 too.
    """
    query = _pattern_sql(store, s, p, o, place)
    if query is None:
        return []
    sql, parameters = query
    rows = store.execute(sql, parameters, limits)
    return [(int(str(row[0])), str(row[1]), str(row[2]), str(row[3])) for row in rows]


def has_triples(store: Store, s: str | None = None, p: str | None = None, o: str | None = None) -> bool:
    """Tell whether the default graph has triples of a pattern, without fetching them all."""
    query = _pattern_sql(store, s, p, o, DEFAULT)
    return query is not None and bool(store.execute(f"SELECT 1 FROM ({query[0]}) LIMIT 1", query[1]))


def all_triples_sql(store: Store, place: Place = DEFAULT) -> str:
    """Return SQL over the store's tables for all triples of a place: ``g``, an id, and ``s``, ``p``, ``o`` as texts."""
    query = _pattern_sql(store, None, None, None, place)
    rows = query[0] if query else "SELECT 0, '', '', '' LIMIT 0"
    return f"SELECT * FROM ({rows}) AS triples(g, s, p, o)"


def _pattern_sql(
    store: Store, s: str | None, p: str | None, o: str | None, place: Place
) -> tuple[str, list[object]] | None:
    patterns = Patterns(store.layout, store.catalogue)
    constants = [text for text in (s, p, o) if text is not None]
    ids = store.ids_of(constants)
    if any(text not in ids for text in (s, p) if text is not None):
        return None
    predicate = None if p is None else p[1:]
    if p is not None and not p.startswith("<"):
        return None
    scans = patterns.scans(predicate, place, by_subject=s is not None, by_object=o is not None)
    parameters: list[object] = []
    parts = []
    for index, scan in enumerate(scans):
        part = _scan_sql(scan, f"x{index}", None if s is None else ids[s], o, ids.get(o or ""), parameters)
        if part is not None:
            parts.append(part)
    if not parts:
        return None
    known = f"'{_escape(p)}'" if p is not None else "tp.term"
    join = "" if p is not None else "JOIN terms tp ON tp.id = u.p "
    ranges = store.catalogue.ranges
    subject, found = text_sql(ranges, "u.s", "ts.term"), text_sql(ranges, "u.o", "tb.term")
    sql = (
        f"SELECT u.g, {subject}, {known}, coalesce({found}, u.text) FROM ({' UNION ALL '.join(parts)}) u "
        f"LEFT JOIN terms ts ON ts.id = u.s {join}LEFT JOIN terms tb ON tb.id = u.o"
    )
    return sql, parameters


def _escape(text: str) -> str:
    return text.replace("'", "''")


def _scan_sql(
    scan: Scan, alias: str, subject: int | None, text: str | None, number: int | None, parameters: list[object]
) -> str | None:
    conditions = [condition.replace("{t}", alias) for condition in scan.conditions]
    if subject is not None:
        conditions.append(f"{scan.s.sql} = {subject}".replace("{t}", alias))
    if text is not None:
        condition = _object_condition(scan.o, text, number, parameters)
        if condition is None:
            return None
        conditions.append(condition.replace("{t}", alias))
    is_id = scan.o.kind in ("resource", "term")
    cells = [
        f"{scan.g.sql if scan.g else '0'} AS g",
        f"{scan.s.sql} AS s",
        f"{scan.p.sql if scan.p else '0'} AS p",
        f"{scan.o.sql if is_id else 'CAST(NULL AS BIGINT)'} AS o",
        f"{'CAST(NULL AS VARCHAR)' if is_id else full_text(scan.o)} AS text",
    ]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {', '.join(cells)} FROM {scan.table} {alias}".replace("{t}", alias) + where


def _object_condition(cell: Cell, text: str, number: int | None, parameters: list[object]) -> str | None:
    if cell.kind in ("resource", "term"):
        if number is None or (cell.kind == "resource" and not is_resource(text)):
            return None
        return f"{cell.sql} = {number}"
    term = decode_term(text)
    if not isinstance(term, Literal):
        return None
    if cell.kind == "text":
        if text[:1] == "^":
            return None
        parameters += [term.lexical, term.language]
        return f"{cell.sql} = ? AND {cell.language} = ?"
    native = text if cell.kind == "full" else native_value(term, cell.datatype)
    if native is None:
        return None
    parameters.append(native)
    return f"{cell.sql} = ?"


def read_quads(store: Store, limits: Limits = NO_LIMITS) -> Iterator[QuadText]:
    """Yield every quad as term texts, the default graph first and with an empty graph name."""
    for _, s, p, o in read_triples(store, limits=limits):
        yield "", s, p, o
    if store.catalogue.named_triples:
        found = read_triples(store, place=Place(named=True), limits=limits)
        names = store.texts_of({row[0] for row in found})
        for g, s, p, o in found:
            yield names[g], s, p, o


def stream_triples(store: Store) -> Iterator[list[tuple[str, str, str]]]:
    """Yield the default graph's triples as term texts, in batches: never more than one is in memory.

    No time limit holds for what the receiver does between batches.
    """
    patterns = Patterns(store.layout, store.catalogue)
    ranges = store.catalogue.ranges
    subject, found = text_sql(ranges, "u.s", "ts.term"), text_sql(ranges, "u.o", "tb.term")
    connection = store.connection.cursor()
    connection.execute("USE graph")
    try:
        for scan in patterns.scans(None):
            part = _scan_sql(scan, "x", None, None, None, [])
            rows = connection.execute(
                f"SELECT {subject}, tp.term, coalesce({found}, u.text) FROM ({part}) u "
                "LEFT JOIN terms ts ON ts.id = u.s JOIN terms tp ON tp.id = u.p LEFT JOIN terms tb ON tb.id = u.o"
            )
            while batch := rows.fetchmany(_BATCH):
                yield batch
    finally:
        connection.close()


def read_graph_names(store: Store) -> list[tuple[int, str]]:
    """Return the named graphs, ids and term texts."""
    numbers = [int(str(row[0])) for row in store.execute("SELECT g FROM graphs ORDER BY g")]
    names = store.texts_of(numbers)
    return [(number, names[number]) for number in numbers]


def describe_subjects(store: Store, subjects: Sequence[str], limits: Limits = NO_LIMITS) -> list[tuple[str, str, str]]:
    """Return the default graph's triples of some subjects and of the blank nodes they lead to.

    Raises:
        LimitError: all of them together take longer, or are more, than the limits allow.
    """
    found: dict[tuple[str, str, str], None] = {}
    seen: set[str] = set()
    todo = list(subjects)
    deadline = None if limits.seconds is None else monotonic() + limits.seconds
    while todo:
        subject = todo.pop()
        if subject in seen:
            continue
        if deadline is not None and monotonic() > deadline:
            raise LimitError(f"describing took longer than {limits.seconds:g} seconds and was stopped; ask for less")
        if limits.rows is not None and len(found) > limits.rows:
            raise LimitError(f"the descriptions have more than the limit of {limits.rows:,} triples; ask for less")
        seen.add(subject)
        for _, s, p, o in read_triples(store, s=subject, limits=limits):
            found[s, p, o] = None
            if o.startswith("_"):
                todo.append(o)
    return list(found)
