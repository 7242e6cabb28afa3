"""Names looked up inside a query: ``[] sg:search "kingdm" ; sg:hit ?show ; sg:rank ?rank``.

``sg:search`` finds what a name fits in any spelling, or nearly; ``sg:searchPrefix`` names that begin with a text,
``sg:searchPart`` names that hold it anywhere. ``sg:hit`` is what was found, ``sg:rank`` its place, best known first,
from 1 on. None of them is a property of the data: the subject stands for one hit of one search.
"""

from __future__ import annotations

from collections.abc import Sequence

from showgraph.errors import QueryError
from showgraph.model import SG
from showgraph.sparql.algebra import Parameter, Triple, Var
from showgraph.sparql.context import Context
from showgraph.sparql.joins import join_flats
from showgraph.sparql.plan import Slot
from showgraph.sparql.relation import INTEGER, RESOURCE, Column, Flat
from showgraph.store.terms import IRI, Literal

WAYS = {SG + "search": "name", SG + "searchPrefix": "prefix", SG + "searchPart": "part"}
_FACETS = {SG + "hit": ("id", RESOURCE), SG + "rank": ("rank", INTEGER)}


def take_searches(context: Context, triples: Sequence[Triple]) -> tuple[list[Triple], Flat | None]:
    """Return the triples that are no searches, and the relation of the searches; None where there is none.

    Raises:
        QueryError: a search has no text, or its hit something else than variables.
    """
    searches = [triple for triple in triples if isinstance(triple.p, IRI) and triple.p.value in WAYS]
    if not searches:
        return list(triples), None
    rest = [triple for triple in triples if triple not in searches]
    flat: Flat | None = None
    for triple in searches:
        mine = [one for one in rest if one.s == triple.s and isinstance(one.p, IRI) and one.p.value in _FACETS]
        rest = [one for one in rest if one not in mine]
        found = _compile_search(context, triple, mine)
        flat = found if flat is None else join_flats(flat, found)
    return rest, flat


def _compile_search(context: Context, triple: Triple, facets: Sequence[Triple]) -> Flat:
    assert isinstance(triple.p, IRI)
    way, text = WAYS[triple.p.value], triple.o
    if isinstance(text, Literal):
        slot = Slot("search", text.lexical, datatype=way)
    elif isinstance(text, Parameter):
        slot = Slot("search", parameter=text.name, datatype=way)
    else:
        raise QueryError(f'sg:{triple.p.value.removeprefix(SG)} needs a text to search for, such as "Kingdom"')
    alias, hits = context.alias("f"), context.bind(slot)
    rows = f"(SELECT unnest({hits}::BIGINT[]) AS id, generate_subscripts({hits}::BIGINT[], 1) AS rank)"
    flat = Flat(context, items=[f"{rows} {alias}"])
    flat.keys.of[alias] = (f"{alias}.rank",)
    flat.keys.follows.append((f"{alias}.rank", f"{alias}.id"))
    for facet in facets:
        assert isinstance(facet.p, IRI)
        name, form = _FACETS[facet.p.value]
        if not isinstance(facet.o, Var):
            raise QueryError(f"sg:{name} of a search must be a variable; test its value in a FILTER")
        if facet.o.name in flat.columns:
            raise QueryError(f"?{facet.o.name} can't be two things of one search")
        flat.columns[facet.o.name] = Column(f"{alias}.{name}", form)
    return flat
