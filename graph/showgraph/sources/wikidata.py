"""Wikidata's dumps: entities as JSON, one a line (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html),
and the truthy statements as N-Triples. Both may be compressed, both are read line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from showgraph.errors import DataError
from showgraph.model import RDF_TYPE, RDFS, get_kind, get_property, mint_iri
from showgraph.sources import wikidata_words as words
from showgraph.sources.claims import OVERRULED, Claim, Reading
from showgraph.sources.lines import LONGEST_LINE, Rows, read_document, read_lines
from showgraph.sources.rdf import QuadText, read_rdf
from showgraph.sources.toml_values import read_date
from showgraph.sources.wikidata_items import NEEDED, Item, ItemReader, Value, choose_label, language_tag, parse_number
from showgraph.sources.wikidata_rdf import LABEL_PREDICATES, item_of_triples

_Json = Mapping[str, Any]
SOURCE = mint_iri("source", "wikidata")
_LABEL = "<" + RDFS + "label"
_ID = re.compile(rb'"id"\s*:\s*"(Q[1-9]\d{0,8})"')
_NOT_KNOWN = "entities that are of no kind in the model and that nothing points to"
_JULIAN = "Q1985786"
_DAY, _MONTH, _YEAR = 11, 10, 9


def read_wikidata(path: Path, reading: Reading) -> Iterator[Claim]:
    """Yield the claims of a file of Wikidata's entities; ``reading`` counts one row an entity.

    The file is a dump, or what the site itself gives for one or several entities (``{"entities": {…}}``). It is read
    once; a second time, without parsing more than is needed, when works point to things of classes that are unknown
    here, such as a studio that is just a business.

    Raises:
        DataError: nothing in it can be read.
    """
    rows = Rows(reading, path)
    items = ItemReader(SOURCE)
    yield from _describe_source()
    unknown = 0
    for number, entity in _entities(path, rows.leave):
        try:
            item = parse_item(entity)
            claims = items.read(item) if item else []
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            rows.leave(number, f"not an entity as Wikidata writes them: {error}")
            continue
        if claims:
            rows.load()
            yield from claims
        else:
            unknown += 1
    if unknown and items.is_waiting():
        for claims in _second_reading(path, items, rows):
            unknown -= 1
            yield from claims
    yield from items.finish()
    _tell(items, rows)
    rows.leave_many(unknown, _NOT_KNOWN)
    if not unknown:
        rows.refuse_if_empty("entity of Wikidata")


def read_wikidata_truthy(path: Path, reading: Reading) -> Iterator[Claim]:
    """Yield the statements of a file of truthy N-Triples, and what they say in the model's words.

    ``reading`` counts one row a statement. Statements of one subject stand together in Wikidata's own files; where they
    don't, each group of lines is understood for itself. Truthy statements have no qualifiers, and no precision: a
    first of January is taken as the year, the first of another month as the month.

    Raises:
        DataError: nothing in it can be read.
    """
    rows = Rows(reading, path)
    items = ItemReader(SOURCE)
    yield from _describe_source()
    unknown = False
    for item, statements in _subjects(read_rdf(path, "ntriples", bad=rows.leave)):
        claims = items.read(item) if item.number else []
        unknown = unknown or not claims
        for _, s, p, o in statements:
            rows.load()
            # Labels in all languages are names; the one label is plain.
            yield Claim(SOURCE, s, p, o, OVERRULED if item.labels and p == _LABEL and o[0] == "@" else "actual")
        if item.labels and not claims:
            yield Claim(SOURCE, statements[0][1], _LABEL, '"' + choose_label(item.labels))
        yield from claims
    if unknown and items.is_waiting():
        for item, _ in _subjects(read_rdf(path, "ntriples", bad=_ignore)):
            if item.number and items.wanted(item.number):
                yield from items.describe(item)
    yield from items.finish()
    _tell(items, rows)
    rows.refuse_if_empty("statement")


def parse_item(entity: _Json) -> Item | None:
    """Return what is needed of an entity of Wikidata's JSON; nothing of a property or lexeme.

    Raises:
        ValueError: it isn't an entity; a TypeError, KeyError or AttributeError says the same.
    """
    given = entity["id"]
    if not isinstance(given, str) or not re.fullmatch(r"[QPLM][1-9]\d*(-[FS]\d+)?", given):
        raise ValueError(f"its id is {given!r}")
    number = parse_number(given)
    if not number:
        return None
    item = Item(number)
    for language, label in _mapping(entity.get("labels")).items():
        item.labels[language] = _text(label["value"])
    for language, several in _mapping(entity.get("aliases")).items():
        item.aliases[language] = [name for alias in several if (name := _text(alias["value"]))]
    item.labels = {language: label for language, label in item.labels.items() if label}
    for key, statements in _mapping(entity.get("claims")).items():
        if key in NEEDED:
            item.values[key] = _read_statements(statements)
    return item


def _describe_source() -> Iterator[Claim]:
    yield Claim(SOURCE, "<" + SOURCE, "<" + RDF_TYPE, "<" + get_kind("source").iri)
    yield Claim(SOURCE, "<" + SOURCE, _LABEL, '"Wikidata')
    for key, value in {"title": "Wikidata", "publisher": "Wikimedia", "licence": "CC0-1.0"}.items():
        yield Claim(SOURCE, "<" + SOURCE, "<" + get_property(key, "source").iri, '"' + value)


def _tell(items: ItemReader, rows: Rows) -> None:
    for number, works in sorted(items.unknown.items()):
        rows.note(f"Q{number} is not in the file and has no name here; left out of {works} of the rows loaded")


def _ignore(line: int, reason: str) -> None:
    """What was set aside in the first reading needs no second word."""


def _entities(path: Path, bad: Callable[[int, str], None]) -> Iterator[tuple[int, _Json]]:
    """Yield the entities of a file with their lines: of each line one, or of a whole document of any layout."""
    if (whole := _whole_document(path)) is not None:
        for entity in whole:
            yield 1, entity
        return
    for number, data, problem in read_lines(path):
        line = data.strip().removesuffix(b",").rstrip()
        if problem:
            bad(number, problem)
        elif line not in (b"", b"[", b"]"):
            try:
                entity = _parse_json(line)
            except ValueError as error:
                bad(number, str(error))
                continue
            yield number, entity


def _whole_document(path: Path) -> list[_Json] | None:
    """Return the entities of a file that is one JSON document, such as the site gives; nothing of a dump."""
    for _, data, problem in read_lines(path):
        line = data.strip().removesuffix(b",").rstrip()
        if problem:
            return None
        if line in (b"", b"["):
            continue
        try:
            first = _parse_json(line)
        except ValueError:
            break
        return _several(first) if "entities" in first else None
    try:
        document = json.loads(read_document(path, LONGEST_LINE))
    except (ValueError, RecursionError, DataError):
        return None
    found = document if isinstance(document, list) else _several(document) if isinstance(document, dict) else []
    return found if all(isinstance(entity, dict) for entity in found) else None


def _several(document: _Json) -> list[_Json]:
    entities = document.get("entities")
    return list(entities.values()) if isinstance(entities, dict) else [document]


def _parse_json(line: bytes) -> _Json:
    try:
        found = json.loads(line)
        if b"\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise ValueError(f"not UTF-8: {error}") from error
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValueError("not an entity")
    return found


def _second_reading(path: Path, items: ItemReader, rows: Rows) -> Iterator[list[Claim]]:
    """Yield the claims of each entity that was left out in the first reading, but that something points to."""
    whole = _whole_document(path)
    for entity in _wanted(path, items) if whole is None else whole:
        try:
            item = parse_item(entity)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        if item and items.wanted(item.number):
            known = item.number in items.met
            claims = items.describe(item)
            if not known:
                rows.load()
                yield claims


def _wanted(path: Path, items: ItemReader) -> Iterator[_Json]:
    for _, data, _ in read_lines(path):
        # The id stands at the start of a line, before anything else that is called so.
        found = _ID.search(data, 0, 200)
        if found is None or items.wanted(parse_number(found.group(1).decode())):
            try:
                yield _parse_json(data.strip().removesuffix(b",").rstrip())
            except ValueError:
                continue


def _mapping(value: object) -> _Json:
    # PHP writes an empty table as a list.
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a name is {value!r}")
    return " ".join(value.split())


def _read_statements(statements: Iterable[_Json]) -> list[Value]:
    """Return the values of statements that are not deprecated; the best are the preferred, or else the normal ones."""
    kept = [statement for statement in statements if statement.get("rank") != "deprecated"]
    preferred = any(statement.get("rank") == "preferred" for statement in kept)
    found = []
    for statement in kept:
        if value := _read_snak(statement["mainsnak"]):
            value.best = not preferred or statement.get("rank") == "preferred"
            value.qualifiers = {
                key: [qualifier for snak in snaks if (qualifier := _read_snak(snak))]
                for key, snaks in _mapping(statement.get("qualifiers")).items()
                if key in (words.ROLE, words.ROLE_NAME, words.ORDINAL)
            }
            found.append(value)
    return found


def _read_snak(snak: _Json) -> Value | None:
    if snak.get("snaktype") != "value":
        return None
    data = snak["datavalue"]
    value = data["value"]
    match data["type"]:
        case "wikibase-entityid":
            number = parse_number(value["id"] if "id" in value else f"Q{value['numeric-id']}")
            return Value(item=number) if number else None
        case "string":
            return Value(term='"' + _text(value)) if _text(value) else None
        case "monolingualtext":
            return _read_text(_text(value["text"]), value["language"])
        case "time":
            term = read_time(value["time"], value["precision"], value["calendarmodel"].endswith(_JULIAN))
            return Value(term=term) if term else None
        case "quantity":
            return _read_amount(value["amount"], value["unit"].rpartition("/")[2])
    return None


def _read_text(text: str, language: str) -> Value | None:
    if not text or not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", language):
        return None
    return Value(term=f"@{language_tag(language)} {text}")


def _read_amount(amount: str, unit: str) -> Value | None:
    number = float(amount) * words.MINUTES.get(unit, 1.0)
    return Value(term=str(round(number))) if 0 < number < 1e9 else None


def read_time(time: str, precision: int, julian: bool = False) -> str:
    """Return a time of Wikidata as a term text of just its precision; nothing of decades and of years before 1000.

    A day of the Julian calendar is only told by its year, which is the same in nearly all cases.

    >>> read_time("+2019-01-25T00:00:00Z", 11), read_time("+2019-01-00T00:00:00Z", 9)
    ('^http://www.w3.org/2001/XMLSchema#date 2019-01-25', '^http://www.w3.org/2001/XMLSchema#gYear 2019')
    """
    found = re.match(r"\+0*([1-9]\d{3})-(\d\d)-(\d\d)T", time)
    if not found or precision < _YEAR:
        return ""
    year, month, day = found.groups()
    wanted = [year] if julian else [f"{year}-{month}-{day}", f"{year}-{month}", year][_DAY - min(precision, _DAY) :]
    for text in wanted:
        try:
            return read_date(text)
        except ValueError:
            continue
    return ""


def _subjects(quads: Iterable[QuadText]) -> Iterator[tuple[Item, list[QuadText]]]:
    """Yield the statements of each subject that stand together, and what is needed of them."""
    for subject, group in groupby(quads, key=lambda quad: quad[1]):
        statements = list(group)
        needed = ((p, o) for _, _, p, o in statements if p in LABEL_PREDICATES or p.startswith("<" + words.DIRECT))
        yield item_of_triples(subject, needed), statements
