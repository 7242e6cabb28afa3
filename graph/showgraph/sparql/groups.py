"""Groups and aggregates, with the standard's rule that one error spoils a sum but not a count."""

from __future__ import annotations

from dataclasses import replace

from showgraph.sparql.algebra import Aggregate, Group
from showgraph.sparql.context import Context
from showgraph.sparql.expressions import Scope, Sql, full, integer, string
from showgraph.sparql.relation import Column, Flat, Form, read_select
from showgraph.store.layout import INTEGER_TYPES
from showgraph.store.patterns import full_text
from showgraph.store.ranges import order_sql


def compile_group(context: Context, pattern: Group, scope: Scope) -> Flat:
    """Return one row for each group: its keys and its aggregates."""
    flat = scope.flat
    keys = [var.name for var in pattern.keys if var.name in flat.columns]
    if context.graph and context.graph in flat.columns:
        keys.append(context.graph)
    forms = {name: form for name, form in flat.forms().items() if name in keys}
    columns = {name: replace(flat.columns[name], form=form) for name, form in forms.items()}
    cells = {name: flat.as_form(name, form) for name, form in forms.items()}
    for var, aggregate in pattern.aggregates:
        value = _compile_aggregate(scope, aggregate, [cells[name] for name in keys])
        if value.form.kind == "text":
            value = full(full_text(value.column.cell))
        cells[var.name] = value.sql
        forms[var.name] = value.form
        columns[var.name] = Column("", value.form, value.column.maybe)
    for var in pattern.keys:
        if var.name not in cells:
            cells[var.name], forms[var.name] = "CAST(NULL AS VARCHAR)", Form("full")
    select = ", ".join(f"{sql} AS {context.column(name)}" for name, sql in cells.items()) or "1 AS one"
    grouping = f" GROUP BY {', '.join(cells[name] for name in keys)}" if keys else ""
    # Groups by nothing but unbound variables are no groups at all when there are no rows.
    having = " HAVING count(*) > 0" if pattern.keys and not keys else ""
    return read_select(context, f"SELECT {select}{flat.body()}{grouping}{having}", forms, columns)


def _compile_aggregate(scope: Scope, aggregate: Aggregate, keys: list[str]) -> Sql:
    distinct = "DISTINCT " if aggregate.distinct else ""
    if aggregate.arg is None:
        return _count_rows(scope, bool(distinct))
    value = scope.compile(aggregate.arg)
    if distinct and value.form.kind != "text" and scope.flat.tells_apart([*keys, value.sql]):
        distinct = ""
    if value.form.kind == "text":
        value = Sql(Column(scope.full(value), Form("full"), value.column.maybe))
    sql = value.sql
    match aggregate.name:
        case "COUNT":
            return _certain(integer(f"count({distinct}{sql})"))
        case "SUM" | "AVG" as name:
            return _add_up(scope, name, value, distinct)
        case "MIN" | "MAX" as name:
            return _extreme(scope, name.lower(), value)
        case "SAMPLE":
            return full(f"any_value({scope.full(value)})")
        case _:
            return _concatenate(scope, aggregate, value, distinct)


def _certain(value: Sql) -> Sql:
    return Sql(Column(value.sql, value.form))


def _count_rows(scope: Scope, distinct: bool) -> Sql:
    flat = scope.flat
    if not distinct:
        return _certain(integer("count(*)"))
    names = [name for name in flat.columns if not name.startswith("\0")]
    cells = [flat.as_form(name, form) for name, form in flat.forms(names).items()]
    return _certain(integer(f"count(DISTINCT row({', '.join(cells)}))" if cells else "least(count(*), 1)"))


def _add_up(scope: Scope, name: str, value: Sql, distinct: str) -> Sql:
    context = scope.context
    if value.is_number:
        form = integer("").form if value.form.datatype in INTEGER_TYPES else value.form
        total = f"coalesce(sum({distinct}{value.sql}), 0)"
        if value.column.maybe:
            total = f"CASE WHEN count(*) = count({value.sql}) THEN {total} END"
        found = Sql(Column(total, form, maybe=value.column.maybe))
        if name == "SUM" and form.kind == "number":
            return full(full_text(found.column.cell))  # it may have more digits than can be compared with any other
        if name == "SUM":
            return found
        count = full_text(integer(f"count({distinct}{value.sql})").column.cell)
        zero = full_text(integer("0").column.cell)
        mean = context.call("divide", full_text(found.column.cell), count)
        return full(f"CASE WHEN count(*) = 0 THEN {zero} ELSE {mean} END")
    function = "total" if name == "SUM" else "average"
    return full(context.call(function, f"list({distinct}{scope.full(value)})"))


def _extreme(scope: Scope, function: str, value: Sql) -> Sql:
    if value.form.kind == "resource" and value.variable:
        # Ids nearly sort as resources do, but only a variable's column may hold ids.
        catalogue = scope.context.store.catalogue
        if keys := order_sql(catalogue.ranges, value.sql, catalogue.fixed):
            found = (
                f"arg_{function}({value.sql}, row({', '.join(keys)}))"
                if catalogue.ranges
                else f"{function}({value.sql})"
            )
            return Sql(Column(found, value.form, maybe=True))
    if value.is_number or value.is_string or value.is_boolean:
        return Sql(Column(f"{function}({value.sql})", value.form, maybe=True))
    text = scope.full(value)
    return full(f"arg_{function}({text}, {scope.context.call('order_key', text)})")


def _concatenate(scope: Scope, aggregate: Aggregate, value: Sql, distinct: str) -> Sql:
    separator = scope.context.text(aggregate.separator)
    if value.is_string and not value.column.maybe:
        return string(f"coalesce(string_agg({distinct}{value.sql}, {separator}), '')")
    return full(scope.context.call("join_strings", f"list({distinct}{scope.full(value)})", separator))
