"""Choosing one of several lines: by arrows, by a few letters, by the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from icp_tui.insight.progress import Progress
from icp_tui.method.answers import Answers
from icp_tui.method.folding import fold
from icp_tui.method.steps import PHASES
from icp_tui.texts import say
from icp_tui.tui.commands import Command
from icp_tui.tui.gridding import fitted
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.contents import glyph_of
from icp_tui.tui.widgets.editors import LineInput
from icp_tui.tui.widgets.lines import Lines


@dataclass(frozen=True, slots=True)
class Pick:
    """One line to choose; without an id it is only a heading.

    Where more stands in its `words` than what it is called, `title` is that; it is found by it first.
    """

    id: str
    words: Text
    title: str = ""


class PickScreen(ModalScreen[str | None]):
    """Gives the id of the chosen line, or None."""

    BINDINGS = [("escape,f2", "dismiss(None)", "Back")]  # noqa: RUF012
    AUTO_FOCUS = "#wanted"

    def __init__(self, title: str, picks: Sequence[Pick], current: str = "") -> None:
        """Offer `picks`, beginning at `current`."""
        super().__init__()
        self._title = title
        self._picks = list(picks)
        self._shown = list(picks)
        self._at = current

    def compose(self) -> ComposeResult:
        """A title, the line for a few letters, the list."""
        with Vertical(classes="sheet"):
            yield Lines(id="title")
            yield LineInput(id="wanted")
            with VerticalScroll(id="list", can_focus=False):
                yield Lines(id="picks")

    def on_mount(self) -> None:
        """Show everything."""
        title = self.query_one("#title", Lines)
        title.show([Text(self._title, title.inks.strong)])
        self.query_one("#wanted", LineInput).placeholder = say(
            "type a few letters, or go by ↑ ↓; Enter chooses"
        )
        self.query_one("#list").styles.height = min(len(self._picks) + 1, self.app.size.height - 8)
        if self._at not in self._ids():
            self._at = next(iter(self._ids()), "")
        self._draw()

    def _draw(self) -> None:
        lines = self.query_one("#picks", Lines)
        drawn = []
        for pick in self._shown:
            here = pick.id == self._at and pick.id
            mark = Text("▸ " if here else "  ", lines.inks.here)
            words = pick.words.copy()
            if here:
                words.stylize(lines.inks.strong)
            drawn.append(Text.assemble(mark, words))
        lines.show(drawn or [Text(say("Nothing like that."), lines.inks.dim)])
        place = next((n for n, pick in enumerate(self._shown) if pick.id == self._at), 0)
        self.query_one("#list").scroll_to(y=max(0, place - 6), animate=False)

    def _ids(self) -> list[str]:
        return [pick.id for pick in self._shown if pick.id]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what holds all that was typed, first what is called so."""
        words = fold(event.value).split()
        self._shown = [
            pick
            for pick in self._picks
            if not words or (pick.id and all(word in fold(pick.words.plain) for word in words))
        ]
        if words:
            self._shown.sort(key=lambda pick: _called(pick, words))
        if words or self._at not in self._ids():
            # Whoever types means the first that fits, not where one is already.
            self._at = next(iter(self._ids()), "")
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Up and down."""
        ids = self._ids()
        if event.key in ("up", "down") and ids:
            place = ids.index(self._at) if self._at in ids else 0
            self._at = ids[(place + (1 if event.key == "down" else -1)) % len(ids)]
            self._draw()
            event.stop()

    def on_input_submitted(self) -> None:
        """Choose."""
        if self._at:
            self.dismiss(self._at)

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Choose what was clicked."""
        if event.lines.id == "picks" and event.line < len(self._shown) and self._shown[event.line].id:
            self.dismiss(self._shown[event.line].id)


def _called(pick: Pick, words: Sequence[str]) -> int:
    """How far a line is called what was typed: 0 exactly, 1 begins so, 2 holds it, 3 only told beside it."""
    title, typed = " ".join(fold(pick.title or pick.words.plain).split()), " ".join(words)
    if title.startswith(typed):
        return 0 if title == typed else 1
    return 2 if all(word in title for word in words) else 3


def step_choices(progress: Progress, answers: Answers, inks: Inks) -> list[Pick]:
    """All pages by phase and step, with how far each is."""
    picks = []
    for phase in PHASES:
        picks.append(Pick("", Text(str(phase.title), inks.dim)))
        for step in phase.steps:
            for page in step.pages:
                own = progress.of((page,))
                title = str(step.title if len(step.pages) == 1 else page.title)
                of = "" if len(step.pages) == 1 else str(step.title)
                open_now = say("{n} open", n=len(own.open)) if own.open else ""
                records = 0 if page.single else len(answers.thread(page.record, None, page.fixed))
                glyph = glyph_of(own, inks, records=records, asks=bool(page.core))
                words = (f" {fitted(title, 20)}", (fitted(of, 18) + open_now, inks.dim))
                picks.append(Pick(page.id, Text.assemble(glyph, *words), title))
    return picks


def command_choices(commands: Sequence[tuple[Command, str]], inks: Inks) -> list[Pick]:
    """Commands with their keys and what they do; one that cannot be done now says why instead."""
    picks = []
    for command, reason in commands:
        words = Text.assemble(
            (fitted(str(command.words), 20), inks.dim if reason else ""),
            (fitted(command.shown_key, 14), inks.accent),
        )
        picks.append(
            Pick(
                command.id,
                words.append(reason or str(command.help), inks.warn if reason else inks.dim),
                str(command.words),
            )
        )
    return picks
