"""IMDb's own files: what becomes of their rows, and that tables of numbers answer as triples do."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

import showgraph
from showgraph import KnowledgeGraph
from showgraph.building import build_graph
from showgraph.errors import BuildError
from showgraph.progress import Pace

FILES = {
    "title.basics.tsv": """
tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres
tt0000007 tvSeries Kingdom 킹덤 0 2019 2020 50 Drama,Horror,Sci-Fi
tt0000012 movie Le_Fabuleux_Destin Le_Fabuleux_Destin 0 2001 \\N 122 Comedy
tt10000345 short Short_One Short_One 0 \\N \\N \\N \\N
tt0000099 odd Something Something 0 1999 \\N \\N Drama
""",
    "name.basics.tsv": """
nconst primaryName birthYear deathYear primaryProfession knownForTitles
nm0000001 Bae_Doona 1979 \\N actress tt0000007
nm0000002 Kim_Seong-hun \\N \\N director tt0000007
nm0000003 Zoë_Kravitz 1988 2050 actress \\N
nm0000044 Another_One \\N \\N \\N \\N
""",
    "title.principals.tsv": """
tconst ordering nconst category job characters
tt0000007 1 nm0000001 actress \\N ["Seo-bi"]
tt0000007 2 nm0000003 actress \\N ["A_\\"quoted\\"_one","Second"]
tt0000007 3 nm0000002 director \\N \\N
tt0000007 4 nm0000003 self \\N ["Self"]
tt0000012 1 nm0000003 actress \\N ["Amélie"]
tt0000012 2 nm0000003 actress \\N ["Amélie"]
tt0000012 3 nm0000044 gaffer \\N \\N
tt0000012 4 nm0009999 actor \\N ["Nobody"]
tt10000345 1 nm0000001 actress \\N \\N
""",
    "title.crew.tsv": """
tconst directors writers
tt0000007 nm0000002 nm0000044,nm0000002
tt0000012 \\N nm0000044
""",
    "title.akas.tsv": """
titleId ordering title region language types attributes isOriginalTitle
tt0000007 1 킹덤 KR ko \\N \\N 0
tt0000007 2 Kingdom_US US \\N \\N \\N 0
tt0000007 3 킹덤 KP ko \\N \\N 0
""",
    "title.ratings.tsv": """
tconst averageRating numVotes
tt0000007 8.3 60000
tt0000012 8.1 700000
""",
}


def write_files(folder: Path, names: tuple[str, ...] = tuple(FILES), *, zipped: bool = False) -> Path:
    """Write the files as IMDb does: tabs between cells, blanks in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        lines = [line.replace(" ", "\t").replace("_", " ") for line in FILES[name].strip().splitlines()]
        text = ("\n".join(lines) + "\n").encode()
        (folder / f"{name}{'.gz' if zipped else ''}").write_bytes(gzip.compress(text) if zipped else text)
    return folder


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    place = tmp_path_factory.mktemp("imdb")
    return showgraph.build([f"imdb:{write_files(place / 'files')}"], place / "g")


