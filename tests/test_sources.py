"""The table of sources: what is told by a glance, and what another package adds."""

import gzip
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import showgraph
from showgraph.building import find_source
from showgraph.cli.main import commands
from showgraph.errors import BuildError
from showgraph.making import build_report
from showgraph.sources.known import find_sources

CASES = Path(__file__).parent / "cases"


def load_beside(name: str) -> ModuleType:
    """Load a module that lies beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


write_imdb_files = load_beside("test_imdb").write_files


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(CASES / "plugin"))
    find_sources.cache_clear()
    yield
    find_sources.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_another_package_adds_a_source(tmp_path: Path) -> None:
    path = tmp_path / "evening.txt"
    path.write_text("An Example Evening\nAlice ... Ann Example\nnobody\nBob ... Bo Sample\n", "utf-8")
    assert find_source(str(path))[0].scheme == "playbill"
    (reading,) = build_report([str(path)], tmp_path / "g").readings
    assert str(reading).endswith("3 rows read, 2 loaded, 1 set aside")
    with showgraph.open(tmp_path / "g") as kg:
        cast = {(str(row["person"]), str(row["character"])) for row in kg.cast("An Example Evening")}
        assert cast == {("Ann Example", "Alice"), ("Bo Sample", "Bob")}
    assert "playbill:PATH" in CliRunner().invoke(commands, ["build", "--help"]).output


@pytest.mark.usefixtures("plugin")
def test_a_word_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import playbills  # type: ignore[import-not-found]

    from showgraph.sources.source import Source

    monkeypatch.setattr(playbills, "SOURCE", Source("rdf", "again", lambda intake: None, lambda look: 0))
    find_sources.cache_clear()
    with pytest.raises(BuildError, match="takes the word 'rdf' again"):
        find_sources()


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("tables/netflix/titles.csv", "netflix"),
        ("tables/mydramalist/dramas.csv", "mydramalist"),
        ("tables/mydramalist-lists/list.csv", "mydramalist"),
        ("tables/roles/roles.csv", "roles"),
        ("tables/webtoons/webtoons.csv", "webtoons"),
        ("tables/tvmaze/shows.json", "tvmaze"),
        ("tables/tvmaze-lines/shows.jsonl", "tvmaze"),
        ("tables/tmdb/details.json", "tmdb"),
        ("tables/tmdb-credits/credits.json", "tmdb"),
        ("tables/own-columns/works.csv", "works"),
        ("tables/own-columns-parquet/works.parquet", "works"),
        ("sources/wikidata.json", "wikidata"),
        ("sources/wikidata-truthy.nt", "wikidata-truthy"),
        ("sources/page.html", "schema-org"),
        ("sources/direct-edges.ttl", "rdf"),
    ],
)
def test_a_file_tells_what_it_is_whatever_its_name(path: str, scheme: str, tmp_path: Path) -> None:
    assert find_source(str(CASES / path))[0].scheme == scheme
    packed = tmp_path / f"file{''.join((CASES / path).suffixes)}"
    packed.write_bytes((CASES / path).read_bytes())
    assert find_source(str(packed))[0].scheme == scheme
    if packed.suffix != ".parquet":
        gzipped = tmp_path / f"{packed.name}.gz"
        gzipped.write_bytes(gzip.compress(packed.read_bytes()))
        assert find_source(str(gzipped))[0].scheme == scheme


def test_every_source_is_told_of_in_the_reference() -> None:
    reference = (Path(__file__).parents[1] / "docs" / "sources.md").read_text("utf-8")
    for source in find_sources():
        assert f"`{source.scheme}:`" in reference


def test_a_file_that_has_not_changed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOWGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("showgraph.building._WORTH_KEEPING", 0)
    shutil.copytree(CASES / "tables" / "netflix", tmp_path / "files")
    write_imdb_files(tmp_path / "imdb")
    sources = [
        str(tmp_path / "files" / "titles.csv"),
        str(CASES / "sources" / "direct-edges.ttl"),
        str(CASES / "sources" / "wikidata.json"),
        f"imdb:{tmp_path / 'imdb'}",
    ]
    told: list[str] = []
    first = build_report(sources, tmp_path / "first")
    second = build_report(sources, tmp_path / "second", tell=told.append)
    assert sum("has not changed since it was last read" in line for line in told) == len(sources)
    assert [str(reading) for reading in first.readings] == [str(reading) for reading in second.readings]
    assert [reading.set_aside for reading in first.readings] == [reading.set_aside for reading in second.readings]
    exports = []
    for name in ("first", "second"):
        with showgraph.open(tmp_path / name) as kg:
            kg.export("nquads", tmp_path / f"{name}.nq")
        exports.append(sorted((tmp_path / f"{name}.nq").read_text("utf-8").splitlines()))
    assert exports[0] == exports[1]
    # A change is seen, and so is a cache that came to harm.
    with (tmp_path / "files" / "titles.csv").open("a") as file:
        file.write("e9,Movie,One more,,,,2001,,,90 min,Dramas,\r\n")
    for kept in (tmp_path / "cache" / "sources").glob("*/claims.parquet"):
        kept.write_bytes(b"broken")
    third = build_report(sources, tmp_path / "third")
    assert third.readings[0].read == first.readings[0].read + 1
    assert [str(reading) for reading in third.readings[1:]] == [str(reading) for reading in first.readings[1:]]
