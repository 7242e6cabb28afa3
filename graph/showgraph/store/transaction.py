"""Put a directory in the place of another, whole or not at all.

The new directory is written beside the old one under a name of its own, each with a lock file that dies with its
process; a build that was killed leaves the old directory untouched, and the next build sweeps up what it left.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from showgraph.errors import BuildError
from showgraph.store.manifest import MANIFEST, seal_manifest

try:
    import fcntl
except ImportError:  # not a POSIX system: left-over directories stay until someone deletes them
    fcntl = None  # type: ignore[assignment]

_MARK = ".building-"


@contextmanager
def replace_directory(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a new folder that becomes ``target`` when the block ends well, and vanishes when it doesn't.

    At the end the manifest in it, if there is one, gets the size and checksum of every file, and everything is
    flushed to disk before the names change. Where the system can exchange two names at once (Linux), no reader ever
    sees a moment without a graph. Builds may run at the same time; the last to end wins.

    Raises:
        BuildError: the place can't be written, is no graph directory, or the disk is full.
    """
    place = Path(os.path.realpath(target))
    _refuse_foreign(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        folder, lock = _begin(place)
    except OSError as error:
        raise BuildError(f"can't write a graph to {place}: {error.strerror or error}") from error
    try:
        yield folder
        seal_manifest(folder)
        _flush(folder)
        _exchange(folder, place)
    except OSError as error:
        raise BuildError(f"can't write a graph to {place}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Path(lock.name).unlink(missing_ok=True)
        lock.close()


def _refuse_foreign(place: Path) -> None:
    """Never replace something that is not a graph: the user named a wrong folder."""
    if place.is_dir():
        names = {entry.name for entry in place.iterdir()}
        if names and not names & {MANIFEST, "graph.duckdb"}:
            raise BuildError(f"{place} is a folder with other things in it, not a graph; name another place")
    elif place.exists():
        raise BuildError(f"{place} is a file; a graph is a directory, name another place")


def _begin(place: Path) -> tuple[Path, IO[bytes]]:
    """Make the new folder and a locked file beside it that tells others it is alive."""
    folder = place.with_name(f".{place.name}{_MARK}{uuid.uuid4().hex[:12]}")
    while True:
        lock = open(f"{folder}.lock", "wb")  # noqa: SIM115 - held until the transaction ends
        if fcntl is None:
            break
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A sweep may have taken the file between its making and its locking.
        if os.path.exists(lock.name) and os.path.samestat(os.stat(lock.name), os.fstat(lock.fileno())):
            break
        lock.close()
    folder.mkdir()
    return folder, lock


def _sweep(place: Path) -> None:
    """Remove the folders of builds that died."""
    if fcntl is None:
        return
    for path in place.parent.glob(f".{place.name}{_MARK}*.lock"):
        with contextlib.suppress(OSError), open(path, "r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            path.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(folder: Path, place: Path) -> None:
    """Give the new folder the old one's name; what was there keeps the new one's."""
    try:
        os.rename(folder, place)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) and os.name != "nt":
            raise
        if not _exchange_at_once(folder, place):
            old = folder.with_name(folder.name + ".old")
            os.rename(place, old)
            os.rename(folder, place)
            os.rename(old, folder)
    _sync(place.parent)


def _exchange_at_once(folder: Path, place: Path) -> bool:
    """Swap two names in one step with Linux's renameat2; False where the system can't."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2
    return bool(renameat2(here, os.fsencode(folder), here, os.fsencode(place), exchange) == 0)
