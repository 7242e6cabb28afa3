"""Property paths: sequences and alternatives as joins and unions, repetitions as recursive queries over sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showgraph.sparql.algebra import (
    HIDDEN,
    Alternative,
    Basic,
    Inverse,
    NotOneOf,
    Parameter,
    Path,
    PatternTerm,
    Repeat,
    Sequence,
    Triple,
    Var,
)
from showgraph.sparql.basic import all_graphs, compile_basic
from showgraph.sparql.context import Context
from showgraph.sparql.joins import join_flats, union_flats
from showgraph.sparql.plan import Slot
from showgraph.sparql.relation import (
    FULL,
    RESOURCE,
    TERM,
    Column,
    Flat,
    Form,
    equality,
    unify,
)
from showgraph.sparql.searches import take_searches
from showgraph.store.terms import IRI, Literal, encode_term


def compile_triples(context: Context, pattern: Basic, few: frozenset[str] = frozenset()) -> Flat:
    """Return the relation of triple patterns, paths among them; ``few`` names variables that have few values.

    Plain patterns come first: a repetition that starts from a variable they bind is followed from those values only.
    """
    triples, searches = take_searches(context, pattern.triples)
    if searches:
        rest = compile_triples(context, replace(pattern, triples=tuple(triples)), frozenset(searches.columns))
        return join_flats(searches, rest)
    plain: list[Triple] = []
    paths: list[Triple] = []
    for triple in pattern.triples:
        for part in _expand(context, triple):
            (plain if isinstance(part.p, IRI | Var | Parameter) else paths).append(part)
    flat = compile_basic(context, Basic(tuple(plain), pattern.sought), few) if plain or not paths else None
    nodes = {term.name for triple in plain for term in (triple.s, triple.o) if isinstance(term, Var)}
    while paths:
        bound = set(flat.columns) if flat else set()
        paths.sort(key=lambda triple: -_anchors(triple, bound))
        triple = paths.pop(0)
        seed = _seed(flat, triple, nodes)
        path = _compile_path(context, triple, nodes, *seed)
        flat = path if flat is None else join_flats(flat, path)
    assert flat is not None
    return flat


def _expand(context: Context, triple: Triple) -> list[Triple]:
    """Turn inverses and sequences into plain patterns with variables of their own."""
    match triple.p:
        case Inverse(path):
            return _expand(context, Triple(triple.o, path, triple.s))
        case Sequence(left, right):
            between = Var(f"{HIDDEN}{context.alias('p')}")
            return _expand(context, Triple(triple.s, left, between)) + _expand(
                context, Triple(between, right, triple.o)
            )
    return [triple]


def _anchors(triple: Triple, bound: set[str]) -> int:
    def known(term: PatternTerm) -> bool:
        return not isinstance(term, Var) or term.name in bound

    return known(triple.s) + known(triple.o)


def _seed(flat: Flat | None, triple: Triple, nodes: set[str]) -> tuple[Flat | None, str]:
    """Return what is known already about an end of a repetition: the relation and the variable.

    Only ``nodes`` will do, subjects and objects of this graph: nothing else is zero steps from itself.
    """
    if flat is None or not isinstance(triple.p, Repeat):
        return None, ""
    if not isinstance(triple.s, Var) or not isinstance(triple.o, Var):
        return None, ""
    for term in (triple.s, triple.o):
        if term.name in nodes and term.name in flat.columns and not flat.columns[term.name].maybe:
            return flat, term.name
    return None, ""


def _compile_path(context: Context, triple: Triple, nodes: set[str], known: Flat | None, name: str) -> Flat:
    match triple.p:
        case Alternative():
            steps = [Triple(triple.s, step, triple.o) for step in _alternatives(triple.p)]
            return union_flats([compile_triples(context, Basic((step,))) for step in steps])
        case NotOneOf(forward, backward):
            return _compile_other_steps(context, triple, forward, backward)
        case Repeat(path, zero, many):
            return _compile_repeat(context, triple, path, zero, many, nodes, known, name)
    raise AssertionError(triple.p)


def _alternatives(path: Path) -> Iterator[Path]:
    if isinstance(path, Alternative):
        yield from _alternatives(path.left)
        yield from _alternatives(path.right)
    else:
        yield path


def _compile_other_steps(context: Context, triple: Triple, forward: tuple[IRI, ...], backward: tuple[IRI, ...]) -> Flat:
    """Return one step over any predicate but those named."""
    parts = []
    for excluded, inverse in ((forward, False), (backward, True)):
        if (inverse and not backward) or (not inverse and backward and not forward):
            continue
        predicate = Var(f"{HIDDEN}{context.alias('p')}")
        s, o = (triple.o, triple.s) if inverse else (triple.s, triple.o)
        flat = compile_basic(context, Basic((Triple(s, predicate, o),)))
        column = flat.columns.pop(predicate.name, None)
        numbers = [str(number) for iri in excluded if (number := context.id_of(iri)) is not None]
        if column is not None and numbers:
            flat.conditions.append(f"{column.sql} NOT IN ({', '.join(numbers)})")
        parts.append(flat)
    return parts[0] if len(parts) == 1 else union_flats(parts)


def _compile_repeat(
    context: Context,
    triple: Triple,
    path: Path,
    zero: bool,
    many: bool,
    nodes: set[str],
    known: Flat | None,
    name: str,
) -> Flat:
    """Return ``?``, ``*`` or ``+``: pairs of ends, each once (and each graph, when the graph is a variable).

    Where one end is a constant, or bound by ``known``, the search starts there; else from everywhere.
    """
    here, there = Var(f"{HIDDEN}{context.alias('p')}"), Var(f"{HIDDEN}{context.alias('p')}")
    step = compile_triples(context, Basic((Triple(here, path, there),)))
    form = unify(step.columns[here.name].form, step.columns[there.name].form)
    start, end = triple.s, triple.o
    backward = isinstance(start, Var) and (not isinstance(end, Var) or (name == end.name != start.name))
    if backward:
        start, end, here, there = end, start, there, here
    # Zero steps lead from any term to itself, but only to one of the graph where another pattern has it too.
    inside = not zero or (isinstance(end, Var) and end.name in nodes)
    origin, form, source = _origin(context, start, form, zero, inside, known, name)
    edges, reach = context.alias("e"), context.alias("r")
    graph = ", g" if context.graph else ""
    step_graph = f", {step.columns[context.graph].sql} AS g" if context.graph else ""
    # Two statements of one triple only lead to a pair twice, and pairs are made one anyway.
    table = f"SELECT {step.as_form(here.name, form)} AS s, {step.as_form(there.name, form)} AS o{step_graph}"
    table += step.body()
    ctes = [f"{edges} AS MATERIALIZED ({table})"]
    if source:
        ctes.append(f"origin AS MATERIALIZED ({source})")
    begin = origin.format(edges=edges)
    agree = " AND e.g = {}.g" if graph else ""
    of_edge = ", e.g AS g" if graph else ""
    first = f"SELECT b.s AS b, e.o AS o{of_edge} FROM ({begin}) b JOIN {edges} e ON e.s = b.s{agree.format('b')}"
    same = f"SELECT s AS b, s AS o{graph} FROM ({begin})"
    if many:
        # The recursion makes pairs one as it goes, what it starts from too.
        again = f"SELECT r.b, e.o{of_edge} FROM {reach} r JOIN {edges} e ON e.s = r.o{agree.format('r')}"
        ctes.append(f"{reach} AS ({same if zero else first} UNION {again})")
    else:
        ctes.append(f"{reach} AS ({f'{same} UNION {first}' if zero else f'SELECT DISTINCT * FROM ({first})'})")
    alias = context.alias("q")
    flat = Flat(context, items=[f"(WITH RECURSIVE {', '.join(ctes)} SELECT * FROM {reach}) {alias}"])
    if isinstance(start, Var):
        _bind_end(context, flat, start, Column(f"{alias}.b", form))
    _bind_end(context, flat, end, Column(f"{alias}.o", form))
    if context.graph:
        flat.columns[context.graph] = Column(f"{alias}.g", RESOURCE)
    return flat


def _origin(
    context: Context, start: PatternTerm, form: Form, zero: bool, inside: bool, known: Flat | None, name: str
) -> tuple[str, Form, str]:
    """Return SQL for where a repetition starts, the form of its ends, and SQL for a table it reads, if any."""
    graph = ", g" if context.graph else ""
    if not isinstance(start, Var):
        constant, form = _constant(context, start, form, inside)
        if graph:
            graphs = all_graphs(context)
            return f"SELECT {constant} AS s, {graphs.columns[context.graph].sql} AS g{graphs.body()}", form, ""
        return f"SELECT {constant} AS s", form, ""
    if known is not None:
        form = unify(form, known.columns[name].form)
        keep = {name, context.graph} if context.graph else {name}
        forms = {key: (form if key == name else RESOURCE) for key in known.columns if key in keep}
        inner = known.select(forms, distinct=True)
        columns = f"{context.column(name)} AS s" + (f", {context.column(context.graph)} AS g" if graph else "")
        return "SELECT * FROM origin", form, f"SELECT {columns} FROM ({inner})"
    if not zero:
        return f"SELECT DISTINCT s{graph} FROM {{edges}}", form, ""
    return "SELECT * FROM origin", FULL, _every_node(context)


def _every_node(context: Context) -> str:
    """Return all subjects and objects of the graph: each is zero steps from itself."""
    node, other, predicate = (Var(f"{HIDDEN}{context.alias('p')}") for _ in range(3))
    parts = []
    for triple in (Triple(node, predicate, other), Triple(other, predicate, node)):
        flat = compile_basic(context, Basic((triple,)))
        graph = f", {flat.columns[context.graph].sql} AS g" if context.graph else ""
        parts.append(f"SELECT {flat.full(node.name)} AS s{graph}{flat.body()}")
    return " UNION ".join(parts)


def _constant(context: Context, term: PatternTerm, form: Form, inside: bool = False) -> tuple[str, Form]:
    """Return SQL for a constant end and the form the ends then have.

    It need not be in the graph, unless ``inside`` says that only terms of the graph will do.
    """
    if isinstance(term, Parameter):
        if inside and term.kind == "iri" and form in (RESOURCE, TERM):
            return f"CAST({context.bind(Slot('id', parameter=term.name))} AS BIGINT)", form
        return context.bind(Slot("full", parameter=term.name)), FULL
    assert isinstance(term, IRI | Literal)
    number = context.id_of(term)
    if number is not None and (form == TERM or (form == RESOURCE and isinstance(term, IRI))):
        return f"CAST({number} AS BIGINT)", form
    return context.text(encode_term(term)), FULL


def _bind_end(context: Context, flat: Flat, term: PatternTerm, column: Column) -> None:
    if isinstance(term, Var):
        if term.name in flat.columns:
            other = Flat(context, columns={term.name: column})
            flat.conditions.append(equality(flat, other, term.name))
        else:
            flat.columns[term.name] = column
        return
    constant, form = _constant(context, term, column.form)
    if form == column.form:
        flat.conditions.append(f"{column.sql} = {constant}")
        return
    other = Flat(context, columns={"": column})
    condition = f"{other.full('')} = {constant}"
    flat.items += other.items
    flat.conditions += [*other.conditions, condition]
