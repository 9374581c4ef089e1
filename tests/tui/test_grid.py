"""The grid in use: one key an answer, keys faster than saving, and columns that stay below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pytest
from driving import Seen, opened
from inks import INKS, plain
from rich.cells import cell_len
from rich.text import Text
from test_gridding import BEST, COMPARISON, VANS, asked, grid, many
from textual import events
from textual.geometry import Offset

from icp_tui.method.answers import Answers
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, Fit
from icp_tui.store.work.actions import add, delete, start
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.glyphs import TWINS
from icp_tui.tui.gridding import Cell, Table, planned, table_of
from icp_tui.tui.widgets.board import Board
from icp_tui.tui.widgets.grid import SIGNS, Grid, first_of_all, painted

NAMES = (
    "Quellmoor Foods",
    "東京冷蔵物流株式会社",
    "Jolly Vans 🚚",
    "A name that goes on and on until it is cut",
)


# How it is drawn


def drawn(table: Table, at: Cell = Cell(0, 0), width: int = 78, room: int = 16) -> list[Text]:  # noqa: B008
    return painted(table, planned(table, width, room, at), at, width, INKS)


def in_columns(line: Text, start: int, end: int) -> str:
    """What stands between two columns of the screen."""
    column, found = 0, ""
    for letter in line.plain:
        found += letter if start <= column < end else ""
        column += cell_len(letter)
    return found


def named(names: Sequence[str]) -> Table:
    answers = asked(len(names), 1, many(4), [(len(names), 0)] * 4)
    best = [c for c in answers.of(Customer) if c.customer_group is BEST]
    return table_of(answers.replaced(*(replace(c, name=name) for c, name in zip(best, names, strict=True))))


def test_wide_letters_and_long_names_leave_the_columns_below_each_other() -> None:
    table = named(NAMES)
    plan = planned(table, 78, 24, Cell(0, 0))
    rows = drawn(table, room=24)[plan.head : plan.head + len(NAMES)]
    for column in range(4):
        start = plan.names + 1 + column * plan.width
        assert [in_columns(row, start + 1, start + 2) for row in rows] == ["●"] * len(NAMES)
    assert "…" in rows[-1].plain


@pytest.mark.parametrize(("width", "room"), [(116, 28), (78, 16), (67, 38), (40, 8)])
def test_no_line_is_wider_than_the_board_and_none_is_too_many(width: int, room: int) -> None:
    for at in (Cell(0, 0), Cell(19, 14)):
        lines = drawn(grid(10, 10, 15), at, width, room)
        assert len(lines) <= room
        assert max(line.cell_len for line in lines) <= width


def test_titles_and_figures_stay_where_the_rest_is_scrolled() -> None:
    lines = [line.plain for line in drawn(grid(10, 10, 15), Cell(19, 14))]
    assert "‹" in lines[0] and "›" not in lines[0]
    assert lines[1].startswith("Comparison group 10")
    assert "↑" in lines[2]
    assert [line.split()[0] for line in lines if line.startswith(("Best", "Lift"))] == ["Best", "Lift"]
    lines = [line.plain for line in drawn(grid(10, 10, 15))]
    assert "›" in lines[0] and lines[1].startswith("Best customers 10")
    assert any("↓" in line for line in lines)


def test_the_cursor_is_seen_without_colours_too() -> None:
    table = grid(2, 2, 3)
    for at in (Cell(0, 0), Cell(2, 1), Cell(3, 2)):
        [line] = [line for line in drawn(table, at) if "▸" in line.plain]
        assert line.plain.startswith(table.customers[at.row].title)
        block = next(span for span in line.spans if line.plain[span.start] == "▸")
        assert "reverse" in str(block.style)


def test_every_answer_has_a_sign_of_its_own_also_in_plain_letters() -> None:
    twins = [sign.translate(TWINS) for sign in SIGNS.values()]
    assert len(set(twins)) == len(SIGNS) == len(Fit) + 1
    drawn_signs = set(plain(*drawn(named(NAMES[:1])), *drawn(grid(10, 10, 15), Cell(5, 5), 116, 40)))
    assert {sign for sign in drawn_signs if not sign.translate(TWINS).isascii()} <= set("·–“”")


@pytest.mark.parametrize(
    ("answers", "page"),
    [
        (asked(0, 0, many(2)), "“Best customers”"),
        (asked(2, 2, []), "“Collect”"),
        (asked(2, 2, [Attribute(id="g", parent_id="p", name="Gender")]), "“Collect”"),
    ],
)
def test_where_nothing_can_be_compared_the_page_to_go_to_is_named(answers: Answers, page: str) -> None:
    assert not table_of(answers).filled
    assert page in first_of_all(table_of(answers))


# How it is used


@dataclass(frozen=True)
class Case:
    """A profile with customers and attributes, and what was answered so far."""

    workspace: Workspace
    profile_id: str

    @property
    def rows(self) -> list[str]:
        """What is answered, a row for each customer."""
        table = table_of(self.workspace.answers(self.profile_id))
        columns = range(len(table.columns))
        return [
            "".join(SIGNS[table.fit(Cell(row, column))] for column in columns)
            for row in range(len(table.customers))
        ]

    @property
    def records(self) -> int:
        """How many answers were made."""
        return len(self.workspace.answers(self.profile_id).of(CustomerAnswer))


@pytest.fixture
def case(workspace: Workspace) -> Case:
    profile = start(workspace, {"name": "Autumn"})
    for group, number in ((BEST, 2), (COMPARISON, 1)):
        rows = [{"name": f"Customer {group} {n}", "customer_group": group.value} for n in range(number)]
        add(workspace, profile, Customer, profile, rows)
    add(workspace, profile, Attribute, profile, [{"name": f"{VANS.name} {n}"} for n in range(3)])
    return Case(workspace, profile)


def at(seen: Seen) -> Cell:
    """Where the cursor stands."""
    return seen.find("#grid", Grid)._cell


def has_size(seen: Seen, size: tuple[int, int]) -> bool:
    return seen.app.size == size


async def press_at_once(seen: Seen, keys: str) -> None:
    """Press keys without waiting for what they do."""
    for key in keys:
        seen.app.simulate_key("left" if key == "<" else key)
    await seen.settle()
    await seen.until(lambda: seen.interview.position.record_id == seen.find("#grid", Grid)._attribute_id)


async def test_each_key_answers_a_cell_and_rows_go_on_into_each_other(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("y", "p", "n", "?", "Y", "u")
        assert case.rows == ["●◐○", "?●?", "···"]
        assert at(seen) == Cell(2, 0)
        await seen.press("space", "2", "tab", "x", "y")
        assert case.rows[2] == "·◐●"
        await seen.until(lambda: "1/1" in seen.reads("#grid"))


async def test_keys_faster_than_saving_each_find_their_own_cell(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await press_at_once(seen, "yn<y<p?yn")
        assert case.rows == ["●◐?", "●○·", "···"]
        assert case.records == 5
        assert at(seen) == Cell(1, 2)


async def test_one_goes_on_in_the_direction_of_the_last_arrow(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("right", "down", "y", "y", "n")
        assert case.rows == ["··○", "·●·", "·●·"]
        assert at(seen) == Cell(1, 2)
        await seen.press("home", "y")
        assert case.rows[1] == "●●·"
        assert at(seen) == Cell(1, 1)
        await seen.press("backspace", "end", "pageup", "delete")
        assert case.rows == ["···", "●··", "·●·"]
        assert at(seen) == Cell(0, 2)


async def test_the_position_follows_and_the_grid_follows_the_position(case: Case) -> None:
    answers = case.workspace.answers(case.profile_id)
    columns = [attribute.id for attribute in answers.of(Attribute)]
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("down", "right", "right")
        assert seen.interview.position.record_id == columns[2]
        seen.interview.go(replace(seen.interview.position, record_id=columns[1]))
        await seen.settle()
        assert at(seen) == Cell(1, 1)
        await seen.press("y", "ctrl+z")
        assert case.rows[1] == "···"
        first, second = (c for c in answers.of(Customer) if c.customer_group is BEST)
        delete(case.workspace, case.profile_id, first)
        seen.interview.brought_up()
        assert seen.find("#grid", Grid)._customer_id == second.id
        assert at(seen).row == 0


async def test_one_begins_where_the_first_answer_is_missing(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("y", "y")
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        assert at(seen) == Cell(0, 2)


async def test_enter_opens_the_attribute_in_view(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[object] = []
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("right")
        with monkeypatch.context() as patch:
            patch.setattr(seen.find("#grid", Grid), "post_message", posted.append)
            seen.find("#grid", Grid).on_key(events.Key("enter", None))
    [message] = [message for message in posted if isinstance(message, Board.Opened)]
    assert message.spot.record == case.workspace.answers(case.profile_id).of(Attribute)[1]


async def test_a_click_goes_to_a_cell_and_the_next_ones_answer_it(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid", size=(80, 24)) as seen:
        board = seen.find("#grid", Grid)
        plan = board._plan
        assert plan is not None
        there = Offset(plan.names + 2 + plan.width, plan.head + 1)
        shown = []
        for _ in range(6):
            await seen.pilot.click("#grid", offset=there)
            await seen.settle()
            shown.append(case.rows[1][1])
        assert at(seen) == Cell(1, 1)
        assert shown == ["·", "●", "◐", "○", "?", "·"]
        await seen.pilot.click("#grid", offset=(2, plan.head))
        assert at(seen) == Cell(0, 1)


async def test_the_whole_screen_stays_in_shape_at_every_size(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid", size=(160, 50)) as seen:
        for size in ((120, 40), (80, 24), (160, 50)):
            await seen.pilot.resize_terminal(*size)
            await seen.until(partial(has_size, seen, size))
            await seen.pilot.pause()
            lines = seen.within("#grid")
            assert {cell_len(line) for line in seen.lines} == {size[0]}
            places = [line.index("▸") for line in lines if "▸" in line]
            assert len(places) == 1
            rows = [line for line in lines if "Customer" in line and "·" in line]
            assert len(rows) == 3
            assert len({line.index("·") for line in rows}) == 1


async def test_only_what_changes_is_painted_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        board = seen.find("#grid", Grid)
        await seen.pilot.pause()
        regions: list[int] = []
        with monkeypatch.context() as patch:
            patch.setattr(board, "refresh", lambda *changed, **_: regions.extend(r.y for r in changed))
            await seen.press("down")
        assert board._plan is not None
        rows = {board._plan.head, board._plan.head + 1}
        assert rows <= set(regions)
        assert len(regions) < board.count / 2


async def test_after_undo_the_cursor_stands_at_the_answer_that_was_taken_back(case: Case) -> None:
    async with opened(case.workspace, case.profile_id, at="grid") as seen:
        await seen.press("y", "down", "y", "ctrl+z", "ctrl+z", "n")
        assert case.rows[0] == "○··" and case.rows[1] == "···"
