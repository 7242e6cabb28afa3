"""Lines of text from files as people have them: compressed or not, in whatever encoding, mended where it is certain."""

from __future__ import annotations

import bz2
import gzip
import html
import io
import lzma
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from showgraph.errors import BuildError
from showgraph.sources.claims import Reading

_SAMPLE = 200_000
_LONGEST_LINE = 64_000_000
_MOST_TIMES, _MUCH = 300, 1_000_000_000


class Line(NamedTuple):
    """One line with its end; ``text`` is None where its bytes are no text."""

    number: int
    text: str | None


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacking gzip, bzip2 and xz.

    Raises:
        BuildError: it can't be opened, or isn't packed as its name says.
    """
    try:
        with _open(path) as file:
            yield file
    except (gzip.BadGzipFile, lzma.LZMAError, EOFError) as error:
        raise BuildError(f"{path} can't be unpacked: {error}") from error
    except OSError as error:
        raise BuildError(f"{path} can't be read: {error.strerror or error}") from error


def _open(path: Path) -> IO[bytes]:
    match path.suffix.lower():
        case ".gz":
            return cast("IO[bytes]", gzip.open(path, "rb"))
        case ".bz2":
            return cast("IO[bytes]", bz2.open(path, "rb"))
        case ".xz":
            return cast("IO[bytes]", lzma.open(path, "rb"))
    return path.open("rb")


def read_head(path: Path, size: int = _SAMPLE) -> str:
    """Return the beginning of a file as text, for telling what it is; bytes that are no text are replaced."""
    with open_bytes(path) as file:
        head = file.read(size)
    return head.decode(_marked(head) or "utf-8-sig", "replace")


def read_lines(path: Path, reading: Reading) -> Iterator[Line]:
    """Yield the lines of a text file; what is not UTF-8 is read as what it is where that is certain, and said so.

    Raises:
        BuildError: the file can't be read, or is a bomb: small when packed and endless when not.
    """
    encoding = _find_encoding(path, reading)
    limit = max(_MUCH, path.stat().st_size * _MOST_TIMES)
    mended = total = 0
    with open_bytes(path) as file:
        for number, raw in enumerate(_split(file, encoding), 1):
            total += len(raw)
            if total > limit or len(raw) > _LONGEST_LINE:
                raise BuildError(f"{path} is refused: it unpacks to more than {limit // 1_000_000} million bytes")
            try:
                yield Line(number, raw.decode(encoding))
            except UnicodeDecodeError:
                text = _decode_western(raw) if encoding.startswith("utf-8") else None
                mended += text is not None
                if text is not None and mended <= 3:
                    reading.notes.append(f"{path.name} line {number} is not UTF-8; it was read as Windows-1252")
                yield Line(number, text)
    if mended > 3:
        reading.notes.append(f"{path.name}: {mended - 3} further lines were read as Windows-1252")


def _split(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    if not encoding.startswith("utf-16"):
        while line := file.readline(_LONGEST_LINE + 1):
            yield line
        return
    # Lines end in two bytes there, which a reader of lines doesn't know.
    reader = io.TextIOWrapper(cast("io.BufferedReader", file), encoding, errors="replace", newline="\n")
    for text in reader:
        yield text.encode(encoding)
    reader.detach()


def _marked(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else ""


def _find_encoding(path: Path, reading: Reading) -> str:
    """Return a file's encoding: UTF-8 unless a mark or most of its lines say otherwise."""
    good = bad = 0
    strange: list[bytes] = []
    with open_bytes(path) as file:
        head = file.read(4)
        if marked := _marked(head):
            if marked == "utf-16":
                reading.notes.append(f"{path.name} is UTF-16")
            return "utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be" if marked == "utf-16" else marked
        line = head + file.readline(_LONGEST_LINE)
        while line:
            if not line.isascii():
                try:
                    line.decode("utf-8")
                    good += 1
                except UnicodeDecodeError:
                    bad += 1
                    if len(strange) < 2000:
                        strange.append(line)
            if good + bad >= 20_000:
                break
            line = file.readline(_LONGEST_LINE)
    # A few odd lines are lines from elsewhere; a file of odd lines is in another encoding.
    if bad <= max(1, good // 20):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(b"".join(strange)).best()
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
