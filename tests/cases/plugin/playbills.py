"""A source of another package: playbills, whose first line is a title and whose others are a role, dots and a name."""

from collections.abc import Iterator

from showgraph.model import RDF_TYPE, RDFS, get_kind, get_property, make_slug, mint_iri
from showgraph.sources.claims import Claim
from showgraph.sources.source import Intake, Look, Source


def read_playbill(intake: Intake) -> None:
    """Read one playbill: its play, its roles and who plays them."""
    intake.describe(f"Playbill {intake.path.name}", trust=3)
    intake.load(_claims(intake))


def _claims(intake: Intake) -> Iterator[Claim]:
    def say(subject: str, predicate: str, value: str) -> Claim:
        return Claim(intake.source, "<" + subject, "<" + predicate, value)

    title, *lines = intake.path.read_text("utf-8").splitlines()
    work = mint_iri("show", "playbill-" + make_slug(title))
    yield say(work, RDF_TYPE, "<" + get_kind("tv-special").iri)
    yield say(work, RDFS + "label", '"' + title)
    for number, line in enumerate(lines, 2):
        intake.reading.read += 1
        role, dots, name = line.partition(" ... ")
        if not dots:
            entry = {"file": str(intake.path), "line": number, "reason": "no role, dots and name"}
            intake.reading.set_aside.append(entry)
            continue
        intake.reading.loaded += 1
        person, credit = mint_iri("person", "playbill-" + make_slug(name)), mint_iri("credit", f"playbill-{number}")
        yield say(person, RDF_TYPE, "<" + get_kind("person").iri)
        yield say(person, RDFS + "label", '"' + name)
        yield say(credit, RDF_TYPE, "<" + get_kind("credit").iri)
        yield say(credit, get_property("credit-of").iri, "<" + work)
        yield say(credit, get_property("credited-to").iri, "<" + person)
        yield say(credit, get_property("function").iri, "<https://w3id.org/showgraph/ns#acting")
        yield say(credit, get_property("character").iri, '"' + role)


def looks_like_playbill(look: Look) -> int:
    """Tell a playbill by its dots."""
    return 8 if " ... " in look.head else 0


SOURCE = Source("playbill", "playbills, text", read_playbill, looks_like_playbill)
