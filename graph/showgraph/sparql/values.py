"""The values of literals: numbers with their types, moments with or without a zone, and what compares with what.

Values come from term texts. ``None`` is always SPARQL's error.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Context as DecimalContext
from decimal import Decimal
from functools import lru_cache

from showgraph.store.layout import INTEGER_TYPES
from showgraph.store.terms import XSD

# Numeric types in the order of promotion.
INTEGER, DECIMAL, FLOAT, DOUBLE = range(4)
TYPE_NAMES = ("integer", "decimal", "float", "double")
Number = tuple[int, int | Decimal | float]

EXACT = DecimalContext(prec=60)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL = {"INF": math.inf, "+INF": math.inf, "-INF": -math.inf, "NaN": math.nan}


def split_literal(text: str) -> tuple[str, str]:
    """Return the datatype (``""`` for a plain string, ``@tag`` for a language) and the lexical form of a literal."""
    if text[:1] == '"':
        return "", text[1:]
    head, _, lexical = text.partition(" ")
    return (head, lexical) if head[:1] == "@" else (head[1:], lexical)


def is_literal(text: str) -> bool:
    """Tell whether a term text is that of a literal."""
    return text[:1] not in ("<", "_")


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number | None:
    """Return the numeric type and value of a literal, None when it is no well-formed number."""
    if text[:1] != "^":
        return None
    datatype, lexical = split_literal(text)
    if not datatype.startswith(XSD):
        return None
    lexical = lexical.strip(" \t\r\n")
    name = datatype[len(XSD) :]
    if datatype in INTEGER_TYPES:
        return (INTEGER, int(lexical)) if _INTEGER.fullmatch(lexical) and len(lexical) < 4000 else None
    if name == "decimal":
        return (DECIMAL, Decimal(lexical)) if _DECIMAL.fullmatch(lexical) else None
    if name in ("double", "float"):
        kind = DOUBLE if name == "double" else FLOAT
        if lexical in _SPECIAL:
            return kind, _SPECIAL[lexical]
        return (kind, float(lexical)) if _DOUBLE.fullmatch(lexical) else None
    return None


def format_number(kind: int, value: int | Decimal | float) -> str:
    """Return the term text of a number, in its canonical form."""
    return f"^{XSD}{TYPE_NAMES[kind]} {number_lexical(kind, value)}"


def number_lexical(kind: int, value: int | Decimal | float) -> str:
    """Return the canonical lexical form of a number."""
    if kind == INTEGER:
        return str(int(value))
    if kind == DECIMAL:
        return decimal_lexical(Decimal(value))
    return double_lexical(float(value))


def decimal_lexical(value: Decimal) -> str:
    """Return a decimal without needless zeros; at most 18 digits after the point."""
    if -value.as_tuple().exponent > 18:  # type: ignore[operator]
        value = value.quantize(Decimal(1).scaleb(-18), context=EXACT)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def double_lexical(value: float) -> str:
    """Return a double in XSD's canonical form, such as 1.5E0."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    if value == 0:
        return "-0.0E0" if math.copysign(1, value) < 0 else "0.0E0"
    digits, exponent = Decimal(repr(value)).normalize().as_tuple()[1:]
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    sign = "-" if value < 0 else ""
    return f"{sign}{text[0]}.{text[1:] or '0'}E{exponent + len(text) - 1}"


def promote(left: Number, right: Number) -> tuple[int, int | Decimal | float, int | Decimal | float]:
    """Return the common type of two numbers, and both in it."""
    kind = max(left[0], right[0])
    if kind >= FLOAT:
        return kind, to_float(left[1]), to_float(right[1])
    if kind == DECIMAL:
        return kind, Decimal(left[1]), Decimal(right[1])
    return kind, left[1], right[1]


def to_float(value: int | Decimal | float) -> float:
    """Return a number as a double, infinite when it is too large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


_MOMENT = re.compile(
    r"(?P<date>(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2}))?"
    r"(?:(?(date)T|)(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}(?:\.[0-9]+)?))?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_PARTIAL = {
    "gYear": re.compile(r"(?P<year>-?[0-9]{4,})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gYearMonth": re.compile(r"(?P<year>-?[0-9]{4,})-(?P<month>[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gMonthDay": re.compile(r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gMonth": re.compile(r"--(?P<month>[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gDay": re.compile(r"---(?P<day>[0-9]{2})(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"),
}
_HALF_DAY_AND_TWO = 14 * 3600


@dataclass(frozen=True)
class Moment:
    """A date, a time or a part of one. ``zone`` is in minutes, None when there is none."""

    kind: str
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: Decimal
    zone: int | None
    zone_text: str

    @property
    def seconds(self) -> Decimal:
        """Its place on the time line, as if the zone were UTC when it has none."""
        days = _days(self.year, self.month, self.day)
        total = Decimal(days * 86400 + self.hour * 3600 + self.minute * 60) + self.second
        return total - 60 * (self.zone or 0)


@lru_cache(maxsize=65536)
def parse_moment(text: str) -> Moment | None:
    """Return the moment of a date or time literal, None for anything else and for impossible dates."""
    if text[:1] != "^" or not text.startswith(XSD, 1):
        return None
    datatype, lexical = split_literal(text)
    kind = datatype[len(XSD) :].replace("dateTimeStamp", "dateTime")
    pattern = _PARTIAL.get(kind, _MOMENT)
    if kind not in _PARTIAL and kind not in ("dateTime", "date", "time"):
        return None
    match = pattern.fullmatch(lexical.strip(" \t\r\n"))
    if match is None:
        return None
    found = match.groupdict()
    if (kind in ("dateTime", "date")) != bool(found.get("date")) and kind not in _PARTIAL:
        return None
    if (kind in ("dateTime", "time")) != bool(found.get("hour")):
        return None
    year, month, day = int(found.get("year") or 1972), int(found.get("month") or 1), int(found.get("day") or 1)
    hour, minute, second = int(found.get("hour") or 0), int(found.get("minute") or 0), Decimal(found.get("second") or 0)
    if not (1 <= month <= 12 and 1 <= day <= _month_days(year, month) and minute < 60 and second < 60):
        return None
    if hour > 24 or (hour == 24 and (minute or second)):
        return None
    zone_text = found.get("zone") or ""
    zone = None if not zone_text else _zone_minutes(zone_text)
    return Moment(kind, year, month, day, hour, minute, second, zone, zone_text)


def _zone_minutes(text: str) -> int:
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def _month_days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days(year: int, month: int, day: int) -> int:
    """Return the days since 0000-03-01 of the proleptic Gregorian calendar."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


