"""The command line as scripts and people meet it: exit codes, streams, formats, sentences."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from showgraph.cli.main import commands, run
from showgraph.cli.pages import PAGES
from showgraph.cli.printing import print_rows

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}


def call(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["--graph", str(kg.directory), *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_four_spellings_give_one_filmography(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    answers = {
        call(kg, capsys, "filmography", name)[1] for name in ("Lomon", "Park Solomon", "박솔로몬", "Solomon Park")
    }
    (answer,) = answers
    assert "All of Us Are Dead" in answer


def test_about_says_what_happened_and_what_was_expected(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(kg, capsys, "about", "All of Us Are Dead")
    assert code == 0
    lines = out.splitlines()
    assert any(line.startswith("released") and "28 January 2022" in line for line in lines)
    expected = next(line for line in lines if "first half of 2021" in line)
    assert "expected" in expected
    assert "2021)" in expected
    assert any("Chung Sung-il" in line for line in call(kg, capsys, "about", "Chun Sung-il")[1].splitlines())


def test_the_graph_may_be_named_before_and_after(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    directory = str(kg.directory)
    assert run(["--graph", directory, "stats"]) == 0
    before = capsys.readouterr().out
    assert run(["stats", "--graph", directory]) == 0
    assert capsys.readouterr().out == before
    assert run(["stats", "--graph", "/nowhere/at/all"]) == 1
    assert "showgraph build" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "tsv", "markdown"])
def test_formats(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str], form: str) -> None:
    code, out, err = call(kg, capsys, "ask", "zombie series adapted from webtoons", "--format", form)
    assert code == 0
    assert "read as:" in err
    assert "All of Us Are Dead" in out
    if form == "json":
        rows = json.loads(out)
        assert rows[0].keys() == {"series", "year", "webtoon", "iri"}
        assert isinstance(rows[0]["year"], int)
    elif form == "ndjson":
        assert [json.loads(line)["series"] for line in out.splitlines()]
    elif form in ("csv", "tsv"):
        table = list(csv.reader(io.StringIO(out), delimiter="," if form == "csv" else "\t"))
        assert table[0] == ["series", "year", "webtoon", "iri"]
    else:
        assert "https://" not in out


def test_empty_answers_are_answers_with_a_reason(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(kg, capsys, "ask", "zombie series since 2090", "--format", "json")
    assert (code, out) == (0, "[]\n")
    assert "without 'since 2090' there are" in err
    code, out, err = call(kg, capsys, "ask", "zombie series since 2090")
    assert (code, out) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["filmography", "Nobody Atall"], 1, "no person is called 'Nobody Atall'"),
        (["filmography", "Park Solomn"], 1, "nearest: Park Solomon"),
        (["cast", "Sweet Hom"], 1, "nearest: Sweet Home"),
        (["about", "Sweet Home"], 1, "fits 2"),
        (["ask", "blorbs"], 1, "did not understand 'blorbs'"),
        (["query", "SELECT ?s {"], 1, "line 1, column"),
        (["query", "SELECT ?s { ?s ?p }"], 1, "line 1, column 19"),
        (["query", "nowhere.rq"], 1, "can't read the query 'nowhere.rq'"),
        (["query", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"], 1, ""),
        (["query", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"], 1, "SERVICE"),
        (["query", "SELECT * FROM <http://example.org/> { ?s ?p ?o }"], 1, "http://example.org/"),
        (["run", "films"], 1, "known queries"),
        (["run", "filmography"], 1, "needs 'person'"),
        (["run", "filmography", "stray"], 2, "expected --PARAMETER VALUE"),
        (["build", "toml:nowhere", "-o", "x.graph"], 1, "no folder 'nowhere'"),
        (["draw", "-o", "x.html"], 2, "name a thing to draw"),
        (["draw", "Kingdom", "-o", "nowhere/x.html"], 1, "can't write"),
        (["path", "Bae Doona", "Nobody"], 1, "no person is called 'Nobody'"),
        (["path", "Bae Doona", "Park Ji-hu", "--through", "luck"], 1, "no path leads through 'luck'"),
        (["export", "turtle", "-o", "nowhere/x.ttl"], 1, "can't write"),
        (["nonsense"], 2, "No such command"),
        (["stats", "--timeout", "-1"], 2, "timeout"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_sentence(
    kg: KnowledgeGraph,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = call(kg, capsys, *arguments)
    assert (found, out) == (code, "")
    assert sentence in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_query_prints_every_form(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(call(kg, capsys, "query", "ASK { ?s a schema:Movie }", "--format", "json")[1]) == [
        {"answer": True}
    ]
    turtle = call(kg, capsys, "query", "CONSTRUCT { ?s a schema:Movie } WHERE { ?s a schema:Movie } LIMIT 1")[1]
    assert "a schema:Movie" in turtle
    select = 'SELECT ?s ?n { ?s rdfs:label ?n FILTER(?n = "Kingdom") ?s a schema:TVSeries }'
    srj = json.loads(call(kg, capsys, "query", select, "--format", "srj")[1])
    assert srj["head"]["vars"] == ["s", "n"]
    assert srj["results"]["bindings"][0]["n"] == {"type": "literal", "value": "Kingdom"}
    assert "<sparql" in call(kg, capsys, "query", select, "--format", "srx")[1]
    assert call(kg, capsys, "query", select, "--format", "tsv")[1].splitlines()[0] == "?s\t?n"
    assert "SELECT" in call(kg, capsys, "query", select, "--explain")[1]


def test_query_reads_files_and_standard_input(kg: KnowledgeGraph, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s a schema:Movie }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    answers = set()
    for argument, given in ((str(tmp_path / "q.rq"), ""), ("-", text), (text, "")):
        command = [
            sys.executable,
            "-m",
            "showgraph",
            "query",
            argument,
            "--graph",
            str(kg.directory),
            "--format",
            "csv",
        ]
        done = subprocess.run(command, input=given, capture_output=True, text=True, env=ENVIRONMENT, check=True)
        answers.add(done.stdout)
    assert len(answers) == 1


def test_a_time_limit_stops_a_query(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"
    code, _, err = call(kg, capsys, "query", endless, "--timeout", "0.3")
    assert code == 1
    assert "longer than 0.3 seconds" in err


def _heed_interrupts() -> None:
    # A shell starts what runs in its background with this signal ignored, and a child would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_ends_a_query_with_a_word(kg: KnowledgeGraph) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"
    command = [sys.executable, "-m", "showgraph", "query", endless, "--graph", str(kg.directory)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, preexec_fn=_heed_interrupts
    ) as process:
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert err.strip() == "showgraph: stopped"


def test_a_closed_pipe_is_no_error(kg: KnowledgeGraph) -> None:
    program = (
        f"{sys.executable} -m showgraph query 'SELECT * {{ ?s ?p ?o }}' --format csv --graph '{kg.directory}' | head -1"
    )
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout == "s,p,o\n"
    assert done.stderr == ""


def test_an_unwritable_cache_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    environment = {**ENVIRONMENT, "SHOWGRAPH_CACHE": str(blocked / "cache")}
    command = [sys.executable, "-m", "showgraph", "stats"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    assert "set SHOWGRAPH_CACHE" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_tables_line_up_with_wide_letters(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("name", "n"), [{"name": "지금", "n": 1}, {"name": "now|\x1b[31m", "n": 20}], "table")
    assert capsys.readouterr().out.splitlines()[2] == "지금        1"
    print_rows(("name",), [{"name": "a|b\nc"}], "markdown")
    assert capsys.readouterr().out.splitlines()[2] == "| a\\|b c |"


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in commands.commands.items():
        assert f"## showgraph {name}\n" in page
        assert command.help


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()
