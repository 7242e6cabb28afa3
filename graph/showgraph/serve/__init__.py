"""A graph over HTTP: the SPARQL protocol, a JSON API of the catalogue, entity addresses and the explorer.

``serve_graph`` runs it until it is told to stop; ``build_app`` makes the ASGI application for a server of your own.
"""

from __future__ import annotations

from showgraph.serve.app import build_app
from showgraph.serve.running import serve_graph
from showgraph.serve.settings import Settings

__all__ = ["Settings", "build_app", "serve_graph"]
