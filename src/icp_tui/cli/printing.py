"""What commands print: safe for every terminal, whole for every pipe.

Nothing that is printed can move a cursor, and no letter that the terminal lacks can stop a command. JSON and
documents keep every letter: JSON by its escapes, documents as UTF-8 whatever the terminal's encoding.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import click

from icp_tui.errors import BadFile, IcpError
from icp_tui.texts import say

_PLAIN = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "...", "›": ">", "·": "-",
    "—": "-", "€": "EUR", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip


LONGEST_QUOTE = 60
"""Columns of the terminal for what somebody typed, where an error repeats it."""


named_workspace: ContextVar[Path | None] = ContextVar("named_workspace", default=None)
"""The workspace that the option `-w` named: commands that are told to be typed name it, too."""

_COMMAND = re.compile("`icp-tui (?!-|demo|templates|FILE)")
"""The beginning of a command that works on a workspace, where one is told what to type."""


def make_streams_safe() -> None:
    """Let no letter stop the program where the terminal's encoding has no such letter."""
    codecs.register_error("icp-plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="icp-plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter) or _without_accent(letter) or "?" for letter in lost), error.end


def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()


def out(text: str = "", *, saved: bool = False) -> None:
    """Print a line on standard output; `saved` where it tells of a change that is made already."""
    from icp_tui.method.safe import safe_text  # noqa: PLC0415 - not needed for help

    with _writable(saved=saved):
        # With the stream named, click leaves its encoding alone.
        click.echo(safe_text(text), file=sys.stdout)


def note(text: str) -> None:
    """Print a remark on standard error, where it is in no pipe's way."""
    from icp_tui.method.safe import safe_text  # noqa: PLC0415

    click.echo(safe_text(with_workspace(text)), file=sys.stderr)


def with_workspace(text: str) -> str:
    """Words for people, whose commands can be typed as they stand: with the workspace that was named."""
    named = named_workspace.get()
    if named is None:
        return text
    from shlex import quote  # noqa: PLC0415 - not needed for help

    return _COMMAND.sub(lambda _: f"`icp-tui -w {quote(str(named))} ", text)


def out_json(value: object, *, saved: bool = False) -> None:
    """Print a value as JSON that every reader gets whole; `saved` as for `out`."""
    import json  # noqa: PLC0415 - not needed for help

    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    with _writable(saved=saved):
        click.echo(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2), file=sys.stdout)


def out_document(text: str) -> None:
    """Print a document: on a terminal as it can, into a pipe as UTF-8 byte for byte."""
    bytes_out = getattr(sys.stdout, "buffer", None)
    if bytes_out is None or is_terminal(sys.stdout):
        out(text.rstrip("\n"))
        return
    with _writable():
        sys.stdout.flush()
        bytes_out.write(text.encode("utf-8", "replace"))
        bytes_out.flush()


@contextmanager
def _writable(*, saved: bool = False) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The reader has had enough; click ends the command quietly.
        raise
    except OSError as error:
        # What it still holds cannot be written at exit either.
        sys.stdout = None
        raise BadFile(
            say("The output could not be written: {reason}.", reason=error.strerror or error),
            means=say("The change was saved; only the message could not be written.") if saved else "",
            do=say("There is no need to do it again.") if saved else say("Make room, or send it elsewhere."),
        ) from error


def is_terminal(stream: object) -> bool:
    """Whether a person sits at the stream."""
    isatty: Callable[[], bool] | None = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        # A closed stream has nobody at its end.
        return False


def has_terminal() -> bool:
    """Whether the screens can be drawn and keys can be read."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def show_error(error: IcpError) -> None:
    """Print an error: what happened, what it means for the data, what to do."""
    note(_with_short_quotes(str(error)))


def brief(text: str) -> str:
    """The text, cut with “…” where it is too long to stand in an error."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - measures wide letters; not for help

    # Each letter of a text that fits may have some accents, more of them bury the words just as well.
    text, whole = text[: 4 * LONGEST_QUOTE], text
    if text == whole and cell_len(text) <= LONGEST_QUOTE:
        return text
    return set_cell_size(text, LONGEST_QUOTE - 1).rstrip() + "…"


def _with_short_quotes(text: str) -> str:
    """An error without what would bury its words: long quotes, and words longer than any real path."""
    text = re.sub(r"“([^”]*)”", lambda quote: f"“{brief(quote[1])}”", text)
    return re.sub(r"\S{300,}[^\s:.,”]", lambda word: brief(word[0]), text)


def columns(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns, two spaces apart; the columns in `right` are flush right."""
    from rich.cells import cell_len  # noqa: PLC0415 - measures wide letters; not needed for help

    rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - cell_len(cell))
            cells.append(space + cell if place in right else cell + space)
        lines.append("  ".join(cells).rstrip())
    return lines
