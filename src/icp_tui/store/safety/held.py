"""What a backup holds, and how a list tells of it. A backup is only ever read, and never locked."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from icp_tui.formats import date, moment
from icp_tui.store.file.connecting import reading
from icp_tui.texts import count, interface_language, say

Mark = tuple[object, ...]
"""The state of what is answered: two files with the same mark hold the same changes."""

_NEWEST = 50
"""Changes that are compared one by one; the one that is still being typed is among them."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds: how many profiles, the clients' names, and when (UTC) it was last edited."""

    profiles: int
    clients: tuple[str, ...]
    edited_at: dt.datetime | None


def held_in(path: Path) -> Held | None:
    """What the backup at `path` holds; None where it cannot be read."""
    try:
        with reading(path, unchanging=True) as connection:
            found = connection.execute(
                "SELECT ifnull(c.name, ''), count(*), max(s.edited_at)"
                " FROM profile p JOIN client c ON c.id = p.client_id"
                " LEFT JOIN summary s ON s.profile_id = p.id"
                " WHERE p.deleted_at IS NULL AND c.deleted_at IS NULL GROUP BY c.id ORDER BY c.position, c.id"
            ).fetchall()
    except sqlite3.Error:
        return None
    edited = max((at for _, _, text in found if text and (at := moment(text))), default=None)
    return Held(
        profiles=sum(many for _, many, _ in found),
        clients=tuple(dict.fromkeys(str(name) for name, _, _ in found if name)),
        edited_at=edited and edited.astimezone(dt.UTC),
    )


def mark_of(connection: sqlite3.Connection) -> Mark:
    """The mark of what a file holds, in a few reads however large it is.

    Rows of the log are only ever added at its end, where a merge brings old ones too; the newest few can
    still grow or be taken away; and who was forgotten is written down.
    """
    newest = connection.execute(
        "SELECT clock, id, at, new FROM change ORDER BY clock DESC, id DESC LIMIT ?", (_NEWEST,)
    ).fetchall()
    [(last,)] = connection.execute("SELECT max(rowid) FROM change")
    [(forgotten,)] = connection.execute("SELECT count(*) FROM forgotten")
    return (last, forgotten, tuple(newest))


def is_changed(connection: sqlite3.Connection, backup: Path | None) -> bool:
    """Whether the file holds other changes than its `backup`; without one, whether it holds any.

    Where one left off is no change.
    """
    now = mark_of(connection)
    if backup is None:
        return now[0] is not None
    try:
        with reading(backup, unchanging=True) as other:
            return now != mark_of(other)
    except sqlite3.Error:
        # A backup of an older program, or one that is damaged, is none of what there is now.
        return True


def when(at: dt.datetime, among: Iterable[dt.datetime] = ()) -> str:
    """A moment in the time of this place, such as `22 Nov 2026 14:05`.

    Exact to the second, or the millisecond, where others `among` which it stands would look the same.
    """
    here = at.astimezone()
    near = [other.astimezone() for other in among if abs(other - at) < dt.timedelta(minutes=1)]
    for exactness in ("minutes", "seconds", "milliseconds"):
        told = here.isoformat(timespec=exactness)
        if sum(other.isoformat(timespec=exactness) == told for other in near) < 2:
            break
    return f"{date(here.date(), interface_language())} {here.time().isoformat(timespec=exactness)}"


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was, in the largest unit that fits."""
    minutes = int((now - at).total_seconds() // 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return say("just now") if minutes > -2 else say("in the future")
    if hours < 1:
        return count(minutes, "{n} minute ago", "{n} minutes ago")
    if days < 2:
        return count(hours, "{n} hour ago", "{n} hours ago")
    if days < 14:
        return count(days, "{n} day ago", "{n} days ago")
    if days < 61:
        return count(days // 7, "{n} week ago", "{n} weeks ago")
    return count(days // 30, "{n} month ago", "{n} months ago")


def size(number: int) -> str:
    """A number of bytes as people say it: `812 kB`, `1.2 MB`, `1.4 GB`."""
    for unit, many in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if number >= many:
            return f"{number / many:.1f} {unit}"
    return f"{max(1, round(number / 1000))} kB"
