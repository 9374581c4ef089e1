"""What a killed program left beside the workspace goes when it is opened next, and nothing else does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from icp_tui.opening import open_workspace
from icp_tui.store.file.abandoned import ABANDONED
from small import Small

LEFT = (
    ".small.db-abcd1234.new",
    ".small.db-ab_d1234.new-journal",
    ".small.db-abcd1234.restoring",
    ".icp-abcd1234.new",
    ".icp-0123456789ab.new",
)
NOT_OURS = (
    "small.db-abcd1234.new",
    ".small.db-abcd1234.new.txt",
    ".small.db-abc.new",
    ".small.db-ABCD1234.new",
    ".other.db-abcd1234.new",
    ".smallxdb-abcd1234.new",
    ".icp-notes.new",
)


def old(path: Path, content: bytes = b"half") -> Path:
    """A file, or with a folder's name an empty folder, that nobody has written to for an hour."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    made_old(path)
    return path


def made_old(path: Path) -> None:
    before = time.time() - ABANDONED - 60
    os.utime(path, (before, before))


def reopened(small: Small) -> set[str]:
    """The names beside the workspace while it is open again."""
    small.restart()
    return {path.name for path in small.workspace.database.path.parent.iterdir()}


def test_what_was_left_unfinished_an_hour_ago_goes(small: Small) -> None:
    folder = small.workspace.database.path.parent
    for name in LEFT:
        old(folder / name)
    assert not reopened(small).intersection(LEFT)


def test_what_somebody_may_still_write_to_stays(small: Small) -> None:
    folder = small.workspace.database.path.parent
    for name in LEFT:
        (folder / name).write_bytes(b"half")
    assert reopened(small).issuperset(LEFT)


def test_a_name_that_is_not_ours_to_the_last_letter_stays(small: Small) -> None:
    folder = small.workspace.database.path.parent
    for name in NOT_OURS:
        old(folder / name)
    assert reopened(small).issuperset(NOT_OURS)


@pytest.mark.parametrize("name", [".icp-abcd1234.repair", ".small.db-abcd1234.repair"])
def test_the_folder_of_a_killed_repair_goes_unless_there_is_something_else_in_it(
    small: Small, name: str
) -> None:
    folder = small.workspace.database.path.parent / name
    for inside in ("damaged.db", "damaged.db-journal", "repaired.db", ".repaired.db-abcd1234.new"):
        old(folder / inside)
    mine = old(folder / "notes.txt")
    made_old(folder)
    assert name in reopened(small)
    assert len(list(folder.iterdir())) == 5
    mine.unlink()
    made_old(folder)
    assert name not in reopened(small)


def test_a_repair_that_still_writes_keeps_its_folder(small: Small) -> None:
    folder = small.workspace.database.path.parent / ".icp-abcd1234.repair"
    old(folder / "damaged.db")
    (folder / "repaired.db").write_bytes(b"half")
    made_old(folder)
    assert folder.name in reopened(small)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_link_is_not_followed_and_stays(small: Small, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    old(elsewhere / "repaired.db")
    made_old(elsewhere)
    folder = small.workspace.database.path.parent
    (folder / ".icp-abcd1234.repair").symlink_to(elsewhere)
    (folder / ".icp-abcd1234.new").symlink_to(elsewhere / "repaired.db")
    os.utime(folder / ".icp-abcd1234.new", (1, 1), follow_symlinks=False)
    assert {".icp-abcd1234.repair", ".icp-abcd1234.new"} <= reopened(small)
    assert (elsewhere / "repaired.db").exists()


def test_who_only_looks_takes_nothing_away(small: Small) -> None:
    path = small.workspace.database.path
    left = old(path.parent / LEFT[0])
    small.workspace.close()
    looking = open_workspace(path, look="a test looks")
    looking.let_go()
    assert left.exists()


@pytest.mark.parametrize("taken", [False, True], ids=["deleted", "replaced"])
def test_no_empty_journal_stays_where_the_file_was_taken_away_while_it_was_open(
    small: Small, taken: bool
) -> None:
    path = small.workspace.database.path
    small.set(small.answers.profile, {"name": "Another name"})
    journal = path.with_name(f"{path.name}-journal")
    assert journal.stat().st_size == 0
    path.unlink()
    if taken:
        path.write_bytes(b"another file")
    small.workspace.let_go()
    assert not journal.exists()
