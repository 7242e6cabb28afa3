"""The kinds of things the graph knows, each declared once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from showgraph.model.namespaces import DCTERMS, SCHEMA, SG, SKOS


@dataclass(frozen=True)
class Kind:
    """A class of entities.

    ``key`` is its word in TOML; ``parents`` are keys of the kinds above it; ``segment`` is the part of a minted
    identifier that stands before the slug, taken from the nearest kind above where it is empty; ``nouns`` are the
    English words for it, singular and plural, ``korean`` the Korean ones; ``table`` names the store's table of kinds
    that have one.
    """

    key: str
    iri: str
    parents: tuple[str, ...] = ()
    nouns: tuple[tuple[str, str], ...] = ()
    segment: str = ""
    table: str = ""
    wikidata: str = ""
    meaning: str = ""
    korean: tuple[str, ...] = ()

    @property
    def noun(self) -> str:
        """The usual word for one of it."""
        return self.nouns[0][0] if self.nouns else self.key.replace("-", " ")

    @property
    def plural(self) -> str:
        """The usual word for several of it."""
        return self.nouns[0][1] if self.nouns else self.noun + "s"


_DECLARED = (
    Kind("thing", SCHEMA + "Thing", nouns=(("thing", "things"),), segment="thing", meaning="anything with a name"),
    Kind(
        "work",
        SCHEMA + "CreativeWork",
        ("thing",),
        (("work", "works"), ("title", "titles"), ("story", "stories")),
        segment="work",
        table="work",
        wikidata="Q17537576",
        meaning="a work of any kind, on a screen or on paper",
        korean=("작품",),
    ),
    Kind(
        "screen-work",
        SG + "ScreenWork",
        ("work",),
        (("screen work", "screen works"), ("production", "productions")),
        segment="show",
        meaning="a work made for a screen",
        korean=(
            "영상물",
            "영상 작품",
        ),
    ),
    Kind(
        "movie",
        SCHEMA + "Movie",
        ("screen-work",),
        (("movie", "movies"), ("film", "films"), ("feature film", "feature films")),
        wikidata="Q11424",
        meaning="a film",
        korean=("영화",),
    ),
    Kind(
        "series",
        SCHEMA + "TVSeries",
        ("screen-work",),
        (
            ("series", "series"),
            ("TV series", "TV series"),
            ("television series", "television series"),
            ("serial", "serials"),
        ),
        wikidata="Q5398426",
        meaning="a series of episodes",
        korean=(
            "드라마",
            "시리즈",
            "TV 시리즈",
            "TV 드라마",
        ),
    ),
    Kind(
        "mini-series",
        SG + "MiniSeries",
        ("series",),
        (("mini-series", "mini-series"), ("miniseries", "miniseries"), ("limited series", "limited series")),
        wikidata="Q1259759",
        meaning="a series planned with one short season",
        korean=("미니시리즈",),
    ),
    Kind(
        "web-series",
        SG + "WebSeries",
        ("series",),
        (("web series", "web series"), ("web drama", "web dramas"), ("webdrama", "webdramas")),
        wikidata="Q526877",
        meaning="a series first shown on the web",
        korean=(
            "웹드라마",
            "웹 드라마",
        ),
    ),
    Kind(
        "tv-special",
        SG + "TVSpecial",
        ("screen-work",),
        (("TV special", "TV specials"), ("television special", "television specials"), ("special", "specials")),
        wikidata="Q1261214",
        meaning="a single programme; a special episode",
        korean=(
            "특집극",
            "단막극",
        ),
    ),
    Kind(
        "short-film",
        SG + "ShortFilm",
        ("movie",),
        (("short film", "short films"),),
        wikidata="Q24862",
        meaning="a film too short for a cinema programme of its own",
        korean=(
            "단편 영화",
            "단편영화",
        ),
    ),
    Kind(
        "episode",
        SCHEMA + "TVEpisode",
        ("screen-work",),
        (("episode", "episodes"),),
        wikidata="Q21191270",
        meaning="one episode of a series",
        korean=("에피소드",),
    ),
    Kind(
        "video-game",
        SCHEMA + "VideoGame",
        ("work",),
        (("video game", "video games"), ("game", "games")),
        wikidata="Q7889",
        meaning="a game played on a screen",
        korean=(
            "게임",
            "비디오 게임",
        ),
    ),
    Kind(
        "comic-series",
        SCHEMA + "ComicSeries",
        ("work",),
        (("comic", "comics"), ("comic series", "comic series")),
        meaning="a drawn story: webtoon, manga or comic",
        korean=("만화",),
    ),
    Kind(
        "webtoon",
        SG + "Webtoon",
        ("comic-series",),
        (("webtoon", "webtoons"), ("web comic", "web comics"), ("webcomic", "webcomics")),
        wikidata="Q7978994",
        meaning="a comic published on the web for scrolling",
        korean=("웹툰",),
    ),
    Kind(
        "manga",
        SG + "Manga",
        ("comic-series",),
        (("manga", "manga"), ("mangas", "mangas")),
        wikidata="Q8274",
        meaning="a Japanese comic",
        korean=("일본 만화",),
    ),
    Kind(
        "comic",
        SG + "Comic",
        ("comic-series",),
        (("printed comic", "printed comics"), ("manhwa", "manhwa"), ("graphic novel", "graphic novels")),
        wikidata="Q1004",
        meaning="a printed comic, manhwa too",
        korean=("만화책",),
    ),
    Kind(
        "book",
        SCHEMA + "Book",
        ("work",),
        (("book", "books"),),
        wikidata="Q571",
        meaning="a novel or web novel",
        korean=(
            "책",
            "도서",
        ),
    ),
    Kind(
        "novel",
        SG + "Novel",
        ("book",),
        (("novel", "novels"),),
        wikidata="Q8261",
        meaning="a printed novel",
        korean=("소설",),
    ),
    Kind(
        "web-novel",
        SG + "WebNovel",
        ("book",),
        (
            ("web novel", "web novels"),
            ("webnovel", "webnovels"),
            ("online novel", "online novels"),
            ("novel", "novels"),
        ),
        wikidata="Q104902491",
        meaning="a novel first published on the web",
        korean=(
            "소설",
            "웹소설",
            "웹 소설",
        ),
    ),
    Kind(
        "short-story",
        SCHEMA + "ShortStory",
        ("work",),
        (("short story", "short stories"),),
        wikidata="Q49084",
        meaning="a short story",
        korean=(
            "단편 소설",
            "단편소설",
        ),
    ),
    Kind(
        "play",
        SCHEMA + "Play",
        ("work",),
        (("play", "plays"), ("stage play", "stage plays")),
        wikidata="Q25379",
        korean=(
            "연극",
            "희곡",
        ),
    ),
    Kind(
        "podcast",
        SCHEMA + "PodcastSeries",
        ("work",),
        (("podcast", "podcasts"),),
        wikidata="Q24634210",
        meaning="a podcast",
    ),
    Kind(
        "person",
        SCHEMA + "Person",
        ("thing",),
        (("person", "people"), ("person", "persons")),
        segment="person",
        table="person",
        wikidata="Q5",
        meaning="a person",
        korean=(
            "사람",
            "인물",
        ),
    ),
    Kind(
        "organization",
        SCHEMA + "Organization",
        ("thing",),
        (("organization", "organizations"), ("company", "companies")),
        segment="organization",
        table="organization",
        wikidata="Q43229",
        meaning="a studio, broadcaster or publisher",
    ),
    Kind(
        "studio",
        SG + "Studio",
        ("organization",),
        (("studio", "studios"), ("production company", "production companies")),
        segment="studio",
        wikidata="Q1762059",
        meaning="who produces",
        korean=("제작사",),
    ),
    Kind(
        "broadcaster",
        SG + "Broadcaster",
        ("organization",),
        (
            ("broadcaster", "broadcasters"),
            ("channel", "channels"),
            ("network", "networks"),
            ("platform", "platforms"),
            ("streaming service", "streaming services"),
        ),
        segment="broadcaster",
        wikidata="Q15265344",
        meaning="the channel or platform that shows a work",
        korean=("방송사",),
    ),
    Kind(
        "publisher",
        SG + "Publisher",
        ("organization",),
        (("publisher", "publishers"),),
        segment="publisher",
        wikidata="Q2085381",
        meaning="who publishes printed and drawn works",
        korean=("출판사",),
    ),
    Kind(
        "character",
        SG + "Character",
        ("thing",),
        (("character", "characters"), ("role", "roles")),
        segment="character",
        table="character",
        wikidata="Q95074",
        meaning="somebody in a story",
        korean=(
            "등장인물",
            "캐릭터",
        ),
    ),
    Kind(
        "genre",
        SG + "Genre",
        ("concept",),
        (("genre", "genres"),),
        segment="genre",
        table="genre",
        wikidata="Q483394",
        meaning="a genre; skos:broader leads to the wider one",
        korean=("장르",),
    ),
    Kind("concept", SKOS + "Concept", ("thing",), (("concept", "concepts"),), segment="concept", table="concept"),
    Kind(
        "credit",
        SG + "Credit",
        ("performance-role",),
        (("credit", "credits"),),
        segment="credit",
        table="credit",
        meaning="one person's part in one work",
    ),
    Kind("performance-role", SCHEMA + "PerformanceRole", nouns=(("role", "roles"),), segment="role"),
    Kind(
        "event",
        SG + "Event",
        nouns=(("event", "events"),),
        segment="event",
        table="event",
        meaning="something that happened to a work, with a date and a status",
    ),
    Kind(
        "source",
        SG + "Source",
        nouns=(("source", "sources"),),
        segment="source",
        table="source",
        meaning="where facts come from; its IRI names the graph of what it says",
    ),
    Kind(
        "claim",
        SG + "Claim",
        nouns=(("claim", "claims"),),
        segment="claim",
        table="claim",
        meaning="what one source says where sources disagree, and what was decided",
    ),
    Kind("licence", DCTERMS + "LicenseDocument", nouns=(("licence", "licences"),), segment="licence"),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in _DECLARED}
KIND_OF_IRI: dict[str, Kind] = {kind.iri: kind for kind in _DECLARED}


def get_kind(key: str) -> Kind:
    """Return the kind of that key.

    Raises:
        KeyError: no kind has it.
    """
    return KINDS[key]


@cache
def ancestors(key: str) -> tuple[Kind, ...]:
    """Return a kind and all kinds above it, nearest first, without ``schema:Thing``.

    >>> [kind.key for kind in ancestors("mini-series")]
    ['mini-series', 'series', 'screen-work', 'work']
    """
    found: dict[str, Kind] = {}
    waiting = [key]
    while waiting:
        kind = KINDS[waiting.pop(0)]
        if kind.key != "thing":
            found.setdefault(kind.key, kind)
        waiting.extend(kind.parents)
    return tuple(found.values())


@cache
def is_a(key: str, above: str) -> bool:
    """Tell whether a kind is another, or below it.

    >>> is_a("short-film", "movie"), is_a("tv-special", "movie")
    (True, False)
    """
    return above == "thing" or any(kind.key == above for kind in ancestors(key))


@cache
def descendants(key: str) -> tuple[Kind, ...]:
    """Return a kind and all kinds below it, in the order of declaration."""
    return tuple(kind for kind in _DECLARED if is_a(kind.key, key))


@cache
def segment_of(key: str) -> str:
    """Return the part of a minted identifier that stands for a kind.

    >>> segment_of("mini-series"), segment_of("webtoon")
    ('show', 'work')
    """
    return next(kind.segment for kind in (*ancestors(key), KINDS["thing"]) if kind.segment)


def most_special(keys: frozenset[str]) -> str:
    """Return the most special of the kinds of one thing; the first declared where several are.

    >>> most_special(frozenset({"work", "screen-work", "series"}))
    'series'
    """
    return max((key for key in KINDS if key in keys), key=lambda key: len(ancestors(key)), default="thing")
