"""What the list of customers says: the method's ten, other periods, and figures that nobody knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.customers import (
    TARGET,
    Band,
    band,
    best,
    candidates,
    comparison,
    concentration,
    heard_via,
    lost_reasons,
    median,
    pareto,
    ranking,
    ratios,
    revenues,
    told_ratio,
    typical_price_a_year,
    unaware,
    value_ratio,
)
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period, YesNo
from icp_tui.method.records import (
    Client,
    Customer,
    CustomerGroup,
    LostReason,
    Metric,
    Profile,
    ValueSource,
)

FIGURES = (
    (420, 1180),
    (380, 990),
    (560, 1610),
    (300, 640),
    (720, 1500),
    (260, 610),
    (480, 700),
    (350, 910),
    (610, 1900),
    (290, 480),
)
TEN = tuple(
    Customer(id=f"c{place}", price_paid=price * 100, value_obtained=value * 100)
    for place, (price, value) in enumerate(FIGURES)
)
MONTHLY = tuple(replace(customer, per=Period.MONTH) for customer in TEN)
NOBODY = Customer(id="nobody", name="Nobody knows")

amounts = st.one_of(st.none(), st.integers(0, 10**9))
customers = st.lists(
    st.builds(
        Customer,
        price_paid=amounts,
        value_obtained=amounts,
        per=st.one_of(st.none(), st.sampled_from(list(Period))),
    ),
    max_size=12,
)


def _means(customers: list[Customer], *metrics: Metric) -> list[tuple[str, float | None, int]]:
    return [
        (found.customer.id, None if found.mean is None else float(found.mean), found.known)
        for found in ranking(customers, metrics)
    ]


def test_a_customer_who_pays_420_and_gains_1180_has_a_ratio_of_2_81() -> None:
    ratio = value_ratio(TEN[0])
    assert ratio is not None and round(ratio, 2) == Decimal("2.81")


@pytest.mark.parametrize(("price", "value"), [(None, 100), (100, None), (0, 100), (None, None)])
def test_without_a_price_or_a_value_there_is_no_ratio(price: int | None, value: int | None) -> None:
    assert value_ratio(Customer(price_paid=price, value_obtained=value)) is None


def test_a_gain_of_nothing_is_a_known_loss() -> None:
    assert value_ratio(Customer(price_paid=100, value_obtained=0)) == 0
    assert band(Decimal(0)) is Band.LOSING


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [("0.99", Band.LOSING), ("1", Band.THIN), ("1.99", Band.THIN), ("2", Band.GOOD), ("9", Band.GOOD)],
)
def test_the_bands_meet_at_one_and_at_the_target(ratio: str, expected: Band) -> None:
    assert band(Decimal(ratio)) is expected


def test_the_target_can_be_another() -> None:
    assert band(Decimal("2.5"), Decimal(3)) is Band.THIN
    assert ratios(TEN, Decimal(3)).at_target == 1


@pytest.mark.parametrize("group", [TEN, MONTHLY])
def test_the_methods_ten_pool_to_2_41_with_eight_at_target(group: tuple[Customer, ...]) -> None:
    found = ratios(group)
    assert found.pooled is not None and round(found.pooled, 2) == Decimal("2.41")
    assert (found.at_target, found.known, found.of, found.pooled_from) == (8, 10, 10, 10)
    assert found.median is not None and round(found.median, 2) == Decimal("2.47")


def test_who_is_unknown_leaves_every_figure_as_it_was_and_is_counted() -> None:
    alone, joined = ratios(TEN), ratios([*TEN, NOBODY])
    assert joined == replace(alone, of=11)


def test_nobody_known_gives_no_figure() -> None:
    found = ratios([NOBODY])
    assert found.pooled is found.median is found.asked_share is None
    assert (found.known, found.pooled_from, found.of) == (0, 0, 1)


def test_the_same_figures_said_by_the_year_do_not_change_the_pool() -> None:
    by_the_year = replace(TEN[0], price_paid=504_000, value_obtained=1_416_000, per=Period.YEAR)
    assert ratios([by_the_year, *MONTHLY[1:]]) == ratios(MONTHLY)


def test_beside_prices_with_a_period_one_without_leaves_the_pool_but_not_the_median() -> None:
    odd = Customer(price_paid=1_000_000, value_obtained=1)
    found = ratios([*MONTHLY, odd])
    assert (found.pooled, found.pooled_from) == (ratios(MONTHLY).pooled, 10)
    assert (found.known, found.median) == (11, median(map(_ratio, [*TEN, odd])))


def _ratio(customer: Customer) -> Decimal:
    ratio = value_ratio(customer)
    assert ratio is not None
    return ratio


def test_what_is_paid_once_counts_once() -> None:
    once = Customer(price_paid=120_000, value_obtained=240_000, per=Period.ONCE)
    monthly = Customer(price_paid=10_000, value_obtained=40_000, per=Period.MONTH)
    assert ratios([once, monthly]).pooled == 3
    assert revenues([once, monthly]) == [120_000, 120_000]


def test_only_asked_and_measured_figures_count_as_asked() -> None:
    sources = [*ValueSource, None]
    group = [Customer(value_obtained=100, value_source=source) for source in sources]
    found = ratios([*group, Customer(value_source=ValueSource.CALL)])
    assert (found.values, found.asked, found.guessed) == (6, 4, 1)
    assert found.asked_share == Decimal(4) / 6


def test_who_has_a_good_bargain_and_does_not_know_it_is_named() -> None:
    good = replace(TEN[0], aware=YesNo.NO)
    others = [
        replace(TEN[1], aware=YesNo.YES),
        replace(TEN[2], aware=YesNo.UNKNOWN),
        TEN[3],
        replace(TEN[6], aware=YesNo.NO),
        replace(NOBODY, aware=YesNo.NO),
    ]
    assert unaware([good, *others]) == [good]


@pytest.mark.parametrize("group", [TEN, MONTHLY, (*TEN, NOBODY)])
def test_seven_of_the_methods_ten_bring_four_fifths_so_the_rule_does_not_hold(
    group: tuple[Customer, ...],
) -> None:
    found = pareto(group)
    assert found is not None
    assert (found.customers, found.of, found.unknown) == (7, 10, len(group) - 10)
    assert round(found.share, 3) == Decimal("0.805")
    assert not found.holds


def test_where_a_fifth_brings_four_fifths_the_rule_holds() -> None:
    found = pareto([Customer(price_paid=100), *[Customer(price_paid=price) for price in (10, 5, 5, 5)]])
    assert found is not None and found.holds and found.customers == 1


def test_revenue_is_counted_by_the_year_and_who_names_no_period_beside_others_is_left_out() -> None:
    group = [
        Customer(id="month", price_paid=100, per=Period.MONTH),
        Customer(id="year", price_paid=1_000, per=Period.YEAR),
        Customer(id="which", price_paid=9_000),
    ]
    found, most = pareto(group), concentration(group)
    assert revenues(group) == [1_200, 1_000, None]
    assert found is not None and (found.customers, found.of, found.unknown) == (2, 2, 1)
    assert most is not None and (most.customer.id, most.of, most.unknown) == ("month", 2, 1)
    assert most.share == Decimal(1_200) / 2_200


@pytest.mark.parametrize("group", [[], [NOBODY], [Customer(price_paid=0)]])
def test_without_revenue_there_is_neither_pareto_nor_concentration(group: list[Customer]) -> None:
    assert pareto(group) is None
    assert concentration(group) is None


def test_the_largest_of_the_methods_ten_brings_a_sixth() -> None:
    found = concentration(TEN)
    assert found is not None and found.customer is TEN[4]
    assert round(found.share, 3) == Decimal("0.165")


def test_a_typical_price_is_the_median_of_those_that_recur() -> None:
    once = Customer(price_paid=1, per=Period.ONCE)
    assert typical_price_a_year([*MONTHLY, once, NOBODY]) == 40_000 * 12
    assert typical_price_a_year([*TEN, once]) is None


def test_the_best_has_the_best_mean_rank() -> None:
    early, late = dt.date(2019, 5, 1), dt.date(2024, 5, 1)
    a = Customer(id="a", price_paid=300, since=late, days_to_close=Decimal(10), referrals=Decimal(0))
    b = Customer(id="b", price_paid=200, since=early, days_to_close=Decimal(40), referrals=Decimal(3))
    assert _means([a, b], Metric.REVENUE) == [("a", 1, 1), ("b", 2, 1)]
    assert _means([a, b], Metric.YEARS, Metric.REFERRALS) == [("b", 1, 2), ("a", 2, 2)]
    assert _means([a, b], Metric.REVENUE, Metric.YEARS, Metric.REFERRALS)[0] == ("b", 4 / 3, 3)
    assert _means([b, a], Metric.FAST) == [("a", 1, 1), ("b", 2, 1)]


def test_easy_to_sell_to_and_light_on_support_are_good() -> None:
    easy = Customer(id="easy", ease_of_sale=4, support_load=4)
    hard = Customer(id="hard", ease_of_sale=0, support_load=0)
    assert [place for place, *_ in _means([hard, easy], Metric.EASY)] == ["easy", "hard"]
    assert [place for place, *_ in _means([easy, hard], Metric.LITTLE_SUPPORT)] == ["hard", "easy"]


def test_every_metric_can_rank() -> None:
    whole = Customer(
        id="whole",
        price_paid=100,
        value_obtained=200,
        margin=Decimal(46),
        since=dt.date(2020, 1, 1),
        days_to_close=Decimal(9),
        referrals=Decimal(1),
        ease_of_sale=3,
        support_load=1,
    )
    assert _means([whole], *Metric) == [("whole", 1, len(Metric))]


def test_equals_share_a_rank() -> None:
    group = [Customer(id=name, ease_of_sale=ease) for name, ease in (("a", 4), ("b", 2), ("c", 4), ("d", 1))]
    assert _means(group, Metric.EASY) == [
        ("a", 1.5, 1),
        ("c", 1.5, 1),
        ("b", 3, 1),
        ("d", 4, 1),
    ]


def test_the_mean_is_over_what_is_known_and_who_is_wholly_unknown_comes_last() -> None:
    half = Customer(id="half", ease_of_sale=4)
    whole = Customer(id="whole", ease_of_sale=3, referrals=Decimal(2))
    assert _means([NOBODY, half, whole], Metric.EASY, Metric.REFERRALS) == [
        ("half", 1, 1),
        ("whole", 1.5, 2),
        ("nobody", None, 0),
    ]


def test_of_two_with_one_mean_the_better_known_is_first() -> None:
    less = Customer(id="less", ease_of_sale=4)
    more = Customer(id="more", ease_of_sale=4, referrals=Decimal(2))
    other = Customer(id="other", referrals=Decimal(2))
    assert [place for place, *_ in _means([less, more, other], Metric.EASY, Metric.REFERRALS)] == [
        "more",
        "less",
        "other",
    ]


def test_without_metrics_the_order_stays() -> None:
    assert _means(list(TEN)) == [(customer.id, None, 0) for customer in TEN]


def test_reasons_are_counted_most_frequent_first_without_the_unknown() -> None:
    reasons = [LostReason.OTHER, LostReason.PRICE, None, LostReason.PRICE]
    group = [Customer(reason=reason) for reason in reasons]
    assert lost_reasons(group) == [(LostReason.PRICE, 2), (LostReason.OTHER, 1)]


def test_where_they_heard_is_counted_by_what_is_meant_and_shown_as_first_written() -> None:
    heard = ["Trade fair", "nursery notice board", None, "trade Fair", "TRADE FAIR"]
    group = [Customer(first_heard=text) for text in heard]
    assert heard_via(group) == [("Trade fair", 3), ("nursery notice board", 1)]


def test_each_group_has_its_customers() -> None:
    groups = [*CustomerGroup, None, CustomerGroup.BEST]
    records = [
        Customer(id=f"c{place}", parent_id="p", position=place, customer_group=group)
        for place, group in enumerate(groups)
    ]
    answers = Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *records])
    assert [customer.id for customer in best(answers)] == ["c0", "c4"]
    assert [customer.id for customer in comparison(answers)] == ["c1"]
    assert [customer.id for customer in candidates(answers)] == ["c2"]


@settings(max_examples=50)
@given(customers)
def test_the_pool_lies_between_the_least_and_the_greatest_ratio(group: list[Customer]) -> None:
    found = ratios(group)
    known = [ratio for customer in group if (ratio := value_ratio(customer)) is not None]
    assert (found.pooled is None) == (not known)
    if found.pooled is not None and found.median is not None:
        assert min(known) <= found.pooled <= max(known)
        assert min(known) <= found.median <= max(known)
        assert 1 <= found.pooled_from <= found.known <= found.of
        assert found.at_target == sum(band(ratio, TARGET) is Band.GOOD for ratio in known)


@settings(max_examples=50)
@given(customers, st.decimals("0.01", 1, places=2))
def test_pareto_finds_the_fewest_who_bring_the_share(group: list[Customer], share: Decimal) -> None:
    found, known = pareto(group, share), [r for r in revenues(group) if r is not None]
    if found is None:
        assert sum(known) == 0
        return
    most = sorted(known, reverse=True)
    assert sum(most[: found.customers]) >= share * sum(most)
    assert sum(most[: found.customers - 1]) < share * sum(most)
    assert found.of + found.unknown == len(group)


@settings(max_examples=50)
@given(customers)
def test_a_ranking_loses_nobody_and_its_means_rise(group: list[Customer]) -> None:
    found = ranking(group, [Metric.REVENUE, Metric.VALUE_RATIO])
    assert sorted(map(id, group)) == sorted(id(ranked.customer) for ranked in found)
    means = [ranked.mean for ranked in found if ranked.mean is not None]
    assert means == sorted(means)
    assert all(ranked.mean is None for ranked in found[len(means) :])


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        ("1.996", "1.99"),
        ("1.99999999", "1.99"),
        ("2", "2"),
        ("2.004", "2"),
        ("2.407", "2.41"),
        ("0.9951", "0.99"),
        ("0.994", "0.99"),
        ("1", "1"),
        ("2.996", "3"),
    ],
)
def test_a_ratio_is_never_rounded_up_into_a_better_band(ratio: str, told: str) -> None:
    assert told_ratio(Decimal(ratio)) == Decimal(told)


@given(st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False))
def test_a_ratio_as_it_is_told_is_of_the_band_that_it_is_counted_in(ratio: Decimal) -> None:
    assert band(told_ratio(ratio)) is band(ratio)
    assert abs(told_ratio(ratio) - ratio) <= Decimal("0.01")
