"""The commands that start the screens, and what they do where there is no terminal to draw on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from icp_tui import paths
from icp_tui.cli.printing import has_terminal, out_document
from icp_tui.cli.request import Request
from icp_tui.errors import BadFile, NotFound, WrongUse
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.settings import Settings

SAMPLE = "sample.db"
SAMPLE_CLIENT = "ColdLine"
"""Whose playbook `demo` prints without a terminal."""


@click.command("open")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def open_screens(request: Request, file: Path | None = None) -> int:
    """Open the screens, on FILE or on the usual workspace.

    A FILE that ends in .db is made anew where there is none.
    """
    settings, path = request.settings, request.path(file)
    if path.suffix.lower() != ".db" and not path.exists():
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
    return _run(path, settings)


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
    settings, sample, path = request.settings, _sample(), paths.state_folder() / "demo.db"
    if not has_terminal():
        out_document(_sample_playbook(sample))
        return 0
    if fresh or not path.exists():
        _copy(sample, path)
    return _run(path, settings)


def _run(path: Path, settings: Settings) -> int:
    from icp_tui.tui.app import run  # noqa: PLC0415 - Textual, 175 ms

    return run(path, settings=settings)


def _sample() -> Path:
    path = paths.sample_folder() / SAMPLE
    if not path.is_file():
        raise BadFile(
            say("The sample is missing from this installation."),
            means=say("Your own workspaces are not touched by this."),
            do=say("Install icp-tui again."),
        )
    return path


def _copy(sample: Path, path: Path) -> None:
    """Put a copy of the sample at `path`, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_bytes(sample.read_bytes())
        # A journal left by the old copy would be rolled back into the new one.
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        unfinished.replace(path)
    except OSError as error:
        raise BadFile(
            say("Cannot make {path}: {reason}.", path=path, reason=error.strerror or error),
            means=say("The sample was not opened."),
            do=say("See that this folder can be written to."),
        ) from error


def _sample_playbook(sample: Path) -> str:
    """The playbook of the first sample case, from a copy that nobody has changed."""
    import tempfile  # noqa: PLC0415 - not needed for help

    from icp_tui.documents.catalogue import make_document  # noqa: PLC0415 - Jinja2, 50 ms
    from icp_tui.opening import open_workspace  # noqa: PLC0415
    from icp_tui.store.library import summaries  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / SAMPLE
        _copy(sample, copy)
        workspace = open_workspace(copy)
        try:
            shown = next(row for row in summaries(workspace.database) if row.client == SAMPLE_CLIENT)
            return make_document(workspace.answers(shown.profile_id))
        finally:
            workspace.close()
