"""The two processes of an objective as lines: today, with the offer, and the difference. Pure."""

from __future__ import annotations

from decimal import Decimal

from rich.text import Text

from icp_tui.formats import UNKNOWN, money, number
from icp_tui.insight.value import Comparison, ProcessTotals, Sum, compare
from icp_tui.method.records import ProcessStep, Side
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import labelled, rounded
from icp_tui.tui.theme import Inks

COLUMN = 16
"""Where the figures begin: nearer to their labels than in a form, as there are many of them."""


def processes(view: View) -> list[Text]:
    """The two processes of the objective in view, compared."""
    steps = view.answers.of(ProcessStep, view.position.objective_id or "")
    found = compare(
        [step for step in steps if step.side is Side.CURRENT],
        [step for step in steps if step.side is Side.NEW],
    )
    return _lines(found, view)


def _lines(found: Comparison, view: View) -> list[Text]:
    """Today, with the offer, and the difference, in steps, minutes and cost."""
    inks, currency, language = view.inks, view.answers.profile.currency or "", interface_language()
    today = labelled(say("Today"), _totals(found.current, currency), view, COLUMN)
    offer = labelled(say("With the offer"), _totals(found.new, currency), view, COLUMN)
    if not found.current.steps or not found.new.steps:
        return [*today, *offer]
    parts = [_change(Decimal(found.steps), count(abs(found.steps), "{n} step", "{n} steps"), inks)]
    parts += [_change(minutes, words, inks) for minutes, words in _minutes(found)]
    if (cost := found.cost_a_month) is not None and cost:
        words = say("{money} a month", money=money(int(abs(cost)), currency, language))
        parts.append(_change(cost, words, inks))
    return [*today, *offer, *labelled(say("Difference"), parts, view, COLUMN)]


def _minutes(found: Comparison) -> list[tuple[Decimal, str]]:
    language = interface_language()
    told = []
    if found.minutes is not None:
        told.append((found.minutes, say("{n} min per run", n=number(abs(found.minutes), language))))
    if found.minutes_a_month is not None:
        hours = rounded(abs(found.minutes_a_month) / 60, 1)
        told.append((found.minutes_a_month, say("{n} h a month", n=hours)))
    return told


def _change(value: Decimal, words: str, inks: Inks) -> Text:
    sign = "−" if value < 0 else "+" if value > 0 else "±"
    return Text(f"{sign} {words}", inks.good if value < 0 else inks.warn if value > 0 else inks.dim)


def _totals(found: ProcessTotals, currency: str) -> list[str]:
    language = interface_language()
    parts = [count(found.steps, "{n} step", "{n} steps")]
    parts.append(say("{n} min per run", n=_figure(found.minutes)))
    if found.minutes_a_month.is_known:
        hours = rounded(found.minutes_a_month.value / 60, 1)
        least = "≥ " if found.minutes_a_month.at_least else ""
        parts.append(say("{n} h a month", n=least + hours))
    if found.cost_a_month.is_known:
        least = "≥ " if found.cost_a_month.at_least else ""
        amount = money(int(found.cost_a_month.value), currency, language)
        parts.append(say("{money} a month", money=least + amount))
    return parts


def _figure(found: Sum) -> str:
    if not found.is_known:
        return UNKNOWN
    return ("≥ " if found.at_least else "") + number(found.value, interface_language())
