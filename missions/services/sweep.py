"""What time does to missions: start, judge, stop, expire, settle. Nothing opens here; only labels move.

Each mission is its own transaction that holds the mission and looks again, so that the sweep is safe to run
twice, at once, and after days on which it did not run: missed study dates are replayed in their order.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, Min, OuterRef, Q, QuerySet, Subquery

from families.models import Membership
from missions import ledger, policies
from missions.models import EndWish, Mission, Part
from missions.services import ending, judging, mover, offers, overdue, parts, promises, taking_over
from missions.services.judging import judged_until
from missions.states import ACTIVE, AGREED, OWING, State
from oneco.lib import clock
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)

CHUNK = 500


@dataclass(frozen=True)
class Step:
    """One thing that time does.

    `due` gives the missions for which it falls due once a study date is over, `first` the earliest such date
    among some of them, and `do` does it to a mission that is held.
    """

    name: str
    due: Callable[[date], QuerySet[Mission]]
    first: Callable[[QuerySet[Mission]], date | None]
    do: Callable[[Mission, date, datetime], None]


def run_daily(*, now: datetime) -> Counter[str]:
    """Replay every study date that is over and not yet judged, in order; how many missions each step moved.

    Idempotent. Day d is judged from 02:10 of d + 1; a mission whose first day is d + 1 starts then.
    """
    swept: Counter[str] = Counter()
    last = judged_until(now)
    day = _first_due(last)
    while day is not None and day <= last:
        for step in STEPS:
            swept[step.name] += sum(_try(step, pk, day, now) for pk in _chunked(step.due(day)))
        day = _first_due(last, after=day)
    swept["reminded"] = _tell_late(last + policies.ONE_DAY, now)
    return swept


def to_judge(day: date) -> QuerySet[Mission]:
    """Missions under way whose period is over with study date `day`."""
    running = Q(state=State.RUNNING, ends_on__lte=day)
    return Mission.objects.filter(running | Q(state=State.MAKEUP, makeup_until__lte=day))


def to_stop(day: date) -> QuerySet[Mission]:
    """Missions with a wish to end them that nobody answered for three study dates."""
    made_by = day - timedelta(days=policies.WISH_DAYS)
    waiting = Q(more_asked_on=None, made_on__lte=made_by) | Q(more_asked_on__lte=made_by)
    wishes = EndWish.objects.filter(waiting, answered_at=None)
    return Mission.objects.filter(state__in=ACTIVE, pk__in=wishes.values("mission"))


def to_expire(day: date) -> QuerySet[Mission]:
    """Offers whose 5 days are over with study date `day`; a counter-offer counts anew."""
    made_by = clock.end_of(day - timedelta(days=policies.OFFER_DAYS))
    return Mission.objects.filter(state=State.PROPOSED, moved_at__lt=made_by)


def to_settle(day: date) -> QuerySet[Mission]:
    """Promises said to be given whose 7 silent days are over with study date `day`."""
    given_by = clock.end_of(day - timedelta(days=policies.SILENT_DAYS))
    return Mission.objects.filter(state=State.DELIVERED, moved_at__lt=given_by)


def to_confirm(day: date) -> QuerySet[Mission]:
    """Missions that go on, or are over, with a sum said to be given whose 7 silent days are over."""
    silent = promises.silent_lines(day).filter(mission=OuterRef("pk"))
    return Mission.objects.filter(Exists(silent), state__in=OWING)


def to_leave(day: date) -> QuerySet[Mission]:
    """Agreed missions whose guardian left the family, and which nobody has taken over in 7 days."""
    places = Membership.objects.filter(family=OuterRef("family"), user=OuterRef("guardian"), role="guardian")
    left = Subquery(places.order_by("-left_at").values("left_at")[:1], output_field=DateTimeField())
    left_by = clock.end_of(day - timedelta(days=policies.ALONE_DAYS))
    alone = Mission.objects.filter(~Exists(places.filter(state=Membership.State.LIVE)), state__in=AGREED)
    return alone.annotate(alone_since=left).filter(alone_since__lt=left_by)


def to_earn(day: date) -> QuerySet[Mission]:
    """Missions with a part that the study date right after `day` brings by itself."""
    reached = parts.reached(day + policies.ONE_DAY).filter(mission=OuterRef("pk"))
    return Mission.objects.filter(Exists(reached))


def to_begin(day: date) -> QuerySet[Mission]:
    """Agreed missions whose first day comes right after study date `day`."""
    return Mission.objects.filter(state=State.SCHEDULED, starts_on__lte=day + policies.ONE_DAY)


def _first_over(missions: QuerySet[Mission]) -> date | None:
    ends = missions.filter(state=State.RUNNING).aggregate(d=Min("ends_on"))["d"]
    makeup = missions.filter(state=State.MAKEUP).aggregate(d=Min("makeup_until"))["d"]
    return min((day for day in (ends, makeup) if day), default=None)


def _first_wish(missions: QuerySet[Mission]) -> date | None:
    asked = EndWish.objects.filter(answered_at=None, mission__in=missions).aggregate(d=Min("made_on"))["d"]
    return asked and asked + timedelta(days=policies.WISH_DAYS)


def _first_unanswered(missions: QuerySet[Mission]) -> date | None:
    made = missions.aggregate(m=Min("moved_at"))["m"]
    return made and policies.answer_until(clock.study_date(made))


def _first_silent(missions: QuerySet[Mission]) -> date | None:
    given = missions.aggregate(m=Min("moved_at"))["m"]
    return given and policies.silent_until(clock.study_date(given))


def _first_unconfirmed(missions: QuerySet[Mission]) -> date | None:
    given = ledger.unanswered_lines().filter(mission__in=missions).aggregate(m=Min("at"))["m"]
    return given and policies.silent_until(clock.study_date(given))


def _first_alone(missions: QuerySet[Mission]) -> date | None:
    left = missions.aggregate(m=Min("alone_since"))["m"]
    return left and policies.alone_until(clock.study_date(left))


def _first_share(missions: QuerySet[Mission]) -> date | None:
    comes = Part.objects.filter(mission__in=missions, earned_on=None).aggregate(d=Min("comes_on"))["d"]
    return comes and comes - policies.ONE_DAY


def _first_start(missions: QuerySet[Mission]) -> date | None:
    starts = missions.aggregate(d=Min("starts_on"))["d"]
    return starts and starts - policies.ONE_DAY


STEPS = (
    Step("judged", to_judge, _first_over, lambda m, day, now: judging.judge(m, day=day, now=now)),
    Step("stopped", to_stop, _first_wish, lambda m, day, now: ending.answer_silence(m, now=now)),
    Step("expired", to_expire, _first_unanswered, lambda m, day, now: offers.expire(m, day=day, now=now)),
    Step("settled", to_settle, _first_silent, lambda m, day, now: promises.settle(m, now=now)),
    Step(
        "confirmed", to_confirm, _first_unconfirmed, lambda m, day, now: promises.confirm_silent(m, day, now)
    ),
    Step("left", to_leave, _first_alone, lambda m, day, now: taking_over.end_left_alone(m, now=now)),
    Step("begun", to_begin, _first_start, lambda m, day, now: judging.begin(m, now=now)),
    Step(
        "earned",
        to_earn,
        _first_share,
        lambda m, day, now: parts.earn_reached(m, day=day + policies.ONE_DAY, now=now),
    ),
)


def _first_due(last: date, after: date | None = None) -> date | None:
    """The earliest study date up to `last`, later than `after`, that something waits for; None for none."""
    found = [step.first(step.due(last)) for step in STEPS]
    # What could not be moved on its own day (somebody was faster) must not hold up the days after it.
    days = [max(day, after + policies.ONE_DAY) if after else day for day in found if day]
    return min(days, default=None)


def _try(step: Step, pk: int, day: date, now: datetime) -> bool:
    """One mission that cannot be moved does not hold up the others; the next sweep tries it again."""
    try:
        return _take(step, pk, day, now)
    except Exception:
        log.exception("mission %s was not moved for %s", pk, day)
        return False


@use_case
def _take(step: Step, mission_id: int, day: date, now: datetime) -> bool:
    mission = mover.locked(mission_id)
    if not step.due(day).filter(pk=mission.pk).exists():
        return False
    step.do(mission, day, now)
    return True


def _tell_late(today: date, now: datetime) -> int:
    told = 0
    for pk in overdue.late_and_untold(today):
        try:
            told += overdue.tell_overdue(pk, today, now)
        except Exception:
            log.exception("nobody was told that the promise of mission %s is late", pk)
    return told


def _chunked(missions: QuerySet[Mission]) -> Iterator[int]:
    """Ids in chunks by key, so that memory stays constant while rows move out of the query."""
    last = 0
    while True:
        ids = list(missions.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        yield from ids
        if len(ids) < CHUNK:
            return
        last = ids[-1]
