"""What is known of works and people before it is decided which are one: tables over the staged claims, made by SQL.

``sm_thing`` (iri, input, kind) has one row a thing and input; ``sm_name`` its names, ``sm_key`` the forms under which
names are compared; ``sm_work`` years, countries and episodes; ``sm_part`` who did what where; ``sm_also`` identifiers
of the same thing elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.model import (
    CREDIT_EDGES,
    FUNCTIONS,
    KINDS,
    RDF_TYPE,
    RDFS,
    SCHEMA,
    get_property,
    is_a,
)
from showgraph.names import name_forms

if TYPE_CHECKING:
    import duckdb

PLACEHOLDER = "["
"""How the label of a work begins whose title nobody gives."""


def stage_features(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of features from ``claims`` and ``source_input`` (source, input)."""
    run = connection.execute
    kinds = ", ".join(
        f"('<{kind.iri}', '{kind.key}', '{_above(kind.key)}', {depth})"
        for depth, kind in enumerate(KINDS.values())
        if _above(kind.key)
    )
    run(
        f"""
        CREATE OR REPLACE TEMP TABLE sm_thing AS
        SELECT substr(s, 2) AS iri, input, max_by(kind, depth) AS kind, any_value(above) AS above
        FROM claims JOIN (VALUES {kinds}) AS k(class, kind, above, depth) ON o = class JOIN source_input USING (source)
        WHERE p = ? GROUP BY s, input
        """,
        ["<" + RDF_TYPE],
    )
    run(
        """
        CREATE OR REPLACE TEMP TABLE sm_name AS
        SELECT DISTINCT iri, above,
          CASE WHEN o[1] = '@' THEN substr(o, strpos(o, ' ') + 1) ELSE substr(o, 2) END AS name
        FROM claims JOIN (SELECT DISTINCT iri, above FROM sm_thing) ON s = '<' || iri
        WHERE p IN ($1, $2, $3) AND o[1] IN ('"', '@')
        """,
        ["<" + RDFS + "label", "<" + SCHEMA + "name", "<" + SCHEMA + "alternateName"],
    )
    _stage_keys(connection)
    _stage_works(connection)
    _stage_parts(connection)


def _above(kind: str) -> str:
    return next((above for above in ("work", "person", "organization") if is_a(kind, above)), "")


def _stage_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the forms of every name: once for each name, however many bear it."""
    rows = connection.execute("SELECT DISTINCT name, above = 'person' FROM sm_name ORDER BY ALL").fetchall()
    names, people, keys, ways = [], [], [], []
    for name, person in rows:
        for key, way in name_forms(name, person=person).items():
            names.append(name)
            people.append(person)
            keys.append(key)
            ways.append(way)
    connection.execute("CREATE OR REPLACE TEMP TABLE sm_form (name VARCHAR, person BOOLEAN, key VARCHAR, way VARCHAR)")
    if names:
        import numpy as np

        columns = {
            "name": np.array(names, dtype=object),
            "person": np.array(people),
            "key": np.array(keys, dtype=object),
            "way": np.array(ways, dtype=object),
        }
        connection.register("forms_to_load", columns)
        connection.execute("INSERT INTO sm_form SELECT name, person, key, way FROM forms_to_load")
        connection.unregister("forms_to_load")
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE sm_key AS
        SELECT iri, key, min(way) AS way, above FROM sm_name JOIN sm_form
        ON sm_form.name = sm_name.name AND person = (above = 'person') GROUP BY iri, key, above
        """
    )


def _stage_works(connection: duckdb.DuckDBPyConnection) -> None:
    term = {
        key: "<" + get_property(key, "work").iri for key in ("released", "year", "countries", "episodes", "seasons")
    }
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE sm_work AS
        SELECT iri, input, kind, min(year) AS low, max(year) AS high, max(country) AS country,
               list_sort(list_distinct(list(country))) AS countries, max(episodes) AS episodes,
               max(seasons) AS seasons
        FROM (
          SELECT iri, input, kind,
            CASE WHEN p IN ($1, $2) THEN TRY_CAST(regexp_extract(o, ' (\\d{4})', 1) AS INTEGER) END AS year,
            CASE WHEN p = $3 THEN substr(o, 2) END AS country,
            CASE WHEN p = $4 THEN TRY_CAST(regexp_extract(o, ' (\\d+)', 1) AS INTEGER) END AS episodes,
            CASE WHEN p = $5 THEN TRY_CAST(regexp_extract(o, ' (\\d+)', 1) AS INTEGER) END AS seasons
          FROM sm_thing LEFT JOIN claims ON s = '<' || iri AND p IN ($1, $2, $3, $4, $5)
            AND source IN (SELECT source FROM source_input WHERE source_input.input = sm_thing.input)
          WHERE above = 'work')
        GROUP BY iri, input, kind
        """,
        [term["released"], term["year"], term["countries"], term["episodes"], term["seasons"]],
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE sm_also AS
        SELECT DISTINCT iri, substr(o, 2) AS also FROM claims JOIN (SELECT DISTINCT iri FROM sm_thing) ON s = '<' || iri
        WHERE p = ? AND o[1] = '<' UNION SELECT DISTINCT iri, iri FROM sm_thing
        """,
        ["<" + SCHEMA + "sameAs"],
    )


def _stage_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``sm_part``: work, person, edge (actors, directors, …), character; from credits and from direct edges."""
    term = {key: "<" + get_property(key, "credit").iri for key in ("credit-of", "credited-to", "function", "character")}
    functions = ", ".join(f"('<{one.iri}', '{one.edge or one.key}')" for one in FUNCTIONS.values())
    edges = ", ".join(f"('<{prop.iri}', '{key}')" for key, prop in CREDIT_EDGES.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE sm_part AS
        SELECT input, work, person, edge, any_value(credit) AS credit, min(character) AS character FROM (
          SELECT input, substr(w.o, 2) AS work, substr(p.o, 2) AS person, edge, w.s AS credit,
            substr(c.o, 2) AS character
          FROM claims w JOIN claims p ON p.s = w.s AND p.source = w.source AND p.p = $2
          JOIN claims f ON f.s = w.s AND f.source = w.source AND f.p = $3
          JOIN (VALUES {functions}) AS e(function, edge) ON f.o = function
          JOIN source_input i ON i.source = w.source
          LEFT JOIN claims c ON c.s = w.s AND c.source = w.source AND c.p = $4
          WHERE w.p = $1
          UNION ALL
          SELECT input, substr(s, 2), substr(o, 2), edge, NULL, NULL FROM claims
          JOIN (VALUES {edges}) AS e(property, edge) ON p = property JOIN source_input USING (source))
        GROUP BY input, work, person, edge
        """,
        [term["credit-of"], term["credited-to"], term["function"], term["character"]],
    )
