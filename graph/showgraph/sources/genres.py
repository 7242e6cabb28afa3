"""Genres as sources write them, brought to the words that the graph uses for them."""

from __future__ import annotations

from showgraph.model import make_slug, mint_iri

_WORDS = {
    "sci-fi": "science fiction",
    "sci fi": "science fiction",
    "scifi": "science fiction",
    "science-fiction": "science fiction",
    "reality": "reality television",
    "reality-tv": "reality television",
    "reality tv": "reality television",
    "talk-show": "talk show",
    "game-show": "game show",
    "film-noir": "film noir",
    "sport": "sports",
    "comedies": "comedy",
    "dramas": "drama",
    "thrillers": "thriller",
    "mysteries": "mystery",
    "documentaries": "documentary",
    "docuseries": "documentary",
    "musicals": "musical",
    "animated": "animation",
    "slice-of-life": "slice of life",
    "coming-of-age": "coming of age",
    "romcom": "romantic comedy",
    "rom-com": "romantic comedy",
    "zombies": "zombie",
}


def read_genre(text: str) -> tuple[str, str] | None:
    """Return a genre's identifier and label; None for what has no letters.

    >>> read_genre("Sci-Fi")
    ('https://w3id.org/showgraph/id/genre/science-fiction', 'science fiction')
    """
    label = " ".join(text.casefold().split())
    label = _WORDS.get(label, label)
    slug = make_slug(label)
    return None if slug == "x" else (mint_iri("genre", slug), label)
