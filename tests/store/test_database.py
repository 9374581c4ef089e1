"""What a workspace file is allowed to be, and that nothing but a transaction ever touches it."""

from __future__ import annotations

import ast
import os
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.file import database as module
from icp_tui.store.file.database import Database, create_database, open_database
from icp_tui.store.file.header import APPLICATION_ID, COMPAT
from icp_tui.store.log.schema import make_current
from small import Small

STORE = Path(module.__file__).parent


def _newer(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[60:64] = (COMPAT + 1).to_bytes(4, "big")
    path.write_bytes(held)


def test_a_new_file_is_ours_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "workspace.db"
    open_workspace(path).close()
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == COMPAT
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_making_a_file_leaves_nothing_else_behind(tmp_path: Path) -> None:
    open_workspace(tmp_path / "workspace.db").close()
    assert [p.name for p in tmp_path.iterdir() if p.name != "workspace.db-journal"] == ["workspace.db"]


def test_the_connection_keeps_the_whole_truth_in_the_file_alone(small: Small) -> None:
    def pragma(name: str) -> object:
        return small.workspace.database.rows(f"PRAGMA {name}")[0][0]

    assert pragma("journal_mode") == "truncate"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("trusted_schema") == 0


@pytest.mark.parametrize(
    "name", ["with space.db", "50%.db", "a?mode=ro.db", "a#b.db", "Łódź 日本.db", "-x.db"]
)
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    open_workspace(tmp_path / name).close()
    again = open_workspace(tmp_path / name)
    assert not again.read_only
    again.close()
    assert {p.name.removesuffix("-journal") for p in tmp_path.iterdir()} == {name}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_will_do(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.db")
    open_workspace(path).close()
    open_workspace(path).close()


def _foreign(folder: Path, what: str, whole: Path) -> Path:
    path = folder / "foreign.db"
    held = whole.read_bytes()
    match what:
        case "garbage":
            path.write_bytes(bytes(range(256)) * 40)
        case "text":
            path.write_text("SQLite format 4, more or less\n" * 20)
        case "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.write(whole, "workspace.db")
        case "zero bytes":
            path.touch()
        case "half a header":
            path.write_bytes(held[:50])
        case "a header only":
            path.write_bytes(held[:100])
        case "half of it":
            path.write_bytes(held[: len(held) // 2])
        case "all but the last page":
            path.write_bytes(held[:-4096])
        case "another program's":
            other = sqlite3.connect(path)
            other.execute("CREATE TABLE change (id)")
            other.close()
    return path


@pytest.mark.parametrize(
    "what",
    [
        "garbage",
        "text",
        "zip",
        "zero bytes",
        "half a header",
        "a header only",
        "half of it",
        "all but the last page",
        "another program's",
    ],
)
def test_what_is_no_whole_workspace_is_refused_and_its_bytes_stay(
    tmp_path: Path, small_file: Path, what: str
) -> None:
    path = _foreign(tmp_path, what, small_file)
    before = path.read_bytes()
    with pytest.raises(BadFile) as refused:
        open_workspace(path)
    assert refused.value.means and refused.value.do
    assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir() if p.stat().st_size} <= {"foreign.db"}


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        open_workspace(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadFile, match="Cannot make"):
        open_workspace(tmp_path / "file" / "workspace.db")


def test_a_full_disk_is_told_of_the_file_that_was_asked_for(tmp_path: Path) -> None:
    def fill(database: Database) -> None:
        database.rows("PRAGMA max_page_count=3")
        make_current(database)

    path = tmp_path / "new.db"
    with pytest.raises(BadFile) as refused:
        create_database(path, fill)
    assert refused.value.what == f"Cannot make {path}: its disk is full."
    assert not list(tmp_path.iterdir())


def test_a_file_of_a_newer_format_is_only_read(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    _newer(path)
    before = path.read_bytes()
    newer = Small.opened(path)
    assert newer.workspace.read_only
    problem = newer.first(Problem)
    assert problem.title == "Load refused at the dock"
    with pytest.raises(SaveFailed, match="reading only"):
        newer.workspace.set(newer.profile_id, problem, {"times": "3"})
    newer.workspace.close()
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_only_read(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    held = Small.opened(path)
    assert held.workspace.read_only
    with pytest.raises(SaveFailed):
        held.workspace.mark(held.profile_id, held.first(Problem), "times", "state", "ask")
    held.workspace.close()


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_the_file_of_a_faster_process_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "shared.db"

    def no_links(*_: object) -> None:
        raise OSError("not on a memory stick")

    if not links:
        monkeypatch.setattr(os, "link", no_links)

    def overtaken(database: Database) -> None:
        make_current(database)
        path.write_bytes(b"theirs")

    create_database(path, overtaken)
    assert path.read_bytes() == b"theirs"
    path.unlink()
    create_database(path, make_current)
    assert [p.name for p in tmp_path.iterdir()] == ["shared.db"]
    open_database(path).close()


def test_a_write_outside_of_a_transaction_is_a_defect(small: Small) -> None:
    with pytest.raises(RuntimeError):
        small.workspace.database.execute("DELETE FROM change")


def test_a_transaction_that_ends_with_an_exception_writes_nothing(small: Small) -> None:
    before = small.changes()
    with pytest.raises(ZeroDivisionError), small.workspace.database.transaction():
        small.workspace.database.execute("DELETE FROM mark")
        small.workspace.database.execute("DELETE FROM summary")
        raise ZeroDivisionError
    assert small.changes() == before
    assert small.workspace.database.rows("SELECT count(*) FROM summary")[0][0] == 1


def test_while_another_program_holds_the_file_saving_fails_soon_and_works_later(small: Small) -> None:
    other = sqlite3.connect(small.workspace.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    problem, begun = small.first(Problem), time.monotonic()
    with pytest.raises(SaveFailed) as failed:
        small.set(problem, {"times": "3"})
    assert time.monotonic() - begun < 2
    assert failed.value.what and failed.value.means and failed.value.do
    other.execute("ROLLBACK")
    other.close()
    assert small.set(problem, {"times": "3"}).times == 3


def test_the_store_calls_nothing_that_is_forbidden_to_it() -> None:
    faults = []
    for file in STORE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in {"upsert", "update_all", "upsert_all", "executescript", "atomic"}:
                    faults.append((file.name, node.lineno, node.func.attr))
                texts = [
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
                if node.func.attr in {"execute", "rows"} and any("RETURNING" in text for text in texts):
                    faults.append((file.name, node.lineno, "RETURNING"))
    assert faults == []


def test_the_live_file_is_never_opened_beside_its_connection(small: Small) -> None:
    """Closing any other handle of the file would drop SQLite's locks."""
    path = small.workspace.database.path
    small.workspace.close()
    code = (
        "import sys, pathlib\n"
        "from icp_tui.opening import open_workspace\n"
        "from icp_tui.store.intake import cases\n"
        "from icp_tui.store.work import actions, library, search\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "workspace = open_workspace(path)\n"
        "def watch(event, args):\n"
        "    if event == 'open' and str(args[0]) == str(path): raise SystemExit('opened')\n"
        "sys.addaudithook(watch)\n"
        "profile = library.summaries(workspace.database)[0].profile_id\n"
        "record = workspace.answers(profile).profile\n"
        "workspace.typed(profile, record, 'offer', 'Another'); workspace.leave()\n"
        "actions.duplicate(workspace, profile, 'Copy'); workspace.undo(profile)\n"
        "search.search(workspace.database, 'load'); cases.case_of(workspace, profile)\n"
        "workspace.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
