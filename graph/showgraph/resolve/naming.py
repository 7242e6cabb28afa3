"""The tables of names that look-ups read, staged from quads and from what large sources say of their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from showgraph.model import (
    DCTERMS,
    KIND_OF_IRI,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    SKOS,
    get_property,
    is_a,
    most_special,
)
from showgraph.names import FORMS_TABLE, NAMES_TABLE, TAIL_SQL, WORDS_TABLE, index_names
from showgraph.names.folding import FOLD_IN_SQL
from showgraph.store.beside import MOVED_TERMS

if TYPE_CHECKING:
    import duckdb

_NAME_PROPERTIES = (DCTERMS + "title", RDFS + "label", SCHEMA + "name", SCHEMA + "alternateName", SKOS + "altLabel")
_INDEXED = ("work", "person", "organization", "character", "genre", "source")


def stage_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Stage every form of every name in any graph, with what tells things apart, for ``write_names``."""
    kinds = _read_kinds(connection)
    _make_table(connection, "name_kind", ("iri", "kind"), list(kinds.items()))
    connection.execute(
        _ABOUT, ["<" + RDF_TYPE, *("<" + get_property(k).iri for k in ("credit-of", "credited-to", "year"))]
    )
    rows = connection.execute(
        "SELECT DISTINCT iri, o FROM quads JOIN name_kind ON '<' || iri = s WHERE p IN (SELECT unnest(?))",
        [["<" + iri for iri in _NAME_PROPERTIES]],
    ).fetchall()
    names = [(iri, _plain(o)) for iri, o in rows]
    # People name a source by its slug, as data/ does.
    names += [(iri, iri.rsplit("/", 1)[-1]) for iri, kind in kinds.items() if kind == "source"]
    forms = index_names((iri, name, is_a(kinds[iri], "person")) for iri, name in sorted(names))
    _make_table(connection, "name_form", ("form", "way", "name", "iri"), sorted(set(forms)))
    connection.execute(
        """
        CREATE OR REPLACE TABLE name_rows AS
        SELECT row_number() OVER (ORDER BY iri, name) AS ref, name, iri, kind, label, about, weight
        FROM (SELECT DISTINCT name, iri FROM name_form) JOIN name_about USING (iri)
        """
    )
    connection.execute(
        "CREATE OR REPLACE TABLE form_rows AS SELECT form, way, ref FROM name_form JOIN name_rows USING (name, iri)"
    )


def stage_bulk_names(connection: duckdb.DuckDBPyConnection, queries: Sequence[str]) -> None:
    """Stage names that are in no quads, for ``write_bulk_names``.

    Each query gives a number of each, name, kind, identifier, about and weight.
    """
    columns = "ref BIGINT, name VARCHAR, iri VARCHAR, kind VARCHAR, about VARCHAR, weight BIGINT, folded VARCHAR"
    connection.execute(f"CREATE OR REPLACE TABLE name_bulk ({columns})")
    for query in queries:
        connection.execute(
            f"INSERT INTO name_bulk SELECT number, name, iri, kind, about, weight, {FOLD_IN_SQL} FROM ({query})"
        )


def write_bulk_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the staged names of bulk rows into the database ``graph``: the same for all graphs of those rows."""
    _make_tables(connection)
    connection.execute(
        f"INSERT INTO graph.{NAMES_TABLE} "
        f"SELECT ref, name, iri, kind, name, about, weight, {TAIL_SQL.format('iri')} FROM name_bulk ORDER BY ref"
    )
    connection.execute(
        f"INSERT INTO graph.{FORMS_TABLE} "
        "SELECT coalesce(nullif(replace(folded, ' ', ''), ''), trim(name)) AS form, 'exact', ref FROM name_bulk "
        "ORDER BY form, ref"
    )
    connection.execute(
        f"INSERT INTO graph.{WORDS_TABLE} SELECT word, length(word) AS letters, names FROM ({_words('name_bulk')}) "
        f"ORDER BY {_BY_LETTERS}"
    )


def write_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the staged names into the database ``graph``, in place of those that bulk rows had for the same things."""
    run = connection.execute
    _make_tables(connection)
    run(
        f"CREATE OR REPLACE TEMP TABLE name_left AS SELECT ref, {FOLD_IN_SQL} AS folded FROM graph.{NAMES_TABLE} "
        f"WHERE iri IN (SELECT substr(term, 2) FROM {MOVED_TERMS})"
    )
    row = run(f"SELECT coalesce(max(ref), 0) FROM graph.{NAMES_TABLE}").fetchone()
    after = int(row[0]) if row else 0
    for table in (NAMES_TABLE, FORMS_TABLE):
        run(f"DELETE FROM graph.{table} WHERE ref IN (SELECT ref FROM name_left)")
    run(
        f"INSERT INTO graph.{NAMES_TABLE} SELECT {after} + ref, name, iri, kind, label, about, weight, "
        f"{TAIL_SQL.format('iri')} FROM name_rows ORDER BY ref"
    )
    run(f"INSERT INTO graph.{FORMS_TABLE} SELECT form, way, {after} + ref FROM form_rows ORDER BY form, ref")
    further = _words(f"(SELECT {FOLD_IN_SQL} AS folded FROM name_rows)")
    run(
        f"""
        CREATE OR REPLACE TABLE graph.{WORDS_TABLE} AS
        SELECT word, length(word) AS letters, sum(names)::BIGINT AS names FROM (
          SELECT word, names FROM graph.{WORDS_TABLE} UNION ALL {further}
          UNION ALL SELECT word, -names FROM ({_words("name_left")}))
        WHERE (SELECT count(*) FROM graph.{NAMES_TABLE}) > {_FEW} GROUP BY word HAVING sum(names) > 0
        ORDER BY {_BY_LETTERS}
        """
    )


