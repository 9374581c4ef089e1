"""The sample workspace holds exactly what the sample cases say, and is built again to the same bytes."""

from __future__ import annotations

import json
import runpy
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from case_content import content
from replaying import replayed, tables

from icp_tui.opening import open_workspace
from icp_tui.paths import sample_folder
from icp_tui.store.intake.cases import case_of
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import Workspace

SAMPLE = sample_folder() / "sample.db"
BUILDER = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "build_samples.py"), run_name="builder")
CASES = [sample_folder() / f"{name}.json" for name in BUILDER["CASES"]]


def _built(folder: Path) -> Path:
    target = folder / "built.db"
    BUILDER["build"](CASES, target)
    return target


def _rows(path: Path) -> dict[str, Any]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY 1"
    )
    held = {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        for (name,) in names.fetchall()
        # What full-text search keeps inside differs from one SQLite to the next; its texts follow.
        if not name.startswith("search_text")
    }
    held["search_text"] = connection.execute("SELECT body FROM search_text ORDER BY rowid").fetchall()
    connection.close()
    return held


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Workspace]:
    """The shipped sample, in a copy."""
    shutil.copyfile(SAMPLE, tmp_path / "sample.db")
    opened = open_workspace(tmp_path / "sample.db")
    yield opened
    opened.let_go()


def test_the_sample_holds_exactly_what_the_cases_say(sample: Workspace) -> None:
    clients = dict.fromkeys(summary.client_id for summary in summaries(sample.database))
    assert len(clients) == len(CASES)
    for client_id, case in zip(clients, CASES, strict=True):
        written = json.loads(case.read_text(encoding="utf-8"))
        assert content(case_of(sample, client_id)) == content(written)


def test_the_sample_is_up_to_date_with_its_cases_and_tables(tmp_path: Path) -> None:
    """If this fails, run `python tools/build_samples.py`."""
    assert _rows(_built(tmp_path)) == _rows(SAMPLE)


def test_building_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _built(tmp_path).read_bytes()
    assert _built(tmp_path).read_bytes() == first
    if first[96:100] == SAMPLE.read_bytes()[96:100]:
        # Written by the same version of SQLite.
        assert first == SAMPLE.read_bytes()


def test_the_sample_is_a_sound_workspace_that_is_opened_without_a_migration(sample: Workspace) -> None:
    assert sample.database.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert sample.database.rows("PRAGMA foreign_key_check") == []
    assert sample.database.path.read_bytes() == SAMPLE.read_bytes()


def test_replaying_the_log_of_the_sample_gives_its_tables(sample: Workspace, tmp_path: Path) -> None:
    assert replayed(sample.database, tmp_path / "replayed.db") == tables(sample.database)
