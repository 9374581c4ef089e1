"""Whatever stands in the tables: check tells of it, and after repair nothing is left for it to tell of."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damaging import by_hand
from hostile_cells import damage, loosen, tighten
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icp_tui.errors import BadFile
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Prose, Scale, Several, Text
from icp_tui.opening import figures, open_workspace
from icp_tui.store.file.database import open_database
from icp_tui.store.log.history import versions
from icp_tui.store.recovery.log_rows import is_moment
from icp_tui.store.recovery.repair import Report, repair
from icp_tui.store.recovery.soundness import Finding, examine, open_to_check
from icp_tui.store.work.library import summaries
from small import Small

ODD = {
    Number: (-1.0, 1e300, float("inf")),
    Money: (-1, 2**62),
    Scale: (-1, 99),
    Date: ("2026-99-99", "zzz", ""),
    OneOf: ("zzz", ""),
    Several: ("zzz", ""),
    Link: ("nope", "a b"),
    Text: (),
    Prose: (),
}
"""What the column of each kind of field can hold and no answer can be."""

ODD_FIELDS = [
    (kind.kind, question.name, odd)
    for kind in RECORDS.values()
    for question in kind.questions.values()
    if not isinstance(question.kind, Links)
    for odd in ODD[type(question.kind)]
    if odd != "nope" or (isinstance(question.kind, Link) and question.kind.to)
]


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace."""
    small.workspace.close()
    return small.workspace.database.path


def wrong(path: Path) -> list[Finding]:
    """What `icp-tui check` tells of a file."""
    database = open_to_check(path)
    try:
        return [finding for finding in examine(database, figures) if finding.many]
    finally:
        database.close()


def mended(path: Path) -> Report:
    """Repair a file that is wrong, after which nothing is."""
    assert wrong(path)
    report = repair(path, figures)
    assert report.written == path
    assert wrong(path) == []
    return report


