"""No command clears what is never empty, counts another currency, links to two for one, or guesses."""

from __future__ import annotations

import os
import shutil

import pytest
from calling import Icp

from icp_tui.method.length import LONGEST
from icp_tui.method.records import (
    Attribute,
    Customer,
    CustomerAnswer,
    Dimension,
    Finding,
    Fit,
    Objective,
    ProcessStep,
    Rating,
    Side,
)

PROFILE = "wholesalers-before-an-audit"


@pytest.fixture
def grid(icp: Icp) -> Icp:
    """The small profile with two customers, two attributes and one answer about them."""
    icp.done("add", "customers", "--to", PROFILE, "Quellmoor", "Tarnbeck")
    icp.done("add", "attributes", "--to", PROFILE, "Vans", "Audit soon")
    icp.done(
        "add", "answer", "--to", icp.short("Quellmoor"), "partly", "--set", f"attribute={icp.short('Vans')}"
    )
    return icp


def cell(icp: Icp) -> str:
    return icp.answers().of(CustomerAnswer)[0].id


def test_what_only_the_making_says_cannot_be_cleared(grid: Icp) -> None:
    grid.done("add", "rating", "--to", PROFILE, "ready")
    rating, step = grid.answers().of(Rating)[0].id, grid.short("Office types it")
    for record, field in ((rating, "dimension"), (cell(grid), "attribute"), (step, "side")):
        for raw in ("", "  "):
            said = grid.refused(2, "set", record, f"{field}={raw}")
            assert f"“{field}” is never without an answer." in said
    grid.done("set", step, "side=new")
    answers = grid.answers()
    assert next(s.side for s in answers.of(ProcessStep) if s.id.endswith(step)) is Side.NEW
    assert answers.of(Rating)[0].dimension is Dimension.READY and answers.of(CustomerAnswer)[0].attribute


def test_an_amount_in_another_currency_is_refused_everywhere(grid: Icp) -> None:
    one = grid.short("Quellmoor")
    add = ("add", "customer", "--to", PROFILE, "New", "--set", "price_paid=$420")
    for words in (("set", one, "price_paid=USD 420"), add, ("set", PROFILE, "budget=£5")):
        assert "This profile counts in EUR, not in" in grid.refused(1, *words)
    grid.done("set", one, "price_paid=EUR 420,50")
    assert grid.answers().of(Customer)[0].price_paid == 42_050
    assert grid.answers().marks == {}


def test_an_amount_goes_by_the_currency_that_is_given_with_it(grid: Icp, empty: Icp) -> None:
    grid.done("set", PROFILE, "budget=USD 500", "currency=USD")
    answers = grid.answers()
    assert (answers.profile.currency, answers.profile.budget, answers.marks) == ("USD", 50_000, {})
    started = ("new", "--client", "A", "--profile", "B", "--set", "budget=USD 5")
    assert "counts in EUR, not in USD" in empty.refused(1, *started)
    empty.done(*started, "--set", "currency=USD")
    assert (empty.answers().profile.currency, empty.answers().profile.budget) == ("USD", 500)


def test_a_link_to_one_record_is_not_given_two(grid: Icp) -> None:
    grid.done("add", "finding", "--to", PROFILE, "They ask for loggers")
    both = f"customer={grid.short('Quellmoor')} {grid.short('Tarnbeck')}"
    finding = grid.short("They ask for loggers")
    assert "“customer” leads to one record; 2 are named." in grid.refused(2, "set", finding, both)
    assert "2 are named" in grid.refused(2, "add", "finding", "--to", PROFILE, "F", "--set", both)
    assert grid.answers().of(Finding)[0].customer is None and grid.answers().marks == {}


def test_a_title_given_in_two_ways_is_refused(icp: Icp) -> None:
    said = icp.refused(2, "add", "rating", "--to", PROFILE, "ready", "--set", "dimension=willing")
    assert "“dimension” is given twice." in said
    icp.done("add", "rating", "--to", PROFILE, "--set", "dimension=willing", "--set", "score=2")
    assert [(r.dimension, r.score) for r in icp.answers().of(Rating)] == [(Dimension.WILLING, 2)]


