"""Basic graph patterns: patterns on one subject become one scan of its table, everything else joins on ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from showgraph.sparql.algebra import Basic, Parameter, Pattern, PatternTerm, Triple, Var
from showgraph.sparql.context import Context
from showgraph.sparql.plan import Slot
from showgraph.sparql.relation import FULL, RESOURCE, TERM, Column, Flat, Form, equality, nothing
from showgraph.store.layout import column_type
from showgraph.store.patterns import Cell, Scan, full_text, native_value
from showgraph.store.ranges import text_sql
from showgraph.store.tables import entity_table
from showgraph.store.terms import IRI, RDF_TYPE, Literal, encode_term

_FEW = 1000


@dataclass
class _Found:
    """A pattern with the scans that can answer it."""

    triple: Triple
    scans: list[Scan]
    aliases: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(scan.rows for scan in self.scans)


def compile_basic(context: Context, pattern: Basic, pinned: frozenset[str] = frozenset()) -> Flat:
    """Return the relation of triple patterns without paths, in the context's graph.

    ``pinned`` names variables that are known to have few values.
    """
    flat = Flat(context)
    if not pattern.triples:
        return all_graphs(context) if context.graph else flat
    names = {term.name for t in pattern.triples for term in (t.s, t.p, t.o) if isinstance(term, Var)}
    found = []
    homes = _homes(context, pattern)
    few = _few(context, pattern) | {Var(name) for name in pinned}
    for triple in dict.fromkeys(pattern.triples):
        sought = isinstance(triple.o, Var) and triple.o.name in pattern.sought and not context.place.named
        to_object = triple.o in few and triple.s not in few
        scans = _scans(context, triple, homes.get(triple.s), to_object, sought and triple.s not in few)
        if not scans:
            return nothing(context, names | ({context.graph} if context.graph else set()))
        found.append(_Found(triple, scans))
    found = _without_implied(found)
    _share_copies(found)
    aliases: dict[tuple[PatternTerm, str], str] = {}
    for item in sorted(found, key=_cost):
        if not _add(context, flat, item, aliases):
            return nothing(context, names | ({context.graph} if context.graph else set()))
    flat.rows = {(term.name, home): alias for (term, home), alias in aliases.items() if isinstance(term, Var)}
    flat.homes = {term.name: tables for term, tables in homes.items() if isinstance(term, Var)}
    return flat


def _without_implied(found: list[_Found]) -> list[_Found]:
    """Leave out types that all rows of a table have, where another pattern finds only subjects of that table."""

    def is_implied(item: _Found) -> bool:
        scan, *more = item.scans
        if more or scan.conditions or not scan.home or item.triple.p != IRI(RDF_TYPE) or isinstance(item.triple.o, Var):
            return False
        others = [one for one in kept if one is not item and one.triple.s == item.triple.s]
        return any(all((a.home or a.within) == scan.home for a in one.scans) for one in others)

    kept = list(found)
    for item in found:
        if is_implied(item):
            kept.remove(item)
    return kept


def _share_copies(found: list[_Found]) -> None:
    """Read a row from the copy that is sorted for one of its patterns, whichever pattern comes first."""
    copies = {
        (item.triple.s, scan.home): scan.table
        for item in found
        for scan in item.scans
        if len(item.scans) == 1 and scan.home and scan.table != entity_table(scan.home)
    }
    for item in found:
        if len(item.scans) == 1 and (table := copies.get((item.triple.s, item.scans[0].home))):
            item.scans = [replace(item.scans[0], table=table)]


def attach_optional(context: Context, flat: Flat, pattern: Pattern) -> bool:
    """Add an OPTIONAL of triple patterns to a relation; False when it takes a join of whole relations.

    A single-valued property is a column of a row that is read anyway, or of one more row; nothing else changes.
    Several patterns are joined to what is bound without a SELECT of their own.
    """
    if not isinstance(pattern, Basic) or context.graph or context.place.named:
        return False
    if any(not isinstance(triple.p, IRI) for triple in pattern.triples):
        return False
    if len(pattern.triples) == 1 and _attach_property(context, flat, pattern.triples[0]):
        return True
    return _attach_patterns(context, flat, pattern)


def _attach_patterns(context: Context, flat: Flat, pattern: Basic) -> bool:
    other = compile_basic(context, pattern)
    shared = [name for name in other.columns if name in flat.columns]
    if not other.items or not shared or any(column.form.kind == "text" for column in other.columns.values()):
        return False
    if any(not side.columns[name].is_id or side.columns[name].maybe for name in shared for side in (flat, other)):
        return False
    items, tests = list(other.items), [equality(flat, other, name) for name in shared]
    tests += other.conditions
    columns = {name: column for name, column in other.columns.items() if name not in shared}
    for (name, home), alias in other.rows.items():
        known = flat.rows.get((name, home))
        if name in shared and known is not None and len(items) > 1:
            # The row is read already: what the patterns ask of it is a condition on that one.
            items = [item for item in items if not item.endswith(f" {alias}")]
            tests = [_renamed(test, alias, known) for test in tests]
            columns = {key: replace(column, sql=_renamed(column.sql, alias, known)) for key, column in columns.items()}
    if any(not _reads(column.sql, items) for column in columns.values()):
        return False  # a value of the known row is bound only where the rest is found
    tables = " CROSS JOIN ".join(items)
    tests = [test for test in tests if len(set(test.split(" = "))) > 1 or " = " not in test]
    flat.lefts.append(f"LEFT JOIN {tables if len(items) == 1 else f'({tables})'} ON {' AND '.join(tests)}")
    flat.columns.update((name, replace(column, maybe=True)) for name, column in columns.items())
    return True


def _renamed(sql: str, old: str, new: str) -> str:
    return re.sub(rf"\b{old}\.", f"{new}.", sql)


def _reads(sql: str, items: list[str]) -> bool:
    return any(f"{item.rpartition(' ')[2]}." in sql for item in items)


def _attach_property(context: Context, flat: Flat, triple: Triple) -> bool:
    if not (isinstance(triple.s, Var) and isinstance(triple.p, IRI) and isinstance(triple.o, Var)):
        return False
    subject = flat.columns.get(triple.s.name)
    if subject is None or subject.maybe or not subject.is_id or triple.o.name in flat.columns:
        return False
    scans = _scans(context, triple, flat.homes.get(triple.s.name))
    if len(scans) != 1 or scans[0].o.kind == "text":
        return False
    scan = scans[0]
    alias = flat.rows.get((triple.s.name, scan.home)) if scan.home else None
    if alias is None:
        alias = context.alias("o")
        # An empty cell of a table is an unbound value, so its row can serve the next property too.
        tests = [] if scan.home else [_at(condition, alias) for condition in scan.conditions]
        matches = " AND ".join([f"{_at(scan.s.sql, alias)} = {subject.sql}", *tests])
        flat.lefts.append(f"LEFT JOIN {scan.table} {alias} ON {matches}")
        if scan.home:
            flat.rows[triple.s.name, scan.home] = alias
    flat.columns[triple.o.name] = Column(_at(scan.o.sql, alias), _form(scan.o), maybe=True, digits=scan.o.digits)
    return True


def _cost(item: _Found) -> tuple[int, int]:
    constants = sum(not isinstance(term, Var) for term in (item.triple.s, item.triple.o))
    return (-constants, item.rows)


def all_graphs(context: Context) -> Flat:
    """Return the relation of the named graphs in view, bound to the context's graph variable."""
    alias = context.alias("g")
    graphs = context.place.graphs
    chosen = [] if graphs is None else [f"{alias}.g IN ({', '.join(map(str, graphs)) or 'NULL'})"]
    return Flat(
        context,
        items=[f"graphs {alias}"],
        conditions=chosen,
        columns={context.graph: Column(f"{alias}.g", RESOURCE)},
    )


