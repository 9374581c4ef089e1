"""Repair works on a copy, loses nothing that can still be read, and keeps the damaged file."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from damaging import PAGE, by_hand, held, long_history, overwrite, places, without_authors

from icp_tui.errors import BadFile, EmptyFile, InUse, SaveFailed
from icp_tui.method.records import Evidence, Objective, Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.database import open_database
from icp_tui.store.file.locks import FileLock
from icp_tui.store.recovery.derived import stale, unfindable
from icp_tui.store.recovery.repair import Report, repair
from icp_tui.store.recovery.replay import differences
from icp_tui.store.recovery.salvage import tables_of_ours
from icp_tui.store.safety.backups import make_backup
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import Workspace
from small import Small

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace with a history."""
    long_history(small)
    small.workspace.close()
    return small.workspace.database.path


def mended(path: Path, **more: object) -> Report:
    return repair(path, figures, now=AT, **more)  # type: ignore[arg-type]


def check(path: Path) -> None:
    """The file passes every check that there is."""
    database = open_database(path, why_read_only="a test looks")
    try:
        assert [row[0] for row in database.rows("PRAGMA integrity_check")] == ["ok"]
        assert database.rows("PRAGMA foreign_key_check") == []
        assert list(differences(database)) == []
        assert list(unfindable(database)) == []
        assert list(stale(database, figures)) == []
        loose = "SELECT count(*) FROM change a JOIN change b ON b.id = a.base WHERE b.clock >= a.clock"
        assert database.rows(loose)[0][0] == 0
        assert database.rows("SELECT min(clock) FROM change")[0][0] >= 1
    finally:
        database.close()


