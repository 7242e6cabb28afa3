"""Questions: each case of ``tests/questions`` is a question, how it is read, and what it finds."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import showgraph
from showgraph.ask.compose import compose_question
from showgraph.ask.reword import open_door
from showgraph.ask.say import say_question
from showgraph.ask.tokens import split_words
from showgraph.ask.understand import read_text
from showgraph.errors import AmbiguousNameError, QuestionError, ShowgraphError
from showgraph.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showgraph.knowledge_graph import KnowledgeGraph

FOLDER = Path(__file__).parent / "questions"


def read_cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            cases.append(pytest.param(case, id=f"{path.stem}: {case['ask']}"))
    return cases


def first_cells(kg: KnowledgeGraph, question: str) -> list[str]:
    return [str(next(iter(row.values()))) for row in kg.ask(question)]


@pytest.mark.parametrize("case", read_cases())
def test_questions(kg: KnowledgeGraph, case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(ShowgraphError) as caught:
            kg.ask(case["ask"])
        assert case["error"] in str(caught.value)
        return
    answer = kg.ask(case["ask"])
    cells = [str(next(iter(row.values()))) for row in answer]
    assert answer.reading == case.get("reading", answer.reading)
    assert list(answer.notes) == case.get("notes", list(answer.notes))
    assert list(answer.columns) == case.get("columns", list(answer.columns))
    assert case.get("empty", "") in answer.empty
    if "rows" in case:
        assert sorted(cells) == sorted(case["rows"])
    if "same-as" in case:
        assert cells == first_cells(kg, case["same-as"])
    if "counts" in case:
        assert cells == [str(len(set(first_cells(kg, case["counts"]))))]
    assert set(case.get("has", [])) <= set(cells)
    assert not set(case.get("lacks", [])) & set(cells)


def test_the_seed_answer_is_what_the_graph_says(kg: KnowledgeGraph) -> None:
    """The question gives just the zombie series that came from a webtoon, found here another way."""
    rows = kg.query(
        """
        SELECT DISTINCT ?show {
          ?show a schema:TVSeries ; schema:genre/skos:broader* ?genre ; schema:isBasedOn/a sg:Webtoon .
          ?genre rdfs:label "zombie"
        }
        """
    )
    expected = {str(row[0]) for row in rows}
    found = {
        row["series"].iri for row in kg.ask("zombie series adapted from webtoons") if isinstance(row["series"], Entity)
    }
    assert found == expected
    assert found


def test_the_query_shown_gives_the_same_rows(kg: KnowledgeGraph) -> None:
    for question in ("zombie series adapted from webtoons", "who worked with Park Solomon", "series with 배두나"):
        answer = kg.ask(question)
        shown = kg.query(answer.sparql)
        assert {str(row[0]) for row in shown} == {str(next(iter(row.values()))) for row in answer}


def test_every_row_has_its_receipts(kg: KnowledgeGraph) -> None:
    answer = kg.ask("zombie series adapted from webtoons")
    assert len(answer.why) == len(answer.rows)
    for row, facts in zip(answer.rows, answer.why, strict=True):
        told = " ".join(fact for fact, _ in facts)
        assert str(row["webtoon"]) in told
        assert "genre" in told
        assert all(receipts for _, receipts in facts)


def test_a_longer_grammar_is_more_rules() -> None:
    """The forms are lists of rules, each a function of its own with a docstring that shows what it reads."""
    from showgraph.ask.modifiers import MODIFIERS
    from showgraph.ask.sentences import QUESTIONS

    for rule in (*MODIFIERS, *QUESTIONS):
        assert rule.__doc__
        assert rule.__doc__.startswith("Read ")


def test_words_are_split_as_people_write_them() -> None:
    assert [token.word for token in split_words('K-dramas with "Who Are You" (series, 2015)')] == [
        "k", "dramas", "with", "who are you",
    ]  # fmt: skip
    assert [token.text for token in split_words("Park Ji-hu's films")] == ["Park", "Ji-hu", "'s", "films"]


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE terms; --", 'x" } INSERT DATA {', "{{7*7}}", "\x00", "ㅋㅋㅋ", "((((", "a" * 5000]
)
def test_odd_texts_are_refused_not_run(kg: KnowledgeGraph, text: str) -> None:
    with pytest.raises(ShowgraphError):
        kg.ask(text)


def test_readings_compose_without_running(kg: KnowledgeGraph) -> None:
    question = read_text("oldest zombie film", lambda sql, values: kg.store.execute(sql, list(values)))
    assert "ORDER BY ASC(?year)" in compose_question(question).text
    assert say_question(question).startswith("movies of the genre zombie")


def test_an_empty_superlative_says_what_is_unknown(kg: KnowledgeGraph) -> None:
    answer = kg.ask("best movies from Korea adapted from webtoons")
    assert len(answer) == 0
    assert re.fullmatch(r"\d+ fit, but the graph knows no rating of any of them", answer.empty)


def test_readings_are_ranked_and_can_be_chosen(kg: KnowledgeGraph) -> None:
    text = "when was Sweet Home released"
    with pytest.raises(AmbiguousNameError, match="reading 2"):
        kg.ask(text)
    chosen = {kg.ask(text, reading=number).rows[0]["release_date"] for number in (1, 2)}
    assert len(chosen) == 2
    with pytest.raises(QuestionError, match="there is no reading 99"):
        kg.ask(text, reading=99)


def test_a_title_is_settled_by_what_can_be_asked_of_it(kg: KnowledgeGraph) -> None:
    assert first_cells(kg, "what is Because I Hate Korea based on?") == ["Because I Hate Korea"]
    with pytest.raises(AmbiguousNameError):
        kg.ask("films directed by Kim Sung-hoon")


def test_near_ties_say_how_they_would_be_answered(kg: KnowledgeGraph) -> None:
    answer = kg.ask("zombie series adapted from webtoons since 2019")
    (other,) = answer.others
    assert "adapted from webtoons since 2019" in other.reading
    assert len(kg.ask(answer.question, reading=other.number)) == other.rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zombie series since 2090", ["there are no series since 2090", "before 2090", "none among them"]),
        ("Netflix series starring Song Kang-ho", ["4 movies starring Song Kang-ho", "it isn't recorded"]),
        ("webtoons from Japan drawn by Kang Full", ["nothing in the graph fits"]),
        ("rating of Burning", ["no rating of Burning is recorded"]),
    ],
)
def test_no_rows_are_explained(kg: KnowledgeGraph, text: str, told: list[str]) -> None:
    answer = kg.ask(text)
    assert len(answer) == 0
    assert all(part in answer.empty for part in told)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("zombie series adap", "zombie series adapted from webtoons"),
        ("films with Bae Doo", "films with Bae Doona"),
        ("who dire", "who directed"),
        ("Kingdom's dir", "Kingdom's director"),
    ],
)
def test_what_is_suggested_can_be_answered(kg: KnowledgeGraph, text: str, wanted: str) -> None:
    offers = kg.suggest(text)
    assert any(offer.startswith(wanted) for offer in offers)
    for offer in offers:
        assert offer.startswith(text[: len(text.rpartition(" ")[0])])
        kg.ask(offer)


def test_a_model_only_proposes_words(kg: KnowledgeGraph) -> None:
    """A server that speaks like OpenAI's proposes a rewording; only what the grammar reads is run."""
    asked: list[object] = []

    class Model(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            lines = "DROP TABLE everything\n- zombie series adapted from webtoons"
            body = json.dumps({"choices": [{"message": {"content": lines}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        door = open_door(f"http://127.0.0.1:{server.server_port}/v1", "small")
        answer = kg.ask("undead flicks that started life as scrolling drawings", reword=door)
        assert answer.notes[0] == "reworded as 'zombie series adapted from webtoons'"
        assert [str(row["series"]) for row in answer] == first_cells(kg, "zombie series adapted from webtoons")
        assert len(asked) == 1
        kg.ask("zombie films", reword=door)
        assert len(asked) == 1, "what is understood is sent nowhere"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("address", ["https://api.openai.com/v1", "file:///etc/passwd", "http://8.8.8.8/v1", "nothing"])
def test_a_model_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(ShowgraphError, match="no address of a local model"):
        open_door(address, "any")


_FILMS = """
@prefix schema: <https://schema.org/> . @prefix sg: <https://w3id.org/showgraph/ns#> . @prefix e: <https://e.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:f1 a schema:Movie ; rdfs:label "The Host" ; sg:year 2001 ; schema:director e:p1 ; schema:actor e:p2 .
e:f2 a schema:Movie ; rdfs:label "Host" ; sg:year 2002 ; schema:director e:p2 ; schema:actor e:p1 , e:p3 .
e:f3 a schema:Movie ; rdfs:label "(500) Days of Rain" ; sg:year 2003 ; schema:director e:p3 ; schema:author e:p1 .
e:f4 a schema:Movie ; rdfs:label "It" ; sg:year 2004 ; schema:director e:p1 ; schema:keywords "chess" .
e:f5 a schema:Movie ; rdfs:label "Look Who's Back" ; sg:year 2005 ; schema:director e:p2 ; schema:actor e:p3 .
e:f6 a schema:Movie ; rdfs:label "One Two Three Four: Five Six Seven Eight Nine Ten Eleven" ; schema:director e:p3 .
e:p1 a schema:Person ; rdfs:label "Ann Carver" . e:p2 a schema:Person ; rdfs:label "Bo Lindqvist" .
e:p3 a schema:Person ; rdfs:label "Cy Duran" .
"""


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    place = tmp_path_factory.mktemp("films")
    (place / "films.ttl").write_text(_FILMS, encoding="utf-8")
    showgraph.build([str(place / "films.ttl")], place / "g")
    with showgraph.open(place / "g") as kg:
        yield kg


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who directed The Host", {"Ann Carver"}),
        ("who directed Host", {"Bo Lindqvist"}),
        ("who directed (500) Days of Rain", {"Cy Duran"}),
        ("the writer of (500) Days of Rain was who", {"Ann Carver"}),
        ("what is It about", {"chess"}),
        ("the director of Look Who's Back was who", {"Bo Lindqvist"}),
        ("who directed one two three four: five six seven eight nine ten eleven", {"Cy Duran"}),
        ("who has directed Cy Duran", {"Bo Lindqvist"}),
        ("Ann Carver's films as a director", {"The Host", "It"}),
        ("the director of The Host also directed films", {"It"}),
        ("who was in a film with Ann Carver", {"Cy Duran"}),
        ("films with an actor who is also in Host", {"Look Who's Back"}),
        ("how old is Host", {"2002"}),
        ("who's directed Cy Duran in a movie", {"Bo Lindqvist"}),
        ("besides The Host, which films did its director direct", {"It"}),
        ("which topics does It deal with", {"chess"}),
        ("in what year did Host hit theaters", {"2002"}),
    ],
)
def test_names_and_turns_of_film_questions(films: KnowledgeGraph, text: str, expected: set[str]) -> None:
    answer = films.ask(text)
    assert {str(row[answer.columns[0]]) for row in answer.rows} == expected
