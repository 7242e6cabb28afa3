"""The manifest of a graph directory: which format, what is in it, and how to tell that nothing is damaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from showgraph.errors import GraphError
from showgraph.store.catalogue import Catalogue, catalogue_from_json, catalogue_to_json
from showgraph.store.layout import Layout, layout_from_json, layout_to_json

MANIFEST = "manifest.json"
DATABASE = "graph.duckdb"
FORMAT = 4


@dataclass(frozen=True)
class FileFacts:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a graph directory says about itself.

    ``fingerprint`` tells one written graph from another; ids and compiled plans mean something for one fingerprint
    only. ``facts`` are the builder's own (sources, rows, dates), kept as given.
    """

    layout: Layout
    catalogue: Catalogue
    fingerprint: str
    program: str = ""
    built_at: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, FileFacts] = field(default_factory=dict)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest into a folder; the files' sizes and checksums come with ``seal_manifest``."""
    data = {
        "format": FORMAT,
        "program": manifest.program,
        "built_at": manifest.built_at,
        "fingerprint": manifest.fingerprint,
        "layout": layout_to_json(manifest.layout),
        "catalogue": catalogue_to_json(manifest.catalogue),
        "facts": dict(manifest.facts),
        "files": {},
    }
    _write_json(folder / MANIFEST, data)


def seal_manifest(folder: Path) -> None:
    """Record every file of a folder in its manifest; without a manifest there is nothing to do."""
    path = folder / MANIFEST
    if not path.exists():
        return
    data = json.loads(path.read_text("utf-8"))
    # The database has been read through once already: its checksum is the fingerprint.
    known = {DATABASE: data["fingerprint"]}
    data["files"] = {
        (name := file.relative_to(folder).as_posix()): {
            "size": file.stat().st_size,
            "sha256": known.get(name) or hash_file(file),
        }
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file != path
    }
    _write_json(path, data)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a graph directory.

    Raises:
        GraphError: the folder is no graph, the manifest is damaged, or another format's.
    """
    rebuild = f"build it again: showgraph build … -o {folder}"
    path = folder / MANIFEST
    if not folder.is_dir():
        raise GraphError(f"there is no graph at {folder}; make one: showgraph build … -o {folder}")
    if not path.is_file():
        if (folder / DATABASE).exists():
            raise GraphError(f"the graph {folder} is damaged: {MANIFEST} is missing; {rebuild}")
        raise GraphError(f"{folder} is not a graph directory; make one: showgraph build … -o DIR")
    try:
        data = json.loads(path.read_text("utf-8"))
        written = data["format"]
        if written != FORMAT:
            raise GraphError(
                f"the graph {folder} has format {written}, this version of showgraph reads format {FORMAT}; {rebuild}"
            )
        return Manifest(
            layout=layout_from_json(data["layout"]),
            catalogue=catalogue_from_json(data["catalogue"]),
            fingerprint=str(data["fingerprint"]),
            program=str(data["program"]),
            built_at=str(data["built_at"]),
            facts=dict(data["facts"]),
            files={name: FileFacts(int(file["size"]), str(file["sha256"])) for name, file in data["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise GraphError(f"the graph {folder} is damaged: {MANIFEST} can't be read; {rebuild}") from error


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
