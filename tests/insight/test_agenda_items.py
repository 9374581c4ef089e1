"""The agenda: what is marked “ask the client” or not known yet, once, in the order of the questionnaire."""

from __future__ import annotations

from typing import Any

import pytest

from icp_tui.insight.agenda import agenda
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Mark, State, YesNo
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Fit,
    Objective,
    Problem,
    ProcessStep,
    Profile,
    Side,
)
from icp_tui.method.steps import STEPS

ASK = Mark(State.ASK)


def _answers(*records: Record, ask: list[tuple[str, str]], mark: Mark = ASK) -> Answers:
    every = [Client(id="c"), Profile(id="p", parent_id="c"), *records]
    return Answers("p", every, dict.fromkeys(ask, mark))


def _asked(answers: Answers) -> list[tuple[str, str, str]]:
    """Step, record and field of everything on the agenda."""
    return [
        (step.id, item.record.id, item.question.name) for step, items in agenda(answers) for item in items
    ]


def test_with_nothing_to_ask_there_is_no_agenda() -> None:
    assert agenda(_answers(ask=[])) == ()


def test_it_follows_the_questionnaire_and_not_the_order_in_which_it_was_marked() -> None:
    answers = _answers(
        Objective(id="o", parent_id="p"),
        Problem(id="x", parent_id="o"),
        ask=[("x", "cost_each"), ("p", "goal_amount"), ("o", "measure"), ("c", "sells"), ("x", "times")],
    )
    assert _asked(answers) == [
        ("situation", "c", "sells"),
        ("situation", "p", "goal_amount"),
        ("objectives", "o", "measure"),
        ("problems", "x", "times"),
        ("problems", "x", "cost_each"),
    ]


def test_an_item_tells_the_record_and_the_question_with_how_to_ask_it() -> None:
    objective = Objective(id="o", parent_id="p", result="Pass every audit")
    ((step, (item,)),) = agenda(_answers(objective, ask=[("o", "by_when")]))
    assert step.id == "objectives" and item.record is objective
    assert str(item.question.ask).endswith("?") and item.question.how


def test_what_is_answered_or_does_not_apply_is_not_asked() -> None:
    assert agenda(_answers(ask=[("p", "offer")], mark=Mark(State.DOES_NOT_APPLY))) == ()
    assert agenda(_answers(ask=[("p", "offer")], mark=Mark())) == ()


def test_what_the_form_does_not_ask_is_left_out() -> None:
    answers = _answers(
        Objective(id="o", parent_id="p"),
        ProcessStep(id="now", parent_id="o", side=Side.CURRENT),
        ProcessStep(id="new", parent_id="o", side=Side.NEW, position=1),
        ask=[("now", "side"), ("now", "change_asked"), ("new", "change_asked"), ("now", "no_such_field")],
    )
    assert _asked(answers) == [("new_process", "new", "change_asked")]


def test_a_record_that_is_gone_asks_nothing() -> None:
    answers = _answers(Objective(id="o", parent_id="p"), ask=[("o", "measure")])
    assert agenda(answers.without("o")) == ()


def test_what_hangs_on_one_objective_stays_together() -> None:
    answers = _answers(
        Objective(id="first", parent_id="p", position=1),
        Objective(id="second", parent_id="p", position=2),
        Problem(id="a", parent_id="second", position=1),
        Problem(id="b", parent_id="first", position=9),
        Problem(id="c2", parent_id="second", position=5),
        ask=[("a", "times"), ("b", "times"), ("c2", "times")],
    )
    assert [record for _, record, _ in _asked(answers)] == ["b", "a", "c2"]


def test_customers_are_asked_about_in_the_step_of_their_group() -> None:
    people: list[Record] = [
        Customer(id=group.value if group else "none", parent_id="p", position=place, customer_group=group)
        for place, group in enumerate(
            (None, CustomerGroup.COMPARISON, CustomerGroup.CANDIDATE, CustomerGroup.BEST)
        )
    ]
    answers = _answers(*people, ask=[(person.id, "price_paid") for person in people])
    assert [(step, who) for step, who, _ in _asked(answers)] == [
        ("best_customers", "none"),
        ("best_customers", "best"),
        ("best_customers", "candidate"),
        ("comparison_group", "comparison"),
    ]


