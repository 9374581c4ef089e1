"""Figures as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from icp_tui.formats import fixed, probability


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [(0.0099, "en", "0.010"), (0.5, "pl", "0,500"), (0.0010, "en", "0.001"), (0.1517, "es", "0,152")],
)
def test_a_probability_keeps_its_three_digits(value: float, language: str, shown: str) -> None:
    assert probability(value, language) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "< 0.001"), ("es", "< 0,001")])
@pytest.mark.parametrize("value", [0.0000004, 0.00099])
def test_a_chance_of_nearly_nothing_is_said_to_be_less_than_three_digits_tell(
    value: float, language: str, shown: str
) -> None:
    assert probability(value, language) == shown


@pytest.mark.parametrize(
    ("value", "digits", "language", "shown"),
    [
        (2.0, 2, "en", "2.00"),
        (2.0, 2, "de", "2,00"),
        (Decimal("2.96"), 1, "en", "3.0"),
        (1234.5, 1, "en", "1,234.5"),
        (1234.5, 1, "de", "1.234,5"),
        (12.6, 0, "en", "13"),
        (12.6, 0, "de", "13"),
    ],
)
def test_a_figure_can_keep_its_digits(value: Decimal | float, digits: int, language: str, shown: str) -> None:
    assert fixed(value, digits, language) == shown
