"""Pictures of invented networks in a headless browser: ours beside plain pyvis with its own defaults.

Run ``python benchmarks/pictures.py``. For each size both make a page of the same nodes and links; each page is opened
in a new browser that draws without a graphics card, and is then dragged and zoomed for some seconds. Counted are the
callbacks for a new picture of the screen. pyvis's page asks a content network for vis-network, which no browser without
a network gets: here it is led to the copy beside it. Whoever takes longer than ``--patience`` seconds for a step is
given up.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SIZES = (500, 1_500, 5_000, 50_000)
_SECONDS = 4.0
# A page tells here when its first picture is on the screen: ours by a mark of its own, plain pyvis when vis-network has
# drawn after settling, until when it shows a bar instead.
_WATCH = """
let held;
Object.defineProperty(window, 'network', { configurable: true, get: () => held, set(made) {
  held = made;
  if (made && made.once) made.once('stabilizationIterationsDone', () => made.once('afterDrawing', () => seen()));
}});
const seen = () => { window.seenAt ??= performance.now(); };
new MutationObserver(() => {
  const told = document.body && document.body.dataset;
  if (told && (told.seen || told.ready)) seen();
}).observe(document, { attributes: true, subtree: true, childList: true });
"""
_DRIVE = """
const [how, seconds] = arguments, done = arguments[arguments.length - 1];
const frame = (document.querySelector('#graph') || document.querySelector('#mynetwork')).getBoundingClientRect();
const x = frame.left + 40, y = frame.top + 40, target = document.elementFromPoint(x, y);
const send = (name, dx) => target.dispatchEvent(new PointerEvent(name, { pointerId: 1, pointerType: 'mouse',
  isPrimary: true, button: 0, buttons: 1, clientX: x + dx, clientY: y + dx / 2, bubbles: true, cancelable: true }));
const wheel = dy => target.dispatchEvent(new WheelEvent('wheel', { deltaY: dy, clientX: frame.left + frame.width / 2,
  clientY: frame.top + frame.height / 2, bubbles: true, cancelable: true }));
let frames = 0, begin = 0;
if (how === 'pan') send('pointerdown', 0);
function step(now) {
  begin ||= now;
  const place = frames++ % 60, there = place < 30 ? place : 60 - place;
  if (how === 'pan') send('pointermove', there * 8); else wheel(place < 30 ? -40 : 40);
  if (now - begin < seconds * 1000) { requestAnimationFrame(step); return; }
  if (how === 'pan') send('pointerup', there * 8);
  done((frames - 1) / (now - begin) * 1000);
}
requestAnimationFrame(step);
"""


def invent_network(count: int) -> tuple[list[tuple[str, str]], list[tuple[int, int]]]:
    """Return kinds and names of works and people, and two links a node, most of them within circles of 400."""
    chance = np.random.default_rng(1)
    works = count // 5
    circle = chance.integers(0, count // 400 + 1, count)
    circle[:works].sort()
    order = np.argsort(circle[works:], kind="stable") + works
    first = np.searchsorted(circle[order], np.arange(count // 400 + 3))
    heads = np.concatenate((np.arange(count) % works, chance.integers(0, works, count)))
    begin, end = first[circle[heads]], first[circle[heads] + 1]
    near = begin + (chance.random(len(heads)) ** 1.7 * np.maximum(end - begin, 1)).astype(np.int64)
    far = (chance.random(len(heads)) ** 2 * len(order)).astype(np.int64)
    tails = order[np.minimum(np.where(chance.random(len(heads)) < 0.85, near, far), len(order) - 1)]
    kinds = ["series", "movie", "webtoon"]
    nodes = [(kinds[i % 3], f"Work {i}") if i < works else ("person", f"Person {i - works}") for i in range(count)]
    return nodes, list(zip(heads.tolist(), tails.tolist(), strict=True))


def make_ours(count: int, folder: str) -> None:
    """Write our page of a network."""
    from showgraph.draw.crowd import arrange
    from showgraph.draw.picture import Drawn, Line

    nodes, links = invent_network(count)
    drawn = [Drawn(f"urn:{number}", label, kind) for number, (kind, label) in enumerate(nodes)]
    lines = [Line(f"urn:{start}", f"urn:{end}", "actor") for start, end in links]
    arrange(f"{count:,} invented people and works", drawn, lines).save(Path(folder) / "ours.html")


def make_plain(count: int, folder: str) -> None:
    """Write pyvis's own page of the same network, with nothing set but where vis-network is."""
    from pyvis.network import Network

    os.chdir(folder)
    nodes, links = invent_network(count)
    network = Network()
    for number, (_, label) in enumerate(nodes):
        network.add_node(number, label=label)
    for start, end in links:
        network.add_edge(start, end)
    network.write_html("plain.html")
    page = Path("plain.html")
    script = next(Path("lib").glob("vis-*/vis-network.min.js"))
    text = re.sub(r'<script src="https://cdnjs[^>]*>', f'<script src="{script.as_posix()}">', page.read_text("utf-8"))
    page.write_text(text, encoding="utf-8")


