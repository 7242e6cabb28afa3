"""Why a thing is told as it is: each claim with who made it, when, with which status, and the rule that decided."""

from __future__ import annotations

from showgraph.ask.about import find_property, is_told_by_another, say_property, show_date, show_value, told_losses
from showgraph.ask.proof import store_labels
from showgraph.model import PROPERTIES, RDF_TYPE, RDFS, get_property, properties_of
from showgraph.names import Hit
from showgraph.resolve.again import Loss, resolve_again
from showgraph.resolve.speakers import Rule
from showgraph.store import Store

_RULES = {
    "status": "status: what happened ({won}) outranks what was expected or announced",
    "trust": "trust: a source of {won} is trusted more",
    "agreement": "agreement: more sources say {won}",
    "newer": "newer: a source of {won} is younger",
    "order": "order: all else is even, so the value itself decided for {won}",
}
_LEFT_OUT = {RDFS + "label", RDF_TYPE, get_property("kind-name").iri}


def explain_facts(store: Store, thing: Hit, rule: Rule) -> list[dict[str, object]]:
    """Return one row for each source of each fact: disputed ones first, the winner before the losers."""
    view = resolve_again(store, thing.iri, rule)
    losses = {(loss.p, loss.o): loss for loss in told_losses(view)}
    won = {(loss.p, loss.won) for loss in losses.values()}
    shown = [(p, o) for p, o in view.facts if p[1:] not in _LEFT_OUT]
    labels = store_labels(store, {one.o for one in view.said}) | dict(view.labels)
    known = properties_of(thing.kind)
    order = {prop.iri: number for number, prop in enumerate(PROPERTIES)}
    kept = {(p, o) for p, o in shown if not is_told_by_another(find_property(p[1:], known), o, shown, labels, thing)}
    rows: list[tuple[tuple[object, ...], dict[str, object]]] = []
    for one in view.said:
        key = (one.p, one.o)
        if one.status == "overruled" or not (key in kept or key in losses):
            continue
        loss, prop = losses.get(key), find_property(one.p[1:], known)
        disputed = bool(loss) or key in won
        value = show_value(prop, one.o, labels)
        speaker = view.speaker(one.source)
        row: dict[str, object] = {
            "property": say_property(prop, one.p),
            "value": value,
            "outcome": "lost" if loss else "won" if disputed else "",
            "rule": _say_rule(loss, show_value(prop, loss.won, labels)) if loss else "",
            "source": speaker.label,
            "date": show_date(speaker.date),
            "status": one.status,
            "trust": speaker.trust,
        }
        rows.append(((not disputed, order.get(one.p[1:], 999), bool(loss), value, speaker.trust, speaker.label), row))
    return [row for _, row in sorted(rows, key=lambda entry: entry[0])]


def _say_rule(loss: Loss, won: str) -> str:
    return _RULES.get(loss.rule, loss.rule).format(won=won)