PREFIXES = """PREFIX schema: <https://schema.org/> PREFIX sg: <https://w3id.org/showgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX t: <https://www.imdb.com/title/>
PREFIX n: <https://www.imdb.com/name/> PREFIX g: <https://w3id.org/showgraph/id/genre/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
QUESTIONS = [
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT ?w ?l { ?w a schema:CreativeWork ; rdfs:label ?l }",
    "SELECT ?w ?c { ?w a ?c ; rdfs:label 'Kingdom' }",
    "SELECT ?c { <https://www.imdb.com/title/tt10000345/> a ?c }",
    "SELECT ?w ?r ?v { ?w sg:rating ?r ; sg:ratingCount ?v FILTER(?r > 8.2) }",
    "SELECT ?w ?y { ?w schema:datePublished ?y . OPTIONAL { ?w sg:endYear ?e } FILTER(!BOUND(?e)) }",
    "SELECT ?p ?n { <https://www.imdb.com/title/tt0000007/> schema:actor ?p . ?p rdfs:label ?n }",
    "SELECT ?w { ?w schema:actor <https://www.imdb.com/name/nm0000003/> }",
    "SELECT ?p ?f ?n ?b { ?c sg:creditOf <https://www.imdb.com/title/tt0000007/> ; sg:creditedTo ?p ; sg:function ?f "
    "OPTIONAL { ?c schema:characterName ?n } OPTIONAL { ?c sg:billing ?b } }",
    "SELECT ?w ?g { ?w schema:genre/rdfs:label ?g }",
    "SELECT (STR(?w) AS ?t) { ?w schema:genre g:science-fiction }",
    "SELECT ?w ?n { ?w schema:name|schema:alternateName ?n }",
    "SELECT ?a ?b { ?w schema:actor ?a, ?b FILTER(STR(?a) < STR(?b)) }",
    "SELECT ?x { ?x schema:birthDate '1979'^^xsd:gYear }",
    "SELECT ?k (COUNT(*) AS ?n) { ?w sg:kindName ?k } GROUP BY ?k",
    "SELECT ?x { <https://www.imdb.com/name/nm0000002/> ^schema:director/schema:actor* ?x }",
    "SELECT ?s ?o { ?s sg:creditedTo ?o . MINUS { ?s schema:characterName ?n } }",
    "SELECT ?x ?y { VALUES ?x { n:nm0000001 } ?y sg:creditedTo <https://www.imdb.com/name/nm0000001/> }",
    "SELECT ?p ?o { <https://www.imdb.com/name/nm0077777/> ?p ?o }",
    "ASK { <https://www.imdb.com/title/tt0000012/> schema:actor <https://www.imdb.com/name/nm0000003/> }",
]


@pytest.fixture(scope="module")
def reference(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("reference") / "g.nt"
    kg.export("ntriples", path)
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    return store


def solve(store: Store, question: str) -> bool | list[tuple[str, ...]]:
    """Return the reference's answer as plain values; its own objects must not outlive the thread that made them."""
    found = store.query(question)
    if not isinstance(found, QuerySolutions):
        return bool(found)
    return sorted([tuple("" if cell is None else str(getattr(cell, "value", cell)) for cell in row) for row in found])


@pytest.mark.parametrize("question", QUESTIONS)
def test_tables_answer_as_the_same_triples_do(kg: KnowledgeGraph, reference: Store, question: str) -> None:
    expected = solve(reference, PREFIXES + question)
    ours = kg.query(PREFIXES + question)
    if isinstance(expected, bool):
        assert ours.boolean == expected
        return
    assert sorted(tuple("" if cell is None else str(cell) for cell in row) for row in ours.terms()) == expected
    assert expected or "nm0077777" in question


IMDB = "https://w3id.org/showgraph/id/source/imdb"


