"""What missions hear from below. A receiver never refuses: a mission's trouble must not eat an answer."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from families.erasing import erases
from families.leaving import says
from families.models import Membership
from families.signals import member_left
from lessons.models import Enrolment
from lessons.signals import progress_changed
from missions.selectors.stakes import stakes_of
from missions.services import leaving, progress
from missions.services.erasing import erase_missions


@receiver(progress_changed, dispatch_uid="missions.progress_changed")
def judge_at_once(enrolment: Enrolment, day: date, now: datetime, **_kwargs: Any) -> None:
    """A session was finished or a word recalled: the mission may be achieved with it."""
    progress.judge_enrolment(enrolment, day=day, now=now)


@receiver(member_left, dispatch_uid="missions.member_left")
def close_what_nobody_can_keep(membership: Membership, now: datetime, **_kwargs: Any) -> None:
    """Somebody left a family: what only they could answer or do comes to an end."""
    leaving.after_leaving(membership, now=now)


@erases(height=2)
def forget_child(child: User) -> None:
    """A child is erased."""
    erase_missions(child)


says(stakes_of)
