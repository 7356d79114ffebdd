"""A change of 공휴일 by staff: every agreed mission that it concerns follows."""

import logging
from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet

from families.locks import lock_child, lock_family
from missions.models import Mission
from missions.selectors.shifting import Change, shifts_by
from missions.services import rescheduling
from missions.services.resting import hold_missions
from missions.states import AGREED
from oneco.lib import clock
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)

CHUNK = 500


def follow_holidays(days: Collection[date], *, now: datetime) -> int:
    """Move the missions for which one of these days has become or ceased to be a 공휴일; how many moved.

    One transaction for each child and family, so that nothing is held for long; running it again, or for days
    that have not changed, moves nothing.
    """
    return sum(_try(family, child, days, now) for family, child in _concerned(min(days))) if days else 0


def _try(family: int, child: int, days: Collection[date], now: datetime) -> int:
    """What cannot be moved does not hold up the others."""
    try:
        return _follow(family, child, days, now=now)
    except Exception:
        log.exception("missions of child %s in family %s did not follow the 공휴일", child, family)
        return 0


def _following(day: date) -> QuerySet[Mission]:
    """Agreed missions that skip 공휴일 and are not over on this day."""
    last = Q(ends_on__gte=day) | Q(makeup_until__gte=day)
    return Mission.objects.filter(last, state__in=AGREED, enrolment__on_holidays=False)


def _concerned(day: date) -> Iterator[tuple[int, int]]:
    """(family, child) of these missions, read in chunks by key; one may come twice."""
    last = 0
    while True:
        rows = _following(day).filter(pk__gt=last).order_by("pk").values_list("pk", "family", "child")
        found = list(rows[:CHUNK])
        yield from sorted({(family, child) for _pk, family, child in found})
        if len(found) < CHUNK:
            return
        last = found[-1][0]


@use_case
def _follow(family: int, child: int, days: Collection[date], *, now: datetime) -> int:
    lock_family(family)
    lock_child(child)
    missions = Mission.objects.filter(family=family, child=child, state__in=AGREED, enrolment__isnull=False)
    hold_missions(missions)
    moved = [
        shift
        for shift in shifts_by(Change(holidays=frozenset(days)), missions, clock.study_date(now))
        if shift.moves
    ]
    for shift in moved:
        rescheduling.apply(shift, days=sorted(days), why="holiday", actor=None, now=now)
    return len(moved)
