"""What an endpoint can do wrong, and the sentence that each wrong gets."""

from __future__ import annotations

import socket
import tracemalloc
from collections.abc import Callable

import pytest
from tests.endpoints import Asked, Handler, serving

from showgraph.errors import EndpointError, LimitError, QueryError, RefusalError, ShowgraphError
from showgraph.remote.address import follow, is_address, read_address
from showgraph.remote.client import Endpoint
from showgraph.remote.query_text import QueryText
from showgraph.store.terms import BlankNode, Literal

EMPTY = '{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
    '<variable name="b"/></head><results><result><binding name="a"><uri>http://a/</uri></binding></result>'
    '<result><binding name="a"><literal xml:lang="ko">킹덤</literal></binding><binding name="b">'
    '<literal datatype="http://www.w3.org/2001/XMLSchema#integer">7</literal></binding></result>'
    '<result><binding name="b"><bnode>x</bnode></binding></result></results></sparql>'
)


def ask(answer: Callable[[Handler, Asked], None], query: str = "SELECT * { ?s ?p ?o }", **limits: float) -> Exception:
    """Return the error that an endpoint's answer ends in."""
    with serving(answer) as fake, pytest.raises(ShowgraphError) as caught:
        Endpoint(fake.address, **limits).query(query)  # type: ignore[arg-type]
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 600
    return caught.value


def drip(handler: Handler, start: bytes) -> None:
    """Begin an answer and send a byte of it now and then, for ever: it ends when the client leaves."""
    handler.wfile.write(start)
    handler.connection.settimeout(0.02)
    while True:
        handler.wfile.write(b" ")
        try:
            if not handler.connection.recv(1):
                return
        except TimeoutError:
            pass


def slow(handler: Handler, asked: Asked) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")


def slow_head(handler: Handler, asked: Asked) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nX:")


def silent(handler: Handler, asked: Asked) -> None:
    """Answer nothing until the client leaves."""
    handler.connection.recv(1)


@pytest.mark.parametrize("answer", [slow, slow_head, silent], ids=["body", "head", "nothing"])
def test_the_time_limit_holds(answer: Callable[[Handler, Asked], None]) -> None:
    error = ask(answer, seconds=0.3)
    assert isinstance(error, LimitError)
    assert "did not answer within 0.3 seconds" in str(error)


def test_a_huge_answer_is_not_read() -> None:
    tracemalloc.start()
    error = ask(trickle_pieces, most=2_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, LimitError)
    assert "more than may be read" in str(error)
    assert peak < 20_000_000


def trickle_pieces(handler: Handler, asked: Asked) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
    while True:
        handler.wfile.write(b" " * 100_000)


def test_an_error_page_becomes_a_sentence() -> None:
    page = "<html><head><title>x</title></head><body><h1>Oh\x1b[2J no</h1><p>java.lang.Error</p>" + "long " * 500

    def answer(handler: Handler, asked: Asked) -> None:
        handler.reply(page, "text/html", 500)

    error = ask(answer)
    assert isinstance(error, EndpointError)
    assert error.status == 500
    assert "asked 'SELECT * { ?s ?p ?o }', answers 500 Internal Server Error: 'Oh [2J no java.lang.Error" in str(error)
    assert "\x1b" not in str(error)
    assert str(error).endswith("ask for less, or ask again later")


def test_it_says_when_to_ask_again() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        handler.reply("too much", "text/plain", 503, Retry_After="17")

    assert "503 Service Unavailable: 'too much'; ask again after 17 seconds" in str(ask(answer))


@pytest.mark.parametrize(
    ("body", "media", "said"),
    [
        ("<html>Welcome</html>", "text/html", "answers text/html, not SPARQL results; is that the endpoint's address?"),
        ('{"head": {"vars": ["s"]}, "results": {"bindi', "application/sparql-results+json", "broken or not whole"),
        ("[" * 100_000, "application/sparql-results+json", "broken or not whole"),
        ('{"a": 1}', "application/json", "broken or not whole"),
        ('{"head": {"vars": ["s"]}, "results": {"bindings": [7]}}', "application/json", "broken or not whole"),
        (XML[:-40], "application/sparql-results+xml", "broken or not whole"),
        ('<!DOCTYPE x [<!ENTITY a "aaa">]>' + XML[21:], "application/xml", "broken or not whole"),
        ('{"head": {}, "boolean": true}', "application/json", "answers SELECT with something else"),
    ],
)
def test_what_is_no_result_is_told(body: str, media: str, said: str) -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        handler.reply(body, media)

    assert said in str(ask(answer))


