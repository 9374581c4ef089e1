"""Taking in what a colleague wrote: what is new, and where both changed the same, what is to stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen

from icp_tui.errors import IcpError
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.conflicts import Conflict, conflicts
from icp_tui.store.exchange.merging import Picks, Plan
from icp_tui.store.exchange.telling import Teller, nothing_new, who_and_when
from icp_tui.store.file.database import Database
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import count, say
from icp_tui.tui.commands import key_of
from icp_tui.tui.gridding import fitted
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped

MOST_LISTED = 200
"""Changed answers that are listed where there is nothing to choose."""


class Library(Protocol):
    """What is asked of the screen below."""

    @property
    def app(self) -> App[object]:
        """The application."""

    def draw(self) -> None:
        """Show the profiles as they are now."""

    def say_done(self, words: str) -> None:
        """Tell that something was done."""


class MergeScreen(ModalScreen[Picks | None]):
    """Shows what a merge would do, or what earlier ones left open; gives the picks, or None."""

    BINDINGS = [("escape", "dismiss(None)", "Back")]  # noqa: RUF012
    AUTO_FOCUS = None
    CSS_PATH: ClassVar[str] = "../styles/merging.tcss"

    def __init__(self, database: Database, conflicts: Sequence[Conflict], plan: Plan | None = None) -> None:
        """Show `plan` and its conflicts; without one, `conflicts` that are open."""
        super().__init__()
        self._plan = plan
        self._conflicts = list(conflicts)
        self._teller = Teller(database, plan.fresh if plan else ())
        self._picks: dict[tuple[str, str], int] = {}
        self._at = 0

    def compose(self) -> ComposeResult:
        """What it is, the list, both sides of what one stands on, the keys."""
        with Vertical(classes="sheet tall"):
            yield Lines(id="title")
            with VerticalScroll(id="list", can_focus=False):
                yield Lines(id="found")
            with Horizontal(id="sides"):
                for side in ("mine", "theirs"):
                    with VerticalScroll(id=f"of-{side}", can_focus=False):
                        yield Lines(id=side)
            yield Lines(id="note")

    def on_mount(self) -> None:
        """Draw when the size is known, and again in another theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())
        self.query_one("#sides").display = bool(self._conflicts)
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Fit another width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        title, note = self.query_one("#title", Lines), self.query_one("#note", Lines)
        inks = title.inks
        heading = say("Merge") if self._plan else say("Left open")
        title.show([Text(heading, inks.strong), *(Text(line, inks.dim) for line in self._summary()), Text()])
        note.show([Text(), Text(self._keys(), inks.dim)])
        self._draw_list()
        if self._conflicts:
            self._draw_sides(self._conflicts[self._at])

    def _summary(self) -> list[str]:
        planned = self._plan
        if planned is None:
            return [
                count(
                    len(self._conflicts),
                    "{n} answer was changed by two people. The newest is shown until you choose.",
                    "{n} answers were changed by two people. The newest is shown until you choose.",
                )
            ]
        told = [planned.incoming.holds]
        new = len(planned.fresh) + len(planned.grown)
        parts = [
            count(new, "{n} change is new here", "{n} changes are new here"),
            count(len(planned.new_records), "{n} new record", "{n} new records"),
            count(len(planned.changed), "{n} answer changes", "{n} answers change"),
        ]
        if planned.deleted:
            parts.append(count(len(planned.deleted), "{n} record is deleted", "{n} records are deleted"))
        told.append(" · ".join(parts))
        if planned.back:
            told.append(
                count(
                    planned.standing_again,
                    "{n} answer stands again: the merge that brought it was taken back here.",
                    "{n} answers stand again: the merge that brought them was taken back here.",
                )
            )
        if planned.left_out:
            told.append(
                count(
                    planned.left_out,
                    "{n} change is left out: its client was forgotten here.",
                    "{n} changes are left out: their client was forgotten here.",
                )
            )
        if self._conflicts:
            told.append(
                count(
                    len(self._conflicts),
                    "{n} answer was changed by both:",
                    "{n} answers were changed by both:",
                )
            )
        return told

    def _keys(self) -> str:
        if not self._conflicts:
            return say("Enter merges, Escape leaves it.")
        if self._plan:
            return say("↑ ↓ · ← mine · → theirs · Space leaves open · Enter merges · Esc back")
        return say("↑ ↓ · ← mine · → theirs · Space leaves open · Enter settles · Esc back")

    def _draw_list(self) -> None:
        lines = self.query_one("#found", Lines)
        if not self._conflicts:
            lines.show(self._changes() or [Text(say("Nothing else changes here."), lines.inks.dim)])
            return
        drawn = []
        for place, conflict in enumerate(self._conflicts):
            here, inks = place == self._at, lines.inks
            picked = self._picks.get(conflict.place)
            words = say("open") if picked is None else self._name_of(conflict, picked)
            drawn.append(
                Text.assemble(
                    ("▸ " if here else "  ", inks.here),
                    (fitted(words, 8), inks.dim if picked is None else inks.good),
                    (
                        self._teller.place(conflict.kind, conflict.record_id, conflict.field),
                        inks.strong if here else inks.plain,
                    ),
                )
            )
        lines.show(drawn)
        view = self.query_one("#list")
        if not view.scroll_y <= self._at < view.scroll_y + view.size.height:
            view.scroll_to(y=max(0, self._at - 2), animate=False)

    def _changes(self) -> list[Text]:
        """What a merge without conflicts changes, one line each."""
        if self._plan is None:
            return []
        inks, teller = self.query_one("#found", Lines).inks, self._teller
        drawn = [
            Text.assemble((fitted(words, 8), ink), teller.record(one.kind, one.record_id))
            for words, ink, found in (
                (say("new"), inks.good, self._plan.new_records),
                (say("deleted"), inks.warn, self._plan.deleted),
            )
            for one in found[:MOST_LISTED]
        ]
        for one in self._plan.changed[:MOST_LISTED]:
            value = " ".join(teller.value(one.kind, one.field, one.after).split())
            place = teller.place(one.kind, one.record_id, one.field)
            drawn.append(Text.assemble((fitted("", 8), inks.dim), f"{place}: ", (value, inks.accent)))
        return drawn

    def _draw_sides(self, conflict: Conflict) -> None:
        picked = self._picks.get(conflict.place)
        for name, place in zip(("mine", "theirs"), self._both(conflict, picked), strict=True):
            lines = self.query_one(f"#{name}", Lines)
            inks, side = lines.inks, conflict.sides[place]
            chosen = picked == place
            head = Text.assemble(
                ("● " if chosen else "○ ", inks.good if chosen else inks.dim),
                (self._name_of(conflict, place), inks.strong if chosen else inks.plain),
                (self._shown_when() if place == conflict.shown else "", inks.dim),
            )
            width = max(16, lines.size.width - 2)
            drawn = [head, *wrapped(Text(who_and_when(side), inks.dim), width), Text()]
            for line in self._teller.side(conflict, side).split("\n"):
                drawn += wrapped(Text(line), width) or [Text()]
            lines.show(drawn)

    @staticmethod
    def _both(conflict: Conflict, picked: int | None) -> tuple[int, int]:
        """The two sides that are shown: the first one, and of the others the picked or the next one."""
        return 0, max(1, picked or 0)

    def _shown_when(self) -> str:
        return say(" (shown while it is open)") if self._plan else say(" (shown now)")

    @staticmethod
    def _name_of(conflict: Conflict, place: int) -> str:
        if place < conflict.own:
            return say("mine")
        others = len(conflict.sides) - conflict.own
        number = place - conflict.own + 1
        return say("theirs") if others == 1 else say("theirs {n}", n=number)

    def on_key(self, event: events.Key) -> None:
        """Go, pick, merge."""
        if event.key == "enter":
            self.dismiss(dict(self._picks))
        elif not self._conflicts:
            if event.key not in ("up", "down", "pageup", "pagedown"):
                return
            view = self.query_one("#list")
            step = view.size.height if event.key.startswith("page") else 1
            view.scroll_relative(y=-step if event.key.endswith("up") else step, animate=False)
        elif event.key in ("up", "down"):
            self._at = min(max(self._at + (1 if event.key == "down" else -1), 0), len(self._conflicts) - 1)
            self._draw()
        elif event.key in ("left", "right", "space"):
            self._pick(event.key)
        else:
            return
        event.stop()

    def _pick(self, key: str) -> None:
        """← is the first side, → the next one of the others, Space none."""
        conflict = self._conflicts[self._at]
        picked = self._picks.get(conflict.place, 0)
        if key == "space":
            self._picks.pop(conflict.place, None)
        elif key == "left":
            self._picks[conflict.place] = 0
        else:
            self._picks[conflict.place] = picked % (len(conflict.sides) - 1) + 1
        self._draw()

    @on(Lines.Clicked, "#found")
    def _clicked(self, event: Lines.Clicked) -> None:
        if event.line < len(self._conflicts):
            self._at = event.line
            self._draw()

    @on(Lines.Clicked, "#mine")
    def _clicked_mine(self) -> None:
        self._pick("left")

    @on(Lines.Clicked, "#theirs")
    def _clicked_theirs(self) -> None:
        self._pick("right")


