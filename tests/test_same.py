"""Which things of several sources are one, and which are two though they look alike."""

from pathlib import Path

import pytest

import showgraph
from showgraph.errors import AmbiguousNameError, BuildError
from showgraph.making import build_report
from showgraph.resolve.clusters import Clusters, join_surest
from showgraph.resolve.evidence import read_weights

DRAMAS = "Name,aired,country,num_episodes,director,screenwriter,cast_names,genre_names,tag_names\n"
TITLES = "show_id,type,title,director,cast,country,release_year,duration,listed_in\n"


def _build(tmp_path: Path, same: str = "", **files: str) -> showgraph.KnowledgeGraph:
    sources = []
    for name, text in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text({"n": TITLES, "m": DRAMAS, "k": DRAMAS, "r": ROLES}[name[0]] + text, "utf-8")
        sources.append(str(path))
    told = tmp_path / "same.toml"
    told.write_text(same, "utf-8")
    build_report(sources, tmp_path / "g", same=told if same else None)
    return showgraph.open(tmp_path / "g")


ROLES = "actor_id,actor_name,drama_name,character_name,role\n"


def _count(kg: showgraph.KnowledgeGraph, kind: str) -> int:
    (row,) = kg.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {kind} }}")
    return int(str(row.n))


def _count_named(kg: showgraph.KnowledgeGraph, name: str) -> int:
    people = f"SELECT DISTINCT ?p {{ ?p a schema:Person ; schema:name|schema:alternateName '{name}' }}"
    return len(list(kg.query(people)))


def test_one_show_under_two_catalogues_has_one_cast_under_every_spelling(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        n='e1,TV Show,The Example,,"Jung Hae-in, Koo Kyo-hwan, Solomon Sample",South Korea,2021,,Drama\n',
        m='Example,2021,South Korea,6,Han Jun Hee,Kim Bo Tong,"Jung Hae In,Goo Kyo Hwan,Sample Solomon","Action",\n',
    )
    with kg:
        assert _count(kg, "schema:TVSeries") == 1
        # Three actors, the director and the screenwriter, whom one of them names.
        assert _count(kg, "schema:Person") == 5
        assert kg.get("Koo Kyo-hwan").iri == kg.get("Goo Kyo Hwan").iri
        found = kg.same("Koo Kyo-hwan", "Goo Kyo Hwan")
        assert found.verdict == "same"
        assert {"same sound in another spelling", "credited in the same work"} <= {p.evidence for p in found.pieces}
        # Each source keeps its own words, about the one thing.
        rows = kg.query("SELECT ?l WHERE { GRAPH ?s { ?w a schema:TVSeries ; rdfs:label ?l } } ORDER BY ?l")
        assert [row.l for row in rows] == ["Example", "The Example"]


def test_two_people_of_one_name_with_different_work_stay_two(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        n='e1,TV Show,First,,"Kim Min-ji, Ann Example",South Korea,1995,1 Season,Korean TV Shows\n',
        m='Second,2021,South Korea,6,,,"Kim Min Ji,Bob Example","Action",\n',
    )
    with kg, pytest.raises(AmbiguousNameError):
        kg.get("Kim Min-ji", "person")


def test_namesakes_in_one_cast_are_two_and_look_alikes_too(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        n='e1,TV Show,Example,,"Lee Jun-hyuk, Lee Joon-hyun, Park Ji-hoo, Park Ji-hoon",South Korea,2021,,Drama\n',
        m='Example,2021,South Korea,6,,,"Park Ji Hoon,Park Ji Hoo,Lee Joon Hyuk,Lee Jun Hyun","Action",\n',
    )
    with kg:
        assert _count(kg, "schema:Person") == 4
        for one, other in (
            ("Lee Jun-hyuk", "Lee Joon Hyuk"),
            ("Park Ji-hoo", "Park Ji Hoo"),
            ("Park Ji-hoon", "Park Ji Hoon"),
        ):
            assert kg.get(one).iri == kg.get(other).iri
        assert kg.same("Park Ji-hoo", "Park Ji-hoon").verdict != "same"


