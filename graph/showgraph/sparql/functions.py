"""SPARQL's functions over term texts, for operands whose kind is only known row by row.

The engine calls them as ``sg_NAME``; None in means unbound or an error before, None out is an error. They are loaded
with the first query that needs one.
"""

# ruff: noqa: D103 - the functions bear the names of section 17.4 of the standard, which says what each does.

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from urllib.parse import quote

from showgraph.sparql.iris import is_absolute, resolve_iri
from showgraph.sparql.regexes import compile_for_python, replacement_for_python
from showgraph.sparql.values import (
    DECIMAL,
    DOUBLE,
    EXACT,
    FLOAT,
    INTEGER,
    Number,
    decimal_lexical,
    double_lexical,
    equal_terms,
    format_number,
    order_terms,
    parse_boolean,
    parse_moment,
    parse_number,
    promote,
    sort_key,
    split_literal,
    to_float,
)
from showgraph.store.terms import RDF_LANG_STRING, XSD, XSD_STRING

Text = str | None


def _string(text: Text) -> tuple[str, str] | None:
    """Return the string and the language of a string literal."""
    if text is None or text[:1] not in ('"', "@"):
        return None
    datatype, lexical = split_literal(text)
    return lexical, datatype[1:]


def _put(lexical: str, language: str = "") -> str:
    return f"@{language} {lexical}" if language else '"' + lexical


def _pair(left: Text, right: Text) -> tuple[str, str, str] | None:
    """Return two compatible strings and the first one's language (section 17.4.3.1.2)."""
    first, second = _string(left), _string(right)
    if first is None or second is None or (second[1] and second[1].lower() != first[1].lower()):
        return None
    return first[0], second[0], first[1]


def truth(text: Text) -> bool | None:
    """Return the effective boolean value of a term."""
    if text is None or text[:1] in ("<", "_"):
        return None
    if text[:1] in ('"', "@"):
        return split_literal(text)[1] != ""
    if number := parse_number(text):
        return not (number[1] == 0 or number[1] != number[1])
    datatype, _ = split_literal(text)
    if datatype == XSD + "boolean":
        return bool(parse_boolean(text))
    # An ill-formed number is false, not an error.
    return False if datatype.startswith(XSD) and parse_number(f"^{datatype} 1") else None


def equal(left: Text, right: Text) -> bool | None:
    return None if left is None or right is None else equal_terms(left, right)


def less(left: Text, right: Text) -> bool | None:
    order = None if left is None or right is None else order_terms(left, right)
    return None if order is None else order == -1


def at_most(left: Text, right: Text) -> bool | None:
    order = None if left is None or right is None else order_terms(left, right)
    return None if order is None else order in (-1, 0)


def _numbers(left: Text, right: Text) -> tuple[int, int | Decimal | float, int | Decimal | float] | None:
    first = None if left is None else parse_number(left)
    second = None if right is None else parse_number(right)
    return promote(first, second) if first and second else None


def _compute(
    left: Text, right: Text, exact: Callable[[Decimal, Decimal], Decimal], floating: Callable[[Any, Any], Any]
) -> Text:
    found = _numbers(left, right)
    if found is None:
        return None
    kind, a, b = found
    if kind >= FLOAT:
        return format_number(kind, _rounded(kind, floating(float(a), float(b))))
    if kind == INTEGER:
        return format_number(kind, int(floating(a, b)))
    return format_number(kind, exact(Decimal(a), Decimal(b)))


def _rounded(kind: int, value: float) -> float:
    """Return a float-typed result in single precision."""
    if kind != FLOAT or math.isinf(value) or math.isnan(value):
        return value
    import struct

    try:
        single: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    # The shortest decimal that is still this single: 33.33, not 33.3300018.
    for digits in range(6, 10):
        text = f"{single:.{digits}g}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == single:
            return float(text)
    return single


def add(left: Text, right: Text) -> Text:
    return _compute(left, right, EXACT.add, lambda a, b: a + b)


def subtract(left: Text, right: Text) -> Text:
    return _compute(left, right, EXACT.subtract, lambda a, b: a - b)


def multiply(left: Text, right: Text) -> Text:
    return _compute(left, right, EXACT.multiply, lambda a, b: a * b)


def divide(left: Text, right: Text) -> Text:
    found = _numbers(left, right)
    if found is None:
        return None
    kind, a, b = found
    if kind >= FLOAT:
        a, b = float(a), float(b)
        if b == 0:
            sign = math.copysign(1, a) * math.copysign(1, b)
            return format_number(kind, math.nan if a == 0 or a != a else sign * math.inf)
        return format_number(kind, _rounded(kind, a / b))
    return None if b == 0 else format_number(DECIMAL, EXACT.divide(Decimal(a), Decimal(b)))


