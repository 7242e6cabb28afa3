"""SPARQL algebra to SQL: each pattern becomes a relation, the query's modifiers the SELECT around it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from showgraph.errors import QueryError
from showgraph.sparql.algebra import (
    HIDDEN,
    Basic,
    Call,
    Distinct,
    Exists,
    Expression,
    Extend,
    Filter,
    Group,
    InGraph,
    Join,
    LeftJoin,
    Minus,
    OrderBy,
    Parameter,
    Pattern,
    PatternTerm,
    Project,
    Query,
    Slice,
    Triple,
    Union,
    Values,
    Var,
)
from showgraph.sparql.basic import all_graphs, attach_optional
from showgraph.sparql.context import Context, NotCompiled
from showgraph.sparql.expressions import ROW_NUMBER, Scope, Sql
from showgraph.sparql.groups import compile_group
from showgraph.sparql.joins import OptionalScope, join_flats, subtract_flats, union_flats
from showgraph.sparql.paths import compile_triples
from showgraph.sparql.plan import Slot
from showgraph.sparql.relation import (
    FULL,
    INTEGER,
    RESOURCE,
    STRING,
    Column,
    Flat,
    Form,
    equality,
    nothing,
    read_select,
    wrap,
)
from showgraph.store import Store
from showgraph.store.patterns import Patterns, Place, native_value
from showgraph.store.ranges import order_sql
from showgraph.store.terms import IRI, Literal, Term, encode_term

_VOLATILE = frozenset({"RAND", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True)
class Select:
    """The SQL of a query and, for each column it returns, the variable and its form."""

    sql: str
    forms: dict[str, Form]


def open_context(store: Store, query: Query) -> Context:
    """Return a context for a query, its dataset chosen and its constants looked up."""
    context = Context(store, Patterns(store.layout, store.catalogue), base=query.base)
    context.learn_ids(_constants(query.pattern))
    if query.default_graphs is not None and query.named_graphs is not None:
        context.place = Place(named=True, graphs=_graph_ids(context, query.default_graphs), merged=True)
        context.named = Place(named=True, graphs=_graph_ids(context, query.named_graphs))
    return context


def _graph_ids(context: Context, names: tuple[str, ...]) -> tuple[int, ...]:
    found = []
    for name in dict.fromkeys(names):
        number = context.id_of(IRI(name))
        if number is None or not _is_graph(context, number):
            raise QueryError(f"the graph has no named graph <{name}>; FROM chooses among its own")
        found.append(number)
    return tuple(found)


def _is_graph(context: Context, number: int) -> bool:
    return bool(context.store.execute("SELECT 1 FROM graphs WHERE g = ?", [number]))


def _constants(pattern: Pattern) -> list[Term]:
    """Return the constants of the triple patterns, to look them up in one go."""
    found: list[Term] = []
    todo: list[object] = [pattern]
    while todo:
        match todo.pop():
            case Triple(s, p, o):
                found += [term for term in (s, p, o) if isinstance(term, IRI | Literal)]
            case Basic(triples):
                todo += triples
            case Join(left, right) | LeftJoin(left, right, _) | Union(left, right) | Minus(left, right):
                todo += [left, right]
            case InGraph(graph, inner):
                found += [graph] if isinstance(graph, IRI) else []
                todo.append(inner)
            case Filter(inner, _) | Extend(inner, _, _) | Group(inner, _, _) | Project(inner, _):
                todo.append(inner)
            case OrderBy(inner, _) | Distinct(inner) | Slice(inner, _, _):
                todo.append(inner)
    return found


def compile_pattern(context: Context, pattern: Pattern, outer: Scope | None = None) -> Flat:
    """Return the relation of a pattern; ``outer`` is what surrounds it inside EXISTS."""
    match pattern:
        case Basic():
            return compile_triples(context, pattern)
        case Join(left, right):
            return join_flats(_side(context, left, outer), _side(context, right, outer))
        case LeftJoin(left, right, condition):
            return _compile_optional(context, left, right, condition, outer)
        case Filter(inner, condition):
            scope = Scope(compile_pattern(context, inner, outer), compile_pattern, outer)
            test = scope.condition(condition)
            scope.flat.conditions.append(test)
            return scope.flat
        case Union(left, right):
            return union_flats([_side(context, part, outer) for part in _alternatives(left, right)])
        case Minus(left, right):
            taken = _side(context, right, outer)
            return subtract_flats(compile_pattern(context, left, outer), taken, context.graph)
        case InGraph(graph, inner):
            return _compile_in_graph(context, graph, inner, outer)
        case Extend(inner, var, expression):
            return _compile_extend(context, inner, var, expression, outer)
        case Values():
            return _compile_values(context, pattern)
        case Group(inner, _, _):
            return compile_group(
                context, pattern, Scope(compile_pattern(context, inner, outer), compile_pattern, outer)
            )
        case OrderBy(inner, _):
            return compile_pattern(context, inner, outer)
        case Project() | Distinct() | Slice():
            if isinstance(pattern, Slice) and context.graph:
                raise NotCompiled("LIMIT inside GRAPH ?variable")
            found = compile_select(context, pattern, outer)
            return read_select(context, found.sql, found.forms, dict(found.columns))


def _alternatives(*parts: Pattern) -> Iterator[Pattern]:
    for part in parts:
        if isinstance(part, Union):
            yield from _alternatives(part.left, part.right)
        else:
            yield part


def _side(context: Context, pattern: Pattern, outer: Scope | None) -> Flat:
    """Return the relation of one operand; its row numbers mean nothing beside another's."""
    flat = compile_pattern(context, pattern, outer)
    flat.columns.pop(ROW_NUMBER, None)
    return flat


