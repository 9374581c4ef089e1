"""The command `agenda`: what is to be asked of the client at the next meeting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icp_tui.cli.completion import complete_profile
from icp_tui.cli.output import to_file
from icp_tui.cli.printing import out_json
from icp_tui.cli.reading import as_json
from icp_tui.cli.rendering import deliver
from icp_tui.cli.request import Request
from icp_tui.errors import WrongUse
from icp_tui.settings import LANGUAGES
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers


@click.command()
@click.argument("profile", shell_complete=complete_profile)
@click.option("--html", is_flag=True, help="One HTML file to print; so too where -o ends in .html.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Instead of the profile's language.")
@to_file
@as_json
@click.pass_obj
def agenda(
    request: Request,
    *,
    profile: str,
    html: bool,
    language: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Make the agenda of PROFILE: what is marked “ask the client”.

    With it goes what the grid does not know of the chosen attributes. Grouped by step, with how to ask it
    and room for notes. Mark a field with ^t in the screens, or with `icp-tui set ID field:state=ask`.
    """
    from icp_tui.cli.naming import profile_named  # noqa: PLC0415 - 60 ms

    with request.reading() as workspace:
        answers = workspace.answers(profile_named(workspace, profile).profile_id)
    if not as_json:
        deliver(answers, "agenda", template=None, html=html, language=language, output=output)
        return
    if html or output:
        raise WrongUse(say("--json goes to standard output alone."), do=say("Leave out --html and -o."))
    out_json(agenda_values(answers))


def agenda_values(answers: Answers) -> list[dict[str, Any]]:
    """The steps with something to ask, each with its questions, for other programs."""
    from icp_tui.insight.agenda import agenda as asked  # noqa: PLC0415

    return [
        {
            "step": step.id,
            "title": str(step.title),
            "questions": [
                {
                    "record": item.record.id,
                    "kind": item.record.kind,
                    "about": answers.name_of(item.record),
                    "field": item.question.name,
                    "ask": str(item.question.ask),
                    "how": str(item.question.how),
                }
                for item in items
            ],
        }
        for step, items in asked(answers)
    ]
