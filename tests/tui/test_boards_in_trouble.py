"""The boards in trouble: no right to write, no room on the disk, keys and pastes that mean nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import Disk, Seen, opened
from textual import events
from textual.widgets import Input

from icp_tui.method.choices import YesNo
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, CustomerGroup, Fit, Rating
from icp_tui.method.steps import page_named
from icp_tui.store.work.actions import add
from icp_tui.tui.widgets.board import Board
from small import Small

BOARDS = {"grid": "y", "choice": "space", "ratings": "3"}
"""The boards, each with a key that answers there."""


@pytest.fixture
def filled(small: Small) -> Small:
    """Two customers and two attributes, with one cell of the grid and one dimension answered."""
    workspace, profile_id = small.workspace, small.profile_id
    customers = [{"name": "Quellmoor"}, {"name": "Südhang", "customer_group": "comparison"}]
    [best, _] = add(workspace, profile_id, Customer, profile_id, customers)
    [vans, _] = add(workspace, profile_id, Attribute, profile_id, [{"name": "Vans"}, {"name": "Audit"}])
    add(workspace, profile_id, CustomerAnswer, best.id, [{"attribute": vans.id, "answer": "no"}])
    add(workspace, profile_id, Rating, profile_id, [{"dimension": "ready", "score": "1"}])
    return small


async def go(seen: Seen, page: str) -> None:
    """Turn to a page, a board being in the keyboard's place."""
    seen.interview.go(replace(seen.interview.position, page=page_named(page), record_id=None, field=None))
    await seen.settle()
    await seen.until(lambda: page not in BOARDS or isinstance(seen.app.focused, Board))


async def test_where_one_may_only_read_each_board_says_so_and_shows_what_there_is(filled: Small) -> None:
    async with opened(filled.workspace, filled.profile_id, at="client") as seen:
        filled.workspace.database.why_read_only = "Another program holds it."
        records = filled.answers.records
        for page, key in BOARDS.items():
            await go(seen, page)
            for pressed in (key, "backspace"):
                seen.app.told.clear()
                await seen.press(pressed)
                assert seen.told("This file can only be read here."), (page, pressed)
            assert seen.shows("Ready" if page == "ratings" else "Vans"), page
        await go(seen, "ratings")
        seen.app.told.clear()
        await seen.press("down", "up", "enter")
        assert seen.field is not None
        assert filled.answers.records == records


async def test_without_room_on_the_disk_a_key_is_told_and_pressed_again_it_answers(
    filled: Small, disk: Disk
) -> None:
    async with opened(filled.workspace, filled.profile_id, at="client") as seen:
        for page, key in BOARDS.items():
            await go(seen, page)
            records = filled.answers.records
            disk.full = True
            await seen.press("home", *(["up"] if page == "grid" else []), key)
            assert seen.told("disk is full"), page
            assert filled.answers.records == records, page
            disk.full = False
            seen.app.told.clear()
            await seen.press("home", *(["up"] if page == "grid" else []), key)
            assert filled.in_the_file.records != records, page
    assert filled.first(CustomerAnswer).answer is Fit.YES
    assert filled.first(Attribute).chosen is YesNo.YES
    assert [rating.score for rating in filled.answers.of(Rating)] == [3]
    assert filled.same()


async def test_keys_that_mean_nothing_change_nothing(filled: Small) -> None:
    async with opened(filled.workspace, filled.profile_id, at="client") as seen:
        for page in BOARDS:
            await go(seen, page)
            before = filled.changes()
            await seen.press("9", "²", "ł", "é", "%", "🚚", "'", '"', "\\", "insert", "f13")
            board = seen.app.focused
            assert isinstance(board, Board), page
            board.post_message(events.Key("upper_y", None))
            await seen.settle()
            assert filled.changes() == before, page


async def test_lines_pasted_on_a_board_are_no_keys(filled: Small) -> None:
    async with opened(filled.workspace, filled.profile_id, at="client") as seen:
        for page in BOARDS:
            await go(seen, page)
            before = filled.changes()
            await seen.paste("yyy\n333\n   \nnnn")
            assert filled.changes() == before, page
            assert isinstance(seen.app.focused, Board), page


@pytest.mark.parametrize("how", ["before", "after"])
async def test_a_typed_protected_trait_is_never_chosen_weighed_or_compared(small: Small, how: str) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.add("Vans", "Geschlecht" if how == "before" else "Headcount")
        if how == "after":
            await go(seen, "choice")
            await seen.press("down", "space", "5")
            small.set(small.answers.of(Attribute)[1], {"name": "Estado civil"})
        await go(seen, "choice")
        trait = small.answers.of(Attribute)[1]
        await seen.press("end", "space", "w", "5", "m", "s")
        assert small.now(trait) == trait
        assert seen.told(str(WHY_PROTECTED))
        assert seen.shows("0 chosen", "description only")
        await go(seen, "statement")
        assert "Choose five to seven attributes first" in seen.text
        add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Quellmoor"}])
        await go(seen, "grid")
        await seen.until(lambda: "Vans" in seen.reads("#grid"))
        assert trait.title not in seen.reads("#grid")


LISTS = {
    "best_customers": CustomerGroup.BEST,
    "candidates": CustomerGroup.CANDIDATE,
    "comparison_group": CustomerGroup.COMPARISON,
}


async def test_lines_pasted_on_the_lists_of_customers_go_into_their_group(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for page, group in LISTS.items():
            await go(seen, page)
            before = seen.titles(Customer)
            await seen.paste(f"1. {page} one\n\n• {page}   two\n")
            one, two = small.in_the_file.of(Customer)[len(before) :]
            assert (one.name, two.name) == (f"{page} one", f"{page} two")
            assert one.customer_group is two.customer_group is group
            assert seen.find("#add", Input).value == ""
            assert f"{page} two" in seen.chosen("#rows")
            await seen.press("ctrl+z")
            assert seen.titles(Customer) == before
            await seen.press("ctrl+y")


async def test_lines_pasted_on_the_other_new_lists_become_records(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for page in ("attributes", "buying_theirs", "red_flags", "personas", "findings", "touchpoints"):
            await go(seen, page)
            kind = page_named(page).record
            await seen.paste("Headcount\nłódź “two”\n\x07three\u202e")
            titles = [record.title for record in small.in_the_file.of(kind)]
            assert titles == ["Headcount", "łódź “two”", "three"], page
            assert small.same()
