"""Relative references against a base, as RFC 3986 (5.2) says for any scheme."""

from __future__ import annotations

import re

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def resolve_iri(reference: str, base: str) -> str:
    """Return the absolute IRI of a reference.

    >>> resolve_iri("../c#d", "https://example.org/a/b/x")
    'https://example.org/a/c#d'
    """
    parts = _PARTS.fullmatch(reference)
    against = _PARTS.fullmatch(base)
    if not base or parts is None or against is None or parts[1] is not None:
        return reference
    _, authority, path, query, fragment = parts.groups()
    scheme, base_authority, base_path, base_query, _ = against.groups()
    if authority is None:
        authority = base_authority
        if not path:
            path = base_path
            query = base_query if query is None else query
        else:
            if not path.startswith("/"):
                folder = base_path[: base_path.rfind("/") + 1]
                path = (folder or ("/" if authority is not None else "")) + path
            path = _without_dots(path)
    else:
        path = _without_dots(path)
    return (
        (f"{scheme}:" if scheme is not None else "")
        + (f"//{authority}" if authority is not None else "")
        + path
        + (f"?{query}" if query is not None else "")
        + (f"#{fragment}" if fragment is not None else "")
    )


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def is_absolute(iri: str) -> bool:
    """Tell whether an IRI has a scheme."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri))
