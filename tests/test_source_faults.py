"""Every reader of files against files that came to harm: no crash, no hang, and no row that nobody accounts for.

``python tests/test_source_faults.py --minutes 10 --source netflix`` goes on for as long as one likes.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import gzip
import importlib.util
import io
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from showgraph.building import read_sources
from showgraph.errors import BuildError, DataError
from showgraph.sources.claims import Reading

CASES = Path(__file__).parent / "cases"
FILES = {
    "netflix": CASES / "tables" / "netflix" / "titles.csv",
    "mydramalist": CASES / "tables" / "mydramalist-lists" / "list.csv",
    "roles": CASES / "tables" / "roles" / "roles.csv",
    "webtoons": CASES / "tables" / "webtoons" / "webtoons.csv",
    "works": CASES / "tables" / "own-columns" / "works.csv",
    "tvmaze": CASES / "tables" / "tvmaze" / "shows.json",
    "tvmaze-lines": CASES / "tables" / "tvmaze-lines" / "shows.jsonl",
    "tmdb": CASES / "tables" / "tmdb" / "details.json",
    "wikidata": CASES / "sources" / "wikidata.json",
    "wikidata-truthy": CASES / "sources" / "wikidata-truthy.nt",
    "schema-org": CASES / "sources" / "page.html",
    "rdf": CASES / "sources" / "direct-edges.ttl",
}


def load_beside(name: str) -> ModuleType:
    """Load a module that lies beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SOURCES = sorted([*FILES, "imdb"])
write_imdb_files = load_beside("test_imdb").write_files
_BITS = (
    b'"',
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"[",
    b"]",
    b"{",
    b"}",
    b"null",
    b"\\",
    b"\t",
    b"'",
    b"<",
    b">",
)
_SECONDS = 60
"""A case that takes longer hangs."""


def damage(data: bytes, rng: random.Random) -> bytes:
    """Return some bytes with a few of them cut out, doubled, replaced or put in."""
    found = bytearray(data)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        start = rng.randrange(len(found) + 1)
        end = min(len(found), start + rng.choice((0, 1, 2, 10, 40, 400)))
        match rng.randrange(5):
            case 0:
                found[start:end] = b""
            case 1:
                found[start:start] = found[start:end] * rng.choice((1, 2, 20))
            case 2:
                found[start:end] = rng.randbytes(rng.randrange(1, 9))
            case _:
                found[start : start + rng.randrange(2)] = rng.choice(_BITS)
    if rng.random() < 0.2:
        found = found[: rng.randrange(len(found) + 1)]
    return bytes(found)


