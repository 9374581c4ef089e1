"""What the answers of a page mean, said on the page itself, live: pure functions from answers to lines.

They stand between the list and the form and are worked out anew at each key, so each must take a few
milliseconds at most. A page without one says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text

from icp_tui.method.answers import Answers
from icp_tui.tui.position import Position
from icp_tui.tui.theme import Inks


@dataclass(frozen=True, slots=True)
class View:
    """What a meaning is told: the answers with what is being typed, the place, the colours, the columns."""

    answers: Answers
    position: Position
    inks: Inks
    width: int
    narrow: bool = False


Meaning = Callable[[View], list[Text]]


def means(view: View) -> list[Text]:
    """The lines for the page in view; none where its answers need no explanation."""
    from icp_tui.tui.means.pages import meaning_of  # noqa: PLC0415 - it is told what a View is

    meaning = meaning_of(view.position.page.id)
    return meaning(view) if meaning else []
