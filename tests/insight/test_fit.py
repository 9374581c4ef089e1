"""How well somebody fits: the worked score, tiers and their caps, what to ask next, customers by tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from icp_tui.insight.fit import (
    FitScore,
    Item,
    KnockOut,
    Tier,
    TierBounds,
    by_tier,
    score,
    score_of,
    scored_attributes,
)
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    Attribute,
    Client,
    ComparisonKind,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Dimension,
    Fit,
    Profile,
    Rating,
    Trait,
)

YES, PARTLY, NO, UNKNOWN = Fit.YES, Fit.PARTLY, Fit.NO, Fit.UNKNOWN
KNOWN = (YES, PARTLY, NO)


def _items(weights: Sequence[int], fits: Sequence[Fit | None]) -> list[Item]:
    return [Item(weight, fit) for weight, fit in zip(weights, fits, strict=True)]


WORKED = _items((5, 4, 3, 3, 2, 1), (YES, YES, PARTLY, UNKNOWN, NO, UNKNOWN))


def _rounded(figure: Decimal | None) -> str:
    assert figure is not None
    return f"{figure:.1f}"


def test_the_worked_example_is_b_provisional() -> None:
    found = score(WORKED)
    assert (_rounded(found.known), _rounded(found.coverage)) == ("75.0", "77.8")
    assert (_rounded(found.low), _rounded(found.shown), _rounded(found.high)) == ("58.3", "69.4", "80.6")
    assert (found.tier, found.firm, found.printed) == (Tier.B, False, "B")
    assert found.next_best == 3


def test_an_answer_that_is_missing_is_as_unknown_as_one_not_known() -> None:
    assert score([replace(item, fit=None) if item.fit is UNKNOWN else item for item in WORKED]) == score(
        WORKED
    )


@pytest.mark.parametrize(
    ("met", "tier"), [(100, "A"), (80, "A"), (79, "B"), (60, "B"), (59, "C"), (40, "C"), (39, "D"), (0, "D")]
)
def test_tiers_begin_at_80_60_and_40(met: int, tier: str) -> None:
    found = score(_items((met, 100 - met), (YES, NO)))
    assert (found.shown, found.printed) == (Decimal(met), tier)
    assert (found.firm, found.next_best) == (True, None)


def test_a_boundary_is_reached_exactly_by_thirds() -> None:
    assert score(_items((4, 2, 4, 5), (YES, PARTLY, YES, NO))).shown == 60


def test_where_tiers_begin_is_a_setting() -> None:
    assert score(WORKED, bounds=TierBounds(a=69)).tier is Tier.A
    assert score(WORKED, bounds=TierBounds(coverage=78)).printed == "?"


def test_with_less_than_half_known_there_is_no_tier() -> None:
    found = score(_items((1, 2, 3), (YES, YES, None)))
    assert (found.coverage, found.printed) == (Decimal(50), "B")
    found = score(_items((1, 2, 4), (YES, YES, None)))
    assert (found.tier, found.printed, found.firm, found.next_best) == (None, "?", False, 2)
    assert found.known == 100


def test_without_attributes_or_answers_nothing_is_said() -> None:
    assert score([]) == FitScore(None, None, None, None, None, None, False, False, KnockOut.NONE, None)
    unknown = score([Item(3, None)])
    assert (unknown.known, unknown.low, unknown.high) == (None, Decimal(0), Decimal(100))
    assert unknown.printed == "?"


def test_a_must_have_that_failed_caps_at_c() -> None:
    items = [Item(5, YES), Item(5, YES), Item(1, NO, must_have=True)]
    found = score(items)
    assert (found.tier, found.firm, found.failed_must_have) == (Tier.C, True, True)
    assert score([*items, Item(5, NO), Item(5, NO), Item(5, NO)]).tier is Tier.D


def test_a_must_have_in_part_has_not_failed() -> None:
    found = score([Item(5, YES), Item(5, YES), Item(1, PARTLY, must_have=True)])
    assert (found.tier, found.failed_must_have) == (Tier.A, False)


def test_a_must_have_that_may_still_fail_is_asked_next_and_leaves_the_tier_provisional() -> None:
    items = [Item(5, YES), Item(5, YES), Item(1, None), Item(1, None, must_have=True)]
    found = score(items)
    assert (found.tier, found.firm, found.next_best) == (Tier.A, False, 3)
    assert score([*items[:3], Item(1, YES, must_have=True)]).firm


def test_a_zero_in_a_gate_caps_at_b() -> None:
    assert score([Item(5, YES)], gates_zero=True).tier is Tier.B
    assert score(_items((1, 1), (YES, NO)), gates_zero=True).tier is Tier.C


def test_a_cap_makes_firm_what_the_range_leaves_open() -> None:
    open_ = _items((7, 2, 1), (YES, None, YES))
    assert not score([*open_, Item(2, NO)]).firm
    assert score([*open_, Item(2, NO)], gates_zero=True).firm


def test_a_confirmed_knock_out_is_x_whatever_the_score() -> None:
    for items in (WORKED, [Item(5, YES)], []):
        found = score(items, knock_outs=[YesNo.UNKNOWN, YesNo.YES])
        assert (found.tier, found.printed, found.firm, found.next_best) == (Tier.X, "X", True, None)


def test_an_unchecked_knock_out_is_asked_about_before_anybody_is_an_a() -> None:
    found = score([Item(5, YES)], knock_outs=[YesNo.NO, YesNo.UNKNOWN])
    assert (found.printed, found.knock_out, found.firm) == ("X?", KnockOut.UNCHECKED, False)
    assert found.tier is Tier.A
    assert score([Item(5, YES)], knock_outs=[YesNo.NO]).printed == "A"


def test_penalties_are_taken_off_and_stop_at_nothing() -> None:
    found = score(WORKED, penalty=10)
    assert (_rounded(found.low), _rounded(found.shown), _rounded(found.high)) == ("48.3", "59.4", "70.6")
    assert (found.tier, _rounded(found.known)) == (Tier.C, "75.0")
    worst = score(WORKED, penalty=75)
    assert (worst.low, worst.shown, worst.tier) == (Decimal(0), Decimal(0), Tier.D)


def test_the_heaviest_unknown_is_asked_next_as_long_as_it_can_matter() -> None:
    assert score(_items((5, 1, 2, 2), (YES, None, None, NO))).next_best == 2
    assert score(_items((2, 1, 12), (None, None, YES))).next_best is None


ITEMS = st.lists(
    st.builds(Item, st.integers(1, 5), st.sampled_from([*Fit, None]), st.booleans()), min_size=1, max_size=10
)
FEW = st.lists(
    st.builds(Item, st.integers(1, 5), st.sampled_from([*Fit]), st.booleans()), min_size=1, max_size=5
)
PENALTIES = st.integers(0, 120)


@settings(max_examples=50)
@given(ITEMS, PENALTIES)
def test_the_score_shown_lies_between_low_and_high_and_never_below_zero(
    items: list[Item], penalty: int
) -> None:
    found = score(items, penalty=penalty)
    assert found.low is not None and found.shown is not None and found.high is not None
    assert 0 <= found.low <= found.shown <= found.high <= 100


@settings(max_examples=50)
@given(ITEMS, PENALTIES, st.sampled_from(KNOWN), st.data())
def test_learning_an_answer_never_widens_the_range(
    items: list[Item], penalty: int, learnt: Fit, data: st.DataObject
) -> None:
    unknown = [place for place, item in enumerate(items) if item.meets is None]
    assume(unknown)
    place = data.draw(st.sampled_from(unknown))
    before = score(items, penalty=penalty)
    items[place] = replace(items[place], fit=learnt)
    after = score(items, penalty=penalty)
    assert before.low is not None and after.low is not None
    assert before.high is not None and after.high is not None
    assert before.low <= after.low <= after.high <= before.high


def _tiers_still_possible(items: list[Item], penalty: int) -> set[Tier | None]:
    known = [(item.fit,) if item.meets is not None else KNOWN for item in items]
    return {
        score([replace(item, fit=fit) for item, fit in zip(items, fits, strict=True)], penalty=penalty).tier
        for fits in product(*known)
    }


@settings(max_examples=60, deadline=None)
@given(FEW, PENALTIES)
def test_a_tier_is_firm_where_no_missing_answers_can_move_it(items: list[Item], penalty: int) -> None:
    found = score(items, penalty=penalty)
    assume(found.tier is not None)
    assert found.firm is (_tiers_still_possible(items, penalty) == {found.tier})


@settings(max_examples=60, deadline=None)
@given(FEW, PENALTIES)
def test_what_is_asked_next_can_move_the_tier_and_nothing_heavier_can(
    items: list[Item], penalty: int
) -> None:
    items = [replace(item, must_have=False) for item in items]
    found = score(items, penalty=penalty)
    assume(found.tier is not None)
    unknown = {place for place, item in enumerate(items) if item.meets is None}
    deciding = {place for place in unknown if _can_move(items, place, penalty)}
    if found.next_best is None:
        assert not deciding
    else:
        assert found.next_best in deciding
        assert items[found.next_best].weight == max(items[place].weight for place in deciding)


def _can_move(items: list[Item], place: int, penalty: int) -> bool:
    """Whether, with some answers to the other questions, the answer to this one makes the difference."""
    known = [(item.fit,) if item.meets is not None else KNOWN for item in items]
    known[place] = (None,)
    for fits in product(*known):
        answered = [replace(item, fit=fit) for item, fit in zip(items, fits, strict=True)]
        with_each = [
            [*answered[:place], replace(items[place], fit=fit), *answered[place + 1 :]] for fit in KNOWN
        ]
        if len({score(each, penalty=penalty).tier for each in with_each}) > 1:
            return True
    return False


# Customers of a profile

VANS = Attribute(id="vans", parent_id="p", name="Vans", chosen=YesNo.YES, importance=5, must_have=YesNo.YES)
AUDIT = Attribute(id="audit", parent_id="p", name="Audit", chosen=YesNo.YES, importance=3, position=1)
UNWEIGHED = Attribute(id="gps", parent_id="p", name="GPS", chosen=YesNo.YES, position=2)
COMMON = Attribute(
    id="white", parent_id="p", name="White", chosen=YesNo.YES, importance=5, trait=Trait.COMMON
)
DROPPED = Attribute(id="size", parent_id="p", name="Size", chosen=YesNo.NO, importance=5)
GENDER = Attribute(id="gender", parent_id="p", name="Gender", chosen=YesNo.YES, importance=5)
EVERY_KIND = (VANS, AUDIT, UNWEIGHED, COMMON, DROPPED, GENDER)


def _customer(name: str, **more: object) -> Customer:
    return replace(Customer(id=name, parent_id="p", name=name), **more)  # type: ignore[arg-type]


def _cells(customer: str, **fits: Fit) -> list[CustomerAnswer]:
    return [
        CustomerAnswer(id=f"{customer}-{attribute}", parent_id=customer, attribute=attribute, answer=fit)
        for attribute, fit in fits.items()
    ]


def _answers(*records: Record) -> Answers:
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *EVERY_KIND, *records])


GOOD = _cells("good", vans=YES, audit=YES, gps=YES)
HALF = _cells("half", vans=YES, audit=NO)
BAD = _cells("bad", vans=NO, audit=YES, gps=YES)


def test_only_wanted_chosen_attributes_that_are_not_protected_are_scored() -> None:
    answers = _answers(_customer("good"))
    assert scored_attributes(answers) == [VANS, AUDIT, UNWEIGHED]


def test_a_customer_is_scored_by_the_grid_and_an_unweighed_attribute_weighs_least() -> None:
    answers = _answers(_customer("half"), *HALF, *_cells("half", white=NO, size=NO, gender=NO))
    found = score_of(answers, _customer("half"))
    assert (found.coverage, found.low, found.high) == (
        Decimal(800) / 9,
        Decimal(500) / 9,
        Decimal(600) / 9,
    )
    assert found.next_best is not None
    assert scored_attributes(answers)[found.next_best] is UNWEIGHED


def test_a_customer_who_fails_a_must_have_is_at_best_a_c() -> None:
    found = score_of(_answers(_customer("bad"), *BAD), _customer("bad"))
    assert found.failed_must_have and found.tier is Tier.C


def test_a_gate_with_a_zero_keeps_every_customer_out_of_a() -> None:
    records = (_customer("good"), *GOOD)
    zero = Rating(id="r", parent_id="p", dimension=Dimension.WILLING, score=0)
    assert score_of(_answers(*records), _customer("good")).tier is Tier.A
    assert score_of(_answers(*records, zero), _customer("good")).tier is Tier.B
    assert score_of(_answers(*records, replace(zero, score=None)), _customer("good")).tier is Tier.A


def test_customers_are_listed_by_tier_with_revenue_and_effort_and_what_is_unknown_of_them() -> None:
    month = Period.MONTH
    answers = _answers(
        _customer("good", price_paid=42_000, per=month, effort_hours=Decimal("1.5")),
        _customer("half", price_paid=38_000, per=month),
        _customer("bad", per=month, effort_hours=Decimal(6), customer_group=CustomerGroup.COMPARISON),
        _customer("stranger", price_paid=0, per=month, effort_hours=Decimal(0)),
        *GOOD,
        *HALF,
        *BAD,
    )
    rows = {row.tier: row for row in by_tier(answers)}
    assert list(rows) == [Tier.A, Tier.B, Tier.C, Tier.D, None]
    assert {tier: [c.name for c in row.customers] for tier, row in rows.items() if row.count} == {
        Tier.A: ["good"],
        Tier.B: ["half"],
        Tier.C: ["bad"],
        None: ["stranger"],
    }
    assert (rows[Tier.A].revenue.value, rows[Tier.A].effort.value) == (Decimal(504_000), Decimal("1.5"))
    assert not rows[Tier.B].effort.is_known and rows[Tier.B].effort.unknown == 1
    assert not rows[Tier.C].revenue.is_known and rows[Tier.C].effort.value == 6
    assert rows[None].revenue.is_known and rows[None].revenue.value == 0


def test_a_lost_deal_is_scored_and_is_no_customer() -> None:
    lost = _customer(
        "good", customer_group=CustomerGroup.COMPARISON, comparison_kind=ComparisonKind.LOST_DEAL
    )
    answers = _answers(lost, *GOOD)
    assert score_of(answers, lost).tier is Tier.A
    assert sum(row.count for row in by_tier(answers)) == 0


@pytest.mark.parametrize("group", [CustomerGroup.BEST, CustomerGroup.CANDIDATE])
def test_a_customer_who_was_won_back_is_one_again(group: CustomerGroup) -> None:
    back = _customer("good", customer_group=group, comparison_kind=ComparisonKind.LOST_DEAL)
    assert [row.customers for row in by_tier(_answers(back, *GOOD)) if row.count] == [(back,)]
