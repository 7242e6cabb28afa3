"""What several tests share: the bundled graph built once, and folders that may be missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser import Browser

    from showgraph.knowledge_graph import KnowledgeGraph

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
