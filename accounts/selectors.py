"""Reading accounts and their notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, When

from accounts import wording
from accounts.kinds import EMAIL, PUSH
from accounts.models import Notification, PushSubscription, TellingSettings, User
from accounts.services.routes import Reach, reach_of
from accounts.topics import TOPICS, Topic, told_of
from accounts.wording import Message

NOTICES_A_PAGE = 20


@dataclass(frozen=True)
class Notice:
    """One line behind the bell."""

    pk: int
    words: Message
    at: datetime
    unread: bool


@dataclass(frozen=True)
class Head:
    """The top of the open inbox: `after` is the newest unread notice that is on the page (0: none is),
    `fresh` how many came since."""

    unread: int
    after: int
    fresh: int = 0


@dataclass(frozen=True)
class Inbox:
    """One page of what stands behind the bell, unread first, then newest first."""

    notices: Sequence[Notice]
    page: Page[Notification]

    @property
    def after(self) -> int:
        """The newest unread notice that is shown; 0 without one."""
        return max((notice.pk for notice in self.notices if notice.unread), default=0)


def unread_count(user: User) -> int:
    """How many notices this person has not read (one query, on the index of the inbox)."""
    return Notification.objects.filter(recipient=user, read_at=None).count()


def inbox_of(user: User, number: str | None) -> Inbox:
    """A page of a person's notices. Two queries."""
    read = Case(When(read_at=None, then=0), default=1)
    rows = Notification.objects.filter(recipient=user).order_by(read, "-created_at", "-pk")
    page = Paginator(rows, NOTICES_A_PAGE).get_page(number)
    return Inbox([notice_of(row, user) for row in page], page)


def notice_of(row: Notification, user: User) -> Notice:
    """A notification as its recipient reads it."""
    words = wording.message(row.kind, row.data, to_child=user.is_child)
    return Notice(pk=row.pk, words=words, at=row.created_at, unread=row.read_at is None)


def head_of(user: User, *, after: int) -> Head:
    """What the top of an open inbox should say now, when `after` is the newest unread notice on it."""
    counts = Notification.objects.filter(recipient=user, read_at=None).aggregate(
        unread=Count("pk"), fresh=Count("pk", filter=Q(pk__gt=after))
    )
    return Head(after=after, **counts)


@dataclass(frozen=True)
class Telling:
    """How a person is told now: when, by which of the channels there are for it, in which browsers."""

    when: TellingSettings
    channels: Sequence[str]
    topics: Sequence[Topic]
    browsers: Sequence[PushSubscription]
    reach: Reach

    def wants(self, topic: Topic, channel: str) -> bool:
        """Whether this topic comes by this channel."""
        return self.reach.wants(topic.key, told_of(topic.key), channel)


def telling_of(user: User) -> Telling:
    """What 알림 shows and changes. Five queries."""
    has = {EMAIL: bool(user.email), PUSH: bool(settings.VAPID_PRIVATE_KEY)}
    return Telling(
        when=TellingSettings.objects.filter(user=user).first() or TellingSettings(user=user),
        channels=[channel for channel, there in has.items() if there],
        topics=TOPICS[user.role],
        browsers=list(PushSubscription.objects.filter(user=user).order_by("-created_at", "-pk")),
        reach=reach_of([user])[user.pk],
    )