def _compile_optional(
    context: Context, left: Pattern, right: Pattern, condition: Expression | None, outer: Scope | None
) -> Flat:
    first = _side(context, left, outer)
    if condition is None and attach_optional(context, first, right):
        return first
    sides = first, _side(context, right, outer)
    if condition is not None and _has_exists(condition):
        return _compile_optional_by_row(*sides, condition, outer)
    joined = OptionalScope(*sides)
    conditions = joined.agreement()
    if condition is not None:
        conditions.append(Scope(joined, compile_pattern, outer).condition(condition))
    return joined.joined(conditions)


def _has_exists(expression: Expression) -> bool:
    if isinstance(expression, Exists):
        return True
    return isinstance(expression, Call) and any(_has_exists(arg) for arg in expression.args)


def _compile_optional_by_row(left: Flat, right: Flat, condition: Expression, outer: Scope | None) -> Flat:
    """Join the sides, test the condition as a filter, and bring the left rows without a match back by their number.

    The engine has no subqueries in the condition of an outer join.
    """
    context = left.context
    number, table, read, found = (context.alias(letter) for letter in "nlam")
    mixed = {name for name, column in left.columns.items() if column.maybe and name in right.columns}
    forms = {name: FULL if name in mixed else form for name, form in left.forms().items()}
    row = HIDDEN + number
    left.columns[row] = Column("row_number() OVER ()", INTEGER)
    sql = left.select({**forms, row: INTEGER})
    columns = {
        name: Column(f"{read}.{context.column(name)}", form, left.columns[name].maybe) for name, form in forms.items()
    }
    numbered = {row: Column(f"{read}.{context.column(row)}", INTEGER)}
    both = join_flats(Flat(context, items=[f"{table} {read}"], columns={**columns, **numbered}), right)
    test = Scope(both, compile_pattern, outer).condition(condition)
    both.conditions.append(test)
    both_forms = {name: FULL if name in mixed else form for name, form in both.forms().items()}
    matched = both.select(both_forms)
    cells: dict[str, str] = {}
    result: dict[str, Column] = {}
    for name, form in both_forms.items():
        if name == row:
            continue
        column = context.column(name)
        mine = columns.get(name)
        cells[name] = f"{found}.{column}" if mine is None else f"{table}.{column}"
        if name in mixed:
            cells[name] = f"coalesce({found}.{column}, {table}.{column})"
        result[name] = Column("", forms.get(name, form), mine is None or mine.maybe)
    select = ", ".join(f"{cell} AS {context.column(name)}" for name, cell in cells.items()) or "1 AS one"
    whole = (
        f"WITH {table} AS MATERIALIZED ({sql}) SELECT {select} FROM {table} "
        f"LEFT JOIN ({matched}) {found} ON {found}.{context.column(row)} = {table}.{context.column(row)}"
    )
    return read_select(context, whole, {name: column.form for name, column in result.items()}, result)


