"""The graph directory: written whole or not at all, opened read-only, honest about damage."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path
from typing import Self

import duckdb
import numpy as np
import pytest

from showgraph.errors import BuildError, GraphError, LimitError
from showgraph.store import (
    IRI,
    BlankNode,
    Column,
    Layout,
    Limits,
    Link,
    Literal,
    Staging,
    Store,
    Table,
    Text,
    decode_term,
    encode_term,
    open_store,
    replace_directory,
    write_graph,
)

EX = "https://example.org/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
LAYOUT = Layout(
    tables=(Table("book", EX + "Book", (Column("title", EX + "title"), Column("year", EX + "year", INTEGER))),),
    links=(Link("type", RDF_TYPE), Link("author", EX + "author")),
    texts=(Text("name", EX + "name"),),
    adjacency=("author",),
)
QUADS = [
    ("", f"<{EX}b1", "<" + RDF_TYPE, f"<{EX}Book"),
    ("", f"<{EX}b1", f"<{EX}title", '"One'),
    ("", f"<{EX}b1", f"<{EX}year", f"^{INTEGER} 1999"),
    ("", f"<{EX}b1", f"<{EX}author", f"<{EX}a1"),
    ("", f"<{EX}b1", f"<{EX}author", "_x"),
    ("", f"<{EX}b1", f"<{EX}name", "@ko 하나"),
    (f"<{EX}g", f"<{EX}b1", f"<{EX}year", f"^{INTEGER} 1999"),
]


def write(place: Path, quads: list[tuple[str, str, str, str]] = QUADS, layout: Layout = LAYOUT) -> Path:
    with Staging() as staging, replace_directory(place) as folder:
        staging.add(quads)
        write_graph(staging.connection, layout, folder, program="test", built_at="2026-01-01")
    return place


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (IRI(EX), "<" + EX),
        (BlankNode("b 0"), "_b 0"),
        (Literal(" 7 "), '" 7 '),
        (Literal(" 7 ", INTEGER), f"^{INTEGER}  7 "),
        (Literal("a b", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en-GB"), "@en-GB a b"),
    ],
)
def test_a_term_and_its_text(term: IRI, text: str) -> None:
    assert encode_term(term) == text
    assert decode_term(text) == term


def test_what_is_written_can_be_looked_up(tmp_path: Path) -> None:
    with open_store(write(tmp_path / "g")) as store:
        assert store.catalogue.default_triples == 6
        assert store.catalogue.named_triples == 1
        assert store.catalogue.rows == {"book": 1}
        book, author = store.id_of(IRI(EX + "b1")), store.id_of(IRI(EX + "a1"))
        assert book is not None
        assert author is not None
        assert store.term_of(book) == IRI(EX + "b1")
        assert store.id_of(IRI(EX + "nowhere")) is None
        assert store.execute('SELECT title, year FROM "table_book" WHERE id = ?', [book]) == [("One", 1999)]
        nodes = np.array([0, book, author, 10**6])
        targets, places = store.adjacency("author", "out").of(nodes)
        assert (author in targets.tolist(), set(places.tolist())) == (True, {1})
        assert store.adjacency("author", "in").of(nodes)[0].tolist() == [book]
        assert store.adjacency("author", "in").rows(nodes)[1].tolist() == [0, 0, 1, 0]
        with pytest.raises(GraphError, match="it has: author"):
            store.adjacency("nothing", "out")
        store.verify()


def test_the_manifest_knows_every_file_of_the_transaction(tmp_path: Path) -> None:
    with Staging() as staging, replace_directory(tmp_path / "g") as folder:
        staging.add(QUADS)

        def write_further() -> None:
            staging.connection.execute("CREATE TABLE graph.extra AS SELECT 1 AS one")

        write_graph(staging.connection, LAYOUT, folder, facts={"sources": 3}, further=write_further)
        (folder / "plans.json").write_text("{}")
    with open_store(tmp_path / "g") as store:
        assert "plans.json" in store.manifest.files
        assert store.manifest.facts == {"sources": 3}
        assert store.execute("SELECT one FROM extra") == [(1,)]


def _write_half_and_fail(folder: Path) -> None:
    (folder / "half").write_text("x")
    raise RuntimeError


def test_a_failed_build_leaves_the_old_graph(tmp_path: Path) -> None:
    place = write(tmp_path / "g")
    before = (place / "manifest.json").read_bytes()
    with pytest.raises(RuntimeError), replace_directory(place) as folder:
        _write_half_and_fail(folder)
    assert (place / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["g"]


def _build_and_hang(place: Path) -> None:
    with replace_directory(place) as folder:
        (folder / "half").write_text("x")
        time.sleep(60)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process at once")
def test_a_killed_build_is_swept_up_by_the_next(tmp_path: Path) -> None:
    place = write(tmp_path / "g")
    process = multiprocessing.get_context("spawn").Process(target=_build_and_hang, args=(place,))
    process.start()
    while not list(tmp_path.glob(".g.building-*/half")):
        time.sleep(0.02)
    write(place, QUADS[:3])  # a living build is left alone
    assert list(tmp_path.glob(".g.building-*/half"))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with open_store(place) as store:
        assert store.catalogue.default_triples == 3
    write(place)
    assert [path.name for path in tmp_path.iterdir()] == ["g"]


def test_an_open_store_keeps_its_graph_while_a_new_one_comes(tmp_path: Path) -> None:
    place = write(tmp_path / "g")
    with open_store(place) as old:
        write(place, QUADS[:1])
        with open_store(place) as new:
            assert old.execute("SELECT count(*) FROM link_author_out") == [(2,)]
            assert new.execute("SELECT count(*) FROM link_author_out") == [(0,)]


@pytest.fixture
def short_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a store open its database anew after every few pieces of work."""
    monkeypatch.setattr("showgraph.store.open._PIECES_OF_AN_INSTANCE", 3)


