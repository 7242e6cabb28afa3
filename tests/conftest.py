"""What several tests share: the bundled graph built once, and folders that may be missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from tests.browser import Browser

    from showgraph.knowledge_graph import KnowledgeGraph
    from showgraph.serve.running import Server

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared-data", help="the folder of real files to compare the bundled data with")
    parser.addoption("--w3c", help="the folder of the W3C test suites")


def skip_or_fail(reason: str) -> None:
    """Skip a test whose means are missing; on CI nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def missing() -> Callable[[str], None]:
    """What a test calls with a reason when its means are missing."""
    return skip_or_fail


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the graph that tests build out of the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    known = {name: os.environ.pop(name, None) for name in ("SHOWGRAPH_CACHE", "SHOWGRAPH")}
    os.environ["SHOWGRAPH_CACHE"] = str(folder)
    yield folder
    del os.environ["SHOWGRAPH_CACHE"]
    os.environ.update({name: value for name, value in known.items() if value is not None})


@pytest.fixture(scope="session")
def kg(own_cache: Path) -> Iterator[KnowledgeGraph]:
    """The bundled graph."""
    import showgraph

    with showgraph.open() as graph:
        yield graph


@pytest.fixture(scope="session")
def shared_data(pytestconfig: pytest.Config) -> Path:
    """The folder of real files."""
    given = pytestconfig.getoption("--shared-data") or os.environ.get("SHOWGRAPH_SHARED_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        skip_or_fail(f"no folder of real files at {folder}; name one with --shared-data or SHOWGRAPH_SHARED_DATA")
    return folder


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Served:
    """A server of a graph, running in this process."""

    host: str
    port: int
    server: Server

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Send one request as it is, no header added that a client may not send, and return the answer."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def query(self, query: str, accept: str = "", **parameters: str) -> Reply:
        """Ask a query with GET."""
        text = urlencode({"query": query, **parameters})
        return self.ask(f"/sparql?{text}", headers={"accept": accept} if accept else {})


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Served]]:
    """What serves a graph on a free port until the tests end: ``serve(kg, seconds=2)``."""
    running: list[tuple[Server, threading.Thread]] = []

    def start(kg: KnowledgeGraph, **limits: float) -> Served:
        from showgraph.serve.running import make_server, open_socket
        from showgraph.serve.settings import Settings

        listening = open_socket("127.0.0.1", 0)
        server = make_server(kg, Settings(**limits))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((server, thread))
        host, port = listening.getsockname()
        return Served(host, port, server)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def served(own_cache: Path, serve: Callable[..., Served]) -> Iterator[Served]:
    """The bundled graph, served."""
    import showgraph

    with showgraph.open() as graph:
        yield serve(graph)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless browser with no network."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        skip_or_fail("no chromium and chromedriver on this machine; the pictures were not opened")
    spec = importlib.util.spec_from_file_location("browser", Path(__file__).parent / "browser.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.open_browser(str(chromium), str(driver), tmp_path_factory.mktemp("browser")) as opened:
        yield opened
