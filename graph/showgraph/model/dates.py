"""Dates of any precision: a year, a month or a day, and which of them have surely passed on a day."""

from __future__ import annotations

import datetime
import re

from showgraph.errors import ShowgraphError

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def last_day(text: str) -> str:
    """Return the last day that a date, month or year may mean, to compare as text; empty where the text is no date.

    >>> last_day("2021-12-05"), last_day("2021-02"), last_day("2021"), last_day("soon")
    ('2021-12-05', '2021-02-31', '2021-12-31', '')
    """
    found = _DATE.fullmatch(text)
    return f"{found[1]}-{found[2] or '12'}-{found[3] or '31'}" if found else ""


def first_day(text: str) -> str:
    """Return the first day that a date, month or year may mean; empty where the text is no date.

    >>> first_day("2021-02"), first_day("2021")
    ('2021-02-01', '2021-01-01')
    """
    found = _DATE.fullmatch(text)
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}" if found else ""


def parse_day(text: str) -> str:
    """Return the last day of a year, a month or a day that a user names.

    Raises:
        ShowgraphError: it is no date.

    >>> parse_day("2021")
    '2021-12-31'
    """
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return last_day(text.strip())
    except ValueError:
        pass
    raise ShowgraphError(f"{text!r} is no date; name a year, a month or a day: 2021, 2021-12 or 2021-12-31")


def today() -> str:
    """Return the day that it is."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()
