"""A server under pressure: too much at once, heavy queries, slow clients, large requests, and a clean end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

import pytest

import showgraph

if TYPE_CHECKING:
    from tests.conftest import Reply, Served

    from showgraph.knowledge_graph import KnowledgeGraph

ROOT = Path(__file__).resolve().parents[1]
# Long, but with little memory: all of them fit under the limit together.
HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a schema:name ?b . ?c schema:name ?d . ?e schema:name ?f . ?g schema:name ?h "
    "FILTER(STRLEN(?b) + STRLEN(?h) != 7) }"
)
LIGHT = "ASK { ?s a <https://schema.org/TVSeries> }"
ALL = "SELECT * { ?s ?p ?o }"


@pytest.fixture
def graph(own_cache: Path) -> Iterator[KnowledgeGraph]:
    with showgraph.open() as kg:
        yield kg


def wait(holds: Callable[[], object]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to it")


def number(served: Served, name: str) -> int:
    """Return one of the server's numbers."""
    lines = served.ask("/metrics").text.splitlines()
    return int(next(line for line in lines if line.startswith(f"showgraph_{name} ")).split()[1])


def active(served: Served) -> int:
    return number(served, "requests_active")


def test_what_is_too_much_is_turned_away_and_nothing_hangs(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, concurrency=4, seconds=600)
    with ThreadPoolExecutor(40) as clients:
        # Each query differs, so that none is answered from memory.
        asked = [clients.submit(served.query, f"{HEAVY} # {place}") for place in range(40)]
        wait(lambda: number(served, "requests_refused_total") == 36)
        assert served.ask("/health").status == 200
        while active(served):
            graph.store.stop()
        replies: list[Reply] = [one.result(60) for one in asked]
    assert [reply.status for reply in replies] == [503] * 40
    assert all(int(reply.headers["retry-after"]) > 0 for reply in replies)
    told = [reply.text.partition(":")[0] for reply in replies]
    assert (told.count("Overloaded"), told.count("Ending")) == (36, 4)
    assert served.query(LIGHT).status == 200


def test_a_query_is_stopped_when_its_time_is_over(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, seconds=0.5)
    reply = served.query(HEAVY)
    assert reply.status == 500
    assert reply.text.startswith("QueryRequestRefused: the query took longer than 0.5 seconds and was stopped")
    wait(lambda: active(served) == 0)
    wait(lambda: served.query(LIGHT).status == 200)


def test_a_heavy_query_does_not_stop_light_ones(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, concurrency=16, seconds=600, kept=0)
    with ThreadPoolExecutor(8) as clients:
        heavy = [clients.submit(served.query, f"{HEAVY} # {number}") for number in range(6)]
        wait(lambda: active(served) >= 6)
        light = [served.query(f"{LIGHT} # {number}") for number in range(20)]
        assert all(reply.status == 200 for reply in light)
        assert served.ask("/health").status == 200
        assert not [one.result().text for one in heavy if one.done()]
        while active(served):
            graph.store.stop()
        assert [one.result(60).status for one in heavy] == [503] * 6


def test_memory_and_rows_are_limited(own_cache: Path, serve: Callable[..., Served]) -> None:
    with showgraph.open(memory="100MB") as small:
        served = serve(small, rows=100, seconds=5)
        reply = served.query("SELECT * { ?s ?p ?o } LIMIT 101")
        assert reply.status == 500
        assert "more than the limit of 100 rows" in reply.text
        reply = served.query("CONSTRUCT { ?s ?p ?o . ?o ?p ?s } WHERE { ?s ?p ?o } LIMIT 60")
        assert (reply.status, "100 triples" in reply.text) == (500, True)
        reply = served.query("DESCRIBE ?s { ?s a schema:TVSeries } LIMIT 90")
        assert (reply.status, "100 triples" in reply.text) == (500, True)
        assert served.query("SELECT * { ?s ?p ?o } LIMIT 100", "text/csv").text.count("\n") == 101
        reply = served.query("SELECT ?a ?c ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a")
        assert reply.status == 500
        assert "memory" in reply.text or "longer than" in reply.text
        assert served.query(LIGHT).status == 200


