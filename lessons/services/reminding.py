"""The one reminder of a study day."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.models.reaching import REMIND_HOURS
from accounts.services.notify import Note, notify_all
from lessons.selectors.reminding import children_to_remind, who_takes_it
from oneco.lib import clock
from oneco.lib.transactions import use_case

MAKES_UP_FOR = 2  # hours: a worker that was down reminds a little late rather than not at all


def remind_children(*, now: datetime) -> int:
    """Remind each child whose hour has come and whose study day is not kept; how many were told.

    Twice is once: the budget of a study date holds one reminder for a child, whoever gets it.
    """
    hour = now.astimezone(clock.KST).hour
    if hour not in REMIND_HOURS:
        return 0
    hours = [h for h in REMIND_HOURS if hour - MAKES_UP_FOR <= h <= hour]
    return sum(_tell(children, now=now) for children in children_to_remind(hours, clock.study_date(now)))


@use_case
def _tell(children: Sequence[User], *, now: datetime) -> int:
    return notify_all([_note(child, now) for child in children], now=now)


def _note(child: User, now: datetime) -> Note:
    reader, day = who_takes_it(child), clock.study_date(now)
    data = {
        "child": child.display_name,
        "voice": child.child_profile.home_family.voice,
        "url": reverse("today") if reader == child else reverse("home"),
    }
    return Note(reader, "study_reminder", f"child:{child.pk}:reminder:{day}", data, about=child)