def _each(text: Text, change: Callable[[int, int | Decimal | float], int | Decimal | float]) -> Text:
    number = None if text is None else parse_number(text)
    return None if number is None else format_number(number[0], change(*number))


def minus(text: Text) -> Text:
    return _each(text, lambda kind, value: -value)


def plus(text: Text) -> Text:
    return _each(text, lambda kind, value: value)


def abs_(text: Text) -> Text:
    return _each(text, lambda kind, value: value if value > 0 or value != value else -value + 0)


def _whole(rounding: str, floating: Callable[[float], float]) -> Callable[[Text], Text]:
    def change(kind: int, value: int | Decimal | float) -> int | Decimal | float:
        if kind == INTEGER:
            return value
        if kind == DECIMAL:
            return Decimal(value).to_integral_value(rounding)
        return value if math.isinf(value) or math.isnan(value) else float(floating(float(value)))

    return lambda text: _each(text, change)


def _round_half_up(value: float) -> float:
    return math.floor(value + 0.5) if abs(value) < 2**52 else value


def _round(text: Text) -> Text:
    # XPath rounds halves towards positive infinity, for negative numbers too.
    def change(kind: int, value: int | Decimal | float) -> int | Decimal | float:
        if kind == INTEGER:
            return value
        if kind == DECIMAL:
            exact = Decimal(value)
            return (exact + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
        return value if math.isinf(value) or math.isnan(value) else float(_round_half_up(float(value)))

    return _each(text, change)


def is_numeric(text: Text) -> bool | None:
    return None if text is None else parse_number(text) is not None


def _test(check: Callable[[str, str], bool]) -> Callable[[Text, Text], bool | None]:
    def run(left: Text, right: Text) -> bool | None:
        pair = _pair(left, right)
        return None if pair is None else check(pair[0], pair[1])

    return run


def upper_case(text: Text) -> Text:
    found = _string(text)
    return None if found is None else _put(found[0].upper(), found[1])


def substr(text: Text, start: Text, length: Text = "^http://www.w3.org/2001/XMLSchema#double INF") -> Text:
    found = _string(text)
    first = None if start is None else parse_number(start)
    count = None if length is None else parse_number(length)
    if found is None or first is None or count is None:
        return None
    begin, size = _half_up(first), _half_up(count)
    if begin != begin or size != size:
        return _put("", found[1])
    end = begin + size
    if end != end:
        return _put("", found[1])
    low = 0 if begin < 1 else min(len(found[0]), int(begin) - 1) if not math.isinf(begin) else len(found[0])
    high = (
        len(found[0]) if math.isinf(end) and end > 0 else max(low, min(len(found[0]), int(end) - 1)) if end > 0 else low
    )
    return _put(found[0][low:high], found[1])


def _half_up(number: Number) -> float:
    value = to_float(number[1])
    return value if math.isinf(value) or math.isnan(value) else float(_round_half_up(value))


def concat(texts: list[Text] | None) -> Text:
    found = [_string(text) for text in texts or []]
    strings = [pair for pair in found if pair is not None]
    if len(strings) < len(found):
        return None
    languages = {language for _, language in strings}
    return _put("".join(lexical for lexical, _ in strings), languages.pop() if len(languages) == 1 else "")


def strbefore(left: Text, right: Text) -> Text:
    pair = _pair(left, right)
    if pair is None:
        return None
    place = pair[0].find(pair[1])
    return '"' if place < 0 else _put(pair[0][:place], pair[2])


def strafter(left: Text, right: Text) -> Text:
    pair = _pair(left, right)
    if pair is None:
        return None
    place = pair[0].find(pair[1])
    return '"' if place < 0 else _put(pair[0][place + len(pair[1]) :], pair[2])


def encode_for_uri(text: Text) -> Text:
    found = _string(text)
    return None if found is None else '"' + quote(found[0], safe="-_.~")


def _simple(text: Text) -> Text:
    return text[1:] if text is not None and text[:1] == '"' else None


def regex(text: Text, pattern: Text, flags: Text) -> bool | None:
    found, wanted, chosen = _string(text), _simple(pattern), _simple(flags)
    compiled = None if wanted is None or chosen is None else compile_for_python(wanted, chosen)
    return None if found is None or compiled is None else compiled.search(found[0]) is not None


def replace(text: Text, pattern: Text, new: Text, flags: Text) -> Text:
    found, wanted, put, chosen = _string(text), _simple(pattern), _simple(new), _simple(flags)
    if found is None or wanted is None or put is None or chosen is None:
        return None
    compiled, replacement = compile_for_python(wanted, chosen), replacement_for_python(put, chosen)
    if compiled is None or replacement is None or compiled.search("") is not None:
        return None
    for number in range(compiled.groups + 1, 10):
        replacement = replacement.replace(f"\\g<{number}>", "")
    return _put(compiled.sub(replacement, found[0]), found[1])


def lang_matches(tag: Text, wanted: Text) -> bool | None:
    have, asked = _simple(tag), _simple(wanted)
    if have is None or asked is None:
        return None
    have, asked = have.lower(), asked.lower()
    return have != "" if asked == "*" else have == asked or have.startswith(asked + "-")


def strlang(text: Text, tag: Text) -> Text:
    lexical, language = _simple(text), _simple(tag)
    return None if lexical is None or not language else _put(lexical, language)


def strdt(text: Text, datatype: Text) -> Text:
    lexical = _simple(text)
    if lexical is None or datatype is None or datatype[:1] != "<" or datatype[1:] == RDF_LANG_STRING:
        return None
    return '"' + lexical if datatype[1:] == XSD_STRING else f"^{datatype[1:]} {lexical}"


def iri(text: Text, base: Text) -> Text:
    if text is None or text[:1] == "<":
        return text
    found = _simple(text)
    if found is None:
        return None
    whole = resolve_iri(found, base or "")
    return "<" + whole if is_absolute(whole) or not base else None


def _part(name: str, kinds: tuple[str, ...]) -> Callable[[Text], Text]:
    def run(text: Text) -> Text:
        moment = None if text is None else parse_moment(text)
        if moment is None or moment.kind not in kinds:
            return None
        value = getattr(moment, name)
        return format_number(DECIMAL if name == "second" else INTEGER, value)

    return run


def timezone(text: Text) -> Text:
    moment = None if text is None else parse_moment(text)
    if moment is None or moment.zone is None or moment.kind not in ("dateTime", "date", "time"):
        return None
    hours, minutes = divmod(abs(moment.zone), 60)
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"^{XSD}dayTimeDuration {'-' if moment.zone < 0 else ''}PT{parts or '0S'}"


def tz(text: Text) -> Text:
    moment = None if text is None else parse_moment(text)
    return None if moment is None or moment.kind not in ("dateTime", "date", "time") else '"' + moment.zone_text


def _hash(name: str) -> Callable[[Text], Text]:
    def run(text: Text) -> Text:
        found = _string(text)
        return None if found is None else '"' + hashlib.new(name, found[0].encode()).hexdigest()

    return run


def cast_string(text: Text) -> Text:
    if text is None or text[:1] == "_":
        return None
    if text[:1] == "<":
        return '"' + text[1:]
    number = parse_number(text)
    if number is None:
        flag = parse_boolean(text)
        return '"' + (split_literal(text)[1] if flag is None else str(flag).lower())
    kind, value = number
    if kind < FLOAT:
        return '"' + (decimal_lexical(Decimal(value)) if kind == DECIMAL else str(value))
    near = float(value)
    # XPath writes a double of ordinary size without an exponent.
    if near == 0 or 1e-6 <= abs(near) < 1e6:
        return '"' + decimal_lexical(Decimal(repr(near)))
    return '"' + double_lexical(near)


def _cast_number(name: str, kind: int) -> Callable[[Text], Text]:
    def run(text: Text) -> Text:
        if text is None or text[:1] in ("<", "_", "@"):
            return None
        number = parse_number(text)
        if number is None:
            flag = parse_boolean(text)
            if flag is not None:
                number = (INTEGER, int(flag))
            elif text[:1] == '"':
                number = parse_number(f"^{XSD}{name} {text[1:]}")
        if number is None:
            return None
        value = number[1]
        if kind >= FLOAT:
            return format_number(kind, _rounded(kind, to_float(value)))
        if isinstance(value, float):
            if math.isinf(value) or math.isnan(value):
                return None
            value = Decimal(repr(value))
        return format_number(kind, int(value) if kind == INTEGER else Decimal(value))

    return run


def cast_boolean(text: Text) -> Text:
    if text is None or text[:1] in ("<", "_", "@"):
        return None
    number = parse_number(text)
    if number is not None:
        flag: bool | None = not (number[1] == 0 or number[1] != number[1])
    else:
        flag = parse_boolean(text if text[:1] == "^" else f"^{XSD}boolean {text[1:]}")
    return None if flag is None else f"^{XSD}boolean {str(flag).lower()}"


def cast_datetime(text: Text) -> Text:
    if text is None or text[:1] not in ('"', "^"):
        return None
    whole = text if text[:1] == "^" else f"^{XSD}dateTime {text[1:].strip()}"
    moment = parse_moment(whole)
    if moment is None:
        return None
    if moment.kind == "dateTime":
        return f"^{XSD}dateTime {split_literal(whole)[1].strip()}"
    if moment.kind == "date":
        lexical = split_literal(whole)[1].strip()
        day = lexical[: len(lexical) - len(moment.zone_text)]
        return f"^{XSD}dateTime {day}T00:00:00{moment.zone_text}"
    return None


def total(texts: list[Text] | None) -> Text:
    """Return the sum of a group; any term that is no number makes it an error."""
    result: Text = format_number(INTEGER, 0)
    for text in texts or []:
        result = add(result, text)
        if result is None:
            return None
    return result


def average(texts: list[Text] | None) -> Text:
    """Return the mean of a group, zero for an empty one."""
    if not texts:
        return format_number(INTEGER, 0)
    return divide(total(texts), format_number(INTEGER, len(texts)))


def join_strings(texts: list[Text] | None, separator: Text) -> Text:
    """Return a group's strings in one; any term without a string makes it an error."""
    found = [cast_plain(text) for text in texts or []]
    if any(text is None for text in found):
        return None
    return '"' + (separator or "").join(text for text in found if text is not None)


def cast_plain(text: Text) -> Text:
    """Return what STR says of a term."""
    if text is None or text[:1] == "_":
        return None
    return text[1:] if text[:1] == "<" else split_literal(text)[1]


def order_key(text: Text) -> Text:
    return None if text is None else sort_key(text)


V, B, L = "VARCHAR", "BOOLEAN", "VARCHAR[]"
Function = tuple[Callable[..., str | bool | None], tuple[str, ...], str]

FUNCTIONS: dict[str, Function] = {
    "truth": (truth, (V,), B),
    "equal": (equal, (V, V), B),
    "less": (less, (V, V), B),
    "at_most": (at_most, (V, V), B),
    "add": (add, (V, V), V),
    "subtract": (subtract, (V, V), V),
    "multiply": (multiply, (V, V), V),
    "divide": (divide, (V, V), V),
    "minus": (minus, (V,), V),
    "plus": (plus, (V,), V),
    "abs": (abs_, (V,), V),
    "ceil": (_whole(ROUND_CEILING, math.ceil), (V,), V),
    "floor": (_whole(ROUND_FLOOR, math.floor), (V,), V),
    "round": (_round, (V,), V),
    "is_numeric": (is_numeric, (V,), B),
    "contains": (_test(lambda a, b: b in a), (V, V), B),
    "starts": (_test(str.startswith), (V, V), B),
    "ends": (_test(str.endswith), (V, V), B),
    "upper_case": (upper_case, (V,), V),
    "substr": (lambda text, start: substr(text, start), (V, V), V),
    "substr_length": (substr, (V, V, V), V),
    "concat": (concat, (L,), V),
    "strbefore": (strbefore, (V, V), V),
    "strafter": (strafter, (V, V), V),
    "encode_for_uri": (encode_for_uri, (V,), V),
    "regex": (regex, (V, V, V), B),
    "replace": (replace, (V, V, V, V), V),
    "lang_matches": (lang_matches, (V, V), B),
    "strlang": (strlang, (V, V), V),
    "strdt": (strdt, (V, V), V),
    "iri": (iri, (V, V), V),
    "year": (_part("year", ("dateTime", "date", "gYear", "gYearMonth")), (V,), V),
    "month": (_part("month", ("dateTime", "date", "gYearMonth", "gMonth", "gMonthDay")), (V,), V),
    "day": (_part("day", ("dateTime", "date", "gDay", "gMonthDay")), (V,), V),
    "hours": (_part("hour", ("dateTime", "time")), (V,), V),
    "minutes": (_part("minute", ("dateTime", "time")), (V,), V),
    "seconds": (_part("second", ("dateTime", "time")), (V,), V),
    "timezone": (timezone, (V,), V),
    "tz": (tz, (V,), V),
    **{name: (_hash(name), (V,), V) for name in ("md5", "sha1", "sha256", "sha384", "sha512")},
    "cast_string": (cast_string, (V,), V),
    "cast_boolean": (cast_boolean, (V,), V),
    "cast_dateTime": (cast_datetime, (V,), V),
    "cast_integer": (_cast_number("integer", INTEGER), (V,), V),
    "cast_decimal": (_cast_number("decimal", DECIMAL), (V,), V),
    "cast_float": (_cast_number("float", FLOAT), (V,), V),
    "cast_double": (_cast_number("double", DOUBLE), (V,), V),
    "total": (total, (L,), V),
    "average": (average, (L,), V),
    "join_strings": (join_strings, (L, V), V),
    "order_key": (order_key, (V,), V),
}
