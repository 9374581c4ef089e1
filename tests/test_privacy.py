"""Nothing leaves this computer, and what is written is for its owner only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from icp_tui import crash, paths
from icp_tui.documents.files import write_file
from icp_tui.opening import open_workspace
from icp_tui.sample import copy_sample
from icp_tui.store.safety.backups import make_backup
from small import make_small

NO_NETWORK = """
import socket, sys

class Forbidden(socket.socket):
    def __init__(self, family=-1, kind=-1, proto=-1, fileno=None):
        # The two ends of a pair within this process, by which an event loop wakes itself up.
        if fileno is None or family not in (socket.AF_UNIX, -1):
            raise AssertionError("a socket was made")
        super().__init__(family, kind, proto, fileno)
    def connect(self, *_): raise AssertionError("a connection was made")

def refuse(*_, **__): raise AssertionError("a name was looked up")

socket.socket = Forbidden
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""
"""Run before the program: whatever reaches for the network ends it with a traceback."""

COMMANDS = """
from icp_tui.cli import main
for words in %r:
    try:
        main(["-w", %r, *words])
    except SystemExit as ending:
        if ending.code:
            raise
"""

SCREENS = """
import asyncio
from pathlib import Path
from icp_tui.opening import open_workspace
from icp_tui.settings import Settings
from icp_tui.store.work.library import summaries
from icp_tui.tui.app import IcpApp

async def walk():
    workspace = open_workspace(Path(%r))
    app = IcpApp(workspace, Settings(), summaries(workspace.database)[0].profile_id)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("enter", "x", "f4", "escape", "ctrl+pagedown", "f1", "f1", "ctrl+f", "escape", "ctrl+o"):
            await pilot.press(key)
            await pilot.pause()
    workspace.close()

asyncio.run(walk())
"""


def run_without_network(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ICP_"))}
    return subprocess.run(
        [sys.executable, "-c", NO_NETWORK + code],
        env=environment | {"HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def file(small_file: Path, tmp_path: Path) -> Path:
    """A copy of the small workspace."""
    path = tmp_path / "small.db"
    path.write_bytes(small_file.read_bytes())
    path.chmod(0o600)
    return path


def test_no_command_reaches_for_the_network(file: Path, tmp_path: Path) -> None:
    calls = [
        ["list"],
        ["show", "Wholesalers"],
        ["search", "load"],
        ["agenda", "Wholesalers"],
        ["render", "Wholesalers", "-o", str(tmp_path / "playbook.html")],
        ["templates", "check", "playbook"],
        ["path"],
        ["forget", "ColdLine", "--yes"],
    ]
    done = run_without_network(COMMANDS % (calls, str(file)), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ColdLine" in done.stdout


def test_no_screen_reaches_for_the_network(file: Path, tmp_path: Path) -> None:
    done = run_without_network(SCREENS % str(file), tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_network_would_be_noticed(tmp_path: Path) -> None:
    for reaching in (
        "socket.create_connection(('e.x', 80))",
        "socket.socket()",
        "socket.getaddrinfo('e.x', 80)",
    ):
        assert run_without_network(reaching, tmp_path).returncode != 0


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
@pytest.mark.parametrize("umask", [0o022, 0o000], ids=["usual umask", "no umask"])
def test_whatever_is_made_is_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    crash.write_report(KeyError("x"))
    workspace = open_workspace(tmp_path / "new folder" / "below" / "own.db")
    try:
        made = make_small(workspace)
        make_backup(workspace.database)
        workspace.database.copy_into(tmp_path / "new folder" / "copy.db")
        copy_sample(paths.state_folder() / "demo.db")
        write_file(tmp_path / "new folder" / "playbook.md", "text")
        made.workspace.typed(made.profile_id, made.answers.profile, "name", "x")
        made.workspace.flush()
        found = [path for path in tmp_path.rglob("*") if path.name.endswith((".db", ".md", ".txt", ".lock"))]
        folders = {folder for path in found for folder in path.parents if tmp_path in folder.parents}
        assert len(found) >= 6
        assert [path for path in found if stat.S_IMODE(path.stat().st_mode) != 0o600] == []
        assert [path for path in folders if stat.S_IMODE(path.stat().st_mode) != 0o700] == []
    finally:
        workspace.let_go()
        os.umask(before)
