"""Where documents go: into a file, whole or not at all, or to a device or pipe."""

from __future__ import annotations

import stat
from pathlib import Path

from icp_tui.errors import BadFile
from icp_tui.files import write_whole
from icp_tui.texts import say


def write_file(path: Path, content: str | bytes, *, live: Path | None = None) -> bool:
    """Write `content` (text as UTF-8) to `path`; gives True where an earlier file was replaced.

    The permissions of an earlier file are kept. `live`, the workspace that this process has open, is not even
    looked into (see `write_whole`).

    Raises:
        BadFile: it cannot be written; what was there is as it was.
    """
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return write_whole(path, content, live=live, keep_permissions=True)


def is_stream(path: Path) -> bool:
    """Whether a device or pipe is at `path`, such as `/dev/null`: it takes text, but cannot be replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def write_stream(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to the device or pipe at `path`; of a pipe it waits for the reader.

    Raises:
        BadFile: it takes no text, or not all of it.
    """
    try:
        with path.open("wb") as stream:
            stream.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise BadFile(
            say("Cannot write {path}: {why}.", path=path, why=error.strerror or error),
            means=say("What it was sent to may have the beginning."),
            do=say("Name another file, or leave -o out to print."),
        ) from error
