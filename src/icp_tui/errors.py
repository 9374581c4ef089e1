"""Typed errors that a consultant can act on.

Each says three things: what happened, what it means for the data, and what to do. Whatever reaches the
user as an error is one of these; anything else is a defect of the program.
"""

from __future__ import annotations


class IcpError(Exception):
    """Base of all errors that are shown to the user.

    `exit_code` is what a command ends with: 1 for data, 2 for usage.
    """

    exit_code = 1

    def __init__(self, what: str, *, means: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.means = means
        self.do = do

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.means, self.do) if part)


class WrongUse(IcpError):
    """The request itself cannot be understood; nothing was tried."""

    exit_code = 2


class BadAnswer(IcpError):
    """What was typed cannot be read as the field's kind. The raw text is kept."""


class TooLong(BadAnswer):
    """What was typed is longer than an answer can be. The answer is as it was."""


class NotFound(IcpError):
    """No such client, profile, record, field, file or document."""


class BadFile(IcpError):
    """A file cannot be used: damaged, foreign, too new, or not writable."""


class EmptyFile(BadFile):
    """There is not a single byte in the file, or the file is gone, where a workspace was."""


class InUse(BadFile):
    """Another process has the workspace open for writing."""


class SaveFailed(IcpError):
    """A transaction did not commit. What was typed is still in memory."""


class BadTemplate(IcpError):
    """A template is at fault: names the template, the line and how to mend it."""
