"""The words of a SPARQL text, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from showgraph.errors import QuerySyntaxError

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = _BASE + "_"
_CHARS = _U + "\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?"
_LOCAL = f"(?:[{_U}:0-9]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"
_ECHAR = r"\\[tbnrf\\\"']"
_EXPONENT = "[eE][+-]?[0-9]+"

_TOKEN = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("space", r"(?:[ \t\r\n]+|\#[^\r\n]*)+"),
            ("iri", r'<[^<>"{}|^`\\\x00-\x20]*>'),
            ("var", f"[?$][{_U}0-9][{_U}0-9\u00b7\u0300-\u036f\u203f-\u2040]*"),
            ("bnode", f"_:[{_U}0-9](?:[{_CHARS}.]*[{_CHARS}])?"),
            ("pname", f"(?:{_PREFIX})?:(?:{_LOCAL})?"),
            ("long", rf"'''(?:'{{0,2}}(?:[^'\\]|{_ECHAR}))*'''|\"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ECHAR}))*\"\"\""),
            ("string", rf"'(?:[^'\\\n\r]|{_ECHAR})*'|\"(?:[^\"\\\n\r]|{_ECHAR})*\""),
            ("lang", "@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*"),
            ("double", rf"[0-9]+\.[0-9]*{_EXPONENT}|\.[0-9]+{_EXPONENT}|[0-9]+{_EXPONENT}"),
            ("decimal", r"[0-9]*\.[0-9]+"),
            ("integer", "[0-9]+"),
            ("word", "[A-Za-z][A-Za-z_0-9]*"),
            ("mark", r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,=<>!|/^?*+\-]"),
        )
    )
)
_UNICODE_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRING_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", "\\": "\\", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its kind, its text and where it begins."""

    kind: str
    text: str
    start: int


def read_tokens(text: str) -> tuple[str, list[Token]]:
    """Return the text with its codepoint escapes resolved, and its words; the last is of kind ``end``.

    Raises:
        QuerySyntaxError: something in it is no word of SPARQL.
    """
    text = _UNICODE_ESCAPE.sub(_unescape_codepoint, text)
    tokens, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise syntax_error(text, place, "no word of SPARQL begins here")
        if match.lastgroup != "space":
            tokens.append(Token(str(match.lastgroup), match.group(), place))
        place = match.end()
    tokens.append(Token("end", "", len(text)))
    return text, tokens


def syntax_error(text: str, place: int, message: str) -> QuerySyntaxError:
    """Return an error that says where, and what stands there."""
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    there = text[place : place + 30].split("\n")[0].strip()
    return QuerySyntaxError(f"{message}, at {there!r}" if there else f"{message}, at the end", line, column)


def unquote_string(token: Token) -> str:
    """Return what a quoted string says."""
    width = 3 if token.kind == "long" else 1
    return _STRING_ESCAPE.sub(lambda match: _ESCAPED[match.group(1)], token.text[width:-width])


def unescape_local(text: str) -> str:
    """Return the local part of a prefixed name without its backslashes."""
    return _STRING_ESCAPE.sub(r"\1", text)


def _unescape_codepoint(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise QuerySyntaxError(f"{match.group()} is no character", 1, match.start() + 1)
    return chr(number)
