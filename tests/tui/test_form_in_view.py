"""What one writes in is in view, however much the form holds, and so is what stands beside it."""

from __future__ import annotations

import pytest
from driving import Seen, opened
from textual.widgets import TextArea

from icp_tui.method.records import Customer, Problem
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from small import Small

SMALL, USUAL = (80, 24), (120, 40)
LONG = "\n".join(f"Line number {n}" for n in range(30))


def is_in_view(seen: Seen) -> bool:
    """Whether the line with the cursor is within the form."""
    editor, form = seen.app.focused, seen.interview.form.region
    assert editor is not None
    line = editor.cursor_screen_offset.y if isinstance(editor, TextArea) else editor.region.y
    return form.y <= line < form.bottom


@pytest.mark.parametrize("size", [SMALL, USUAL])
@pytest.mark.parametrize("first", ["what", "sufferers", "in_their_words"])
async def test_every_field_is_in_view_when_one_comes_to_it(
    small: Small, first: str, size: tuple[int, int]
) -> None:
    problem = small.set(small.first(Problem), {"in_their_words": LONG})
    at = Place("problems", record_id=problem.id, field=first)
    async with opened(small.workspace, small.profile_id, at=at, size=size) as seen:
        for key in ("tab", "tab", "tab", "tab", "tab", "tab"):
            await seen.until(lambda: seen.field is None or is_in_view(seen))
            if seen.field in (None, "in_their_words"):
                break
            await seen.press(key)


async def test_the_line_one_writes_in_stays_in_view_in_prose_higher_than_the_form(small: Small) -> None:
    problem = small.set(small.first(Problem), {"in_their_words": LONG})
    at = Place("problems", record_id=problem.id, field="in_their_words")
    async with opened(small.workspace, small.profile_id, at=at, size=SMALL) as seen:
        await seen.until(lambda: is_in_view(seen) and seen.shows("Line number 29"))
        for _ in range(28):
            await seen.press("up")
            await seen.until(lambda: is_in_view(seen))
        assert seen.shows("Line number 1")
        for key in ("down", "down", "enter", "enter", "a"):
            await seen.press(key)
            await seen.until(lambda: is_in_view(seen))


@pytest.mark.parametrize(("field", "raw"), [("cost_each", "1900"), ("sufferers", "Drivers"), ("times", "")])
async def test_what_the_client_is_to_be_asked_is_seen_beside_an_answer_and_while_one_types(
    small: Small, field: str, raw: str
) -> None:
    problem = small.set(small.answers.of(Problem)[1], {field: raw})
    small.workspace.mark(small.profile_id, problem, field, "state", "ask")
    label = str(Problem.questions[field].label)
    at = Place("problems", record_id=problem.id)
    async with opened(small.workspace, small.profile_id, at=at) as seen:
        await seen.go_to("what")
        for here in ("what", field):
            await seen.go_to(here)
            [line] = [line for line in seen.within("#form") if line.startswith(label)]
            assert "? " in line
            assert field in ("sufferers", "times") or "ask the client" in line


async def test_amounts_of_several_periods_name_their_own_and_stand_below_each_other(small: Small) -> None:
    rows = [
        {"name": "Nord", "price_paid": "420", "value_obtained": "1180", "per": "month"},
        {"name": "Süd", "price_paid": "4000", "per": "year"},
    ]
    for each in rows:
        add(
            small.workspace,
            small.profile_id,
            Customer,
            small.profile_id,
            [{**each, "customer_group": "best"}],
        )
    async with opened(small.workspace, small.profile_id, at="best_customers") as seen:
        nord, south = (line for line in seen.within("#outline") if "Nord" in line or "Süd" in line)
        assert "€420 a month" in nord and "€4,000 a year" in south
        assert nord.index("€420 a month") + len("€420 a month") == south.index("€4,000 a year") + len(
            "€4,000 a year"
        )


async def test_amounts_of_one_period_stand_without_it(small: Small) -> None:
    row = {"name": "Nord", "price_paid": "420", "value_obtained": "1180", "per": "month"}
    add(small.workspace, small.profile_id, Customer, small.profile_id, [{**row, "customer_group": "best"}])
    async with opened(small.workspace, small.profile_id, at="best_customers") as seen:
        assert "a month" not in seen.reads("#outline")


async def test_all_keys_can_be_read_on_a_small_screen(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", size=SMALL) as seen:
        await seen.press("ctrl+l")
        await seen.until(lambda: seen.shows("Keys of this screen", "Why this is asked"))
        read = ""
        for _ in range(60):
            read += " ".join(" ".join(seen.within("#list")).split())
            await seen.press("down")
        assert "…" not in read
        assert "Everything marked" in read and "how to ask it." in read


async def test_typing_into_a_file_that_may_only_be_read_is_told_once(small: Small) -> None:
    at = Place("problems", record_id=small.first(Problem).id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=at, toasts=True) as seen:
        small.workspace.database.why_read_only = "A test looks."
        for letter in "drivers":
            await seen.press(letter)
        assert len(seen.app._notifications) == 1