def test_a_dimension_is_rated_once(icp: Icp) -> None:
    icp.done("add", "rating", "--to", PROFILE, "ready", "able")
    ready, able = icp.answers().of(Rating)
    said = icp.refused(2, "add", "rating", "--to", PROFILE, "Ready")
    assert "There can be one with dimension “Ready”." in said and f"icp-tui set {ready.id[-6:]}" in said
    assert "There can be one" in icp.refused(2, "add", "rating", "--to", PROFILE, "willing", "willing")
    assert "There can be one" in icp.refused(2, "set", able.id, "dimension=ready")
    icp.done("set", able.id, "dimension=able", "score=3")


def test_a_cell_of_the_grid_names_its_attribute_and_is_answered_once(grid: Icp) -> None:
    one = grid.short("Quellmoor")
    said = grid.refused(2, "add", "customer_answer", "--to", one, "yes")
    assert "Say which with --set attribute=ID." in said
    assert all(f"{a.id[-6:]}  {a.name}" in said for a in grid.answers().of(Attribute))
    said = grid.refused(
        2, "add", "customer_answer", "--to", one, "yes", "--set", f"attribute={grid.short('Vans')}"
    )
    assert "There can be one with attribute “Vans”." in said
    grid.done(
        "add", "answer", "--to", grid.short("Tarnbeck"), "yes", "--set", f"attribute={grid.short('Vans')}"
    )
    assert [a.answer for a in grid.answers().of(CustomerAnswer)] == [Fit.PARTLY, Fit.YES]


def test_a_cell_of_no_attribute_says_what_to_add_first(icp: Icp) -> None:
    icp.done("add", "customer", "--to", PROFILE, "Quellmoor")
    said = icp.refused(2, "add", "customer_answer", "--to", icp.short("Quellmoor"), "yes")
    assert "Add one first: `icp-tui add attribute --to …`." in said


def test_show_prints_the_grid_by_attribute_and_the_answers_of_a_customer(grid: Icp) -> None:
    vans, other = grid.short("Vans"), grid.short("Audit soon")
    grid.done("add", "answer", "--to", grid.short("Tarnbeck"), "no", "--set", f"attribute={vans}")
    lines = grid.done("show", PROFILE).out.splitlines()
    at = lines.index("Attributes › Compare")
    assert lines[at + 1 : at + 4] == [
        f"  {vans}  Vans",
        "          partly  Quellmoor",
        "          no      Tarnbeck",
    ]
    assert not any(other in line for line in lines[at:])
    assert f"{cell(grid)[-6:]}  Quellmoor – Vans  partly" in grid.done("show", grid.short("Quellmoor")).out
    assert "Tarnbeck – Vans" in grid.done("show", vans).out
    grid.done("delete", vans)
    assert "Attributes › Compare" not in grid.done("show", PROFILE).out
    assert "Quellmoor – " not in grid.done("show", grid.short("Quellmoor")).out


def test_show_prints_ratings_by_their_dimension(icp: Icp) -> None:
    icp.done("add", "rating", "--to", PROFILE, "ready", "--set", "score=3", "--set", "note=Four of five")
    out = icp.done("show", PROFILE).out
    assert "Fit framework › Scorecard" in out and "Ready\n" in out
    assert "Score    3 of 4" in out and "Because  Four of five" in out


