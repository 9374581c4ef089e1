"""One focused input: the floor below everything that one can type into."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class OneInput(App[None]):
    """A line of text and an input."""

    def compose(self) -> ComposeResult:
        """The two of them."""
        yield Static("One question?", markup=False)
        yield Input()

    def on_mount(self) -> None:
        """Take the keyboard to the input."""
        self.query_one(Input).focus()


OneInput().run()
