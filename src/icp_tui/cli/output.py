"""Where a command writes what it makes: the option `-o`, and what is said when it is written."""

from __future__ import annotations

from pathlib import Path

import click

from icp_tui.cli.request import file_named
from icp_tui.texts import say

to_file = click.option(
    "-o",
    "--output",
    type=click.Path(readable=False),
    callback=file_named,
    metavar="FILE",
    help="Write to FILE; - prints.",
)


def is_printed(output: Path | None) -> bool:
    """Whether `-o` names standard output.

    That stream is open already: what it was sent to can be a file that is added to.
    """
    return str(output) in ("-", "/dev/stdout")


def written(path: Path, *, replaced: bool) -> str:
    """What is said of a file that was written."""
    if replaced:
        return say("Wrote {path}; it replaced an earlier file.", path=path)
    return say("Wrote {path}.", path=path)
