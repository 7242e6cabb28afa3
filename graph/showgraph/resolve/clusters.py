"""Which things are one, from decisions on pairs: the surest first, and never two that some rule keeps apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Clusters:
    """Things joined into clusters; things with a mark in common are kept apart.

    A mark is anything that only one thing of a cluster may have: a place in a catalogue, an identifier of one kind.

    >>> clusters = Clusters()
    >>> clusters.add_mark("a", "input 1", "a"); clusters.add_mark("b", "input 1", "b")
    >>> clusters.join("a", "c"), clusters.join("b", "c"), sorted(clusters.members("c"))
    (True, False, ['a', 'c'])
    """

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._marks: dict[str, dict[str, str]] = {}

    def find(self, thing: str) -> str:
        """Return the thing that stands for a thing's cluster."""
        path = []
        while (above := self._root.get(thing, thing)) != thing:
            path.append(thing)
            thing = above
        for one in path:
            self._root[one] = thing
        return thing

    def add_mark(self, thing: str, mark: str, value: str) -> None:
        """Give a thing's cluster a mark; one that has it with another value is never joined with it."""
        self._marks.setdefault(self.find(thing), {})[mark] = value

    def marks(self, thing: str) -> dict[str, str]:
        """Return the marks of a thing's cluster."""
        return self._marks.get(self.find(thing), {})

    def members(self, thing: str) -> list[str]:
        """Return all things of a thing's cluster."""
        root = self.find(thing)
        return self._members.get(root, [root])

    def may_join(self, a: str, b: str) -> bool:
        """Tell whether no mark keeps two clusters apart."""
        one, other = self.marks(a), self.marks(b)
        if len(one) > len(other):
            one, other = other, one
        return all(other.get(mark, value) == value for mark, value in one.items())

    def join(self, a: str, b: str, *, force: bool = False) -> bool:
        """Make two clusters one, unless a mark keeps them apart; return whether they are one now."""
        root, other = self.find(a), self.find(b)
        if root == other:
            return True
        if not force and not self.may_join(root, other):
            return False
        if len(self.members(root)) < len(self.members(other)):
            root, other = other, root
        self._members[root] = [*self.members(root), *self.members(other)]
        self._members.pop(other, None)
        marks = self._marks.setdefault(root, {})
        for mark, value in self._marks.pop(other, {}).items():
            marks.setdefault(mark, value)
        self._root[other] = root
        return True

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self._members.values())


def join_surest(clusters: Clusters, pairs: Iterable[tuple[float, str, str]]) -> list[tuple[str, str]]:
    """Join pairs by their scores, the surest first; return those that a mark kept apart."""
    kept = []
    for _, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if not clusters.join(a, b):
            kept.append((a, b))
    return kept
