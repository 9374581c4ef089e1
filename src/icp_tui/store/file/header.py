"""What a file says of itself before it is opened: whether it is a workspace of ours, and of which format.

Only the first hundred bytes are read, by the operating system and not by SQLite, so that nothing is locked,
rolled back or written in a file that is not ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from icp_tui.errors import BadFile, EmptyFile
from icp_tui.files import SQLITE
from icp_tui.texts import say

APPLICATION_ID = 0x49435054
"""“ICPT” in the header: the file is a workspace of ours."""

COMPAT = 1
"""The format of the file (user_version). A higher number can be read by us, not written."""

_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a workspace: its format number, and whether its end is missing.

    A commit that makes the file longer writes the first page first: in its middle the end is missing, too.
    """

    compat: int
    cut_short: bool


def read_header(path: Path) -> Header:
    """The header of the existing file at `path`.

    Raises:
        EmptyFile: it has no bytes at all.
        BadFile: it cannot be read, or is no workspace; its bytes are untouched.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_LENGTH)
        size = path.stat().st_size
    except OSError as error:
        raise BadFile(
            say("Cannot open {path}: {error}.", path=path, error=error.strerror or error),
            means=say("The file was not touched."),
            do=say("Check the name and that you may read it."),
        ) from error
    if not header:
        raise EmptyFile(
            say("{path} is empty.", path=path),
            means=say("The file was not touched."),
            do=say("If it held a workspace, take it from a backup; to start anew, name another file."),
        )
    if header[:16] != SQLITE or len(header) < _LENGTH:
        raise BadFile(
            say("{path} is not an icp-tui workspace.", path=path),
            means=say("The file was not touched."),
            do=say("If it held a workspace, take it from a backup; to start anew, name another file."),
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise BadFile(
            say("{path} is a database of another program.", path=path),
            means=say("The file was not touched."),
            do=say("Open an icp-tui workspace, or name a new file to start one."),
        )
    pages, page = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    return Header(
        compat=int.from_bytes(header[60:64], "big"),
        # The field has two bytes; 1 stands for the one page size that does not fit.
        cut_short=pages * (65536 if page == 1 else page) > size,
    )


def check_whole(path: Path, *, settled: bool = False) -> Header:
    """The header of a workspace whose end is there, or comes back: a commit that was cut off can be undone.

    With `settled` it has been undone already.

    Raises:
        BadFile: as `read_header`, and where the file is cut short.
    """
    header = read_header(path)
    if header.cut_short and (settled or not journal_waits(path)):
        raise BadFile(
            say("{path} is cut short: its end is missing.", path=path),
            means=say("The file was not touched; what it still holds is not lost yet."),
            do=say(
                "Take it from a backup (`icp-tui restore`), copy it again from where it came,"
                " or save what it holds with `icp-tui repair`."
            ),
        )
    return header


def journal_waits(path: Path) -> bool:
    """Whether beside the file lies what SQLite needs to undo a commit that was cut off."""
    try:
        return path.with_name(f"{path.name}-journal").stat().st_size > 0
    except OSError:
        return False
