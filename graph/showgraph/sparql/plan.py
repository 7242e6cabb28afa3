"""A compiled query: SQL with empty slots, how to read its rows, and what to make of them. Plain enough for JSON.

A plan belongs to the graph directory it was compiled for: constants are ids in it. Loading and running one needs
neither the parser nor rdflib.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PLAN_FORMAT = 1


@dataclass(frozen=True)
class Slot:
    """A value bound when a plan runs.

    ``form`` is ``constant`` (``value`` itself), ``now``, ``search`` (the ids of what a text finds, ``value`` or that of
    a parameter; ``datatype`` says which way), or how a parameter's term enters the SQL: ``id``, ``full``, ``value`` and
    ``language`` (parts of a string literal), or ``native`` of ``datatype``.
    """

    form: str
    value: str | int | bool | None = None
    parameter: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Output:
    """A column of the SQL's rows: the variable and how its values stand for terms."""

    name: str
    kind: str
    datatype: str = ""


@dataclass(frozen=True)
class Plan:
    """What ``run_query`` runs.

    ``columns`` are the query's own in their order; ``outputs`` those of the SQL (a CONSTRUCT needs others). Templates
    are triples of ``?name`` or term texts. ``fallback`` says why a query can't be SQL; then ``sql`` is empty.
    """

    text: str
    form: str
    fingerprint: str
    sql: str = ""
    columns: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    template: tuple[tuple[str, str, str], ...] = ()
    described: tuple[str, ...] = ()
    fallback: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the plan as plain JSON values."""
        return {"format": PLAN_FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Plan:
        """Return the plan that ``to_json`` wrote; ValueError when another version wrote it."""
        fields = dict(data)
        if fields.pop("format", None) != PLAN_FORMAT:
            raise ValueError("a plan of another format")
        try:
            fields["outputs"] = tuple(Output(**output) for output in _records(fields["outputs"]))
            slots = fields["slots"]
            fields["slots"] = {name: Slot(**slot) for name, slot in slots.items()} if isinstance(slots, dict) else {}
            for key in ("columns", "functions", "described"):
                fields[key] = tuple(_records(fields[key]))
            fields["template"] = tuple(tuple(triple) for triple in _records(fields["template"]))
            return cls(**fields)  # type: ignore[arg-type]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a plan") from error


def _records(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return list(value)
