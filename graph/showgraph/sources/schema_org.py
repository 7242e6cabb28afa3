"""Values as schema.org has them (https://schema.org/docs/datamodel.html) to values as the model has them.

A value of the model's own form stands as it is; of another, the model's form is added and the original overruled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from showgraph.model import ID, SCHEMA, XSD, get_property
from showgraph.sources.claims import Claim
from showgraph.sources.credits import find_country, find_language, genre_claims
from showgraph.sources.facts import Facts, lexical, name_of_iri
from showgraph.sources.toml_values import integer_text, read_date, typed_text

Values = Iterator[tuple[str, str]]
Convert = Callable[[Facts, str, str], Values]
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+")


def convert_values(facts: Facts, subject: str) -> Iterator[Claim]:
    """Yield what follows from a subject's values, and overrule what they replace."""
    for predicate, terms in facts.about[subject].items():
        if predicate == _GENRE:
            yield from _convert_genres(facts, subject, terms)
        elif convert := _CONVERT.get(predicate):
            for term in terms:
                found = list(convert(facts, predicate, term))
                if any(new == predicate for new, _ in found) and (predicate, term) not in found:
                    facts.overrule(subject, predicate, term)
                for new, value in found:
                    if (new, value) != (predicate, term):
                        yield Claim(facts.source, subject, new, value)


def _convert_genres(facts: Facts, subject: str, terms: list[str]) -> Iterator[Claim]:
    for term in terms:
        if term.startswith("<" + ID) or facts.is_a(term, "genre") or (term[0] == "_" and not facts.name(term)):
            continue
        names = [facts.name(term) or name_of_iri(term)] if term[0] in "<_" else lexical(term).split(",")
        facts.overrule(subject, _GENRE, term)
        for name in names:
            if name.strip():
                genre, claims = genre_claims(facts.source, name)
                yield Claim(facts.source, subject, _GENRE, genre)
                yield from claims


def _country(facts: Facts, predicate: str, term: str) -> Values:
    code = facts.values(term, "<" + SCHEMA + "identifier") if term[0] in "<_" else []
    names = [*(facts.name(given) for given in code), facts.name(term)]
    found = next((found for name in names if (found := find_country(name))), "") or (
        next((name for name in names if name), "") if term[0] in "<_" else ""
    )
    if found:
        yield predicate, '"' + found


def _language(facts: Facts, predicate: str, term: str) -> Values:
    code = facts.values(term, "<" + SCHEMA + "alternateName") if term[0] in "<_" else []
    found = next((found for each in [*code, term] if (found := find_language(facts.name(each)))), "")
    if found:
        yield predicate, '"' + found
    elif term[0] in "<_" and facts.name(term):
        yield predicate, '"' + facts.name(term)


def _date(facts: Facts, predicate: str, term: str) -> Values:
    found = re.match(r"\d{4}(-\d{2}(-\d{2})?)?(?=$|T|[+Z])", lexical(term)) if term[0] not in "<_" else None
    if found and not term.startswith((f"^{XSD}date ", f"^{XSD}gYear")):
        try:
            yield _DATES[predicate], read_date(found.group())
        except ValueError:
            return
    elif found and _DATES[predicate] != predicate:
        yield _DATES[predicate], term


def _end(facts: Facts, predicate: str, term: str) -> Values:
    if found := re.match(r"\d{4}", lexical(term) if term[0] not in "<_" else ""):
        yield "<" + get_property("end-year").iri, integer_text(int(found.group()))


def _integer(facts: Facts, predicate: str, term: str) -> Values:
    text = lexical(term).strip().replace(",", "") if term[0] not in "<_" else ""
    if re.fullmatch(r"\d{1,9}(\.0+)?", text):
        yield predicate, integer_text(int(text.partition(".")[0]))


def _duration(facts: Facts, predicate: str, term: str) -> Values:
    found = _DURATION.fullmatch(lexical(term).strip()) if term[0] not in "<_" else None
    if found and any(found.groups()):
        days, hours, minutes, seconds = (int(part[:6]) if part else 0 for part in found.groups())
        total = round(days * 1440 + hours * 60 + minutes + seconds / 60)
        if total:
            yield "<" + get_property("runtime").iri, integer_text(total)


def _rating(facts: Facts, predicate: str, term: str) -> Values:
    """Yield a rating on the scale to ten; schema.org says that one without a best value goes to five."""
    value, best = (_number(facts, term, key) for key in ("ratingValue", "bestRating"))
    if value is not None:
        best = best or Decimal(5 if value <= 5 else 10 if value <= 10 else 100)
        if 0 <= value <= best:
            scaled = round(value * 10 / best, 2).normalize()
            yield "<" + get_property("rating").iri, typed_text(format(scaled, "f"), "decimal")
    count = _number(facts, term, "ratingCount")
    if count is not None and count >= 0:
        yield "<" + get_property("rating-count").iri, integer_text(int(count))


def _number(facts: Facts, subject: str, key: str) -> Decimal | None:
    for term in facts.values(subject, "<" + SCHEMA + key):
        text = lexical(term).strip().replace(",", "") if term[0] not in "<_" else ""
        try:
            if re.fullmatch(r"\d{1,12}(\.\d{1,12})?", text):
                return Decimal(text)
        except InvalidOperation:
            continue
    return None


def _keywords(facts: Facts, predicate: str, term: str) -> Values:
    if term[0] in "<_":
        names = [facts.name(term)]
    elif "," not in term:
        return
    else:
        names = lexical(term).split(",")
    for name in names:
        if name.strip():
            yield predicate, '"' + name.strip()


def _address(facts: Facts, predicate: str, term: str) -> Values:
    text = lexical(term).strip() if term[0] not in "<_" else ""
    if _ADDRESS.fullmatch(text):
        yield predicate, "<" + text


def _place(facts: Facts, predicate: str, term: str) -> Values:
    if name := facts.name(term):
        yield predicate, '"' + name


_GENRE = "<" + get_property("genres").iri
_RELEASED = "<" + get_property("released").iri
_DATES = {"<" + SCHEMA + key: "<" + SCHEMA + key for key in ("datePublished", "birthDate", "deathDate")} | {
    "<" + SCHEMA + "startDate": _RELEASED
}
_CONVERT: Mapping[str, Convert] = {
    "<" + SCHEMA + key: convert
    for convert, keys in (
        (_country, ("countryOfOrigin", "nationality")),
        (_language, ("inLanguage",)),
        (_date, ("datePublished", "birthDate", "deathDate", "startDate")),
        (_end, ("endDate",)),
        (_integer, ("numberOfEpisodes", "numberOfSeasons")),
        (_duration, ("duration", "timeRequired")),
        (_rating, ("aggregateRating",)),
        (_keywords, ("keywords",)),
        (_address, ("sameAs",)),
        (_place, ("birthPlace",)),
    )
    for key in keys
}
