"""What a server allows: limits with defaults that a machine of a few gigabytes can keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """The limits of a server.

    ``seconds`` and ``rows`` hold for one query, ``request`` in bytes for one request, ``concurrency`` is how many
    requests are worked on at once and ``answers`` how many large answers may be on their way to clients. A client that
    neither sends nor takes anything for ``patience`` seconds is let go, and at the end running requests get ``grace``
    seconds. Small answers are kept, up to ``kept`` bytes.
    """

    seconds: float = 30.0
    rows: int = 250_000
    request: int = 1_000_000
    concurrency: int = 32
    answers: int = 16
    patience: float = 20.0
    grace: float = 5.0
    kept: int = 32_000_000
