"""What the lists of customers mean: value for price, who brings the revenue, why deals were lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from icp_tui.formats import percent
from icp_tui.insight.attributes import FEWEST
from icp_tui.insight.customers import (
    ENOUGH,
    TARGET,
    Ranked,
    Ratios,
    best,
    comparison,
    concentration,
    lost_reasons,
    pareto,
    ranking,
    ratios,
    told_ratio,
    unaware,
)
from icp_tui.method.records import Customer, LostReason
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import advice, bar, counted_bars, labelled, rounded
from icp_tui.tui.widgets.lines import first_part

LONGEST_NAME, ROOMY = 30, 80
"""Columns that a name takes at most in the ranking, and from which on there is room for long bars."""

TOO_MUCH_OF_ONE, MOST_WHERE_ONE_WEIGHS = Decimal("0.4"), 2
"""A share of the revenue that hangs too much on one customer (check L12); of two, one always has it."""


def best_customers(view: View) -> list[Text]:
    """How far from ten, what they gain for what they pay, and who brings the revenue."""
    customers, inks = best(view.answers), view.inks
    if not customers:
        return []
    found = ratios(customers)
    lines = _how_many(len(customers), view)
    if found.known:
        lines += _value(found, view)
    lines += _revenue(customers, view)
    if view.narrow:
        return lines
    lines += _how_known(found, view)
    if know_not := unaware(customers):
        names = ", ".join(first_part(customer.title) for customer in know_not)
        lines += advice(
            "! " + say("They gain much and do not know it: {names}.", names=names), inks.warn, view.width
        )
    return lines


def _how_known(found: Ratios, view: View) -> list[Text]:
    """How many values the customers gave themselves (R-055)."""
    if not found.asked + found.guessed:
        return []
    told = say("{asked} of {known} values asked or measured.", asked=found.asked, known=found.values)
    if found.guessed:
        guessed = count(
            found.guessed,
            "{n} is a guess: ask before you build on it.",
            "{n} are guesses: ask before you build on them.",
        )
        return advice(f"! {told} {guessed}", view.inks.warn, view.width)
    return advice(told, view.inks.quiet, view.width)


def _how_many(number: int, view: View) -> list[Text]:
    inks = view.inks
    parts = [Text.assemble(bar(number / ENOUGH, 10, inks), f" {number} / {ENOUGH}")]
    if number < ENOUGH:
        left = count(ENOUGH - number, "one more bears it out", "{n} more bear it out")
        parts.append(Text(say("a hypothesis until then: {left}", left=left), inks.warn))
    else:
        parts.append(Text(say("enough to be more than a hypothesis"), inks.good))
    return labelled(say("How many"), parts, view)


def _value(found: Ratios, view: View) -> list[Text]:
    inks = view.inks
    parts: list[Text | str] = []
    if found.pooled is not None:
        ink = inks.good if found.pooled >= TARGET else inks.warn
        words = say("{ratio} times the price", ratio=rounded(told_ratio(found.pooled)))
        parts.append(Text.assemble(bar(found.pooled / 4, 10, inks), (f" {words}", ink + inks.strong)))
    if found.median is not None:
        parts.append(say("median {ratio}", ratio=rounded(told_ratio(found.median))))
    parts.append(
        say(
            "{n} of {known} at {target} or more",
            n=found.at_target,
            known=found.known,
            target=rounded(TARGET, 1),
        )
    )
    if found.pooled is not None and found.pooled_from < found.known:
        parts.append(Text(say("from {n} with a period", n=found.pooled_from), inks.dim))
    return labelled(say("Value for price"), parts, view)


def _revenue(customers: Sequence[Customer], view: View) -> list[Text]:
    """Who brings the revenue, and whether it hangs on one of them."""
    inks, language = view.inks, interface_language()
    parts: list[Text | str] = []
    shares, largest = pareto(customers), concentration(customers)
    if shares and shares.says_something:
        told = say(
            "{few} of {all} bring {share} of the revenue",
            few=shares.customers,
            all=shares.of,
            share=percent(round(shares.asked * 100), language),
        )
        verdict = say("a few carry it all") if shares.holds else say("no 80/20 here")
        parts += [told, Text(verdict, inks.quiet)]
    if largest and largest.share > TOO_MUCH_OF_ONE and largest.of > MOST_WHERE_ONE_WEIGHS:
        share = percent(round(largest.share * 100), language)
        name = first_part(largest.customer.title)
        parts.append(Text(say("! {name} alone {share}", name=name, share=share), inks.warn))
    return labelled(say("Revenue"), parts, view) if parts else []


def comparison_group(view: View) -> list[Text]:
    """Whether there are enough to compare with, and why they were lost."""
    customers, inks = comparison(view.answers), view.inks
    if not customers:
        return advice(
            say(
                "With five or more of them, the grid can tell what sets the best apart from what "
                "everybody has."
            ),
            inks.quiet,
            view.width,
        )
    number = len(customers)
    told = Text.assemble(bar(number / ENOUGH, 10, inks), f" {number}")
    if number < FEWEST:
        left = count(
            FEWEST - number,
            "one more, and figures say something",
            "{n} more, and figures say something",
        )
        lines = labelled(say("How many"), [told, Text(left, inks.warn)], view)
    else:
        lines = labelled(say("How many"), [told, Text(say("enough to compare with"), inks.good)], view)
    reasons = lost_reasons(customers)
    if reasons:
        told_reasons = [(str(reason.words), n) for reason, n in reasons]
        lines += counted_bars(say("Lost for"), told_reasons, view)
    price = dict(reasons).get(LostReason.PRICE, 0)
    if price * 2 > sum(n for _, n in reasons):
        words = say("“Too dear” is often said to be polite. Ask two of them again what really decided.")
        lines += advice(f"! {words}", inks.warn, view.width)
    return lines


def ranked(view: View) -> list[Text]:
    """The best customers in the order that the chosen figures give."""
    customers, inks = best(view.answers), view.inks
    metrics = view.answers.profile.best_by or ()
    if not customers or not metrics:
        return []
    found = [rank for rank in ranking(customers, metrics) if rank.mean is not None]
    shown = found[:5] if view.narrow else found[:ENOUGH]
    lines = [Text(say("By these figures, each counting the same:"), inks.dim)]
    return lines + [
        _rank(place, rank, (len(customers), len(metrics)), view) for place, rank in enumerate(shown, 1)
    ]


def _rank(place: int, rank: Ranked, of: tuple[int, int], view: View) -> Text:
    """One customer's place among `of` customers by `of` figures; long names give way."""
    (others, metrics), inks, mean = of, view.inks, rank.mean or Decimal(0)
    told = Text(f"  {say('mean place')} {rounded(mean, 1)}")
    if rank.known < metrics:
        told.append("   " + say("{known} of {all} known", known=rank.known, all=metrics), inks.dim)
    drawn = bar(1 - (mean - 1) / max(others, 2), 12 if view.width >= ROOMY else 6, inks)
    name = Text(first_part(rank.customer.title) or "…")
    room = view.width - 5 - 2 - drawn.cell_len - told.cell_len
    name.truncate(min(max(room, 8), LONGEST_NAME), overflow="ellipsis", pad=True)
    return Text.assemble((f"{place:>3}  ", inks.dim), name, "  ", drawn, told)
