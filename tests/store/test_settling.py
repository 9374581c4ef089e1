"""Choosing between what stood side by side, and taking the choice back: then it stands side by side again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from colleagues import Colleague, copies

from icp_tui.method.records import Problem
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.conflicts import conflicts
from icp_tui.store.work.workspace import LIBRARY

TIMES = ("30", "12", "7")


@pytest.fixture
def team(small_file: Path, tmp_path: Path) -> Iterator[list[Colleague]]:
    """Ada, Ben and Cy, who began with the same file."""
    three = copies(small_file, tmp_path, ("Ada", "Ben", "Cy"))
    yield three
    for one in three:
        one.workspace.let_go()


def open_now(one: Colleague) -> list[tuple[tuple[str, str], list[str | None], str | None]]:
    """What is open: the place, what is to be chosen from, and what is shown meanwhile."""
    return [
        (found.place, sorted((side.new for side in found.sides), key=str), found.sides[found.shown].new)
        for found in conflicts(one.workspace.database)
    ]


def settle(one: Colleague, *, side: int) -> None:
    found = conflicts(one.workspace.database)
    assert merging.settle(one.workspace, found, {conflict.place: side for conflict in found}) == len(found)


def all_wrote(team: list[Colleague], folder: Path) -> Problem:
    """Each has another answer; the first has got them all."""
    problem = team[0].first(Problem)
    for one, times in zip(team, TIMES, strict=True):
        one.edit(problem, "times", times)
    for one in team[1:]:
        team[0].take(one.send(folder / f"{one.author}.icp"))
    return problem


@pytest.mark.parametrize("side", [0, 1, 2])
def test_to_take_a_choice_back_opens_it_again_and_redo_settles_it(
    team: list[Colleague], tmp_path: Path, side: int
) -> None:
    ada = team[0]
    problem = all_wrote(team, tmp_path)
    before, shown = open_now(ada), ada.now(problem).times
    assert len(before[0][1]) == 3
    chosen = Decimal(conflicts(ada.workspace.database)[0].sides[side].new or "")
    settle(ada, side=side)
    for _ in range(2):
        assert (ada.now(problem).times, open_now(ada)) == (chosen, [])
        assert ada.workspace.undo(LIBRARY)
        assert (ada.now(problem).times, open_now(ada)) == (shown, before)
        assert ada.same()
        assert ada.workspace.redo(LIBRARY)
    assert (ada.now(problem).times, open_now(ada)) == (chosen, [])


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_colleague_sees_that_a_choice_was_taken_back(
    team: list[Colleague], tmp_path: Path, side: int
) -> None:
    ada, ben, _ = team
    all_wrote(team, tmp_path)
    settle(ada, side=side)
    ben.take(ada.send(tmp_path / "settled.icp"))
    assert open_now(ben) == []
    ada.workspace.undo(LIBRARY)
    ben.take(ada.send(tmp_path / "open.icp"))
    assert open_now(ben) == open_now(ada) != []
    ada.workspace.redo(LIBRARY)
    ben.take(ada.send(tmp_path / "again.icp"))
    assert open_now(ben) == open_now(ada) == []


@pytest.mark.parametrize("side", [0, 1, 2])
def test_after_the_choice_the_merges_can_be_taken_back_one_by_one(
    team: list[Colleague], tmp_path: Path, side: int
) -> None:
    ada = team[0]
    problem = all_wrote(team, tmp_path)
    settle(ada, side=side)
    undone = 0
    while ada.now(problem).times != 30 or open_now(ada):
        assert ada.workspace.undo(LIBRARY)
        undone += 1
    assert undone <= 3
    while ada.workspace.redo(LIBRARY):
        assert ada.same()
    assert open_now(ada) == []


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("deletes", [0, 1])
def test_a_choice_about_a_deleted_record_can_be_taken_back_too(
    team: list[Colleague], tmp_path: Path, deletes: int, side: int
) -> None:
    ada, ben = team[0], team[1]
    problem = ada.first(Problem)
    team[deletes].delete(problem)
    team[1 - deletes].edit(problem, "times", "12")
    ada.take(ben.send(tmp_path / "ben.icp"))
    before, there = open_now(ada), problem.id in {one.id for one in ada.problems}
    assert len(before) == 1
    found = conflicts(ada.workspace.database)[0]
    lives = side != found.shown
    settle(ada, side=side)
    for _ in range(2):
        assert open_now(ada) == []
        assert (problem.id in {one.id for one in ada.problems}) is lives
        assert ada.workspace.undo(LIBRARY)
        assert (problem.id in {one.id for one in ada.problems}) is there
        assert open_now(ada) == before
        assert ada.same()
        ben.take(ada.send(tmp_path / "open.icp"))
        assert {place for place, *_ in open_now(ben)} == {place for place, *_ in before}
        assert ada.workspace.redo(LIBRARY)
    ben.take(ada.send(tmp_path / "settled.icp"))
    assert open_now(ben) == []


def test_an_answer_that_both_gave_is_no_conflict_once_a_later_one_was_taken_back(
    team: list[Colleague], tmp_path: Path
) -> None:
    ada, ben, _ = team
    problem = ada.first(Problem)
    for one in (ada, ben):
        one.edit(problem, "times", "12")
    ada.take(ben.send(tmp_path / "ben.icp"))
    ada.edit(problem, "times", "13")
    ada.workspace.undo(ada.profile_id)
    assert open_now(ada) == []
    ada.edit(problem, "times", "14")
    assert open_now(ada) == []
    assert ada.now(problem).times == 14
