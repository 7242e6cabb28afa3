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

if TYPE_CHECKING:
    import duckdb

_NAME_PROPERTIES = (DCTERMS + "title", RDFS + "label", SCHEMA + "name", SCHEMA + "alternateName", SKOS + "altLabel")
_INDEXED = ("work", "person", "organization", "character", "genre", "source")


def stage_names(connection: duckdb.DuckDBPyConnection, further: Sequence[str] = ()) -> dict[str, str]:
    """Stage every form of every name in any graph, with what tells things apart; return the tables they are for.

    ``further`` are queries for names that are in no quads: a number of each, name, kind, identifier, about, weight.
    """
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
    connection.execute("CREATE OR REPLACE TABLE name_further AS SELECT * FROM name_rows WHERE false")
    connection.execute("ALTER TABLE name_further ADD COLUMN folded VARCHAR")
    for query in further:
        connection.execute(
            "INSERT INTO name_further SELECT (SELECT count(*) FROM name_rows) + number, name, iri, kind, name, about, "
            f"weight, {FOLD_IN_SQL} FROM ({query})"
        )
    return {
        NAMES_TABLE: (
            f"SELECT *, {TAIL_SQL.format('iri')} AS tail FROM "
            "(SELECT * FROM name_rows UNION ALL SELECT * EXCLUDE (folded) FROM name_further) ORDER BY ref"
        ),
        FORMS_TABLE: (
            "SELECT form, way, ref FROM form_rows UNION ALL "
            "SELECT coalesce(nullif(replace(folded, ' ', ''), ''), trim(name)), 'exact', ref FROM name_further "
            "ORDER BY form, ref"
        ),
        WORDS_TABLE: _WORDS_IN_SQL,
    }


# The words of names, when there are more names than are looked through one by one.
_WORDS_IN_SQL = f"""
SELECT word, length(word) AS letters, count(*) AS names FROM (
  SELECT unnest(string_split(folded, ' ')) AS word FROM (
    SELECT folded FROM name_further UNION ALL SELECT {FOLD_IN_SQL} FROM name_rows)
  WHERE (SELECT (SELECT count(*) FROM name_rows) + (SELECT count(*) FROM name_further)) > 50000)
WHERE word <> '' GROUP BY word ORDER BY letters, names DESC, word
"""


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
