"""The TOML source: good folders load, bad ones name every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from showgraph.errors import BuildError, DataError
from showgraph.sources.claims import Claim, Reading
from showgraph.sources.toml import read_toml
from showgraph.sources.toml_lines import find_line

CASES = Path(__file__).parent / "cases" / "data"
ID = "https://w3id.org/showgraph/id/"


def read(folder: Path) -> list[Claim]:
    return list(read_toml(folder, Reading("toml")))


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_problems_are_told_together_each_with_file_and_line(case: str) -> None:
    expected = (CASES / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    if not expected:
        assert read(CASES / case)
        return
    with pytest.raises(DataError) as caught:
        read(CASES / case)
    found = [str(problem) for problem in caught.value.problems]
    assert found == expected


def test_rows_read_are_rows_loaded() -> None:
    reading = Reading("toml")
    list(read_toml(CASES / "good", reading))
    assert (reading.read, reading.loaded, reading.set_aside) == (9, 9, [])


def test_each_claim_has_the_source_that_its_key_names(tmp_path: Path) -> None:
    for path in (CASES / "good").rglob("*.toml"):
        target = tmp_path / path.relative_to(CASES / "good")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    show = tmp_path / "shows" / "night.toml"
    text = show.read_text(encoding="utf-8").replace(
        '"*" = ["catalogue"]', '"*" = ["catalogue"]\nepisodes = ["article"]'
    )
    show.write_text(
        text + '\n[said.article]\nepisodes = 10\nreleased = { date = 2021, status = "expected" }\n', encoding="utf-8"
    )
    claims = read(tmp_path)
    episodes = {(c.source, c.object[-2:]) for c in claims if c.predicate.endswith("numberOfEpisodes")}
    assert episodes == {(f"{ID}source/article", "12"), (f"{ID}source/article", "10")}
    released = {
        (c.source[len(ID) :], c.status)
        for c in claims
        if c.predicate.endswith("datePublished") and "night" in c.subject
    }
    assert ("source/article", "expected") in released
    assert ("source/catalogue", "actual") in released


def test_a_folder_that_is_none_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(BuildError, match="holds no shows"):
        read(tmp_path)


def test_lines_are_found_inside_arrays_of_tables() -> None:
    text = 'a = 1\n[[cast]]\nperson = "x"\n[said.s]\na = 2\n[[said.s.cast]]\nperson = "y"\n'
    assert find_line(text, ("said", "s", "a")) == 5
    assert find_line(text, ("said", "s", "cast", 0, "person")) == 7
    assert find_line(text, ("nothing",)) == 1
