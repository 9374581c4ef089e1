"""The two sample cases, in a copy that one may change: kept between runs, made anew on request."""

from __future__ import annotations

from pathlib import Path

from icp_tui import paths
from icp_tui.errors import BadFile
from icp_tui.texts import say


def own_sample(*, fresh: bool = False) -> Path:
    """The user's own copy of the sample, made where there is none yet, or anew.

    Raises:
        BadFile: the sample is missing, or cannot be copied.
    """
    own = paths.state_folder() / "demo.db"
    if fresh or not own.exists():
        copy_sample(own)
    return own


def copy_sample(path: Path) -> None:
    """Put a copy of the shipped sample at `path`, whole or not at all.

    Raises:
        BadFile: the sample is missing, or cannot be copied.
    """
    shipped, unfinished = paths.sample_folder() / "sample.db", path.with_name(f"{path.name}.new")
    if not shipped.is_file():
        raise BadFile(
            say("The sample is missing from this installation."),
            means=say("Your own workspaces are not touched by this."),
            do=say("Install icp-tui again."),
        )
    try:
        paths.make_private(path.parent)
        unfinished.write_bytes(shipped.read_bytes())
        unfinished.chmod(0o600)
        # A journal left by the old copy would be rolled back into the new one.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        unfinished.replace(path)
    except OSError as error:
        raise BadFile(
            say("Cannot make {path}: {reason}.", path=path, reason=error.strerror or error),
            means=say("The sample was not opened."),
            do=say("See that this folder can be written to."),
        ) from error
