"""Terms as N-Triples has them, from their text in the store."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r'[\\"\n\r]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def write_term(text: str) -> str:
    """Return the term with a text as N-Triples has it."""
    mark, rest = text[:1], text[1:]
    if mark == "<":
        return f"<{escape_iri(rest)}>"
    if mark == "_":
        return f"_:{rest}"
    if mark == '"':
        return f'"{escape_string(rest)}"'
    head, _, lexical = rest.partition(" ")
    quoted = f'"{escape_string(lexical)}"'
    return f"{quoted}@{head}" if mark == "@" else f"{quoted}^^<{escape_iri(head)}>"


def escape_string(text: str) -> str:
    """Return what stands between the quotes of a literal."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], text) if _SPECIAL.search(text) else text


def escape_iri(text: str) -> str:
    """Return what stands between the angle brackets of an IRI."""
    return _NOT_IN_IRI.sub(lambda match: f"\\u{ord(match.group()):04X}", text) if _NOT_IN_IRI.search(text) else text