@pytest.mark.usefixtures("short_lived")
def test_a_database_opened_anew_knows_what_the_old_one_knew(tmp_path: Path) -> None:
    with open_store(write(tmp_path / "g")) as store:
        first = store.connection
        store.provide_function("twice", lambda text: text + text, ["VARCHAR"], "VARCHAR")
        found = [store.execute("SELECT twice('a'), count(*) FROM link_author_out") for _ in range(20)]
        assert found == [[("aa", 2)]] * 20
        assert store.connection is not first
        with pytest.raises(LimitError, match="longer than"):
            store.execute("SELECT count(*) FROM range(10000000) a, range(10000000) b", limits=Limits(seconds=0.2))


@pytest.mark.usefixtures("short_lived")
def test_a_graph_that_was_built_again_is_not_opened_anew(tmp_path: Path) -> None:
    place = write(tmp_path / "g")
    with open_store(place) as old:
        write(place, QUADS[:1])
        assert [old.execute("SELECT count(*) FROM link_author_out") for _ in range(20)] == [[(2,)]] * 20


@pytest.mark.usefixtures("short_lived")
def test_what_runs_while_the_database_is_opened_anew_ends_as_it_should(tmp_path: Path) -> None:
    with open_store(write(tmp_path / "g")) as store:
        found: list[list[tuple[object, ...]]] = []

        def ask() -> None:
            for _ in range(50):
                found.append(store.execute("SELECT count(*) FROM link_author_out, range(20000)"))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert found == [[(40_000,)]] * 200


def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("x")
    with pytest.raises(BuildError, match="not a graph"), replace_directory(tmp_path / "photos"):
        pass
    with pytest.raises(BuildError, match="is a file"), replace_directory(tmp_path / "photos" / "one.jpg"):
        pass


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BuildError, match="can't write"), replace_directory(tmp_path / "g"):
        pass


