"""What a child has done, day by day: shells for a week, a month and a mission, and the streak."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from families.models import RestDay
from lessons.calendar import Calendar, course_length, is_review_day
from lessons.models import Answer, CourseLesson, Enrolment, StudySession
from lessons.player import RECALL
from lessons.selectors.days import calendars_of, rest_scopes
from lessons.streak import streak
from oneco.lib.clock import study_date

DONE, TODAY, COMING, REST, MISSED, NONE = "done", "today", "coming", "rest", "missed", "none"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """A day on a calendar. `state` is one of done, today, coming, rest, missed, none."""

    date: date
    state: str
    review: bool = False
    is_today: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Month:
    """A month from its first day; `until` is the present study date."""

    first: date
    weeks: list[list[Cell]]
    shells: int
    until: date

    @property
    def before(self) -> date:
        return (self.first - ONE_DAY).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def more(self) -> bool:
        """Whether a later month can hold something."""
        return self.first <= self.until


@dataclass(frozen=True)
class _Way:
    """An enrolment's calendar up to the last day it asks for, with the number of its lessons."""

    enrolment: Enrolment
    calendar: Calendar
    end: date
    total: int

    def asks_for(self, day: date) -> bool:
        return day <= self.end and self.calendar.is_study_day(day)


@dataclass(frozen=True)
class _Ways:
    """All that decides the cells of one child."""

    ways: list[_Way]
    credited: set[date]
    rests: set[date]

    def cell(self, day: date, today: date, *, outside: bool = False) -> Cell:
        study = [way for way in self.ways if way.asks_for(day)]
        review = any(is_review_day(way.total, way.calendar.index(day)) for way in study)
        if day in self.credited:
            state = DONE
        elif day in self.rests:
            state = REST
        elif not study:
            state = NONE
        elif day == today:
            state = TODAY
        else:
            state = COMING if day > today else MISSED
        return Cell(day, state, review, day == today, outside)


def week_of(child_id: int, today: date) -> list[Cell]:
    return weeks_of([child_id], today)[child_id]


def weeks_of(children: Iterable[int], today: date) -> dict[int, list[Cell]]:
    """This week's days that matter, Monday first, by child: weekdays, and weekend days that are used."""
    children = list(children)
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    ways = _ways(children, monday, sunday, today)
    return {
        child: [
            cell
            for cell in (ways[child].cell(monday + ONE_DAY * i, today) for i in range(7))
            if cell.date.weekday() < 5 or cell.state != NONE
        ]
        for child in children
    }


def month_of(child_id: int, first: date, today: date) -> Month:
    """The month that begins on `first`, in weeks that begin on Monday."""
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    ways = _ways([child_id], weeks[0][0], weeks[-1][-1], today)[child_id]
    cells = [[ways.cell(d, today, outside=d.month != first.month) for d in week] for week in weeks]
    shells = sum(d.month == first.month for d in ways.credited)
    return Month(first, cells, shells, today)


def calendar_rows(enrolment: Enrolment, today: date, *, until: date | None = None) -> list[list[Cell]]:
    """An enrolment's whole calendar in weeks from Monday, through its last study day or `until`."""
    calendar = calendars_of([enrolment])[enrolment.pk]
    total = CourseLesson.objects.filter(course=enrolment.course_id).count()
    last = max(calendar.nth(course_length(total)), until or enrolment.first_day)
    start = enrolment.first_day - timedelta(days=enrolment.first_day.weekday())
    ways = _ways([enrolment.child_id], start, last, today)[enrolment.child_id]
    own = _Ways([_Way(enrolment, calendar, last, total)], ways.credited, ways.rests)
    weeks = range(((last - start).days // 7) + 1)
    return [
        [
            own.cell(day, today, outside=not enrolment.first_day <= day <= last)
            for day in (start + timedelta(days=7 * w + i) for i in range(7))
        ]
        for w in weeks
    ]


def shells_of(child_id: int) -> int:
    """How many shells a child has: study days finished, in every home and without a mission too."""
    return (
        StudySession.objects.filter(child=child_id, credited_on__isnull=False)
        .values("credited_on")
        .distinct()
        .count()
    )


def streak_of(child_id: int, family_id: int, today: date) -> int:
    """The child's streak in one family, in study days."""
    since = today - timedelta(days=400)
    ways = _ways([child_id], since, today, today)[child_id]
    own = [way for way in ways.ways if way.enrolment.family_id == family_id]
    span = (since + ONE_DAY * i for i in range((today - since).days + 1))
    days = {day for day in span if any(way.asks_for(day) for way in own)}
    rows = Answer.objects.filter(child=child_id, kind=RECALL, day__gte=since)
    return streak(days, ways.credited, set(rows.values_list("day", flat=True)), today)


def _ways(children: list[int], start: date, end: date, today: date) -> dict[int, _Ways]:
    enrolments = list(Enrolment.objects.filter(child__in=children, first_day__lte=end))
    calendars = calendars_of(enrolments)
    totals: dict[int, int] = {}
    for course in CourseLesson.objects.filter(course__in={e.course_id for e in enrolments}).values_list(
        "course", flat=True
    ):
        totals[course] = totals.get(course, 0) + 1
    credited: dict[int, set[date]] = {child: set() for child in children}
    rows = StudySession.objects.filter(child__in=children, credited_on__range=(start, end))
    for child, day in rows.values_list("child", "credited_on"):
        assert day is not None
        credited[child].add(day)
    rests = _rests(enrolments, start, end)
    ways: dict[int, list[_Way]] = {child: [] for child in children}
    for e in enrolments:
        total = totals.get(e.course_id, 0)
        ways[e.child_id].append(_Way(e, calendars[e.pk], _end_of(e, calendars[e.pk], total, today), total))
    return {child: _Ways(ways[child], credited[child], rests.get(child, set())) for child in children}


def _end_of(enrolment: Enrolment, calendar: Calendar, total: int, today: date) -> date:
    """The last day an enrolment asks for: its closing, or while it is open its last day or today (makeup)."""
    if enrolment.closed_at is not None:
        return study_date(enrolment.closed_at)
    return max(calendar.nth(course_length(total)), today)


def _rests(enrolments: list[Enrolment], start: date, end: date) -> dict[int, set[date]]:
    scopes: dict[str, set[int]] = {}
    for enrolment in enrolments:
        for scope in rest_scopes(enrolment.child_id, enrolment.family_id):
            scopes.setdefault(scope, set()).add(enrolment.child_id)
    if not scopes:
        return {}
    rows = RestDay.objects.filter(
        Q(scope__in=scopes), state=RestDay.State.TAKEN, date__range=(start, end)
    ).values_list("scope", "date")
    found: dict[int, set[date]] = {}
    for scope, day in rows:
        for child in scopes[scope]:
            found.setdefault(child, set()).add(day)
    return found
