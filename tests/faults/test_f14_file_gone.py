"""The file deleted, moved or replaced while it is open: noticed at the next save, nothing typed is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from at_the_terminal import QUESTION, TEXT, asked_in
from pty_terminal import Open, Terminal
from reading import column
from tallying import Tally

from icp_tui.opening import open_workspace
from icp_tui.store.work import actions
from small import Small

pytestmark = pytest.mark.fault(14)

NAME = "SELECT name FROM client"


def left(terminal: Terminal, code: int, tally: Tally) -> None:
    """Quit; the program ends with this code, and without a traceback."""
    terminal.press("ctrl+q")
    assert terminal.exit_code() == code
    assert terminal.left_on == []
    tally.heard(terminal.output)


def test_deleted_it_is_told_and_a_copy_takes_everything(tmp_path: Path, tally: Tally) -> None:
    home = tmp_path / "work"
    with asked_in(home) as terminal:
        terminal.type("Żółta")
        terminal.wait_for("✓ saved", "Żółta")
        (home / "work.db").unlink()
        terminal.type(" łódź")
        terminal.wait_for("the file work.db is gone", "What you type is kept", "^s saves a copy")
        terminal.press("ctrl+s")
        terminal.wait_for("Save a copy as")
        terminal.press("enter")
        terminal.wait_for("You are working in", "✓ saved", "Żółta łódź")
        terminal.type("!")
        terminal.wait_for("Żółta łódź!", "✓ saved")
        left(terminal, 0, tally)
    assert not (home / "work.db").exists()
    [copy] = home.glob("work *.db")
    if column(copy, NAME) != ["Żółta łódź!"]:
        tally.lost(column(copy, NAME))


def test_moved_the_text_is_found_where_the_file_went(started: Open, tmp_path: Path, tally: Tally) -> None:
    path, moved = tmp_path / "work.db", tmp_path / "moved.db"
    terminal = started(path)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    path.rename(moved)
    terminal.type(TEXT)
    terminal.wait_for("the file work.db is gone", TEXT)
    left(terminal, 1, tally)
    assert "brings it back by itself" in terminal.after
    again = started(moved)
    again.wait_for("Brought back", TEXT)
    left(again, 0, tally)
    if column(moved, NAME) != [TEXT]:
        tally.lost(column(moved, NAME))


def test_moved_and_moved_back_it_is_saved(tmp_path: Path, tally: Tally) -> None:
    path = tmp_path / "work" / "work.db"
    with asked_in(path.parent) as terminal:
        path.rename(path.with_name("other.db"))
        terminal.type(TEXT)
        terminal.wait_for("the file work.db is gone", TEXT)
        path.with_name("other.db").rename(path)
        terminal.wait_for("✓ saved", "Everything is saved again.")
        left(terminal, 0, tally)
    if column(path, NAME) != [TEXT]:
        tally.lost(column(path, NAME))


def test_replaced_by_an_older_one_the_text_goes_into_that_at_the_next_start(
    small: Small, tmp_path: Path, tally: Tally
) -> None:
    """As by a program that syncs: what stands at the path is untouched, and is what the next start opens."""
    path, older = small.workspace.database.path, tmp_path / "older.db"
    shutil.copyfile(path, older)
    client = small.answers.client
    small.workspace.typed(small.profile_id, client, "sells", "Newer in the file that is gone")
    small.workspace.leave()
    before = older.read_bytes()
    older.replace(path)
    small.workspace.typed(small.profile_id, client, "notes", TEXT)
    waiting = small.workspace.waiting()
    assert small.workspace.rescue.keep(waiting)
    small.workspace.let_go()
    assert path.read_bytes() == before
    again = open_workspace(path)
    assert again.rescue.brought_back.back == ("Notes",)
    if again.answers(small.profile_id).client.notes != TEXT:
        tally.lost(TEXT)
    again.close()


def test_replaced_by_a_stranger_the_text_is_put_aside_and_told(
    started: Open, tmp_path: Path, tally: Tally
) -> None:
    path, other = tmp_path / "work.db", tmp_path / "other.db"
    stranger = open_workspace(other)
    actions.start(stranger, {"name": "Other"}, client={"name": "Stranger"})
    stranger.close()
    terminal = started(path)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    other.replace(path)
    terminal.type(TEXT)
    terminal.wait_for("another file has taken the place of work.db", TEXT)
    left(terminal, 1, tally)
    again = started(path)
    again.wait_for("Stranger", "did not fit to what the file holds")
    left(again, 0, tally)
    assert column(path, NAME) == ["Stranger"]
    [aside] = tmp_path.rglob("rescue/*.aside.jsonl")
    if "Se\\u00f1alizaci\\u00f3n" not in aside.read_text(encoding="utf-8"):
        tally.lost(TEXT)
    assert [found for found in aside.parent.iterdir() if found != aside] == []
