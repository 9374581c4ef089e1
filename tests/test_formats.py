"""Figures as each language writes them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from icp_tui.formats import fixed, money, probability
from icp_tui.settings import LANGUAGES


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


@pytest.mark.parametrize("language", (*LANGUAGES, "de"))
@pytest.mark.parametrize("currency", ["PLN", "EUR", "USD", "GBP", "CHF", "BRL", "JPY", "XYZ", "zlotys"])
@pytest.mark.parametrize("hundredths", [190_000, 190_050, 0])
def test_letters_of_a_currency_never_stick_to_the_digits(
    hundredths: int, currency: str, language: str
) -> None:
    shown = money(hundredths, currency, language)
    assert not re.search(r"[^\W\d_]\d|\d[^\W\d_]", shown), shown


@pytest.mark.parametrize(
    ("currency", "language", "shown"),
    [
        ("PLN", "en", "PLN\u00a01,900"),
        ("BRL", "en", "R$1,900"),
        ("EUR", "en", "€1,900"),
        ("PLN", "pl", "1\u00a0900\u00a0zł"),
        ("PLN", "es", "1.900\u00a0PLN"),
        ("EUR", "pt", "€\u00a01.900"),
    ],
)
def test_a_currency_stands_where_its_language_puts_it(currency: str, language: str, shown: str) -> None:
    assert money(190_000, currency, language) == shown
