"""The worker. Messages are only wake-ups: what waits are rows, and losing a message loses nothing.

Beat runs inside every worker (`-B`); a job's unique (job, slot) row lets one of them do it. Nothing here is
imported without REDIS_URL.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneco.settings")
# They would load every page into the worker's memory; migrate, which runs first, has made them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("oneco")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    # A wake-up that waited longer than the next one is of no use.
    "due work": {"task": "oneco.run_due", "schedule": 10.0, "options": {"expires": 10.0}},
}
app.autodiscover_tasks()


@app.task(name="oneco.run_due")
def run_due() -> None:
    """Run what is due, then leave a sign of life for the health check."""
    from oneco import alive, work
    from oneco.lib import clock

    work.run_due(clock.now(), _DONE)
    alive.sign()


_DONE: dict[str, str] = {}


@worker_ready.connect
def look_at_once(**kwargs: Any) -> None:
    """A worker that starts does not wait for the next minute: the one before it may have been killed."""
    deliver.apply_async(expires=60)


@worker_shutting_down.connect
def end_soon(**kwargs: Any) -> None:
    """Finish the letter in hand and give the others back, rather than be killed with all of them."""
    from oneco import work

    work.STOP.set()


@app.task(name="oneco.deliver")
def deliver() -> None:
    """Somebody wrote deliveries: carry them now instead of at the next sweep."""
    from oneco import work
    from oneco.lib import clock

    work.carry(clock.now())
