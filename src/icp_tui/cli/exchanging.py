"""The commands that exchange work with a colleague: `export` and `merge`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icp_tui.cli.completion import complete_profile
from icp_tui.cli.going import going
from icp_tui.cli.output import is_printed, to_file, written
from icp_tui.cli.printing import columns, is_terminal, note, out, out_document, out_json, with_workspace
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request, file_named
from icp_tui.errors import WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.store.exchange.conflicts import Conflict
    from icp_tui.store.exchange.merging import Merged, Picks, Plan
    from icp_tui.store.exchange.telling import Teller
    from icp_tui.store.work.workspace import Workspace

MOST_SHOWN = 20
"""Lines of changes that are printed; --json has all of them."""

_LONGEST = 300


@click.command()
@click.argument("what", metavar="[CLIENT|PROFILE]", required=False, shell_complete=complete_profile)
@to_file
@click.option("--redact", is_flag=True, help="Replace the names of customers and people.")
@as_json
@click.pass_obj
def export(request: Request, *, what: str | None, output: Path | None, redact: bool, as_json: bool) -> None:
    """Write everything, a client or a profile into a file to send.

    A colleague takes it in with `icp-tui merge FILE`. A client goes with its profiles, a profile with its
    client, all with their history. Without -o the file is named after what is in it, and written here.

    With --redact names become words such as “Customer 3”, also inside other answers. Such a copy stands
    for itself: merged, it comes as another client. Read it before you send it: what a text tells of somebody
    without the name is still there. The name of the client stays.
    """
    from icp_tui.cli.naming import slug  # noqa: PLC0415 - 60 ms, as below
    from icp_tui.store.exchange.bundles import export as write  # noqa: PLC0415

    if is_printed(output):
        _print_bundle(request, what, redact=redact, as_json=as_json)
        return
    with request.workspace() as workspace:
        record_id, name = _record_named(workspace, what) if what is not None else ("", "")
        name = slug(name) or workspace.database.path.stem
        path = output or Path(f"{name}-redacted.icp" if redact else f"{name}.icp")
        done = write(workspace, path, record_id, redact=redact)
    if as_json:
        out_json({"file": str(path), "holds": done.holds, "changes": done.changes, "redacted": redact})
        return
    out(written(path, replaced=done.replaced))
    out(count(done.changes, "{holds}: {n} change.", "{holds}: {n} changes.", holds=done.holds))


def _print_bundle(request: Request, what: str | None, *, redact: bool, as_json: bool) -> None:
    """Write a bundle into a pipe; what it holds is said beside it.

    Raises:
        WrongUse: it would stand on a screen, or among something else.
    """
    if as_json or is_terminal(sys.stdout):
        raise WrongUse(
            say("With --json, only that can be printed.")
            if as_json
            else say("A bundle is for a program to read, not for a screen."),
            means=say("Nothing was written."),
            do=say("Name a file with -o, or send it on, as in `icp-tui export -o - | gzip > all.icp.gz`."),
        )
    from icp_tui.store.exchange.bundles import bundle_of  # noqa: PLC0415

    with request.workspace() as workspace:
        record_id = _record_named(workspace, what)[0] if what is not None else ""
        made = bundle_of(workspace, record_id, redact=redact)
    out_document(b"".join(made.lines).decode())
    note(count(made.changes, "{holds}: {n} change.", "{holds}: {n} changes.", holds=made.holds))


def _record_named(workspace: Workspace, typed: str) -> tuple[str, str]:
    from icp_tui.cli.naming import client_or_profile_named  # noqa: PLC0415

    record = client_or_profile_named(workspace, typed)
    return record.id, record.title


@click.command()
@click.argument("file", type=click.Path(readable=False), callback=file_named, required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--mine", is_flag=True, help="Where both changed the same, keep what is here.")
@click.option("--theirs", is_flag=True, help="Where both changed the same, take what comes.")
@click.option(
    "--list", "listed", is_flag=True, help="Show what was left open; with --mine or --theirs, settle it."
)
@as_json
@click.pass_obj
def merge(
    request: Request,
    *,
    file: Path | None,
    dry_run: bool,
    mine: bool,
    theirs: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Take in what a colleague exported, or their workspace file.

    Nothing is lost on either side: the newest of both is shown, and where both changed the same answer, both
    are kept and listed until somebody chooses. A backup is made before. `icp-tui undo --library` takes all of
    it back.
    """
    if mine and theirs:
        _refuse(say("--mine and --theirs exclude each other."), say("Give one, or neither to choose later."))
    if file is not None and listed:
        _refuse(
            say("--list takes no file: it shows what earlier merges left open."),
            say("Call `icp-tui merge --list`; to see what a file would change, add --dry-run instead."),
        )
    if file is None and not listed:
        _refuse(
            say("Name the file that a colleague sent, or give --list."), say("See `icp-tui merge --help`.")
        )
    if listed and dry_run:
        _refuse(
            say("--list and --dry-run exclude each other."),
            say("Without --mine and --theirs, --list changes nothing."),
        )
    if file is None:
        _left_open(request, mine=mine, theirs=theirs, as_json=as_json)
        return
    from icp_tui.store.exchange import merging  # noqa: PLC0415

    with going("", say("{path} is as it was.", path=request.path()), shown=False):
        incoming = merging.read(file, request.path())
        with request.reading() if dry_run else request.workspace(create=True) as workspace:
            from icp_tui.store.exchange.telling import Teller  # noqa: PLC0415

            planned = merging.plan(workspace, incoming)
            picks = merging.picks_for(planned.conflicts, mine=mine) if mine or theirs else {}
            teller = Teller(workspace.database, planned.fresh)
            values = _plan_values(planned, teller) if as_json else {}
            lines = [] if as_json else _plan_lines(planned, teller, picks)
            merged = None if dry_run else _applied(workspace, planned, picks)
    if as_json:
        out_json(values | _merged_values(merged), saved=merged is not None)
        return
    for line in lines:
        out(line, saved=merged is not None)
    out(_ending(planned, merged), saved=merged is not None)


