"""Reading notices."""

from datetime import datetime

from accounts.models import Notification, User


def mark_read(user: User, *, pk: int | None = None, now: datetime) -> None:
    """Mark one notice of a person read, or all of them. Twice is once."""
    unread = Notification.objects.filter(recipient=user, read_at=None)
    (unread if pk is None else unread.filter(pk=pk)).update(read_at=now)
