"""Figures of any size that can be typed: no page, row or document gives up on them, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inks import INKS

from filled import NEW_STEP, filled, in_euros
from icp_tui.documents.catalogue import DOCUMENTS
from icp_tui.documents.context import context
from icp_tui.documents.render import render
from icp_tui.formats import rounded
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Money, Number
from icp_tui.method.numbers import MOST_DIGITS
from icp_tui.method.records import ProcessStep
from icp_tui.method.steps import PAGES
from icp_tui.settings import LANGUAGES
from icp_tui.texts import interface_language, speak
from icp_tui.tui.means import View, means
from icp_tui.tui.position import Position, settled
from icp_tui.tui.widgets.rows import row_of
from icp_tui.tui.widgets.sheet import shown

HUGE = 10**MOST_DIGITS - 1
FIGURES = st.one_of(
    st.sampled_from([Decimal(HUGE), Decimal(0), Decimal("1E-9"), Decimal("999999.999999999")]),
    st.decimals(min_value=0, max_value=HUGE, allow_nan=False, allow_infinity=False).map(
        lambda figure: Decimal(f"{figure:.15g}")
    ),
)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """The interface speaks again as before."""
    before = interface_language()
    yield
    speak(before)


def with_figures(figures: list[Decimal], per: Period) -> Answers:
    """A profile in which every number and every amount is one of the figures."""
    answers = filled(in_euros)
    changed: list[Record] = []
    for record in answers.records:
        values: dict[str, Any] = {}
        for place, (name, question) in enumerate(record.questions.items()):
            figure = figures[(place + len(changed)) % len(figures)]
            if isinstance(question.kind, Number):
                values[name] = figure.to_integral_value() if question.kind.whole else figure
            elif isinstance(question.kind, Money):
                values[name] = int(figure * 100)
            elif name == "per":
                values[name] = per
        changed.append(replace(record, **values))
    return answers.replaced(*changed)


def read_all(answers: Answers) -> str:
    """What every page and every row says."""
    told: list[object] = []
    for page in PAGES:
        for narrow in (False, True):
            position = settled(Position(page), answers)
            told += means(View(answers, position, INKS, 70 if narrow else 100, narrow))
    for record in answers.records:
        told += row_of(record, answers, INKS).columns
        told += [shown(answers, record, question) for question in record.questions.values()]
    return "\n".join(map(str, told))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=12, deadline=None)
@given(figures=st.lists(FIGURES, min_size=1, max_size=6), per=st.sampled_from(Period))
def test_every_page_says_figures_of_any_size(language: str, figures: list[Decimal], per: Period) -> None:
    speak(language)
    assert read_all(with_figures(figures, per))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=3, deadline=None)
@given(figures=st.lists(FIGURES, min_size=1, max_size=6), per=st.sampled_from(Period))
def test_every_document_prints_figures_of_any_size(
    language: str, figures: list[Decimal], per: Period
) -> None:
    answers = with_figures([Decimal(HUGE), *figures], per)
    for document in DOCUMENTS.values():
        tree = context(answers, title=document.title, reader=document.reader, language=language)
        assert render(document.template, tree)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_as_large_as_can_be_typed_is_told_to_the_last_digit(language: str) -> None:
    speak(language)
    [step] = [s for s in filled(in_euros).of(ProcessStep) if s.id != NEW_STEP]
    huge = replace(step, minutes=Decimal(HUGE), times=Decimal(HUGE), per=Period.DAY)
    told = read_all(filled(in_euros).replaced(huge))
    digits = "".join(letter for letter in told if letter.isdecimal())
    # 250 working days a year, 12 months, 60 minutes an hour; 28 digits are reckoned with.
    exact = f"{Decimal(HUGE) * HUGE * 250 / 12 / 60:.0f}"
    assert exact[:25] in digits


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("1E+40", 1, "1E+40"), ("2.345", 2, "2.34"), ("1250", -2, "1.2E+3"), ("0", 3, "0.000")],
)
def test_rounding_knows_no_size(value: str, places: int, expected: str) -> None:
    assert rounded(Decimal(value), places) == Decimal(expected)
