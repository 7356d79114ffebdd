"""What a child has done, day by day: shells for a month and a mission, and the streak."""

import calendar as months
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lessons.calendar import opened
from lessons.models import Answer, StudySession
from lessons.player import RECALL
from lessons.selectors.openings import openings_in
from lessons.selectors.study import DONE, MISSED, NONE, ONE_DAY, Cell, Study, studies_of, study_of
from lessons.streak import streak
from oneco.lib.korean import WEEKDAYS

STREAK_LOOKS_BACK = timedelta(days=400)


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
    def week(self) -> date:
        """The week to open from here: the present one, or the month's first."""
        within = (self.until.year, self.until.month) == (self.first.year, self.first.month)
        return self.until if within else self.first

    @property
    def more(self) -> bool:
        """Whether a later month can hold something."""
        return self.first <= self.until

    @property
    def table(self) -> dict[str, Any]:
        caption = _("{y}년 {m}월의 조개").format(y=self.first.year, m=self.first.month)
        return table_of(self.weeks, caption)


@dataclass(frozen=True)
class Day:
    """A day of the week view: the words finished on it as (code, word), and whether words were recalled."""

    cell: Cell
    words: Sequence[tuple[str, str]]
    recalled: bool

    @property
    def empty(self) -> bool:
        return self.cell.state == NONE and not self.words and not self.recalled


@dataclass(frozen=True)
class Week:
    """A week from its Monday; `until` is the present study date."""

    first: date
    days: Sequence[Day]
    until: date

    @property
    def last(self) -> date:
        return self.first + 6 * ONE_DAY

    @property
    def before(self) -> date:
        return self.first - 7 * ONE_DAY

    @property
    def after(self) -> date:
        return self.first + 7 * ONE_DAY

    @property
    def more(self) -> bool:
        """Whether a later week can hold something."""
        return self.first <= self.until

    @property
    def shells(self) -> int:
        return sum(day.cell.state == DONE for day in self.days)

    @property
    def first_missed(self) -> Day | None:
        """The day from which one catches up."""
        return next((day for day in self.days if day.cell.state == MISSED), None)


@dataclass(frozen=True)
class CatchUp:
    """A lesson left from an earlier day that can be begun now."""

    enrolment: int
    word: str
    begun: bool


@dataclass(frozen=True)
class RecordPage:
    """기록: a month or a week, and what can be caught up where a day of it was missed."""

    month: Month
    week: Week | None
    catch_ups: Sequence[CatchUp]


def record_page(child_id: int, today: date, *, month: date, week: date | None) -> RecordPage:
    """The month that begins on `month`, or with `week` the week of that Monday. Seven queries at most."""
    study = study_of(child_id, today)
    shown = _month(study, month)
    days = _week(study, week) if week is not None else None
    cells = [day.cell for day in days.days] if days else [cell for row in shown.weeks for cell in row]
    missed = any(cell.state == MISSED and not cell.outside for cell in cells)
    return RecordPage(shown, days, _catch_ups(study) if missed else [])


def weeks_of(
    children: Iterable[int], today: date, *, families: Container[int] | None = None
) -> dict[int, list[Cell]]:
    """This week's days that matter by child; with `families` those of these homes, and every shell."""
    monday = today - timedelta(days=today.weekday())
    studies = studies_of(children, today, since=monday)
    if families is not None:
        studies = {child: study.within(families) for child, study in studies.items()}
    return {child: study.week() for child, study in studies.items()}


def month_of(child_id: int, first: date, today: date) -> Month:
    """The month that begins on `first`, in weeks that begin on Monday."""
    return _month(study_of(child_id, today), first)


def _month(study: Study, first: date) -> Month:
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    cells = [[study.cell(d, outside=d.month != first.month) for d in week] for week in weeks]
    shells = sum((d.year, d.month) == (first.year, first.month) for d in study.credited)
    return Month(first, cells, shells, study.today)


