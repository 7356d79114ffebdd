"""What is due is carried: to real servers on loopback that take, refuse, put off, hang, or are gone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Delivery, Notification, PushSubscription, User
from accounts.services import delivering
from accounts.services.delivering import BACKOFF, TRIES, deliver_due
from accounts.services.notify import notify, write_letter
from accounts.services.reaching import set_quiet_hours, subscribe, switch
from oneco.lib.clock import KST
from tests.factories import make_child, make_guardian
from tests.post_office import MailServer, PushService

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, tzinfo=KST)
NIGHT = datetime(2026, 3, 4, 23, tzinfo=KST)
MORNING = datetime(2026, 3, 5, 7, 30, tzinfo=KST)


def tell(user: User, key: str = "a", now: datetime = NOON, kind: str = "pin.locked") -> None:
    notify(user, kind, key, {"child": "서하", "device": "휴대폰", "url": "/family/"}, now=now)


def push_to(user: User, service: PushService, path: str = "/ok") -> PushSubscription:
    browser = service.browser
    return subscribe(
        user,
        endpoint=f"{service.origin}{path}",
        p256dh=browser.p256dh,
        auth=browser.auth,
        device="휴대폰",
        now=NOON,
    )


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def letter(now: datetime = NOON) -> None:
    write_letter("account.test", to="mother@example.com", subject="열쇠", text="비밀 링크", now=now)


def test_a_decision_goes_out_as_a_letter_once(office: MailServer) -> None:
    guardian = make_guardian("mother@example.com")
    tell(guardian)
    tell(guardian)
    assert deliver_due(now=NOON).sent == 1
    assert deliver_due(now=NOON).taken == 0
    (mailed,) = office.taken
    assert mailed.to == "mother@example.com"
    assert "서하의 PIN이 휴대폰에서 5번 틀려" in mailed.text
    assert mailed.key == Delivery.objects.get().key
    assert f"/notices/{Delivery.objects.get().notification_id}/" in mailed.text
    html = mailed.message.get_body(("html",))
    assert html is not None
    assert "서하의 PIN이" in html.get_content()
    assert mailed.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert states() == ["sent"]


def test_a_push_reaches_every_browser_of_the_person(service: PushService) -> None:
    child = make_child()
    push_to(child, service, "/phone")
    push_to(child, service, "/tablet")
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).sent == 2
    assert {push.path for push in service.taken} == {"/phone", "/tablet"}
    push = service.taken[0]
    assert "‘줬어요’를 눌렀어요" in push.about["body"]
    assert push.about["url"] == f"/notices/{Notification.objects.get().pk}/"
    assert push.topic == push.about["tag"]
    assert set(Delivery.objects.values_list("key", flat=True)) == {p.topic for p in service.taken}


def _promise() -> dict[str, str]:
    return {
        "child": "서하",
        "guardian": "엄마",
        "actor": "엄마",
        "promise": "저녁 메뉴",
        "url": "/missions/1/",
    }


def test_one_line_carries_a_whole_batch(office: MailServer) -> None:
    for number in range(20):
        tell(make_guardian(), str(number))
    assert deliver_due(now=NOON).sent == 20
    assert office.lines == 1


def test_a_letter_goes_before_the_rest(office: MailServer) -> None:
    for number in range(3):
        tell(make_guardian(), str(number), NOON - timedelta(minutes=5))
    letter()
    deliver_due(now=NOON)
    assert office.taken[0].text.strip() == "비밀 링크"


def test_a_secret_is_wiped_once_it_is_sent(office: MailServer) -> None:
    letter(NIGHT)
    assert deliver_due(now=NIGHT).sent == 1  # at any hour
    assert Delivery.objects.get().letter is None


def test_a_decision_waits_for_the_morning(office: MailServer) -> None:
    tell(make_guardian(), now=NIGHT)
    assert deliver_due(now=NIGHT + timedelta(hours=1)).taken == 0
    assert deliver_due(now=MORNING).sent == 1


def test_a_delivery_put_off_into_the_night_waits_for_the_morning(office: MailServer) -> None:
    tell(make_guardian())
    assert deliver_due(now=NIGHT).sent == 0
    assert (office.taken, states()) == ([], ["waiting"])
    assert deliver_due(now=MORNING).sent == 1


def test_own_quiet_hours_count(office: MailServer) -> None:
    guardian = make_guardian()
    set_quiet_hours(guardian, start=NOON.time(), end=NOON.time().replace(hour=14))
    tell(guardian)
    assert deliver_due(now=NOON + timedelta(hours=1)).taken == 0
    assert deliver_due(now=NOON + timedelta(hours=2)).sent == 1


def test_what_is_refused_for_good_is_parked_at_once(office: MailServer) -> None:
    office.answers = lambda step, to: "550 5.1.1 <a@b.example>: nobody here" if step == "rcpt" else None
    tell(make_guardian())
    assert deliver_due(now=NOON).parked == 1
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.error) == (1, "550 5.1.1 <…>: nobody here")


@pytest.mark.parametrize("address", ["", "two@lines.example\nBcc: all@example.com"])
def test_an_address_that_is_none_is_parked_at_once(office: MailServer, address: str) -> None:
    write_letter("account.test", to=address, subject="열쇠", text="글", now=NOON)
    tally = deliver_due(now=NOON)
    assert (tally.parked, tally.later) == (1, 0)
    assert office.taken == []


def test_one_that_is_refused_holds_up_nobody(office: MailServer) -> None:
    office.answers = lambda step, to: "550 no" if to == "bad@example.com" else None
    for number, address in enumerate(("good@example.com", "bad@example.com", "also@example.com")):
        tell(make_guardian(address), str(number))
    tally = deliver_due(now=NOON)
    assert (tally.sent, tally.parked) == (2, 1)


def test_what_is_put_off_is_tried_eight_times_and_then_parked(office: MailServer) -> None:
    office.answers = lambda step, to: "451 later" if step == "data" else None
    write_letter("account.test", to="mother@example.com", subject="열쇠", text="글", now=NOON)
    Delivery.objects.update(stale_after=NOON + timedelta(days=7))
    now, waits = NOON, []
    for _ in range(TRIES):
        assert deliver_due(now=now).taken == 1
        due = Delivery.objects.get().next_try_at
        assert due is not None
        waits.append(due - now)
        now = due
    assert states() == ["parked"]
    assert deliver_due(now=now + timedelta(days=1)).taken == 0
    assert office.asked == TRIES
    for wait, minutes in zip(waits, BACKOFF, strict=False):
        assert wait >= timedelta(minutes=minutes * 0.75)
        assert wait <= min(timedelta(minutes=minutes * 1.3), timedelta(hours=6, minutes=1))


def test_a_server_that_is_away_costs_one_try_not_one_each(office: MailServer, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    for number in range(5):
        tell(make_guardian(), str(number))
    tally = deliver_due(now=NOON)
    assert (tally.taken, tally.later) == (5, 1)
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert deliver_due(now=NOON).taken == 0
    settings.EMAIL_PORT = office.port
    assert deliver_due(now=NOON + timedelta(minutes=2)).sent == 5


@pytest.mark.parametrize("step", ["connect", "rcpt", "data"])
def test_a_server_that_hangs_is_left_alone(office: MailServer, step: str, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    office.answers = lambda at, to: "hang" if at == step else None
    for number in range(3):
        tell(make_guardian(), str(number))
    tally = deliver_due(now=NOON)
    assert (tally.taken, tally.later, tally.sent) == (3, 1, 0)
    assert office.lines == 1
    assert states() == ["waiting"] * 3


def test_a_line_that_breaks_is_opened_again(office: MailServer) -> None:
    office.answers = lambda step, to: "drop" if (step, to) == ("rcpt", "b@example.com") else None
    for number, address in enumerate(("a@example.com", "b@example.com", "c@example.com")):
        tell(make_guardian(address), str(number))
    tally = deliver_due(now=NOON)
    assert (tally.sent, tally.later, office.lines) == (2, 1, 2)


def test_a_server_that_closes_down_is_left_alone(office: MailServer) -> None:
    office.answers = lambda step, to: "421 closing down" if step == "rcpt" else None
    for number in range(2):
        tell(make_guardian(), str(number))
    assert deliver_due(now=NOON).later == 1
    assert office.lines == 1


def test_a_second_copy_has_the_same_key(office: MailServer) -> None:
    """Killed between the server's yes and our mark: the lease ends, and the copy is known as one."""
    tell(make_guardian())
    deliver_due(now=NOON)
    Delivery.objects.update(
        state="leased", leased_by="gone", leased_until=NOON + timedelta(minutes=2), done_at=None
    )
    assert deliver_due(now=NOON + timedelta(minutes=1)).taken == 0
    assert deliver_due(now=NOON + timedelta(minutes=3)).sent == 1
    first, second = office.keys()
    assert first == second


