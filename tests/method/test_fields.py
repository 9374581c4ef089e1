"""Every kind of field reads back what it shows and keeps, and refuses with words what it cannot read."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icp_tui.errors import BadAnswer
from icp_tui.method.choices import Ground, Period, YesNo
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Date, Kind, Link, Links, Money, Number, OneOf, Prose, Scale, Several, Text
from icp_tui.method.numbers import parse_decimal, plain
from icp_tui.method.records import Problem
from icp_tui.method.safe import safe_text

ENDS = Problem.questions["what"].label, Problem.questions["times"].label

KINDS: dict[str, Kind] = {
    "text": Text(),
    "prose": Prose(),
    "number": Number(),
    "whole number": Number(whole=True),
    "money": Money(),
    "date": Date(),
    "choice": OneOf(Period),
    "choices": Several(Period),
    "scale": Scale(0, 4, ENDS),
    "link": Link("problem"),
    "links": Links("problem"),
}

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
IDS = st.uuids().map(str)
FIGURES = st.integers(0, 10**15 - 1).map(Decimal) | st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**15 - 1), st.integers(0, 9)
)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": ANY.map(Text().parse).filter(bool),
    "prose": ANY.map(Prose().parse).filter(bool),
    "number": FIGURES,
    "whole number": st.integers(0, 10**15 - 1).map(Decimal),
    "money": st.integers(0, 10**15 - 1),
    "date": st.dates(),
    "choice": st.sampled_from(list(Period)),
    "choices": st.sets(st.sampled_from(list(Period)), min_size=1).map(
        lambda found: tuple(period for period in Period if period in found)
    ),
    "scale": st.integers(0, 4),
    "link": IDS,
    "links": st.lists(IDS, min_size=1, max_size=4, unique=True).map(tuple),
}


def _held(kind: Kind, value: Any) -> Any:
    """What the table of a record gives back for a value that was put into it."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE t (held {kind.sql}) STRICT")
    connection.execute("INSERT INTO t VALUES (?)", (kind.column(kind.dump(value)),))
    (held,) = connection.execute("SELECT held FROM t").fetchone()
    connection.close()
    return kind.from_column(held)


@given(data=st.data())
@pytest.mark.parametrize("name", KINDS)
def test_what_stands_in_the_field_is_read_as_the_value_that_it_shows(name: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[name])
    if not isinstance(KINDS[name], Links):
        assert KINDS[name].parse(KINDS[name].format(value)) == value


@given(data=st.data())
@pytest.mark.parametrize("name", KINDS)
def test_the_log_gives_back_what_it_keeps(name: str, data: st.DataObject) -> None:
    kind, value = KINDS[name], data.draw(VALUES[name])
    assert kind.load(kind.dump(value)) == value
    assert type(kind.load(kind.dump(value))) is type(value)


@given(data=st.data())
@pytest.mark.parametrize("name", [name for name in KINDS if name != "links"])
def test_the_table_gives_back_what_it_holds(name: str, data: st.DataObject) -> None:
    kind, value = KINDS[name], data.draw(VALUES[name])
    assert _held(kind, value) == value
    assert type(_held(kind, value)) is type(value)


@given(typed=st.text() | st.text("0123456789.,kKmM '+-EUR€\u00a0", max_size=20))
@example("1e5")
@example("²")
@example("٣")
@example("\x00")
@example("\ud800")
@example("İ")
@pytest.mark.parametrize("name", KINDS)
def test_whatever_is_typed_is_read_or_refused_with_words(name: str, typed: str) -> None:
    kind = KINDS[name]
    try:
        value = kind.parse(typed)
    except BadAnswer as error:
        assert error.what
        return
    if value is not None:
        assert kind.parse(kind.format(value) if name != "links" else kind.dump(value)) == value
        if safe_text(typed) == typed:
            assert kind.load(kind.dump(value)) == value


@given(dumped=st.text())
@example("NaN")
@example("1_0")
@pytest.mark.parametrize("name", KINDS)
def test_a_log_that_this_program_did_not_write_is_refused_with_words(name: str, dumped: str) -> None:
    try:
        KINDS[name].load(dumped)
    except BadAnswer as error:
        assert error.what


