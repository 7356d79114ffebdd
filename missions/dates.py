"""When a mission would run: the pure rules of `policies` on the family's real calendar."""

from dataclasses import dataclass
from datetime import date

from lessons.calendar import Calendar, last_day
from lessons.models import Course, CourseLesson
from lessons.selectors.days import calendar_for
from missions import policies
from missions.models import Mission, Offer
from missions.states import AGREED, State


@dataclass(frozen=True)
class Period:
    """First and last study day, both included."""

    starts_on: date
    ends_on: date


def course_size(course: Course) -> int:
    """How many words a course has."""
    return CourseLesson.objects.filter(course=course).count()


def period_from(
    earliest: date,
    *,
    weekdays: str,
    on_holidays: bool,
    child_id: int | None,
    family_id: int,
    words: int,
    review: bool = False,
) -> Period:
    """The period of a course of so many words that starts on the first study day from `earliest` on.

    Raises lessons.calendar.NoStudyDay for an empty week.
    """
    calendar = calendar_for(
        first_day=earliest,
        weekdays=weekdays,
        on_holidays=on_holidays,
        child_id=child_id,
        family_id=family_id,
    )
    starts_on = calendar.next_study_day(earliest)
    from_there = Calendar(starts_on, calendar.weekdays, calendar.off)
    return Period(starts_on, last_day(from_there, words, review=review))


def busy_until(
    child_id: int, family_id: int, *, besides: int | None = None, states: frozenset[State] = AGREED
) -> date | None:
    """The last day of what the child has agreed to in this family; None when nothing is agreed."""
    rows = Mission.objects.filter(child=child_id, family=family_id, state__in=states)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return max((makeup or ends for ends, makeup in rows.values_list("ends_on", "makeup_until")), default=None)


def first_free_day(child_id: int, family_id: int, today: date) -> date:
    """The first date on which the child has no other mission in this family."""
    busy = busy_until(child_id, family_id)
    return today if busy is None else max(today, busy + policies.ONE_DAY)


def period_on_accept(mission: Mission, offer: Offer, *, today: date) -> Period:
    """The days of a mission if its offer were accepted today: a late accept moves the first day."""
    busy = busy_until(mission.child_id, mission.family_id, besides=mission.pk)
    earliest = policies.earliest_start(offer.first_day, today, busy)
    return period_of(mission, offer, earliest)


def period_of(mission: Mission, offer: Offer, earliest: date) -> Period:
    """The days of a mission under an offer's terms from a date on."""
    return period_from(
        earliest,
        weekdays=offer.weekdays,
        on_holidays=offer.on_holidays,
        child_id=mission.child_id,
        family_id=mission.family_id,
        words=course_size(mission.course),
        review=mission.review,
    )