def test_an_answer_that_breaks_off_is_told() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "9999")
        handler.end_headers()
        handler.wfile.write(EMPTY.encode())
        handler.close_connection = True

    assert "broke off before its answer was whole" in str(ask(answer))


def test_what_is_no_web_server_is_told() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        handler.close_connection = True

    assert "doesn't answer as a web server does" in str(ask(answer))


def test_a_part_is_not_taken_for_the_whole() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        handler.reply(EMPTY, status=206)

    assert isinstance(ask(answer), LimitError)


def test_what_is_compressed_unasked_is_told() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        assert asked.headers["accept-encoding"] == "identity"
        handler.reply(b"\x1f\x8b", Content_Encoding="gzip")

    assert "answers compressed" in str(ask(answer))


def test_redirects_elsewhere_are_refused() -> None:
    with serving(lambda handler, asked: handler.reply(EMPTY)) as elsewhere:
        for goal in (
            elsewhere.address,
            "http://localhost/sparql",
            "https://example.org/x?query=secret",
            "file:///etc/passwd",
        ):

            def answer(handler: Handler, asked: Asked, goal: str = goal) -> None:
                handler.reply("", status=307, Location=goal)

            error = str(ask(answer))
            assert "is not followed" in error or "is not asked" in error
            assert "secret" not in error
        assert elsewhere.asked == []


def test_redirects_on_the_same_host_are_followed() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        if asked.path.startswith("/new"):
            handler.reply(EMPTY)
        else:
            handler.reply("", status=301, Location="/new?graph=a" + ("&query=x" if asked.method == "GET" else ""))

    with serving(answer) as fake:
        for query in ("SELECT * {}", "SELECT * {} # " + "long " * 400):
            assert Endpoint(fake.address).query(query).texts == []
            assert fake.asked[-1].query == query
            assert fake.asked[-1].path.startswith("/new?graph=a")
    assert [asked.method for asked in fake.asked] == ["GET", "GET", "POST", "POST"]


def test_redirects_without_end_are_told() -> None:
    assert "without end" in str(ask(lambda handler, asked: handler.reply("", status=302, Location="/sparql")))
    goal = follow(read_address("http://a.org/x"), "https://a.org/x")
    assert str(goal) == "https://a.org/x"
    with pytest.raises(EndpointError, match="leads elsewhere"):
        follow(goal, "http://a.org/x")


def test_short_queries_are_got_and_long_ones_posted() -> None:
    def answer(handler: Handler, asked: Asked) -> None:
        if asked.method == "GET" and "only" in asked.query:
            handler.reply("", status=405)
        else:
            handler.reply(EMPTY)

    with serving(answer) as fake:
        endpoint = Endpoint(fake.address + "?default-graph-uri=http%3A%2F%2Fa%2F")
        for query in ("SELECT ?s {}", "SELECT ?s { } # only", "SELECT ?s { }" + " " * 2_000):
            endpoint.query(query)
        assert [asked.method for asked in fake.asked] == ["GET", "GET", "POST", "POST"]
        assert {asked.path.partition("&")[0] for asked in fake.asked} == {"/sparql?default-graph-uri=http%3A%2F%2Fa%2F"}
        assert fake.asked[-1].headers["content-type"] == "application/x-www-form-urlencoded"
        assert "application/sparql-results+json" in fake.asked[0].headers["accept"]
        assert not {"cookie", "authorization", "referer"} & fake.asked[0].headers.keys()


def test_results_in_xml_are_read() -> None:
    with serving(lambda handler, asked: handler.reply(XML, "application/sparql-results+xml; charset=utf-8")) as fake:
        result = Endpoint(fake.address).query("SELECT ?a ?b {}")
    assert result.columns == ("a", "b")
    assert result.texts == [
        ("<http://a/", None),
        ("@ko 킹덤", "^http://www.w3.org/2001/XMLSchema#integer 7"),
        (None, "_x"),
    ]
    assert [row.b for row in result] == [None, 7, "x"]


