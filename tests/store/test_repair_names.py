"""Names in the schema: a letter of ours that damage changed, and what icp-tui did not make."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damaging import by_hand, flip, held, overwrite, places

from icp_tui.errors import BadFile
from icp_tui.opening import figures, open_workspace
from icp_tui.store.recovery.contents import is_of_newer, meant_columns, meant_names
from icp_tui.store.recovery.repair import Report, repair
from icp_tui.store.recovery.soundness import examine, open_to_check
from small import Small


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace."""
    small.workspace.close()
    return small.workspace.database.path


def mended(path: Path) -> Report:
    """Repair it; it opens as usual then."""
    report = repair(path, figures)
    workspace = open_workspace(path)
    assert not workspace.read_only
    workspace.let_go()
    return report


def schema_of(path: Path, table: str) -> str:
    with closing(sqlite3.connect(path)) as connection:
        [[found]] = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
    return str(found)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("finding", "becomes"),
        ("red_flag", "severity"),
        ("problem", "what"),
        ("problem", "position"),
        ("change", "author"),
        ("change", "record_id"),
        ("mark", "ground"),
        ("summary", "edited_at"),
        ("place", "objective_id"),
        ("forgotten", "record_id"),
    ],
)
@pytest.mark.parametrize("bit", [0, 1, 7], ids="bit {}".format)
def test_a_flipped_bit_in_the_name_of_a_column_loses_nothing(
    path: Path, table: str, column: str, bit: int
) -> None:
    before, sql = held(path), schema_of(path, table)
    start = next(found.start() for found in re.finditer(rf"\b{column}\b", sql))
    flip(path, sql, start + 2, bit)
    report = mended(path)
    assert held(path) == before
    assert report.losses == []
    assert ".repair" not in report.wrong
    assert schema_of(path, table) == sql


@pytest.mark.parametrize(("letter", "bit"), [("_", 1), (",", 0), (" ", 1), ("(", 3)])
def test_a_flipped_bit_between_names_loses_nothing(path: Path, letter: str, bit: int) -> None:
    before, sql = held(path), schema_of(path, "problem")
    flip(path, sql, sql.index(letter, len("CREATE TABLE problem")), bit)
    assert mended(path).losses == []
    assert held(path) == before


def test_a_flipped_bit_in_the_name_of_a_table_loses_nothing(path: Path) -> None:
    before, sql = held(path), schema_of(path, "problem")
    flip(path, sql, sql.index("problem"))
    assert mended(path).losses == []
    assert held(path) == before


def test_a_flipped_bit_in_what_a_table_refers_to_loses_nothing(path: Path) -> None:
    before, sql = held(path), schema_of(path, "problem")
    flip(path, sql, sql.index("REFERENCES objective") + len("REFERENCES o"))
    assert mended(path).losses == []
    assert held(path) == before


def test_a_missing_column_is_told_by_a_check(path: Path) -> None:
    sql = schema_of(path, "problem")
    flip(path, sql, sql.index(" what ") + 1)
    database = open_to_check(path)
    try:
        told = [fault for finding in examine(database, figures) for fault in finding.faults]
    finally:
        database.close()
    assert any("problem.what is missing" in fault for fault in told)


def test_what_icp_tui_did_not_make_is_told_as_lost(path: Path) -> None:
    before = held(path)
    by_hand(
        path,
        "CREATE VIEW v AS SELECT 1",
        "ALTER TABLE client ADD COLUMN extra TEXT",
        "CREATE TABLE mine (a, b)",
        "INSERT INTO mine VALUES (1, 2)",
    )
    report = mended(path)
    told = [loss.where for loss in report.losses]
    assert [words.partition(",")[0] for words in told] == ["the column client.extra", "the table mine"]
    assert all("did not make" in words for words in told)
    assert held(path) == before


def test_what_a_newer_program_made_is_left_to_it_and_named_as_it_was_asked_for(path: Path) -> None:
    by_hand(
        path,
        "ALTER TABLE problem ADD COLUMN colour TEXT",
        "UPDATE about SET value = '999.0.0' WHERE name = 'program'",
        "UPDATE about SET value = 'later' WHERE name = 'shape'",
    )
    overwrite(path, places(path)["change"]["leaf"][0])
    before = path.read_bytes()
    with pytest.raises(BadFile, match="newer") as told:
        repair(path, figures)
    assert told.value.what.startswith(f"{path} ")
    assert "problem.colour" in told.value.means
    assert path.read_bytes() == before


def test_names_are_meant_where_one_letter_differs() -> None:
    assert meant_names(["what", "becmmes"], ["what", "becomes"]) == {"becmmes": "becomes"}
    assert meant_names(["beco"], ["becomes"]) == {"beco": "becomes"}
    assert meant_names(["becomes", "becmmes", "extra"], ["becomes"]) == {}
    found = meant_columns(("id", "extra", "whax"), ["id", "what", "why"])
    assert (found.columns, found.foreign, found.missing) == (("id", "extra", "what"), ["extra"], ["why"])


@pytest.mark.parametrize(
    ("shape", "program", "newer"),
    [
        ("ours", "9.0", False),
        ("later", "9.0", True),
        ("later", "1.2.0", True),
        ("earlier", "1.1.9", False),
        ("", "9.0", False),
    ],
)
def test_who_made_a_file_is_told_by_what_it_notes(shape: str, program: str, *, newer: bool) -> None:
    ours = {"shape": "ours", "program": "1.2.0"}
    assert is_of_newer({"shape": shape, "program": program}, ours) is newer
