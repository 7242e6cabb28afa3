"""Families of licences: what many ways of writing one licence have in common."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]+)")
_PUBLIC_DOMAIN = {"zero": "cc0", "mark": "public-domain"}
# Versions and ports change neither what is allowed nor what must be done for it.
_NOISE = re.compile(r"\b(?:v?\d+(?:\.\d+)*|international|universal|unported|generic|licen[cs]ed?|the|dedication)\b")
_WORDS = (
    ("creative commons zero", "cc0"),
    ("creative commons", "cc"),
    ("attribution", "by"),
    ("sharealike", "sa"),
    ("share alike", "sa"),
    ("non commercial", "nc"),
    ("noncommercial", "nc"),
    ("no derivatives", "nd"),
    ("noderivatives", "nd"),
    ("noderivs", "nd"),
    ("cc zero", "cc0"),
)


def licence_family(text: str) -> str:
    """Return the family of a licence: its name in small letters without version, port and punctuation.

    ``cc-by`` and ``cc-by-sa`` are two families: what one allows the other may not. "facts only", said of sources of
    which nothing but bare facts was taken, is a family of its own.

    >>> [licence_family(text) for text in ("CC BY-SA 4.0", "CC0-1.0", "cc-by", "facts only", "")]
    ['cc-by-sa', 'cc0', 'cc-by', 'facts-only', '']
    >>> licence_family("https://creativecommons.org/licenses/by-sa/3.0/"), licence_family("Creative Commons Zero v1.0")
    ('cc-by-sa', 'cc0')
    """
    text = text.strip().casefold()
    if found := _ADDRESS.match(text):
        return f"cc-{found[2]}" if found[1] == "licenses" else _PUBLIC_DOMAIN.get(found[2], found[2])
    words = re.sub(r"[^\w.]+", " ", text)
    words = _NOISE.sub(" ", words)
    for long, short in _WORDS:
        words = words.replace(long, short)
    family = "-".join(re.findall(r"\w+", words))
    return "cc0" if family.startswith("cc0") else family