def test_long_queries_and_long_texts_are_no_way_round(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, seconds=20)
    many = " ".join(f"<http://x.example/{number}>" for number in range(20_000))
    post = {"content-type": "application/sparql-query", "accept": "text/csv"}
    reply = served.ask("/sparql", "POST", post, f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {many} }} }}".encode())
    assert reply.text == "n\r\n20000\r\n"
    doubled = " ".join(f"BIND(CONCAT(?v{number}, ?v{number}) AS ?v{number + 1})" for number in range(40))
    reply = served.query(f'SELECT (STRLEN(?v40) AS ?n) {{ BIND("abcdefgh"@en AS ?v0) {doubled} }}')
    assert reply.status == 500
    assert "a text of more than" in reply.text
    deep = served.query("ASK { " + "OPTIONAL { ?a ?b ?c } " * 2_000 + "}")
    assert deep.status in (200, 400, 500)
    assert served.query(LIGHT).status == 200


@pytest.mark.parametrize("chunked", [True, False])
def test_large_requests_are_refused(graph: KnowledgeGraph, serve: Callable[..., Served], chunked: bool) -> None:
    served = serve(graph, request=10_000)
    body = b"ASK {} #" + b"x" * 20_000
    if not chunked:
        reply = served.ask("/sparql", "POST", {"content-type": "application/sparql-query"}, body)
        assert reply.status == 413
        assert served.ask("/sparql?query=ASK%7B%7D%23" + "x" * 20_000).status == 414
        return
    with socket.create_connection((served.host, served.port), timeout=60) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
            b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        )
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_takes_nothing_is_let_go(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, patience=3, answers=2)
    slow = []
    for _ in range(2):
        client = socket.create_connection((served.host, served.port), timeout=60)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(f"GET /sparql?query={quote(ALL)} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        slow.append(client)
    wait(lambda: "large_answers_active 2" in served.ask("/metrics").text)
    assert served.query(LIGHT).status == 200
    refused = served.query(ALL)
    assert (refused.status, "retry-after" in refused.headers) in ((503, True), (200, False))
    wait(lambda: "large_answers_active 0" in served.ask("/metrics").text)
    for client in slow:
        client.close()
    assert served.query(ALL).status == 200


def test_a_client_that_sends_nothing_is_let_go(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, patience=1)
    with socket.create_connection((served.host, served.port), timeout=60) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
            b"content-length: 90\r\n\r\nASK"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")
    with socket.create_connection((served.host, served.port), timeout=60) as client:
        client.sendall(b"GET /sparql HTTP/1.1\r\nhos")
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(100) == b""
    assert served.query(LIGHT).status == 200


def test_answers_in_memory_are_bounded(graph: KnowledgeGraph, serve: Callable[..., Served]) -> None:
    served = serve(graph, kept=20_000)
    for number in range(50):
        assert served.query(f"{LIGHT} # {number}").status == 200
    first = served.ask("/metrics").text
    assert served.query(f"{LIGHT} # 49").status == 200
    assert served.query(f"{LIGHT} # 0").status == 200

    def from_memory(text: str) -> int:
        return int(next(line for line in text.splitlines() if line.startswith("showgraph_answers_from")).split()[1])

    assert from_memory(served.ask("/metrics").text) == from_memory(first) + 1


@pytest.fixture
def command(kg: KnowledgeGraph) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """What starts the command as a process of its own."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}
        process = subprocess.Popen(
            [sys.executable, "-m", "showgraph", "serve", "--graph", str(kg.directory), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(command: Callable[..., subprocess.Popen[str]], number: signal.Signals) -> None:
    process = command("--port", "0")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    with urlopen(f"{address}sparql?query={quote(LIGHT)}", timeout=60) as answer:
        assert b"true" in answer.read()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_it_ends_although_a_query_runs(command: Callable[..., subprocess.Popen[str]]) -> None:
    process = command("--port", "0", "--timeout", "50")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    port = int(address.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(f"GET /sparql?query={quote(HEAVY)} HTTP/1.1\r\nhost: x\r\n\r\n".encode())

        def runs() -> bool:
            with urlopen(f"{address}metrics", timeout=60) as answer:
                return b"showgraph_requests_active 1" in answer.read()

        wait(runs)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        assert client.recv(100).startswith(b"HTTP/1.1 503 ")
    assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_one_sentence(command: Callable[..., subprocess.Popen[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        out, err = command("--port", str(port)).communicate(timeout=60)
    assert out == ""
    assert err.startswith(f"showgraph: can't serve at 127.0.0.1:{port}: ")
    assert len(err.splitlines()) == 1
