"""Wikidata's dumps: what becomes of entities and statements, and of lines that are none."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showgraph.errors import DataError
from showgraph.model import get_property, mint_iri, shorten
from showgraph.sources.claims import OVERRULED, PLACEHOLDER, Claim, Reading
from showgraph.sources.lines import read_lines
from showgraph.sources.wikidata import read_wikidata, read_wikidata_truthy
from showgraph.sources.wikidata_words import CODE_OF, KIND_OF_CLASS

CASES = Path(__file__).parent / "cases" / "sources"
JSON, TRUTHY = CASES / "wikidata.json", CASES / "wikidata-truthy.nt"
ENTITY = "<http://www.wikidata.org/entity/"
SERIES, FILM, COMIC = "Q4115101", "Q4115103", "Q4115102"

Read = Callable[[Path, Reading], Iterator[Claim]]


def load_beside(name: str) -> Any:
    """Load a module that lies beside this one; the folder is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


damaged = load_beside("damage").damaged


def load(read: Read, path: Path) -> tuple[list[Claim], Reading]:
    reading = Reading(str(path))
    claims = list(read(path, reading))
    assert reading.read == reading.loaded + reading.left_out
    return claims, reading


def said(claims: list[Claim], subject: str, key: str, status: str = "actual") -> list[str]:
    """What is said of an item or an identifier, prefixes instead of namespaces and datatypes left out."""
    subject = ENTITY + subject if subject.startswith("Q") else "<" + subject
    found = []
    for claim in claims:
        if (claim.subject, claim.predicate, claim.status) == (subject, "<" + key, status):
            mark, rest = claim.object[0], claim.object[1:]
            found.append(shorten(rest) if mark == "<" else rest.partition(" ")[2] if mark == "^" else claim.object)
    return sorted(set(found))


def of(key: str) -> str:
    return get_property(key).iri


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def dump() -> tuple[list[Claim], Reading]:
    return load(read_wikidata, JSON)


@pytest.fixture(scope="module")
def claims(dump: tuple[list[Claim], Reading]) -> list[Claim]:
    return dump[0]


@pytest.mark.parametrize(
    ("item", "key", "values"),
    [
        (SERIES, TYPE, ["sg:MiniSeries"]),
        (SERIES, of("label"), ['"Example Series']),
        (SERIES, of("names"), ["@en Example Series", "@ko 예제", "@ko 예제 시리즈", "@zh-Hant 範例影集"]),
        (SERIES, of("aliases"), ["@en An Example", "@ko 예제"]),
        (SERIES, of("released"), ["2022-01-28"]),
        (SERIES, of("end-year"), ["2022"]),
        (SERIES, of("episodes"), ["12"]),
        (SERIES, of("seasons"), ["1"]),
        (SERIES, of("runtime"), ["60"]),
        (SERIES, of("countries"), ['"KR', '"XE']),
        (SERIES, of("languages"), ['"ko']),
        (SERIES, of("keywords"), ['"high school']),
        (SERIES, of("based-on"), ["http://www.wikidata.org/entity/" + COMIC]),
        (SERIES, of("genres"), [mint_iri("genre", "teen-drama"), mint_iri("genre", "zombie")]),
        (
            SERIES,
            of("same-as"),
            [
                "https://www.imdb.com/title/tt99999999/",
                "https://www.themoviedb.org/tv/4115",
                "https://www.tvmaze.com/shows/41",
            ],
        ),
        (FILM, TYPE, ["schema:Movie"]),
        (FILM, of("same-as"), []),
        (COMIC, TYPE, ["sg:Webtoon"]),
        (COMIC, of("label"), ['"예제 웹툰']),
        ("Q4115111", of("label"), ['"Actor One']),
        ("Q4115111", of("names"), ['"Actor One', "@ko 배우 하나"]),
        ("Q4115111", of("born"), ["1990-05"]),
        ("Q4115111", of("nationality"), ['"KR']),
    ],
)
def test_what_an_entity_says(claims: list[Claim], item: str, key: str, values: list[str]) -> None:
    assert said(claims, item, key) == sorted(values)