def _homes(context: Context, pattern: Basic) -> dict[PatternTerm, set[str]]:
    """Return for each term the tables it must lie in, as far as its classes and properties tell."""
    homes: dict[PatternTerm, set[str]] = {}
    if context.place.named or context.graph:
        return homes
    for triple in pattern.triples:
        if not isinstance(triple.p, IRI):
            continue
        subjects, objects = context.patterns.ends(triple.p.value)
        if triple.p == IRI(RDF_TYPE) and isinstance(triple.o, IRI):
            subjects = context.patterns.homes(triple.o.value)
        for term, tables in ((triple.s, subjects), (triple.o, objects)):
            if tables:
                homes[term] = homes[term] & set(tables) if term in homes else set(tables)
    return homes


def _few(context: Context, pattern: Basic) -> set[PatternTerm]:
    """Return the variables that a constant at the other end of a pattern pins down to few values."""
    found: set[PatternTerm] = set()
    for triple in pattern.triples:
        if not isinstance(triple.s, Var):
            found.add(triple.o)
        elif isinstance(triple.o, Var) or not isinstance(triple.p, IRI):
            continue
        elif context.patterns.subjects_per_object(triple.p.value) <= _FEW:
            found.add(triple.s)
    return found


def _scans(
    context: Context, triple: Triple, homes: set[str] | None, to_object: bool = False, sought: bool = False
) -> list[Scan]:
    predicate = triple.p.value if isinstance(triple.p, IRI) else None
    scans = context.patterns.scans(
        predicate,
        context.place,
        by_object=sought or not isinstance(triple.o, Var),
        by_subject=not isinstance(triple.s, Var),
        to_object=to_object,
        type_id=context.id_of(triple.o) if isinstance(triple.o, IRI) else None,
    )
    if homes is not None:
        scans = [scan for scan in scans if (scan.home or scan.within or "") in {"", *homes}]
    if isinstance(triple.o, Var | Parameter):
        kind = triple.o.kind if isinstance(triple.o, Parameter) else "term"
        return [scan for scan in scans if kind != "iri" or scan.o.kind in ("resource", "term", "full")]
    return [scan for scan in scans if _constant_condition(context, scan.o, triple.o, "") is not None]


