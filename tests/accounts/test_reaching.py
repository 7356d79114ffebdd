"""Switches, hours, and the browsers that take pushes."""

from datetime import datetime, time
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.channels.push import public_key
from accounts.models import Preference, PushSubscription, TellingSettings
from accounts.services.reaching import (
    BROWSERS_MAX,
    may_push_to,
    set_quiet_hours,
    set_remind_hour,
    subscribe,
    switch,
    unsubscribe,
)
from oneco.lib.clock import KST
from oneco.lib.errors import Refused
from tests.factories import make_child, make_guardian

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, tzinfo=KST)
FCM = "https://fcm.googleapis.com/fcm/send/abc"


def take(user: object, endpoint: str = FCM) -> PushSubscription:
    return subscribe(user, endpoint=endpoint, p256dh="k", auth="a", device="휴대폰", now=NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM,
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
    ],
)
def test_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert may_push_to(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/abc",
        "https://fcm.googleapis.com:6379/abc",
        "https://fcm.googleapis.com.elsewhere.example/abc",
        "https://elsewhere.example/.push.apple.com",
        "https://elsewhere.example\\.push.apple.com/",
        "https://elsewhere.example#.push.apple.com",
        "https://me@web.push.apple.com/abc",
        "https://127.0.0.1/abc",
        "https://[::1]/abc",
        "https://[broken/abc",
        "file:///etc/passwd",
        "https://web.push.apple.com/" + "a" * 1000,
    ],
)
def test_nobody_makes_us_call_another_address(endpoint: str) -> None:
    assert not may_push_to(endpoint)
    with pytest.raises(Refused):
        take(make_child(), endpoint)
    assert not PushSubscription.objects.exists()


def test_a_browser_belongs_to_whoever_subscribed_last() -> None:
    guardian, child = make_guardian(), make_child()
    take(guardian)
    take(child)
    take(child)
    assert PushSubscription.objects.get().user == child


def test_the_oldest_browser_makes_room() -> None:
    child = make_child()
    for number in range(BROWSERS_MAX + 2):
        take(child, f"{FCM}{number}")
    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert len(kept) == BROWSERS_MAX
    assert f"{FCM}0" not in kept


def test_only_my_own_browser_is_let_go() -> None:
    guardian, child = make_guardian(), make_child()
    browser = take(child)
    unsubscribe(guardian, pk=browser.pk)
    unsubscribe(guardian, endpoint=FCM)
    assert PushSubscription.objects.count() == 1
    unsubscribe(child, endpoint=FCM)
    unsubscribe(child, endpoint=FCM)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("topic", ["account", "news", "child.made", "account.password_reset_key"])
def test_what_cannot_be_off_has_no_switch(topic: str) -> None:
    with pytest.raises(Refused):
        switch(make_guardian(), topic=topic, channel="email", on=False)
    assert not Preference.objects.exists()


def test_a_switch_pressed_twice_is_one() -> None:
    guardian = make_guardian()
    for on in (False, False, True):
        switch(guardian, topic="decision", channel="email", on=on)
    assert Preference.objects.get().on is True
    with pytest.raises(Refused):
        switch(guardian, topic="decision", channel="pigeon", on=True)


@pytest.mark.parametrize("hour", [-1, 7, 21, 24])
def test_no_reminder_at_night(hour: int) -> None:
    with pytest.raises(Refused):
        set_remind_hour(make_child(), hour=hour)
    assert not TellingSettings.objects.exists()


def test_quiet_hours_are_both_or_none() -> None:
    guardian = make_guardian()
    set_quiet_hours(guardian, start=time(22), end=time(6))
    with pytest.raises(Refused):
        set_quiet_hours(guardian, start=time(22), end=None)
    set_quiet_hours(guardian, start=None, end=None)
    assert TellingSettings.objects.get().quiet_from is None


def test_a_key_made_by_the_command_is_one_that_browsers_take(settings: Settings) -> None:
    told = StringIO()
    call_command("make_vapid_key", stdout=told)
    name, _, key = told.getvalue().strip().partition("=")
    assert name == "VAPID_PRIVATE_KEY"
    settings.VAPID_PRIVATE_KEY = key
    assert len(public_key()) == 87  # 65 bytes: an uncompressed point
    settings.VAPID_PRIVATE_KEY = ""
    assert public_key() == ""
