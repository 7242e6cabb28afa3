"""How fast a graph is served, beside Oxigraph on the same triples, and whether memory stays flat.

    python benchmarks/serving.py [--graph DIR] [--seconds 5] [--minutes 0.5]

Everything runs on this machine and asks 127.0.0.1 only; wrk has to be installed. Oxigraph is asked through a small
Starlette application around pyoxigraph, run by the same uvicorn with the same parser, so that what differs is the
engine and what showgraph does around it: its limits, negotiation and headers. Answers are compared first.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import showgraph
from showgraph.ask.catalogue import get_query
from showgraph.export import export_graph

HERE = Path(__file__).resolve().parent
CONNECTIONS = (1, 16, 128)
ROUNDS = 3
MOST_PEOPLE = 2_000
_STARTS = itertools.count(0, 613)
COMPARED = 100
PEER_NAME = "Oxigraph, SPARQL"

PEER = """
import sys
import pyoxigraph
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES)
store.optimize()
JSON = pyoxigraph.QueryResultsFormat.JSON

def answer(query):
    return store.query(query).serialize(format=JSON)

async def sparql(request):
    body = await run_in_threadpool(answer, request.query_params["query"])
    return Response(body, media_type="application/sparql-results+json")

app = Starlette(routes=[Route("/sparql", sparql)])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False, http="httptools")
"""

SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local place = tonumber(os.getenv("ASKED") or "0")
request = function()
  place = place %% #paths + 1
  return wrk.format("GET", paths[place])
end
done = function(summary, latency)
  io.write(string.format("\\nmeasured %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect))
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk measured: requests a second, milliseconds at two percentiles, and answers that were none."""

    rate: float
    median: float
    worst: float
    errors: int


def filmography_of(iri: str) -> str:
    """Return the catalogue's query with a person in it, as any client would write it."""
    text = "\n".join(line for line in get_query("filmography").text.splitlines() if not line.startswith("#"))
    return text.replace("?_person_iri", f"<{iri}>")


def find_people(kg: showgraph.KnowledgeGraph) -> list[str]:
    query = "SELECT DISTINCT ?p { ?c sg:creditedTo ?p ; sg:creditOf ?w . ?w a sg:ScreenWork } ORDER BY ?p LIMIT %d"
    return [str(row[0]) for row in kg.query(query % MOST_PEOPLE)]


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urlopen(Request(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"), timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def write_script(folder: Path, name: str, paths: list[str]) -> Path:
    """Write what wrk asks, one after the other, and return its script."""
    listed = folder / f"{name}.txt"
    listed.write_text("\n".join(paths) + "\n", "utf-8")
    script = folder / f"{name}.lua"
    script.write_text(SCRIPT % listed, "utf-8")
    return script


def ask(port: int, path: str) -> list[tuple[tuple[str, str], ...]]:
    """Return the rows of an answer, in an order of their own."""
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        rows = json.load(answer)["results"]["bindings"]
    return sorted(tuple(sorted((name, cell["value"]) for name, cell in row.items())) for row in rows)


def load(port: int, script: Path, connections: int, seconds: float) -> Load:
    """Ask as fast as the answers come, from another place on each time: what was compiled lately is not asked again."""
    environment = {**os.environ, "ASKED": str(next(_STARTS) % MOST_PEOPLE)}
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", str(script)]
    command += [f"http://127.0.0.1:{port}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    found = re.search(r"measured (\d+) (\d+) (\d+) (\d+) (\d+)", out)
    assert found, out
    requests, microseconds, median, worst, errors = map(int, found.groups())
    return Load(requests / (microseconds / 1e6), median / 1000, worst / 1000, errors)


def resident(process: subprocess.Popen[bytes]) -> float:
    """Return the megabytes of memory that a process holds."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


def measure(servers: dict[str, tuple[int, Path]], seconds: float, tell: Callable[[str], None]) -> None:
    """Print the table of loads: servers in turn, the median of some rounds."""
    tell("| connections | asked | requests a second | median ms | 99th percentile ms | errors | of Oxigraph's rate |")
    tell("|---|---|---|---|---|---|---|")
    for connections in CONNECTIONS:
        found: dict[str, list[Load]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (port, script) in servers.items():
                found[name].append(load(port, script, connections, seconds))
        rates = {name: statistics.median(one.rate for one in loads) for name, loads in found.items()}
        for name, loads in found.items():
            median = statistics.median(one.median for one in loads)
            worst = statistics.median(one.worst for one in loads)
            tell(
                f"| {connections} | {name} | {rates[name]:,.0f} | {median:.1f} | {worst:.1f} | "
                f"{sum(one.errors for one in loads)} | {rates[name] / rates[PEER_NAME]:.2f} |"
            )


def soak(
    port: int, process: subprocess.Popen[bytes], script: Path, minutes: float, tell: Callable[[str], None]
) -> None:
    """Print how much memory a server holds while it is asked without a pause."""
    load(port, script, 16, min(20.0, minutes * 20))
    parts, seconds = 10, minutes * 60 / 10
    tell(f"\nMemory over {minutes:g} minutes at 16 connections, after a warm-up, in MB:\n")
    held = [resident(process)]
    requests = 0.0
    for _ in range(parts):
        requests += load(port, script, 16, max(1.0, seconds)).rate * max(1.0, seconds)
        held.append(resident(process))
    tell(", ".join(f"{one:.0f}" for one in held) + f" ({requests:,.0f} requests)")
    tell(f"\nThe last is {held[-1] / held[0]:.3f} times the first.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", default=None)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each load")
    parser.add_argument("--minutes", type=float, default=0.5, help="of the look at memory; 0 leaves it out")
    parser.add_argument("--port", type=int, default=18_700, help="and the two after it")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed")
    with tempfile.TemporaryDirectory() as place, showgraph.open(given.graph) as kg:
        folder = Path(place)
        export_graph(kg.store, "ntriples", folder / "graph.nt")
        (folder / "peer.py").write_text(PEER, "utf-8")
        people = find_people(kg)
        paths = [f"/sparql?query={quote(filmography_of(person), safe='')}" for person in people]
        script = write_script(folder, "sparql", paths)
        named = write_script(
            folder, "named", [f"/api/filmography?person={quote(person, safe='')}" for person in people]
        )
        ours = [sys.executable, "-m", "showgraph", "serve", "--graph", str(kg.directory), "--concurrency", "256"]
        port = given.port
        with (
            running([*ours, "--port", str(port), "--kept", "0"], port) as server,
            running([*ours, "--port", str(port + 1)], port + 1),
            running([sys.executable, str(folder / "peer.py"), str(folder / "graph.nt"), str(port + 2)], port + 2),
        ):
            step = max(1, len(paths) // COMPARED)
            for path in paths[::step]:
                assert ask(port, path) == ask(port + 1, path) == ask(port + 2, path), path
            compared = len(paths[::step])
            print(f"Filmographies of {len(people):,} people in turn; the answers for {compared} of them are equal.\n")
            servers = {
                "showgraph, SPARQL": (port, script),
                "showgraph, /api/filmography": (port, named),
                "showgraph, SPARQL asked before": (port + 1, script),
                PEER_NAME: (port + 2, script),
            }
            for path in paths:
                ask(port + 1, path)
            measure(servers, given.seconds, print)
            if given.minutes:
                soak(port, server, script, given.minutes, print)


if __name__ == "__main__":
    main()
