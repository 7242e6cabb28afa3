"""How an answer shows itself in a notebook: a table with everything escaped, no script, nothing asked of a network."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import islice

_MOST = 60


def table_html(columns: Sequence[str], rows: Iterable[Sequence[object]], count: int, note: str = "") -> str:
    """Return the first rows of an answer as an HTML table, with a sentence above and how many rows there are below.

    >>> table_html(["name"], [["<b>"]], 1)
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table><p>1 row</p>'
    """
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in islice(rows, _MOST))
    above = f"<p>{html.escape(note)}</p>" if note else ""
    told = f"{count:,} row{'' if count == 1 else 's'}" + (f", the first {_MOST} shown" if count > _MOST else "")
    return f"{above}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{told}</p>"


def _cell(value: object) -> str:
    return "" if value is None else html.escape(str(value))
