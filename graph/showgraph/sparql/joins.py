"""Joins, optional parts, unions and differences of relations, with SPARQL's idea of what agrees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from showgraph.sparql.relation import Column, Flat, Form, equality, merged_column, never_equal, read_select, unify, wrap


def join_flats(left: Flat, right: Flat) -> Flat:
    """Return the solutions of both that agree in every variable they share."""
    shared = [name for name in right.columns if name in left.columns]
    conditions = [equality(left, right, name) for name in shared]
    columns = {**left.columns, **right.columns}
    columns.update((name, merged_column(left, right, name)) for name in shared)
    return Flat(
        left.context,
        items=[*left.items, *right.items],
        lefts=[*left.lefts, *right.lefts],
        conditions=[*left.conditions, *right.conditions, *conditions],
        columns=columns,
        rows=left.rows | right.rows,
        homes=right.homes | left.homes,
        keys=left.keys.merged(right.keys),
        texts={
            name: text
            for name, text in (right.texts | left.texts).items()
            if name not in shared or not left.columns[name].maybe
        },
    )


def union_flats(flats: Sequence[Flat]) -> Flat:
    """Return the solutions of all, one after the other."""
    context = flats[0].context
    forms: dict[str, Form] = {}
    columns: dict[str, Column] = {}
    for name in dict.fromkeys(name for flat in flats for name in flat.columns):
        found = [flat.columns[name] for flat in flats if name in flat.columns]
        forms[name] = reduce(unify, (_leaving(column) for column in found))
        columns[name] = Column("", forms[name], len(found) < len(flats) or any(column.maybe for column in found))
    sql = " UNION ALL ".join(flat.select(forms) for flat in flats)
    return read_select(context, sql, forms, columns)


class OptionalScope(Flat):
    """What the condition of an OPTIONAL sees: both sides, each still being written.

    Term texts that the condition asks for become columns of the side that has the variable.
    """

    def __init__(self, left: Flat, right: Flat) -> None:
        super().__init__(left.context)
        self.left, self.right = left, right
        self.left_alias, self.right_alias = left.context.alias("a"), left.context.alias("b")
        self.shared = [name for name in right.columns if name in left.columns]
        for flat, alias in ((right, self.right_alias), (left, self.left_alias)):
            for name, form in flat.forms().items():
                self.columns[name] = Column(f"{alias}.{self.context.column(name)}", form, flat.columns[name].maybe)
        for name in self.shared:
            if left.columns[name].maybe:
                self.columns[name] = self._either(name)

    def _either(self, name: str) -> Column:
        """Return the column of a variable that the left side may leave for the right one to bind."""
        mine, other = self.left.columns[name], self.right.columns[name]
        form = unify(_leaving(mine), _leaving(other))
        value = f"coalesce({self._side(name, True, form)}, {self._side(name, False, form)})"
        return Column(value, form, mine.maybe and other.maybe)

    def full(self, name: str) -> str:
        """Return SQL for a term text that the condition can use."""
        sides = [(self.left, self.left_alias), (self.right, self.right_alias)]
        found = [self._expose(flat, alias, name) for flat, alias in sides if name in flat.columns]
        return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"

    @staticmethod
    def _expose(flat: Flat, alias: str, name: str) -> str:
        text = flat.full(name)
        for known, sql in flat.extras.items():
            if sql == text:
                return f"{alias}.{known}"
        extra = flat.context.alias("x")
        flat.extras[extra] = text
        return f"{alias}.{extra}"

    def agreement(self) -> list[str]:
        """Return the conditions that the sides agree."""
        found = []
        for name in self.shared:
            mine, other = self.left.columns[name], self.right.columns[name]
            if never_equal(mine.form, other.form):
                same = "false"
            else:
                form = unify(_leaving(mine), _leaving(other))
                same = f"{self._side(name, True, form)} = {self._side(name, False, form)}"
            column = self.context.column(name)
            loose = [
                f"{alias}.{column} IS NULL"
                for side, alias in ((mine, self.left_alias), (other, self.right_alias))
                if side.maybe
            ]
            found.append(f"({' OR '.join([same, *loose])})")
        return found

    def _side(self, name: str, left: bool, form: Form) -> str:
        flat, alias = (self.left, self.left_alias) if left else (self.right, self.right_alias)
        column = flat.columns[name]
        if _leaving(column) == form or (form.kind == "term" and column.is_id):
            return f"{alias}.{self.context.column(name)}"
        return self._expose(flat, alias, name)

    def joined(self, conditions: list[str]) -> Flat:
        """Return the left solutions, each with the right ones that meet all conditions, or alone."""
        columns: dict[str, Column] = {}
        for name in self.left.columns | self.right.columns:
            mine, other = self.left.columns.get(name), self.right.columns.get(name)
            column = self.context.column(name)
            if mine is not None and (other is None or not mine.maybe):
                columns[name] = Column(f"{self.left_alias}.{column}", _leaving(mine), mine.maybe)
            elif mine is None and other is not None:
                columns[name] = Column(f"{self.right_alias}.{column}", _leaving(other), maybe=True)
            elif mine is not None and other is not None:
                either = self._either(name)
                columns[name] = Column(either.sql, either.form, maybe=True)
        left, right = self.left.select(self.left.forms()), self.right.select(self.right.forms())
        test = " AND ".join(conditions) or "true"
        item = f"(({left}) {self.left_alias} LEFT JOIN ({right}) {self.right_alias} ON {test})"
        return Flat(self.context, items=[item], columns=columns, homes=dict(self.left.homes))


def _leaving(column: Column) -> Form:
    return Form("full") if column.form.kind == "text" else column.form


def subtract_flats(left: Flat, right: Flat, hidden: str) -> Flat:
    """Return the left solutions that no right one agrees with in a variable bound on both sides.

    ``hidden`` is the graph variable, which must agree but is no variable of the solutions.
    """
    shared = [name for name in right.columns if name in left.columns and name != hidden]
    if not shared:
        return left
    right = wrap(right)
    agreement = [equality(left, right, name) for name in shared]
    if not any(not left.columns[name].maybe and not right.columns[name].maybe for name in shared):
        both = [f"({left.columns[name].sql} IS NOT NULL AND {right.columns[name].sql} IS NOT NULL)" for name in shared]
        agreement.append(f"({' OR '.join(both)})")
    if hidden and hidden in left.columns and hidden in right.columns:
        agreement.append(equality(left, right, hidden))
    right.conditions += agreement
    left.conditions.append(f"NOT EXISTS (SELECT 1{right.body()})")
    return left
