"""Solutions as SQL: which column holds each variable, in which form, and whether it may be unbound.

A ``Flat`` is a SELECT that is still being written: tables, conditions, and SQL for every variable. Joins of flat
relations stay flat, so the engine sees one join to order, not a nest of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from showgraph.sparql.context import Context
from showgraph.sparql.keys import Keys
from showgraph.store.patterns import Cell, Kind, full_text
from showgraph.store.ranges import text_sql
from showgraph.store.terms import XSD, XSD_STRING


@dataclass(frozen=True)
class Form:
    """How a column stands for terms: see ``showgraph.store.patterns.Cell``; text pairs become ``full``.

    ``scale`` is how many digits after its point the SQL of a ``number`` has.
    """

    kind: Kind
    datatype: str = ""
    scale: int = 0

    @property
    def sql_type(self) -> str:
        """The SQL type of an unbound value."""
        if self.kind in ("resource", "term"):
            return "BIGINT"
        if self.kind == "value":
            if self.datatype in (XSD + "integer", XSD + "boolean"):
                return "HUGEINT" if self.datatype == XSD + "integer" else "BOOLEAN"
            return "VARCHAR"
        if self.kind == "number":
            return "TINYINT"
        return "VARCHAR"


RESOURCE = Form("resource")
TERM = Form("term")
FULL = Form("full")
STRING = Form("value", XSD_STRING)
INTEGER = Form("value", XSD + "integer")
BOOLEAN = Form("value", XSD + "boolean")


@dataclass(frozen=True)
class Column:
    """SQL for one variable. With ``language`` it is a pair: ``sql`` is the string, ``form`` is ``text``.

    ``digits`` is how many digits a number has at most, 0 where nothing is known.
    """

    sql: str
    form: Form
    maybe: bool = False
    language: str = ""
    digits: int = 0

    @property
    def cell(self) -> Cell:
        """The column as the store's patterns describe one."""
        return Cell(self.sql, self.form.kind, self.form.datatype, self.language, self.digits, self.form.scale)

    @property
    def is_id(self) -> bool:
        """Whether its values are ids of the dictionary."""
        return self.form.kind in ("resource", "term")


@dataclass
class Flat:
    """A relation: FROM items that all join, LEFT JOINs after them, conditions, and the variables' columns.

    ``rows`` tells which alias reads the row of a variable in a table, ``homes`` the tables a variable must lie in.
    """

    context: Context
    items: list[str] = field(default_factory=list)
    lefts: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    homes: dict[str, set[str]] = field(default_factory=dict)
    keys: Keys = field(default_factory=Keys)

    def full(self, name: str) -> str:
        """Return SQL for a variable's term text, joining the dictionary where it takes one."""
        column = self.columns[name]
        if not column.is_id:
            return full_text(column.cell)
        if name not in self.texts:
            self.texts[name] = self._look_up(column)
        return self.texts[name]

    def _look_up(self, column: Column) -> str:
        alias = self.context.alias("t")
        ranges = self.context.store.catalogue.ranges
        if column.maybe or self.lefts or ranges:
            self.lefts.append(f"LEFT JOIN terms {alias} ON {alias}.id = {column.sql}")
        else:
            self.items.append(f"terms {alias}")
            self.conditions.append(f"{alias}.id = {column.sql}")
        return text_sql(ranges, column.sql, f"{alias}.term")

    def tells_apart(self, columns: Iterable[str]) -> bool:
        """Tell whether no two rows agree in all of some columns, given as SQL."""
        keys = self.keys.all_of(self.items, self.lefts)
        return keys is not None and keys <= self.keys.closure(columns, self.conditions)

    def as_form(self, name: str, form: Form) -> str:
        """Return SQL for a variable in a form that ``unify`` chose for it."""
        column = self.columns[name]
        if column.form == form or (form == TERM and column.is_id):
            return column.sql
        return self.full(name)

    def body(self) -> str:
        """Return FROM and WHERE."""
        tables = " CROSS JOIN ".join(self.items) or "(SELECT 1)"
        conditions = _needed(self.conditions)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f" FROM {' '.join([tables, *self.lefts])}{where}"

    def select(self, forms: dict[str, Form], *, distinct: bool = False) -> str:
        """Return the SELECT of these variables, each in its form; the missing ones are unbound."""
        cells = []
        for name, form in forms.items():
            value = self.as_form(name, form) if name in self.columns else f"CAST(NULL AS {form.sql_type})"
            cells.append(f"{value} AS {self.context.column(name)}")
        cells += [f"{sql} AS {name}" for name, sql in self.extras.items()]
        return f"SELECT {'DISTINCT ' if distinct else ''}{', '.join(cells) or '1 AS one'}{self.body()}"

    def forms(self, names: Iterable[str] | None = None) -> dict[str, Form]:
        """Return the forms in which its variables leave a SELECT."""
        return {
            name: FULL if column.form.kind == "text" else column.form
            for name, column in self.columns.items()
            if names is None or name in names
        }


