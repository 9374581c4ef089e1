"""Which backups are kept: near ones closely, far ones sparsely, fewer where there is little room. Pure.

All of the last two days, then the newest of each of 12 days, of 10 weeks and of 9 months, counting only days,
weeks and months in which there was one. Days begin at midnight UTC, so that nothing depends on where one is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping

ALL_OF = dt.timedelta(days=2)
"""The time in which every backup is kept."""

DAYS, WEEKS, MONTHS = 12, 10, 9

FAR = dt.timedelta(days=180)
"""Older ones are the first to go where there is little room."""

_EVEN = dt.timedelta(hours=1)
"""What is added to each age, so that those of the last minutes do not look far apart."""


def kept(moments: Iterable[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """The moments (UTC) of the backups that stay; those in the future do, as a clock can be wrong."""
    newest_first = sorted(moments, reverse=True)
    stay = {at for at in newest_first if now - at <= ALL_OF}
    left = [at for at in newest_first if at not in stay]
    for many, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        newest: dict[tuple[int, ...], dt.datetime] = {}
        for at in left:
            newest.setdefault(span(at), at)
        chosen = list(newest)[:many]
        stay |= {newest[one] for one in chosen}
        left = [at for at in left if span(at) not in chosen]
    return stay


def _day(at: dt.datetime) -> tuple[int, ...]:
    return (at.year, at.month, at.day)


def _week(at: dt.datetime) -> tuple[int, ...]:
    return tuple(at.isocalendar()[:2])


def _month(at: dt.datetime) -> tuple[int, ...]:
    return (at.year, at.month)


def thinned(
    sizes: Mapping[dt.datetime, int], room: int, now: dt.datetime, *, least: int = 1
) -> set[dt.datetime]:
    """The backups that stay where all of them together, in bytes, may fill no more than `room`.

    First those older than half a year go, then each time the one that lies closest to its neighbours for its
    age: what stays reaches back as far as before, in larger steps. The newest stays, and `least` of them do.
    """
    stay = sorted(sizes, reverse=True)
    while len(stay) > max(1, least) and sum(sizes[at] for at in stay) > room:
        if now - stay[-1] > FAR:
            stay.pop()
        else:
            stay.remove(min(_between(stay), key=_closeness(stay, now)))
    return set(stay)


def _between(stay: list[dt.datetime]) -> Collection[dt.datetime]:
    return stay[1:-1] or stay[-1:]


def _closeness(stay: list[dt.datetime], now: dt.datetime) -> Callable[[dt.datetime], float]:
    def apart(at: dt.datetime) -> float:
        place = stay.index(at)
        older = stay[min(place + 1, len(stay) - 1)]
        return (stay[place - 1] - older) / max(now - at + _EVEN, _EVEN)

    return apart
