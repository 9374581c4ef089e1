"""The log is replayed record by record, and every place where a table says something else is found."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaying import tables

from icp_tui.method.records import Evidence, Objection, Objective, Problem, ProcessStep
from icp_tui.opening import figures
from icp_tui.store.file.database import create_database, open_database
from icp_tui.store.log.changes import Edit
from icp_tui.store.log.schema import make_current
from icp_tui.store.recovery import replay
from icp_tui.store.recovery.agreement import Agreement, Damage
from icp_tui.store.recovery.derived import make_findable, refresh, stale, unfindable
from icp_tui.store.recovery.replay import Difference, differences
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import LIBRARY, Workspace
from small import Small


def by_hand(small: Small, *statements: str, **values: object) -> None:
    """Change the file as another program would; the log hears nothing of it."""
    with closing(sqlite3.connect(small.workspace.database.path)) as connection:
        for statement in statements:
            connection.execute(statement, values)
        connection.commit()


def found(small: Small) -> list[Difference]:
    return list(differences(small.workspace.database))


def log_row(small: Small, **values: object) -> None:
    """Put a change into the log as a merge does, whatever the tables say."""
    row: dict[str, object] = dict.fromkeys(("old", "new", "base", "undoes", "settles", "came"))
    row |= {"at": "2026-01-02T03:04:05.000Z", "author": "Bob", "batch": "b", "scope": small.profile_id}
    row |= {"kind": "problem", "record_id": small.first(Problem).id, "field": "sufferers", "id": "c"}
    row |= values
    by_hand(small, f"INSERT INTO change ({', '.join(row)}) VALUES (:{', :'.join(row)})", **row)


# Any day's work


def _set(small: Small, choice: int, text: str) -> None:
    problems = small.answers.of(Problem)
    field, raw = [
        ("sufferers", text),
        ("times", "3"),
        ("cost_each", "1 900,50"),
        ("times", "many"),
        ("severity", "4"),
        ("per", "week"),
        ("in_their_words", f"{text}\n- {text}"),
        ("step", next((step.id for step in small.answers.of(ProcessStep)), "")),
        ("times", ""),
    ][choice % 9]
    if problems:
        small.workspace.typed(small.profile_id, problems[choice % len(problems)], field, raw)


def _prove(small: Small, choice: int, text: str) -> None:
    evidence, problems = small.answers.of(Evidence), small.answers.of(Problem)
    if evidence:
        chosen = problems[choice % 4 :] or problems
        small.workspace.set(
            small.profile_id, evidence[0], {"proves_problems": " ".join(one.id for one in chosen)}
        )


def _mark(small: Small, choice: int, text: str) -> None:
    if problems := small.answers.of(Problem):
        part, value = [("ground", "told"), ("state", "ask"), ("ground", None)][choice % 3]
        small.workspace.mark(small.profile_id, problems[choice % len(problems)], "times", part, value)


def _add(small: Small, choice: int, text: str) -> None:
    actions.add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": text}])


def _move(small: Small, choice: int, text: str) -> None:
    if problems := small.answers.of(Problem):
        record = problems[choice % len(problems)]
        objectives = small.answers.of(Objective)
        actions.rehang(small.workspace, small.profile_id, record, objectives[choice % len(objectives)].id)


def _delete(small: Small, choice: int, text: str) -> None:
    records = [*small.answers.of(Problem), *small.answers.of(Objection), *small.answers.of(Objective)]
    if records:
        actions.delete(small.workspace, small.profile_id, records[choice % len(records)])


def _undo(small: Small, choice: int, text: str) -> None:
    small.workspace.undo(small.profile_id)


def _redo(small: Small, choice: int, text: str) -> None:
    small.workspace.redo(small.profile_id)


def _copy(small: Small, choice: int, text: str) -> None:
    copy = actions.duplicate(small.workspace, small.profile_id, text)
    if choice % 2:
        actions.delete(small.workspace, copy, small.workspace.answers(copy).profile)
    if choice % 4 == 3:
        small.workspace.undo(LIBRARY)


STEPS: list[Callable[[Small, int, str], None]] = [
    _set,
    _set,
    _prove,
    _mark,
    _add,
    _move,
    _delete,
    _undo,
    _undo,
    _redo,
    _copy,
]


@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 20), st.text("aé ’\n*", max_size=8)), max_size=12
    )
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_tables_hold_what_the_log_says(
    small_file: Path, steps: list[tuple[Callable[[Small, int, str], None], int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.db"
        shutil.copyfile(small_file, path)
        small = Small.opened(path)
        try:
            for step, choice, text in steps:
                step(small, choice, text)
            small.workspace.leave()
            database = small.workspace.database
            assert list(differences(database)) == []
            assert list(unfindable(database)) == []
            assert list(stale(database, figures)) == []
        finally:
            small.workspace.let_go()


def test_the_log_alone_gives_the_same_tables_again(small: Small, tmp_path: Path) -> None:
    for number, step in enumerate(STEPS):
        step(small, number, f"text {number}")
    small.workspace.leave()
    create_database(tmp_path / "anew.db", make_current)
    anew = open_database(tmp_path / "anew.db")
    anew.rows("PRAGMA foreign_keys=OFF")
    anew.rows("ATTACH ? AS old", str(small.workspace.database.path))
    with anew.transaction():
        anew.execute("INSERT INTO main.change SELECT * FROM old.change")
        done = Agreement(anew).bring()
    anew.rows("DETACH old")
    assert tables(anew) == tables(small.workspace.database)
    assert (done.added, done.loose) == (0, 0)
    anew.close()


# What does not agree


def test_a_small_profile_is_in_order(small: Small) -> None:
    assert found(small) == []


@pytest.mark.parametrize(
    ("statement", "table", "column", "held", "logged"),
    [
        ("UPDATE problem SET times = 7 WHERE times = 2", "problem", "times", 7.0, 2.0),
        (
            "UPDATE problem SET what = NULL WHERE times = 2",
            "problem",
            "what",
            None,
            "Load refused at the dock",
        ),
        ("UPDATE problem SET position = 9 WHERE times = 2", "problem", "position", 9.0, 1.0),
        ("UPDATE problem SET deleted_at = 'x' WHERE times = 2", "problem", "deleted_at", "x", None),
        ("DELETE FROM objection", "objection", "", None, "there"),
        (
            "INSERT INTO mark SELECT id, 'times', 'ask', NULL, NULL FROM problem WHERE times = 2",
            "mark",
            "times:state",
            "ask",
            None,
        ),
    ],
)
def test_a_table_that_says_something_else_is_found_to_the_field(
    small: Small, statement: str, table: str, column: str, held: object, logged: object
) -> None:
    by_hand(small, statement)
    [difference] = found(small)
    assert (difference.table, difference.column) == (table, column)
    assert (difference.held, difference.logged) == (held, logged)


def test_links_that_are_missing_or_in_another_order_are_found(small: Small) -> None:
    first, second, _ = small.answers.of(Problem)
    by_hand(small, "UPDATE evidence_proves_problems SET place = 1 - place")
    [difference] = found(small)
    assert difference == Difference(
        "evidence_proves_problems",
        small.first(Evidence).id,
        "proves_problems",
        f"{second.id} {first.id}",
        f"{first.id} {second.id}",
    )
    by_hand(small, "DELETE FROM evidence_proves_problems")
    assert [one.held for one in found(small)] == [None]


def test_a_row_of_which_the_log_never_heard_is_found(small: Small) -> None:
    by_hand(
        small,
        "INSERT INTO objective (id, profile_id, result) VALUES ('stranger', :profile, 'More')",
        "INSERT INTO mark (record_id, field, raw) VALUES ('nobody', 'times', 'x')",
        profile=small.profile_id,
    )
    assert [(one.table, one.record_id, one.held, one.logged) for one in found(small)] == [
        ("objective", "stranger", "there", None),
        ("mark", "nobody", "there", None),
    ]


def test_a_row_whose_beginning_the_log_lost_is_found(small: Small) -> None:
    problem = small.first(Problem).id
    by_hand(
        small,
        "DELETE FROM change WHERE record_id = :id AND field = 'parent'",
        "PRAGMA foreign_keys=OFF",
        id=problem,
    )
    assert [(one.record_id, one.column, one.logged) for one in found(small)] == [(problem, "", None)]


def test_a_text_that_its_field_cannot_hold_is_told_as_such(small: Small) -> None:
    log_row(small, field="cost_each", new="a lot", clock=10_000)
    [difference] = found(small)
    assert (difference.column, difference.held, difference.logged) == ("cost_each", 190_000, "unreadable")


# What came from elsewhere


@pytest.mark.parametrize(
    ("clocks", "winner"),
    [
        (((500, "a", "Drivers"), (500, "b", "Office")), "Office"),
        (((500, "b", "Drivers"), (500, "a", "Office")), "Drivers"),
        (((501, "a", "Drivers"), (500, "b", "Office")), "Drivers"),
        (((1, "a", "Drivers"), (99_999, "b", None)), None),
    ],
)
def test_of_changes_side_by_side_the_newest_by_clock_and_name_counts(
    small: Small, clocks: tuple[tuple[int, str, str | None], ...], winner: str | None
) -> None:
    for clock, name, new in clocks:
        log_row(small, id=name, clock=clock, new=new)
    by_hand(
        small, "UPDATE problem SET sufferers = :new WHERE id = :id", new=winner, id=small.first(Problem).id
    )
    assert found(small) == []
    by_hand(small, "UPDATE problem SET sufferers = 'x' WHERE id = :id", id=small.first(Problem).id)
    assert [one.logged for one in found(small)] == [winner]


def test_a_change_that_came_late_with_an_older_clock_changes_nothing(small: Small) -> None:
    problem = small.first(Problem)
    small.set(problem, {"sufferers": "Drivers"})
    log_row(small, clock=2, new="Older")
    assert found(small) == []


def test_kinds_and_fields_of_a_newer_program_are_passed_over(small: Small) -> None:
    log_row(small, id="1", kind="satellite", record_id="s", field="parent", new="x", clock=900)
    log_row(small, id="2", kind="satellite", record_id="s", field="orbit", new="low", clock=901)
    log_row(small, id="3", field="colour", new="red", clock=902)
    log_row(small, id="4", field="times:weight", new="9", clock=903)
    assert found(small) == []


def test_a_link_to_what_was_forgotten_is_no_fault(small: Small) -> None:
    _, second, _ = small.answers.of(Problem)
    step = second.step
    by_hand(
        small,
        "INSERT INTO forgotten VALUES (:step)",
        "UPDATE problem SET step = NULL WHERE id = :problem",
        "DELETE FROM process_step WHERE id = :step",
        "DELETE FROM change WHERE record_id = :step",
        step=step,
        problem=second.id,
    )
    assert found(small) == []


# How it is read


def test_it_reads_in_small_parts_and_tells_how_far_it_is(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "AT_ONCE", 2)
    by_hand(small, "UPDATE problem SET times = 7")
    shares: list[float] = []
    assert len(list(differences(small.workspace.database, shares.append))) == 3
    assert len(shares) > 5 and shares == sorted(shares) and shares[-1] == 1.0


def test_who_writes_meanwhile_is_neither_stopped_nor_seen_half(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "AT_ONCE", 1)
    looking = open_database(small.workspace.database.path, why_read_only="a test looks")
    turns: list[int] = []

    def write(_share: float) -> None:
        turns.append(len(turns))
        small.set(small.first(Problem), {"times": str(len(turns))})

    try:
        assert list(differences(looking, write)) == []
    finally:
        looking.close()
    assert len(turns) > 5


# What follows from the answers


def test_search_words_that_are_not_the_record_s_are_found_and_made_anew(small: Small) -> None:
    database = small.workspace.database
    by_hand(
        small,
        "DELETE FROM search_row WHERE kind = 'objection'",
        "UPDATE search_row SET profile_id = 'x' WHERE kind = 'evidence'",
        "UPDATE problem SET what = 'Load refused at the gate' WHERE times = 2",
    )
    assert {one.kind.kind for one in unfindable(database)} == {"problem", "evidence", "objection"}
    with database.transaction():
        assert make_findable(database) == 3
    assert list(unfindable(database)) == []


def test_old_figures_of_the_library_are_found_and_made_anew(small: Small) -> None:
    database = small.workspace.database
    [(edited,)] = database.rows("SELECT edited_at FROM summary")
    by_hand(small, "UPDATE summary SET gaps = gaps + 1")
    [one] = stale(database, figures)
    assert one.profile_id == small.profile_id
    with database.transaction():
        assert refresh(database, figures) == 1
    assert list(stale(database, figures)) == []
    assert database.rows("SELECT edited_at FROM summary")[0][0] == edited


def test_figures_that_are_gone_take_their_moment_from_the_log(small: Small, workspace: Workspace) -> None:
    database = small.workspace.database
    by_hand(small, "DELETE FROM summary")
    with database.transaction():
        assert refresh(database, figures) == 1
    [(edited, newest)] = database.rows("SELECT edited_at, (SELECT max(at) FROM change) FROM summary")
    assert edited == newest


def test_a_moment_that_is_none_is_found_and_taken_from_the_log(small: Small) -> None:
    database = small.workspace.database
    [(newest,)] = database.rows("SELECT max(at) FROM change")
    by_hand(
        small,
        "UPDATE summary SET edited_at = 'nodate'",
        "UPDATE change SET at = 'garbage' WHERE rowid = (SELECT min(rowid) FROM change)",
    )
    assert [one.profile_id for one in stale(database, figures)] == [small.profile_id]
    with database.transaction():
        assert refresh(database, figures) == 1
    assert list(stale(database, figures)) == []
    assert database.rows("SELECT edited_at FROM summary")[0][0] == newest


def test_an_edit_by_hand_in_a_table_gets_a_change_of_its_own(small: Small) -> None:
    problem, database = small.first(Problem), small.workspace.database
    by_hand(small, "UPDATE problem SET times = 7 WHERE id = :id", id=problem.id)
    database.rows("PRAGMA foreign_keys=OFF")
    with database.transaction():
        Agreement(database).bring()
    assert found(small) == []
    rows = database.rows("SELECT old, new, author FROM change ORDER BY clock DESC LIMIT 1")
    assert [tuple(row) for row in rows] == [("2", "7", "repair")]
    small.restart()
    small.workspace.undo(small.profile_id)
    assert small.now(problem).times == 7
    small.workspace.change(small.profile_id, [Edit("problem", problem.id, "times", "2")])
    assert found(small) == []


def test_a_row_in_the_table_of_another_kind_is_found_and_goes(small: Small) -> None:
    problem, database = small.first(Problem), small.workspace.database
    by_hand(
        small, "INSERT INTO objection (id, profile_id) VALUES (:id, :up)", id=problem.id, up=small.profile_id
    )
    assert [(one.table, one.record_id) for one in found(small)] == [("objection", problem.id)]
    database.rows("PRAGMA foreign_keys=OFF")
    with database.transaction():
        assert Agreement(database).bring().added == 0
    assert found(small) == []
    assert small.in_the_file.get(problem.id) == problem


def test_a_record_of_which_a_damaged_log_has_no_beginning_comes_back_on_a_stand_in(small: Small) -> None:
    problem, database = small.first(Problem), small.workspace.database
    by_hand(
        small,
        "PRAGMA foreign_keys=OFF",
        "DELETE FROM change WHERE field = 'parent' AND record_id = :id",
        "DELETE FROM problem WHERE id = :id",
        id=problem.id,
    )
    database.rows("PRAGMA foreign_keys=OFF")
    with database.transaction():
        Agreement(database, Damage(frozenset({"change"}))).bring()
    assert found(small) == []
    small.restart()
    back = small.answers.get(problem.id)
    assert isinstance(back, Problem) and (back.what, back.times) == (problem.what, problem.times)
    stand_in = small.answers.get(back.parent_id)
    assert stand_in and stand_in.title == "(lost; repaired)"
