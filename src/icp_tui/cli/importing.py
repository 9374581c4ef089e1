"""The commands that take in what other programs wrote, and write a case as text: `import` and `case`.

What comes in is read whole before anything is changed; it is one action, which one undo takes back.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icp_tui.cli.completion import complete_profile
from icp_tui.cli.output import is_printed, to_file, written
from icp_tui.cli.printing import brief, columns, note, out, out_document, out_json, with_workspace
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request, file_named, is_there
from icp_tui.errors import NotFound, WrongUse
from icp_tui.texts import count, say

if TYPE_CHECKING:
    from icp_tui.method.declaration import Record
    from icp_tui.store.intake.case_reading import Case
    from icp_tui.store.intake.columns import Brought, Place
    from icp_tui.store.intake.tables import Table
    from icp_tui.store.work.workspace import Workspace

_SHOWN = 10
"""Records that are listed one by one."""

_TABLE_ONLY = "--as, --profile, --to, --set, --skip-unknown"


@click.command("import")
@click.argument("file", type=click.Path(readable=False), callback=file_named, metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Only say what would come in; nothing is changed.")
@click.option("--as", "kind", metavar="KIND", help="What the rows of a table are, such as customer.")
@click.option("--profile", metavar="PROFILE", help="Into which profile a table goes.")
@click.option("--to", "parent", metavar="ID", help="What its rows hang on, where that is not the profile.")
@click.option(
    "--set", "values", multiple=True, metavar="FIELD=VALUE", help="For what a row leaves empty; repeatable."
)
@click.option("--skip-unknown", is_flag=True, help="Leave out columns that name no field.")
@as_json
@click.pass_obj
def import_file(
    request: Request,
    *,
    file: Path,
    dry_run: bool,
    kind: str | None,
    profile: str | None,
    parent: str | None,
    values: tuple[str, ...],
    skip_unknown: bool,
    as_json: bool,
) -> None:
    """Take in a case file or a table, all of it or nothing.

    A case file (JSON, as `icp-tui case` writes it) becomes a new client with its profiles. A table (CSV
    or TSV in UTF-8) becomes records of one profile, one a row: `icp-tui import customers.csv --profile P
    --as customer`. Its first row names the fields as `show ID` or the form does; the comma, semicolon or
    tab between the cells is found out. FILE can be - for standard input.
    """
    from icp_tui.store.intake.case_json import looks_like  # noqa: PLC0415 - not needed for help, as below

    held, name = _held(file)
    found = looks_like(held)
    if found in ("bundle", "workspace"):
        _refuse_merge(name, found)
    is_case = kind is None and (found == "json" or file.suffix.lower() == ".json")
    if not is_case and kind is None:
        raise WrongUse(
            say("{file} is no case file.", file=name),
            means=say("Nothing was imported."),
            do=say("If it is a table, say what its rows are, such as --profile PROFILE --as customer."),
        )
    if is_case and (profile or parent or values or skip_unknown):
        raise WrongUse(
            say("{file} is a case file, which makes a client of its own.", file=name),
            means=say("Nothing was imported."),
            do=say("Leave out what is for tables: {options}.", options=_TABLE_ONLY),
        )
    if kind is None:
        _import_case(request, held, name, dry_run=dry_run, as_json=as_json)
        return
    if found == "json" and held.lstrip().startswith(b"{"):
        raise WrongUse(
            say("{file} is no table.", file=name),
            means=say("Nothing was imported."),
            do=say("If it is a case file, leave out what is for tables: {options}.", options=_TABLE_ONLY),
        )
    target = _target(profile, parent)
    with request.reading() if dry_run else request.workspace() as workspace:
        table, place, brought = _read_table(
            workspace, held, name, kind=kind, target=target, values=values, skip_unknown=skip_unknown
        )
        if dry_run:
            _tell_table(workspace, name, table, place, brought, as_json=as_json)
        else:
            _take_table(workspace, name, place, brought, as_json=as_json)
        _tell_left_out(brought)


def _held(file: Path) -> tuple[bytes, str]:
    """What is in a file or comes on standard input, and what it is called."""
    from icp_tui.store.intake.case_json import LARGEST, check_size, read_held  # noqa: PLC0415

    if str(file) == "-":
        stream, name = getattr(sys.stdin, "buffer", None), say("standard input")
        held = stream.read(LARGEST + 1) if stream else b""
        check_size(held, name)
        return held, name
    if not is_there(file):
        raise NotFound(
            say("There is no file {path}.", path=file),
            means=say("Nothing was imported."),
            do=say("Check the name, or name - for standard input."),
        )
    return read_held(file), str(file)


def _refuse_merge(name: str, found: str) -> None:
    what = (
        say("{file} is a workspace of its own.", file=name)
        if found == "workspace"
        else say("{file} was exported from another workspace.", file=name)
    )
    raise WrongUse(what, means=say("Nothing was imported."), do=say("Take it in with `icp-tui merge FILE`."))


# A case


def _import_case(request: Request, held: bytes, name: str, *, dry_run: bool, as_json: bool) -> None:
    from icp_tui.store.intake.case_reading import read_case  # noqa: PLC0415
    from icp_tui.store.log.ids import new_id  # noqa: PLC0415

    request.settings  # noqa: B018 - from here on in their language
    case = read_case(held, name, new_id)
    if dry_run:
        if is_there(request.path()):
            with request.reading() as workspace:
                _tell_same_client(workspace, case)
        _tell_case(name, case, as_json=as_json)
        return
    from icp_tui.store.intake.cases import take_in_case  # noqa: PLC0415

    with request.workspace(create=True) as workspace:
        _tell_same_client(workspace, case)
        take_in_case(workspace, case)
        if as_json:
            out_json(_case_values(case), saved=True)
            return
        said = count(
            sum(case.counts.values()),
            "Imported {n} record from {file}:",
            "Imported {n} records from {file}:",
            file=name,
        )
        out(said, saved=True)
        for line in _case_lines(case):
            out(line, saved=True)
        out(with_workspace(say("Take it back with `icp-tui undo {where}`.", where="--library")), saved=True)


def _tell_same_client(workspace: Workspace, case: Case) -> None:
    from icp_tui.cli.naming import client_named  # noqa: PLC0415

    if client_named(workspace, case.names[case.client_id]):
        note(say("There is a client “{name}” already; this is another one.", name=case.names[case.client_id]))


def _tell_case(name: str, case: Case, *, as_json: bool) -> None:
    if as_json:
        out_json({"dry_run": True, **_case_values(case, ids=False)})
        return
    out(say("{file} would come in as a new client:", file=name))
    for line in _case_lines(case, ids=False):
        out(line)
    from icp_tui.method.declaration import RECORDS  # noqa: PLC0415

    rows = [
        (f"  {n}", str(RECORDS[kind].singular if n == 1 else RECORDS[kind].plural))
        for kind, n in case.counts.items()
    ]
    for line in columns(rows, right=[0]):
        out(line)
    out(say("Nothing was changed."))


def _case_values(case: Case, *, ids: bool = True) -> dict[str, object]:
    """What a case is, for other programs; ids only where they will last."""
    profiles = [(record_id, title) for record_id, title in case.names.items() if record_id != case.client_id]
    if not ids:
        return {
            "client": case.names[case.client_id],
            "profiles": [title for _, title in profiles],
            "records": dict(case.counts),
        }
    return {
        "client_id": case.client_id,
        "profile_ids": [record_id for record_id, _ in profiles],
        "records": dict(case.counts),
    }


def _case_lines(case: Case, *, ids: bool = True) -> list[str]:
    """The client and its profiles, one a line."""
    from icp_tui.cli.naming import short_ids  # noqa: PLC0415
    from icp_tui.method.records import Client, Profile  # noqa: PLC0415

    short, lines = short_ids(case.names), []
    for record_id, title in case.names.items():
        kind = Client if record_id == case.client_id else Profile
        shown = f"{kind.singular} “{title}”" if title else str(kind.singular)
        lines.append(f"{short[record_id]}  {shown}" if ids else f"  {shown}")
    return lines


# A table


def _target(profile: str | None, parent: str | None) -> str:
    """What the rows of a table hang on, as it was typed."""
    if profile is not None and parent is not None:
        raise WrongUse(
            say("--profile and --to exclude each other."),
            means=say("Nothing was imported."),
            do=say("Name the profile, or what in it the rows hang on."),
        )
    target = profile if parent is None else parent
    if target is None:
        raise WrongUse(
            say("Into which profile does the table go?"),
            means=say("Nothing was imported."),
            do=say("Name it with --profile; see them all with `icp-tui list`."),
        )
    return target


def _read_table(
    workspace: Workspace,
    held: bytes,
    name: str,
    *,
    kind: str,
    target: str,
    values: Sequence[str],
    skip_unknown: bool,
) -> tuple[Table, Place, Brought]:
    from icp_tui.cli.adding import kind_meant, place_of  # noqa: PLC0415
    from icp_tui.cli.naming import anything_named  # noqa: PLC0415
    from icp_tui.cli.typed import first_answers  # noqa: PLC0415
    from icp_tui.store.intake.columns import Place, bring, question_of  # noqa: PLC0415
    from icp_tui.store.intake.tables import read_table  # noqa: PLC0415

    meant = kind_meant(kind)
    profile_id, hung_on = anything_named(workspace, target)
    answers = workspace.answers(profile_id)
    parent_id, links = place_of(answers, meant, hung_on)
    place = Place(profile_id, meant, parent_id, {**links, **first_answers(meant, values, answers)})
    table = read_table(held, name, lambda heading: question_of(meant, heading) is not None)
    return table, place, bring(workspace, place, table, name, pass_over=skip_unknown)


def _take_table(workspace: Workspace, name: str, place: Place, brought: Brought, *, as_json: bool) -> None:
    from icp_tui.cli.naming import SHORTEST, named  # noqa: PLC0415
    from icp_tui.store.work.actions import add  # noqa: PLC0415

    made = add(workspace, place.profile_id, place.kind, place.parent_id, brought.rows)
    if as_json:
        rows = [{"id": record.id, "kind": record.kind, "parent": record.parent_id} for record in made]
        out_json(rows, saved=True)
        return
    out(
        count(len(made), "Imported {n} record from {file}:", "Imported {n} records from {file}:", file=name),
        saved=True,
    )
    for record in made[:_SHOWN]:
        out(f"{record.id[-SHORTEST:]}  {named(record)}", saved=True)
    _tell_more(len(made))
    undo = say("Take it back with `icp-tui undo {where}`.", where=place.profile_id[-SHORTEST:])
    out(with_workspace(undo), saved=True)


def _tell_table(
    workspace: Workspace, name: str, table: Table, place: Place, brought: Brought, *, as_json: bool
) -> None:
    """What a table would make: the first records with their answers as they are read."""
    from icp_tui.method.steps import DEFAULTS  # noqa: PLC0415

    if as_json:
        out_json(
            {
                "dry_run": True,
                "kind": place.kind.kind,
                "parent": place.parent_id,
                "rows": [dict(typed) for typed in brought.rows],
                "passed_over": list(brought.passed_over),
            }
        )
        return
    words = place.kind.singular if len(brought.rows) == 1 else place.kind.plural
    out(
        say(
            "{file} would come in as {n} {records}:",
            file=name,
            n=len(brought.rows),
            records=str(words).lower(),
        )
    )
    for row, typed in list(zip(table.rows, brought.rows, strict=True))[:_SHOWN]:
        answers = " · ".join(_as_read(workspace, place, DEFAULTS.get(place.kind.kind, {}) | typed))
        out(say("  row {n}: {answers}", n=row.number, answers=answers))
    _tell_more(len(brought.rows))
    out(say("Nothing was changed."))


def _as_read(workspace: Workspace, place: Place, typed: Mapping[str, str]) -> list[str]:
    """What a row answers: the title, then label and value of each field."""
    from icp_tui.method.fields import Link, Links  # noqa: PLC0415

    answers, shown = workspace.answers(place.profile_id), []
    title = place.kind.title_field
    for field, raw in sorted(typed.items(), key=lambda pair: pair[0] != title):
        question = place.kind.questions[field]
        if isinstance(question.kind, Link | Links):
            targets: list[Record | None] = [answers.get(target) for target in raw.split()]
            value = ", ".join(found.title for found in targets if found)
        else:
            parsed = question.kind.parse(raw)
            value = "" if parsed is None else question.kind.format(parsed)
        value = brief(value.replace("\n", " "))
        shown.append(value if field == title else f"{question.label}: {value}")
    return shown


def _tell_more(n: int) -> None:
    if n > _SHOWN:
        out(count(n - _SHOWN, "… and {n} more", "… and {n} more"), saved=True)


def _tell_left_out(brought: Brought) -> None:
    if brought.passed_over:
        names = ", ".join(f"“{heading}”" for heading in brought.passed_over)
        note(say("Left out, since no field is called so: {names}.", names=names))
    if brought.same:
        rows = [f"{n} “{brief(title)}”" for n, title in brought.same[:_SHOWN]]
        said = count(
            len(brought.same),
            "{n} row has a name that is there already: row {rows}",
            "{n} rows have a name that is there already: rows {rows}",
            rows=", ".join(rows),
        )
        note(said + (", …" if len(brought.same) > _SHOWN else "."))


# A case, written


@click.command()
@click.argument("profile", metavar="CLIENT|PROFILE", shell_complete=complete_profile)
@to_file
@click.pass_obj
def case(request: Request, profile: str, output: Path | None) -> None:
    """Write a client with its profiles, or one profile, as text that people can read: a case file.

    It is JSON with all answers, and `icp-tui import` takes it in again, here or elsewhere. What was
    answered earlier is not in it. FILE can be read by you only.
    """
    from icp_tui.cli.naming import client_or_profile_named  # noqa: PLC0415
    from icp_tui.store.intake.cases import as_json, case_of, write_case  # noqa: PLC0415

    with request.reading() as workspace:
        found = client_or_profile_named(workspace, profile)
        if output is None or is_printed(output):
            out_document(as_json(case_of(workspace, found.id)))
            return
        replaced = write_case(workspace, found.id, output)
    note(written(output, replaced=replaced))
