"""A disk of a few megabytes for one program under test, filled and emptied while the program runs.

It is mounted in a namespace of the program's own, so nothing of it is seen outside, and it is gone with the
program. Where no namespace may be made, the tests that need one are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from pty_terminal import Terminal
from reading import column

_MOUNT = 'mount -t tmpfs -o size=4m,mode=0700 none "$0"'


def on_small_disk(folder: Path, *, twice: bool = False) -> list[str]:
    """The words before a program that give it a small disk at `folder`; `twice` starts it a second time.

    Before the second start there is room again.
    """
    if not _can_mount():
        pytest.skip("no disk can be mounted here")
    folder.mkdir()
    then = '"$@"; rm -f "$0/filler"; exec "$@"' if twice else 'exec "$@"'
    return [*_apart(), f"{_MOUNT} && {{ {then}; }}", str(folder)]


def _apart() -> list[str]:
    return [shutil.which("unshare") or "unshare", "-rm", "sh", "-c"]


@cache
def _can_mount() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    done = subprocess.run([*_apart(), _MOUNT, "/mnt"], capture_output=True, check=False)
    return done.returncode == 0


class SmallDisk:
    """The disk of a running program, seen through its eyes."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        """See the disk that `terminal` has at `folder`."""
        self.folder = Path(f"/proc/{terminal.process.pid}/root{folder}")

    def fill(self) -> None:
        """Leave no room at all."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        filler.write(bytes(size))
                except OSError:
                    continue

    def column(self, name: str, sql: str) -> list[object]:
        """The first column of a query to a copy of the file `name`; SQLite itself would not find it there."""
        with tempfile.TemporaryDirectory() as outside:
            copy = Path(outside) / name
            shutil.copyfile(self.folder / name, copy)
            return column(copy, sql)

    def empty(self) -> None:
        """Make room again."""
        (self.folder / "filler").unlink()
