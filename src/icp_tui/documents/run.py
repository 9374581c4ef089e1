"""One rendering: what it may still use, its language and its trace.

Templates, macros and filters of an environment are shared; whatever belongs to one rendering is found through
`current_run`, so that two renderings at once never mix.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sized
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from jinja2.exceptions import SecurityError

from icp_tui.documents.tracing import Trace
from icp_tui.texts import say

V = TypeVar("V")

LARGEST_VALUE = 1_000_000
"""Characters of one piece of text, or items of one list, that an operation may make."""

ITEM = 8
"""Characters for which an item of a list counts: the bytes of its place in it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one rendering may use.

    Attributes:
        steps: loop turns, calls and operations.
        seconds: of the clock.
        characters: of the document.
        made: characters of all texts that operations make on the way, an item of a list counting for eight:
            what bounds the memory, since a template could keep all of them.
    """

    steps: int = 2_000_000
    seconds: float = 5.0
    characters: int = 5_000_000
    made: int = 64_000_000


class TooMuch(SecurityError):
    """A template used more than its limits allow."""


@dataclass(slots=True)
class Run:
    """One rendering.

    `names` are what its templates may speak of; `trace` is there if it is traced; `unchanged` are the
    templates whose files were looked at, so that each is read once, as it is, for the whole document.
    """

    limits: Limits
    translate: Callable[[str], str]
    names: Collection[str]
    trace: Trace | None = None
    unchanged: set[str] = field(default_factory=set)
    _steps: int = 0
    _characters: int = 0
    _made: int = 0
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.limits.seconds

    def step(self) -> None:
        """Count one loop turn, call, operation or piece of output."""
        self._steps += 1
        if self._steps > self.limits.steps:
            most = f"{self.limits.steps:,}"
            raise TooMuch(say("more than {most} steps; is there a loop without end?", most=most))
        if time.monotonic() > self._ends:
            most = f"{self.limits.seconds:g}"
            raise TooMuch(say("longer than {most} seconds; is there a loop without end?", most=most))

    def add(self, characters: int) -> None:
        """Count characters of the document."""
        self._characters += characters
        if self._characters > self.limits.characters:
            most = f"{self.limits.characters:,}"
            raise TooMuch(say("the document has more than {most} characters", most=most))

    def make(self, characters: int) -> None:
        """Count characters of texts that are made on the way, before they are made."""
        self._made += characters
        if self._made > self.limits.made:
            most = f"{self.limits.made:,}"
            raise TooMuch(say("its texts and lists have more than {most} characters altogether", most=most))


current_run: ContextVar[Run | None] = ContextVar("current_run", default=None)
"""The rendering that goes on; none while a template is compiled."""


def step() -> None:
    """Count one step of the rendering that goes on."""
    if run := current_run.get():
        run.step()


def make(characters: int) -> None:
    """Count characters that the rendering that goes on is about to make."""
    if run := current_run.get():
        run.make(characters)


def made(value: V) -> V:
    """The value, after its size was counted."""
    if isinstance(value, str):
        make(len(value))
    elif isinstance(value, Sized):
        make(ITEM * len(value))
    return value


def sized(value: V) -> V:
    """The value, counted, if it has a size that a document can need.

    Raises:
        TooMuch: It is larger.
    """
    if isinstance(value, Sized) and len(value) > LARGEST_VALUE:
        raise TooMuch(
            say("a text or list has more than {most} characters or items", most=f"{LARGEST_VALUE:,}")
        )
    return made(value)
