"""What missions hear from below. A receiver never refuses: a mission's trouble must not eat an answer."""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts.models import User
from families.erasing import erases
from families.leaving import says
from families.models import Membership
from families.signals import holidays_changed, member_left, rest_days_changed
from lessons.models import Enrolment
from lessons.signals import progress_changed
from missions.selectors.stakes import stakes_of
from missions.services import leaving, progress
from missions.services.erasing import erase_missions
from missions.services.holidays import follow_holidays
from missions.services.resting import follow_rests
from oneco.lib import clock


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


@receiver(rest_days_changed, dispatch_uid="missions.rest_days_changed")
def follow_the_rest_days(
    scope: str, added: frozenset[date], removed: frozenset[date], now: datetime, **_kwargs: Any
) -> None:
    """A child's days stand still while its consent is withdrawn."""
    if added or removed:
        follow_rests(scope, added=added, removed=removed, now=now)


@receiver(holidays_changed, dispatch_uid="missions.holidays_changed")
def follow_the_holidays(days: Collection[date], **_kwargs: Any) -> None:
    """Staff changed a 공휴일: the missions follow once that stands, each in a transaction of its own."""
    transaction.on_commit(partial(follow_holidays, days, now=clock.now()), robust=True)
