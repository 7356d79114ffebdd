"""Opening and closing a child's way through a course. Inner services: the caller holds the transaction."""

from datetime import date, datetime

from accounts.models import User
from families.models import Family
from lessons.models import Course, Enrolment


def open_enrolment(
    *,
    child: User,
    course: Course,
    family: Family,
    first_day: date,
    weekdays: str,
    on_holidays: bool,
    now: datetime,
    review: bool = False,
) -> Enrolment:
    """Let a child begin a course on `first_day`, or go over it again with `review`.

    The database refuses a second open one (IntegrityError).
    """
    return Enrolment.objects.create(
        child=child,
        course=course,
        family=family,
        first_day=first_day,
        weekdays=weekdays,
        on_holidays=on_holidays,
        review=review,
        opened_at=now,
    )


def close_enrolment(enrolment: Enrolment, *, now: datetime) -> None:
    """End an enrolment; what was learned stays. Closing twice changes nothing."""
    Enrolment.objects.filter(pk=enrolment.pk, closed_at=None).update(closed_at=now)
