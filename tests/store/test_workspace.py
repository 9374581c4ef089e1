"""Saving: what is typed is kept, in one change for each field that one stays in, or the error says so."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest

from icp_tui.errors import BadAnswer, NotFound, SaveFailed
from icp_tui.method.choices import Ground, Mark, Period, State, YesNo
from icp_tui.method.records import (
    Client,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    ParkedSituation,
    Problem,
    ProcessStep,
)
from icp_tui.opening import open_workspace
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import LIBRARY, Workspace
from small import Small


def _type(small: Small, record: Problem, field: str, *raws: str) -> None:
    for raw in raws:
        small.workspace.typed(small.profile_id, record, field, raw)
        small.workspace.flush()


# Typing


def test_what_is_typed_is_in_memory_first_and_in_the_file_after_a_flush(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers")
    assert small.workspace.unsaved
    assert small.in_the_file.of(Problem)[0].sufferers is None
    saved = small.workspace.flush()
    assert isinstance(saved, Problem) and saved.sufferers == "Drivers"
    assert not small.workspace.unsaved
    assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"


def test_a_flush_with_nothing_typed_does_nothing(small: Small) -> None:
    before = small.changes()
    assert small.workspace.flush() is None
    small.workspace.leave()
    assert small.changes() == before


def test_one_typed_field_is_one_change_that_grows(small: Small) -> None:
    before = small.changes()
    _type(small, small.first(Problem), "sufferers", "D", "Dri", "Drivers")
    assert small.changes() == before + 1
    assert small.first(Problem).sufferers == "Drivers"


def test_after_leaving_the_field_typing_is_a_new_change(small: Small) -> None:
    before = small.changes()
    _type(small, small.first(Problem), "sufferers", "Drivers")
    small.workspace.leave()
    _type(small, small.now(small.first(Problem)), "sufferers", "Drivers and Otto")
    assert small.changes() == before + 2


def test_going_to_another_field_leaves_the_one_before(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers")
    small.workspace.typed(small.profile_id, problem, "times", "4")
    assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"
    small.workspace.leave()
    assert small.in_the_file.of(Problem)[0].times == 4


def test_typed_and_taken_back_is_no_change(small: Small) -> None:
    before, problem = small.changes(), small.first(Problem)
    _type(small, problem, "times", "23", "2x", "2")
    small.workspace.leave()
    assert small.changes() == before
    assert small.now(problem) == problem and small.same()


def test_typed_and_taken_back_brings_back_the_state_that_an_answer_had_ended(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    small.workspace.mark(small.profile_id, problem, "cost_each", "state", "ask")
    before = small.changes()
    _type(small, problem, "cost_each", "5")
    assert small.answers.mark(problem.id, "cost_each").state is None
    _type(small, problem, "cost_each", "5x")
    assert small.answers.mark(problem.id, "cost_each") == Mark(state=State.ASK, raw="5x")
    _type(small, problem, "cost_each", "")
    small.workspace.leave()
    assert small.answers.mark(problem.id, "cost_each").state is State.ASK
    assert small.changes() == before and small.same()


def test_text_that_cannot_be_read_is_kept_as_it_was_typed(small: Small) -> None:
    problem = small.first(Problem)
    _type(small, problem, "cost_each", "19oo")
    assert small.now(problem).cost_each is None
    assert small.answers.mark(problem.id, "cost_each").raw == "19oo"
    small.restart()
    assert small.answers.mark(problem.id, "cost_each").raw == "19oo"
    _type(small, problem, "cost_each", "1 900,50")
    assert small.now(problem).cost_each == 190_050
    assert small.answers.mark(problem.id, "cost_each").raw is None
    assert small.workspace.database.rows("SELECT * FROM mark") == []


def test_an_answer_ends_ask_the_client(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    small.workspace.mark(small.profile_id, problem, "times", "state", "ask")
    assert small.answers.mark(problem.id, "times").state is State.ASK
    small.set(problem, {"times": "3"})
    assert small.answers.mark(problem.id, "times").state is None


def test_emptying_a_field_does_not_end_does_not_apply(small: Small) -> None:
    problem = small.answers.of(Problem)[1]
    small.workspace.mark(small.profile_id, problem, "times", "state", "not_applicable")
    _type(small, problem, "times", "")
    assert small.answers.mark(problem.id, "times").state is State.DOES_NOT_APPLY


def test_what_is_pending_is_saved_when_the_workspace_is_closed(small: Small) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "sufferers", "Drivers")
    small.restart()
    assert small.first(Problem).sufferers == "Drivers"


def test_what_is_pending_is_saved_before_any_other_action(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "sufferers", "Drivers")
    small.workspace.mark(small.profile_id, problem, "times", "ground", "told")
    assert small.in_the_file.of(Problem)[0].sufferers == "Drivers"
    small.workspace.undo(small.profile_id)
    assert small.now(problem).sufferers == "Drivers"


def test_control_characters_are_never_kept(small: Small) -> None:
    small.set(
        small.first(Objective),
        {"in_their_words": "a\x1b[31mb\x07\u202ec\r\nd", "result": "x\ny"},
    )
    objective = small.first(Objective)
    assert (objective.in_their_words, objective.result) == ("abc\nd", "x y")


# Actions


def test_set_answers_several_fields_in_one_batch(small: Small) -> None:
    problem = small.set(small.first(Problem), {"times": "5", "per": "week", "cost_each": "EUR 12.50"})
    assert (problem.times, problem.per, problem.cost_each) == (Decimal(5), Period.WEEK, 1250)
    small.workspace.undo(small.profile_id)
    assert (small.now(problem).times, small.now(problem).cost_each) == (Decimal(2), 190_000)


def test_set_with_one_bad_answer_changes_nothing(small: Small) -> None:
    before, problem = small.changes(), small.first(Problem)
    with pytest.raises(BadAnswer):
        small.set(problem, {"times": "5", "severity": "6"})
    assert small.changes() == before and small.now(problem).times == 2


def test_a_mark_is_set_and_taken_away(small: Small) -> None:
    problem = small.first(Problem)
    small.workspace.mark(small.profile_id, problem, "times", "ground", "measured")
    assert small.answers.mark(problem.id, "times").ground is Ground.MEASURED
    small.workspace.mark(small.profile_id, problem, "times", "ground", None)
    assert small.answers.mark(problem.id, "times") == Mark()
    with pytest.raises(BadAnswer):
        small.workspace.mark(small.profile_id, problem, "times", "ground", "hearsay")


def test_a_link_must_lead_to_a_record_of_its_kind_in_the_profile(small: Small) -> None:
    problem, step = small.first(Problem), small.first(ProcessStep)
    for target in (problem.id, "nobody", small.first(Objective).id):
        with pytest.raises(BadAnswer, match="Needed: Process step"):
            small.set(problem, {"step": target})
    assert small.set(problem, {"step": step.id}).step == step.id
    with pytest.raises(BadAnswer):
        small.set(small.first(Evidence), {"proves_problems": f"{problem.id} {step.id}"})


def test_a_link_to_what_was_deleted_leads_nowhere_and_comes_back_with_it(small: Small) -> None:
    evidence, problem = small.first(Evidence), small.first(Problem)
    assert small.answers.linked(evidence, "proves_problems")[0].id == problem.id
    actions.delete(small.workspace, small.profile_id, problem)
    assert problem.id not in [r.id for r in small.answers.linked(evidence, "proves_problems")]
    with pytest.raises(BadAnswer):
        small.set(small.first(DiscoveryQuestion), {"problem": problem.id})
    small.workspace.undo(small.profile_id)
    assert small.answers.linked(evidence, "proves_problems")[0].id == problem.id


def test_records_are_added_last_or_behind_one_of_them(small: Small) -> None:
    objective, first = small.first(Objective), small.first(Problem)
    actions.add(
        small.workspace,
        small.profile_id,
        Problem,
        objective.id,
        [{"what": "A"}, {"what": "B"}],
        after=first.id,
    )
    actions.add(small.workspace, small.profile_id, Problem, objective.id, [{"what": "C"}])
    actions.add(small.workspace, small.profile_id, Problem, objective.id, [{"what": "0"}], after="")
    titles = [problem.title for problem in small.answers.of(Problem)]
    assert titles == ["0", "Load refused at the dock", "A", "B", "Sheets get lost", "Alarm noticed late", "C"]
    assert [str(problem.per) for problem in small.answers.of(Problem)][2] == "month"
    assert small.same()


def test_a_row_with_a_bad_answer_adds_nothing(small: Small) -> None:
    before = small.changes()
    with pytest.raises(BadAnswer):
        actions.add(
            small.workspace,
            small.profile_id,
            Problem,
            small.first(Objective).id,
            [{"what": "A"}, {"what": "B", "times": "often"}],
        )
    assert small.changes() == before


def test_a_record_moves_among_those_that_are_seen(small: Small) -> None:
    def titles() -> list[str]:
        return [problem.title.split()[0] for problem in small.answers.of(Problem)]

    def moved(place: int, steps: int) -> bool:
        seen = small.answers.of(Problem)
        return actions.move(small.workspace, small.profile_id, seen[place], steps, seen)

    assert titles() == ["Load", "Sheets", "Alarm"]
    assert moved(0, 1) and titles() == ["Sheets", "Load", "Alarm"]
    assert moved(2, -1) and titles() == ["Sheets", "Alarm", "Load"]
    assert moved(1, -1) and titles() == ["Alarm", "Sheets", "Load"]
    before = small.changes()
    assert not moved(0, -1) and not moved(2, 1)
    assert small.changes() == before


def test_moving_for_ever_never_runs_out_of_room(small: Small) -> None:
    for _ in range(70):
        seen = small.answers.of(Problem)
        actions.move(small.workspace, small.profile_id, seen[2], -1, seen)
    seen = small.answers.of(Problem)
    assert len({problem.position for problem in seen}) == 3 and small.same()


def test_a_record_is_hung_below_another_parent(small: Small) -> None:
    problem = small.first(Problem)
    (other,) = actions.add(
        small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Less paper"}]
    )
    actions.rehang(small.workspace, small.profile_id, problem, other.id)
    assert [p.id for p in small.answers.of(Problem, other.id)] == [problem.id]
    assert small.same()
    for wrong in (problem.id, small.profile_id, "nobody"):
        with pytest.raises(NotFound):
            actions.rehang(small.workspace, small.profile_id, problem, wrong)
    small.workspace.undo(small.profile_id)
    assert small.answers.of(Problem, other.id) == []
    assert small.first(Problem).id == problem.id


def test_deleting_an_objective_hides_its_thread_and_undo_brings_all_of_it_back(small: Small) -> None:
    before = small.answers
    actions.delete(small.workspace, small.profile_id, small.first(Objective))
    for kind in (Objective, Problem, ProcessStep, DiscoveryQuestion):
        assert small.answers.of(kind) == []
    assert len(small.answers.of(Objection)) == 1
    assert small.same()
    small.workspace.undo(small.profile_id)
    assert small.answers.records == before.records and small.same()


def test_a_parked_situation_becomes_a_profile_of_its_own(small: Small) -> None:
    parked = small.first(ParkedSituation)
    new = actions.serve_parked(small.workspace, small.profile_id, parked)
    profile = small.workspace.answers(new).profile
    assert (profile.name, profile.situation) == ("Hospital pharmacies", "Hospital pharmacies")
    assert profile.offer == small.answers.profile.offer
    assert profile.parent_id == small.answers.profile.parent_id
    assert small.answers.of(ParkedSituation) == []
    small.workspace.undo(LIBRARY)
    assert small.answers.of(ParkedSituation) == [parked] and small.same()
    assert small.workspace.database.rows("SELECT id FROM profile WHERE deleted_at IS NULL")[0][0] != new
    small.workspace.redo(LIBRARY)
    assert small.answers.of(ParkedSituation) == []
    assert small.workspace.answers(new).profile == profile


@pytest.mark.parametrize("saves", [0, 1])
def test_a_situation_becomes_a_profile_wholly_or_stays_parked(
    small: Small, monkeypatch: pytest.MonkeyPatch, saves: int
) -> None:
    parked, left = small.first(ParkedSituation), [saves]

    def full() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise SaveFailed("The disk is full.")

    def begun() -> int:
        return int(small.workspace.database.rows("SELECT count(*) FROM profile")[0][0])

    with monkeypatch.context() as patched:
        patched.setattr(small.workspace.database, "check_still_there", full)
        with contextlib.suppress(SaveFailed):
            actions.serve_parked(small.workspace, small.profile_id, parked)
    assert (begun(), small.in_the_file.of(ParkedSituation)) == ((2, []) if saves else (1, [parked]))


def test_a_copied_profile_has_all_answers_and_has_to_earn_its_status(small: Small) -> None:
    small.set(
        small.answers.profile,
        {"status": "released", "version": "4", "last_review": "2026-10-02", "next_review": "2027-10-02"},
    )
    small.workspace.mark(small.profile_id, small.first(Problem), "times", "ground", "told")
    copy = small.workspace.answers(actions.duplicate(small.workspace, small.profile_id, "The next"))
    profile = copy.profile
    assert (profile.name, str(profile.status), profile.version) == ("The next", "hypothesis", Decimal(1))
    assert (profile.last_review, profile.next_review) == (None, None)
    assert profile.offer == small.answers.profile.offer
    ours, theirs = small.answers.records, copy.records
    assert [(r.kind, r.title) for r in ours[2:]] == [(r.kind, r.title) for r in theirs[2:]]
    assert {r.id for r in ours} & {r.id for r in theirs} == {copy.client.id}
    linked = copy.linked(copy.of(Evidence)[0], "proves_problems")
    assert linked == copy.of(Problem)[:2]
    assert copy.mark(copy.of(Problem)[0].id, "times").ground is Ground.TOLD
    assert copy.of(Problem)[1].step == copy.of(ProcessStep)[0].id


def test_a_profile_is_started_with_what_new_profiles_have(workspace: Workspace) -> None:
    profile_id = actions.start(workspace, {"name": "First"}, client={"name": "ColdLine"})
    answers = workspace.answers(profile_id)
    assert (answers.client.name, answers.profile.currency) == ("ColdLine", "EUR")
    assert answers.profile.version == 1
    second = actions.start(workspace, {"name": "Second", "mode": "b2c"}, client_id=answers.client.id)
    assert workspace.answers(second).client == answers.client
    assert [summary.profile for summary in summaries(workspace.database)] == ["First", "Second"]


def test_a_change_of_the_client_is_seen_in_all_its_profiles(small: Small) -> None:
    other = actions.start(small.workspace, {"name": "Second"}, client_id=small.answers.client.id)
    assert small.workspace.answers(other).client.name == "ColdLine"
    small.set(small.answers.client, {"name": "ColdLine Ltd"})
    assert small.workspace.answers(other).client.name == "ColdLine Ltd"


def test_what_is_not_there_is_said_so(small: Small) -> None:
    with pytest.raises(NotFound):
        small.workspace.answers("nobody")
    with pytest.raises(NotFound):
        small.workspace.find("nobody")
    problem = small.first(Problem)
    assert small.workspace.find(problem.id) == problem
    assert small.workspace.profile_of(problem) == small.profile_id
    assert small.workspace.profile_of(small.first(Client)) == ""
    actions.delete(small.workspace, small.profile_id, problem)
    with pytest.raises(NotFound):
        small.workspace.find(problem.id)


def test_two_workspaces_in_one_folder_do_not_know_of_each_other(small: Small, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other.db")
    assert summaries(other.database) == []
    with pytest.raises(NotFound):
        other.answers(small.profile_id)
    other.close()


def test_answers_of_a_choice_and_unknown_are_kept_apart(small: Small) -> None:
    objective = small.set(small.first(Objective), {"can_help": "not known yet"})
    assert objective.can_help is YesNo.UNKNOWN
    assert small.in_the_file.of(Objective)[0].can_help is YesNo.UNKNOWN
