"""Staff sees how the queue stands, and lets what stuck try again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Delivery, User
from accounts.services.delivering import deliver_due
from accounts.services.notify import notify, write_letter
from oneco.lib import clock
from tests.factories import make_guardian, make_staff, signed_in
from tests.post_office import MailServer

pytestmark = pytest.mark.django_db

LIST = "admin:accounts_delivery_changelist"


def parked(office: MailServer, now: datetime) -> Delivery:
    office.answers = lambda step, to: "550 mailbox full" if step == "rcpt" else None
    notify(make_guardian(), "pin.locked", "a", {"child": "서하"}, now=now)
    deliver_due(now=now)
    office.answers = lambda step, to: None
    return Delivery.objects.get(state="parked")


def press(staff: User, *deliveries: Delivery) -> Any:
    data = {"action": "try_again", "_selected_action": [delivery.pk for delivery in deliveries]}
    return signed_in(staff).post(reverse(LIST), data, follow=True)


def noon() -> datetime:
    return clock.now().astimezone(clock.KST).replace(hour=12)


def test_the_list_says_how_the_queue_stands_and_why_something_stopped(office: MailServer) -> None:
    parked(office, noon())
    notify(make_guardian(), "pin.locked", "b", {}, now=noon())
    page = signed_in(make_staff()).get(reverse(LIST)).content.decode()
    assert "550 mailbox full" in page
    assert "멈춘 것 1개" in page
    assert "서하" not in page


def test_what_is_parked_goes_out_after_a_press_and_the_press_is_kept(office: MailServer) -> None:
    delivery, staff = parked(office, noon()), make_staff()
    assert "배달 1개를 다시 보내요" in press(staff, delivery).content.decode()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("waiting", 0, "")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (staff, str(delivery.pk))
    assert "배달 0개" in press(staff, delivery).content.decode()  # twice is once


def test_only_what_is_parked_is_sent_again(office: MailServer) -> None:
    notify(make_guardian(), "pin.locked", "a", {}, now=noon())
    deliver_due(now=noon())
    press(make_staff(), Delivery.objects.get(state="sent"))
    assert Delivery.objects.get().state == "sent"


def test_a_letter_without_its_text_stays(office: MailServer) -> None:
    write_letter("account.test", to="a@example.com", subject="s", text="t", now=noon())
    Delivery.objects.update(state="parked", letter=None)
    assert "배달 0개" in press(make_staff(), Delivery.objects.get()).content.decode()


def test_looking_is_not_sending(office: MailServer) -> None:
    delivery = parked(office, noon())
    onlooker = make_staff()
    onlooker.is_superuser = False
    onlooker.save()
    onlooker.user_permissions.add(Permission.objects.get(codename="view_delivery"))
    press(onlooker, delivery)
    delivery.refresh_from_db()
    assert delivery.state == "parked"
    assert signed_in(make_guardian()).get(reverse(LIST)).status_code in (302, 403, 404)


def test_nothing_of_the_letter_is_shown_and_nothing_can_be_changed(office: MailServer) -> None:
    write_letter("account.test", to="a@example.com", subject="s", text="비밀 링크", now=noon())
    delivery, desk = Delivery.objects.get(), signed_in(make_staff())
    page = desk.get(reverse("admin:accounts_delivery_change", args=[delivery.pk])).content.decode()
    assert "비밀" not in page
    assert "a@example.com" not in page
    assert "_save" not in page


def test_the_list_costs_the_same_for_many(office: MailServer, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        notify(make_guardian(), "pin.locked", str(number), {}, now=noon() - timedelta(minutes=number))
    desk = signed_in(make_staff())
    with django_assert_max_num_queries(14):
        desk.get(reverse(LIST))
