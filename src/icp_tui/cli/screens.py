"""The commands that start the screens, and what they do where there is no terminal to draw on."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icp_tui.cli.printing import has_terminal, out_document
from icp_tui.cli.request import Request, file_named, is_there
from icp_tui.errors import NotFound, WrongUse
from icp_tui.sample import copy_sample, own_sample
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.settings import Settings

SAMPLE_CLIENT = "ColdLine"
"""Whose playbook `demo` prints without a terminal."""


@click.command("open")
@click.argument("file", required=False, type=click.Path(readable=False), callback=file_named)
@click.option("--new", "anew", is_flag=True, help="Begin anew where a workspace is gone that has backups.")
@click.pass_obj
def open_screens(request: Request, file: Path | None = None, *, anew: bool = False) -> int:
    """Open the screens, on FILE or on the usual workspace.

    A FILE that ends in .db is made anew where there is none. While another icp-tui has
    it open, you can look at it and change nothing.
    """
    settings, path = request.settings, request.path(file)
    if not is_there(path) and path.suffix.lower() != ".db":
        raise NotFound(
            say("There is no file “{path}”.", path=path),
            means=say("Nothing was opened."),
            do=say("A new workspace is made where its name ends in .db."),
        )
    if not has_terminal():
        raise WrongUse(
            say("The screens need a terminal, and there is none here."),
            means=say("Nothing was opened."),
            do=say(
                "Use `icp-tui list`, `icp-tui show PROFILE` or `icp-tui render PROFILE`;"
                " `icp-tui --help` names them all."
            ),
        )
    return _run(path, settings, anew=anew)


@click.command()
@click.option("--fresh", is_flag=True, help="Start over: forget what was changed in the sample.")
@click.pass_obj
def demo(request: Request, *, fresh: bool) -> int:
    """Explore the sample: two complete cases.

    ColdLine sells to companies, Family Wheels to families. You get a copy, which is
    kept between calls. Without a terminal this prints the playbook of ColdLine.
    """
    if request.named:
        raise WrongUse(
            say("The sample is a workspace of its own; --workspace has no meaning here."),
            do=say("Leave it out, or use `icp-tui open`."),
        )
    settings = request.settings
    if not has_terminal():
        out_document(_sample_playbook())
        return 0
    return _run(own_sample(fresh=fresh), settings)


def _run(path: Path, settings: Settings, *, anew: bool = False) -> int:
    # Nothing that is imported becomes garbage; looking for some costs 50 ms until the first paint.
    gc.disable()
    from icp_tui.tui.app import run  # noqa: PLC0415 - Textual, 175 ms

    return run(path, settings=settings, anew=anew)


def _sample_playbook() -> str:
    """The playbook of the first sample case, from a copy that nobody has changed."""
    import tempfile  # noqa: PLC0415 - not needed for help

    from icp_tui.documents.catalogue import make_document  # noqa: PLC0415 - Jinja2, 50 ms
    from icp_tui.opening import open_workspace  # noqa: PLC0415
    from icp_tui.store.work.library import summaries  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sample.db"
        copy_sample(copy)
        workspace = open_workspace(copy)
        try:
            shown = next(row for row in summaries(workspace.database) if row.client == SAMPLE_CLIENT)
            return make_document(workspace.answers(shown.profile_id))
        finally:
            workspace.close()
