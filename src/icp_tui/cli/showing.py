"""The command `show`: a profile or a record with everything that was answered, for reading or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from icp_tui.cli.completion import complete_profile
from icp_tui.cli.printing import out, out_json
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers
    from icp_tui.method.declaration import Question, Record


@click.command()
@click.argument("profile", shell_complete=complete_profile)
@click.option("--record", "record_id", metavar="ID", help="Only this record, with its unanswered fields too.")
@as_json
@click.pass_obj
def show(request: Request, profile: str, record_id: str | None, *, as_json: bool) -> None:
    """Show all answers of PROFILE, by step and objective.

    The id of a record in the place of PROFILE shows that record and the names of its fields.
    """
    from icp_tui.cli.naming import anything_named, record_named  # noqa: PLC0415
    from icp_tui.cli.outline import Outline  # noqa: PLC0415
    from icp_tui.method.records import Profile  # noqa: PLC0415

    with request.reading() as workspace:
        profile_id, found = anything_named(workspace, profile)
        only_record = bool(record_id) or found.kind != Profile.kind
        if record_id:
            profile_id, found = record_named(workspace, record_id, within=profile_id)
        answers = workspace.answers(profile_id)
    if as_json:
        out_json(record_values(answers, found) if only_record else profile_values(answers))
        return
    outline = Outline(answers, request.settings.language)
    for line in outline.record(found) if only_record else outline.profile():
        out(line)


def profile_values(answers: Answers) -> dict[str, Any]:
    """A profile with its client and all its records, complete, for other programs."""
    return {
        "profile": answers.profile_id,
        "client": answers.client.id,
        "records": [record_values(answers, record) for record in answers.records],
    }


def record_values(answers: Answers, record: Record) -> dict[str, Any]:
    """A record with all its fields (null where unanswered) and the marks of those that have one."""
    marks = {}
    for name in record.questions:
        mark = answers.mark(record.id, name)
        known = {"state": mark.state, "ground": mark.ground, "raw": mark.raw}
        if kept := {part: str(value) for part, value in known.items() if value is not None}:
            marks[name] = kept
    return {
        "id": record.id,
        "kind": record.kind,
        "parent": record.parent_id if record.parent else None,
        "fields": {
            name: _json_value(question, getattr(record, name)) for name, question in record.questions.items()
        },
        "marks": marks,
    }


def _json_value(question: Question, value: Any) -> Any:
    """A value as JSON has it: figures and amounts as numbers, days as ISO 8601, choices as stored."""
    from decimal import Decimal  # noqa: PLC0415 - not needed for help

    from icp_tui.method.fields import Date, Money, OneOf  # noqa: PLC0415

    if value is None:
        return None
    if isinstance(question.kind, Money):
        # In the currency's unit, as it is typed; it is kept in hundredths.
        value = Decimal(value) / 100
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(question.kind, Date | OneOf):
        return question.kind.dump(value)
    return list(value) if isinstance(value, tuple) else value
