"""RDF in other vocabularies: what it says in the model's words, and that it keeps its own."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showgraph.errors import DataError
from showgraph.model import RDF_TYPE, RDFS, SCHEMA, SG, get_property, shorten
from showgraph.resolve.choose import resolve_claims
from showgraph.resolve.derive import derive_claims, load_claims
from showgraph.sources.claims import OVERRULED, PLACEHOLDER, Claim, Reading
from showgraph.sources.jsonld import read_schema_org
from showgraph.sources.rdf import read_rdf, read_rdf_claims
from showgraph.sources.vocabularies import understand
from showgraph.store import Staging

CASES = Path(__file__).parent / "cases" / "sources"
TRUTHY = CASES / "wikidata-truthy.nt"
PAGE, EDGES = CASES / "page.html", CASES / "direct-edges.ttl"
FILM = "<https://example.org/films/1"
S = "https://w3id.org/showgraph/id/source/s"

Read = Callable[[Path, Reading], Iterator[object]]


def load_beside(name: str) -> Any:
    """Load a module that lies beside this one; the folder is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


damaged = load_beside("damage").damaged


def claims_of(read: Read, path: Path) -> tuple[list[Claim], Reading]:
    reading = Reading(str(path))
    claims = [said for said in read(path, reading) if isinstance(said, Claim)]
    assert reading.read == reading.loaded + reading.left_out
    return claims, reading


def values(claims: list[Claim], subject: str, predicate: str, status: str = "actual") -> list[str]:
    wanted = (subject, "<" + predicate, status)
    found = {claim.object for claim in claims if (claim.subject, claim.predicate, claim.status) == wanted}
    return sorted(shorten(term[1:]) if term[0] == "<" else term.rpartition("#")[2] for term in found)


def credits(claims: list[Claim]) -> set[tuple[str, str, str, str]]:
    """Work, function, person and character of each credit."""
    found: dict[str, dict[str, str]] = {}
    for claim in claims:
        found.setdefault(claim.subject, {})[claim.predicate[1:]] = claim.object
    return {
        (
            own[SG + "creditOf"],
            own[SG + "function"].rpartition("#")[2],
            own[SG + "creditedTo"],
            own.get(SCHEMA + "characterName", '"')[1:],
        )
        for own in found.values()
        if SG + "creditOf" in own
    }


def follow(*triples: tuple[str, str, str]) -> list[Claim]:
    return [said for said in understand(S, (("", *triple) for triple in triples)) if isinstance(said, Claim)]


@pytest.fixture(scope="module")
def page() -> tuple[list[Claim], Reading]:
    return claims_of(read_schema_org, PAGE)


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (RDF_TYPE, ["schema:Movie"]),
        (RDFS + "label", ['"Example Film']),
        (SCHEMA + "alternateName", ["@ko 예제 영화"]),
        (SCHEMA + "datePublished", ["date 2018-11-07"]),
        (SG + "runtimeMinutes", ["integer 118"]),
        (SCHEMA + "keywords", ['"outbreak', '"school']),
        (SCHEMA + "countryOfOrigin", ['"KR']),
        (SCHEMA + "inLanguage", ['"ko']),
        (SG + "rating", ["decimal 8.2"]),
        (SG + "ratingCount", ["integer 1234"]),
        (SCHEMA + "contentRating", ['"15']),
        (SCHEMA + "sameAs", ["https://www.imdb.com/title/tt99999999/"]),
        (SCHEMA + "isBasedOn", ["https://example.org/comics/7"]),
        (
            SCHEMA + "genre",
            ["https://w3id.org/showgraph/id/genre/horror", "https://w3id.org/showgraph/id/genre/zombie"],
        ),
    ],
)
def test_a_page_says(page: tuple[list[Claim], Reading], predicate: str, expected: list[str]) -> None:
    assert values(page[0], FILM, predicate) == expected


def test_what_was_understood_stays_with_the_source(page: tuple[list[Claim], Reading]) -> None:
    assert values(page[0], FILM, SCHEMA + "datePublished", OVERRULED) == ['"2018-11-07']
    assert values(page[0], FILM, SCHEMA + "genre", OVERRULED) == ['"Horror', '"Zombie film']


def test_people_of_a_page_have_credits(page: tuple[list[Claim], Reading]) -> None:
    minted = "<https://w3id.org/showgraph/id/person/page-"
    assert credits(page[0]) == {
        (FILM, "acting", "<https://example.org/people/1", "Hana"),
        (FILM, "acting", minted + "Actor%20Two", ""),
        (FILM, "directing", minted + "Director%20Three", ""),
        ("<https://example.org/series/2", "acting", minted + "Actor%20Two", ""),
    }
    assert values(page[0], minted + "Actor%20Two", RDFS + "label") == ['"Actor Two']


def test_the_old_namespace_is_the_same_vocabulary(page: tuple[list[Claim], Reading]) -> None:
    series = "<https://example.org/series/2"
    assert values(page[0], series, RDF_TYPE) == ["http://schema.org/TVSeries", "schema:TVSeries"]
    assert values(page[0], series, SCHEMA + "numberOfEpisodes") == ["integer 12"]
    assert values(page[0], series, SCHEMA + "datePublished") == ["date 2022-01-28"]
    assert values(page[0], series, SG + "endYear") == ["integer 2022"]


