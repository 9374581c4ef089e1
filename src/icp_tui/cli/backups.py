"""The commands for backups: make one, list them, put one in the place of the workspace.

They work where the workspace is gone, empty or damaged, and while another icp-tui has it open they never
change it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from icp_tui.cli.printing import columns, is_terminal, note, out, out_json, with_workspace
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request, expanded, file_named, is_there
from icp_tui.errors import BadFile, NotFound, SaveFailed, WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    import datetime as dt

    from icp_tui.store.recovery.restoring import Restored
    from icp_tui.store.safety.backups import Backup
    from icp_tui.store.safety.held import Held

_DIGITS = 10
"""Digits from which a number is that of no backup."""

LONG = 50_000_000
"""Bytes from which one sees how far a copy is."""


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(readable=False),
    callback=file_named,
    metavar="FILE",
    help="Write the copy to FILE, or into a folder.",
)
@click.pass_obj
def backup(request: Request, *, target: Path | None) -> None:
    """Make a backup of the workspace now.

    It is kept with the others; with --to it is a file of yours, such as one on a memory stick. The workspace
    may be open elsewhere meanwhile.
    """
    with request.reading() as workspace:
        path = workspace.database.path
        if target is None:
            made = _backed_up(path)
        else:
            from icp_tui.store.recovery.copying import free_name, save_copy  # noqa: PLC0415 - not for help

            made = expanded(target)
            if made.is_dir():
                made = free_name(made, path, _now().astimezone().date())
            save_copy(workspace.database, made)
    out(say("Made {path}.", path=made), saved=True)


def _backed_up(path: Path) -> Path:
    import sqlite3  # noqa: PLC0415 - as below

    from icp_tui.store.file.connecting import reading  # noqa: PLC0415
    from icp_tui.store.safety.backups import write_backup  # noqa: PLC0415
    from icp_tui.store.safety.keeping import not_readable  # noqa: PLC0415

    try:
        with reading(path) as connection, _progress(say("Copying"), path) as told:
            return write_backup(connection, path, going=_always(told)).path
    except sqlite3.Error as error:
        raise not_readable(path, error) from error


def _always(told: Callable[[int], None]) -> Callable[[int], bool]:
    def going(written: int) -> bool:
        told(written)
        return True

    return going


@contextmanager
def _progress(label: str, source: Path) -> Iterator[Callable[[int], None]]:
    """Told how many bytes are copied; shows it where the file is large and somebody looks."""
    size = source.stat().st_size
    if size < LONG or not is_terminal(sys.stderr):
        yield lambda _copied: None
        return
    with click.progressbar(length=size, label=label, file=sys.stderr, show_eta=False) as bar:

        def told(copied: int) -> None:
            if copied >= size:
                bar.label = say("Checking")
            bar.update(max(0, min(copied, size) - bar.pos))

        yield told


@click.command()
@as_json
@click.pass_obj
def backups(request: Request, *, as_json: bool) -> None:
    """List the backups of the workspace, newest first, with what each holds.

    They are made by themselves while you work and when you leave. All of two days are kept, then one for
    each of 12 days, 10 weeks and 9 months; fewer where they take more than 4 GB or the disk runs short.
    Those that were made while the file had another name or place come last.
    """
    request.settings  # noqa: B018 - from here on in their language
    own, elsewhere = _backups(request)
    found = [*own, *elsewhere]
    if as_json:
        out_json([_values(number, one, elsewhere) for number, one in enumerate(found, 1)])
        return
    if not found:
        out(say("There are no backups of {path} yet.", path=request.path()))
        if others := _of_others(request.path()):
            out(others)
        return
    lines = columns([_cells(number, one, found) for number, one in enumerate(found, 1)], right=(0, 3))
    for line in lines[: len(own)]:
        out(line)
    if own:
        out()
        out(say("They are in {folder}.", folder=own[0].path.parent))
    if elsewhere:
        if own:
            out()
        out(say("Made of the same workspace under another name or in another place:"))
        for line in lines[len(own) :]:
            out(line)
        out()
        for folder in dict.fromkeys(one.path.parent for one in elsewhere):
            out(say("They are in {folder}.", folder=folder))
    out(with_workspace(say("`icp-tui restore 1` brings the first of them back.")))


def _backups(request: Request) -> tuple[list[Backup], list[Backup]]:
    """The backups of the workspace, and those that were made of it under another path."""
    from icp_tui.store.safety.backups import backups_of  # noqa: PLC0415
    from icp_tui.store.safety.moved import backups_elsewhere  # noqa: PLC0415

    return backups_of(request.path()), backups_elsewhere(request.path())


def _of_others(path: Path) -> str:
    """Where the backups of other workspaces are, if there are any."""
    from icp_tui.store.safety.backups import folder_of  # noqa: PLC0415
    from icp_tui.store.safety.moved import are_others  # noqa: PLC0415

    if not are_others(path):
        return ""
    return say("Those of other workspaces are in {folder}.", folder=folder_of(path).parent)


def _held(backup: Backup) -> Held | None:
    from icp_tui.store.safety.held import held_in  # noqa: PLC0415

    return held_in(backup.path)


def _values(number: int, backup: Backup, elsewhere: list[Backup]) -> dict[str, Any]:
    held = _held(backup)
    edited = held.edited_at if held else None
    return {
        "number": number,
        "at": backup.at.isoformat(),
        "misdated": backup.is_misdated,
        "path": str(backup.path),
        "elsewhere": backup in elsewhere,
        "bytes": _bytes(backup),
        "readable": held is not None,
        "profiles": held.profiles if held else None,
        "clients": list(held.clients) if held else None,
        "edited_at": edited.isoformat() if edited else None,
    }


def _cells(number: int, backup: Backup, among: list[Backup]) -> tuple[str, ...]:
    from icp_tui.store.safety.backups import age  # noqa: PLC0415
    from icp_tui.store.safety.held import size  # noqa: PLC0415

    held = _held(backup)
    return (
        str(number),
        _moment(backup, among),
        age(backup, _now()),
        size(_bytes(backup)),
        count(held.profiles, "{n} profile", "{n} profiles") if held else say("cannot be read"),
        ", ".join(held.clients) if held else "",
    )


def _bytes(backup: Backup) -> int:
    from icp_tui.store.safety.backups import size_of  # noqa: PLC0415

    return size_of(backup.path)


def _now() -> dt.datetime:
    import datetime as dt  # noqa: PLC0415

    return dt.datetime.now(dt.UTC)


@click.command()
@click.argument("backup", required=False)
@click.option("--yes", is_flag=True, help="Do not ask before the workspace is replaced.")
@click.option("--with-forgotten", is_flag=True, help="Bring back clients that were forgotten since, too.")
@click.pass_obj
def restore(request: Request, backup: str | None, *, yes: bool, with_forgotten: bool) -> None:
    """Put a BACKUP in the place of the workspace.

    BACKUP is a number of `icp-tui backups`, a moment as it stands there, or a file. Where the workspace is
    gone, empty or cut short, BACKUP can be left out: the newest is taken. What was there is kept, and you are
    told where.

    A client that was forgotten since the backup was made stays forgotten; you are told which.
    """
    request.settings  # noqa: B018 - from here on in their language
    from icp_tui.store.recovery.restoring import restore as put_back  # noqa: PLC0415
    from icp_tui.store.safety.backups import Backup  # noqa: PLC0415

    path = request.path()
    living = _is_living(path)
    own, elsewhere = _backups(request)
    found = [*own, *elsewhere]
    source = _chosen(request, backup, found, living=living)
    if isinstance(source, Backup):
        file, of = source.path, say("the backup of {moment}", moment=_moment(source, found))
        if source.is_misdated:
            note(say("The date of that backup cannot be true: the clock was wrong then, or is now."))
    else:
        file, of = source, str(source)
    if living and not yes:
        _ask(path, of, _back_since(path, file), with_forgotten=with_forgotten)
    with _progress(say("Copying"), file) as told:
        done = put_back(path, file, with_forgotten=with_forgotten, told=told)
    out(say("Restored {source} to {path}.", source=of, path=path), saved=True)
    _tell_forgotten(done.forgotten, with_forgotten=with_forgotten)
    _tell_kept(done)


def _is_living(path: Path) -> bool:
    """Whether there is a workspace that can be opened as far as its header tells."""
    from icp_tui.store.file.header import check_whole  # noqa: PLC0415

    try:
        if is_there(path):
            check_whole(path)
            return True
    except BadFile:
        return False
    return False


def _chosen(request: Request, word: str | None, found: list[Backup], *, living: bool) -> Backup | Path:
    """The backup or file that a word means; the newest one without a word.

    Raises:
        WrongUse: no word, although there is a workspace.
        NotFound: it means nothing.
    """
    if word is None:
        if living:
            raise WrongUse(
                say("There is a workspace at {path}.", path=request.path()),
                means=say("Nothing was changed."),
                do=say("Say which backup is to replace it; `icp-tui backups` lists them."),
            )
        if not found:
            _none(request.path())
        if found[0].is_misdated:
            _refuse_misdated(_moment(found[0], found))
        return found[0]
    if not word.strip():
        raise WrongUse(
            say("The name of the backup is empty."),
            means=say("Nothing was changed."),
            do=say("Say which backup is meant; `icp-tui backups` lists them."),
        )
    if word.isdecimal() and len(word) < _DIGITS and 0 < int(word) <= len(found):
        return found[int(word) - 1]
    if "/" not in word and (meant := [one for one in found if _means(word, one, found)]):
        return meant[0]
    file = expanded(Path(word))
    if is_there(file):
        return file
    if not found:
        _none(request.path())
    raise NotFound(
        say("There is no backup or file “{word}”.", word=word),
        means=say("Nothing was changed."),
        do=say("`icp-tui backups` lists the backups with their numbers."),
    )


def _refuse_misdated(moment: str) -> NoReturn:
    raise WrongUse(
        say("The date of the newest backup cannot be true: {moment}.", moment=moment),
        means=say("The clock was wrong then, or is now. Nothing was changed."),
        do=say("See with `icp-tui backups` what each holds, then name one, such as `icp-tui restore 1`."),
    )


def _none(path: Path) -> NoReturn:
    raise NotFound(
        say("There are no backups of {path}.", path=path),
        means=" ".join([say("Nothing was changed."), _of_others(path)]).rstrip(),
        do=say("Name a file to restore, or the workspace that you mean with --workspace."),
    )


def _means(word: str, backup: Backup, among: list[Backup]) -> bool:
    """Whether a word is the moment of a backup, or begins it: as listed, or as ISO 8601."""
    here = backup.at.astimezone()
    listed = _moment(backup, among)
    iso = (f"{here:%Y-%m-%d %H:%M:%S}", f"{here:%Y-%m-%dT%H:%M:%S}", backup.at.isoformat())
    return len(word) >= 8 and (listed == word or any(one.startswith(word) for one in iso))


def _moment(backup: Backup, among: list[Backup]) -> str:
    """When a backup was made, as a list of them shows it."""
    from icp_tui.store.safety.held import when  # noqa: PLC0415

    return when(backup.at, [one.at for one in among])


def _back_since(path: Path, source: Path) -> tuple[str, ...]:
    from icp_tui.store.recovery.staying_forgotten import coming_back, forgotten_in  # noqa: PLC0415

    return coming_back(source, forgotten_in(path))


def _ask(path: Path, source: str, forgotten: tuple[str, ...], *, with_forgotten: bool) -> None:
    if forgotten:
        names = ", ".join(forgotten)
        note(
            say("It brings back who was forgotten since: {names}.", names=names)
            if with_forgotten
            else say(
                "It holds who was forgotten since, and forgets them again: {names}."
                " --with-forgotten brings them back.",
                names=names,
            )
        )
    try:
        sure = click.confirm(
            say("Replace {path} by {source}? What is there now is kept.", path=path, source=source), err=True
        )
        nobody = False
    except click.Abort:
        sure, nobody = False, not is_terminal(sys.stdin)
    if not sure:
        raise SaveFailed(
            say("Nothing was restored."),
            means=say("The workspace is as it was."),
            do=say("Where nobody can be asked, add --yes.") if nobody else "",
        )


def _tell_forgotten(names: tuple[str, ...], *, with_forgotten: bool) -> None:
    if names and with_forgotten:
        out(say("Forgotten before, and back now: {names}.", names=", ".join(names)), saved=True)
    elif names:
        out(
            say("It held who was forgotten since, and forgot them again: {names}.", names=", ".join(names)),
            saved=True,
        )


def _tell_kept(done: Restored) -> None:
    if done.backup:
        moment = _moment(done.backup, [])
        out(say("What was there before is the newest backup, of {moment}.", moment=moment), saved=True)
    elif done.aside:
        out(say("What was there before is {path} now.", path=done.aside), saved=True)
