"""When backups were made, where a clock was wrong at times: the order is certain, the dates are not. Pure.

Of the dates, as many are believed as agree with the order and the present moment. Every other one counts as
the nearest moment that does: no wrong date puts an old state before a new one, or lets it outlive one.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

TOLERANCE = dt.timedelta(minutes=5)
"""What a clock may be off without its date being called wrong: clocks are set right all the time."""

_APART = dt.timedelta(microseconds=1)


def believed(dates: Sequence[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """When each was made, as far as their order lets one believe `dates` (UTC, the last made first).

    Falls strictly, and never after `now`.
    """
    trusted = _in_order(dates, now)
    floors: list[dt.datetime | None] = []
    floor = None
    for place in reversed(range(len(dates))):
        floor = dates[place] if place in trusted else floor
        floors.append(floor)
    found: list[dt.datetime] = []
    limit = now
    for at, least in zip(dates, reversed(floors), strict=True):
        limit = min(max(at, least or at), limit)
        found.append(limit)
        limit -= _APART
    return found


def _in_order(dates: Sequence[dt.datetime], now: dt.datetime) -> set[int]:
    """The places of the most dates up to `now` that never rise; of equally many, those of the later dates."""
    ages: list[dt.timedelta] = []
    lasts: list[int] = []
    before: dict[int, int | None] = {}
    for place, at in enumerate(dates):
        if at > now:
            continue
        rank = bisect_right(ages, now - at)
        before[place] = lasts[rank - 1] if rank else None
        ages[rank : rank + 1], lasts[rank : rank + 1] = [now - at], [place]
    chain: set[int] = set()
    place_before = lasts[-1] if lasts else None
    while place_before is not None:
        chain.add(place_before)
        place_before = before[place_before]
    return chain
