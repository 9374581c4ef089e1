"""A command that writes says what it brought back from the rescue journal."""

from __future__ import annotations

from calling import Icp

from icp_tui.method.records import Client
from icp_tui.opening import open_workspace
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety.rescue_lines import Waiting
from icp_tui.store.work.library import summaries


def test_a_command_that_writes_brings_back_and_says_so_once(empty: Icp) -> None:
    empty.done("new", "--client", "Rótulos", "--profile", "Primero")
    workspace = open_workspace(empty.workspace)
    [shown] = summaries(workspace.database)
    client = workspace.answers(shown.profile_id).of(Client)[0]
    edits = workspace.answer_edits(shown.profile_id, client, "notes", "Żółta łódź")
    waiting = Waiting(f"{client.id}/notes", new_id(), shown.profile_id, tuple(edits))
    assert workspace.rescue.keep([waiting])
    workspace.let_go()
    told = empty.done("set", "Primero", "offer=Señales").err
    assert "could not be saved before" in told
    assert "Notes" in told
    assert empty.answers().of(Client)[0].notes == "Żółta łódź"
    assert "could not be saved before" not in empty.done("set", "Primero", "offer=Otra").err
