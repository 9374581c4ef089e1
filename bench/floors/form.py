"""A bare form of ten fields: a tree of steps, eight inputs and a text area between a header and a footer.

What a questionnaire costs that saves nothing and shows nothing but its fields. With the argument `prose` the
text area has the keyboard, else the first input.
"""

import sys

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Header, Input, Static, TextArea, Tree


class Form(App[None]):
    """Ten steps and nine fields."""

    CSS = "Tree { width: 30 } VerticalScroll { width: 1fr } TextArea { height: 8 }"
    BINDINGS = [("ctrl+s", "save", "Save"), ("f4", "preview", "Preview")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The steps at the left, the fields beside them."""
        yield Header()
        with Horizontal():
            steps: Tree[None] = Tree("Steps")
            for number in range(10):
                steps.root.add_leaf(f"Step {number}")
            steps.root.expand()
            yield steps
            with VerticalScroll(can_focus=False):
                yield TextArea(id="prose")
                for number in range(8):
                    yield Static(f"Question {number}?", markup=False)
                    yield Input(id=f"line-{number}")
        yield Footer()

    def on_mount(self) -> None:
        """Take the keyboard to the field that is typed into."""
        self.query_one("#prose" if sys.argv[1:] == ["prose"] else "#line-0").focus()


Form().run()
