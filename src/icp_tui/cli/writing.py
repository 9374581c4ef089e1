"""The commands that change answers. Each is one action: all of it or nothing, and undo takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from icp_tui.cli.completion import complete_profile
from icp_tui.cli.printing import out, out_json, with_workspace
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request
from icp_tui.errors import NotFound, WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.method.declaration import Record
    from icp_tui.store.file.database import Database
    from icp_tui.store.work.workspace import Workspace

_set = click.option(
    "--set", "values", multiple=True, metavar="FIELD=VALUE", help="Answer a field; repeatable."
)
_profile_or_last = click.argument("profile", required=False, shell_complete=complete_profile)
_library = click.option("--library", is_flag=True, help="Only what was done to whole profiles and clients.")


@click.command()
@click.option(
    "--client", required=True, help="The business that is advised; one of that name is taken again."
)
@click.option("--profile", required=True, help="A name for the profile.")
@click.option("--mode", type=click.Choice(["b2b", "b2c"], case_sensitive=False), help="Whom they sell to.")
@click.option("--offer", help="The one offer that it is about.")
@_set
@as_json
@click.pass_obj
def new(
    request: Request,
    *,
    client: str,
    profile: str,
    mode: str | None,
    offer: str | None,
    values: tuple[str, ...],
    as_json: bool,
) -> None:
    """Start a profile for a client, known or new.

    The workspace is made with it where there is none.
    """
    from icp_tui.cli.adding import start_profile  # noqa: PLC0415 - 60 ms, as below

    given = {"name": profile, "mode": mode, "offer": offer}
    answers = start_profile(request, client, given, values)
    made = answers.profile
    if as_json:
        out_json({"id": made.id, "client_id": made.parent_id}, saved=True)
        return
    _say_made(made, say("Started for {client}:", client=answers.client.title))


@click.command()
@click.argument("kind")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--to", "parent", required=True, metavar="ID", help="What it hangs on: a profile or a record.")
@_set
@click.option("--after", metavar="ID", help="Put it behind this record; otherwise it comes last.")
@as_json
@click.pass_obj
def add(
    request: Request,
    *,
    kind: str,
    titles: tuple[str, ...],
    parent: str,
    values: tuple[str, ...],
    after: str | None,
    as_json: bool,
) -> None:
    """Add a record of KIND for each TITLE.

    A single - in place of the titles takes one from each line of standard input.

    KIND is customer, attribute, customer_answer, rating, trigger_event, buying_step, expansion_item,
    red_flag, persona, objective, process_step, problem, evidence, discovery_question, objection,
    finding, competitor, channel, touchpoint, review or parked_situation; or the words of the screens,
    such as “buying steps”. The TITLE of a rating is its dimension, that of a customer_answer the answer.

    With an objective or a problem after --to, what belongs to the whole profile, such as evidence, is
    linked to it.
    """
    from icp_tui.cli.adding import add_records  # noqa: PLC0415

    with request.workspace() as workspace:
        made = add_records(workspace, kind, to=parent, titles=titles, values=values, after=after)
    if as_json:
        rows = [{"id": record.id, "kind": record.kind, "parent": record.parent_id} for record in made]
        out_json(rows, saved=True)
        return
    for record in made:
        _say_made(record)


@click.command("set")
@click.argument("record", metavar="ID")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.pass_obj
def set_fields(request: Request, record: str, values: tuple[str, ...]) -> None:
    """Answer fields of a record or a profile, all or none.

    field= clears an answer, field=- reads it from standard input. Marks: field:ground=measured (or told,
    observed, assumed) and field:state=ask (or not_applicable). `icp-tui show ID` names the fields.
    """
    from icp_tui.cli.naming import anything_named, named  # noqa: PLC0415
    from icp_tui.cli.typed import assignments, edits  # noqa: PLC0415

    with request.workspace() as workspace:
        profile_id, found = anything_named(workspace, record)
        typed = assignments(type(found), values)
        answers = workspace.change(profile_id, edits(workspace, profile_id, found, typed))
    fields = dict.fromkeys(one.question.name for one in typed)
    record_now = named(answers.get(found.id) or found)
    out(say("{record}: {fields} set.", record=record_now, fields=", ".join(fields)), saved=True)


@click.command()
@click.argument("record", metavar="ID")
@click.pass_obj
def delete(request: Request, record: str) -> None:
    """Delete a record or a profile, with all that hangs on it.

    It can be undone.
    """
    from icp_tui.cli.naming import SHORTEST, named, record_named  # noqa: PLC0415
    from icp_tui.method.records import Client, Profile  # noqa: PLC0415
    from icp_tui.store.work import actions  # noqa: PLC0415

    with request.workspace() as workspace:
        profile_id, found = record_named(workspace, record)
        answers = workspace.answers(profile_id)
        below = len(answers.records) - len(answers.without(found.id).records) - 1
        actions.delete(workspace, profile_id, found)
    said = say("Deleted: {record}.", record=named(found))
    if isinstance(found, Client):
        said += " " + say("Its profiles went with it.")
    elif below:
        said += " " + count(below, "{n} record below went with it.", "{n} records below went with it.")
    out(said, saved=True)
    where = "--library" if isinstance(found, Client | Profile) else profile_id[-SHORTEST:]
    out(with_workspace(say("Take it back with `icp-tui undo {where}`.", where=where)), saved=True)


@click.command()
@_profile_or_last
@_library
@click.pass_obj
def undo(request: Request, profile: str | None, *, library: bool) -> None:
    """Take back the last action, in PROFILE or of all."""
    from icp_tui.store.exchange.telling import touched  # noqa: PLC0415
    from icp_tui.store.log.history import next_undo  # noqa: PLC0415

    with request.workspace() as workspace:
        scope, where = _last_scope(workspace, profile, next_undo, library=library)
        edits = workspace.undo(scope) if where else []
        records = touched(workspace.database, edits)
    if not edits:
        raise NotFound(say("There is nothing to undo."), means=say("Nothing was changed."))
    out(say("Undone in {where}: {records}.", where=where, records=records), saved=True)


@click.command()
@_profile_or_last
@_library
@click.pass_obj
def redo(request: Request, profile: str | None, *, library: bool) -> None:
    """Do again what was last undone, in PROFILE or of all."""
    from icp_tui.store.exchange.telling import touched  # noqa: PLC0415
    from icp_tui.store.log.history import next_redo  # noqa: PLC0415

    with request.workspace() as workspace:
        scope, where = _last_scope(workspace, profile, next_redo, library=library)
        edits = workspace.redo(scope) if where else []
        records = touched(workspace.database, edits)
    if not edits:
        raise NotFound(say("There is nothing to redo."), means=say("Nothing was changed."))
    out(say("Redone in {where}: {records}.", where=where, records=records), saved=True)


def _last_scope(
    workspace: Workspace,
    profile: str | None,
    following: Callable[[Database, str], str | None],
    *,
    library: bool,
) -> tuple[str, str]:
    """Where the last action was that `following` finds: its scope, and the words for it, "" where none is.

    Raises:
        NotFound: there is no such profile.
        WrongUse: a profile is named and `library` is asked for.
    """
    if library and profile is not None:
        raise WrongUse(
            say("PROFILE and --library exclude each other."),
            means=say("Nothing was changed."),
            do=say("Name the profile, or leave it out to go by what was done to whole profiles and clients."),
        )
    from icp_tui.cli.naming import profile_named  # noqa: PLC0415
    from icp_tui.store.work.library import summaries  # noqa: PLC0415
    from icp_tui.store.work.workspace import LIBRARY  # noqa: PLC0415

    words = {
        row.profile_id: f"“{row.profile}”" if row.profile else say("a profile without a name")
        for row in summaries(workspace.database)
    }
    words[LIBRARY] = say("the list of profiles")
    scopes = list(words)
    if library or profile is not None:
        scopes = [LIBRARY if profile is None else profile_named(workspace, profile).profile_id]
    # Batches are named by the time of their making, so that the greatest name is the last one.
    batches = ((following(workspace.database, scope), scope) for scope in scopes)
    batch, scope = max(((batch, scope) for batch, scope in batches if batch), default=("", LIBRARY))
    return scope, words[scope] if batch else ""


@click.command()
@click.argument("profile", shell_complete=complete_profile)
@click.argument("name")
@as_json
@click.pass_obj
def duplicate(request: Request, profile: str, name: str, *, as_json: bool) -> None:
    """Copy PROFILE as the base of another situation.

    All that hangs on it is copied with it. The copy is a hypothesis again, version 1, and was never reviewed.
    """
    from icp_tui.cli.naming import profile_named  # noqa: PLC0415
    from icp_tui.cli.typed import a_name  # noqa: PLC0415
    from icp_tui.store.work import actions  # noqa: PLC0415

    with request.workspace() as workspace:
        found = profile_named(workspace, profile)
        copy = actions.duplicate(workspace, found.profile_id, a_name(name))
        made = workspace.answers(copy).profile
    if as_json:
        out_json({"id": made.id, "client_id": made.parent_id}, saved=True)
        return
    _say_made(made, say("Copied:"))


def _say_made(record: Record, before: str = "") -> None:
    from icp_tui.cli.naming import SHORTEST, named  # noqa: PLC0415

    out(" ".join(filter(None, (before, f"{record.id[-SHORTEST:]}  {named(record)}"))), saved=True)
