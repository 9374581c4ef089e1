"""The scorecard: gates, the chance of success with its weakest input, and what success caps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.framework import INPUTS, Gate, Scorecard, scorecard
from icp_tui.method.answers import Answers
from icp_tui.method.records import Client, Dimension, Profile, Rating

READY, WILLING, ABLE = Dimension.READY, Dimension.WILLING, Dimension.ABLE
EXPANSION, ADVOCACY = Dimension.EXPANSION, Dimension.ADVOCACY
SUCCESS = dict(zip(INPUTS, (3, 4, 2, 1, 3, 2), strict=True))


def _card(scores: dict[Dimension, int | None]) -> Scorecard:
    ratings = [
        Rating(id=f"r{place}", parent_id="p", dimension=dimension, score=score)
        for place, (dimension, score) in enumerate(scores.items())
    ]
    return scorecard(Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *ratings]))


def test_all_thirteen_lines_are_there_in_order_whatever_is_rated() -> None:
    card = _card({ADVOCACY: 2, READY: 3})
    assert [row.dimension for row in card.rows] == list(Dimension)
    assert card.row(READY).score == 3 and card.row(ABLE).score is None
    assert card.row(READY).rating is not None and card.row(ABLE).rating is None


def test_a_zero_shuts_a_gate_and_what_is_not_rated_does_not() -> None:
    card = _card({READY: 1, WILLING: 0, ABLE: None})
    assert [card.gate(gate) for gate in (READY, WILLING, ABLE)] == [Gate.OPEN, Gate.SHUT, Gate.NOT_RATED]
    assert (card.shut, card.not_rated) == ((WILLING,), (ABLE,))
    assert _card({}).not_rated == (READY, WILLING, ABLE) and _card({}).shut == ()


def test_success_is_the_mean_of_its_six_inputs_and_names_the_weakest() -> None:
    success = _card({**SUCCESS}).success
    assert (success.value, success.known, success.unknown) == (Decimal("2.5"), 6, 0)
    assert success.weakest is Dimension.COMPETENCE


def test_success_is_of_the_inputs_known_and_says_how_many_are_not() -> None:
    success = _card({Dimension.TECHNICAL: 4, Dimension.CULTURAL: 1, Dimension.RESOURCE: None}).success
    assert (success.value, success.known, success.unknown) == (Decimal("2.5"), 2, 4)
    assert success.weakest is Dimension.CULTURAL
    nothing = _card({READY: 4}).success
    assert (nothing.value, nothing.known, nothing.weakest) == (None, 0, None)


@pytest.mark.parametrize("dimension", [EXPANSION, ADVOCACY])
def test_expansion_and_advocacy_count_no_more_than_success_and_say_why(dimension: Dimension) -> None:
    card = _card({**SUCCESS, dimension: 4})
    row = card.row(dimension)
    assert (row.score, row.counts, row.capped) == (4, Decimal("2.5"), True)
    assert str(row.why).startswith("Counts no more than the chance of success")
    assert [row.dimension for row in card.rows if row.capped] == [dimension]


@pytest.mark.parametrize("dimension", [EXPANSION, ADVOCACY])
def test_up_to_success_they_count_as_they_are(dimension: Dimension) -> None:
    card = _card({**SUCCESS, dimension: 2})
    row = card.row(dimension)
    assert (row.counts, row.capped, str(row.why)) == (Decimal(2), False, "")
    assert not any(row.capped for row in card.rows)


def test_nothing_is_capped_by_a_success_that_nobody_knows() -> None:
    card = _card({EXPANSION: 4, ADVOCACY: None})
    assert card.row(EXPANSION).counts == 4 and card.row(ADVOCACY).counts is None


def test_success_caps_neither_the_gates_nor_the_other_lines() -> None:
    card = _card({**dict.fromkeys(INPUTS, 0), READY: 4, Dimension.ACQUISITION: 4, Dimension.FINANCIAL: 4})
    assert not any(row.capped for row in card.rows)
    assert card.row(Dimension.FINANCIAL).counts == 4


def test_of_two_ratings_of_one_dimension_the_one_made_last_counts() -> None:
    older = Rating(id="01", parent_id="p", position=9.0, dimension=READY, score=0)
    newer = Rating(id="02", parent_id="p", position=1.0, dimension=READY, score=3)
    profile = (Client(id="c"), Profile(id="p", parent_id="c"))
    for records in ((older, newer), (newer, older)):
        assert scorecard(Answers("p", [*profile, *records])).row(READY).rating is newer


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(list(Dimension)), st.none() | st.integers(0, 4)))
def test_no_line_counts_more_than_it_says_and_unknown_stays_unknown(
    scores: dict[Dimension, int | None],
) -> None:
    card = _card(scores)
    for row in card.rows:
        assert row.score == scores.get(row.dimension)
        assert (row.counts is None) is (row.score is None)
        if row.counts is not None and row.score is not None:
            assert row.capped is (row.counts < row.score)
            assert row.counts <= row.score