def compare_moments(left: Moment, right: Moment) -> int | None:
    """Return -1, 0 or 1; None for different kinds, and where a missing zone leaves it open."""
    if left.kind != right.kind:
        return None
    difference = left.seconds - right.seconds
    if (left.zone is None) != (right.zone is None) and abs(difference) <= _HALF_DAY_AND_TWO:
        return None
    return (difference > 0) - (difference < 0)


def parse_boolean(text: str) -> bool | None:
    """Return the value of a well-formed boolean literal."""
    if not text.startswith(f"^{XSD}boolean "):
        return None
    return {"true": True, "1": True, "false": False, "0": False}.get(split_literal(text)[1].strip(" \t\r\n"))


_KNOWN = (
    frozenset(
        XSD + name
        for name in (
            *(
                "decimal",
                "double",
                "float",
                "boolean",
                "dateTime",
                "date",
                "time",
                "gYear",
                "gYearMonth",
                "gMonth",
                "gDay",
            ),
            *("gMonthDay", "dateTimeStamp"),
        )
    )
    | INTEGER_TYPES
)


def equal_terms(left: str, right: str) -> bool | None:
    """Return whether two terms are equal by value (section 17.3's ``=``)."""
    if not (is_literal(left) and is_literal(right)):
        return left == right
    first, second = parse_number(left), parse_number(right)
    if first and second:
        _, a, b = promote(first, second)
        return a == b
    if left == right:
        return True
    one, other = split_literal(left), split_literal(right)
    if "@" in (one[0][:1], other[0][:1]) or one[0] == other[0] == "":
        return one[0].lower() == other[0].lower() and one[1] == other[1]
    flags = parse_boolean(left), parse_boolean(right)
    if None not in flags:
        return flags[0] == flags[1]
    moments = parse_moment(left), parse_moment(right)
    if moments[0] and moments[1]:
        # A date is never a dateTime: their value spaces are disjoint, though nothing orders them.
        if moments[0].kind != moments[1].kind:
            return False
        order = compare_moments(moments[0], moments[1])
        return None if order is None else order == 0
    return None


def order_terms(left: str, right: str) -> int | None:
    """Return -1, 0 or 1 for terms that ``<`` can compare, 2 when one is not a number at all, None for an error."""
    first, second = parse_number(left), parse_number(right)
    if first and second:
        _, a, b = promote(first, second)
        if a != a or b != b:
            return 2
        return (a > b) - (a < b)
    if left[:1] == right[:1] == '"':
        return (left > right) - (left < right)
    flags = parse_boolean(left), parse_boolean(right)
    if flags[0] is not None and flags[1] is not None:
        return flags[0] - flags[1]
    moments = parse_moment(left), parse_moment(right)
    if moments[0] and moments[1]:
        return compare_moments(moments[0], moments[1])
    return None


def sort_key(text: str) -> str:
    """Return a text whose order is ORDER BY's: blank nodes, IRIs, then literals by value as far as they have one.

    Equal values have equal keys, so that the next condition decides between 1 and 1.0.
    """
    mark = text[:1]
    if mark == "_":
        return "1" + text
    if mark == "<":
        return "2" + text
    if mark == '"':
        return "4" + text
    if number := parse_number(text):
        return "3n" + _exactly_sortable(number[1])
    flag = parse_boolean(text)
    if flag is not None:
        return f"3b{flag:d}"
    if moment := parse_moment(text):
        return f"3m{moment.kind} {_exactly_sortable(moment.seconds)}"
    return ("5" if mark == "@" else "6") + text


def _exactly_sortable(value: int | Decimal | float) -> str:
    """Return a text in the order of numbers, the same for equal ones; what a double can't hold follows it."""
    near = to_float(value)
    if isinstance(value, float) or math.isinf(near) or value == near:
        return _sortable(near) + _sortable(0.0)
    return _sortable(near) + _sortable(float(EXACT.subtract(Decimal(value), Decimal(near))))


def _sortable(value: float) -> str:
    """Return a fixed-width text in the order of doubles."""
    import struct

    if value != value:
        return "0" * 16
    (bits,) = struct.unpack(">Q", struct.pack(">d", value + 0.0))
    return f"{bits ^ 0xFFFFFFFFFFFFFFFF if bits >> 63 else bits | 1 << 63:016x}"


def is_known(datatype: str) -> bool:
    """Tell whether values of a datatype are understood here."""
    return datatype in _KNOWN