def test_days_of_the_julian_calendar_are_told_by_their_year(claims: list[Claim]) -> None:
    assert said(claims, "Q4115112", of("born")) == ["1580"]


def test_the_first_release_counts_and_the_others_stay_with_the_source(claims: list[Claim]) -> None:
    assert said(claims, FILM, of("released")) == ["2018-11-07"]
    assert said(claims, FILM, of("released"), OVERRULED) == ["2019", "2019-03-01"]


def test_preferred_values_overrule_normal_ones_and_deprecated_ones_are_left_out(claims: list[Claim]) -> None:
    assert said(claims, FILM, of("runtime")) == ["118"]
    assert said(claims, FILM, of("runtime"), OVERRULED) == ["131"]
    assert not [claim for claim in claims if "Q4115119" in claim.object or "1901" in claim.object]


def test_one_credit_a_person_function_and_character(claims: list[Claim]) -> None:
    credits = sorted(claim.subject[1:] for claim in claims if claim.predicate == "<" + of("credit-of"))
    prefix = mint_iri("credit", f"wikidata-{SERIES}-")
    assert [credit.removeprefix(prefix) for credit in credits if credit.startswith(prefix)] == [
        "acting-Q4115111-as-Hana",
        "acting-Q4115112-Q4115131",
        "acting-Q4115112-as-The%20other%20twin",
        "acting-Q4115112-as-The%20twin",
        "directing-Q4115113",
    ]
    hana, captain = prefix + "acting-Q4115111-as-Hana", prefix + "acting-Q4115112-Q4115131"
    assert said(claims, hana, of("character")) == ['"Hana']
    assert said(claims, hana, of("billing")) == ["1"]
    assert said(claims, captain, of("plays")) == ["http://www.wikidata.org/entity/Q4115131"]
    assert said(claims, "Q4115131", TYPE) == ["sg:Character"]


def test_what_works_point_to_has_a_class_and_a_label(claims: list[Claim]) -> None:
    # A business, as its own class says nothing here, and one that the file doesn't have.
    assert said(claims, "Q4115121", TYPE) == ["sg:Studio"]
    assert said(claims, "Q4115121", of("label")) == ['"Example Pictures']
    assert said(claims, "Q4115122", TYPE) == ["sg:Broadcaster"]
    assert said(claims, "Q4115122", of("label"), PLACEHOLDER) == ['"Q4115122']


def test_faulty_lines_and_other_kinds_are_set_aside(dump: tuple[list[Claim], Reading]) -> None:
    reading = dump[1]
    assert (reading.read, reading.loaded, reading.left_out) == (20, 11, 9)
    lines = {entry["line"]: str(entry["reason"]) for entry in reading.set_aside if "line" in entry}
    assert list(lines) == [16, 17, 18, 19, 20, 21]
    assert lines[16].startswith("not JSON")
    assert lines[18] == "not an entity"
    assert lines[20].startswith("not UTF-8")
    assert reading.set_aside[-1]["rows"] == 3


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_compressed_files_say_the_same(claims: list[Claim], tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "dump.json.gz").write_bytes(pack(JSON.read_bytes()))
    assert load(read_wikidata, tmp_path / "dump.json.gz")[0] == claims


