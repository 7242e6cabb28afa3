"""Making graphs: from sources, finished with what speeds up asking them, and the bundled one in the user's cache."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.errors import BuildError, GraphError
from showgraph.files import PACKAGE, bundled_folder, cache_folder
from showgraph.model import FUNCTIONS, KINDS, PROPERTIES
from showgraph.progress import Tell, tell_nobody
from showgraph.remote.address import is_address
from showgraph.sparql import Plan
from showgraph.store import open_store, read_manifest
from showgraph.store.open import read_database
from showgraph.version import VERSION

if TYPE_CHECKING:
    from showgraph.building import Report

PathLike = str | os.PathLike[str]
_PLANS, _SIGNATURE = "plans", "signature.json"


def build_report(
    sources: Sequence[str],
    directory: PathLike,
    *,
    memory: str | None = None,
    tell: Tell = tell_nobody,
    same: PathLike | None = None,
    strict: bool = False,
    as_of: str = "",
    trust: Sequence[str] = (),
) -> Report:
    """Build a graph directory from sources and return what became of their rows; ``tell`` gets a word for each step.

    ``same`` is a TOML file of what you know to be one or two; ``strict`` stops at the first row that can't be loaded.
    ``as_of`` builds the graph of what was known then, ``trust`` names sources that come before all others, best first.
    """
    from showgraph.building import build_graph
    from showgraph.resolve.speakers import Rule

    if is_address(str(directory)):
        raise BuildError(f"{str(directory)!r} is an address; a graph is built into a directory on this machine")
    return build_graph(
        sources,
        Path(directory),
        memory=memory,
        finish=FINISH,
        tell=tell,
        same=None if same is None else Path(same),
        strict=strict,
        rule=Rule(as_of, tuple(trust)),
    )


def write_plans(folder: Path) -> None:
    """Compile the catalogue's queries for a new graph, so that running one needs no parser."""
    from showgraph.ask.catalogue import LITERAL_TYPES, read_catalogue
    from showgraph.sparql import compile_query

    (folder / _PLANS).mkdir()
    with open_store(folder) as store:
        # One look-up for the identifiers of the model instead of one for each query.
        known = [kind.iri for kind in KINDS.values()] + [prop.iri for prop in PROPERTIES]
        store.ids_of({"<" + iri for iri in [*known, *(function.iri for function in FUNCTIONS.values())]})
        for named in read_catalogue().values():
            kinds = {p.variable: "literal" if p.type in LITERAL_TYPES else "iri" for p in named.parameters}
            plan = compile_query(named.text, store, kinds)
            data = {"query": _digest(named.text), "plan": plan.to_json()}
            (folder / _PLANS / f"{named.name}.json").write_text(json.dumps(data), encoding="utf-8")


def read_plan(folder: Path, name: str, text: str) -> Plan | None:
    """Return the plan that a query of the catalogue got when the graph was built, if it is of this very text."""
    try:
        data = json.loads((folder / _PLANS / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Plan.from_json(data["plan"]) if data["query"] == _digest(text) else None


def write_names(folder: Path) -> None:
    """Write the files by which questions find names of a new graph without its database."""
    from showgraph.names.lookup import write_lookup

    with read_database(folder) as connection:
        write_lookup(connection, folder)


FINISH = (write_plans, write_names)
"""What a new graph gets before it takes the old one's place."""


def bundled_is_built() -> bool:
    """Tell whether the bundled graph is there, whether or not it is out of date."""
    return (cache_folder() / f"bundled-{_digest(str(PACKAGE))[:10]}.graph" / _SIGNATURE).exists()


def ensure_bundled(announce: Callable[[str], None] = lambda message: None) -> Path:
    """Return the bundled graph's directory in the user's cache, built when it is missing or out of date.

    ``announce`` gets a sentence before a build, which takes some seconds.

    Raises:
        BuildError: the cache can't be written.
    """
    place = cache_folder() / f"bundled-{_digest(str(PACKAGE))[:10]}.graph"
    signature = _sign_inputs()
    try:
        current = json.loads((place / _SIGNATURE).read_text(encoding="utf-8"))
        if current == signature and read_manifest(place):
            return place
    except (OSError, ValueError, GraphError):
        pass
    from showgraph.building import build_graph

    def sign(folder: Path) -> None:
        (folder / _SIGNATURE).write_text(json.dumps(signature), encoding="utf-8")

    announce("building the bundled graph; this is done once")
    try:
        build_graph([f"toml:{bundled_folder('data')}"], place, finish=[*FINISH, sign])
    except BuildError as error:
        raise BuildError(f"{error}; set SHOWGRAPH_CACHE to a folder that can be written") from error
    return place


def _sign_inputs() -> str:
    """Return a digest of what the bundled graph is made from: names, sizes and times of data, queries and program."""
    digest = hashlib.sha256(VERSION.encode())
    folders = [
        (bundled_folder("data"), ".toml"),
        (bundled_folder("queries"), ".rq"),
        (PACKAGE, ".py"),
    ]
    for folder, ending in folders:
        for entry in sorted(_walk(folder, ending)):
            digest.update("|".join(entry).encode())
    return digest.hexdigest()


def _walk(folder: PathLike, ending: str) -> Iterator[tuple[str, str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _walk(entry.path, ending)
            elif entry.name.endswith(ending):
                facts = entry.stat()
                yield entry.path, str(facts.st_size), str(facts.st_mtime_ns)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
