"""Whatever still holds a forgotten client is named; only what is ours is deleted, and only its lines."""

from __future__ import annotations

import html
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from two_clients import OTHER, SECRET, add_other

from icp_tui import paths
from icp_tui.documents.markdown import cell, heading, inline, yaml
from icp_tui.errors import BadFile
from icp_tui.opening import open_workspace
from icp_tui.store.exchange.bundles import export
from icp_tui.store.log.forgetting import forget
from icp_tui.store.safety import still_holding
from icp_tui.store.safety.backups import make_backup
from icp_tui.store.safety.rescue import journal_path
from icp_tui.store.safety.still_holding import delete, forgotten_clients, leftovers, unreadable
from icp_tui.store.work.library import profiles_of
from small import Small


@pytest.fixture
def other(small: Small) -> str:
    """The id of a second client in the small workspace."""
    return add_other(small.workspace)


def copy_of(small: Small, target: Path) -> Path:
    small.workspace.database.copy_into(target)
    return target


def test_backups_and_journals_that_hold_the_client_are_found_and_only_read(
    small: Small, other: str, tmp_path: Path
) -> None:
    database = small.workspace.database
    backup = make_backup(database).path
    journal = journal_path(database.path)
    journal.parent.mkdir(parents=True)
    journal.write_text(f'{{"record": "{other}"}}\n', encoding="utf-8")
    # What was typed and put aside names its profile only.
    [profile_id] = profiles_of(database, other)
    aside = journal.with_suffix(".aside.jsonl")
    aside.write_text(f'{{"scope": "{profile_id}"}}\n', encoding="utf-8")
    report = paths.state_folder() / "crashes" / "report.txt"
    report.parent.mkdir()
    report.write_text("no client here", encoding="utf-8")
    copy = tmp_path / "small.db.bak"
    copy.write_bytes(backup.read_bytes())
    before = backup.read_bytes()
    found = leftovers(database, other, OTHER)
    assert (set(found.ours), found.others) == ({backup, aside, journal}, (copy,))
    forget(database, other)
    backup.unlink()
    # The id of a forgotten client stands in each later backup, and nothing else of it.
    make_backup(database)
    found = leftovers(database, other, OTHER, [profile_id])
    assert (set(found.ours), found.others) == ({aside, journal}, (copy,))
    assert copy.read_bytes() == before


def test_a_damaged_backup_is_found_by_its_bytes(small: Small, other: str) -> None:
    backup = make_backup(small.workspace.database).path
    backup.write_bytes(b"\0" * 4096 + backup.read_bytes()[4096:])
    with pytest.raises(sqlite3.Error):
        sqlite3.connect(backup).execute("SELECT 1 FROM client")
    assert leftovers(small.workspace.database, other).ours == (backup,)
    assert unreadable(small.workspace.database, OTHER) == [backup]
    assert unreadable(small.workspace.database, "Nobody") == []


def test_a_backup_of_another_workspace_that_nobody_can_read_may_hold_it_and_stops_nothing(
    small: Small, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path, wanted: set[bytes]) -> bool:
        raise BadFile(f"Cannot read {path}")

    elsewhere = paths.state_folder() / "backups" / "elsewhere" / "20261121T120000.000000Z-1.db"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_bytes(b"\0" * 4096)
    monkeypatch.setattr(still_holding, "holds_any", closed)
    found = leftovers(small.workspace.database, other, OTHER)
    assert (found.ours, found.others) == ((), (elsewhere,))


def test_a_damaged_copy_that_has_lost_the_ids_is_found_by_the_name(small: Small, other: str) -> None:
    aside = small.workspace.database.path.with_name("small-damaged-2026-11-21-120000.db")
    aside.write_bytes(b"\0" * 4096 + f"as at {OTHER} in May".encode())
    assert leftovers(small.workspace.database, other, OTHER).ours == (aside,)


SET_ASIDE = ("small-before-restoring-2026-11-21-120000.db", "small-damaged-2026-11-21-120000-2.db")
BY_ANY_NAME = (
    "small.db.bak",
    "small 2026-11-21.db",
    "Kopie",
    ".small.db-abcd1234.new",
    ".small.db-abcd1234.restoring",
    ".icp-0123456789ab.new",
    ".icp-abcd1234.repair/repaired.db",
    "small-damaged-sometime.db",
)


def test_every_file_beside_the_workspace_that_holds_the_client_is_named(small: Small, other: str) -> None:
    folder = small.workspace.database.path.parent
    (folder / ".icp-abcd1234.repair").mkdir()
    aside = {copy_of(small, folder / name) for name in SET_ASIDE}
    others = {copy_of(small, folder / name) for name in BY_ANY_NAME}
    found = leftovers(small.workspace.database, other, OTHER)
    assert set(found.ours) == aside
    assert set(found.others) == others


