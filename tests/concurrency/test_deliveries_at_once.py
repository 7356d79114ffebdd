"""Many carriers, many senders, one copy each."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import transaction

from accounts.models import Delivery, Notification
from accounts.services.delivering import deliver_due
from accounts.services.notify import notify
from lessons.services.reminding import remind_children
from oneco.lib.clock import KST
from tests.accounts.conftest import office  # noqa: F401
from tests.concurrency.crowd import at_once
from tests.factories import make_guardian, make_teen
from tests.missions.world import MONDAY, at, make_world
from tests.post_office import MailServer

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 3, 4, 12, tzinfo=KST)


def test_eight_carriers_carry_everything_once(office: MailServer) -> None:  # noqa: F811
    with transaction.atomic():
        for number in range(200):
            notify(make_guardian(), "pin.locked", str(number), {"child": "서하"}, now=NOON)

    def carry() -> int:
        sent = 0
        for _ in count():
            tally = deliver_due(now=NOON)
            sent += tally.sent
            if not tally.taken and not Delivery.objects.filter(state="waiting").exists():
                return sent
        raise AssertionError("unreachable")

    assert sum(at_once([carry] * 8)) == 200
    assert len(office.keys()) == len(set(office.keys())) == 200
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_the_same_news_from_twenty_sides_is_told_once() -> None:
    guardian = make_guardian()

    def tell() -> None:
        with transaction.atomic():
            notify(guardian, "pin.locked", "the same", {}, now=NOON)

    at_once([tell] * 20)
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 1)


def test_twenty_reminders_of_a_day_are_one() -> None:
    teen = make_teen()

    def remind(number: int) -> None:
        with transaction.atomic():
            notify(teen, "study_reminder", f"key {number}", {}, now=NOON)

    at_once([lambda n=n: remind(n) for n in range(20)])
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 1)


def test_two_beats_remind_once() -> None:
    world = make_world()
    world.running()
    assert sum(at_once([lambda: remind_children(now=at(MONDAY + timedelta(days=1), 17))] * 4)) == 1
    assert Notification.objects.filter(kind="study_reminder").count() == 1
