"""What a compilation gathers on its way: names, bound values, functions, and what it learned about constants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from showgraph.sparql.algebra import Parameter
from showgraph.sparql.plan import Slot
from showgraph.store import Store
from showgraph.store.patterns import DEFAULT, Patterns, Place
from showgraph.store.terms import IRI, Term, encode_term


class NotCompiled(Exception):
    """A part of a query has no SQL yet; its message says which."""


@dataclass
class Context:
    """One compilation over one store."""

    store: Store
    patterns: Patterns
    base: str = ""
    place: Place = DEFAULT
    graph: str = ""
    named: Place = field(default_factory=lambda: Place(named=True))
    slots: dict[str, Slot] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    _bound: dict[tuple[Slot, type], str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, int | None] = field(default_factory=dict)
    _aliases: int = 0

    def alias(self, letter: str) -> str:
        """Return a name for a table that nothing else has."""
        self._aliases += 1
        return f"{letter}{self._aliases}"

    def column(self, name: str) -> str:
        """Return the SQL name of a variable: SQL ignores case, SPARQL doesn't."""
        return self._names.setdefault(name, f"v{len(self._names)}")

    def bind(self, slot: Slot) -> str:
        """Return a placeholder for a value; equal slots share one."""
        key = (slot, type(slot.value))
        if (name := self._bound.get(key)) is None:
            name = self._bound[key] = f"p{len(self.slots)}"
            self.slots[name] = slot
        return f"${name}"

    def text(self, value: str) -> str:
        """Return a placeholder for a string of the query."""
        return self.bind(Slot("constant", value))

    def call(self, function: str, *args: str) -> str:
        """Return SQL that calls one of ``showgraph.sparql.functions``."""
        self.functions.add(function)
        return f"sg_{function}({', '.join(args)})"

    def learn_ids(self, terms: Iterable[Term]) -> None:
        """Look up the ids of constants, all at once."""
        texts = {encode_term(term) for term in terms} - self._ids.keys()
        if texts:
            found = self.store.ids_of(texts)
            self._ids.update((text, found.get(text)) for text in texts)

    def id_of(self, term: Term) -> int | None:
        """Return the id of a constant, None when the graph doesn't have it."""
        text = encode_term(term)
        if text not in self._ids:
            self.learn_ids([term])
        return self._ids[text]

    def id_sql(self, term: IRI | Parameter | Term) -> str | None:
        """Return SQL for the id of a constant or a parameter, None when the graph doesn't have it."""
        if isinstance(term, Parameter):
            return self.bind(Slot("id", parameter=term.name))
        number = self.id_of(term)
        return None if number is None else str(number)
