"""The command `render`: a document of a profile, to standard output or into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from icp_tui import paths
from icp_tui.cli.completion import complete_profile
from icp_tui.cli.output import is_printed, to_file, written
from icp_tui.cli.printing import note, out_document
from icp_tui.cli.request import Request
from icp_tui.settings import LANGUAGES

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers


@click.command()
@click.argument("profile", shell_complete=complete_profile)
@click.option("--document", default="playbook", show_default=True, metavar="NAME", help="Which document.")
@click.option("--template", type=click.Path(readable=False, path_type=Path), help="A template of your own.")
@click.option(
    "--html", is_flag=True, help="One HTML file with everything in it; so too where -o ends in .html."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Instead of the profile's language.")
@to_file
@click.pass_obj
def render(
    request: Request,
    *,
    profile: str,
    document: str,
    template: Path | None,
    html: bool,
    language: str | None,
    output: Path | None,
) -> None:
    """Make a document of PROFILE, as Markdown or HTML.

    Without -o it is printed, as UTF-8 into a pipe. FILE is written whole or not at all; where it replaces
    an earlier file, it says so.
    """
    from icp_tui.cli.naming import profile_named  # noqa: PLC0415 - 60 ms, as below

    with request.reading() as workspace:
        answers = workspace.answers(profile_named(workspace, profile).profile_id)
    deliver(answers, document, template=template, html=html, language=language, output=output)


def deliver(
    answers: Answers,
    document: str,
    *,
    template: Path | None,
    html: bool,
    language: str | None,
    output: Path | None,
) -> None:
    """Make a document and print it, or write it into a file."""
    from icp_tui.documents.catalogue import make_document, page_title  # noqa: PLC0415

    text = make_document(
        answers,
        document,
        template=template,
        language=language,
        user_templates=paths.user_templates_folder(),
    )
    if html or (output and output.suffix.lower() in (".html", ".htm")):
        from icp_tui.documents.html import to_html  # noqa: PLC0415 - markdown-it-py, 60 ms

        spoken = language or (answers.profile.language.value if answers.profile.language else "en")
        text = to_html(text, title=page_title(answers, document), language=spoken)
    if output is None or is_printed(output):
        out_document(text)
        return
    from icp_tui.documents.files import is_stream, write_file, write_stream  # noqa: PLC0415

    if is_stream(output):
        write_stream(output, text)
        return
    replaced = write_file(output, text)
    note(written(output, replaced=replaced))
