"""Whom today's reminder finds: children with something left of a study day, at the hour each chose."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.models.reaching import REMIND_HOUR
from families.selectors import guardians_of
from lessons.models import Enrolment
from lessons.selectors.study import TODAY, studies_of

CHUNK = 200


def children_to_remind(hours: Collection[int], today: date) -> Iterator[list[User]]:
    """Children whose hour is one of `hours` and who have not kept the study day `today` yet.

    In lists of at most 200, each found in a constant number of queries; a day off is nobody's reminder.
    """
    last = 0
    while children := list(_at(hours, today).filter(pk__gt=last)[:CHUNK]):
        last = children[-1].pk
        studies = studies_of([child.pk for child in children], today, since=today)
        waiting = [child for child in children if studies[child.pk].cell(today).state == TODAY]
        if waiting:
            yield waiting


def who_takes_it(child: User) -> User:
    """Whom the reminder reaches: the child, or the guardian who took it over and is still one of its own."""
    taker = child.telling.remind_guardian if hasattr(child, "telling") else None
    return taker if taker is not None and taker in guardians_of(child) else child


def _at(hours: Collection[int], today: date) -> QuerySet[User]:
    learning = Enrolment.objects.filter(child=OuterRef("pk"), closed_at=None, first_day__lte=today)
    chosen = Q(telling__remind_hour__in=hours)
    if REMIND_HOUR in hours:
        chosen |= Q(telling=None)
    children = User.objects.filter(chosen, Exists(learning), role=User.Role.CHILD, is_active=True)
    return children.select_related("telling__remind_guardian", "child_profile__home_family").order_by("pk")
