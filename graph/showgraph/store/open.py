"""Open a graph directory: read-only, closed to files and network, with limits on time and memory."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Self, TypeVar

import duckdb

from showgraph.errors import GraphError, LimitError
from showgraph.sql import quote_string
from showgraph.store.catalogue import Catalogue
from showgraph.store.fetch import Row, fetch_rows, fetch_rows_again
from showgraph.store.layout import Layout
from showgraph.store.manifest import DATABASE, Manifest, hash_file, read_manifest
from showgraph.store.neighbours import Neighbours, open_neighbours
from showgraph.store.ranges import range_of
from showgraph.store.tables import LOOKUP, TERMS, Direction
from showgraph.store.terms import Term, decode_term, encode_term
from showgraph.store.workers import Task, Worker

Value = object
Result = TypeVar("Result")

_CACHED_TERMS = 200_000
_CACHED_ABSENT, _SHORT = 20_000, 200
_IDS = f"SELECT t.term, t.id FROM {LOOKUP} l JOIN {TERMS} t ON t.id = l.id WHERE "
_ONE_ID = f"{_IDS}l.hash = md5_number_lower($1::VARCHAR) AND t.term = $1::VARCHAR"
_MANY_IDS = (
    f"{_IDS}l.hash IN (SELECT md5_number_lower(unnest($1::VARCHAR[]))) AND t.term IN (SELECT unnest($1::VARCHAR[]))"
)
# The engine keeps one or two kilobytes of each query that joins tables until its instance ends.
_PIECES_OF_AN_INSTANCE = 1_500
_SMALL = 500_000
# How long what ran out of memory beside others waits, in seconds, before it tries again.
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
_STOPPED = "the query was stopped: the graph is being closed"
# What these find in a query over a small graph takes longer to look for than it saves.
_FOR_LARGE = "common_subplan,compressed_materialization,window_rewriter,common_subexpressions,late_materialization"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


@dataclass(frozen=True)
class Limits:
    """How long one query may take, in seconds, and how many rows it may have; None means as many as it needs.

    ``firm`` refuses what the time limit can't stop: what only rdflib can evaluate, and regular expressions that only
    Python can match. Memory is limited for all queries of a store together, by ``open_store``.
    """

    seconds: float | None = None
    rows: int | None = None
    firm: bool = False


NO_LIMITS = Limits()


class Store:
    """An open graph directory. Threads may share it; ``close`` it, or use it in a ``with`` block."""

    def __init__(
        self, folder: Path, manifest: Manifest, connect: Callable[[], duckdb.DuckDBPyConnection], memory: str
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.layout: Layout = manifest.layout
        self.catalogue: Catalogue = manifest.catalogue
        self.connection = connect()
        self.memory = memory
        self._connect = connect
        self._file = _identity(folder)
        self._instance = 0
        self._pieces = 0
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._texts: dict[int, str] = {}
        self._neighbours: dict[tuple[str, Direction], Neighbours] = {}
        self._ids: dict[str, int] = {}
        self._absent: set[str] = set()
        self._closed = False
        self._stops = 0
        self._guard = threading.Lock()
        self._provided: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {}
        _OPEN.add(self)

    def execute(self, sql: str, parameters: Sequence[Value] = (), limits: Limits = NO_LIMITS) -> list[Row]:
        """Run one statement and return all its rows.

        Raises:
            LimitError: it took too long or needed too much memory.
        """
        return self.run(lambda connection: fetch_rows(connection, sql, list(parameters), self.memory), limits)

    def run(self, work: Callable[[duckdb.DuckDBPyConnection], Result], limits: Limits = NO_LIMITS) -> Result:
        """Run work on a connection of its own, stopped when the time is over or at Ctrl-C.

        The work runs in another thread: this one only waits, so that it notices both at once, however long the engine
        keeps to itself. Work that runs out of memory while other work runs is done again from its beginning, up to five
        times.

        Raises:
            LimitError: it took too long or needed too much memory.
            KeyboardInterrupt: Ctrl-C came; the work was stopped.
        """
        begun, stops = monotonic(), self._stops
        for pause in (*_PAUSES, None):
            try:
                return self._do(work, limits, begun)
            except duckdb.OutOfMemoryException as error:
                others = len(self._busy)
                if pause is None or not others:
                    beside = f" beside {others} other{'s' * (others > 1)} that ran" if others else ""
                    raise LimitError(
                        f"the query needed more memory than the limit of {self.memory}{beside}; "
                        "ask for less or allow more with --memory"
                    ) from error
            # The limit is one for all that run: what small queries miss for a moment, a large one has just taken.
            sleep(pause)
            if self._stops != stops:
                raise GraphError(_STOPPED)
        raise AssertionError("the last try raises")

    def _do(self, work: Callable[[duckdb.DuckDBPyConnection], Result], limits: Limits, begun: float) -> Result:
        seconds = None if limits.seconds is None else max(0.0, limits.seconds - (monotonic() - begun))
        worker, task = self._take(), Task(work)
        self._busy.add(worker)
        try:
            if not worker.finish(task, seconds):
                raise LimitError(
                    f"the query took longer than {limits.seconds:g} seconds and was stopped; "
                    "ask for less or allow more time"
                )
            return task.result()
        except duckdb.InterruptException as error:
            raise GraphError(_STOPPED) from error
        finally:
            self._busy.discard(worker)
            with self._guard:
                # Looked at and put back at once: one left behind would keep its whole old instance in memory.
                wanted = not self._closed and worker.instance == self._instance
                if wanted:
                    self._idle.append(worker)
            if not wanted:
                worker.close()

    def stop(self) -> None:
        """Stop all queries that run, in whatever thread; each ends with GraphError."""
        self._stops += 1
        for worker in list(self._busy):
            worker.stop()

    def _take(self) -> Worker:
        if self._closed:
            raise GraphError(f"the graph {self.folder} has been closed; open it again")
        self._pieces += 1
        if self._pieces > _PIECES_OF_AN_INSTANCE:
            self._renew()
        with self._guard:
            if self._idle:
                return self._idle.pop()
            instance, connection = self._instance, self.connection.cursor()
        connection.execute("USE graph")
        return Worker(connection, instance)

    def _renew(self) -> None:
        """Open the database anew, so that what the engine has piled up goes with its old instance.

        Queries that run keep the old one until they end; nothing of the store's own is forgotten. A graph that has been
        built again, or taken away, since it was opened goes on being read as it was, in the instance there is.
        """
        with self._guard:
            if self._closed or self._pieces <= _PIECES_OF_AN_INSTANCE:
                return  # another thread has just done it
            self._pieces = 0
            try:
                connection = self._connect()
                same = _identity(self.folder) == self._file  # looked at last: what has been opened is what it was then
            except (GraphError, OSError):
                return
            if not same:
                connection.close()
                return
            for provide in self._provided.values():
                provide(connection)
            # Not closed: that would close the connections of queries that still run as well.
            self.connection = connection
            self._instance += 1
            old, self._idle = self._idle, []
        for worker in old:
            worker.close()

    def provide_function(
        self,
        name: str,
        function: Callable[..., str | bool | None],
        arguments: Sequence[str],
        result: str,
        *,
        pure: bool = True,
    ) -> None:
        """Make a Python function callable from SQL, once; NULL reaches it as None.

        The engine loads numpy with the first one, so nothing is provided before a statement needs it.
        """

        def provide(connection: duckdb.DuckDBPyConnection) -> None:
            types = [connection.type(argument) for argument in arguments]
            connection.create_function(  # type: ignore[call-overload]
                name, function, types, connection.type(result), null_handling="special", side_effects=not pure
            )

        with self._guard:
            if name not in self._provided:
                provide(self.connection)
                self._provided[name] = provide

    def id_of(self, term: Term) -> int | None:
        """Return the id of a term, None when the dictionary doesn't hold it.

        Every resource of the graph has an id; of the literals only those in the statement table have one.
        """
        text = encode_term(term)
        return self.ids_of([text]).get(text)

    def term_of(self, number: int) -> Term:
        """Return the term with an id; KeyError when there is none."""
        return decode_term(self.texts_of([number])[number])

    def ids_of(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of term texts, leaving out those without one."""
        wanted = set(texts)
        found = {text: self._ids[text] for text in wanted if text in self._ids}
        for one in self.catalogue.ranges:
            found |= {text: number for text in wanted - found.keys() if (number := one.id_of(text)) is not None}
        if missing := sorted(wanted - found.keys() - self._absent):
            # One alone is the term of a query whose plan is known: the engine plans a comparison sooner than a list.
            sql, value = (_ONE_ID, missing[0]) if len(missing) == 1 else (_MANY_IDS, missing)
            rows = self.run(lambda connection: fetch_rows_again(connection, sql, [value], self.memory))
            new = {str(text): int(str(number)) for text, number in rows}
            found |= new
            self._remember({number: text for text, number in new.items()})
            self._miss(text for text in missing if text not in new)
        return found

    def texts_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the term texts of ids."""
        wanted = set(numbers)
        known = self._texts
        found = {number: known[number] for number in wanted if number in known}
        if ranges := self.catalogue.ranges:
            rest = wanted - found.keys()
            found |= {number: one.text(number) for number in rest if (one := range_of(ranges, number)) is not None}
        missing = sorted(wanted - found.keys())
        if missing:
            # Few ids as constants let the engine skip row groups; many are cheaper as one list.
            chosen = f"({', '.join(map(str, missing))})" if len(missing) <= 64 else "(SELECT unnest($1::BIGINT[]))"
            rows = self.execute(
                f"SELECT id, term FROM {TERMS} WHERE id IN {chosen}", [missing] if len(missing) > 64 else ()
            )
            new = {int(str(number)): str(text) for number, text in rows}
            found |= new
            self._remember(new)
        return found

    def _miss(self, texts: Iterable[str]) -> None:
        """Remember what the graph doesn't hold: queries name the same absent classes again and again."""
        with self._guard:
            if len(self._absent) > _CACHED_ABSENT:
                self._absent = set()
            self._absent.update(text for text in texts if len(text) < _SHORT)

    def _remember(self, texts: Mapping[int, str]) -> None:
        with self._guard:
            if len(self._texts) + len(texts) > _CACHED_TERMS:
                self._texts, self._ids = {}, {}
            self._texts.update(texts)
            self._ids.update((text, number) for number, text in texts.items())

    def adjacency(self, name: str, direction: Direction) -> Neighbours:
        """Return the neighbour arrays of a link, mapped, not read.

        ``out`` leads from subjects to objects, ``in`` from objects to subjects.
        """
        if name not in self.layout.adjacency:
            known = ", ".join(self.layout.adjacency) or "none"
            raise GraphError(f"the graph has no neighbour arrays for {name!r}; it has: {known}")
        if (found := self._neighbours.get((name, direction))) is None:
            found = self._neighbours[name, direction] = open_neighbours(self.folder, name, direction)
        return found

    def verify(self) -> None:
        """Read every file and compare its checksum with the manifest's; GraphError names the first that differs."""
        for name, facts in self.manifest.files.items():
            if hash_file(self.folder / name) != facts.sha256:
                raise GraphError(_damaged(self.folder, f"{name} has changed since it was written"))

    def close(self) -> None:
        """Let go of the files; queries that run in other threads are stopped."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        self.stop()
        for worker in idle:
            worker.close()
        self._neighbours.clear()
        with self._guard:
            self.connection.close()
        _OPEN.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_OPEN: weakref.WeakSet[Store] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Close what is still open: the engine complains on standard error about connections it has to leak."""
    for store in list(_OPEN):
        store.close()


