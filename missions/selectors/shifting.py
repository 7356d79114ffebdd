"""What a change of days off would do to agreed missions: the pure rules of `shifts` on the rows there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from families.holidays import holidays_between
from families.rests import parts_of
from lessons.calendar import course_length
from lessons.models import CourseLesson
from lessons.selectors.days import HORIZON, rest_rows, rest_scopes
from missions import shifts
from missions.models import Mission
from missions.shifts import Agreed, Days, Off
from missions.states import AGREED, State
from oneco.lib import clock

NOTHING: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Change:
    """Rest days of one scope that come and go, or days that have just become or ceased to be 공휴일.

    `written`: the rows of the rest days say so already.
    """

    scope: str = ""
    added: frozenset[date] = NOTHING
    removed: frozenset[date] = NOTHING
    holidays: frozenset[date] = NOTHING
    written: bool = False


@dataclass(frozen=True)
class Shift:
    """An agreed mission before and after a change. `rested` counts its study days that rest days took out."""

    mission: Mission
    agreed: Agreed
    after: Days
    rested_before: int
    rested: int

    @property
    def before(self) -> Days:
        return self.agreed.days

    @property
    def moves(self) -> bool:
        return self.before != self.after

    @property
    def resumes(self) -> bool:
        """Whether its 보충 기간 is over because its last day lies ahead again."""
        return self.before.makeup_until is not None and self.after.makeup_until is None

    @property
    def too_far(self) -> bool:
        """Whether this very change takes it beyond what rest days may do."""
        return self.rested > max(shifts.MOST_RESTED, self.rested_before)


def missions_under(scope: str) -> QuerySet[Mission]:
    """The agreed missions for which a rest day of this scope counts."""
    child, family = parts_of(scope)
    found = Mission.objects.filter(state__in=AGREED, enrolment__isnull=False)
    if child is not None:
        found = found.filter(child=child)
    return found if family is None else found.filter(family=family)


def shifts_by(change: Change, missions: QuerySet[Mission], today: date) -> list[Shift]:
    """What a change does to these missions, the next one waiting in a family included. Four queries.

    Missions of one child and family have to come together: what waits follows the one before it.
    """
    beside = ("enrolment", "agreed_offer", "child", "guardian", "course", "family")
    rows = list(missions.select_related(*beside).order_by("child", "family", "starts_on", "pk"))
    if not rows:
        return []
    groups: dict[tuple[int, int], list[Mission]] = {}
    for row in rows:
        groups.setdefault((row.child_id, row.family_id), []).append(row)
    offs = _Offs(change, rows)
    words = words_of(row.course_id for row in rows)
    found: list[Shift] = []
    for group in groups.values():
        agreed = [_agreed(row, words, offs) for row in group]
        after = shifts.replan(agreed, today)
        found += [_shift(*each) for each in zip(group, agreed, after, strict=True)]
    return found


def words_of(courses: Iterable[int]) -> dict[int, int]:
    """How many words each course has."""
    places = CourseLesson.objects.filter(course__in=set(courses)).order_by()
    return dict(places.values("course").annotate(n=Count("pk")).values_list("course", "n"))


class _Offs:
    """The days off of several missions, before and after a change."""

    def __init__(self, change: Change, rows: Collection[Mission]) -> None:
        first = min(min(row.starts_on, _wanted(row)) for row in rows)
        last = max(row.ends_on for row in rows) + HORIZON
        self.change = change
        self.holidays = holidays_between(first, last)
        pairs = {(row.child_id, row.family_id): rest_scopes(row.child_id, row.family_id) for row in rows}
        self.scopes = pairs
        self.rests = rest_rows({scope for scopes in pairs.values() for scope in scopes}, first)

    def before(self, row: Mission, *, on_holidays: bool) -> Off:
        change = self.change
        holidays = self.holidays ^ change.holidays
        undone = (change.removed, change.added) if change.written else (NOTHING, NOTHING)
        return Off(NOTHING if on_holidays else holidays, self._rests(row, *undone))

    def after(self, row: Mission, *, on_holidays: bool) -> Off:
        change = self.change
        done = (NOTHING, NOTHING) if change.written else (change.added, change.removed)
        return Off(NOTHING if on_holidays else self.holidays, self._rests(row, *done))

    def _rests(self, row: Mission, added: frozenset[date], removed: frozenset[date]) -> frozenset[date]:
        found: set[date] = set()
        for scope in self.scopes[(row.child_id, row.family_id)]:
            own = self.rests.get(scope, set())
            found |= (own - removed) | added if scope == self.change.scope else own
        return frozenset(found)


def _wanted(row: Mission) -> date:
    """From when a mission was agreed to begin: its offer's first day, or the day of a late accept."""
    assert row.agreed_offer is not None
    assert row.enrolment is not None
    return max(row.agreed_offer.first_day, clock.study_date(row.enrolment.opened_at))


def _agreed(row: Mission, words: dict[int, int], offs: _Offs) -> Agreed:
    enrolment = row.enrolment
    assert enrolment is not None
    return Agreed(
        key=row.pk,
        state=State(row.state),
        days=Days(row.starts_on, row.ends_on, row.makeup_until),
        makeup_days=row.makeup_days,
        length=course_length(words.get(row.course_id, 0), review=row.review),
        wanted=_wanted(row),
        weekdays=enrolment.weekdays,
        before=offs.before(row, on_holidays=enrolment.on_holidays),
        after=offs.after(row, on_holidays=enrolment.on_holidays),
    )


def _shift(mission: Mission, agreed: Agreed, after: Days) -> Shift:
    return Shift(
        mission=mission,
        agreed=agreed,
        after=after,
        rested_before=agreed.rested(agreed.before, agreed.days),
        rested=agreed.rested(agreed.after, after),
    )
