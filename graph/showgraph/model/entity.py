"""A thing of the graph as a cell of an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Entity:
    """A thing with its display label; as a string it is the label.

    >>> str(Entity("Kingdom", "https://w3id.org/showgraph/id/show/kingdom"))
    'Kingdom'
    """

    label: str
    iri: str

    def __str__(self) -> str:
        return self.label