def open_store(directory: str | PathLike[str], *, memory: str = "1GB", threads: int | None = None) -> Store:
    """Open a graph directory for reading.

    Nothing can be written through it, no file or address reached, no setting changed. ``memory`` limits all its
    queries together. Any number of processes, and of stores in one process, may read a directory at once.

    Raises:
        GraphError: there is no graph, it is damaged, or another version wrote it.
    """
    folder = Path(directory).resolve()
    manifest = read_manifest(folder)
    for name, facts in manifest.files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size != facts.size:
            fault = f"{name} is missing" if size is None else f"{name} has {size} bytes instead of {facts.size}"
            raise GraphError(_damaged(folder, fault))
    settings = dict(_SETTINGS) | {"memory_limit": memory}
    small = manifest.catalogue.default_triples + manifest.catalogue.named_triples < _SMALL
    if threads is None and small:
        threads = 1  # handing a small query to another thread costs more than it saves
    if threads:
        settings["threads"] = threads
    return Store(folder, manifest, lambda: _connect(folder, settings, small=small), memory)


def _identity(folder: Path) -> tuple[int, int, int]:
    facts = (folder / DATABASE).stat()
    return facts.st_dev, facts.st_ino, facts.st_mtime_ns


def _connect(
    folder: Path, settings: dict[str, str | bool | int | float | list[str]], *, small: bool
) -> duckdb.DuckDBPyConnection:
    try:
        # A database of its own with the file attached, not the file itself: the engine shares one instance per path
        # inside a process, so a graph that was built again would go on showing its old rows.
        connection = duckdb.connect(":memory:", config=settings)
    except duckdb.Error as error:
        memory = settings["memory_limit"]
        raise GraphError(f"can't open the graph {folder} with memory {memory!r}: {_first_line(error)}") from error
    try:
        connection.execute(f"ATTACH {quote_string(folder / DATABASE)} AS graph (READ_ONLY)")
        if small:
            connection.execute(f"SET disabled_optimizers = '{_FOR_LARGE}'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise GraphError(_damaged(folder, f"{DATABASE} can't be read ({_first_line(error)})")) from error
    return connection


@contextmanager
def read_database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to the database of a graph that is being built, to write further files beside it; nothing is locked."""
    with (
        TemporaryDirectory(dir=folder, prefix="sorting-") as place,
        duckdb.connect(":memory:", config={"memory_limit": "1GB", "temp_directory": place}) as connection,
    ):
        connection.execute(f"ATTACH {quote_string(folder / DATABASE)} AS graph (READ_ONLY)")
        # Temporary tables are in another database than the graph's.
        connection.execute("SET search_path = 'graph,temp'")
        yield connection


def time_left(deadline: float | None) -> Limits:
    """Return the limits that are left until a deadline of ``time.monotonic``."""
    return Limits() if deadline is None else Limits(max(0.0, deadline - monotonic()))


def _damaged(folder: Path, fault: str) -> str:
    return f"the graph {folder} is damaged: {fault}; build it again: showgraph build … -o {folder}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
