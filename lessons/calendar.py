"""Which day is a study day, and what is open on it. Pure: dates in, dates and counts out.

Study days are numbered k = 1, 2, … from the first day on. After every four lesson days, and after the last
lesson, one study day is a 복습하는 날: a course of n lessons takes n + ⌈n/4⌉ study days (domain.md, lessons).
A 복습 코스 goes over a finished course in half as many, each a review session.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

EVERY_DAY = "1111111"
MONDAY_TO_FRIDAY = "1111100"
ONE_DAY = timedelta(days=1)
LESSONS_A_DAY = 2
BLOCK = 4  # lessons between two 복습하는 날
# No pattern of one weekday, holidays and 28 rest days leaves a longer gap than this.
LONGEST_SEARCH = 4000


class NoStudyDay(ValueError):
    """A calendar without any weekday, or all of whose days are off."""


@dataclass(frozen=True)
class Calendar:
    """The study days of one enrolment: chosen `weekdays` from `first_day` on, without the days `off`.

    `weekdays` is seven characters, Monday first, "1" for a study day.
    """

    first_day: date
    weekdays: str = MONDAY_TO_FRIDAY
    off: frozenset[date] = field(default_factory=frozenset)

    def is_study_day(self, day: date) -> bool:
        return day >= self.first_day and self.weekdays[day.weekday()] == "1" and day not in self.off

    def days(self, start: date | None = None) -> Iterator[date]:
        """The study days from `start` (or the first day) on, without end. Raises NoStudyDay."""
        day = max(start or self.first_day, self.first_day)
        for _ in range(LONGEST_SEARCH):
            if self.is_study_day(day):
                yield day
            day += ONE_DAY
        raise NoStudyDay(self.weekdays)

    def index(self, day: date) -> int:
        """k: how many study days lie between the first day and `day`, both included."""
        span = (day - self.first_day).days + 1
        return sum(self.is_study_day(self.first_day + ONE_DAY * i) for i in range(max(span, 0)))

    def nth(self, k: int) -> date:
        """The k-th study day, k ≥ 1. Raises NoStudyDay."""
        for i, day in enumerate(self.days(), start=1):
            if i == k:
                return day
        raise NoStudyDay(self.weekdays)

    def next_study_day(self, day: date) -> date:
        """The first study day on or after `day`. Raises NoStudyDay."""
        return next(self.days(day))


def course_length(lessons: int, *, review: bool = False) -> int:
    """How many study days a course of so many lessons takes, its 복습하는 날 included; a 복습 코스 half."""
    length = lessons + -(-lessons // BLOCK)
    return -(-length // 2) if review else length


def last_day(calendar: Calendar, lessons: int, *, review: bool = False) -> date:
    """The study day on which a course of so many lessons ends."""
    return calendar.nth(course_length(lessons, review=review))


def opened(lessons: int, k: int) -> int:
    """How many lessons are open on study day k (0 before the first)."""
    return min(lessons, k - k // 5)


def is_review_day(lessons: int, k: int) -> bool:
    """Whether study day k of such a course is a 복습하는 날. Makeup days (k beyond the course) never are."""
    length = course_length(lessons)
    return 0 < k <= length and (k % 5 == 0 or k == length)


def block_of(k: int, lessons: int) -> int:
    """Which 복습하는 날 of such a course study day k is, from 1 on."""
    return -(-min(k, course_length(lessons)) // 5)
