"""Undo and redo come from the log: they survive a restart and never overwrite what another scope changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaying import replayed, tables

from icp_tui.errors import BadAnswer, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS, NO_MARK
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Scale, Several
from icp_tui.method.records import Client, Objective, Problem, Profile
from icp_tui.store.log import history
from icp_tui.store.log.changes import Edit, is_known
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import LIBRARY
from small import Small

State = tuple[list[Record], dict[tuple[str, str], object]]


def _state(answers: Answers) -> State:
    marks = {key: mark for key, mark in answers.marks.items() if mark != NO_MARK}
    return answers.records, dict(marks)


# Example by example


def test_undo_takes_back_the_last_action_and_redo_does_it_again(small: Small) -> None:
    problem = small.first(Problem)
    small.set(problem, {"times": "3"})
    small.set(problem, {"times": "4"})
    seen = []
    for act in (small.workspace.undo, small.workspace.undo, small.workspace.redo, small.workspace.redo):
        assert [edit.field for edit in act(small.profile_id)] == ["times"]
        seen.append(small.now(problem).times)
    assert seen == [3, 2, 3, 4]


def test_with_nothing_left_undo_and_redo_do_nothing(small: Small) -> None:
    assert small.workspace.redo(small.profile_id) == []
    while small.workspace.undo(small.profile_id):
        pass
    before = small.changes()
    assert small.workspace.undo(small.profile_id) == []
    assert small.changes() == before
    assert small.answers.of(Objective) == []


def test_undo_survives_a_restart_and_so_does_redo(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "times", "3")
    small.restart()
    small.workspace.undo(small.profile_id)
    assert small.now(problem).times == 2
    small.restart()
    assert history.next_redo(small.workspace.database, small.profile_id)
    small.workspace.redo(small.profile_id)
    assert small.now(problem).times == 3


def test_a_fresh_action_ends_redo(small: Small) -> None:
    problem = small.first(Problem)
    small.set(problem, {"times": "3"})
    small.workspace.undo(small.profile_id)
    small.set(problem, {"severity": "5"})
    assert history.next_redo(small.workspace.database, small.profile_id) is None
    assert small.workspace.redo(small.profile_id) == []


def test_each_profile_has_an_undo_of_its_own(small: Small) -> None:
    other = actions.duplicate(small.workspace, small.profile_id, "The next")
    theirs = small.workspace.answers(other).of(Problem)[0]
    small.workspace.set(other, theirs, {"times": "9"})
    small.set(small.first(Problem), {"times": "3"})
    small.workspace.undo(small.profile_id)
    assert small.first(Problem).times == 2
    assert small.workspace.answers(other).of(Problem)[0].times == 9
    small.workspace.undo(other)
    assert small.workspace.answers(other).of(Problem)[0].times == 2
    assert small.workspace.undo(other) == []


def test_undo_never_overwrites_what_another_scope_changed_later(small: Small) -> None:
    other = actions.start(small.workspace, {"name": "Second"}, client_id=small.answers.client.id)
    small.set(small.first(Problem), {"times": "3"})
    small.set(small.answers.client, {"name": "Ours", "notes": "Calls at nine"})
    small.workspace.set(other, small.workspace.answers(other).client, {"name": "Theirs"})
    small.workspace.undo(small.profile_id)
    client = small.answers.client
    assert (client.name, client.notes) == ("Theirs", None)


def test_undo_passes_over_an_action_of_which_nothing_is_left(small: Small) -> None:
    other = actions.start(small.workspace, {"name": "Second"}, client_id=small.answers.client.id)
    small.set(small.first(Problem), {"times": "3"})
    small.set(small.answers.client, {"name": "Ours"})
    small.workspace.set(other, small.workspace.answers(other).client, {"name": "Theirs"})
    small.workspace.undo(small.profile_id)
    assert (small.answers.client.name, small.first(Problem).times) == ("Theirs", Decimal(2))
    small.workspace.redo(small.profile_id)
    assert (small.answers.client.name, small.first(Problem).times) == ("Theirs", Decimal(3))
    small.workspace.undo(small.profile_id)
    assert small.first(Problem).times == 2


def test_a_deleted_profile_comes_back_from_the_library(small: Small) -> None:
    before = _state(small.answers)
    actions.delete(small.workspace, small.profile_id, small.answers.profile)
    assert summaries(small.workspace.database) == []
    small.workspace.undo(LIBRARY)
    assert _state(small.answers) == before
    assert len(summaries(small.workspace.database)) == 1


def test_a_started_profile_is_undone_with_its_client_and_redone(small: Small) -> None:
    profile_id = actions.start(small.workspace, {"name": "Families"}, client={"name": "Family Wheels"})
    small.workspace.undo(LIBRARY)
    assert [s.client for s in summaries(small.workspace.database)] == ["ColdLine"]
    small.workspace.redo(LIBRARY)
    assert [s.client for s in summaries(small.workspace.database)] == ["ColdLine", "Family Wheels"]
    assert small.workspace.answers(profile_id).profile.name == "Families"


def test_the_versions_of_a_field_are_listed_newest_first(small: Small) -> None:
    problem = small.first(Problem)
    small.set(problem, {"times": "3"})
    small.set(problem, {"times": ""})
    found = history.versions(small.workspace.database, problem.id, "times")
    assert [(v.value, v.author) for v in found] == [(None, "Ada"), ("3", "Ada"), ("2", "Ada")]
    small.workspace.mark(small.profile_id, problem, "times", "ground", "told")
    marked = history.versions(small.workspace.database, problem.id, "times:ground")
    assert [v.value for v in marked] == ["told"]


# Any sequence of actions

Act = Callable[[Small, st.DataObject], None]


def _typed_text(kind: object, answers: Answers, data: st.DataObject) -> str:
    """Something that one could type into a field of this kind, readable or not."""
    good: st.SearchStrategy[str]
    if isinstance(kind, Link | Links):
        ids = [record.id for record in answers.records if kind.fits(record.kind)]
        most = 1 if isinstance(kind, Link) else 3
        good = st.lists(st.sampled_from(ids), max_size=most).map(" ".join) if ids else st.just("")
    elif isinstance(kind, Several):
        good = st.sets(st.sampled_from([member.value for member in kind.options])).map(", ".join)
    elif isinstance(kind, OneOf):
        good = st.sampled_from([member.value for member in kind.options])
    elif isinstance(kind, Scale):
        good = st.integers(kind.low, kind.high).map(str)
    elif isinstance(kind, Date):
        good = st.dates().map(str)
    elif isinstance(kind, Number | Money):
        good = st.integers(0, 9_999).map(str)
    else:
        good = st.sampled_from(["Ała ma kota", "a", "two words", "line\nline", ""])
    return data.draw(st.one_of(good, st.sampled_from(["", "?!", "1,5", "nobody"])))


def _some(small: Small, data: st.DataObject, *kinds: type[Record]) -> Record | None:
    found = [r for r in small.answers.records if not kinds or type(r) in kinds]
    return data.draw(st.sampled_from(found)) if found else None


def _type(small: Small, data: st.DataObject) -> None:
    record = _some(small, data)
    assert record is not None
    question = data.draw(st.sampled_from(list(record.questions.values())))
    for _ in range(data.draw(st.integers(1, 3))):
        small.workspace.typed(
            small.profile_id, record, question.name, _typed_text(question.kind, small.answers, data)
        )
        if data.draw(st.booleans()):
            small.workspace.flush()
    if data.draw(st.booleans()):
        small.workspace.leave()


def _set(small: Small, data: st.DataObject) -> None:
    record = _some(small, data)
    assert record is not None
    asked = data.draw(st.lists(st.sampled_from(list(record.questions.values())), min_size=1, max_size=3))
    values = {q.name: _typed_text(q.kind, small.answers, data) for q in asked}
    try:
        small.set(record, values)
    except BadAnswer:
        return


def _mark(small: Small, data: st.DataObject) -> None:
    record = _some(small, data)
    assert record is not None
    part, value = data.draw(
        st.sampled_from([("state", "ask"), ("state", "not_applicable"), ("ground", "told"), ("ground", None)])
    )
    small.workspace.mark(
        small.profile_id, record, data.draw(st.sampled_from(list(record.questions))), part, value
    )


def _add(small: Small, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([k for k in RECORDS.values() if k not in (Client, Profile)]))
    assert kind.parent is not None
    if parent := _some(small, data, kind.parent):
        siblings = [None, "", *(r.id for r in small.answers.of(kind, parent.id))]
        named = kind.questions[kind.title_field].kind
        first = [member.value for member in named.options] if isinstance(named, OneOf) else ["new", "newer"]
        rows = [{kind.title_field: words} for words in first[: data.draw(st.integers(1, 2))]]
        actions.add(
            small.workspace,
            small.profile_id,
            kind,
            parent.id,
            rows,
            after=data.draw(st.sampled_from(siblings)),
        )


def _move(small: Small, data: st.DataObject) -> None:
    if record := _some(small, data, *set(RECORDS.values()) - {Client, Profile}):
        siblings = small.answers.of(type(record), record.parent_id)
        steps = data.draw(st.sampled_from([-1, 1]))
        actions.move(small.workspace, small.profile_id, record, steps, siblings)


def _rehang(small: Small, data: st.DataObject) -> None:
    if record := _some(small, data, *(k for k in RECORDS.values() if k.parent is Objective)):
        parent = _some(small, data, Objective, Profile)
        assert parent is not None
        try:
            actions.rehang(small.workspace, small.profile_id, record, parent.id)
        except NotFound:
            assert isinstance(parent, Profile)


def _delete(small: Small, data: st.DataObject) -> None:
    if record := _some(small, data, *set(RECORDS.values()) - {Client, Profile}):
        actions.delete(small.workspace, small.profile_id, record)


ACTS: list[Act] = [_type, _type, _set, _mark, _add, _add, _move, _rehang, _delete]


def _all(act: Callable[[str], list[Edit]], small: Small) -> int:
    """Undo or redo until nothing is left; gives how often."""
    turns = 0
    while act(small.profile_id):
        turns += 1
        assert small.same()
    return turns


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_actions_are_undone_to_the_start_and_redone_to_the_end(
    small_file: Path, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.db"
        shutil.copyfile(small_file, path)
        small = Small.opened(path)
        # Thousands of transactions, and no power cut to be feared.
        small.workspace.database.rows("PRAGMA synchronous = OFF")
        try:
            _undone_and_redone(small, data)
        finally:
            small.workspace.let_go()


def _undone_and_redone(small: Small, data: st.DataObject) -> None:
    _all(small.workspace.undo, small)
    start = _state(small.answers)
    # Any part of the building of the small profile is what the actions find.
    for _ in range(data.draw(st.integers(0, 12))):
        small.workspace.redo(small.profile_id)
    small.set(small.answers.profile, {"offer": "A fresh action ends redo"})
    for act in data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=10)):
        act(small, data)
        small.workspace.flush()
        assert small.same()
    if data.draw(st.booleans()):
        small.restart()
    small.workspace.leave()
    end = _state(small.answers)

    undone = _all(small.workspace.undo, small)
    assert _state(small.answers) == start
    if data.draw(st.booleans()):
        small.restart()
    assert _all(small.workspace.redo, small) == undone
    assert _state(small.answers) == end
    assert _all(small.workspace.undo, small) == undone
    assert _state(small.answers) == start
    database = small.workspace.database
    assert replayed(database, database.path.with_name("replayed.db")) == tables(database)


# What somebody else wrote into the log


@pytest.mark.parametrize(
    "field",
    [
        "cost_each:raw) SELECT ?1, 'BROUGHT IN', ?3 WHERE ?2 NOT NULL ON CONFLICT DO NOTHING --",
        "cost_each:colour",
        "cost_each:",
        "parent:raw",
        "position:raw",
        "colour",
    ],
)
def test_names_out_of_the_log_that_are_not_ours_are_neither_undone_nor_made_sql_of(
    small: Small, field: str
) -> None:
    problem = small.first(Problem)
    small.workspace.mark(small.profile_id, problem, "cost_each", "ground", "told")
    with small.workspace.database.transaction():
        small.workspace.database.execute(
            "UPDATE change SET field = ?, old = 'x' WHERE field = 'cost_each:ground'", field
        )
    small.restart()
    before = tables(small.workspace.database)
    assert not is_known(Problem.kind, field)
    undone = small.workspace.undo(small.profile_id)
    assert field not in {edit.field for edit in undone}
    assert not [row for row in small.workspace.database.rows("SELECT * FROM mark") if row["state"]]
    if not undone:
        assert tables(small.workspace.database) == before


def test_parts_of_marks_and_what_a_deletion_knew_are_known() -> None:
    for field in ("parent", "position", "parent:known", "times", *(f"times:{part}" for part in MARK_PARTS)):
        assert is_known(Problem.kind, field)
    assert not is_known("song", "parent")
