"""What is written down when the program meets a defect of its own.

The report can be sent to anyone: it names kinds of errors, places in the code and versions; never a value,
a message, a path of the user or anything that was typed.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePath

from icp_tui import __version__, paths

EXIT_CODE = 70
"""What a command ends with after a defect: EX_SOFTWARE of sysexits.h."""

_LIBRARIES = ("textual", "rich", "click", "jinja2", "markdown-it-py", "sqlite-utils")


def write_report(error: BaseException) -> Path | None:
    """Write a report about `error` into the state folder; None where none can be written."""
    try:
        folder = paths.state_folder() / "crashes"
        paths.make_private(folder)
        path = folder / f"{_now():%Y%m%dT%H%M%S}-{os.getpid()}.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(report(error))
    except OSError:
        # The defect itself is still shown; a full disk must not hide it behind a second error.
        return None
    return path


def report(error: BaseException) -> str:
    """The text of a report."""
    head = [
        f"icp-tui {__version__} stopped because of a defect, {_now():%Y-%m-%d %H:%M} UTC",
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()},"
        f" SQLite {sqlite3.sqlite_version}",
        ", ".join(_versions()),
        "",
    ]
    return "\n".join([*head, *_told(error, set()), ""])


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """One line for the kind of error, one for each place that it went through, then what caused it."""
    seen.add(id(error))
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_place(frame.filename)}:{frame.lineno}: {frame.name}"
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (*within, error.__cause__, error.__context__):
        if cause is not None and id(cause) not in seen:
            yield "along with"
            yield from _told(cause, seen)


def _place(filename: str) -> str:
    """A file of the program or of a library without the folders before it, which may tell a person's name."""
    path = PurePath(filename)
    if path.is_relative_to(paths.PACKAGE):
        return path.relative_to(paths.PACKAGE.parent).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only after a defect

    for library in _LIBRARIES:
        try:
            yield f"{library} {version(library)}"
        except PackageNotFoundError:
            yield f"{library} missing"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