def test_a_file_that_ends_early_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    lines = b"".join(b'{"id":"Q%d","claims":{}}\n' % number for number in range(1, 30_000))
    (tmp_path / "dump.json.gz").write_bytes(gzip.compress(lines)[:-2000])
    _, reading = load(read_wikidata, tmp_path / "dump.json.gz")
    assert reading.read > 1000
    assert "can't be read further" in str(reading.set_aside[0]["reason"])


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", ["entities", "list", "one"])
def test_what_the_site_gives_is_read_too(tmp_path: Path, indent: int | None, wrap: str) -> None:
    lines = JSON.read_text("utf-8", "replace").splitlines()[1:15]
    entities = [json.loads(line.removesuffix(",")) for line in lines]
    document = {"entities": {e["id"]: e for e in entities}} if wrap == "entities" else entities
    text = json.dumps(entities[2] if wrap == "one" else document, indent=indent)
    (tmp_path / "some.json").write_text(text, "utf-8")
    claims, reading = load(read_wikidata, tmp_path / "some.json")
    assert said(claims, COMIC, TYPE) == ["sg:Webtoon"]
    assert reading.read == (1 if wrap == "one" else 14)


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text("nonsense\nmore of it\n")
    with pytest.raises(DataError, match=r"dump\.json:1: not JSON"):
        load(read_wikidata, tmp_path / "dump.json")
    with pytest.raises(DataError, match="No such file"):
        load(read_wikidata, tmp_path / "missing.json")


def test_what_nobody_knows_is_told(tmp_path: Path) -> None:
    entity = json.loads(JSON.read_text("utf-8", "replace").splitlines()[1].removesuffix(","))
    (tmp_path / "one.json").write_text(json.dumps(entity))
    claims, reading = load(read_wikidata, tmp_path / "one.json")
    assert [note.split()[1] for note in reading.notes] == ["Q4115151", "Q4115161"]
    assert said(claims, SERIES, of("countries")) == ['"KR']
    # A genre of which nothing is known keeps its own identifier.
    assert said(claims, "Q4115141", TYPE) == ["sg:Genre"]


def test_a_line_has_a_limit(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"a\n" + b"b" * 100 + b"\nc\r\nd\re")
    found = list(read_lines(tmp_path / "long", longest=50))
    assert [(line.number, line.data) for line in found] == [(1, b"a"), (2, b""), (3, b"c"), (4, b"d"), (5, b"e")]
    assert found[1].problem


def test_truthy_statements_stay_and_are_understood() -> None:
    claims, reading = load(read_wikidata_truthy, TRUTHY)
    assert (reading.read, reading.loaded) == (21, 19)
    assert [entry["line"] for entry in reading.set_aside] == [14, 22]
    assert said(claims, SERIES, "http://www.wikidata.org/prop/direct/P9999") == ['"kept as it is']
    assert said(claims, SERIES, TYPE) == ["schema:TVSeries"]
    assert said(claims, SERIES, of("label")) == ['"Example Series']
    assert said(claims, SERIES, of("names")) == ["@en Example Series", "@ko 예제 시리즈"]
    assert said(claims, SERIES, of("genres")) == [mint_iri("genre", "zombie")]
    assert said(claims, SERIES, of("countries")) == ['"KR']
    assert said(claims, SERIES, of("released")) == ["2022-01-28"]
    # The precision is lost: a first of January may be just a year.
    assert said(claims, "Q4115111", of("born")) == ["1990"]
    assert said(claims, "Q4115121", of("label")) == ['"Example Pictures']
    assert said(claims, mint_iri("credit", f"wikidata-{SERIES}-acting-Q4115111"), of("credited-to")) == [
        "http://www.wikidata.org/entity/Q4115111"
    ]


def test_tables_name_items() -> None:
    assert all(item.startswith("Q") and item[1:].isdigit() for item in KIND_OF_CLASS)
    assert CODE_OF[884] == "KR"
    assert CODE_OF[9176] == "ko"


@pytest.mark.parametrize(("read", "path"), [(read_wikidata, JSON), (read_wikidata_truthy, TRUTHY)])
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_crashes_a_reader(tmp_path: Path, read: Read, path: Path, data: st.DataObject) -> None:
    content = data.draw(st.one_of(st.binary(max_size=300), damaged(path), damaged(path)))
    (tmp_path / "in").write_bytes(content)
    reading = Reading("in")
    try:
        for claim in read(tmp_path / "in", reading):
            "".join(claim).encode()
    except DataError:
        assert reading.loaded == 0
    assert reading.read == reading.loaded + reading.left_out