def one(path: Path, sql: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


# Values of another type


@pytest.mark.parametrize("strict_again", [True, False])
def test_bytes_in_a_text_are_told_and_the_log_s_words_put_back(path: Path, *, strict_again: bool) -> None:
    words = one(path, "SELECT result FROM objective")
    with closing(sqlite3.connect(path)) as connection:
        loosen(connection)
        connection.execute("UPDATE objective SET result = zeroblob(10)")
        connection.commit()
        if strict_again:
            tighten(connection)
    report = mended(path)
    assert report.losses == []
    assert words
    assert one(path, "SELECT result FROM objective") == words


# Every kind of field


def test_every_kind_of_field_has_odd_values() -> None:
    there = {type(q.kind) for kind in RECORDS.values() for q in kind.questions.values()}
    assert there - {Links} == ODD.keys()


def test_what_is_no_answer_gives_way_to_the_log_in_every_column(small: Small) -> None:
    rows = {kind for kind, _, _ in ODD_FIELDS if small.workspace.database.rows(f"SELECT 1 FROM {kind}")}
    small.workspace.close()
    path = small.workspace.database.path
    fields = [(kind, name, odd) for kind, name, odd in ODD_FIELDS if kind in rows]
    assert len({type(RECORDS[kind].questions[name].kind) for kind, name, _ in fields}) >= 6
    for turn in range(3):
        before = {(kind, name): one(path, f"SELECT {name} FROM {kind}") for kind, name, _ in fields}
        of_turn = {place: [odd for *at, odd in fields if tuple(at) == place] for place in before}
        with closing(sqlite3.connect(path)) as connection:
            for (kind, name), odds in of_turn.items():
                connection.execute(f"UPDATE {kind} SET {name} = ?", (odds[turn % len(odds)],))
            connection.commit()
        report = mended(path)
        assert report.agreed.unread
        assert {place: one(path, f"SELECT {place[1]} FROM {place[0]}") for place in before} == before


@pytest.mark.parametrize("new", ["zzz", "2026-99-99", "inf", "-1", "a b", ""])
def test_what_is_no_answer_in_the_log_gives_way_to_the_tables(path: Path, new: str) -> None:
    before = one(path, "SELECT mode FROM profile")
    names = [
        name
        for kind in RECORDS.values()
        for name, question in kind.questions.items()
        if not isinstance(question.kind, Text | Prose | Link | Links)
    ]
    by_hand(path, f"UPDATE change SET new = '{new}' WHERE field IN ({', '.join(map(repr, names))})")
    mended(path)
    assert one(path, "SELECT mode FROM profile") == before


# Marks, parents, moments


@pytest.mark.parametrize("part", ["state", "ground"])
def test_a_mark_that_nobody_can_read_is_not_adopted_and_is_told(path: Path, part: str) -> None:
    by_hand(
        path,
        f"INSERT INTO mark (record_id, field, {part}) SELECT id, 'result', 'zzz' FROM objective LIMIT 1",
    )
    report = mended(path)
    assert [(lost.field, lost.held) for lost in report.agreed.unread] == [(f"result:{part}", "zzz")]
    assert one(path, "SELECT count(*) FROM mark WHERE 'zzz' IN (state, ground)") == 0
    assert one(path, "SELECT count(*) FROM change WHERE new = 'zzz'") == 0


@pytest.mark.parametrize("part", ["state", "ground"])
def test_a_mark_that_nobody_can_read_in_the_log_too_is_taken_away(path: Path, part: str) -> None:
    by_hand(
        path,
        f"INSERT INTO mark (record_id, field, {part}) SELECT id, 'result', 'zzz' FROM objective LIMIT 1",
        f"INSERT INTO change SELECT 'c-1', at, author, 9000, batch, scope, kind, record_id, 'result:{part}',"
        " NULL, 'zzz', NULL, NULL, NULL, NULL FROM change WHERE kind = 'objective' LIMIT 1",
    )
    mended(path)
    assert one(path, "SELECT count(*) FROM mark WHERE 'zzz' IN (state, ground)") == 0


def test_a_profile_of_no_client_is_told_when_opened_and_goes_back_to_its_own(path: Path) -> None:
    client = one(path, "SELECT client_id FROM profile")
    by_hand(path, "UPDATE profile SET client_id = 'nope'")
    assert "links" in [finding.check for finding in wrong(path)]
    with pytest.raises(BadFile, match="client that is not there") as told:
        open_workspace(path, "Ada")
    assert "icp-tui repair" in told.value.do
    mended(path)
    assert one(path, "SELECT client_id FROM profile") == client
    assert one(path, "SELECT count(*) FROM client") == 1


@pytest.mark.parametrize("at", ["garbage", "", "9999-12-31T23:59:59.999Z", "2026-02-31T10:00:00.000Z", "7"])
def test_a_change_without_a_moment_gets_that_of_its_neighbours(path: Path, at: str) -> None:
    before = str(one(path, "SELECT at FROM change WHERE clock = 4"))
    by_hand(path, f"UPDATE change SET at = '{at}' WHERE clock = 5")
    assert [finding.check for finding in wrong(path)] == ["log"]
    assert mended(path).redated == 1
    assert one(path, "SELECT at FROM change WHERE clock = 5") == before


@pytest.mark.parametrize("at", ["7", "x'00'"])
def test_a_change_whose_moment_is_of_another_type_is_kept_with_a_moment(path: Path, at: str) -> None:
    changes = one(path, "SELECT count(*) FROM change")
    with closing(sqlite3.connect(path)) as connection:
        loosen(connection)
        connection.execute(f"UPDATE change SET at = {at}")
        connection.commit()
    mended(path)
    assert one(path, "SELECT count(*) FROM change") == changes


def test_a_history_without_moments_is_dated_by_the_names_of_its_changes(path: Path) -> None:
    by_hand(path, "UPDATE change SET at = 'garbage'")
    mended(path)
    workspace = open_workspace(path, "Ada")
    try:
        [profile] = summaries(workspace.database)
        there = versions(workspace.database, profile.profile_id, "name")
        assert there and all(is_moment(version.at) for version in there)
    finally:
        workspace.close()


def test_a_record_that_only_those_below_it_still_tell_gets_its_kind_and_its_answers_back(path: Path) -> None:
    by_hand(path, "UPDATE change SET kind = 'zzz'")
    by_hand(path, "DELETE FROM objective")
    mended(path)
    assert one(path, "SELECT result FROM objective") == "Pass every audit"
    assert one(path, "SELECT count(*) FROM change WHERE kind = 'zzz'") == 0


@pytest.mark.parametrize("name", ["char(0)", "char(0) || record_id", "'a' || char(27)"])
@pytest.mark.parametrize("where", ["rowid = 20", "rowid > 3"])
def test_a_record_id_that_is_not_read_as_it_is_written_ends_no_check(
    path: Path, name: str, where: str
) -> None:
    by_hand(path, f"UPDATE change SET record_id = {name} WHERE {where}")
    mended(path)


def test_a_number_below_the_first_is_told_and_mended(path: Path) -> None:
    by_hand(path, "UPDATE change SET clock = -5 WHERE clock = 1")
    assert mended(path).renamed == 1
    assert one(path, "SELECT min(clock) FROM change") == 1


# Tables


@pytest.mark.parametrize(
    "table", ["summary", "search_row", "search_text", "mark", "about", "place", "rating"]
)
def test_a_missing_table_is_told_when_opened_and_made_anew(path: Path, table: str) -> None:
    answers = one(path, "SELECT count(*) FROM change")
    by_hand(path, f"DROP TABLE {table}")
    with pytest.raises(BadFile, match=f"{table} is missing") as told:
        open_workspace(path, "Ada")
    assert "icp-tui repair" in told.value.do
    mended(path)
    assert one(path, "SELECT count(*) FROM change") == answers
    open_workspace(path, "Ada").close()


def test_a_table_that_is_gone_meanwhile_is_told_with_what_mends_it(path: Path) -> None:
    by_hand(path, "DROP TABLE summary")
    database = open_database(path, why_read_only="a test looks")
    try:
        with pytest.raises(BadFile, match="no such table") as told:
            summaries(database)
        assert "icp-tui repair" in told.value.do
    finally:
        database.close()


def test_a_missing_index_is_told_and_made_anew(path: Path) -> None:
    by_hand(path, "DROP INDEX change_by_field")
    mended(path)
    assert one(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'change_by_field'") == 1


# All of it


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_stands_in_its_cells_a_repaired_file_passes_every_check(
    small_file: Path, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / f"{seed}.db"
    path.write_bytes(small_file.read_bytes())
    told = damage(path, seed)
    before = wrong(path)
    report = repair(path, figures)
    assert wrong(path) == [], told
    assert report.needed or not before, told
    assert not repair(path, figures).needed, told
