"""A workspace that was moved or renamed finds its backups again, and never those of another one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from icp_tui.opening import open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.safety.backups import Backup, backups_of, make_backup
from icp_tui.store.safety.moved import are_others, backups_elsewhere
from small import Small, make_small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def backed_up(small: Small, hours: int) -> Backup:
    return make_backup(small.workspace.database, NOW - dt.timedelta(hours=hours))


def moved(small: Small, target: Path) -> Path:
    small.workspace.close()
    target.parent.mkdir(exist_ok=True)
    return small.workspace.database.path.rename(target)


def test_the_backups_of_the_former_path_are_found_newest_first(small: Small, tmp_path: Path) -> None:
    made = [backed_up(small, hours) for hours in (3, 2, 1)]
    path = small.workspace.database.path
    assert backups_elsewhere(path) == []
    there = moved(small, tmp_path / "clients" / "all.db")
    assert backups_of(there) == []
    assert backups_elsewhere(there) == made[::-1]


def test_what_was_written_since_the_move_does_not_hide_them(small: Small, tmp_path: Path) -> None:
    made = backed_up(small, 1)
    there = moved(small, tmp_path / "all.db")
    small.workspace = open_workspace(there)
    small.set(small.answers.profile, {"name": "Another name"})
    own = backed_up(small, 0)
    assert backups_of(there) == [own]
    assert backups_elsewhere(there) == [made]


def test_another_workspace_at_the_former_path_has_its_own(small: Small, tmp_path: Path) -> None:
    made = backed_up(small, 1)
    path = small.workspace.database.path
    there = moved(small, tmp_path / "all.db")
    second = open_workspace(path, anew=True)
    make_small(second)
    later = make_backup(second.database, NOW)
    second.close()
    assert set(backups_of(path)) == {later, made}
    assert backups_elsewhere(there) == [made]


def test_a_colleagues_changes_that_were_merged_make_no_relatives(small: Small, tmp_path: Path) -> None:
    bundle = tmp_path / "one.icp"
    export(small.workspace, bundle)
    backed_up(small, 1)
    second = open_workspace(tmp_path / "second.db")
    merging.apply(second, merging.plan(second, merging.read(bundle)), {})
    make_backup(second.database, NOW)
    second.close()
    assert backups_elsewhere(tmp_path / "second.db") == []
    assert backups_elsewhere(small.workspace.database.path) == []
    assert are_others(small.workspace.database.path)


def test_a_damaged_workspace_is_told_by_its_newest_backup(small: Small, tmp_path: Path) -> None:
    made = backed_up(small, 2)
    there = moved(small, tmp_path / "all.db")
    small.workspace = open_workspace(there)
    backed_up(small, 1)
    small.workspace.close()
    there.write_bytes(b"garbage")
    assert backups_elsewhere(there) == [made]


def test_damaged_backups_and_a_file_that_is_not_there_are_no_trouble(small: Small, tmp_path: Path) -> None:
    path = small.workspace.database.path
    assert backups_elsewhere(path) == []
    assert not are_others(path)
    made = backed_up(small, 1)
    made.path.write_bytes(b"garbage")
    assert backups_elsewhere(moved(small, tmp_path / "all.db")) == []
    assert backups_elsewhere(tmp_path / "none.db") == []
    assert are_others(tmp_path / "none.db")
