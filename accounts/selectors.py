"""Reading accounts and their notices."""

from dataclasses import dataclass
from datetime import datetime

from accounts import wording
from accounts.models import Notification, User

SHOWN = 100


@dataclass(frozen=True)
class Notice:
    """One line behind the bell."""

    pk: int
    text: str
    at: datetime
    unread: bool
    leads_on: bool


def unread_count(user: User) -> int:
    """How many notices this person has not read (one query, on the index of the inbox)."""
    return Notification.objects.filter(recipient=user, read_at=None).count()


def notices_of(user: User) -> list[Notice]:
    """The last notices of a person, unread first, then newest first."""
    rows = Notification.objects.filter(recipient=user).order_by("-created_at", "-pk")[:SHOWN]
    notices = [
        Notice(
            pk=row.pk,
            text=wording.sentence(row.kind, row.data),
            at=row.created_at,
            unread=row.read_at is None,
            leads_on=bool(row.data.get("url")),
        )
        for row in rows
    ]
    return sorted(notices, key=lambda notice: not notice.unread)
