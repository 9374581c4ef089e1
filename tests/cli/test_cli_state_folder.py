"""Commands where the state folder can hold nothing: who writes is told in one line, who reads is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from calling import Icp, own_environment

from icp_tui import paths
from icp_tui.store.file.database import open_database

POWERLESS = Path(__file__).parents[1] / "faults" / "powerless.py"


def test_who_writes_is_told_in_one_line_and_the_change_is_saved(icp: Icp) -> None:
    paths.state_folder().write_text("not a folder", encoding="utf-8")
    outcome = icp.done("new", "--client", "Frigo Nord", "--profile", "Bakeries")
    [line] = outcome.err.splitlines()
    assert line.startswith(f"Nothing can be kept in {paths.state_folder()}: it is no folder.")
    assert "saved in the workspace itself" in line and "no backup" in line
    assert "Bakeries" in icp.done("list").out


def test_who_reads_is_not_told(icp: Icp) -> None:
    paths.state_folder().write_text("not a folder", encoding="utf-8")
    for words in (("list",), ("show", "Wholesalers"), ("check",), ("search", "loggers"), ("backups",)):
        assert icp.done(*words).err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are given up as Linux does")
def test_a_folder_that_is_closed_to_us_ends_no_command_as_a_defect(icp: Icp, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o000)
    at = (sys.executable, str(POWERLESS), sys.executable, "-m", "icp_tui", "-w", str(icp.workspace))
    environment = own_environment(tmp_path / "home") | {"XDG_STATE_HOME": str(state)}
    try:
        for words, code in (
            (("new", "--client", "A", "--profile", "B"), 0),
            (("undo", "--library"), 0),
            (("backups",), 0),
            (("backup",), 1),
            (("list",), 0),
        ):
            done = subprocess.run(
                [*at, *words], capture_output=True, encoding="utf-8", env=environment, check=False
            )
            assert (done.returncode, "defect" in done.stderr) == (code, False), (words, done.stderr)
    finally:
        state.chmod(0o700)
    database = open_database(icp.workspace, why_read_only="a test looks")
    assert database.rows("SELECT count(*) FROM client WHERE deleted_at IS NULL")[0][0] == 1
    database.close()
