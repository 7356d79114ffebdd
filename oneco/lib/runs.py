"""A scheduled job runs once per slot, however many schedulers there are."""

from datetime import datetime

from django.db import IntegrityError, transaction

from oneco.lib.models import ScheduledRun


def claim_run(job: str, slot: str, *, now: datetime) -> bool:
    """True for the one caller that may run `job` for `slot` (for example "daily", "2026-03-03")."""
    try:
        with transaction.atomic():
            ScheduledRun.objects.create(job=job, slot=slot, started_at=now)
    except IntegrityError:
        return False
    return True