def _week(study: Study, monday: date) -> Week:
    """The week with what was finished on its days. One query."""
    days = [monday + ONE_DAY * i for i in range(7)]
    words: dict[date, dict[str, str]] = {}
    recalled: set[date] = set()
    rows = StudySession.objects.filter(child=study.child, credited_on__in=days).order_by("finished_at")
    for day, code, word in rows.values_list("credited_on", "lesson__code", "lesson__ko"):
        assert day is not None
        if code:
            words.setdefault(day, {})[code] = word
        else:
            recalled.add(day)
    return Week(
        monday,
        [Day(study.cell(day), list(words.get(day, {}).items()), day in recalled) for day in days],
        study.today,
    )


def _catch_ups(study: Study) -> list[CatchUp]:
    """The next open lesson of each enrolment that is behind: today's own word is none of these."""
    return [
        CatchUp(o.enrolment.pk, o.lesson.ko, o.session is not None)
        for o in openings_in(study)
        if o.lesson is not None
        and (o.place < opened(o.total, o.k) or not o.study_day or o.review_day or o.makeup)
    ]


def calendar_rows(study: Study, enrolment: int, *, until: date | None = None) -> list[list[Cell]]:
    """An enrolment's whole calendar in weeks from Monday, through its last study day or `until` (makeup)."""
    way = next(way for way in study.ways if way.enrolment.pk == enrolment)
    first = way.enrolment.first_day
    last = max(way.calendar.nth(way.length), until or first)
    if way.enrolment.closed_at is None:
        way = replace(way, end=max(way.end, last))
    study = replace(study, ways=[way])
    start = first - timedelta(days=first.weekday())
    weeks = range(((last - start).days // 7) + 1)
    return [
        [
            study.cell(day, outside=not first <= day <= last)
            for day in (start + timedelta(days=7 * w + i) for i in range(7))
        ]
        for w in weeks
    ]


def table_of(weeks: list[list[Cell]], caption: str) -> dict[str, Any]:
    """Weeks of days as components/_calendar.html wants them: 월–금, and weekend days that are used."""
    used = [i for i in range(7) if i < 5 or any(w[i].state != NONE and not w[i].outside for w in weeks)]
    return {
        "caption": caption,
        "weekdays": [WEEKDAYS[i] for i in used],
        "weeks": [
            {
                "month": _("{m}월").format(m=week[0].date.month),
                "day": _("{d}일").format(d=week[0].date.day),
                "days": [_day(week[i]) for i in used],
            }
            for week in weeks
            if not all(week[i].outside for i in used)
        ],
    }


def week_table(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Days of a week as components/_week.html wants them."""
    return [
        {
            "label": WEEKDAYS[cell.date.weekday()],
            "state": "coming" if cell.state == NONE else cell.state,
            "now": cell.is_today,
        }
        for cell in cells
    ]


def shells_of(child_id: int) -> int:
    """How many shells a child has: study days finished, in every home and without a mission too."""
    return (
        StudySession.objects.filter(child=child_id, credited_on__isnull=False)
        .exclude(shell=False)
        .values("credited_on")
        .distinct()
        .count()
    )


def streak_of(child_id: int, family_id: int, today: date) -> int:
    """The child's streak in one family, in study days."""
    return streak_in(study_of(child_id, today), family_id)


def streak_in(study: Study, family_id: int) -> int:
    """The same from days that were read already. One query."""
    since = study.today - STREAK_LOOKS_BACK
    own = [way for way in study.ways if way.enrolment.family_id == family_id]
    if not own and not study.free_days:
        return 0
    span = (since + ONE_DAY * i for i in range(STREAK_LOOKS_BACK.days + 1))
    days = {day for day in span if any(way.asks_for(day) for way in own)}
    recalled = Answer.objects.filter(child=study.child, kind=RECALL, day__gte=since).values_list("day")
    return streak(
        days,
        study.credited,
        {day for (day,) in recalled.distinct()},
        study.today,
        free={day for day in study.free_days if day >= since},
    )


def _day(cell: Cell) -> dict[str, Any] | None:
    if cell.outside:
        return None
    state = "" if cell.state == NONE else cell.state
    return {"number": cell.date.day, "state": state, "review": cell.review, "now": cell.is_today}
