"""What time does to missions: start, judge, expire, settle. Nothing opens here; only labels move.

Each mission is its own transaction that holds the mission and looks again, so that the sweep is safe to run
twice, at once, and after days on which it did not run: missed study dates are replayed in their order.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, Min, OuterRef, Q, QuerySet, Subquery

from families.models import Membership
from missions import ledger, policies
from missions.models import Mission, PromiseLine
from missions.services import judging, mover, overdue, parts, promises, taking_over, telling
from missions.services.judging import judged_until
from missions.states import AGREED, Action, State
from oneco.lib import clock
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)

CHUNK = 500


@dataclass
class Swept:
    """How many missions a sweep has moved."""

    begun: int = 0
    judged: int = 0
    expired: int = 0
    settled: int = 0
    earned: int = 0
    left: int = 0
    reminded: int = 0


def run_daily(*, now: datetime) -> Swept:
    """Replay every study date that is over and not yet judged, in order. Idempotent.

    Day d is judged from 02:10 of d + 1; a mission whose first day is d + 1 starts then.
    """
    swept = Swept()
    last = judged_until(now)
    day = _first_due(last)
    while day is not None and day <= last:
        _replay(day, now, swept)
        day = _first_due(last, after=day)
    today = last + policies.ONE_DAY
    swept.reminded += sum(_try(overdue.tell_overdue, pk, today, now) for pk in overdue.late_and_untold(today))
    return swept


def _replay(day: date, now: datetime, swept: Swept) -> None:
    swept.judged += _each(to_judge(day), _judge, day, now)
    swept.expired += _each(to_expire(day), _expire, day, now)
    swept.settled += _each(to_settle(day), _settle, day, now)
    swept.settled += _each(to_settle_lines(day), _settle_lines, day, now)
    swept.left += _each(to_end(day), _end, day, now)
    swept.begun += _each(to_begin(day), _begin, day, now)
    swept.earned += _each(to_earn(day), _earn, day, now)


def to_judge(day: date) -> QuerySet[Mission]:
    """Missions under way whose period is over with study date `day`."""
    running = Q(state=State.RUNNING, ends_on__lte=day)
    return Mission.objects.filter(running | Q(state=State.MAKEUP, makeup_until__lte=day))


def to_expire(day: date) -> QuerySet[Mission]:
    """Offers whose 5 days are over with study date `day`; a counter-offer counts anew."""
    made_by = clock.end_of(day - timedelta(days=policies.OFFER_DAYS))
    return Mission.objects.filter(state=State.PROPOSED, moved_at__lt=made_by)


def to_settle(day: date) -> QuerySet[Mission]:
    """Promises said to be given whose 7 silent days are over with study date `day`."""
    given_by = clock.end_of(day - timedelta(days=policies.SILENT_DAYS))
    return Mission.objects.filter(state=State.DELIVERED, moved_at__lt=given_by)


def to_settle_lines(day: date) -> QuerySet[Mission]:
    """Missions that go on, or are over, with a sum said to be given whose 7 silent days are over."""
    return Mission.objects.filter(
        Exists(_silent(day).filter(mission=OuterRef("pk"))), ~Q(state=State.DELIVERED)
    )


def _silent(day: date) -> QuerySet[PromiseLine]:
    given_by = clock.end_of(day - timedelta(days=policies.SILENT_DAYS))
    return ledger.unanswered_lines().filter(at__lt=given_by)


def to_end(day: date) -> QuerySet[Mission]:
    """Agreed missions whose guardian left the family, and which nobody has taken over in 7 days."""
    places = Membership.objects.filter(family=OuterRef("family"), user=OuterRef("guardian"), role="guardian")
    left = places.order_by("-left_at").values("left_at")[:1]
    left_by = clock.end_of(day - timedelta(days=policies.ALONE_DAYS))
    return (
        Mission.objects.filter(~Exists(places.filter(state=Membership.State.LIVE)), state__in=AGREED)
        .annotate(alone_since=Subquery(left, output_field=DateTimeField()))
        .filter(alone_since__lt=left_by)
    )


def to_earn(day: date) -> QuerySet[Mission]:
    """Missions with a part that the study date right after `day` brings by itself."""
    return Mission.objects.filter(
        Exists(parts.reached(day + policies.ONE_DAY).filter(mission=OuterRef("pk")))
    )


def to_begin(day: date) -> QuerySet[Mission]:
    """Agreed missions whose first day comes right after study date `day`."""
    return Mission.objects.filter(state=State.SCHEDULED, starts_on__lte=day + policies.ONE_DAY)


def _first_due(last: date, after: date | None = None) -> date | None:
    """The earliest study date up to `last`, later than `after`, that something waits for; None for none."""
    one = policies.ONE_DAY
    missions = Mission.objects
    ends = missions.filter(state=State.RUNNING, ends_on__lte=last).aggregate(d=Min("ends_on"))["d"]
    makeup = missions.filter(state=State.MAKEUP, makeup_until__lte=last).aggregate(d=Min("makeup_until"))["d"]
    starts = to_begin(last).aggregate(d=Min("starts_on"))["d"]
    offers = to_expire(last).aggregate(m=Min("moved_at"))["m"]
    gifts = to_settle(last).aggregate(m=Min("moved_at"))["m"]
    sums = _silent(last).exclude(mission__state=State.DELIVERED).aggregate(m=Min("at"))["m"]
    alone = to_end(last).aggregate(m=Min("alone_since"))["m"]
    shares = parts.reached(last + one).aggregate(d=Min("comes_on"))["d"]
    found = [
        ends,
        makeup,
        starts and starts - one,
        offers and policies.answer_until(clock.study_date(offers)),
        gifts and policies.silent_until(clock.study_date(gifts)),
        sums and policies.silent_until(clock.study_date(sums)),
        alone and policies.alone_until(clock.study_date(alone)),
        shares and shares - one,
    ]
    # What could not be moved on its own day (somebody was faster) must not hold up the days after it.
    days = [max(day, after + one) if after else day for day in found if day]
    return min(days, default=None)


def _each(
    missions: QuerySet[Mission], step: Callable[[int, date, datetime], bool], day: date, now: datetime
) -> int:
    return sum(_try(step, pk, day, now) for pk in _chunked(missions))


def _try(step: Callable[[int, date, datetime], bool], pk: int, day: date, now: datetime) -> bool:
    """One mission that cannot be moved does not hold up the others; the next sweep tries it again."""
    try:
        return step(pk, day, now)
    except Exception:
        log.exception("mission %s was not moved for %s", pk, day)
        return False


def _chunked(missions: QuerySet[Mission]) -> Iterator[int]:
    """Ids in chunks by key, so that memory stays constant while rows move out of the query."""
    last = 0
    while True:
        ids = list(missions.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        yield from ids
        if len(ids) < CHUNK:
            return
        last = ids[-1]


@use_case
def _judge(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_judge(day).filter(pk=mission.pk).exists():
        return False
    judging.judge(mission, day=day, now=now)
    return True


@use_case
def _expire(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_expire(day).filter(pk=mission.pk).exists():
        return False
    mover.move(mission, Action.EXPIRE, standing=mover.TIME, by=None, now=now, data={"day": day.isoformat()})
    telling.tell(mission, "expired", telling.both_sides(mission), now=now)
    return True


@use_case
def _settle(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_settle(day).filter(pk=mission.pk).exists():
        return False
    promises.settle(mission, now=now)
    return True


@use_case
def _settle_lines(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    silent = list(_silent(day).filter(mission=mission.pk).order_by("pk"))
    if not silent or mission.state == State.DELIVERED:
        return False
    promises.settle_lines(mission, silent, now=now)
    return True


@use_case
def _end(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_end(day).filter(pk=mission.pk).exists():
        return False
    taking_over.end_left_alone(mission, now=now)
    return True


@use_case
def _earn(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_earn(day).filter(pk=mission.pk).exists():
        return False
    parts.earn_reached(mission, day=day + policies.ONE_DAY, now=now)
    return True


@use_case
def _begin(mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not to_begin(day).filter(pk=mission.pk).exists():
        return False
    judging.begin(mission, now=now)
    return True
