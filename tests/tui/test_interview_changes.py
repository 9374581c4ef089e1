"""What is done to records and answers by key: each undoable, each saying why where it cannot be done."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from driving import Seen, opened

from icp_tui.method.choices import Ground, State
from icp_tui.method.records import Objection, Objective, ParkedSituation, Problem
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.versions import VersionsScreen
from small import Small

THREE = ["Load refused at the dock", "Sheets get lost", "Alarm noticed late"]


@pytest.fixture
def two(small: Small) -> Small:
    """A second objective with one problem."""
    [second] = add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Grow"}])
    add(small.workspace, small.profile_id, Problem, second.id, [{"what": "No vans"}])
    return small


def problem_at(small: Small, field: str | None = None) -> Place:
    return Place("problems", record_id=small.first(Problem).id, field=field)


def shown_rows(seen: Seen) -> list[str]:
    return [line.strip().removeprefix("▸ ").split("  ")[0] for line in seen.within("#rows") if line.strip()]


async def test_a_record_is_moved_up_and_down_and_stays_chosen(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("alt+up")
        assert shown_rows(seen) == THREE
        await seen.press("alt+down", "alt+down")
        assert shown_rows(seen) == [THREE[1], THREE[2], THREE[0]]
        assert THREE[0] in seen.chosen("#rows")
        await seen.press("ctrl+z", "ctrl+z")
        await seen.until(lambda: shown_rows(seen) == THREE)
        assert small.same()


async def test_a_problem_is_hung_below_another_objective_and_one_goes_with_it(two: Small) -> None:
    problem = two.first(Problem)
    async with opened(two.workspace, two.profile_id, at=problem_at(two)) as seen:
        await seen.press("alt+shift+right")
        await seen.until(lambda: shown_rows(seen) == ["No vans", THREE[0]])
        assert THREE[0] in seen.chosen("#rows")
        assert seen.shows("‹ 2/2 ›  Grow")
        assert two.now(problem).parent_id == two.answers.of(Objective)[1].id
        await seen.press("ctrl+z")
        await seen.until(lambda: two.now(problem).parent_id == two.first(Objective).id)


async def test_an_objection_changes_the_objective_it_is_about(two: Small) -> None:
    objection = two.first(Objection)
    place = Place("objections", record_id=objection.id)
    async with opened(two.workspace, two.profile_id, at=place) as seen:
        await seen.press("alt+shift+left")
        await seen.until(lambda: two.now(objection).objective == two.answers.of(Objective)[1].id)
        assert seen.shows("‹ 2/2 ›  Grow", "We have loggers.")


async def test_where_there_is_no_other_objective_it_says_so(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("alt+shift+right", "alt+right")
        assert len([words for words in seen.app.told if "There is no other objective." in words]) == 2


async def test_a_copy_stands_behind_its_record_and_is_chosen(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("f7")
        await seen.until(lambda: shown_rows(seen) == [THREE[0], *THREE])
        assert seen.interview.position.record_id == seen.answers.of(Problem)[1].id
        assert seen.answers.of(Problem)[1].cost_each == 190000


async def test_a_deleted_record_leaves_its_neighbour_chosen_and_comes_back(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("f8")
        await seen.until(lambda: shown_rows(seen) == THREE[1:])
        assert THREE[1] in seen.chosen("#rows")
        assert seen.told(f"Deleted: {THREE[0]}. ^z brings it back.")
        await seen.press("ctrl+z")
        await seen.until(lambda: shown_rows(seen) == THREE)
        assert THREE[0] in seen.chosen("#rows")


async def test_deleting_the_last_record_leaves_an_invitation(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="objections") as seen:
        await seen.press("f8")
        await seen.until(lambda: seen.shows("Nothing here yet. For example:"))
        assert seen.app.focused is not None
        assert seen.app.focused.id == "add"


async def test_a_parked_situation_becomes_a_profile_of_its_own(small: Small) -> None:
    parked = small.first(ParkedSituation)
    async with opened(small.workspace, small.profile_id, at=Place("parked", record_id=parked.id)) as seen:
        await seen.press("ctrl+b")
        await seen.until(lambda: isinstance(seen.app.screen, InterviewScreen) and "Hospital" in seen.top)
        assert seen.interview.profile_id != small.profile_id
        assert seen.answers.profile.offer == small.answers.profile.offer
        assert small.answers.of(ParkedSituation) == []


async def test_a_ground_goes_round_and_is_seen_beside_the_figure(small: Small) -> None:
    problem = small.first(Problem)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        for ground in (*Ground, None):
            await seen.press("ctrl+g")
            assert small.answers.mark(problem.id, "cost_each").ground is ground
            assert ground is None or str(ground.words) in seen.reads("#sheet")
        assert "measured" not in seen.reads("#sheet")


async def test_a_state_goes_round_and_an_answer_ends_it(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    place = Place("problems", record_id=problem.id, field="sufferers")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        for state in (*State, None, State.ASK):
            await seen.press("ctrl+t")
            assert small.answers.mark(problem.id, "sufferers").state is state
        await seen.write("Drivers")
        await seen.until_saved()
        assert small.answers.mark(problem.id, "sufferers").state is None


async def test_only_figures_and_claims_take_a_ground(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "sufferers")) as seen:
        await seen.press("ctrl+g")
        assert seen.told("Only of figures and claims")


async def test_marks_and_versions_need_a_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=problem_at(small)) as seen:
        await seen.press("ctrl+g", "ctrl+t", "ctrl+r", "f9")
        assert len([words for words in seen.app.told if "Go into a field first" in words]) == 4


async def test_an_earlier_version_is_seen_and_brought_back(small: Small) -> None:
    problem = small.first(Problem)
    for cost in ("2100", "2300"):
        small.set(small.now(problem), {"cost_each": cost})
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.until(lambda: seen.shows("now  Ada", "2300"))
        await seen.press("down")
        await seen.until(lambda: "2100" in seen.reads("#value"))
        await seen.press("down", "down", "down")
        await seen.until(lambda: "1900" in seen.reads("#value"))
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: small.now(problem).cost_each == 190000)
        await seen.press("ctrl+z")
        await seen.until(lambda: small.now(problem).cost_each == 230000)


async def test_leaving_the_versions_changes_nothing(small: Small) -> None:
    before = small.changes()
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.press("escape")
        await seen.until_on(InterviewScreen)
        assert seen.field == "cost_each"
    assert small.changes() == before


async def test_bringing_back_what_was_chosen_of_what_cannot_be_read(small: Small) -> None:
    """What could not be read gives way to the version that is brought back."""
    problem = small.first(Problem)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "cost_each")) as seen:
        await seen.write("a fortune")
        await seen.until_saved()
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.press("down", "enter")
        await seen.until_on(InterviewScreen)
        await seen.until(lambda: small.now(problem).cost_each == 190000)
        assert "Kept as you typed it" not in seen.reads("#sheet")
        assert small.answers.mark(problem.id, "cost_each").raw is None


async def test_without_an_editor_it_says_how_to_set_one(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "in_their_words")) as seen:
        await seen.press("f9")
        assert seen.told("No editor is set.")
        assert seen.told("Set EDITOR")


async def test_an_answer_comes_back_from_the_editor(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a', encoding='utf-8').write('and more ☃')")
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    small.set(small.first(Problem), {"in_their_words": "One "})
    async with opened(small.workspace, small.profile_id, at=problem_at(small, "in_their_words")) as seen:
        monkeypatch.setattr(seen.app, "suspend", _stands_aside)
        await seen.press("f9")
        await seen.until(lambda: small.first(Problem).in_their_words == "Oneand more ☃")
        assert "and more ☃" in seen.reads("#prose")


class _stands_aside:  # noqa: N801 - stands for a method
    """Leaving and taking the terminal, where there is none."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass
