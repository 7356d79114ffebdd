"""Where the days of agreed missions lie when days off come or go. Pure: dates in, dates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lessons.calendar import Calendar
from missions.states import State

MOST_RESTED = 28  # study days by which rest days may move a mission's last day, in all
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """First and last study day of a mission; `makeup_until` is the last of its 보충 기간."""

    starts_on: date
    ends_on: date
    makeup_until: date | None = None

    @property
    def last(self) -> date:
        return self.makeup_until or self.ends_on


@dataclass(frozen=True)
class Off:
    """The days that a mission skips whatever day of the week it is."""

    holidays: frozenset[date]
    rests: frozenset[date]

    @property
    def all(self) -> frozenset[date]:
        return self.holidays | self.rests


@dataclass(frozen=True)
class Agreed:
    """A mission both have agreed to, with the days off before and after a change.

    `length` and `makeup_days` are study days, `wanted` is the date from which it was agreed to begin.
    """

    key: int
    state: State
    days: Days
    makeup_days: int | None
    length: int
    wanted: date
    weekdays: str
    before: Off
    after: Off

    def from_day(self, first: date, off: Off) -> Calendar:
        return Calendar(first, self.weekdays, off.all)

    def touched(self) -> bool:
        """Whether the change concerns a day between the first it could have begun on and its last."""
        first = min(self.wanted, self.days.starts_on)
        return any(first <= day <= self.days.last for day in self.before.all ^ self.after.all)

    def rested(self, off: Off, days: Days) -> int:
        """How many of its study days fall out for rest days, when it lies on `days`."""
        return sum(
            self.wanted <= day <= days.last and self.weekdays[day.weekday()] == "1"
            for day in off.rests - off.holidays
        )


def replan(row: Sequence[Agreed], today: date) -> list[Days]:
    """The days of a child's agreed missions in one family after the change, in the order given (by start).

    One under way keeps its first day, and leaves its 보충 기간 when its last day comes to lie ahead. One that
    waits follows the one before it, and stays where it stands when something else had moved it there.
    """
    found: list[Days] = []
    behind_before: date | None = None
    behind_after: date | None = None
    for one in row:
        if one.state is State.SCHEDULED:
            days = _waiting(one, _floor(one, behind_before), max(_floor(one, behind_after), today))
        else:
            # Always counted anew: a 공휴일 may stand that nobody has followed yet, under a rest day.
            days = _under_way(one, today) if one.state is State.RUNNING or one.touched() else one.days
        found.append(days)
        behind_before, behind_after = one.days.last, days.last
    return found


def _under_way(one: Agreed, today: date) -> Days:
    calendar = one.from_day(one.days.starts_on, one.after)
    ends_on = calendar.nth(one.length)
    if one.state is State.RUNNING or ends_on >= today:
        return Days(one.days.starts_on, ends_on)
    return Days(one.days.starts_on, ends_on, calendar.nth(one.length + makeup_days(one)))


def makeup_days(one: Agreed) -> int:
    """How many study days its 보충 기간 has; counted where no row says it."""
    if one.makeup_days is not None:
        return one.makeup_days
    calendar = one.from_day(one.days.starts_on, one.before)
    return calendar.index(one.days.last) - calendar.index(one.days.ends_on)


def _floor(one: Agreed, behind: date | None) -> date:
    return one.wanted if behind is None else max(one.wanted, behind + ONE_DAY)


def _waiting(one: Agreed, floor_before: date, floor: date) -> Days:
    first = one.from_day(floor_before, one.before).next_study_day(floor_before)
    if first != one.days.starts_on:
        floor = max(floor, one.days.starts_on)
    starts_on = one.from_day(floor, one.after).next_study_day(floor)
    return Days(starts_on, one.from_day(starts_on, one.after).nth(one.length))
