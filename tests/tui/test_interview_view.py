"""What the interview says around the answers."""

from __future__ import annotations

from dataclasses import replace

from inks import INKS, plain
from rich.cells import cell_len

from icp_tui.errors import SaveFailed
from icp_tui.insight.progress import Progress, progress
from icp_tui.method.records import Objective, ProcessStep
from icp_tui.method.steps import page_named
from icp_tui.store.work.actions import add, delete
from icp_tui.tui.means import View, means
from icp_tui.tui.pen import Saving
from icp_tui.tui.position import Position, settled
from icp_tui.tui.screens.interview_view import (
    heading,
    how_far,
    who_and_what,
)
from small import Small


def at(small: Small, page: str) -> Position:
    return settled(Position(page_named(page)), small.answers)


def told(small: Small, saving: Saving, *, read_only: bool = False, wide: bool = True) -> str:
    return how_far(progress(small.answers), saving, INKS, read_only=read_only, wide=wide).plain


def compared(small: Small) -> str:
    return plain(*means(View(small.answers, at(small, "new_process"), INKS, 100)))


def test_the_top_names_client_and_profile(small: Small) -> None:
    assert who_and_what(small.answers, INKS).plain == "ColdLine  ›  Wholesalers before an audit"


def test_a_client_and_a_profile_without_names_are_new(small: Small) -> None:
    small.set(small.answers.client, {"name": ""})
    small.set(small.answers.profile, {"name": ""})
    assert who_and_what(small.answers, INKS).plain == "New client  ›  New profile"


def test_the_state_of_saving_is_said_in_words(small: Small) -> None:
    assert told(small, Saving()).endswith("✓ saved")
    assert told(small, Saving(pending=True)).endswith("… typing")
    assert told(small, Saving(pending=True, failure=SaveFailed("The disk is full."))).endswith("! not saved")
    assert told(small, Saving(), read_only=True).endswith("read only")


def test_progress_is_a_percentage_a_bar_and_what_is_open(small: Small) -> None:
    found = progress(small.answers)
    words = told(small, Saving())
    assert words.startswith(f"{found.percent}% ")
    assert words.count("━") == 10
    assert f"{len(found.open)} open" in words
    assert "━" not in told(small, Saving(), wide=False)


def test_a_profile_without_an_open_question_is_complete() -> None:
    words = how_far(Progress(()), Saving(), INKS, read_only=False, wide=True).plain
    assert "complete" in words
    assert "open" not in words


def test_the_heading_says_step_hint_and_thread(small: Small) -> None:
    words = plain(*heading(at(small, "questions"), small.answers, INKS))
    assert "Questions   step 14 of 18" in words
    assert "Which open questions find a promising buyer early?" in words
    assert "Objective  ‹ 1/1 ›  Pass every audit" in words
    assert "Problem    ‹ 1/3 ›  Load refused at the dock   ^↑ ↓" in words


def test_keys_to_turn_are_shown_only_where_there_is_something_to_turn_to(small: Small) -> None:
    here = at(small, "problems")
    assert "Alt+← →" not in plain(*heading(here, small.answers, INKS))
    add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    assert "‹ 1/2 ›  Pass every audit   Alt+← →" in plain(*heading(here, small.answers, INKS))


def test_a_step_of_several_pages_names_the_page(small: Small) -> None:
    assert "Situation  ›  Goal and means" in plain(*heading(at(small, "goal"), small.answers, INKS))


def test_a_thread_without_an_objective_says_what_comes_first(small: Small) -> None:
    delete(small.workspace, small.profile_id, small.first(Objective))
    words = plain(*heading(at(small, "questions"), small.answers, INKS))
    assert "none yet; the step Objectives comes first" in words


def test_two_processes_are_compared_in_steps_and_minutes(small: Small) -> None:
    words = compared(small)
    assert "Today           2 steps   31 min per run" in words
    assert "With the offer  1 step   1 min per run" in words
    assert "Difference      − 1 step   − 30 min per run" in words


def test_what_is_known_in_part_is_at_least_that(small: Small) -> None:
    small.set(small.first(ProcessStep), {"minutes": ""})
    assert "≥ 25 min per run" in compared(small)


def test_what_is_not_known_at_all_is_a_dash(small: Small) -> None:
    for step in small.answers.of(ProcessStep):
        small.set(step, {"minutes": ""})
    assert "2 steps   – min per run" in compared(small)


def test_one_process_alone_is_not_compared(small: Small) -> None:
    for step in small.answers.of(ProcessStep)[2:]:
        delete(small.workspace, small.profile_id, step)
    assert "Difference" not in compared(small)


def test_wide_letters_take_two_columns_in_the_heading(small: Small) -> None:
    objective = small.set(small.first(Objective), {"result": "監査に合格 👩‍👩‍👧"})
    [*_, line] = heading(replace(at(small, "problems"), objective_id=objective.id), small.answers, INKS)
    assert line.cell_len == cell_len(line.plain) > len("Objective  ‹ 1/1 ›  ")
