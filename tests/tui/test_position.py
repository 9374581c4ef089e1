"""Where one is: always a place that exists, in the thread that one looks at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
)
from icp_tui.method.steps import PAGES, page_named
from icp_tui.store.work.actions import add, delete
from icp_tui.store.work.library import Place
from icp_tui.tui.position import (
    Position,
    answers_of_new,
    parent_of_new,
    position_at,
    position_of,
    records_at,
    settled,
    shows_objective,
    shows_problem,
    turned,
    with_objective,
    with_problem,
)
from small import Small


@pytest.fixture
def two(small: Small) -> Small:
    """A second objective with one problem."""
    [second] = add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    add(small.workspace, small.profile_id, Problem, second.id, [{"what": "No vans"}])
    return small


def at(small: Small, page: str) -> Position:
    return settled(Position(page_named(page)), small.answers)


def test_one_comes_back_to_where_one_left_off(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    there = replace(at(small, "problems"), problem_id=problem.id, record_id=problem.id, field="severity")
    assert position_at(there.place, small.answers) == there


def test_a_page_that_is_no_longer_asked_leads_to_the_first(small: Small) -> None:
    assert position_at(Place("of an older version"), small.answers).page is PAGES[0]


def test_a_deleted_record_is_replaced_by_one_that_is_there(small: Small) -> None:
    first, *_, last = small.answers.of(Problem)
    here = replace(at(small, "problems"), problem_id=first.id, record_id=first.id)
    delete(small.workspace, small.profile_id, first)
    assert settled(here, small.answers).record_id == last.id
    assert settled(here, small.answers).problem_id == last.id


def test_a_deleted_objective_takes_its_thread_out_of_view(small: Small) -> None:
    here = at(small, "problems")
    delete(small.workspace, small.profile_id, small.first(Objective))
    gone = settled(here, small.answers)
    assert (gone.objective_id, gone.problem_id, gone.record_id) == (None, None, None)


@pytest.mark.parametrize("page", [page for page in PAGES if page.single], ids=lambda page: page.id)
def test_a_page_about_one_thing_always_stands_on_it(small: Small, page: object) -> None:
    found = next(p for p in PAGES if p is page)
    assert settled(Position(found), small.answers).record_id


def test_turning_pages_stops_at_both_ends(small: Small) -> None:
    first, last = Position(PAGES[0]), Position(PAGES[-1])
    assert turned(first, -1).page is PAGES[0]
    assert turned(last, 1).page is PAGES[-1]
    assert turned(first, 1).page is PAGES[1]


def test_turning_pages_keeps_the_thread(two: Small) -> None:
    second = two.answers.of(Objective)[1]
    here = settled(Position(page_named("problems"), second.id), two.answers)
    assert settled(turned(here, 1), two.answers).objective_id == second.id


def test_objectives_are_turned_round_and_round(two: Small) -> None:
    here = at(two, "problems")
    there = with_objective(here, two.answers, 1)
    assert [r.title for r in records_at(there, two.answers)] == ["No vans"]
    assert with_objective(there, two.answers, 1).objective_id == here.objective_id
    assert with_objective(here, two.answers, -1) == there


def test_turning_objectives_where_there_is_none_stays(small: Small) -> None:
    delete(small.workspace, small.profile_id, small.first(Objective))
    here = at(small, "problems")
    assert with_objective(here, small.answers, 1) == here
    assert with_problem(here, small.answers, 1) == here


def test_problems_are_turned_round_and_round(small: Small) -> None:
    first, second, third = small.answers.of(Problem)
    here = replace(at(small, "questions"), problem_id=first.id)
    assert with_problem(here, small.answers, 1).problem_id == second.id
    assert with_problem(here, small.answers, -1).problem_id == third.id


def test_on_its_own_page_the_problem_in_view_is_the_record_in_view(small: Small) -> None:
    first, second, _ = small.answers.of(Problem)
    here = replace(at(small, "problems"), problem_id=first.id, record_id=first.id)
    assert with_problem(here, small.answers, 1).record_id == second.id


def test_choosing_an_objective_chooses_its_thread(two: Small) -> None:
    second = two.answers.of(Objective)[1]
    here = settled(replace(at(two, "objectives"), record_id=second.id), two.answers)
    assert here.objective_id == second.id


def test_the_place_of_a_record_is_the_page_and_thread_that_ask_it(two: Small) -> None:
    near = at(two, "objectives")
    for kind, page in ((Problem, "problems"), (DiscoveryQuestion, "questions"), (Objection, "objections")):
        record = two.answers.of(kind)[-1]
        found = position_of(record, None, two.answers, near)
        assert (found.page.id, found.record_id) == (page, record.id)
        assert record.id in [r.id for r in records_at(found, two.answers)]


def test_the_place_of_a_field_is_the_page_that_asks_it(small: Small) -> None:
    profile, near = small.answers.profile, at(small, "problems")
    assert position_of(profile, "offer", small.answers, near).page.id == "situation"
    assert position_of(profile, "budget", small.answers, near).page.id == "goal"
    assert position_of(profile, "next_review", small.answers, near).page.id == "life"


def test_the_place_of_a_process_step_is_its_own_side(small: Small) -> None:
    today, *_, new = small.answers.of(ProcessStep)
    near = at(small, "problems")
    assert position_of(today, None, small.answers, near).page.id == "current_process"
    assert position_of(new, None, small.answers, near).page.id == "new_process"


def test_a_new_record_hangs_where_it_is_made(small: Small) -> None:
    objective = small.first(Objective).id
    assert parent_of_new(at(small, "problems"), small.answers) == objective
    assert parent_of_new(at(small, "objectives"), small.answers) == small.profile_id
    assert parent_of_new(at(small, "objections"), small.answers) == small.profile_id


def test_a_new_question_is_about_the_problem_in_view(small: Small) -> None:
    second = small.answers.of(Problem)[1]
    here = replace(at(small, "questions"), problem_id=second.id)
    assert answers_of_new(here) == {"problem": second.id}


def test_a_new_objection_is_about_the_objective_in_view(small: Small) -> None:
    here = at(small, "objections")
    assert answers_of_new(here) == {"objective": small.first(Objective).id}


def test_a_new_proof_is_about_the_problem_in_view_else_about_the_objective(small: Small) -> None:
    here = at(small, "evidence")
    assert answers_of_new(here) == {"proves_problems": here.problem_id}
    assert answers_of_new(replace(here, problem_id=None)) == {"proves_objectives": here.objective_id}


def test_a_new_step_is_of_the_process_in_view(small: Small) -> None:
    assert answers_of_new(at(small, "current_process")) == {"side": "current"}
    assert answers_of_new(at(small, "new_process")) == {"side": "new"}


def test_the_thread_is_shown_exactly_where_it_decides_something() -> None:
    threads = {page.id for page in PAGES if shows_objective(page)}
    problems = {page.id for page in PAGES if shows_problem(page)}
    assert threads == {
        "current_process",
        "problems",
        "new_process",
        "evidence",
        "questions",
        "objections",
    }
    assert problems == {"evidence", "questions"}
    assert not any(page.record is Evidence and page.id not in problems for page in PAGES)
