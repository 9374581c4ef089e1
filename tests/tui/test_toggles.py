"""Boxes that are on or off: several answers in one line, by arrows, letters, digits or the mouse."""

from __future__ import annotations

import pytest
from driving import Seen, opened

from icp_tui.method.records import Customer, Metric, Part, Persona, Sign
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui.widgets import toggles
from small import Small

pytestmark = pytest.mark.usefixtures("patient")


def fiona(small: Small, parts: str = "") -> Place:
    """The parts that a persona plays."""
    row = {"nickname": "Fiona", "parts": parts}
    [persona] = add(small.workspace, small.profile_id, Persona, small.profile_id, [row])
    return Place("personas", record_id=persona.id, field="parts")


def saved(small: Small) -> tuple[Part, ...] | None:
    return small.in_the_file.of(Persona)[0].parts


def boxes(seen: Seen) -> str:
    return seen.reads("#toggles")


async def test_arrows_and_space_go_round_turn_boxes_on_and_off_and_each_is_saved_at_once(
    small: Small,
) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        assert boxes(seen) == "□ decides □ pays □ uses □ advises □ can block"
        await seen.press("right", "space")
        assert saved(small) == (Part.PAYS,)
        await seen.press("left", "space")
        assert saved(small) == (Part.DECIDES, Part.PAYS)
        assert boxes(seen) == "■ decides ■ pays □ uses □ advises □ can block"
        await seen.press("space", "left", "space")
        assert saved(small) == (Part.PAYS, Part.BLOCKS)


async def test_without_any_box_there_is_no_answer(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small, "pays")) as seen:
        await seen.press("right", "backspace")
        assert saved(small) is None
        before = small.changes()
        await seen.press("backspace", "delete", "left", "delete")
        assert small.changes() == before
        await seen.press("ctrl+z")
        assert saved(small) == (Part.PAYS,)
        assert "■ pays" in boxes(seen)


async def test_first_letters_and_digits_turn_on_and_off(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        await seen.press("u", "5", "C", "1")
        assert saved(small) == (Part.DECIDES, Part.USES)
        await seen.press("1", "u")
        assert saved(small) is None


async def test_a_word_written_out_turns_its_box_once(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toggles, "WORD_ENDS", 3600.0)
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        await seen.press(*"decides")
        assert saved(small) == (Part.DECIDES,)
        await seen.press(*"can", "space", *"block")
        assert saved(small) == (Part.DECIDES, Part.BLOCKS)
        await seen.press("space")
        assert saved(small) == (Part.DECIDES,)


def quellmoor(small: Small) -> Place:
    """The signs of a customer, three of which begin with the same letter."""
    [customer] = add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Quellmoor"}])
    return Place("best_customers", record_id=customer.id, field="signs")


async def test_the_same_letter_goes_through_all_that_begin_with_it(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=quellmoor(small)) as seen:
        signs = [Sign.STAYS, Sign.PROMOTES, Sign.REFERS]
        for number in range(3):
            await seen.press("s")
            assert small.in_the_file.of(Customer)[0].signs == tuple(signs[: number + 1])
        await seen.press("s")
        assert small.in_the_file.of(Customer)[0].signs == (Sign.PROMOTES, Sign.REFERS)


async def test_the_letters_that_follow_say_which_of_them_is_meant(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toggles, "WORD_ENDS", 3600.0)
    async with opened(small.workspace, small.profile_id, at=quellmoor(small)) as seen:
        await seen.press(*"sends")
        assert small.in_the_file.of(Customer)[0].signs == (Sign.REFERS,)
        await seen.press(*"spe", "right", "space")
        assert small.in_the_file.of(Customer)[0].signs == (Sign.PROMOTES,)


async def test_what_is_none_of_the_boxes_is_refused_in_words(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small, "uses")) as seen:
        before = small.changes()
        for key in ("z", "9", "0", "²", ",", "ł"):
            seen.app.told.clear()
            await seen.press(key)
            assert seen.told("None of these begins so; nothing was changed."), key
        assert small.changes() == before


async def test_tab_enter_and_the_arrows_lead_to_other_fields(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        for key, there in (
            ("tab", "goal"),
            ("enter", "goal"),
            ("down", "goal"),
            ("up", "role"),
            ("shift+tab", "role"),
        ):
            seen.interview.form.edit("parts")
            await seen.settle()
            await seen.press(key)
            assert seen.field == there, key
        assert saved(small) is None


async def test_a_click_turns_the_box_below_it(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        line = seen.within("#toggles")[0]
        for word in ("pays", "advises", "pays"):
            await seen.pilot.click("#toggles", offset=(line.index(word), 0))
            await seen.settle()
        assert saved(small) == (Part.ADVISES,)


async def test_what_is_on_stands_in_the_row_and_the_figures_at_once(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small)) as seen:
        assert "Nobody here decides or pays" in seen.reads("#means")
        await seen.press("p", "u")
        assert "pays, uses" in seen.chosen("#rows")
        assert "■ pays ■ uses" in seen.reads("#means")
        assert "Nobody" not in seen.reads("#means")


async def test_on_a_small_screen_the_box_at_hand_stays_in_view(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="ranking", size=(80, 24)) as seen:
        words = [str(metric.words) for metric in Metric]
        assert words[0] in boxes(seen) and words[-1] not in boxes(seen)
        for word in words:
            assert word in boxes(seen)
            await seen.press("space", "right")
        assert small.in_the_file.profile.best_by == tuple(Metric)
        assert words[0] in boxes(seen)


async def test_a_click_finds_its_box_also_where_others_gave_way(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="ranking", size=(80, 24)) as seen:
        await seen.press("left", "left")
        [line] = seen.within("#toggles")
        assert line.startswith("…  □ quick to order")
        await seen.pilot.click("#toggles", offset=(line.index("□ easy to win"), 0))
        await seen.settle()
        assert small.in_the_file.profile.best_by == (Metric.EASY,)


async def test_where_one_may_only_read_no_box_stays_turned(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=fiona(small, "uses")) as seen:
        small.workspace.database.why_read_only = "Another program holds it."
        await seen.press("1", "space")
        assert seen.told("can only be read here")
        assert boxes(seen) == "□ decides □ pays ■ uses □ advises □ can block"
        await seen.press("f1")
        assert all(f"· {part.words}" in seen.text for part in Part)