def _needed(conditions: list[str]) -> list[str]:
    """Leave out what another condition says too: each takes the engine time to plan."""
    bound = {condition.partition(" = ")[0] for condition in conditions if " = " in condition}
    kept = dict.fromkeys(conditions)
    kept.pop("true", None)
    return [test for test in kept if test.removesuffix(" IS NOT NULL") == test or test[:-12] not in bound]


def wrap(flat: Flat, names: Iterable[str] | None = None, *, distinct: bool = False) -> Flat:
    """Return a relation that reads another's SELECT as one table."""
    forms = flat.forms(names)
    sql = flat.select(forms, distinct=distinct)
    found = read_select(flat.context, sql, forms, flat.columns)
    # Columns that leave as they are lead to each other as they did inside.
    leaving = [name for name, form in forms.items() if name in flat.columns and flat.columns[name].form == form]
    kept = {flat.columns[name].sql: found.columns[name].sql for name in leaving}
    if flat.tells_apart(kept):
        key = list(kept)
        for sql in list(kept):
            if len(key) > 1 and flat.tells_apart([one for one in key if one != sql]):
                key.remove(sql)
        found.keys.of[found.items[0].rpartition(" ")[2]] = tuple(kept[sql] for sql in key)
        for sql, outside in kept.items():
            reached = flat.keys.closure([sql], flat.conditions) - {sql}
            found.keys.follows += [(outside, kept[other]) for other in kept if other in reached]
    return found


def read_select(context: Context, sql: str, forms: dict[str, Form], columns: dict[str, Column]) -> Flat:
    """Return a relation over a SELECT with a column for each variable; ``columns`` tells what may be unbound."""
    alias = context.alias("q")
    return Flat(
        context,
        items=[f"({sql}) {alias}"],
        columns={
            name: _read(f"{alias}.{context.column(name)}", form, columns.get(name)) for name, form in forms.items()
        },
    )


def _read(sql: str, form: Form, inner: Column | None) -> Column:
    if inner is None:
        return Column(sql, form, maybe=True)
    return Column(sql, form, inner.maybe, digits=inner.digits if inner.form == form else 0)


def nothing(context: Context, names: Iterable[str]) -> Flat:
    """Return the relation without solutions."""
    return Flat(
        context, conditions=["false"], columns={name: Column("CAST(NULL AS BIGINT)", RESOURCE) for name in names}
    )


def unify(first: Form, second: Form) -> Form:
    """Return the form in which two columns can be compared or put into one."""
    if first == second and first.kind != "text":
        return first
    if {first.kind, second.kind} <= {"resource", "term"}:
        return TERM
    return FULL


def never_equal(first: Form, second: Form) -> bool:
    """Tell whether no term can stand in both forms."""
    kinds = {first.kind, second.kind}
    if "resource" in kinds and kinds & {"value", "number", "text"}:
        return True
    return kinds <= {"value", "number"} and first.datatype != second.datatype


def equality(left: Flat, right: Flat, name: str) -> str:
    """Return the SQL condition that two relations agree in a variable; unbound agrees with everything."""
    mine, other = left.columns[name], right.columns[name]
    if never_equal(mine.form, other.form):
        same = "false"
    elif mine.form.kind == other.form.kind == "text":
        same = f"{mine.sql} = {other.sql} AND {mine.language} = {other.language}"
    else:
        form = unify(mine.form, other.form)
        same = f"{left.as_form(name, form)} = {right.as_form(name, form)}"
    loose = [f"{column.sql} IS NULL" for column in (mine, other) if column.maybe]
    return f"({' OR '.join([same, *loose])})" if loose else same


def merged_column(left: Flat, right: Flat, name: str) -> Column:
    """Return the column of a variable after two relations that agree in it were joined."""
    mine, other = left.columns[name], right.columns[name]
    if not mine.maybe:
        return mine
    if not other.maybe:
        return other
    form = unify(mine.form, other.form)
    return Column(f"coalesce({left.as_form(name, form)}, {right.as_form(name, form)})", form, maybe=True)
