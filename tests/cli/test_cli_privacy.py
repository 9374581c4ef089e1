"""`icp-tui forget` asks before, proves it after, and tells what else still holds the client."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Icp

from icp_tui import paths
from icp_tui.cli import privacy
from icp_tui.opening import open_workspace
from icp_tui.store.safety.backups import backups_of, make_backup


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sits there."""
    monkeypatch.setattr(privacy, "has_terminal", lambda: True)


def add_other(icp: Icp) -> None:
    icp.done("new", "--client", "Frigonordica", "--profile", "Depots", "--set", "situation=ledzioch")


def back_up(icp: Icp) -> Path:
    workspace = open_workspace(icp.workspace)
    try:
        return make_backup(workspace.database).path
    finally:
        workspace.close()


def test_a_script_forgets_with_yes_and_no_word_is_left(icp: Icp) -> None:
    add_other(icp)
    done = icp.done("forget", "frigonordica", "--yes")
    assert "“Frigonordica”: 1 profile, 2 records" in done.out
    assert "There is no undo." in done.out
    assert "“Frigonordica” is forgotten." in done.out
    assert done.err == ""
    raw = icp.workspace.read_bytes()
    assert b"Frigonordica" not in raw
    assert b"frigonordica" not in raw
    assert b"ledzioch" not in raw
    assert "Frigonordica" not in icp.done("list").out
    assert "ColdLine" in icp.done("list").out


def test_without_yes_and_without_a_terminal_nothing_is_forgotten(icp: Icp) -> None:
    before = icp.workspace.read_bytes()
    outcome = icp("forget", "ColdLine")
    assert outcome.code == 2
    assert "Add --yes" in outcome.err
    assert icp.workspace.read_bytes() == before


def test_the_exact_name_has_to_be_typed(icp: Icp, at_a_terminal: None) -> None:
    before = icp.workspace.read_bytes()
    for typed in ("", "y", "coldline", "ColdLine2"):
        outcome = icp("forget", "ColdLine", stdin=f"{typed}\n")
        assert outcome.code == 2, typed
        assert "Nothing was forgotten." in outcome.err
    assert icp.workspace.read_bytes() == before
    assert icp("forget", "ColdLine", stdin="ColdLine\n").code == 0
    assert b"ColdLine" not in icp.workspace.read_bytes()


def test_an_unknown_client_is_refused_and_several_of_a_name_are_listed(icp: Icp) -> None:
    assert "There is no client “Nobody”." in icp.refused(1, "forget", "Nobody", "--yes")
    add_other(icp)
    workspace = open_workspace(icp.workspace)
    ids = [row[0] for row in workspace.database.rows("SELECT id FROM client")]
    with workspace.database.transaction():
        workspace.database.execute("UPDATE client SET name = 'Frigonordica'")
    workspace.close()
    told = icp.refused(2, "forget", "Frigonordica", "--yes")
    assert "means several" in told
    assert all(found[-6:] in told for found in ids)
    icp.done("forget", ids[0], "--yes")


def test_backups_are_listed_and_kept_unless_they_are_to_go(icp: Icp) -> None:
    add_other(icp)
    backup = back_up(icp)
    done = icp.done("forget", "Frigonordica", "--yes")
    assert str(backup) in done.out
    assert "--backups-too" in done.out
    assert backup.exists()


def test_backups_that_hold_the_client_go_after_a_new_one_is_made(icp: Icp) -> None:
    add_other(icp)
    backup = back_up(icp)
    done = icp.done("forget", "Frigonordica", "--yes", "--backups-too")
    assert "that held it." in done.out
    assert not backup.exists()
    kept = backups_of(icp.workspace)
    assert kept
    for path in paths.state_folder().rglob("*"):
        assert path.is_dir() or b"Frigonordica" not in path.read_bytes()


def test_a_name_that_stands_in_answers_of_others_is_told(icp: Icp) -> None:
    add_other(icp)
    icp.done("set", icp.short("Sheets get lost"), "what=As at Frigonordica")
    done = icp.done("forget", "Frigonordica", "--yes")
    assert "still stands in answers of other clients" in done.err
    assert "Problem “As at Frigonordica”" in done.err


