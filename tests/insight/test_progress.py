"""Progress: core questions answered of core questions asked, with every missing link of a thread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icp_tui.insight.progress import WHEN_BEGUN, Asked, Progress, progress
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Mark, State, YesNo
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerGroup,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
    Profile,
)
from icp_tui.method.steps import PAGES, page_named, step_of
from small import Small

EMPTY = Answers("p", [Client(id="c", parent_id="workspace"), Profile(id="p", parent_id="c")])


def _fields(found: Progress, page: str) -> list[tuple[str | None, str | None, str]]:
    return [(a.objective_id, a.record_id, a.field) for a in found.of((page_named(page),)).asked]


def _all_answered(answers: Answers) -> Answers:
    """The same answers with every core question of every record said not to apply."""
    for record in answers.records:
        for question in record.questions.values():
            answers = answers.marked(record.id, question.name, Mark(state=State.DOES_NOT_APPLY))
    return answers


def test_an_empty_profile_is_asked_everything_once_and_stands_at_nought() -> None:
    found = progress(EMPTY)
    assert found.answered == found.percent == 0
    assert len(found.open) == len(found.asked) > 30
    on_the_quick_path = {page for page in PAGES if page.core_questions()} - WHEN_BEGUN
    assert {question.page for question in found.asked} == on_the_quick_path
    assert _fields(found, "objectives")[0] == (None, None, "result")
    assert _fields(found, "problems")[0] == (None, None, "what")
    assert _fields(found, "client") == [(None, "c", "name"), (None, "c", "sells")]


def test_what_is_not_on_the_quick_path_asks_once_it_is_begun() -> None:
    best = Customer(id="b", parent_id="p", customer_group=CustomerGroup.BEST, name="Quellmoor Foods")
    lost = Customer(id="l", parent_id="p", customer_group=CustomerGroup.COMPARISON, name="Altmoor Frost")
    maybe = Customer(id="m", parent_id="p", customer_group=CustomerGroup.CANDIDATE, name="Kaltbach")
    found = progress(Answers("p", [*EMPTY.records, best, lost, maybe]))
    assert [field for _, _, field in _fields(found, "best_customers")] == [
        "name",
        "price_paid",
        "value_obtained",
        "value_source",
    ]
    assert [field for _, _, field in _fields(found, "comparison_group")] == [
        "name",
        "comparison_kind",
        "reason",
    ]
    assert _fields(found, "candidates") == _fields(found, "personas") == _fields(found, "costs") == []


def test_a_page_of_the_profile_is_begun_with_its_first_answer() -> None:
    begun = EMPTY.replaced(replace(EMPTY.profile, referral_reward=5000))
    assert {field for _, _, field in _fields(progress(begun), "costs")} == {
        "acquisition_cost",
        "service_cost",
    }


def test_questions_come_in_the_order_of_the_questionnaire(small: Small) -> None:
    places = [PAGES.index(question.page) for question in progress(small.answers).asked]
    assert places == sorted(places)


def test_an_answer_counts_one(small: Small) -> None:
    before = progress(small.answers)
    small.set(small.first(Problem), {"severity": "5"})
    after = progress(small.answers)
    assert (after.answered, len(after.asked)) == (before.answered + 1, len(before.asked))


def test_what_does_not_apply_is_done_and_ask_the_client_is_open(small: Small) -> None:
    problem, before = small.first(Problem), progress(small.answers).answered
    for state, more in ((State.DOES_NOT_APPLY, 1), (State.ASK, 0)):
        marked = small.answers.marked(problem.id, "severity", Mark(state=state))
        assert progress(marked).answered == before + more


def test_unreadable_text_is_no_answer(small: Small) -> None:
    before = progress(small.answers).answered
    small.workspace.typed(small.profile_id, small.first(Problem), "cost_each", "19oo")
    small.workspace.leave()
    assert progress(small.answers).answered == before - 1


def test_each_objective_that_can_be_helped_with_needs_a_thread_of_its_own(small: Small) -> None:
    first = small.first(Objective)
    second = Objective(id="second", parent_id=small.profile_id, position=9, result="Less paper")
    answers = small.answers.replaced(second)
    asked = _fields(progress(answers), "problems")
    assert ("second", None, "what") in asked
    assert {objective for objective, _, _ in asked} == {first.id, "second"}
    assert ("second", None, "minutes") in _fields(progress(answers), "current_process")
    assert ("second", None, "change_asked") in _fields(progress(answers), "new_process")


def test_an_objective_that_cannot_be_helped_with_needs_no_thread(small: Small) -> None:
    second = Objective(id="second", parent_id=small.profile_id, position=9, can_help=YesNo.NO)
    found = progress(small.answers.replaced(second))
    assert not [a for a in found.asked if a.objective_id == "second"]
    assert "second" in {record for _, record, _ in _fields(found, "objectives")}


def test_not_known_whether_it_can_be_helped_with_is_not_no(small: Small) -> None:
    first = replace(small.first(Objective), can_help=YesNo.UNKNOWN)
    found = progress(small.answers.replaced(first))
    assert first.id in {a.objective_id for a in found.asked}


def test_with_no_objective_to_help_with_one_thread_is_asked_for(small: Small) -> None:
    only = replace(small.first(Objective), can_help=YesNo.NO)
    assert _fields(progress(small.answers.replaced(only)), "problems")[0] == (None, None, "what")


def test_an_objection_to_everything_is_asked_about_once(small: Small) -> None:
    second = Objective(id="second", parent_id=small.profile_id, position=9)
    every = Objection(id="every", parent_id=small.profile_id, position=9, words="Not now")
    answers = small.answers.replaced(second, every)
    asked = _fields(progress(answers), "objections")
    assert len(asked) == len(set(asked))
    assert {record for _, record, _ in asked} == {"every", small.first(Objection).id}


def test_the_two_processes_are_asked_about_apart(small: Small) -> None:
    current = {record for _, record, _ in _fields(progress(small.answers), "current_process")}
    new = {record for _, record, _ in _fields(progress(small.answers), "new_process")}
    sides = {step.id: str(step.side) for step in small.answers.of(ProcessStep)}
    assert {sides[r or ""] for r in current} == {"current"} and {sides[r or ""] for r in new} == {"new"}


def test_only_a_complete_profile_reaches_a_hundred(small: Small) -> None:
    done = _all_answered(small.answers)
    assert progress(done).percent == 100 and progress(done).open == ()
    without = done.without(small.first(Evidence).id)
    assert progress(without).percent < 100
    one_open = done.marked(small.first(Problem).id, "severity", Mark())
    assert [a.field for a in progress(one_open).open] == ["severity"]
    assert progress(one_open).percent < 100


@pytest.mark.parametrize(
    ("answered", "asked", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (999, 1000, 99), (3, 3, 100)]
)
def test_the_percentage_is_rounded_down(answered: int, asked: int, percent: int) -> None:
    questions = [Asked(PAGES[0], None, None, "name", answered=n < answered) for n in range(asked)]
    assert Progress(tuple(questions)).percent == percent


def test_the_steps_together_are_the_whole(small: Small) -> None:
    found = progress(small.answers)
    parts = [found.of(step.pages) for step in dict.fromkeys(step_of(page) for page in PAGES)]
    assert sum(len(part.asked) for part in parts) == len(found.asked)
    assert sum(part.answered for part in parts) == found.answered


def test_of_a_protected_trait_nothing_is_asked_but_its_name() -> None:
    gender = Attribute(id="g", parent_id="p", name="Gender", chosen=YesNo.YES)
    vans = Attribute(id="v", parent_id="p", position=1, name="Number of vans")
    found = progress(Answers("p", [*EMPTY.records, gender, vans]))
    assert _fields(found, "attributes") == [
        (None, "g", "name"),
        (None, "v", "name"),
        (None, "v", "target"),
        (None, "v", "trait"),
    ]
