"""Zero bytes where data was: never silently a new workspace; the backups are named and bring it back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tallying import Tally

from icp_tui.errors import EmptyFile
from icp_tui.opening import look_at, open_or_look, open_workspace
from icp_tui.settings import Settings
from icp_tui.store.recovery.restoring import restore
from icp_tui.store.safety.backups import backups_of, make_backup
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.app import run

pytestmark = pytest.mark.fault(16)

OFFER = "There is 1 backup of it."


@pytest.fixture
def lost(small_file: Path, tmp_path: Path) -> Path:
    """A path where a workspace with one backup was, and where there are zero bytes now."""
    path = tmp_path / "work.db"
    shutil.copyfile(small_file, path)
    workspace = open_workspace(path)
    make_backup(workspace.database)
    workspace.close()
    path.write_bytes(b"")
    return path


def check_offered(path: Path, said: str, tally: Tally) -> None:
    tally.tried()
    if OFFER not in said or not re.search(r"`icp-tui (-w \S+ )?restore", said):
        tally.lost(f"no backup offered: {said}")
    if path.exists() and path.stat().st_size:
        tally.lost("a new workspace took the place")


@pytest.mark.parametrize("gone", [False, True], ids=["empty", "gone"])
@pytest.mark.parametrize("opening", [open_workspace, open_or_look])
def test_the_store_makes_no_new_workspace(
    lost: Path, opening: Callable[[Path], Workspace], gone: bool, tally: Tally
) -> None:
    if gone:
        lost.unlink()
    with pytest.raises(EmptyFile) as refused:
        opening(lost)
    check_offered(lost, str(refused.value), tally)


def test_who_only_looks_is_told_as_well(lost: Path, tally: Tally) -> None:
    with pytest.raises(EmptyFile) as refused:
        look_at(lost)
    check_offered(lost, str(refused.value), tally)


@pytest.mark.parametrize("gone", [False, True], ids=["empty", "gone"])
def test_the_screens_do_not_start_on_it(lost: Path, gone: bool, tally: Tally) -> None:
    if gone:
        lost.unlink()
    with pytest.raises(EmptyFile) as refused:
        run(lost, settings=Settings())
    check_offered(lost, str(refused.value), tally)


@pytest.mark.parametrize(
    "words",
    [["list"], ["set", "x", "name=y"], ["new", "--client", "A", "--profile", "B"]],
    ids=lambda w: w[0],
)
@pytest.mark.parametrize("gone", [False, True], ids=["empty", "gone"])
def test_no_command_starts_anew(lost: Path, words: list[str], gone: bool, tally: Tally) -> None:
    if gone:
        lost.unlink()
    done = subprocess.run(
        [sys.executable, "-m", "icp_tui", "-w", str(lost), *words],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    tally.heard(done.stderr)
    assert done.returncode == 1
    check_offered(lost, done.stderr, tally)


def test_the_newest_backup_brings_it_back(lost: Path, tally: Tally) -> None:
    [backup] = backups_of(lost)
    restore(lost, backup.path)
    workspace = open_workspace(lost)
    tally.tried()
    if not workspace.database.rows("SELECT 1 FROM client WHERE name = 'ColdLine'"):
        tally.lost("the client")
    workspace.close()


def test_it_is_begun_anew_only_if_asked_for(lost: Path, tally: Tally) -> None:
    lost.unlink()
    workspace = open_workspace(lost, anew=True)
    assert workspace.database.rows("SELECT 1 FROM client") == []
    workspace.close()
    tally.tried()
    if len(backups_of(lost)) != 1:
        tally.lost("the backup of what was there")
