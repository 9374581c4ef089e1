"""Killing the program while someone types: what it had shown as saved has to be in the file."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path

from pty_terminal import Terminal
from reading import is_whole, rows

from icp_tui.opening import open_workspace

SEEN = 0.05
"""Seconds that “✓ saved” has to stand beside an unchanged text before a person has read it. Between the
moment when a letter is painted and the one when the program has heard of it lie a few milliseconds."""

FIELDS = ("+ line", "line", "prose")


@dataclass(frozen=True)
class Kill:
    """One killed program: the words it had shown as saved, those of them that are lost, the file's state."""

    field: str
    shown: int
    lost: tuple[str, ...]
    whole: bool


class Reader:
    """Someone who types words, looks at the screen, and remembers which words they saw saved."""

    def __init__(self, terminal: Terminal, mark: str) -> None:
        """Type into `terminal`; `mark` begins each word, so that it is like no other on the screen."""
        self.terminal = terminal
        self.saved: set[str] = set()
        self._mark = mark
        self._typed: list[str] = []

    def next_word(self) -> str:
        """Another word, with the sign that ends it."""
        self._typed.append(f"{self._mark}{len(self._typed):03};")
        return self._typed[-1]

    def look(self, seconds: float) -> None:
        """Look at the screen for a time; what stands there as saved long enough to be read counts."""
        while seconds > 0:
            before = self.shown_as_saved()
            self.terminal.watch(min(seconds, SEEN))
            if seconds >= SEEN:
                self.saved |= before & self.shown_as_saved()
            seconds -= SEEN

    def see_saved(self) -> None:
        """Type one more word and look until it is saved, to the very moment where one can see it come."""
        word, before = self.next_word(), len(self.terminal.output)
        self.terminal.type(word)

        def is_saved() -> bool:
            return word in self.shown_as_saved() and b"typing" in self.terminal.output[before:]

        end = time.monotonic() + 5
        while time.monotonic() < end and not is_saved():
            self.terminal.watch(0.001)
        if is_saved():
            self.saved |= self.shown_as_saved()
        else:
            # A busy machine may paint “typing” and “saved” in one go.
            self.look(2 * SEEN)

    def shown_as_saved(self) -> set[str]:
        """The words on the screen, if it says that they are saved."""
        text = self.terminal.text
        return {word for word in self._typed if word in text} if "✓ saved" in text else set()


def killed_while_typing(folder: Path, seed: int) -> Kill:
    """Start the program on a new file in `folder`, type at the pace of a person in a hurry, kill it.

    Every other time it is killed at any moment, and else at the very moment at which it says “saved”.
    """
    chance = random.Random(seed)
    field = FIELDS[seed % len(FIELDS)]
    path = folder / "work.db"
    with Terminal(path, home=folder) as terminal:
        _go_to(terminal, field)
        reader = Reader(terminal, f"w{seed}x")
        _type_for(chance.uniform(0.2, 2.5), reader, chance, enter=field == "+ line")
        if chance.random() < 0.5:
            reader.see_saved()
        terminal.kill()
    # Whoever opens the file first takes back the transaction that the kill may have cut off.
    open_workspace(path).close()
    found = _everything(path)
    lost = tuple(sorted(word for word in reader.saved if word not in found))
    return Kill(field, len(reader.saved), lost, is_whole(path))


def _type_for(seconds: float, reader: Reader, chance: random.Random, *, enter: bool) -> None:
    """Type words letter by letter, with pauses between some of them."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(chance.randint(1, 3)):
            for letter in f"{reader.next_word()} ":
                reader.terminal.type(letter)
                reader.look(min(end - time.monotonic(), chance.uniform(0.0, 0.03)))
        if enter:
            reader.terminal.press("enter")
        reader.look(min(end - time.monotonic(), chance.uniform(0.0, 0.8)))


def _go_to(terminal: Terminal, field: str) -> None:
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    if field == "+ line":
        terminal.press("f2")
        terminal.type("objectives")
        terminal.press("enter")
        terminal.wait_for("next objective…")
    elif field == "line":
        terminal.press("enter")
        terminal.wait_for("What does the client sell?")
    else:
        terminal.press("enter", "enter")
        terminal.wait_for("What else should you remember")


def _everything(path: Path) -> str:
    return "\n".join(
        str(value)
        for sql in ("SELECT name, sells, notes FROM client", "SELECT result FROM objective")
        for row in rows(path, sql)
        for value in row
    )
