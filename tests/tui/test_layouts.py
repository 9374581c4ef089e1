"""What is shown where, on small, usual and wide screens and in each theme; nothing is cut without a mark."""

from __future__ import annotations

import re
from functools import partial

import pytest
from driving import Seen, opened
from rich.cells import cell_len
from textual.geometry import Size
from textual.widgets import Input

from icp_tui.method.records import Objection, Objective, Problem
from icp_tui.method.steps import PAGES
from icp_tui.settings import Settings
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui import app
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.theme import THEMES
from icp_tui.tui.widgets.lines import Lines
from small import Small

SMALL, USUAL, WIDE = (80, 24), (120, 40), (160, 50)
SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
LONG = "A very long sentence that somebody said in a meeting and that goes on and on, 監査の前に温度の記録"


def cut_without_a_mark(seen: Seen) -> list[str]:
    """The lines in view that lose something at their end and do not say so."""
    lost = []
    for widget in seen.app.screen.query(Lines):
        if not (widget.display and widget.region) or widget.id == "rule":
            continue
        for y, line in enumerate(widget._lines[: widget.size.height]):
            drawn = widget.render_line(y).text.rstrip()
            if cell_len(line.plain.rstrip()) > widget.size.width and not drawn.endswith("…"):
                lost.append(f"#{widget.id}: {drawn}")
    for field in seen.app.screen.query(Input):
        is_empty = field.display and field.region and not field.value
        if is_empty and cell_len(field.placeholder) > field.size.width:
            lost.append(f"#{field.id}: {field.placeholder}")
    return lost


def assert_whole(seen: Seen) -> None:
    """The screen is full from edge to edge, and nothing on it is cut without a mark."""
    width, height = seen.app.size
    assert [cell_len(line) for line in seen.lines] == [width] * height
    assert cut_without_a_mark(seen) == []


def is_in_view(seen: Seen, selector: str) -> bool:
    found = seen.app.screen.query(selector)
    return bool(found) and bool(found.first().region) and found.first().display


def has_size(seen: Seen, size: tuple[int, int]) -> bool:
    return seen.app.size == size


@pytest.fixture
def talkative(small: Small) -> Small:
    """Long answers everywhere one is likely to give them."""
    small.set(small.answers.client, {"name": LONG, "sells": LONG})
    small.set(small.answers.profile, {"name": LONG, "situation": LONG * 3})
    for kind, field in ((Objective, "result"), (Problem, "what"), (Objection, "words")):
        small.set(small.first(kind), {field: LONG})
    small.set(small.first(Problem), {"in_their_words": LONG * 2, "sufferers": LONG})
    return small


@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["80x24", "120x40"])
async def test_no_page_cuts_anything_without_a_mark(talkative: Small, size: tuple[int, int]) -> None:
    async with opened(talkative.workspace, talkative.profile_id, at=PAGES[0].id, size=size) as seen:
        for page in PAGES:
            if not page.single:
                await seen.press("home", "enter")
            assert seen.interview.position.page is page
            assert_whole(seen)
            await seen.press("ctrl+pagedown")


@SIZES
async def test_the_line_to_type_in_and_the_form_are_in_view(talkative: Small, size: tuple[int, int]) -> None:
    rows = [{"what": f"Problem {n}"} for n in range(20)]
    add(talkative.workspace, talkative.profile_id, Problem, talkative.first(Objective).id, rows)
    async with opened(talkative.workspace, talkative.profile_id, at="problems", size=size) as seen:
        plus = seen.find("#add", Input)
        outline = seen.interview.outline
        assert outline.region.y <= plus.region.y < outline.region.bottom
        assert "Problem 19" in seen.chosen("#rows")
        assert seen.interview.form.size.height >= 3
        for field in ("what", "severity", "in_their_words"):
            await seen.go_to(field)
            await seen.pilot.pause()
            editor, form = seen.app.focused, seen.interview.form
            assert editor is not None
            assert form.region.y <= editor.region.y < form.region.bottom, field


