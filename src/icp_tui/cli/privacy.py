"""Forgetting a client: the one command that nothing can take back; it asks first, and proves it after.

Where the workspace has forgotten the client already, the same command clears what still holds it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from icp_tui.cli.printing import brief, has_terminal, note, out
from icp_tui.cli.request import Request
from icp_tui.errors import BadFile, NotFound, SaveFailed, WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.store.log.forgetting import Holding, Known
    from icp_tui.store.safety.still_holding import Leftovers
    from icp_tui.store.work.workspace import Workspace

MOST_MENTIONS = 10


@click.command()
@click.argument("client")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.option(
    "--backups-too", is_flag=True, help="Delete backups and files set aside that hold the client, too."
)
@click.pass_obj
def forget(request: Request, client: str, *, yes: bool, backups_too: bool) -> None:
    """Forget a CLIENT for good: all profiles, answers and their whole history.

    There is no undo. CLIENT is a name, or an id’s beginning or end; clients that were deleted
    can be forgotten, too. Backups and files beside the workspace that still hold the client are listed;
    --backups-too can be given later as well. Neither a colleague’s export nor a restore brings it back.
    """
    from icp_tui.store.log import forgetting  # noqa: PLC0415 - 60 ms, not needed for help

    with request.workspace() as workspace:
        database = workspace.database
        if database.read_only:
            raise SaveFailed(
                say("Nothing can be forgotten in {path}.", path=database.path), means=database.why_read_only
            )
        try:
            found = _named(forgetting.known_clients(database), client)
        except NotFound as error:
            _forget_elsewhere(workspace, client, error, yes=yes, backups_too=backups_too)
            return
        mentioning = _forget(workspace, found, yes=yes, backups_too=backups_too)
    # Only now: reading the bytes of a file that is open in SQLite would drop its locks.
    if found.name and forgetting.holds_text(request.path(), found.name):
        _tell_of_mentions(found, mentioning)


def _forget(workspace: Workspace, client: Known, *, yes: bool, backups_too: bool) -> list[str]:
    """Forget a client of the workspace; gives where the name still stands."""
    from icp_tui.store.log import forgetting  # noqa: PLC0415
    from icp_tui.store.safety.still_holding import leftovers  # noqa: PLC0415

    database = workspace.database
    left = leftovers(database, client.id, client.name)
    _announce(database.path, client, forgetting.holding(database, client.id))
    _list_leftovers(left, backups_too=backups_too)
    if not yes:
        _ask(client)
    workspace.leave()
    forgetting.forget(database, client.id)
    out(say("“{client}” is forgotten.", client=_title(client)), saved=True)
    try:
        return _clear_up(workspace, client, left, backups_too=backups_too)
    except KeyboardInterrupt:
        note(
            say(
                "Stopped. “{client}” is forgotten for good. What comes after that may not have been done:"
                " a new backup, the older ones deleted, the file made smaller."
                " `icp-tui forget {id} --backups-too` deletes what still holds it, if anything does.",
                client=_title(client),
                id=client.id,
            )
        )
        raise click.Abort from None


def _clear_up(workspace: Workspace, client: Known, left: Leftovers, *, backups_too: bool) -> list[str]:
    """What comes after a client is forgotten: a backup without it, and nothing else that holds it.

    Raises:
        SaveFailed: there is no newer backup, so that the older ones had to stay.
        BadFile: one of them could not be deleted.
    """
    from icp_tui.store.log import forgetting  # noqa: PLC0415

    mentioning = _mentions(workspace, client.name)
    # The newest backup knows of it from now on: one that is restored in its stead does not bring it back.
    trouble = _backed_up(workspace)
    if backups_too and left.ours and trouble:
        raise SaveFailed(
            trouble.what,
            means=say("The client is forgotten; the older backups still hold it, as there is no newer one."),
            do=trouble.do,
        )
    if backups_too and left.ours:
        _delete(left)
    elif trouble:
        note(str(trouble))
    try:
        forgetting.shrink(workspace.database)
    except SaveFailed as error:
        # Its pages are overwritten all the same.
        note(str(error))
    return mentioning


def _forget_elsewhere(
    workspace: Workspace, typed: str, unknown: NotFound, *, yes: bool, backups_too: bool
) -> None:
    """Delete what still holds a client that the workspace itself has forgotten.

    Raises:
        NotFound: no file that can be read knows such a client.
    """
    from icp_tui.store.safety.still_holding import forgotten_clients, leftovers, unreadable  # noqa: PLC0415

    there = forgotten_clients(workspace.database)
    try:
        client = _named([one.client for one in there], typed)
    except NotFound:
        if damaged := unreadable(workspace.database, typed):
            raise _only_in_damaged(typed, damaged) from unknown
        raise unknown from None
    profiles = sorted({profile for one in there if one.client.id == client.id for profile in one.profiles})
    left = leftovers(workspace.database, client.id, client.name, profiles)
    out(
        say("“{client}” is forgotten in {path} already.", client=_title(client), path=workspace.database.path)
    )
    _list_leftovers(left, backups_too=backups_too)
    if not (backups_too and left.ours):
        return
    if not yes:
        _ask(client)
    if trouble := _backed_up(workspace):
        raise trouble
    _delete(left)


def _only_in_damaged(typed: str, damaged: list[Path]) -> NotFound:
    return NotFound(
        say("There is no client “{name}”.", name=typed),
        means=say("These files cannot be read as a workspace, and hold the name:")
        + "".join(f"\n  {path}" for path in damaged),
        do=say("Delete them by hand where nothing else in them is needed."),
    )


def _named(known: list[Known], typed: str) -> Known:
    from icp_tui.cli.naming import is_part, short_ids, slug  # noqa: PLC0415

    wanted = slug(typed)
    for found in (
        [one for one in known if one.id == typed],
        [one for one in known if typed.strip() == one.name and one.name],
        [one for one in known if wanted and slug(one.name) == wanted],
        [one for one in known if is_part(one.id, typed)],
    ):
        if len({one.id for one in found}) == 1:
            return found[0]
        if found:
            short = short_ids(one.id for one in known)
            raise WrongUse(
                say("“{typed}” means several:", typed=typed)
                + "".join(f"\n  {short[one.id]}  {_title(one)}" for one in found),
                means=say("Nothing was forgotten."),
                do=say("Name one by its id."),
            )
    raise NotFound(
        say("There is no client “{name}”.", name=typed),
        means=say("Nothing was forgotten."),
        do=say("See the clients with `icp-tui list`."),
    )


def _title(client: Known) -> str:
    name = client.name or say("(client without a name)")
    return say("{name} (deleted)", name=name) if client.deleted else name


def _announce(path: Path, client: Known, held: Holding) -> None:
    parts = (
        count(held.profiles, "{n} profile", "{n} profiles"),
        count(held.records, "{n} record", "{n} records"),
        count(held.changes, "{n} change of its history", "{n} changes of their history"),
    )
    out(say("“{client}”: {parts}.", client=_title(client), parts=", ".join(parts)))
    out(say("All of it goes from {path} for good. There is no undo.", path=path))


def _list_leftovers(left: Leftovers, *, backups_too: bool) -> None:
    if left.ours:
        out(say("These backups, and files that were set aside, still hold it:"))
        for path in left.ours:
            out(f"  {path}")
        out(
            say("They are deleted as well, after a new backup.")
            if backups_too
            else say("They are kept; --backups-too deletes them as well.")
        )
    if left.others:
        out(say("These files hold it, too, or may, and are left as they are:"))
        for path in left.others:
            out(f"  {path}")


def _ask(client: Known) -> None:
    """Go on only where a person types the exact name.

    Raises:
        WrongUse: something else was typed, or nobody is there to be asked.
    """
    if not has_terminal():
        raise WrongUse(
            say("Nobody is there to be asked whether “{client}” is to be forgotten.", client=_title(client)),
            means=say("Nothing was forgotten."),
            do=say("Add --yes where you are sure."),
        )
    wanted = " ".join(client.name.split()) or client.id
    words = (
        say("Type the name of the client to go on") if client.name else say("Type {id} to go on", id=wanted)
    )
    typed = click.prompt(words, default="", show_default=False)
    if " ".join(typed.split()) != wanted:
        raise WrongUse(
            say("That is not the name; it has to be typed as it is written."),
            means=say("Nothing was forgotten."),
            do=say("Call the command again."),
        )


def _mentions(workspace: Workspace, name: str) -> list[str]:
    """Where other clients' answers hold the name: one line each."""
    from icp_tui.cli.naming import named  # noqa: PLC0415
    from icp_tui.store.log.forgetting import mentions  # noqa: PLC0415

    lines = []
    for record_id in mentions(workspace.database, name):
        try:
            title = named(workspace.find(record_id))
        except NotFound:
            title = say("(deleted)")
        lines.append(f"{record_id}  {brief(title)}")
    return lines