def test_a_cell_of_the_grid_is_asked_with_the_attributes() -> None:
    records: list[Record] = [
        Customer(id="k", parent_id="p", customer_group=CustomerGroup.BEST),
        Attribute(id="vans", parent_id="p", name="Vans"),
        CustomerAnswer(id="cell", parent_id="k", attribute="vans"),
        CustomerAnswer(id="lost", parent_id="k", attribute="gone"),
    ]
    answers = _answers(*records, ask=[("lost", "answer"), ("cell", "answer"), ("vans", "target")])
    assert _asked(answers) == [("attributes", "vans", "target"), ("attributes", "cell", "answer")]


def _vans(answer: Fit, **attribute: Any) -> list[Record]:
    """One customer and one cell of the grid."""
    return [
        Customer(id="k", parent_id="p", customer_group=CustomerGroup.BEST),
        Attribute(id="vans", parent_id="p", **{"name": "Vans", "chosen": YesNo.YES, **attribute}),
        CustomerAnswer(id="cell", parent_id="k", attribute="vans", answer=answer),
    ]


def test_what_nobody_knows_of_a_chosen_attribute_goes_on_the_agenda() -> None:
    assert _asked(_answers(*_vans(Fit.UNKNOWN), ask=[])) == [("attributes", "cell", "answer")]


def test_an_unknown_answer_that_is_marked_too_is_asked_once() -> None:
    answers = _answers(*_vans(Fit.UNKNOWN), ask=[("cell", "answer")])
    assert _asked(answers) == [("attributes", "cell", "answer")]


@pytest.mark.parametrize(
    "attribute", [{"chosen": None}, {"chosen": YesNo.NO}, {"name": "Gender of the owner"}]
)
def test_what_nobody_knows_of_attributes_that_do_not_count_is_left_alone(attribute: dict[str, Any]) -> None:
    assert agenda(_answers(*_vans(Fit.UNKNOWN, **attribute), ask=[])) == ()


@pytest.mark.parametrize("answer", [Fit.YES, Fit.PARTLY, Fit.NO])
def test_what_is_known_is_not_asked(answer: Fit) -> None:
    assert agenda(_answers(*_vans(answer), ask=[])) == ()


def test_of_several_answers_for_one_cell_the_latest_counts() -> None:
    later = CustomerAnswer(id="later", parent_id="k", attribute="vans", answer=Fit.YES, position=1)
    assert agenda(_answers(*_vans(Fit.UNKNOWN), later, ask=[])) == ()
    unknown = CustomerAnswer(id="later", parent_id="k", attribute="vans", answer=Fit.UNKNOWN, position=1)
    assert _asked(_answers(*_vans(Fit.YES), unknown, ask=[])) == [("attributes", "later", "answer")]


def test_of_several_answers_the_latest_is_the_one_made_last_wherever_it_stands() -> None:
    earlier = CustomerAnswer(id="0", parent_id="k", attribute="vans", answer=Fit.UNKNOWN, position=9)
    assert agenda(_answers(*_vans(Fit.YES), earlier, ask=[])) == ()


def test_an_unknown_answer_that_does_not_apply_is_not_asked() -> None:
    answers = _answers(*_vans(Fit.UNKNOWN), ask=[("cell", "answer")], mark=Mark(State.DOES_NOT_APPLY))
    assert agenda(answers) == ()


def test_every_question_of_every_record_can_be_asked_and_is_asked_once() -> None:
    records: list[Record] = []
    for name, kind in RECORDS.items():
        given: dict[str, Any] = {}
        for question in kind.questions.values():
            if question.fixed:
                given[question.name] = question.kind.load(_any_value(question.name, name))
        parent = f"{kind.parent.kind}-1" if kind.parent else ""
        records.append(kind(id=f"{name}-1", parent_id=parent, **given))
    wanted = {(r.id, q.name) for r in records for q in r.questions.values() if q.asked_of(r)}
    marks = {(r.id, name): ASK for r in records for name in r.questions}
    found = _asked(Answers("profile-1", records, marks))
    assert {place[1:] for place in found} == wanted and len(found) == len(wanted)
    order = [step.id for step in STEPS]
    assert [step for step, _, _ in found] == sorted((step for step, _, _ in found), key=order.index)


def _any_value(field: str, kind: str) -> str:
    if kind == "buying_step":
        return "ours"
    return {"side": "current", "dimension": "ready", "attribute": "attribute-1"}[field]
