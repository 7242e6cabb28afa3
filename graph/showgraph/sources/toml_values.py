"""Values of TOML as term texts, by the model's value types."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from showgraph.model import XSD

_CODES = re.compile(r"[A-Z]{2}|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def iri_text(iri: str) -> str:
    """Return an IRI as term text."""
    return "<" + iri


def string_text(value: str, language: str = "") -> str:
    """Return a string as term text; the language tag is set only where it is known."""
    return f"@{language} {value}" if language else f'"{value}'


def typed_text(value: str, datatype: str) -> str:
    """Return a literal of an XSD datatype as term text."""
    return f"^{XSD}{datatype} {value}"


def integer_text(value: int) -> str:
    """Return an ``xsd:integer`` as term text."""
    return typed_text(str(value), "integer")


def read_string(value: object) -> str:
    """Return a non-empty string as term text."""
    return string_text(_text(value))


def read_integer(value: object) -> str:
    """Return an integer as term text."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"expected a whole number, found {value!r}")
    if value < 0:
        raise ValueError(f"expected a number that isn't negative, found {value}")
    return integer_text(value)


def read_decimal(value: object) -> str:
    """Return a decimal as term text."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"expected a number, found {value!r}")
    return typed_text(format(Decimal(str(value)).normalize(), "f"), "decimal")


def read_date(value: object) -> str:
    """Return a day, a month (``"2022-01"``) or a year (``2022``) as term text, with just the precision given."""
    if isinstance(value, datetime.datetime):
        raise ValueError(f"expected a date without a time, found {value.isoformat()}")
    if isinstance(value, datetime.date):
        return typed_text(value.isoformat(), "date")
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return typed_text(str(value), "gYear")
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}", value):
            return typed_text(value, "gYear")
        if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
            return typed_text(value, "gYearMonth")
        try:
            return typed_text(datetime.date.fromisoformat(value).isoformat(), "date")
        except ValueError:
            pass
    raise ValueError(f'expected a date such as 2022-01-28, "2022-01" or 2022, found {value!r}')


def read_iri(value: object) -> str:
    """Return an absolute IRI as term text."""
    text = _text(value)
    if not re.match(r"[a-z][a-z0-9+.-]*:", text) or re.search(r'[\s<>"{}|\\^`]', text):
        raise ValueError(f"expected an address such as https://example.org/1, found {text!r}")
    return iri_text(text)


def read_code(value: object) -> str:
    """Return a country or language code as term text."""
    text = _text(value)
    if not _CODES.fullmatch(text):
        raise ValueError(f"expected a code such as KR or ko, found {text!r}")
    return string_text(text)


def read_texts(value: object) -> list[str]:
    """Return names as term texts: a table from language to one or several, or a list of strings and such tables."""
    if isinstance(value, str):
        return [string_text(_text(value))]
    if isinstance(value, list):
        return [text for entry in value for text in read_texts(entry)]
    if isinstance(value, dict):
        found = []
        for language, names in value.items():
            if not _LANGUAGE.fullmatch(language):
                raise ValueError(f"expected a language such as ko or ko-Latn, found {language!r}")
            found += [string_text(_text(name), language) for name in (names if isinstance(names, list) else [names])]
        return found
    raise ValueError(f'expected names such as {{ ko = "…" }} or ["…"], found {value!r}')


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a text in quotes, found {value!r}")
    if not value.strip() or value != value.strip():
        raise ValueError(f"expected a text without spaces around it, found {value!r}")
    return value
