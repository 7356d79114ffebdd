"""A child's ways through its courses, read once for everything that a page says about its days.

Five queries, however many children, enrolments and sessions.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from families.holidays import holidays_between
from lessons.calendar import Calendar, course_length, is_review_day, last_day
from lessons.models import CourseLesson, Enrolment, StudySession
from lessons.selectors.days import HORIZON, rest_days
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
class Sitting:
    """What the days need of a study session."""

    pk: int
    kind: str
    lesson: int | None
    enrolment: int | None
    is_open: bool
    day: date
    credited_on: date | None
    shell: bool = True


@dataclass(frozen=True)
class Way:
    """One enrolment with its calendar and the lessons of its course in their order."""

    enrolment: Enrolment
    calendar: Calendar
    places: Sequence[CourseLesson]
    end: date
    rests: frozenset[date]

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def length(self) -> int:
        """How many study days it takes."""
        return course_length(self.total, review=self.enrolment.review)

    def is_review_day(self, day: date) -> bool:
        """Whether `day` is a 복습하는 날; a 복습 코스 has none, every day of it is a review."""
        return not self.enrolment.review and is_review_day(self.total, self.calendar.index(day))

    def asks_for(self, day: date) -> bool:
        """Whether `day` is a study day of it; after its last day (makeup) only as long as it is open."""
        return day <= self.end and self.calendar.is_study_day(day)

    def would_ask(self, day: date) -> bool:
        """Whether `day` is one of its days of the week, while it goes on."""
        last = self.end if self.enrolment.closed_at else date.max
        return self.enrolment.first_day <= day <= last and self.calendar.weekdays[day.weekday()] == "1"


@dataclass(frozen=True)
class Study:
    """A child's days as of the study date `today`."""

    child: int
    today: date
    ways: Sequence[Way]
    sittings: Sequence[Sitting]

    @cached_property
    def credited(self) -> set[date]:
        """The days with a shell: free study beside a mission earns none."""
        return {s.credited_on for s in self.sittings if s.credited_on is not None and s.shell}

    @cached_property
    def free_days(self) -> set[date]:
        """The days of free study that count without a mission."""
        free = StudySession.Kind.FREE
        return {s.credited_on for s in self.sittings if s.credited_on and s.kind == free and s.shell}

    @cached_property
    def finished(self) -> set[int]:
        """Lessons finished anywhere: a word is learned once."""
        return {s.lesson for s in self.sittings if s.lesson is not None and s.credited_on is not None}

    @cached_property
    def review_begun(self) -> bool:
        """Whether today's review is open: it goes on, also when each of its words was asked already."""
        return any(
            s.is_open and s.kind == StudySession.Kind.REVIEW and s.day == self.today for s in self.sittings
        )

    @cached_property
    def rests(self) -> set[date]:
        """The rest days that took out a study day: a Saturday of a trip is a Saturday like any other."""
        return {day for way in self.ways for day in way.rests if way.would_ask(day)}

    def within(self, families: Container[int]) -> "Study":
        """The same as one home knows it: its own study days and rest days; words and shells of all."""
        return replace(self, ways=[way for way in self.ways if way.enrolment.family_id in families])

    def cell(self, day: date, *, outside: bool = False) -> Cell:
        study = [way for way in self.ways if way.asks_for(day)]
        review = any(way.is_review_day(day) for way in study)
        return Cell(day, self._state(day, bool(study)), review, day == self.today, outside)

    def week(self) -> list[Cell]:
        """This week's days that matter, Monday first: weekdays, and weekend days that are used."""
        monday = self.today - timedelta(days=self.today.weekday())
        cells = [self.cell(monday + ONE_DAY * i) for i in range(7)]
        return [cell for cell in cells if cell.date.weekday() < 5 or cell.state != NONE]

    def _state(self, day: date, asked: bool) -> str:
        if day in self.credited:
            return DONE
        if not asked:  # one home may rest while another asks
            return REST if day in self.rests else NONE
        if day == self.today:
            return TODAY
        return COMING if day > self.today else MISSED


def study_of(child: int, today: date) -> Study:
    return studies_of([child], today)[child]


def studies_of(children: Iterable[int], today: date, *, since: date | None = None) -> dict[int, Study]:
    """The days of several children; with `since` only sessions open, or credited from then on, are read."""
    children = list(children)
    ways = _ways(children, today)
    sittings = _sittings(children, since)
    return {child: Study(child, today, ways.get(child, []), sittings.get(child, [])) for child in children}


def _ways(children: list[int], today: date) -> dict[int, list[Way]]:
    enrolments = list(Enrolment.objects.filter(child__in=children).select_related("course").order_by("pk"))
    if not enrolments:
        return {}
    places = _places({e.course_id for e in enrolments})
    first = min(e.first_day for e in enrolments)
    last = max(e.first_day for e in enrolments) + HORIZON
    holidays = holidays_between(first, last)
    rests = rest_days([(e.child_id, e.family_id) for e in enrolments], first)
    ways: dict[int, list[Way]] = {}
    for e in enrolments:
        own = frozenset(rests[(e.child_id, e.family_id)])
        calendar = Calendar(e.first_day, e.weekdays, own if e.on_holidays else own | holidays)
        course = places.get(e.course_id, [])
        ways.setdefault(e.child_id, []).append(
            Way(e, calendar, course, _end_of(e, calendar, len(course), today), own)
        )
    return ways


def _places(courses: set[int]) -> dict[int, list[CourseLesson]]:
    found: dict[int, list[CourseLesson]] = {}
    for place in CourseLesson.objects.filter(course__in=courses).select_related("lesson"):
        found.setdefault(place.course_id, []).append(place)
    return found


def _end_of(enrolment: Enrolment, calendar: Calendar, total: int, today: date) -> date:
    """The last day an enrolment asks for: its closing, or while it is open its last day or today (makeup)."""
    if enrolment.closed_at is not None:
        return study_date(enrolment.closed_at)
    return max(last_day(calendar, total, review=enrolment.review), today)


def _sittings(children: list[int], since: date | None) -> dict[int, list[Sitting]]:
    rows = StudySession.objects.filter(child__in=children)
    if since is not None:
        rows = rows.filter(Q(credited_on__gte=since) | Q(state=StudySession.State.OPEN))
    found: dict[int, list[Sitting]] = {}
    names = ("child", "pk", "kind", "lesson", "enrolment", "state", "day", "credited_on", "shell")
    for child, pk, kind, lesson, enrolment, state, *rest in rows.order_by("pk").values_list(*names):
        sitting = Sitting(pk, kind, lesson, enrolment, state == StudySession.State.OPEN, *rest)
        found.setdefault(child, []).append(sitting)
    return found
