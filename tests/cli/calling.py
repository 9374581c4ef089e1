"""Calling `icp-tui` as a person does: words in, an exit code and text out."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from icp_tui.cli import main
from icp_tui.method.answers import Answers
from icp_tui.opening import open_workspace
from icp_tui.store.work.library import summaries


@dataclass(frozen=True)
class Outcome:
    """What a call ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)


class Icp:
    """Calls on one workspace file, in this process, with a home folder of its own."""

    def __init__(self, workspace: Path, home: Path) -> None:
        self.workspace = workspace
        self.home = home

    def __call__(self, *words: str, stdin: str | bytes = "") -> Outcome:
        """Call with `--workspace`; any exit code is an answer. The commands that it tells do without."""
        told = self.bare("-w", str(self.workspace), *words, stdin=stdin)
        name = f" -w {shlex.quote(str(self.workspace))} "
        return Outcome(told.code, told.out.replace(name, " "), told.err.replace(name, " "))

    def bare(self, *words: str, stdin: str | bytes = "") -> Outcome:
        """Call with nothing but these words."""
        result = CliRunner().invoke(main, list(words), input=stdin)
        assert "Traceback" not in result.output
        return Outcome(result.exit_code, result.stdout, result.stderr)

    def done(self, *words: str, stdin: str | bytes = "") -> Outcome:
        """A call that has to succeed."""
        outcome = self(*words, stdin=stdin)
        assert outcome.code == 0, outcome.err
        return outcome

    def refused(self, code: int, *words: str, stdin: str | bytes = "") -> str:
        """A call that has to end with `code`; gives what it says, after seeing that no byte changed."""
        before = self.workspace.read_bytes() if self.workspace.exists() else b""
        outcome = self(*words, stdin=stdin)
        assert outcome.code == code, outcome
        assert outcome.out == ""
        assert (self.workspace.read_bytes() if self.workspace.exists() else b"") == before
        return outcome.err

    def answers(self, profile: str = "") -> Answers:
        """What the file holds of a profile: the named one, or the first."""
        workspace = open_workspace(self.workspace)
        try:
            rows = summaries(workspace.database)
            return workspace.answers(next(r.profile_id for r in rows if profile in ("", r.profile)))
        finally:
            workspace.close()

    def short(self, title: str) -> str:
        """The short id of the record with this title in the first profile."""
        return next(r.id for r in self.answers().records if r.title == title)[-6:]


def run(
    *words: str, home: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "icp_tui", *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env=own_environment(home) | environment,
    )


def own_environment(home: Path) -> dict[str, str]:
    """This process's variables with a home folder apart."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ICP_TUI_"))}
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