def _add(context: Context, flat: Flat, item: _Found, aliases: dict[tuple[PatternTerm, str], str]) -> bool:
    """Join one pattern to a relation; False when it can have no solution."""
    triple = item.triple
    if len(item.scans) == 1:
        scan = item.scans[0]
        key = (triple.s, scan.home)
        if scan.home and key in aliases:
            alias = aliases[key]
        else:
            alias = context.alias("s")
            flat.items.append(f"{scan.table} {alias}")
            flat.keys.of[alias] = _key(scan, alias)
            if scan.home:
                aliases[key] = alias
        flat.keys.follows += _follows(scan, alias)
        flat.conditions += [_at(condition, alias) for condition in scan.conditions]
        return _join_cells(context, flat, triple, scan, alias)
    names = ["s", "o", *(["p"] if not isinstance(triple.p, IRI) else []), *(["g"] if item.scans[0].g else [])]
    alias = context.alias("u")
    union, forms = _union_scans(context, item, names)
    flat.items.append(f"({union}) {alias}")
    flat.keys.of[alias] = tuple(f"{alias}.{name}" for name in names)
    cells = {name: Cell(f"{alias}.{name}", forms[name].kind, forms[name].datatype) for name in names}
    combined = Scan("", cells["s"], cells["o"], cells.get("p"), cells.get("g"))
    return _join_cells(context, flat, triple, combined, alias)


