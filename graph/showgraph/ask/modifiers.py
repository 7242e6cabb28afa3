"""Rules for what is said of a noun: verbs in both voices, prepositions, relative clauses, comparison with others."""

from __future__ import annotations

from showgraph.ask.being import read_apposition, read_being, read_having, read_most
from showgraph.ask.chart import ModifierRule
from showgraph.ask.colleagues import read_plays, read_worked_with
from showgraph.ask.gaps import read_fronted, read_gap
from showgraph.ask.jobs import read_capacity
from showgraph.ask.likeness import read_apart, read_apart_behind, read_same, read_same_source
from showgraph.ask.measures import MEASURES
from showgraph.ask.relations import read_adapting, read_inverse_relation, read_part, read_relation
from showgraph.ask.whose import read_profession, read_whose

MODIFIERS: tuple[ModifierRule, ...] = (
    read_relation,
    read_inverse_relation,
    *MEASURES,
    read_adapting,
    read_capacity,
    read_gap,
    read_fronted,
    read_part,
    read_profession,
    read_whose,
    read_worked_with,
    read_plays,
    read_same,
    read_same_source,
    read_apart,
    read_apart_behind,
    read_being,
    read_having,
    read_most,
    read_apposition,
)
