"""Writing an answer in the user's own editor, while the screens stand aside."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from icp_tui import paths
from icp_tui.errors import NotFound, TooLong
from icp_tui.method.length import check_length
from icp_tui.method.safe import text_of_file
from icp_tui.texts import say


def edited_outside(app: App[Any], text: str) -> str | None:
    """The text as it comes back from `$VISUAL` or `$EDITOR`.

    None where nothing was changed in it but line ends at its end, or the editor ended with an error.

    The answer lies in a file that only the user can read, and is removed afterwards.

    Raises:
        NotFound: no editor is set, it cannot be started, or the screens cannot stand aside.
        TooLong: what was written is longer than an answer can be; the file is kept, and the error says where.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise NotFound(
            say("No editor is set."),
            means=say("Nothing was changed."),
            do=say("Set EDITOR, for example EDITOR=nano, and start again."),
        )
    with tempfile.TemporaryDirectory(prefix="icp-tui-") as folder:
        file = Path(folder) / "answer.md"
        file.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                ended = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603 - the user's own editor
        except (OSError, SuspendNotSupported, ValueError) as error:
            raise NotFound(
                say("The editor “{command}” cannot be started: {error}.", command=command, error=error),
                means=say("Nothing was changed."),
                do=say("Check EDITOR, or go on writing here."),
            ) from error
        if ended.returncode:
            return None
        written = text_of_file(file.read_bytes())
        if written.strip() == text.strip():
            return None
        try:
            check_length(written)
        except TooLong as error:
            raise TooLong(
                error.what,
                means=say("The answer is as it was. What you wrote is kept in {path}.", path=_kept(file)),
                do=say("Shorten it there and paste it here, or divide it among several answers."),
            ) from error
        return written


def _kept(file: Path) -> Path:
    """Where a file from the editor lies from now on: beside the backups, or apart in the temporary folder."""
    try:
        written = paths.state_folder() / "written"
        paths.make_private(written)
        kept = Path(tempfile.mkdtemp(dir=written)) / file.name
        shutil.copyfile(file, kept)
    except OSError:
        kept = Path(tempfile.mkdtemp(prefix="icp-tui-")) / file.name
        shutil.move(file, kept)
    kept.chmod(0o600)
    return kept
