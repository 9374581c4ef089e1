"""What every command shares: which workspace is meant, the settings, and opening the one with the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from icp_tui import paths
from icp_tui.errors import NotFound, WrongUse
from icp_tui.texts import say, speak

if TYPE_CHECKING:
    from icp_tui.settings import Settings
    from icp_tui.store.workspace import Workspace


def check_legible(words: Iterable[str]) -> None:
    """Refuse words that hold bytes which are no text in the terminal's encoding.

    Raises:
        WrongUse: one does; it could neither be stored nor be shown, and half of it would be lost.
    """
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise WrongUse(
                say("“{word}” is not text in the encoding of this terminal.", word=word),
                means=say("Nothing was opened or changed."),
                do=say("Set the terminal to UTF-8; give a file another name."),
            )


class Request:
    """One call of the program."""

    def __init__(self, named: Path | None = None) -> None:
        """Take the workspace that `--workspace` names, if any."""
        self.named = named

    @cached_property
    def settings(self) -> Settings:
        """The consultant's settings; from then on the program speaks their language.

        Raises:
            BadFile: the settings file cannot be used.
        """
        from icp_tui.settings import load_settings  # noqa: PLC0415 - not needed for help

        settings = load_settings(paths.settings_file())
        speak(settings.language)
        return settings

    def path(self, file: Path | None = None) -> Path:
        """The workspace file: the argument, the option, the variable, or the usual one.

        Raises:
            WrongUse: both the argument and the option name one, or its name is no text.
        """
        if file and self.named and file != self.named:
            raise WrongUse(
                say("Two workspaces are named: {one} and {other}.", one=self.named, other=file),
                means=say("Nothing was opened."),
                do=say("Name one of them."),
            )
        path = (file or self.named or paths.default_workspace()).expanduser()
        check_legible([str(path)])
        return path

    @contextmanager
    def workspace(self, *, create: bool = False) -> Iterator[Workspace]:
        """The workspace, open; made anew only where `create` says so.

        Raises:
            NotFound: there is no such file.
            BadFile: it cannot be used.
        """
        settings, path = self.settings, self.path()
        if not create and not path.exists():
            raise NotFound(
                say("There is no workspace at {path}.", path=path),
                do=say("Start one with `icp-tui new --client NAME --profile NAME`, or name another file."),
            )
        from icp_tui.opening import open_workspace  # noqa: PLC0415 - 60 ms

        workspace = open_workspace(path, author=settings.author)
        try:
            yield workspace
        finally:
            workspace.close()
