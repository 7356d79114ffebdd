"""What is kept of notices, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Delivery, Notification

READ_KEPT = timedelta(days=183)  # six months
UNREAD_KEPT = timedelta(days=366)
ENDED_KEPT = timedelta(days=30)  # deliveries sent or dropped
PARKED_KEPT = timedelta(days=90)
CHUNK = 500

State = Delivery.State


def forget_old(*, now: datetime) -> int:
    """Delete what was kept long enough, in chunks; how many rows. Safe to run twice and at once.

    A parked letter loses its text as soon as it is stale: its link is of no use and may still be a secret.
    """
    stuck = Delivery.objects.filter(state=State.PARKED)
    stuck.filter(notification=None, stale_after__lte=now).update(letter=None)
    ended = Delivery.objects.filter(state__in=[State.SENT, State.DROPPED], done_at__lt=now - ENDED_KEPT)
    parked = stuck.filter(done_at__lt=now - PARKED_KEPT)
    read = Notification.objects.filter(created_at__lt=now - READ_KEPT).exclude(read_at=None)
    unread = Notification.objects.filter(created_at__lt=now - UNREAD_KEPT)
    return sum(_delete(rows) for rows in (ended, parked, read, unread))


def _delete(rows: QuerySet[Any, Any]) -> int:
    """In short transactions, so that nobody waits for them."""
    model: type[Model] = rows.model
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
        deleted += model._default_manager.filter(pk__in=keys).delete()[0]
    return deleted
