"""The one way in: what people are told is written here, in the caller's transaction. Nothing else sends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.kinds import EMAIL, Told, kind_of
from accounts.models import Delivery, Notification, User
from accounts.services import routes
from accounts.signals import deliveries_written
from oneco.lib import clock

# How long something is still worth sending.
FRESH_FOR = {Told.DECISION: timedelta(days=7), Told.ACCOUNT: timedelta(days=1)}


@dataclass(frozen=True)
class Note:
    """Something to tell one person once. `about` is the child whose budget a reminder uses up, when that is
    not the recipient."""

    recipient: User
    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    about: User | None = None


def notify(
    recipient: User,
    kind: str,
    key: str,
    data: dict[str, Any],
    *,
    now: datetime,
    about: User | None = None,
) -> None:
    """Tell `recipient` something once: the same key again changes nothing, nor does a reminder over budget.

    `kind` names the wording, `data` holds what it needs as JSON values (the caller passes names and voice);
    `data["url"]` is the path it leads to. Call it inside the transaction that makes the news true.
    """
    notify_all([Note(recipient, kind, key, data, about)], now=now)


def notify_all(notes: Sequence[Note], *, now: datetime) -> int:
    """`notify` for many at once, in at most six queries. How many that leave the inbox were new."""
    assert connection.in_atomic_block, "news is written in the transaction that makes it true"
    rows = [
        Notification(
            recipient=note.recipient,
            kind=note.kind,
            key=note.key,
            data=note.data,
            budget=_budget(note, now),
            created_at=now,
        )
        for note in notes
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    pressing = [row for row in rows if _told(row) is not Told.NEWS]
    if not pressing:
        return 0
    fresh = _written(pressing)
    _deliver(fresh, now)
    return len(fresh)


def write_letter(kind: str, *, to: str, subject: str, text: str, html: str = "", now: datetime) -> None:
    """Send a letter about an account to an address, at once at any hour. No line in anybody's inbox.

    Opens a transaction where there is none: the libraries that call it have none of their own.
    """
    with transaction.atomic():
        Delivery.objects.create(
            kind=kind,
            channel=EMAIL,
            urgency=Delivery.Urgency.LETTER,
            letter={"to": to, "subject": subject, "text": text, "html": html},
            next_try_at=now,
            stale_after=now + FRESH_FOR[Told.ACCOUNT],
            created_at=now,
        )
        _wake_on_commit()


def _told(row: Notification) -> Told:
    return kind_of(row.kind).told_to(row.recipient.role)


def _budget(note: Note, now: datetime) -> str | None:
    """One reminder a study date and child, one weekly a week and person."""
    kind = kind_of(note.kind)
    if kind.told_to(note.recipient.role) is not Told.REMINDER:
        return None
    day = clock.study_date(now)
    if kind.weekly:
        return f"week:{day:%G-W%V}:{note.recipient.pk}"
    return f"day:{day}:{(note.about or note.recipient).pk}"


def _written(rows: list[Notification]) -> list[Notification]:
    """Those of `rows` that were not there before, with their primary keys."""
    found = Notification.objects.filter(
        recipient__in={row.recipient_id for row in rows}, key__in={row.key for row in rows}
    ).values_list("token", "pk")
    known = dict(found)
    fresh = [row for row in rows if row.token in known]
    for row in fresh:
        row.pk = known[row.token]
    return fresh


def _deliver(rows: Iterable[Notification], now: datetime) -> None:
    rows = list(rows)
    reach = routes.reach_of([row.recipient for row in rows])
    deliveries = [
        _delivery(row, target, reach[row.recipient_id], now)
        for row in rows
        for target in reach[row.recipient_id].targets(kind_of(row.kind), row.kind)
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    if any(delivery.next_try_at == now for delivery in deliveries):
        _wake_on_commit()


def _delivery(row: Notification, target: routes.Target, reach: routes.Reach, now: datetime) -> Delivery:
    told = _told(row)
    at = reach.quiet.over(now)
    delivery = Delivery(
        notification=row,
        kind=row.kind,
        channel=target.channel,
        target=target.pk,
        urgency=Delivery.Urgency.REMINDER if told is Told.REMINDER else Delivery.Urgency.DECISION,
        next_try_at=at,
        stale_after=now + FRESH_FOR[told] if told in FRESH_FOR else clock.end_of(clock.study_date(now)),
        created_at=now,
    )
    if told is Told.REMINDER and at != now:
        delivery.state, delivery.error, delivery.done_at = Delivery.State.DROPPED, "quiet hours", now
    return delivery


def _wake_on_commit() -> None:
    """Once a transaction; robust, because what was written must not turn into an error page."""
    if not any(call[1] is _wake for call in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    deliveries_written.send(Delivery)
