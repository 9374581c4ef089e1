"""Small groups held against each other: the worked numbers of the method, and what holds for all figures."""

from __future__ import annotations

from itertools import combinations
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.statistics import (
    expected_by_luck,
    fisher_one_sided,
    lift,
    smoothed,
    weight_of_evidence,
    wilson,
)


@st.composite
def _some_of(draw: st.DrawFn, least: int = 0, most: int = 40) -> tuple[int, int]:
    """`k` of `n`."""
    n = draw(st.integers(least, most))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("table", "times", "p"),
    [
        ((9, 10, 3, 10), 2.71, 0.010),
        ((9, 10, 6, 10), 1.46, 0.152),
        ((10, 10, 9, 10), 1.11, 0.5),
    ],
)
def test_the_worked_comparisons(table: tuple[int, int, int, int], times: float, p: float) -> None:
    assert round(lift(*table), 2) == times
    assert round(fisher_one_sided(*table), 3) == p


def test_a_rate_is_drawn_to_the_middle_and_unknown_is_half() -> None:
    assert smoothed(9, 10) == pytest.approx(9.5 / 11)
    assert smoothed(0, 0) == 0.5


def test_the_weight_of_evidence_is_the_difference_of_the_log_odds() -> None:
    best, others = smoothed(9, 10), smoothed(3, 10)
    by_hand = log(best / (1 - best)) - log(others / (1 - others))
    assert weight_of_evidence(9, 10, 3, 10) == pytest.approx(by_hand) == pytest.approx(2.608, abs=0.001)


def test_of_thirteen_tests_luck_passes_065() -> None:
    assert expected_by_luck(13) == pytest.approx(0.65)
    assert expected_by_luck(0) == 0


def test_wilson_of_nine_in_ten() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


def test_of_none_and_of_all_the_rate_itself_is_a_bound_however_it_is_rounded() -> None:
    assert {wilson(0, n)[0] for n in range(1, 200)} == {0}
    assert {wilson(n, n)[1] for n in range(1, 200)} == {1}


def test_where_nothing_is_known_every_rate_is_possible() -> None:
    assert wilson(0, 0) == (0, 1)


def test_an_empty_group_proves_nothing() -> None:
    assert fisher_one_sided(0, 0, 3, 10) == fisher_one_sided(3, 10, 0, 0) == 1


@settings(max_examples=50)
@given(_some_of(1, 400))
def test_wilson_holds_the_rate_and_stays_between_none_and_all(found: tuple[int, int]) -> None:
    k, n = found
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high


@settings(max_examples=50)
@given(_some_of(), _some_of())
def test_p_is_a_chance_and_the_same_seen_from_the_other_side(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (k1, n1), (k2, n2) = first, second
    p = fisher_one_sided(k1, n1, k2, n2)
    assert 0 < p <= 1
    assert p == fisher_one_sided(n2 - k2, n2, n1 - k1, n1)
    assert p + fisher_one_sided(k2, n2, k1, n1) >= 1


@settings(max_examples=60)
@given(_some_of(0, 5), _some_of(0, 5))
def test_p_is_what_dealing_out_the_traits_in_every_way_gives(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (k1, n1), (k2, n2) = first, second
    deals = list(combinations(range(n1 + n2), k1 + k2))
    as_great = sum(sum(place < n1 for place in deal) >= k1 for deal in deals)
    assert fisher_one_sided(k1, n1, k2, n2) == pytest.approx(as_great / len(deals))


@settings(max_examples=50)
@given(_some_of(), _some_of(1))
def test_the_more_frequent_among_the_others_the_less_it_tells(
    best: tuple[int, int], others: tuple[int, int]
) -> None:
    (k1, n1), (k2, n2) = best, others
    fewer, more = (k1, n1, max(k2 - 1, 0), n2), (k1, n1, max(k2, 1), n2)
    assert lift(*fewer) > lift(*more)
    assert weight_of_evidence(*fewer) > weight_of_evidence(*more)
    assert fisher_one_sided(*fewer) <= fisher_one_sided(*more) + 1e-12
