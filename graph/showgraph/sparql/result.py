"""What a query answers: named rows of Python values, a boolean, or a graph, decoded when someone looks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from showgraph.sparql.plan import Output, Plan
from showgraph.store import NO_LIMITS, Limits, Store
from showgraph.store.fetch import fetch_rows_again
from showgraph.store.layout import INTEGER_TYPES, column_type
from showgraph.store.ranges import text_sql
from showgraph.store.terms import IRI as IRITerm
from showgraph.store.terms import RDF_LANG_STRING, XSD, XSD_STRING, BlankNode, Literal, Term, decode_term, encode_term

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import rdflib
    from rdflib.term import Node

Cell = object


class Iri(str):
    """An IRI among plain values: a string that knows it is one."""

    __slots__ = ()


class Blank(str):
    """A blank node among plain values; its text is its label."""

    __slots__ = ()


class Row(Sequence[Cell]):
    """One answer: ``row.name``, ``row["name"]`` and ``row[0]`` are the same cell; unbound is None."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[Cell, ...]) -> None:
        self._columns, self._values = columns, values

    def __getitem__(self, key: int | slice | str) -> Cell:  # type: ignore[override]
        if isinstance(key, str):
            try:
                return self._values[self._columns.index(key)]
            except ValueError:
                raise KeyError(key) from None
        return self._values[key]

    def __getattr__(self, name: str) -> Cell:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Row | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.asdict().items())})"

    def asdict(self) -> dict[str, Cell]:
        """Return the cells by name."""
        return dict(zip(self._columns, self._values, strict=True))


