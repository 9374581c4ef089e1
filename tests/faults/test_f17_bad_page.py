"""One damaged page anywhere: found when the file is opened, and repair brings back all the rest."""

from __future__ import annotations

import importlib
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from damaging import PAGE, Held, by_hand, held, long_history, overwrite, places
from tallying import Tally

from icp_tui.errors import BadFile
from icp_tui.opening import figures, open_workspace
from icp_tui.paths import sample_folder
from icp_tui.store.file.database import open_database
from icp_tui.store.recovery.agreement import Agreement
from icp_tui.store.recovery.derived import make_findable, refresh, stale, unfindable
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.replay import differences
from small import Small

pytestmark = pytest.mark.fault(17)


@pytest.fixture(scope="module")
def whole(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace with pages of every kind."""
    path = tmp_path_factory.mktemp("whole") / "whole.db"
    shutil.copyfile(small_file, path)
    small = Small.opened(path)
    long_history(small)
    small.workspace.close()
    return with_free_pages(path)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sample cases, with pages of every kind."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copyfile(sample_folder() / "sample.db", path)
    workspace = open_workspace(path, "Ada")
    [(profile_id,)] = workspace.database.rows("SELECT id FROM profile ORDER BY id LIMIT 1")
    profile = workspace.answers(profile_id).profile
    workspace.set(profile_id, profile, {"story": "It began with a van that was too warm. " * 1000})
    workspace.close()
    return with_free_pages(path)


def with_free_pages(path: Path) -> Path:
    by_hand(
        path,
        "CREATE TABLE gone (text TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)"
        " INSERT INTO gone SELECT hex(randomblob(4000)) FROM n",
        "DROP TABLE gone",
    )
    return path


def kinds_of_pages(path: Path) -> dict[str, list[int]]:
    """The pages of a file by what they are for."""
    found: dict[str, list[int]] = {}
    with closing(sqlite3.connect(path)) as connection:
        kinds = dict(connection.execute("SELECT name, type FROM sqlite_schema").fetchall())
    for name, there in places(path).items():
        for kind, pages in there.items():
            found.setdefault(f"{kinds.get(name, 'schema')} {kind}", []).extend(pages)
            if name in ("change", "sqlite_schema"):
                found.setdefault(f"{name} {kind}", []).extend(pages)
    used = {page for pages in found.values() for page in pages}
    free = [page for page in range(1, path.stat().st_size // PAGE + 1) if page not in used]
    with path.open("rb") as file:
        file.seek(32)
        trunk = int.from_bytes(file.read(4), "big")
    return found | {"free": [page for page in free if page != trunk], "list of free pages": [trunk]}


def values_of_answers(rows: Held) -> Held:
    """What was answered: all but who changed what when, and when a profile was last edited."""
    return {name: found for name, found in rows.items() if name not in ("change", "summary", "place")}


def changes(rows: Held) -> dict[object, tuple[object, ...]]:
    """What each change set: its field, old and new value, and the change that it replaces."""
    return {row[0]: (*row[6:12], row[3]) for row in rows["change"]}


def is_in_order(path: Path) -> bool:
    database = open_database(path, why_read_only="a test looks")
    try:
        return (
            [row[0] for row in database.rows("PRAGMA integrity_check")] == ["ok"]
            and not database.rows("PRAGMA foreign_key_check")
            and not any(differences(database))
            and not any(unfindable(database))
            and not any(stale(database, figures))
        )
    finally:
        database.close()


def is_refused_or_noticed(path: Path) -> bool:
    """Whether opening finds the damage, before anything can be written on top of it."""
    try:
        open_workspace(path, "Ada").let_go()
    except BadFile:
        return True
    return False


def try_page(
    tally: Tally, whole: Path, folder: Path, before: Held, pages: list[int], seed: int | None
) -> None:
    """Damage pages of a copy, open it, repair it, and note what is lost."""
    path = folder / "work.db"
    for there in folder.iterdir():
        if there.is_file():
            there.unlink()
    shutil.copyfile(whole, path)
    overwrite(path, *pages, seed=seed)
    damaged = path.read_bytes()
    if damaged == whole.read_bytes():
        return
    tally.tried()
    if not is_refused_or_noticed(path) and repair(path, figures, dry_run=True).wrong:
        tally.lost(f"pages {pages}: not found when it was opened")
    if path.read_bytes() != damaged:
        tally.lost(f"pages {pages}: opening changed the damaged file")
    report = repair(path, figures)
    if not is_in_order(path):
        tally.lost(f"pages {pages}: not in order after repair")
    if report.kept and report.kept.read_bytes() != damaged:
        tally.lost(f"pages {pages}: the damaged file was not kept")
    after = held(path)
    if values_of_answers(after) != values_of_answers(before):
        tally.lost(f"pages {pages}: answers are lost")
    old, new = changes(before), changes(after)
    if missing := [name for name in old if new.get(name) != old[name]]:
        told = {(loss.record_id, loss.field) for loss in report.losses}
        if not {(old[name][1], old[name][2]) for name in missing if name not in new} <= told:
            tally.lost(f"pages {pages}: changes are lost and nobody says so")


KINDS = (
    "change leaf",
    "change internal",
    "table leaf",
    "table overflow",
    "index leaf",
    "index internal",
    "sqlite_schema internal",
    "sqlite_schema leaf",
    "free",
    "list of free pages",
)


@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_page_is_found_and_the_rest_brought_back(
    tally: Tally, whole: Path, tmp_path: Path, kind: str
) -> None:
    pages = kinds_of_pages(whole)[kind]
    page = random.Random(kind).choice(pages)
    try_page(tally, whole, tmp_path, held(whole), [page], seed=page if page % 2 else None)


@pytest.mark.long
def test_bad_pages_at_random_places_many_times(tally: Tally, sample: Path, tmp_path: Path) -> None:
    before, chance = held(sample), random.Random(17)
    pages = sample.stat().st_size // PAGE
    for number in range(60):
        seed = number if number % 2 else None
        try_page(tally, sample, tmp_path, before, [chance.randint(1, pages)], seed)


@pytest.mark.long
def test_several_bad_pages_lose_nothing_silently(tally: Tally, sample: Path, tmp_path: Path) -> None:
    chance = random.Random(18)
    pages = sample.stat().st_size // PAGE
    for number in range(30):
        path = tmp_path / f"{number}.db"
        shutil.copyfile(sample, path)
        overwrite(path, *(chance.randint(2, pages) for _ in range(25)), seed=number)
        tally.tried()
        report = repair(path, figures)
        if not is_in_order(path):
            tally.lost(f"{number}: not in order after repair")
        here, there = held(path), held(sample)
        gone = {row[0] for row in there["problem"]} - {row[0] for row in here["problem"]}
        if not gone <= {loss.record_id for loss in report.losses} and not report.uncounted:
            tally.lost(f"{number}: problems are lost and nobody says so")
        path.unlink()


@pytest.mark.long
def test_a_large_file_is_repaired_well_within_a_minute(
    tally: Tally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.db"
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "bench")
    importlib.import_module("workspaces").many(path, 40)
    database = open_database(path)
    database.rows("PRAGMA foreign_keys=OFF")
    with database.transaction():
        # The copies' positions stand in the tables alone.
        Agreement(database).bring()
        make_findable(database)
        refresh(database, figures)
    database.close()
    assert path.stat().st_size > 53_000_000
    before = held(path)
    leaves = [page for there in places(path).values() for page in there.get("leaf", ())]
    overwrite(path, *random.Random(19).sample(leaves, 5), seed=19)
    began = time.process_time()
    report = repair(path, figures)
    took = time.process_time() - began
    tally.tried()
    if not is_in_order(path) or values_of_answers(held(path)) != values_of_answers(before):
        tally.lost("answers of a large file")
    assert report.losses == []
    assert took < 40
