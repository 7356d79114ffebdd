"""What is kept of notices, and what is not."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Delivery, Notification
from accounts.services.forgetting import CHUNK, forget_old
from accounts.services.notify import notify, write_letter
from oneco.lib.clock import KST
from tests.factories import make_guardian

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 4, 12, tzinfo=KST)


def notice(age: int, *, read: bool) -> Notification:
    at = NOW - timedelta(days=age)
    made = Notification(recipient=make_guardian(), kind="child.made", key="a", created_at=at)
    made.read_at = at if read else None
    made.save()
    return made


def delivery(age: int, state: str) -> Delivery:
    at = NOW - timedelta(days=age)
    notify(make_guardian(), "pin.locked", "a", {}, now=at)
    row = Delivery.objects.latest("pk")
    Delivery.objects.filter(pk=row.pk).update(state=state, done_at=at if state != "waiting" else None)
    return row


def test_read_notices_go_after_six_months_and_unread_ones_after_a_year() -> None:
    kept = [notice(182, read=True), notice(365, read=False), notice(1, read=True)]
    notice(184, read=True)
    notice(367, read=False)
    assert forget_old(now=NOW) == 2
    assert list(Notification.objects.order_by("pk")) == kept
    assert forget_old(now=NOW) == 0


def test_ended_deliveries_go_after_a_month_and_parked_ones_after_three() -> None:
    kept = [delivery(29, "sent"), delivery(60, "parked"), delivery(100, "waiting")]
    for age, state in ((31, "sent"), (31, "dropped"), (91, "parked")):
        delivery(age, state)
    forget_old(now=NOW)
    assert list(Delivery.objects.order_by("pk")) == kept
    assert Notification.objects.count() == 6


def test_the_text_of_a_parked_letter_goes_when_it_is_stale() -> None:
    write_letter("account.test", to="a@example.com", subject="s", text="비밀", now=NOW - timedelta(days=2))
    Delivery.objects.update(state="parked", done_at=NOW)
    forget_old(now=NOW)
    assert Delivery.objects.get().letter is None


def test_more_than_a_chunk_goes_in_one_run() -> None:
    guardian, at = make_guardian(), NOW - timedelta(days=400)
    Notification.objects.bulk_create(
        Notification(recipient=guardian, kind="child.made", key=str(n), created_at=at)
        for n in range(CHUNK + 1)
    )
    assert forget_old(now=NOW) == CHUNK + 1
