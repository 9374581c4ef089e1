"""Inks for what is drawn without a screen: one style each, so that a test can tell which was taken."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from icp_tui.tui.theme import Inks

INKS = Inks(
    plain=Style(),
    strong=Style(bold=True),
    dim=Style(dim=True),
    quiet=Style(dim=True, italic=True),
    accent=Style(color="cyan"),
    here=Style(color="cyan", bold=True),
    good=Style(color="green"),
    warn=Style(color="yellow"),
    bad=Style(color="red"),
    rule=Style(color="blue"),
    chosen=Style(reverse=True),
)


def plain(*texts: Text) -> str:
    """What can be read, without colours."""
    return "\n".join(text.plain for text in texts)