def test_a_chosen_name_is_matched_where_only_two_of_its_surname_are_left(tmp_path: Path) -> None:
    others = "Walter Exemplar,Ludmila Specimen,Ottilie Sample"
    kg = _build(
        tmp_path,
        n=f'e1,TV Show,First,,"{others},Li Zonghan",China,2021,,Drama\n'
        f'e2,TV Show,Second,,"{others},Wang Zixuan,Wang Herun",China,2021,,Drama\n'
        f'e3,TV Show,Third,,"{others},Chen Yumi",China,2021,,Drama\n'
        f'e4,TV Show,Fourth,,"{others},Charlene Chen",China,2021,,Drama\n',
        m=f'First,2021,China,6,,,"{others},Calvin Li",Drama,\n'
        f'Second,2021,China,6,,,"{others},Rain Wang",Drama,\n'
        f'Third,2021,China,6,,,"{others},Charlene Chen",Drama,\n',
    )
    with kg:
        assert kg.get("Calvin Li").iri == kg.get("Li Zonghan").iri
        evidence = {piece.evidence for piece in kg.same("Calvin Li", "Li Zonghan").pieces}
        assert "surname beside a chosen name, the only one left" in evidence
        # Two of the surname are left; one of the catalogues knows both names.
        assert kg.get("Rain Wang").iri not in {kg.get("Wang Herun").iri, kg.get("Wang Zixuan").iri}
        assert _count_named(kg, "Charlene Chen") == 2
        both = "ASK { ?p schema:name 'Chen Yumi', 'Charlene Chen' }"
        assert not kg.query(both).boolean


def test_a_name_from_another_work_matches_a_stage_name(tmp_path: Path) -> None:
    others = "Walter Exemplar,Ludmila Specimen"
    kg = _build(
        tmp_path,
        n=f'e1,TV Show,First,,"{others},Lee Ji-eun (IU)",South Korea,2018,,Drama\n'
        'e2,TV Show,Second,,"Ottilie Sample,Gustav Pattern,Lee Ji-eun",South Korea,2019,,Drama\n',
        m=f'First,2018,South Korea,6,,,"{others},IU",Drama,\n'
        'Second,2019,South Korea,6,,,"Ottilie Sample,Gustav Pattern,IU",Drama,\n',
    )
    with kg:
        assert _count_named(kg, "IU") == _count_named(kg, "Lee Ji-eun") == 1


def test_two_films_of_one_title_and_year_stay_two_when_their_people_contradict(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        n='e1,TV Show,Example,Ann Example,"Bob One, Cy Two, Di Three",South Korea,2021,1 Season,Korean TV Shows\n',
        m='Example,2021,South Korea,6,Zed Other,,"Yan Four,Xi Five,Wu Six","Action",\n',
    )
    with kg:
        assert _count(kg, "schema:TVSeries") == 2


def test_seasons_are_not_their_series(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        n='e1,TV Show,Example,Ann Example,"Bob One, Cy Two",South Korea,2021,2 Seasons,Korean TV Shows\n',
        m='Example,2019,South Korea,8,Ann Example,,"Bob One,Cy Two",Action,\n'
        'Example 2,2021,South Korea,6,Ann Example,,"Bob One,Cy Two",Action,\n',
    )
    with kg:
        rows = kg.query(
            "SELECT ?l (COUNT(?s) AS ?n) WHERE { GRAPH ?s { ?w a schema:TVSeries } ?w rdfs:label ?l } GROUP BY ?l"
        )
        assert sorted((str(row.l), int(str(row.n))) for row in rows) == [("Example", 2), ("Example 2", 1)]
        assert _count(kg, "schema:Person") == 3


def test_numbered_people_of_one_name_are_never_joined_through_others(tmp_path: Path) -> None:
    kg = _build(
        tmp_path,
        roles="1,Kim Min Ji,First,Ga,Main Role\n2,Kim Min Ji,Second,Na,Main Role\n"
        "3,Bob One,First,Da,Main Role\n3,Bob One,Second,Ra,Main Role\n",
        m='First,2020,South Korea,6,,,"Kim Min Ji,Bob One",Action,\n'
        'Second,2021,South Korea,6,,,"Kim Min Ji,Bob One",Action,\n',
    )
    with kg:
        rows = kg.query("SELECT ?w WHERE { ?x sg:creditedTo/rdfs:label 'Kim Min Ji' ; sg:creditOf/rdfs:label ?w }")
        assert sorted(str(row.w) for row in rows) == ["First", "Second"]
        people = kg.query("SELECT DISTINCT ?p WHERE { ?p rdfs:label 'Kim Min Ji' }")
        assert len(list(people)) == 2
        assert kg.filmography("Bob One").columns


