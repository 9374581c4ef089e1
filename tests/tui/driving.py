"""Using the application as a person does: press keys, type, look at the screen, wait for what should come."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import icp_tui.tui.app
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.settings import Settings
from icp_tui.store.work.library import Place, write_place
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.app import IcpApp
from icp_tui.tui.screens.asking import AskScreen
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.merging import MergeScreen

LONGEST = 20.0
"""Seconds after which what should come is not coming any more, on a machine with much else to do."""

W = TypeVar("W", bound=Widget)
S = TypeVar("S", bound="Screen[Any]")
R = TypeVar("R", bound=Record)


class Disk:
    """The disk below a workspace: while it is full, every transaction fails when it commits."""

    full = False


class Watched(IcpApp):
    """The application, with a note of everything that it told."""

    CSS_PATH = str(Path(icp_tui.tui.app.__file__).with_name("styles") / "app.tcss")

    def __init__(self, workspace: Workspace, settings: Settings, profile_id: str | None) -> None:
        super().__init__(workspace, settings, profile_id)
        self.told: list[str] = []

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """A picture that makes nobody's browser fetch fonts."""
        drawn = super().export_screenshot(title=title, simplify=simplify)
        return re.sub(r"@font-face\s*{.*?}\s*", "", drawn, flags=re.DOTALL)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: Literal["information", "warning", "error"] = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Note it as well."""
        self.told.append(f"{title}\n{message}")
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)


class Seen:
    """An open application, and what a person sees and does in it."""

    def __init__(self, app: Watched, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # Seeing

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def within(self, selector: str) -> list[str]:
        """The part of the screen that a widget takes, line by line."""
        screen = self.app.screen
        region = screen.find_widget(screen.query_one(selector)).visible_region
        strips = self.app.screen._compositor.render_strips()[region.y : region.bottom]
        return ["".join(s.text for s in strip.crop(region.x, region.right)) for strip in strips]

    def reads(self, selector: str) -> str:
        """What stands in a widget, as one line."""
        return " ".join(" ".join(self.within(selector)).split())

    def chosen(self, selector: str) -> str:
        """The line of a list that has the mark."""
        return next((line for line in self.within(selector) if line.lstrip().startswith("▸ ")), "")

    @property
    def top(self) -> str:
        """The first line; none while one screen takes the place of another."""
        return next(iter(self.lines), "")

    def shows(self, *words: str) -> bool:
        """Whether all of these can be read on the screen."""
        text = self.text
        return all(word in text for word in words)

    def told(self, words: str) -> bool:
        """Whether a message said so."""
        return any(words in message for message in self.app.told)

    def on(self, kind: type[S]) -> S:
        """The screen in view, which is one of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), f"{screen!r} is in view"
        return screen

    def find(self, selector: str, kind: type[W]) -> W:
        """A widget of the screen in view."""
        return self.app.screen.query_one(selector, kind)

    @property
    def interview(self) -> InterviewScreen:
        """The interview, which is in view."""
        return self.on(InterviewScreen)

    @property
    def answers(self) -> Answers:
        """What the interview in view holds."""
        return self.interview.answers

    @property
    def field(self) -> str | None:
        """The field that has the keyboard; None in the + line."""
        return self.interview.form.field

    def titles(self, kind: type[Record]) -> list[str]:
        """The titles of all records of a kind, in order."""
        return [record.title for record in self.answers.of(kind)]

    # Waiting

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + LONGEST
        while not is_so():
            assert time.monotonic() < end, f"it never came; told: {self.app.told}\n{self.text}"
            await self.pilot.pause()

    async def until_saved(self) -> None:
        """Wait until the top line says that everything is saved."""
        await self.until(lambda: "✓ saved" in self.top and not self.app.workspace.unsaved)

    async def look_at_merge(self, path: Path) -> None:
        """From the library to the screen of what merging the file at `path` would do."""
        await self.press("m")
        await self.until_on(AskScreen)
        await self.write(str(path))
        await self.press("enter")
        await self.until_on(MergeScreen)

    async def until_on(self, kind: type[S]) -> S:
        """Wait until a screen of this kind is in view, and drawn."""
        await self.until(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted)
        await self.pilot.pause()
        return self.on(kind)

    # Doing

    async def settle(self) -> None:
        """Let everything that was said between the widgets arrive; cheaper than a pause of 20 ms."""
        while self.app._keys:
            await self.pilot.pause(0)
        for _ in range(3):
            await self.pilot.pause(0)

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has done what it does."""
        for key in keys:
            self.app.simulate_key(key)
            await self.settle()

    async def write(self, text: str) -> None:
        """Put a text into the field in focus, as if it had been typed."""
        match self.app.focused:
            case Input() as line:
                line.value = text
                line.cursor_position = len(text)
            case TextArea() as area:
                area.text = text
                area.move_cursor(area.document.end)
            case other:
                raise AssertionError(f"{other!r} takes no text")
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does it."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def add(self, *titles: str) -> None:
        """Type records into the + line, each ended by Enter."""
        for title in titles:
            await self.write(title)
            await self.press("enter")

    async def go_to(self, field: str) -> None:
        """Go into a field of the form in view."""
        self.interview.form.edit(field)
        await self.settle()


@asynccontextmanager
async def opened(
    workspace: Workspace,
    profile_id: str | None = None,
    *,
    at: Place | str | None = None,
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    toasts: bool = False,
) -> AsyncIterator[Seen]:
    """The application on a workspace: its library, or the interview of a profile, left `at` a place."""
    if profile_id and at is not None:
        write_place(workspace.database, profile_id, Place(at) if isinstance(at, str) else at)
    app = Watched(workspace, settings or Settings(), profile_id)
    async with app.run_test(size=size, notifications=toasts) as pilot:
        seen = Seen(app, pilot)
        if profile_id:
            await seen.until_on(InterviewScreen)
        else:
            await seen.until_on(LibraryScreen)
        yield seen
