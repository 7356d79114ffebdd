"""Waiting work: what falls due without anybody asking, and how often it is looked at.

`manage.py tick` (no Redis) and the Celery worker call the same `run_due`. A job runs once per slot, however
many schedulers there are, and is itself safe to run twice.
"""

import logging
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


@dataclass(frozen=True)
class Job:
    """Work of one name; `slot` maps a moment to the label under which it runs at most once."""

    name: str
    slot: Callable[[datetime], str]
    run: Callable[[datetime], None]


def judge_days(now: datetime) -> None:
    """Start, judge and expire missions up to `now`; catches up on what was missed."""
    from missions.services.sweep import run_daily

    run_daily(now=now)


def take_silent_rests(now: datetime) -> None:
    """Let the 쉬는 날 count that nobody answered for 48 hours."""
    from missions.services import resting

    resting.take_silent_rests(now=now)


def mind_consents(now: datetime) -> None:
    """Erase whose consent was taken back 7 days ago, and look for consents that do not hold."""
    from families.services.checking import check_consents
    from families.services.erasing import erase_withdrawn

    erase_withdrawn(now)
    check_consents(now)


def tidy(now: datetime) -> None:
    """Throw away ended sessions, old records of runs, and tries at codes that count no more."""
    from families.services.attempts import forget_old
    from families.services.audit import forget_old_looks

    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    ScheduledRun.objects.filter(started_at__lt=now - RUNS_KEPT).delete()
    forget_old(now)
    forget_old_looks(now)


def _hour(now: datetime) -> str:
    """Changes at 02:10 with the day to judge and every hour after, so that a broken run is made up soon."""
    judged = clock.study_date(now - JUDGED_AFTER)
    return f"{judged}T{(now - JUDGED_AFTER).astimezone(clock.KST):%H}"


def _day(now: datetime) -> str:
    return str(clock.study_date(now))


JOBS = (
    Job("rests", _hour, take_silent_rests),  # before the days that they take out are judged
    Job("daily", _hour, judge_days),
    Job("consents", _hour, mind_consents),
    Job("tidy", _day, tidy),
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
