"""Study days, opened lessons, 복습하는 날 (law 3 of domain.md)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.calendar import (
    Calendar,
    NoStudyDay,
    course_length,
    is_review_day,
    last_day,
    opened,
)

ONE_DAY = timedelta(days=1)
some_weekdays = st.text("01", min_size=7, max_size=7).filter(lambda text: "1" in text)
some_start = st.dates(date(2025, 1, 1), date(2028, 12, 31))
some_off = st.frozensets(st.integers(0, 120), max_size=40)


def calendars() -> st.SearchStrategy[Calendar]:
    return st.builds(
        lambda start, weekdays, off: Calendar(start, weekdays, frozenset(start + ONE_DAY * i for i in off)),
        some_start,
        some_weekdays,
        some_off,
    )


def test_twenty_lessons_take_twenty_five_days() -> None:
    assert course_length(20) == 25
    assert course_length(4) == 5
    assert course_length(9) == 12


def test_a_first_week_opens_a_word_a_day_and_ends_with_a_review() -> None:
    assert [opened(4, k) for k in range(6)] == [0, 1, 2, 3, 4, 4]
    assert [is_review_day(4, k) for k in range(1, 8)] == [False, False, False, False, True, False, False]


def test_the_last_day_skips_weekends_and_holidays() -> None:
    start = date(2026, 3, 2)
    assert last_day(Calendar(start), 4) == date(2026, 3, 6)
    assert last_day(Calendar(start, off=frozenset({date(2026, 3, 3)})), 4) == date(2026, 3, 9)


def test_a_calendar_without_days_says_so() -> None:
    with pytest.raises(NoStudyDay):
        Calendar(date(2026, 3, 2), "0000000").nth(1)


@given(calendars(), st.integers(4, 20))
def test_opened_grows_by_one_on_lesson_days_and_never_else(calendar: Calendar, lessons: int) -> None:
    end = last_day(calendar, lessons)
    day, before = calendar.first_day, 0
    while day <= end:
        now = opened(lessons, calendar.index(day))
        review = is_review_day(lessons, calendar.index(day))
        if calendar.is_study_day(day) and not review:
            assert now == before + 1
        else:
            assert now == before
        day, before = day + ONE_DAY, now
    assert before == lessons


@given(calendars(), st.integers(1, 40))
def test_nth_and_index_are_inverse(calendar: Calendar, k: int) -> None:
    day = calendar.nth(k)
    assert calendar.is_study_day(day)
    assert calendar.index(day) == k
    assert calendar.next_study_day(day) == day