def test_damage_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph"):
        open_store(tmp_path / "g")
    (tmp_path / "e").mkdir()
    with pytest.raises(GraphError, match="not a graph directory"):
        open_store(tmp_path / "e")
    place = write(tmp_path / "g")
    database = place / "graph.duckdb"
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    with pytest.raises(GraphError, match=r"damaged: graph\.duckdb has"):
        open_store(place)
    database.write_bytes(bytes(len(content)))
    with pytest.raises(GraphError, match="damaged"):
        open_store(place)
    database.write_bytes(content[:-100] + bytes(range(100)))
    with open_store(place) as store, pytest.raises(GraphError, match="has changed"):
        store.verify()
    database.unlink()
    with pytest.raises(GraphError, match="is missing"):
        open_store(place)
    (place / "manifest.json").write_text('{"format": 4}')
    with pytest.raises(GraphError, match=r"manifest\.json can't be read"):
        open_store(place)
    (place / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(GraphError, match=r"format 99.*showgraph build"):
        open_store(place)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hosts')",
        "SELECT * FROM read_text('manifest.json')",
        "COPY terms TO 'showgraph-leak.csv'",
        "ATTACH 'showgraph-leak.db'",
        "INSERT INTO terms VALUES (0, 'x')",
        "SET memory_limit = '100GB'",
        "INSTALL httpfs",
    ],
)
def test_the_connection_is_closed_to_the_world(tmp_path: Path, statement: str) -> None:
    with open_store(write(tmp_path / "g")) as store, pytest.raises(duckdb.Error):
        store.execute(statement)


def test_limits_stop_a_statement_and_the_next_one_runs(tmp_path: Path) -> None:
    with open_store(write(tmp_path / "g"), memory="100MB") as store:
        with pytest.raises(LimitError, match="longer than"):
            store.execute("SELECT count(*) FROM range(10000000) a, range(10000000) b", limits=Limits(seconds=0.2))
        with pytest.raises(LimitError, match="memory"):
            store.execute("SELECT list(a.range) FROM range(100000000) a")
        assert store.execute("SELECT 1") == [(1,)]


class Crowd:
    """Work that runs out of memory some times before it succeeds, beside another that runs until it is let go."""

    def __init__(self, store: Store, times: int) -> None:
        self.store = store
        self.times = times
        self.calls = 0
        self.held = threading.Event()
        self.other = threading.Thread(target=lambda: store.run(lambda _: self.held.wait(60)))

    def __enter__(self) -> Self:
        self.other.start()
        while not self.store._busy:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.held.set()
        self.other.join()

    def work(self, _: object) -> int:
        self.calls += 1
        if self.calls <= self.times:
            raise duckdb.OutOfMemoryException("no room")
        return self.calls


def test_what_others_leave_no_memory_for_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showgraph.store.open._PAUSES", (0.01, 0.01))
    with open_store(write(tmp_path / "g")) as store:
        with Crowd(store, times=2) as crowd:
            assert store.run(crowd.work) == 3
        with Crowd(store, times=3) as crowd, pytest.raises(LimitError, match="limit of 1GB beside 1 other that ran;"):
            store.run(crowd.work)
        assert crowd.calls == 3
        alone = Crowd(store, times=1)
        with pytest.raises(LimitError, match="limit of 1GB; ask for less"):
            store.run(alone.work)
        assert alone.calls == 1


def test_what_waits_to_be_tried_again_is_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(write(tmp_path / "g")) as store, Crowd(store, times=1) as crowd:

        def stop_all(_: float) -> None:
            crowd.held.set()
            store.stop()

        monkeypatch.setattr("showgraph.store.open.sleep", stop_all)
        with pytest.raises(GraphError, match="was stopped"):
            store.run(crowd.work)
        assert crowd.calls == 1


def test_closing_stops_what_runs_in_other_threads(tmp_path: Path) -> None:
    store = open_store(write(tmp_path / "g"))
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            store.execute("SELECT count(*) FROM range(10000000) a, range(10000000) b")
        except GraphError as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(store._busy) < 3:
        time.sleep(0.01)
    store.close()
    for thread in threads:
        thread.join(60)
    assert ["being closed" in str(error) for error in failed] == [True] * 3
    with pytest.raises(GraphError, match="has been closed"):
        store.execute("SELECT 1")
