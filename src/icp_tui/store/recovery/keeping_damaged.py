"""Keeping a damaged workspace under another name, with all that SQLite needs to read it.

The file keeps its own name as well, until another takes it, so that at no moment there is none. What was
beside it loses its name: a journal of the damaged file would be rolled back into the one that replaces it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from pathlib import Path

from icp_tui.files import BESIDE, sync


def keep(path: Path, at: dt.datetime) -> Path:
    """Give the damaged file at `path` another name too, with what is beside it; gives that name.

    Raises:
        OSError: it cannot be kept; it is as it was.
    """
    kept = _free_name(path, at)
    beside = [ending for ending in BESIDE if path.with_name(path.name + ending).exists()]
    for ending in (*beside, ""):
        one, other = path.with_name(path.name + ending), kept.with_name(kept.name + ending)
        try:
            os.link(one, other)
        except OSError:
            # A file system without hard links, such as a memory stick's.
            other.touch(mode=0o600, exist_ok=False)
            shutil.copyfile(one, other)
            sync(other)
    sync(path.parent)
    for ending in beside:
        path.with_name(path.name + ending).unlink()
    return kept


def _free_name(path: Path, at: dt.datetime) -> Path:
    stem = f"{path.stem}-damaged-{at.astimezone():%Y-%m-%d-%H%M%S}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(kept for name in names if not (kept := path.with_name(name + path.suffix)).exists())