def test_graphs_are_read_in_three_forms_and_no_other() -> None:
    forms = {
        "text/turtle": "<http://a/> <http://b/> 007 .",
        "application/n-triples": '<http://a/> <http://b/> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    }
    for media, body in forms.items():

        def answer(handler: Handler, asked: Asked, body: str = body, media: str = media) -> None:
            handler.reply(body, media)

        with serving(answer) as fake:
            found = Endpoint(fake.address).query("CONSTRUCT WHERE { ?s ?p ?o }").triples
        assert found == [("<http://a/", "<http://b/", "^http://www.w3.org/2001/XMLSchema#integer 007")]
    query = "DESCRIBE <http://a/>"
    assert "not a graph" in str(ask(lambda handler, asked: handler.reply("{}", "application/ld+json"), query))
    assert "broken" in str(ask(lambda handler, asked: handler.reply("<http://a/> <http", "text/turtle"), query))


def test_where_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(EndpointError, match="nothing listens at"):
            Endpoint(f"http://127.0.0.1:{taken.getsockname()[1]}/sparql").query("ASK {}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org/", "only http:// and https:// are"),
        ("file:///etc/passwd", "only http:// and https:// are"),
        ("http://me:secret@example.org/", "leave the user name and password out"),
        ("http://", "not the address of an endpoint"),
        ("http://example.org:port/", "not the address of an endpoint"),
        ("http://example.org/a\nb", "not the address of an endpoint"),
    ],
)
def test_addresses_that_are_none(address: str, said: str) -> None:
    assert is_address(address)
    with pytest.raises(EndpointError, match=said) as caught:
        read_address(address)
    assert "secret" not in str(caught.value)


def test_addresses_are_written_as_requests_need_them() -> None:
    assert str(read_address("https://exämple.org/ä?x=ö#y")) == "https://xn--exmple-cua.org/%C3%A4?x=%C3%B6"
    assert read_address("http://[::1]:8000/sparql").authority == "[::1]:8000"
    assert not is_address("C:\\graph")
    assert not is_address("my.graph")


def test_updates_are_never_sent() -> None:
    for text in ("DELETE WHERE { ?s ?p ?o }", "PREFIX a: <http://a/> INSERT DATA {}", "# SELECT\nCLEAR ALL"):
        with pytest.raises(RefusalError, match="changes a graph"):
            Endpoint("http://127.0.0.1:1/").query(text)
    with pytest.raises(QueryError, match="so it is no query"):
        Endpoint("http://127.0.0.1:1/").query("hello <http://select/>")


def test_terms_take_their_variables_places() -> None:
    bound = {"x": Literal("1")}
    cases = {
        "SELECT ?y { ?y ?p ?x }": 'SELECT ?y { ?y ?p "1" }',
        "SELECT ?x { ?y ?p $x . # ?x\n }": 'SELECT ?x { ?y ?p "1" . # ?x\n }\nVALUES (?x) { ("1") }',
        "SELECT (COUNT(?x) AS ?n) { ?y ?p '?x' }": "SELECT (COUNT(\"1\") AS ?n) { ?y ?p '?x' }",
        "ASK { { SELECT ?x ?y { ?y <a?x> ?x } GROUP BY ?x } FILTER(EXISTS { ?a ?b ?x } && ?x > 1) }": (
            'ASK { { SELECT ?x ?y { ?y <a?x> "1" } GROUP BY ?x } FILTER(EXISTS { ?a ?b "1" } && "1" > 1) }'
        ),
        "DESCRIBE ?z { ?z ?p ?x } ORDER BY ?x": 'DESCRIBE ?z { ?z ?p "1" } ORDER BY ?x',
    }
    for query, expected in cases.items():
        assert QueryText(query).with_terms(bound) == expected
    for query in (
        "SELECT * { VALUES ?x { 1 } }",
        "SELECT * { BIND(1 AS ?x) }",
        "SELECT * { VALUES (?y ?x) { (1 2) } }",
    ):
        with pytest.raises(QueryError, match="gets a value in the query"):
            QueryText(query).with_terms(bound)
    with pytest.raises(QueryError, match="blank node"):
        QueryText("ASK { ?x ?p ?o }").with_terms({"x": BlankNode("b")})


def test_pages_keep_the_querys_own_order() -> None:
    page = QueryText("SELECT ?a { ?a ?b ?c } ORDER BY DESC(?c) VALUES ?c { 1 }").page(("a",), 10, 20)
    assert page == "SELECT ?a { ?a ?b ?c } ORDER BY DESC(?c) \n?a LIMIT 10 OFFSET 20\nVALUES ?c { 1 }"
    plain = QueryText("SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 3 } } # end")
    assert not plain.bounded
    assert plain.page(("a",), 10, 0).endswith("# end\nORDER BY ?a LIMIT 10 OFFSET 0")
    assert QueryText("SELECT ?a {} LIMIT 3").bounded