def _key(scan: Scan, alias: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of a scan apart: a triple stands in it once."""
    cells = (scan.s,) if scan.home else (scan.s, scan.o, scan.p, scan.g)
    parts = [sql for cell in cells if cell for sql in (cell.sql, cell.language)]
    return tuple(_at(sql, alias) for sql in parts if "{t}" in sql)


def _follows(scan: Scan, alias: str) -> list[tuple[str, str]]:
    subject, value = _at(scan.s.sql, alias), _at(scan.o.sql, alias)
    return [(subject, value)] * bool(scan.home) + [(value, subject)] * scan.unique


def _union_scans(context: Context, item: _Found, names: list[str]) -> tuple[str, dict[str, Form]]:
    """Return the UNION ALL of a pattern's scans, constants tested inside, and the forms of its columns.

    Where the scans hold objects in different forms, ids and texts go in two columns, and one join outside of the union
    makes terms of the ids: a join in each of its parts would take the engine far longer to plan than to run.
    """
    form = _object_form(item)
    mixed = form == FULL and isinstance(item.triple.o, Var)
    tables = _tables_at_once(item) if mixed else []
    at_once = [scan for scans in tables for scan in scans]
    parts = [_scan_part(context, item.triple, scan, names, mixed) for scan in item.scans if scan not in at_once]
    parts += [_table_part(context, item.triple, scans, names) for scans in tables]
    union = " UNION ALL ".join(parts)
    if mixed:
        union_alias, text = context.alias("u"), context.alias("t")
        found = text_sql(context.store.catalogue.ranges, f"{union_alias}.i", f"{text}.term")
        kept = ", ".join(f"{union_alias}.{name}" for name in names if name != "o")
        union = (
            f"SELECT {kept}, coalesce({found}, {union_alias}.o) AS o FROM ({union}) {union_alias} "
            f"LEFT JOIN terms {text} ON {text}.id = {union_alias}.i"
        )
    return union, {"s": RESOURCE, "p": RESOURCE, "g": RESOURCE, "o": form}


def _tables_at_once(item: _Found) -> list[list[Scan]]:
    """Return the scans of several columns of one table, where a pattern reads every predicate anyway."""
    tables: dict[tuple[str, Cell | None], list[Scan]] = {}
    for scan in item.scans:
        if scan.home and scan.p is not None:
            tables.setdefault((scan.home, scan.g), []).append(scan)
    return [scans for scans in tables.values() if len(scans) > 1]


def _scan_part(context: Context, triple: Triple, scan: Scan, names: list[str], mixed: bool) -> str:
    alias = context.alias("s")
    conditions = [_at(condition, alias) for condition in scan.conditions]
    for cell, term in ((scan.s, triple.s), (scan.o, triple.o)):
        if not isinstance(term, Var):
            conditions.append(_constant_condition(context, cell, term, alias) or "false")
    cells = {"s": _at(scan.s.sql, alias), "o": _at(scan.o.sql, alias) if isinstance(triple.o, Var) else "NULL"}
    if mixed:
        cells["i"], cells["o"] = (_at(sql, alias) for sql in _id_and_text(scan.o))
    if scan.p is not None:
        cells["p"] = _at(scan.p.sql, alias)
    if scan.g is not None:
        cells["g"] = _at(scan.g.sql, alias)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    wanted = [*names, "i"] if mixed else names
    return f"SELECT {', '.join(f'{cells[name]} AS {name}' for name in wanted)} FROM {scan.table} {alias}{where}"


def _table_part(context: Context, triple: Triple, scans: list[Scan], names: list[str]) -> str:
    """Return one scan of a table that turns its columns into rows."""
    alias = context.alias("s")
    rows = []
    for scan in scans:
        number, text = (_at(sql, alias) for sql in _id_and_text(scan.o))
        rows.append(f"{{'p': {scan.p.sql if scan.p else 'NULL'}, 'i': {number}, 'o': {text}}}")
    subject = _at(scans[0].s.sql, alias)
    # What all its columns ask of a row; that a value is there is asked of each below.
    tests = [_at(test, alias) for test in scans[0].conditions if all(test in scan.conditions for scan in scans)]
    if not isinstance(triple.s, Var):
        tests.append(_constant_condition(context, scans[0].s, triple.s, alias) or "false")
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    cells = {"s": "s", "p": "x.p", "o": "x.o", "i": "x.i", "g": scans[0].g.sql if scans[0].g else "NULL"}
    heads = ", ".join(f"{cells[name]} AS {name}" for name in [*names, "i"])
    return (
        f"SELECT {heads} FROM "
        f"(SELECT {subject} AS s, unnest([{', '.join(rows)}]) AS x FROM {scans[0].table} {alias}{where}) "
        "WHERE x.i IS NOT NULL OR x.o IS NOT NULL"
    )


def _id_and_text(cell: Cell) -> tuple[str, str]:
    """Return SQL for an object as an id and as a term text; one of the two is NULL."""
    if cell.kind in ("resource", "term"):
        return cell.sql, "CAST(NULL AS VARCHAR)"
    return "CAST(NULL AS BIGINT)", full_text(cell)


def _object_form(item: _Found) -> Form:
    forms = {Form(scan.o.kind, scan.o.datatype) for scan in item.scans}
    if len(forms) == 1 and (only := forms.pop()).kind != "text":
        return only
    kinds = {scan.o.kind for scan in item.scans}
    return TERM if kinds <= {"resource", "term"} else FULL


def _join_cells(context: Context, flat: Flat, triple: Triple, scan: Scan, alias: str) -> bool:
    """Test the constants of a pattern and bind or compare its variables."""
    pairs: list[tuple[Cell, PatternTerm]] = [(scan.s, triple.s), (scan.o, triple.o)]
    if scan.p is not None and isinstance(triple.p, Var | Parameter):
        pairs.append((scan.p, triple.p))
    if scan.g is not None and context.graph:
        pairs.append((scan.g, Var(context.graph)))
    for cell, term in pairs:
        if isinstance(term, Var):
            column = Column(_at(cell.sql, alias), _form(cell), language=_at(cell.language, alias), digits=cell.digits)
            here = Flat(context, columns={term.name: column})
            if term.name not in flat.columns:
                flat.columns[term.name] = column
                continue
            if column.is_id and column.sql == flat.columns[term.name].sql:
                continue  # the same row, read again
            condition = equality(flat, here, term.name)
            flat.items += here.items
            flat.conditions += [*here.conditions, condition]
        elif scan.table or cell not in (scan.s, scan.o):
            condition_or_none = _constant_condition(context, cell, term, alias)
            if condition_or_none is None:
                return False
            flat.conditions.append(condition_or_none)
    return True


def _form(cell: Cell) -> Form:
    return Form(cell.kind, cell.datatype, cell.scale)


def _at(sql: str, alias: str) -> str:
    return sql.replace("{t}", alias)


def _constant_condition(context: Context, cell: Cell, term: PatternTerm, alias: str) -> str | None:
    """Return the SQL that a cell holds a constant or parameter; None when it never can."""
    assert not isinstance(term, Var)
    sql = _at(cell.sql, alias)
    if isinstance(term, Parameter):
        return _parameter_condition(context, cell, term, sql, _at(cell.language, alias))
    if cell.kind in ("resource", "term"):
        if cell.kind == "resource" and isinstance(term, Literal):
            return None
        number = context.id_sql(term)
        # A cell that is a number itself is the same in every row of its scan.
        return None if number is None else "true" if sql == number else f"{sql} = {number}"
    if not isinstance(term, Literal):
        return None
    if cell.kind == "text":
        if not term.language and term.datatype != "http://www.w3.org/2001/XMLSchema#string":
            return None
        return f"{sql} = {context.text(term.lexical)} AND {_at(cell.language, alias)} = {context.text(term.language)}"
    if cell.kind == "full":
        return f"{sql} = {context.text(encode_term(term))}"
    native = native_value(term, cell.datatype)
    if native is None:
        return None
    return f"{sql} = {_cast(context.bind(Slot('constant', native)), cell.datatype)}"


def _parameter_condition(context: Context, cell: Cell, term: Parameter, sql: str, language: str) -> str:
    if cell.kind in ("resource", "term"):
        return f"{sql} = {context.bind(Slot('id', parameter=term.name))}"
    if cell.kind == "text":
        value = context.bind(Slot("value", parameter=term.name))
        return f"{sql} = {value} AND {language} = {context.bind(Slot('language', parameter=term.name))}"
    if cell.kind == "full":
        return f"{sql} = {context.bind(Slot('full', parameter=term.name))}"
    native = context.bind(Slot("native", parameter=term.name, datatype=cell.datatype))
    return f"{sql} = {_cast(native, cell.datatype)}"


def _cast(sql: str, datatype: str) -> str:
    kind = column_type(datatype)
    return f"CAST({sql} AS {kind})"
