"""The interview as a job: from an empty file to a whole thread by keys alone, and from field to field."""

from __future__ import annotations

import pytest
from driving import Seen, opened
from textual.widgets import Input

from icp_tui.method.records import (
    Client,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
)
from icp_tui.store.work.library import Place
from icp_tui.store.work.loading import load_answers
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.widgets.editors import OptionRow, ProseArea
from small import Small

PLUS = "add"


def in_plus_line(seen: Seen) -> bool:
    return seen.app.focused is not None and seen.app.focused.id == PLUS


async def to_step(seen: Seen, title: str) -> None:
    """Go to a step by a few letters of its name."""
    await seen.press("f2")
    await seen.until_on(PickScreen)
    await seen.write(title)
    await seen.press("enter")
    await seen.until_on(InterviewScreen)
    await seen.until(lambda: title in seen.text)


async def test_a_whole_thread_is_typed_by_keys_alone(workspace: Workspace) -> None:
    async with opened(workspace) as seen:
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: seen.field == "name")
        await seen.write("Frigo Nord")
        await seen.press("tab")
        await seen.write("Alarms for cold vans")
        await to_step(seen, "Objectives")
        await seen.add("Cut rejected loads")
        await to_step(seen, "Current process")
        await seen.add("Driver writes it down", "Office types it")
        await to_step(seen, "Problems")
        await seen.add("Sheets get lost")
        await seen.press("enter")
        await seen.until(lambda: seen.field == "times")
        await seen.write("2")
        await seen.press("tab", "tab")
        await seen.until(lambda: seen.field == "cost_each")
        await seen.write("1900")
        await to_step(seen, "New process")
        await seen.add("Alarm rings")
        await to_step(seen, "Evidence")
        await seen.add("3% to 1% in a year")
        await to_step(seen, "Questions")
        await seen.add("When did it happen last?")
        await to_step(seen, "Objections")
        await seen.add("We have loggers.")
        await seen.until_saved()
        held = load_answers(workspace.database, seen.interview.profile_id)
        [problem] = held.of(Problem)
        [objective] = held.of(Objective)
        assert held.of(Client)[0].sells == "Alarms for cold vans"
        assert [str(step.side) for step in held.of(ProcessStep)] == ["current", "current", "new"]
        assert (problem.title, str(problem.times), problem.cost_each) == ("Sheets get lost", "2", 190000)
        assert held.of(Evidence)[0].proves_problems == (problem.id,)
        assert held.of(DiscoveryQuestion)[0].problem == problem.id
        assert held.of(Objection)[0].objective == objective.id
        await to_step(seen, "Problems")
        assert seen.shows("€45,600 / yr", "1 question")


