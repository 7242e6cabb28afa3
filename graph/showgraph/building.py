"""Sources, resolve and store wired into one transaction: many files in, one graph directory out."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.errors import BuildError, DataError, ShowgraphError
from showgraph.model.dates import parse_day
from showgraph.progress import Tell, tell_nobody
from showgraph.resolve.choose import stage_statuses
from showgraph.resolve.derive import derive_claims, load_claims
from showgraph.resolve.layout import model_layout
from showgraph.resolve.naming import stage_bulk_names, stage_names, write_bulk_names, write_names
from showgraph.resolve.speakers import Rule
from showgraph.resolve.tables import STATUSES
from showgraph.resolve.then import Inputs, resolve_by_rule
from showgraph.sources.claims import Reading
from showgraph.sources.kept import Kept, count_rows
from showgraph.sources.known import find_sources
from showgraph.sources.source import Intake, Large, Look, Source, choose_source, find_slug
from showgraph.store import (
    Bulk,
    Staging,
    replace_directory,
    write_bulks,
    write_graph,
)
from showgraph.store.manifest import DATABASE
from showgraph.version import VERSION

if TYPE_CHECKING:
    import duckdb

SET_ASIDE = "set-aside.ndjson"
_EVERYTHING = Rule()
_FITS, _SMALL, _TINY = 512_000_000, 64_000_000, 8_000_000
_WORTH_KEEPING = 1_000_000
_CLEAR = 4
"""How sure a look has to be to contradict the user."""

Finish = Callable[[Path], None]


@dataclass(frozen=True)
class Report:
    """What a build did."""

    directory: Path
    readings: tuple[Reading, ...]


def build_graph(
    sources: Sequence[str],
    directory: Path,
    *,
    memory: str | None = None,
    finish: Iterable[Finish] = (),
    tell: Tell = tell_nobody,
    same: Path | None = None,
    strict: bool = False,
    rule: Rule = _EVERYTHING,
) -> Report:
    """Build one graph directory from sources such as ``toml:DIR`` and ``imdb:DIR``.

    An old graph of that name stays whole until the new one takes its place. Each of ``finish`` gets the new directory
    before that, and may add files to it; ``tell`` gets a word for each step. ``same`` is a TOML file of things that the
    user knows to be one, or two. ``strict`` stops at the first source of which a row is set aside. ``rule`` says which
    sources come before others, and as of which day the graph shall be.

    Raises:
        BuildError: a source can't be read, or the directory can't be written; no source counts as of the day.
        UnknownNameError: the rule names a source that isn't there.
        DataError: files of a source say something that can't be loaded.
    """
    try:
        return _build(sources, directory, memory, finish, tell, same, strict, rule)
    except RuntimeError as error:
        # What the engine's Python door raises when Ctrl-C comes while it works.
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise


def _build(
    sources: Sequence[str],
    directory: Path,
    memory: str | None,
    finish: Iterable[Finish],
    tell: Tell,
    same: Path | None,
    strict: bool,
    rule: Rule,
) -> Report:
    size = sum(_size(source) for source in sources)
    small = size < _SMALL
    in_memory = size < _FITS
    # A few megabytes are done before work has been shared out, and names are indexed beside it anyway.
    threads = 1 if size < _TINY else None
    with Staging(memory=memory, small=in_memory, threads=threads) as staging, _without_collection(small):
        past = Inputs(parse_day(rule.as_of)) if rule.as_of else None
        staged = _read_all(staging, sources, tell, strict, past)
        tell("resolving")
        large = staged.large if len(sources) > 1 else []
        decided = _merge(staging.connection, staged.inputs, same, large)
        derive_claims(staging.connection)
        resolve_by_rule(staging.connection, rule, past, staged.readings, staged.bulks, staged.names)
        for few in large:
            few.leave_to_rows()
        decided[STATUSES] = stage_statuses(staging.connection)
        with replace_directory(directory) as folder, ThreadPoolExecutor(1) as aside:
            # Python works on the names while the engine works on the rest.
            names = aside.submit(stage_names, staging.connection.cursor())
            tell("writing")
            if staged.bulks:
                _begin(staging.connection, staged, folder, aside, tell)
            write_graph(
                staging.connection,
                model_layout(),
                folder,
                program=VERSION,
                built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                facts={"as_of": rule.as_of, "trust": list(rule.trust)},
                bulks=staged.bulks,
                distinct=not staged.named,  # named graphs of RDF are staged as they come
                further=partial(_write_further, staging.connection, names, decided),
                tell=tell,
            )
            with (folder / SET_ASIDE).open("w", encoding="utf-8") as file:
                file.writelines(
                    json.dumps(row, ensure_ascii=False) + "\n"
                    for r in staged.readings
                    for row in (*r.set_aside, *r.values)
                )
            for step in finish:
                step(folder)
    return Report(directory, tuple(staged.readings))


def _begin(
    connection: duckdb.DuckDBPyConnection, staged: _Staged, folder: Path, aside: ThreadPoolExecutor, tell: Tell
) -> None:
    """Begin a graph with the rows of large sources, as they were kept or as they are written now.

    Raises:
        BuildError: no space, no permission, or no memory.
    """
    kept = staged.kept if len(staged.bulks) == 1 else None
    if kept and kept.restore_begun(folder / DATABASE):
        tell("beginning with the rows that were written before")
        return
    names = aside.submit(stage_bulk_names, connection.cursor(), staged.names)

    def write_further() -> None:
        names.result()
        write_bulk_names(connection)

    write_bulks(connection, model_layout(), staged.bulks, folder, further=write_further, tell=tell)
    if kept:
        kept.keep_begun(folder / DATABASE)


def _write_further(connection: duckdb.DuckDBPyConnection, names: Future[None], decided: Mapping[str, str]) -> None:
    """Write the tables of names, which are being staged, and those of how things were resolved."""
    names.result()
    write_names(connection)
    for name, query in decided.items():
        connection.execute(f'CREATE TABLE graph."{name}" AS {query}')


@dataclass
class _Staged:
    """What the sources have given: their readings and schemes, tables, and queries for names that are in no claims.

    ``named`` says that there are quads of named graphs; ``kept`` is what was kept of the source of the last table.
    """

    readings: list[Reading] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    bulks: list[Bulk] = field(default_factory=list)
    large: list[Large] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    named: bool = False
    kept: Kept | None = None


def read_sources(sources: Sequence[str]) -> list[Reading]:
    """Read sources and build nothing: return what would become of their rows.

    Raises:
        BuildError: a source can't be read.
        DataError: files of a source say something that can't be loaded.
    """
    with Staging(small=True, threads=1) as staging:
        return _read_all(staging, sources, tell_nobody, False).readings


def _read_all(
    staging: Staging, sources: Sequence[str], tell: Tell, strict: bool, past: Inputs | None = None
) -> _Staged:
    found = _Staged()
    taken: list[str] = []
    connection = staging.connection
    _make_tables(connection)
    for source in sources:
        if past:
            past.note(connection, found.bulks, found.names)
        found.readings.append(reading := Reading(source))
        chosen, path = find_source(source)
        taken.append(slug := find_slug(path, taken))
        before = _count_quads(connection)
        intake = Intake(
            connection,
            path,
            chosen.scheme,
            slug,
            reading,
            tell,
            partial(load_claims, connection),
            staging.add,
            found.bulks,
            found.names,
            alone=len(sources) == 1,
            large=found.large,
        )
        bulks = len(found.bulks)
        kept = _read_or_restore(intake, chosen, source)
        found.kept = kept if len(found.bulks) > bulks else found.kept
        if strict and reading.set_aside:
            raise BuildError(f"{source}: {_say_place(reading.set_aside[0])}; without --strict such rows are set aside")
        found.named = found.named or _count_quads(connection) > before
        _number_input(connection, len(found.readings), source)
        found.inputs.append(chosen.scheme)
    return found


def _read_or_restore(intake: Intake, chosen: Source, source: str) -> Kept | None:
    """Read a source, or take what it gave the last time where it has not changed since; return what is kept of it."""
    # What is read in a moment is not worth keeping; a plugin may read anything, at any time.
    if not chosen.keeps or _size(source) < _WORTH_KEEPING:
        _read(intake, chosen)
        return None
    connection, reading = intake.connection, intake.reading
    # A mapping of one's own is part of what is read.
    parts = [Path(part) for part in source.split(":")[1:-1] if Path(part).is_file()]
    kept = Kept(f"{chosen.scheme} {intake.slug}", [intake.path, *parts])
    intake.restored = kept.is_there and kept.restore(connection, reading)
    if intake.restored:
        intake.tell(f"{source} has not changed since it was last read")
    if chosen.tables:
        intake.keep = partial(kept.keep, connection, reading, {})
        _read(intake, chosen)
    elif not intake.restored:
        since = count_rows(connection)
        _read(intake, chosen)
        kept.keep(connection, reading, since)
    return kept


def _read(intake: Intake, chosen: Source) -> None:
    try:
        # Said to be one kind, and without anything that this kind has: a slip that would load next to nothing.
        told = chosen in find_sources() and intake.path.exists()
        if told and not chosen.looks(look := Look(intake.path)):
            other = choose_source(find_sources(), intake.path)
            if other is not None and other.looks(look) > _CLEAR:
                raise BuildError(f"{intake.path} doesn't look like {chosen.reads}")
        chosen.read(intake)
    except (BuildError, DataError) as error:
        raise _name_better(error, chosen, intake.path) from error


def _size(source: str) -> int:
    """Return how many bytes a source has, as far as it is there."""
    path = Path(source.partition(":")[2] or source)
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


@contextmanager
def _without_collection(small: bool) -> Iterator[None]:
    """Do without a search for cycles while a small source is read: there are none, and it takes a tenth of the time."""
    if not small or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    load_claims(connection, ())
    connection.execute("CREATE TABLE source_input (source VARCHAR, input INTEGER)")
    connection.execute("CREATE TABLE mentions (iri VARCHAR)")


def _number_input(connection: duckdb.DuckDBPyConnection, number: int, source: str) -> None:
    """Note which input the sources came with that claims have named since the last."""
    connection.execute(
        "INSERT INTO source_input SELECT DISTINCT source, ?::INTEGER FROM claims "
        "WHERE source NOT IN (SELECT source FROM source_input)",
        [number],
    )


def _merge(
    connection: duckdb.DuckDBPyConnection, inputs: Sequence[str], same: Path | None, large: Sequence[Large]
) -> dict[str, str]:
    """Give things that are one the same identifier, where there can be such; return tables that tell of it."""
    row = connection.execute("SELECT count(*) FROM mentions").fetchone()
    if same is None and len(inputs) < 2 and not (row and row[0]):
        return {}
    from showgraph.resolve.merge import merge_things, rename_things
    from showgraph.resolve.tables import DECISIONS, MEMBERS
    from showgraph.resolve.told import read_told

    own = [number for number, scheme in enumerate(inputs, 1) if scheme == "toml"]
    for source in large:
        source.claim_candidates()
    merge_things(connection, own, read_told(same) if same else None)
    for source in large:
        source.settle(MEMBERS)
        rename_things(connection)
    return {DECISIONS: f"SELECT * FROM {DECISIONS} ORDER BY a, b", MEMBERS: f"SELECT * FROM {MEMBERS} ORDER BY old"}


def _name_better(error: BuildError | DataError, chosen: Source, path: Path) -> ShowgraphError:
    """Return an error that also says what a file looks like that isn't what it was said to be."""
    try:
        other = choose_source(find_sources(), path) if path.exists() else None
    except BuildError:
        other = None
    # Where nothing can be read at all, the ending alone is no reason to name another kind.
    if other is None or other.scheme == chosen.scheme or not (path.is_dir() or Look(path).head):
        return error
    said = str(error).splitlines()[-1].strip()
    return BuildError(f"{said}; it looks like {other.reads}: try {other.scheme}:{path}")


