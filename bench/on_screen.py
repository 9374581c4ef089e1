"""What happens on the screen: first paint, key to paint, turning to another step; and plain commands.

Each contest gives one round of samples, (series, milliseconds or MB), its programs side by side and in
another order every round, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import os
import random
import shutil
import string
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from icp_tui.method.pages import Page
from icp_tui.method.steps import PAGES, STEPS, step_of
from icp_tui.opening import open_workspace
from icp_tui.store.work.library import Place
from icp_tui.tui.position import position_at
from pseudo_terminal import Terminal
from workspaces import remember

Sample = tuple[str, float]
T = TypeVar("T")

HERE = Path(__file__).parent
FLOORS = HERE / "floors"
ICP_TUI = (sys.executable, "-c", "from icp_tui.cli import main; main()")
"""What the installed command runs."""

LETTERS_A_WORD = 12
WORD = "zqx"
"""What every typed word begins with, unlike any word of the samples."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and what is on its screen once it has painted."""

    command: Sequence[str]
    words: Sequence[str]


def environment(home: Path) -> dict[str, str]:
    """What a program finds around it: a terminal of many colours and an empty home."""
    found = {
        "PATH": os.defpath,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    return found | {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}


def form(field: str = "line") -> Program:
    """The bare form, with the keyboard in an input or in its text area (`prose`)."""
    return Program((sys.executable, str(FLOORS / "form.py"), field), ("Step 9", "Question 6?", "Preview"))


def one_input() -> Program:
    """The smallest program that one can type into."""
    return Program((sys.executable, str(FLOORS / "one_input.py")), ("One question?",))


def library(workspace: Path) -> Program:
    """The program as it is started; it shows the library."""
    words = ("Regional food wholesalers", "Family Wheels", "New client", "Commands")
    return Program((*ICP_TUI, str(workspace)), words)


def interview(workspace: Path, profile_id: str) -> Program:
    """The interview of a profile that was left at the problems: steps, list, form, help and keys."""
    command = (sys.executable, str(HERE / "interview.py"), str(workspace), profile_id)
    return Program(command, ("Objections", "Load refused at the dock", "How bad", "Good examples", "Preview"))


class FirstPaint:
    """From starting a program to its whole screen."""

    def __init__(self, programs: Mapping[str, Program], home: Path) -> None:
        """Compare these programs."""
        self._programs = programs
        self._environment = environment(home)

    def round(self, number: int) -> Iterator[Sample]:
        """Start each program once."""
        for name in turned(list(self._programs), number):
            program = self._programs[name]
            with Terminal(program.command, self._environment) as terminal:
                yield name, terminal.first_paint(*program.words)


class Keys:
    """From a key to its letter on the screen, in fields of programs that stand open side by side.

    One key is pressed in every field in turn, as fast as a quick writer types, with the pauses in which the
    program saves. Gives the peak memory of the programs, too: series “… MB”.
    """

    FIELDS: Mapping[str, tuple[str, str | None]] = {
        "text field": ("problems", "what"),
        "+ line": ("problems", None),
        "prose field": ("problems", "in_their_words"),
    }
    GAP = 0.03
    """The longest pause before the next field's key, in seconds; five of them lie between two keys."""

    def __init__(self, sample: Path, profile_id: str, home: Path) -> None:
        """Type into copies of the workspace `sample`."""
        self._profile_id = profile_id
        self._environment = environment(home)
        self._left: dict[str, Path] = {}
        for number, (name, (page, field)) in enumerate(self.FIELDS.items()):
            self._left[name] = shutil.copyfile(sample, home / f"typed-{number}.db")
            remember(self._left[name], profile_id, page=page, field=field)
        self._home = home

    def round(self, number: int) -> Iterator[Sample]:
        """Type three words into every field."""
        dice = random.Random(number)
        with ExitStack() as stack:
            fields: dict[str, Terminal] = {}
            for name, program in self._programs().items():
                fields[name] = stack.enter_context(Terminal(program.command, self._environment))
                fields[name].first_paint(*program.words)
            _let_rest(fields)
            for start in ("", " ", " "):
                for field in fields.values():
                    field.press(start + WORD, WORD)
                _let_rest(fields)
                yield from self._word(fields, dice)
            for name, series in (("text field", "interview MB"), ("form input", "form MB")):
                yield series, fields[name].peak_memory()

    def _programs(self) -> dict[str, Program]:
        found = {"form input": form("line"), "form prose": form("prose")}
        for name, left in self._left.items():
            copy = shutil.copyfile(left, left.with_suffix(".open"))
            # A form that is scrolled to its last field no longer shows the others.
            found[name] = Program(interview(copy, self._profile_id).command, ("Good examples", "Preview"))
        return found

    def _word(self, fields: Mapping[str, Terminal], dice: random.Random) -> Iterator[Sample]:
        names = list(fields)
        typed = WORD
        for letter in dice.sample(string.ascii_lowercase, LETTERS_A_WORD):
            typed += letter
            dice.shuffle(names)
            for name in names:
                yield name, fields[name].press(letter, typed[-4:])
                fields[name].rest(dice.random() * self.GAP, most=self.GAP)


def _let_rest(fields: Mapping[str, Terminal]) -> None:
    """A pause in typing, long enough for every program to save and to paint what follows from it."""
    time.sleep(0.4)
    for field in fields.values():
        field.rest(0.02)


MOST_FIELDS = 11
"""As many fields of three lines fit on a screen of forty."""


class Turning:
    """From the key to the next step painted, through all pages and back, beside a bare swap of widgets."""

    NEXT, BEFORE = "\x1b[6;5~", "\x1b[5;5~"

    def __init__(self, sample: Path, profile_id: str, home: Path) -> None:
        """Turn the pages of a copy of the workspace `sample`, in which no place is remembered."""
        self._profile_id = profile_id
        self._environment = environment(home)
        self._sample = sample
        self._copy = home / "turned.db"
        workspace = open_workspace(sample)
        try:
            answers = workspace.answers(profile_id)
        finally:
            workspace.close()
        self._sizes: list[int] = []
        self._words: list[tuple[str, ...]] = []
        for place, page in enumerate(PAGES):
            record = answers.get(position_at(Place(page.id), answers).record_id)
            questions = page.questions(record) if record else []
            # The floor mounts what fits on the screen, so that its last line can be seen.
            self._sizes.append(min(max(len(questions), 1), MOST_FIELDS))
            beside = PAGES[max(0, place - 1)], PAGES[min(place + 1, len(PAGES) - 1)]
            if any(other is not page and _asks_the_same(other, page) for other in beside):
                # What is not painted anew cannot be waited for.
                questions = []
            step = step_of(page)
            self._words.append(
                (
                    f"{page.title}   step {STEPS.index(step) + 1} of",
                    *(str(question.label)[:15] for question in questions[:2]),
                    *(str(question.ask)[:40] for question in questions[:1]),
                )
            )

    def round(self, number: int) -> Iterator[Sample]:
        """Turn all pages forward, then back."""
        shutil.copyfile(self._sample, self._copy)
        asked = (sys.executable, str(HERE / "interview.py"), str(self._copy), self._profile_id)
        swapped = (sys.executable, str(FLOORS / "swap.py"), *map(str, self._sizes))
        last = len(PAGES) - 1
        ways = [(self.NEXT, page) for page in range(1, last + 1)]
        ways += [(self.BEFORE, page) for page in range(last - 1, -1, -1)]
        with Terminal(asked, self._environment) as ours, Terminal(swapped, self._environment) as floor:
            ours.first_paint(*self._words[0])
            floor.first_paint("End of page 0.")
            for way, (key, page) in enumerate(ways):
                ours.rest(0.05)
                floor.rest(0.05)
                shown = f"Question 0 of page {page}?", f"End of page {page}."
                for name, terminal, words in turned(
                    [("step", ours, self._words[page]), ("bare swap", floor, shown)], number + way
                ):
                    yield name, terminal.press(key, *words)


def _asks_the_same(one: Page, other: Page) -> bool:
    return (one.record, one.group) == (other.record, other.group)


class Commands:
    """From starting a command to its end."""

    def __init__(self, commands: Mapping[str, Sequence[str]], home: Path) -> None:
        """Compare these commands."""
        self._commands = commands
        self._environment = environment(home)
        self._home = home

    def round(self, number: int) -> Iterator[Sample]:
        """Run each command once."""
        for name in turned(list(self._commands), number):
            begun = time.perf_counter()
            subprocess.run(
                self._commands[name],
                env=self._environment,
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            yield name, (time.perf_counter() - begun) * 1000


def turned(items: list[T], number: int) -> list[T]:
    """The items in the order of a round: A B C, then B C A, then C A B."""
    start = number % len(items)
    return items[start:] + items[:start]
