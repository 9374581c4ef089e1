"""What the lines of meaning are drawn with: labels in a column, bars, rounded figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.style import Style
from rich.text import Text

from icp_tui import formats
from icp_tui.formats import number
from icp_tui.texts import interface_language
from icp_tui.tui.means import View
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.sheet import LABEL_WIDTH, wrapped

BETWEEN = "   "
"""What parts the figures of one line."""


def rounded(value: Decimal | float, places: int = 2) -> str:
    """A figure with at most `places` decimals, in the interface's language."""
    return number(formats.rounded(Decimal(str(value)), places), interface_language())


def amount(value: Decimal) -> int:
    """The number that chooses the words beside a figure with at most one decimal: 2.3 are several."""
    exact = formats.rounded(value, 1)
    return int(exact) if exact == exact.to_integral_value() else 2


def bar(share: Decimal | float, width: int, inks: Inks) -> Text:
    """A bar of `width` columns that is full as far as `share` (0 to 1) says."""
    full = round(min(max(float(share), 0.0), 1.0) * width)
    return Text.assemble(("━" * full, inks.accent), ("━" * (width - full), inks.rule))


def labelled(label: str, parts: Iterable[Text | str], view: View, column: int = LABEL_WIDTH) -> list[Text]:
    """A label, and what is said beside it from a column on, in as many lines as the parts need."""
    line = Text(label, view.inks.dim)
    line.append(" " * max(1, column - line.cell_len))
    lines, empty = [line], line.cell_len
    for part in parts:
        told = Text(part) if isinstance(part, str) else part
        if lines[-1].cell_len > empty and lines[-1].cell_len + len(BETWEEN) + told.cell_len > view.width:
            lines.append(Text(" " * column))
            empty = column
        if lines[-1].cell_len > empty:
            lines[-1].append(BETWEEN)
        lines[-1].append_text(told)
    return lines


def advice(words: str, ink: Style, width: int) -> list[Text]:
    """A sentence below the figures, wrapped."""
    return wrapped(Text(words, ink), width)


def counted_bars(label: str, counts: Sequence[tuple[str, int]], view: View) -> list[Text]:
    """How often each of some answers was given, as small bars in as many lines as they need."""
    ink = view.inks.accent
    parts = [Text.assemble(f"{words} ", ("■" * min(n, 12), ink), f" {n}") for words, n in counts]
    return labelled(label, parts, view)
