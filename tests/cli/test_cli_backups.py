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


def test_into_a_folder_a_copy_goes_under_a_name_of_its_own(
    icp: Icp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_now", lambda: dt.datetime(2026, 11, 22, 6, 5, 4).astimezone())
    stick = tmp_path / "stick"
    stick.mkdir()
    for name in ("work 2026-11-22.db", "work 2026-11-22 2.db"):
        assert f"Made {stick / name}." in icp.done("backup", "--to", f"{stick}/").out
        assert name_of(Icp(stick / name, icp.home)) == name_of(icp)
    assert len(list(stick.iterdir())) == 2


def test_the_home_folder_of_nobody_is_refused_in_words(kept: Icp) -> None:
    for words in (("backup", "--to", "~nobody-here/c.db"), ("restore", "~nobody-here/c.db", "--yes")):
        assert "cannot be used" in kept.refused(1, *words)


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


def test_backups_of_one_minute_are_told_apart_by_their_seconds(icp: Icp) -> None:
    at = (NOW - dt.timedelta(days=1)).replace(hour=12, minute=30, second=5)
    workspace = open_workspace(icp.workspace)
    for seconds in (-60, 0, 20):
        make_backup(workspace.database, at + dt.timedelta(seconds=seconds))
    workspace.close()
    rename(icp, "Now")
    listed = [line.split("  ")[1] for line in icp.done("backups").out.splitlines()[:3]]
    assert [moment[-8:] for moment in listed[:2]] == [
        f"{at.astimezone():%H:%M}:25",
        f"{at.astimezone():%H:%M}:05",
    ]
    assert listed[2].endswith(f" {at.astimezone() - dt.timedelta(minutes=1):%H:%M}")
    assert f"Restored the backup of {listed[1]} to" in icp.done("restore", listed[1], "--yes").out
    assert name_of(icp) != "Now"


def test_after_a_move_the_backups_of_the_former_path_are_listed_and_can_be_restored(
    kept: Icp, tmp_path: Path
) -> None:
    moved = Icp(tmp_path / "clients" / "all.db", kept.home)
    moved.workspace.parent.mkdir()
    former = backups(kept)
    kept.workspace.rename(moved.workspace)
    said = moved.done("backups").out
    assert "under another name or in another place:" in said
    assert f"They are in {former[0].path.parent}." in said
    values = moved.done("backups", "--json").json
    assert [(one["number"], one["elsewhere"], one["path"]) for one in values] == [
        (number, True, str(one.path)) for number, one in enumerate(former, 1)
    ]
    moved.done("restore", "1", "--yes")
    assert name_of(moved) == "Then"
    lines = moved.done("backups").out.splitlines()
    assert [line[0] for line in lines if line[:1].isdigit()] == ["1", "2", "3"]
    assert lines.index("Made of the same workspace under another name or in another place:") > 1


def test_where_there_are_only_those_of_others_it_is_said_where(kept: Icp, tmp_path: Path) -> None:
    other = Icp(tmp_path / "other.db", kept.home)
    folder = backups(kept)[0].path.parent.parent
    assert f"Those of other workspaces are in {folder}." in other.done("backups").out
    assert f"Those of other workspaces are in {folder}." in other.refused(1, "restore")


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


def test_a_backup_by_a_clock_that_was_ahead_is_shown_as_such_and_never_taken_unasked(icp: Icp) -> None:
    rename(icp, "Oldest")
    workspace = open_workspace(icp.workspace)
    make_backup(workspace.database, NOW + dt.timedelta(days=160))
    workspace.close()
    icp.workspace.rename(icp.workspace.with_name("away.db"))
    assert "The date of the newest backup cannot be true" in icp.refused(2, "restore")
    icp.workspace.with_name("away.db").rename(icp.workspace)
    rename(icp, "Newest")
    icp.done("backup")
    first, second, *_ = icp.done("backups").out.splitlines()
    assert "just now" in first
    assert "in the future" in second
    assert [one["misdated"] for one in icp.done("backups", "--json").json] == [False, True]
    icp.workspace.unlink()
    icp.done("restore")
    assert name_of(icp) == "Newest"


def test_what_was_there_before_a_restore_is_number_one_even_after_a_wrong_clock(icp: Icp) -> None:
    rename(icp, "Then")
    workspace = open_workspace(icp.workspace)
    make_backup(workspace.database, NOW + dt.timedelta(days=160))
    workspace.close()
    rename(icp, "Now")
    done = icp.done("restore", "1", "--yes")
    assert "The date of that backup cannot be true" in done.err
    assert "What was there before is the newest backup" in done.out
    assert name_of(icp) == "Then"
    icp.done("restore", "1", "--yes")
    assert name_of(icp) == "Now"


def test_no_word_for_a_backup_is_a_defect(kept: Icp) -> None:
    for word in ("²", "①", "9" * 5000, "x" * 5000, "-0", "1.0"):
        assert kept("restore", "--yes", "--", word).code == 1
    for word in ("", "  "):
        assert "The name of the backup is empty." in kept.refused(2, "restore", word)


def test_who_said_no_is_not_told_that_nobody_could_be_asked(kept: Icp) -> None:
    assert "--yes" not in kept.refused(1, "restore", "1", stdin="n\n")
    assert "Where nobody can be asked, add --yes." in kept.refused(1, "restore", "1")


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


# Who was forgotten since


@pytest.fixture
def forgotten(icp: Icp) -> Icp:
    """A workspace that has forgotten a client, and a backup from before that."""
    icp.done("new", "--client", "Frigonordica", "--profile", "Depots")
    for one in backups(icp):
        one.path.unlink()
    workspace = open_workspace(icp.workspace)
    make_backup(workspace.database, NOW - dt.timedelta(days=3))
    workspace.close()
    icp.done("forget", "Frigonordica", "--yes")
    return icp


def test_who_was_forgotten_since_is_told_before_and_after_and_stays_forgotten(forgotten: Icp) -> None:
    done = forgotten.done("restore", "2", stdin="y\n")
    assert "forgets them again: Frigonordica. --with-forgotten brings them back." in done.err
    assert "forgot them again: Frigonordica." in done.out
    assert "Frigonordica" not in forgotten.done("list").out
    assert b"Frigonordica" not in forgotten.workspace.read_bytes()


def test_a_script_is_told_as_well(forgotten: Icp) -> None:
    assert "forgot them again: Frigonordica." in forgotten.done("restore", "2", "--yes").out
    assert "Frigonordica" not in forgotten.done("list").out


def test_only_where_it_is_asked_for_a_forgotten_client_comes_back(forgotten: Icp) -> None:
    done = forgotten.done("restore", "2", "--with-forgotten", stdin="y\n")
    assert "It brings back who was forgotten since: Frigonordica." in done.err
    assert "Forgotten before, and back now: Frigonordica." in done.out
    assert "Frigonordica" in forgotten.done("list").out


def test_where_nobody_was_forgotten_nothing_is_said_of_it(kept: Icp) -> None:
    done = kept.done("restore", "1", stdin="y\n")
    assert not any(words in done.err + done.out for words in ("forget", "forgotten since", "forgot them"))


def test_a_link_that_leads_to_itself_is_refused_in_words(icp: Icp) -> None:
    loop = icp.workspace.with_name("loop.db")
    loop.symlink_to(loop.name)
    for words in (("restore",), ("restore", "--yes", "1"), ("backups",), ("list",)):
        outcome = icp.bare("-w", str(loop), *words)
        assert outcome.code == 1, words
        assert outcome.err.startswith(f"{loop} cannot be used:"), words
