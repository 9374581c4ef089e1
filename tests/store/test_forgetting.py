"""A client who is forgotten leaves no word behind: in no table, in no index, in no byte of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from icp_tui.errors import NotFound, SaveFailed
from icp_tui.method.records import Client, Objective, Problem, Profile
from icp_tui.opening import open_workspace
from icp_tui.store.log.forgetting import forget, holding, holds_text, known_clients, mentions
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import Workspace
from small import Small, make_small

SECRETS = ("Frigonordica", "ledzioch", "Kühlketten", "schlüsselwort", "Zwischenfall")


@pytest.fixture
def both(small: Small) -> Small:
    """The small profile, and a second client with a history: reworded, deleted, undone, marked."""
    workspace = small.workspace
    profile_id = actions.start(
        workspace,
        {"name": f"Depots {SECRETS[1]}", "situation": f"One {SECRETS[2]} " * 400},
        client={"name": SECRETS[0], "sells": "Something else"},
    )
    (objective,) = actions.add(workspace, profile_id, Objective, profile_id, [{"result": SECRETS[3]}])
    one, two = actions.add(
        workspace, profile_id, Problem, objective.id, [{"what": SECRETS[4]}, {"what": f"{SECRETS[4]} twice"}]
    )
    workspace.set(profile_id, one, {"what": "Another wording"})
    workspace.typed(profile_id, one, "cost_each", f"about {SECRETS[1]}")
    workspace.leave()
    workspace.mark(profile_id, one, "what", "state", "ask")
    actions.delete(workspace, profile_id, two)
    workspace.undo(profile_id)
    actions.delete(workspace, profile_id, two)
    return small


def other_client(workspace: Workspace) -> str:
    return next(one.id for one in known_clients(workspace.database) if one.name == SECRETS[0])


def raw(path: Path) -> bytes:
    return path.read_bytes()


def test_no_word_of_the_client_is_left_in_the_bytes_of_the_file(both: Small) -> None:
    path, client_id = both.workspace.database.path, other_client(both.workspace)
    before = raw(path)
    assert all(word.encode() in before for word in SECRETS)
    forget(both.workspace.database, client_id)
    both.workspace.close()
    after = raw(path)
    for word in (*SECRETS, *(word.lower() for word in SECRETS)):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in after
    assert not holds_text(path, SECRETS[0])
    assert not path.with_name(f"{path.name}-journal").exists()


def test_the_other_clients_stay_as_they_were_and_can_be_undone_and_searched(both: Small) -> None:
    workspace, database = both.workspace, both.workspace.database
    both.set(both.first(Problem), {"what": "A new wording"})
    records, marks = both.answers.records, both.answers.marks
    forget(database, other_client(workspace))
    assert (both.in_the_file.records, both.in_the_file.marks) == (records, marks)
    assert [row.client for row in summaries(database)] == ["ColdLine"]
    assert [hit.line for hit in search(database, "wording")] == ["A new wording"]
    assert search(database, SECRETS[0]) == search(database, "ledz") == []
    workspace.undo(both.profile_id)
    assert both.first(Problem).what == "Load refused at the dock"
    assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert database.rows("PRAGMA foreign_key_check") == []
    assert database.rows("PRAGMA foreign_keys")[0][0] == 1


def test_every_row_goes_and_only_the_ids_stay(both: Small) -> None:
    database, client_id = both.workspace.database, other_client(both.workspace)
    held = holding(database, client_id)
    assert held.profiles == 1
    assert held.records == 5
    ids = {row[0] for row in database.rows("SELECT record_id FROM change")}
    forget(database, client_id)
    noted = {row[0] for row in database.rows("SELECT record_id FROM forgotten")}
    assert client_id in noted
    assert len(noted) == held.records
    assert ids - {row[0] for row in database.rows("SELECT record_id FROM change")} == noted
    for (table,) in database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'"
    ):
        if table != "forgotten":
            for row in database.rows(f"SELECT * FROM {table}"):
                assert not noted.intersection(str(value) for value in row), table


def test_tables_of_a_newer_program_are_forgotten_as_well(both: Small) -> None:
    database, client_id = both.workspace.database, other_client(both.workspace)
    profile_id = database.rows("SELECT id FROM profile WHERE client_id = ?", client_id)[0][0]
    with database.transaction():
        database.execute(
            'CREATE TABLE "later ""kind" (id TEXT PRIMARY KEY, profile_id TEXT REFERENCES profile(id),'
            " words TEXT) STRICT"
        )
        database.execute('INSERT INTO "later ""kind" VALUES (?, ?, ?)', "L", profile_id, SECRETS[2])
    forget(database, client_id)
    assert database.rows('SELECT * FROM "later ""kind"') == []
    assert database.rows("SELECT 1 FROM forgotten WHERE record_id = 'L'")


def test_what_other_records_say_of_the_client_is_named_and_left(both: Small) -> None:
    problem = both.set(both.first(Problem), {"what": f"As at {SECRETS[0].lower()}"})
    forget(both.workspace.database, other_client(both.workspace))
    assert mentions(both.workspace.database, SECRETS[0]) == [problem.id]
    assert both.first(Problem).what == "As at frigonordica"


def test_a_client_that_was_deleted_can_be_forgotten(both: Small) -> None:
    workspace, client_id = both.workspace, other_client(both.workspace)
    profile_id = workspace.database.rows("SELECT id FROM profile WHERE client_id = ?", client_id)[0][0]
    actions.delete(workspace, profile_id, workspace.answers(profile_id).client)
    assert [one.deleted for one in known_clients(workspace.database)] == [False, True]
    forget(workspace.database, client_id)
    workspace.close()
    assert not holds_text(workspace.database.path, SECRETS[0])


def test_a_client_who_is_not_there_cannot_be_forgotten(both: Small) -> None:
    changes = both.changes()
    with pytest.raises(NotFound):
        forget(both.workspace.database, both.profile_id)
    assert both.changes() == changes


def test_where_it_cannot_be_written_nothing_is_forgotten(both: Small) -> None:
    path, client_id = both.workspace.database.path, other_client(both.workspace)
    both.workspace.close()
    before = raw(path)
    looking = open_workspace(path, look="a test looks")
    with pytest.raises(SaveFailed):
        forget(looking.database, client_id)
    looking.let_go()
    assert raw(path) == before


def test_where_something_still_depends_on_it_nothing_is_forgotten(both: Small) -> None:
    database, client_id = both.workspace.database, other_client(both.workspace)
    with database.transaction():
        database.execute(
            "CREATE TABLE odd (name TEXT PRIMARY KEY, whose TEXT NOT NULL REFERENCES client(id)) STRICT"
        )
        database.execute("INSERT INTO odd VALUES ('x', ?)", client_id)
    with pytest.raises(SaveFailed):
        forget(database, client_id)
    assert other_client(both.workspace) == client_id
    assert database.rows("SELECT * FROM forgotten") == []


def test_a_text_is_found_across_the_pieces_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"." * ((1 << 22) - 4) + "Łódź GmbH".encode("utf-16-le"))
    assert holds_text(path, "Łódź GmbH")
    assert not holds_text(path, "Łódź AG")


def test_what_is_forgotten_is_a_client_with_all_of_its_profiles(workspace: Workspace) -> None:
    first = make_small(workspace)
    client_id = first.answers.client.id
    actions.duplicate(workspace, first.profile_id, "A second one")
    assert holding(workspace.database, client_id).profiles == 2
    forget(workspace.database, client_id)
    for kind in (Client, Profile, Problem):
        assert workspace.database.rows(f"SELECT * FROM {kind.kind}") == []
    assert workspace.database.rows("SELECT * FROM change") == []
