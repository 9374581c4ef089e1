"""The scorecard as lines: thirteen dimensions in three groups, what each score means, and what follows.

Pure. A score always stands in words beside its bar, and what is not rated is said to be so: it is no zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.text import Text

from icp_tui.formats import fixed
from icp_tui.insight.framework import GATES, INPUTS, Row, Scorecard
from icp_tui.method.records import Dimension
from icp_tui.method.records.ratings import ASKS, MEANS
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.choosing import cell
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.sheet import wrapped

HIGHEST = 4
"""The highest score."""

EARNS: tuple[Dimension, ...] = tuple(d for d in Dimension if not (d.is_gate or d.is_input))
"""What such customers earn us once they succeed."""

LEAST_NOTE = 16
"""Columns below which a note says too little to be shown."""


def groups(card: Scorecard, inks: Inks) -> list[tuple[Text, Sequence[Dimension]]]:
    """The heading of each group with what follows from its scores, and its dimensions."""
    return [
        (_headed(say("Gates"), _gates(card, inks), inks), GATES),
        (_headed(say("Success potential"), _success(card, inks), inks), INPUTS),
        (_headed(say("What it earns"), Text(), inks), EARNS),
    ]


def _headed(title: str, state: Text, inks: Inks) -> Text:
    return Text.assemble((title, inks.strong), "  " if state else "", state)


def _gates(card: Scorecard, inks: Inks) -> Text:
    if card.shut:
        names = ", ".join(str(dimension.words) for dimension in card.shut)
        return Text(say("! shut by {names}: nobody gets into tier A", names=names), inks.bad)
    if card.not_rated:
        return Text(count(len(card.not_rated), "{n} not rated yet", "{n} not rated yet"), inks.dim)
    return Text(say("all open"), inks.good)


def _success(card: Scorecard, inks: Inks) -> Text:
    success = card.success
    if success.value is None or success.weakest is None:
        return Text(say("not rated yet"), inks.dim)
    weakest = say("weakest: {name}", name=success.weakest.words)
    told = Text.assemble((_figure(success.value), inks.accent), (f", {weakest}", inks.plain))
    if success.unknown:
        rated = say("{known} of {all} rated", known=success.known, all=len(INPUTS))
        told.append(f"  {rated}", inks.dim)
    return told


def _figure(value: Decimal) -> str:
    return fixed(value, 1, interface_language())


def rows(card: Scorecard, at: Dimension, inks: Inks, width: int, mark: Text) -> dict[Dimension, Text]:
    """One line for each dimension in `width` columns; the one in view, `at`, has the cursor's `mark`."""
    told = {row.dimension: scored(row, card, inks) for row in card.rows}
    name = max(cell_len(str(dimension.words)) for dimension in Dimension)
    score = max(text.cell_len for text in told.values())
    drawn = {}
    for row in card.rows:
        here = row.dimension is at
        parts = [
            cell(Text(str(row.dimension.words), inks.strong if here else inks.plain), name),
            bar(row, inks),
            cell(told[row.dimension], score),
        ]
        line = Text.assemble(mark if here else "  ", Text("  ").join(parts))
        note, room = (row.rating.note if row.rating else None), width - line.cell_len - 2
        if note and room >= LEAST_NOTE:
            line.append("  ").append_text(cell(Text(note, inks.dim), room))
        drawn[row.dimension] = line
    return drawn


def bar(row: Row, inks: Inks) -> Text:
    """The score as four boxes; those that do not count, as success caps it, are dim."""
    score = row.score or 0
    counts = score if row.counts is None else int(row.counts)
    return Text.assemble(
        ("■" * counts, inks.accent),
        ("■" * (score - counts), inks.dim),
        ("□" * (HIGHEST - score), inks.dim),
    )


def scored(row: Row, card: Scorecard, inks: Inks) -> Text:
    """The score in words, with what it means for a gate, and with what it counts for where it is capped."""
    if row.score is None:
        return Text(say("not rated"), inks.dim)
    if row.capped and row.counts is not None:
        capped = say("{score} → {counts}, capped by success", score=row.score, counts=_figure(row.counts))
        return Text(capped, inks.warn)
    words = Text(f"{row.score} {MEANS[row.score]}")
    if row.dimension in card.shut:
        words.append("  " + say("! shut"), inks.bad)
    return words


def asked(dimension: Dimension, inks: Inks, width: int) -> list[Text]:
    """What a dimension asks, in as many lines as the longest of all needs, so that nothing moves."""
    lines = {each: wrapped(Text(str(ASKS[each]), inks.quiet), width - 2) for each in Dimension}
    most = max(map(len, lines.values()))
    shown = [Text.assemble("  ", part) for part in lines[dimension]]
    return [*shown, *(Text() for _ in range(most - len(shown)))]


def keys(inks: Inks, width: int) -> Text:
    """The scale and the keys, in as many words as there is room for."""
    fullest_first = (
        [*_scale(say("one customer said so")), say("Enter form"), say("Backspace clears")],
        [*_scale(say("one customer said so")), say("Enter form")],
        [*_scale(say("one said so")), say("Enter form")],
        _scale(say("one said so")),
    )
    lines = [" · ".join(parts) for parts in fullest_first]
    line = next((line for line in lines if cell_len(line) + 2 <= width), lines[-1])
    return Text(f"  {line}", inks.dim)


def _scale(one: str) -> list[str]:
    means = (say("none"), say("assumed"), one, say("several"), say("measured"))
    return [f"{score} {words}" for score, words in enumerate(means)]
