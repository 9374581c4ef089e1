"""What one chooses from: columns that stand below each other in any script."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inks import INKS
from rich.cells import cell_len
from rich.text import Text
from textual.app import App

from icp_tui.insight.progress import Progress
from icp_tui.method.answers import Answers
from icp_tui.method.records import Client, Profile
from icp_tui.method.steps import PHASES
from icp_tui.texts import Words
from icp_tui.tui.commands import COMMANDS
from icp_tui.tui.screens import picking


@pytest.mark.parametrize("words", ["Search", "検索", "검색하기", "A name that is far longer than its column"])
def test_the_help_of_a_command_stands_in_its_column_whatever_the_script(words: str) -> None:
    command = replace(COMMANDS[0], words=Words(words), help=Words("It helps."))
    [pick] = picking.command_choices([(command, "")], INKS)
    assert cell_len(pick.words.plain.partition("It helps.")[0]) == 20 + 14


@pytest.mark.parametrize("title", ["Situation", "状況", "A title that is far longer than its column"])
def test_the_step_of_a_page_stands_in_its_column_whatever_the_script(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phase = next(phase for phase in PHASES for step in phase.steps if len(step.pages) > 1)
    step = next(step for step in phase.steps if len(step.pages) > 1)
    pages = tuple(replace(page, title=Words(title)) for page in step.pages)
    found = replace(phase, steps=(replace(step, title=Words("At last"), pages=pages),))
    monkeypatch.setattr(picking, "PHASES", (found,))
    answers = Answers("p", [Client(id="c"), Profile(id="p", parent_id="c")])
    for pick in picking.step_choices(Progress(()), answers, INKS):
        if pick.id:
            assert cell_len(pick.words.plain.partition("At last")[0]) == 1 + 1 + 20


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("quit", "quit"),
        ("keys", "keys"),
        ("sea", "search"),
        ("all answers", "search"),
        ("save leave", "quit"),
    ],
)
async def test_what_is_called_as_one_types_goes_before_what_is_only_told_so(typed: str, first: str) -> None:
    told = [("all keys: quit, search", "help"), ("Search", "search"), ("Keys", "keys"), ("Quit", "quit")]
    helps = {"help": "All keys.", "search": "Search all answers.", "keys": "Keys.", "quit": "Save and leave."}
    picks = [picking.Pick(id_, Text(f"{title}  {helps[id_]}"), title) for title, id_ in told]
    app: App[str | None] = App()
    async with app.run_test() as pilot:
        given: list[str | None] = []
        await app.push_screen(picking.PickScreen("Which?", picks), given.append)
        for letter in typed:
            await pilot.press("space" if letter == " " else letter)
        await pilot.press("enter")
        await pilot.pause()
        assert given == [first]
