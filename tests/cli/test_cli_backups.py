"""`backup`, `backups` and `restore`, as a person or a script calls them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from calling import Icp

from icp_tui.cli import backups as commands
from icp_tui.opening import open_workspace
from icp_tui.store.safety.backups import Backup, backups_of, make_backup
from icp_tui.store.work.library import summaries

NOW = dt.datetime.now(dt.UTC)
PROFILE = "Wholesalers before an audit"


def rename(icp: Icp, name: str) -> None:
    """Call the profile so, by no command: that would make a backup."""
    workspace = open_workspace(icp.workspace)
    profile_id = summaries(workspace.database)[0].profile_id
    workspace.set(profile_id, workspace.answers(profile_id).profile, {"name": name})
    workspace.close()


def name_of(icp: Icp) -> str | None:
    return icp.answers().profile.name


@pytest.fixture
def kept(icp: Icp) -> Icp:
    """A workspace called “Now”, with backups of two hours and of three days ago that are called “Then”."""
    rename(icp, "Then")
    workspace = open_workspace(icp.workspace)
    for age in (dt.timedelta(days=3), dt.timedelta(hours=2)):
        make_backup(workspace.database, NOW - age)
    workspace.close()
    rename(icp, "Now")
    return icp


def backups(icp: Icp) -> list[Backup]:
    return backups_of(icp.workspace)


# Making one


def test_a_backup_is_made_and_named(icp: Icp) -> None:
    before = len(backups(icp))
    made = icp.done("backup").out
    assert str(backups(icp)[0].path) in made
    assert len(backups(icp)) == before + 1


def test_a_copy_is_written_to_a_file_of_ones_own(icp: Icp, tmp_path: Path) -> None:
    copy = Icp(tmp_path / "copy.db", icp.home)
    icp.done("backup", "--to", str(copy.workspace))
    assert name_of(copy) == name_of(icp)
    assert copy.workspace.stat().st_mode & 0o077 == 0
    before = copy.workspace.read_bytes()
    assert "already" in icp.refused(1, "backup", "--to", str(copy.workspace))
    assert copy.workspace.read_bytes() == before
    assert "no folder" in icp.refused(1, "backup", "--to", str(tmp_path / "none" / "copy.db"))


def test_a_backup_is_made_while_the_workspace_is_open_elsewhere(icp: Icp) -> None:
    elsewhere = open_workspace(icp.workspace)
    icp.done("backup")
    elsewhere.close()
    assert backups(icp)


def test_of_a_workspace_that_is_not_there_no_backup_is_made(empty: Icp) -> None:
    assert "There is no workspace" in empty.refused(1, "backup")
    assert backups(empty) == []


def test_a_large_workspace_shows_how_far_it_is(icp: Icp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "LONG", 0)
    monkeypatch.setattr(commands, "is_terminal", lambda _: True)
    assert "Copying" in icp.done("backup").err
    assert "Copying" in icp.done("restore", "1", "--yes").err


# Listing


def test_the_list_tells_when_how_large_and_what_each_holds(kept: Icp) -> None:
    first, second, *_ = kept.done("backups").out.splitlines()
    assert first.startswith("1  ")
    assert "2 hours ago" in first
    assert all(words in second for words in ("3 days ago", "kB", "1 profile", "ColdLine"))


def test_a_script_gets_the_list_as_json(kept: Icp) -> None:
    values = kept.done("backups", "--json").json
    assert [value["number"] for value in values] == [1, 2]
    assert values[0]["clients"] == ["ColdLine"]
    assert values[0]["profiles"] == 1
    assert values[0]["readable"] is True
    assert Path(values[0]["path"]).stat().st_size == values[0]["bytes"]
    assert dt.datetime.fromisoformat(values[0]["at"]) == NOW - dt.timedelta(hours=2)


def test_a_damaged_backup_is_listed_as_such(kept: Icp) -> None:
    backups(kept)[0].path.write_bytes(b"garbage")
    assert "cannot be read" in kept.done("backups").out
    assert kept.done("backups", "--json").json[0]["readable"] is False


def test_without_backups_the_list_says_so(empty: Icp) -> None:
    assert "There are no backups" in empty.done("backups").out
    assert empty.done("backups", "--json").json == []


# Restoring


def test_a_number_of_the_list_is_restored_once_it_is_confirmed(kept: Icp) -> None:
    done = kept.done("restore", "2", stdin="y\n")
    assert "What was there before is the newest backup" in done.out
    assert name_of(kept) == "Then"
    kept.done("restore", "1", "--yes")
    assert name_of(kept) == "Now"


def test_without_a_yes_nothing_is_restored(kept: Icp) -> None:
    for answer in ("n\n", "\n", ""):
        outcome = kept("restore", "1", stdin=answer)
        assert (outcome.code, outcome.out) == (1, "")
        assert "Nothing was restored." in outcome.err
    assert name_of(kept) == "Now"
    assert len(backups(kept)) == 2


def test_a_moment_as_listed_or_as_in_the_json_is_understood(kept: Icp) -> None:
    old = backups(kept)[1]
    moment = kept.done("backups").out.splitlines()[1].split("  ")[1]
    for word in (moment, kept.done("backups", "--json").json[1]["at"], f"{old.at.astimezone():%Y-%m-%d}"):
        rename(kept, "Now")
        kept.done("restore", word, "--yes")
        assert name_of(kept) == "Then"


def test_a_file_is_restored(kept: Icp, tmp_path: Path) -> None:
    file = tmp_path / "stick.db"
    file.write_bytes(backups(kept)[1].path.read_bytes())
    kept.done("restore", str(file), "--yes")
    assert name_of(kept) == "Then"


def test_which_one_has_to_be_said_where_there_is_a_workspace(kept: Icp) -> None:
    assert "Say which backup" in kept.refused(2, "restore")


def test_what_means_no_backup_is_refused(kept: Icp) -> None:
    for word in ("99", "0", "2020-01-01", "none.db"):
        assert f"no backup or file “{word}”" in kept.refused(1, "restore", word, "--yes")


def test_a_file_that_is_no_workspace_is_refused(kept: Icp, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("shopping list")
    assert "not an icp-tui workspace" in kept.refused(1, "restore", str(tmp_path / "notes.db"), "--yes")


def test_a_workspace_that_is_open_elsewhere_is_not_replaced(kept: Icp) -> None:
    elsewhere = open_workspace(kept.workspace)
    assert "is open in" in kept.refused(1, "restore", "1", "--yes")
    elsewhere.close()
    assert name_of(kept) == "Now"


@pytest.mark.parametrize("spoil", ["gone", "empty", "foreign", "cut short"])
def test_a_workspace_that_is_lost_is_brought_back_without_a_question(kept: Icp, spoil: str) -> None:
    held = {"empty": b"", "foreign": b"PK\x03\x04", "cut short": kept.workspace.read_bytes()[:-5000]}
    if spoil == "gone":
        kept.workspace.unlink()
    else:
        kept.workspace.write_bytes(held[spoil])
    done = kept.done("restore")
    assert name_of(kept) == "Then"
    aside = [path for path in kept.workspace.parent.iterdir() if "before-restoring" in path.name]
    assert [path.read_bytes() for path in aside] == ([] if spoil == "gone" else [held[spoil]])
    assert all(path.name in done.out for path in aside)


def test_where_nothing_was_ever_backed_up_there_is_nothing_to_restore(empty: Icp) -> None:
    assert "There are no backups" in empty.refused(1, "restore")
    assert "There are no backups" in empty.refused(1, "restore", "1")
