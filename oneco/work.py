"""Waiting work: what falls due without anybody asking, and how often it is looked at.

`manage.py tick` (no Redis) and the Celery worker call the same `run_due` and `carry`. A job runs once per
slot, however many schedulers there are, and is itself safe to run twice.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from missions.policies import JUDGED_AFTER
from oneco.lib import clock
from oneco.lib.models import ScheduledRun
from oneco.lib.runs import claim_run

log = logging.getLogger(__name__)

RUNS_KEPT = timedelta(days=14)
SWEEPS_KEPT = timedelta(days=1)  # one a minute would fill the table
# Set by whoever is told to end: the letter in hand is finished, the rest handed back.
STOP = threading.Event()
CARRY_FOR = 50.0  # seconds: the next sweep is near, and a task must end before its broker gives it away again


@dataclass(frozen=True)
class Job:
    """Work of one name; `slot` maps a moment to the label under which it runs at most once."""

    name: str
    slot: Callable[[datetime], str]
    run: Callable[[datetime], object]


def judge_days(now: datetime) -> None:
    """Start, judge and expire missions up to `now`; catches up on what was missed."""
    from missions.services.sweep import run_daily

    run_daily(now=now)


def carry(now: datetime, *, seconds: float = CARRY_FOR) -> int:
    """Carry deliveries, batch after batch, until none is due or the time is up; how many were taken."""
    from accounts.services.delivering import deliver_due

    begun, taken = time.monotonic(), 0
    while (passed := time.monotonic() - begun) < seconds and not STOP.is_set():
        batch = deliver_due(now=now + timedelta(seconds=passed), stopping=STOP.is_set).taken
        taken += batch
        if not batch:
            break
    return taken


def remind(now: datetime) -> None:
    """Remind the children whose hour has come and whose day is not done."""
    from lessons.services.reminding import remind_children

    remind_children(now=now)


def write_digests(now: datetime) -> None:
    """On Sunday evening write the guardians' letters of the week."""
    from oneco.digest import digests_due

    digests_due(now)


def mind_consents(now: datetime) -> None:
    """Erase whose consent was taken back 7 days ago, and look for consents that do not hold."""
    from families.services.checking import check_consents
    from families.services.erasing import erase_withdrawn, forget_closed

    erase_withdrawn(now)
    forget_closed(now)
    check_consents(now)


def take_silent_rests(now: datetime) -> None:
    """Let the 쉬는 날 count that nobody answered for 48 hours."""
    from missions.services import resting

    resting.take_silent_rests(now=now)


def tidy(now: datetime) -> None:
    """Throw away ended sessions, old records of runs, old notices, and tries at codes that count no more."""
    from accounts.services.forgetting import forget_old as forget_notices
    from families.services.attempts import forget_old
    from families.services.audit import forget_old_looks

    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    ScheduledRun.objects.filter(started_at__lt=now - RUNS_KEPT).delete()
    ScheduledRun.objects.filter(job="deliver", started_at__lt=now - SWEEPS_KEPT).delete()
    forget_old(now)
    forget_notices(now=now)
    forget_old_looks(now)


def _hour(now: datetime) -> str:
    """Changes at 02:10 with the day to judge and every hour after, so that a broken run is made up soon."""
    judged = clock.study_date(now - JUDGED_AFTER)
    return f"{judged}T{(now - JUDGED_AFTER).astimezone(clock.KST):%H}"


def _day(now: datetime) -> str:
    return str(clock.study_date(now))


def _clock_hour(now: datetime) -> str:
    return f"{now.astimezone(clock.KST):%Y-%m-%dT%H}"


def _minute(now: datetime) -> str:
    return f"{now.astimezone(clock.KST):%Y-%m-%dT%H:%M}"


# Rest days come first: the days they take out are not judged.
JOBS = (
    Job("rests", _hour, take_silent_rests),
    Job("daily", _hour, judge_days),
    Job("consents", _hour, mind_consents),
    Job("remind", _clock_hour, remind),
    Job("digest", _clock_hour, write_digests),
    Job("tidy", _day, tidy),
    Job("deliver", _minute, carry),
)


def run_due(now: datetime, done: dict[str, str] | None = None) -> list[str]:
    """Run every job whose slot nobody has taken yet; the names of those that ran.

    A caller that loops keeps `done`, so that slots it has seen cost no query. A job that fails is logged and
    tried again in its next slot; the others still run.
    """
    done = {} if done is None else done
    ran = []
    for job in JOBS:
        slot = job.slot(now)
        if done.get(job.name) == slot:
            continue
        done[job.name] = slot
        if not claim_run(job.name, slot, now=now):
            continue
        try:
            job.run(now)
        except Exception:
            log.exception("job %s failed in slot %s", job.name, slot)
        ran.append(job.name)
    return ran
