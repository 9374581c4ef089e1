"""What the fit framework means: what winning one costs, how their buying meets our selling, expansion."""

from __future__ import annotations

from decimal import Decimal

from rich.text import Text

from icp_tui.formats import money
from icp_tui.insight.acquisition import Acquisition, acquisition
from icp_tui.insight.customers import best, typical_price_a_year
from icp_tui.insight.value import amount_a_year, net_gains, payback_months, sum_known
from icp_tui.method.records import BuyingSide, BuyingStep, ExpansionItem, Profile
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import advice, amount, bar, labelled, rounded


def costs(view: View) -> list[Text]:
    """What one customer costs with and without referrals, and when both sides have their money back."""
    inks = view.inks
    found = acquisition(view.answers.profile, typical_price_a_year(best(view.answers)))

    lines: list[Text] = []
    if found.without_referrals is not None:
        top = max(found.without_referrals, found.with_referrals or Decimal(0), Decimal(1))
        alone = Text.assemble(
            bar(found.without_referrals / top, 16, inks), f" {_exact(found.without_referrals, view)}"
        )
        lines += labelled(say("Without referrals"), [alone], view)
        if view.answers.profile.referrals_per_win and found.with_referrals is not None:
            spread = Text.assemble(
                bar(found.with_referrals / top, 16, inks),
                (f" {_exact(found.with_referrals, view)}", inks.strong),
            )
            lines += labelled(say("With referrals"), [spread, *_saved(found, view)], view)
        if found.in_a_long_chain is not None and found.with_referrals != found.in_a_long_chain:
            where = Text(say("where those referred refer, too"), inks.dim)
            lines += labelled(say("In a long chain"), [_exact(found.in_a_long_chain, view), where], view)
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


def _exact(cost: Decimal, view: View) -> str:
    return money(int(cost.to_integral_value()), view.answers.profile.currency or "", interface_language())


def _saved(found: Acquisition, view: View) -> list[Text]:
    """What referrals save on each customer; nothing where that is nothing."""
    if not found.saved:
        return []
    if found.saved < 0:
        return [Text(say("the reward costs more than it saves"), view.inks.warn)]
    return [Text(say("{money} less each", money=_exact(found.saved, view)), view.inks.good)]


def _gain(view: View) -> list[Text]:
    """What the new processes save the customer in money, and when it has paid the start."""
    profile, inks = view.answers.profile, view.inks
    found = net_gains(view.answers)
    if not found.is_known:
        return []
    saves = found.value >= 0
    amount_of = money(int(abs(found.value).to_integral_value()), profile.currency or "", interface_language())
    # What is not known would rather lower a loss than raise it.
    least = "≥ " if found.at_least and saves else ""
    a_month = Text(least + say("{money} a month", money=amount_of), inks.strong if saves else inks.warn)
    parts = [a_month, Text(count(found.known, "in {n} objective", "in {n} objectives"), inks.dim)]
    if found.unknown:
        parts.append(Text(count(found.unknown, "{n} is not known", "{n} are not known"), inks.warn))
    months = payback_months(profile.setup_cost, found.value)
    if months is not None and not found.unknown:
        words = count(
            amount(months),
            "the start is paid after {figure} month",
            "the start is paid after {figure} months",
            figure=rounded(months, 1),
        )
        parts.append(Text(words))
    return labelled(say("They save") if saves else say("It costs them"), parts, view)


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
    total = sum_known(amount_a_year(item.value, item.per) for item in items)
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
