"""The grid as a plan: all in view where it can be, the cursor always, and the figures said in any room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inks import INKS
from rich.cells import cell_len
from rich.text import Text

from icp_tui.insight.attributes import comparisons
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, Client, Customer, CustomerAnswer, CustomerGroup, Fit, Profile
from icp_tui.tui.choosing import rows
from icp_tui.tui.gridding import (
    LEAST,
    MARKS,
    MOST,
    Cell,
    Table,
    figures,
    fitted,
    headed,
    labels,
    moved,
    planned,
    said,
    stepped,
    table_of,
    window,
)

BEST, COMPARISON = CustomerGroup.BEST, CustomerGroup.COMPARISON
VANS = Attribute(id="vans", parent_id="p", name="Number of refrigerated vans", target="10 to 60")


def asked(
    best: int, others: int, attributes: Sequence[Attribute], yes: Sequence[tuple[int, int]] = ()
) -> Answers:
    """So many customers; of each attribute so many of the best and of the others say yes, the rest no."""
    people = [
        Customer(
            id=f"{group}{n}", parent_id="p", position=n, customer_group=group, name=f"Customer {group} {n}"
        )
        for group, many in ((BEST, best), (COMPARISON, others))
        for n in range(many)
    ]
    given = [
        CustomerAnswer(
            id=f"{attribute.id} {group}{n}",
            parent_id=f"{group}{n}",
            attribute=attribute.id,
            answer=Fit.YES if n < k else Fit.NO,
        )
        for attribute, counts in zip(attributes, yes, strict=False)
        for group, k, many in ((BEST, counts[0], best), (COMPARISON, counts[1], others))
        for n in range(many)
    ]
    places = [replace(attribute, position=n) for n, attribute in enumerate(attributes)]
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *people, *places, *given])


def many(number: int) -> list[Attribute]:
    return [replace(VANS, id=f"a{n}", name=f"Attribute number {n}") for n in range(number)]


def grid(best: int, others: int, attributes: int) -> Table:
    return table_of(asked(best, others, many(attributes)))


WORKED = table_of(asked(10, 10, many(3), [(9, 3), (9, 6), (10, 9)]))


# What stands where


def test_the_best_stand_first_and_a_line_parts_them_from_the_others() -> None:
    table = grid(2, 3, 1)
    assert [customer.customer_group for customer in table.customers] == [BEST] * 2 + [COMPARISON] * 3
    assert table.body == (0, 1, None, 2, 3, 4)
    assert grid(2, 0, 1).body == grid(0, 2, 1).body == (0, 1)


def test_protected_attributes_are_no_columns() -> None:
    table = table_of(asked(1, 1, [VANS, Attribute(id="g", parent_id="p", name="Gender")]))
    assert [found.attribute.id for found in table.columns] == ["vans"]
    assert table.protected == 1


def test_of_two_answers_for_one_cell_the_one_made_last_is_shown_wherever_it_stands() -> None:
    earlier = CustomerAnswer(id="0", parent_id="best0", position=9, attribute="vans", answer=Fit.NO)
    answers = asked(1, 0, [VANS], [(1, 0)]).replaced(earlier)
    assert table_of(answers).fit(Cell(0, 0)) is Fit.YES


def test_on_a_usual_screen_ten_and_ten_customers_with_15_attributes_need_no_scrolling() -> None:
    plan = planned(grid(10, 10, 15), 116, 28, Cell(0, 0))
    assert (plan.shown, plan.lines) == (15, 21)
    assert not (plan.above or plan.below or plan.left or plan.right)
    assert plan.words >= 1 and plan.foot == 4


def test_on_a_small_screen_the_rest_is_said_to_be_out_of_view() -> None:
    plan = planned(grid(10, 10, 15), 78, 16, Cell(0, 0))
    assert plan.below and plan.right and not plan.above and not plan.left
    plan = planned(grid(10, 10, 15), 78, 16, Cell(19, 14))
    assert plan.above and plan.left and not plan.below and not plan.right


def test_attributes_are_as_wide_as_there_is_room() -> None:
    widths = [planned(grid(10, 10, many_), 116, 40, Cell(0, 0)).width for many_ in (3, 8, 15)]
    assert widths[0] == MOST
    assert widths == sorted(widths, reverse=True)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(40, 200), st.integers(6, 60), st.integers(1, 20))
def test_every_plan_keeps_to_its_room_and_the_cursor_in_view(
    data: st.DataObject, width: int, room: int, attributes: int
) -> None:
    best, others = data.draw(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(any))
    table = grid(best, others, attributes)
    at = Cell(data.draw(st.integers(0, best + others - 1)), data.draw(st.integers(0, attributes - 1)))
    before = (data.draw(st.integers(0, attributes - 1)), data.draw(st.integers(0, best + others)))
    plan = planned(table, width, room, at, before)
    assert plan.head + plan.lines + plan.rule + plan.foot + plan.gap + plan.words <= room
    assert plan.names + MARKS + plan.shown * plan.width <= width
    assert LEAST <= plan.width <= MOST
    assert at.column in plan.columns
    assert at.row in table.body[plan.top : plan.top + plan.lines]
    assert 0 <= plan.first <= attributes - plan.shown


def test_a_place_on_the_screen_is_found_again() -> None:
    plan = planned(grid(10, 10, 15), 78, 16, Cell(19, 14))
    x = plan.names + 1 + plan.width
    assert plan.column_at(x) == plan.column_at(x + plan.width - 1) == plan.first + 1
    assert plan.column_at(plan.names) is None
    assert plan.column_at(plan.names + 1 + plan.shown * plan.width) is None
    assert plan.line_at(plan.head) == plan.top
    assert plan.line_at(plan.head - 1) is plan.line_at(plan.head + plan.lines) is None


def test_what_is_in_view_moves_no_more_than_it_must() -> None:
    assert window(3, 5, 20, at=5) == 3
    assert window(3, 5, 20, at=8) == 4
    assert window(3, 5, 20, at=1) == 1
    assert window(18, 5, 20, at=19) == 15


# Going on


def test_a_row_ends_where_the_next_begins() -> None:
    table = grid(2, 1, 3)
    assert stepped(Cell(0, 2), 1, table, down=False) == Cell(1, 0)
    assert stepped(Cell(1, 0), -1, table, down=False) == Cell(0, 2)
    assert stepped(Cell(2, 0), 1, table, down=True) == Cell(0, 1)
    assert stepped(Cell(2, 2), 1, table, down=False) == stepped(Cell(2, 2), 1, table, down=True) == Cell(2, 2)


def test_moving_stops_at_the_edges() -> None:
    assert moved(Cell(1, 1), -9, 9, grid(2, 1, 3)) == Cell(0, 2)


# What is read


def test_the_worked_comparisons_stand_below_their_columns() -> None:
    rows = dict(figures(WORKED))
    assert rows["Best customers"] == ["9/10", "9/10", "10/10"]
    assert rows["Comparison group"] == ["3/10", "6/10", "9/10"]
    assert rows["Lift"] == ["2.71", "1.46", "1.11"]
    assert labels(WORKED, 15)[1] == ["distinctive", "hint", "common"]


def test_in_little_room_a_sign_says_it_for_all_columns() -> None:
    caption, signs = labels(WORKED, 5)
    assert signs == ["■", "◐", "="]
    assert caption == "■ distinctive ◐ hint"


def test_the_finding_is_said_whole() -> None:
    table = table_of(asked(10, 10, [VANS, *many(12)], [(9, 3)] * 13))
    assert said(table, Cell(0, 0), 120, 3) == [
        "Number of refrigerated vans (target 10 to 60)   Customer best 0: yes",
        "distinctive: smoothed lift 2.71, p 0.010, 9 of 10 (60–98%) against 3 of 10 (11–60%)",
        "Of 13 tested, about 0.65 pass by luck alone.",
    ]


def test_in_little_room_the_finding_and_the_luck_stay() -> None:
    [line] = said(WORKED, Cell(0, 0), 116, 1)
    assert line.startswith("Attribute number 0")
    finding = "distinctive: smoothed lift 2.71, p 0.010, 9 of 10 against 3 of 10"
    assert line.endswith(f"{finding}   Luck: 0.15 of 3.")


@pytest.mark.parametrize(("counts", "shown"), [((10, 0), "21.00"), ((9, 4), "2.11")])
def test_a_lift_reads_as_in_the_choice_of_attributes(counts: tuple[int, int], shown: str) -> None:
    answers = asked(10, 10, [VANS], [counts])
    [line] = rows(comparisons(answers).attributes, None, INKS, 120, Text("  "))
    assert dict(figures(table_of(answers)))["Lift"] == [shown]
    assert line.plain.endswith(f" {shown}")


def test_a_chance_of_nearly_nothing_is_no_zero() -> None:
    table = table_of(asked(10, 10, [VANS], [(10, 0)]))
    assert "p < 0.001" in " ".join(said(table, Cell(0, 0), 200, 3))


def test_without_a_comparison_group_there_is_no_lift_but_a_way_to_one() -> None:
    table = table_of(asked(10, 0, [VANS], [(9, 0)]))
    assert figures(table) == [("Best customers", ["9/10"])]
    words = " ".join(said(table, Cell(0, 0), 76, 3))
    assert "9 of 10 (60–98%) of the best customers" in words
    assert "lift 0" not in words and "“Comparison group”" in words


def test_without_best_customers_the_page_for_them_is_named() -> None:
    assert "“Best customers”" in " ".join(said(grid(0, 3, 1), Cell(0, 0), 116, 3))


def test_what_they_were_picked_by_is_marked_as_not_tested() -> None:
    table = table_of(asked(10, 10, [replace(VANS, picked_by=YesNo.YES)], [(10, 0)]))
    assert labels(table, 15)[1] == ["not tested"]
    assert labels(table, 5)[1] == ["!"]
    assert dict(figures(table))["Lift"] == ["–"]
    assert "not tested, as they were picked by it" in " ".join(said(table, Cell(0, 0), 116, 3))


def test_too_few_answers_say_how_many_it_takes() -> None:
    table = table_of(asked(4, 4, [VANS], [(4, 0)]))
    assert labels(table, 15)[1] == ["too few"]
    assert "each group needs 5: 4 of 4" in " ".join(said(table, Cell(0, 0), 116, 3))
    assert dict(figures(grid(4, 4, 1)))["Best customers"] == ["–"]


def test_an_unanswered_cell_and_an_unnamed_customer_can_be_said() -> None:
    answers = asked(1, 1, [VANS])
    nameless = answers.replaced(replace(answers.of(Customer)[0], name=None))
    assert "…: no answer yet" in " ".join(said(table_of(nameless), Cell(0, 0), 116, 3))


@settings(max_examples=50, deadline=None)
@given(st.integers(40, 200), st.integers(1, 3), st.text("aß監🚚 ", min_size=1, max_size=90))
def test_what_is_said_keeps_to_its_lines(width: int, lines: int, name: str) -> None:
    table = table_of(asked(10, 10, [replace(VANS, name=name, target=name)], [(9, 3)]))
    words = said(table, Cell(0, 0), width, lines)
    assert len(words) <= lines
    assert all(cell_len(line) <= width for line in words)


def test_a_title_is_wrapped_between_words_and_long_words_are_cut() -> None:
    assert headed("Number of refrigerated vans", 15, 3) == ("Number of", "refrigerated", "vans")
    assert headed("Number of refrigerated vans", 7, 3) == ("Number", "of", "refrig…")
    assert headed("Next audit", 5, 3) == ("Next", "audit")


def test_what_is_written_without_spaces_is_broken_anywhere() -> None:
    assert headed("冷凍車の数", 5, 3) == ("冷凍", "車の", "数")


@pytest.mark.parametrize("text", ["Quellmoor Foods", "東京冷蔵物流株式会社", "Jolly Vans 🚚🚚🚚", "", "Ł"])
@pytest.mark.parametrize("width", [1, 5, 8, 13, 30])
def test_a_text_takes_exactly_its_columns(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) == width
    assert ("…" in fitted(text, width)) == (cell_len(text) > width)
