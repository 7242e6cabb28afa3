"""What RDF in other vocabularies says in the model's words: schema.org, Wikidata's direct properties, direct edges.

What a source says stays as it says it. Where the model's own form of a value is another one, the original stays in the
source's graph only (``OVERRULED``), so that the resolved view holds one value and not two spellings of it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from showgraph.model import (
    CREDIT_EDGES,
    FUNCTIONS,
    KINDS,
    PROPERTIES,
    SCHEMA,
    SG,
    Property,
    get_property,
    is_a,
)
from showgraph.sources.claims import OVERRULED, PLACEHOLDER, Claim
from showgraph.sources.credits import credit_claims, mint_credit
from showgraph.sources.facts import (
    KIND_OF_TYPE,
    LABEL,
    NAME,
    OLD_SCHEMA,
    PREFERRED,
    TYPE,
    Facts,
    modern,
    name_of_iri,
)
from showgraph.sources.schema_org import convert_values
from showgraph.sources.wikidata_items import ItemReader, parse_number
from showgraph.sources.wikidata_rdf import item_of_triples
from showgraph.sources.wikidata_words import DIRECT, ENTITY

Quad = tuple[str, str, str, str]
_MEANING = ("<" + SCHEMA, OLD_SCHEMA, "<" + DIRECT, "<" + SG)
_NAMING = frozenset({TYPE, LABEL, PREFERRED})
_EDGES: dict[str, Property] = {"<" + prop.iri: prop for prop in CREDIT_EDGES.values()}
_LINKS: dict[str, str] = {
    "<" + prop.iri: prop.range
    for prop in PROPERTIES
    if prop.value == "entity" and not prop.function and is_a(prop.of, "work") and prop.range != "genre"
}
_RANGES = _LINKS | {predicate: prop.range for predicate, prop in _EDGES.items()}
_CREDIT_OF, _CREDITED_TO, _FUNCTION, _CHARACTER = (
    "<" + get_property(key).iri for key in ("credit-of", "credited-to", "function", "character")
)
_EDGE_OF_FUNCTION = {
    "<" + function.iri: "<" + CREDIT_EDGES[function.edge].iri for function in FUNCTIONS.values() if function.edge
}


def understand(source: str, quads: Iterable[Quad]) -> Iterator[Claim | Quad]:
    """Yield the statements of a source as claims, those of named graphs as quads too, and what follows from them.

    Blank nodes that are works, people or organisations get identifiers. Only statements that may mean something in the
    model are kept in memory; the others go straight through.
    """
    held: list[Quad] = []
    for quad in quads:
        g, s, p, o = quad
        if p in _NAMING or p.startswith(_MEANING) or s[0] == "_" or o[0] == "_":
            held.append(quad)
            continue
        if g:
            yield quad
        yield Claim(source, s, p, o)
    facts = Facts(source, (quad[1:] for quad in held))
    if names := facts.name_blank_nodes(_RANGES):
        held = [(g, names.get(s, s), p, names.get(o, o)) for g, s, p, o in held]
        facts = Facts(source, (quad[1:] for quad in held))
    followed = list(_follow(facts))
    for quad in held:
        if quad[0]:
            yield quad
        yield from _restate(facts, quad)
    yield from followed


def _restate(facts: Facts, quad: Quad) -> Iterator[Claim]:
    _, s, p, o = quad
    new, value = modern(p), modern(o) if p == TYPE else o
    understood = (s, new, o) in facts.overruled
    yield Claim(facts.source, s, p, o, OVERRULED if understood and new == p else "actual")
    if (new, value) != (p, o) and not understood:
        yield Claim(facts.source, s, new, value)


def _follow(facts: Facts) -> Iterator[Claim]:
    inferred: dict[str, set[str]] = {}
    known = _credited(facts)
    subjects = list(facts.about)
    for subject in subjects:
        yield from convert_values(facts, subject)
        for predicate, terms in facts.about[subject].items():
            if prop := _EDGES.get(predicate):
                if not facts.kinds(subject) and not _is_role(facts, subject):
                    inferred.setdefault(subject, set()).add(prop.of)
                for term in terms:
                    yield from _credit_edge(facts, subject, prop, term, known, inferred)
            elif kind := _LINKS.get(predicate):
                for term in terms:
                    yield from _link(facts, subject, predicate, term, kind, inferred)
    items = yield from _follow_wikidata(facts)
    for subject in dict.fromkeys((*subjects, *inferred)):
        if subject not in items:
            yield from _describe(facts, subject, inferred.get(subject, set()))


def _credited(facts: Facts) -> set[tuple[str, str, str]]:
    """Return the direct edges that the source's own credits tell of."""
    return {
        (work, edge, person)
        for own in facts.about.values()
        if _CREDIT_OF in own
        for function in own.get(_FUNCTION, ())
        if (edge := _EDGE_OF_FUNCTION.get(function))
        for work in own[_CREDIT_OF]
        for person in own.get(_CREDITED_TO, ())
    }


