"""What every command shares: which workspace is meant, the settings, and opening the one with the other."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from icp_tui import paths
from icp_tui.cli.printing import named_workspace
from icp_tui.errors import BadFile, NotFound, WrongUse
from icp_tui.texts import count, say, speak

if TYPE_CHECKING:
    import click

    from icp_tui.settings import Settings
    from icp_tui.store.work.workspace import Workspace


PATIENCE = 1.0
"""Seconds for which a command waits for another one that is just writing."""


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


def is_there(path: Path) -> bool:
    """Whether there is a file or folder at `path`.

    Raises:
        BadFile: that cannot be found out, or it is a device or pipe, which reading could wait for forever.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        _refuse(path, getattr(error, "strerror", None) or str(error))
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        _refuse(path, say("it is no ordinary file"))
    return True


def expanded(path: Path) -> Path:
    """The path with the home folder that it begins with.

    Raises:
        BadFile: that is the home folder of nobody.
    """
    try:
        return path.expanduser()
    except RuntimeError as error:
        _refuse(path, str(error).rstrip("."))


def _refuse(path: Path, why: str) -> NoReturn:
    raise BadFile(
        say("{path} cannot be used: {why}.", path=path, why=why),
        means=say("Nothing was opened or changed."),
        do=say("Name another file."),
    )


def file_named(_context: click.Context, _parameter: click.Parameter, name: str | None) -> Path | None:
    """The file that an option or argument names, if it is given.

    Raises:
        WrongUse: the name is empty; as a path that would be the current folder.
    """
    if name is not None and not name.strip():
        raise WrongUse(
            say("The name of the file is empty."),
            means=say("Nothing was opened or changed."),
            do=say("Name a file, or leave it out to use your own workspace."),
        )
    return None if name is None else Path(name)


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
            BadFile: it begins with the home folder of nobody.
        """
        if file and self.named and file != self.named:
            raise WrongUse(
                say("Two workspaces are named: {one} and {other}.", one=self.named, other=file),
                means=say("Nothing was opened."),
                do=say("Name one of them."),
            )
        named = file or self.named
        if file:
            named_workspace.set(file)
        try:
            path = named.expanduser() if named else paths.default_workspace()
        except RuntimeError as error:
            _refuse(named or Path(os.environ.get(paths.WORKSPACE_VARIABLE, "~")), str(error).rstrip("."))
        check_legible([str(path)])
        return path

    @contextmanager
    def workspace(self, *, create: bool = False) -> Iterator[Workspace]:
        """The workspace, open to be changed; made anew only where `create` says so.

        Raises:
            NotFound: there is no such file.
            InUse: another process has it open to change it.
            BadFile: it cannot be used.
        """
        settings, path = self.settings, self.path()
        if not is_there(path) and not create:
            raise self._not_there(path)
        from icp_tui.opening import open_workspace, told_if_slow  # noqa: PLC0415 - 60 ms

        with told_if_slow(path):
            workspace = open_workspace(path, author=settings.author, patience=PATIENCE)
        if told := workspace.rescue.brought_back.words:
            from icp_tui.cli.printing import note  # noqa: PLC0415 - seldom

            note(told)
        closed = _tell_unkept(path)
        try:
            yield workspace
            if not closed:
                _back_up(workspace)
        finally:
            workspace.close()

    @contextmanager
    def reading(self) -> Iterator[Workspace]:
        """The workspace, open to be read; nobody who writes to it is in the way.

        Raises:
            NotFound: there is no such file.
            BadFile: it cannot be used.
        """
        path = self.path()
        self.settings  # noqa: B018 - speaks the user's language from here on
        if not is_there(path):
            raise self._not_there(path)
        from icp_tui.opening import look_at, told_if_slow  # noqa: PLC0415 - 60 ms

        with told_if_slow(path):
            workspace = look_at(path)
        try:
            yield workspace
        finally:
            workspace.close()

    @property
    def many_backups(self) -> int:
        """How many backups there are of the workspace."""
        from icp_tui.store.safety.backups import backups_of  # noqa: PLC0415 - only on the way to an error

        return len(backups_of(self.path()))

    def _not_there(self, path: Path) -> NotFound:
        many = self.many_backups
        return NotFound(
            say("There is no workspace at {path}.", path=path),
            means=count(many, "There is {n} backup of it.", "There are {n} backups of it.") if many else "",
            do=say("`icp-tui restore` brings the newest back.")
            if many
            else say("Start one with `icp-tui new --client NAME --profile NAME`, or name another file."),
        )


def _tell_unkept(path: Path) -> bool:
    """Whether no backup can be kept; says so before anything is written."""
    from icp_tui.cli.printing import note  # noqa: PLC0415
    from icp_tui.store.safety.state import unkept  # noqa: PLC0415

    found = unkept(path)
    if told := found.line if found else "":
        note(told)
    return bool(told)


def _back_up(workspace: Workspace) -> None:
    """After a command that wrote; where it fails, that is only said."""
    from icp_tui.cli.printing import note  # noqa: PLC0415
    from icp_tui.store.safety.keeping import back_up_after_command  # noqa: PLC0415

    if trouble := back_up_after_command(workspace.database):
        note(str(trouble))
