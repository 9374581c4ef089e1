"""Whoever waits for a file to be opened is told what for, and only then."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from icp_tui import opening
from icp_tui.opening import open_workspace, told_if_slow
from small import Small

LONGEST = 20.0
"""Seconds after which what should be said is not said any more."""


class Heard(io.StringIO):
    """Standard error that tells when something was written to it."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.spoken = threading.Event()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        written = super().write(text)
        self.spoken.set()
        return written


@pytest.fixture
def path(small: Small) -> Path:
    small.workspace.close()
    return small.workspace.database.path


def older(path: Path) -> None:
    """Let the file be of an older program."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET value = 'older' WHERE name = 'shape'")


def heard(monkeypatch: pytest.MonkeyPatch, path: Path, *, terminal: bool) -> str:
    """What is said while something takes long with the file."""
    stream = Heard(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(opening, "SLOW", 0.01)
    with told_if_slow(path):
        assert stream.spoken.wait(LONGEST)
    return stream.getvalue()


def test_bringing_a_file_to_the_present_format_is_said_with_the_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(path)
    said = heard(monkeypatch, path, terminal=False)
    assert said == "Bringing small.db to the present format; a copy is kept as a backup\n"


def test_on_a_terminal_the_seconds_are_counted_and_the_line_goes_before_the_screens_come(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(path)
    said = heard(monkeypatch, path, terminal=True)
    assert said.startswith("\rBringing small.db to the present format; a copy is kept as a backup … 0 s")
    assert said.endswith(" \r") and "\n" not in said


def test_a_slow_disk_is_said_to_be_no_more_than_that(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert heard(monkeypatch, path, terminal=False) == "Opening small.db\n"
    assert heard(monkeypatch, path.with_name("none.db"), terminal=False) == "Opening none.db\n"
    assert not path.with_name("none.db").exists()


def test_the_locks_of_who_opens_it_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    heard(monkeypatch, path, terminal=False)
    # In a process of its own: within one, SQLite knows of its locks without the system.
    other = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('SELECT 1 FROM change')"
    done = subprocess.run([sys.executable, "-c", other], capture_output=True, encoding="utf-8", check=False)
    assert "database is locked" in done.stderr
    holder.execute("ROLLBACK")
    holder.close()


def test_what_is_quick_is_not_spoken_of(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with told_if_slow(path):
        open_workspace(path).close()
    assert capfd.readouterr().err == ""
