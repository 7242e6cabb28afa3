"""A knowledge graph of shows, the people in them and the stories they come from.

>>> import showgraph
>>> showgraph.__version__.count(".")
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.errors import AmbiguousNameError, ShowgraphError, UnknownNameError
from showgraph.version import VERSION

if TYPE_CHECKING:
    from showgraph.knowledge_graph import KnowledgeGraph, build, open

__version__ = VERSION
__all__ = ["AmbiguousNameError", "KnowledgeGraph", "ShowgraphError", "UnknownNameError", "build", "open"]

_LATER = {"KnowledgeGraph", "build", "open"}


def __getattr__(name: str) -> object:
    """Import the graph's door when it is first used, so that ``import showgraph`` stays cheap."""
    if name in _LATER:
        from showgraph import knowledge_graph

        return getattr(knowledge_graph, name)
    raise AttributeError(f"module 'showgraph' has no attribute {name!r}")