def _compile_in_graph(context: Context, graph: PatternTerm, inner: Pattern, outer: Scope | None) -> Flat:
    place, hidden = context.place, context.graph
    try:
        if isinstance(graph, IRI):
            return _compile_in_one_graph(context, graph, inner, outer)
        if _needs_single_graph(inner):
            return _compile_graph_by_graph(context, graph, inner, outer)
        context.place, context.graph = context.named, f"{HIDDEN}{context.alias('g')}"
        flat = compile_pattern(context, inner, outer)
        name = context.graph
        if name not in flat.columns or flat.columns[name].maybe:
            flat = join_flats(all_graphs(context), flat)
        column = flat.columns.pop(name)
    finally:
        context.place, context.graph = place, hidden
    return _bind_graph(context, flat, graph, column)


def _bind_graph(context: Context, flat: Flat, graph: PatternTerm, column: Column) -> Flat:
    if isinstance(graph, Parameter):
        flat.conditions.append(f"{column.sql} = {context.bind(Slot('id', parameter=graph.name))}")
    elif isinstance(graph, Var) and graph.name in flat.columns:
        other = Flat(context, columns={graph.name: column})
        condition = equality(flat, other, graph.name)
        flat.items += other.items
        flat.conditions += [*other.conditions, condition]
        flat.columns[graph.name] = column
        flat.texts.pop(graph.name, None)
    elif isinstance(graph, Var):
        flat.columns[graph.name] = column
    return flat


def _compile_in_one_graph(context: Context, graph: IRI, inner: Pattern, outer: Scope | None) -> Flat:
    number = context.id_of(graph)
    within = context.named.graphs
    exists = number is not None and _is_graph(context, number) and (within is None or number in within)
    context.place, context.graph = Place(named=True, graphs=(number or 0,)), ""
    flat = compile_pattern(context, inner, outer)
    return flat if exists else nothing(context, flat.columns)


def _compile_graph_by_graph(context: Context, graph: PatternTerm, inner: Pattern, outer: Scope | None) -> Flat:
    """Compile a pattern once for each graph: what it counts or cuts off is counted within a graph."""
    graphs = context.named.graphs
    if graphs is None:
        graphs = tuple(int(str(row[0])) for row in context.store.execute("SELECT g FROM graphs LIMIT 101"))
    if len(graphs) > 100:
        raise NotCompiled("LIMIT or an aggregate over everything inside GRAPH ?variable")
    found: list[Flat] = []
    for number in graphs:
        context.place, context.graph = Place(named=True, graphs=(number,)), ""
        flat = wrap(compile_pattern(context, inner, outer))
        found.append(_bind_graph(context, flat, graph, Column(f"CAST({number} AS BIGINT)", RESOURCE)))
    if not found:
        return nothing(context, [graph.name] if isinstance(graph, Var) else [])
    return union_flats(found)


def _needs_single_graph(pattern: Pattern) -> bool:
    match pattern:
        case Slice():
            return True
        case Group(inner, keys, _):
            return not keys or _needs_single_graph(inner)
        case Join(left, right) | LeftJoin(left, right, _) | Union(left, right) | Minus(left, right):
            return _needs_single_graph(left) or _needs_single_graph(right)
        case Filter(inner, _) | Extend(inner, _, _) | Project(inner, _) | OrderBy(inner, _) | Distinct(inner):
            return _needs_single_graph(inner)
    return False


