"""Choosing other records by a few letters."""

from __future__ import annotations

import pytest

from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    Objective,
    Problem,
    ProcessStep,
)
from icp_tui.store.work.actions import add, delete
from icp_tui.tui.widgets.links import LinkChoice
from small import Small


def proves(small: Small) -> LinkChoice:
    """The problems of the proof, of which two are chosen."""
    proof = small.first(Evidence)
    return LinkChoice(small.answers, proof, proof.questions["proves_problems"])


def step(small: Small) -> LinkChoice:
    """The step of the third problem, of which none is chosen."""
    problem = small.answers.of(Problem)[2]
    return LinkChoice(small.answers, problem, problem.questions["step"])


def titles(choice: LinkChoice) -> list[str]:
    return [title for _, title in choice.offered]


def test_what_is_chosen_is_no_longer_offered(small: Small) -> None:
    assert titles(proves(small)) == ["Alarm noticed late"]


def test_only_steps_of_the_process_in_question_are_offered(small: Small) -> None:
    assert titles(step(small)) == ["Driver notes it on paper", "Office types it"]


def test_only_records_of_the_own_thread_are_offered(small: Small) -> None:
    [other] = add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    add(small.workspace, small.profile_id, Problem, other.id, [{"what": "Elsewhere"}])
    question = small.first(DiscoveryQuestion)
    choice = LinkChoice(small.answers, question, question.questions["problem"])
    choice.drop_last()
    assert "Elsewhere" not in titles(choice)
    assert len(titles(choice)) == 3


@pytest.mark.parametrize("wanted", ["lodz", "ŁÓDŹ", "prze lod", "łódź przed"])
def test_letters_are_found_without_accents_and_in_any_order(small: Small, wanted: str) -> None:
    add(
        small.workspace, small.profile_id, Problem, small.first(Objective).id, [{"what": "Łódź przed świtem"}]
    )
    choice = proves(small)
    choice.look_for(wanted)
    assert titles(choice) == ["Łódź przed świtem"]


def test_beginnings_of_words_come_before_letters_within_them(small: Small) -> None:
    rows = [{"what": "Unpaid bills"}, {"what": "Paid twice"}]
    add(small.workspace, small.profile_id, Problem, small.first(Objective).id, rows)
    choice = proves(small)
    choice.look_for("paid")
    assert titles(choice) == ["Paid twice", "Unpaid bills"]


def test_the_best_one_is_ready_to_be_taken_as_soon_as_one_types(small: Small) -> None:
    choice = step(small)
    assert choice.place is None
    choice.look_for("office")
    choice.take()
    assert choice.chosen == [small.answers.of(ProcessStep)[1].id]


def test_nothing_is_taken_where_nothing_was_asked_for(small: Small) -> None:
    choice = step(small)
    choice.take()
    assert choice.chosen == []


def test_one_more_takes_the_place_of_the_one_link(small: Small) -> None:
    choice = step(small)
    for wanted in ("driver", "office"):
        choice.look_for(wanted)
        choice.take()
    assert choice.chosen == [small.answers.of(ProcessStep)[1].id]
    assert not choice.many


def test_several_links_are_kept_in_the_order_in_which_they_were_chosen(small: Small) -> None:
    choice = proves(small)
    first = list(choice.chosen)
    choice.look_for("alarm")
    choice.take()
    assert choice.chosen == [*first, small.answers.of(Problem)[2].id]
    choice.drop_last()
    assert choice.chosen == first


def test_a_space_offers_everything(small: Small) -> None:
    choice = step(small)
    choice.look_for(" ")
    assert [title for _, title in choice.window(9)] == ["Driver notes it on paper", "Office types it"]
    choice.take()
    assert len(choice.chosen) == 1


def test_arrows_move_only_once_something_is_looked_for_and_stay_within_it(small: Small) -> None:
    choice = step(small)
    assert not choice.move(1)
    choice.look_for(" ")
    assert not choice.move(-1)
    assert choice.move(1)
    assert not choice.move(1)
    assert choice.place == 1


def test_the_window_follows_the_place(small: Small) -> None:
    rows = [{"what": f"Problem {n}"} for n in range(10)]
    add(small.workspace, small.profile_id, Problem, small.first(Objective).id, rows)
    choice = proves(small)
    choice.look_for(" ")
    for _ in range(8):
        choice.move(1)
    shown = choice.window(4)
    assert [place for place, _ in shown] == [5, 6, 7, 8]


def test_where_nothing_is_offered_it_says_why(small: Small) -> None:
    choice = step(small)
    choice.look_for("zebra")
    assert choice.nothing == "Nothing holds “zebra”."
    all_chosen = proves(small)
    all_chosen.look_for("alarm")
    all_chosen.take()
    assert "All are chosen" in all_chosen.nothing
    for found in small.answers.of(ProcessStep):
        delete(small.workspace, small.profile_id, found)
    assert step(small).nothing == "There is nothing to link yet. First add: Process steps."
