"""Where the nodes of a large picture stand: links pull, all else pushes, computed in NumPy from coarse to fine.

Communities of communities are placed first, then their members around each of them, and so on down, as Hu (2005),
"Efficient, high-quality force-directed graph drawing", does with matchings. The push of all on all is a convolution on
a grid, done by a fast Fourier transform as in Linderman et al. (2019), so that a step costs little more than its nodes.
Nothing is random: the same network has the same places every time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showgraph.network.communities import Links, find_levels
from showgraph.progress import Pace, Tell, tell_nobody

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_GOLDEN = math.pi * (3 - math.sqrt(5))
_STEPS_COARSE, _STEPS_FINE = 90, 45
_GRIDS = {64: 800, 128: 6_000, 256: 150_000, 512: 10**9}
"""The cells on a side of the grid of forces, each with the number of nodes it serves."""
_ACROSS = 0.4
"""How much a link between two communities pulls beside one inside."""
_PULL_TO_MIDDLE = 0.02


def place_by_forces(links: Links, tell: Tell = tell_nobody) -> Floats:
    """Return a place for each node, one row each; distances mean something only beside each other.

    Nodes without links stand on a ring around the rest.
    """
    degrees = np.bincount(links.starts, minlength=links.count) + np.bincount(links.ends, minlength=links.count)
    linked = np.flatnonzero(degrees)
    places = np.zeros((links.count, 2))
    if len(linked):
        numbers = np.cumsum(degrees > 0) - 1
        inner = Links(len(linked), numbers[links.starts], numbers[links.ends], links.weights, np.zeros(len(linked)))
        places[linked] = _place_levels(inner, tell)
        places[linked] = draw_in(places[linked])
    alone = np.flatnonzero(degrees == 0)
    if len(alone):
        places[alone] = _ring(len(alone), *_outside(places[linked]))
    return places


def draw_in(places: Floats) -> Floats:
    """Return places of which those far outside stand nearer, so that a few loose ends don't make all the rest small."""
    distance = np.hypot(places[:, 0], places[:, 1])
    edge = float(np.quantile(distance, 0.95))
    if edge <= 0:
        return places
    beyond = np.maximum(distance / edge - 1, 0)
    nearer = np.where(beyond > 0, edge * (1 + 0.35 * np.log1p(beyond / 0.35)) / np.maximum(distance, 1e-12), 1.0)
    return np.asarray(places * nearer[:, None])


def _outside(places: Floats) -> tuple[float, float]:
    """Return the radius around places, and the area that one of them has."""
    if not len(places):
        return 0.0, 1.0
    radius = float(np.hypot(places[:, 0], places[:, 1]).max())
    return radius * 1.02, radius**2 / len(places)


def _ring(count: int, radius: float, area: float = 1.0) -> Floats:
    """Return places spread evenly outside a radius, of so much area each (over π)."""
    distance = np.sqrt(radius**2 + area * (np.arange(count) + 0.5))
    angle = np.arange(count) * _GOLDEN
    return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))


def _place_levels(links: Links, tell: Tell) -> Floats:
    parents, levels = find_levels(links)
    masses: list[Floats] = [np.ones(links.count)]
    for groups in parents:
        masses.append(np.bincount(groups, masses[-1]).astype(np.float64))
    pace = Pace(tell, float(sum(level.count for level in levels)))
    top = levels[-1]
    places = _ring(top.count, 0.0) * math.sqrt(links.count / top.count)
    for depth in range(len(levels) - 1, -1, -1):
        level, mass = levels[depth], masses[depth]
        if depth < len(levels) - 1:
            places = _spread(places, parents[depth], masses[depth + 1])
        steps = _STEPS_FINE if depth == 0 else _STEPS_COARSE
        if depth < len(parents):
            level = _loosen(level, parents[depth])
        places = _settle(level, mass, places, steps, first=depth == len(levels) - 1)
        pace.did("placed", "nodes", level.count, units=level.count)
    return places


