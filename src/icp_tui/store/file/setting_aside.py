"""Keeping what another file replaces, under another name and with all that SQLite needs to read it.

The file keeps its own name as well, until another takes it, so that at no moment there is none. What was
beside it loses its name: a journal of one file would be rolled back into the other.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from icp_tui.files import BESIDE, sync, sync_names

BEFORE_RESTORING = "before-restoring"
DAMAGED = "damaged"
"""Why it is kept, as its name says."""

WHOLE = ("", *BESIDE)
"""A database and what is beside it, as endings of its name."""

_JOURNALS = ("-journal", "-wal")
"""What holds the end of a database; what SQLite shares between processes (-shm), it makes anew."""

_PIECE = 4_000_000
"""Bytes that are copied at once."""


def set_aside(path: Path, why: str, at: dt.datetime, endings: Sequence[str] = WHOLE) -> Path | None:
    """Give the file at `path` and what is beside it another name too; None where there was none of them.

    `endings` says which of them, of which "" is the file itself.

    Raises:
        OSError: they cannot be kept; they are as they were.
    """
    there = [ending for ending in endings if path.with_name(path.name + ending).exists()]
    if not there:
        return None
    kept = _free_name(path, why, at)
    for ending in reversed(there):
        _name_too(path.with_name(path.name + ending), kept.with_name(kept.name + ending))
    sync_names(path.parent)
    for ending in filter(None, there):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    sync_names(path.parent)
    return kept.with_name(kept.name + there[0])


def was_set_aside(live: Path, path: Path) -> bool:
    """Whether the file at `path` got its name when another took the place of the workspace `live`."""
    stem, suffix, beside = re.escape(live.stem), re.escape(live.suffix), "|".join(map(re.escape, BESIDE))
    made = rf"{stem}-(?:{BEFORE_RESTORING}|{DAMAGED})-\d{{4}}-\d\d-\d\d-\d{{6}}(?:-\d+)?{suffix}(?:{beside})?"
    return path.parent == live.parent and re.fullmatch(made, path.name) is not None


def copy_whole(source: Path, target: Path, told: Callable[[int], None] | None = None) -> None:
    """Copy a database with what beside it holds its end after a kill; `told` hears how much of it is done.

    Raises:
        OSError: it cannot be copied.
    """
    for ending in _JOURNALS:
        there = source.with_name(source.name + ending)
        if there.exists():
            _copy(there, target.with_name(target.name + ending))
    _copy(source, target, told)


def _copy(source: Path, target: Path, told: Callable[[int], None] | None = None) -> None:
    """Copy bytes, a piece at a time, so that one sees how far it is and can end it; for the owner only."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as going, source.open("rb") as coming:
        while piece := coming.read(_PIECE):
            going.write(piece)
            if told:
                told(going.tell())


def _free_name(path: Path, why: str, at: dt.datetime) -> Path:
    stem = f"{path.stem}-{why}-{at.astimezone():%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{one}{path.suffix}") for one in _numbered(stem))
    return next(name for name in names if not any(os.path.lexists(f"{name}{end}") for end in WHOLE))


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _name_too(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except FileNotFoundError:
        # It has just been taken away.
        return
    except OSError:
        # A file system without hard links, such as a memory stick's.
        try:
            _copy(path, other)
            sync(other)
        except OSError:
            other.unlink(missing_ok=True)
            raise
