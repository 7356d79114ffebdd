"""Telling people: a row in the caller's transaction, and nothing else."""

from datetime import datetime
from typing import Any

from accounts.models import Notification, User


def notify(recipient: User, kind: str, key: str, data: dict[str, Any], *, now: datetime) -> None:
    """Tell `recipient` something once: the same key again changes nothing.

    `kind` names the wording, `data` holds what it needs as JSON values (the caller passes names and voice);
    `data["url"]` is the path it leads to. Call it inside the transaction that makes the news true.
    """
    Notification.objects.bulk_create(
        [Notification(recipient=recipient, kind=kind, key=key, data=data, created_at=now)],
        ignore_conflicts=True,
    )
