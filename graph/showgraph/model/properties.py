"""The properties of the graph, each declared once: adding one here makes it loadable, queryable, askable and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from showgraph.model.kinds import KINDS, is_a
from showgraph.model.namespaces import DCTERMS, PROV, RDF, RDFS, SCHEMA, SG, SKOS

ValueType = Literal["string", "text", "integer", "decimal", "date", "iri", "code", "entity"]


@dataclass(frozen=True)
class Function:
    """What a person does in a work.

    ``edge`` is the key of the direct property that follows from a credit; empty where none does.
    """

    key: str
    edge: str
    label: str
    noun: str

    @property
    def iri(self) -> str:
        """The concept's identifier."""
        return SG + self.key


@dataclass(frozen=True)
class Property:
    """A property of one kind of thing.

    ``key`` is its word in TOML and in tables. ``value`` tells the type: ``text`` is a string with or without a
    language, ``date`` keeps the precision known (xsd:date, xsd:gYearMonth or xsd:gYear), ``code`` is an ISO 3166-1 or
    BCP 47 string, ``entity`` one of ``range``. ``one`` says that the resolved view holds a single value, ``sought``
    that people look things up by it. ``verbs`` say what the value does to the subject ("direct", "star in"), from which
    all their forms follow, the passive too; ``phrases`` are other words that lead from subject to value ("based on"),
    ``inverse`` those that lead back ("adapted into"), ``nouns`` name the value ("director"), ``inverse_nouns`` the
    subject ("remake") and ``activities`` what the value did ("direction"). ``korean`` are Korean nouns for the value,
    ``korean_verbs`` stems of what the value does.
    """

    key: str
    iri: str
    of: str
    value: ValueType
    range: str = ""
    one: bool = False
    sought: bool = False
    parents: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    nouns: tuple[tuple[str, str], ...] = ()
    function: str = ""
    wikidata: str = ""
    meaning: str = ""
    verbs: tuple[str, ...] = ()
    inverse_nouns: tuple[tuple[str, str], ...] = ()
    activities: tuple[str, ...] = ()
    korean: tuple[str, ...] = ()
    korean_verbs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The IRI's last part."""
        return self.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]

    @property
    def table_name(self) -> str:
        """Its name as a column or side table of the store.

        >>> get_property("adaptation-of").table_name
        'adaptation_of'
        """
        return "".join("_" + letter.lower() if letter.isupper() else letter for letter in self.name)

    @property
    def label(self) -> str:
        """The word shown to people."""
        return self.nouns[0][0] if self.nouns else self.key.replace("-", " ")


FUNCTIONS: dict[str, Function] = {
    function.key: function
    for function in (
        Function("acting", "actors", "acted in", "actor"),
        Function("voice", "actors", "voiced", "voice actor"),
        Function("self", "", "appeared as themselves in", "participant"),
        Function("archive", "", "seen in archive footage of", "participant"),
        Function("directing", "directors", "directed", "director"),
        Function("writing", "screenwriters", "wrote", "screenwriter"),
        Function("creating", "creators", "created", "creator"),
        Function("producing", "producers", "produced", "producer"),
        Function("composing", "composers", "composed the music of", "composer"),
        Function("authoring", "authors", "is the author of", "author"),
        Function("illustrating", "illustrators", "drew", "illustrator"),
        Function("cinematography", "", "filmed", "cinematographer"),
        Function("editing", "", "edited", "editor"),
        Function("production-design", "", "designed", "production designer"),
        Function("casting", "", "cast", "casting director"),
        Function("other", "", "worked on", "crew member"),
    )
}


def _credited(key: str, iri: str, of: str, function: str, nouns: str, **words: tuple[str, ...]) -> Property:
    return Property(
        key,
        iri,
        of,
        "entity",
        "person",
        nouns=tuple((noun, noun + "es" if noun.endswith("ss") else noun + "s") for noun in nouns.split(",")),
        function=function,
        phrases=words.get("phrases", ()),
        inverse=words.get("inverse", ()),
        wikidata=words.get("wikidata", ("",))[0],
        verbs=words.get("verbs", ()),
        activities=words.get("activities", ()),
        korean=words.get("korean", ()),
        korean_verbs=words.get("korean_verbs", ()),
    )


