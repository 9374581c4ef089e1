"""The colours: a dark and a light theme of our own, and the inks that text is drawn with.

The terminal's own colours are Textual's `ansi-dark` and `ansi-light`; there dim and bold do the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.theme import Theme

from icp_tui.tui.glyphs import plain

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

INK = Theme(
    name="ink",
    dark=True,
    primary="#5fb3a1",
    secondary="#8ab4d8",
    accent="#5fb3a1",
    foreground="#d8dbe2",
    background="#14161a",
    surface="#1a1d22",
    panel="#21252c",
    success="#8fbf6f",
    warning="#d8a657",
    error="#e0707a",
    variables={"rule": "#2b3038"},
)
PAPER = Theme(
    name="paper",
    dark=False,
    primary="#0f766e",
    secondary="#2b5d8a",
    accent="#0f766e",
    foreground="#23262c",
    background="#fbf9f5",
    surface="#f2eee6",
    panel="#e9e4d9",
    success="#3f7d20",
    warning="#8a5a00",
    error="#b3261e",
    variables={"rule": "#ddd6c8"},
)
THEMES = {"ink": "ink", "paper": "paper", "terminal": "ansi-dark", "terminal-light": "ansi-light"}
"""The names in the settings, and the theme that each means."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The styles that all text is drawn with, in the colours of one theme."""

    plain: Style
    strong: Style
    dim: Style
    quiet: Style
    accent: Style
    here: Style
    good: Style
    warn: Style
    bad: Style
    rule: Style
    chosen: Style


def finished(strip: Strip, widget: Widget, style: Style | None = None) -> Strip:
    """A painted line in the widget's own colours, and in plain signs where the settings ask for them.

    `style` is the widget's `rich_style`, for those who paint many lines: looking it up costs 0.1 ms.
    """
    strip = strip.apply_style(style or widget.rich_style)
    return plain(strip) if getattr(widget.app, "plain_glyphs", False) else strip


def inks_of(app: App[object]) -> Inks:
    """The inks of the theme that the app wears now."""
    theme = app.current_theme
    if theme.name not in _known:
        _known[theme.name] = _mixed(theme)
    return _known[theme.name]


_known: dict[str, Inks] = {}


def _mixed(theme: Theme) -> Inks:
    """The inks of a theme."""
    if theme.name.startswith("ansi"):
        dim = Style(dim=True)
        return Inks(
            plain=Style(),
            strong=Style(bold=True),
            dim=dim,
            quiet=Style(dim=True, italic=True),
            accent=Style(color="cyan"),
            here=Style(color="cyan", bold=True),
            good=Style(color="green"),
            warn=Style(color="yellow"),
            bad=Style(color="red", bold=True),
            rule=dim,
            chosen=Style(reverse=True),
        )
    paper, ink = Color.parse(theme.background or "#000"), Color.parse(theme.foreground or "#fff")
    dim_colour = paper.blend(ink, 0.58).hex
    return Inks(
        plain=Style(),
        strong=Style(bold=True),
        dim=Style(color=dim_colour),
        quiet=Style(color=dim_colour, italic=True),
        accent=Style(color=theme.accent),
        here=Style(color=theme.accent, bold=True),
        good=Style(color=theme.success),
        warn=Style(color=theme.warning),
        bad=Style(color=theme.error, bold=True),
        rule=Style(color=theme.variables.get("rule", dim_colour)),
        chosen=Style(bgcolor=theme.panel, bold=True),
    )
