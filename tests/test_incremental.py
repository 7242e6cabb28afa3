"""A build that begins with what the last one wrote of a large source, against builds from nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import showgraph
from showgraph.building import build_graph
from showgraph.sources.kept import FOLDER
from showgraph.store.catalogue import Catalogue

BEGUN = "beginning with the rows that were written before"
MORE_TITLES = "".join(
    f"tt{n:07d}\t{kind}\tTitle {n}\tTitle {n}\t0\t{1990 + n % 20}\t\\N\t90\tDrama,Comedy\n"
    for n, kind in ((n, "movie" if n % 3 else "tvSeries") for n in range(200, 260))
)
MORE_NAMES = "".join(f"nm{n:07d}\tPerson Number{n}\t\\N\t\\N\tactor\t\\N\n" for n in range(100, 140))
MORE_CREDITS = "".join(
    f'tt{n:07d}\t{place}\tnm{100 + (n * 7 + place * 3) % 40:07d}\tactor\t\\N\t["Part {place}"]\n'
    for n in range(200, 260)
    for place in range(1, 5)
)
CATALOGUE = "show_id,type,title,director,cast,country,release_year,duration,listed_in\n"
PREFIXES = "PREFIX schema: <https://schema.org/> PREFIX sg: <https://w3id.org/showgraph/ns#>\n"


def write_imdb_files(folder: Path) -> Path:
    """Write the files of the other tests and sixty titles more."""
    spec = importlib.util.spec_from_file_location("test_imdb", Path(__file__).with_name("test_imdb.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["test_imdb"] = module
    spec.loader.exec_module(module)
    module.write_files(folder)
    for name, lines in (("title.basics", MORE_TITLES), ("name.basics", MORE_NAMES), ("title.principals", MORE_CREDITS)):
        with (folder / f"{name}.tsv").open("a", encoding="utf-8") as file:
            file.write(lines)
    return folder


def write_catalogue(path: Path, titles: range) -> Path:
    """Write a catalogue that has titles of IMDb's with their casts, and one that nobody else has."""
    lines = []
    for n in titles:
        cast = ", ".join(f"Person Number{100 + (n * 7 + place * 3) % 40}" for place in range(1, 5))
        kind, duration = ("Movie", "90 min") if n % 3 else ("TV Show", "1 Season")
        lines.append(f'x{n},{kind},Title {n},,"{cast}, Extra {n}",,{1990 + n % 20},{duration},Dramas\n')
    path.write_text(CATALOGUE + "".join(lines) + f'y,Movie,Unknown {titles.start},,"A, B",,2001,90 min,Dramas\n')
    return path


def write_own_folder(folder: Path) -> Path:
    """Write a folder of one's own whose identifiers take the place of IMDb's: of a series and of two people."""
    (folder / "shows").mkdir(parents=True)
    (folder / "shows" / "own.toml").write_text(
        'kind = "series"\nlabel = "Kingdom"\nsame-as = ["https://www.imdb.com/title/tt0000007/"]\n'
        'sources = { "*" = ["me"] }\n'
    )
    (folder / "sources.toml").write_text('[me]\ntitle = "My own notes"\n')
    people = {"own-doona": "nm0000001", "own-hundred": "nm0000100"}
    (folder / "people.toml").write_text(
        "".join(
            f'[{slug}]\nlabel = "{slug}"\nsame-as = ["https://www.imdb.com/name/{iri}/"]\n'
            'sources = { "*" = ["me"] }\n'
            for slug, iri in people.items()
        )
    )
    return folder


def write_notes(path: Path) -> Path:
    """Write a few statements, of IMDb's things and of others, with a blank node."""
    path.write_text(
        """@prefix sg: <https://w3id.org/showgraph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <https://w3id.org/showgraph/id/work/gods> a sg:Webtoon ; rdfs:label "The Kingdom of the Gods" .
        <https://www.imdb.com/title/tt0000210/> sg:adaptationOf <https://w3id.org/showgraph/id/work/gods> ;
            <http://e.org/x> [ <http://e.org/y> "z" ] .
        <https://www.imdb.com/name/nm0000111/> <http://e.org/seen> "twice"@en .
        <https://www.zzz.org/last> a <https://schema.org/Movie> ; rdfs:label "The last" .
        """
    )
    return path


