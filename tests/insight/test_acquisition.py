"""What a customer costs to win: the worked numbers of the method; unknown is never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.acquisition import (
    acquisition,
    cost_per_customer,
    long_chain,
    months_of_price,
    referred_value,
)
from icp_tui.method.records import Profile

A, S, R = 90_000, 25_000, 5_000
CENT = Decimal(1)
amounts = st.integers(0, 10**8)


def _profile(
    direct: int | None = A,
    service: int | None = S,
    reward: int | None = R,
    referrals: str | None = "0.4",
) -> Profile:
    return Profile(
        acquisition_cost=direct,
        service_cost=service,
        referral_reward=reward,
        referrals_per_win=None if referrals is None else Decimal(referrals),
    )


def test_one_customer_who_brings_one_halves_the_cost() -> None:
    assert cost_per_customer(100, 0, 0, Decimal(1)) == 50


def test_referrals_take_the_cost_from_1150_to_907_14() -> None:
    assert cost_per_customer(A, S, R, Decimal(0)) == 115_000
    assert cost_per_customer(A, S, R, Decimal("0.4")).quantize(CENT) == 90_714


def test_service_is_not_halved() -> None:
    assert cost_per_customer(0, S, 0, Decimal(1)) == S


def test_a_long_chain_costs_less_still() -> None:
    assert long_chain(A, S, R, Decimal("0.4")) == 81_000
    assert long_chain(A, S, R, Decimal(0)) == 115_000


@pytest.mark.parametrize("referrals", ["1", "1.5"])
def test_a_chain_that_never_ends_has_no_figure(referrals: str) -> None:
    assert long_chain(A, S, R, Decimal(referrals)) is None
    assert acquisition(_profile(referrals=referrals)).in_a_long_chain is None


def test_a_profile_says_what_referrals_save() -> None:
    found = acquisition(_profile(), price_a_year=42_000 * 12)
    assert found.without_referrals == 115_000
    assert found.with_referrals is not None and found.with_referrals.quantize(CENT) == 90_714
    assert found.saved is not None and found.saved.quantize(CENT) == 24_286
    assert found.payback_months is not None and round(found.payback_months, 2) == Decimal("2.16")
    assert found.missing == ()


def test_a_reward_can_cost_more_than_it_saves() -> None:
    saved = acquisition(_profile(direct=1_000, reward=9_000)).saved
    assert saved is not None and saved < 0


@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        (_profile(direct=None), "acquisition_cost"),
        (_profile(service=None), "service_cost"),
        (_profile(reward=None), "referral_reward"),
        (_profile(referrals=None), "referrals_per_win"),
    ],
)
def test_with_a_figure_unknown_the_cost_is_unknown_and_it_is_named(profile: Profile, missing: str) -> None:
    found = acquisition(profile, 500_000)
    assert found.with_referrals is found.saved is found.in_a_long_chain is None
    assert found.missing == (missing,)


def test_what_does_not_need_the_unknown_figure_is_reckoned_all_the_same() -> None:
    found = acquisition(_profile(referrals=None), price_a_year=115_000)
    assert found.without_referrals == 115_000
    assert found.payback_months == 12
    assert acquisition(_profile(service=None)).without_referrals is None


def test_no_reward_is_needed_where_nobody_refers() -> None:
    found = acquisition(_profile(reward=None, referrals="0"))
    assert found.with_referrals == 115_000
    assert found.saved == 0
    assert found.missing == ()


def test_what_costs_nothing_is_known_to_cost_nothing() -> None:
    assert acquisition(_profile(0, 0, 0, "0")).without_referrals == 0


@pytest.mark.parametrize(("cost", "price"), [(None, 1_200), (Decimal(100), None), (Decimal(100), 0)])
def test_without_cost_or_price_nothing_is_paid_back(cost: Decimal | None, price: int | None) -> None:
    assert months_of_price(cost, price) is None


def test_a_referred_customer_is_worth_at_most_the_referrer() -> None:
    assert referred_value(50_000, 80_000) == 50_000
    assert referred_value(50_000, 20_000) == 20_000
    assert referred_value(50_000, 0) == 0


def test_where_nothing_is_expected_the_referrers_value_stands_and_without_it_none() -> None:
    assert referred_value(50_000) == 50_000
    assert referred_value(None, 20_000) is None


@settings(max_examples=50)
@given(amounts, amounts, amounts, st.decimals(0, 20, places=2))
def test_the_cost_lies_between_winning_all_directly_and_all_by_referral(
    direct: int, service: int, reward: int, referrals: Decimal
) -> None:
    cost = cost_per_customer(direct, service, reward, referrals)
    least, most = sorted((direct + service, reward + service))
    assert least - Decimal("1e-9") <= cost <= most + Decimal("1e-9")
