"""A file or a folder that can only be read: it opens, says so, and nothing in it or beside it changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from powerless import LAUNCHER, POSSIBLE
from pty_terminal import Open, own_environment
from tallying import Tally

pytestmark = [
    pytest.mark.fault(13),
    pytest.mark.skipif(not POSSIBLE, reason="a superuser may write everywhere on this system"),
]

CLOSED = [
    pytest.param("file", marks=pytest.mark.long),
    "folder",
    pytest.param("both", marks=pytest.mark.long),
]


@pytest.fixture(params=CLOSED)
def closed(request: pytest.FixtureRequest, small_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace that can be read, where the file, its folder or both cannot be written to."""
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "work.db"
    shutil.copyfile(small_file, path)
    path.chmod(0o644 if request.param == "folder" else 0o444)
    folder.chmod(0o755 if request.param == "file" else 0o555)
    yield path
    folder.chmod(0o755)


def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The program without a terminal, and without more rights than anybody has."""
    return subprocess.run(
        [*LAUNCHER, sys.executable, "-m", "icp_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=own_environment(home),
        check=False,
    )


def test_the_screens_open_it_say_so_and_take_no_answer(
    started: Open, closed: Path, tmp_path: Path, tally: Tally
) -> None:
    before = closed.read_bytes()
    terminal = started(closed, within=LAUNCHER)
    terminal.wait_for("ColdLine", "read only")
    terminal.press("enter")
    terminal.wait_for("ColdLine", "read only")
    terminal.type("x")
    terminal.wait_for("can only be read here")
    terminal.press("f4")
    terminal.wait_for("Sales playbook")
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)
    assert closed.read_bytes() == before
    assert [there.name for there in closed.parent.iterdir()] == ["work.db"]


def test_commands_read_it_and_refuse_to_write(closed: Path, tmp_path: Path, tally: Tally) -> None:
    before, at = closed.read_bytes(), ("-w", str(closed))
    for words in (("list",), ("show", "Wholesalers before an audit"), ("search", "loggers")):
        done = run(*at, *words, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        tally.tried()
    refused = run(*at, "set", "Wholesalers before an audit", "offer=Another", home=tmp_path)
    tally.tried()
    tally.heard(refused.stderr)
    assert refused.returncode == 1
    assert "write-protected" in refused.stderr
    assert closed.read_bytes() == before
    assert [there.name for there in closed.parent.iterdir()] == ["work.db"]


def test_a_new_file_in_a_closed_folder_is_refused_in_words(tmp_path: Path, tally: Tally) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    try:
        refused = run("-w", str(folder / "new.db"), "new", "--client", "A", "--profile", "B", home=tmp_path)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "Cannot make" in refused.stderr
        tally.heard(refused.stderr)
        assert not list(folder.iterdir())
    finally:
        folder.chmod(0o755)