def test_a_file_that_another_one_has_open_is_left_alone(icp: Icp) -> None:
    held = open_workspace(icp.workspace)
    before = icp.workspace.read_bytes()
    try:
        outcome = icp("forget", "ColdLine", "--yes")
    finally:
        held.let_go()
    assert outcome.code == 1
    assert icp.workspace.read_bytes() == before


def aside_of(icp: Icp) -> Path:
    """A file that a restore set aside, as it names it."""
    aside = icp.workspace.with_name("work-before-restoring-2026-11-21-120000.db")
    aside.write_bytes(icp.workspace.read_bytes())
    return aside


def test_who_is_only_left_in_backups_and_files_set_aside_is_found_there_by_name(icp: Icp) -> None:
    add_other(icp)
    backup, aside = back_up(icp), aside_of(icp)
    icp.done("forget", "Frigonordica", "--yes")
    assert backup.exists()
    said = icp.done("forget", "frigonordica").out
    assert "“Frigonordica” is forgotten in" in said
    assert str(backup) in said
    assert str(aside) in said
    assert "--backups-too deletes them" in said
    done = icp.done("forget", "Frigonordica", "--backups-too", "--yes")
    assert "Deleted 3 files that held it." in done.out
    assert not backup.exists()
    assert not aside.exists()
    for path in (*icp.workspace.parent.rglob("*.db"), *paths.state_folder().rglob("*.db")):
        assert b"Frigonordica" not in path.read_bytes()
    assert "There is no client" in icp.refused(1, "forget", "Frigonordica", "--yes")


def test_the_exact_name_has_to_be_typed_the_second_time_as_well(icp: Icp, at_a_terminal: None) -> None:
    add_other(icp)
    backup = back_up(icp)
    icp.done("forget", "Frigonordica", "--yes")
    assert icp("forget", "Frigonordica", "--backups-too", stdin="y\n").code == 2
    assert backup.exists()
    assert icp("forget", "Frigonordica", "--backups-too", stdin="Frigonordica\n").code == 0
    assert not backup.exists()


def test_without_anybody_to_ask_the_second_time_needs_a_yes_too(icp: Icp) -> None:
    add_other(icp)
    backup = back_up(icp)
    icp.done("forget", "Frigonordica", "--yes")
    outcome = icp("forget", "Frigonordica", "--backups-too")
    assert outcome.code == 2
    assert "Add --yes" in outcome.err
    assert backup.exists()


def test_a_name_that_only_a_damaged_backup_holds_is_told(icp: Icp) -> None:
    add_other(icp)
    backup = back_up(icp)
    for other in backups_of(icp.workspace):
        if other.path != backup:
            other.path.unlink()
    icp.done("forget", "Frigonordica", "--yes")
    backup.write_bytes(b"\0" * 4096 + backup.read_bytes()[4096:])
    said = icp.refused(1, "forget", "Frigonordica", "--backups-too", "--yes")
    assert "cannot be read as a workspace" in said
    assert str(backup) in said


def test_a_client_of_another_workspace_is_not_taken_for_one_that_was_forgotten(
    icp: Icp, tmp_path: Path
) -> None:
    second = Icp(tmp_path / "apart" / "second.db", icp.home)
    second.done("new", "--client", "Frigonordica", "--profile", "Depots")
    backup = back_up(second)
    add_other(icp)
    icp.done("forget", "Frigonordica", "--yes", "--backups-too")
    assert "There is no client" in icp.refused(1, "forget", "Frigonordica", "--yes", "--backups-too")
    assert backup.exists()


def test_the_newest_backup_knows_who_was_forgotten(icp: Icp) -> None:
    add_other(icp)
    back_up(icp)
    icp.done("forget", "Frigonordica", "--yes")
    icp.workspace.unlink()
    icp.done("restore")
    assert "Frigonordica" not in icp.done("list").out


@pytest.mark.parametrize("step", ["store.safety.backups.check_copy", "store.log.forgetting.shrink"])
def test_ctrl_c_in_the_last_steps_says_that_the_client_is_forgotten(
    icp: Icp, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add_other(icp)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"icp_tui.{step}", interrupted)
    outcome = icp("forget", "Frigonordica", "--yes")
    assert outcome.code == 130
    assert "Stopped. “Frigonordica” is forgotten for good." in outcome.err
    monkeypatch.undo()
    assert "Frigonordica" not in icp.done("list").out