def _compile_extend(context: Context, inner: Pattern, var: Var, expression: Expression, outer: Scope | None) -> Flat:
    flat = compile_pattern(context, inner, outer)
    if ROW_NUMBER not in flat.columns and _names_blank_nodes(expression):
        flat.columns[ROW_NUMBER] = Column("row_number() OVER ()", INTEGER)
        flat = wrap(flat)
    scope = Scope(flat, compile_pattern, outer)
    value = scope.compile(expression)
    flat = scope.flat
    column = value.column
    if value.column.is_id and value.variable not in flat.columns:
        column = Column(scope.full(value), FULL, maybe=True)
    flat.columns[var.name] = Column(
        column.sql,
        column.form,
        value.constant is None and (column.maybe or not value.variable),
        column.language,
        column.digits,
    )
    if isinstance(expression, Var | IRI | Literal | Parameter):
        return flat
    # A table of its own: what follows may read the value many times, and a volatile one must stay the same.
    return wrap(flat)


def _names_blank_nodes(expression: Expression) -> bool:
    if not isinstance(expression, Call):
        return False
    return (expression.name == "BNODE" and bool(expression.args)) or any(map(_names_blank_nodes, expression.args))


def _compile_values(context: Context, pattern: Values) -> Flat:
    names = [var.name for var in pattern.variables]
    if not pattern.rows:
        return nothing(context, names)
    if not names:
        alias = context.alias("q")
        return Flat(context, items=[f"(VALUES {', '.join(['(1)'] * len(pattern.rows))}) {alias}(one)"])
    forms = [_values_form(context, [row[index] for row in pattern.rows]) for index in range(len(names))]
    rows = []
    for row in pattern.rows:
        cells = [_value_sql(context, term, form) for term, form in zip(row, forms, strict=True)]
        rows.append(f"({', '.join(cells)})")
    alias = context.alias("q")
    heads = ", ".join(context.column(name) for name in names)
    columns = {
        name: Column(f"{alias}.{context.column(name)}", form, any(row[index] is None for row in pattern.rows))
        for index, (name, form) in enumerate(zip(names, forms, strict=True))
    }
    return Flat(context, items=[f"(VALUES {', '.join(rows)}) {alias}({heads})"], columns=columns)


def _values_form(context: Context, terms: list[IRI | Literal | None]) -> Form:
    given = [term for term in terms if term is not None]
    if given and all(isinstance(term, IRI) and context.id_of(term) is not None for term in given):
        return RESOURCE
    if given and all(native_value(term, STRING.datatype) is not None for term in given):
        return STRING
    if given and all(native_value(term, INTEGER.datatype) is not None for term in given):
        return INTEGER
    return FULL


def _value_sql(context: Context, term: IRI | Literal | None, form: Form) -> str:
    if term is None:
        return f"CAST(NULL AS {form.sql_type})"
    if form == RESOURCE:
        return f"CAST({context.id_of(term)} AS BIGINT)"
    if form.kind == "value":
        native = native_value(term, form.datatype)
        return f"CAST({context.bind(Slot('constant', native))} AS {form.sql_type})"
    return f"CAST({context.text(encode_term(term))} AS VARCHAR)"


@dataclass(frozen=True)
class SelectWithColumns(Select):
    """A SELECT that also tells which of its columns may be unbound."""

    columns: Mapping[str, Column]


def compile_select(
    context: Context, pattern: Pattern, outer: Scope | None = None, wanted: tuple[Var, ...] | None = None
) -> SelectWithColumns:
    """Return the SELECT of a pattern with its modifiers; ``wanted`` replaces a missing projection."""
    cut = pattern if isinstance(pattern, Slice) else None
    inner = cut.pattern if cut else pattern
    unique = isinstance(inner, Distinct)
    inner = inner.pattern if isinstance(inner, Distinct) else inner
    variables = wanted
    if isinstance(inner, Project):
        variables, inner = inner.variables, inner.pattern
    keys = inner.keys if isinstance(inner, OrderBy) else ()
    inner = inner.pattern if isinstance(inner, OrderBy) else inner
    flat = compile_pattern(context, inner, outer)
    names = [var.name for var in variables] if variables is not None else list(flat.columns)
    if context.graph and context.graph in flat.columns and context.graph not in names:
        names.append(context.graph)
    available = flat.forms()
    forms = {name: available.get(name, FULL) for name in names}
    columns = dict(flat.columns)
    plain = _plain_order(context, flat, forms, keys) if unique and keys else ""
    if plain:
        sql = flat.select(forms, distinct=True) + plain
    elif unique and keys:
        sql = _select_distinct_in_order(context, flat, forms, keys, outer)
    else:
        order = _order(Scope(flat, compile_pattern, outer), keys)
        sql = flat.select(forms, distinct=unique) + order
    if cut is not None:
        sql += f" LIMIT {cut.limit}" if cut.limit is not None else ""
        sql += f" OFFSET {cut.offset}" if cut.offset else ""
    return SelectWithColumns(sql, forms, columns)


