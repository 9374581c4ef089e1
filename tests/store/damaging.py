"""Bringing damage into a closed workspace file, page by page, and telling what it held before."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    DiscoveryQuestion,
    Objection,
    Objective,
    ParkedSituation,
    Problem,
    ProcessStep,
)
from icp_tui.store.log.changes import Edit
from small import Small

PAGE = 4096

Held = dict[str, list[tuple[object, ...]]]


def places(path: Path) -> dict[str, dict[str, list[int]]]:
    """The pages of each table and index by their kind: `leaf`, `internal` or `overflow`."""
    found: dict[str, dict[str, list[int]]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for name, kind, page in connection.execute("SELECT name, pagetype, pageno FROM dbstat"):
            found.setdefault(name, {}).setdefault(kind, []).append(page)
    return found


def overwrite(path: Path, *pages: int, seed: int | None = None) -> None:
    """Overwrite whole pages: with noise from `seed`, else with zeros."""
    noise = random.Random(seed)
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(bytes(PAGE) if seed is None else noise.randbytes(PAGE))


def by_hand(path: Path, *statements: str) -> None:
    """Change a closed file as another program would."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def flip(path: Path, near: str, place: int, bit: int = 0) -> None:
    """Flip one bit of the letter at `place` of a text that stands in the file once at least."""
    raw = bytearray(path.read_bytes())
    raw[raw.index(near.encode()) + place] ^= 1 << bit
    path.write_bytes(raw)


def held(path: Path) -> Held:
    """All rows of all tables of ours, without what only numbers the search."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'"
            " AND name NOT IN ('about', 'search_row')"
        ).fetchall()
        return {
            name: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {name}")), key=repr)
            for (name,) in names
        }


def without_authors(rows: Held) -> Held:
    """The same without what nobody can know of a change of which the row was lost.

    That is its author, batch and scope, and the millisecond at which its name was given.
    """
    return rows | {"change": sorted((row[:1] + row[3:4] + row[6:] for row in rows["change"]), key=repr)}


def long_history(small: Small) -> None:
    """A log of many pages with one long text, and all of it saved.

    Between two changes of one field there is more than a page of others.
    """
    problem, steps = small.first(Problem), small.answers.of(ProcessStep)
    fields: list[tuple[Record, str]] = [(small.first(Objective), "measure")]
    fields += [(one, name) for one in small.answers.of(Problem) for name in ("what", "sufferers")]
    fields += [(one, name) for one in steps for name in ("what", "who")]
    fields += [(one, "in_their_words") for one in small.answers.of(Problem)]
    fields += [(one, "words") for one in small.answers.of(Objection)]
    fields += [(one, "question") for one in small.answers.of(DiscoveryQuestion)]
    fields += [(one, "situation") for one in small.answers.of(ParkedSituation)]
    fields += [(small.answers.profile, name) for name in ("offer", "situation")]
    for number in range(15):
        edits = [Edit(one.kind, one.id, name, f"{name} as told in week {number}") for one, name in fields]
        small.workspace.change(small.profile_id, edits)
    small.set(
        problem, {"what": "Load refused at the dock", "in_their_words": "They sent it back again. " * 800}
    )
    small.set(small.first(Objective), {"result": "Pass every audit"})
