"""The folder that an export as CSV or Parquet has written, read back: every fact of every source, by SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.errors import BuildError
from showgraph.model import SOURCE_GRAPHS, get_property

if TYPE_CHECKING:
    from showgraph.sources.source import Intake

_COLUMNS = ("graph", "subject", "predicate", "object", "datatype", "language")
_SUBJECT, _GRAPH = (
    f"CASE WHEN starts_with({x}, '_:') THEN '_' || substr({x}, 3) ELSE '<' || {x} END" for x in ("subject", "graph")
)
_TERM = """CASE
  WHEN datatype = 'IRI' THEN '<' || object WHEN datatype = 'blank node' THEN '_' || substr(object, 3)
  WHEN coalesce(language, '') <> '' THEN '@' || language || ' ' || object
  WHEN datatype IN ('', 'http://www.w3.org/2001/XMLSchema#string') OR datatype IS NULL THEN '"' || object
  ELSE '^' || datatype || ' ' || object END"""


def read_tables(intake: Intake) -> None:
    """Read the statements of an exported folder; what only follows from them is derived again.

    Raises:
        BuildError: its statements can't be read.
    """
    import duckdb

    files = [intake.path / f"statements.{ending}" for ending in ("parquet", "csv")]
    path = next((file for file in files if file.is_file()), None)
    if path is None:
        raise BuildError(f"{intake.path} has no statements.csv or statements.parquet, which an export writes")
    run = intake.connection.execute
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in _COLUMNS)
    read = (
        "read_parquet($1)"
        if path.suffix == ".parquet"
        else f"read_csv($1, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, nullstr = '\\x00')"
    )
    try:
        cells = ", ".join(f"coalesce({name}, '') AS {name}" if name == "graph" else name for name in _COLUMNS)
        run(f"CREATE OR REPLACE TEMP TABLE exported AS SELECT {cells} FROM {read}", [str(path)])
    except duckdb.Error as error:
        raise BuildError(f"{path} can't be read: {str(error).splitlines()[0]}") from error
    (read_count, broken), *_ = run(
        "SELECT count(*), count(*) FILTER (subject IS NULL OR subject = '' OR predicate IS NULL OR object IS NULL) "
        "FROM exported"
    ).fetchall()
    intake.load([])
    # What has a status beside actual is told by the claims of a dispute.
    claim = {key: get_property(key, "claim").iri for key in ("subject", "predicate", "value", "source", "claim-status")}
    run(
        f"""
        INSERT INTO claims
        WITH said AS (SELECT graph, {_SUBJECT} AS s, '<' || predicate AS p, {_TERM} AS o FROM exported
                      WHERE subject <> '' AND predicate <> '' AND object IS NOT NULL),
        dispute AS (
          SELECT subject, max(object) FILTER (predicate = $1) AS s, max(object) FILTER (predicate = $2) AS p,
            max({_TERM}) FILTER (predicate = $3) AS o, max(object) FILTER (predicate = $4) AS source,
            max(object) FILTER (predicate = $5) AS status
          FROM exported WHERE graph = '' AND predicate IN ($1, $2, $3, $4, $5) GROUP BY subject
          HAVING count(DISTINCT predicate) = 5)
        SELECT said.graph, said.s, said.p, said.o, coalesce(any_value(dispute.status), 'actual')
        FROM said LEFT JOIN dispute
          ON said.graph = dispute.source AND said.s = '<' || dispute.s AND said.p = '<' || dispute.p
          AND said.o = dispute.o
        -- A year follows from a date, with the status of the date.
        WHERE starts_with(said.graph, $6) AND (said.p <> $7 OR NOT EXISTS (
          SELECT 1 FROM said AS dated WHERE dated.graph = said.graph AND dated.s = said.s AND dated.p = $8))
        GROUP BY said.graph, said.s, said.p, said.o
        """,
        [*claim.values(), SOURCE_GRAPHS, *("<" + get_property(key, "work").iri for key in ("year", "released"))],
    )
    intake.add_quads(
        (str(g), str(s), str(p), str(o))
        for g, s, p, o in run(
            f"SELECT {_GRAPH}, {_SUBJECT}, '<' || predicate, {_TERM} FROM exported "
            "WHERE graph <> '' AND NOT starts_with(graph, $1) AND subject <> '' AND object IS NOT NULL",
            [SOURCE_GRAPHS],
        ).fetchall()
    )
    run("DROP TABLE exported")
    intake.reading.read += int(read_count)
    intake.reading.loaded += int(read_count) - int(broken)
    if broken:
        intake.reading.set_aside.append({"file": str(path), "rows": int(broken), "reason": "no whole statement"})
