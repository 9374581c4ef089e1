"""The boards under the hands: one key answers, quick keys are neither lost nor misplaced."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from driving import Seen, opened

from icp_tui.method.choices import YesNo
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, Dimension, Rating, Trait
from icp_tui.store.work.actions import add
from icp_tui.tui.position import position_of
from small import Small

pytestmark = pytest.mark.usefixtures("patient")


@asynccontextmanager
async def choosing(
    small: Small, *names: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Seen, list[Attribute]]]:
    """The choice board with attributes of these names."""
    add(small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": name} for name in names])
    async with opened(small.workspace, small.profile_id, at="choice", size=size) as seen:
        await seen.until(lambda: names[0] in seen.reads("#choice"))
        await seen.settle()
        yield seen, small.answers.of(Attribute)


@asynccontextmanager
async def scoring(small: Small, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Seen]:
    """The scorecard."""
    async with opened(small.workspace, small.profile_id, at="ratings", size=size) as seen:
        await seen.until(lambda: "Ready" in seen.reads("#scorecard"))
        await seen.settle()
        yield seen


async def press_at_once(seen: Seen, *keys: str) -> None:
    """Press keys that all arrive before anything is saved, as on a machine with much else to do."""
    heard: list[bool] = []
    for key in keys:
        seen.app.simulate_key(key)
    # In line behind them.
    seen.app.call_later(lambda: seen.app.call_later(heard.append, True))
    await seen.until(lambda: bool(heard) and not seen.app.keys_waiting)
    await seen.settle()


def scores(small: Small) -> dict[Dimension | None, int | None]:
    """All ratings; each dimension has one at most."""
    ratings = small.in_the_file.of(Rating)
    assert len({rating.dimension for rating in ratings}) == len(ratings)
    return {rating.dimension: rating.score for rating in ratings}


async def test_a_digit_rates_the_dimension_in_view_and_the_cursor_stays(small: Small) -> None:
    async with scoring(small) as seen:
        await seen.press("down", "3")
        assert scores(small) == {Dimension.WILLING: 3}
        assert "Willing ■■■□ 3 several said so" in " ".join(seen.chosen("#scorecard").split())
        await seen.press("0")
        assert scores(small) == {Dimension.WILLING: 0}
        assert seen.shows("shut by Willing")


async def test_two_quick_digits_make_one_rating(small: Small) -> None:
    async with scoring(small) as seen:
        await press_at_once(seen, "3", "4")
        assert scores(small) == {Dimension.READY: 4}


async def test_quick_digits_go_where_the_cursor_was(small: Small) -> None:
    async with scoring(small) as seen:
        await press_at_once(seen, "1", "down", "2", "down", "3", "up", "4")
        assert scores(small) == {Dimension.READY: 1, Dimension.WILLING: 4, Dimension.ABLE: 3}
        assert "Willing" in seen.chosen("#scorecard")


async def test_backspace_takes_a_score_back_and_undo_returns_it(small: Small) -> None:
    async with scoring(small) as seen:
        await seen.press("2", "backspace")
        assert scores(small) == {Dimension.READY: None}
        await seen.press("backspace", "ctrl+z")
        assert scores(small) == {Dimension.READY: 2}


async def test_backspace_at_an_unrated_dimension_makes_no_rating(small: Small) -> None:
    async with scoring(small) as seen:
        await seen.press("backspace", "delete", "5", "x")
        assert scores(small) == {}


async def test_a_rating_begins_with_its_score_and_enter_opens_its_form(small: Small) -> None:
    async with scoring(small) as seen:
        await seen.press("down", "enter")
        assert seen.told("A digit from 0 to 4 rates it first.")
        assert scores(small) == {}
        await seen.press("2", "enter")
        assert seen.field is not None
        await seen.press("escape", "3")
        assert scores(small) == {Dimension.WILLING: 3}
        assert "Willing" in seen.chosen("#scorecard")


async def test_after_undo_a_digit_rates_the_line_that_is_shown(small: Small) -> None:
    async with scoring(small) as seen:
        await seen.press("3", "4", "down", "down", "ctrl+z")
        assert "Ready" in seen.chosen("#scorecard")
        await seen.press("1")
        assert scores(small) == {Dimension.READY: 1}


async def test_after_undo_a_key_says_the_opposite_of_what_is_shown(small: Small) -> None:
    async with choosing(small, "Vans") as (seen, [vans]):
        await seen.press("space", "ctrl+z", "space")
        assert small.now(vans).chosen is YesNo.YES


async def test_what_the_dimension_in_view_asks_stands_below(small: Small) -> None:
    async with scoring(small) as seen:
        assert seen.shows("do they know it, and does it press them?")
        await seen.press("down")
        assert seen.shows("are they looking for a way already?")


async def test_on_a_small_screen_the_scorecard_scrolls_and_the_scale_stays(small: Small) -> None:
    async with scoring(small, size=(80, 24)) as seen:
        await seen.press("end")
        assert "Financial health" in seen.chosen("#scorecard")
        assert seen.shows("0 none · 1 assumed", "Are they doing well", "↑")
        assert "Ready" not in seen.reads("#scorecard")
        await seen.press("home")
        assert "Gates" in seen.reads("#scorecard")


async def test_the_cursor_stands_where_the_position_says(small: Small) -> None:
    rows = [{"dimension": "ready", "score": "1"}, {"dimension": "cultural", "score": "2"}]
    add(small.workspace, small.profile_id, Rating, small.profile_id, rows)
    async with scoring(small) as seen:
        await seen.press("end", "home")
        cultural = small.answers.of(Rating)[1]
        seen.interview.go(position_of(cultural, None, small.answers, seen.interview.position))
        await seen.settle()
        assert "Cultural fit" in seen.chosen("#scorecard")


async def test_keys_choose_and_weigh(small: Small) -> None:
    async with choosing(small, "Vans", "Audit") as (seen, [vans, audit]):
        await seen.press("space", "w", "4", "m", "down", "c", "2")
        one, other = small.now(vans), small.now(audit)
        assert (one.chosen, one.trait, one.importance) == (YesNo.YES, Trait.WANTED, 4)
        assert one.must_have is YesNo.YES
        assert (other.chosen, other.trait, other.importance) == (None, Trait.COMMON, 2)
        assert seen.shows("1 chosen", "choose 4 more", "■ Vans", "□ Audit")
        await seen.press("0", "up", "m", "space")
        one, other = small.now(vans), small.now(audit)
        assert (one.chosen, one.must_have, other.importance) == (None, None, None)


async def test_two_quick_spaces_choose_and_let_go(small: Small) -> None:
    async with choosing(small, "Vans") as (seen, [vans]):
        await press_at_once(seen, "space", "space")
        assert small.now(vans).chosen is None
        await press_at_once(seen, "space", "space", "space")
        assert small.now(vans).chosen is YesNo.YES


async def test_quick_keys_stay_with_their_attribute(small: Small) -> None:
    async with choosing(small, "Vans", "Audit", "Night") as (seen, found):
        await press_at_once(seen, "5", "down", "4", "down", "3", "space", "up", "space")
        now = [small.now(attribute) for attribute in found]
        assert [attribute.importance for attribute in now] == [5, 4, 3]
        assert [attribute.chosen for attribute in now] == [None, YesNo.YES, YesNo.YES]
        assert "Audit" in seen.chosen("#choice")
        assert seen.interview.position.record_id == found[1].id


async def test_the_form_below_follows_the_cursor_from_the_start(small: Small) -> None:
    async with choosing(small, "Vans", "Audit") as (seen, [vans, audit]):
        assert seen.interview.form.record == vans
        await seen.press("down")
        assert seen.interview.form.record == audit
        await seen.press("enter")
        assert seen.field is not None


@pytest.mark.parametrize(
    ("field", "key"), [("chosen", "y"), ("importance", "4"), ("must_have", "y"), ("trait", "w")]
)
async def test_the_form_does_not_let_a_protected_trait_score_either(
    small: Small, field: str, key: str
) -> None:
    async with choosing(small, "Gender", "Vans") as (seen, [gender, vans]):
        for attribute, is_told in ((gender, True), (vans, False)):
            seen.app.told.clear()
            await seen.press("home" if attribute is gender else "down")
            await seen.go_to(field)
            await seen.press(key)
            assert seen.told(str(WHY_PROTECTED)) is is_told
            await seen.press("escape")
        held = {a.id: getattr(a, field) for a in small.answers.of(Attribute)}
        assert held[gender.id] is None
        assert held[vans.id] is not None


async def test_enter_leads_to_the_first_open_question_and_not_to_the_name(small: Small) -> None:
    async with choosing(small, "Vans") as (seen, [vans]):
        await seen.press("enter")
        assert seen.field == "target"
        await seen.press("escape")
        answered = {"target": "10", "trait": "wanted", "target_type": "range", "chosen": "yes"}
        small.workspace.set(small.profile_id, vans, answered)
        await seen.press("enter")
        assert seen.field == "importance"


async def test_other_letters_change_nothing(small: Small) -> None:
    async with choosing(small, "Vans") as (seen, _found):
        before = small.changes()
        await seen.press("x", "q", "9", "minus", "left")
        assert small.changes() == before
        assert "Vans" in seen.chosen("#choice")


async def test_a_protected_attribute_says_why_it_is_not_chosen(small: Small) -> None:
    async with choosing(small, "Gender") as (seen, [gender]):
        await seen.press("space", "3")
        assert small.now(gender) == gender
        assert seen.told(str(WHY_PROTECTED))
        assert seen.shows("description only", "0 chosen")


async def test_a_common_attribute_is_chosen_with_a_warning(small: Small) -> None:
    async with choosing(small, "White vans", "Vans") as (seen, [white, vans]):
        await seen.press("c", "space")
        assert small.now(white).chosen is YesNo.YES
        assert seen.told("does not tell the best from the lost")
        assert seen.shows("! common")
        seen.app.told.clear()
        await seen.press("down", "space")
        assert small.now(vans).chosen is YesNo.YES
        assert not seen.told("does not tell")
        await seen.press("c")
        assert seen.told("does not tell the best from the lost")


async def test_the_suggested_weight_is_taken_by_one_key(small: Small) -> None:
    groups = [("best", 5), ("comparison", 0)]
    async with choosing(small, "Vans", "Audit") as (seen, [vans, audit]):
        for group, yes in groups:
            rows = [{"name": f"{group} {n}", "customer_group": group} for n in range(5)]
            for n, customer in enumerate(
                add(small.workspace, small.profile_id, Customer, small.profile_id, rows)
            ):
                answer = {"attribute": vans.id, "answer": "yes" if n < yes else "no"}
                add(small.workspace, small.profile_id, CustomerAnswer, customer.id, [answer])
        seen.interview.brought_up()
        await seen.settle()
        assert seen.shows("distinctive", "luck alone", "s takes 5")
        await seen.press("s", "down", "s")
        assert (small.now(vans).importance, small.now(audit).importance) == (5, None)
        assert seen.told("suggest no weight")
        assert not seen.shows("s takes 5")


async def test_on_a_small_screen_head_and_keys_stay_in_view(small: Small) -> None:
    names = [f"Attribute {n:02}" for n in range(20)]
    async with choosing(small, *names, size=(80, 24)) as (seen, _found):
        await seen.press(*["down"] * 9)
        assert seen.shows("0 chosen", "space choose", "↑", "↓")
        assert "Attribute 09" in seen.chosen("#choice")
        await seen.press("pagedown", "pagedown", "pagedown")
        assert "Attribute 19" in seen.chosen("#choice")
        assert "↓" not in seen.reads("#choice")


async def test_a_click_goes_there_and_a_second_one_opens_the_form(small: Small) -> None:
    async with choosing(small, "Vans", "Audit") as (seen, [_vans, audit]):
        line = next(n for n, text in enumerate(seen.within("#choice")) if "Audit" in text)
        await seen.pilot.click("#choice", offset=(8, line))
        assert seen.interview.form.record == audit
        assert seen.field is None
        await seen.pilot.click("#choice", offset=(8, line))
        assert seen.field is not None


async def test_without_attributes_the_board_says_what_comes_first(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="choice") as seen:
        await seen.until(lambda: "nothing to choose from yet" in seen.text)
        await seen.press("down", "space", "enter", "1")
        assert small.answers.of(Attribute) == []