@pytest.mark.parametrize("hostile", ["a\x1b[2Jb", "a\x1b]52;c;aGk=\x07b", "a\u202eb\u2066", "a\nb"])
def test_what_is_typed_reaches_the_terminal_and_the_file_clean(icp: Icp, hostile: str) -> None:
    calls = [
        ("add", "objective", "--to", PROFILE, hostile),
        ("set", PROFILE, f"name={hostile}"),
        ("set", PROFILE, hostile),
        ("set", PROFILE, f"{hostile}=1"),
        ("set", hostile, "name=x"),
        ("show", hostile),
        ("search", hostile),
        ("history", PROFILE, hostile),
        ("case", hostile),
        ("import", hostile),
        ("import", "-", "--as", hostile, "--profile", PROFILE),
        ("add", hostile, "--to", PROFILE, "X"),
    ]
    for words in calls:
        outcome = icp(*words)
        assert outcome.code in (0, 1, 2), outcome
        assert not set(outcome.out + outcome.err) & {"\x1b", "\x07", "\x00", "\u202e", "\u2066"}
    assert icp.answers().of(Objective)[1].result in ("ab", "a b")


@pytest.mark.parametrize("words", [("set", "", "name=x"), ("set", PROFILE, ""), ("set", PROFILE, "="),
    ("add", "", "--to", PROFILE, "X"), ("add", "problem", "--to", "", "X"), ("case", ""), ("delete", ""),
    ("history", PROFILE, ""), ("duplicate", PROFILE, ""), ("import", ""), ("show", "  ")])  # fmt: skip
def test_an_empty_word_is_answered_in_words(icp: Icp, words: tuple[str, ...]) -> None:
    outcome = icp(*words)
    assert outcome.code in (1, 2) and outcome.out == ""
    assert len(outcome.err.splitlines()) >= 2


def test_a_megabyte_is_kept_or_refused_and_never_printed_back(icp: Icp) -> None:
    long, objective = "x" * 1_000_000, icp.short("Pass every audit")
    icp.done("set", objective, "in_their_words=-", stdin=long[:LONGEST] + "\n")
    assert icp.answers().of(Objective)[0].in_their_words == long[:LONGEST]
    said = icp.done("set", objective, "result=-", stdin=long[:LONGEST]).out
    assert len(said) < 200
    for field in ("in_their_words", "result", "priority", "by_when"):
        said = icp.refused(1, "set", objective, f"{field}=-", stdin=long)
        assert f"{field}: This is 1,000,000 characters long; an answer can have 100,000." in said
        assert "Nothing was changed." in said and len(said) < 1000
    assert icp.answers().of(Objective)[0].in_their_words == long[:LONGEST]
    # No system takes a longer word.
    long = long[:130_000]
    wrong: list[tuple[str, ...]] = [
        ("show", long),
        ("set", long, "a=b"),
        ("set", PROFILE, long),
        ("case", long),
    ]
    for words in wrong:
        outcome = icp(*words)
        assert outcome.code in (1, 2) and len(outcome.out + outcome.err) < 1000


def test_nothing_is_made_with_a_name_that_is_too_long(icp: Icp) -> None:
    long = "x" * 100_001
    for words, said in (
        (("add", "problem", "--to", icp.short("Pass every audit"), "-"), "This is 100,001 characters long"),
        (("new", "--client", long, "--profile", "P"), "This is 100,001 characters long"),
        (("new", "--client", "C", "--profile", "P", "--offer", long), "This is 100,001 characters long"),
    ):
        before = icp.done("show", PROFILE)
        assert said in icp.refused(1, *words, stdin=f"Short\n{long}\n")
        assert icp.done("show", PROFILE) == before


@pytest.mark.skipif(os.name != "posix", reason="a name has 255 bytes there")
@pytest.mark.parametrize("length", [247, 248, 250, 255])
def test_a_workspace_of_a_long_name_is_read_and_where_it_is_too_long_not_written(
    icp: Icp, length: int
) -> None:
    path = icp.workspace.with_name(f"{'x' * (length - 3)}.db")
    shutil.copyfile(icp.workspace, path)
    long = Icp(path, icp.home)
    for words in (("list",), ("check", "--data"), ("show", PROFILE), ("backup",)):
        long.done(*words)
    if length > 247:
        assert "Its name is too long" in long.refused(1, "new", "--client", "C", "--profile", "P")
    else:
        long.done("new", "--client", "C", "--profile", "P")
    assert "File name too long" in icp.bare("-w", str(path.with_name("x" * 256)), "list").err