class Result:
    """The answer to one query. ``rows`` of the engine are kept as they are and decoded on first use."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        rows: Sequence[tuple[object, ...]],
        bindings: Mapping[str, Term],
        values: Mapping[str, object],
        limits: Limits = NO_LIMITS,
        *,
        texts: list[tuple[str | None, ...]] | None = None,
        boolean: bool | None = None,
        triples: list[tuple[str, str, str]] | None = None,
        fallback: str = "",
    ) -> None:
        self._store = store
        self.plan = plan
        self._rows = rows
        self._bindings = bindings
        self._values = values
        self._limits = limits
        self._given_texts = texts
        self._boolean = boolean
        self._triples = triples
        self.fallback = fallback

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return self.plan.form

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of a SELECT's columns."""
        return self.plan.columns

    @property
    def boolean(self) -> bool | None:
        """The answer to an ASK, None for other forms."""
        if self.form != "ASK":
            return None
        return bool(self._rows) if self._boolean is None else self._boolean

    @cached_property
    def texts(self) -> list[tuple[str | None, ...]]:
        """The rows as term texts, unbound as None: nothing is lost, nothing of rdflib is needed."""
        if self._given_texts is not None:
            return self._given_texts
        ids = self._dictionary()
        columns = [_to_texts(output, [row[i] for row in self._rows], ids) for i, output in enumerate(self.plan.outputs)]
        return list(zip(*columns, strict=True)) if columns else [() for _ in self._rows]

    @cached_property
    def _named_rows(self) -> list[Row]:
        if self._given_texts is not None:
            columns = [
                [None if c is None else _to_value(c) for c in column] for column in zip(*self.texts, strict=True)
            ]
        else:
            ids = self._dictionary()
            columns = [
                _to_values(output, [row[index] for row in self._rows], ids)
                for index, output in enumerate(self.plan.outputs)
            ]
        if not columns:
            return [Row((), ()) for _ in (self._rows or self.texts)]
        names = self.columns
        return [Row(names, values) for values in zip(*columns, strict=True)]

    def batches(self, size: int) -> Iterator[Result]:
        """Yield the rows a part at a time, each a result of its own: what is written need not be decoded at once."""
        if self._given_texts is not None:
            for start in range(0, len(self._given_texts), size):
                texts = self._given_texts[start : start + size]
                yield Result(self._store, self.plan, [], self._bindings, self._values, self._limits, texts=texts)
            return
        for start in range(0, len(self._rows), size):
            rows = self._rows[start : start + size]
            yield Result(self._store, self.plan, rows, self._bindings, self._values, self._limits)

    def _dictionary(self) -> dict[int, str]:
        wanted = {
            row[index]
            for index, output in enumerate(self.plan.outputs)
            if output.kind in ("resource", "term")
            for row in self._rows
        }
        return self._store.texts_of(number for number in wanted if isinstance(number, int))

    def __iter__(self) -> Iterator[Row]:
        return iter(self._named_rows)

    def __len__(self) -> int:
        return len(self._rows) if self._given_texts is None else len(self._given_texts)

    def __getitem__(self, index: int) -> Row:
        return self._named_rows[index]

    def _repr_html_(self) -> str:
        from showgraph.notebook import table_html

        if self.form == "ASK":
            return table_html(("answer",), [[self.boolean]], 1)
        if self.form in ("CONSTRUCT", "DESCRIBE"):
            triples = [[str(plain_value(decode_term(term))) for term in triple] for triple in self.triples]
            return table_html(("subject", "predicate", "object"), triples, len(triples))
        return table_html(self.columns, iter(self), len(self))

    def __bool__(self) -> bool:
        return bool(self.boolean) if self.form == "ASK" else len(self) > 0

    def terms(self) -> list[tuple[Node | None, ...]]:
        """Return the rows as rdflib terms."""
        from showgraph.sources.rdflib_terms import to_rdflib

        return [tuple(None if cell is None else to_rdflib(cell) for cell in row) for row in self.texts]

    @cached_property
    def triples(self) -> list[tuple[str, str, str]]:
        """The triples of a CONSTRUCT or DESCRIBE as term texts, each once."""
        if self._triples is not None:
            return self._triples
        from showgraph.sparql.templates import describe_terms, fill_template

        if self.form == "CONSTRUCT":
            return fill_template(self.plan, self.texts, self._bindings)
        if self.form == "DESCRIBE":
            return describe_terms(self._store, self.plan, self.texts, self._bindings, self._limits)
        return []

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The graph of a CONSTRUCT or DESCRIBE."""
        from showgraph.sources.rdflib_terms import to_graph

        return to_graph(self.triples)

    @property
    def explain(self) -> str:
        """What ran: the SQL, or what could not become SQL and why."""
        if self.fallback:
            return (
                f"evaluated by rdflib over the same store, because SQL lacks {self.fallback}\n{self.plan.sql}".rstrip()
            )
        functions = ", ".join(self.plan.functions) or "none"
        order = self._join_order()
        return (
            f"compiled to one SQL statement\nPython functions in it: {functions}\n\n{self.plan.sql}\n\n{order}".rstrip()
        )

    def _join_order(self) -> str:
        """Return the engine's own plan, tables in the order it joins them."""
        sql, values = f"EXPLAIN {self.plan.sql}", dict(self._values)
        rows = self._store.run(lambda connection: fetch_rows_again(connection, sql, values), self._limits)
        return "\n".join(str(row[-1]) for row in rows)

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table of plain values, made inside the engine."""
        sql, values = self._plain_sql()
        return self._store.run(lambda connection: connection.sql(sql, params=values).to_arrow_table(), self._limits)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame of plain values."""
        sql, values = self._plain_sql()
        return self._store.run(lambda connection: connection.execute(sql, values).df(), self._limits)

    def to_polars(self) -> polars.DataFrame:
        """Return a polars DataFrame of plain values."""
        import polars

        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def _plain_sql(self) -> tuple[str, dict[str, object]]:
        """Return SQL that gives the rows as native values: IRIs as text, numbers as numbers."""
        if self._given_texts is not None:
            cells = ", ".join(f"x[{index + 1}] AS {_quote(name)}" for index, name in enumerate(self.columns))
            rows = [[None if cell is None else str(_to_value(cell)) for cell in row] for row in self.texts]
            return f"SELECT {cells} FROM (SELECT unnest($rows::VARCHAR[][]) AS x)", {"rows": rows}
        plain: list[str] = []
        joins: list[str] = []
        for index, output in enumerate(self.plan.outputs):
            value = f"q.c{index}"
            if output.kind in ("resource", "term"):
                joins.append(f"LEFT JOIN terms t{index} ON t{index}.id = q.c{index}")
                value = text_sql(self._store.catalogue.ranges, f"q.c{index}", f"t{index}.term")
            if output.kind not in ("value", "number"):
                value = (
                    f"CASE left({value}, 1) WHEN '@' THEN substr({value}, strpos({value}, ' ') + 1) "
                    f"WHEN '^' THEN substr({value}, strpos({value}, ' ') + 1) ELSE substr({value}, 2) END"
                )
            elif output.datatype in INTEGER_TYPES:
                value = f"CAST({value} AS BIGINT)"
            plain.append(f"{value} AS {_quote(output.name)}")
        names = ", ".join(f"c{index}" for index in range(len(self.plan.outputs)))
        sql = (
            f"SELECT {', '.join(plain)} FROM (SELECT *, row_number() OVER () AS n FROM ({self.plan.sql}) r({names})) q "
        )
        return f"{sql} {' '.join(joins)} ORDER BY q.n", dict(self._values)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _to_texts(output: Output, cells: list[object], ids: Mapping[int, str]) -> list[str | None]:
    if output.kind in ("resource", "term"):
        return [None if cell is None else ids[cell] for cell in cells]  # type: ignore[index]
    if output.kind == "full":
        return [None if cell is None else str(cell) for cell in cells]
    if output.kind == "number":
        from showgraph.sparql.values import DECIMAL, format_number

        return [None if cell is None else format_number(DECIMAL, Decimal(str(cell))) for cell in cells]
    return [None if cell is None else encode_term(Literal(_lexical(cell), output.datatype)) for cell in cells]