def _loosen(links: Links, groups: Ints) -> Links:
    """Return links that pull less between communities, so that these stand apart."""
    apart = groups[links.starts] != groups[links.ends]
    weights = links.weights * np.where(apart, _ACROSS, 1.0)
    return Links(links.count, links.starts, links.ends, weights, links.inside)


def _spread(above: Floats, groups: Ints, masses: Floats) -> Floats:
    """Return places of the members around their communities' places, in the spiral of a sunflower."""
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    rank = np.empty(len(groups), np.int64)
    rank[order] = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    radius = np.sqrt(masses)[groups] * 0.8
    distance = radius * np.sqrt((rank + 0.5) / sizes[groups])
    angle = rank * _GOLDEN + groups
    return np.asarray(above[groups] + np.column_stack((distance * np.cos(angle), distance * np.sin(angle))))


def _settle(links: Links, mass: Floats, places: Floats, steps: int, *, first: bool) -> Floats:
    """Return places after some steps, each node going where its links and the push of the others balance.

    The step of a node is divided by how stiffly it hangs, so that hubs don't swing.
    """
    width = math.sqrt(float(mass.sum()))
    stiff = np.bincount(links.starts, links.weights, links.count) + np.bincount(links.ends, links.weights, links.count)
    hold = _PULL_TO_MIDDLE * mass
    charge = mass + 0.35 * stiff
    push = _Push(next(size for size, most in _GRIDS.items() if links.count <= most))
    longest = width * (0.2 if first else 0.05)
    for step in range(steps):
        force = push.on(places, charge)[:] * charge[:, None]
        for axis in (0, 1):
            drawn = (places[links.ends, axis] - places[links.starts, axis]) * links.weights
            force[:, axis] += np.bincount(links.starts, drawn, links.count)
            force[:, axis] -= np.bincount(links.ends, drawn, links.count)
        force -= hold[:, None] * places
        moves = force / (stiff + hold + 0.25 * mass)[:, None] * 0.7
        lengths = np.hypot(moves[:, 0], moves[:, 1])
        limit = longest * (1 - step / steps) ** 1.5 + 0.02
        places = places + moves * np.minimum(1.0, limit / np.maximum(lengths, 1e-12))[:, None]
    return np.asarray(places - places.mean(axis=0))


@dataclass
class _Push:
    """The push of charges on each other, falling with the distance, on a square grid of ``size`` cells."""

    size: int

    def __post_init__(self) -> None:
        reach = np.fft.fftfreq(2 * self.size, 1 / (2 * self.size))
        x, y = reach[None, :], reach[:, None]
        square = x * x + y * y + 0.6
        self._kernels = [np.fft.rfft2(x / square), np.fft.rfft2(y / square)]

    def on(self, places: Floats, charge: Floats) -> Floats:
        """Return the push on a unit charge at each place."""
        low = places.min(axis=0)
        cell = float(max((places.max(axis=0) - low).max(), 1e-9)) / (self.size - 2)
        scaled = (places - low) / cell + 0.5
        corner = scaled.astype(np.int64)
        part = scaled - corner
        at = corner[:, 1] * self.size + corner[:, 0]
        shares = [
            (at, (1 - part[:, 0]) * (1 - part[:, 1])),
            (at + 1, part[:, 0] * (1 - part[:, 1])),
            (at + self.size, (1 - part[:, 0]) * part[:, 1]),
            (at + self.size + 1, part[:, 0] * part[:, 1]),
        ]
        field = np.zeros(self.size * self.size)
        for where, share in shares:
            field += np.bincount(where, share * charge, self.size * self.size)
        wide = (2 * self.size, 2 * self.size)
        moved = np.fft.rfft2(field.reshape(self.size, self.size), wide)
        found = np.zeros_like(places)
        for axis, kernel in enumerate(self._kernels):
            pushed = np.fft.irfft2(moved * kernel, wide)[: self.size, : self.size].ravel()
            for where, share in shares:
                found[:, axis] += pushed[where] * share
        return found / cell