def _applied(workspace: Workspace, planned: Plan, picks: Picks) -> Merged:
    """Do what was planned; where ctrl+c comes when all is written, that is said.

    Raises:
        click.Abort: it was ended by ctrl+c and is done.
        KeyboardInterrupt: it was ended by ctrl+c and nothing is done.
    """
    from icp_tui.store.exchange import merging  # noqa: PLC0415

    before = _standing(workspace, planned)
    try:
        return merging.apply(workspace, planned, picks)
    except KeyboardInterrupt:
        if _standing(workspace, planned) == before:
            raise
        note(say("Stopped. It is merged; `icp-tui merge --list` shows what is left open."))
        raise click.Abort from None


def _standing(workspace: Workspace, planned: Plan) -> list[object]:
    """What of the log is another thing once the plan is done, all or nothing."""
    ask = workspace.database.rows
    grown = [ask("SELECT at FROM change WHERE id = ?", change.id)[0]["at"] for change in planned.grown[:1]]
    return [ask("SELECT count(*) FROM change")[0][0], *grown]


def _refuse(what: str, do: str) -> None:
    raise WrongUse(what, means=say("Nothing was merged."), do=do)


def _left_open(request: Request, *, mine: bool, theirs: bool, as_json: bool) -> None:
    """List the conflicts that are open, or settle them all in one way."""
    from icp_tui.store.exchange import merging  # noqa: PLC0415
    from icp_tui.store.exchange.conflicts import conflicts  # noqa: PLC0415
    from icp_tui.store.exchange.telling import Teller  # noqa: PLC0415

    settling = mine or theirs
    with request.workspace() if settling else request.reading() as workspace:
        found = conflicts(workspace.database)
        teller = Teller(workspace.database)
        picks = merging.picks_for(found, mine=mine) if settling else {}
        lines = [] if as_json else _conflict_lines(found, teller, picks)
        values = [_conflict_values(one, teller) for one in found] if as_json else []
        settled = merging.settle(workspace, found, picks)
    if as_json:
        out_json({"conflicts": values, "settled": settled}, saved=settling)
        return
    for line in lines:
        out(line, saved=settling)
    if not found:
        out(say("Nothing is left open."))
    elif settling:
        out(count(settled, "Settled: {n}.", "Settled: {n}."), saved=True)


