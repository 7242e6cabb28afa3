"""A headless browser with no network, and what a page may not do in it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


class Browser:
    """An open browser; pages are opened from files and must keep quiet."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    def open(self, path: Path) -> None:
        """Open a picture and wait until it is drawn."""
        self.load(path)
        self.wait(lambda: self.run("return document.body.dataset.ready === 'yes'"))

    def load(self, path: Path) -> None:
        """Open a file, and forget what was logged until now."""
        for log in ("browser", "performance"):
            self.chrome.get_log(log)  # type: ignore[no-untyped-call]
        self.chrome.get(path.as_uri())

    def run(self, script: str, *values: object) -> Any:
        """Run a script in the page and return what it returns."""
        return self.chrome.execute_script(script, *values)

    def wait(self, holds: Callable[[], object]) -> None:
        """Wait until something holds; an element that isn't there yet may come."""
        from selenium.common.exceptions import NoSuchElementException

        for _ in range(1200):
            with suppress(NoSuchElementException):
                if holds():
                    return
            time.sleep(0.05)
        raise AssertionError("the page never came to it")

    def text(self, selector: str) -> str:
        """Return what an element shows."""
        return str(self.chrome.find_element("css selector", selector).text)

    def keys(self, selector: str, *keys: str) -> None:
        """Type keys into an element."""
        self.chrome.find_element("css selector", selector).send_keys(*keys)

    def click(self, selector: str, x: float, y: float) -> None:
        """Click a spot of an element, counted from its upper left."""
        from selenium.webdriver import ActionChains

        element = self.chrome.find_element("css selector", selector)
        size = element.size
        across, down = int(x - size["width"] / 2), int(y - size["height"] / 2)
        ActionChains(self.chrome).move_to_element_with_offset(element, across, down).click().perform()

    def check_quiet(self) -> None:
        """Check that nothing was asked from a network, nothing was told or went wrong, and no name ran as a script."""
        requests = [
            message["params"]["request"]["url"]
            for entry in self.chrome.get_log("performance")  # type: ignore[no-untyped-call]
            if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
        ]
        assert requests
        # A page of the browser's own may open beside it.
        assert not [url for url in requests if not url.startswith(("file:", "data:", "chrome:", "about:"))]
        assert self.chrome.get_log("browser") == []  # type: ignore[no-untyped-call]
        assert self.run("return window.pwned === undefined")


@contextmanager
def open_browser(browser: str, driver: str, folder: Path) -> Iterator[Browser]:
    """Open a browser that draws without a graphics card; ``folder`` is its own."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = browser
    for argument in (
        "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-component-update",
        "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
        "--disable-background-networking", "--disable-sync", "--window-size=1280,860",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=Service(driver)) as chrome:
        yield Browser(chrome)