def _tell_of_mentions(client: Known, mentioning: list[str]) -> None:
    if not mentioning:
        note(say("The letters of “{name}” still stand in the file, but in no answer.", name=client.name))
        return
    note(say("The name still stands in answers of other clients, or in earlier versions of them:"))
    for line in mentioning[:MOST_MENTIONS]:
        note(f"  {line}")
    if (more := len(mentioning) - MOST_MENTIONS) > 0:
        note("  " + say("and {more} more", more=more))


def _backed_up(workspace: Workspace) -> SaveFailed | None:
    """Make a backup in which the client is forgotten; gives why there is none, if there is none."""
    from icp_tui.store.safety.backups import make_backup  # noqa: PLC0415

    try:
        make_backup(workspace.database)
    except SaveFailed as error:
        return error
    return None


def _delete(left: Leftovers) -> None:
    """Delete the files that are ours, as many of them as can be.

    Raises:
        BadFile: one could not be deleted.
    """
    from icp_tui.store.safety.still_holding import delete  # noqa: PLC0415

    gone, failed = 0, []
    for path in left.ours:
        try:
            if delete(path, left.ids):
                gone += 1
            else:
                out(say("Took its lines out of {path}; others wait there.", path=path), saved=True)
        except OSError as error:
            failed.append((path, error.strerror or error))
        except BadFile as error:
            failed.append((path, error.what.rstrip(".")))
    if gone:
        out(count(gone, "Deleted {n} file that held it.", "Deleted {n} files that held it."), saved=True)
    if failed:
        [(path, why), *_] = failed
        raise BadFile(
            say("Cannot delete {path}: {error}.", path=path, error=why),
            means=say("The client is forgotten in the workspace; this file still holds it."),
            do=say("Delete it by hand, then see with the same command whether it was the last."),
        )
