"""Where the triples of each predicate lie, and how many there are: what a compiler needs to skip and to order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from showgraph.store.ranges import Fixed, Range


@dataclass(frozen=True)
class PredicateFacts:
    """Counts of one predicate's triples, by place.

    ``columns`` counts per table in the default graph, ``typed`` the types of tables' rows. ``resources`` and
    ``literals`` count the default graph's triples in the general statement table by kind of object;
    ``named_resources`` and ``named_literals`` those of all named graphs. ``subject_homes`` and ``object_homes`` name
    the tables that all subjects and objects of the default graph lie in; empty when some lie in none.
    """

    id: int
    columns: Mapping[str, int] = field(default_factory=dict)
    typed: int = 0
    link: int = 0
    text: int = 0
    resources: int = 0
    literals: int = 0
    named_resources: int = 0
    named_literals: int = 0
    subject_homes: Sequence[str] = ()
    object_homes: Sequence[str] = ()

    @property
    def default_triples(self) -> int:
        """All triples of the default graph with this predicate."""
        return sum(self.columns.values()) + self.typed + self.link + self.text + self.resources + self.literals

    @property
    def named_triples(self) -> int:
        """All triples of named graphs with this predicate."""
        return self.named_resources + self.named_literals


@dataclass(frozen=True)
class BulkGraph:
    """A named graph whose triples lie in the default graph's tables: those of its predicates and of subjects in spans.

    ``id`` is that of its name; ``predicates`` counts its triples, ``spans`` are first and last ids. ``moved`` says that
    there are subjects in spans of which its statements tell, not the tables.
    """

    id: int
    predicates: Mapping[str, int]
    spans: Sequence[Sequence[int]]
    moved: bool = False


@dataclass(frozen=True)
class Catalogue:
    """What a graph directory holds, in numbers.

    Ids begin with those of ``ranges`` and the ``fixed`` ones, which are the same in every graph that holds the same
    rows. From ``first`` on come ``blank_nodes`` of them, the other IRIs, ranges too large to come before, all up to
    ``resources``, then the statement table's literals. ``terms`` counts those of the dictionary. ``classes`` counts the
    default graph's members per class and table they lie in (``""`` for none), ``rows`` the subjects per table,
    ``types`` those of each table per set of types; ``type_sets`` are the ids of a set's classes. ``large`` names the
    tables with copies and indexes. ``bulk_graphs`` are named graphs that have no statements of their own for what they
    say in tables.
    ``digits`` tells for columns of integers how many digits their longest value has, ``unique`` names columns in which
    no two rows have the same value, both as ``TABLE.COLUMN``.
    """

    predicates: Mapping[str, PredicateFacts]
    classes: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, int]
    types: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    type_sets: Mapping[str, Sequence[int]] = field(default_factory=dict)
    ranges: Sequence[Range] = ()
    fixed: Fixed = field(default_factory=Fixed)
    first: int = 1
    large: Sequence[str] = ()
    bulk_graphs: Sequence[BulkGraph] = ()
    digits: Mapping[str, int] = field(default_factory=dict)
    unique: Sequence[str] = ()
    blank_nodes: int = 0
    resources: int = 0
    terms: int = 0
    default_triples: int = 0
    named_triples: int = 0
    graphs: int = 0


def catalogue_to_json(catalogue: Catalogue) -> dict[str, object]:
    """Return a catalogue as plain JSON values, without the zeros."""
    data = asdict(catalogue)
    data["predicates"] = {
        iri: {key: value for key, value in facts.items() if value} for iri, facts in data["predicates"].items()
    }
    return data


def catalogue_from_json(data: Mapping[str, object]) -> Catalogue:
    """Return the catalogue that ``catalogue_to_json`` wrote; KeyError or TypeError when it is garbage."""
    predicates = data["predicates"]
    if not isinstance(predicates, dict):
        raise TypeError("a catalogue's predicates are an object")
    made = ("predicates", "ranges", "fixed", "bulk_graphs")
    rest = {key: value for key, value in data.items() if key not in made}
    ranges = tuple(Range(**one) for one in data["ranges"])  # type: ignore[attr-defined]
    facts = {iri: PredicateFacts(**facts) for iri, facts in predicates.items()}
    graphs = tuple(BulkGraph(**one) for one in data.get("bulk_graphs", ()))  # type: ignore[attr-defined]
    fixed = Fixed(**data["fixed"])  # type: ignore[arg-type]
    return Catalogue(facts, ranges=ranges, fixed=fixed, bulk_graphs=graphs, **rest)  # type: ignore[arg-type]