def run_patiently(work: Callable[[int, str], None], count: int, folder: str, patience: float) -> float | None:
    """Return how long some work takes in a process of its own, None when patience ends before."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(count, folder))
    start = time.perf_counter()
    process.start()
    process.join(patience)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    if process.exitcode:
        sys.exit(f"{work.__name__} failed")
    return time.perf_counter() - start


@contextmanager
def open_browser(width: int, height: int) -> Iterator[Chrome]:
    """Open a browser that draws without a graphics card and has no network."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    options.page_load_strategy = "none"
    for argument in (
        "--headless", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--window-size={width},{height}",
    ):  # fmt: skip
        options.add_argument(argument)
    with tempfile.TemporaryDirectory() as profile:
        options.add_argument(f"--user-data-dir={profile}")
        with Chrome(options=options, service=Service(str(shutil.which("chromedriver")))) as chrome:
            chrome.set_script_timeout(60)
            yield chrome


@dataclass(frozen=True)
class Measured:
    """Seconds to make a page and to its first picture, pictures a second while moving; None where it was given up."""

    making: float | None
    opening: float | None = None
    panning: float | None = None
    zooming: float | None = None


def measure(page: Path, making: float | None, patience: float, shot: Path | None) -> Measured:
    """Open a page, move it, and return what was counted."""
    if making is None:
        return Measured(None)
    with open_browser(1280, 860) as chrome:
        chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        chrome.get(page.as_uri())
        opening = _wait_seen(chrome, patience)
        if opening is None:
            return Measured(making)
        time.sleep(2)
        if shot:
            chrome.save_screenshot(str(shot))
        panning = _drive(chrome, "pan")
        return Measured(making, opening, panning, _drive(chrome, "zoom"))


def _wait_seen(chrome: Chrome, patience: float) -> float | None:
    from selenium.common.exceptions import WebDriverException

    end = time.perf_counter() + patience
    chrome.set_script_timeout(patience)
    while time.perf_counter() < end:
        try:
            if (seen := chrome.execute_script("return window.seenAt")) is not None:
                return float(seen) / 1000
        except WebDriverException:  # the page is busy
            pass
        time.sleep(0.02)
    return None


def _drive(chrome: Chrome, how: str) -> float | None:
    from selenium.common.exceptions import WebDriverException

    where = (
        "return JSON.stringify(window.picture ? window.picture.stage.scene.view : "
        "[network.getViewPosition(), network.getScale()])"
    )
    try:
        before = chrome.execute_script(where)
        counted: Any = chrome.execute_async_script(_DRIVE, how, _SECONDS + (0.13 if how == "pan" else 0.21))
        if chrome.execute_script(where) == before:
            sys.exit(f"the page did not {how}")
    except WebDriverException:
        return None
    return float(counted)


def write_table(results: dict[int, tuple[Measured, Measured]], patience: float) -> str:
    """Return the results as a Markdown table, ours / plain pyvis in each cell."""

    def cell(ours: float | None, plain: float | None, form: str) -> str:
        return " / ".join("gave up" if value is None else form.format(value) for value in (ours, plain))

    lines = [
        "| nodes, links | page made, s | first picture, s | pictures a second, dragging | zooming |",
        "|---|---|---|---|---|",
    ]
    for count, (ours, plain) in results.items():
        lines.append(
            f"| {count:,}, {2 * count:,} | {cell(ours.making, plain.making, '{:.1f}')} "
            f"| {cell(ours.opening, plain.opening, '{:.1f}')} | {cell(ours.panning, plain.panning, '{:.0f}')} "
            f"| {cell(ours.zooming, plain.zooming, '{:.0f}')} |"
        )
    return "\n".join([*lines, "", f"Ours / plain pyvis. Given up after {patience:g} seconds for a step."])


def main() -> None:
    """Print a table, and save screenshots if a folder is given."""
    parser = argparse.ArgumentParser(description="Compare our pictures with plain pyvis in a browser.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds for making a page, and for opening it")
    parser.add_argument("--shots", type=Path, help="a folder for screenshots")
    chosen = parser.parse_args()
    results = {}
    for count in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found = []
            for name, make in (("ours", make_ours), ("plain", make_plain)):
                making = run_patiently(make, count, folder, chosen.patience)
                shot = chosen.shots / f"{name}-{count}.png" if chosen.shots else None
                found.append(measure(Path(folder) / f"{name}.html", making, chosen.patience, shot))
                print(f"{count:,} {name}: {found[-1]}", file=sys.stderr)
            results[count] = (found[0], found[1])
    print(write_table(results, chosen.patience))


if __name__ == "__main__":
    main()
