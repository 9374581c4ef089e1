"""What the table of contents of a damaged file means: which tables and columns are ours, and which are not.

One flipped bit makes another name of a name. Where one of ours is missing, one that nobody knows and that
differs in a single letter stands for it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from icp_tui.store.log.schema import MIGRATED
from icp_tui.store.recovery.pages import Row


@dataclass(slots=True)
class Meant:
    """The columns of a table as they are meant.

    Attributes:
        columns: in the order of the file, by our names where they are known.
        foreign: those that icp-tui did not make.
        missing: those of ours that are not there.
    """

    columns: tuple[str, ...]
    foreign: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def meant_names(there: Iterable[str], ours: Collection[str]) -> dict[str, str]:
    """The unknown names of `there` that stand for a name of ours which is missing."""
    names = list(there)
    missing = [name for name in ours if name not in names]
    found: dict[str, str] = {}
    for name in names:
        near = [one for one in missing if name not in ours and _is_near(name, one)]
        if len(near) == 1:
            found[name] = near[0]
            missing.remove(near[0])
    return found


def _is_near(name: str, ours: str) -> bool:
    """Whether one letter made `name` of `ours`; a blank in it ends the name."""
    if len(name) == len(ours):
        return sum(a != b for a, b in zip(name, ours, strict=True)) == 1
    return bool(name) and ours.startswith(name)


def meant_columns(there: tuple[str, ...], ours: Collection[str]) -> Meant:
    """What the columns of a table of ours mean."""
    names = meant_names(there, ours)
    columns = tuple(names.get(name, name) for name in there)
    return Meant(
        columns,
        [name for name in columns if name not in ours],
        [name for name in ours if name not in columns],
    )


def unknown_migrations_of(rows: Iterable[Row]) -> set[str]:
    """The migrations of the file that this program does not know, and that are none of ours misspelt."""
    named = {value for row in rows for value in row.values if isinstance(value, str)}
    listed = {name for name in named if name[:1] == "m" and name[1:4].isdecimal() and name[4:5] == "_"}
    return listed - set(MIGRATED) - meant_names(sorted(listed), MIGRATED).keys()


def is_of_newer(there: Mapping[str, str], ours: Mapping[str, str]) -> bool:
    """Whether what a file notes of its maker is of a newer program, or of another one of the same version.

    Both are as the table `about` has it: the shape of the tables, and the version of the program.
    """
    shape, program = there.get("shape"), there.get("program")
    if not shape or not program or shape == ours["shape"]:
        return False
    return _numbers(program) >= _numbers(ours["program"])


def _numbers(version: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in version.split(".")]


def columns_of(sql: str) -> tuple[str, ...]:
    """The names of the columns in a CREATE TABLE statement of ours, which is read and never run."""
    body = sql[sql.find("(") + 1 : sql.rfind(")")]
    while re.search(r"\([^()]*\)", body):
        body = re.sub(r"\([^()]*\)", "", body)
    names = (part.split(maxsplit=1)[0] for part in body.split(",") if part.strip())
    return tuple(
        itertools.takewhile(lambda name: name not in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"), names)
    )
