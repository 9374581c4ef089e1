"""Figures as each language writes them."""

from __future__ import annotations

import pytest

from icp_tui.formats import probability


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [(0.0099, "en", "0.010"), (0.5, "pl", "0,500"), (0.0000001, "en", "0.001"), (0.1517, "es", "0,152")],
)
def test_a_probability_keeps_its_three_digits(value: float, language: str, shown: str) -> None:
    assert probability(value, language) == shown
