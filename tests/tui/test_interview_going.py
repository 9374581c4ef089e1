"""Going about: through all open questions, to any step, to everything by name, and back."""

from __future__ import annotations

from driving import Seen, opened
from textual.widgets import Input

from icp_tui.insight.progress import progress
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Scale
from icp_tui.method.records import Objective, Problem
from icp_tui.method.steps import PAGES
from icp_tui.store.work.actions import add, delete
from icp_tui.store.work.library import Place
from icp_tui.tui.screens.help import HelpScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.screens.search import SearchScreen
from small import Small

COMPLETE = "Every core question is answered."


def problem_at(small: Small, field: str | None = None) -> Place:
    return Place("problems", record_id=small.first(Problem).id, field=field)


async def answer(seen: Seen) -> None:
    """Answer the question in view with what its kind takes."""
    record = seen.interview.record
    if seen.field is None or record is None:
        await seen.add("A new one")
        return
    question = record.questions[seen.field]
    if isinstance(question.kind, OneOf | Scale):
        await seen.press("right")
    elif isinstance(question.kind, Link | Links):
        await seen.press("space", "enter")
    elif isinstance(question.kind, Date):
        await seen.write("2026-09-30")
    else:
        await seen.write("2" if isinstance(question.kind, Number | Money) else "An answer")


async def test_f3_leads_through_every_open_question_until_all_is_complete(small: Small) -> None:
    to_do = len(progress(small.answers).open)
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        steps = 0
        await seen.press("f3")
        while not seen.told(COMPLETE):
            await answer(seen)
            await seen.press("f3")
            steps += 1
            assert steps <= to_do + 5, seen.text
        assert progress(small.in_the_file).open == ()
        assert "100%" in seen.top
        assert "complete" in seen.top


async def test_f3_goes_round_where_one_answers_nothing(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        met = []
        for _ in progress(small.answers).open:
            await seen.press("f3")
            position = seen.interview.position
            met.append((position.page.id, position.record_id, position.field))
        assert len(set(met)) == len(met)
        await seen.press("f3")
        position = seen.interview.position
        assert (position.page.id, position.record_id, position.field) == met[0]


async def test_any_step_is_reached_by_a_few_letters(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("f2")
        await seen.until_on(PickScreen)
        assert "Client" in seen.chosen("#picks")
        await seen.write("obj")
        await seen.press("down", "enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.interview.position.page.id == "objections")


async def test_the_list_of_steps_says_how_many_questions_are_open(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("f2")
        await seen.until_on(PickScreen)
        line = next(line for line in seen.within("#picks") if "Problems" in line)
        own = [q for q in progress(small.answers).open if q.page.id == "problems"]
        assert f"{len(own)} open" in line
        await seen.write("zebra")
        await seen.until(lambda: seen.shows("Nothing like that."))
        await seen.press("enter", "escape")
        await seen.until_on(InterviewScreen)


async def test_pages_are_turned_from_first_to_last_and_back(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=PAGES[0].id) as seen:
        met = [seen.interview.position.page]
        for _ in PAGES[1:]:
            await seen.press("ctrl+pagedown")
            met.append(seen.interview.position.page)
        assert met == list(PAGES)
        await seen.press("f6")
        assert seen.interview.position.page is PAGES[-1]
        await seen.press("f5")
        assert seen.interview.position.page is PAGES[-2]


async def test_threads_are_turned_by_objective_and_by_problem(small: Small) -> None:
    [second] = add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    add(small.workspace, small.profile_id, Problem, second.id, [{"what": "No vans"}])
    async with opened(small.workspace, small.profile_id, at="questions") as seen:
        assert seen.shows("‹ 1/2 ›  Pass every audit", "‹ 1/3 ›  Load refused at the dock")
        await seen.press("ctrl+down")
        assert seen.shows("‹ 2/3 ›  Sheets get lost")
        await seen.press("alt+right")
        assert seen.shows("‹ 2/2 ›  Grow", "‹ 1/1 ›  No vans")
        assert not seen.shows("What did it cost?")
        await seen.press("alt+left", "ctrl+up")
        assert seen.shows("‹ 1/2 ›  Pass every audit", "‹ 3/3 ›  Alarm noticed late")


async def test_a_thread_without_an_objective_says_what_comes_first(small: Small) -> None:
    delete(small.workspace, small.profile_id, small.first(Objective))
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        assert seen.shows("First name an objective, in the step Objectives")
        assert seen.find("#add", Input).disabled
        await seen.paste("One\nTwo")
        assert seen.titles(Problem) == []


async def test_the_palette_finds_commands_by_name_and_does_them(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("ctrl+p")
        await seen.until_on(PickScreen)
        await seen.write("copy the rec")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: len(seen.titles(Problem)) == 4)


async def test_the_palette_says_why_something_cannot_be_done_now(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("ctrl+p")
        await seen.until_on(PickScreen)
        await seen.write("how sure")
        assert "Go into a field first: Enter opens the record." in seen.chosen("#picks")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.told("Go into a field first"))


async def test_a_command_in_the_palette_works_on_the_field_one_came_from(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.press("ctrl+p")
        await seen.until_on(PickScreen)
        await seen.write("how you know")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: "measured" in seen.reads("#sheet"))
        await seen.until(lambda: seen.app.focused is seen.find("#line", Input))


async def test_the_guide_says_why_and_how_and_follows_the_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.press("f1")
        await seen.until(lambda: "Why it is asked" in seen.reads("#guide"))
        assert "What does it cost each time?" in seen.reads("#guide")
        await seen.press("tab")
        await seen.until(lambda: "How bad is it for them?" in seen.reads("#guide"))
        assert seen.field == "severity"
        await seen.press("escape")
        await seen.until(lambda: not seen.shows("Why it is asked"))
        assert seen.field == "severity"


async def test_examples_are_of_the_profiles_own_mode(small: Small) -> None:
    small.set(small.answers.profile, {"mode": "b2c"})
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "what")) as seen:
        assert "Late for school" in seen.reads("#coach")


async def test_search_leads_to_another_answer_of_the_profile(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("ctrl+f")
        await seen.until_on(SearchScreen)
        await seen.write("loggers")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.interview.position.page.id == "objections" and seen.field == "words")


async def test_keys_of_the_interview_can_be_looked_up(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("ctrl+l")
        await seen.until_on(HelpScreen)
        assert seen.shows("Keys of this screen", "Next objective", "Alt+→")
        await seen.press("escape")
        await seen.until_on(InterviewScreen)


async def test_what_cannot_be_done_on_a_page_says_why(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("ctrl+n", "f8", "ctrl+b")
        assert seen.told("there is nothing to add")
        assert seen.told("There is no record here to do that with.")
        assert seen.told("Nothing can be brought in on this page.")


async def test_from_the_interview_one_comes_back_to_the_library(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
        assert seen.shows("▸ Wholesalers before an audit")