@pytest.mark.parametrize(
    ("name", "dumped"),
    [
        ("scale", "5"),
        ("scale", "-1"),
        ("number", "NaN"),
        ("number", "Infinity"),
        ("number", "-0.5"),
        ("number", "1E15"),
        ("number", "1E-10"),
        ("money", "-1"),
        ("money", "100000000000000000"),
    ],
)
def test_a_figure_that_could_never_be_typed_is_refused_wherever_it_comes_from(name: str, dumped: str) -> None:
    with pytest.raises(BadAnswer, match="out of range"):
        KINDS[name].load(dumped)
    with pytest.raises(BadAnswer, match="out of range"):
        KINDS[name].from_column(float(dumped) if name == "number" else int(dumped))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("typed", ["", " ", "\n", "\u00a0\t"])
def test_blank_is_no_answer(name: str, typed: str) -> None:
    assert KINDS[name].parse(typed) is None


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("letter", ["1", " ", "1 ", ". ", "a", "EUR "])
def test_a_long_paste_is_read_at_once(name: str, letter: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(BadAnswer):
        KINDS[name].parse("1" + letter * 50_000 + "x")
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1900", "1900"),
        ("1 900", "1900"),
        ("1\u00a0900", "1900"),
        ("1\u202f900,50", "1900.5"),
        ("1.900", "1900"),
        ("1,900", "1900"),
        ("1'900", "1900"),
        ("1’900", "1900"),
        ("1_900", "1900"),
        ("1 900,50", "1900.5"),
        ("1.900,50", "1900.5"),
        ("1,900.50", "1900.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("90k", "90000"),
        ("90 K", "90000"),
        ("1,5k", "1500"),
        ("1.5m", "1500000"),
        ("0,5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1.1250", "1.125"),
        ("12.5", "12.5"),
        ("+3", "3"),
        ("-3", "-3"),
        ("007", "7"),
        ("٣", "3"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_figures_are_read_as_people_type_them(typed: str, value: str) -> None:
    assert parse_decimal(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "about 5",
        "5 EUR",
        "1.900.50",
        "1,90,000",
        "1.2,3.4",
        "1,234.567,8",
        "--5",
        "1e5",
        "0x10",
        "²",
        "k",
        "...",
        "1000000000000000",
        "1.0000000001",
        "0.10000000000000000000000000000001",
        "9" * 1_000_000,
    ],
    ids=lambda typed: typed[:12],
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(BadAnswer):
        parse_decimal(typed)


@given(FIGURES)
def test_a_figure_written_plainly_is_read_as_the_same(value: Decimal) -> None:
    assert parse_decimal(plain(value)) == value
    assert not set(plain(value)) - set("0123456789.")


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("1900", 190_000),
        ("EUR 1 900,50", 190_050),
        ("1.900,50 €", 190_050),
        ("€12", 1200),
        ("12.5 zł", 1250),
        ("PLN  12", 1200),
        ("£ 0.01", 1),
        ("0", 0),
        ("90k", 9_000_000),
        ("\u00a012\u00a0", 1200),
    ],
)
def test_amounts_are_read_with_or_without_their_currency(typed: str, hundredths: int) -> None:
    assert Money().parse(typed) == hundredths


@pytest.mark.parametrize("typed", ["EUR", "€", "12.345,678", "1.005 5", "-1", "12 EURO", "E12", "1 EUR 2"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(BadAnswer):
        Money().parse(typed)


@pytest.mark.parametrize(
    ("hundredths", "text"), [(190_000, "1900"), (190_050, "1900.50"), (5, "0.05"), (0, "0")]
)
def test_an_amount_stands_in_its_field_with_two_decimals_or_none(hundredths: int, text: str) -> None:
    assert Money().format(hundredths) == text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09-30", dt.date(2026, 9, 30)),
        ("2026-9-3", dt.date(2026, 9, 3)),
        ("30.9.2026", dt.date(2026, 9, 30)),
        ("30. 9. 2026", dt.date(2026, 9, 30)),
        ("30/9/26", dt.date(2026, 9, 30)),
        ("30-09-2026", dt.date(2026, 9, 30)),
        ("30 9 2026", dt.date(2026, 9, 30)),
        ("30 Sep 2026", dt.date(2026, 9, 30)),
        ("30. september 26", dt.date(2026, 9, 30)),
        (" 30Sep2026 ", dt.date(2026, 9, 30)),
        ("29.2.2028", dt.date(2028, 2, 29)),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, day: dt.date) -> None:
    assert Date().parse(typed) == day


@pytest.mark.parametrize("typed", ["30.2.2026", "2026-13-01", "0.0.26", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_is_said_so(typed: str) -> None:
    with pytest.raises(BadAnswer, match="no such day"):
        Date().parse(typed)


@pytest.mark.parametrize("typed", ["soon", "2026", "30.9.", "30.9.226", "2026-09-30T10:00", "20260930"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadAnswer, match="A day, please"):
        Date().parse(typed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("month", Period.MONTH),
        ("a month", Period.MONTH),
        ("A MO", Period.MONTH),
        ("once", Period.ONCE),
        ("o", Period.ONCE),
    ],
)
def test_a_choice_is_typed_by_its_words_or_their_beginning(typed: str, answer: Period) -> None:
    assert OneOf(Period).parse(typed) is answer


def test_no_is_never_taken_for_not_known() -> None:
    assert OneOf(YesNo).parse("no") is YesNo.NO
    assert OneOf(YesNo).parse("not") is YesNo.UNKNOWN


def test_a_beginning_that_fits_several_lists_them() -> None:
    with pytest.raises(BadAnswer, match="a day, a week, a month, a year"):
        OneOf(Period).parse("a ")
    with pytest.raises(BadAnswer, match="measured"):
        OneOf(Ground).parse("hearsay")


@pytest.mark.parametrize("typed", ["-1", "5", "1.5", "high", "1k"])
def test_a_scale_takes_only_its_own_numbers(typed: str) -> None:
    with pytest.raises(BadAnswer):
        Scale(0, 4, ENDS).parse(typed)


def test_a_count_takes_no_fraction_and_nothing_goes_below_zero() -> None:
    for typed in ("1.5", "-1"):
        with pytest.raises(BadAnswer):
            Number(whole=True).parse(typed)
    assert Number(whole=True).parse("1.0") == 1


def test_one_line_stays_one_line_and_prose_keeps_its_own() -> None:
    assert Text().parse("  two \n words\t") == "two words"
    assert Prose().parse("\n\n  - one  \r\n  - two\r\n\r\n") == "  - one\n  - two"


def test_links_are_kept_once_and_in_the_order_chosen() -> None:
    assert Links("problem").parse("b a b c") == ("b", "a", "c")


def test_all_kinds_that_the_questions_use_are_tested_here() -> None:
    used = {type(question.kind) for kind in RECORDS.values() for question in kind.questions.values()}
    assert used <= {type(kind) for kind in KINDS.values()}


def test_several_are_typed_with_commas_and_kept_in_their_own_order() -> None:
    kind = Several(Period)
    assert kind.parse("a year, a da; a year") == (Period.DAY, Period.YEAR)
    assert kind.format((Period.DAY, Period.YEAR)) == "a day, a year"
    assert kind.dump((Period.DAY, Period.YEAR)) == "day year"
    assert kind.parse(" , ") is None
    with pytest.raises(BadAnswer, match="One of these"):
        kind.parse("a day, a decade")


def test_what_a_newer_program_added_to_a_set_does_not_hide_the_rest() -> None:
    assert Several(Period).load("day decade") == (Period.DAY,)


def test_a_link_to_any_record_fits_all_kinds() -> None:
    assert Link("").fits("problem") and Link("problem").fits("problem")
    assert not Link("problem").fits("objective")


@pytest.mark.parametrize("currency", ["zł", "pln", "Euro", "€", "EUR"])
def test_a_bare_amount_is_of_the_profile_s_currency_however_that_is_written(currency: str) -> None:
    Money().check_currency("1 900", currency)


def test_another_way_to_write_the_same_currency_is_no_other_currency() -> None:
    Money().check_currency("45 zł", "PLN")
    with pytest.raises(BadAnswer, match="not in EUR"):
        Money().check_currency("45 €", "zł")
