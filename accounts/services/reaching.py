"""How somebody wants to be told: switches, hours, and the browsers that take pushes."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from fnmatch import fnmatch
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.kinds import CHANNELS, Told
from accounts.models import Preference, PushSubscription, TellingSettings, User
from accounts.models.reaching import REMIND_HOURS
from accounts.topics import told_of
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

BROWSERS_MAX = 10


@use_case
def switch(user: User, *, topic: str, channel: str, on: bool) -> None:
    """Turn a kind or a class of news on or off for one channel. Raises Refused for what cannot be off."""
    _switch(user, topic, channel, on)


def _switch(user: User, topic: str, channel: str, on: bool) -> None:
    if channel not in CHANNELS or told_of(topic) in (Told.ACCOUNT, Told.NEWS):
        raise Refused(_("이 알림은 끌 수 없어요."), code="no_switch")
    Preference.objects.update_or_create(user=user, topic=topic, channel=channel, defaults={"on": on})


@use_case
def set_switches(user: User, *, wanted: Mapping[tuple[str, str], bool]) -> None:
    """Keep several switches at once, {(topic, channel): on}: all or none. Raises Refused as `switch` does."""
    for (topic, channel), on in wanted.items():
        _switch(user, topic, channel, on)


@use_case
def set_remind_hour(child: User, *, hour: int | None) -> None:
    """The hour in Seoul of a child's reminder; None for no reminder. Raises Refused."""
    if hour is not None and hour not in REMIND_HOURS:
        raise Refused(_("오전 8시부터 저녁 8시까지 고를 수 있어요."), field="remind_hour", code="hour")
    TellingSettings.objects.update_or_create(user=child, defaults={"remind_hour": hour})


@use_case
def set_remind_guardian(child: User, *, guardian: User | None) -> None:
    """Let a guardian take a child's reminder on its phone; None gives it back to the child.

    The caller has checked that this is a live guardian of the child.
    """
    TellingSettings.objects.update_or_create(user=child, defaults={"remind_guardian": guardian})


@use_case
def set_quiet_hours(user: User, *, start: time | None, end: time | None) -> None:
    """Own quiet hours; None for both is 21:00 to 07:30. The caller has checked that the person is 14 or over.

    Raises Refused when only one of the two is given.
    """
    if (start is None) != (end is None):
        raise Refused(_("시작과 끝을 모두 골라 주세요."), field="quiet_until", code="half")
    hours = {"quiet_from": start, "quiet_until": end}
    TellingSettings.objects.update_or_create(user=user, defaults=hours)


@use_case
def subscribe(
    user: User, *, endpoint: str, p256dh: str, auth: str, device: str, now: datetime
) -> PushSubscription:
    """Let this browser take pushes for `user`, and for nobody else any more. Twice is once.

    Raises Refused for an address that is none of a known push service: we would be made to call anything.
    """
    if not may_push_to(endpoint):
        raise Refused(_("이 브라우저의 푸시 알림은 아직 쓸 수 없어요."), code="unknown_push_service")
    about = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "device": device[:60]}
    made, _new = PushSubscription.objects.update_or_create(
        endpoint_hash=PushSubscription.hash_of(endpoint),
        defaults=about,
        create_defaults={**about, "created_at": now},
    )
    _forget_oldest(user)
    return made


@use_case
def unsubscribe(user: User, *, pk: int | None = None, endpoint: str = "") -> None:
    """Send no more pushes to one browser of this person, by its row or by its address."""
    mine = PushSubscription.objects.filter(user=user)
    (mine.filter(pk=pk) if pk else mine.filter(endpoint_hash=PushSubscription.hash_of(endpoint))).delete()


def may_push_to(endpoint: str) -> bool:
    """Whether an address belongs to a push service of a browser we know (`settings.PUSH_SERVICES`)."""
    try:
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return False
    plain = re.fullmatch(r"[a-z0-9.:-]+", parts.netloc) and len(endpoint) <= 1000
    return bool(plain) and any(fnmatch(origin, pattern) for pattern in settings.PUSH_SERVICES)


def _forget_oldest(user: User) -> None:
    mine = PushSubscription.objects.filter(user=user).order_by("-created_at", "-pk")
    for old in mine[BROWSERS_MAX:]:
        old.delete()
