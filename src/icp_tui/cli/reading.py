"""The commands that look: what there is, where it is, what it was before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from icp_tui import paths
from icp_tui.cli.printing import columns, note, out, out_json, with_workspace
from icp_tui.cli.request import Request, is_there
from icp_tui.errors import BadFile, WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.method.declaration import Question
    from icp_tui.store.work.library import Summary

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, with full ids.")


@click.command("list")
@as_json
@click.pass_obj
def list_profiles(request: Request, *, as_json: bool) -> None:
    """List all profiles by client, with how far each is."""
    rows: list[Summary] = []
    wrong: BadFile | None = None
    language = request.settings.language
    # A first call on a new machine is no error; a file that was named or was there before, and is gone, is.
    if request.named or is_there(request.path()) or request.many_backups:
        from icp_tui.store.work.library import summaries, unreadable  # noqa: PLC0415

        with request.reading() as workspace:
            rows = summaries(workspace.database)
            wrong = unreadable(workspace.database, rows)
    if as_json:
        out_json([_summary_values(row) for row in rows])
    elif rows:
        _print_profiles(rows, language)
    else:
        out(say("There are no profiles yet in {path}.", path=request.path()))
        start = say("Start one with `icp-tui new --client NAME --profile NAME`, or explore `icp-tui demo`.")
        out(with_workspace(start))
    if wrong:
        note(str(wrong))


def _summary_values(row: Summary) -> dict[str, Any]:
    return {
        "id": row.profile_id,
        "client_id": row.client_id,
        "client": row.client,
        "name": row.profile,
        "mode": row.mode_read.value if row.mode_read else "",
        "status": row.status_read.value if row.status_read else "",
        "version": row.version,
        "percent": row.percent,
        "answered": row.answered,
        "asked": row.asked,
        "gaps": row.gaps,
        "next_review": row.next_review or None,
        "edited_at": row.edited_at if row.edited else None,
    }


def _print_profiles(rows: list[Summary], language: str) -> None:
    from icp_tui.cli.naming import short_ids  # noqa: PLC0415

    short = short_ids(row.profile_id for row in rows)
    cells = [_cells(row, short[row.profile_id], language) for row in rows]
    lines = iter(columns(cells, right=(4, 5)))
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.client_id)):
        members = list(group)
        if number:
            out()
        out(members[0].client or say("(client without a name)"))
        for _row in members:
            out("  " + next(lines))


def _cells(row: Summary, short: str, language: str) -> tuple[str, ...]:
    from icp_tui import formats  # noqa: PLC0415 - not needed for help

    mode, status, edited = row.mode_read, row.status_read, row.edited
    return (
        short,
        row.profile or say("(profile without a name)"),
        str(mode.words) if mode else formats.UNKNOWN,
        str(status.words) if status else formats.UNKNOWN,
        formats.percent(row.percent, language),
        count(row.gaps, "{n} gap", "{n} gaps"),
        say("edited {day}", day=formats.date(edited.date(), language)) if edited else "",
    )


@click.command()
@click.argument("words", nargs=-1, required=True)
@as_json
@click.pass_obj
def search(request: Request, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find answers that hold all WORDS.

    The beginning of a word is enough; accents and case do not matter.
    """
    from icp_tui.cli.naming import short_ids  # noqa: PLC0415
    from icp_tui.store.work.library import summaries  # noqa: PLC0415
    from icp_tui.store.work.search import search as find  # noqa: PLC0415

    wanted = " ".join(words)
    with request.reading() as workspace:
        hits = find(workspace.database, wanted)
        profiles = {row.profile_id: row.profile for row in summaries(workspace.database)}
    if as_json:
        out_json(
            [
                {
                    "profile": hit.profile_id or None,
                    "kind": hit.record.kind,
                    "id": hit.record.id,
                    "field": hit.field,
                    "line": hit.line,
                }
                for hit in hits
            ]
        )
        return
    if not hits:
        out(say("Nothing holds “{words}”.", words=wanted))
    short = short_ids(hit.record.id for hit in hits)
    for hit in hits:
        place = [str(hit.record.singular), str(hit.record.questions[hit.field].label)]
        if name := profiles.get(hit.profile_id):
            place.insert(0, name)
        out(f"{short[hit.record.id]}  {' › '.join(place)}")
        out(f"  {hit.line.strip()}")


@click.command()
@click.argument("record", metavar="ID")
@click.argument("field")
@as_json
@click.pass_obj
def history(request: Request, record: str, field: str, *, as_json: bool) -> None:
    """Show the values that a FIELD has had, newest first.

    ID is a profile or a record. FIELD may be a part of a mark too, such as cost_each:ground.
    """
    from icp_tui.cli.naming import anything_named, question_named  # noqa: PLC0415
    from icp_tui.store.log.history import versions  # noqa: PLC0415

    with request.reading() as workspace:
        _, found = anything_named(workspace, record)
        name, colon, part = field.partition(":")
        question = question_named(type(found), name)
        kept = versions(workspace.database, found.id, question.name + colon + _known_part(part))
    if as_json:
        out_json([{"at": kept_.at, "author": kept_.author, "value": kept_.value} for kept_ in kept])
        return
    if not kept:
        out(say("“{field}” was never answered.", field=question.name + colon + part))
    for version in kept:
        out("  ".join(part for part in (_moment(version.at), version.author) if part))
        for line in _version_text(question, version.value, marked=bool(colon)).split("\n"):
            out(f"  {line}")


def _known_part(part: str) -> str:
    from icp_tui.method.choices import MARK_PARTS  # noqa: PLC0415

    if part and part not in MARK_PARTS:
        raise WrongUse(
            say("There is no mark “{part}”.", part=part),
            do=say("There are: {names}.", names=", ".join(MARK_PARTS)),
        )
    return part


def _version_text(question: Question, value: str | None, *, marked: bool) -> str:
    from icp_tui.method.fields import Link, Links  # noqa: PLC0415

    if value is None:
        return say("(empty)")
    if marked or isinstance(question.kind, Link | Links):
        return value
    return question.kind.format(question.kind.load(value))


def _moment(at: str) -> str:
    """A moment of the log in the time of this place, to the second; words where it is none."""
    from icp_tui.formats import moment  # noqa: PLC0415 - not needed for help

    found = moment(at)
    return f"{found:%Y-%m-%d %H:%M:%S}" if found else say("(at no moment that can be read)")


@click.command()
@as_json
@click.pass_obj
def path(request: Request, *, as_json: bool) -> None:
    """Show where the workspace, settings and templates are.

    They need not exist yet.
    """
    places = {
        "workspace": request.path().absolute(),
        "settings": paths.settings_file(),
        "templates": paths.user_templates_folder(),
        "state": paths.state_folder(),
    }
    if as_json:
        out_json({name: str(place) for name, place in places.items()})
        return
    for line in columns([(name, str(place)) for name, place in places.items()]):
        out(line)
