"""Files of tables and JSON as people have them: what is loaded, what is set aside, what is said of it.

A case is a folder with one file and what has to come of it; adding one needs no Python.
"""

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import showgraph
from showgraph.errors import BuildError
from showgraph.making import build_report

CASES = Path(__file__).parent / "cases" / "tables"


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value if isinstance(value, int) else str(value)


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_file_becomes_what_its_case_says(case: str, tmp_path: Path) -> None:
    folder = CASES / case
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    data = next(path for path in folder.iterdir() if path.suffix != ".toml")
    source = str(expected.get("source", data)).replace("{folder}", str(folder))
    (reading,) = build_report([source], tmp_path / "g").readings
    assert {"read": reading.read, "loaded": reading.loaded, "set_aside": reading.left_out} == expected["report"]
    assert [row["line"] for row in reading.set_aside if "lines" in expected] == expected.get("lines", [])
    for row, reason in zip(reading.set_aside, expected.get("reasons", []), strict=True):
        assert reason in str(row["reason"])
    for note in expected.get("notes", []):
        assert any(note in one for one in reading.notes), reading.notes
    assert sorted({str(row["property"]) for row in reading.values}) == sorted(expected.get("values", []))
    kept = (tmp_path / "g" / "set-aside.ndjson").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in kept] == [*reading.set_aside, *reading.values]
    with showgraph.open(tmp_path / "g") as kg:
        for fact in expected["facts"]:
            rows = [[_plain(cell) for cell in row if cell is not None] for row in kg.query(fact["ask"])]
            assert rows == fact["rows"], fact["ask"]


def test_a_strict_build_stops_at_the_first_row_that_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"titles.csv: line 4: 3 cells where the header has 12"):
        build_report([str(CASES / "netflix" / "titles.csv")], tmp_path / "g", strict=True)
    assert not (tmp_path / "g").exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("netflix:{roles}", "doesn't look like Netflix catalogue, CSV; it looks like actors"),
        ("mydramalist:{titles}", "doesn't look like drama list in MyDramaList's manner, CSV; it looks like Netflix"),
        ("netflix:{odd}", "has no column title, which Netflix catalogue, CSV needs; it has one, two"),
        ("{packed}", "is a ZIP archive, as XLSX is too; unpack it"),
        ("{odd}", "(its columns: one, two); put one of these words before it: toml:, imdb:"),
        ("netflix:{roles}", "it looks like actors and their roles, CSV: try roles:"),
        ("netflix:{empty}", "has no header"),
        ("unknown:{roles}", "'unknown' is no kind of source"),
        ("{odd}", "can't tell what"),
        ("tvmaze:{roles}", "doesn't look like TVmaze shows, JSON or JSON lines"),
        ("tvmaze:{odd}", "not JSON"),
        ("mapping:{roles}", "expected mapping:FILE.toml:DATA"),
        ("mapping:{bad}:{roles}", "no property of a series 'actor'; nearest: actors"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(source: str, words: str, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.csv" for name in ("empty", "odd", "bad")}
    files["roles"] = CASES / "roles" / "roles.csv"
    files["titles"] = CASES / "netflix" / "titles.csv"
    files["packed"] = tmp_path / "packed.csv"
    files["packed"].write_bytes(b"PK\x03\x04 and more")
    files["empty"].write_text("")
    files["odd"].write_text("one,two\n1,2\n")
    files["bad"].write_text(
        '[fields]\nname = "actor_name"\n[things.work]\nkind = "series"\nlabel = "name"\nactor = "name"\n'
    )
    with pytest.raises(BuildError) as caught:
        build_report([source.format_map(files)], tmp_path / "g")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_a_usable_row_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("show_id,type,title,listed_in\na\nb\n")
    with pytest.raises(BuildError, match=r"nothing of .* can be read as Netflix catalogue, CSV; line 2"):
        build_report([str(path)], tmp_path / "g")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_export_as_tables_comes_back_whole(form: str, tmp_path: Path) -> None:
    with showgraph.open() as kg:
        kg.export(form, tmp_path / form)
        kg.export("nquads", tmp_path / "before.nq")
    (reading,) = build_report([str(tmp_path / form)], tmp_path / "g").readings
    assert reading.read == reading.loaded > 100_000
    with showgraph.open(tmp_path / "g") as kg:
        kg.export("nquads", tmp_path / "after.nq")
    before, after = ((tmp_path / f"{name}.nq").read_text("utf-8").splitlines() for name in ("before", "after"))
    assert sorted(before) == sorted(after)
