"""Sources of tables: the mapping of the source's name, or one of a user's own, says what their columns mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from showgraph.errors import BuildError
from showgraph.sources.mapping import Mapping, read_mapping, read_mappings
from showgraph.sources.source import Intake
from showgraph.sources.table_claims import TableClaims
from showgraph.sources.tables import ROWS, load_rows

_DETAILS = ("publisher", "licence", "trust", "date", "expires", "url")


def read_mapped(intake: Intake) -> None:
    """Read a file, or the files of a folder, by the mapping that the source is named after.

    Raises:
        BuildError: nothing can be read of it.
    """
    mapping = next(one for one in read_mappings() if one.scheme == intake.scheme)
    files = [intake.path]
    if intake.path.is_dir():
        ending = ".json" if mapping.format == "json" else ".csv"
        files = sorted(path for path in intake.path.iterdir() if ending in path.suffixes)
        if not files:
            raise BuildError(f"{intake.path} has no {ending} files")
    read_by(mapping, intake, files)


def read_with_mapping(intake: Intake, mapping_file: Path) -> None:
    """Read a file by a mapping of the user's own.

    Raises:
        BuildError: the mapping or the file can't be read.
    """
    read_by(read_mapping(mapping_file), intake, [intake.path])


def read_by(mapping: Mapping, intake: Intake, files: list[Path]) -> None:
    """Read files by a mapping."""
    source = mapping.source
    title = str(source.get("title", ""))
    label = title if title and title.casefold() == intake.path.stem.casefold() else f"{title} ({intake.path.name})"
    details = {key: source[key] for key in _DETAILS if key in source}
    if months := source.get("expires-months"):
        details["expires"] = _months_after(max(file.stat().st_mtime for file in files), int(str(months)))
    intake.describe(label.strip(), **details)
    reading = intake.reading
    intake.load([])
    for path in files:
        load_rows(intake.connection, mapping, path, reading)
        TableClaims(intake.connection, mapping, intake.source, reading, str(path)).claim_all()
        intake.connection.execute(f"DROP TABLE {ROWS}")
    reading.loaded = reading.read - reading.left_out
    if reading.read and not reading.loaded:
        first = reading.set_aside[0]
        where = f"line {first['line']}" if "line" in first else f"row {first.get('row', 1)}"
        raise BuildError(f"nothing of {intake.path} can be read as {mapping.reads}; {where}: {first['reason']}")


def _months_after(written: float, months: int) -> str:
    """Return the day so many months after a file was written, which is when its data was had at the latest."""
    day = datetime.fromtimestamp(written, UTC).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last)).isoformat()
