"""A bare swap of pages: what is shown is removed, and as many plain widgets are mounted.

The arguments are the numbers of questions of the pages; each is a label and an answer, and the first answer
is an input with the keyboard. ctrl+pagedown and ctrl+pageup turn the pages.
"""

import sys
from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

SIZES = [int(argument) for argument in sys.argv[1:]]


class Swap(App[None]):
    """One page at a time."""

    BINDINGS = [("ctrl+pagedown", "turn(1)", "Next"), ("ctrl+pageup", "turn(-1)", "Before")]  # noqa: RUF012

    def __init__(self) -> None:
        """Begin at the first page."""
        super().__init__()
        self.place = 0

    def compose(self) -> ComposeResult:
        """The first page."""
        with VerticalScroll(id="page", can_focus=False):
            yield from self.widgets()

    def widgets(self) -> Iterator[Widget]:
        """The widgets of the page in view."""
        for number in range(SIZES[self.place]):
            yield Static(f"Question {number} of page {self.place}?", markup=False)
            yield Static("An answer of some words", markup=False) if number else Input("An answer")
        yield Static(f"End of page {self.place}.", markup=False)

    def on_mount(self) -> None:
        """Take the keyboard to the input."""
        self.query_one(Input).focus()

    async def action_turn(self, steps: int) -> None:
        """Swap the page for another."""
        self.place += steps
        page = self.query_one("#page")
        with self.batch_update():
            await page.remove_children()
            await page.mount(*self.widgets())
        self.query_one(Input).focus()


Swap().run()