_OF_ANYTHING = (
    Property("label", RDFS + "label", "thing", "string", one=True, sought=True, meaning="the one display label"),
    Property("names", SCHEMA + "name", "thing", "text", nouns=(("name", "names"), ("title", "titles"))),
    Property(
        "aliases",
        SCHEMA + "alternateName",
        "thing",
        "text",
        nouns=(("other name", "other names"), ("alias", "aliases")),
        meaning="other names and the spellings people use",
    ),
    Property("same-as", SCHEMA + "sameAs", "thing", "iri", meaning="the same thing elsewhere"),
    Property("description", SCHEMA + "description", "thing", "string", one=True),
)

_OF_WORKS = (
    Property(
        "kind-name",
        SG + "kindName",
        "work",
        "string",
        one=True,
        meaning="the word for its own kind, such as series; follows from its class",
    ),
    Property(
        "released",
        SCHEMA + "datePublished",
        "work",
        "date",
        one=True,
        nouns=(
            ("release date", "release dates"),
            ("premiere", "premieres"),
            ("premiere date", "premiere dates"),
            ("air date", "air dates"),
            ("publication date", "publication dates"),
            ("date of publication", "dates of publication"),
            ("date of release", "dates of release"),
            ("release", "releases"),
            ("first broadcast", "first broadcasts"),
            ("launch date", "launch dates"),
        ),
        korean=("공개일", "개봉일", "방영일", "출시일"),
        wikidata="P577",
        meaning="first shown or published, with the precision known",
    ),
    Property(
        "year",
        SG + "year",
        "work",
        "integer",
        one=True,
        nouns=(
            ("year", "years"),
            ("release year", "release years"),
            ("year of release", "years of release"),
            ("year of publication", "years of publication"),
            ("publication year", "publication years"),
            ("premiere year", "premiere years"),
        ),
        meaning="the first year",
        korean=("방송 연도", "방영 연도", "출시 연도", "연도", "개봉 연도", "제작 연도", "년도"),
    ),
    Property(
        "end-year",
        SG + "endYear",
        "work",
        "integer",
        one=True,
        nouns=(("last year", "last years"), ("end year", "end years"), ("final year", "final years")),
    ),
    Property(
        "genres",
        SCHEMA + "genre",
        "work",
        "entity",
        "genre",
        phrases=("of the genre", "in the genre", "belong to", "belongs to", "fall under", "falls under"),
        nouns=(
            ("genre", "genres"),
            ("type", "types"),
            ("kind", "kinds"),
            ("sort", "sorts"),
            ("category", "categories"),
        ),
        wikidata="P136",
        korean=("장르",),
    ),
    Property(
        "keywords",
        SCHEMA + "keywords",
        "work",
        "string",
        phrases=(
            "tagged",
            "tagged with",
            "tagged as",
            "about",
            "described by",
            "described with",
            "described as",
            "dealing with",
            "deal with",
            "deals with",
            "with the tag",
            "with the keyword",
            "with keyword",
            "with tag",
        ),
        nouns=(
            ("keyword", "keywords"),
            ("tag", "tags"),
            ("topic", "topics"),
            ("theme", "themes"),
            ("subject", "subjects"),
        ),
        korean=("키워드", "태그", "소재", "주제"),
        wikidata="P921",
    ),
    Property(
        "based-on",
        SCHEMA + "isBasedOn",
        "work",
        "entity",
        "work",
        phrases=(
            "based on",
            "based upon",
            "came from",
            "come from",
            "comes from",
            "adapted from",
            "inspired by",
            "from",
            "taken from",
            "made from",
            "made out of",
            "out of",
            "created from",
            "drawn from",
            "derived from",
            "developed from",
            "built on",
            "go back to",
            "goes back to",
            "went back to",
            "grow out of",
            "grew out of",
            "grown out of",
            "draw on",
            "draws on",
            "drew on",
            "started as",
            "start as",
            "started out as",
            "began as",
            "begin as",
            "originated as",
            "started life as",
            "adapted",
            "adapts",
            "adapting",
        ),
        inverse=(
            "the source of",
            "the basis of",
            "the basis for",
            "the original of",
            "adapted into",
            "adapted as",
            "adapted for",
            "turned into",
            "made into",
            "filmed",
            "lie behind",
            "lies behind",
            "lay behind",
            "made it to the screen as",
            "made it onto the screen as",
            "reached the screen as",
            "served as a source for",
            "served as a basis for",
            "been the source of",
            "served as the basis for",
            "served as the basis of",
            "serve as the basis for",
            "served as the source of",
            "served as the source for",
            "formed the basis of",
            "formed the basis for",
            "provided the basis for",
            "provided the story for",
            "developed into",
            "transformed into",
            "filmed as",
            "became",
            "become",
            "inspired",
            "adapted",
        ),
        nouns=(
            ("source work", "source works"),
            ("original", "originals"),
            ("source", "sources"),
            ("source material", "source materials"),
            ("original work", "original works"),
        ),
        inverse_nouns=(
            ("adaptation", "adaptations"),
            ("screen adaptation", "screen adaptations"),
            ("version", "versions"),
        ),
        wikidata="P144",
        korean=("원작",),
        meaning="the work it comes from, in whatever way",
    ),
    Property(
        "adaptation-of",
        SG + "adaptationOf",
        "work",
        "entity",
        "work",
        parents=("based-on",),
        meaning="it tells that work's story in another form",
    ),
    Property(
        "remake-of",
        SG + "remakeOf",
        "work",
        "entity",
        "work",
        parents=("based-on",),
        phrases=("remade from", "remake", "remakes"),
        inverse=("remade as", "remade into", "remade"),
        nouns=(("remade work", "remade works"),),
        inverse_nouns=(("remake", "remakes"),),
        korean=("리메이크 원작",),
    ),
    Property(
        "spin-off-of",
        SG + "spinOffOf",
        "work",
        "entity",
        "work",
        parents=("based-on",),
        phrases=("spun off from",),
        inverse_nouns=(("spin-off", "spin-offs"), ("spinoff", "spinoffs")),
    ),
    Property(
        "follows",
        SG + "follows",
        "work",
        "entity",
        "work",
        phrases=("follows", "follow", "following", "comes after", "came after", "continues", "continue", "continued"),
        inverse=("followed by", "comes before", "came before", "precedes", "preceded", "continued by", "succeeded by"),
        nouns=(("predecessor", "predecessors"), ("prequel", "prequels")),
        inverse_nouns=(("sequel", "sequels"), ("follow-up", "follow-ups")),
        wikidata="P155",
        korean=("전작",),
    ),
    Property(
        "episode-of", SCHEMA + "partOfSeries", "episode", "entity", "series", inverse_nouns=(("episode", "episodes"),)
    ),
    _credited(
        "actors",
        SCHEMA + "actor",
        "screen-work",
        "acting",
        "actor,actress,star,cast member,performer,cast,cast list",
        activities=("acting", "voice", "voices", "voice acting", "voice work"),
        verbs=("star in", "act in", "appear in", "play in", "perform in", "feature in", "co star in", "voice"),
        phrases=(
            "with",
            "star",
            "stars",
            "starred",
            "starring",
            "feature",
            "features",
            "featured",
            "featuring",
            "played by",
            "acted by",
            "starred by",
            "performed by",
        ),
        inverse=("in", "cast in", "part of the cast of"),
        korean=("출연진", "배우", "출연자", "주연", "주인공", "출연 배우", "주연 배우"),
        korean_verbs=("출연", "나오", "나온", "등장", "주연"),
        wikidata=("P161",),
    ),
    _credited(
        "directors",
        SCHEMA + "director",
        "screen-work",
        "directing",
        "director,filmmaker",
        verbs=("direct", "helm"),
        activities=("direction", "directing"),
        phrases=("by director", "by the director"),
        korean=("감독", "연출", "연출자"),
        korean_verbs=("감독", "연출", "만든"),
        wikidata=("P57",),
    ),
    _credited(
        "screenwriters",
        SG + "screenwriter",
        "screen-work",
        "writing",
        "screenwriter,writer,scriptwriter",
        verbs=("write", "script", "pen"),
        activities=("script", "screenplay", "writing", "scripts", "screenplays", "story"),
        phrases=("by screenwriter", "by the screenwriter", "by writer", "by the writer"),
        inverse=("wrote the script of", "wrote the screenplay of", "wrote the script for", "wrote the screenplay for"),
        korean=("작가", "각본", "극본", "각본가"),
        korean_verbs=("집필", "쓴", "각본"),
        wikidata=("P58",),
    ),
    _credited(
        "creators",
        SCHEMA + "creator",
        "work",
        "creating",
        "creator",
        verbs=("create",),
        korean=("크리에이터",),
        wikidata=("P170",),
    ),
    _credited(
        "producers",
        SCHEMA + "producer",
        "work",
        "producing",
        "producer",
        verbs=("produce",),
        activities=("production", "producing"),
        korean=("프로듀서", "제작자"),
        wikidata=("P162",),
    ),
    _credited(
        "composers",
        SCHEMA + "musicBy",
        "screen-work",
        "composing",
        "composer",
        verbs=("compose", "score"),
        activities=("music", "score"),
        phrases=("music by", "with music by"),
        inverse=("composed the music of", "composed the music for", "wrote the music of", "wrote the music for"),
        korean=("작곡가", "음악 감독"),
        wikidata=("P86",),
    ),
    _credited(
        "authors",
        SCHEMA + "author",
        "work",
        "authoring",
        "author,writer,novelist",
        verbs=("write", "author", "pen"),
        activities=("story", "writing"),
        phrases=("by author", "by the author"),
        korean=("작가", "원작자", "저자"),
        korean_verbs=("쓴", "그린", "집필"),
        wikidata=("P50",),
    ),
    _credited(
        "illustrators",
        SCHEMA + "illustrator",
        "work",
        "illustrating",
        "illustrator,artist",
        verbs=("draw", "illustrate"),
        activities=("pictures", "art", "artwork", "drawings", "drawing", "illustrations"),
        korean=("그림 작가", "작화", "만화가"),
        korean_verbs=("그린",),
        wikidata=("P110",),
    ),
    Property(
        "studios",
        SCHEMA + "productionCompany",
        "screen-work",
        "entity",
        "studio",
        verbs=("produce", "make"),
        phrases=("from",),
        nouns=(
            ("studio", "studios"),
            ("production company", "production companies"),
            ("production house", "production houses"),
        ),
        wikidata="P272",
        korean=("제작사", "제작"),
        korean_verbs=("제작", "만든"),
    ),
    Property(
        "broadcasters",
        SG + "broadcaster",
        "screen-work",
        "entity",
        "broadcaster",
        verbs=("air", "show", "broadcast", "stream", "carry"),
        inverse=("put on", "puts on", "brought to the screen"),
        phrases=(
            "on",
            "air on",
            "airs on",
            "aired on",
            "airing on",
            "shown on",
            "broadcast on",
            "stream on",
            "streams on",
            "streamed on",
            "streaming on",
            "released on",
            "available on",
            "carried on",
            "came out on",
            "come out on",
            "comes out on",
            "premiered on",
            "launched on",
            "from",
        ),
        nouns=(
            ("broadcaster", "broadcasters"),
            ("network", "networks"),
            ("platform", "platforms"),
            ("channel", "channels"),
            ("streaming service", "streaming services"),
        ),
        wikidata="P449",
        korean=("방송사", "채널", "플랫폼", "방영 채널", "방송 채널", "방영사", "방영 플랫폼"),
        korean_verbs=("방영", "방송", "공개"),
    ),
    Property(
        "publishers",
        SCHEMA + "publisher",
        "work",
        "entity",
        "publisher",
        verbs=("publish", "serialize", "serialise", "release"),
        inverse=("brought out", "brings out", "bring out", "bringing out", "put out", "puts out"),
        phrases=("brought out by", "put out by", "serialized on", "serialised on", "published on", "on", "from"),
        nouns=(("publisher", "publishers"), ("website", "websites"), ("site", "sites")),
        wikidata="P123",
        korean=("출판사", "연재처"),
        korean_verbs=("연재", "출판"),
    ),
    Property(
        "countries",
        SCHEMA + "countryOfOrigin",
        "work",
        "code",
        nouns=(("country", "countries"), ("country of origin", "countries of origin")),
        wikidata="P495",
        korean=("국가", "나라", "제작국"),
        meaning="ISO 3166-1 alpha-2",
    ),
    Property(
        "languages",
        SCHEMA + "inLanguage",
        "work",
        "code",
        nouns=(("language", "languages"),),
        wikidata="P364",
        korean=("언어",),
        meaning="BCP 47",
    ),
    Property(
        "seasons", SCHEMA + "numberOfSeasons", "work", "integer", one=True, nouns=(("number of seasons", "seasons"),)
    ),
    Property(
        "episodes",
        SCHEMA + "numberOfEpisodes",
        "work",
        "integer",
        one=True,
        nouns=(("number of episodes", "episodes"), ("episode count", "episode counts"), ("eps", "eps")),
        korean=("에피소드 수", "회차", "화수", "몇 부작"),
    ),
    Property(
        "runtime",
        SG + "runtimeMinutes",
        "work",
        "integer",
        one=True,
        nouns=(
            ("runtime", "runtimes"),
            ("running time", "running times"),
            ("length", "lengths"),
            ("duration", "durations"),
        ),
        korean=("상영 시간", "러닝타임"),
        meaning="minutes, of one episode for a series",
    ),
    Property(
        "rating",
        SG + "rating",
        "work",
        "decimal",
        one=True,
        nouns=(("rating", "ratings"), ("score", "scores")),
        meaning="0 to 10",
        korean=("평점", "별점"),
    ),
    Property("rating-count", SG + "ratingCount", "work", "integer", one=True, nouns=(("number of votes", "votes"),)),
    Property(
        "content-rating",
        SCHEMA + "contentRating",
        "work",
        "string",
        nouns=(("content rating", "content ratings"), ("age rating", "age ratings"), ("age limit", "age limits")),
    ),
    Property(
        "popular-in",
        SG + "popularIn",
        "work",
        "code",
        phrases=("popular in",),
        meaning="countries where a source says that it was popular",
    ),
)