def index_graph(connection: duckdb.DuckDBPyConnection) -> None:
    """Stage the names of quads and write them into the database ``graph``."""
    stage_names(connection)
    write_names(connection)


_FEW = 50_000
"""So many names are looked through one by one, not by their words."""
_BY_LETTERS = "letters, names DESC, word"


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    said = "name VARCHAR, iri VARCHAR, kind VARCHAR, label VARCHAR, about VARCHAR, weight BIGINT, tail VARCHAR"
    for table, columns in (
        (NAMES_TABLE, f"ref BIGINT, {said}"),
        (FORMS_TABLE, "form VARCHAR, way VARCHAR, ref BIGINT"),
        (WORDS_TABLE, "word VARCHAR, letters BIGINT, names BIGINT"),
    ):
        connection.execute(f"CREATE TABLE IF NOT EXISTS graph.{table} ({columns})")


def _words(table: str) -> str:
    """Return a SELECT of the words of folded names, and how many names have each."""
    words = f"SELECT unnest(string_split(folded, ' ')) AS word FROM {table}"
    return f"SELECT word, count(*) AS names FROM ({words}) WHERE word <> '' GROUP BY word"


def _plain(term: str) -> str:
    return term.partition(" ")[2] if term.startswith("@") else term[1:]


def _read_kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for s, o in connection.execute("SELECT s, o FROM quads WHERE g = '' AND p = ?", ["<" + RDF_TYPE]).fetchall():
        if kind := KIND_OF_IRI.get(o[1:]):
            found.setdefault(s[1:], set()).add(kind.key)
    special = {iri: most_special(frozenset(keys)) for iri, keys in found.items()}
    return {iri: kind for iri, kind in special.items() if any(is_a(kind, above) for above in _INDEXED)}


def _make_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    fields = ", ".join(f"{column} VARCHAR" for column in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({fields})")
    if rows:
        arrays = {
            column: np.array(values, dtype=object)
            for column, values in zip(columns, zip(*rows, strict=True), strict=True)
        }
        connection.register("rows_to_load", arrays)
        connection.execute(f"INSERT INTO {name} SELECT {', '.join(columns)} FROM rows_to_load")
        connection.unregister("rows_to_load")


# What tells things of one label apart: kind and year of a work, the best known work of a person.
_ABOUT = """
    CREATE OR REPLACE TEMP TABLE name_about AS
    WITH plain AS (SELECT s, p, o FROM quads WHERE g = ''),
    weight AS (
        SELECT iri, count(*) AS weight
        FROM (SELECT substr(s, 2) AS iri FROM plain WHERE p <> $1
              UNION ALL SELECT substr(o, 2) FROM plain WHERE o[1] = '<')
        GROUP BY iri
    ),
    label AS (SELECT substr(s, 2) AS iri, min(substr(o, 2)) AS label FROM plain WHERE p = '<LABEL' GROUP BY s),
    year AS (
        SELECT substr(s, 2) AS iri, min(regexp_extract(o, '(\\d+)$', 1)) AS year FROM plain WHERE p = $4 GROUP BY s
    ),
    best AS (
        SELECT substr(person.o, 2) AS iri, max_by(label.label, weight.weight) AS work
        FROM plain AS person
        JOIN plain AS work ON work.s = person.s AND work.p = $2
        JOIN label ON label.iri = substr(work.o, 2)
        JOIN weight ON weight.iri = substr(work.o, 2)
        WHERE person.p = $3 GROUP BY person.o
    )
    SELECT iri, kind, coalesce(label, iri) AS label, coalesce(weight, 0) AS weight,
           CASE WHEN kind = 'person' THEN coalesce('known for ' || work, '')
                ELSE concat_ws(', ', replace(kind, '-', ' '), year) END AS about
    FROM name_kind LEFT JOIN label USING (iri) LEFT JOIN weight USING (iri) LEFT JOIN year USING (iri)
    LEFT JOIN best USING (iri)
""".replace("LABEL", RDFS + "label")