def test_broken_blocks_are_set_aside_with_their_lines(page: tuple[list[Claim], Reading]) -> None:
    lines = {entry["line"]: str(entry["reason"]) for entry in page[1].set_aside}
    assert list(lines) == [33, 36]
    assert lines[33].startswith("not JSON")
    assert "remote context https://evil.example/context refused" in lines[36]


def test_a_page_that_stops_being_html_is_read_so_far(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.read_text("utf-8").replace("</head>", "</head>\n<![odd[ x ]]>"), "utf-8")
    claims, _ = claims_of(read_schema_org, tmp_path / "page.html")
    assert values(claims, FILM, RDFS + "label") == ['"Example Film']


@pytest.mark.parametrize(
    "address", ["https://schema.org", "http://schema.org/", "https://www.schema.org/docs/jsonldcontext.json"]
)
def test_the_context_of_schema_org_needs_no_network(tmp_path: Path, address: str) -> None:
    text = f'{{"@context": "{address}", "@id": "https://example.org/a", "@type": "Book", "name": "Example"}}'
    (tmp_path / "a.jsonld").write_text(text)
    for read in (read_schema_org, read_rdf_claims):
        claims, _ = claims_of(read, tmp_path / "a.jsonld")
        assert values(claims, "<https://example.org/a", RDFS + "label") == ['"Example']


def test_a_page_without_a_block_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html>nothing</html>")
    with pytest.raises(DataError, match="no block of"):
        claims_of(read_schema_org, tmp_path / "a.html")


def test_direct_edges_get_credits_and_stay() -> None:
    claims, _ = claims_of(read_rdf_claims, EDGES)
    film, one = "<https://example.org/film", "<https://example.org/one"
    two = "<https://w3id.org/showgraph/id/person/direct-edges-Actor%20Two"
    assert credits(claims) == {
        (film, "acting", one, ""),
        (film, "acting", two, ""),
        (film, "directing", "<https://example.org/three", ""),
        (film, "writing", "<https://example.org/four", ""),
    }
    assert len([claim for claim in claims if claim.object == f"<{SG}directing"]) == 1, "it has a credit of its own"
    assert values(claims, film, SCHEMA + "actor") == sorted(term[1:] for term in (one, two))
    assert values(claims, one, RDFS + "label") == ['"Actor One']
    assert values(claims, "<https://example.org/four", RDF_TYPE) == ["schema:Person"]
    assert values(claims, "<https://example.org/four", RDFS + "label", PLACEHOLDER) == ['"four']
    assert values(claims, film, "https://example.org/note") == ['"kept as it is']


@pytest.mark.parametrize("path", [EDGES, TRUTHY])
def test_every_statement_stays(path: Path) -> None:
    given = {quad[1:] for quad in read_rdf(path, bad=lambda number, reason: None)}
    claims, _ = claims_of(read_rdf_claims, path)
    assert {triple for triple in given if "_" not in triple[0][0] + triple[2][0]} <= {claim[1:4] for claim in claims}


def test_any_rdf_may_use_wikidatas_direct_properties() -> None:
    claims, _ = claims_of(read_rdf_claims, TRUTHY)
    series = "<http://www.wikidata.org/entity/Q4115101"
    assert values(claims, series, RDF_TYPE) == ["schema:TVSeries"]
    assert values(claims, series, SCHEMA + "genre") == ["https://w3id.org/showgraph/id/genre/zombie"]
    assert values(claims, series, RDFS + "label") == ['"Example Series']
    assert (series, "acting", "<http://www.wikidata.org/entity/Q4115111", "") in credits(claims)


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("countryOfOrigin", '"South Korea', ['"KR']),
        ("countryOfOrigin", '"Atlantis', ['"Atlantis']),
        ("inLanguage", "@en Korean", ['"ko']),
        ("inLanguage", '"ko-KR', ['"ko-KR']),
        ("datePublished", '"2022-01-28T09:00:00+09:00', ["date 2022-01-28"]),
        ("datePublished", '"2022', ["gYear 2022"]),
        ("datePublished", '"last spring', ['"last spring']),
        ("numberOfEpisodes", '"12', ["integer 12"]),
        ("sameAs", '"https://www.imdb.com/title/tt99999999/', ["https://www.imdb.com/title/tt99999999/"]),
        (
            "genre",
            '"Sci-Fi, Horror',
            [f"https://w3id.org/showgraph/id/genre/{g}" for g in ("horror", "science-fiction")],
        ),
        ("genre", "<https://example.org/genres/Horror", ["https://w3id.org/showgraph/id/genre/horror"]),
    ],
)
def test_one_value(key: str, given: str, expected: list[str]) -> None:
    claims = follow(("<http://e/a", "<" + RDF_TYPE, f"<{SCHEMA}Movie"), ("<http://e/a", f"<{SCHEMA}{key}", given))
    assert values(claims, "<http://e/a", SCHEMA + key) == expected


