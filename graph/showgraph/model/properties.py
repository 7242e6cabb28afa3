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
    that people look things up by it. ``phrases`` are English words that lead from subject to value ("directed by"),
    ``inverse`` those that lead back ("directed"), and ``nouns`` name the value ("director").
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


def _credited(key: str, iri: str, of: str, function: str, noun: str, **words: tuple[str, ...]) -> Property:
    return Property(
        key,
        iri,
        of,
        "entity",
        "person",
        nouns=((noun, noun + "s"),),
        function=function,
        phrases=words.get("phrases", ()),
        inverse=words.get("inverse", ()),
        wikidata=words.get("wikidata", ("",))[0],
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
        nouns=(("release date", "release dates"), ("premiere", "premieres")),
        wikidata="P577",
        meaning="first shown or published, with the precision known",
    ),
    Property("year", SG + "year", "work", "integer", one=True, nouns=(("year", "years"),), meaning="the first year"),
    Property("end-year", SG + "endYear", "work", "integer", one=True, nouns=(("last year", "last years"),)),
    Property("genres", SCHEMA + "genre", "work", "entity", "genre", nouns=(("genre", "genres"),), wikidata="P136"),
    Property(
        "keywords",
        SCHEMA + "keywords",
        "work",
        "string",
        phrases=("tagged", "tagged with", "about"),
        nouns=(("keyword", "keywords"), ("tag", "tags")),
        wikidata="P921",
    ),
    Property(
        "based-on",
        SCHEMA + "isBasedOn",
        "work",
        "entity",
        "work",
        phrases=("based on", "came from", "come from", "adapted from", "from", "an adaptation of", "adaptations of"),
        inverse=("the source of", "adapted into", "adapted as"),
        nouns=(("source work", "source works"), ("original", "originals")),
        wikidata="P144",
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
        phrases=("remake of", "remakes of", "a remake of", "remade from"),
        inverse=("remade as",),
        nouns=(("remade work", "remade works"),),
    ),
    Property(
        "spin-off-of",
        SG + "spinOffOf",
        "work",
        "entity",
        "work",
        parents=("based-on",),
        phrases=("spin-off of", "spin-offs of", "a spin-off of", "spun off from"),
    ),
    Property(
        "follows",
        SG + "follows",
        "work",
        "entity",
        "work",
        phrases=("follows", "following", "sequel to", "sequel of", "sequels of", "sequels to"),
        inverse=("followed by",),
        wikidata="P155",
    ),
    Property("episode-of", SCHEMA + "partOfSeries", "episode", "entity", "series", phrases=("of", "episode of")),
    _credited(
        "actors",
        SCHEMA + "actor",
        "screen-work",
        "acting",
        "actor",
        phrases=("with", "starring", "featuring", "stars", "played by", "acted by"),
        inverse=("starred in", "acted in", "played in", "appeared in", "appears in", "plays in", "in", "was in"),
        wikidata=("P161",),
    ),
    _credited(
        "directors",
        SCHEMA + "director",
        "screen-work",
        "directing",
        "director",
        phrases=("directed by", "by director"),
        inverse=("directed", "direct", "directs"),
        wikidata=("P57",),
    ),
    _credited(
        "screenwriters",
        SG + "screenwriter",
        "screen-work",
        "writing",
        "screenwriter",
        phrases=("written by", "scripted by"),
        inverse=("wrote", "write", "writes", "written", "scripted"),
        wikidata=("P58",),
    ),
    _credited(
        "creators",
        SCHEMA + "creator",
        "work",
        "creating",
        "creator",
        phrases=("created by",),
        inverse=("created", "create"),
        wikidata=("P170",),
    ),
    _credited(
        "producers",
        SCHEMA + "producer",
        "work",
        "producing",
        "producer",
        phrases=("produced by",),
        inverse=("produced", "produce"),
        wikidata=("P162",),
    ),
    _credited(
        "composers",
        SCHEMA + "musicBy",
        "screen-work",
        "composing",
        "composer",
        phrases=("music by", "scored by", "composed by"),
        inverse=("composed", "scored"),
        wikidata=("P86",),
    ),
    _credited(
        "authors",
        SCHEMA + "author",
        "work",
        "authoring",
        "author",
        phrases=("written by", "authored by"),
        inverse=("wrote", "write", "writes", "written", "authored"),
        wikidata=("P50",),
    ),
    _credited(
        "illustrators",
        SCHEMA + "illustrator",
        "work",
        "illustrating",
        "illustrator",
        phrases=("drawn by", "illustrated by"),
        inverse=("drew", "draws", "illustrated"),
        wikidata=("P110",),
    ),
    Property(
        "studios",
        SCHEMA + "productionCompany",
        "screen-work",
        "entity",
        "studio",
        phrases=("produced by", "made by"),
        inverse=("produced", "made", "produce", "make"),
        nouns=(("studio", "studios"), ("production company", "production companies")),
        wikidata="P272",
    ),
    Property(
        "broadcasters",
        SG + "broadcaster",
        "screen-work",
        "entity",
        "broadcaster",
        phrases=("on", "aired on", "shown on", "broadcast on", "broadcast by", "streaming on", "released on"),
        inverse=("aired", "showed", "broadcast", "streamed", "shows", "air"),
        nouns=(("broadcaster", "broadcasters"), ("network", "networks"), ("platform", "platforms")),
        wikidata="P449",
    ),
    Property(
        "publishers",
        SCHEMA + "publisher",
        "work",
        "entity",
        "publisher",
        phrases=("published by", "serialized on", "serialised on", "on"),
        inverse=("published", "publishes"),
        nouns=(("publisher", "publishers"),),
        wikidata="P123",
    ),
    Property(
        "countries",
        SCHEMA + "countryOfOrigin",
        "work",
        "code",
        nouns=(("country", "countries"),),
        wikidata="P495",
        meaning="ISO 3166-1 alpha-2",
    ),
    Property(
        "languages",
        SCHEMA + "inLanguage",
        "work",
        "code",
        nouns=(("language", "languages"),),
        wikidata="P364",
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
        nouns=(("number of episodes", "episodes"),),
    ),
    Property(
        "runtime",
        SG + "runtimeMinutes",
        "work",
        "integer",
        one=True,
        nouns=(("runtime", "runtimes"),),
        meaning="minutes, of one episode for a series",
    ),
    Property("rating", SG + "rating", "work", "decimal", one=True, nouns=(("rating", "ratings"),), meaning="0 to 10"),
    Property("rating-count", SG + "ratingCount", "work", "integer", one=True, nouns=(("number of votes", "votes"),)),
    Property("content-rating", SCHEMA + "contentRating", "work", "string", nouns=(("content rating", "ratings"),)),
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
    Property("born", SCHEMA + "birthDate", "person", "date", one=True, nouns=(("birth date", "birth dates"),)),
    Property("died", SCHEMA + "deathDate", "person", "date", one=True, nouns=(("death date", "death dates"),)),
    Property("nationality", SCHEMA + "nationality", "person", "code", nouns=(("nationality", "nationalities"),)),
    Property(
        "birth-place", SCHEMA + "birthPlace", "person", "string", one=True, nouns=(("birthplace", "birthplaces"),)
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
