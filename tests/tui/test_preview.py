"""The preview: the document as it will be read, and the way from each line to its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driving import Seen, opened
from textual.widgets import Input

from icp_tui.method.records import Objection, Objective, Problem
from icp_tui.store.work.actions import add, start
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.screens.search import SearchScreen
from icp_tui.tui.traced import traced_document
from icp_tui.tui.widgets.paper import Paper
from small import Small

FILE = "coldline-wholesalers-before-an-audit"


async def into_preview(seen: Seen) -> PreviewScreen:
    """Open the preview and wait for the document."""
    await seen.press("f4")
    screen = await seen.until_on(PreviewScreen)
    await seen.until(lambda: screen.paper.blocks)
    await seen.pilot.pause()
    return screen


def heading(seen: Seen) -> str:
    """The heading that is marked at the left."""
    return next((line.strip("▌ ▕") for line in seen.within("#headings") if "▌" in line), "")


async def stand_on(seen: Seen, words: str) -> None:
    """Turn pages until these words are in view, and click on them."""
    paper = seen.find("#paper", Paper)
    await seen.press("home")
    for _ in range(30):
        await seen.pilot.pause()
        for row, line in enumerate(seen.within("#paper"), paper.region.y):
            if words in line:
                await seen.pilot.click(offset=(paper.region.x + 10, row))
                return
        await seen.press("pagedown")
    raise AssertionError(f"“{words}” is not in the document: {paper.blocks}")


async def test_the_document_is_shown_with_its_headings(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        assert "Wholesalers before an audit  ›  " in seen.top
        assert "hypothesis" in seen.top
        assert "Read this page first" in seen.reads("#headings")
        await seen.press("home")
        assert "Sales playbook: Wholesalers before an audit" in seen.reads("#paper")


async def test_it_opens_at_the_section_of_the_page_and_the_objective_one_came_from(small: Small) -> None:
    [second] = add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    add(small.workspace, small.profile_id, Problem, second.id, [{"what": "No vans"}])
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("alt+right")
        await into_preview(seen)
        await seen.until(lambda: "What goes wrong" in heading(seen))
        assert "No vans" in seen.reads("#paper")
        marked = next(n for n, line in enumerate(seen.lines) if line.startswith(" ▌"))
        assert any("Objective 2" in line for line in seen.lines[:marked])


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("value", "Why they choose us"),
        ("statement", "Our ideal customer"),
        ("evidence", "What we can show"),
        ("objections", "“We have loggers.”"),
        ("parked", "Situation"),
    ],
)
async def test_it_opens_where_the_page_prints_whichever_objective_is_in_view(
    small: Small, page: str, section: str
) -> None:
    own = {"why_us": "We answer at night", "statement": "Wholesalers with vans."}
    small.set(small.answers.profile, own)
    async with opened(small.workspace, small.profile_id, at=page) as seen:
        await into_preview(seen)
        await seen.until(lambda: section in heading(seen))


async def test_headings_are_walked_and_clicked(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await seen.press("home")
        await seen.press("n", "n")
        assert heading(seen) == "Read this page first"
        await seen.press("p")
        assert heading(seen) == "How to use this in one minute"
        row = next(n for n, line in enumerate(seen.lines) if "Situation, goal and means" in line)
        await seen.pilot.click(offset=(6, row))
        await seen.until(lambda: heading(seen) == "Situation, goal and means")
        for _ in range(40):
            await seen.press("n")
        last = heading(seen)
        await seen.press("n")
        assert heading(seen) == last


@pytest.mark.parametrize("words", ["We have loggers.", "What did it cost?"])
async def test_enter_on_a_line_opens_the_answer_it_came_from(small: Small, words: str) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await stand_on(seen, words)
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field is not None)
        record = seen.interview.record
        assert record is not None
        assert getattr(record, str(seen.field)) == words


async def test_a_line_that_is_no_answer_says_so(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await stand_on(seen, "How to use this in one minute")
        await seen.press("enter")
        assert seen.told("This line is not an answer")
        seen.on(PreviewScreen)


async def test_an_answer_is_opened_from_the_library_too(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await into_preview(seen)
        await stand_on(seen, "We have loggers.")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        assert seen.interview.position.record_id == small.first(Objection).id


async def test_markdown_is_written_and_an_earlier_file_is_warned_of(small: Small) -> None:
    target = Path.cwd() / f"{FILE}.md"
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await seen.press("w")
        await seen.until_on(AskScreen)
        assert seen.find("#answer", Input).value == str(target)
        assert "replaced" not in seen.reads("#note")
        await seen.press("enter")
        await seen.until_on(PreviewScreen)
        await seen.until(lambda: seen.told("Written:"))
        assert target.read_text(encoding="utf-8") == traced_document(small.answers)[0]
        await seen.press("w")
        await seen.until_on(AskScreen)
        assert "There is such a file already; it will be replaced." in seen.reads("#note")
        await seen.press("escape")
        await seen.until_on(PreviewScreen)
        assert len([words for words in seen.app.told if "Written:" in words]) == 1


async def test_html_is_written_as_one_page(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await seen.press("h")
        await seen.until_on(AskScreen)
        await seen.press("enter")
        await seen.until(lambda: seen.told("Written:"))
    page = (Path.cwd() / f"{FILE}.html").read_text(encoding="utf-8")
    assert page.startswith("<!")
    assert "<title>ColdLine – Wholesalers before an audit</title>" in page


async def test_a_place_that_cannot_be_written_is_told_in_words(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[Path] = []
    first = Path.open

    def watched(path: Path, *args: Any, **named: Any) -> Any:
        touched.append(path)
        return first(path, *args, **named)

    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        monkeypatch.setattr(Path, "open", watched)
        for name, words in (
            (tmp_path, "That is a folder: write the name of a file behind it."),
            ("/", "That is a folder: write the name of a file behind it."),
            (tmp_path / "none" / "x.md", "There is no folder"),
            ("~nobody-of-this-name/x.md", "There is no folder"),
            (small.workspace.database.path, "it is a database, perhaps a workspace"),
        ):
            await seen.press("w")
            await seen.until_on(AskScreen)
            await seen.write(str(name))
            await seen.press("enter")
            await seen.until_on(AskScreen)
            assert words in seen.reads("#note")
            # What was typed stays, to be mended.
            assert seen.find("#answer", Input).value == str(name)
            await seen.press("escape")
            await seen.until_on(PreviewScreen)
        assert not seen.told("Written")
    # To open one's own workspace once more, and close it, would end its locks.
    assert small.workspace.database.path not in touched
    assert small.same()


async def test_the_document_is_copied(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await seen.press("c")
        assert seen.app.clipboard == traced_document(small.answers)[0]
        assert seen.told("Copied")


async def test_a_broken_template_of_ones_own_is_told_in_words(small: Small) -> None:
    own = Path.cwd() / "templates"
    own.mkdir()
    (own / "playbook.md.j2").write_text("# {{ profile.name \n", encoding="utf-8")
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("f4")
        await seen.until(lambda: seen.told("playbook.md.j2"))
        await seen.until_on(InterviewScreen)
        assert not seen.told("Traceback")
    async with opened(small.workspace, small.profile_id, at="client", size=(160, 50)) as seen:
        await seen.until(lambda: "playbook.md.j2" in seen.text)


async def test_a_template_of_ones_own_goes_before_the_built_in_one(small: Small) -> None:
    own = Path.cwd() / "templates"
    own.mkdir()
    (own / "playbook.md.j2").write_text("# Our way with {{ client.name }}\n", encoding="utf-8")
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        assert "Our way with ColdLine" in seen.reads("#paper")


async def test_one_keeps_ones_place_when_the_answers_change(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        screen = await into_preview(seen)
        await stand_on(seen, "We have loggers.")
        before = screen.paper.source
        rows = [{"what": f"New problem {n}"} for n in range(20)]
        add(small.workspace, small.profile_id, Problem, small.first(Objective).id, rows)
        screen.paper.show(*traced_document(small.answers))
        await seen.settle()
        assert screen.paper.source == before
        await seen.until(lambda: seen.shows("We have loggers."))


async def test_an_empty_profile_has_a_document_too(workspace: Workspace) -> None:
    profile_id = start(workspace, {})
    async with opened(workspace, profile_id, at="client") as seen:
        await into_preview(seen)
        assert "What is still open" in seen.reads("#headings")
        await seen.press("end", "home", "enter", "escape")
        await seen.until_on(InterviewScreen)


async def test_search_in_the_preview_leads_to_the_answer(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into_preview(seen)
        await seen.press("slash")
        await seen.until_on(SearchScreen)
        await seen.write("loggers")
        await seen.press("enter")
        await seen.until(
            lambda: (
                isinstance(seen.app.screen, InterviewScreen)
                and seen.app.screen.is_mounted
                and seen.field == "words"
            )
        )
        assert sum(isinstance(screen, InterviewScreen) for screen in seen.app.screen_stack) == 1


async def test_from_the_preview_one_goes_back_or_to_the_library(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for key in ("escape", "f4", "q"):
            await into_preview(seen)
            await seen.press(key)
            await seen.until_on(InterviewScreen)
        await into_preview(seen)
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)


async def test_back_from_the_preview_the_lists_are_as_wide_as_before(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        before = seen.reads("#rows")
        await into_preview(seen)
        await seen.press("escape")
        await seen.until(lambda: seen.reads("#rows") == before)