def _say_place(entry: Mapping[str, object]) -> str:
    place = f"line {entry['line']}" if "line" in entry else f"row {entry['row']!r}" if "row" in entry else ""
    return ": ".join(part for part in (str(entry.get("file", "")), place, str(entry["reason"])) if part)


def find_source(source: str) -> tuple[Source, Path]:
    """Return what reads a source and its path; one without a scheme tells by what it holds.

    Raises:
        BuildError: there is no such file, or it looks like nothing that can be read.
    """
    scheme, _, rest = source.partition(":")
    if scheme == "mapping" and rest:
        return _find_mapped(source, rest)
    known = find_sources()
    if rest and any(one.scheme == scheme for one in known):
        _refuse_archive(Path(rest))
        return next(one for one in known if one.scheme == scheme), Path(rest)
    path = Path(source)
    if not path.exists():
        words = ", ".join(one.scheme for one in known)
        reason = f"; {scheme!r} is no kind of source: {words}, mapping" if rest and "/" not in scheme else ""
        raise BuildError(f"no file or folder {source!r} to build from{reason}")
    _refuse_archive(path)
    if found := choose_source(known, path):
        return found, path
    columns = [] if path.is_dir() else Look(path).headers[:8]
    has = f" (its columns: {', '.join(columns)})" if len(columns) > 1 else ""
    raise BuildError(
        f"can't tell what {source!r} is{has}; put one of these words before it: "
        f"{', '.join(one.scheme + ':' for one in known)} or mapping:FILE.toml: ; showgraph build --help tells of each"
    )


_ARCHIVES = {
    b"PK\x03\x04": "a ZIP archive, as XLSX is too",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xfd7zXZ": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}


def _refuse_archive(path: Path) -> None:
    """Say of a file that is no table what it is, and what to do."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(16)
    for start, what in _ARCHIVES.items():
        if head.startswith(start):
            raise BuildError(f"{path} is {what}; unpack it, or save it as CSV or JSON, and build from that")


def _find_mapped(source: str, rest: str) -> tuple[Source, Path]:
    mapping, _, data = rest.partition(":")
    if not data or not Path(mapping).is_file() or not Path(data).exists():
        raise BuildError(f"{source!r}: expected mapping:FILE.toml:DATA, two files that are there")

    def read(intake: Intake) -> None:
        from showgraph.sources.mapped import read_with_mapping

        read_with_mapping(intake, Path(mapping))

    return Source(Path(mapping).stem, "a table by a mapping of one's own", read, lambda look: 0), Path(data)


def _count_quads(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT count(*) FROM quads").fetchone()
    return int(row[0]) if row else 0