def _lexical(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, Decimal):
        whole, _, fraction = f"{cell:f}".partition(".")
        return f"{whole}.{fraction.rstrip('0') or '0'}"
    return str(cell)


def _to_values(output: Output, cells: list[object], ids: Mapping[int, str]) -> list[Cell]:
    if output.kind in ("resource", "term"):
        return [None if cell is None else _to_value(ids[cell]) for cell in cells]  # type: ignore[index]
    if output.kind == "full":
        return [None if cell is None else _to_value(str(cell)) for cell in cells]
    if output.kind == "number":
        from showgraph.sparql.values import decimal_lexical

        return [None if cell is None else Decimal(decimal_lexical(Decimal(str(cell)))) for cell in cells]
    if output.datatype == XSD_STRING or column_type(output.datatype) != "VARCHAR":
        return [Decimal(_lexical(cell)) if isinstance(cell, Decimal) else cell for cell in cells]
    return [None if cell is None else plain_value(Literal(str(cell), output.datatype)) for cell in cells]


def _to_value(text: str) -> Cell:
    if text[:1] == '"':
        return text[1:]
    if text[:1] == "<":
        return Iri(text[1:])
    return plain_value(decode_term(text))


def plain_value(term: Term) -> Cell:
    """Return a term as a plain Python value: numbers, dates and booleans as such, anything else as its text."""
    if isinstance(term, IRITerm):
        return Iri(term.value)
    if isinstance(term, BlankNode):
        return Blank(term.label)
    lexical, kind = term.lexical, term.datatype.removeprefix(XSD)
    if term.datatype in (XSD_STRING, RDF_LANG_STRING):
        return lexical
    try:
        if term.datatype in INTEGER_TYPES:
            return int(lexical)
        if kind == "decimal":
            return Decimal(lexical)
        if kind in ("double", "float"):
            return float(lexical)
        if kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[lexical.strip()]
        if kind == "date":
            return datetime.date.fromisoformat(lexical)
        if kind == "dateTime":
            return datetime.datetime.fromisoformat(lexical)
    except (ValueError, ArithmeticError, KeyError):
        pass
    return lexical