_OF_PEOPLE = (
    Property(
        "born",
        SCHEMA + "birthDate",
        "person",
        "date",
        one=True,
        nouns=(
            ("birth date", "birth dates"),
            ("birthday", "birthdays"),
            ("date of birth", "dates of birth"),
            ("year of birth", "years of birth"),
            ("birth year", "birth years"),
        ),
        korean=("생일", "생년월일"),
    ),
    Property("died", SCHEMA + "deathDate", "person", "date", one=True, nouns=(("death date", "death dates"),)),
    Property("nationality", SCHEMA + "nationality", "person", "code", nouns=(("nationality", "nationalities"),)),
    Property(
        "birth-place",
        SCHEMA + "birthPlace",
        "person",
        "string",
        one=True,
        nouns=(("birthplace", "birthplaces"), ("place of birth", "places of birth")),
    ),
)

_OF_PARTS = (
    Property("credit-of", SG + "creditOf", "credit", "entity", "work", one=True, meaning="the work"),
    Property(
        "credited-to", SG + "creditedTo", "credit", "entity", "person", one=True, sought=True, meaning="the person"
    ),
    Property("function", SG + "function", "credit", "entity", "concept", one=True, meaning="what the person did"),
    Property("plays", SG + "character", "credit", "entity", "character", meaning="the character played"),
    Property("character", SCHEMA + "characterName", "credit", "string", one=True, meaning="the name as credited"),
    Property("part", SG + "part", "credit", "string", one=True, meaning="main, support, guest or cameo"),
    Property("billing", SG + "billing", "credit", "integer", one=True, meaning="place in the cast, 1 is first"),
    Property("in", SG + "characterIn", "character", "entity", "work", phrases=("in",), meaning="a work it appears in"),
    Property("about", SG + "about", "event", "entity", "work", one=True),
    Property("kind", SG + "eventKind", "event", "string", one=True),
    Property("date", SG + "date", "event", "date", one=True),
    Property("status", SG + "status", "event", "string", one=True, meaning="announced, expected, actual or cancelled"),
    Property("broader", SKOS + "broader", "genre", "entity", "genre", meaning="the wider genre"),
    Property("genre-label", SKOS + "prefLabel", "genre", "text"),
    Property("genre-aliases", SKOS + "altLabel", "genre", "text"),
)

