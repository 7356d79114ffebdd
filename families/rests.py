"""Rest days: for whom one holds, how far it may reach, and how many a child takes without asking. Pure."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

REST, EXAM, SICK, TRIP = "rest", "exam", "sick", "trip"
FREE, WINDOW = 2, 28  # 쉬는 날 that a child takes without asking in any so many consecutive days
REACHES_BACK = timedelta(days=2)
MOST_AHEAD = timedelta(days=365)
MOST_DAYS = {REST: 1, EXAM: 14, SICK: 14, TRIP: 28}  # days of one press, calendar days
ONE_DAY = timedelta(days=1)


def child_scope(child: int) -> str:
    """시험기간 and 아픈 날: they hold in every home of a child."""
    return f"child:{child}"


def home_scope(child: int, family: int) -> str:
    """쉬는 날: one child in one family."""
    return f"child:{child}@family:{family}"


def family_scope(family: int) -> str:
    """여행: everybody of a family."""
    return f"family:{family}"


def scope_of(kind: str, *, child: int, family: int) -> str:
    """For whom a rest day of this kind holds."""
    if kind == REST:
        return home_scope(child, family)
    return family_scope(family) if kind == TRIP else child_scope(child)


def parts_of(scope: str) -> tuple[int | None, int | None]:
    """The child and the family that a scope names; None for what it does not name."""
    named = dict(part.split(":") for part in scope.split("@"))
    child, family = (int(named[name]) if name in named else None for name in ("child", "family"))
    return child, family


def days_from(first: date, last: date) -> list[date]:
    """Every date from `first` to `last`, both included."""
    return [first + ONE_DAY * n for n in range((last - first).days + 1)]


def fault(kind: str, first: date, last: date, today: date) -> str:
    """What is wrong with these days: "order", "past", "far", "long", or "" for nothing."""
    if last < first:
        return "order"
    if first < today - REACHES_BACK:
        return "past"
    if last > today + MOST_AHEAD:
        return "far"
    days = (last - first).days + 1
    ahead = kind == SICK and (last - today).days > MOST_DAYS[SICK]
    return "long" if days > MOST_DAYS[kind] or ahead else ""


def free_left(taken: Collection[date], day: date) -> int:
    """How many 쉬는 날 a child may still take around `day` without asking, from the days it has taken.

    No 28 consecutive days may hold more than two.
    """
    windows = (day - ONE_DAY * n for n in range(WINDOW))
    fullest = max(sum(first <= d < first + ONE_DAY * WINDOW for d in taken) for first in windows)
    return max(FREE - fullest, 0)


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days as stretches without a gap: (first, last) of each, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and found[-1][1] == day - ONE_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
