"""Backups and clocks that were wrong: the order of their making stays, and no wrong date wins."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.store.safety import backups
from icp_tui.store.safety.backups import age, backups_of, make_backup
from icp_tui.store.safety.dating import TOLERANCE, believed
from small import Small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
AHEAD, DEAD_BATTERY = dt.datetime(2027, 5, 1, tzinfo=dt.UTC), dt.datetime(1970, 1, 1, 0, 3, tzinfo=dt.UTC)
DATES = st.lists(st.integers(-400, 60).map(lambda days: NOW + days * DAY), max_size=30)


def made_at(small: Small, *moments: dt.datetime) -> list[backups.Backup]:
    return [make_backup(small.workspace.database, moment) for moment in moments]


def seen(small: Small, now: dt.datetime = NOW) -> list[backups.Backup]:
    return backups_of(small.workspace.database.path, now)


@settings(max_examples=60, deadline=None)
@given(DATES)
def test_what_is_believed_falls_strictly_and_is_never_of_the_future(dates: list[dt.datetime]) -> None:
    found = believed(dates, NOW)
    assert len(found) == len(dates)
    assert all(later > earlier for later, earlier in pairwise(found))
    assert all(at <= NOW for at in found)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(-400, 0)).map(lambda found: sorted((NOW + n * DAY for n in found), reverse=True)))
def test_dates_that_agree_with_their_order_are_believed_as_they_are(dates: list[dt.datetime]) -> None:
    assert believed(dates, NOW) == dates


def test_one_wrong_date_casts_no_doubt_on_those_around_it() -> None:
    for wrong in (AHEAD, DEAD_BATTERY, NOW - 300 * DAY):
        dates = [NOW - DAY, NOW - 2 * DAY, wrong, NOW - 3 * DAY, NOW - 4 * DAY]
        found = believed(dates, NOW)
        off = [abs(believed_at - at) for believed_at, at in zip(found, dates, strict=True)]
        assert max(*off[:2], *off[3:]) < TOLERANCE < off[2]
        assert NOW - 3 * DAY <= found[2] < NOW - 2 * DAY


@pytest.mark.parametrize("wrong", [AHEAD, DEAD_BATTERY])
def test_the_last_made_comes_first_whatever_the_clock_said(small: Small, wrong: dt.datetime) -> None:
    made = made_at(small, NOW - 2 * DAY, wrong, NOW - DAY, NOW - DAY / 2)
    # Also long after, when nothing is in the future any more.
    for now in (NOW, AHEAD + 90 * DAY):
        assert seen(small, now) == made[::-1]
        assert [backup.is_misdated for backup in seen(small, now)] == [False, False, True, False]
    assert age(seen(small, now)[2], now) == "by a wrong clock"
    assert age(seen(small)[0], NOW) == "12 hours ago"


def test_a_clock_that_is_wrong_now_makes_the_newest_backup_all_the_same(small: Small) -> None:
    made = made_at(small, NOW - 2 * DAY, NOW - DAY, DEAD_BATTERY)
    assert seen(small, DEAD_BATTERY) == made[::-1]
    assert seen(small) == made[::-1]


def test_a_clock_that_is_set_right_by_a_minute_makes_no_wrong_date(small: Small) -> None:
    minute = dt.timedelta(minutes=1)
    made = made_at(small, NOW - 30 * minute, NOW - 31 * minute, NOW + minute)
    assert seen(small) == made[::-1]
    assert not any(backup.is_misdated for backup in seen(small))


def test_backups_of_the_future_do_not_push_out_the_last_one(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at(small, AHEAD, AHEAD + DAY, AHEAD + 2 * DAY)
    monkeypatch.setattr(backups, "ROOM", 1)
    for moment in (NOW - DAY, NOW):
        [true] = made_at(small, moment)
        assert seen(small)[0] == true
    assert len(seen(small)) == 2


def test_one_moment_with_a_wrong_clock_thins_nothing_out(small: Small) -> None:
    made = made_at(small, NOW - 20 * DAY, NOW - DAY, NOW - DAY / 2, DEAD_BATTERY, NOW)
    assert seen(small) == made[::-1]


def test_of_those_without_a_number_one_of_the_future_is_no_newest(small: Small) -> None:
    made = made_at(small, AHEAD, NOW - DAY)
    for backup in made:
        backup.path.rename(backup.path.with_name(backup.path.name.rsplit("-", 1)[0] + ".db"))
    found = seen(small)
    assert [backup.at for backup in found] == [NOW - DAY, AHEAD]
    assert [backup.is_misdated for backup in found] == [False, True]
    [numbered] = made_at(small, NOW - 3 * DAY)
    assert seen(small)[0] == numbered
