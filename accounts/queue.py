"""How the deliveries stand: what waits, how long, and what is stuck."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from accounts.models import Delivery

State = Delivery.State
RECENTLY = timedelta(days=1)


@dataclass(frozen=True)
class Queue:
    """Numbers by (state, channel): what is open now, and what ended within the last day.

    `due` counts what should have gone by now and `oldest` is how long its first one waits: both near zero
    while a carrier works. `later` waits for its hour or its next try.
    """

    open: Mapping[tuple[str, str], int]
    ended: Mapping[tuple[str, str], int]
    due: int
    oldest: timedelta

    @property
    def minutes(self) -> int:
        """How many whole minutes the oldest waits."""
        return int(self.oldest.total_seconds() // 60)

    @property
    def later(self) -> int:
        return sum(count for (state, _), count in self.open.items() if state == State.WAITING) - self.due

    @property
    def parked(self) -> int:
        return sum(count for (state, _), count in self.open.items() if state == State.PARKED)


def queue_at(now: datetime) -> Queue:
    """The queue at a moment. Three queries on indexes, none of which reads what was sent long ago."""
    open_ones = Delivery.objects.filter(state__in=[State.WAITING, State.LEASED, State.PARKED])
    ended = Delivery.objects.filter(state__in=[State.SENT, State.DROPPED], done_at__gt=now - RECENTLY)
    due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now)
    found = due.aggregate(count=Count("pk"), first=Min("next_try_at"))
    first = found["first"] or now
    return Queue(_by_channel(open_ones), _by_channel(ended), found["count"], now - first)


def _by_channel(rows: QuerySet[Delivery]) -> dict[tuple[str, str], int]:
    counted = rows.values_list("state", "channel").annotate(n=Count("pk")).order_by()
    return {(state, channel): n for state, channel, n in counted}
