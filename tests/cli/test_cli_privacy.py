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
