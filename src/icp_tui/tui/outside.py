"""Writing an answer in the user's own editor, while the screens stand aside."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from icp_tui.errors import NotFound
from icp_tui.texts import say


def edited_outside(app: App[Any], text: str) -> str | None:
    """The text as it comes back from `$VISUAL` or `$EDITOR`; None where the editor ended with an error.

    The answer lies in a file that only the user can read, and is removed afterwards.

    Raises:
        NotFound: no editor is set, it cannot be started, or the screens cannot stand aside.
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
        return file.read_text(encoding="utf-8", errors="replace")
