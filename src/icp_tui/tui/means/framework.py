"""What the fit framework means: what winning one costs, how their buying meets our selling, expansion."""

from __future__ import annotations

from decimal import Decimal

from rich.text import Text

from icp_tui.formats import money
from icp_tui.insight.acquisition import acquisition
from icp_tui.insight.customers import best, typical_price_a_year
from icp_tui.insight.value import compare, net_gain, payback_months, sum_known
from icp_tui.method.choices import Period
from icp_tui.method.records import (
    BuyingSide,
    BuyingStep,
    ExpansionItem,
    Objective,
    ProcessStep,
    Profile,
    Side,
)
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import advice, amount, bar, labelled, rounded


def costs(view: View) -> list[Text]:
    """What one customer costs with and without referrals, and when both sides have their money back."""
    inks, currency, language = view.inks, view.answers.profile.currency or "", interface_language()
    found = acquisition(view.answers.profile, typical_price_a_year(best(view.answers)))

    def exact(cost: Decimal) -> str:
        return money(int(cost.to_integral_value()), currency, language)

    lines: list[Text] = []
    if found.without_referrals is not None:
        top = max(found.without_referrals, found.with_referrals or Decimal(0), Decimal(1))
        alone = Text.assemble(
            bar(found.without_referrals / top, 16, inks), f" {exact(found.without_referrals)}"
        )
        lines += labelled(say("Without referrals"), [alone], view)
        if found.with_referrals is not None and found.saved is not None:
            spread = Text.assemble(
                bar(found.with_referrals / top, 16, inks), (f" {exact(found.with_referrals)}", inks.strong)
            )
            ink = inks.good if found.saved > 0 else inks.warn
            saved = Text(say("{money} less each", money=exact(found.saved)), ink)
            if found.saved < 0:
                saved = Text(say("the reward costs more than it saves"), ink)
            lines += labelled(say("With referrals"), [spread, saved], view)
        if found.in_a_long_chain is not None and found.with_referrals != found.in_a_long_chain:
            where = Text(say("where those referred refer, too"), inks.dim)
            lines += labelled(say("In a long chain"), [exact(found.in_a_long_chain), where], view)
        if found.payback_months is not None:
            words = count(
                amount(found.payback_months),
                "{figure} month of a usual price",
                "{figure} months of a usual price",
                figure=rounded(found.payback_months, 1),
            )
            lines += labelled(say("Earned back in"), [words], view)
    if found.missing and not view.narrow:
        labels = ", ".join(str(Profile.questions[name].label) for name in found.missing)
        lines += advice(say("Still needed for it: {labels}.", labels=labels), inks.dim, view.width)
    return [*lines, *_gain(view)]


def _gain(view: View) -> list[Text]:
    """What the new processes save the customer in money, and when it has paid the start."""
    profile, inks = view.answers.profile, view.inks
    if profile.hour_cost is None:
        return []
    gains = []
    for objective in view.answers.of(Objective):
        steps = view.answers.of(ProcessStep, objective.id)
        found = compare(
            [step for step in steps if step.side is Side.CURRENT],
            [step for step in steps if step.side is Side.NEW],
        )
        gain = net_gain(found, profile.hour_cost)
        if gain is not None:
            gains.append(gain)
    if not gains:
        return []
    total = sum(gains, Decimal(0))
    currency, language = profile.currency or "", interface_language()
    a_month = say("{money} a month", money=money(int(abs(total).to_integral_value()), currency, language))
    of = count(len(gains), "in {n} objective", "in {n} objectives")
    parts: list[Text | str] = [Text(a_month, inks.strong if total >= 0 else inks.warn), Text(of, inks.dim)]
    months = payback_months(profile.setup_cost, total)
    if months is not None:
        words = count(
            amount(months),
            "the start is paid after {figure} month",
            "the start is paid after {figure} months",
            figure=rounded(months, 1),
        )
        parts.append(words)
    return labelled(say("They save") if total >= 0 else say("It costs them"), parts, view)


def buying(view: View) -> list[Text]:
    """How long they take to buy, and how long we take to sell."""
    inks = view.inks
    steps = view.answers.of(BuyingStep)
    days = {}
    lines: list[Text] = []
    for side, label in ((BuyingSide.THEIRS, say("They take")), (BuyingSide.OURS, say("We take"))):
        own = [step for step in steps if step.side is side]
        total = sum_known(step.days for step in own)
        days[side] = total
        if own:
            figure = "?" if not total.is_known else ("≥ " if total.at_least else "") + rounded(total.value, 1)
            taken = count(amount(total.value), "{figure} day", "{figure} days", figure=figure)
            parts = [count(len(own), "{n} step", "{n} steps"), taken]
            lines += labelled(label, parts, view)
    theirs, ours = days[BuyingSide.THEIRS], days[BuyingSide.OURS]
    if theirs.is_known and ours.is_known and not theirs.at_least and not ours.at_least:
        gap = ours.value - theirs.value
        if gap > 0:
            words = count(
                amount(gap),
                "Our way takes {figure} day longer than theirs: where do they wait for us?",
                "Our way takes {figure} days longer than theirs: where do they wait for us?",
                figure=rounded(gap, 1),
            )
            lines += advice(f"! {words}", inks.warn, view.width)
        elif gap < 0:
            words = count(
                amount(-gap),
                "They need {figure} day more than we plan: what happens on their side meanwhile?",
                "They need {figure} days more than we plan: what happens on their side meanwhile?",
                figure=rounded(-gap, 1),
            )
            lines += advice(words, inks.quiet, view.width)
    return lines


def expansion(view: View) -> list[Text]:
    """What one customer may bring beyond the first sale, in a year, and what it waits for."""
    items, inks = view.answers.of(ExpansionItem), view.inks
    if not items:
        return []
    total = sum_known(_a_year(item) for item in items)
    currency, language = view.answers.profile.currency or "", interface_language()
    figure = money(int(total.value), currency, language)
    parts: list[Text | str] = [
        Text(("≥ " if total.at_least else "") + say("{money} a year", money=figure), inks.strong)
        if total.is_known
        else Text(say("not known yet"), inks.dim)
    ]
    waiting = sum(item.milestone is None for item in items)
    if waiting:
        words = count(waiting, "! {n} waits for no success of theirs", "! {n} wait for no success of theirs")
        parts.append(Text(words, inks.warn))
    return labelled(say("Beyond the first"), parts, view)


def _a_year(item: ExpansionItem) -> int | None:
    if item.value is None or item.per is None:
        return None
    return item.value * (1 if item.per is Period.ONCE else item.per.a_year)
