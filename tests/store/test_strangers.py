"""A colleague's workspace file: read where it lies for its changes, and for nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from colleagues import Colleague
from strange_files import strange_file

from icp_tui.errors import BadFile
from icp_tui.method.records import Problem
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.incoming import COLUMNS


def test_a_file_brings_the_same_as_an_export_of_it(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "sufferers", "The drivers")
    bundle = merging.read(ben.send(tmp_path / "ben.icp"))
    file = merging.read(ben.workspace.database.path)
    assert file.changes == bundle.changes
    assert file.holds == bundle.holds
    ada.take(ben.workspace.database.path)
    assert ada.first(Problem).sufferers == "The drivers"


def test_a_file_that_can_only_be_read_is_read_where_it_lies(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "sufferers", "The drivers")
    ben.workspace.close()
    (mail := tmp_path / "mail").mkdir()
    path = mail / "ben.db"
    path.write_bytes(ben.workspace.database.path.read_bytes())
    path.chmod(0o400)
    mail.chmod(0o500)
    try:
        ada.take(path)
        assert [left.name for left in mail.iterdir()] == ["ben.db"]
    finally:
        mail.chmod(0o700)
    assert ada.first(Problem).sufferers == "The drivers"


def test_a_file_that_was_left_in_another_journal_mode_is_read_without_a_trace(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "sufferers", "The drivers")
    ben.workspace.close()
    path = ben.workspace.database.path
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert path.read_bytes()[18] == 2
    ada.take(path)
    assert sorted(left.name for left in tmp_path.glob("Ben.db*")) == ["Ben.db"]
    assert ada.first(Problem).sufferers == "The drivers"


def test_the_file_of_an_older_program_lacks_columns_and_is_read_all_the_same(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "sufferers", "The drivers")
    ben.workspace.close()
    connection = sqlite3.connect(ben.workspace.database.path, isolation_level=None)
    for index in ("change_that_came", "change_by_merge"):
        connection.execute(f"DROP INDEX IF EXISTS {index}")
    for column in ("settles", "came"):
        connection.execute(f"ALTER TABLE change DROP COLUMN {column}")
    connection.close()
    ada.take(ben.workspace.database.path)
    assert ada.first(Problem).sufferers == "The drivers"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("an endless view in place of the changes", "could run or pretend"),
        ("a trigger", "could run or pretend (quiet)"),
        ("half a million rows", "more than 500000 changes"),
        ("a value of 30 million letters", "too big"),
        ("two million letters", "“new” is too long"),
        ("a column of a newer program", "newer icp-tui made it"),
        ("a newer format", "newer icp-tui made it"),
        ("a circle of changes", "cannot have been before it"),
        ("no changes", "nothing in it"),
        ("cut short", "its end is missing"),
        ("another program's", "another program"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(small_file: Path, tmp_path: Path, name: str, words: str) -> None:
    path = strange_file(small_file, tmp_path / "strange.db", name)
    with pytest.raises(BadFile) as told:
        merging.read(path)
    assert words in told.value.what


def test_a_file_with_half_a_commit_beside_it_is_refused(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    path = tmp_path / "mailed.db"
    path.write_bytes(ben.workspace.database.path.read_bytes())
    journal = tmp_path / "mailed.db-journal"
    journal.write_bytes(b"x" * 512)
    with pytest.raises(BadFile, match="not undone yet"):
        ada.take(path)
    assert journal.read_bytes() == b"x" * 512
    journal.write_bytes(b"")
    assert not ada.take(path).changes


def test_texts_that_are_too_many_together_are_refused(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    characters = sum(
        len(value)
        for change in merging.read(small_file).changes
        for name in COLUMNS
        if isinstance(value := getattr(change, name), str)
    )
    monkeypatch.setattr("icp_tui.store.exchange.strangers.MOST_CHARACTERS", characters)
    assert merging.read(small_file).changes
    monkeypatch.setattr("icp_tui.store.exchange.strangers.MOST_CHARACTERS", characters - 1)
    with pytest.raises(BadFile, match="too large"):
        merging.read(small_file)


def test_reading_that_takes_too_long_is_ended(
    small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icp_tui.store.exchange.strangers.PATIENCE", -1.0)
    with pytest.raises(BadFile, match="takes too long"):
        merging.read(strange_file(small_file, tmp_path / "slow.db", "half a million rows"))