async def test_ten_problems_are_ten_lines_and_ten_enters(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        names = [f"Problem {n}" for n in range(10)]
        await seen.add(*names)
        await seen.until_saved()
        assert [p.title for p in small.in_the_file.of(Problem)][3:] == names
        assert in_plus_line(seen)


async def test_typed_letters_arrive_one_by_one_and_in_order(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press(*"late")
        await seen.until_saved()
        assert small.in_the_file.of(Problem)[-1].title == "late"


async def test_a_page_about_one_thing_begins_in_its_first_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.until(lambda: seen.field == "name")
        line = seen.find("#line", Input)
        assert line.has_focus
        assert line.value == "ColdLine"


async def test_a_list_begins_in_its_plus_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        assert in_plus_line(seen)
        assert seen.field is None


async def test_tab_and_shift_tab_go_through_the_form_and_back(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.go_to("what")
        fields = [question.name for question in Problem.questions.values()]
        met = [seen.field]
        for _ in fields[1:]:
            await seen.press("tab")
            met.append(seen.field)
        assert met == fields
        await seen.press("shift+tab")
        assert seen.field == fields[-2]


async def test_tab_past_the_last_field_leads_back_to_the_plus_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.go_to("in_their_words")
        await seen.press("tab")
        await seen.until(lambda: in_plus_line(seen))


async def test_past_the_last_field_of_a_page_comes_the_next_page(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.go_to("notes")
        await seen.press("tab")
        await seen.until(lambda: seen.interview.position.page.id == "situation")
        await seen.press("shift+tab")
        await seen.until(lambda: seen.interview.position.page.id == "client")


async def test_enter_goes_on_from_a_line_and_makes_a_new_line_in_prose(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.go_to("sells")
        await seen.press("enter")
        await seen.until(lambda: seen.field == "notes")
        await seen.write("One")
        await seen.press("enter", "T", "w", "o")
        assert seen.find("#prose", ProseArea).text == "One\nTwo"
        await seen.until_saved()
        assert small.in_the_file.client.notes == "One\nTwo"


async def test_arrows_go_from_field_to_field_and_within_prose_from_line_to_line(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        await seen.press("down", "down")
        assert seen.field == "notes"
        await seen.write("One\nTwo")
        await seen.press("up")
        assert seen.field == "notes"
        await seen.press("up")
        assert seen.field == "sells"


async def test_enter_in_the_list_opens_the_first_open_question_of_the_record(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.press("up", "up", "enter")
        await seen.until(lambda: seen.field == "severity")
        assert seen.interview.position.record_id == small.first(Problem).id


async def test_arrows_in_the_list_choose_a_record_and_show_its_form(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        assert "Alarm noticed late" in seen.chosen("#rows")
        await seen.press("up", "up", "up")
        await seen.until(lambda: "Load refused at the dock" in seen.chosen("#rows"))
        assert any("1,900" in line for line in seen.within("#sheet"))


async def test_escape_leads_from_the_form_to_the_list_to_the_library(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.go_to("times")
        await seen.press("escape")
        await seen.until(lambda: in_plus_line(seen))
        await seen.press("escape")
        assert seen.told("Escape once more")
        assert in_plus_line(seen)
        await seen.press("escape")
        await seen.until(lambda: seen.shows("1 profile"))


@pytest.mark.parametrize("typed", ["empresas de ti", "2027-03-31", "y ahora"])
async def test_a_sentence_typed_into_a_choice_changes_nothing(small: Small, typed: str) -> None:
    problem = small.answers.of(Problem)[1]
    place = Place("problems", record_id=problem.id, field="per")
    before = small.now(problem).per
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press(*("space" if letter == " " else letter for letter in typed))
        await seen.until_saved()
        assert small.now(problem).per == before
        assert seen.told("nothing was changed")


@pytest.fixture
def each_key_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every letter begins another word, as after a pause."""
    monkeypatch.setattr("icp_tui.tui.widgets.editors.WORD_ENDS", 0.0)


@pytest.mark.usefixtures("each_key_a_word")
async def test_a_choice_is_made_by_arrows_letters_and_digits(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    place = Place("problems", record_id=problem.id, field="per")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert isinstance(seen.app.focused, OptionRow)
        for keys, value in (
            (("backspace",), None),
            (("right",), "day"),
            (("right", "right", "left"), "week"),
            (("y",), "year"),
            (("2",), "week"),
            (("o",), "once"),
            (("space",), "day"),
            (("delete",), None),
        ):
            await seen.press(*keys)
            await seen.until_saved()
            assert small.now(problem).per == value, keys


@pytest.mark.usefixtures("each_key_a_word")
async def test_a_scale_is_set_by_its_digit(small: Small) -> None:
    problem = small.first(Problem)
    place = Place("problems", record_id=problem.id, field="severity")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press("4")
        await seen.until_saved()
        assert small.now(problem).severity == 4
        await seen.press("9")
        assert small.now(problem).severity == 4
        await seen.press("escape")
        await seen.until(lambda: any("■■■■□" in line for line in seen.within("#sheet")))


async def test_records_are_linked_by_a_few_letters(small: Small) -> None:
    problem = small.first(Problem)
    place = Place("problems", record_id=problem.id, field="step")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.write("offi")
        await seen.until(lambda: seen.shows("▸ Office types it"))
        await seen.press("enter")
        await seen.until(lambda: seen.field == "in_their_words")
        assert small.now(problem).step == small.answers.of(ProcessStep)[1].id
        assert any("At which step" in line and "Office types it" in line for line in seen.within("#sheet"))


async def test_several_links_are_taken_one_by_one_and_taken_back_by_backspace(small: Small) -> None:
    proof = small.first(Evidence)
    first = proof.proves_problems or ()
    place = Place("evidence", record_id=proof.id, field="proves_problems")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.write("alarm")
        await seen.press("enter")
        await seen.until_saved()
        third = small.answers.of(Problem)[2].id
        assert small.now(proof).proves_problems == (*first, third)
        await seen.press("backspace", "backspace")
        await seen.until_saved()
        assert small.now(proof).proves_problems == first[:1]


async def test_enter_without_letters_goes_on_from_a_link(small: Small) -> None:
    problem = small.set(small.first(Problem), {"step": small.first(ProcessStep).id})
    place = Place("problems", record_id=problem.id, field="step")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press("enter")
        assert seen.field == "in_their_words"
        assert small.now(problem).step == problem.step


async def test_an_answer_is_edited_where_it_is_clicked(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        row = next(n for n, line in enumerate(seen.lines) if "Who suffers" in line)
        await seen.pilot.click(offset=(60, row))
        await seen.until(lambda: seen.field == "sufferers")


async def test_a_step_is_opened_where_it_is_clicked(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        row = next(n for n, line in enumerate(seen.lines) if "Evidence" in line)
        await seen.pilot.click(offset=(8, row))
        await seen.until(lambda: seen.interview.position.page.id == "evidence")
