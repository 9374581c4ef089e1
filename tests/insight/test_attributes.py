"""Which attributes tell the best from the others: worked numbers, labels, and what is never tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.attributes import (
    Comparison,
    Counted,
    HowMany,
    Label,
    cells,
    chosen,
    comparisons,
    duplicates,
    fits,
    how_many,
    is_protected,
    suggested_weight,
)
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Fit,
    Profile,
)

YES, NO, PARTLY, UNKNOWN = Fit.YES, Fit.NO, Fit.PARTLY, Fit.UNKNOWN
VANS = Attribute(id="vans", parent_id="p", name="Number of refrigerated vans")
Given = Sequence[Fit | None]


def _few(yes: int, of: int) -> Given:
    return [YES] * yes + [NO] * (of - yes)


def _answers(*columns: tuple[Attribute, Given, Given]) -> Answers:
    """Attributes with what the best and the comparison customers answer; None is no record at all."""
    most = [
        max((len(best) for _, best, _ in columns), default=0),
        max((len(others) for _, _, others in columns), default=0),
    ]
    people = [
        Customer(id=f"{group.value}{place}", parent_id="p", position=place, customer_group=group)
        for group, number in zip((CustomerGroup.BEST, CustomerGroup.COMPARISON), most, strict=True)
        for place in range(number)
    ]
    filled = [
        CustomerAnswer(
            id=f"{attribute.id} {group}{place}",
            parent_id=f"{group}{place}",
            attribute=attribute.id,
            answer=fit,
        )
        for attribute, *groups in columns
        for group, answers in zip(("best", "comparison"), groups, strict=True)
        for place, fit in enumerate(answers)
        if fit is not None
    ]
    attributes = [column[0] for column in columns]
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *people, *attributes, *filled])


def _compared(best: Given, others: Given, attribute: Attribute = VANS) -> Comparison:
    [found] = comparisons(_answers((attribute, best, others))).attributes
    return found


@pytest.mark.parametrize(
    ("best", "others", "times", "p", "label"),
    [
        (9, 3, 2.71, 0.010, Label.DISTINCTIVE),
        (9, 6, 1.46, 0.152, Label.HINT),
        (10, 9, 1.11, 0.5, Label.COMMON_ONLY),
    ],
)
def test_the_worked_comparisons(best: int, others: int, times: float, p: float, label: Label) -> None:
    found = _compared(_few(best, 10), _few(others, 10))
    assert found.lift is not None and round(found.lift, 2) == times
    assert found.p is not None and round(found.p, 3) == p
    assert found.label is label
    assert (found.best, found.comparison) == (Counted(best, 10, 0), Counted(others, 10, 0))


def test_what_few_of_both_have_tells_nothing() -> None:
    assert _compared(_few(3, 10), _few(3, 10)).label is Label.PLAIN


def test_a_great_lift_that_may_be_luck_is_a_hint() -> None:
    found = _compared(_few(5, 5), _few(2, 5))
    assert found.lift is not None and found.lift > 1.5
    assert found.label is Label.HINT


def test_unknown_and_missing_answers_leave_the_denominator_and_are_counted() -> None:
    plain = _compared(_few(9, 10), _few(3, 10))
    more = _compared([*_few(9, 10), UNKNOWN, None], [*_few(3, 10), None])
    assert (more.best, more.comparison) == (Counted(9, 10, 2), Counted(3, 10, 1))
    assert (more.label, more.lift, more.p) == (plain.label, plain.lift, plain.p)


def test_partly_is_known_and_no_yes() -> None:
    assert _compared([*_few(2, 4), PARTLY], _few(1, 5)).best == Counted(2, 5, 0)


def test_a_rate_is_of_the_known_and_has_an_interval_around_it() -> None:
    low, high = Counted(9, 10, 2).interval
    assert low < 0.9 < high
    assert Counted(9, 10, 2).rate == 0.9
    assert (Counted(0, 0, 4).rate, Counted(0, 0, 4).interval) == (None, (0, 1))


@pytest.mark.parametrize(("best", "others"), [(4, 10), (10, 4), (5, 0)])
def test_with_fewer_than_five_known_answers_nothing_is_tested(best: int, others: int) -> None:
    missing: Given = [None] * 5
    found = _compared([*_few(best, best), *missing], [*_few(0, others), *missing])
    assert found.label is Label.TOO_FEW
    assert found.lift is found.p is found.suggested_weight is None


def test_without_comparison_customers_there_is_prevalence_and_never_lift() -> None:
    found = _compared(_few(9, 10), [])
    assert found.label is Label.NO_COMPARISON
    assert (found.best.rate, found.lift, found.p, found.weight) == (0.9, None, None, None)


def test_what_the_best_were_picked_by_is_never_tested_on_them() -> None:
    found = _compared(_few(10, 10), _few(0, 10), replace(VANS, picked_by=YesNo.YES))
    assert (found.label, found.tested, found.best.yes) == (Label.PICKED_BY, False, 10)
    assert _compared(_few(10, 10), _few(0, 10), replace(VANS, picked_by=YesNo.NO)).tested


def test_a_protected_trait_is_never_tested_and_never_chosen() -> None:
    gender = Attribute(id="g", parent_id="p", name="Gender", chosen=YesNo.YES, importance=5)
    answers = _answers((gender, _few(10, 10), _few(0, 10)))
    assert is_protected(gender) and not is_protected(VANS) and not is_protected(Attribute())
    assert comparisons(answers).attributes[0].label is Label.PROTECTED
    assert not comparisons(answers).attributes[0].tested
    assert chosen(answers) == []


def test_of_thirteen_tested_about_065_pass_by_luck() -> None:
    tested = [
        (replace(VANS, id=f"a{place}", position=place), _few(9, 10), _few(3, 10)) for place in range(13)
    ]
    picked = (replace(VANS, id="picked", picked_by=YesNo.YES), _few(9, 10), _few(3, 10))
    found = comparisons(_answers(*tested, picked))
    assert found.tested == 13
    assert found.luck == pytest.approx(0.65)
    assert len(found.attributes) == 14


def test_nothing_at_all_is_compared_without_attributes() -> None:
    found = comparisons(_answers())
    assert (found.attributes, found.tested, found.luck) == ((), 0, 0)


def test_candidates_belong_to_neither_group() -> None:
    answers = _answers((VANS, _few(9, 10), _few(3, 10)))
    joined = answers.replaced(
        Customer(id="x", parent_id="p", customer_group=CustomerGroup.CANDIDATE),
        CustomerAnswer(id="x vans", parent_id="x", attribute="vans", answer=YES),
    )
    assert comparisons(joined).attributes == comparisons(answers).attributes


def test_of_two_records_for_one_place_the_latest_wins() -> None:
    answers = _answers((VANS, [YES], []))
    later = CustomerAnswer(id="z", parent_id="best0", position=1, attribute="vans", answer=NO)
    assert fits(answers) == {("best0", "vans"): YES}
    assert fits(answers.replaced(later)) == {("best0", "vans"): NO}
    assert fits(answers.replaced(replace(later, answer=None))) == {}
    assert fits(answers.replaced(replace(later, attribute=None))) == {("best0", "vans"): YES}


def test_the_latest_is_the_one_made_last_wherever_it_stands() -> None:
    answers = _answers((VANS, [YES], []))
    earlier = CustomerAnswer(id="0", parent_id="best0", position=9, attribute="vans", answer=NO)
    both = answers.replaced(earlier)
    assert fits(both) == {("best0", "vans"): YES}
    assert cells(both)["best0", "vans"].answer is YES


def test_chosen_attributes_stand_by_importance_and_those_without_come_last() -> None:
    attributes = [
        Attribute(id=name, parent_id="p", position=place, chosen=answer, importance=importance)
        for place, (name, answer, importance) in enumerate(
            [
                ("none", YesNo.YES, None),
                ("three", YesNo.YES, 3),
                ("no", YesNo.NO, 5),
                ("unsaid", None, 5),
                ("five", YesNo.YES, 5),
                ("also three", YesNo.YES, 3),
            ]
        )
    ]
    found = chosen(_answers(*[(attribute, [], []) for attribute in attributes]))
    assert [attribute.id for attribute in found] == ["five", "three", "also three", "none"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, HowMany.TOO_FEW),
        (4, HowMany.TOO_FEW),
        (5, HowMany.RIGHT),
        (7, HowMany.RIGHT),
        (8, HowMany.MANY),
        (10, HowMany.MANY),
        (11, HowMany.TOO_MANY),
    ],
)
def test_five_to_seven_is_a_good_number(number: int, expected: HowMany) -> None:
    assert how_many(number) is expected


@pytest.mark.parametrize(
    ("label", "weight", "expected"),
    [
        (Label.HINT, 0.5, 1),
        (Label.HINT, 1.48, 2),
        (Label.HINT, 2.73, 3),
        (Label.DISTINCTIVE, 1.6, 3),
        (Label.DISTINCTIVE, 2.61, 4),
        (Label.DISTINCTIVE, 3.8, 5),
    ],
)
def test_more_evidence_suggests_more_weight(label: Label, weight: float, expected: int) -> None:
    assert suggested_weight(label, weight) == expected


def test_the_worked_comparisons_suggest_four_two_and_nothing() -> None:
    weights = [_compared(_few(b, 10), _few(o, 10)).suggested_weight for b, o in ((9, 3), (9, 6), (10, 9))]
    assert weights == [4, 2, None]


@pytest.mark.parametrize("label", [one for one in Label if one not in (Label.DISTINCTIVE, Label.HINT)])
def test_other_labels_suggest_no_weight(label: Label) -> None:
    assert suggested_weight(label, inf) is None


def test_two_attributes_that_always_agree_are_a_pair() -> None:
    first, second, third = (replace(VANS, id=name, position=p) for p, name in enumerate("abc"))
    mixed: Given = [YES, NO, PARTLY, YES]
    answers = _answers(
        (first, [*mixed, YES], [NO]),
        (second, [*mixed, None], [NO]),
        (third, [*reversed(mixed), YES], [YES]),
    )
    assert duplicates(answers) == [(first, second)]


@pytest.mark.parametrize("column", [_few(5, 5), [YES, NO, YES, NO]])
def test_agreeing_about_everybody_or_about_few_makes_no_pair(column: Given) -> None:
    assert duplicates(_answers((VANS, column, []), (replace(VANS, id="other"), column, []))) == []


columns = st.lists(st.sampled_from([YES, NO, PARTLY, UNKNOWN, None]), max_size=12)


@settings(max_examples=80, deadline=None)
@given(columns, columns)
def test_unknown_answers_never_change_what_is_said(best: Given, others: Given) -> None:
    found = _compared(best, [*others, NO])
    joined = _compared([*best, UNKNOWN, None], [*others, NO, None])
    assert (joined.label, joined.lift, joined.p) == (found.label, found.lift, found.p)
    assert joined.best == replace(found.best, unknown=found.best.unknown + 2)


@settings(max_examples=80)
@given(st.floats(-6, 6), st.floats(0, 6))
def test_a_suggested_weight_never_falls_as_the_evidence_grows(weight: float, more: float) -> None:
    for label in (Label.HINT, Label.DISTINCTIVE):
        less, greater = suggested_weight(label, weight), suggested_weight(label, weight + more)
        assert less is not None and greater is not None
        assert 1 <= less <= greater <= 5
    hint, distinctive = suggested_weight(Label.HINT, weight), suggested_weight(Label.DISTINCTIVE, weight)
    assert hint is not None and distinctive is not None and hint < distinctive
