"""The carrier: it takes what is due, hands it over, and writes down what became of it.

A delivery belongs to whoever leased it by compare-and-swap, until the lease is over. It counts as tried from
the moment before the call: whoever is killed at any line leaves a lease that ends, and the second try has the
same key. Nothing here holds a transaction while somebody outside is asked.
"""

import logging
import random
import re
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from accounts.channels import Channel, Gone, Later, Never
from accounts.channels.email import EmailChannel
from accounts.channels.push import PushChannel
from accounts.kinds import EMAIL, PUSH, Told, kind_of
from accounts.models import Delivery, PushSubscription
from accounts.models.notices import new_token
from accounts.services import parcels, routes
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)

BATCH = 50
TRIES = 8
# Minutes to the next try, by how many there were: twelve hours in all.
BACKOFF = (1, 3, 9, 27, 81, 240, 360)
PAUSE_AT_MOST = timedelta(hours=6)  # whatever the other side asks for
WHILE_AWAY = timedelta(minutes=1)
CHANNELS: dict[str, type[Any]] = {EMAIL: EmailChannel, PUSH: PushChannel}
State = Delivery.State
_ADDRESS = re.compile(r"[^\s<>:;,]+@[^\s<>:;,]+")  # mail servers repeat it; staff sees no names


@dataclass
class Tally:
    """What became of a batch."""

    taken: int = 0
    sent: int = 0
    later: int = 0
    parked: int = 0
    dropped: int = 0


@dataclass
class _Round:
    """One batch on its way."""

    token: str
    begun: datetime
    deliveries: list[Delivery]
    reach: dict[int, routes.Reach]
    browsers: dict[int, PushSubscription]
    open: ExitStack
    away: set[str] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    channels: dict[str, Channel] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The moment, as time goes on during a batch."""
        return self.begun + timedelta(seconds=time.monotonic() - self.started)

    def channel(self, name: str) -> Channel:
        if name not in self.channels:
            self.channels[name] = self.open.enter_context(CHANNELS[name]())
        return self.channels[name]


def deliver_due(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Carry one batch of what is due at `now`; what each of it came to. Nothing due: `taken` is 0.

    Safe from many processes at once and after a kill at any line. As soon as `stopping()`, the rest of the
    batch is handed back.
    """
    if not _anything(now):  # most looks find nothing and need not lock anything for it
        return Tally()
    token = new_token()
    deliveries = _lease(token=token, now=now)
    with ExitStack() as stack:
        batch = _Round(token, now, deliveries, _reach(deliveries), _browsers(deliveries), stack)
        batch.tally.taken = len(deliveries)
        for delivery in deliveries:
            if stopping():
                _hand_back(delivery, batch, batch.now(), delivery.error)
            else:
                _carry(delivery, batch)
    return batch.tally


def _anything(now: datetime) -> bool:
    due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now)
    left = Delivery.objects.filter(state=State.LEASED, leased_until__lte=now)
    return due.exists() or left.exists()


@use_case
def _lease(*, token: str, now: datetime) -> list[Delivery]:
    """Take the most urgent of what is due, and what others took and never finished."""
    Delivery.objects.filter(state=State.LEASED, leased_until__lte=now).update(
        state=State.WAITING, leased_by="", leased_until=None
    )
    due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now)
    picked = list(due.order_by("urgency", "next_try_at", "pk").values_list("pk", flat=True)[:BATCH])
    if not picked:
        return []
    Delivery.objects.filter(pk__in=picked, state=State.WAITING).update(
        state=State.LEASED, leased_by=token, leased_until=now + _lease_time()
    )
    mine = Delivery.objects.filter(leased_by=token).select_related("notification__recipient")
    return list(mine.order_by("urgency", "next_try_at", "pk"))


@use_case
def send_again(pks: Iterable[int], *, now: datetime) -> int:
    """Let parked deliveries be tried again from the start; how many. What is stale will be dropped.

    A letter whose text was wiped has nothing to send and stays.
    """
    parked = Delivery.objects.filter(pk__in=list(pks), state=State.PARKED)
    whole = parked.exclude(notification=None, letter=None)
    return whole.update(state=State.WAITING, attempts=0, next_try_at=now, done_at=None, error="")


def _lease_time() -> timedelta:
    return timedelta(seconds=settings.DELIVERY_LEASE)


def _reach(deliveries: Iterable[Delivery]) -> dict[int, routes.Reach]:
    return routes.reach_of([row.notification.recipient for row in deliveries if row.notification])


def _browsers(deliveries: Iterable[Delivery]) -> dict[int, PushSubscription]:
    return PushSubscription.objects.in_bulk({row.target for row in deliveries if row.target})