def _plain_order(
    context: Context, flat: Flat, forms: dict[str, Form], keys: tuple[tuple[Expression, bool], ...]
) -> str:
    """Return ORDER BY over columns of the SELECT itself, empty when a key is anything else.

    Solutions that are one differ in no column, so they can be made one before they are ordered.
    """
    found = []
    for expression, ascending in keys:
        form = forms.get(expression.name) if isinstance(expression, Var) else None
        if not isinstance(expression, Var) or form is None or expression.name not in flat.columns:
            return ""
        if form.kind == "resource" and context.store.catalogue.ranges:
            return ""
        if form.kind != "resource" and form not in (STRING, INTEGER):
            return ""
        if flat.columns[expression.name].form != form:
            return ""
        name = context.column(expression.name)
        found.append(f"{name} {'ASC NULLS FIRST' if ascending else 'DESC NULLS LAST'}")
    return f" ORDER BY {', '.join(found)}"


def _select_distinct_in_order(
    context: Context,
    flat: Flat,
    forms: dict[str, Form],
    keys: tuple[tuple[Expression, bool], ...],
    outer: Scope | None,
) -> str:
    """Return each solution once, in the place of its first appearance in the order."""
    if all(_reads_only(key, forms) for key, _ in keys):
        # Solutions that are one have the same keys, so they can be made one before the keys are taken.
        once = wrap(flat, forms, distinct=True)
        order = _order(Scope(once, compile_pattern, outer), keys)
        return once.select(forms) + order
    order = _order(Scope(flat, compile_pattern, outer), keys)
    number = context.alias("n")
    flat.extras[number] = f"row_number() OVER ({order.strip()})"
    heads = ", ".join(context.column(name) for name in forms)
    inner = flat.select(forms)
    del flat.extras[number]
    if not heads:
        return f"SELECT 1 AS one FROM ({inner}) LIMIT 1"
    return f"SELECT {heads} FROM ({inner}) GROUP BY {heads} ORDER BY min({number})"


def _reads_only(expression: Expression, names: Collection[str]) -> bool:
    """Whether the value follows from variables of these names, and is the same each time."""
    match expression:
        case Var(name):
            return name in names
        case Call(name, args):
            return name not in _VOLATILE and all(_reads_only(arg, names) for arg in args)
    return isinstance(expression, IRI | Literal | Parameter)


def _order(scope: Scope, keys: tuple[tuple[Expression, bool], ...]) -> str:
    found = []
    for expression, ascending in keys:
        direction = "ASC NULLS FIRST" if ascending else "DESC NULLS LAST"
        found += [f"{sql} {direction}" for sql in _order_keys(scope, scope.compile(expression))]
    return f" ORDER BY {', '.join(found)}" if found else ""


def _order_keys(scope: Scope, value: Sql) -> list[str]:
    if value.constant is not None:
        return []
    if value.form.kind == "text":
        return [value.sql, value.column.language]
    catalogue = scope.context.store.catalogue
    if value.form.kind == "resource" and (keys := order_sql(catalogue.ranges, value.sql, catalogue.fixed)):
        return keys
    if value.is_number or value.is_string or value.is_boolean:
        return [value.sql]
    return [scope.context.call("order_key", scope.full(value))]