def _plan_lines(planned: Plan, teller: Teller, picks: Picks) -> list[str]:
    new = len(planned.fresh) + len(planned.grown)
    lines = [
        say("{holds}, from {file}.", holds=planned.incoming.holds, file=planned.incoming.path.name),
    ]
    if new or not planned.left_out:
        lines.append(count(new, "{n} change is new here.", "{n} changes are new here."))
    if planned.back:
        lines.append(
            count(
                planned.standing_again,
                "{n} answer stands again: the merge that brought it was taken back here.",
                "{n} answers stand again: the merge that brought them was taken back here.",
            )
        )
    if 0 < planned.left_out < len(planned.incoming.changes):
        lines.append(
            count(
                planned.left_out,
                "{n} change is left out: its client was forgotten here.",
                "{n} changes are left out: their client was forgotten here.",
            )
        )
    lines += _short([teller.record(v.kind, v.record_id) for v in planned.new_records], say("New:"))
    lines += _short([teller.record(v.kind, v.record_id) for v in planned.deleted], say("Deleted:"))
    moved = [teller.moved(v.kind, v.record_id, v.after or "") for v in planned.moved]
    lines += _short(moved, say("Moved:"))
    answers = [visible for visible in planned.changed if not visible.is_move]
    changed = [
        say(
            "{place}: {before} → {after}",
            place=teller.place(v.kind, v.record_id, v.field),
            before=_brief(teller.value(v.kind, v.field, v.before)),
            after=_brief(teller.value(v.kind, v.field, v.after)),
        )
        for v in answers[: MOST_SHOWN + 1]
    ]
    lines += _short(changed, say("Changed:"), len(answers))
    return [*lines, *_conflict_lines(planned.conflicts, teller, picks)]


def _short(found: Sequence[str], title: str, total: int | None = None) -> list[str]:
    if not found:
        return []
    more = (len(found) if total is None else total) - MOST_SHOWN
    rest = [count(more, "  … and {n} more", "  … and {n} more")] if more > 0 else []
    return [title, *(f"  {line}" for line in found[:MOST_SHOWN]), *rest]


def _brief(text: str) -> str:
    line = " / ".join(part.strip() for part in text.split("\n") if part.strip())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _conflict_lines(found: Sequence[Conflict], teller: Teller, picks: Picks) -> list[str]:
    from icp_tui.store.exchange.telling import who_and_when  # noqa: PLC0415

    if not found:
        return []
    lines = [count(len(found), "{n} answer was changed by both:", "{n} answers were changed by both:")]
    for conflict in found:
        lines.append(f"  {teller.place(conflict.kind, conflict.record_id, conflict.field)}")
        chosen = picks.get(conflict.place, conflict.shown)
        rows = [
            (
                "  ▸" if place == chosen else "",
                say("mine") if place < conflict.own else say("theirs"),
                who_and_when(side),
                _brief(teller.side(conflict, side)),
            )
            for place, side in enumerate(conflict.sides)
        ]
        lines += [f"  {line}" for line in columns(rows)]
    return lines


def _ending(planned: Plan, merged: Merged | None) -> str:
    if not planned.brings:
        from icp_tui.store.exchange.telling import nothing_new  # noqa: PLC0415

        return nothing_new(planned.left_out, len(planned.incoming.changes))
    if merged is None:
        return say("This was a dry run: nothing was merged.")
    told = (
        say("Merged. `icp-tui undo --library` takes it back.")
        if merged.undoable
        else say("Merged. Undo cannot take it back: restore the backup that was made before, if need be.")
    )
    if merged.open:
        told += " " + count(
            merged.open,
            "{n} answer is left open: `icp-tui merge --list` shows it.",
            "{n} answers are left open: `icp-tui merge --list` shows them.",
        )
    return with_workspace(told)


def _plan_values(planned: Plan, teller: Teller) -> dict[str, Any]:
    return {
        "file": str(planned.incoming.path),
        "holds": planned.incoming.holds,
        "program": planned.incoming.program or None,
        "new_changes": len(planned.fresh) + len(planned.grown),
        "brought_back": planned.standing_again,
        "left_out": planned.left_out,
        "new_records": [{"kind": v.kind, "id": v.record_id} for v in planned.new_records],
        "deleted_records": [{"kind": v.kind, "id": v.record_id} for v in planned.deleted],
        "changed": [
            {"kind": v.kind, "id": v.record_id, "field": v.field, "before": v.before, "after": v.after}
            for v in planned.changed
        ],
        "conflicts": [_conflict_values(one, teller) for one in planned.conflicts],
    }


def _conflict_values(conflict: Conflict, teller: Teller) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "id": conflict.record_id,
        "field": conflict.field,
        "unknown_changes": conflict.unknown,
        "sides": [
            {
                "mine": place < conflict.own,
                "shown": place == conflict.shown,
                "author": side.author,
                "at": side.at,
                "value": side.new,
                "words": teller.side(conflict, side),
            }
            for place, side in enumerate(conflict.sides)
        ],
    }


def _merged_values(merged: Merged | None) -> dict[str, Any]:
    return {
        "merged": merged is not None and merged.changes > 0,
        "settled": merged.settled if merged else 0,
        "open": merged.open if merged else None,
        "undoable": merged.undoable if merged else None,
        "backup": str(merged.backup.path) if merged and merged.backup else None,
    }