_OF_SOURCES = (
    Property("title", DCTERMS + "title", "source", "string", one=True),
    Property("publisher", DCTERMS + "publisher", "source", "string", one=True),
    Property("date", DCTERMS + "date", "source", "date", one=True, meaning="when it said so"),
    Property("licence", DCTERMS + "license", "source", "string", one=True),
    Property("url", SCHEMA + "url", "source", "iri", one=True),
    Property("expires", SCHEMA + "expires", "source", "date", one=True, meaning="by when its terms want it deleted"),
    Property("trust", SG + "trust", "source", "integer", one=True, meaning="1 is trusted most"),
    Property("mentions", SCHEMA + "mentions", "source", "entity", "work", meaning="works it names beside its subject"),
    Property("subject", RDF + "subject", "claim", "iri", one=True),
    Property("predicate", RDF + "predicate", "claim", "iri", one=True),
    Property("value", RDF + "object", "claim", "string", meaning="the value that this source gives"),
    Property("source", PROV + "wasDerivedFrom", "claim", "entity", "source", one=True),
    Property("claim-status", SG + "status", "claim", "string", one=True),
    Property("outcome", SG + "outcome", "claim", "string", one=True, meaning="won or lost"),
    Property("rule", SG + "decidedBy", "claim", "string", one=True, meaning="status, trust, agreement, newer or order"),
)