def _credit_edge(
    facts: Facts,
    work: str,
    prop: Property,
    term: str,
    known: set[tuple[str, str, str]],
    inferred: dict[str, set[str]],
) -> Iterator[Claim]:
    predicate = "<" + prop.iri
    if _is_role(facts, work):
        facts.overrule(work, predicate, term)
        return
    within = facts.values(term, predicate) if _is_role(facts, term) else []
    if within:
        # A role stands between the work and the person: https://schema.org/Role.
        facts.overrule(work, predicate, term)
        names = [facts.name(name) for name in facts.values(term, _CHARACTER)] or [""]
    elif term[0] in "<_" and facts.is_a(term, "organization"):
        return
    else:
        within, names = [term], [""]
    for person in within:
        if (work, predicate, person) in known:
            continue
        if person[0] not in "<_":
            facts.overrule(work, predicate, person)
            person = yield from _mint(facts, "person", person)
        elif not facts.kinds(person):
            inferred.setdefault(person, set()).add("person")
        if not person:
            continue
        for name in names:
            credit = mint_credit(facts.source, work, prop.function, person, name)
            yield from credit_claims(facts.source, credit, work, person, prop.function)
            if name:
                yield Claim(facts.source, credit, _CHARACTER, '"' + name)


def _is_role(facts: Facts, term: str) -> bool:
    return any(modern(kind) in _ROLES for kind in facts.values(term, TYPE))


def _link(
    facts: Facts, subject: str, predicate: str, term: str, kind: str, inferred: dict[str, set[str]]
) -> Iterator[Claim]:
    if term[0] in "<_":
        kinds = facts.kinds(term)
        if not kinds or (is_a(kind, "organization") and set(kinds) == {"organization"}):
            inferred.setdefault(term, set()).add(kind)
    elif is_a(kind, "organization"):
        facts.overrule(subject, predicate, term)
        target = yield from _mint(facts, kind, term)
        if target:
            yield Claim(facts.source, subject, predicate, target)


def _mint(facts: Facts, kind: str, term: str) -> Generator[Claim, None, str]:
    """Yield what is said of a thing of which there is only a name, and return its term text."""
    name = facts.name(term)
    if not name:
        return ""
    minted = facts.mint(kind, name)
    yield Claim(facts.source, minted, TYPE, "<" + KINDS[kind].iri)
    yield Claim(facts.source, minted, LABEL, '"' + name)
    return minted


def _describe(facts: Facts, subject: str, inferred: set[str]) -> Iterator[Claim]:
    """Yield the classes of a thing in the model's words, and its one label."""
    own = facts.about.get(subject, {})
    given = own.get(TYPE, ())
    kinds = {kind for term in given if (kind := KIND_OF_TYPE.get(modern(term)))} | inferred
    for kind in sorted(kinds):
        if "<" + KINDS[kind].iri not in given:
            yield Claim(facts.source, subject, TYPE, "<" + KINDS[kind].iri)
    if not any(is_a(kind, above) for kind in kinds for above in _LABELLED):
        return
    labels = own.get(LABEL, ())
    tagged = [label for label in labels if label[0] == "@"]
    for label in tagged:
        facts.overrule(subject, LABEL, label)
        yield Claim(facts.source, subject, NAME, label)
    if len(tagged) == len(labels):
        name = facts.name(subject)
        status = "actual" if name else PLACEHOLDER
        yield Claim(facts.source, subject, LABEL, '"' + (name or name_of_iri(subject)), status)


_ROLES = frozenset("<" + SCHEMA + name for name in ("Role", "PerformanceRole", "OrganizationRole", "EmployeeRole"))
_LABELLED = ("work", "person", "organization", "character", "genre")


def _follow_wikidata(facts: Facts) -> Generator[Claim, None, set[str]]:
    """Yield what Wikidata's direct properties say, and return the subjects they tell of."""
    described: set[str] = set()
    direct = [
        subject
        for subject, own in facts.about.items()
        if subject.startswith("<" + ENTITY) and any(predicate.startswith("<" + DIRECT) for predicate in own)
    ]
    if not direct:
        return described
    reader = ItemReader(facts.source)
    for subject in direct:
        claims = reader.read(item_of_triples(subject, _pairs(facts, subject)))
        if claims:
            described.add(subject)
            _overrule_labels(facts, subject)
            yield from claims
    if reader.is_waiting():
        for subject in facts.about:
            number = parse_number(subject.removeprefix("<" + ENTITY))
            if (
                number
                and reader.wanted(number)
                and (claims := reader.describe(item_of_triples(subject, _pairs(facts, subject))))
            ):
                described.add(subject)
                _overrule_labels(facts, subject)
                yield from claims
    yield from reader.finish()
    return described


def _overrule_labels(facts: Facts, subject: str) -> None:
    for label in facts.values(subject, LABEL):
        if label[0] == "@":
            facts.overrule(subject, LABEL, label)


def _pairs(facts: Facts, subject: str) -> Iterator[tuple[str, str]]:
    for predicate, terms in facts.about[subject].items():
        for term in terms:
            yield predicate, term
