"""One question in a small sheet: a line with an answer ready to be changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from icp_tui.texts import say
from icp_tui.tui.widgets.editors import LineInput
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped


def file_meant(typed: str) -> Path:
    """The file that was typed, with the home folder for “~”.

    Where a whole path was typed behind a folder that stood there, such as in “/a/b//c/d.icp”, it is that one,
    unless there is a file where the two lead together.
    """
    # Of nobody's home folder Path makes an error, while one still types.
    together = os.path.expanduser(typed)  # noqa: PTH111
    begins = max(typed.rfind("//"), typed.rfind("/~/"))
    if begins <= 0 or os.path.lexists(together):
        return Path(together)
    return Path(os.path.expanduser(typed[begins + 1 :]))  # noqa: PTH111


def no_file(typed: str) -> str:
    """Why no file can have the name that was typed; nothing where one can."""
    path = file_meant(typed)
    if typed.endswith("/") or path.is_dir():
        return say("That is a folder: write the name of a file behind it.")
    if not path.parent.is_dir():
        return say("There is no folder {path}.", path=path.parent)
    return ""


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
        take: Callable[[str], str] = _nothing,
        done: str,
    ) -> None:
        """Ask `ask` with `answer` in the line.

        `note` says something about what stands there; `refuse` says why it cannot be taken, and then Enter
        leaves it in the line. Enter gives what stands there to `take`; where that says why it came to
        nothing, it is shown, and the line stays as it is.
        """
        super().__init__()
        self._ask, self._answer, self._note, self._refuse, self._done = ask, answer, note, refuse, done
        self._take = take

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
        self._say(self._refuse(typed) or self._note(typed))

    def _say(self, words: str) -> None:
        """Say something about what stands in the line, and below it how to go on."""
        note = self.query_one("#note", Lines)
        width = max(20, self.query_one("#answer").size.width or self.app.size.width * 9 // 10 - 4)
        parts = ((words, note.inks.warn), (self._done, note.inks.dim))
        lines = [
            [*wrapped(Text(line, ink), width)] or [Text()] for part, ink in parts for line in part.split("\n")
        ]
        note.show([Text(), *(line for part in lines for line in part)])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say something about what stands there now."""
        self._tell(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        typed = event.value.strip()
        if not typed or self._refuse(typed):
            return
        if why := self._take(typed):
            self._say(why)
        elif self.is_current:
            # Where another workspace was opened, all screens are gone by now.
            self.dismiss(typed)
