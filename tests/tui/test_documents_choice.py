"""Three documents of one profile: chosen by `d`, the agenda by ^j, each written under a name of its own."""

from __future__ import annotations

from pathlib import Path

from driving import Seen, opened
from textual.widgets import Input

from icp_tui.documents.catalogue import DOCUMENTS
from icp_tui.method.records import Problem
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.traced import traced_document
from icp_tui.tui.widgets.paper import Paper
from small import Small

NAME = "coldline-wholesalers-before-an-audit"
QUESTION = str(Problem.questions["sufferers"].ask)


def ask_the_client(small: Small) -> Problem:
    """Mark one question to be asked of the client."""
    problem = small.first(Problem)
    small.workspace.mark(small.profile_id, problem, "sufferers", "state", "ask")
    return problem


async def into(seen: Seen, key: str) -> PreviewScreen:
    """Open a document by a key, and wait until it can be read."""
    await seen.press(key)
    screen = await seen.until_on(PreviewScreen)
    await seen.until(lambda: seen.find("#paper", Paper).blocks)
    return screen


async def choose(seen: Seen, document: str) -> None:
    """Choose another document."""
    await seen.press("d")
    await seen.until_on(PickScreen)
    await seen.write(str(DOCUMENTS[document].title))
    await seen.press("enter")
    await seen.until_on(PreviewScreen)
    await seen.until(lambda: str(DOCUMENTS[document].title)[:12] in seen.top)


async def test_all_documents_are_offered_with_their_readers_and_the_one_in_view_is_marked(
    small: Small,
) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into(seen, "f4")
        await seen.press("d")
        await seen.until_on(PickScreen)
        for document in DOCUMENTS.values():
            assert seen.shows(str(document.title), str(document.reader))
        assert "Sales playbook" in seen.chosen("#picks")
        await seen.press("escape")
        await seen.until_on(PreviewScreen)
        assert "Sales playbook" in seen.top
        await seen.press("escape")
        await seen.until_on(InterviewScreen)


async def test_each_document_is_copied_whole_and_written_under_a_name_of_its_own(small: Small) -> None:
    ask_the_client(small)
    async with opened(small.workspace, small.profile_id, at="client", size=(80, 24)) as seen:
        await into(seen, "f4")
        for document in reversed(list(DOCUMENTS)):
            markdown = traced_document(small.answers, document)[0]
            wanted = Path.cwd() / f"{NAME}{'' if document == 'playbook' else f'-{document}'}.md"
            await choose(seen, document)
            assert {len(line) for line in seen.lines} == {80}
            await seen.press("c", "w")
            assert seen.app.clipboard == markdown
            await seen.until_on(AskScreen)
            assert seen.find("#answer", Input).value == str(wanted)
            await seen.press("enter")
            await seen.until_on(PreviewScreen)
            await seen.until(wanted.exists)
            assert wanted.read_text(encoding="utf-8") == markdown
        await choose(seen, "survey")
        await seen.press("h")
        await seen.until_on(AskScreen)
        await seen.press("enter")
        page = Path.cwd() / f"{NAME}-survey.html"
        await seen.until(page.exists)
    # Customers get to see it: nothing names the profile.
    assert "<title>ColdLine</title>" in page.read_text(encoding="utf-8")
    assert "Wholesalers" not in page.read_text(encoding="utf-8")


async def test_the_agenda_opens_by_one_key_and_leads_to_what_was_just_marked(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into(seen, "ctrl+j")
        assert "To ask the client" in seen.top
        assert "Nothing is marked" in seen.reads("#paper")
        await seen.press("escape")
        await seen.until_on(InterviewScreen)
        problem = ask_the_client(small)
        screen = await into(seen, "ctrl+j")
        assert QUESTION in seen.reads("#paper")
        source = f"problem/{problem.id}/sufferers"
        screen.paper.go_to(next(n for n, block in enumerate(screen.paper.blocks) if source in block.sources))
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field == "sufferers")
        assert seen.interview.record == problem


async def test_a_broken_template_of_another_document_is_told_and_the_playbook_opens_again(
    small: Small,
) -> None:
    own = Path.cwd() / "templates"
    own.mkdir()
    (own / "survey.md.j2").write_text("# {{ client.nmae }}\n", encoding="utf-8")
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await into(seen, "f4")
        await seen.press("d")
        await seen.until_on(PickScreen)
        await seen.write("our customers")
        await seen.press("enter")
        await seen.until(lambda: seen.told("survey.md.j2"))
        await seen.until_on(InterviewScreen)
        assert not seen.told("Traceback")
        await into(seen, "f4")
        assert "Sales playbook" in seen.top
