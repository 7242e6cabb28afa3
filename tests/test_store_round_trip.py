"""Whatever dataset is written can be read back, term for term, with any layout or none."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from showgraph.store import (
    Column,
    Layout,
    Link,
    Literal,
    Staging,
    Table,
    Text,
    decode_term,
    encode_term,
    open_store,
    replace_directory,
    write_graph,
)
from showgraph.store.patterns import native_value
from showgraph.store.terms import RDF_TYPE, XSD
from showgraph.store.triples import read_quads, read_triples

EX = "http://e/"
DATATYPES = ["integer", "decimal", "boolean", "date", "double", "string"]
LAYOUT = Layout(
    tables=(
        Table("a", EX + "A", tuple(Column(name, EX + name, XSD + name) for name in DATATYPES)),
        Table(
            "b",
            EX + "B",
            (
                Column("integer", EX + "integer", XSD + "integer"),
                Column("to", EX + "to", None),
                Column("any", EX + "any", ""),
            ),
            sorted_by=("to",),
            indexed=("integer",),
        ),
    ),
    links=(Link("type", RDF_TYPE), Link("link", EX + "link"), Link("to", EX + "to")),
    texts=(Text("text", EX + "text"), Text("string", EX + "string")),
    adjacency=("link",),
)
characters = st.characters(exclude_categories=["Cs"])
lexical = st.one_of(
    st.sampled_from(["0", "1", "-1", "01", "+1", "1.0", "1.10", "-0.0", "0.5", "true", "1e3", " 7", "2020-01-01", ""]),
    st.sampled_from(["9223372036854775807", "9223372036854775808", "123456789012.123456", "0.1234567", "-0"]),
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.text(characters, max_size=8),
)
resources = st.sampled_from(
    ["_b0", "_b 1", *(f"<{EX}{name}" for name in "pqrst"), f"<{EX}A", f"<{EX}B", "<http://é/한"]
)
literals = st.one_of(
    st.builds(lambda form: '"' + form, lexical),
    st.builds(lambda tag, form: f"@{tag} {form}", st.sampled_from(["en", "ko-Latn", "EN"]), lexical),
    st.builds(
        lambda name, form: f"^{XSD}{name} {form}", st.sampled_from(["integer", "decimal", "boolean", "date"]), lexical
    ),
    st.builds(lambda form: f"^{EX}own {form}", lexical),
)
predicates = st.sampled_from(
    [f"<{RDF_TYPE}", *(f"<{EX}{name}" for name in (*DATATYPES, "any", "to", "link", "text", "other"))]
)
quads = st.tuples(
    st.sampled_from(["", "", "", f"<{EX}g", "_g"]),
    resources,
    predicates,
    st.one_of(resources, literals, st.sampled_from([f"<{EX}A", f"<{EX}B"])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(quads, max_size=40), st.sampled_from([LAYOUT, Layout()]))
def test_a_dataset_comes_back_as_it_was(dataset: list[tuple[str, str, str, str]], layout: Layout) -> None:
    with TemporaryDirectory() as place:
        with Staging() as staging, replace_directory(Path(place) / "g") as folder:
            staging.add(dataset)
            write_graph(staging.connection, layout, folder, large=3)
        with open_store(Path(place) / "g") as store:
            found = list(read_quads(store))
            assert len(found) == len(set(found))
            assert set(found) == set(dataset)
            assert store.catalogue.default_triples == sum(not quad[0] for quad in set(dataset))
            assert store.catalogue.named_triples == sum(bool(quad[0]) for quad in set(dataset))
            for g, s, p, o in list(dict.fromkeys(dataset))[:3]:
                if not g:
                    expected = {quad[1:] for quad in dataset if not quad[0]}
                    for pattern in ((s, p, o), (s, None, None), (None, p, None), (None, None, o), (None, p, o)):
                        rows = read_triples(store, *pattern)
                        wanted = {
                            triple
                            for triple in expected
                            if all(want in (None, have) for want, have in zip(pattern, triple, strict=True))
                        }
                        assert {row[1:] for row in rows} == wanted
                        assert len(rows) == len(wanted)


@given(st.one_of(resources, literals))
def test_a_text_is_one_term(text: str) -> None:
    assert encode_term(decode_term(text)) == text


@given(lexical, st.sampled_from(DATATYPES))
def test_a_native_value_stands_for_one_form(form: str, name: str) -> None:
    value = native_value(Literal(form, XSD + name), XSD + name)
    if isinstance(value, bool):
        assert str(value).lower() == form
    elif value is not None:
        assert str(value) == form
