"""Genres as sources write them, brought to the words that the graph uses for them."""

from __future__ import annotations

import re

from showgraph.model import make_slug, mint_iri

# What sources add to a genre's name to say what kind of work has it; longest first.
_FORM = re.compile(
    r" (?:anime and manga|television (?:series|program|programme|show|drama)|tv (?:series|shows?|dramas?)|"
    r"web series|films?|movies?|series|shows|anime|manga|comics?|novels?|literature|genre)$"
)
_WORDS = {
    "animated": "animation",
    "comedic": "comedy",
    "comedies": "comedy",
    "coming-of-age": "coming of age",
    "documentaries": "documentary",
    "docuseries": "documentary",
    "dramas": "drama",
    "film-noir": "film noir",
    "game-show": "game show",
    "historical drama": "historical",
    "musicals": "musical",
    "mysteries": "mystery",
    "period drama": "historical",
    "post-apocalyptic": "apocalyptic",
    "reality": "reality television",
    "reality tv": "reality television",
    "reality-tv": "reality television",
    "rom-com": "romantic comedy",
    "romcom": "romantic comedy",
    "sci fi": "science fiction",
    "sci-fi": "science fiction",
    "science-fiction": "science fiction",
    "scifi": "science fiction",
    "slice-of-life": "slice of life",
    "sport": "sports",
    "talk-show": "talk show",
    "thrillers": "thriller",
    "zombies": "zombie",
}


def name_genre(text: str) -> str:
    """Return the label of a genre that a source calls so.

    >>> name_genre("Zombie film"), name_genre("Sci-Fi"), name_genre("science fiction television series")
    ('zombie', 'science fiction', 'science fiction')
    """
    label = " ".join(text.casefold().split())
    if label in _WORDS:
        return _WORDS[label]
    plain = _FORM.sub("", label)
    return _WORDS.get(plain, plain)


def read_genre(text: str) -> tuple[str, str] | None:
    """Return a genre's identifier and label; None for what has no letters.

    >>> read_genre("Sci-Fi")
    ('https://w3id.org/showgraph/id/genre/science-fiction', 'science fiction')
    """
    label = name_genre(text)
    slug = make_slug(label)
    return None if slug == "x" else (mint_iri("genre", slug), label)
