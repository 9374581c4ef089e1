"""The library knows each profile's figures without loading it, and where one left off."""

from __future__ import annotations

import pytest

from icp_tui.insight.progress import progress
from icp_tui.method.records import Client, Objective, Problem
from icp_tui.store.work import actions
from icp_tui.store.work.library import Place, Summary, read_place, summaries, write_place
from icp_tui.store.work.workspace import Workspace
from small import Small


def _only(small: Small) -> Summary:
    (summary,) = summaries(small.workspace.database)
    return summary


def _agrees(workspace: Workspace) -> bool:
    """Whether the figures kept are those that the answers give."""
    for summary in summaries(workspace.database):
        found = progress(workspace.answers(summary.profile_id))
        if (summary.answered, summary.asked, summary.gaps) != (
            found.answered,
            len(found.asked),
            len(found.open),
        ):
            return False
    return True


def test_an_empty_workspace_has_an_empty_library(workspace: Workspace) -> None:
    assert summaries(workspace.database) == []


def test_a_profile_is_shown_with_its_client_and_its_figures(small: Small) -> None:
    summary = _only(small)
    assert (summary.client, summary.profile) == ("ColdLine", "Wholesalers before an audit")
    assert (summary.mode, summary.status, summary.version) == ("b2b", "hypothesis", 1)
    assert 0 < summary.answered < summary.asked == summary.answered + summary.gaps
    assert summary.percent == 100 * summary.answered // summary.asked


def test_the_figures_follow_every_action(small: Small) -> None:
    start = _only(small).answered
    small.set(small.first(Problem), {"severity": "5"})
    assert _only(small).answered == start + 1 and _agrees(small.workspace)
    small.workspace.typed(small.profile_id, small.first(Objective), "measure", "Findings")
    small.workspace.flush()
    assert _only(small).answered == start + 2 and _agrees(small.workspace)
    small.workspace.mark(small.profile_id, small.answers.of(Problem)[1], "times", "state", "not_applicable")
    assert _only(small).answered == start + 3
    for _ in range(3):
        small.workspace.undo(small.profile_id)
    assert _only(small).answered == start and _agrees(small.workspace)
    actions.delete(small.workspace, small.profile_id, small.first(Objective))
    assert _agrees(small.workspace)


def test_an_answer_of_the_client_counts_in_all_its_profiles_but_edits_only_one(small: Small) -> None:
    other = actions.duplicate(small.workspace, small.profile_id, "The next")
    before = {s.profile_id: s for s in summaries(small.workspace.database)}
    small.workspace.typed(small.profile_id, small.first(Client), "sells", "")
    small.workspace.flush()
    after = {s.profile_id: s for s in summaries(small.workspace.database)}
    assert [after[p].answered - before[p].answered for p in (small.profile_id, other)] == [-1, -1]
    assert after[other].edited_at == before[other].edited_at
    assert _agrees(small.workspace)


def test_profiles_stand_by_client_in_the_order_in_which_they_were_made(small: Small) -> None:
    actions.start(small.workspace, {"name": "Families"}, client={"name": "Family Wheels"})
    actions.start(small.workspace, {"name": "Caterers"}, client_id=small.first(Client).id)
    assert [(s.client, s.profile) for s in summaries(small.workspace.database)] == [
        ("ColdLine", "Wholesalers before an audit"),
        ("ColdLine", "Caterers"),
        ("Family Wheels", "Families"),
    ]
    assert _agrees(small.workspace)


def test_a_deleted_profile_leaves_the_library(small: Small) -> None:
    actions.delete(small.workspace, small.profile_id, small.answers.profile)
    assert summaries(small.workspace.database) == []


@pytest.mark.parametrize("place", [Place("problems", "o", "p", "r", "times"), Place("goal")])
def test_the_place_where_one_left_off_survives_a_restart_and_is_no_change(small: Small, place: Place) -> None:
    before = small.changes()
    assert read_place(small.workspace.database, small.profile_id) == Place()
    write_place(small.workspace.database, small.profile_id, Place("client"))
    write_place(small.workspace.database, small.profile_id, place)
    small.restart()
    assert read_place(small.workspace.database, small.profile_id) == place
    assert small.changes() == before