def packed(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Return bytes as a file may have them, and what its name ends with."""
    roll = rng.random()
    if roll < 0.05:
        found, ending = gzip.compress(data), ".gz"
    elif roll < 0.1:
        found, ending = bz2.compress(data), ".bz2"
    else:
        return data, ""
    return (found[: rng.randrange(1, len(found))] if rng.random() < 0.5 else found), ending


def read_one(source: str, folder: Path, rng: random.Random) -> str:
    """Read one damaged file; return what is wrong with how it was read, empty for nothing."""
    scheme = source.removesuffix("-lines")
    original = FILES.get(source, Path("imdb"))
    data, ending = b"", ""
    if source == "imdb":
        path = folder / "files"
        shutil.rmtree(path, ignore_errors=True)
        write_imdb_files(path)
        victim = rng.choice(sorted(path.iterdir()))
        victim.write_bytes(damage(victim.read_bytes(), rng))
    else:
        data, ending = packed(damage(original.read_bytes(), rng), rng)
        path = folder / (original.name + ending)
        path.write_bytes(data)
    try:
        (reading,) = read_sources([f"{scheme}:{path}"])
    except (BuildError, DataError) as error:
        return "" if "\n" not in str(error) or isinstance(error, DataError) else f"more than one line: {error}"
    finally:
        if path.is_file():
            path.unlink()
    return check(reading, original, b"" if ending else data)


def check(reading: Reading, original: Path, data: bytes) -> str:
    """Return what is wrong with the count of rows, empty for nothing."""
    if reading.read != reading.loaded + reading.left_out:
        return f"{reading.read} rows read, {reading.loaded} loaded and {reading.left_out} set aside"
    # Where no cell has a line break every line is a row, and each has to be somewhere.
    if original.suffix == ".csv" and data and b'"' not in data and data.isascii():
        lines = [line for line in io.StringIO(data.decode(), newline=None) if line.strip()]
        if reading.read != len(lines) - 1:
            return f"{reading.read} rows read of {len(lines) - 1} lines"
    return ""


def _too_long(*_: object) -> None:
    raise TimeoutError(f"no end after {_SECONDS} seconds")


def find_faults(source: str, *, seed: int, count: int = 0, seconds: float = 0) -> Iterator[str]:
    """Yield what went wrong with damaged files of a source, so many of them or for so long."""
    signal.signal(signal.SIGALRM, _too_long)
    end, number = time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        while number < count or time.monotonic() < end:
            number += 1
            rng = random.Random(f"{seed} {number}")
            signal.alarm(_SECONDS)
            try:
                if wrong := read_one(source, Path(folder), rng):
                    yield f"{source}, seed {seed}, file {number}: {wrong}"
            except Exception as error:
                yield f"{source}, seed {seed}, file {number}: {type(error).__name__}: {error}"
            finally:
                signal.alarm(0)
    print(f"{source}: {number} damaged files read", file=sys.stderr)


@pytest.mark.parametrize("source", SOURCES)
def test_damaged_files_are_read_as_far_as_they_go(source: str) -> None:
    faults = list(find_faults(source, seed=1, count=12))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("rows", "loaded", "reasons"),
    [
        (["a,1", "b,2"], 2, []),
        (['"a",1', '"b,2', "c,3", "d,4"], 3, ["stray quote|isn't closed"]),
        (['"a', 'b",1', "c,3"], 2, []),
        (["a,1", "b", "c,3,4", "d,4"], 2, ["1 cells", "3 cells"]),
        (["a,1", 'b"b,2', "c,3"], 3, []),
        (["a,1", "", "   ", "b,2"], 2, []),
    ],
)
def test_a_faulty_line_costs_no_other(rows: list[str], loaded: int, reasons: list[str], tmp_path: Path) -> None:
    from showgraph.sources.csv_rows import read_records

    path = tmp_path / "x.csv"
    path.write_text("\n".join(["name,number", *rows]))
    reading = Reading("x")
    records = list(read_records(path, reading))[1:]
    assert len(records) == loaded
    assert reading.read == loaded + reading.left_out
    assert len(reading.set_aside) == len(reasons)
    for entry, reason in zip(reading.set_aside, reasons, strict=True):
        assert any(part in str(entry["reason"]) for part in reason.split("|"))


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showgraph.sources.text._MUCH", 1_000_000)
    path = tmp_path / "titles.csv.gz"
    row = b"e1,Movie,Example,,,,2001,Dramas\n"
    path.write_bytes(
        gzip.compress(b"show_id,type,title,director,cast,country,release_year,listed_in\n" + row * 200_000)
    )
    with pytest.raises(DataError, match="it unpacks to more than"):
        read_sources([f"netflix:{path}"])


def test_cells_survive_every_way_of_writing_them(tmp_path: Path) -> None:
    cells = ['a "quoted" name', "two\nlines", "comma, and; semicolon", "tab\there", " space ", "Zoë 박지후"]
    for delimiter in ",;\t|":
        path = tmp_path / "x.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(
                [["number", "name"], *([i, cell] for i, cell in enumerate(cells))]
            )
        from showgraph.sources.csv_rows import read_records

        assert [record.cells[1] for record in read_records(path, Reading("x"))][1:] == cells


def main() -> int:
    """Go on for as long as is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", choices=SOURCES, action="append")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    wrong = 0
    for source in options.source or SOURCES:
        for fault in find_faults(source, seed=options.seed, seconds=60 * options.minutes):
            print(fault, flush=True)
            wrong += 1
    print(f"{wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