@pytest.fixture(scope="module")
def quads(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("reference") / "g.nq"
    kg.export("nquads", path)
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return store


def test_the_sources_graph_holds_what_the_files_say(quads: Store) -> None:
    default, named = (
        {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for quad in quads.quads_for_pattern(None, None, None, g)
        }
        for g in (DefaultGraph(), NamedNode(IMDB))
    )
    # What the model says of its own concepts is nobody else's.
    assert named == {triple for triple in default if not triple[0].startswith("<https://w3id.org/showgraph/ns#")}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("graph", [f"<{IMDB}>", "?g"])
def test_a_graphs_tables_answer_as_its_quads_do(kg: KnowledgeGraph, quads: Store, question: str, graph: str) -> None:
    before, _, rest = question.partition("{")
    inside, _, after = rest.rpartition("}")
    text = f"{PREFIXES}{before}{{ GRAPH {graph} {{{inside}}} }}{after}"
    expected = solve(quads, text)
    ours = kg.query(text)
    if isinstance(expected, bool):
        assert ours.boolean == expected
        return
    assert sorted(tuple("" if cell is None else str(cell) for cell in row) for row in ours.terms()) == expected


@pytest.mark.parametrize(
    "clauses",
    [f"FROM <{IMDB}>", f"FROM NAMED <{IMDB}>", f"FROM <{IMDB}> FROM <https://w3id.org/showgraph/id/source/more>"],
)
def test_a_dataset_of_sources_is_chosen(tmp_path: Path, clauses: str) -> None:
    (tmp_path / "more.ttl").write_text(
        "<https://www.imdb.com/title/tt0000007/> <https://w3id.org/showgraph/ns#adaptationOf> <https://e.org/w> ."
    )
    build_graph([f"imdb:{write_files(tmp_path / 'files')}", str(tmp_path / "more.ttl")], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        kg.export("nquads", tmp_path / "g.nq")
        store = Store()
        store.bulk_load(path=str(tmp_path / "g.nq"), format=RdfFormat.N_QUADS)
        for pattern in (
            *("?s ?p ?o", "?s rdfs:label ?o ; schema:actor ?a", "?s sg:adaptationOf ?o", "?s a ?o"),
            *("GRAPH ?g { ?s a sg:Credit ; sg:creditOf ?o }", "GRAPH ?g { ?s sg:adaptationOf ?o }"),
        ):
            text = f"{PREFIXES}SELECT ?s ?o {clauses} {{ {pattern} }}"
            ours = sorted(tuple("" if cell is None else str(cell) for cell in row) for row in kg.query(text).terms())
            assert ours == solve(store, text), pattern
        counted = {
            str(g): int(str(n)) for g, n in kg.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        }
        assert counted[IMDB] > 100


def test_facts_of_tables_know_their_source(kg: KnowledgeGraph) -> None:
    facts = list(kg.about("Kingdom", "series"))
    assert [fact for fact in facts if str(fact["value"]) == "2019"]
    assert {fact["sources"] for fact in facts} == {"IMDb non-commercial datasets"}


@pytest.fixture(scope="module", params=["apart", "between"])
def mixed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Numbers of seven and of eight digits; and, the second time, a resource between those of a range."""
    place = tmp_path_factory.mktemp("mixed")
    folder = write_files(place / "files")
    with (folder / "title.basics.tsv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"tt{n}\tmovie\tA film\tA film\t0\t2000\t\\N\t90\tDrama\n" for n in ("2000000", "1999999", "20000001")
        )
    with (folder / "title.principals.tsv").open("a", encoding="utf-8") as file:
        file.writelines(f"tt{n}\t1\tnm0000001\tactress\t\\N\t\\N\n" for n in ("2000000", "20000001"))
    more = "<https://www.imdb.com/title/tt1999999/x> a <http://e.org/Review> ." if request.param == "between" else ""
    (place / "more.ttl").write_text(more + "<https://z.org/x> <https://a.org/p> <https://www.imdb.com/about> .")
    return showgraph.build([f"imdb:{folder}", str(place / "more.ttl")], place / "g")


def test_resources_sort_as_their_texts_do(mixed: KnowledgeGraph) -> None:
    found = [
        str(s)
        for (s,) in mixed.query("SELECT DISTINCT ?s { { ?s ?p ?o } UNION { ?o ?p ?s FILTER ISIRI(?s) } } ORDER BY ?s")
    ]
    assert found == sorted(found)
    assert len(found) == len(set(found)) > 40
    found = [str(s) for (s,) in mixed.query("SELECT ?s { ?s a sg:ScreenWork } ORDER BY DESC(?s)")]
    assert found == sorted(found, reverse=True)
    assert found[0].endswith("tt20000001/")
    ((least, most),) = mixed.query(
        "SELECT (MIN(?s) AS ?a) (MAX(?s) AS ?b) "
        "{ ?s a sg:ScreenWork FILTER(STR(?s) > 'https://www.imdb.com/title/tt1') }"
    )
    assert [str(cell)[-11:] for cell in (least, most)] == ["tt10000345/", "tt20000001/"]


def test_rows_become_titles_people_and_credits(kg: KnowledgeGraph) -> None:
    assert [str(row["work"]) for row in kg.filmography("Bae Doona")] == ["Kingdom", "Short One"]
    cast = [(str(row["person"]), row["character"]) for row in kg.run("cast", work="Kingdom")]
    assert cast == [
        ("Bae Doona", "Seo-bi"),
        ("Zoë Kravitz", 'A "quoted" one'),
        ("Zoë Kravitz", "Second"),
        ("Zoë Kravitz", "Self"),
    ]
    assert kg.get("zoe kravitz").iri == "https://www.imdb.com/name/nm0000003/"


def test_one_character_of_one_person_is_one_credit(kg: KnowledgeGraph) -> None:
    rows = kg.query(PREFIXES + "SELECT ?c { ?c sg:creditOf t:tt0000012\\/ ; sg:function sg:acting }")
    assert len(rows) == 1


def test_crew_adds_only_what_principals_lack(kg: KnowledgeGraph) -> None:
    question = "SELECT ?f ?p { ?c sg:creditOf t:tt0000007\\/ ; sg:creditedTo/rdfs:label ?p ; sg:function ?f }"
    found = sorted((str(row.f).rsplit("#", 1)[-1], row.p) for row in kg.query(PREFIXES + question))
    assert [row for row in found if row[0] in ("directing", "writing")] == [
        ("directing", "Kim Seong-hun"),
        ("writing", "Another One"),
        ("writing", "Kim Seong-hun"),
    ]


def test_what_has_no_title_or_person_is_set_aside_and_counted(tmp_path: Path) -> None:
    report = build_graph([f"imdb:{write_files(tmp_path / 'files', zipped=True)}"], tmp_path / "g")
    (reading,) = report.readings
    assert (reading.read, reading.loaded, reading.left_out) == (24, 23, 1)
    assert "a person that the files don't have" in (tmp_path / "g" / "set-aside.ndjson").read_text("utf-8")


def test_a_folder_of_basics_alone_builds(tmp_path: Path) -> None:
    graph = showgraph.build([str(write_files(tmp_path / "files", ("title.basics.tsv",)))], tmp_path / "g")
    assert len(graph.query(PREFIXES + "SELECT ?w { ?w a sg:ScreenWork }")) == 4


def test_a_file_that_is_something_else_is_told(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files")
    (folder / "name.basics.tsv").write_text("a,b\n1,2\n")
    with pytest.raises(BuildError, match=r"name\.basics\.tsv is not what its name says"):
        build_graph([f"imdb:{folder}"], tmp_path / "g")
    with pytest.raises(BuildError, match=r"no title\.basics"):
        build_graph([f"imdb:{tmp_path}"], tmp_path / "g")


@pytest.mark.parametrize("name", ["Doona Bae", "bae doona", "BaeDoona", "Kravitz, Zoe", "the fabuleux destin le"])
def test_names_are_found_in_any_order_and_titles_are_not(kg: KnowledgeGraph, name: str) -> None:
    if name.startswith("the"):
        assert kg.find(name) == []
    else:
        assert [hit.kind for hit in kg.find(name)] == ["person"]


def test_an_article_of_a_title_does_not_matter(kg: KnowledgeGraph) -> None:
    assert [hit.label for hit in kg.find("The Kingdom")] == ["Kingdom"]


def test_triples_of_other_files_join_the_same_titles(tmp_path: Path) -> None:
    (tmp_path / "webtoons.ttl").write_text(
        """@prefix sg: <https://w3id.org/showgraph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <https://w3id.org/showgraph/id/work/gods> a sg:Webtoon ; rdfs:label "The Kingdom of the Gods" .
        <https://www.imdb.com/title/tt0000007/> sg:adaptationOf <https://w3id.org/showgraph/id/work/gods> ;
            <http://example.org/seen> "twice" .
        <https://www.imdb.com/title/tt0012345678/> <http://example.org/seen> "no title of the files" .
        """
    )
    folder = write_files(tmp_path / "files")
    graph = showgraph.build([f"imdb:{folder}", str(tmp_path / "webtoons.ttl")], tmp_path / "g")
    answer = graph.ask("series adapted from webtoons")
    assert [(str(row["series"]), str(row["webtoon"])) for row in answer] == [("Kingdom", "The Kingdom of the Gods")]
    question = "SELECT ?l ?x { ?w <http://example.org/seen> ?x OPTIONAL { ?w rdfs:label ?l } }"
    found = sorted((row.l or "", row.x) for row in graph.query(PREFIXES + question))
    assert found == [("", "no title of the files"), ("Kingdom", "twice")]
    said = "SELECT ?x { GRAPH <https://w3id.org/showgraph/id/source/webtoons> { ?w <http://example.org/seen> ?x } }"
    assert len(graph.query(said)) == 2
    graph.export("ntriples", tmp_path / "g.nt")
    assert len((tmp_path / "g.nt").read_text("utf-8").splitlines()) == graph.store.catalogue.default_triples


def test_a_file_of_rdf_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<http://e/s> <http://e/p> "x" <http://e/g> .\n<http://e/s> <http://e/p> "y" .\n')
    graph = showgraph.build([f"rdf:{tmp_path / 'a.nq'}"], tmp_path / "g")
    found = {row.o for row in graph.query("SELECT ?o { <http://e/s> <http://e/p> ?o }")}
    assert found == {"x", "y"}
    assert [row.g for row in graph.query('SELECT ?g { GRAPH ?g { ?s ?p "x" } } ORDER BY ?g')] == [
        "http://e/g",
        "https://w3id.org/showgraph/id/source/a",
    ]


def test_rows_that_cannot_be_used_are_counted_and_shown(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files")
    with (folder / "title.basics.tsv").open("a", encoding="utf-8") as file:
        file.write("xx1\tmovie\tNo number\tNo number\t0\t2000\t\\N\t90\tDrama\n")
        file.write("tt0000500\tmovie\tCut in the mid\n")
    with (folder / "title.principals.tsv").open("a", encoding="utf-8") as file:
        file.write('tt0000012\tten\tnm0000001\tactress\t\\N\t["Not","Placed"]\n')
        file.write('tt0000012\t9\tnm0000001\tactress\t\\N\t["Not closed\n')
    report = build_graph([f"imdb:{folder}"], tmp_path / "g")
    (reading,) = report.readings
    assert reading.read == reading.loaded + reading.left_out
    assert (reading.read, reading.left_out) == (28, 4)
    shown = (tmp_path / "g" / "set-aside.ndjson").read_text("utf-8")
    assert "xx1" in shown
    assert "ten" in shown
    assert '"line": 7' in shown


def test_a_build_tells_rows_a_second_and_what_is_left(tmp_path: Path) -> None:
    told: list[str] = []
    build_graph([f"imdb:{write_files(tmp_path / 'files')}"], tmp_path / "g", tell=told.append)
    assert any(re.fullmatch(r"read 4 rows of title\.basics, [\d,]+ a second.*", line) for line in told)
    assert any(re.fullmatch(r"wrote \d+ rows of credit, [\d,]+ a second.*", line) for line in told)


def test_what_is_left_follows_from_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    clock = iter([100.0, 110.0, 130.0])
    monkeypatch.setattr("showgraph.progress.monotonic", lambda: next(clock))
    pace = Pace(told.append, total=400)
    pace.did("wrote", "rows", 1000, units=100)
    pace.did("wrote", "rows", 4000, units=300)
    assert told == ["wrote 1,000 rows, 100 a second; about 30 s left of this", "wrote 4,000 rows, 200 a second"]


def test_a_second_row_of_a_title_or_person_is_set_aside(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files")
    with (folder / "title.basics.tsv").open("a", encoding="utf-8") as file:
        file.write("tt0000012\tmovie\tAnother name\tAnother name\t0\t2002\t\\N\t90\tDrama\n")
    with (folder / "title.ratings.tsv").open("a", encoding="utf-8") as file:
        file.write("tt0000012\t1.0\t5\ntt12\t1.0\t5\n")
    report = build_graph([f"imdb:{folder}"], tmp_path / "g")
    (reading,) = report.readings
    assert (reading.read, reading.left_out) == (27, 4)
    assert reading.read == reading.loaded + reading.left_out
    with showgraph.open(tmp_path / "g") as kg:
        rows = list(kg.query(PREFIXES + "SELECT ?l ?r { t:tt0000012\\/ rdfs:label ?l ; sg:rating ?r }"))
    assert [[str(cell) for cell in row] for row in rows] == [["Le Fabuleux Destin", "8.1"]]


def test_an_endless_list_of_characters_keeps_every_name(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files")
    names = ",".join(f'\\"Part {number}\\"'.replace("\\", "") for number in range(150))
    with (folder / "title.principals.tsv").open("a", encoding="utf-8") as file:
        file.write(f"tt0000099\t1\tnm0000001\tactress\t\\N\t[{names}]\n")
    build_graph([f"imdb:{folder}"], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        found = kg.query(PREFIXES + "SELECT ?n { ?c sg:creditOf t:tt0000099\\/ ; schema:characterName ?n }")
        told = [name for (cell,) in found for name in str(cell).split(" / ")]
    assert sorted(told) == sorted(f"Part {number}" for number in range(150))


def test_a_long_export_says_the_same_in_little_memory(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.export("ntriples", tmp_path / "sorted.nt")
    monkeypatch.setattr("showgraph.rdf.write._SORTED", 0)
    kg.export("ntriples", tmp_path / "streamed.nt")
    lines = [(tmp_path / name).read_text("utf-8").splitlines() for name in ("sorted.nt", "streamed.nt")]
    assert lines[0] == sorted(lines[1])


def test_few_titles_are_merged_with_what_others_say(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files")
    (tmp_path / "more.ttl").write_text(
        '<https://www.imdb.com/title/tt0000007/> <http://www.w3.org/2000/01/rdf-schema#label> "Another title" .'
    )
    build_graph([f"imdb:{folder}", str(tmp_path / "more.ttl")], tmp_path / "g")
    build_graph([f"imdb:{folder}"], tmp_path / "alone")
    with showgraph.open(tmp_path / "g") as kg, showgraph.open(tmp_path / "alone") as alone:
        said = "SELECT ?l { GRAPH ?s { <https://www.imdb.com/title/tt0000007/> rdfs:label ?l } }"
        assert {str(row.l) for row in kg.query(said)} > {"Another title"}
        # One value wins, and all else is as it is without the other source.
        everything = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'https://www.imdb.com/name/')) }"
        assert sorted(map(str, kg.query(everything))) == sorted(map(str, alone.query(everything)))


def test_a_second_large_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showgraph.sources.doors._FEW", 0)
    folder = write_files(tmp_path / "files")
    with pytest.raises(BuildError, match="a second folder of IMDb"):
        build_graph([f"imdb:{folder}", f"imdb:{folder}"], tmp_path / "g")
    assert not (tmp_path / "g").exists()


CATALOGUE = (
    "show_id,type,title,director,cast,country,release_year,duration,listed_in\n"
    'e1,TV Show,{title},,"{cast}, Somebody Else",,{year},1 Season,TV Dramas\n'
    'e2,Movie,Nobody knows it,,"{cast}",,{year},90 min,Dramas\n'
)


def test_many_rows_are_matched_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large source stays in tables but for what others tell of; nobody can see which it was."""
    folder = write_files(tmp_path / "files")
    build_graph([f"imdb:{folder}"], tmp_path / "alone")
    with showgraph.open(tmp_path / "alone") as kg:
        (row,) = kg.query(
            "SELECT ?l ?y (GROUP_CONCAT(DISTINCT ?a; SEPARATOR=', ') AS ?cast) WHERE { ?w a schema:TVSeries ; "
            "rdfs:label ?l ; sg:year ?y ; schema:actor/rdfs:label ?a } GROUP BY ?l ?y ORDER BY DESC(COUNT(?a)) LIMIT 1"
        )
    (tmp_path / "titles.csv").write_text(CATALOGUE.format(title=row.l, year=row.y, cast=row.cast), "utf-8")
    exports = []
    for few in (500_000, 0):
        monkeypatch.setattr("showgraph.sources.doors._FEW", few)
        build_graph([f"imdb:{folder}", str(tmp_path / "titles.csv")], tmp_path / f"g{few}")
        with showgraph.open(tmp_path / f"g{few}") as kg:
            assert len(list(kg.query("SELECT ?w { ?w rdfs:label ?l FILTER(?l = 'Nobody knows it') }"))) == 1
            assert kg.get(str(row.l), "series").iri.startswith("https://www.imdb.com/title/tt")
            kg.export("nquads", tmp_path / f"{few}.nq")
        exports.append(sorted((tmp_path / f"{few}.nq").read_text("utf-8").splitlines()))
    assert exports[0] == exports[1]


def test_a_person_of_your_own_folder_keeps_the_name_in_every_credit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has an identifier that comes before IMDb's has it in rows too that nobody else tells of."""
    folder = write_files(tmp_path / "files")
    build_graph([f"imdb:{folder}"], tmp_path / "alone")
    with showgraph.open(tmp_path / "alone") as kg:
        (person,) = kg.query(
            "SELECT ?p ?l (COUNT(DISTINCT ?w) AS ?n) WHERE { ?w schema:actor ?p . ?p rdfs:label ?l } "
            "GROUP BY ?p ?l ORDER BY DESC(?n) ?l LIMIT 1"
        )
        works = {str(one.w) for one in kg.query(f"SELECT ?w {{ ?w schema:actor <{person.p}> }}")}
        assert len(works) > 1
    own = tmp_path / "own"
    (own / "shows").mkdir(parents=True)
    (own / "shows" / "own-show.toml").write_text(
        'kind = "series"\nlabel = "A show of my own"\nsources = { "*" = ["me"] }\n'
    )
    (own / "sources.toml").write_text('[me]\ntitle = "My own notes"\n')
    (own / "people.toml").write_text(
        f'[own-person]\nlabel = "{person.l}"\nsame-as = ["{person.p}"]\nsources = {{ "*" = ["me"] }}\n'
    )
    monkeypatch.setattr("showgraph.sources.doors._FEW", 0)
    build_graph([f"imdb:{folder}", f"toml:{own}"], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        iri = kg.get(str(person.l), "person").iri
        assert iri == "https://w3id.org/showgraph/id/person/own-person"
        assert {str(one.w) for one in kg.query(f"SELECT ?w {{ ?w schema:actor <{iri}> }}")} == works
        assert not list(kg.query(f"SELECT ?x {{ ?x ?p <{person.p}> FILTER(?p != schema:sameAs) }}"))
        graph = "https://w3id.org/showgraph/id/source/imdb"
        said = kg.query(f"SELECT ?w {{ GRAPH <{graph}> {{ ?w schema:actor <{iri}> }} }}")
        assert sorted(str(one.w) for one in said) == sorted(works)


@pytest.mark.parametrize("few", [500_000, 0])
def test_episodes_belong_to_their_series(few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showgraph.sources.doors._FEW", few)
    folder = write_files(tmp_path / "files")
    with (folder / "title.basics.tsv").open("a", encoding="utf-8") as file:
        file.write("tt0000100\ttvEpisode\tFirst\tFirst\t0\t2019\t\\N\t50\tDrama\n")
    (folder / "title.episode.tsv").write_text(
        "tconst\tparentTconst\tseasonNumber\tepisodeNumber\n"
        "tt0000100\ttt0000007\t1\t1\ntt0000101\ttt0000007\t1\t2\ntt0000100\t\\N\t\\N\t\\N\n"
    )
    # A folder of one's own gives the series another identifier.
    (tmp_path / "own" / "shows").mkdir(parents=True)
    (tmp_path / "own" / "shows" / "kingdom.toml").write_text(
        'kind = "series"\nlabel = "Kingdom"\nreleased = 2019\n'
        'same-as = ["https://www.imdb.com/title/tt0000007/"]\nsources = { "*" = ["me"] }\n'
    )
    (tmp_path / "own" / "people.toml").write_text("")
    (tmp_path / "own" / "sources.toml").write_text('[me]\ntitle = "My own notes"\n')
    for sources, series in (
        ([f"imdb:{folder}"], "https://www.imdb.com/title/tt0000007/"),
        ([f"imdb:{folder}", f"toml:{tmp_path / 'own'}"], "https://w3id.org/showgraph/id/show/kingdom"),
    ):
        report = build_graph(sources, tmp_path / "g")
        assert report.readings[0].read == report.readings[0].loaded + report.readings[0].left_out
        assert sum(int(str(one.get("rows", 1))) for one in report.readings[0].set_aside if "episode" in str(one)) == 2
        with showgraph.open(tmp_path / "g") as kg:
            rows = list(kg.query("SELECT ?e ?s { ?e schema:partOfSeries ?s }"))
            assert [(str(row.e), str(row.s)) for row in rows] == [("https://www.imdb.com/title/tt0000100/", series)]
            told = kg.query("SELECT ?s { GRAPH ?g { <https://www.imdb.com/title/tt0000100/> schema:partOfSeries ?s } }")
            assert [str(row.s) for row in told] == [series]
