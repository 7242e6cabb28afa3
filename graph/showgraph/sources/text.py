"""Lines of text from files as people have them: compressed or not, in whatever encoding, mended where it is certain."""

from __future__ import annotations

import html
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from showgraph.errors import DataError, Problem
from showgraph.sources.claims import Reading
from showgraph.sources.lines import open_bytes, read_document, read_lines

_SAMPLE = 200_000
_MOST_TIMES, _MUCH = 300, 1_000_000_000


class Line(NamedTuple):
    """One line, with a line feed at its end; ``text`` is None where its bytes are no text, and ``problem`` says why."""

    number: int
    text: str | None
    problem: str = ""


def read_head(path: Path, size: int = _SAMPLE) -> str:
    """Return the beginning of a file as text, for telling what it is; bytes that are no text are replaced."""
    try:
        with open_bytes(path) as file:
            head = file.read(size)
    except (OSError, EOFError, zlib.error):
        return ""
    return head.decode(_marked(head) or "utf-8-sig", "replace")


def read_text(path: Path, reading: Reading) -> Iterator[Line]:
    """Yield the lines of a text file; what is not UTF-8 is read as what it is where that is certain, and said so.

    Raises:
        DataError: the file can't be opened, or is a bomb: small when packed and endless when not.
    """
    encoding = _find_encoding(path, reading)
    if encoding == "utf-16":
        # Its line ends are of two bytes.
        text = read_document(path).decode(encoding, "replace")
        for number, line in enumerate(io.StringIO(text, newline=None), 1):
            yield Line(number, line)
        return
    limit = max(_MUCH, path.stat().st_size * _MOST_TIMES)
    mended = total = 0
    for number, raw, problem in read_lines(path):
        if (total := total + len(raw)) > limit:
            why = f"refused: it unpacks to more than {limit // 1_000_000} million bytes"
            raise DataError([Problem(str(path), number, why)])
        if problem:
            yield Line(number, None, problem)
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield Line(number, raw.decode(encoding) + "\n")
        except UnicodeDecodeError:
            better = _decode_western(raw) if encoding == "utf-8" else None
            mended += better is not None
            if better is not None and mended <= 3:
                reading.notes.append(f"{path.name} line {number} is not UTF-8; it was read as Windows-1252")
            yield Line(
                number, None if better is None else better + "\n", "bytes that are no text in any likely encoding"
            )
    if mended > 3:
        reading.notes.append(f"{path.name}: {mended - 3} further lines were read as Windows-1252")


def _marked(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else ""


def _find_encoding(path: Path, reading: Reading) -> str:
    """Return a file's encoding: UTF-8 unless a mark or most of its lines say otherwise."""
    good = bad = 0
    strange: list[bytes] = []
    for number, line, problem in read_lines(path):
        if problem:
            break
        if number == 1 and _marked(line) == "utf-16":
            reading.notes.append(f"{path.name} is UTF-16")
            return "utf-16"
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad += 1
            if len(strange) < 2000:
                strange.append(line)
        if good + bad >= 20_000:
            break
    # A few odd lines are lines from elsewhere; a file of odd lines is in another encoding.
    if bad <= max(1, good // 20):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(b"\n".join(strange)).best()
    found = best.encoding if best else "cp1252"
    reading.notes.append(f"{path.name} is not UTF-8; it was read as {found}")
    return found


def _decode_western(raw: bytes) -> str | None:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return None


# What the second byte of a letter in UTF-8 becomes when it is read as Windows-1252.
_SECOND = re.escape("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)))
_SUSPICIOUS = re.compile(f"[Â-ô][{_SECOND}]|[가-힣]|&(?:[a-z]{{2,8}}|#\\d{{2,5}});")


def is_suspicious(text: str) -> bool:
    """Tell whether a text may be the ruin of another, so that a closer look is worth its while."""
    return _SUSPICIOUS.search(text) is not None


def mend_text(text: str, *, korean: bool = True) -> str:
    """Return what a text was before its UTF-8 was read as Windows-1252 or, unless ``korean`` text is usual, as CP949.

    >>> mend_text("AmÃ©lie"), mend_text("The King혪s Avatar", korean=False), mend_text("박지후")
    ('Amélie', 'The King’s Avatar', '박지후')
    """
    if "&" in text:
        text = html.unescape(text)
    if not korean:
        text = _HANGUL_RUN.sub(_from_cp949, text)
    if not _SUSPICIOUS.search(text):
        return text
    import ftfy

    return ftfy.fix_encoding(text)


_HANGUL_RUN = re.compile("[가-힣]+")


def _from_cp949(match: re.Match[str]) -> str:
    found = broken_letters(match.group())
    return match.group() if found is None else found


def broken_letters(hangul: str) -> str | None:
    """Return the Latin letters or marks that Hangul stands for when UTF-8 was read as CP949; None where it can't.

    >>> broken_letters("챕"), broken_letters("혪"), broken_letters("박")
    ('é', '’', None)
    """
    try:
        text = hangul.encode("cp949").decode("utf-8")
    except UnicodeError:
        return None
    # Marks of Windows-1252 went through as control characters.
    return (
        text.encode("latin-1", "ignore").decode("cp1252", "ignore") if any("\x80" <= c < "\xa0" for c in text) else text
    )
