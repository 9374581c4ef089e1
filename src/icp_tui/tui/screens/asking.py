"""One question in a small sheet: a line with an answer ready to be changed."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from icp_tui.tui.widgets.editors import LineInput
from icp_tui.tui.widgets.lines import Lines


def _nothing(_: str) -> str:
    return ""


class AskScreen(ModalScreen[str | None]):
    """Asks for one line; gives it, or None when one goes back."""

    BINDINGS = [("escape", "dismiss(None)", "Back")]  # noqa: RUF012
    AUTO_FOCUS = "#answer"

    def __init__(
        self,
        ask: str,
        answer: str,
        *,
        note: Callable[[str], str] = _nothing,
        refuse: Callable[[str], str] = _nothing,
        done: str,
    ) -> None:
        """Ask `ask` with `answer` in the line.

        `note` says something about what stands there; `refuse` says why it cannot be taken, and then Enter
        leaves it in the line.
        """
        super().__init__()
        self._ask, self._answer, self._note, self._refuse, self._done = ask, answer, note, refuse, done

    def compose(self) -> ComposeResult:
        """The question, the line, a note."""
        with Vertical(classes="sheet"):
            yield Lines(id="ask")
            yield LineInput(id="answer")
            yield Lines(id="note")

    def on_mount(self) -> None:
        """Put the answer in."""
        ask, line = self.query_one("#ask", Lines), self.query_one("#answer", LineInput)
        ask.show([Text(self._ask, ask.inks.strong), Text()])
        line.value = self._answer
        line.cursor_position = len(self._answer)
        self._tell(self._answer)

    def _tell(self, typed: str) -> None:
        note = self.query_one("#note", Lines)
        note.show(
            [
                Text(),
                Text(self._refuse(typed) or self._note(typed), note.inks.warn),
                Text(self._done, note.inks.dim),
            ]
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say something about what stands there now."""
        self._tell(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        if event.value.strip() and not self._refuse(event.value.strip()):
            self.dismiss(event.value.strip())
