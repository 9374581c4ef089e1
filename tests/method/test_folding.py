"""Texts are compared without case and accents."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icp_tui.method.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ŁÓDŹ", "lodz"),
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("ÆRØ", "aero"),
        ("São João", "sao joao"),
        ("ﬁn ½ ²", "fin 1⁄2 2"),
        ("日本 🚚", "日本 🚚"),
        ("", ""),
    ],
)
def test_case_and_accents_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@example("ℌ")
@example("İ")
@example("ﬆ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