def test_a_source_work_without_a_title_is_the_webtoon_of_that_title(tmp_path: Path) -> None:
    (tmp_path / "webtoons.csv").write_text(
        "id,Name,Writer,Genre,Rating,Subscribers\n0,Example,Ann Author,Drama,9.5,1M\n1,Other,Bob Author,Drama,9.5,1M\n"
    )
    (tmp_path / "m.csv").write_text(
        DRAMAS + "Example,2021,South Korea,6,,,Bob One,Action,Adapted From A Webtoon\n"
        "Unknown,2021,South Korea,6,,,Bob One,Action,Adapted From A Webtoon\n"
    )
    build_report([str(tmp_path / "webtoons.csv"), str(tmp_path / "m.csv")], tmp_path / "g")
    with showgraph.open(tmp_path / "g") as kg:
        rows = kg.query("SELECT ?l ?o WHERE { ?w sg:adaptationOf ?s ; rdfs:label ?l . ?s rdfs:label ?o } ORDER BY ?l")
        assert [tuple(map(str, row)) for row in rows] == [
            ("Example", "Example"),
            ("Unknown", "[webtoon behind Unknown]"),
        ]


def test_what_the_user_says_overrules(tmp_path: Path) -> None:
    row = 'e1,TV Show,Example,,"Bob One, Cy Two",South Korea,2021,1 Season,Korean TV Shows\n'
    drama = 'Example,2021,South Korea,6,,,"Bob One,Cy Two",Action,\n'
    with _build(tmp_path, n=row, m=drama) as kg:
        first = kg.get("Example", "series").iri
        rows = kg.query("SELECT ?w WHERE { ?w a schema:TVSeries }")
        assert len(list(rows)) == 1
    minted = "https://w3id.org/showgraph/id/show/"
    members = [minted + "netflix-e1", next(iter({first} - {minted + "netflix-e1"}), "")]
    with _build(tmp_path, n=row) as kg:
        members[0] = kg.get("Example", "series").iri
    with _build(tmp_path, m=drama) as kg:
        members[1] = kg.get("Example", "series").iri
    told = f'[[different]]\nthings = ["{members[0]}", "{members[1]}"]\nbecause = "a remake of that year"\n'
    with _build(tmp_path, told, n=row, m=drama) as kg:
        assert _count(kg, "schema:TVSeries") == 2
        found = kg.same(*members)
        assert found.verdict == "different"
        assert found.pieces[0].evidence == "told so: a remake of that year"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("same = 1", "entry 1 of [[same]] needs things"),
        ("[[same]]\nthings = ['x']", "needs things = two identifiers or more"),
        ("[[alike]]\nthings = ['x', 'y']", "says alike; expected [[same]] and [[different]]"),
        ("[[same", "same.toml: "),
    ],
)
def test_a_faulty_file_of_what_the_user_says_is_one_sentence(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        _build(tmp_path, text, m="Example,2021,South Korea,6,,,Bob One,Action,\n").close()
    assert words in str(caught.value)


def test_the_order_of_sources_changes_nothing(tmp_path: Path) -> None:
    files = {
        "n.csv": TITLES + 'e1,TV Show,Example,,"Jung Hae-in, Bob One",South Korea,2021,1 Season,Korean TV Shows\n',
        "m.csv": DRAMAS + 'Example,2021,South Korea,6,,,"Jung Hae In,Bob One",Action,\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    exports = []
    for number, names in enumerate((("n.csv", "m.csv"), ("m.csv", "n.csv"))):
        build_report([str(tmp_path / name) for name in names], tmp_path / f"g{number}")
        with showgraph.open(tmp_path / f"g{number}") as kg:
            rows = kg.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o")
            exports.append([tuple(map(str, row)) for row in rows])
    assert exports[0] == exports[1]


def test_a_name_alone_decides_nothing() -> None:
    weights = read_weights("person")
    assert weights.judge(weights.weigh(["same name", "same catalogue"])) == "different" or (
        weights.weigh(["same name", "same catalogue"]) < weights.same
    )
    assert weights.weigh(["same name", "same catalogue", "same function", "name of a common form"]) < weights.same


def test_the_surest_pairs_are_joined_first() -> None:
    clusters = Clusters()
    for one, place in (("a", "1"), ("b", "1"), ("c", "2")):
        clusters.add_mark(one, place, one)
    kept = join_surest(clusters, [(1.0, "a", "c"), (2.0, "b", "c")])
    assert kept == [("a", "c")]
    assert clusters.find("b") == clusters.find("c") != clusters.find("a")
