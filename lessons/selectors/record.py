"""What a child has done, day by day: shells for a month and a mission, and the streak."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lessons.calendar import course_length
from lessons.models import Answer, StudySession
from lessons.player import RECALL
from lessons.selectors.study import NONE, ONE_DAY, Cell, Study, studies_of, study_of
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
    def more(self) -> bool:
        """Whether a later month can hold something."""
        return self.first <= self.until

    @property
    def table(self) -> dict[str, Any]:
        caption = _("{y}년 {m}월의 조개").format(y=self.first.year, m=self.first.month)
        return table_of(self.weeks, caption)


def weeks_of(children: Iterable[int], today: date) -> dict[int, list[Cell]]:
    """This week's days that matter by child."""
    monday = today - timedelta(days=today.weekday())
    return {child: study.week() for child, study in studies_of(children, today, since=monday).items()}


def month_of(child_id: int, first: date, today: date) -> Month:
    """The month that begins on `first`, in weeks that begin on Monday."""
    study = study_of(child_id, today)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    cells = [[study.cell(d, outside=d.month != first.month) for d in week] for week in weeks]
    shells = sum((d.year, d.month) == (first.year, first.month) for d in study.credited)
    return Month(first, cells, shells, today)


def calendar_rows(study: Study, enrolment: int, *, until: date | None = None) -> list[list[Cell]]:
    """An enrolment's whole calendar in weeks from Monday, through its last study day or `until` (makeup)."""
    way = next(way for way in study.ways if way.enrolment.pk == enrolment)
    first = way.enrolment.first_day
    last = max(way.calendar.nth(course_length(way.total)), until or first)
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
    if not own:
        return 0
    span = (since + ONE_DAY * i for i in range(STREAK_LOOKS_BACK.days + 1))
    days = {day for day in span if any(way.asks_for(day) for way in own)}
    recalled = Answer.objects.filter(child=study.child, kind=RECALL, day__gte=since).values_list("day")
    return streak(days, study.credited, {day for (day,) in recalled.distinct()}, study.today)


def _day(cell: Cell) -> dict[str, Any] | None:
    if cell.outside:
        return None
    state = "" if cell.state == NONE else cell.state
    return {"number": cell.date.day, "state": state, "review": cell.review, "now": cell.is_today}
