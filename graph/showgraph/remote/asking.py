"""What questions in words need of an endpoint: its names, which values it holds, and its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from showgraph.ask.ground import Ground
from showgraph.ask.shown import write_term
from showgraph.model import Property
from showgraph.remote.client import Endpoint
from showgraph.remote.names import RemoteNames
from showgraph.sparql import Result
from showgraph.store import Limits
from showgraph.store.terms import Literal, Term


def ground_of(endpoint: Endpoint) -> Ground:
    """Return what reads and answers a question over an endpoint."""

    def run(text: str, bindings: Mapping[str, Term], limits: Limits) -> Result:
        return endpoint.query(text, bindings, limits.seconds)

    return Ground(RemoteNames(endpoint.query), _Values(endpoint), run)


class _Values:
    """Tells which literals an endpoint holds as values of a property; each is asked for once."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, prop: Property, forms: Iterable[str]) -> list[str]:
        asked = list(dict.fromkeys(forms))
        if new := [form for form in asked if form and (prop.iri, form) not in self._known]:
            literals = " ".join(write_term(Literal(form)) for form in new)
            found = self._endpoint.query(
                f"SELECT DISTINCT ?value WHERE {{ VALUES ?value {{ {literals} }} ?thing <{prop.iri}> ?value }}"
            )
            held = {str(row[0]) for row in found}
            self._known.update({(prop.iri, form): form in held for form in new})
        return [form for form in asked if self._known.get((prop.iri, form))]
