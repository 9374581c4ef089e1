"""A disk whose power fails: what SQLite writes and syncs, and what may be left of it.

A disk may keep any part of what was written since the last sync of a file, in any order, also some sectors of
a page. What was synced stays. Names of files are not at stake here: in the journal mode of the program the
journal is emptied, never deleted.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

KEPT = ("none", "a first part", "any part", "torn pages")
"""What is left of the writes that no sync had followed."""


@dataclass(frozen=True)
class Written:
    """What was done to a file: `write`, `truncate`, `sync`; `commit` was done to none."""

    what: str
    name: str = ""
    place: int = 0
    content: bytes = b""


class RecordingDisk(apsw.VFS):
    """A disk that works and remembers all that is done to it."""

    def __init__(self, name: str) -> None:
        """Register under `name`; `done` is what was done, in its order."""
        self.done: list[Written] = []
        super().__init__(name, "")

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        """Open a file, as SQLite asks."""
        return _RecordedFile(self.done, name, flags)


class _RecordedFile(apsw.VFSFile):
    def __init__(self, done: list[Written], name: apsw.URIFilename | str | None, flags: list[int]) -> None:
        full = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._name, self._done = Path(full).name, done
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._done.append(Written("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._done.append(Written("truncate", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._done.append(Written("sync", self._name))
        super().xSync(flags)


@dataclass
class Recording:
    """What was done to the disk while statements ran, and what each file was before."""

    before: dict[str, bytes]
    done: list[Written] = field(default_factory=list)

    def left(self, cut: int, kept: str, chance: random.Random) -> tuple[dict[str, bytes], int]:
        """The files after a power cut before step `cut`, and how many commits were made by then."""
        files = {name: bytearray(content) for name, content in self.before.items()}
        waiting: dict[str, list[Written]] = defaultdict(list)
        commits = 0
        for step in self.done[:cut]:
            if step.what == "commit":
                commits += 1
            elif step.what == "sync":
                for one in waiting.pop(step.name, []):
                    _apply(files.setdefault(one.name, bytearray()), one)
            else:
                waiting[step.name].append(step)
        for name, unsynced in waiting.items():
            for one in _survivors(unsynced, kept, chance):
                _apply(files.setdefault(name, bytearray()), one)
        return {name: bytes(content) for name, content in files.items()}, commits


def _apply(file: bytearray, step: Written) -> None:
    if step.what == "truncate":
        del file[step.place :]
        return
    if len(file) < step.place:
        file.extend(bytes(step.place - len(file)))
    file[step.place : step.place + len(step.content)] = step.content


def _survivors(unsynced: list[Written], kept: str, chance: random.Random) -> Iterator[Written]:
    if kept == "a first part":
        unsynced = unsynced[: chance.randint(0, len(unsynced))]
    for step in unsynced:
        if kept == "none" or (kept == "any part" and chance.random() < 0.5):
            continue
        if kept == "torn pages" and len(step.content) > SECTOR and chance.random() < 0.4:
            first, last = sorted(chance.randint(0, len(step.content) // SECTOR) * SECTOR for _ in range(2))
            yield Written("write", step.name, step.place + first, step.content[first:last])
        else:
            yield step


def record(
    path: Path, statements: list[str], pragmas: tuple[str, ...], committed: Callable[[str], bool]
) -> Recording:
    """Run `statements` on the file at `path` on a disk that remembers; it is changed by it."""
    disk = RecordingDisk(f"recording {path}")
    recording = Recording({path.name: path.read_bytes()}, disk.done)
    connection = apsw.Connection(str(path), vfs=f"recording {path}")
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        for statement in statements:
            connection.execute(statement).fetchall()
            if committed(statement):
                disk.done.append(Written("commit"))
    finally:
        connection.close()
        disk.unregister()
    return recording