def ask_and_merge(library: Library, workspace: Workspace) -> None:
    """Ask for a file, show what merging it would do, and do it if that is wanted."""
    from icp_tui.tui.screens.asking import AskScreen, file_meant  # noqa: PLC0415 - only where one asks

    plans: list[Plan] = []

    def read(typed: str) -> str:
        try:
            plans.append(merging.plan(workspace, merging.read(file_meant(typed), workspace.database.path)))
        except IcpError as error:
            return str(error)
        return ""

    def named(typed: str | None) -> None:
        if typed:
            look(plans[-1])

    def look(planned: Plan) -> None:
        if not planned.brings:
            library.say_done(nothing_new(planned.left_out, len(planned.incoming.changes)))
            return

        def decided(picks: Picks | None) -> None:
            if picks is not None:
                do(planned, picks)

        library.app.push_screen(MergeScreen(workspace.database, planned.conflicts, planned), decided)

    def do(planned: Plan, picks: Picks) -> None:
        merged = merging.apply(workspace, planned, picks)
        library.draw()
        told = count(merged.changes, "Merged: {n} change.", "Merged: {n} changes.")
        if merged.undoable:
            told += " " + say("{key} takes it back.", key=key_of("undo_library"))
        if merged.open:
            told += " " + count(
                merged.open,
                "{n} answer is left open: {key}.",
                "{n} answers are left open: {key}.",
                key=key_of("conflicts"),
            )
        library.say_done(told)

    done = say("An export (.icp) or a workspace (.db). Enter shows what is in it; nothing is merged yet.")
    here = f"{workspace.database.path.parent}/"
    library.app.push_screen(AskScreen(say("Merge which file?"), here, take=read, done=done), named)


def settle_open(library: Library, workspace: Workspace) -> None:
    """Show the conflicts that were left open, and settle those that are picked."""
    found = conflicts(workspace.database)
    if not found:
        library.say_done(say("Nothing is left open."))
        return

    def settle(picks: Picks) -> None:
        settled = merging.settle(workspace, found, picks)
        library.draw()
        library.say_done(count(settled, "Settled: {n}.", "Settled: {n}."))

    def decided(picks: Picks | None) -> None:
        if picks:
            settle(picks)

    library.app.push_screen(MergeScreen(workspace.database, found), decided)
