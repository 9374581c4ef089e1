"""Which backups stay: the table of the design, over any history and with a clock that only the test turns."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from icp_tui.store.safety.rotation import ALL_OF, DAYS, MONTHS, WEEKS, kept, thinned

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

ages = st.timedeltas(min_value=-DAY, max_value=800 * DAY)
histories = st.sets(ages, max_size=120).map(lambda found: {NOW - age for age in found})


@settings(max_examples=60, deadline=None)
@given(histories)
@example({NOW - days * DAY for days in range(3, 500)})
def test_the_table_holds_for_every_history(history: set[dt.datetime]) -> None:
    stay = kept(history, NOW)
    recent = {at for at in history if NOW - at <= ALL_OF}
    assert recent <= stay <= history
    assert len(stay - recent) <= DAYS + WEEKS + MONTHS
    if history:
        assert max(history) in stay
    assert kept(stay, NOW) == stay


@settings(max_examples=60, deadline=None)
@given(histories)
def test_each_of_the_last_days_weeks_and_months_keeps_its_newest(history: set[dt.datetime]) -> None:
    old = sorted((at for at in history if NOW - at > ALL_OF), reverse=True)
    newest_of_day = {at.date(): at for at in reversed(old)}
    days = sorted(newest_of_day, reverse=True)
    stay = kept(history, NOW)
    assert {newest_of_day[day] for day in days[:DAYS]} <= stay
    weeks = {newest_of_day[day].isocalendar()[:2] for day in days[DAYS:]}
    kept_weeks = {at.isocalendar()[:2] for at in stay if at.date() in days[DAYS:]}
    assert set(sorted(weeks, reverse=True)[:WEEKS]) <= kept_weeks


def test_a_year_of_work_leaves_backups_of_every_age() -> None:
    stay: set[dt.datetime] = set()
    now = NOW
    for _ in range(400):
        for half_hour in range(6):
            now += dt.timedelta(minutes=30)
            stay = kept({*stay, now}, now)
            assert now in stay, half_hour
        now += dt.timedelta(hours=21)
    now = max(stay)
    far = sorted(now - at for at in stay)
    assert len([age for age in far if age <= ALL_OF]) == 13
    assert len(far) == 13 + DAYS + WEEKS + MONTHS
    # Nowhere is the way to the next older one much longer than a month, and the oldest is of last winter.
    assert max(after - before for before, after in pairwise(far)) <= 36 * DAY
    assert far[-1] >= 300 * DAY


def test_a_clock_that_was_wrong_costs_no_backup_of_today() -> None:
    ahead = NOW + 900 * DAY
    assert kept({ahead, NOW, NOW - DAY}, NOW) == {ahead, NOW, NOW - DAY}


sizes = st.dictionaries(ages.map(lambda age: NOW - age), st.integers(1, 100), max_size=40)


@settings(max_examples=60, deadline=None)
@given(sizes, st.integers(0, 800), st.integers(1, 4))
def test_little_room_is_never_overfilled_but_by_the_least(
    found: dict[dt.datetime, int], room: int, least: int
) -> None:
    stay = thinned(found, room, NOW, least=least)
    assert stay <= set(found)
    assert len(stay) <= least or sum(found[at] for at in stay) <= room
    assert len(stay) >= min(least, len(found))
    if found:
        assert max(found) in stay
    if sum(found.values()) <= room:
        assert stay == set(found)


def test_with_little_room_what_stays_reaches_back_as_far() -> None:
    history = {NOW - dt.timedelta(minutes=30 * n): 1 for n in range(90)} | {
        NOW - n * DAY: 1 for n in range(3, 90)
    }
    ages = sorted(NOW - at for at in thinned(history, 6, NOW))
    assert len(ages) == 6
    assert ages[0] == dt.timedelta()
    assert ages[-1] == 89 * DAY
    # In steps that grow with the age.
    assert all(older / newer < 20 for newer, older in pairwise(ages[1:]))


def test_the_oldest_of_all_go_first_where_there_is_little_room() -> None:
    history = {NOW - n * DAY: 1 for n in (0, 1, 200, 300)}
    assert thinned(history, 2, NOW) == {NOW, NOW - DAY}