PROPERTIES: tuple[Property, ...] = (*_OF_ANYTHING, *_OF_WORKS, *_OF_PEOPLE, *_OF_PARTS, *_OF_SOURCES)
CREDIT_EDGES: dict[str, Property] = {prop.key: prop for prop in PROPERTIES if prop.function}


@cache
def properties_of(kind: str) -> dict[str, Property]:
    """Return the properties that things of a kind can have, by key."""
    return {prop.key: prop for prop in PROPERTIES if prop.of in KINDS and is_a(kind, prop.of)} | (
        {prop.key: prop for prop in PROPERTIES if prop.of == kind}
    )


@cache
def get_property(key: str, of: str = "") -> Property:
    """Return the property of that key, of that kind where several kinds share the key.

    Raises:
        KeyError: there is none.
    """
    for prop in PROPERTIES:
        if prop.key == key and (not of or is_a(of, prop.of)):
            return prop
    raise KeyError(key)


@cache
def property_of_iri(iri: str) -> Property | None:
    """Return the first property with that IRI."""
    return next((prop for prop in PROPERTIES if prop.iri == iri), None)


def uppers(prop: Property) -> tuple[Property, ...]:
    """Return the properties that a property always brings along.

    >>> [upper.key for upper in uppers(get_property("remake-of"))]
    ['based-on']
    """
    return tuple(get_property(key) for key in prop.parents)
