"""Claims that several readers make alike: credits, genres, and codes for the names of countries and languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from showgraph.model import (
    COUNTRIES,
    FUNCTIONS,
    LANGUAGES,
    RDF_TYPE,
    RDFS,
    SKOS,
    Code,
    get_kind,
    get_property,
    make_slug,
    mint_iri,
)
from showgraph.sources.claims import Claim
from showgraph.sources.genres import name_genre

_TYPE, _LABEL, _PREFERRED = "<" + RDF_TYPE, "<" + RDFS + "label", "<" + SKOS + "prefLabel"
_CREDIT, _GENRE = "<" + get_kind("credit").iri, "<" + get_kind("genre").iri
_CREDIT_OF, _CREDITED_TO, _FUNCTION = ("<" + get_property(key).iri for key in ("credit-of", "credited-to", "function"))


def credit_claims(source: str, credit: str, work: str, person: str, function: str) -> Iterator[Claim]:
    """Yield what every credit says; ``credit``, ``work`` and ``person`` are term texts, ``function`` is a key."""
    yield Claim(source, credit, _TYPE, _CREDIT)
    yield Claim(source, credit, _CREDIT_OF, work)
    yield Claim(source, credit, _CREDITED_TO, person)
    yield Claim(source, credit, _FUNCTION, "<" + FUNCTIONS[function].iri)


def mint_credit(source: str, *parts: str) -> str:
    """Return the term text of a credit of a source without identifiers of its own, the same from run to run."""
    digest = hashlib.md5("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()
    return "<" + mint_iri("credit", f"{source.rpartition('/')[2]}-{digest}")


def genre_claims(source: str, text: str) -> tuple[str, list[Claim]]:
    """Return the term text of the genre that a source calls so, and what says what it is."""
    label = name_genre(text)
    genre = "<" + mint_iri("genre", make_slug(label))
    return genre, [
        Claim(source, genre, _TYPE, _GENRE),
        Claim(source, genre, _LABEL, '"' + label),
        Claim(source, genre, _PREFERRED, "@en " + label),
    ]


def find_country(text: str) -> str:
    """Return the ISO 3166-1 code of a country's name or code, or nothing.

    >>> find_country("South Korea"), find_country("kr"), find_country("Atlantis")
    ('KR', 'KR', '')
    """
    code = text.strip().upper()
    return code if code in COUNTRIES else _BY_COUNTRY.get(text.strip().casefold(), "")


def find_language(text: str) -> str:
    """Return the BCP 47 tag of a language's name or tag, or nothing.

    >>> find_language("Korean"), find_language("ko-KR"), find_language("Elvish")
    ('ko', 'ko-KR', '')
    """
    tag = text.strip()
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) and tag.lower().partition("-")[0] in LANGUAGES:
        return tag
    return _BY_LANGUAGE.get(tag.casefold(), "")


def _by_word(codes: Mapping[str, Code]) -> dict[str, str]:
    return {word: code.code for code in codes.values() for word in (*code.words, code.name.casefold())}


_BY_COUNTRY, _BY_LANGUAGE = _by_word(COUNTRIES), _by_word(LANGUAGES)