@pytest.mark.parametrize("name", ["clients", "clients.icpdb", "clients.v2.sqlite"])
def test_the_name_of_the_workspace_itself_does_not_matter(small: Small, other: str, name: str) -> None:
    folder = small.workspace.database.path.parent / "own"
    folder.mkdir()
    moved = copy_of(small, folder / name)
    aside = copy_of(small, moved.with_name(f"{moved.stem}-damaged-2026-11-21-120000{moved.suffix}"))
    torn = moved.with_name(f"{moved.name}.old")
    torn.write_bytes(b"\0" * 4096 + moved.read_bytes()[4096:])
    workspace = open_workspace(moved)
    found = leftovers(workspace.database, other, OTHER)
    workspace.close()
    assert (found.ours, found.others) == ((aside,), (torn,))


def test_documents_and_bundles_are_named_by_what_is_in_them(small: Small, other: str, tmp_path: Path) -> None:
    bundle, page, harmless = tmp_path / "sent.icp", tmp_path / "play.md", tmp_path / "notes.md"
    export(small.workspace, bundle, other)
    page.write_text(f"# {OTHER}", encoding="utf-8")
    harmless.write_text("# ColdLine", encoding="utf-8")
    assert leftovers(small.workspace.database, other, OTHER).others == (page, bundle)


def test_what_belongs_to_another_workspace_is_named_and_not_ours(
    small: Small, other: str, tmp_path: Path
) -> None:
    bundle = tmp_path / "apart" / "one.icp"
    bundle.parent.mkdir()
    export(small.workspace, bundle, other)
    from icp_tui.store.exchange import merging  # noqa: PLC0415 - only here

    second = open_workspace(tmp_path / "apart" / "second.db")
    merging.apply(second, merging.plan(second, merging.read(bundle)), {})
    theirs = make_backup(second.database).path
    second.close()
    found = leftovers(small.workspace.database, other, OTHER)
    assert found.ours == ()
    assert theirs in found.others


def test_the_backups_of_a_copy_are_named_and_not_ours(small: Small, other: str, tmp_path: Path) -> None:
    copy = tmp_path / "apart" / "copy.db"
    copy.parent.mkdir()
    shutil.copyfile(small.workspace.database.path, copy)
    copied = open_workspace(copy)
    theirs = make_backup(copied.database).path
    copied.close()
    found = leftovers(small.workspace.database, other, OTHER)
    assert found.ours == ()
    assert theirs in found.others


def test_a_forgotten_client_is_known_by_what_other_files_say(
    small: Small, other: str, tmp_path: Path
) -> None:
    database = small.workspace.database
    [profile_id] = profiles_of(database, other)
    backup = make_backup(database).path
    assert forgotten_clients(database) == []
    forget(database, other)
    [found] = forgotten_clients(database)
    assert (found.client.id, found.client.name, found.profiles) == (other, OTHER, (profile_id,))
    backup.unlink()
    assert forgotten_clients(database) == []


def test_of_lines_that_wait_for_others_too_only_the_clients_own_go(tmp_path: Path) -> None:
    journal = tmp_path / "one.jsonl"
    journal.write_text(f'{{"scope": "A"}}\n{{"scope": "B", "new": "{SECRET}"}}\n', encoding="utf-8")
    assert not delete(journal, ["B"])
    assert journal.read_text(encoding="utf-8") == '{"scope": "A"}\n'
    assert delete(journal, ["A"])
    assert not journal.exists()


def test_what_sqlite_keeps_beside_a_deleted_file_goes_with_it(tmp_path: Path) -> None:
    aside = tmp_path / "small-damaged-2026-11-21-120000.db"
    journal = aside.with_name(f"{aside.name}-journal")
    for path in (aside, journal):
        path.write_bytes(b"pages")
    assert delete(aside, ["A"])
    assert not journal.exists()


STRANGE_NAMES = (
    'The "Best" Ltd',
    "back\\slash",
    "Mü*ller* [x]",
    "_Under_ | Pipe",
    "1. FC Nord",
    "# Sharp #",
    "Nord <b> & Süd",
    "R&amp;",
    "www.nord.example",
    "~ab~ `c`",
)


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_is_found_as_documents_write_it(small: Small, tmp_path: Path, name: str) -> None:
    client = add_other(small.workspace, name)
    written = {
        "line.md": str(inline(name, autolink=False)),
        "cell.md": f"| {cell(name)} |",
        "heading.md": f"# {heading(name)}",
        "front.md": f"title: {yaml(name)}",
        "page.html": f"<p>{html.escape(name)}</p>",
        "case.json": json.dumps({"name": name}),
        "case2.json": json.dumps({"name": name}, ensure_ascii=False),
    }
    for file, text in written.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "harmless.md").write_text("# ColdLine", encoding="utf-8")
    found = leftovers(small.workspace.database, client, name).others
    assert {path.name for path in found} >= set(written)
    assert "harmless.md" not in {path.name for path in found}