@dataclass(frozen=True)
class Files:
    """The sources of the tests."""

    imdb: str
    catalogue: str
    other: str
    own: str
    notes: str


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.setenv("SHOWGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("showgraph.building._WORTH_KEEPING", 0)
    monkeypatch.setattr("showgraph.sources.doors._FEW", 0)
    monkeypatch.setattr("showgraph.resolve.naming._FEW", 50)
    return Files(
        f"imdb:{write_imdb_files(tmp_path / 'imdb')}",
        str(write_catalogue(tmp_path / "titles.csv", range(200, 230))),
        str(write_catalogue(tmp_path / "other.csv", range(220, 250))),
        f"toml:{write_own_folder(tmp_path / 'own')}",
        str(write_notes(tmp_path / "notes.ttl")),
    )


@pytest.fixture(params=["without copies", "with copies"])
def copies(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write copies and indexes of the tables, or none."""
    if request.param == "with copies":
        for name in ("write.write_graph", "write_bulk.write_bulks"):
            module, _, function = f"showgraph.store.{name}".rpartition(".")
            monkeypatch.setitem(getattr(importlib.import_module(module), function).__kwdefaults__, "large", 20)


def build(sources: list[str], directory: Path) -> bool:
    """Build a graph; return whether it began with rows that were written before."""
    told: list[str] = []
    build_graph(sources, directory, tell=told.append)
    return BEGUN in told


def count(catalogue: Catalogue) -> object:
    """Return what a catalogue counts, without ids."""
    facts = {
        iri: (one.default_triples, one.named_triples, sorted(one.subject_homes), sorted(one.object_homes))
        for iri, one in catalogue.predicates.items()
    }
    classes = {iri: dict(counts) for iri, counts in catalogue.classes.items()}
    totals = (
        catalogue.default_triples,
        catalogue.named_triples,
        catalogue.graphs,
        catalogue.terms,
        catalogue.resources,
    )
    return facts, classes, dict(catalogue.rows), totals, sorted(catalogue.large), dict(catalogue.digits)


def read(directory: Path) -> dict[str, object]:
    """Return all that a graph says and how it is found: quads, names, neighbours, counts, orders."""
    found: dict[str, object] = {}
    with showgraph.open(directory) as kg:
        kg.export("nquads", directory.with_suffix(".nq"))
        found["quads"] = sorted(directory.with_suffix(".nq").read_text("utf-8").splitlines())
        store = kg.store
        found["names"] = store.execute("SELECT name, iri, kind, label, about, weight, tail FROM names ORDER BY ALL")
        found["forms"] = store.execute(
            "SELECT form, way, name, iri FROM name_forms JOIN names USING (ref) ORDER BY ALL"
        )
        found["words"] = store.execute("SELECT * FROM name_words ORDER BY ALL")
        found["graphs"] = sorted(
            (store.texts_of([int(str(g))])[int(str(g))], n) for g, n in store.execute("FROM graphs")
        )
        found["counts"] = count(store.catalogue)
        for link in store.layout.links:
            out, back = (f"link_{link.name}_{direction}" for direction in ("out", "in"))
            assert (
                store.execute(f"(FROM {out} EXCEPT ALL FROM {back}) UNION ALL (FROM {back} EXCEPT ALL FROM {out})")
                == []
            )
        things = "SELECT DISTINCT ?x { { ?x a ?c } UNION { ?a ?p ?x FILTER(ISIRI(?x) || ISBLANK(?x)) } } ORDER BY ?x"
        found["order"] = [str(x) for (x,) in kg.query(PREFIXES + things)]
        for question in (
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISBLANK(?o)) }",
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISIRI(?o)) }",
            "SELECT (MIN(?g) AS ?a) (MAX(?g) AS ?b) { ?w schema:genre ?g }",
            "SELECT ?f (COUNT(*) AS ?n) { ?c sg:function ?f } GROUP BY ?f ORDER BY ?f",
        ):
            found[question] = [[str(cell) for cell in row] for row in kg.query(PREFIXES + question)]
        pairs = [("Person Number101", "Person Number119"), ("Zoë Kravitz", "Kim Seong-hun")]
        found["paths"] = [[str(row) for row in kg.path(*pair)] for pair in pairs]
        found["near"] = [str(hit) for name in ("Persn Number105", "Titel 215", "Kingdon") for hit in kg.find(name)]
        store.verify()
    return found


@pytest.mark.usefixtures("copies")
def test_a_graph_that_was_begun_before_says_what_one_from_nothing_says(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [files.imdb, files.catalogue, files.own, files.notes]
    assert not build(wanted, tmp_path / "whole")
    monkeypatch.setenv("SHOWGRAPH_CACHE", str(tmp_path / "second"))
    assert not build([files.imdb], tmp_path / "alone")
    assert build([files.imdb, files.other], tmp_path / "g")
    # The one with more takes the place of the one with less, and neither leaves anything behind in what is kept.
    assert build(wanted, tmp_path / "g")
    assert build([files.imdb], tmp_path / "again")
    whole, begun = read(tmp_path / "whole"), read(tmp_path / "g")
    for part, said in whole.items():
        assert said == begun[part], part
    alone, again = read(tmp_path / "alone"), read(tmp_path / "again")
    for part, said in alone.items():
        assert said == again[part], part
    assert whole["order"] == sorted(whole["order"], key=lambda one: ("://" in one, one))  # type: ignore[call-overload]
    assert whole["paths"]
    assert whole["near"]


def test_ids_of_rows_are_the_same_in_every_graph(files: Files, tmp_path: Path) -> None:
    build([files.imdb], tmp_path / "alone")
    build([files.imdb, files.catalogue, files.notes], tmp_path / "g")
    with showgraph.open(tmp_path / "alone") as alone, showgraph.open(tmp_path / "g") as kg:
        rows = [
            set(one.store.execute('SELECT id, credit_of, credited_to, "function" FROM table_credit'))
            for one in (alone, kg)
        ]
        assert len(rows[0] & rows[1]) > 100


def test_a_changed_file_is_never_begun_with(files: Files, tmp_path: Path) -> None:
    build([files.imdb], tmp_path / "g")
    ratings = Path(files.imdb.removeprefix("imdb:")) / "title.ratings.tsv"
    facts = ratings.stat()
    ratings.write_text(ratings.read_text("utf-8").replace("8.3", "3.8"), "utf-8")
    os.utime(ratings, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    assert ratings.stat().st_size == facts.st_size
    assert not build([files.imdb, files.notes], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        rows = list(kg.query(PREFIXES + "SELECT ?r { <https://www.imdb.com/title/tt0000007/> sg:rating ?r }"))
    assert [str(row.r) for row in rows] == ["3.8"]


@pytest.mark.parametrize("harm", ["cut", "lost", "no cache"])
def test_a_cache_that_came_to_harm_costs_time_and_nothing_else(
    harm: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([files.imdb], tmp_path / "alone")
    (begun,) = (tmp_path / "cache" / FOLDER).glob("*/begun.duckdb")
    if harm == "cut":
        os.truncate(begun, begun.stat().st_size // 2)
    elif harm == "lost":
        begun.unlink()
    else:
        (tmp_path / "file").write_text("no folder")
        monkeypatch.setenv("SHOWGRAPH_CACHE", str(tmp_path / "file" / "cache"))
    assert not build([files.imdb, files.notes], tmp_path / "g")
    if harm != "no cache":
        assert build([files.imdb, files.notes], tmp_path / "second")
        assert read(tmp_path / "g") == read(tmp_path / "second")


def test_a_build_that_breaks_off_leaves_graph_and_cache_whole(files: Files, tmp_path: Path) -> None:
    build([files.imdb, files.catalogue], tmp_path / "g")
    before = read(tmp_path / "g")
    steps: list[str] = []
    build_graph([files.imdb, files.notes], tmp_path / "other", tell=steps.append)
    (kept,) = (tmp_path / "cache" / FOLDER).glob("*/begun.duckdb")
    content = kept.read_bytes()

    class BrokenOffError(Exception):
        """What ends the build."""

    for last in range(len(steps)):
        told: list[str] = []

        def tell(line: str, told: list[str] = told, last: int = last) -> None:
            told.append(line)
            if len(told) > last:
                raise BrokenOffError

        with pytest.raises(BrokenOffError):
            build_graph([files.imdb, files.notes], tmp_path / "g", tell=tell)
        assert sorted(path.name for path in tmp_path.glob(".g*")) == []
    assert read(tmp_path / "g") == before
    assert kept.read_bytes() == content
    assert not list(kept.parent.parent.glob("keeping-*"))


def test_what_is_kept_is_thrown_away_but_not_under_a_build(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("showgraph.sources.kept._MOST_BYTES", 1)
    # The catalogue is kept after the large source was found: making room for it must not take that away.
    build([files.imdb], tmp_path / "g")
    assert build([files.imdb, files.catalogue], tmp_path / "g")
    kept = list((tmp_path / "cache" / FOLDER).glob("*/begun.duckdb"))
    assert len(kept) == 1
    build([files.other], tmp_path / "small")
    assert not kept[0].exists()


def test_what_a_killed_build_left_in_the_cache_goes_after_a_day(files: Files, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / FOLDER
    for name, age in (("keeping-old", 2), ("keeping-new", 0)):
        (folder / name).mkdir(parents=True)
        now = folder.stat().st_mtime
        os.utime(folder / name, (now - age * 86_400, now - age * 86_400))
    build([files.catalogue], tmp_path / "g")
    assert not (folder / "keeping-old").exists()
    assert (folder / "keeping-new").exists()
    shutil.rmtree(folder)