@pytest.mark.parametrize(
    ("value", "best", "expected"), [("4.1", "5", "8.2"), ("8.4", "10", "8.4"), ("84", "100", "8.4"), ("4.1", "", "8.2")]
)
def test_ratings_go_to_ten(value: str, best: str, expected: str) -> None:
    triples = [("<http://e/a", f"<{SCHEMA}aggregateRating", "_r"), ("_r", f"<{SCHEMA}ratingValue", '"' + value)]
    claims = follow(*triples, *([("_r", f"<{SCHEMA}bestRating", '"' + best)] if best else []))
    assert values(claims, "<http://e/a", get_property("rating").iri) == ["decimal " + expected]


@pytest.mark.parametrize(("text", "minutes"), [("PT62M", 62), ("PT1H58M", 118), ("P0DT0H45M30S", 46), ("PT0S", None)])
def test_durations_are_minutes(text: str, minutes: int | None) -> None:
    claims = follow(("<http://e/a", f"<{SCHEMA}duration", '"' + text))
    found = values(claims, "<http://e/a", get_property("runtime").iri)
    assert found == ([f"integer {minutes}"] if minutes else [])


@pytest.mark.parametrize(("ending", "pack"), [(".nt.gz", gzip.compress), (".nt.bz2", bz2.compress)])
def test_bad_lines_are_set_aside_and_files_may_be_compressed(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    text = b'<http://e/a> <http://e/p> "\xff" .\n<http://e/a> <http://e/p> "ok" .\nnonsense\n'
    (tmp_path / f"some{ending}").write_bytes(pack(text))
    claims, reading = claims_of(read_rdf_claims, tmp_path / f"some{ending}")
    assert Claim(claims[0].source, "<http://e/a", "<http://e/p", '"ok') in claims
    assert claims[0].source.endswith("/some")
    assert [(entry["line"], entry["reason"]) for entry in reading.set_aside] == [
        (1, "not UTF-8: invalid start byte"),
        (3, "not a statement"),
    ]


def test_a_file_of_bad_lines_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("nonsense\n")
    with pytest.raises(DataError, match=r"a\.nt:1: not a statement"):
        claims_of(read_rdf_claims, tmp_path / "a.nt")


def test_compressed_turtle_loads(tmp_path: Path) -> None:
    (tmp_path / "direct-edges.ttl.gz").write_bytes(gzip.compress(EDGES.read_bytes()))
    assert credits(claims_of(read_rdf_claims, tmp_path / "direct-edges.ttl.gz")[0]) == credits(
        claims_of(read_rdf_claims, EDGES)[0]
    )


@pytest.mark.parametrize(
    ("read", "path"), [(read_schema_org, PAGE), (read_rdf_claims, TRUTHY), (read_rdf_claims, EDGES)]
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_crashes_a_reader(tmp_path: Path, read: Read, path: Path, data: st.DataObject) -> None:
    content = data.draw(st.one_of(st.binary(max_size=300), damaged(path), damaged(path)))
    target = tmp_path / f"in{path.suffix}"
    target.write_bytes(content)
    reading = Reading("in")
    try:
        for said in read(target, reading):
            assert isinstance(said, tuple)
            "".join(said).encode()
    except DataError:
        pass
    assert reading.read == reading.loaded + reading.left_out


def test_the_resolved_view_takes_what_was_understood() -> None:
    with Staging(small=True) as staging:
        load_claims(staging.connection, claims_of(read_schema_org, PAGE)[0])
        load_claims(staging.connection, [Claim(S, "<http://e/b", f"<{RDFS}label", '"b', PLACEHOLDER)])
        load_claims(staging.connection, [Claim(S, "<http://e/b", f"<{RDFS}label", '"z')])
        load_claims(staging.connection, [Claim(S, "<http://e/c", f"<{RDFS}label", f'"{word}') for word in ("c", "d")])
        derive_claims(staging.connection)
        resolve_claims(staging.connection)
        rows = staging.connection.execute("SELECT g, s, p, o FROM quads").fetchall()
    plain = {row[1:] for row in rows if row[0] == ""}
    own = {row[1:] for row in rows if row[0].endswith("/page")}
    genre, released, label = (f"<{name}" for name in (SCHEMA + "genre", SCHEMA + "datePublished", RDFS + "label"))
    assert (FILM, genre, '"Horror') in own - plain
    assert {o for s, p, o in plain if (s, p) == (FILM, genre)} == {
        f"<https://w3id.org/showgraph/id/genre/{name}" for name in ("horror", "zombie")
    }
    assert [o.rpartition(" ")[2] for s, p, o in plain if (s, p) == (FILM, released)] == ["2018-11-07"]
    assert [o for s, p, o in plain if (s, p) == ("<http://e/b", label)] == ['"z'], "a placeholder gives way"
    disputed = {o for s, p, o in plain if p.endswith("ns#subject")}
    assert disputed == {"<http://e/c"}, "neither what was understood nor a placeholder is a dispute"
    edges = {(s, o) for s, p, o in plain if p == f"<{SCHEMA}actor"}
    assert (FILM, "<https://example.org/people/1") in edges
