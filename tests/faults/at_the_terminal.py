"""Somebody at a terminal who is asked for a client's name, in a folder of their own, again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pty_terminal import Terminal
from reading import column, is_whole
from tallying import Tally

from icp_tui.opening import open_workspace

TEXT = "Señalización Ñandú, ul. Żółta 7 🥖"
QUESTION = "Which business do you advise?"

AT_ONCE = 3
"""How many programs run side by side; most of the time each waits for keys."""

T = TypeVar("T")


@contextmanager
def asked_in(folder: Path, *, in_a_window: bool = True, **environment: Any) -> Iterator[Terminal]:
    """The program asking for the client's name, on the new workspace `work.db` in a new `folder`."""
    folder.mkdir(exist_ok=True)
    with Terminal(folder / "work.db", home=folder, in_a_window=in_a_window, **environment) as terminal:
        terminal.wait_for("Start a playbook")
        terminal.press("enter")
        terminal.wait_for(QUESTION)
        yield terminal


def rounds(folder: Path, seeds: Iterable[int], once: Callable[[Path, int], T]) -> list[T]:
    """Do the same once for each seed, each in a folder of its own, some side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda seed: once(folder / str(seed), seed), seeds))


def check_kept(folder: Path, expected: str, terminal: Terminal, tally: Tally) -> None:
    """The client's name is in the file as typed, the file in order and free, and no traceback was shown."""
    tally.tried()
    tally.heard(terminal.output)
    path = folder / "work.db"
    # For writing: raises where the lock is not free.
    open_workspace(path).close()
    if not is_whole(path):
        tally.lost(f"{folder.name}: the file is damaged")
    found = column(path, "SELECT name FROM client")
    if found != [expected]:
        tally.lost(f"{folder.name}: {expected!r} typed, {found!r} in the file")
