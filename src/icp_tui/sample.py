"""The two sample cases, in a copy that one may change: kept between runs, made anew on request."""

from __future__ import annotations

import shutil
from pathlib import Path

from icp_tui.errors import BadFile
from icp_tui.paths import sample_folder, state_folder
from icp_tui.texts import say


def shipped_sample() -> Path:
    """The sample workspace that came with the program; never opened for writing.

    Raises:
        BadFile: it is missing.
    """
    path = sample_folder() / "sample.db"
    if not path.is_file():
        raise BadFile(
            say("The sample is missing from this installation."),
            means=say("Your own workspaces are not touched by this."),
            do=say("Install icp-tui again."),
        )
    return path


def own_sample(*, fresh: bool = False) -> Path:
    """The user's own copy of the sample.

    Raises:
        BadFile: it cannot be made.
    """
    shipped, own = shipped_sample(), state_folder() / "demo.db"
    if own.exists() and not fresh:
        return own
    unfinished = own.with_suffix(".new")
    try:
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(shipped, unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(own)
    except OSError as error:
        raise BadFile(
            say("Cannot copy the sample to {path}: {error}.", path=own, error=error.strerror or error),
            means=say("Nothing was changed."),
            do=say("Make room on the disk, or check that you may write there."),
        ) from error
    return own
