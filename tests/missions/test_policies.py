from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.calendar import Calendar, course_length, last_day
from missions import policies
from missions.states import Action, State

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("missing", "days"), [(1, 4), (3, 5), (4, 5), (5, 6), (8, 7), (19, 13), (20, 13), (40, 13)]
)
def test_makeup_is_half_of_what_is_missing_and_three_between_4_and_13(missing: int, days: int) -> None:
    assert policies.makeup_days(missing) == days


def test_makeup_counts_study_days_after_the_last_day() -> None:
    calendar = Calendar(DAY)  # Monday to Friday
    friday = DAY + timedelta(days=4)
    assert policies.makeup_until(calendar, friday, 4) == DAY + timedelta(days=11)  # Monday to Friday


@given(
    words=st.integers(4, 20),
    weekdays=st.text("01", min_size=7, max_size=7).filter(lambda w: "1" in w),
    start=st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    missing=st.integers(1, 20),
)
def test_makeup_starts_after_the_last_day_and_ends_on_a_study_day(
    words: int, weekdays: str, start: date, missing: int
) -> None:
    plain = Calendar(start, weekdays)
    calendar = Calendar(plain.next_study_day(start), weekdays)
    ends_on = last_day(calendar, words)
    until = policies.makeup_until(calendar, ends_on, missing)
    assert calendar.index(ends_on) == course_length(words)
    assert calendar.is_study_day(until)
    assert calendar.index(until) - calendar.index(ends_on) == policies.makeup_days(missing)


@pytest.mark.parametrize(
    ("state", "complete", "offset", "action"),
    [
        (State.RUNNING, False, -1, None),
        (State.RUNNING, True, -1, Action.ACHIEVE),
        (State.RUNNING, False, 0, Action.FALL_SHORT),
        (State.RUNNING, True, 5, Action.ACHIEVE),
        (State.MAKEUP, False, 2, None),
        (State.MAKEUP, True, 2, Action.ACHIEVE),
        (State.MAKEUP, False, 3, Action.CLOSE_PERIOD),
        (State.SCHEDULED, True, 9, None),
        (State.ACHIEVED, True, 9, None),
    ],
)
def test_verdict_of_a_day(state: State, complete: bool, offset: int, action: Action | None) -> None:
    day = DAY + timedelta(days=offset)
    until = DAY + timedelta(days=3) if state is State.MAKEUP else None
    assert policies.verdict(state, complete=complete, day=day, ends_on=DAY, makeup_until=until) is action


def test_an_accepted_mission_never_starts_in_the_past_nor_within_another() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert policies.earliest_start(DAY, tomorrow, None) == tomorrow
    assert policies.earliest_start(tomorrow, DAY, None) == tomorrow
    assert policies.earliest_start(DAY, DAY, tomorrow) == tomorrow + timedelta(days=1)


def test_a_promise_blocks_from_seven_days_overdue() -> None:
    assert policies.overdue_days(DAY, DAY) == 0
    assert policies.overdue_days(DAY, DAY + timedelta(days=1)) == 1
    assert not policies.blocks_new_mission(DAY, DAY + timedelta(days=6))
    assert policies.blocks_new_mission(DAY, DAY + timedelta(days=7))
