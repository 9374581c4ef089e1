"""What the interview says around the answers: the lines at the top, the thread, the two processes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from icp_tui.formats import UNKNOWN, money, number, percent
from icp_tui.insight.progress import Progress
from icp_tui.insight.value import Comparison, ProcessTotals, Sum, compare
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import Objective, Problem, ProcessStep, Side
from icp_tui.method.steps import STEPS, step_of
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.pen import Saving
from icp_tui.tui.position import Position, shows_objective, shows_problem
from icp_tui.tui.theme import Inks


def who_and_what(answers: Answers, inks: Inks) -> Text:
    """The client and the profile."""
    client = answers.client.title or say("New client")
    profile = answers.profile.title or say("New profile")
    return Text.assemble((client, inks.strong), ("  ›  ", inks.dim), profile)


def how_far(progress: Progress, saving: Saving, inks: Inks, *, read_only: bool, wide: bool) -> Text:
    """Progress, open questions and the state of saving."""
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
    elif saving.failure:
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
            "Alt+← →",
            say("none yet; the step Objectives comes first"),
            inks,
        )
    ]
    if shows_problem(position.page):
        problems = answers.of(Problem, position.objective_id or "")
        lines.append(_switch(say("Problem"), problems, position.problem_id, "^↑ ↓", say("none yet"), inks))
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
    line.append(records[place].title or "…", inks.strong)
    if len(ids) > 1:
        line.append(f"   {keys}", inks.dim)
    return line


def processes(position: Position, answers: Answers) -> Comparison:
    """The two processes of the objective in view."""
    steps = answers.of(ProcessStep, position.objective_id or "")
    return compare(
        [step for step in steps if step.side is Side.CURRENT],
        [step for step in steps if step.side is Side.NEW],
    )


def comparison_lines(found: Comparison, currency: str, inks: Inks) -> list[Text]:
    """Today, with the offer, and the difference, in steps, minutes and cost."""
    today = _totals(say("Today"), found.current, currency, inks)
    offer = _totals(say("With the offer"), found.new, currency, inks)
    if not found.current.steps or not found.new.steps:
        return [today, offer]
    language = interface_language()
    parts = [_change(Decimal(found.steps), count(abs(found.steps), "{n} step", "{n} steps"), inks)]
    parts += [_change(minutes, words, inks) for minutes, words in _minutes(found)]
    if (cost := found.cost_a_month) is not None and cost:
        words = say("{money} a month", money=money(int(abs(cost)), currency, language))
        parts.append(_change(cost, words, inks))
    return [today, offer, Text.assemble((f"{say('Difference'):<16}", inks.dim), Text("   ").join(parts))]


def _minutes(found: Comparison) -> list[tuple[Decimal, str]]:
    language = interface_language()
    told = []
    if found.minutes is not None:
        told.append((found.minutes, say("{n} min once through", n=number(abs(found.minutes), language))))
    if found.minutes_a_month is not None:
        hours = (abs(found.minutes_a_month) / 60).quantize(Decimal("0.1"))
        told.append((found.minutes_a_month, say("{n} h a month", n=number(hours, language))))
    return told


def _change(value: Decimal, words: str, inks: Inks) -> Text:
    sign = "−" if value < 0 else "+" if value > 0 else "±"
    return Text(f"{sign} {words}", inks.good if value < 0 else inks.warn if value > 0 else inks.dim)


def _totals(label: str, found: ProcessTotals, currency: str, inks: Inks) -> Text:
    language = interface_language()
    parts = [count(found.steps, "{n} step", "{n} steps")]
    parts.append(say("{n} min once through", n=_figure(found.minutes)))
    if found.minutes_a_month.is_known:
        hours = (found.minutes_a_month.value / 60).quantize(Decimal("0.1"))
        least = "≥ " if found.minutes_a_month.at_least else ""
        parts.append(say("{n} h a month", n=least + number(hours, language)))
    if found.cost_a_month.is_known:
        least = "≥ " if found.cost_a_month.at_least else ""
        amount = money(int(found.cost_a_month.value), currency, language)
        parts.append(say("{money} a month", money=least + amount))
    return Text.assemble((f"{label:<16}", inks.dim), "   ".join(parts))


def _figure(found: Sum) -> str:
    if not found.is_known:
        return UNKNOWN
    return ("≥ " if found.at_least else "") + number(found.value, interface_language())