def _carry(delivery: Delivery, batch: _Round) -> None:
    """One delivery to its end for this time."""
    now = batch.now()
    if reason := _useless(delivery, batch, now):
        batch.tally.dropped += 1
        _end(delivery, batch, State.DROPPED, reason)
        return
    if delivery.attempts >= TRIES:  # the last of them killed its carrier
        batch.tally.parked += 1
        _end(delivery, batch, State.PARKED, "no try came to an end")
        return
    at = _awake(delivery, batch, now)
    if at > now:
        _hand_back(delivery, batch, at, "quiet hours")
        return
    try:
        _send(delivery, batch)
    except Exception as trouble:
        _troubled(delivery, batch, trouble)


def _useless(delivery: Delivery, batch: _Round, now: datetime) -> str:
    """Why nobody needs this any more; "" when it is to be sent."""
    if delivery.stale_after and now >= delivery.stale_after:
        return "stale"
    notice = delivery.notification
    if notice is None:
        return ""
    reach, kind = batch.reach[notice.recipient_id], kind_of(notice.kind)
    if kind.told_to(notice.recipient.role) is Told.REMINDER and reach.quiet.hold(now):
        return "quiet hours"
    wanted = routes.Target(delivery.channel, delivery.target)
    return "" if wanted in reach.targets(kind, notice.kind) else "switched off or out of reach"


def _awake(delivery: Delivery, batch: _Round, now: datetime) -> datetime:
    """The first moment at which this may ring: letters ring at any hour."""
    notice = delivery.notification
    return batch.reach[notice.recipient_id].quiet.over(now) if notice else now


def _send(delivery: Delivery, batch: _Round) -> None:
    channel = batch.channel(delivery.channel)
    parcel = _parcel(delivery, batch)
    place = channel.place(parcel)
    if place in batch.away:
        _hand_back(delivery, batch, batch.now() + WHILE_AWAY, f"{place} is away")
        return
    if not _begin(delivery, batch):
        return
    try:
        channel.send(parcel)
    except Later as later:
        if later.away:
            batch.away.add(place)
        raise
    batch.tally.sent += 1
    _end(delivery, batch, State.SENT)


def _parcel(delivery: Delivery, batch: _Round) -> Any:
    if delivery.channel == EMAIL:
        return parcels.letter_of(delivery)
    return parcels.push_of(delivery, batch.browsers[delivery.target])


def _begin(delivery: Delivery, batch: _Round) -> bool:
    """Count the try before it is made. False when the lease was over and somebody else has it."""
    now = batch.now()
    mine = Delivery.objects.filter(pk=delivery.pk, leased_by=batch.token, leased_until__gt=now)
    delivery.attempts += 1
    return bool(mine.update(attempts=F("attempts") + 1, leased_until=now + _lease_time()))


def _troubled(delivery: Delivery, batch: _Round, trouble: Exception) -> None:
    """Another try later, or the end."""
    if isinstance(trouble, OperationalError | InterfaceError):
        raise trouble  # our own database; the lease brings the delivery back
    if not isinstance(trouble, Later | Never):
        log.exception("delivery %s could not be made ready", delivery.pk)
    reason = _ADDRESS.sub("…", str(trouble)) or type(trouble).__name__
    if isinstance(trouble, Gone):
        PushSubscription.objects.filter(pk=delivery.target).delete()
        batch.tally.dropped += 1
        _end(delivery, batch, State.DROPPED, f"gone: {reason}")
    elif isinstance(trouble, Never) or delivery.attempts >= TRIES:
        batch.tally.parked += 1
        _end(delivery, batch, State.PARKED, reason)
    else:
        batch.tally.later += 1
        _hand_back(delivery, batch, batch.now() + _pause(delivery, trouble), reason)


def _pause(delivery: Delivery, trouble: Exception) -> timedelta:
    """How long to wait: what the other side asked for, else longer each time, never all at once."""
    asked = trouble.seconds if isinstance(trouble, Later) else None
    minutes = BACKOFF[min(max(delivery.attempts, 1), len(BACKOFF)) - 1] * random.uniform(0.75, 1.25)
    return min(max(timedelta(seconds=asked or 0), timedelta(minutes=minutes)), PAUSE_AT_MOST)


def _hand_back(delivery: Delivery, batch: _Round, at: datetime, reason: str) -> None:
    _mark(delivery, batch, state=State.WAITING, next_try_at=at, error=reason[:300])


def _end(delivery: Delivery, batch: _Round, state: State, reason: str = "") -> None:
    """It will not be carried again by itself; a secret in its letter has no more use."""
    _mark(delivery, batch, state=state, done_at=batch.now(), error=reason[:300], **_wiped(delivery, state))


def _wiped(delivery: Delivery, state: State) -> dict[str, Any]:
    """A parked letter is kept whole, because staff may send it again before it is stale."""
    return {"letter": None} if delivery.letter is not None and state is not State.PARKED else {}


def _mark(delivery: Delivery, batch: _Round, **change: Any) -> None:
    """Write what became of it, if it is still ours; patiently, because a lost mark means a second copy."""
    mine = Delivery.objects.filter(pk=delivery.pk, leased_by=batch.token)
    for pause in (0.2, 1, 3, 10, None):
        try:
            mine.update(**{"leased_by": "", "leased_until": None, **change})
            return
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
