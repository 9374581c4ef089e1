"""The document beside the questions: it follows what is answered, a moment after each save."""

from __future__ import annotations

from textual.timer import Timer

from icp_tui.errors import BadTemplate
from icp_tui.method.answers import Answers
from icp_tui.tui.position import Position, printed_near
from icp_tui.tui.traced import traced_document
from icp_tui.tui.widgets.paper import Paper

PAUSE = 0.3
"""Seconds after a save until the document follows."""


class LiveDocument(Paper):
    """Shows the part of the playbook that the record in view prints in."""

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty; there is nothing to do in it, so it takes no focus."""
        super().__init__(id=id, cursor=False)
        self._waiting: Timer | None = None
        self._shown: Answers | None = None

    def follow(self, answers: Answers, position: Position) -> None:
        """Show soon what the document says now."""
        if self._waiting:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, lambda: self._make(answers, position))

    def _make(self, answers: Answers, position: Position) -> None:
        if answers is self._shown:
            self._go_near(answers, position)
            return
        self.run_worker(lambda: self._made(answers, position), thread=True, exclusive=True, group="document")

    def _made(self, answers: Answers, position: Position) -> None:
        """In a thread of its own: answers never change, so nothing needs a lock."""
        try:
            markdown, sources = traced_document(answers)
        except BadTemplate as error:
            markdown, sources = f"{error}", []

        def show() -> None:
            self.show(markdown, sources)
            self._shown = answers
            self._go_near(answers, position)

        self.app.call_from_thread(show)

    def _go_near(self, answers: Answers, position: Position) -> None:
        """Show where the page in view prints; where it does not, stay."""
        for wanted in printed_near(position, answers):
            if (place := self.place_of(wanted)) is not None:
                self.go_to(place)
                return
