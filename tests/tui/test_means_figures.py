"""What the pages work out: customers, costs, days and money, and never a figure of what is not known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from inks import INKS
from test_means import OBJECTIVE, asked, lines, said, step

from icp_tui.insight.customers import best
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    BuyingSide,
    BuyingStep,
    Customer,
    CustomerGroup,
    ExpansionItem,
    LostReason,
    Metric,
    Objective,
    Profile,
    Side,
    ValueSource,
)
from icp_tui.tui.widgets.rows import row_of

BEST, LOST = CustomerGroup.BEST, CustomerGroup.COMPARISON
MONTH = Period.MONTH


def customers(*figures: tuple[int | None, int | None], **same: Any) -> Answers:
    """Best customers who pay and gain this, in whole euros a month."""
    held = {"customer_group": BEST, "per": MONTH, **same}
    return asked(
        *(
            Customer(
                id=f"k{n}",
                parent_id="p",
                name=f"Customer {n}",
                price_paid=None if paid is None else paid * 100,
                value_obtained=None if gained is None else gained * 100,
                **held,
            )
            for n, (paid, gained) in enumerate(figures)
        )
    )


def lost(*reasons: LostReason | None) -> Answers:
    """Customers of the comparison group, lost for these reasons."""
    return asked(
        *(
            Customer(id=f"k{n}", parent_id="p", name=f"Lost {n}", customer_group=LOST, reason=reason)
            for n, reason in enumerate(reasons)
        )
    )


# Best customers


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 / 10 a hypothesis until then: 9 more bear it out"),
        (9, "9 / 10 a hypothesis until then: one more bears it out"),
        (10, "10 / 10 enough to be more than a hypothesis"),
        (11, "11 / 10 enough"),
    ],
)
def test_fewer_than_ten_are_a_hypothesis(number: int, words: str) -> None:
    told = said(customers(*[(None, None)] * number), "best_customers")
    assert words in told
    assert "Value" not in told and "Revenue" not in told


def test_who_has_no_price_or_no_gain_is_left_out_and_never_counts_as_nothing() -> None:
    told = said(customers((100, 300), (100, None), (None, 500), (0, 900)), "best_customers")
    assert "3 times the price median 3 1 of 1 at 2 or more" in told
    assert "0 of 1 at 2 or more" in said(customers((100, 0)), "best_customers")
    assert "0 times the price" in said(customers((100, 0)), "best_customers")


def test_prices_without_a_period_stay_out_where_others_have_one() -> None:
    found = customers((100, 300), (100, 100))
    *records, other = found.records
    mixed = Answers("p", [*records, Customer(**{**other.__dict__, "per": None})])
    assert "3 times the price median 2 1 of 2 at 2 or more from 1 with a period" in said(
        mixed, "best_customers"
    )
    assert "from" not in said(found, "best_customers")


def test_revenue_is_told_of_five_whose_price_is_known() -> None:
    assert "Revenue" not in said(customers((100, None), (100, None), (None, 50)), "best_customers")
    four, even = [(1600, None), *[(100, None)] * 3], [(100, None)] * 5
    told = said(customers(*four, (None, None)), "best_customers")
    assert "of the revenue" not in told and "! Customer 0 alone 84%" in told
    told = said(customers(*four, (100, None), (None, None)), "best_customers")
    assert "1 of 5 bring 80% of the revenue a few carry it all" in told
    assert "! Customer 0 alone 80%" in told
    assert "alone" not in said(customers(*even), "best_customers")


def test_few_who_bring_most_are_said_to_carry_it_all() -> None:
    told = said(customers((1000, None), *[(10, None)] * 9), "best_customers")
    assert "1 of 10 bring 80% of the revenue a few carry it all" in told


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ValueSource.CALL, "2 of 2 values asked or measured."),
        (
            ValueSource.GUESS,
            "! 0 of 2 values asked or measured. 2 are guesses: ask before you build on them.",
        ),
    ],
)
def test_guesses_are_told_from_what_was_asked(source: ValueSource, words: str) -> None:
    assert said(customers((1, 2), (1, 2), value_source=source), "best_customers").endswith(words)
    assert "values" not in said(customers((1, 2), (1, 2)), "best_customers")


def test_who_gains_much_without_knowing_it_is_named() -> None:
    words = "! They gain much and do not know it: Customer 0, Customer 2."
    figures = ((100, 300), (100, 150), (100, 200))
    assert words in said(customers(*figures, aware=YesNo.NO), "best_customers")
    assert "gain much" not in said(customers(*figures), "best_customers")
    assert "gain much" not in said(customers(*figures, aware=YesNo.YES), "best_customers")


def test_a_ranking_needs_figures_and_says_how_many_are_known() -> None:
    found = customers((300, None), (None, None), (100, None))
    assert lines(found, "ranking") == []
    profile = Profile(id="p", parent_id="c", best_by=(Metric.REVENUE, Metric.REFERRALS))
    told = [line.plain for line in lines(found.replaced(profile), "ranking")]
    assert [line.split()[:3] for line in told[1:]] == [["1", "Customer", "0"], ["2", "Customer", "2"]]
    assert all(line.endswith("1 of 2 known") for line in told[1:])
    longer = Customer(**{**best(found)[0].__dict__, "name": "Kühl" * 9})
    narrow = lines(found.replaced(profile, longer), "ranking", 56)
    assert max(line.cell_len for line in narrow) <= 56
    assert "Kü" in narrow[1].plain and narrow[1].plain.endswith("1 of 2 known")


# The comparison group


def test_five_to_compare_with_are_enough() -> None:
    assert "With five or more of them" in said(lost(), "comparison_group")
    assert "4 one more, and figures say something" in said(lost(*[None] * 4), "comparison_group")
    assert "2 3 more, and figures say something" in said(lost(*[None] * 2), "comparison_group")
    assert said(lost(*[None] * 5), "comparison_group").endswith("5 enough to compare with")


def test_reasons_are_counted_and_price_is_doubted_where_it_is_the_most() -> None:
    price, urgency = LostReason.PRICE, LostReason.URGENCY
    told = said(lost(price, urgency, price, None), "comparison_group")
    assert "Lost for price ■■ 2 no urgency ■ 1" in told
    assert "“Too dear” is often said to be polite" in told
    assert "Too dear" not in said(lost(price, urgency), "comparison_group")


# Costs


def spent(**figures: Any) -> str:
    return said(asked(**figures), "costs")


def test_costs_are_told_as_far_as_they_are_known_and_what_is_missing_is_named() -> None:
    assert (
        spent(acquisition_cost=90000)
        == "Still needed for it: Cost to serve one, Referral reward, Customers sent."
    )
    assert "€1,150 Still needed" in spent(acquisition_cost=90000, service_cost=25000)
    assert "€0 Still needed" in spent(acquisition_cost=0, service_cost=0)


def test_a_reward_dearer_than_what_it_saves_is_said() -> None:
    known = {"acquisition_cost": 90000, "service_cost": 25000, "referrals_per_win": Decimal("0.4")}
    assert "€1,750 the reward costs more than it saves" in spent(**known, referral_reward=300000)
    assert "€907.14 €242.86 less each In a long chain €810" in spent(**known, referral_reward=5000)


def test_where_nobody_refers_there_is_no_line_of_referrals() -> None:
    told = spent(acquisition_cost=90000, service_cost=25000, referrals_per_win=Decimal(0))
    assert told == "Without referrals ━━━━━━━━━━━━━━━━ €1,150"


def test_a_reward_that_eats_up_all_it_saves_saves_nothing() -> None:
    known = {"acquisition_cost": 90000, "service_cost": 25000, "referrals_per_win": Decimal("0.4")}
    told = spent(**known, referral_reward=90000)
    assert "With referrals ━━━━━━━━━━━━━━━━ €1,150" in told
    assert "less each" not in told and "more than it saves" not in told


def test_a_chain_without_an_end_has_no_figure() -> None:
    told = spent(acquisition_cost=90000, service_cost=25000, referral_reward=0, referrals_per_win=Decimal(1))
    assert "€700" in told and "long chain" not in told


def test_the_cost_is_earned_back_by_a_usual_price() -> None:
    found = customers((100, None), (50, None), (None, None))
    profile = Profile(id="p", parent_id="c", currency="EUR", acquisition_cost=10000, service_cost=5000)
    assert "Earned back in 2 months of a usual price" in said(found.replaced(profile), "costs")
    assert "Earned back" not in spent(acquisition_cost=10000, service_cost=5000)


def gain(now: int | None, then: int, cost: int | None = 0) -> str:
    answers = asked(
        OBJECTIVE, step(Side.CURRENT, now), step(Side.NEW, then, cost), hour_cost=2400, setup_cost=10000
    )
    return said(answers, "costs")


def test_what_the_new_process_saves_pays_for_the_start() -> None:
    assert gain(30, 5).endswith("They save €100 a month in 1 objective the start is paid after 1 month")


def test_a_new_process_that_takes_longer_is_a_cost_and_pays_for_nothing() -> None:
    assert gain(10, 40).endswith("It costs them €120 a month in 1 objective")


def test_a_gain_of_which_a_part_is_unknown_is_not_told() -> None:
    assert "They save" not in gain(None, 5)
    assert "They save" not in gain(30, 5, cost=None)


def other(can_help: YesNo | None, *minutes: int | None) -> tuple[Record, ...]:
    """A second objective with a process today and a new one that takes so long."""
    objective = Objective(id="second", parent_id="p", result="Save hours", can_help=can_help)
    sides = zip((Side.CURRENT, Side.NEW), minutes, strict=False)
    steps = (step(side, taken, 0) for side, taken in sides)
    return objective, *(replace(made, id=f"second {made.id}", parent_id="second") for made in steps)


def gains(*records: Record, now: int = 30, then: int = 5) -> str:
    answers = asked(
        OBJECTIVE,
        step(Side.CURRENT, now),
        step(Side.NEW, then, 0),
        *records,
        hour_cost=2400,
        setup_cost=10000,
    )
    return said(answers, "costs")


def test_what_we_cannot_help_with_saves_nothing() -> None:
    assert gains(*other(YesNo.NO, 60, 5)) == gains()
    assert "€200 a month in 2 objectives" in gains(*other(YesNo.UNKNOWN, 30, 5))


@pytest.mark.parametrize("minutes", [(), (None, 5), (30,)])
def test_an_objective_whose_gain_is_not_known_is_counted_and_nothing_is_paid_back(
    minutes: tuple[int | None, ...],
) -> None:
    told = gains(*other(None, *minutes))
    assert told.endswith("They save ≥ €100 a month in 1 objective 1 is not known")
    dearer = gains(*other(None, *minutes), now=10, then=40)
    assert dearer.endswith("It costs them €120 a month in 1 objective 1 is not known")


# How they buy, and what they buy next


def days(theirs: list[int | None], ours: list[int | None]) -> str:
    sides = [(BuyingSide.THEIRS, n) for n in theirs] + [(BuyingSide.OURS, n) for n in ours]
    steps = (
        BuyingStep(id=str(n), parent_id="p", side=side, days=None if known is None else Decimal(known))
        for n, (side, known) in enumerate(sides)
    )
    return said(asked(*steps), "buying_ours")


def test_the_days_of_both_sides_are_held_against_each_other() -> None:
    assert "! Our way takes 3 days longer than theirs: where do they wait for us?" in days([2, 3], [8])
    assert "They need 5 days more than we plan" in days([10], [2, 3])
    assert days([1], [1]) == "They take 1 step 1 day We take 1 step 1 day"


def test_days_that_are_not_known_are_not_compared() -> None:
    assert days([None], [8]) == "They take 1 step ? days We take 1 step 8 days"
    assert days([4, None], [8]) == "They take 2 steps ≥ 4 days We take 1 step 8 days"
    assert days([], [8]) == "We take 1 step 8 days"


def bought(*items: tuple[int | None, Period | None], milestone: str | None = "Passed an audit") -> str:
    made = (
        ExpansionItem(
            id=str(n),
            parent_id="p",
            value=None if value is None else value * 100,
            per=per,
            milestone=milestone,
        )
        for n, (value, per) in enumerate(items)
    )
    return said(asked(*made), "expansion")


def test_expansion_is_told_by_the_year() -> None:
    assert bought((50, MONTH), (400, Period.ONCE)) == "Beyond the first €1,000 a year"
    assert bought((50, MONTH), (None, MONTH), (70, None)) == "Beyond the first ≥ €600 a year"
    assert bought((None, MONTH)) == "Beyond the first not known yet"


def test_expansion_without_a_success_to_wait_for_is_marked() -> None:
    assert bought((5, MONTH), milestone=None).endswith("! 1 waits for no success of theirs")
    assert bought((5, MONTH), (5, MONTH), milestone=None).endswith("! 2 wait for no success of theirs")


def test_a_ratio_just_below_the_target_is_not_told_as_the_target() -> None:
    told = said(customers((1000, 1996)), "best_customers")
    assert "1.99 times the price median 1.99 0 of 1 at 2 or more" in told
    [row] = [row_of(c, customers((1000, 1996)), INKS) for c in best(customers((1000, 1996)))]
    assert row.columns[-1].plain.endswith(" 1.99")
