"""The commands that look after the file itself: `check` reads all of it, `repair` saves what can be saved."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icp_tui.cli.going import going
from icp_tui.cli.printing import is_terminal, out, out_json
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request, file_named, is_there
from icp_tui.errors import BadFile, EmptyFile, NotFound
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.store.recovery.repair import Loss, Report
    from icp_tui.store.recovery.soundness import Finding

LARGE = 20_000_000
"""Bytes from which on it takes so long that one wants to see how far it is."""

_READ = 0.2
"""The share of a check that it takes to read all of the file once."""

_SHOWN = 20
"""Losses that are printed one by one."""


@click.command()
@click.option("--data", "data_only", is_flag=True, help="Leave out the search index and the list’s figures.")
@as_json
@click.pass_obj
def check(request: Request, *, data_only: bool, as_json: bool) -> int:
    """Check whether the workspace file is in order.

    Reads all of it and changes nothing: pages, indexes, links, and every answer against the log of changes.
    """
    path = _path_of(request)
    from icp_tui.opening import figures  # noqa: PLC0415 - 60 ms
    from icp_tui.store.recovery.soundness import (  # noqa: PLC0415
        Finding,
        examine,
        open_to_check,
        read_through,
    )

    findings: list[Finding] = []
    doing = say("Checking {path}", path=path.name)
    stopped = say("{path} was not read to its end; nothing was changed.", path=path)
    with going(doing, stopped, shown=_is_watched(path)) as line:
        read_through(path, lambda share: line(_READ * share))
        try:
            database = open_to_check(path)
        except EmptyFile:
            raise
        except BadFile as error:
            findings = [Finding("file", error.what, many=1, do=" ".join((error.means, error.do)))]
        else:
            with contextlib.closing(database):
                database.often(line.tick)
                parts = examine(
                    database, None if data_only else figures, lambda share: line(_READ + (1 - _READ) * share)
                )
                findings += parts
    if as_json:
        out_json(
            {
                "path": str(path.absolute()),
                "ok": not any(finding.many for finding in findings),
                "checks": [asdict(finding) | {"ok": not finding.many} for finding in findings],
            }
        )
    else:
        _print_findings(findings)
    return 1 if any(finding.many for finding in findings) else 0


def _path_of(request: Request) -> Path:
    """The workspace of the request, which has to be there.

    Raises:
        NotFound: it is not.
    """
    path = request.path()
    request.settings  # noqa: B018 - speaks the user's language from here on
    if not is_there(path):
        raise NotFound(
            say("There is no workspace at {path}.", path=path),
            means=say("Nothing was read or changed."),
            do=say("Name another file, or see with `icp-tui backups` whether there is a backup of it."),
        )
    return path


def _print_findings(findings: list[Finding]) -> None:
    for finding in findings:
        out(f"{_sign(ok=not finding.many)} {finding.says}")
        for fault in finding.faults:
            out(f"    {fault}")
        if finding.many > len(finding.faults) > 0:
            out("    " + say("… and {n} more", n=finding.many - len(finding.faults)))
    for do in dict.fromkeys(finding.do for finding in findings if finding.do):
        out()
        out(do)


def _sign(*, ok: bool) -> str:
    """✓ or ✗, and words where the terminal has no such letters."""
    sign, words = ("✓", say("ok:")) if ok else ("✗", say("WRONG:"))
    try:
        sign.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return words
    return sign


def _is_watched(path: Path) -> bool:
    """Whether somebody sits at standard error, and the file is so large that they want to see it go on."""
    return is_terminal(sys.stderr) and path.stat().st_size >= LARGE


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what could be saved and what is lost.")
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False),
    callback=file_named,
    help="Write the repaired workspace to this new file and leave the damaged one where it is.",
)
@as_json
@click.pass_obj
def repair(request: Request, *, dry_run: bool, output: Path | None, as_json: bool) -> None:
    """Save what can be saved of a damaged workspace into a new file.

    The new file takes the place of the damaged one, which is kept beside it under another name. Where nothing
    is wrong nothing is changed.
    """
    path = _path_of(request)
    from icp_tui.opening import figures  # noqa: PLC0415 - 60 ms
    from icp_tui.store.recovery.repair import repair as mend  # noqa: PLC0415

    doing = say("Repairing {path}", path=path.name)
    stopped = say("{path} is as it was.", path=path)
    with going(doing, stopped, shown=_is_watched(path)) as progress:
        report = mend(path, figures, into=output, dry_run=dry_run, progress=progress)
    if as_json:
        out_json(_report_values(report), saved=report.written is not None)
        return
    for line in _report_lines(report, dry_run=dry_run):
        out(line, saved=report.written is not None)


def _report_values(report: Report) -> dict[str, Any]:
    values = asdict(report)
    for name in ("path", "kept", "written"):
        values[name] = None if values[name] is None else str(values[name])
    return values | {"needed": report.needed}


def _report_lines(report: Report, *, dry_run: bool) -> Iterator[str]:
    if not report.needed:
        yield say("Nothing is wrong with {path}; nothing was changed.", path=report.path)
        return
    if report.wrong:
        yield say("What was wrong: {wrong}", wrong=report.wrong)
    if report.salvaged:
        yield from _salvaged_lines(report)
    elif report.wrong:
        yield say("Its indexes were made anew.")
    if report.agreed.added:
        yield count(
            report.agreed.added,
            "{n} answer that the log of changes did not know was added to it.",
            "{n} answers that the log of changes did not know were added to it.",
        )
    if report.agreed.written:
        yield count(
            report.agreed.written,
            "{n} record was written anew from the log of changes.",
            "{n} records were written anew from the log of changes.",
        )
    if report.renumbered:
        yield count(
            report.renumbered,
            "{n} change with a number that no work reaches was numbered anew, after the others.",
            "{n} changes with numbers that no work reaches were numbered anew, after the others.",
        )
    yield from _unread_lines(report)
    if report.derived and not report.salvaged:
        yield say("The search index and the figures of the list were made anew.")
    yield from _loss_lines(report)
    if dry_run:
        yield say("This was a trial: nothing was written.")
    elif report.kept:
        yield say(
            "{path} is repaired. The damaged file is kept as {kept}.", path=report.written, kept=report.kept
        )
    else:
        yield say("The repaired workspace is {path}; the damaged one is as it was.", path=report.written)


def _unread_lines(report: Report) -> Iterator[str]:
    if report.redated:
        yield count(
            report.redated,
            "{n} change without a moment got that of its neighbours.",
            "{n} changes without a moment got that of their neighbours.",
        )
    for unread in report.agreed.unread[:_SHOWN]:
        place = f"{unread.kind}.{unread.field}"
        held = " ".join(unread.held.split())[:60]
        yield say("“{held}” in {place} can be no answer; the log’s stands there.", held=held, place=place)


def _salvaged_lines(report: Report) -> Iterator[str]:
    rows = sum(report.read.values())
    yield count(rows, "{n} row was read from the damaged file.", "{n} rows were read from the damaged file.")
    if report.lost:
        tables = ", ".join(f"{table} {many}" for table, many in sorted(report.lost.items()))
        yield count(
            sum(report.lost.values()),
            "{n} row stood on damaged pages: {tables}.",
            "{n} rows stood on damaged pages: {tables}.",
            tables=tables,
        )
    if report.uncounted:
        yield say("How many more there were in {tables} cannot be told.", tables=", ".join(report.uncounted))
    if report.from_backup:
        yield count(
            report.from_backup,
            "{n} change came back from the newest backup.",
            "{n} changes came back from the newest backup.",
        )
    if report.put_back:
        yield count(
            report.put_back,
            "{n} change came back from what the rest of the file tells.",
            "{n} changes came back from what the rest of the file tells.",
        )


def _loss_lines(report: Report) -> Iterator[str]:
    if not report.losses:
        # What cannot be counted cannot be promised either.
        if not report.uncounted:
            yield say("Nothing is lost.")
        return
    yield say("Lost for good:")
    yield from (f"  {_in_words(loss)}" for loss in report.losses[:_SHOWN])
    if len(report.losses) > _SHOWN:
        yield "  " + say("… and {n} more; `--json` names them.", n=len(report.losses) - _SHOWN)


def _in_words(loss: Loss) -> str:
    if not loss.field:
        return loss.where
    if loss.earlier:
        return say("{where}: an earlier version of {field}", where=loss.where, field=loss.field)
    return f"{loss.where}: {loss.field}"
