"""The tables follow from the declared records, and adding is all that ever happens to them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from replaying import tables

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.method.records import Evidence, Problem, Profile
from icp_tui.store.file.database import Database
from icp_tui.store.log.schema import columns, link_table
from icp_tui.store.work.workspace import Workspace
from small import Small


def _changed_by_hand(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_every_kind_of_record_has_a_strict_table_with_its_columns(workspace: Workspace) -> None:
    for kind in RECORDS.values():
        there = {
            row["name"]: row["type"] for row in workspace.database.rows(f"PRAGMA table_info({kind.kind})")
        }
        assert there == {"id": "TEXT", **{name: rest.split()[0] for name, rest in columns(kind)}}
        assert set(kind.questions) - set(there) == {
            name for name, question in kind.questions.items() if isinstance(question.kind, Links)
        }
    names = [row["name"] for row in workspace.database.rows("PRAGMA table_list") if row["strict"]]
    assert set(RECORDS) | {"change", "mark", "about", "summary", "place"} <= set(names)


def test_links_stand_in_tables_of_their_own(workspace: Workspace) -> None:
    table = link_table(Evidence, Evidence.questions["proves_problems"])
    names = [row["name"] for row in workspace.database.rows(f"PRAGMA table_info({table})")]
    assert (table, names) == ("evidence_proves_problems", ["evidence_id", "problem_id", "place"])


def test_the_file_has_no_triggers_no_views_and_no_cascades(workspace: Workspace) -> None:
    rows = workspace.database.rows("SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    assert {row["type"] for row in rows} == {"table", "index"}
    assert not [row["sql"] for row in rows if "CASCADE" in row["sql"].upper()]


def test_opening_a_current_file_writes_nothing_and_loads_no_schema_library(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    before = path.read_bytes()
    code = (
        "import sys, pathlib\n"
        "from icp_tui.opening import open_workspace\n"
        "open_workspace(pathlib.Path(sys.argv[1])).close()\n"
        "sys.exit('sqlite_utils' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes() == before


def test_a_record_that_gained_a_field_gets_its_column_when_the_file_is_opened(small: Small) -> None:
    path, before = small.workspace.database.path, small.answers
    small.workspace.close()
    _changed_by_hand(
        path, "ALTER TABLE problem DROP COLUMN sufferers", "UPDATE about SET value = '0' WHERE name = 'shape'"
    )
    again = Small.opened(path)
    assert again.answers.records == before.records
    record = again.set(again.first(Problem), {"sufferers": "Drivers"})
    assert record.sufferers == "Drivers"
    assert again.in_the_file.of(Problem)[0].sufferers == "Drivers"
    again.workspace.close()


def test_a_file_of_an_older_program_can_be_read_where_it_cannot_be_written(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = small.workspace.database.path, small.answers
    small.workspace.close()
    _changed_by_hand(
        path, "ALTER TABLE problem DROP COLUMN sufferers", "UPDATE about SET value = '0' WHERE name = 'shape'"
    )
    monkeypatch.setattr("os.access", lambda *_: False)
    again = Small.opened(path)
    assert again.answers.records == before.records
    again.workspace.close()


def test_columns_of_a_newer_program_survive(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    _changed_by_hand(
        path,
        "ALTER TABLE problem ADD COLUMN mood TEXT",
        "UPDATE problem SET mood = 'grim'",
        "UPDATE about SET value = '0' WHERE name = 'shape'",
    )
    again = Small.opened(path)
    again.set(again.first(Problem), {"times": "9"})
    rows = again.workspace.database.rows("SELECT mood FROM problem")
    assert [row["mood"] for row in rows] == ["grim"] * 3
    again.workspace.close()


def test_a_new_kind_of_record_gets_its_table_and_survives_this_program(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    code = (
        "import sys, pathlib\n"
        "from icp_tui.method.declaration import Record, record, text\n"
        "from icp_tui.method.records import Profile\n"
        "from icp_tui.texts import _\n"
        "@record(_('Rumour'), _('Rumours'), parent=Profile)\n"
        "class Rumour(Record):\n"
        "    what: str | None = text(_('What'))\n"
        "from icp_tui.opening import open_workspace\n"
        "from icp_tui.store.work.actions import add\n"
        "workspace = open_workspace(pathlib.Path(sys.argv[1]))\n"
        "profile = workspace.database.rows('SELECT id FROM profile')[0]['id']\n"
        "made = add(workspace, profile, Rumour, profile, [{'what': 'They merge'}])\n"
        "assert workspace.answers(profile).of(Rumour)[0].what == 'They merge'\n"
        "workspace.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

    again = Small.opened(path)
    assert "rumour" not in RECORDS
    rows = again.workspace.database.rows("SELECT what, profile_id FROM rumour")
    assert [tuple(row) for row in rows] == [("They merge", again.profile_id)]
    # Undo passes over what this program does not know, and takes back its own.
    assert again.workspace.undo(again.profile_id)[0].kind == "objection"
    assert len(again.workspace.database.rows("SELECT * FROM rumour WHERE deleted_at IS NULL")) == 1
    again.workspace.close()


def test_a_failing_migration_leaves_the_file_as_it_was(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    _changed_by_hand(
        path, "ALTER TABLE problem DROP COLUMN sufferers", "UPDATE about SET value = '0' WHERE name = 'shape'"
    )
    before = path.read_bytes()
    real = Database.execute

    def full(self: Database, sql: str, *values: object) -> int:
        if sql.startswith("INSERT INTO about"):
            raise sqlite3.OperationalError("database or disk is full")
        return real(self, sql, *values)

    monkeypatch.setattr(Database, "execute", full)
    with pytest.raises(SaveFailed, match="disk is full"):
        Small.opened(path)
    assert path.read_bytes() == before
    monkeypatch.undo()
    Small.opened(path).workspace.close()


def test_what_another_program_wrote_and_nobody_can_read_is_named(small: Small) -> None:
    small.workspace.close()
    _changed_by_hand(small.workspace.database.path, "UPDATE profile SET next_review = 'next spring'")
    small.workspace = Small.opened(small.workspace.database.path).workspace
    with pytest.raises(BadFile, match=r"profile\.next_review.*next spring"):
        _ = small.answers


def test_people_can_read_the_tables_with_other_tools(small: Small) -> None:
    row = small.workspace.database.rows("SELECT * FROM problem ORDER BY position")[0]
    assert (row["what"], row["times"], row["per"], row["cost_each"]) == (
        "Load refused at the dock",
        2.0,
        "month",
        190_000,
    )
    assert tables(small.workspace.database)["profile"][0][0] == small.first(Profile).id