def test_who_lost_its_lease_sends_nothing(office: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(make_guardian())
    leased = delivering._lease

    def lost(*, token: str, now: datetime) -> list[Delivery]:
        mine = leased(token=token, now=now)
        Delivery.objects.update(leased_by="somebody else")
        return mine

    monkeypatch.setattr(delivering, "_lease", lost)
    assert deliver_due(now=NOON).sent == 0
    assert office.taken == []


def test_what_kills_its_carrier_eight_times_is_parked(office: MailServer) -> None:
    tell(make_guardian())
    Delivery.objects.update(attempts=TRIES)
    assert deliver_due(now=NOON).parked == 1
    assert office.taken == []


def test_what_is_stale_is_dropped_and_says_so(office: MailServer) -> None:
    tell(make_guardian())
    assert deliver_due(now=NOON + timedelta(days=7)).dropped == 1
    assert Delivery.objects.get().error == "stale"
    assert office.taken == []


def test_what_was_switched_off_meanwhile_is_dropped(office: MailServer) -> None:
    guardian = make_guardian()
    tell(guardian)
    switch(guardian, topic="decision", channel="email", on=False)
    assert deliver_due(now=NOON).dropped == 1
    assert office.taken == []


def test_nobody_is_written_to_who_may_not_come_in(office: MailServer) -> None:
    guardian = make_guardian()
    tell(guardian)
    User.objects.update(is_active=False)
    assert deliver_due(now=NOON).dropped == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: PushService, status: int) -> None:
    child = make_child()
    push_to(child, service)
    service.answers = lambda path: (status, {})
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).dropped == 1
    assert not PushSubscription.objects.exists()
    assert Delivery.objects.get().error.startswith("gone: ")


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_push_that_is_refused_is_parked_at_once(service: PushService, status: int) -> None:
    child = make_child()
    push_to(child, service)
    service.answers = lambda path: (status, {})
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).parked == 1
    assert PushSubscription.objects.exists()