def heads(path: Path) -> dict[tuple[str, str], int]:
    """How many changes of each field are not replaced by another."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT record_id, field, count(*) FROM change c WHERE NOT EXISTS"
            " (SELECT 1 FROM change d WHERE c.id IN (d.base, d.settles)) GROUP BY record_id, field"
        )
        return {(record, field): many for record, field, many in rows}


# Nothing wrong


def test_a_file_in_order_is_not_touched(path: Path) -> None:
    before = {there.name: there.read_bytes() for there in path.parent.iterdir() if there.is_file()}
    report = mended(path)
    assert not report.needed and report.written is None and report.kept is None
    assert {there.name: there.read_bytes() for there in path.parent.iterdir() if there.is_file()} == before


def test_an_interrupted_save_is_taken_back_and_is_no_damage(path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN")
    connection.execute("UPDATE change SET author = 'x'")
    torn = tmp_path / "torn.db"
    shutil.copyfile(path, torn)
    shutil.copyfile(f"{path}-journal", f"{torn}-journal")
    connection.execute("ROLLBACK")
    connection.close()
    assert not mended(torn).needed
    assert Path(f"{torn}-journal").stat().st_size > 0


def test_every_table_is_taken_over_or_made_anew(workspace: Workspace) -> None:
    there = {row["name"] for row in workspace.database.rows("PRAGMA table_list") if row["strict"]}
    assert there - set(tables_of_ours()) == {"about", "search_row"}


# Only indexes


def test_a_damaged_index_is_made_anew_and_all_rows_stay_where_they_are(path: Path) -> None:
    before = held(path)
    page = places(path)["change_by_clock"]["leaf"][0]
    with path.open("r+b") as file:
        # One entry less than there are rows.
        file.seek((page - 1) * PAGE + 3)
        cells = int.from_bytes(file.read(2), "big")
        file.seek((page - 1) * PAGE + 3)
        file.write((cells - 1).to_bytes(2, "big"))
    report = mended(path)
    assert report.wrong and not report.salvaged and report.needed
    check(path)
    assert held(path) == before


# Pages of tables


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("change", "leaf"),
        ("change", "internal"),
        ("change", "overflow"),
        ("problem", "leaf"),
        ("problem", "overflow"),
        ("profile", "leaf"),
        ("mark", "leaf"),
        ("evidence_proves_problems", "leaf"),
        ("sqlite_autoindex_change_1", "leaf"),
        ("sqlite_autoindex_change_1", "internal"),
        ("change_by_field", "leaf"),
        ("search_text_data", "leaf"),
        ("search_row", "leaf"),
        ("summary", "leaf"),
        ("about", "leaf"),
        ("sqlite_schema", "leaf"),
        ("sqlite_schema", "internal"),
    ],
)
def test_one_bad_page_loses_nothing(path: Path, table: str, kind: str) -> None:
    before = held(path)
    pages = places(path)[table][kind]
    overwrite(path, pages[len(pages) // 2], seed=len(table) if kind == "leaf" else None)
    report = mended(path)
    assert report.wrong and report.written == path
    assert report.losses == []
    check(path)
    after = held(path)
    if table in ("summary", "sqlite_schema"):
        # When it was last edited, to the millisecond, stood nowhere else.
        assert [row[:4] for row in after["summary"]] == [row[:4] for row in before["summary"]]
        before["summary"] = after["summary"]
    assert without_authors(after) == without_authors(before)


def test_lost_changes_come_back_under_their_names_so_that_no_two_stand_side_by_side(path: Path) -> None:
    before, named = heads(path), {row[0]: row for row in held(path)["change"]}
    leaves = places(path)["change"]["leaf"]
    overwrite(path, *leaves[1:-1:5])
    report = mended(path)
    assert report.put_back == report.lost["change"] > 10
    assert heads(path) == before
    assert {row[0]: (row[9:12]) for row in held(path)["change"]} == {n: row[9:12] for n, row in named.items()}


def test_what_repair_put_into_the_log_is_never_undone(small: Small) -> None:
    long_history(small)
    small.workspace.close()
    path = small.workspace.database.path
    overwrite(path, *places(path)["change"]["leaf"][2:])
    mended(path)
    again = Small.opened(path)
    before = again.first(Problem)
    again.workspace.undo(again.profile_id)
    assert again.now(before) == before
    again.workspace.let_go()


def test_search_finds_what_came_back(path: Path) -> None:
    overwrite(path, *places(path)["search_text_data"]["leaf"], *places(path)["problem"]["leaf"])
    mended(path)
    database = open_database(path, why_read_only="a test looks")
    assert [hit.record.title for hit in search(database, "dock")] == ["Load refused at the dock"]
    database.close()


# More than one copy of an answer lost


def test_what_only_the_tables_still_hold_gets_changes_by_repair(path: Path) -> None:
    before = held(path)
    there = places(path)
    log = [name for name in there if "change" in name]
    overwrite(path, *(page for name in log for kind in there[name].values() for page in kind))
    report = mended(path)
    assert report.losses == [] and report.agreed.added > 30
    check(path)
    after = held(path)
    assert {row[2] for row in after["change"]} == {"repair"}
    for table in set(before) - {"change", "summary"}:
        assert after[table] == before[table]


def test_what_is_lost_in_log_and_table_is_told_by_name_and_the_rest_stays(small: Small) -> None:
    long_history(small)
    lost = small.first(Problem).id
    small.workspace.close()
    path = small.workspace.database.path
    there = places(path)
    overwrite(path, *there["change"]["leaf"], *there["problem"]["leaf"])
    report = mended(path)
    assert lost in {loss.record_id for loss in report.losses}
    assert any(loss.kind == "problem" and not loss.field for loss in report.losses)
    check(path)
    again = Small.opened(path)
    assert again.first(Objective).result == "Pass every audit"
    again.workspace.let_go()


def test_children_of_a_lost_record_hang_on_an_empty_one_that_can_be_seen(small: Small) -> None:
    long_history(small)
    small.workspace.close()
    path = small.workspace.database.path
    there = places(path)
    overwrite(path, *there["change"]["leaf"], *there["objective"]["leaf"], *there["profile"]["leaf"])
    mended(path)
    check(path)
    again = Small.opened(path)
    assert again.first(Problem).what == "Load refused at the dock"
    assert again.first(Objective).result == "(lost; repaired)"
    again.workspace.let_go()


def test_the_newest_backup_gives_back_what_the_file_lost(small: Small) -> None:
    long_history(small)
    make_backup(small.workspace.database)
    small.set(small.first(Objective), {"result": "Pass every audit, always"})
    small.workspace.close()
    path = small.workspace.database.path
    before, there = held(path), places(path)
    overwrite(path, *there["change"]["leaf"][:-1], *there["problem"]["leaf"])
    report = mended(path)
    assert report.from_backup > 100 and report.losses == []
    check(path)
    assert held(path)["problem"] == before["problem"]
    assert held(path)["objective"] == before["objective"]


def test_a_damaged_backup_is_no_help_and_no_harm(small: Small) -> None:
    long_history(small)
    backup = make_backup(small.workspace.database).path
    small.workspace.close()
    path = small.workspace.database.path
    overwrite(backup, *places(backup)["change"]["internal"])
    overwrite(path, places(path)["change"]["leaf"][1])
    report = mended(path)
    assert (report.from_backup, report.losses) == (0, [])
    check(path)


def test_a_change_of_which_the_base_is_lost_follows_the_one_before(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        lost = "SELECT id FROM change WHERE field = 'sufferers' ORDER BY clock LIMIT 1 OFFSET 20"
        connection.execute(f"DELETE FROM change WHERE id = ({lost})")
        connection.commit()
    report = mended(path)
    assert report.agreed.loose == 1 and not report.salvaged
    assert set(heads(path).values()) == {1}
    check(path)


def test_what_was_forgotten_does_not_come_back(small: Small) -> None:
    long_history(small)
    evidence = small.first(Evidence).id
    small.workspace.close()
    path = small.workspace.database.path
    by_hand(path, f"INSERT INTO forgotten VALUES ('{evidence}')")
    overwrite(path, places(path)["change"]["internal"][0])
    mended(path)
    check(path)
    assert evidence not in {row[0] for row in held(path)["evidence"]}
    assert evidence not in {row[7] for row in held(path)["change"]}


# Files cut short, and without a beginning


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_file_that_is_cut_short_keeps_what_is_left(path: Path, share: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    report = mended(path)
    assert report.salvaged and report.written == path
    check(path)
    assert held(path)["change"]


def test_a_text_with_a_broken_letter_comes_from_the_log(path: Path) -> None:
    before = held(path)
    page = places(path)["problem"]["leaf"][0]
    whole = bytearray(path.read_bytes())
    at = whole.index(b"told in week 14", (page - 1) * PAGE)
    whole[at] = 0xFF
    path.write_bytes(whole)
    overwrite(path, places(path)["about"]["leaf"][0])
    mended(path)
    assert held(path)["problem"] == before["problem"]


# What becomes of the files


def test_the_damaged_file_is_kept_byte_for_byte_with_what_was_beside_it(path: Path) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])
    path.chmod(0o640)
    damaged = path.read_bytes()
    wal = path.with_name(f"{path.name}-wal")
    wal.write_bytes(b"nothing that SQLite would read")
    report = mended(path)
    assert report.kept and report.kept.read_bytes() == damaged
    assert report.kept.parent == path.parent and report.kept.name.startswith("small-damaged-2026-11-22-")
    assert report.kept.with_name(f"{report.kept.name}-wal").read_bytes() == b"nothing that SQLite would read"
    assert not wal.exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {there.name for there in path.parent.iterdir()} == {
        path.name,
        report.kept.name,
        f"{report.kept.name}-wal",
        "state",
    } & {there.name for there in path.parent.iterdir()}


def test_two_repairs_in_one_second_keep_both_damaged_files(path: Path) -> None:
    kept = []
    for _ in range(2):
        overwrite(path, places(path)["problem"]["leaf"][0])
        kept.append(mended(path).kept)
    assert len(set(kept)) == 2 and all(one and one.exists() for one in kept)


def test_a_trial_writes_nothing(path: Path) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])
    before = {there: there.read_bytes() for there in path.parent.iterdir() if there.is_file()}
    report = mended(path, dry_run=True)
    assert report.needed and report.written is None and report.kept is None
    assert {there: there.read_bytes() for there in path.parent.iterdir() if there.is_file()} == before


def test_the_repaired_file_can_be_written_elsewhere(path: Path, tmp_path: Path) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])
    damaged = path.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "saved.db"
    report = mended(path, into=target)
    assert (report.written, report.kept) == (target, None)
    assert path.read_bytes() == damaged
    check(target)
    with pytest.raises(SaveFailed, match="already"):
        mended(path, into=target)


def test_a_repair_that_fails_leaves_everything_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])
    before = {there: there.read_bytes() for there in path.parent.iterdir() if there.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("icp_tui.store.recovery.repair.sync", full)
    with pytest.raises(SaveFailed, match="No space left"):
        mended(path)
    assert {there: there.read_bytes() for there in path.parent.iterdir() if there.is_file()} == before


def test_a_workspace_that_is_open_is_not_repaired(path: Path) -> None:
    lock = FileLock.take(path)
    try:
        with pytest.raises(InUse):
            mended(path)
    finally:
        lock.release()


def _foreign(path: Path) -> None:
    path.unlink()
    by_hand(path, "CREATE TABLE song (id TEXT, title TEXT)", "INSERT INTO song VALUES ('a', 'One')")


def _text(path: Path) -> None:
    path.write_text("Some letter to somebody. " * 1000, encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(("make", "error"), [(_foreign, BadFile), (_text, BadFile), (_empty, EmptyFile)])
def test_what_is_no_workspace_is_refused(
    path: Path, make: Callable[[Path], None], error: type[BadFile]
) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(error, match=path.name):
        mended(path)
    assert path.read_bytes() == before
    assert [there.name for there in path.parent.iterdir() if there.is_file()] == [path.name]


@pytest.mark.parametrize("damaged", [False, True])
def test_a_newer_program_s_file_is_left_to_the_newer_program(path: Path, *, damaged: bool) -> None:
    by_hand(
        path, "INSERT INTO _sqlite_migrations VALUES (99, 'icp-tui', 'm099_from_the_future', '2027-01-01')"
    )
    if damaged:
        overwrite(path, places(path)["change"]["leaf"][0])
    before = path.read_bytes()
    with pytest.raises(BadFile, match="newer"):
        mended(path)
    assert path.read_bytes() == before


def test_a_damaged_file_with_columns_of_a_newer_program_is_left_to_it(path: Path) -> None:
    by_hand(
        path,
        "ALTER TABLE problem ADD COLUMN colour TEXT",
        "UPDATE about SET value = '999.0.0' WHERE name = 'program'",
        "UPDATE about SET value = 'later' WHERE name = 'shape'",
    )
    overwrite(path, places(path)["change"]["leaf"][0])
    with pytest.raises(BadFile, match="newer"):
        mended(path)


def test_what_can_run_or_hide_in_a_file_does_not_get_into_the_new_one(path: Path) -> None:
    before = held(path)
    by_hand(path, "CREATE VIEW v AS WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT 1 FROM a) SELECT * FROM a")
    assert mended(path).needed
    assert held(path) == before
    workspace = open_workspace(path)
    assert not workspace.read_only
    workspace.let_go()


def test_progress_goes_from_nothing_to_all(path: Path) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])
    shares: list[float] = []
    repair(path, figures, progress=shares.append)
    assert shares == sorted(shares) and shares[0] < 0.2 and shares[-1] == 1.0
