"""Evidence that two things are one: each piece has a name, and ``weights.toml`` says what it weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import tomli

Verdict = Literal["same", "unsure", "different"]


@dataclass(frozen=True)
class Weights:
    """What evidence weighs for one kind of thing, and the scores from which a pair is one, or not surely two."""

    same: float
    unsure: float
    evidence: dict[str, float]

    def weigh(self, pieces: Iterable[str]) -> float:
        """Return the score of some pieces of evidence.

        Raises:
            KeyError: a piece isn't in the file.
        """
        return sum(self.evidence[piece] for piece in pieces)

    def judge(self, score: float) -> Verdict:
        """Return what a score means."""
        return "same" if score >= self.same else "unsure" if score >= self.unsure else "different"


@dataclass(frozen=True)
class Decision:
    """What was decided of two things, and on which evidence."""

    a: str
    b: str
    kind: str
    score: float
    verdict: Verdict
    evidence: tuple[str, ...]


@cache
def read_weights(kind: str) -> Weights:
    """Return the weights for ``work`` or ``person``.

    >>> read_weights("person").weigh(["same name"]) < read_weights("person").unsure
    True
    """
    table = tomli.loads((files("showgraph.resolve") / "weights.toml").read_text("utf-8"))[kind]
    return Weights(float(table["same"]), float(table["unsure"]), {k: float(v) for k, v in table["evidence"].items()})


def decide(kind: str, a: str, b: str, evidence: Iterable[str]) -> Decision:
    """Weigh the evidence on two things."""
    weights, pieces = read_weights(kind), tuple(evidence)
    score = weights.weigh(pieces)
    return Decision(a, b, kind, score, weights.judge(score), pieces)
