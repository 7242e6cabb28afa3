"""The whole graph in formats that other programs read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from showgraph.errors import ShowgraphError
from showgraph.model import PREFIXES
from showgraph.model.context import build_context
from showgraph.sql import quote_string

if TYPE_CHECKING:
    import duckdb

    from showgraph.resolve.publish import Publication
    from showgraph.store import Store

RDF_FORMS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
NETWORK_FORMS = ("graphml", "gexf")
TABLE_FORMS = ("csv", "parquet")

Writer = Callable[["Store", str, Path], None]
Cells = tuple[str | None, ...]


def export_publishable(store: Store, form: str, output: Path, licences: Sequence[str], as_of: str = "") -> Publication:
    """Write what may be published under some licences, as ``export_graph`` does, and return what was left out.

    Raises:
        ShowgraphError: no such form or day, no licence, or the place can't be written.
    """
    from showgraph.resolve.naming import index_graph
    from showgraph.resolve.publish import open_publishable

    _check_form(form)
    further = {"further": index_graph} if form in NETWORK_FORMS else {}
    with open_publishable(store, licences, as_of, **further) as (part, publication):
        export_graph(part, form, output)
    return publication


def export_graph(store: Store, form: str, output: Path) -> None:
    """Write the graph to a file, or for csv and parquet to a new folder; an old one is replaced once the new is whole.

    nquads and trig hold every graph, the other RDF forms the resolved view. The folder of csv and parquet has one table
    a kind, ``relations`` and ``texts`` for what has many values, and ``statements`` with every fact of every graph.

    Raises:
        ShowgraphError: no such form, or the place can't be written.
    """
    write = _check_form(form)
    try:
        with _replace(output, folder=form in TABLE_FORMS) as target:
            write(store, form, target)
    except OSError as error:
        raise ShowgraphError(f"can't write {str(output)!r}: {error.strerror}") from error


def _check_form(form: str) -> Writer:
    """Return what writes a form."""
    writers: dict[str, Writer] = {}
    for forms, write in ((RDF_FORMS, _write_rdf), (NETWORK_FORMS, _write_network), (TABLE_FORMS, _write_tables)):
        writers |= dict.fromkeys(forms, write)
    if form not in writers:
        raise ShowgraphError(f"no export form {form!r}; forms: {', '.join(writers)}")
    return writers[form]


@contextmanager
def _replace(output: Path, *, folder: bool) -> Iterator[Path]:
    if output.is_dir() != folder and output.exists():
        raise ShowgraphError(f"{str(output)!r} is a {'file' if folder else 'folder'}; name another place")
    if folder and output.exists() and not (output / f"statements{_ending(output)}").exists() and any(output.iterdir()):
        raise ShowgraphError(f"{str(output)!r} holds other things; name a new folder")
    work = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        target = work / output.name
        if folder:
            target.mkdir()
        yield target
        if folder and output.exists():
            shutil.rmtree(output)
        os.replace(target, output)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _ending(folder: Path) -> str:
    return ".csv" if (folder / "statements.csv").exists() else ".parquet"


def _write_rdf(store: Store, form: str, target: Path) -> None:
    from showgraph.rdf import write_rdf

    with target.open("wb") as file:
        write_rdf(store, form, file, prefixes=PREFIXES, context=build_context())


def _write_network(store: Store, form: str, target: Path) -> None:
    import networkx

    from showgraph.network.selection import build_network

    network = build_network(store, most=5_000_000)
    write = networkx.write_graphml if form == "graphml" else networkx.write_gexf
    write(network, str(target))


def _write_tables(store: Store, form: str, target: Path) -> None:
    import duckdb

    from showgraph.sparql.texts import query_texts
    from showgraph.store import Limits

    everything = Limits()
    writer = duckdb.connect()
    for table in store.layout.tables:
        names = {column.name: column.predicate for column in table.columns}
        optional = " ".join(f"OPTIONAL {{ ?iri <{iri}> ?{name} }}" for name, iri in names.items())
        text = f"SELECT ?iri {' '.join('?' + n for n in names)} {{ ?iri a <{table.class_iri}> {optional} }}"
        rows = [tuple(_plain(cell) for cell in row) for row in query_texts(store, text, {}, everything)]
        _copy(writer, ("iri", *names), rows, target / f"{table.name}.{form}")
    pairs = [(link.name, link.predicate) for link in store.layout.links]
    relations = [
        (_plain(s), name, _plain(o))
        for name, iri in pairs
        for s, o in query_texts(store, f"SELECT ?s ?o {{ ?s <{iri}> ?o }}", {}, everything)
    ]
    _copy(writer, ("subject", "property", "object"), relations, target / f"relations.{form}")
    texts = [
        (_plain(s), text.name, _plain(o), o[1:].partition(" ")[0] if o.startswith("@") else "")
        for text in store.layout.texts
        for s, o in query_texts(store, f"SELECT ?s ?o {{ ?s <{text.predicate}> ?o }}", {}, everything)
    ]
    _copy(writer, ("subject", "property", "value", "language"), texts, target / f"texts.{form}")
    statements = [("", *row) for row in query_texts(store, "SELECT ?s ?p ?o { ?s ?p ?o }", {}, everything)]
    named = query_texts(store, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }", {}, everything)
    split = [_split(row) for row in [*statements, *named]]
    columns = ("graph", "subject", "predicate", "object", "datatype", "language")
    _copy(writer, columns, split, target / f"statements.{form}")


def _plain(text: str) -> str | None:
    if not text:
        return None
    if text[0] in "@^":
        return text.partition(" ")[2]
    return "_:" + text[1:] if text[0] == "_" else text[1:]


def _split(row: tuple[str, ...]) -> Cells:
    """Return a quad with its object in three cells: the datatype ``IRI`` says that it is no literal."""
    g, s, p, o = row
    datatype, language = "http://www.w3.org/2001/XMLSchema#string", ""
    if o[0] in "<_":
        datatype = "IRI" if o[0] == "<" else "blank node"
    elif o[0] == "^":
        datatype = o[1:].partition(" ")[0]
    elif o[0] == "@":
        datatype, language = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", o[1:].partition(" ")[0]
    return (_plain(g), _plain(s), _plain(p), _plain(o), datatype, language)


def _copy(writer: duckdb.DuckDBPyConnection, columns: tuple[str, ...], rows: Sequence[Cells], target: Path) -> None:
    import numpy as np

    fields = ", ".join(f'"{column}" VARCHAR' for column in columns)
    writer.execute(f"CREATE OR REPLACE TABLE rows_out ({fields})")
    if rows:
        arrays = {
            name: np.array(values, dtype=object) for name, values in zip(columns, zip(*rows, strict=True), strict=True)
        }
        writer.register("arrays", arrays)
        writer.execute("INSERT INTO rows_out SELECT * FROM arrays")
        writer.unregister("arrays")
    ending = "PARQUET" if target.suffix == ".parquet" else "CSV, HEADER"
    writer.execute(f"COPY (SELECT * FROM rows_out ORDER BY ALL) TO {quote_string(target)} (FORMAT {ending})")
