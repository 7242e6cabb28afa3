"""Claims that follow from others: classes above a class, properties above a property, direct edges, years.

What follows from a source's words counts as said by that source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from showgraph.model import (
    CREDIT_EDGES,
    FUNCTIONS,
    KINDS,
    PROPERTIES,
    RDF_TYPE,
    RDFS,
    XSD,
    ancestors,
    get_property,
    is_a,
    mint_iri,
    uppers,
)
from showgraph.sources.claims import Claim

if TYPE_CHECKING:
    import duckdb

_BATCH = 200_000


def load_claims(connection: duckdb.DuckDBPyConnection, claims: Iterable[Claim]) -> int:
    """Put claims into the staging table ``claims``, made where it is missing; return how many there were."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS claims (source VARCHAR, s VARCHAR, p VARCHAR, o VARCHAR, status VARCHAR)"
    )
    total = 0
    for batch in _batches(claims):
        columns = {
            name: np.array(values, dtype=object)
            for name, values in zip(("source", "s", "p", "o", "status"), zip(*batch, strict=True), strict=True)
        }
        connection.register("batch", columns)
        connection.execute("INSERT INTO claims SELECT source, s, p, o, status FROM batch")
        connection.unregister("batch")
        total += len(batch)
    return total


def _batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    iterator = iter(claims)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def derive_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to ``claims`` what follows from them, and leave each claim once."""
    _make_pairs(connection, "class_above", _class_pairs())
    _make_pairs(connection, "property_above", _property_pairs())
    _make_pairs(connection, "edge_of", _edge_pairs())
    _make_pairs(connection, "kind_name", _kind_names())
    connection.execute(_KIND_NAMES, [_term("kind-name"), "<" + RDF_TYPE])
    connection.execute(_DIRECT_EDGES, [_term("credit-of"), _term("credited-to"), _term("function")])
    connection.execute(
        "INSERT INTO claims SELECT source, s, p, above, status FROM claims JOIN class_above ON o = low WHERE p = ?",
        ["<" + RDF_TYPE],
    )
    connection.execute(
        "INSERT INTO claims SELECT source, s, above, o, status FROM claims JOIN property_above ON p = low"
    )
    connection.execute(_YEARS, [_term("year"), f"^{XSD}integer ", _term("released")])
    load_claims(connection, _vocabulary())
    connection.execute("CREATE OR REPLACE TABLE claims AS SELECT DISTINCT * FROM claims")


# A source that also tells the classes above a class means the lowest.
_KIND_NAMES = """
    INSERT INTO claims
    SELECT source, s, $1, kind_name.above, status FROM claims JOIN kind_name ON low = o
    WHERE p = $2 AND (source, s, o) NOT IN (
        SELECT c.source, c.s, class_above.above FROM claims c JOIN class_above ON class_above.low = c.o WHERE c.p = $2)
"""

_DIRECT_EDGES = """
    INSERT INTO claims
    SELECT work.source, work.o, edge_of.above, person.o, work.status
    FROM claims AS work
    JOIN claims AS person ON person.s = work.s AND person.source = work.source
    JOIN claims AS does ON does.s = work.s AND does.source = work.source
    JOIN edge_of ON edge_of.low = does.o
    WHERE work.p = ? AND person.p = ? AND does.p = ?
"""

_YEARS = """
    INSERT INTO claims
    SELECT source, s, ?, ? || regexp_extract(o, ' (\\d{4})', 1), status
    FROM claims
    WHERE p = ? AND regexp_matches(o, ' \\d{4}')
"""


def _vocabulary() -> Iterator[Claim]:
    """Yield what the model itself says of the functions of credits, so that answers can name them."""
    source = mint_iri("source", "showgraph")
    for function in FUNCTIONS.values():
        yield Claim(source, "<" + function.iri, "<" + RDF_TYPE, "<" + KINDS["concept"].iri)
        yield Claim(source, "<" + function.iri, "<" + RDFS + "label", '"' + function.key)


def _term(key: str) -> str:
    return "<" + get_property(key).iri


def _make_pairs(connection: duckdb.DuckDBPyConnection, name: str, pairs: list[tuple[str, str]]) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (low VARCHAR, above VARCHAR)")
    low, above = zip(*pairs, strict=True)
    connection.execute(f"INSERT INTO {name} SELECT unnest(?), unnest(?)", [list(low), list(above)])


def _kind_names() -> list[tuple[str, str]]:
    return [("<" + kind.iri, '"' + kind.noun) for kind in KINDS.values() if is_a(kind.key, "work")]


def _class_pairs() -> list[tuple[str, str]]:
    return [
        ("<" + kind.iri, "<" + above.iri) for kind in KINDS.values() for above in ancestors(kind.key) if above != kind
    ]


def _property_pairs() -> list[tuple[str, str]]:
    return [("<" + prop.iri, "<" + upper.iri) for prop in PROPERTIES for upper in uppers(prop)]


def _edge_pairs() -> list[tuple[str, str]]:
    return [
        ("<" + function.iri, "<" + CREDIT_EDGES[function.edge].iri) for function in FUNCTIONS.values() if function.edge
    ]
