"""What the interview says around the answers: the lines at the top, the thread, the two processes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from icp_tui.formats import percent
from icp_tui.insight.progress import Progress
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import Objective, Problem
from icp_tui.method.steps import STEPS, step_of
from icp_tui.texts import interface_language, say
from icp_tui.tui.commands import keys_of
from icp_tui.tui.pen import Saving
from icp_tui.tui.position import Position, shows_objective, shows_problem
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import first_part


def who_and_what(answers: Answers, inks: Inks) -> Text:
    """The client and the profile."""
    client = first_part(answers.client.title) or say("New client")
    profile = first_part(answers.profile.title) or say("New profile")
    return Text.assemble((client, inks.strong), ("  ›  ", inks.dim), profile)


def how_far(
    progress: Progress, saving: Saving, inks: Inks, *, read_only: bool, wide: bool, older: bool = False
) -> Text:
    """Progress, open questions and the state of saving; `older` is text of an earlier time that waits."""
    text = Text(percent(progress.percent, interface_language()) + " ")
    if wide:
        full = progress.percent // 10
        text.append("━" * full, inks.accent).append("━" * (10 - full), inks.rule)
    left = len(progress.open)
    text.append("   ")
    if left:
        text.append(say("{n} open", n=left), inks.warn)
    else:
        text.append(say("complete"), inks.good)
    text.append("   ")
    if read_only:
        text.append(say("read only"), inks.warn)
    elif saving.failure or older:
        text.append(say("! not saved"), inks.bad)
    elif saving.pending:
        text.append(say("… typing"), inks.dim)
    else:
        text.append(say("✓ saved"), inks.good)
    return text


def heading(position: Position, answers: Answers, inks: Inks) -> list[Text]:
    """The step, what it is for, and the thread in view."""
    step = step_of(position.page)
    title = Text.assemble((str(step.title), inks.strong))
    if len(step.pages) > 1:
        title.append("  ›  ", inks.dim).append(str(position.page.title), inks.strong)
    place = say("step {n} of {all}", n=STEPS.index(step) + 1, all=len(STEPS))
    title.append(f"   {place}", inks.dim)
    lines = [title, Text(str(step.hint), inks.dim)]
    lines += _thread(position, answers, inks)
    return lines


def _thread(position: Position, answers: Answers, inks: Inks) -> list[Text]:
    if not shows_objective(position.page):
        return []
    objectives = answers.of(Objective)
    lines = [
        _switch(
            say("Objective"),
            objectives,
            position.objective_id,
            keys_of("previous_objective", "next_objective"),
            say("none yet; the step Objectives comes first"),
            inks,
        )
    ]
    if shows_problem(position.page):
        problems = answers.of(Problem, position.objective_id or "")
        keys = keys_of("previous_problem", "next_problem")
        lines.append(_switch(say("Problem"), problems, position.problem_id, keys, say("none yet"), inks))
    return [Text(), *lines]


def _switch(
    label: str, records: Sequence[Record], current: str | None, keys: str, none: str, inks: Inks
) -> Text:
    ids = [record.id for record in records]
    line = Text.assemble((f"{label:<10} ", inks.dim))
    if current not in ids:
        return line.append(none, inks.warn)
    place = ids.index(current)
    line.append(f"‹ {place + 1}/{len(ids)} ›  ", inks.accent)
    line.append(first_part(records[place].title) or "…", inks.strong)
    if len(ids) > 1:
        line.append(f"   {keys}", inks.dim)
    return line
