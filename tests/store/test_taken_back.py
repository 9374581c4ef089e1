"""Merges that are taken back, by undo in the library, and what stands again when the same comes once more."""

from __future__ import annotations

from pathlib import Path

import pytest
from colleagues import Colleague

from icp_tui.method.records import Objective, Problem
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.conflicts import conflicts
from icp_tui.store.log.changes import PARENT
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import LIBRARY


def test_one_undo_in_the_library_takes_back_the_whole_merge(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    actions.add(ada.workspace, ada.profile_id, Problem, ada.first(Objective).id, [{"what": "Quince jam"}])
    ada.edit(ada.problems[0], "times", "30")
    ada.edit(ada.answers.client, "sells", "Cold boxes")
    ada.delete(ada.problems[2])
    actions.start(ada.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    ben.edit(ben.problems[0], "severity", "2")
    before = ben.answers.records, ben.answers.marks
    mail = ada.send(tmp_path / "ada.icp")
    ben.take(mail)
    after = ben.answers.records
    ben.workspace.undo(LIBRARY)
    assert (ben.answers.records, ben.answers.marks) == before
    assert ben.same()
    assert [row.client for row in summaries(ben.workspace.database)] == ["ColdLine"]
    ben.restart()
    ben.workspace.redo(LIBRARY)
    assert ben.answers.records == after
    assert len(summaries(ben.workspace.database)) == 2


def test_undo_takes_back_what_was_picked_too(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    ben.edit(problem, "times", "11")
    ada.take(ben.send(tmp_path / "ben.icp"), {(problem.id, "times"): 1})
    assert ada.now(problem).times == 11
    ada.workspace.undo(LIBRARY)
    assert ada.now(problem).times == 30
    assert ada.open_conflicts() == set()


def test_undo_after_a_merge_with_older_clocks_takes_back_the_merge_first(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    ben.edit(ben.problems[1], "times", "12")
    mail = ben.send(tmp_path / "ben.icp")
    for times in "123456":
        ada.edit(ada.problems[0], "times", times)
    actions.start(ada.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    ada.take(mail)
    ada.workspace.undo(LIBRARY)
    assert ada.problems[1].times is None
    assert len(summaries(ada.workspace.database)) == 2
    ada.workspace.undo(LIBRARY)
    assert len(summaries(ada.workspace.database)) == 1


def test_undo_in_a_profile_never_takes_back_what_a_colleague_did(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    first, second, _ = ada.problems
    ben.edit(second, "times", "12")
    ada.edit(first, "times", "30")
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.workspace.undo(ben.profile_id)
    assert [problem.times for problem in ben.problems][:2] == [30, None]
    while ben.workspace.undo(ben.profile_id):
        assert ben.same()
    rows = ben.workspace.database.rows("SELECT id FROM change WHERE came IS NOT NULL")
    theirs = {row["id"] for row in rows}
    assert theirs
    assert all(change.undoes not in theirs for change in ben.log)


def test_an_undone_merge_leaves_no_conflict_open_and_redo_brings_it_back(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    for times in ("11", "12"):
        ben.edit(problem, "times", times)
    ada.take(ben.send(tmp_path / "ben.icp"))
    ada.workspace.undo(LIBRARY)
    assert ada.open_conflicts() == set()
    ada.workspace.redo(LIBRARY)
    assert ada.open_conflicts() == {(problem.id, "times")}


def test_undo_is_promised_only_where_it_takes_back_the_merge(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.workspace.typed(ada.profile_id, problem, "in_their_words", "Quin")
    ada.workspace.flush()
    early = tmp_path / "early.db"
    ada.workspace.database.copy_into(early)
    assert ben.take(early).undoable
    actions.start(ben.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    ada.workspace.typed(ada.profile_id, problem, "in_their_words", "Quince jam")
    assert not ben.take(ada.send(tmp_path / "ada.icp")).undoable


@pytest.mark.parametrize("meanwhile", [True, False])
def test_what_was_taken_back_stands_again_when_it_is_merged_again(
    pair: list[Colleague], tmp_path: Path, meanwhile: bool
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    actions.add(ada.workspace, ada.profile_id, Problem, ada.first(Objective).id, [{"what": "Quince"}])
    ada.edit(problem, "times", "30")
    mail = ada.send(tmp_path / "ada.icp")
    ben.take(mail)
    after = ben.answers.records
    ben.workspace.undo(LIBRARY)
    before = ben.answers.records
    if meanwhile:
        actions.start(ben.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    planned = merging.plan(ben.workspace, merging.read(mail))
    assert planned.brings
    assert {visible.field for visible in planned.visible} == {PARENT, "times"}
    merged = merging.apply(ben.workspace, planned)
    assert merged.changes == planned.standing_again == 2
    assert ben.answers.records == after
    assert ben.same()
    assert not merging.plan(ben.workspace, merging.read(mail)).brings
    if merged.undoable:
        ben.workspace.undo(LIBRARY)
        assert ben.answers.records == before
    assert merged.undoable or meanwhile


def test_what_comes_newer_for_a_field_that_was_taken_back_is_a_conflict(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    first, second, _ = ada.problems
    ada.edit(first, "times", "30")
    ada.edit(second, "times", "31")
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.workspace.undo(LIBRARY)
    ada.edit(ada.now(first), "times", "40")
    planned = merging.plan(ben.workspace, merging.read(ada.send(tmp_path / "again.icp")))
    assert [conflict.place for conflict in planned.conflicts] == [(first.id, "times")]
    merging.apply(ben.workspace, planned, merging.picks_for(planned.conflicts, mine=False))
    assert [problem.times for problem in ben.problems][:2] == [40, 31]
    assert ben.same()


def test_what_a_colleague_takes_back_of_their_own_is_no_conflict(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    # All that both began with is their own.
    while ben.workspace.undo(ben.profile_id):
        pass
    assert not merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp"))).conflicts


def test_a_profile_that_a_colleague_took_back_with_a_merge_is_not_gone_unasked(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    profile_id = actions.start(ada.workspace, {"name": "Autumn"}, client_id=ada.answers.client.id)
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.workspace.undo(LIBRARY)
    planned = merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp")))
    assert [conflict.place for conflict in planned.conflicts] == [(profile_id, PARENT)]


@pytest.mark.parametrize("mine", [True, False])
def test_a_merge_that_a_colleague_took_back_reverts_nothing_unasked(
    pair: list[Colleague], tmp_path: Path, mine: bool
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "99")
    actions.add(ada.workspace, ada.profile_id, Problem, ada.first(Objective).id, [{"what": "Quince"}])
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.workspace.undo(LIBRARY)
    planned = merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp")))
    assert len(planned.conflicts) == 2
    merging.apply(ada.workspace, planned)
    assert ada.open_conflicts() == {conflict.place for conflict in planned.conflicts}
    assert ben.open_conflicts() == set()
    found = conflicts(ada.workspace.database)
    assert merging.settle(ada.workspace, found, merging.picks_for(found, mine=mine)) == 2
    ben.take(ada.send(tmp_path / "settled.icp"))
    for one in pair:
        assert one.now(problem).times == (99 if mine else problem.times)
        assert (len(one.problems) == 4) is mine
        assert one.open_conflicts() == set()
        assert one.same()
    assert ada.log == ben.log


@pytest.mark.parametrize("settled", [True, False])
def test_what_was_taken_back_does_not_stand_again_where_the_colleague_went_on(
    pair: list[Colleague], tmp_path: Path, settled: bool
) -> None:
    ada, ben = pair
    problem = ben.first(Problem)
    ben.edit(problem, "what", "Quince")
    for times in "12345678":
        ada.edit(ada.first(Problem), "times", times)
    ada.take(ben.send(tmp_path / "first.icp"))
    ada.workspace.undo(LIBRARY)
    ben.edit(problem, "what", "Medlar")
    second = ben.send(tmp_path / "second.icp")
    planned = merging.plan(ada.workspace, merging.read(second))
    merging.apply(ada.workspace, planned, merging.picks_for(planned.conflicts, mine=True) if settled else {})
    before, still_open = ada.now(problem).what, ada.open_conflicts()
    assert ada.take(second).changes == 0
    ben.edit(ben.problems[1], "times", "12")
    ada.take(ben.send(tmp_path / "third.icp"))
    assert ada.now(problem).what == before == problem.what
    assert ada.open_conflicts() == still_open
    assert bool(still_open) is not settled
    ben.take(ada.send(tmp_path / "ada.icp"))
    assert ben.open_conflicts() == still_open
    assert ben.now(problem).what != "Quince"


def test_a_profile_that_came_below_a_deleted_client_has_its_figures_when_the_client_is_back(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    client = ben.workspace.find(ben.answers.profile.parent_id)
    actions.delete(ben.workspace, "", client)
    actions.start(ada.workspace, {"name": "Autumn"}, client_id=client.id)
    ben.take(ada.send(tmp_path / "ada.icp"))
    found = conflicts(ben.workspace.database)
    merging.settle(ben.workspace, found, merging.picks_for(found, mine=False))
    there = {one.profile: (one.answered, one.asked, one.gaps) for one in summaries(ben.workspace.database)}
    assert there == {
        one.profile: (one.answered, one.asked, one.gaps) for one in summaries(ada.workspace.database)
    }
    assert all(asked for _, asked, _ in there.values())