@pytest.mark.parametrize("retry_after", ["1800", "Wed, 04 Mar 2099 12:00:00 GMT"])
def test_who_asks_to_wait_is_left_alone_that_long(service: PushService, retry_after: str) -> None:
    child = make_child()
    push_to(child, service)
    service.answers = lambda path: (429, {"Retry-After": retry_after})
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).later == 1
    assert deliver_due(now=NOON + timedelta(minutes=29)).taken == 0
    assert deliver_due(now=NOON + timedelta(hours=6, minutes=1)).taken == 1


def test_a_push_service_in_trouble_is_tried_again(service: PushService) -> None:
    child = make_child()
    push_to(child, service)
    service.answers = lambda path: (500, {})
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).later == 1
    service.answers = lambda path: (201, {})
    assert deliver_due(now=NOON + timedelta(minutes=2)).sent == 1


def test_a_push_service_that_hangs_does_not_stop_the_mail(
    office: MailServer, service: PushService, settings: Settings
) -> None:
    settings.PUSH_TIMEOUT = 0.5
    guardian = make_guardian()
    push_to(guardian, service)
    service.answers = lambda path: (0, {})
    tell(guardian, "a")
    tell(guardian, "b")
    tally = deliver_due(now=NOON)
    assert (tally.taken, tally.sent, tally.later) == (4, 2, 1)
    assert len(service.asked) == 1


def test_a_push_service_sends_us_nowhere_else(office: MailServer, service: PushService) -> None:
    child = make_child()
    push_to(child, service)
    service.answers = lambda path: (307, {"Location": f"{service.origin}/elsewhere"})
    notify(child, "mission_delivered", "a", _promise(), now=NOON)
    assert deliver_due(now=NOON).parked == 1
    assert service.asked == ["/ok"]


def test_who_is_told_to_stop_finishes_the_one_in_hand_and_gives_back_the_rest(office: MailServer) -> None:
    for number in range(5):
        tell(make_guardian(), str(number))
    tally = deliver_due(now=NOON, stopping=lambda: len(office.taken) == 2)
    assert (tally.sent, states().count("sent"), states().count("waiting")) == (2, 2, 3)
    assert deliver_due(now=NOON + timedelta(minutes=1)).sent == 3
    assert len(set(office.keys())) == 5


def test_each_more_costs_two_queries_more(office: MailServer) -> None:
    counts = []
    for size in (5, 25):
        for number in range(size):
            tell(make_guardian(), f"{size}:{number}")
        with CaptureQueriesContext(connection) as queries:
            assert deliver_due(now=NOON).sent == size
        counts.append(len(queries))
    assert (counts[1] - counts[0]) / 20 == 2