async def test_a_small_screen_hides_the_steps_and_lays_the_guide_over_the_page(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", size=SMALL) as seen:
        assert not is_in_view(seen, "#contents")
        assert "━" not in seen.top
        width = seen.interview.form.size.width
        await seen.press("f1")
        await seen.until(lambda: is_in_view(seen, "#guide"))
        assert seen.interview.form.size.width == width
        assert_whole(seen)


async def test_the_guide_leaves_the_form_enough_room(small: Small) -> None:
    place = Place("goal", field="goal_amount")
    async with opened(small.workspace, small.profile_id, at=place, size=USUAL) as seen:
        await seen.press("f1")
        await seen.until(lambda: is_in_view(seen, "#guide"))
        for width in (100, 110, 120, 149):
            await seen.pilot.resize_terminal(width, 40)
            await seen.until(partial(has_size, seen, (width, 40)))
            await seen.pilot.pause()
            assert seen.interview.form.size.width >= 40
            assert_whole(seen)


async def test_a_usual_screen_shows_steps_list_and_form(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", size=USUAL) as seen:
        assert all(is_in_view(seen, part) for part in ("#contents", "#outline", "#form", "#coach"))
        assert not is_in_view(seen, "#live")
        assert "━" in seen.top


async def test_a_wide_screen_shows_the_document_that_follows_an_answer(small: Small) -> None:
    place = Place("problems", record_id=small.first(Problem).id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=place, size=WIDE) as seen:
        await seen.until(lambda: is_in_view(seen, "#live") and "Load refused" in seen.reads("#live"))
        await seen.write("The whole night shift")
        await seen.until(lambda: "The whole night shift" in seen.reads("#live"))
        assert seen.field == "sufferers"
        assert_whole(seen)


async def test_the_document_beside_can_be_left_out_by_the_settings(small: Small) -> None:
    settings = Settings(show_preview=False)
    async with opened(small.workspace, small.profile_id, at="problems", size=WIDE, settings=settings) as seen:
        await seen.add("Drivers quit")
        await seen.until_saved()
        assert not is_in_view(seen, "#live")


async def test_two_lists_are_headed_by_the_titles_of_their_pages(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="buying_ours", size=(140, 40)) as seen:
        assert seen.reads("#captions").split() == ["How", "they", "buy", "How", "we", "sell"]


async def test_both_processes_stand_beside_each_other_where_there_is_room(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="new_process", size=USUAL) as seen:
        assert "Driver notes it on paper" in seen.reads("#before")
        assert "− 30 min per run" in seen.reads("#means")
        await seen.pilot.resize_terminal(*SMALL)
        await seen.until(lambda: not is_in_view(seen, "#before"))
        assert "Difference" in seen.reads("#means")
        assert_whole(seen)


async def test_the_screen_can_change_its_size_while_one_types(small: Small) -> None:
    place = Place("problems", record_id=small.first(Problem).id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=place, size=USUAL) as seen:
        await seen.write("Drivers")
        for size in (SMALL, WIDE, USUAL, SMALL):
            await seen.pilot.resize_terminal(*size)
            await seen.until(partial(has_size, seen, size))
            await seen.pilot.pause()
            await seen.press("x")
            assert_whole(seen)
            assert seen.field == "sufferers"
            assert is_in_view(seen, "#contents") == (size != SMALL)
            assert is_in_view(seen, "#live") == (size == WIDE)
        await seen.until_saved()
        assert small.first(Problem).sufferers == "Driversxxxx"


@SIZES
async def test_library_and_preview_fit_the_screen(talkative: Small, size: tuple[int, int]) -> None:
    async with opened(talkative.workspace, size=size) as seen:
        assert_whole(seen)
        await seen.press("f4")
        screen = await seen.until_on(PreviewScreen)
        await seen.until(lambda: screen.paper.blocks)
        await seen.pilot.pause()
        assert is_in_view(seen, "#headings") == (size != SMALL)
        assert_whole(seen)
        await seen.pilot.resize_terminal(*(SMALL if size != SMALL else USUAL))
        await seen.pilot.pause()
        assert_whole(seen)
        await seen.press("escape", "f1")
        await seen.pilot.pause()
        assert_whole(seen)


def colours(seen: Seen) -> set[str]:
    """The colours on the screen."""
    strips = seen.app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    return {str(colour.name) for style in styles for colour in (style.color, style.bgcolor) if colour}


@pytest.mark.parametrize("where", ["library", "interview"])
async def test_each_theme_paints_the_same_words_in_colours_of_its_own(small: Small, where: str) -> None:
    profile_id = small.profile_id if where == "interview" else None
    settings = Settings(theme="ink")
    async with opened(small.workspace, profile_id, at="problems", settings=settings) as seen:
        words, met = seen.text, []
        for _ in THEMES:
            met.append((seen.app.theme, frozenset(colours(seen))))
            await seen.press("f12")
            await seen.pilot.pause()
            assert seen.text == words
        assert [theme for theme, _ in met] == list(THEMES.values())
        ink, paper, *terminal = (colour for _, colour in met)
        assert ink != paper
        assert not any(name.startswith("#") for colour in terminal for name in colour)
        assert seen.app.theme == "ink"
        assert colours(seen) == ink


async def test_a_theme_of_the_settings_is_worn_from_the_start(small: Small) -> None:
    async with opened(small.workspace, settings=Settings(theme="paper")) as seen:
        assert "#fbf9f5" in colours(seen)
        seen.on(LibraryScreen)


async def test_plain_signs_take_the_place_of_those_that_some_fonts_lack(small: Small) -> None:
    settings = Settings(plain_glyphs=True)
    async with opened(small.workspace, small.profile_id, at="problems", settings=settings) as seen:
        await seen.press("up", "up", "enter")
        assert set("○◐●▸■□‹›━─✓") & set(seen.text) == set()
        assert seen.shows("> Load refused at the dock", "* saved")


async def test_a_list_that_gets_a_scroll_bar_is_painted_anew_beside_it(small: Small) -> None:
    async with opened(small.workspace, size=SMALL) as seen:
        await seen.press("ctrl+p")
        await seen.until(lambda: bool(seen.app.screen.query("#picks")))
        lines = seen.find("#picks", Lines)
        width = lines.size.width
        drawn = [line[:width].rstrip() for line in seen.within("#picks")]
        cut = [line for line in drawn if cell_len(line) == width]
        assert cut and all(line.endswith("…") for line in cut)


async def test_what_was_painted_between_two_sizes_is_not_left_standing(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal tells of many sizes at once; a line can be painted before it hears of its new width."""
    async with opened(small.workspace, small.profile_id, size=(40, 10)) as seen:
        bar = seen.find("#top", Lines)
        whole = bar.render_line(0).text
        assert "saved" in whole
        first = bar.size
        bar.notify_style_update()
        for size in (Size(1, 1), first):
            monkeypatch.setattr(type(bar), "size", size)
            painted = bar.render_line(0).text
        assert painted == whole


async def test_messages_on_a_small_screen_cover_neither_field_nor_keys_and_go_with_the_next_command(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with opened(small.workspace, small.profile_id, at="client", size=SMALL, toasts=True) as seen:
        for _ in range(3):
            seen.app.clear_notifications()
            await seen.press("f9")
            await seen.until(lambda: seen.shows("No editor is set."))
        last = max(n for n, line in enumerate(seen.lines) if line.startswith("▌"))
        assert last < seen.app.screen.query_one("#form").region.y + 1
        assert sum("No editor is set." in line for line in seen.lines) == 1
        monkeypatch.setattr(app, "READ", 0.0)
        await seen.press("f6")
        await seen.until(lambda: not seen.shows("No editor is set."))


@pytest.mark.parametrize("size", [SMALL, (60, 20)], ids=["80x24", "60x20"])
@pytest.mark.parametrize("key", ["f2", "ctrl+p", "ctrl+l", "ctrl+f", "ctrl+r", "f11"])
async def test_nothing_of_the_page_looks_out_beside_a_sheet(
    small: Small, size: tuple[int, int], key: str
) -> None:
    async with opened(small.workspace, small.profile_id, at="client", size=size) as seen:
        await seen.press("enter", key)
        await seen.until(lambda: bool(seen.app.screen.query(".sheet")))
        await seen.settle()
        sheet = seen.app.screen.query_one(".sheet").region
        assert (sheet.x, sheet.width) == (0, size[0])
        assert cut_without_a_mark(seen) == []


@pytest.mark.parametrize("width", range(40, 120, 13))
async def test_the_keys_at_the_foot_are_whole_words(small: Small, width: int) -> None:
    async with opened(small.workspace, size=(width, 24)) as seen:
        assert re.search(r"\bHelp\b", seen.reads("#keys"))
        assert "Quit" in seen.reads("#keys") or width < 50


async def test_a_new_size_is_told_also_where_textuals_timer_for_it_lost_its_turn(small: Small) -> None:
    async with opened(small.workspace, size=SMALL) as seen:
        seen.app._resize_timer = seen.app.set_timer(3600, lambda: None)
        await seen.pilot.resize_terminal(*USUAL)
        await seen.until(lambda: seen.app.screen.size == USUAL)
        await seen.pilot.resize_terminal(100, 30)
        await seen.until(lambda: seen.app.screen.size == (100, 30))
